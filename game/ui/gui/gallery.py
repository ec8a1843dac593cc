"""The screens a play does not lead through by itself, for pictures and for the tests; and all pictures on one sheet.

Not a screen and never shown to a player.  Called by ``pictures``, which knows the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pygame

from game.ui.gui.context import Context
from game.ui.gui.desk import Desk, Place
from game.ui.gui.screen import Screen
from game.ui.gui.screens import flow
from game.ui.preview import Fault
from game.ui.table_page import MinutesPage, TablePage

THUMBNAIL = (640, 360)
COLUMNS, GAP, CAPTION = 3, 16, 26
FAULTY = tuple((line, "E012", "goto: ferrry  # " + "a long remark beside it " * (line % 3)) for line in range(12, 18))
"""Lines of a file with a fault: (number, code, text)."""

Shown = tuple[str, tuple[Screen, ...]]


def during(desk: Desk) -> Iterator[Shown]:
    """Yields what can be opened over a decision."""
    from game.ui.gui.screens.decision import MemoScreen
    from game.ui.gui.screens.history import HistoryScreen
    from game.ui.gui.screens.keys import KeysScreen
    from game.ui.gui.screens.load import LoadScreen
    from game.ui.gui.screens.situation import SituationScreen

    yield "memo", (flow.current(desk), MemoScreen(desk, 0))
    yield "situation", (flow.current(desk), SituationScreen(desk))
    yield "history", (HistoryScreen(desk),)
    yield "keys", (KeysScreen(desk),)
    yield "plays", (LoadScreen(desk),)


def passing(desk: Desk, seen: set[str]) -> Iterator[tuple[str, Screen]]:
    """Yields what the page the desk is turned to shows, if no page of the kind was shown yet; notes it in ``seen``."""
    name = desk.here.kind
    if desk.at_table:
        name = "table" if "table" not in seen else "table-countered" if _countered(desk) else "table-later"
    elif name == "minutes":
        name = "minutes-countered" if _countered(desk) else "minutes"
        if desk.play.steps[desk.here.ply].after.node != desk.play.node.id:
            name = "minutes-end"
    elif name == "decision" and len(desk.play.decisions()) == 10:
        name = "decision-later"
    if name in ("decision", "reveal") or name in seen:
        return
    seen.add(name)
    yield name, flow.current(desk)
    if desk.at_table:
        from game.ui.gui.screens.table import TableScreen

        for tab in ("table", "slip") if name == "table" else ("table", "slip", "minutes"):
            screen = TableScreen(desk)
            screen.tab = tab
            yield f"{name}-{tab}", screen


def _countered(desk: Desk) -> bool:
    """Whether the page the desk is turned to tells of a text the other side brought."""
    page = desk.page(next(iter(desk.languages)), desk.here)
    if isinstance(page, TablePage):
        return bool(page.minutes and page.minutes[-1].counter)
    return isinstance(page, MinutesPage) and bool(page.counter)


def afterwards(desk: Desk) -> Iterator[Shown]:
    """Yields what looks back on the play, which has been told to its end."""
    from game.ui.gui.screens.comparison import ComparisonScreen
    from game.ui.gui.screens.history import HistoryScreen, MinutesAgain, NewsAgain, RevealAgain
    from game.ui.gui.screens.map import MapScreen
    from game.ui.gui.screens.passage import PassageScreen
    from game.ui.gui.screens.terms import CardScreen
    from game.ui.gui.screens.tree import AgainScreen, TalksScreen, TreeScreen

    play, language = desk.play, next(iter(desk.languages.values()))
    yield "history-all", (HistoryScreen(desk),)
    for tab in ComparisonScreen(play).tabs():
        screen = ComparisonScreen(play)
        screen.tab = tab
        yield f"comparison-{tab}", (screen,)
    yield "tree", (TreeScreen(desk),)
    told = {place.kind: place for place in _told(desk)}
    if "reveal" in told:
        yield "reveal-again", (RevealAgain(desk, told["reveal"]),)
        yield "tree-again", (AgainScreen(desk, told["reveal"].ply),)
    if "minutes" in told:
        yield "minutes-again", (MinutesAgain(desk, told["minutes"]),)
        yield "tree-talks", (TalksScreen(desk, told["minutes"].ply),)
    if "news" in told:
        yield "news-again", (NewsAgain(desk, told["news"]),)
    if play.scenario.reference.atlas is not None:
        yield "map", (MapScreen(desk),)
    person = next(iter(play.scenario.reference.people), "")
    if person:
        yield "card", (flow.current(desk), CardScreen(play, person))
    yield "passage", (PassageScreen(play, play.decisions()[0][1].before.node, language),)


def writing(desk: Desk) -> Iterator[Shown]:
    """Yields what the preview lays over a page while a scenario is written, with faults such as an author makes."""
    from game.ui.gui.screens.authoring import EmptyScreen, FaultsScreen, FindScreen, InsideScreen

    names = tuple(desk.languages)
    faults = tuple(Fault(f"scenario.yaml:{line}:7", code, {name: desk.languages[name].t("preview.empty.text")
                                                           for name in names}, {}, line, text, 6, 4, True)
                   for line, code, text in FAULTY)
    yield "preview-empty", (EmptyScreen(),)
    yield "preview-faults", (EmptyScreen(), FaultsScreen(lambda: faults))
    yield "preview-findings", (flow.current(desk), FaultsScreen(lambda: faults[:1], findings=True))
    yield "preview-find", (flow.current(desk), FindScreen(desk, lambda node: None))
    yield "preview-inside", (flow.current(desk), InsideScreen(desk))


def _told(desk: Desk) -> Sequence[Place]:
    found: Sequence[Place] = desk.told()
    return found


def contact_sheet(ctx: Context, pictures: Sequence[tuple[str, Path]], out: Path) -> Path:
    """Writes the pictures given, with their names, to one PNG and returns its path."""
    wide, tall = THUMBNAIL
    rows = -(-len(pictures) // COLUMNS)
    sheet = pygame.Surface((COLUMNS * (wide + GAP) + GAP, rows * (tall + CAPTION + GAP) + GAP))
    sheet.fill(ctx.colour("bar"))
    style = ctx.style("bold", "label", justify=False)
    for number, (name, path) in enumerate(pictures):
        x = GAP + number % COLUMNS * (wide + GAP)
        y = GAP + number // COLUMNS * (tall + CAPTION + GAP)
        ctx.text.draw(sheet, ctx.text.layout(f"{number + 1}  {name}", style, wide), x, y, ctx.colour("cream"))
        picture = pygame.image.load(path)
        factor = min(wide / picture.get_width(), tall / picture.get_height())
        size = (round(picture.get_width() * factor), round(picture.get_height() * factor))
        sheet.blit(pygame.transform.smoothscale(picture.convert(sheet), size), (x, y + CAPTION))
    pygame.image.save(sheet, str(out))
    return out
