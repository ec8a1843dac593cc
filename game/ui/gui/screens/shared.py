"""The shared machine: it is passed round, each seat sees its own paper only while a key or the mouse is held.

Between two seats nothing private stands on the screen.  Answers given here are the seat's, as from a phone.
"""

from __future__ import annotations

from collections.abc import Callable

from game.classroom.answers import Form
from game.classroom.room import Medium
from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screen import Command, Context, Input, Modal, Pop, Push, Refresh, Replace, Screen
from game.ui.gui.screens.projector_parts import bars, large, reading
from game.ui.gui.widgets import (
    Button,
    Column,
    Flow,
    Heading,
    Label,
    OptionCard,
    Paper,
    Paragraph,
    Scroll,
    Slider,
    TextField,
    Widget,
)
from game.ui.lesson_page import Choice
from game.ui.lesson_seat import AskPage, BriefPage, SeatPage

STEP = 5


class SeatsScreen(Screen):
    """Whose turn is it?  A button for each seat, and one for a new seat while the lobby is open."""

    first_focus = "seat.new"

    def __init__(self, desk: LessonDesk) -> None:
        self.desk, self.trouble = desk, ""

    def title(self, ctx: Context) -> str:
        return ctx.t("shared.title")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Tab", ctx.t("gui.hint.choose")), ("Enter", ctx.t("gui.hint.ok")), ("Esc", ctx.t("shared.back"))]

    def compose(self, ctx: Context) -> Widget:
        pages = self.desk.pages(ctx.language)
        numbers = [seat.number for seat in self.desk.keeper.room.active]
        seats = [Button(pages.seat_name(number), self._opener(number), key=f"seat.{number}") for number in numbers]
        new = Button(ctx.t("shared.new"), self._new, kind="primary", key="seat.new",
                     enabled=not self.desk.keeper.room.lobby_locked, reason=ctx.t("classroom.fault_lobby-locked"))
        return Paper(Column([Paragraph(ctx.t("shared.explain")), Scroll(Flow(seats)), new, *_said(self.trouble)],
                            gap=14), grow=1)

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return Pop() if given.kind == "back" else None

    def _opener(self, seat: int) -> Callable[[], Command]:
        return lambda: Push(HoldScreen(self.desk, seat))

    def _new(self) -> Command:
        number = max(self.desk.keeper.room.seats, default=0) + 1
        self.trouble = self.desk.do("join", {"seat": number, "medium": Medium.SHARED.value})
        return Refresh() if self.trouble else Push(HoldScreen(self.desk, number))


class HoldScreen(Screen):
    """“I am this seat”: the paper is seen while Space, Enter or the button is held, and gone when it is let go."""

    first_focus = "hold"

    def __init__(self, desk: LessonDesk, seat: int) -> None:
        self.desk, self.seat, self.held = desk, seat, False

    def title(self, ctx: Context) -> str:
        return self.desk.pages(ctx.language).seat_name(self.seat)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Space", ctx.t("shared.hold_short")), ("A", ctx.t("shared.answer")), ("Esc", ctx.t("shared.pass"))]

    def compose(self, ctx: Context) -> Widget:
        page = self.desk.seat(self.seat, ctx.language)
        if self.held:
            return Paper(Scroll(Column(_private(ctx, page), gap=12), key="private"), grow=1, key="paper.private")
        asks = [ask for ask in page.asks if ask.open]
        buttons: list[Widget] = [Button(ctx.t("shared.hold"), self._toggle_by_press, kind="primary", key="hold")]
        if asks or page.decide is not None:
            buttons.append(Button(ctx.t("shared.answer"), self._answer(ctx), key="answer"))
        buttons.append(Button(ctx.t("shared.pass"), Pop, key="pass"))
        return Paper(Column([large(ctx.t("shared.iam", name=page.name)), Flow(buttons)], gap=16), grow=1)

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind in ("lift", "release") and self.held:
            self.held = False
            return Refresh(focus="hold")
        if given.kind == "ok" and self.held:
            return Refresh()
        if given.letter == "a" and not self.held:
            return self._answer(ctx)()
        if given.kind == "back":
            return Pop()
        return None

    def _toggle_by_press(self) -> Command:
        self.held = True
        return Refresh()

    def _answer(self, ctx: Context) -> Callable[[], Command]:
        def go() -> Command:
            return Push(AnswerScreen(self.desk, self.seat))
        return go


class AnswerScreen(Screen):
    """What the seat is asked for, one after another; what was answered is not shown again."""

    def __init__(self, desk: LessonDesk, seat: int, place: int = 0) -> None:
        self.desk, self.seat, self.place = desk, seat, place
        self.text = self.trouble = ""
        self.shares: dict[str, int] = {}
        self.move = self.card = ""

    def title(self, ctx: Context) -> str:
        return self.desk.pages(ctx.language).seat_name(self.seat)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Tab", ctx.t("gui.hint.choose")), ("Enter", ctx.t("gui.hint.ok")), ("Esc", ctx.t("shared.pass"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return Pop() if given.kind == "back" else None

    def compose(self, ctx: Context) -> Widget:
        page = self.desk.seat(self.seat, ctx.language)
        if page.decide is not None:
            inside = self._decide(ctx, page)
        elif self.place < len(page.asks):
            inside = self._ask(ctx, page.asks[self.place])
        else:
            on = Button(ctx.t("shared.pass"), Pop, kind="primary", key="pass")
            inside = [large(ctx.t("shared.done")), Flow([on])]
        return Paper(Column([Scroll(Column(inside, gap=12), key="answer"), *_said(self.trouble)], gap=8), grow=1)

    def _ask(self, ctx: Context, ask: AskPage) -> list[Widget]:
        made: list[Widget] = [Heading(ask.text, underline=None), Label(ask.help, colour="soft")]
        if ask.form is Form.MOVE:
            made += [OptionCard(n, choice.text, self._sender(ask, choice.move), selected=False, key=f"option.{n}")
                     for n, choice in enumerate(ask.choices, 1)]
        elif ask.form is Form.CARD:
            made += [OptionCard(n, card.title, self._sender(ask, card.id), selected=False, key=f"option.{n}")
                     for n, card in enumerate(ask.cards, 1)]
        elif ask.form is Form.SHARES:
            made += self._sliders(ctx, ask)
        elif ask.form is Form.SHARE:
            made += [Slider(ask.text, self.shares.get("", 0), self._share, step=STEP, key="share"),
                     Button(ctx.t("classroom.send"), lambda: self._send(ask, str(self.shares.get("", 0))),
                            kind="primary", key="send")]
        else:
            made += [TextField(ask.text, self.text, self._typed, on_enter=lambda: self._send(ask, self.text),
                               key="text", longest=ask.longest),
                     Button(ctx.t("classroom.send"), lambda: self._send(ask, self.text), kind="primary", key="send")]
        skip = Button(ctx.t("shared.next"), self._skip, key="skip")
        return [*made, Flow([skip])]

    def _sliders(self, ctx: Context, ask: AskPage) -> list[Widget]:
        left = 100 - sum(self.shares.values())
        rows: list[Widget] = [Slider(f"{choice.letter}. {choice.text}", self.shares.get(choice.move, 0),
                                     self._sharer(choice), step=STEP, key=f"share.{choice.letter}")
                              for choice in ask.choices]
        value = ",".join(f"{choice.move}={self.shares.get(choice.move, 0)}" for choice in ask.choices)
        seal = Button(ctx.t("classroom.seal"), lambda: self._send(ask, value), kind="primary", key="send",
                      enabled=left == 0, reason=ctx.t("predict.left", left=left))
        return [*rows, seal]

    def _decide(self, ctx: Context, page: SeatPage) -> list[Widget]:
        sheet, case = page.decide, page.case
        assert sheet is not None and case is not None
        made: list[Widget] = [*bars(ctx, [sheet.ballot])] if sheet.ballot.total else []
        made += [Heading(ctx.t("classroom.decide_move"), underline=None)]
        made += [OptionCard(n, choice.text, self._chooser("move", choice.move), selected=choice.move == self.move,
                            key=f"option.{n}") for n, choice in enumerate(case.choices, 1)]
        made += [Heading(ctx.t("classroom.decide_card"), underline=None)]
        made += [Button(card.title, self._chooser("card", card.id), key=f"card.{card.id}",
                        kind="primary" if card.id == self.card else "plain") for card in page.cards]
        made += [Label(ctx.t("classroom.decide_reason"), role="bold"),
                 TextField(ctx.t("lesson.ask.reason"), self.text, self._typed, key="text", longest=600),
                 Button(ctx.t("classroom.decide"), self._settle(page), kind="primary", key="send")]
        return made

    def _chooser(self, name: str, value: str) -> Callable[[], Command]:
        def choose() -> Command:
            setattr(self, name, value)
            return Refresh()
        return choose

    def _settle(self, page: SeatPage) -> Callable[[], Command]:
        def settle() -> Command:
            seat = self.desk.keeper.room.seats[self.seat]
            self.trouble = self.desk.do("decide", {"seat": self.seat, "council": seat.council, "move": self.move,
                                                   "reason": self.text, "card": self.card, "mind": ""})
            return Refresh() if self.trouble else Pop()
        return settle

    def _sender(self, ask: AskPage, value: str) -> Callable[[], Command]:
        return lambda: self._send(ask, value)

    def _send(self, ask: AskPage, value: str) -> Command:
        self.trouble = self.desk.do("answer", {"seat": self.seat, "asked": ask.asked.value, "value": value,
                                               "question": ask.question})
        return Refresh() if self.trouble else self._skip()

    def _skip(self) -> Command:
        return Replace(AnswerScreen(self.desk, self.seat, self.place + 1))

    def _typed(self, text: str) -> Command | None:
        self.text = text
        return None

    def _share(self, value: int) -> Command | None:
        self.shares[""] = value
        return None

    def _sharer(self, choice: Choice) -> Callable[[int], Command]:
        def change(value: int) -> Command:
            others = sum(share for move, share in self.shares.items() if move != choice.move)
            self.shares[choice.move] = min(value, 100 - others)
            return Refresh(focus=f"share.{choice.letter}")
        return change


class LeaveScreen(Screen):
    """Asks once more before the projector is closed; the lesson can be taken up again."""

    overlay = True
    first_focus = "stay"

    def __init__(self, desk: LessonDesk) -> None:
        self.desk = desk

    def compose(self, ctx: Context) -> Widget:
        buttons = [Button(ctx.t("shared.stay"), Pop, key="stay", kind="primary")]
        if self.desk.show_desk is not None:
            buttons.append(Button(ctx.t("shared.desk"), self._desk, key="desk"))
        buttons.append(Button(ctx.t("shared.leave_yes"), self.desk.away, key="leave"))
        return Modal(Column([Heading(ctx.t("shared.leave")), Paragraph(ctx.t("shared.leave_note")), Flow(buttons)],
                            gap=12))

    def _desk(self) -> Command:
        if self.desk.show_desk is not None:
            self.desk.show_desk()
        return Pop()


def _said(text: str) -> list[Widget]:
    return [Label(text, role="bold", size="lead", colour="red")] if text else []


def _private(ctx: Context, page: SeatPage) -> list[Widget]:
    """The private paper of a seat: its brief and its cards."""
    made = _said("  ".join(part for part in (page.council, page.role) if part))
    if page.brief is not None:
        made += _brief(ctx, page.brief)
    elif page.case is None:
        made.append(Paragraph(page.guide))
    return [*made, *reading(ctx, page.cards)]


def _brief(ctx: Context, brief: BriefPage) -> list[Widget]:
    made: list[Widget] = [Paragraph(f"**{brief.opening}**"), Paragraph(brief.speaks_for)]
    made += [Paragraph(f"{number}. {interest}") for number, interest in enumerate(brief.interests, 1)]
    for key, text in (("red_line", brief.red_line), ("batna", brief.batna), ("unknown", brief.unknown)):
        if text:
            made += [Label(ctx.t(f"lesson.brief.{key}"), role="bold"), Paragraph(text)]
    if brief.task:
        made.append(Paragraph(brief.task))
    return made
