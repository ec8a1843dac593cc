"""What all plays of a scenario come to at every node and edge: odds, exactly, under a policy.

Positions that nothing later can tell apart are merged; where nodes form a loop, every position is gone through instead,
and one that recurs is reported, never run round.  Called by the commands ``explore`` and ``graph`` and by the linter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from game.analysis.behaviour import Behaviour
from game.analysis.ends import Memory, Policy
from game.analysis.flow import LoopedScenario
from game.analysis.layering import MOST, Also, Watch, merged
from game.analysis.layers import Layers
from game.analysis.odds import uniform
from game.analysis.passes import Passes, plays, reached
from game.analysis.positions import MOST as MOST_UNMERGED
from game.analysis.positions import TooLarge, graph
from game.analysis.unrolled import EndlessPlays, unrolled
from game.core.bargain import PROPOSE
from game.core.model import OUTCOMES, AnyNode, Chance, Decision, Move, NodeId, Table
from game.core.rules import Position, Rules

__all__ = ["Edge", "EndlessPlays", "Exploration", "TooLarge", "explore", "explored", "layers_of", "moves_of"]

Edge = tuple[NodeId, Move]
"""A node and an option, a branch, or how talks end there: ``agreed``, ``lapsed`` or ``broken``."""


@dataclass(frozen=True, slots=True)
class Exploration:
    """What all plays come to.  Odds of nodes and edges are those that a play passes there at least once.

    ``positions`` are those that the policy can bring about, merged; ``stuck`` are the odds that a play comes to a node
    and can go no further, where there are any.
    """

    plays: int
    positions: int
    nodes: Mapping[NodeId, Fraction]
    edges: Mapping[Edge, Fraction]
    endings: Mapping[NodeId, Fraction]
    stuck: Mapping[NodeId, Fraction] = field(default_factory=dict)


def explore(rules: Rules, policy: Policy | Behaviour = uniform, start: Position | None = None, *,
            most: int = MOST) -> Exploration:
    """Returns the exact odds of every node, edge and ending under ``policy``.

    Raises ``EndlessPlays`` where a position recurs, and ``TooLarge`` where there are more than ``most`` merged
    positions, or, in a scenario with a loop of nodes, too many to go through one by one.
    """
    return explored(layers_of(rules, policy, start, most=most))


def layers_of(rules: Rules, policy: Policy | Behaviour = uniform, start: Position | None = None,
              asked: Iterable[str] = (), *, also: Also | None = None, most: int = MOST,
              memory: Memory | None = None, watch: Watch = lambda part: None) -> Layers:
    """Returns the graph of positions to explore; raises what ``explore`` raises."""
    behaviour = policy if isinstance(policy, Behaviour) else Behaviour("given", policy)
    try:
        return merged(rules, asked, behaviour, start, also=also, most=most, memory=memory, watch=watch)
    except LoopedScenario:
        return unrolled(graph(rules, start, min(most, MOST_UNMERGED)), behaviour)


def explored(layers: Layers) -> Exploration:
    """Returns the exploration of a graph."""
    passes = Passes(layers)
    odds = passes.forward()
    nodes: dict[NodeId, Fraction] = defaultdict(Fraction)
    edges: dict[Edge, Fraction] = defaultdict(Fraction)
    stuck: dict[NodeId, Fraction] = defaultdict(Fraction)
    for number, layer in enumerate(layers.list):
        here, left = passes.sum(number, odds[number]), Fraction(0)
        nodes[layer.node.id] += here
        for move in moves_of(layer.node):
            edges[layer.node.id, move] += 0
        for strand in layer.strands:
            along = passes.along(number, strand, odds[number])
            left += along
            if strand.move != PROPOSE:
                edges[layer.node.id, strand.move] += along
        if not layer.ends and left != here:
            stuck[layer.node.id] += here - left
    if layers.looped:
        _at_least_once(passes, nodes, edges)
    endings = {layer.node.id: nodes[layer.node.id] for layer in layers.list if layer.ends}
    positions = sum(int(found.sum()) for found in reached(layers))
    return Exploration(plays(layers), positions, dict(nodes), dict(edges), endings, dict(stuck))


def moves_of(node: AnyNode) -> tuple[Move, ...]:
    """Returns the edges out of a node: options, branches, and of a table how the talks may end."""
    match node:
        case Table():
            return (*(option.id for option in node.options), *OUTCOMES)
        case Decision():
            return tuple(option.id for option in node.options)
        case Chance():
            return tuple(branch.id for branch in node.branches)
    return ()


def _at_least_once(passes: Passes, nodes: dict[NodeId, Fraction], edges: dict[Edge, Fraction]) -> None:
    """Puts the odds of passing a place at all where a play may pass it more than once."""
    layers = passes.layers
    recurring = _recurring(layers)
    for node in recurring:
        odds = passes.forward(lambda layer, strand, node=node: layer.node.id == node)  # type: ignore[misc]
        nodes[node] = sum((passes.sum(number, odds[number]) for number, _ in layers.at(node)), Fraction(0))
    for node, move in [edge for edge in edges if edge[0] in recurring]:
        odds = passes.forward(lambda layer, strand, node=node, move=move:  # type: ignore[misc]
                              layer.node.id == node and strand.move == move)
        edges[node, move] = sum((passes.along(number, strand, odds[number]) for number, layer in layers.at(node)
                                 for strand in layer.strands if strand.move == move), Fraction(0))


def _recurring(layers: Layers) -> set[NodeId]:
    """The nodes that some play passes more than once."""
    found: set[NodeId] = set()
    beyond: list[set[NodeId]] = [set() for _ in layers.list]
    for number, layer in reversed([*enumerate(layers.list)]):
        for strand in layer.strands:
            beyond[number] |= beyond[strand.goto]
        if layer.node.id in beyond[number]:
            found.add(layer.node.id)
        beyond[number].add(layer.node.id)
    return found
