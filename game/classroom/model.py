"""What a teacher's files hold, as frozen values: the format of a lesson, and the pack of roles and cards it uses.

Not a lesson that is going on (``room``) and not the reader (``reading``).  A format says what happens for how long; a
pack belongs to one scenario and says who sits where and what lies on the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from game.core.model import NodeId
from game.core.texts import NO_WORDS, Slot, Words

RoleId = str
CardId = str


class Phase(StrEnum):
    """The phases of a lesson, in the order they come in."""

    LOBBY = "lobby"
    BRIEF = "brief"
    PREDICT = "predict"
    DISCUSS = "discuss"
    COUNCIL = "council"
    DECIDE = "decide"
    REVEAL = "reveal"
    REFLECT = "reflect"
    DEBRIEF = "debrief"
    REPORT = "report"


CYCLE: tuple[Phase, ...] = (Phase.BRIEF, Phase.PREDICT, Phase.DISCUSS, Phase.COUNCIL, Phase.DECIDE, Phase.REVEAL,
                            Phase.REFLECT)
"""The phases that belong to one decision and may come again with the next."""


class Step(StrEnum):
    """The parts of a debrief, in order: leave the role; our path beside the record; causes; the model; exit ticket."""

    COOL_DOWN = "cool-down"
    HAPPENED = "happened"
    WHY = "why"
    MODEL = "model"
    EXIT = "exit"


class Seating(StrEnum):
    """How a class sits: alone, in pairs, one council that all others watch, or councils side by side.

    In a jigsaw the councils begin apart: those who hold the same role meet first, then go back to their councils.
    """

    SOLO = "solo"
    PAIRS = "pairs"
    FISHBOWL = "fishbowl"
    COUNCILS = "councils"
    JIGSAW = "jigsaw"


class Kind(StrEnum):
    """What a role does in a council; ``OTHER`` speaks for another side."""

    DECIDER = "decider"
    ADVISER = "adviser"
    RECORDER = "recorder"
    OBSERVER = "observer"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """A card that may be released ``minute`` minutes into a stage, to everybody or to the roles named."""

    card: CardId
    minute: int
    roles: tuple[RoleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stretch of a lesson.

    ``decision`` counts the lesson's decisions from 0, ``hour`` the lesson hours from 1; ``step`` belongs to a debrief,
    whose ``decision`` is the last one it looks back on.
    """

    phase: Phase
    minutes: int
    decision: int = 0
    hour: int = 1
    step: Step | None = None
    injects: tuple[Inject, ...] = ()

    @property
    def key(self) -> str:
        """A name for the kind of stage: ``discuss``, ``debrief-why``."""
        return f"{self.phase.value}-{self.step.value}" if self.step else self.phase.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A lesson as a teacher picks it: what comes in which order, for how many minutes, and how the class sits.

    ``decisions`` names the nodes decided; empty means those the pack names, else the record's in order.  ``questions``
    is how many debrief questions are proposed.
    """

    id: str
    title: Words
    minutes: int
    seating: Seating
    track: str
    stages: tuple[Stage, ...]
    about: Words = NO_WORDS
    decisions: tuple[NodeId, ...] = ()
    questions: int = 2

    @property
    def debrief(self) -> int:
        """Minutes that belong to the debrief, the exit ticket included."""
        return sum(stage.minutes for stage in self.stages if stage.phase is Phase.DEBRIEF)

    @property
    def debrief_needed(self) -> int:
        """Minutes a debrief needs at least: a third of 20 minutes or more, a fifth of less, rounded up."""
        return -(-self.minutes // 3) if self.minutes >= 20 else -(-self.minutes // 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A role's private paper.  ``interests`` are ranked; ``evidence`` names cards; ``plain`` is the short reading.

    ``task`` is what an observer or a recorder does instead of speaking for a position.
    """

    speaks_for: Words
    interests: tuple[Words, ...] = ()
    red_line: Words = NO_WORDS
    batna: Words = NO_WORDS
    evidence: tuple[CardId, ...] = ()
    unknown: Words = NO_WORDS
    plain: Words = NO_WORDS
    task: Words = NO_WORDS
    costs_others: Words = NO_WORDS
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A seat's role at one decision.  ``person`` names somebody of the scenario; None is a composed position."""

    id: RoleId
    kind: Kind
    name: Words
    brief: Brief
    side: str = ""
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A piece of evidence.  ``known_from`` is an ISO day; ``known_to`` names roles (empty: every seat).

    ``source`` says who wrote it, when, for whom; ``after`` marks a card that lies on the table only after the reveal.
    """

    id: CardId
    title: Words
    text: Slot
    source: Words
    known_from: str
    known_to: tuple[RoleId, ...] = ()
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A debrief question with its skill, and the findings about this class that call for it."""

    id: str
    skill: str
    text: Words
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What a pack holds for one decision: roles, cards on the table, accounts that conflict, the ballot's label."""

    node: NodeId
    roles: Mapping[RoleId, Role]
    cards: tuple[CardId, ...] = ()
    accounts: tuple[CardId, ...] = ()
    ballot: Words = NO_WORDS
    ask: Words = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSheet:
    """A map to be printed: how things stood on ``day`` (ISO), in one respect.

    ``regions``: shape of the geometry -> hatch; ``kinds``: hatch -> words of the key; ``names``: shape -> its name.
    """

    id: str
    title: Words
    text: Slot
    source: Words
    day: str
    geometry: str
    kinds: Mapping[str, Words]
    regions: Mapping[str, str]
    names: Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything a scenario brings for a classroom."""

    sittings: Mapping[NodeId, Sitting]
    cards: Mapping[CardId, Card] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    teacher: Slot = ()
    maps: tuple[MapSheet, ...] = ()
    issues: tuple[str, ...] = ()
    """The dimensions (of the scenario) that councils are compared by."""


NO_PACK = Pack(sittings={})
