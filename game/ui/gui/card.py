"""A picture of one ending to show to others: what became of it, the treaty in four lines, how far from the record.

Says nothing of what the record was, of the sources or of the texts, so nobody's own play is spoilt.  Made by the
comparison screen and by ``start``.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pygame

from game.debrief.compare import Comparison
from game.play.session import Session
from game.ui.compare_page import ClauseText, ComparisonPage, comparison_page
from game.ui.gui.context import Context
from game.ui.gui.text import Style
from game.ui.gui.widgets import Column, Flow, Heading, Label, Paper, Picture, Row, Rule, Spacer, Widget
from game.ui.gui.widgets.base import place

SIZE = (1200, 630)
LINES = 4


class Spoken(Label):
    """A label in a language of its own."""

    def __init__(self, text: str, language: str, *, role: str = "body", size: int = 22, colour: str = "ink") -> None:
        super().__init__(text, role=role, size=size, colour=colour)
        self.language = language

    def style(self, ctx: Context) -> Style:
        return replace(super().style(ctx), language=self.language)


def told(page: ComparisonPage) -> list[ClauseText]:
    """Returns the clauses a card has room for, those that differ from the record before the others, in their order."""
    ranked = sorted((row for row in page.clauses if row.rung), key=lambda row: row.same)[:LINES]
    return [row for row in page.clauses if row in ranked]


def card(ctx: Context, session: Session, comparison: Comparison) -> pygame.Surface:
    """Draws the card in the language of ``ctx``; 1200 x 630 pixels whatever the window is."""
    given = replace(ctx, size=SIZE, scale=1.0, ui_scale=1.0, compact=False, focused=None)
    surface = given.paint.desk(SIZE).copy()
    root = sheet(given, session, comparison)
    place(given, root, surface.get_rect().inflate(-72, -64))
    root.draw(given, surface)
    return surface


def sheet(ctx: Context, session: Session, comparison: Comparison) -> Widget:
    """Returns what the card says, as widgets."""
    codes = [ctx.language, *(code for code in ctx.services.languages if code != ctx.language)]
    languages = [ctx.services.languages[code] for code in codes]
    pages = [comparison_page(session, comparison, language) for language in languages]
    page = pages[0]
    titles = {each.scenario: Spoken(each.scenario, code, role="bold", size=22, colour="soft")
              for code, each in reversed([*zip(codes, pages, strict=True)])}
    names: list[Widget] = [Flow([*reversed(titles.values())], gap=26),
                           Heading(page.ending, size=58 if len(page.ending) <= 26 else 40, underline=None)]
    names += [Spoken(each.ending, code, size=24, colour="soft")
              for code, each in zip(codes[1:], pages[1:], strict=True) if each.ending != page.ending]

    def chop(given: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
        mark = given.paint.seal(given.t("gui.chop"), 92)
        surface.blit(mark, mark.get_rect(center=rect.center))

    rows: list[Widget] = [Row([Label(row.name, size=25, role="bold"), Label(row.rung, size=25)],
                              widths=[0.62, 1], stretch=False) for row in told(page)]
    distance = [Label(page.distance, role="bold", size="lead")] if page.distance else []
    foot = Row([Column([*distance, Picture(_steps(page), 18, "")], gap=6),
                Label(ctx.t("card.kind"), role="hand", size="lead", colour="soft", align="right")],
               widths=[1, 0.7], stretch=False)
    head = Row([Column(names, gap=2), Picture(chop, 104, "", width=104)], widths=[1, "auto"], stretch=False)
    return Paper(Column([head, Rule("double"), Label(page.mine, role="bold", size=20, colour="red"), *rows,
                         Spacer(grow=1), Rule("single", "rule"), foot], gap=9), pad=38)


def _steps(page: ComparisonPage):
    """One box per decision of the play, filled where it differs from the record, open where it does not."""
    kinds = [row.relation for row in page.path if row.relation != "unreached"]

    def paint(ctx: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
        side = min(rect.h - 4, max(6, rect.w // max(1, len(kinds)) - 6))
        for number, kind in enumerate(kinds):
            box = pygame.Rect(rect.x + number * (side + 6), rect.y + 2, side, side)
            filled = kind not in ("same", "alone")
            pygame.draw.rect(surface, ctx.colour("red" if filled else "line"), box, 0 if filled else 2)
    return paint


def save_card(ctx: Context, session: Session, comparison: Comparison, folder: Path) -> Path:
    """Writes the card into ``folder`` as a PNG; returns its path.  Raises ``OSError`` where the disk refuses."""
    data = BytesIO()
    pygame.image.save(card(ctx, session, comparison), data, "card.png")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{session.scenario.id}-{session.seed}-{ctx.language}.png"
    path.write_bytes(data.getvalue())
    return path
