"""The cautious behaviour: every party takes the option whose worst possible ending is the best for it.

Wald's maximin (1950), worked out backward over all positions; whatever chance and the other parties may do is taken to
be possible.  Options that are equal in this are compared by what is to be expected after them, everybody deciding so;
those that are still equal are alike.  At a table, whose answers are foreseen, the ends of the talks are chosen among.
An ending is worth its payoff to the party that decides; where the scenario counts no payoffs, what the perspective that
likes it least makes of it on average.  Called by ``answers``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.analysis.layers import Kind, Layer, Layers, Strand
from game.core.expressions import Expression
from game.core.model import Decision, NodeId, Party, Terminal
from game.core.rules import Rules

Scores = NDArray[np.float64]

SAME: Final = 1e-9
"""Expectations no further apart than this, as a share of the range of all endings, count as equal."""


def payoffs(rules: Rules) -> tuple[Party, ...]:
    """Returns the parties for which some ending counts a payoff."""
    found = {party for node in rules.scenario.nodes.values() if isinstance(node, Terminal) for party in node.payoff}
    return tuple(party for party in rules.scenario.parties if party in found)


def payoff_reads(rules: Rules) -> Mapping[NodeId, tuple[Expression, ...]]:
    """Returns what must be known at each ending to know all payoffs."""
    return {node.id: tuple(node.payoff.values()) for node in rules.scenario.nodes.values()
            if isinstance(node, Terminal)}


def settle(layers: Layers, scores: Mapping[NodeId, Fraction]) -> Layers:
    """Returns the same layers under the cautious behaviour.

    ``layers`` must be those of the uniform behaviour, with payoffs known at the endings; ``scores`` say what endings
    are worth where no payoff does.
    """
    parties = {layer.node.who for layer in layers.list if isinstance(layer.node, Decision)}
    ends = {party: [_worth(layers, layer, party, scores) if layer.ends else None for layer in layers.list]
            for party in parties}
    backs = {party: _Back(layers, party, ends[party]) for party in parties}
    settled: list[Layer] = [*layers.list]
    for number, layer in reversed([*enumerate(layers.list)]):
        if isinstance(layer.node, Decision):
            settled[number] = backs[layer.node.who].choose(number, layer)
        for back in backs.values():
            back.carry(number, settled[number])
    return replace(layers, list=tuple(settled))


def _worth(layers: Layers, layer: Layer, party: Party, scores: Mapping[NodeId, Fraction]) -> Scores:
    assert isinstance(layer.node, Terminal)
    payoff = layer.node.payoff.get(party)
    if payoff is None:
        return np.full(layer.size, float(scores.get(layer.node.id, 0)))
    worth = layers.vocabulary.compile(payoff)(layer.columns())
    return np.array(np.broadcast_to(worth, layer.size), dtype=np.float64)


class _Back:
    """What one party can make sure of, and what it may expect, from every position on."""

    def __init__(self, layers: Layers, party: Party, ends: Sequence[Scores | None]) -> None:
        self.party = party
        self.sure: list[Scores] = [np.zeros(0)] * len(layers.list)
        self.hoped: list[Scores] = [np.zeros(0)] * len(layers.list)
        self.ends = ends
        known = [worth for worth in ends if worth is not None and len(worth)]
        self.range = max((float(worth.max()) for worth in known), default=0.0) - min(
            (float(worth.min()) for worth in known), default=0.0)

    def carry(self, number: int, layer: Layer) -> None:
        """Works out a layer from those it leads to."""
        worth = self.ends[number]
        if worth is not None:
            self.sure[number] = self.hoped[number] = worth
            return
        own = isinstance(layer.node, Decision) and layer.node.who == self.party
        sure = np.full(layer.size, -np.inf if own else np.inf)
        hoped = np.zeros(layer.size)
        for strand in layer.strands:
            (np.maximum if own else np.minimum).at(sure, strand.rows, self.sure[strand.goto][strand.targets])
            odds = np.array([float(sort.odds) for sort in strand.sorts])[strand.kinds]
            np.add.at(hoped, strand.rows, odds * self.hoped[strand.goto][strand.targets])
        self.sure[number], self.hoped[number] = sure, hoped

    def choose(self, number: int, layer: Layer) -> Layer:
        """Returns the layer with the party's choices made."""
        sure, hoped = np.full(layer.size, -np.inf), np.full(layer.size, -np.inf)
        for strand in layer.strands:
            np.maximum.at(sure, strand.rows, self.sure[strand.goto][strand.targets])
        best = []
        for strand in layer.strands:
            safe = self.sure[strand.goto][strand.targets] >= sure[strand.rows] - SAME * self.range
            best.append(safe)
            np.maximum.at(hoped, strand.rows, np.where(safe, self.hoped[strand.goto][strand.targets], -np.inf))
        taken = []
        for strand, safe in zip(layer.strands, best, strict=True):
            near = self.hoped[strand.goto][strand.targets] >= hoped[strand.rows] - SAME * self.range
            taken.append(safe & near)
        ways = np.zeros(layer.size, dtype=np.int64)
        for strand, chosen in zip(layer.strands, taken, strict=True):
            np.add.at(ways, strand.rows, chosen)
        return replace(layer, strands=tuple(_reweighed(strand, chosen, ways)
                                            for strand, chosen in zip(layer.strands, taken, strict=True)))


def _reweighed(strand: Strand, chosen: NDArray[np.bool_], ways: NDArray[np.int64]) -> Strand:
    """The same moves with odds of one over the number of ways where they are chosen, and none elsewhere."""
    shares = np.where(chosen, ways[strand.rows], 0)
    pairs, kinds = np.unique(strand.kinds * (int(shares.max(initial=0)) + 1) + shares, return_inverse=True)
    sorts = []
    for pair in pairs:
        kind, number = divmod(int(pair), int(shares.max(initial=0)) + 1)
        odds = Fraction(1, number) if number else Fraction(0)
        sorts.append(_with(strand.sorts[kind], odds))
    return replace(strand, kinds=kinds.reshape(-1).astype(np.int32), sorts=tuple(sorts))


def _with(sort: Kind, odds: Fraction) -> Kind:
    if not sort.odds:
        return replace(sort, odds=odds, meetings=odds * sort.most, likeliest=odds)
    scaled = odds / sort.odds
    return replace(sort, odds=odds, meetings=sort.meetings * scaled, likeliest=sort.likeliest * scaled)
