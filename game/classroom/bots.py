"""A class that plays by itself: for the teacher's dry run and for tests.

Bots answer everything their seats are asked, differently from seat to seat and the same for the same seed.  They also
send what must be refused, so that a rehearsal meets refusals too.  Called by the commands, the window and the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from game.classroom.answers import RULES, Asked, Form, Refused, expected
from game.classroom.course import Turn
from game.classroom.keeper import Keeper
from game.classroom.model import Kind, Phase, Step
from game.classroom.room import Medium, Room, Seat, Shown
from game.core.chance import draw

Deed = tuple[str, Mapping[str, Any]]
"""(deed, particulars)."""

STEP: Final = 5
"""Bots share out forecasts in steps of so many."""


class Bots:
    """The seats of one lesson, played by themselves.  ``texts`` are sentences they write, in the lesson's language."""

    def __init__(self, keeper: Keeper, seed: int = 0, texts: tuple[str, ...] = ("…",)) -> None:
        self.keeper, self.seed, self.texts = keeper, seed, texts
        self._drawn = 0

    def join(self, seats: int) -> None:
        """Fills the lobby."""
        taken = max(self.keeper.room.seats, default=0)
        for number in range(taken + 1, taken + seats + 1):
            self.keeper.do("join", seat=number, medium=Medium.BOT.value)

    def answer_all(self) -> int:
        """Gives every answer that a bot's seat owes now; returns how many were taken."""
        taken = 0
        for seat in self.keeper.room.active:
            if seat.medium is Medium.BOT:
                for deed, data in self._owed(seat):
                    self.keeper.do(deed, **data)
                    taken += 1
        return taken

    def misbehave(self) -> int:
        """Sends what must be refused; returns how much was.  Raises ``AssertionError`` if anything was taken."""
        sent: tuple[Deed, ...] = (
            ("answer", {"seat": 1, "asked": "nonsense", "value": "x"}),
            ("answer", {"seat": 999, "asked": "choice", "value": "x"}),
            ("answer", {"seat": 1, "asked": "forecast", "value": "x=101"}),
            ("decide", {"council": 99, "move": "x", "reason": "x", "card": "x", "seat": 1}),
            ("rewind", {"stage": 999}), ("join", {"seat": 0, "medium": "bot"}), ("nonsense", {}),
        )
        for deed, data in sent:
            before = self.keeper.room
            try:
                self.keeper.do(deed, **data)
            except Refused:
                continue
            assert self.keeper.room is before, f"{deed} was taken"
        return len(sent)

    def run(self) -> Iterator[Room]:
        """Plays the lesson to its end as a teacher would lead it; yields the room after every stage."""
        if not self.keeper.room.active:
            self.join(12)
        while True:
            self.misbehave()
            self.answer_all()
            if self._stage().phase is Phase.REVEAL:
                for what in Shown:
                    self.keeper.do("show", what=what.value)
                self.answer_all()
            for inject in self._stage().injects:
                self.keeper.do("release", card=inject.card)
            yield self.keeper.room
            if self.keeper.room.stage + 1 >= len(self.keeper.lesson.course.stages):
                return
            self.keeper.do("turn", turn=Turn.NEXT.value)

    def _stage(self) -> Any:
        return self.keeper.lesson.stage(self.keeper.room)

    def _owed(self, seat: Seat) -> Iterator[Deed]:
        room, lesson, stage = self.keeper.room, self.keeper.lesson, self._stage()
        moves = lesson.moves(room, seat.council or 1, stage.decision)
        if stage.phase is Phase.DECIDE and seat.kind is Kind.DECIDER:
            cards = tuple(lesson.cards(room, seat, stage.decision))
            if cards and (stage.decision, seat.council) not in room.decided:
                yield "decide", {"seat": seat.number, "council": seat.council, "move": self._one_of(moves),
                                 "reason": self._one_of(self.texts), "card": self._one_of(cards)}
            return
        for asked in expected(stage.phase, stage.step, seat.kind):
            if asked is Asked.RECALL and Shown.RECORD not in room.shown:
                continue
            questions = [question.id for question in lesson.pack.questions] if asked is Asked.ANSWER else [""]
            for question in questions[:lesson.format.questions or 1]:
                if room.answer(stage.decision, asked, seat.number, question) is None:
                    value = self._value(asked, seat, moves)
                    if value:
                        yield "answer", {"seat": seat.number, "asked": asked.value, "value": value,
                                         "question": question}

    def _value(self, asked: Asked, seat: Seat, moves: tuple[str, ...]) -> str:
        match RULES[asked].form:
            case Form.MOVE:
                return self._one_of(moves)
            case Form.SHARES:
                parts = dict.fromkeys(moves, 0)
                for _ in range(100 // STEP):
                    parts[self._one_of(moves)] += STEP
                return ",".join(f"{move}={share}" for move, share in parts.items())
            case Form.SHARE:
                return str(STEP * int(self._one_of(tuple(str(number) for number in range(100 // STEP + 1)))))
            case Form.CARD:
                after = self._stage().step is Step.EXIT
                return self._one_of(tuple(self.keeper.lesson.cards(self.keeper.room, seat, self._stage().decision,
                                                                   after=after)))
            case _:
                return self._one_of(self.texts)[:40 if asked is Asked.WORD else None]

    def _one_of(self, choices: tuple[str, ...]) -> str:
        """One of the choices, each as likely; nothing of none."""
        if not choices:
            return ""
        self._drawn += 1
        return draw(self.seed, self._drawn, dict.fromkeys(choices, Fraction(1, len(choices))))
