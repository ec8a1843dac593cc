"""The tree of paths: your decisions, the record and what earlier plays saw, as a chart to walk through.

Opened with T from any page of a play, from the menu and from the comparison.  A past decision can be read again, or
played on from, in a new branch.
"""

from __future__ import annotations

from collections.abc import Callable

from game.analysis.odds import Tally
from game.core.model import Decision, Table
from game.debrief.tree import Stop, tree
from game.ui.gui import branching
from game.ui.gui.desk import Desk, Place
from game.ui.gui.motion import Cue, Move
from game.ui.gui.screen import Command, Context, Dialog, Input, Pop, Push, Refresh, Replace, Screen
from game.ui.gui.screens import flow
from game.ui.gui.screens.passage import PassageScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.widgets import Button, Column, Flow, Paper, Widget
from game.ui.gui.widgets.chart import Chart, Look
from game.ui.gui.widgets.marks import LegendItem
from game.ui.gui.widgets.stopcard import ZOOMS, Reader
from game.ui.tree_page import StopText, TreePage, tree_page


class TreeScreen(Screen):
    """The tree of the open play, as far as its pages have told it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.session = desk, desk.play
        self.tree = tree(self.session, branching.seen(desk, self.session), branching.told(desk))
        self.look = Look()
        self._pages: dict[tuple[str, bool], TreePage] = {}
        self.first_focus = f"stop.{self._home()}" if self.tree.stops else "tree.close"

    def _home(self) -> str:
        """The stop to begin at: where the play stands, or the last of the player's path."""
        mine = [stop for stop in self.tree.stops if stop.lane == 0]
        return (mine or list(self.tree.stops))[-1].id

    def title(self, ctx: Context) -> str:
        return ctx.t("tree.title")

    def subtitle(self, ctx: Context) -> str:
        return str(self.desk.languages[ctx.language].words(self.session.scenario.title))

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("←→↑↓", ctx.t("tree.hint.walk")), ("Enter", ctx.t("tree.hint.read")), ("+ −", ctx.t("tree.hint.zoom")),
                ("Home End", ctx.t("tree.hint.ends")), ("Esc", ctx.t("tree.hint.close"))]

    def page(self, ctx: Context) -> TreePage:
        """Returns the texts in the language shown, written once."""
        tally = self._tally()
        key = (ctx.language, tally is not None)
        if key not in self._pages:
            self._pages[key] = tree_page(self.session, self.tree, self.desk.languages[ctx.language], tally)
        return self._pages[key]

    def _tally(self) -> Tally | None:
        return self.desk.odds(self.session) if self.tree.whole else None

    def compose(self, ctx: Context) -> Widget:
        page = self.page(ctx)
        chart = Chart(self.tree, page, self.look, self._presser, name=self._tally() is not None)
        reader = Reader([f"{card.number}. {card.title} · {card.date}" for card in page.stops], ctx.t("tree.no_card"))
        return Column([self._bar(ctx), Paper(Column([chart, reader], gap=6), pad=10, grow=1)], gap=10)

    def _bar(self, ctx: Context) -> Widget:
        t, zoom = ctx.t, self.look.zoom
        names = ["yours", "record", *(["seen"] if self.tree.whole else []), "left", "barred"]
        legend: list[Widget] = [LegendItem(name, t(f"tree.legend.{name}")) for name in names]
        buttons: list[Widget] = [
            Button(t("tree.smaller"), self._zoomer(-1), key="tree.smaller", enabled=zoom > 0,
                   reason=t("tree.smallest")),
            Button(t("tree.larger"), self._zoomer(1), key="tree.larger", enabled=zoom < len(ZOOMS) - 1,
                   reason=t("tree.largest")),
            Button(t("tree.to_here"), lambda: Refresh(focus=f"stop.{self._home()}"), key="tree.to_here"),
            Button(t("tree.close"), Pop, key="tree.close")]
        return Paper(Flow([*buttons, *legend], gap=9), pad=8)

    def _zoomer(self, step: int) -> Callable[[], Command]:
        def press() -> Command:
            self.look.zoom = min(max(self.look.zoom + step, 0), len(ZOOMS) - 1)
            return Refresh()
        return press

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "letter" and given.letter == "t":
            return Pop()
        if given.kind in ("zoom_in", "zoom_out"):
            self._zoomer(1 if given.kind == "zoom_in" else -1)()
            return Refresh(focus=ctx.focused.key if ctx.focused is not None else None)
        if given.kind in ("home", "end") and self.tree.stops:
            return Refresh(focus=f"stop.{self.tree.stops[0 if given.kind == 'home' else -1].id}")
        return flow.sources(self.desk) if given.kind == "sources" else None

    def _presser(self, node: str) -> Callable[[], Command | None]:
        return lambda: Push(self._card(self.tree.stop(node)))

    def _card(self, stop: Stop) -> Screen:
        """A card with the whole of a stop, and what can be done from there."""
        def said(ctx: Context) -> StopText:
            return next(card for card in self.page(ctx).stops if card.id == stop.id)

        def body(ctx: Context) -> str:
            card = said(ctx)
            parts = [part for part in (card.date, card.note) if part]
            parts += [door.said for door in card.doors]
            if any(door.odds for door in card.doors):
                parts.append(ctx.t("tree.odds_how"))
            if self._played(stop):
                parts.append(ctx.t("tree.branch_how"))
            return "\n".join(parts)

        again = TalksScreen if isinstance(stop.node, Table) else AgainScreen
        buttons: list[tuple[Callable[[Context], str], Callable[[], Command | None]]] = []
        if self._played(stop) and stop.ply is not None:
            ply = stop.ply
            buttons = [(lambda ctx: ctx.t("tree.read"), lambda: Replace(again(self.desk, ply))),
                       (lambda ctx: ctx.t("tree.branch"), lambda: self._branch(ply))]
        buttons.append((lambda ctx: ctx.t("dialog.close"), Pop))
        return Dialog(lambda ctx: said(ctx).title, body, buttons, width=680)

    def _played(self, stop: Stop) -> bool:
        """Whether the player made this decision in the play that lies open."""
        return (stop.ply is not None and not stop.told and isinstance(stop.node, Decision)
                and stop.node.who == self.session.seat)

    def _branch(self, ply: int) -> Command:
        if self.desk.branch(ply):
            return flow.opened(self.desk)
        return Replace(Dialog(lambda ctx: ctx.t("tree.no_branch"), lambda ctx: self.desk.trouble))


class TalksScreen(PassageScreen):
    """All the meetings of talks held earlier, read again."""

    back_text = "tree.back"

    def __init__(self, desk: Desk, ply: int) -> None:
        super().__init__(desk.play, desk.play.steps[ply].before.node, next(iter(desk.languages.values())))

    def title(self, ctx: Context) -> str:
        return ctx.t("tree.title")

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return Pop() if given.kind == "back" else None


class AgainScreen(RevealScreen):
    """The page of a decision made earlier, read again: nothing is taken back from here and no page turned."""

    turn_text = "tree.back"
    moves: tuple[Move, ...] = ()  # nothing is issued anew
    cues: tuple[Cue, ...] = ()

    def __init__(self, desk: Desk, ply: int) -> None:
        super().__init__(desk)
        self.place = Place("reveal", ply)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Esc", ctx.t("tree.back")), ("S", ctx.t("gui.hint.sources"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "back":
            return Pop()
        return flow.sources(self.desk) if given.kind == "sources" else None

    def next_page(self) -> Command:
        return Pop()
