"""The projector: one page for each stage of a lesson, large enough for the last row.

Shows the public page and nothing else; what the teacher does here goes through the lesson's keeper.  The keys of the
control strip work without the strip being seen; C brings it up for the mouse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from game.classroom.answers import Refused
from game.classroom.model import Phase, Step
from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screen import Command, Context, Input, Push, Refresh, Screen
from game.ui.gui.screens.model_parts import issue_parts, model_parts
from game.ui.gui.screens.projector_parts import (
    bars,
    interests,
    join,
    large,
    night,
    options,
    paths,
    reading,
    verdict_rows,
)
from game.ui.gui.widgets import (
    Button,
    Column,
    Fitting,
    Flow,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Scroll,
    Spacer,
    Widget,
)
from game.ui.lesson_public import PublicPage, ThreePanels
from game.ui.lesson_teacher import Control, controls

NARROW = 820
OPTION_SIZES = (24, 22, 20, 18)
"""Logical sizes of the options' texts, the largest at which all are in sight."""
"""Logical pixels under which papers do not stand side by side."""

KEYS: Mapping[str, str] = {"right": "right", "left": "left", "zoom_in": "+", "sources": "s", "redo": "r", "voice": "v"}
"""What the window calls some keys -> the key of a control."""

SHORT = frozenset({"next", "pause", "votes", "record", "skip"})
"""The controls that fit on one line, so that the class still sees every option."""


class ProjectorScreen(Screen):
    """The present stage."""

    first_focus = "stage"

    def __init__(self, desk: LessonDesk, *, strip: bool = False) -> None:
        """``strip``: the controls for the mouse are there at once, those most needed; the others come with one more."""
        self.desk = desk
        self.strip = self.short = strip
        self.trouble = ""

    def title(self, ctx: Context) -> str:
        return self._page(ctx).heading

    def subtitle(self, ctx: Context) -> str:
        page = self._page(ctx)
        left = self.desk.time_left(ctx.language)
        return "  ·  ".join(part for part in (page.number, left) if part)

    def badge(self, ctx: Context) -> str:
        given, due = self._page(ctx).answered
        hands = self.desk.hands_counted()
        if due:
            return ctx.t("projector.answered", given=given, due=due)
        return ctx.t("projector.hands", n=hands) if hands else ""

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        ready = [control for control in self._controls(ctx) if control.enabled]
        return [*((_cap(control.key), control.text) for control in ready), ("C", ctx.t("projector.strip")),
                ("H", ctx.t("projector.shared"))]

    def compose(self, ctx: Context) -> Widget:
        page = self._page(ctx)
        self.desk.language = ctx.language
        if page.blank:
            return night(ctx)
        body = self._body(ctx, page)
        foot: list[Widget] = [Label(self.trouble, colour="cream")] if self.trouble else []
        if self.strip:
            buttons = [Button(control.text, self._press(control), kind="bar", key=f"control.{control.id}")
                       for control in self._controls(ctx)
                       if control.enabled and (not self.short or control.id in SHORT)]
            if self.short:
                buttons.append(Button(ctx.t("projector.more"), self._unfold, kind="bar", key="control.more"))
            foot.append(Flow(buttons))
        return Column([body, *foot], gap=10)

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "digit":
            return self._hand(ctx, given.digit)
        if given.kind == "zoom_out":
            return self._count(self.desk.take_back_hand)
        if given.letter == "c":
            if self.strip and self.short:
                return self._unfold()
            self.strip = not self.strip
            return Refresh(focus="control.next" if self.strip else None)
        if given.kind == "help":
            from game.ui.gui.screens.shared import SeatsScreen
            return Push(SeatsScreen(self.desk))
        key = KEYS.get(given.kind) or given.letter
        for control in self._controls(ctx):
            if control.key == key and control.enabled:
                return self._press(control)()
        for control in self.desk.injects(ctx.language):
            if key == control.key and control.enabled:
                return self._press(control)()
        return None

    def _unfold(self) -> Command:
        self.short = False
        return Refresh(focus="control.next")

    def _press(self, control: Control) -> Callable[[], Command]:
        def press() -> Command:
            self.trouble = self.desk.do(control.deed, dict(control.data))
            return Refresh()
        return press

    def _hand(self, ctx: Context, number: int) -> Command | None:
        case = self._page(ctx).case
        if case is None or number > len(case.choices):
            return None
        return self._count(partial(self.desk.raise_hand, case.choices[number - 1].move))

    def _count(self, hand: Callable[[], None]) -> Command | None:
        try:
            hand()
        except Refused:
            return None
        except OSError as fault:
            self.trouble = self.desk.unwritten(fault)
            return Refresh()
        self.trouble = ""
        return Refresh()

    def _page(self, ctx: Context) -> PublicPage:
        return self.desk.public(ctx.language)

    def _controls(self, ctx: Context) -> tuple[Control, ...]:
        return controls(self.desk.pages(ctx.language))

    def _body(self, ctx: Context, page: PublicPage) -> Widget:
        match page.phase:
            case Phase.LOBBY:
                return join(ctx, self.desk, page, low=self.strip)
            case Phase.REVEAL if page.panels is not None:
                return self._reveal(ctx, page, page.panels)
            case Phase.DEBRIEF | Phase.REPORT | Phase.REFLECT:
                return self._debrief(ctx, page)
        return self._case(ctx, page)

    def _case(self, ctx: Context, page: PublicPage) -> Widget:
        case = page.case
        if case is None:
            return Paper(large(page.guide), grow=1)
        ballot: list[Widget] = [Paragraph(page.ballot, size="label", colour="soft")] if page.ballot else []
        asked = Heading(case.question, size="question", underline=None)
        question = Paper(Column([asked, Fitting([options(case.choices, size) for size in OPTION_SIZES]),
                                 Paragraph(page.guide, colour="soft"), *ballot], gap=14), key="stage", grow=1)
        brief = Paper(Column([Heading(case.title), Label(f"{case.date}  {case.place}", colour="soft"),
                              Scroll(Column([*interests(page.interests), *reading(ctx, page.cards),
                                             *_graded(ctx, case.brief)], gap=12),
                                     key="brief")]), kind="telegram", torn=True, grow=1)
        return _beside(ctx, [question, brief], [1.15, 1])

    def _reveal(self, ctx: Context, page: PublicPage, panels: ThreePanels) -> Widget:
        chosen = [*verdict_rows(panels.verdicts), *bars(ctx, panels.votes)]
        ballot = [Paragraph(page.ballot, size="label", colour="soft")] if page.ballot else []
        ours = Paper(Column([Heading(ctx.t("lesson.panel.own")), Scroll(Column(chosen, gap=12), key="ours"), *ballot],
                            gap=10), key="stage", grow=1)
        if not panels.record and not panels.recorded:
            waits = Paper(large(ctx.t("projector.record_waits")), kind="telegram", torn=True, grow=1)
            return _beside(ctx, [ours, waits], [1.2, 1]) if panels.votes or panels.verdicts else Paper(
                large(ctx.t("projector.votes_wait")), key="stage", grow=1)
        record: list[Widget] = [Paragraph(f"**{panels.recorded}**", size="lead"), *_graded(ctx, panels.record)]
        if panels.hidden:
            record += [Heading(ctx.t("reveal.hidden"), size="lead", underline="line"), *_graded(ctx, panels.hidden)]
        record += reading(ctx, panels.accounts)
        if panels.ask:
            record.append(Paragraph(f"**{panels.ask}**"))
        follows: list[Widget] = []
        for text, slot in panels.follows:
            follows += [Paragraph(f"**{text}**"), *_graded(ctx, slot)]
        papers = [ours,
                  Paper(_panel(ctx, "record", record), kind="telegram", torn=True, grow=1),
                  Paper(_panel(ctx, "follows", follows), kind="card", grow=1)]
        return _beside(ctx, papers, [1, 1.2, 1])

    def _debrief(self, ctx: Context, page: PublicPage) -> Widget:
        inside: list[Widget] = [Heading(page.guide, size="question", underline=None)]
        if page.step is Step.HAPPENED:
            inside += [paths(ctx, page.paths), *issue_parts(ctx, self.desk.pages(ctx.language))]
        inside += [Paragraph(f"{place}.  {question}", size="card") for place, question in enumerate(page.questions, 1)]
        inside += [Paragraph(f"“{text}”", size="card", role="hand") for text in page.texts]
        if page.step is Step.MODEL:
            inside += model_parts(ctx, self.desk)
        return Paper(Column([Scroll(Column(inside, gap=18), key="debrief"), Spacer(4)]), key="stage", grow=1)


def _beside(ctx: Context, papers: Sequence[Widget], widths: list[float]) -> Widget:
    """Papers side by side; one under another, as one sheet to scroll, where the window is narrow."""
    if ctx.size[0] / ctx.scale < NARROW:
        return Scroll(Column(papers, gap=10), key="page")
    return Row(papers, widths=widths, grow=1)


def _panel(ctx: Context, name: str, inside: list[Widget]) -> Widget:
    return Column([Heading(ctx.t(f"lesson.panel.{name}")), Scroll(Column(inside, gap=12), key=name)])


def _graded(ctx: Context, items: object) -> list[Widget]:
    from game.ui.gui.screens.playing import graded
    return graded(ctx, items, "public", lambda mark: None, size="lead")  # type: ignore[arg-type]


def _cap(key: str) -> str:
    return {"right": "→", "left": "←"}.get(key, key.upper())


