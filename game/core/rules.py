"""The rulebook: from a position and a move to a step.

Not a play: ``Rules`` keeps no history, draws no luck and may be shared by any number of sessions.  Inside, one
``transitions.Machine`` per scenario does the moving; outside, everything is pure.  Called by ``play`` and
``analysis``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from game.core.bargain import MAX_ROUNDS, Answer, Package, Reply
from game.core.expressions import Evaluator, Expression, Value
from game.core.lazily import Lazily
from game.core.machine import PROPOSAL, Board, Cursor, Departs
from game.core.model import (
    AGREED,
    BROKEN,
    CHANCE,
    LAPSED,
    LEFT_RECORD,
    NOT_CHOSEN,
    OUTCOMES,
    AnyNode,
    Chance,
    Decision,
    Effect,
    Move,
    NodeId,
    Option,
    Party,
    Scenario,
    Table,
    Terminal,
    Variable,
    is_proposal,
)
from game.core.steps import Change, CompiledEffect, Edge, IllegalMove, Position, Refusal, Step, View, always
from game.core.talks import ROUND, Talks
from game.core.texts import Block, Phrase, Slot, Words

__all__ = ["Change", "CompiledEffect", "Edge", "IllegalMove", "Position", "Refusal", "Rules", "Step", "View",
           "all_variables"]


class Rules:
    """A compiled scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario: Final = scenario
        self.variables: Final = all_variables(scenario)
        self.names: Final = tuple(self.variables)
        self.index: Final[Mapping[str, int]] = {name: place for place, name in enumerate(self.names)}
        self.edges: Final[Mapping[NodeId, Mapping[Move, Edge]]] = Lazily(
            scenario.nodes, lambda name: self._compile_node(scenario.nodes[name]))
        self._guards: dict[Expression, Evaluator] = {}
        self._actors: dict[NodeId, Party | None] = {}
        tables = [node for node in _standing(scenario) if isinstance(node, Table)]
        self.talks: Final[Mapping[NodeId, Talks]] = {
            table.id: Talks(table.bargain, table, self.index) for table in tables
        }
        self.exits: Final = {table.id: self._compile_exits(table) for table in tables}
        self._board: Final = Board(scenario, self.edges, self.exits,
                                           {table.id: self._departure(table) for table in tables}, self.index)

    @property
    def machine(self) -> Any:
        """The one machine of the scenario (``transitions.Machine``) with every node; a play has those it met."""
        return self._board.whole()

    def start(self) -> Position:
        """Returns the first position."""
        return Position(self.scenario.start, tuple(variable.start for variable in self.variables.values()))

    def node(self, position: Position) -> AnyNode:
        """Returns the node of ``position``."""
        return self.scenario.nodes[position.node]

    def actor(self, position: Position) -> Party | None:
        """Returns who moves: a party, ``CHANCE``, or None at a terminal."""
        if position.node not in self._actors:
            node = self.node(position)
            self._actors[position.node] = (node.who if isinstance(node, Decision) else
                                           CHANCE if isinstance(node, Chance) else None)
        return self._actors[position.node]

    def moves(self, position: Position) -> tuple[Move, ...]:
        """Returns the legal moves in authored order, a table's proposals last; of chance those with a weight."""
        values = position.values
        moves = tuple([move for move, edge in self.edges[position.node].items()
                       if edge.guard is always or _number(edge.guard(values)) > 0])
        talks = self.talks.get(position.node)
        return moves + talks.proposals(position.values) if talks else moves

    def odds(self, position: Position) -> Mapping[Move, Fraction]:
        """Returns the exact odds of each legal move: of chance, or of a party's authored policy.

        A party without a policy plays every legal move alike; at a table, to propose is one move, and all packages
        are alike.  Empty at a terminal.
        """
        node, values = self.node(position), position.values
        weights: dict[Move, int] = {}
        if isinstance(node, Table):
            return _table_odds(self.moves(position))
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
        if isinstance(self.node(position), Terminal):
            raise IllegalMove(Refusal.ENDED, move)
        if position.node in self.talks and is_proposal(move):
            return self._propose(position, move)
        if move not in self.edges[position.node]:
            raise IllegalMove(Refusal.NO_SUCH_MOVE, move)
        return self._trigger(move, move, Cursor(position), position)

    def answer(self, position: Position, move: Move) -> Answer:
        """Returns the other side's answer to a proposal; raises ``IllegalMove`` if it may not be made here."""
        talks = self.talks.get(position.node)
        package = talks.read(move, position.values) if talks else None
        if talks is None or package is None:
            raise IllegalMove(Refusal.NO_SUCH_MOVE, move)
        if not talks.allows(package, position.values):
            raise IllegalMove(Refusal.GUARD_FALSE, move)
        return talks.answer(position.values, package)

    def exit(self, position: Position, move: Move) -> str:
        """Returns how a move leaves a table: an outcome, an option's id, or nothing if the talks go on."""
        if not is_proposal(move):
            return move
        reply = self.answer(position, move).reply
        if reply in (Reply.ACCEPT, Reply.BREAK):
            return AGREED if reply is Reply.ACCEPT else BROKEN
        talks = self.talks[position.node]
        return LAPSED if talks.terms(position.values).last else ""

    def record_move(self, position: Position) -> Move | None:
        """Returns the move of the record at ``position``, if it passed the node."""
        match self.node(position):
            case Table(record_moves=moves):
                made = _number(self.value(position, ROUND))
                return moves[made] if made < len(moves) else None
            case Decision(record_move=move) | Chance(record_move=move):
                return move
        return None

    def departs(self, before: Position, move: Move) -> bool:
        """Says whether a party's move leaves the record: another option, or another end of the talks."""
        node = self.node(before)
        if isinstance(node, Table):
            return bool(self.exit(before, move)) and move != _last_recorded(node)
        return isinstance(node, Decision) and not node.free and move != node.record_move

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

    def _propose(self, position: Position, move: Move) -> Step:
        talks = self.talks[position.node]
        exit = self.exit(position, move)
        package = talks.read(move, position.values)
        assert package is not None
        return self._trigger(PROPOSAL, move, Cursor(position, exit, package), position)

    def _trigger(self, event: str, move: Move, cursor: Cursor, position: Position) -> Step:
        if not self._board.at(position.node).events[event].trigger(cursor):
            raise IllegalMove(Refusal.GUARD_FALSE, move)
        return Step(position, move, cursor.position, tuple(cursor.changes))

    def _departure(self, table: Table) -> Departs:
        """Leaving the record is how the talks end, not the way there."""
        def departs(exit: str, package: Package) -> bool:
            return bool(exit) and self.talks[table.id].write(package) != _last_recorded(table)
        return departs

    def _compile_option(self, node: Decision, option: Option) -> Edge:
        guard = option.when.bind(self.index) if option.when else always
        effects = [self._compile_effect(effect) for effect in option.effects]
        if node.name:
            effects.append(self._bookkeeping(node.name, option.id))
        recorded = node.record_move
        if isinstance(node, Table):
            effects.append(self._bookkeeping(ROUND, 0))
            recorded = _last_recorded(node)
        if option.id != recorded and not node.free:
            effects.append(self._bookkeeping(LEFT_RECORD, 1))
        return Edge(option.id, option.goto, guard, tuple(effects))

    def _compile_exits(self, node: Table) -> dict[str, Edge]:
        """A table's outcomes as edges, without the clauses that an agreement sets; "" is the next round."""
        exits = {"": Edge("", node.id, always, (self._bookkeeping(ROUND, 1, "add"),))}
        for name in OUTCOMES:
            outcome = node.outcome(name)
            effects = [self._compile_effect(effect) for effect in outcome.effects]
            if node.name:
                effects.append(self._bookkeeping(node.name, name))
            effects.append(self._bookkeeping(ROUND, 0))
            exits[name] = Edge(name, outcome.goto, always, tuple(effects))
        return exits

    def _compile_effect(self, effect: Effect) -> CompiledEffect:
        return CompiledEffect(self.index[effect.variable], self.variables[effect.variable],
                              effect.amount.bind(self.index), effect, effect.operation)

    def _bookkeeping(self, name: str, value: Value, operation: str = "set") -> CompiledEffect:
        return CompiledEffect(self.index[name], self.variables[name], lambda values: value, None, operation)



def _last_recorded(table: Table) -> Move | None:
    return table.record_moves[-1] if table.record_moves else None


def _table_odds(moves: tuple[Move, ...]) -> Mapping[Move, Fraction]:
    proposals = sum(map(is_proposal, moves))
    ways = len(moves) - proposals + bool(proposals)
    return {move: Fraction(1, ways * proposals) if is_proposal(move) else Fraction(1, ways) for move in moves}


def all_variables(scenario: Scenario) -> dict[str, Variable]:
    """The declared variables, then the rulebook's own: ``left_record``, ``round``, one per named decision."""
    variables = dict(scenario.variables)
    variables[LEFT_RECORD] = Variable(name=LEFT_RECORD, start=0, low=0, high=1)
    standing = _standing(scenario)
    if any(isinstance(node, Table) for node in standing):
        variables[ROUND] = Variable(name=ROUND, start=0, low=0, high=MAX_ROUNDS)
    for node in standing:
        if isinstance(node, Decision) and node.name:
            outcomes = OUTCOMES if isinstance(node, Table) else ()
            words = (NOT_CHOSEN, *outcomes, *(option.id for option in node.options))
            variables[node.name] = Variable(name=node.name, start=NOT_CHOSEN, words=words)
    return variables


def _standing(scenario: Scenario) -> list[AnyNode]:
    """The nodes that a whole scenario must know of, its tables and named decisions among them."""
    named = getattr(scenario.nodes, "standing", None)
    return list(scenario.nodes.values()) if named is None else [scenario.nodes[name] for name in named]


def _number(value: Value) -> int:
    return value if isinstance(value, int) else int(bool(value))
