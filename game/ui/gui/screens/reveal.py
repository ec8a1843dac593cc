"""After a decision: three papers that never share a text, what you chose, what the record shows, what might follow."""

from __future__ import annotations

from game.ui.gui.screen import Command, Context, Refresh
from game.ui.gui.screens.playing import Playing, footnote_list, graded, tab_strip
from game.ui.gui.widgets import Button, Column, Heading, Label, Paper, Paragraph, Row, Rule, Scroll, Spacer, Widget
from game.ui.pages import RevealPage

TABS_BELOW = 960


class RevealScreen(Playing):
    """The three panels of one decision."""

    first_focus = "next"
    tab = "yours"

    def present(self, ctx: Context) -> RevealPage:
        """The page in the present language."""
        page = self.desk.page(ctx.language, self.place)
        assert isinstance(page, RevealPage)
        return page

    def subtitle(self, ctx: Context) -> str:
        return "" if ctx.size[0] / ctx.scale < TABS_BELOW else self.present(ctx).date

    def compose(self, ctx: Context) -> Widget:
        page = self.present(ctx)
        panels = {"yours": self._yours(ctx, page)}
        if page.record or page.recorded:
            panels["record"] = self._record(ctx, page)
        if page.follows:
            panels["follows"] = self._follows(ctx, page)
        shares = {"yours": 0.8, "record": 1.2, "follows": 1.0}
        if ctx.size[0] / ctx.scale < TABS_BELOW and len(panels) > 1:
            body = self._tabbed(ctx, panels)
        else:
            body = Row(list(panels.values()), widths=[shares[name] for name in panels], grow=1)
        button = Button(ctx.t("gui.next"), self.next_page, kind="primary", key="next")
        said = Paragraph(page.returns, colour="cream", size="label") if page.returns else Spacer(1)
        return Column([body, Row([said, button], widths=[1, "220px"], stretch=False)], gap=10)

    def _tabbed(self, ctx: Context, panels: dict[str, Widget]) -> Widget:
        current = self.tab if self.tab in panels else "yours"
        strip = tab_strip(ctx, [(name, f"reveal.{name}") for name in panels], current, self._select)
        return Column([strip, panels[current]], gap=6, grow=1)

    def _select(self, name: str) -> Command:
        self.tab = name
        return Refresh(focus=f"tabs.{name}")

    def _head(self, ctx: Context, name: str, underline: str) -> list[Widget]:
        """The title of a paper; behind a tab the tab is the title."""
        if ctx.size[0] / ctx.scale < TABS_BELOW:
            return []
        return [Heading(ctx.t(f"reveal.{name}"), underline=underline)]

    def _yours(self, ctx: Context, page: RevealPage) -> Widget:
        inside: list[Widget] = [Paragraph(f"**{page.yours}**", size="lead"), Label(page.status, colour="red")]
        inside += graded(ctx, page.held, "held", self.note)
        if page.forecast:
            inside += [Rule("dotted", "rule"), Paragraph(page.forecast, size="label")]
        return Paper(Column([*self._head(ctx, "yours", "red"),
                             Scroll(Column(inside, gap=12), key="yours")]), grow=1)

    def _record(self, ctx: Context, page: RevealPage) -> Widget:
        line = ctx.t("reveal.same") if page.same else ctx.t("reveal.recorded", text=page.recorded)
        inside: list[Widget] = [Paragraph(f"**{line}**"), *graded(ctx, page.record, "record", self.note)]
        if page.hidden:
            inside += [Heading(ctx.t("reveal.hidden"), size="lead", underline="line"),
                       *graded(ctx, page.hidden, "hidden", self.note)]
        inside += footnote_list(page.footnotes)
        return Paper(Column([*self._head(ctx, "record", "ink"), Scroll(Column(inside, gap=12), key="record")]),
                     kind="telegram", torn=True, grow=1)

    def _follows(self, ctx: Context, page: RevealPage) -> Widget:
        inside = graded(ctx, page.follows, "follows", self.note)
        return Paper(Column([*self._head(ctx, "follows", "line"),
                             Scroll(Column(inside, gap=14), key="follows")]), kind="card", grow=1)
