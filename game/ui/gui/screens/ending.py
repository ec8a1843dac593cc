"""The ending reached, and the way to the comparison with the record."""

from __future__ import annotations

from game.ui.gui.motion import Cue
from game.ui.gui.screen import Command, Context, Push
from game.ui.gui.screens import flow
from game.ui.gui.screens.news import NARROW, sheet
from game.ui.gui.screens.playing import Playing, footnote_list, graded
from game.ui.gui.widgets import Button, Column, Heading, Label, Row, Rule, Scroll, Widget
from game.ui.pages import EndingPage


class EndingScreen(Playing):
    """Where the play came to."""

    first_focus = "compare"
    cues = (Cue("page"),)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Enter", ctx.t(self._words())), *self.common_hints(ctx)]

    def subtitle(self, ctx: Context) -> str:
        return ctx.t("terminal.end")

    def compose(self, ctx: Context) -> Widget:
        page = self.desk.page(ctx.language, self.place)
        assert isinstance(page, EndingPage)
        inside = [*graded(ctx, page.text, "ending", self.note), *footnote_list(page.footnotes)]
        content = [Label(ctx.t("terminal.end"), colour="red", align="centre", size="lead"),
                   Heading(page.title, size=36, align="centre", underline=None), Rule("double"),
                   Scroll(Column(inside, gap=14), key="ending", grow=0)]
        pair: list[Widget] = [Button(ctx.t(self._words()), self._compare, kind="primary", key="compare"),
                          Button(ctx.t("gui.to_title"), lambda: flow.leave(self.desk), key="to_title")]
        buttons = Column(pair) if ctx.size[0] / ctx.scale < NARROW else Row(pair)
        return sheet(ctx, content, buttons, "paper", 600)

    def _words(self) -> str:
        return "gui.compare" if self.desk.play.has_record() else "gui.look_back"

    def _compare(self) -> Command:
        from game.ui.gui.screens.comparison import ComparisonScreen

        return Push(ComparisonScreen(self.desk.play, to_title=lambda: flow.leave(self.desk)))
