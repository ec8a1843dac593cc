"""The bargaining table: issues as inked scales, a draft that is written clause by clause, and what may be done instead.

Nothing of the other side's reckoning is shown: clauses, signs and words only.  A rung that the focus rests on is read,
Enter or a click writes it into the draft; the draft goes out only by its button.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pygame

from game.ui.gui.desk import Desk
from game.ui.gui.motion import Move
from game.ui.gui.screen import Command, Context, Input, Push, Refresh
from game.ui.gui.screens import flow
from game.ui.gui.screens.decision import ONE_COLUMN_BELOW, DecisionScreen
from game.ui.gui.screens.minutes import clause_row, meeting
from game.ui.gui.screens.playing import ONE_SCROLL_BELOW, Playing, footnote_list, source_dialog, tab_strip
from game.ui.gui.text import Layout
from game.ui.gui.widgets import (
    Button,
    Card,
    Column,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Rule,
    Rung,
    Scale,
    Scroll,
    Spacer,
    Tag,
    Widget,
)
from game.ui.gui.widgets.scale import Sign
from game.ui.pages import CounselView, DecisionPage
from game.ui.table_page import ClauseView, IssueView, RungView, TablePage

READ_FROM = 470
"""Logical height from which the clause in view stands in full under the scales; below it every rung is."""
OPEN = "open"


class Reading(Widget):
    """The clause in view, in full.  Always as tall as the longest, so that nothing moves while one looks around.

    clauses: by the key of the rung: title, text and the reason it is out of reach.  It is silent: the rung in focus
    says the same.
    """

    def __init__(self, clauses: Mapping[str, tuple[str, str, str]], looked: str) -> None:
        super().__init__(key="reading")
        self.clauses, self.looked = clauses, looked

    def _blocks(self, ctx: Context, width: int, key: str) -> list[tuple[str, Layout]]:
        title, text, reason = self.clauses[key]
        style = ctx.style("body", "label", justify=False, leading=1.3)
        said = f"**{title}** · {text}" if text else f"**{title}**"
        found = [("text", ctx.text.layout(said, style, width))]
        if reason:
            found.append(("reason", ctx.text.layout(reason, style, width - ctx.px(20))))
        return found

    def measure(self, ctx: Context, width: int) -> int:
        return max((sum(layout.height for _, layout in self._blocks(ctx, width, key)) for key in self.clauses),
                   default=0)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        key = ctx.focused.key if ctx.focused is not None and ctx.focused.key else ""
        self.looked = key if key in self.clauses else self.looked
        if self.looked not in self.clauses:
            return
        y = self.rect.y
        for kind, layout in self._blocks(ctx, self.rect.w, self.looked):
            shift = 0
            if kind == "reason":
                shift, middle = ctx.px(20), y + layout.height // len(layout.lines) // 2
                ctx.paint.warning(surface, self.rect.x, middle - ctx.px(7), ctx.px(14), ctx.colour("red"))
            tone = ctx.colour("red" if kind == "reason" else "ink")
            ctx.text.draw(surface, layout, self.rect.x + shift, y, tone)
            y += layout.height


def _left_open(text: Sequence[ClauseView], issue: str) -> bool:
    """Whether a text, put forward or brought back, left an issue open."""
    return any(view.issue == issue and view.rung is None for view in text)


class TableScreen(DecisionScreen):
    """One meeting at the table."""

    moves: tuple[Move, ...] = ()
    counsel_text = "gui_table.counsel"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pages: dict[str, TablePage] = {}
        self._lines: list[Scale] = []
        page = self._table(next(iter(desk.languages)))
        self.draft: dict[str, int | None] = {}
        """What is written so far: issues not in it are still blank, None leaves one open."""
        if page.minutes:
            for name, rung in page.draft:
                self._write(page.issue(name), rung)
        self.left: tuple[str, ...] = ()
        """Issues on which their text could not be taken."""
        self.seen = ""
        self.tab = "table" if page.minutes else "brief"
        self.first_focus = self._first(page.issues[0]) if page.minutes else "to.table"

    # -- what is shown --

    def _table(self, code: str) -> TablePage:
        """The page in a language, made once: nothing of it changes while one sits here."""
        if code not in self._pages:
            page = self.desk.page(code, self.place)
            assert isinstance(page, TablePage)
            self._pages[code] = page
        return self._pages[code]

    def badge(self, ctx: Context) -> str:
        return self._table(ctx.language).badge

    def present(self, ctx: Context) -> DecisionPage:
        return self._table(ctx.language).page

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        enter = "gui.issue" if self.chosen else "gui_table.hint.write"
        if self.tab != "table":
            enter = "gui_table.to_table" if self.tab == "brief" else "gui.hint.ok"
            return [("Enter", ctx.t(enter)), ("PgUp PgDn", ctx.t("gui.hint.read")), *self.common_hints(ctx)]
        return [("←→", ctx.t("gui_table.hint.rung")), ("↑↓", ctx.t("gui_table.hint.issue")), ("Enter", ctx.t(enter)),
                *self.common_hints(ctx)]

    def compose(self, ctx: Context) -> Widget:
        page = self._table(ctx.language)
        names = ["table", "brief", "situation", *(["minutes"] if page.minutes else [])]
        make: dict[str, Callable[[], Widget]] = {
            "table": lambda: self._scales(ctx, page), "slip": lambda: self._slip(ctx, page),
            "brief": lambda: self._file(ctx, page), "situation": lambda: self._situation(ctx, page.page),
            "minutes": lambda: self._meetings(page, ctx)}
        if ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW:
            names.insert(1, "slip")
            return self._sheets(ctx, names, make)
        if self.tab == "slip":
            self.tab = "table"
        right = "372px" if not ctx.compact else "316px"
        return Row([self._sheets(ctx, names, make), self._slip(ctx, page)], widths=[1, right])

    def _sheets(self, ctx: Context, names: list[str], make: Mapping[str, Callable[[], Widget]]) -> Widget:
        strip = tab_strip(ctx, [(name, f"gui_table.tab.{name}") for name in names], self.tab, self._select)
        if ctx.size[1] / ctx.scale < ONE_SCROLL_BELOW:
            return Scroll(Column([strip, make[self.tab]()], gap=6), key="page")
        return Column([strip, make[self.tab]()], gap=6, grow=1)

    @staticmethod
    def _scrolled(ctx: Context, child: Widget, key: str) -> Widget:
        """Lets a paper scroll, unless the whole page does."""
        return child if ctx.size[1] / ctx.scale < ONE_SCROLL_BELOW else Scroll(child, key=key)

    def _file(self, ctx: Context, page: TablePage) -> Widget:
        """The brief, and the way to the table."""
        def press() -> Command:
            self.tab = "table"
            return Refresh(focus=self._first(page.issues[0]))

        button = Button(ctx.t("gui_table.to_table"), press, kind="primary", key="to.table")
        return Column([self._brief(ctx, page.page), Row([Spacer(1), button], widths=[1, "240px"], stretch=False)],
                      gap=8, grow=1)

    def _meetings(self, page: TablePage, ctx: Context) -> Widget:
        """The meetings so far, the last first."""
        parts: list[Widget] = []
        for place in reversed(range(len(page.minutes))):
            view = page.minutes[place]
            parts += [Heading(ctx.t("gui_table.minutes", n=view.meeting, total=view.meetings), underline="red"),
                      *meeting(ctx, view, self._noted(place)), *footnote_list(view.footnotes), Spacer(8)]
        return Paper(self._scrolled(ctx, Column(parts, gap=8), "meetings"), kind="telegram", torn=True, grow=1)

    def _noted(self, place: int) -> Callable[[str], Command]:
        return lambda mark: Push(source_dialog(self.desk, lambda code: self._table(code).minutes[place].footnotes, mark,
                                               told=False))

    # -- the scales --

    def _scales(self, ctx: Context, page: TablePage) -> Widget:
        narrow = ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW or ctx.size[1] / ctx.scale < READ_FROM
        parts: list[Widget] = []
        for issue in page.issues:
            unset = "" if issue.id in self.draft else ctx.t("gui_table.unset")
            head = [Label(issue.name, role="bold", size="body"), Label(unset, colour="red", align="right")]
            parts += [Row(head, widths=[1, "auto"] if unset else [1, "1px"], stretch=False),
                      Scale(self._rungs(ctx, issue), stacked=narrow, key=f"scale.{issue.id}"), Spacer(4)]
        self._lines = [widget for widget in parts if isinstance(widget, Scale)]
        if page.settled:
            parts += [Rule("single", "rule"), Label(ctx.t("gui_table.settled"), role="bold", colour="soft"),
                      *(Label(f"{view.name}{ctx.t('gui_table.colon')}**{view.clause}**") for view in page.settled)]
        scales = self._scrolled(ctx, Column(parts, gap=3), "scales")
        if narrow:
            return Paper(scales, pad=10, grow=1)
        if not self.seen:
            self.seen = self._first(page.issues[0])
        reading = Reading({rung.key or "": (rung.label, rung.text, "" if rung.enabled else rung.reason)
                           for line in self._lines for rung in line.rungs}, self.seen)
        return Paper(Column([scales, Card(reading, pad=9)], gap=6), pad=12, grow=1)

    def _rungs(self, ctx: Context, issue: IssueView) -> list[Rung]:
        colon, minutes = ctx.t("gui_table.colon"), self._table(ctx.language).minutes
        made = [Rung(issue.name, view.name, self._writer(issue, view.rung), text=view.text, colon=colon,
                     signs=self._signs(ctx, view), selected=self.draft.get(issue.id) == view.rung,
                     enabled=view.enabled, reason=view.closed or ctx.t("gui_table.closed"),
                     state=ctx.t("gui_table.drafted") if self.draft.get(issue.id) == view.rung else "",
                     key=f"rung.{issue.id}.{view.rung}") for view in issue.rungs]
        if issue.may_be_open:
            chosen = issue.id in self.draft and self.draft[issue.id] is None
            last, theirs = ((_left_open(minutes[-1].proposed, issue.id), _left_open(minutes[-1].counter, issue.id))
                            if minutes else (False, False))
            made.append(Rung(issue.name, ctx.t("gui_table.open"), self._writer(issue, None),
                             text=ctx.t("gui_table.open_note"), selected=chosen, apart=True, colon=colon,
                             signs=self._last(ctx, last, theirs),
                             state=ctx.t("gui_table.drafted") if chosen else "", key=f"rung.{issue.id}.{OPEN}"))
        return made

    def _signs(self, ctx: Context, view: RungView) -> tuple[Sign, ...]:
        """What stands at a rung: the last text of each side first, then documents and people."""
        return (*self._last(ctx, view.mine, view.theirs), *(("diamond", mark) for mark in view.marks))

    @staticmethod
    def _last(ctx: Context, mine: bool, theirs: bool) -> list[Sign]:
        signs: list[Sign] = [("triangle", ctx.t("gui_table.mine"))] if mine else []
        return signs + ([("square", ctx.t("gui_table.theirs"))] if theirs else [])

    def _first(self, issue: IssueView) -> str:
        """The key of the rung an issue is entered by: the one written, else the first that may be written."""
        rung = self.draft.get(issue.id)
        if rung is None:
            rung = next((view.rung for view in issue.rungs if view.enabled), None)
            if rung is None or issue.id in self.draft:
                return f"rung.{issue.id}.{OPEN}"
        return f"rung.{issue.id}.{rung}"

    # -- writing the draft --

    def _write(self, issue: IssueView, rung: int | None) -> bool:
        """Writes a clause into the draft if the instructions allow it; returns whether they do."""
        view = issue.rung(rung)
        allowed = issue.may_be_open if view is None else view.enabled
        if allowed:
            self.draft[issue.id] = rung
        return allowed

    def _writer(self, issue: IssueView, rung: int | None) -> Callable[[], Command]:
        key = f"rung.{issue.id}.{OPEN if rung is None else rung}"

        def press() -> Command:
            if issue.id in self.draft and self.draft[issue.id] == rung:
                return Refresh(focus=self._onward(issue))
            self._write(issue, rung)
            self.seen, self.left = key, tuple(name for name in self.left if name != issue.id)
            return Refresh(focus=key)
        return press

    def _onward(self, issue: IssueView) -> str:
        """Where Enter leads from a clause already written: the next issue still blank, else the button."""
        issues = self._table(next(iter(self.desk.languages))).issues
        blank = [other for other in issues if other.id not in self.draft]
        return self._first(blank[0]) if blank else "put"

    def _take(self, page: TablePage) -> Command:
        """Writes their text into the draft; what the instructions forbid stays as it was."""
        counter = page.minutes[-1].counter
        self.left = tuple(view.issue for view in counter if not self._write(page.issue(view.issue), view.rung))
        return Refresh(focus="put")

    def _put(self) -> Command:
        self.desk.propose(self.draft)
        return flow.turn(self.desk)

    def _missing(self, ctx: Context, page: TablePage) -> str:
        """Why the draft cannot go out yet; empty if it can."""
        blank = sum(issue.id not in self.draft for issue in page.issues)
        if blank:
            return ctx.t("gui_table.blank", n=blank)
        return "" if any(rung is not None for rung in self.draft.values()) else ctx.t("gui_table.nothing")

    # -- the slip --

    def _slip(self, ctx: Context, page: TablePage) -> Widget:
        reason = self._missing(ctx, page)
        head = Heading(page.page.question or ctx.t("gui_table.draft"), size="lead", underline="red")
        meeting = Label(ctx.t("gui_table.meeting", n=page.meeting, total=page.meetings), colour="red")
        parts: list[Widget] = [meeting, Spacer(2), *self._drafted(ctx, page)]
        if self.left:
            names = ctx.t("table.between").join(page.issue(name).name for name in self.left)
            parts.append(Paragraph(ctx.t("gui_table.not_taken", issues=names), size="label", colour="red"))
        buttons: list[Widget] = [Button(ctx.t("gui_table.put"), self._put, kind="primary", enabled=not reason,
                                        reason=reason, key="put")]
        if page.minutes and page.minutes[-1].counter:
            buttons.append(Button(ctx.t("gui_table.take"), lambda: self._take(page), key="take"))
        buttons = [Row(buttons, gap=8)]
        instead: list[Widget] = []
        if page.page.options:
            instead = [Spacer(4), Label(ctx.t("gui_table.instead"), role="bold", colour="soft"),
                       *self._cards(ctx, page.page)]
        counsel = self._counsel(ctx, page.page)
        if ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW or ctx.size[1] / ctx.scale < READ_FROM:
            column = Column([head, *parts, *buttons, *instead, *counsel], gap=6)
            return Paper(self._scrolled(ctx, column, "slip"), kind="card", pad=12, grow=1)
        return Paper(Column([head, Scroll(Column([*parts, *instead], gap=4), key="slip"), *buttons, *counsel], gap=6),
                     kind="card", pad=14, grow=1)

    def _drafted(self, ctx: Context, page: TablePage) -> list[Widget]:
        """The draft in words; a clause that differs from the last text put forward says so."""
        made: list[Widget] = []
        last = dict(page.draft) if page.minutes else None
        for issue in page.issues:
            if issue.id not in self.draft:
                made += [clause_row(issue.name, ctx.t("gui_table.unset"), colour="red"), Rule("dotted", "rule")]
                continue
            rung = self.draft[issue.id]
            view = issue.rung(rung)
            new = last is not None and last[issue.id] != rung
            made += [clause_row(issue.name, view.name if view else ctx.t("table.open"),
                                [Tag("unlike", ctx.t("gui_table.changed"))] if new else []), Rule("dotted", "rule")]
        return made

    # -- counsel and keys --

    def _stance(self, ctx: Context, view: CounselView) -> Callable[[], tuple[str, str]]:
        moves = {f"option.{option.number}": option.move for option in self.present(ctx).options}

        def stance() -> tuple[str, str]:
            move = moves.get(ctx.focused.key if ctx.focused and ctx.focused.key else "", self.chosen)
            name = "for" if move in view.favours else "against" if move in view.opposes else ""
            return name, ctx.t(f"gui.stance.{name}") if name else ""
        return stance

    def _issue(self) -> Command:
        self.desk.decide(self.chosen)
        return flow.turn(self.desk)

    def _step(self, ctx: Context, by: int) -> Command | None:
        """From the edge of a scale to the next: to the clause written there, else to the nearest."""
        here = ctx.focused
        place = next((at for at, line in enumerate(self._lines) if here in line.rungs), None)
        if here is None or place is None or not 0 <= place + by < len(self._lines):
            return None
        line, other = self._lines[place], self._lines[place + by]
        edge = line.rungs[-1 if by > 0 else 0]
        if edge.rect.y != here.rect.y:
            return None
        written = [rung for rung in other.rungs if rung.selected]
        row = other.rungs[0 if by > 0 else -1].rect.y
        near = written or [rung for rung in other.rungs if rung.rect.y == row]
        return Refresh(focus=min(near, key=lambda rung: abs(rung.rect.centerx - here.rect.centerx)).key)

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind in ("up", "down") and self.tab == "table":
            step = self._step(ctx, 1 if given.kind == "down" else -1)
            if step is not None:
                return step
        if given.kind == "digit" and ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW and self.tab != "slip":
            found = next((o for o in self.present(ctx).options if o.number == given.digit and o.enabled), None)
            if found is not None:
                self.tab, self.chosen = "slip", found.move
                return Refresh(focus="issue")
        return Playing.handle(self, ctx, given)
