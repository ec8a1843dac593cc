"""The menu over a play: back to it, undo and redo, situation, sources, settings, title, quit."""

from __future__ import annotations

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Input, Modal, Pop, Push, Quit, Screen
from game.ui.gui.screens import flow
from game.ui.gui.widgets import Button, Column, Heading, Label, Row, Scroll, Widget


class MenuScreen(Screen):
    """Opened with Esc or the three bars."""

    overlay = True
    first_focus = "menu.resume"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("↑↓", ctx.t("gui.hint.choose")), ("Esc", ctx.t("gui.resume"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "menu":
            return Pop()
        if given.kind in ("undo", "redo"):
            return self._undo() if given.kind == "undo" else self._redo()
        if given.kind == "letter" and given.letter == "t" and self.desk.session is not None:
            return flow.tree(self.desk)
        if given.kind == "letter" and given.letter == "m":
            return flow.chart(self.desk)
        return flow.sources(self.desk) if given.kind == "sources" else None

    def compose(self, ctx: Context) -> Widget:
        from game.ui.gui.screens.settings import SettingsScreen
        from game.ui.gui.screens.situation import SituationScreen

        play, t = self.desk.session, ctx.t
        parts: list[Widget] = [Button(t("gui.resume"), Pop, kind="primary", key="menu.resume")]
        if play is not None:
            parts += [Row([
                Button(t("gui.undo", cap=ctx.keys.shown("U")), self._undo, key="menu.undo", enabled=play.can_undo(),
                       reason=t("gui.no_undo")),
                Button(t("gui.redo", cap=ctx.keys.shown("R")), self._redo, key="menu.redo", enabled=play.can_redo(),
                       reason=t("gui.no_redo"))], gap=10),
                Row([Button(t("terminal.situation"), lambda: Push(SituationScreen(self.desk)), key="menu.situation"),
                     Button(t("history.open"), lambda: flow.history(self.desk), key="menu.history")], gap=10),
                Row([Button(t("tree.menu"), lambda: flow.tree(self.desk), key="menu.tree"),
                     *flow.chart_button(ctx, self.desk)], gap=10)]
        parts += [Button(t("terminal.sources"), lambda: flow.sources(self.desk), key="menu.sources"),
                  Row([Button(t("gui.settings"), lambda: Push(SettingsScreen(self.desk)), key="menu.settings"),
                       Button(t("plays.load"), lambda: flow.plays(self.desk), key="menu.plays")], gap=10)]
        if play is not None:
            parts.append(Button(t("gui.to_title"), lambda: flow.leave(self.desk), key="menu.title"))
        parts.append(Button(t("gui.quit"), Quit, key="menu.quit"))
        said = self.desk.trouble or t("gui.saved_always")
        column = Column([Heading(t("bar.menu")), Scroll(Column(parts, gap=8)), Label(said, colour="soft")], gap=10)
        return Modal(column, width=480, label=t("bar.menu"))

    def _undo(self) -> Command | None:
        return flow.opened(self.desk) if self.desk.session and self.desk.undo() else None

    def _redo(self) -> Command | None:
        return flow.opened(self.desk) if self.desk.session and self.desk.redo() else None
