"""What follows from each option: values afterwards, what it gains over the rest, what it opens and what it shuts.

A value is anything that is a number at every ending: 1 for one ending and 0 elsewhere, a worth, a payoff.  At a
decision the chooser is taken to know the node and no more, so an option is weighed over all positions at which it is
open, each with the odds that a play comes there.  At a table the ends of the talks stand for options, each weighed over
the talks that end so.  Called by ``answers``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.analysis.layers import Layer, Layers
from game.analysis.passes import Number, Passes, Standing
from game.analysis.residues import Residues
from game.core.bargain import PROPOSE
from game.core.model import Decision, Move, NodeId, Table

Edge = tuple[NodeId, Move]
Ends = Sequence[Sequence[Sequence[int]] | None]
"""For each layer of a terminal the values of its positions, question by question; None elsewhere."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from an option.

    ``met`` are the odds that a play comes to the decision while the option is open, ``after`` the expected values once
    it is taken there, ``gains`` the mean of what it adds to the value of deciding as the policy does.  A gain is the
    regret, per meeting, of not having chosen the option (the immediate counterfactual regret of Zinkevich, Johanson,
    Bowling and Piccione 2007, over the odds of coming there).
    """

    met: Fraction
    after: tuple[Fraction, ...]
    gains: tuple[Fraction, ...]


def consequences(passes: Passes, odds: Sequence[Residues],
                 ends: Ends) -> tuple[dict[Edge, Consequence], tuple[Fraction, ...]]:
    """Returns what follows from each option that a play may meet, and the values of the whole scenario."""
    met: dict[Edge, Fraction] = defaultdict(Fraction)
    after: dict[Edge, list[tuple[Fraction, ...]]] = defaultdict(list)
    before: dict[Edge, list[tuple[Fraction, ...]]] = defaultdict(list)
    whole: tuple[Fraction, ...] = ()
    for standing in passes.backward(ends):
        number, layer = standing.number, standing.layer
        if number == 0:
            one, none = np.ones((passes.modular.count, 1), dtype=np.uint64), np.zeros(1, dtype=np.int32)
            whole = passes.expected(one, 1, standing.values, none, 0)
        if not isinstance(layer.node, Decision):
            continue
        for place, strand in enumerate(layer.strands):
            if strand.move == PROPOSE and isinstance(layer.node, Table):
                continue
            edge, weights, scale = (layer.node.id, strand.move), *_weights(passes, standing, place, odds[number])
            met[edge] += Fraction(passes.modular.number(weights.sum(axis=1, dtype=np.uint64)), scale)
            after[edge].append(passes.expected(weights, scale, standing.after[place], strand.targets, strand.goto))
            before[edge].append(passes.expected(weights, scale, standing.values, strand.rows, number))
    found = {}
    for edge, share in met.items():
        if share:
            then = tuple(sum(column, Fraction(0)) / share for column in zip(*after[edge], strict=True))
            now = tuple(sum(column, Fraction(0)) / share for column in zip(*before[edge], strict=True))
            found[edge] = Consequence(share, then, tuple(one - two for one, two in zip(then, now, strict=True)))
    return found, whole


def _weights(passes: Passes, standing: Standing, place: int, odds: Residues) -> tuple[Number, int]:
    """How much each row counts: an option wherever it is open, an end of talks as often as it comes about."""
    strand, scale = standing.layer.strands[place], passes.forth[standing.number]
    if isinstance(standing.layer.node, Table):
        return passes.moved(standing.number, strand, odds), scale * passes.totals[standing.number]
    return odds[:, strand.rows].astype(np.uint64), scale


def endings_asked(layers: Layers) -> tuple[tuple[NodeId, ...], Ends]:
    """Returns the endings, and the question of each: 1 there, 0 elsewhere."""
    names = tuple(dict.fromkeys(layer.node.id for layer in layers.list if layer.ends))
    return names, [[[int(layer.node.id == name)] * layer.size for name in names] if layer.ends else None
                   for layer in layers.list]


@dataclass(frozen=True, slots=True)
class Opening:
    """What can be come to after an option alone, and what only after one of its siblings."""

    opens: frozenset[NodeId]
    shuts: frozenset[NodeId]


def openings(layers: Layers) -> Mapping[Edge, Opening]:
    """Returns, for every option and every end of talks, which nodes it opens and which it shuts.

    Over every position of the graph, whatever its odds; layers of a uniform policy hold all legal moves.
    """
    names = tuple(dict.fromkeys(layer.node.id for layer in layers.list))
    reach = _Reach(names)
    after: dict[NodeId, dict[Move, NDArray[np.uint64]]] = defaultdict(dict)
    for number, layer in reversed([*enumerate(layers.list)]):
        for move, bits in reach.back(number, layer).items():
            if isinstance(layer.node, Decision) and not (move == PROPOSE and isinstance(layer.node, Table)):
                known = after[layer.node.id].get(move)
                after[layer.node.id][move] = bits if known is None else known | bits
    found = {}
    for node, moves in after.items():
        for move, bits in moves.items():
            others = np.zeros_like(bits)
            for other, theirs in moves.items():
                others |= theirs if other != move else 0
            found[node, move] = Opening(reach.names(bits & ~others), reach.names(others & ~bits))
    return found


class _Reach:
    """Sets of nodes as bits, 64 to a word."""

    def __init__(self, names: Sequence[NodeId]) -> None:
        self._names: Final = names
        self._place = {name: place for place, name in enumerate(names)}
        self._words = (len(names) + 63) // 64
        self._known: dict[int, NDArray[np.uint64]] = {}

    def back(self, number: int, layer: Layer) -> Mapping[Move, NDArray[np.uint64]]:
        """Works out what can be come to from each position of a layer; returns it for each move, over all positions."""
        here = np.zeros((self._words, layer.size), dtype=np.uint64)
        place = self._place[layer.node.id]
        here[place // 64] = np.uint64(1 << place % 64)
        moves: dict[Move, NDArray[np.uint64]] = {}
        for strand in layer.strands:
            bits = self._known[strand.goto][:, strand.targets]
            for word in range(self._words):
                if strand.single:
                    here[word][strand.rows] |= bits[word]
                else:
                    np.bitwise_or.at(here[word], strand.rows, bits[word])
            all_bits = np.bitwise_or.reduce(bits, axis=1)
            moves[strand.move] = moves[strand.move] | all_bits if strand.move in moves else all_bits
        self._known[number] = here
        return moves

    def names(self, bits: NDArray[np.uint64]) -> frozenset[NodeId]:
        """Returns the nodes of a set."""
        return frozenset(name for place, name in enumerate(self._names) if int(bits[place // 64]) >> place % 64 & 1)


@dataclass(frozen=True, slots=True)
class Pivot:
    """How much hangs on a decision.

    ``spread`` is the largest total variation distance between the odds of the endings after two of its options, each
    beside what is to be expected there without it: Dobrushin's coefficient of the decision seen as a channel from
    option to ending (Dobrushin 1956), 0 if nothing hangs on it, 1 if two options have no ending in common.  ``met`` are
    the odds that a play comes to the decision; ``weight`` is the product, by which decisions are ranked.
    """

    node: NodeId
    met: Fraction
    spread: Fraction
    apart: tuple[Move, Move]

    @property
    def weight(self) -> Fraction:
        """Returns how much hangs on the decision over all plays."""
        return self.met * self.spread


def pivots(found: Mapping[Edge, Consequence], met: Mapping[NodeId, Fraction]) -> tuple[Pivot, ...]:
    """Returns all decisions a play may meet, the most pivotal first; ``found`` must ask for the endings."""
    moves: dict[NodeId, dict[Move, Consequence]] = defaultdict(dict)
    for (node, move), consequence in found.items():
        moves[node][move] = consequence
    pivotal = []
    for node, options in moves.items():
        pairs = [(_apart(options[one].gains, options[two].gains), (one, two))
                 for one in options for two in options if one < two]
        spread, apart = max(pairs, key=lambda pair: pair[0], default=(Fraction(0), (next(iter(options)),) * 2))
        pivotal.append(Pivot(node, met.get(node, Fraction(0)), min(spread, Fraction(1)), (apart[0], apart[1])))
    return tuple(sorted(pivotal, key=lambda pivot: -pivot.weight))


def _apart(one: Sequence[Fraction], two: Sequence[Fraction]) -> Fraction:
    return sum((abs(first - second) for first, second in zip(one, two, strict=True)), Fraction(0)) / 2
