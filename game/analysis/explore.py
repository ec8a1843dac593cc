"""What all plays of a scenario come to at every node and edge: odds, exactly, under a policy.

Positions that nothing later can tell apart are merged (``odds`` says how); where nodes form a loop, every position is
gone through instead (``positions``), and one that recurs is reported, never run round.  Called by the commands
``explore`` and ``graph`` and by the linter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.ends import Memory, Policy
from game.analysis.flow import LoopedScenario, Stop, liveness, topological, wires
from game.analysis.odds import _Mass, _Spread, _stop, uniform
from game.analysis.positions import Graph, graph
from game.core.bargain import PROPOSE
from game.core.model import Decision, Move, NodeId, Table, Terminal, is_proposal
from game.core.rules import Position, Rules

Edge = tuple[NodeId, Move]
"""A node and an option, a branch, or how talks end there: ``agreed``, ``lapsed`` or ``broken``."""


class EndlessPlays(ValueError):
    """A position recurs, so a play need not end; ``cycle`` holds the positions from one recurrence to the next."""

    def __init__(self, cycle: tuple[Position, ...]) -> None:
        super().__init__(" → ".join(position.node for position in (*cycle, cycle[0])))
        self.cycle = cycle


@dataclass(frozen=True, slots=True)
class Exploration:
    """What all plays come to.  Odds of nodes and edges are those that a play passes there at least once."""

    plays: int
    positions: int
    nodes: Mapping[NodeId, Fraction]
    edges: Mapping[Edge, Fraction]
    endings: Mapping[NodeId, Fraction]


def explore(rules: Rules, policy: Policy = uniform, start: Position | None = None) -> Exploration:
    """Returns the exact odds of every node, edge and ending under ``policy``.

    Raises ``EndlessPlays`` where a position recurs and ``TooLarge`` where a scenario with a loop of nodes has too many
    positions to go through one by one.
    """
    try:
        return _merged(rules, policy, start or rules.start())
    except LoopedScenario:
        return _one_by_one(graph(rules, start), policy)


def _merged(rules: Rules, policy: Policy, start: Position) -> Exploration:
    at = _stop(rules, start)
    order = topological(rules, at)
    layouts = {stop: tuple(sorted(live.items())) for stop, live in liveness(rules, order, ()).items()}
    mass: dict[Stop, _Mass] = {stop: _Mass() for stop in order}
    mass[at].add(tuple(rules.value(start, name) for name, _ in layouts[at]), 1, 1, 1)
    nodes: dict[NodeId, Fraction] = {}
    edges: dict[Edge, Fraction] = defaultdict(Fraction)
    plays = positions = 0
    memory: Memory = {}
    for stop in order:
        here = mass.pop(stop)
        positions += len(here.weights)
        nodes[stop[0]] = Fraction(sum(weight for weight, _ in here.weights.values()), here.scale)
        if not wires(rules, stop):
            plays += sum(count for _, count in here.weights.values())
            continue
        spread = _Spread(rules, stop, layouts, policy, memory)
        for lane in spread.lanes:
            edges[stop[0], lane.wire.move] += 0
        for lane, key, weight, scale, count in spread.run(here):
            mass[lane.wire.goto].add(key, weight, scale, count)
            edges[stop[0], lane.wire.move] += Fraction(weight, scale)
    return Exploration(plays, positions, nodes, dict(edges), _endings(rules, nodes))


def _endings(rules: Rules, nodes: Mapping[NodeId, Fraction]) -> Mapping[NodeId, Fraction]:
    return {node: share for node, share in nodes.items() if isinstance(rules.scenario.nodes[node], Terminal)}


def _one_by_one(found: Graph, policy: Policy) -> Exploration:
    """Counts along the graph of all positions; a node that a play may pass twice is counted once for the play."""
    if found.order is None:
        raise EndlessPlays(found.cycles[0])
    rules, plays = found.rules, dict[Position, int]()
    passing: dict[Position, dict[NodeId | Edge, Fraction]] = {}
    for position in reversed(found.order):
        odds = move_odds(rules, position, policy)
        here: dict[NodeId | Edge, Fraction] = defaultdict(Fraction)
        plays[position] = 0 if found.moves[position] else 1
        for move, after in found.moves[position]:
            share = odds.get(move, Fraction(0))
            edge = position.node, _named(rules, position, move)
            if share:
                plays[position] += plays[after]
                for place, chance in passing[after].items():
                    here[place] += share * chance if place != edge else 0
            here[edge] += share
        here[position.node] = Fraction(1)
        passing[position] = here
    whole = passing[found.start]
    nodes = {node: share for node, share in whole.items() if isinstance(node, str)}
    edges = {edge: share for edge, share in whole.items() if not isinstance(edge, str) and edge[1] != PROPOSE}
    endings = _endings(rules, nodes)
    return Exploration(plays[found.start], len(found.order), nodes, edges, endings)


def move_odds(rules: Rules, position: Position, policy: Policy) -> Mapping[Move, Fraction]:
    """Returns the odds of each legal move: of chance its own, of a party those of ``policy``."""
    node = rules.node(position)
    if not isinstance(node, Decision):
        return rules.odds(position)
    moves = rules.moves(position)
    proposals = [move for move in moves if is_proposal(move)]
    named = (*(move for move in moves if not is_proposal(move)), *([PROPOSE] if proposals else []))
    odds: dict[Move, Fraction] = defaultdict(Fraction)
    for move, share in policy(node, named, rules.record_move(position)).items() if named else ():
        if move == PROPOSE or (is_proposal(move) and move not in proposals):
            for proposal in proposals:
                odds[proposal] += share / len(proposals)
        else:
            odds[move] += share
    return odds


def _named(rules: Rules, position: Position, move: Move) -> Move:
    if isinstance(rules.node(position), Table) and is_proposal(move):
        return rules.exit(position, move) or PROPOSE
    return move
