"""A lesson that is going on, as one frozen value: seats, answers, what has been shown, how the time stands.

Not how it changes (``deeds``) and not what anybody sees (``views``).  It is what comes of the log's entries, in order,
and holds nothing personal: seats have numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from game.classroom.answers import Asked
from game.classroom.model import CardId, Kind, RoleId

SeatNumber = int
CouncilNumber = int


OWN = "seat"
"""Who sets down an answer that was not given by voice."""


class Medium(StrEnum):
    """What a seat is played on; it may change at any time."""

    PHONE = "phone"
    SHARED = "shared"
    PAPER = "paper"
    BOT = "bot"


class Shown(StrEnum):
    """What the teacher has revealed of the present decision."""

    VOTES = "votes"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place in a council.  ``token`` is the digest of a phone's secret, ``key`` the four digits on its slip.

    A ``late`` seat came after the briefs were given out and observes until the next brief; ``removed`` is no longer
    counted, though its answers stay.  A ``watching`` seat has asked to observe.
    """

    number: SeatNumber
    council: CouncilNumber = 0
    kind: Kind = Kind.OBSERVER
    role: RoleId = ""
    medium: Medium = Medium.PAPER
    token: str = ""
    key: str = ""
    late: bool = False
    watching: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a seat answered, when (seconds since the lesson was opened), and whether a free text may be projected.

    ``by``: who set it down, the seat itself or, by voice, somebody else.
    """

    value: str
    at: float
    approved: bool = False
    by: str = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a council decided, why, on which card, whether the teacher waived the card, and may the words be shown."""

    move: str
    reason: str = ""
    card: CardId = ""
    mind: str = ""
    waived: bool = False
    approved: bool = False
    at: float = 0.0


AnswerKey = tuple[int, Asked, str, SeatNumber]
"""(decision, what was asked, question id or nothing, seat)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time of the present stage, all in seconds since the opening: when it began, pauses, extra time."""

    began: float = 0.0
    paused_at: float | None = None
    lost: float = 0.0
    extra: float = 0.0
    running: bool = True

    def spent(self, now: float) -> float:
        """Returns how long the stage has run, pauses left out."""
        return (now if self.paused_at is None else self.paused_at) - self.began - self.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """A way the lesson took and left by a rewind: kept whole, never deleted.

    ``reopened``: on it the councils talked again, with interests open.
    """

    branch: int
    left_at: int
    answers: Mapping[AnswerKey, Answer]
    tallies: Mapping[tuple[int, Asked, CouncilNumber], Mapping[str, int]]
    decided: Mapping[tuple[int, CouncilNumber], Decided]
    reopened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The whole lesson at one moment.

    ``reached`` is the furthest stage of the present branch; looking back at an earlier one opens nothing again.
    ``opened`` says which seats have opened a card at a decision, so far as their devices tell; ``spent`` the seconds
    each stage took.
    """

    stage: int = 0
    reached: int = 0
    branch: int = 0
    clock: Clock = field(default_factory=Clock)
    lobby_locked: bool = False
    locked: bool = False
    blank: bool = False
    closed: bool = False
    reopened: bool = False
    shown: frozenset[Shown] = frozenset()
    seats: Mapping[SeatNumber, Seat] = field(default_factory=dict)
    answers: Mapping[AnswerKey, Answer] = field(default_factory=dict)
    tallies: Mapping[tuple[int, Asked, CouncilNumber], Mapping[str, int]] = field(default_factory=dict)
    decided: Mapping[tuple[int, CouncilNumber], Decided] = field(default_factory=dict)
    released: Mapping[CardId, tuple[RoleId, ...]] = field(default_factory=dict)
    opened: Mapping[tuple[int, CardId], frozenset[SeatNumber]] = field(default_factory=dict)
    trails: tuple[Trail, ...] = ()
    spent: Mapping[int, float] = field(default_factory=dict)

    @property
    def active(self) -> tuple[Seat, ...]:
        """The seats that count, by number."""
        return tuple(seat for _, seat in sorted(self.seats.items()) if not seat.removed)

    @property
    def councils(self) -> tuple[CouncilNumber, ...]:
        """The councils that have a seat, by number."""
        return tuple(sorted({seat.council for seat in self.active}))

    def council(self, number: CouncilNumber) -> tuple[Seat, ...]:
        """Returns the seats of a council that count."""
        return tuple(seat for seat in self.active if seat.council == number)

    def answer(self, decision: int, asked: Asked, seat: SeatNumber, question: str = "") -> Answer | None:
        """Returns what a seat answered, or None."""
        return self.answers.get((decision, asked, question, seat))
