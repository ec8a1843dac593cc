"""What chance or the world did between two decisions: one sheet."""

from __future__ import annotations

from game.ui.gui.motion import Cue
from game.ui.gui.screen import Context
from game.ui.gui.screens.playing import Playing, footnote_list, graded
from game.ui.gui.widgets import Column, Heading, Label, Paper, Row, Rule, Scroll, Spacer, Widget
from game.ui.pages import NewsPage

NARROW = 900
"""Logical pixels of width under which the button goes into the paper and everything scrolls."""


def sheet(ctx: Context, content: list[Widget], button: Widget, kind: str, width: int = 300) -> Widget:
    """Returns one paper in the middle of the desk, as tall as its text, with the button under it."""
    if ctx.size[0] / ctx.scale < NARROW:
        return Paper(Scroll(Column([*content, button], gap=12)), kind=kind, pad=18)
    paper = Paper(Column(content, gap=12), kind=kind, torn=kind == "telegram", pad=30)
    below = Row([Spacer(1), button, Spacer(1)], widths=[1, f"{width}px", 1], stretch=False)
    column = Column([Spacer(grow=1), paper, below, Spacer(grow=1)], gap=14)
    return Row([Spacer(1), column, Spacer(1)], widths=[0.2, 1, 0.2])


class NewsScreen(Playing):
    """One piece of news."""

    first_focus = "next"
    cues: tuple[Cue, ...] = (Cue("paper"),)

    def present(self, ctx: Context) -> NewsPage:
        """The page in the present language."""
        page = self.desk.page(ctx.language, self.place)
        assert isinstance(page, NewsPage)
        return page

    def subtitle(self, ctx: Context) -> str:
        return self.present(ctx).date

    def compose(self, ctx: Context) -> Widget:
        page = self.present(ctx)
        head: list[Widget] = [Heading(page.title or ctx.t("gui.news"), size=30, align="centre", underline=None)]
        if page.date:
            head.append(Label(page.date, colour="red", align="centre",
                              role="body" if ctx.language == "zh" else "typewriter"))
        inside = graded(ctx, page.text, "news", self.note)
        if page.likelihood:
            inside.append(Label(page.likelihood, role="hand", size="body", colour="soft"))
        inside += footnote_list(page.footnotes)
        content = [*head, Rule("double"), Scroll(Column(inside, gap=14), key="news", grow=0)]
        buttons = self.next_buttons(ctx)
        return sheet(ctx, content, Row(buttons), "telegram", 300 * len(buttons))
