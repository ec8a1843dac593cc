"""After a meeting at the table: what was put forward, what was answered and why; at the end, what came of the talks.

Not the table itself (``table``).  The record, once the talks are over, has a paper of its own, as after a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.ui.gui.motion import Cue, Move
from game.ui.gui.screen import Command, Context, Push, Refresh
from game.ui.gui.screens.playing import Note, Playing, footnote_list, graded, source_dialog, under_tabs
from game.ui.gui.screens.reveal import TABS_BELOW
from game.ui.gui.widgets import (
    Button,
    Column,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Spacer,
    Tag,
    Widget,
)
from game.ui.notes import Footnote
from game.ui.pages import Paragraph as Graded
from game.ui.table_page import ClauseView, MinutesPage


class ClauseRow(Row):
    """The issue at the left, what is written of it at the right.  The left part is no wider than a name needs, so that
    rows stand in line on a narrow slip and do not fall apart on a wide sheet.
    """

    SHARE, MOST = 0.45, 170

    def __init__(self, name: Widget, said: Widget) -> None:
        super().__init__([name, said], gap=10)

    def _split(self, ctx: Context, width: int) -> list[int]:
        left = min(int(width * self.SHARE), ctx.px(self.MOST))
        return [left, max(0, width - left - ctx.px(self.gap))]


def clause_row(name: str, clause: str, tags: Sequence[Widget] = (), *, colour: str = "ink") -> Widget:
    """Returns one clause of a text: the issue at the left, what is written of it at the right, signs below."""
    said = Column([Label(clause, role="bold", colour=colour), *tags], gap=1)
    return ClauseRow(Label(name, colour="soft"), said)


def clauses(ctx: Context, views: Sequence[ClauseView], *, marks: tuple[str, str] | None = None,
            full: bool = True) -> list[Widget]:
    """Returns a text clause by clause.

    marks: string keys of what is said of a clause that is new and of one that is not; without them all are new.
    full: new clauses with the wording under their short names.
    """
    made: list[Widget] = []
    for view in views:
        new = view.changed or marks is None
        tags: list[Widget] = [Label(view.text, colour="soft")] if full and new and view.text else []
        if marks is not None:
            tags.append(Tag("unlike" if new else "alike", ctx.t(marks[0] if new else marks[1])))
        made += [clause_row(view.name, view.clause, tags), Rule("dotted", "rule")]
    return made[:-1]


def meeting(ctx: Context, page: MinutesPage, note: Note) -> list[Widget]:
    """Returns the minutes of one meeting as text, without its outcome: also for the table and the history."""
    return [*proposed(ctx, page), Spacer(4), *answered(ctx, page, note)]


def proposed(ctx: Context, page: MinutesPage, *, head: bool = True, full: bool = True) -> list[Widget]:
    """Returns what was put forward; from the second meeting on, each clause says whether it is new."""
    title = [Heading(ctx.t("gui_table.proposed"), size="lead", underline="line")] if head else []
    marks = ("gui_table.changed", "gui_table.same") if page.meeting > 1 else None
    return [*title, *clauses(ctx, page.proposed, marks=marks, full=full)]


def answered(ctx: Context, page: MinutesPage, note: Note, *, head: bool = True) -> list[Widget]:
    """Returns the answer, its reasons and the counter-offer."""
    made: list[Widget] = [Heading(ctx.t("gui_table.answer"), size="lead", underline="line")] if head else []
    made += [Paragraph(f"**{page.answer[:1].upper()}{page.answer[1:]}**"),
             *graded(ctx, page.reasons, f"reasons.{page.meeting}", note)]
    if page.counter:
        made += [Spacer(4), Heading(ctx.t("gui_table.counter"), size="lead", underline="line"),
                 *clauses(ctx, page.counter, marks=("gui_table.altered", "gui_table.kept"))]
    return made


def ended(ctx: Context, page: MinutesPage, note: Note, *, head: bool = True) -> list[Widget]:
    """Returns how the talks ended and what came of it."""
    made: list[Widget] = [Heading(ctx.t("gui_table.ended"), size="lead", underline="line")] if head else []
    return [*made, Paragraph(f"**{page.outcome}**"), *graded(ctx, page.follows, "follows", note)]


def recorded(ctx: Context, page: MinutesPage, note: Note, *, head: bool = True) -> list[Widget]:
    """Returns what the record shows of the talks; nothing while they go on or where it has none."""
    if not page.recorded and not page.record:
        return []
    made: list[Widget] = [Heading(ctx.t("reveal.record"), size="lead", underline="line")] if head else []
    if page.same or page.recorded:
        line = ctx.t("gui_table.as_record") if page.same else ctx.t("reveal.recorded", text=page.recorded)
        made.append(Paragraph(f"**{line}**"))
    made += graded(ctx, page.record, "record", note)
    if page.hidden:
        made += [Heading(ctx.t("reveal.hidden"), size="lead", underline="line"),
                 *graded(ctx, page.hidden, "hidden", note)]
    return made


def _used(page: MinutesPage, items: Iterable[Graded]) -> list[Footnote]:
    """The footnotes that these paragraphs carry, so that each paper has its own at its foot."""
    marks = {mark for item in items for mark in item.marks}
    return [note for note in page.footnotes if note.number in marks]


class MinutesScreen(Playing):
    """The minutes of one meeting."""

    first_focus = "next"
    moves: tuple[Move, ...] = (Move("type", "answer.paper", 0.1, 0.5),)
    cues: tuple[Cue, ...] = (Cue("paper"),)
    tab = ""

    def present(self, ctx: Context) -> MinutesPage:
        """The page in the present language."""
        page = self.desk.page(ctx.language, self.place)
        assert isinstance(page, MinutesPage)
        return page

    def subtitle(self, ctx: Context) -> str:
        return "" if ctx.size[0] / ctx.scale < TABS_BELOW else self.present(ctx).date

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Enter", self._onward(ctx)), *self.common_hints(ctx)]

    def note(self, mark: str) -> Command:
        """Opens a source; while the talks go on not the event itself, which may tell how they went on record."""
        page = self.desk.page(next(iter(self.desk.languages)), self.place)
        told = isinstance(page, MinutesPage) and bool(page.ends)
        return Push(source_dialog(self.desk, lambda code: self.desk.page(code, self.place).footnotes, mark, told=told))

    def compose(self, ctx: Context) -> Widget:
        page = self.present(ctx)
        panels = self._panels(ctx, page)
        wide = ctx.size[0] / ctx.scale >= TABS_BELOW
        body = (Row(list(panels.values()), widths=[1.0] * len(panels), grow=1) if wide or len(panels) == 1
                else self._tabbed(ctx, panels))
        buttons = self.next_buttons(ctx)
        said: Widget = Paragraph(page.returns, colour="cream", size="label") if page.returns and wide else Spacer(1)
        return Column([body, Row([said, *buttons], widths=[1, *["240px"] * len(buttons)], stretch=False)], gap=10)

    def _panels(self, ctx: Context, page: MinutesPage) -> dict[str, Widget]:
        """The papers by name.  Meetings that end the talks put proposal and answer on one sheet."""
        if not page.ends:
            return {"proposed": self._sheet(ctx, page, "proposed", proposed(ctx, page, head=False)),
                    "answer": self._sheet(ctx, page, "answer", [*answered(ctx, page, self.note, head=False),
                                                                *footnote_list(_used(page, page.reasons))])}
        back = [Rule("dotted", "rule"), Paragraph(page.returns, size="label")] \
            if page.returns and ctx.size[0] / ctx.scale < TABS_BELOW else []
        told = [*answered(ctx, page, self.note), Spacer(4), *proposed(ctx, page, full=False)]
        panels = {"meeting": self._sheet(ctx, page, "meeting", [*told, *footnote_list(_used(page, page.reasons))]),
                  "ended": self._sheet(ctx, page, "ended", [*ended(ctx, page, self.note, head=False), *back,
                                                            *footnote_list(_used(page, page.follows))])}
        shown = recorded(ctx, page, self.note, head=False)
        if shown:
            shown += footnote_list(_used(page, (*page.record, *page.hidden)))
            panels["record"] = self._sheet(ctx, page, "record", shown)
        return panels

    def _sheet(self, ctx: Context, page: MinutesPage, name: str, inside: list[Widget]) -> Widget:
        """One paper under its title; behind a tab the tab is the title."""
        title = {"proposed": ctx.t("gui_table.proposed"), "answer": ctx.t("gui_table.answer"),
                 "meeting": ctx.t("gui_table.minutes", n=page.meeting, total=page.meetings),
                 "ended": ctx.t("gui_table.ended"), "record": ctx.t("reveal.record")}[name]
        kind = {"answer": "telegram", "record": "telegram", "ended": "card"}.get(name, "paper")
        head: list[Widget] = []
        if ctx.size[0] / ctx.scale >= TABS_BELOW:
            if name == "proposed":
                inside = [Label(ctx.t("gui_table.minutes", n=page.meeting, total=page.meetings), colour="red"), *inside]
            head = [Heading(title, underline="red" if name in ("proposed", "meeting") else "ink")]
        return Paper(Column([*head, Scroll(Column(inside, gap=10), key=name)]), kind=kind, torn=kind == "telegram",
                     key=f"{name}.paper", grow=1)

    def _tabbed(self, ctx: Context, panels: dict[str, Widget]) -> Widget:
        first = "meeting" if "meeting" in panels else "answer"
        current = self.tab if self.tab in panels else first
        return under_tabs(ctx, panels, current, "gui_table.tab", self._select)

    def _select(self, name: str) -> Command:
        self.tab = name
        return Refresh(focus=f"tabs.{name}")

    def _onward(self, ctx: Context) -> str:
        if self.turn_text != "gui.next":
            return ctx.t(self.turn_text)
        return ctx.t("gui.next" if self.present(ctx).ends else "gui_table.to_table")

    def next_buttons(self, ctx: Context) -> list[Widget]:
        *skip, _ = super().next_buttons(ctx)
        return [*skip, Button(self._onward(ctx), self.next_page, kind="primary", key="next")]
