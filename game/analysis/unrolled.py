"""Layers of all positions of a small scenario whose nodes form a loop: one layer for each node and number of moves.

A loop of nodes is no loop of positions if something counts the rounds; the graph of positions is then laid out by the
longest way from the start.  Nothing is merged.  Called by ``explore``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from game.analysis.behaviour import UNIFORM, Behaviour
from game.analysis.layers import Kind, Layer, Layers, Strand
from game.analysis.positions import Graph
from game.analysis.vectors import Column, Vocabulary
from game.core.bargain import PROPOSE
from game.core.model import AGREED, BROKEN, LAPSED, Decision, Move, NodeId, Table, is_proposal
from game.core.rules import Position, Rules

Place = tuple[int, NodeId]
"""Number of moves on the longest way from the start, and node."""


class EndlessPlays(ValueError):
    """A position recurs, so a play need not end; ``cycle`` holds the positions from one recurrence to the next."""

    def __init__(self, cycle: tuple[Position, ...]) -> None:
        super().__init__(" → ".join(position.node for position in (*cycle, cycle[0])))
        self.cycle = cycle


def unrolled(found: Graph, behaviour: Behaviour = UNIFORM) -> Layers:
    """Returns the layers of a graph of positions under a behaviour; raises ``EndlessPlays`` if a position recurs."""
    if found.order is None:
        raise EndlessPlays(found.cycles[0])
    rules, vocabulary = found.rules, Vocabulary(found.rules)
    level: dict[Position, int] = defaultdict(int)
    places: dict[Place, list[Position]] = defaultdict(list)
    for position in found.order:
        places[level[position], position.node].append(position)
        for _, after in found.moves[position]:
            level[after] = max(level[after], level[position] + 1)
    order = sorted(places)
    at = {position: (number, row) for number, place in enumerate(order) for row, position in enumerate(places[place])}
    layers = tuple(Layer(rules.scenario.nodes[node], len(places[depth, node]),
                         _strands(found, behaviour, places[depth, node], at),
                         _columns(rules, vocabulary, places[depth, node]), depth) for depth, node in order)
    return Layers(rules, vocabulary, layers, rules.names, True, lambda position, after: at.get(position))


@dataclass(slots=True)
class _Bundle:
    """Moves along one edge to one layer, while they are gathered."""

    rows: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    sorts: list[Kind] = field(default_factory=list)


def _strands(found: Graph, behaviour: Behaviour, positions: list[Position],
             at: Mapping[Position, tuple[int, int]]) -> tuple[Strand, ...]:
    bundles: dict[tuple[Move, int], _Bundle] = defaultdict(_Bundle)
    for row, position in enumerate(positions):
        odds = move_odds(found.rules, position, behaviour)
        alike: dict[tuple[Move, Position], list[Fraction]] = defaultdict(list)
        for move, after in found.moves[position]:
            alike[called(found.rules, position, move), after].append(odds.get(move, Fraction(0)))
        for (move, after), shares in alike.items():
            goto, target = at[after]
            bundle = bundles[move, goto]
            bundle.rows.append(row)
            bundle.targets.append(target)
            total = sum(shares, Fraction(0))
            bundle.sorts.append(Kind(total, sum(share > 0 for share in shares), meetings=total, likeliest=max(shares)))
    return tuple(_strand(move, goto, bundle) for (move, goto), bundle in bundles.items())


def _strand(move: Move, goto: int, bundle: _Bundle) -> Strand:
    sorts = tuple(dict.fromkeys(bundle.sorts))
    place = {sort: number for number, sort in enumerate(sorts)}
    kinds = np.array([place[sort] for sort in bundle.sorts], dtype=np.int32)
    rows = np.array(bundle.rows, dtype=np.int32)
    return Strand(move, goto, rows, np.array(bundle.targets, dtype=np.int32), kinds, sorts)


def _columns(rules: Rules, vocabulary: Vocabulary, positions: list[Position]) -> Callable[[], Mapping[str, Column]]:
    def columns() -> Mapping[str, Column]:
        return {name: np.array([vocabulary.number(position.values[place]) for position in positions], dtype=np.int64)
                for place, name in enumerate(rules.names)}
    return columns


def called(rules: Rules, position: Position, move: Move) -> Move:
    """Returns what a move is called as an edge: a proposal by how the talks end, or ``propose`` if they go on."""
    if isinstance(rules.node(position), Table) and is_proposal(move):
        return rules.exit(position, move) or PROPOSE
    return move


def leaves(rules: Rules, position: Position) -> list[tuple[Move, str]]:
    """Returns every legal move at a table with how it leaves the table ("" if the talks go on).

    What the other side would bring back instead is not worked out, which ``Rules.exit`` would do.
    """
    talks = rules.talks[position.node]
    terms = talks.terms(position.values)
    beyond = BROKEN if terms.walks_out else LAPSED if terms.last else ""
    found = [(move, move) for move in rules.moves(position) if not is_proposal(move)]
    for package in talks.packages(terms):
        crossed = talks.bench.crosses(terms, package)
        agreed = not crossed and talks.bench.value(package) >= talks.bench.goal(terms)
        found.append((talks.write(package), beyond if crossed else AGREED if agreed else LAPSED if terms.last else ""))
    return found


def move_odds(rules: Rules, position: Position, behaviour: Behaviour) -> Mapping[Move, Fraction]:
    """Returns the odds of each legal move: of chance its own, of a party those of its behaviour."""
    node = rules.node(position)
    if not isinstance(node, Decision):
        return rules.odds(position)
    moves = rules.moves(position)
    weights = behaviour.weights(node)
    if weights is not None:
        return _weighed({move: rules.guard(weights[move])(position.values) if move in weights else 0 for move in moves})
    proposals = [move for move in moves if is_proposal(move)]
    named = (*(move for move in moves if not is_proposal(move)), *([PROPOSE] if proposals else []))
    odds: dict[Move, Fraction] = defaultdict(Fraction)
    for move, share in behaviour.policy(node, named, rules.record_move(position)).items() if named else ():
        if move == PROPOSE or (is_proposal(move) and move not in proposals):
            for proposal in proposals:
                odds[proposal] += share / len(proposals)
        else:
            odds[move] += share
    return odds


def _weighed(given: Mapping[Move, object]) -> Mapping[Move, Fraction]:
    weights = {move: weight if isinstance(weight, int) and weight > 0 else 0 for move, weight in given.items()}
    total = sum(weights.values())
    return {move: Fraction(weight, total) if total else Fraction(1, len(weights)) for move, weight in weights.items()}
