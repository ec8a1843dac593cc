"""What the positions that plays can reach say of a scenario: nodes, moves, dead ends, guards.  Exact, or not at all.

Where nodes form no loop, positions are merged as far as nothing tells them apart (``layering``); elsewhere every one is
gone through (``positions``).  Called by ``survey``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from game.analysis.flow import LoopedScenario
from game.analysis.layering import merged
from game.analysis.layers import Layer, Layers
from game.analysis.lint.questions import Question
from game.analysis.positions import Graph, graph
from game.analysis.vectors import Columns
from game.core.expressions import Expression, Value
from game.core.model import Decision, Move, NodeId, Table, Terminal, is_proposal
from game.core.rules import Rules
from game.core.talks import ROUND

Values = Mapping[str, Value]
"""Variables with the values that make the difference."""


@dataclass(slots=True)
class Reached:
    """What some play can reach.

    ``moves`` holds (node, option or branch).  ``stuck`` gives, for a node at which a play may have no move, values at
    which that happens; ``narrow`` the same for a decision that leaves one option, with that option.  ``never`` are the
    questions whose answer is no.
    """

    nodes: set[NodeId] = field(default_factory=set)
    moves: set[tuple[NodeId, Move]] = field(default_factory=set)
    stuck: dict[NodeId, Values] = field(default_factory=dict)
    narrow: dict[NodeId, tuple[Move, Values]] = field(default_factory=dict)
    never: tuple[Question, ...] = ()


def reached(rules: Rules, asked: Iterable[Question], most: int, most_looped: int, *, merging: bool = True) -> Reached:
    """Goes through all positions; raises ``TooLarge`` beyond ``most``, or ``most_looped`` where every one counts.

    Without ``merging`` every one counts, whether nodes form a loop or not: slower, and the same answers.
    """
    known = {question: expression for question in asked
             if (expression := question.expression(rules.scenario.variables)) is not None}
    also: dict[NodeId, tuple[Expression, ...]] = {}
    for question, expression in known.items():
        also[question.node] = (*also.get(question.node, ()), expression)
    try:
        if merging:
            return _in_layers(merged(rules, also=also, most=most), known)
    except LoopedScenario:
        pass
    return _in_graph(graph(rules, most=most_looped), known)


def _in_layers(layers: Layers, asked: Mapping[Question, Expression]) -> Reached:
    found, yes = Reached(), set[Question]()
    for layer in layers.list:
        if not layer.size:
            continue
        node = layer.node
        found.nodes.add(node.id)
        found.moves.update((node.id, strand.move) for strand in layer.strands if len(strand.rows))
        if not isinstance(node, Terminal):
            _narrows(layers, layer, found)
        waiting = [question for question in asked if question.node == node.id]
        if waiting:
            columns = layer.columns()
            yes.update(question for question in waiting if _ever(layers, layer, asked[question], columns))
    found.never = tuple(question for question in asked if question not in yes)
    return found


def _narrows(layers: Layers, layer: Layer, found: Reached) -> None:
    """Notes one position without a move and, at a decision that is no table, one with a single move."""
    node = layer.node
    ways = np.zeros(layer.size, dtype=np.int64)
    last = np.zeros(layer.size, dtype=np.int64)
    for number, strand in enumerate(layer.strands):
        rows = np.unique(strand.rows)
        ways[rows] += 1
        last[rows] = number
    none = np.flatnonzero(ways == 0)
    if len(none) and node.id not in found.stuck:
        found.stuck[node.id] = _values(layers, layer, int(none[0]))
    one = np.flatnonzero(ways == 1)
    if len(one) and isinstance(node, Decision) and not isinstance(node, Table) and node.id not in found.narrow:
        row = int(one[0])
        found.narrow[node.id] = layer.strands[int(last[row])].move, _values(layers, layer, row)


def _values(layers: Layers, layer: Layer, row: int) -> Values:
    return {name: value for name, column in sorted(layer.columns().items())
            if (value := layers.value(name, int(column[row]))) != ""}


def _ever(layers: Layers, layer: Layer, expression: Expression, columns: Columns) -> bool:
    """Whether an expression is true in some row; in some round, where its node is a table."""
    if layers.vocabulary.is_word(expression.tree):
        return True
    compiled = layers.vocabulary.compile(expression)
    rounds = layer.node.rounds if isinstance(layer.node, Table) and ROUND in expression.names else 1
    return any(bool(np.any(compiled({**columns, ROUND: np.full(layer.size, number)}))) for number in range(rounds))


def _in_graph(found: Graph, asked: Mapping[Question, Expression]) -> Reached:
    rules, told, yes = found.rules, Reached(), set[Question]()
    for position, moves in found.moves.items():
        node = rules.node(position)
        told.nodes.add(node.id)
        told.moves.update((node.id, move) for move, _ in moves if not is_proposal(move))
        values = dict(zip(rules.names, position.values, strict=True))
        if not moves and not isinstance(node, Terminal):
            told.stuck.setdefault(node.id, values)
        if len(moves) == 1 and isinstance(node, Decision) and not isinstance(node, Table):
            told.narrow.setdefault(node.id, (moves[0][0], values))
        yes.update(question for question, expression in asked.items()
                   if question.node == node.id and question not in yes and rules.holds(expression, position))
    told.never = tuple(question for question in asked if question not in yes)
    return told
