"""What a play is made of: positions, steps and their changes, views, refusals, and the compiled edges between.

Plain values; ``rules`` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from game.core.effects import EFFECTS
from game.core.expressions import Evaluator, Value
from game.core.model import Effect, Move, NodeId, Party, Variable


@dataclass(frozen=True, slots=True)
class Position:
    """A node and the value of every variable, in the order of ``Rules.names``."""

    node: NodeId
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One variable's move within a step; ``effect`` is None for the rulebook's own bookkeeping."""

    variable: str
    old: Value
    new: Value
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one move did."""

    before: Position
    move: Move
    after: Position
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What one party may know of a position.  Decision positions with equal views are one information set."""

    node: NodeId
    party: Party
    values: tuple[tuple[str, Value], ...]
    moves: tuple[Move, ...]


class Refusal(StrEnum):
    """Why a move was not made."""

    NO_SUCH_MOVE = "no-such-move"
    GUARD_FALSE = "guard-false"
    NOT_YOUR_TURN = "not-your-turn"
    ENDED = "ended"
    STALE = "stale"


class IllegalMove(ValueError):
    """A move the rules refuse; ``refusal`` says why."""

    def __init__(self, refusal: Refusal, move: Move) -> None:
        super().__init__(f"{move}: {refusal.value}")
        self.refusal = refusal
        self.move = move


def always(values: object) -> int:
    """The guard of an edge without one: it need not be asked."""
    return 1


@dataclass(frozen=True, slots=True)
class CompiledEffect:
    """An effect ready to run: where it writes, what it computes."""

    place: int
    variable: Variable
    amount: Evaluator
    effect: Effect | None
    operation: str

    def result(self, values: list[Value] | tuple[Value, ...]) -> Value:
        """Returns the variable's new value, clamped to its bounds."""
        return self.variable.clamp(EFFECTS[self.operation](values[self.place], self.amount(values)))


@dataclass(frozen=True, slots=True)
class Edge:
    """A move out of a node, compiled: ``guard`` is truth at a decision and the weight at a chance node."""

    move: Move
    goto: NodeId
    guard: Evaluator
    effects: tuple[CompiledEffect, ...]
