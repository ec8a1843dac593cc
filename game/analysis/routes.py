"""Routes: the way of one play through the diagram, node by node, and the likeliest such way to every ending.

A round of talks that goes on is no step of a route; the way the talks end is one.  Not moves that can be made one by
one (``ways``).  Called by ``diagram`` and the command ``graph``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.explore import Edge
from game.analysis.layers import Layers, Strand
from game.core.bargain import PROPOSE
from game.core.model import NodeId, Terminal, is_proposal
from game.core.rules import Rules, Step
from game.play.session import record_line


@dataclass(frozen=True, slots=True)
class Route:
    """(node, way) in order.  odds: of this play among all, where they were counted; ending: the terminal it reaches."""

    edges: tuple[Edge, ...]
    odds: Fraction | None = None
    ending: NodeId = ""


def route_of(rules: Rules, steps: Iterable[Step], odds: Fraction | None = None) -> Route:
    """Returns the route of a play; where the play returned to the record, the route takes up there."""
    edges: list[Edge] = []
    last = rules.scenario.start
    for step in steps:
        node, last = step.before.node, step.after.node
        way = rules.exit(step.before, step.move) if is_proposal(step.move) else step.move
        if way and (way in rules.edges[node] or way in rules.exits.get(node, ())):
            edges.append((node, way))
    ended = isinstance(rules.scenario.nodes[last], Terminal)
    return Route(tuple(edges), odds, last if ended else "")


def record_route(rules: Rules) -> Route:
    """Returns the route of the record, as far as the scenario tells it."""
    return route_of(rules, record_line(rules))


def likeliest_routes(layers: Layers) -> Mapping[NodeId, Route]:
    """Returns the route of the likeliest play to every ending that some play reaches (Viterbi 1967).

    Positions that nothing later can tell apart are one, so packages that end talks alike count together.  Routes are
    compared by sums of logarithms; the odds that are returned are exact.
    """
    best = [[-math.inf] * layer.size for layer in layers.list]
    came: list[dict[int, _Last]] = [{} for _ in layers.list]
    best[0][0] = 0.0
    for number, layer in enumerate(layers.list):
        for strand in layer.strands:
            lengths = [math.log(kind.odds) if kind.odds else -math.inf for kind in strand.sorts]
            here, there, last = best[number], best[strand.goto], came[strand.goto]
            for row, target, kind in zip(strand.rows.tolist(), strand.targets.tolist(), strand.kinds.tolist(),
                                         strict=True):
                length = here[row] + lengths[kind]
                if length > there[target]:
                    there[target] = length
                    last[target] = number, row, strand, kind
    found: dict[NodeId, tuple[float, int, int]] = {}
    for number, layer in enumerate(layers.list):
        for row, length in enumerate(best[number] if layer.ends else ()):
            if length > found.get(layer.node.id, (-math.inf, 0, 0))[0]:
                found[layer.node.id] = length, number, row
    return {ending: _back(layers, came, number, row) for ending, (_, number, row) in found.items()}


_Last = tuple[int, int, Strand, int]
"""Layer and row that a position was come to from, along which strand, and the kind of the move."""


def _back(layers: Layers, came: list[dict[int, _Last]], number: int, row: int) -> Route:
    edges: list[Edge] = []
    odds, ending = Fraction(1), layers.list[number].node.id
    while row in came[number]:
        number, row, strand, kind = came[number][row]
        odds *= strand.sorts[kind].odds
        if strand.move != PROPOSE:
            edges.append((layers.list[number].node.id, strand.move))
    return Route(tuple(reversed(edges)), odds, ending)
