"""Lessons for tests: a format over the tiny scenario or the embassy, and a class that answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from game.classroom.deeds import Entry, apply
from game.classroom.lesson import Lesson
from game.classroom.model import NO_PACK, Format, Kind, Pack, Phase, Seating, Stage, Step
from game.classroom.room import Room
from game.core.rules import Rules
from game.core.texts import Words
from tests.core.making import TESTS, rules_of

TINY = TESTS / "scenarios" / "tiny"
DECISION = (Phase.BRIEF, Phase.PREDICT, Phase.DISCUSS, Phase.COUNCIL, Phase.DECIDE, Phase.REVEAL, Phase.REFLECT)


@cache
def rules(path: Path) -> Rules:
    return rules_of(path)


def words(text: str) -> Words:
    return Words((("en", text),))


def stages(decisions: int = 1) -> tuple[Stage, ...]:
    """A lobby, the whole cycle for each decision, a debrief in five steps, the report."""
    return (Stage(phase=Phase.LOBBY, minutes=3),
            *(Stage(phase=phase, minutes=2, decision=number) for number in range(decisions) for phase in DECISION),
            *(Stage(phase=Phase.DEBRIEF, step=step, minutes=3, decision=decisions - 1) for step in Step),
            Stage(phase=Phase.REPORT, minutes=1, decision=decisions - 1))


def lesson(seating: Seating = Seating.COUNCILS, decisions: int = 1, track: str = "record", pack: Pack = NO_PACK,
           path: Path = TINY) -> Lesson:
    plan = Format(id="test", title=words("Test"), minutes=45, seating=seating, track=track, stages=stages(decisions))
    return Lesson(rules(path), plan, pack, seed=1)


class Class:
    """A room that goes on: every deed is one call."""

    def __init__(self, plan: Lesson, seats: int = 0) -> None:
        self.lesson, self.room, self.at = plan, Room(), 0.0
        self.entries: list[Entry] = []
        for number in range(1, seats + 1):
            self.do("join", seat=number, medium="phone", token=f"t{number}")

    def do(self, deed: str, **data: Any) -> Room:
        self.at += 1
        entry = Entry(deed, self.at, data)
        self.room = apply(self.lesson, self.room, entry)
        self.entries.append(entry)
        return self.room

    def next(self) -> Room:
        return self.do("turn", turn="advance")

    def skip_to(self, phase: Phase, decision: int = 0) -> Room:
        while (self.stage.phase, self.stage.decision) != (phase, decision):
            self.do("turn", turn="skip")
        return self.room

    @property
    def stage(self) -> Stage:
        return self.lesson.stage(self.room)

    def moves(self, council: int = 1) -> tuple[str, ...]:
        return self.lesson.moves(self.room, council, self.stage.decision)

    def forecasts(self) -> None:
        for seat in self.room.active:
            one, two, *_ = self.moves(seat.council)
            self.do("answer", seat=seat.number, asked="forecast", value=f"{one}=70,{two}=30")

    def decides(self, move: int = 0) -> None:
        for council in self.room.councils:
            who = next(seat for seat in self.room.council(council) if seat.kind is Kind.DECIDER)
            card = next(iter(self.lesson.cards(self.room, who, self.stage.decision)))
            self.do("decide", seat=who.number, council=council, move=self.moves(council)[move], reason="R.", card=card)
