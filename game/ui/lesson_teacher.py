"""What the teacher sees and may do: who has answered, what waits for approval, how the time stands, which keys work.

Counts, never a distribution before its reveal.  Values in one language.  Called by the host's teacher page and by the
window's control strip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from game.classroom.answers import RULES, Asked, Form, expected
from game.classroom.course import Turn
from game.classroom.deeds import reopens_at
from game.classroom.model import Kind, Phase
from game.classroom.room import Medium, Seat, Shown
from game.ui.lesson_page import LessonPages, Timer

TENFOLD: Final = 9 * 60
"""Seconds more for every minute planned that make a stage ten times as long."""


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat in the teacher's list."""

    seat: int
    name: str
    council: str
    role: str
    kind: Kind
    medium: Medium
    key: str
    late: bool
    answered: bool | None
    missing: tuple[str, ...] = ()
    """What it is asked for now and has not answered, as far as it can be said aloud: options and shares."""


@dataclass(frozen=True, slots=True)
class PendingText:
    """A free text and where it belongs; ``seat`` or ``council`` is 0 where the other names it."""

    decision: int
    asked: str
    question: str
    seat: int
    council: int
    name: str
    text: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One thing the teacher may do now: ``deed`` with ``data``, its key, its words."""

    id: str
    deed: str
    data: tuple[tuple[str, object], ...]
    key: str
    text: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage of the plan."""

    place: int
    name: str
    minutes: int
    present: bool
    spent: float


@dataclass(frozen=True, slots=True)
class TeacherPage:
    """The teacher's desk at one moment."""

    heading: str
    note: str
    timer: Timer
    slack: float
    answered: tuple[int, int]
    ready: bool
    councils_decided: tuple[int, int]
    seats: tuple[SeatLine, ...]
    texts: tuple[PendingText, ...]
    controls: tuple[Control, ...]
    injects: tuple[Control, ...]
    plan: tuple[StageLine, ...]
    lobby_locked: bool
    branches: int


def teacher_page(pages: LessonPages) -> TeacherPage:
    """Returns the teacher's page."""
    room, stage = pages.room, pages.stage
    decided = sum((pages.decision, council) in room.decided for council in room.councils)
    return TeacherPage(
        heading=pages.t(f"lesson.phase.{stage.key}"), note=pages.t(f"lesson.note.{stage.key}"), timer=pages.timer(),
        slack=pages.slack(), answered=pages.answered(), ready=pages.ready(),
        councils_decided=(decided, len(room.councils)) if stage.phase is Phase.DECIDE else (0, 0),
        seats=_seats(pages), texts=_texts(pages), controls=controls(pages), injects=_injects(pages),
        plan=tuple(StageLine(place, pages.t(f"lesson.phase.{item.key}"), item.minutes, place == room.stage,
                             room.spent.get(place, 0.0)) for place, item in enumerate(pages.lesson.course.stages)),
        lobby_locked=room.lobby_locked, branches=len(room.trails) + 1)


def controls(pages: LessonPages) -> tuple[Control, ...]:
    """Returns the control strip: always the same controls in the same order, those that may not be used closed."""
    room, stage = pages.room, pages.stage
    reveal = stage.phase is Phase.REVEAL
    last = room.stage + 1 >= len(pages.lesson.course.stages)

    def control(name: str, deed: str, key: str, enabled: bool = True, text: str = "", **data: object) -> Control:
        return Control(name, deed, tuple(data.items()), key, pages.t(f"lesson.control.{text or name}"),
                       enabled and not room.closed)

    return (
        control("next", "turn", "right", not last and pages.ready(), turn=Turn.NEXT.value),
        control("pause", "pause", "p", text="resume" if room.clock.paused_at is not None else "pause"),
        control("minute", "extend", "+", bool(stage.minutes), seconds=60),
        control("tenfold", "extend", "x", stage.minutes > 0 and room.clock.extra < stage.minutes * TENFOLD,
                seconds=stage.minutes * TENFOLD),
        control("lock", "lock", "k", text="unlock" if room.locked else "lock", locked=not room.locked),
        control("votes", "show", "v", reveal and Shown.VOTES not in room.shown, what=Shown.VOTES.value),
        control("record", "show", "r", reveal and Shown.VOTES in room.shown and Shown.RECORD not in room.shown,
                what=Shown.RECORD.value),
        control("back", "turn", "left", room.stage > 0, turn=Turn.BACK.value),
        control("skip", "turn", "s", not last, turn=Turn.SKIP.value),
        control("blank", "blank", "b", text="light" if room.blank else "blank", blank=not room.blank),
        control("timer", "timer", "t", text="timer_off" if room.clock.running else "timer_on",
                running=not room.clock.running),
        control("lobby", "lobby", "o", text="open_lobby" if room.lobby_locked else "lock_lobby",
                locked=not room.lobby_locked),
        control("reopen", "reopen", "n", stage.phase is Phase.DEBRIEF and reopens_at(pages.lesson, room) is not None),
        control("end", "turn", "e", not last, turn=Turn.END.value),
    )


def _injects(pages: LessonPages) -> tuple[Control, ...]:
    found = []
    for inject in pages.stage.injects:
        card = pages.lesson.card(inject.card)
        if card is not None:
            found.append(Control(f"inject.{inject.card}", "release", (("card", inject.card),), "i",
                                 pages.t("lesson.control.inject", title=pages.language.words(card.title),
                                         minute=inject.minute), inject.card not in pages.room.released))
    return tuple(found)


def _seats(pages: LessonPages) -> tuple[SeatLine, ...]:
    main = pages.main_ask()
    lines = []
    for seat in pages.room.active:
        due = main is not None and main in expected(pages.stage.phase, pages.stage.step, seat.kind)
        answered = pages.room.answer(pages.decision, main, seat.number) is not None if main and due else None
        role = pages.lesson.role(pages.room, seat, pages.decision)
        lines.append(SeatLine(seat.number, pages.seat_name(seat.number),
                              pages.council_name(seat.council) if seat.council else "",
                              pages.language.words(role.name) if role else "", seat.kind, seat.medium, seat.key,
                              seat.late, answered, _missing(pages, seat)))
    return tuple(lines)


def _missing(pages: LessonPages, seat: Seat) -> tuple[str, ...]:
    return tuple(asked.value for asked in pages.asks(seat) if RULES[asked].form in _SPOKEN
                 and pages.room.answer(pages.decision, asked, seat.number) is None)


_SPOKEN: Final = frozenset({Form.MOVE, Form.SHARES, Form.SHARE})


def _texts(pages: LessonPages) -> tuple[PendingText, ...]:
    """All free texts of the lesson, those of this stage first, then the newest."""
    room = pages.room
    found = [(answer.at, PendingText(decision, asked.value, question, seat, 0, pages.seat_name(seat), answer.value,
                                     answer.approved))
             for (decision, asked, question, seat), answer in room.answers.items() if RULES[asked].form is Form.TEXT]
    found += [(made.at, PendingText(decision, "", "", 0, council, pages.council_name(council), made.reason,
                                    made.approved))
              for (decision, council), made in room.decided.items() if made.reason]
    here = (pages.stage.phase, pages.stage.step)

    def order(item: tuple[float, PendingText]) -> tuple[bool, float]:
        asked = item[1].asked
        rule = RULES[Asked(asked)] if asked else RULES[Asked.REASON]
        return (rule.phase, rule.step) != here, -item[0]

    return tuple(text for _, text in sorted(found, key=order))
