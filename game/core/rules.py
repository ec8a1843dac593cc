"""The rulebook: from a position and a move to a step.

Not a play: ``Rules`` keeps no history, draws no luck and may be shared by any number of sessions.  Inside, one
``transitions.Machine`` per scenario does the moving; outside, everything is pure.  Called by ``play`` and
``analysis``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from transitions import Machine

from game.core.effects import EFFECTS
from game.core.expressions import Evaluator, Expression, Value
from game.core.model import (
    CHANCE,
    LEFT_RECORD,
    NOT_CHOSEN,
    AnyNode,
    Chance,
    Decision,
    Effect,
    Move,
    NodeId,
    Option,
    Party,
    Scenario,
    Terminal,
    Variable,
)
from game.core.texts import Block, Phrase, Slot, Words


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


class _Cursor:
    """Scratch object that the machine moves; lives for one call of ``step``.

    The library forbids a trigger with the name of the attribute it writes; no option's id begins with ``_``.
    """

    __slots__ = ("_node", "changes", "values")

    def __init__(self, position: Position) -> None:
        self._node = position.node
        self.values = list(position.values)
        self.changes: list[Change] = []


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


class Rules:
    """A compiled scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario: Final = scenario
        self.variables: Final = all_variables(scenario)
        self.names: Final = tuple(self.variables)
        self.index: Final[Mapping[str, int]] = {name: place for place, name in enumerate(self.names)}
        self.edges: Final[Mapping[NodeId, Mapping[Move, Edge]]] = {
            node.id: self._compile_node(node) for node in scenario.nodes.values()
        }
        self._guards: dict[Expression, Evaluator] = {}
        self.machine: Final = self._build_machine()

    def start(self) -> Position:
        """Returns the first position."""
        return Position(self.scenario.start, tuple(variable.start for variable in self.variables.values()))

    def node(self, position: Position) -> AnyNode:
        """Returns the node of ``position``."""
        return self.scenario.nodes[position.node]

    def actor(self, position: Position) -> Party | None:
        """Returns who moves: a party, ``CHANCE``, or None at a terminal."""
        match self.node(position):
            case Decision(who=who):
                return who
            case Chance():
                return CHANCE
        return None

    def moves(self, position: Position) -> tuple[Move, ...]:
        """Returns the legal moves in authored order; at chance nodes those with a positive weight."""
        return tuple(move for move, edge in self.edges[position.node].items()
                     if _number(edge.guard(position.values)) > 0)

    def odds(self, position: Position) -> Mapping[Move, Fraction]:
        """Returns the exact odds of each legal move: of chance, or of a party's authored policy.

        A party without a policy plays every legal move alike.  Empty at a terminal.
        """
        node, values = self.node(position), position.values
        weights: dict[Move, int] = {}
        for move in self.moves(position):
            if isinstance(node, Decision):
                authored = node.policy.get(move)
                weights[move] = _number(self.guard(authored)(values)) if authored else int(not node.policy)
            else:
                weights[move] = _number(self.edges[node.id][move].guard(values))
        total = sum(weight for weight in weights.values() if weight > 0)
        if not total:
            return {move: Fraction(1, len(weights)) for move in weights}
        return {move: Fraction(weight, total) for move, weight in weights.items() if weight > 0}

    def step(self, position: Position, move: Move) -> Step:
        """Makes a move; raises ``IllegalMove`` if the rules refuse it."""
        edges = self.edges[position.node]
        if isinstance(self.node(position), Terminal):
            raise IllegalMove(Refusal.ENDED, move)
        if move not in edges:
            raise IllegalMove(Refusal.NO_SUCH_MOVE, move)
        cursor = _Cursor(position)
        if not self.machine.events[move].trigger(cursor):
            raise IllegalMove(Refusal.GUARD_FALSE, move)
        return Step(position, move, Position(cursor._node, tuple(cursor.values)), tuple(cursor.changes))

    def view(self, position: Position, party: Party) -> View:
        """Returns what ``party`` may know: the node is public, values only where ``seen_by`` allows."""
        seen = tuple((name, value) for name, value in zip(self.names, position.values, strict=True)
                     if self.variables[name].is_seen_by(party))
        moves = self.moves(position) if self.actor(position) == party else ()
        return View(position.node, party, seen, moves)

    def value(self, position: Position, name: str) -> Value:
        """Returns the value of one variable; raises ``KeyError`` for an unknown name."""
        return position.values[self.index[name]]

    def guard(self, expression: Expression) -> Evaluator:
        """Returns the compiled form of an expression over this scenario's variables."""
        if expression not in self._guards:
            self._guards[expression] = expression.bind(self.index)
        return self._guards[expression]

    def holds(self, expression: Expression | None, position: Position) -> bool:
        """Says whether a guard is true at ``position``; no guard is always true."""
        return expression is None or bool(self.guard(expression)(position.values))

    def phrase(self, phrase: Phrase, position: Position) -> Words:
        """Returns the wording that holds at ``position``; no words if none does."""
        for variant in phrase:
            if self.holds(variant.when, position):
                return variant.words
        return Words(())

    def slot(self, slot: Slot, position: Position) -> tuple[Block, ...]:
        """Returns the paragraphs that hold at ``position``.

        One marked ``otherwise`` appears only if no guarded paragraph before it did.
        """
        shown: list[Block] = []
        guarded = False
        for block in slot:
            if block.otherwise:
                if not guarded:
                    shown.append(block)
            elif self.holds(block.when, position):
                guarded = guarded or block.when is not None
                shown.append(block)
        return tuple(shown)

    def _compile_node(self, node: AnyNode) -> dict[Move, Edge]:
        match node:
            case Decision():
                return {option.id: self._compile_option(node, option) for option in node.options}
            case Chance():
                return {branch.id: Edge(branch.id, branch.goto, branch.weight.bind(self.index),
                                        tuple(self._compile_effect(effect) for effect in branch.effects))
                        for branch in node.branches}
        return {}

    def _compile_option(self, node: Decision, option: Option) -> Edge:
        guard = option.when.bind(self.index) if option.when else (lambda values: 1)
        effects = [self._compile_effect(effect) for effect in option.effects]
        if node.name:
            effects.append(self._bookkeeping(node.name, option.id))
        if option.id != node.record_move:
            effects.append(self._bookkeeping(LEFT_RECORD, 1))
        return Edge(option.id, option.goto, guard, tuple(effects))

    def _compile_effect(self, effect: Effect) -> CompiledEffect:
        return CompiledEffect(self.index[effect.variable], self.variables[effect.variable],
                              effect.amount.bind(self.index), effect, effect.operation)

    def _bookkeeping(self, name: str, value: Value) -> CompiledEffect:
        return CompiledEffect(self.index[name], self.variables[name], lambda values: value, None, "set")

    def _build_machine(self) -> Machine:
        transitions: list[dict[str, Any]] = [
            {"trigger": edge.move, "source": node, "dest": edge.goto,
             "conditions": _condition(edge), "before": _apply(edge)}
            for node, edges in self.edges.items() for edge in edges.values()
        ]
        return Machine(model=None, states=list(self.scenario.nodes), initial=self.scenario.start,
                       transitions=transitions, auto_transitions=False, send_event=True,
                       model_attribute="_node")


def all_variables(scenario: Scenario) -> dict[str, Variable]:
    """The declared variables, then the rulebook's own: ``left_record`` and one per named decision."""
    variables = dict(scenario.variables)
    variables[LEFT_RECORD] = Variable(name=LEFT_RECORD, start=0, low=0, high=1)
    for node in scenario.nodes.values():
        if isinstance(node, Decision) and node.name:
            words = (NOT_CHOSEN, *(option.id for option in node.options))
            variables[node.name] = Variable(name=node.name, start=NOT_CHOSEN, words=words)
    return variables


def _condition(edge: Edge) -> Any:
    return lambda event: _number(edge.guard(event.model.values)) > 0


def _apply(edge: Edge) -> Any:
    def apply(event: Any) -> None:
        cursor: _Cursor = event.model
        for compiled in edge.effects:
            old = cursor.values[compiled.place]
            new = compiled.result(cursor.values)
            cursor.values[compiled.place] = new
            if new != old or compiled.effect is not None:
                cursor.changes.append(Change(compiled.variable.name, old, new, compiled.effect))
    return apply


def _number(value: Value) -> int:
    return value if isinstance(value, int) else int(bool(value))
