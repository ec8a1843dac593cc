"""After a decision: three papers that never share a text, what you chose, what the record shows, what might follow."""

from __future__ import annotations

import pygame

from game.ui.gui.motion import Cue, Move
from game.ui.gui.screen import Command, Context, Refresh
from game.ui.gui.screens.playing import Playing, footnote_list, graded, under_tabs
from game.ui.gui.widgets import (
    Column,
    Heading,
    Label,
    Paper,
    Paragraph,
    Picture,
    Row,
    Rule,
    Scroll,
    Spacer,
    Widget,
)
from game.ui.pages import RevealPage

TABS_BELOW = 960
CHOP = 54
"""Logical pixels of the chop on an issued order."""


class RevealScreen(Playing):
    """The three panels of one decision."""

    first_focus = "next"
    moves: tuple[Move, ...] = (Move("chop", "order.chop", 0.0, 0.35), Move("slide", "paper.record", 0.3, 0.4),
             Move("slide", "paper.follows", 0.5, 0.4))
    cues: tuple[Cue, ...] = (Cue("stamp", 0.33),)
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
        buttons = self.next_buttons(ctx)
        apart = page.returns and ctx.size[0] / ctx.scale >= TABS_BELOW
        said = Paragraph(page.returns, colour="cream", size="label") if apart else Spacer(1)
        return Column([body, Row([said, *buttons], widths=[1, *["220px"] * len(buttons)], stretch=False)], gap=10)

    def _tabbed(self, ctx: Context, panels: dict[str, Widget]) -> Widget:
        current = self.tab if self.tab in panels else "yours"
        return under_tabs(ctx, panels, current, "reveal", self._select)

    def _select(self, name: str) -> Command:
        self.tab = name
        return Refresh(focus=f"tabs.{name}")

    def _head(self, ctx: Context, name: str, underline: str) -> list[Widget]:
        """The title of a paper; behind a tab the tab is the title."""
        if ctx.size[0] / ctx.scale < TABS_BELOW:
            return []
        return [Heading(ctx.t(f"reveal.{name}"), underline=underline)]

    def _chop(self, ctx: Context) -> Widget:
        """The mark that the order has gone out."""
        def paint(given: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
            chop = given.paint.seal(given.t("motion.chop"), given.px(CHOP))
            surface.blit(chop, chop.get_rect(center=rect.center))
        return Picture(paint, CHOP + 8, ctx.t("motion.issued"), width=CHOP + 8, key="order.chop")

    def _yours(self, ctx: Context, page: RevealPage) -> Widget:
        status = Row([Label(page.status, colour="red"), self._chop(ctx)], widths=[1, "auto"], stretch=False)
        inside: list[Widget] = [Paragraph(f"**{page.yours}**", size="lead"), status]
        inside += graded(ctx, page.held, "held", self.note)
        if page.forecast:
            inside += [Rule("dotted", "rule"), Paragraph(page.forecast, size="label")]
        if page.returns and ctx.size[0] / ctx.scale < TABS_BELOW:
            inside += [Rule("dotted", "rule"), Paragraph(page.returns, size="label")]
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
                     kind="telegram", torn=True, key="paper.record", grow=1)

    def _follows(self, ctx: Context, page: RevealPage) -> Widget:
        inside = graded(ctx, page.follows, "follows", self.note)
        return Paper(Column([*self._head(ctx, "follows", "line"),
                             Scroll(Column(inside, gap=14), key="follows")]), kind="card", key="paper.follows", grow=1)
