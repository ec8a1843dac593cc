"""The scenario: an extensive-form game as plain, frozen values.

Not the rules (``rules``), not the reader (``authoring``).  Everything an author would set is here; reference
material that no rule reads is in ``reference``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from game.core.bargain import PROPOSE, Bargain, Package, parse_package
from game.core.expressions import Expression, Value
from game.core.reference import Reference
from game.core.texts import NO_WORDS, Phrase, Slot, Variant, Words

NodeId = str
Move = str
Party = str

CHANCE: Final[Party] = "CHANCE"
LEFT_RECORD: Final = "left_record"
"""Built-in variable: 0 while every choice so far was the record's, 1 from the first departure on."""
NOT_CHOSEN: Final = "none"
"""Value of a decision's variable before it is reached."""

PUBLIC: Final[tuple[Party, ...]] = ("*",)
"""``seen_by`` of a variable that everybody may see."""


class Status(StrEnum):
    """Where an option comes from."""

    CHOSEN = "chosen"
    TAKEN_TOO = "taken-too"
    VOICED = "voiced"
    COUNTERFACTUAL = "counterfactual"
    EXTERNAL = "external"


class Sureness(StrEnum):
    """How well an effect is founded: documented, inferred from the source, or assumed by the authors."""

    DOCUMENTED = "D"
    INFERRED = "I"
    ASSUMED = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A bounded number or a choice among words.

    Numbers lie in ``low..high``; a choice has ``words`` and no bounds.
    """

    name: str
    start: Value
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()
    seen_by: tuple[Party, ...] = PUBLIC

    def holds(self, value: Value) -> bool:
        """Says whether ``value`` is one this variable may take."""
        if self.words:
            return value in self.words
        return isinstance(value, int) and self.low <= value <= self.high

    def clamp(self, value: Value) -> Value:
        """Returns the nearest value within bounds; words are returned as they are."""
        if isinstance(value, str):
            return value
        return max(self.low, min(self.high, int(value)))

    def is_seen_by(self, party: Party) -> bool:
        """Says whether ``party`` may see the value."""
        return self.seen_by == PUBLIC or party in self.seen_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One change of one variable, with the reason an explanation will quote."""

    operation: str
    variable: str
    amount: Expression
    sure: Sureness = Sureness.ASSUMED
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to decide."""

    id: Move
    goto: NodeId
    text: Phrase
    reason: Phrase = ()
    when: Expression | None = None
    closed: Phrase = ()
    status: Status = Status.COUNTERFACTUAL
    held: Slot = ()
    effects: tuple[Effect, ...] = ()
    follows: Slot = ()
    yields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way chance may fall; ``weight`` is a whole number, odds are weights over their sum."""

    id: Move
    goto: NodeId
    weight: Expression
    record: bool = False
    text: Slot = ()
    effects: tuple[Effect, ...] = ()
    yields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """An adviser's position, or a composed voice where nobody is on record (``who`` is then None)."""

    who: str | None
    voice: Words | None
    favours: tuple[Move, ...]
    opposes: tuple[Move, ...]
    text: Slot


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes share."""

    id: NodeId
    act: str = ""
    date: Span | None = None
    place: Words = NO_WORDS
    title: Phrase = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Node):
    """A node where a party chooses.

    A ``free`` choice is none of the record's, such as whose chair to take: it neither leaves the record nor returns
    to it; ``record_move`` is then only the way the record itself is told.
    """

    who: Party
    name: str | None = None
    free: bool = False
    brief: Slot = ()
    question: Phrase = ()
    hidden: Slot = ()
    counsel: tuple[Counsel, ...] = ()
    options: tuple[Option, ...] = ()
    record_move: Move | None = None
    record: Slot = ()
    policy: Mapping[Move, Expression] = field(default_factory=dict)

    def option(self, move: Move) -> Option:
        """Returns the option called ``move``; raises ``KeyError`` if there is none."""
        for option in self.options:
            if option.id == move:
                return option
        raise KeyError(move)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance(Node):
    """A node where nature moves with known odds; with one possible branch it simply leads on."""

    branches: tuple[Branch, ...] = ()

    def branch(self, move: Move) -> Branch:
        """Returns the branch called ``move``; raises ``KeyError`` if there is none."""
        for branch in self.branches:
            if branch.id == move:
                return branch
        raise KeyError(move)

    @property
    def record_move(self) -> Move | None:
        """The branch the record took, if the record passed here."""
        return next((branch.id for branch in self.branches if branch.record), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal(Node):
    """An ending, with payoffs where the scenario counts them."""

    ending: str
    text: Slot = ()
    payoff: Mapping[Party, Expression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be proposed about one issue: rungs with their guards, whether it may be left open.

    ``closed`` says why the rungs of the scale that are not offered, or whose guard is false, are out of reach.
    """

    rungs: Mapping[int, Expression | None]
    open: bool = False
    closed: Phrase = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How talks may end: what it does, what is told, where it leads."""

    goto: NodeId
    text: Slot = ()
    effects: tuple[Effect, ...] = ()
    yields: tuple[str, ...] = ()


AGREED: Final = "agreed"
LAPSED: Final = "lapsed"
BROKEN: Final = "broken"
OUTCOMES: Final = (AGREED, LAPSED, BROKEN)
"""How a table may end beside its options: accepted, out of rounds, or the other side walked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Decision):
    """A decision made by proposing packages, round by round, until an outcome or one of its options ends it.

    ``bargain`` is what is talked about, ``side`` the one that proposes; issues in ``given`` were
    settled before and stand on their variables, any other issue that is not in ``offers`` is open.  ``marks`` names
    the documents whose position the scales show.  ``record_moves`` are the moves of the record, round by round.
    """

    bargain: Bargain
    side: str
    rounds: int
    offers: Mapping[str, Offer]
    outcomes: Mapping[str, Outcome]
    given: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    record_moves: tuple[Move, ...] = ()

    def option(self, move: Move) -> Option:
        """Returns the option called ``move``; a proposal is one too, told by its clauses.  Raises ``KeyError``."""
        named = parse_package(self.bargain, move)
        if named is None:
            return Decision.option(self, move)
        status = Status.CHOSEN if move in self.record_moves else Status.COUNTERFACTUAL
        return Option(id=move, goto=self.id, status=status, text=(Variant(self._told(named)),))

    def package(self, move: Move) -> Package | None:
        """Returns the rungs a proposal names, None for every other issue; None if ``move`` is no proposal."""
        named = parse_package(self.bargain, move)
        return None if named is None else tuple(named.get(name) for name in self.bargain.issues)

    def outcome(self, name: str) -> Outcome:
        """Returns an outcome; talks the other side breaks off end as lapsed where the author made no difference."""
        return self.outcomes.get(name) or self.outcomes[LAPSED]

    def _told(self, named: Mapping[str, int]) -> Words:
        clauses = [(self.bargain.issues[name], rung) for name, rung in named.items()]
        languages = dict.fromkeys(code for issue, rung in clauses for code in issue.clause(rung))
        return Words(tuple((code, _STOPS.get(code, "; ").join(
            f"{issue.name[code]}{_COLONS.get(code, ': ')}{issue.clause(rung)[code]}" for issue, rung in clauses))
            for code in languages))


_STOPS: Final[Mapping[str, str]] = {"zh": "；", "ja": "；"}
_COLONS: Final[Mapping[str, str]] = {"zh": "：", "ja": "："}


AnyNode = Decision | Chance | Terminal


def is_proposal(move: Move) -> bool:
    """Says whether a move proposes a package."""
    return move.startswith(f"{PROPOSE}:")


def targets(node: AnyNode) -> list[NodeId]:
    """Returns the nodes that ``node`` can lead to (a table's next round, which is itself, is left out)."""
    match node:
        case Table():
            return [*(outcome.goto for outcome in node.outcomes.values()), *(option.goto for option in node.options)]
        case Decision():
            return [option.goto for option in node.options]
        case Chance():
            return [branch.goto for branch in node.branches]
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A stretch of the story at which a play may begin."""

    id: str
    title: Words
    start: NodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A whole game.

    ``digest`` names the exact bytes it was read from; while ``in_force`` holds, the clause layers are clauses of an
    agreement in force, otherwise only what a party stands for.
    """

    id: str
    title: Words
    languages: tuple[str, ...]
    parties: Mapping[Party, Words]
    variables: Mapping[str, Variable]
    start: NodeId
    nodes: Mapping[NodeId, AnyNode]
    subtitle: Words = NO_WORDS
    summary: Words = NO_WORDS
    minutes: int = 0
    acts: tuple[Act, ...] = ()
    in_force: Expression | None = None
    bargains: Mapping[str, Bargain] = field(default_factory=dict)
    reference: Reference = field(default_factory=Reference)
    digest: str = ""

    def decision(self, node: NodeId) -> Decision:
        """Returns the decision ``node``; raises ``KeyError`` if it is not one."""
        found = self.nodes[node]
        if not isinstance(found, Decision):
            raise KeyError(node)
        return found
