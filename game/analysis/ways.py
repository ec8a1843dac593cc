"""Single plays picked out of all: the shortest, the longest, the likeliest to an ending, as moves that can be made.

Not odds (``passes``): dynamic programming over layers, then one walk with the rulebook.  Called by ``answers``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.analysis.behaviour import Behaviour
from game.analysis.layers import Layer, Layers, Strand
from game.analysis.unrolled import called, leaves, move_odds
from game.core.model import Decision, Move, NodeId, Table
from game.core.rules import Position, Rules

Cost = NDArray[np.float64]
"""A number for each position of a layer, infinite where no play ends."""


@dataclass(frozen=True, slots=True)
class Way:
    """One play: its moves with their nodes, and its ending."""

    moves: tuple[tuple[NodeId, Move], ...]
    ending: NodeId

    def decisions(self, rules: Rules) -> int:
        """Returns how many of its moves a party makes; every proposal at a table is one."""
        return sum(isinstance(rules.scenario.nodes[node], Decision) for node, _ in self.moves)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a play adds up: ``move`` gives what each move of a strand of a layer adds, ``there`` each position of it."""

    move: Callable[[int, Strand], Cost]
    there: Callable[[int], Cost | float] = lambda number: 0.0


def decisions(layers: Layers, most: bool) -> Measure:
    """Counts the moves parties make, talks at their shortest or longest."""
    return Measure(lambda number, strand: talked(strand, most) if isinstance(layers.list[number].node, Decision)
                   else np.zeros(len(strand.rows)))


def steps(most: bool) -> Measure:
    """Counts all moves, those of chance too."""
    return Measure(lambda number, strand: talked(strand, most))


def talked(strand: Strand, most: bool) -> Cost:
    """Returns how many moves each move of a strand stands for: of talks the fewest or the most, of others one."""
    return np.array([sort.most if most else sort.fewest for sort in strand.sorts], dtype=np.float64)[strand.kinds]


class Best:
    """The least, or with ``most`` the greatest, that a play can add up from every position on."""

    def __init__(self, layers: Layers, measure: Measure, most: bool = False,
                 goal: Callable[[Layer], bool] = lambda layer: layer.ends) -> None:
        """``goal`` says where plays are at their end; by default at the endings."""
        self.layers: Final = layers
        self.goal: Final = goal
        self.measure: Final = measure
        self.most: Final = most
        self.costs: Final[list[Cost]] = [np.zeros(0)] * len(layers.list)
        worst = -np.inf if most else np.inf
        for number, layer in reversed([*enumerate(layers.list)]):
            here = np.full(layer.size, 0.0 if goal(layer) else worst)
            for strand in layer.strands if not goal(layer) else ():
                along = self.along(number, strand)
                (np.maximum if most else np.minimum).at(here, strand.rows, along)
            self.costs[number] = here + measure.there(number)

    def along(self, number: int, strand: Strand) -> Cost:
        """Returns what the best play adds up from each move of a strand on, the move included."""
        along = self.costs[strand.goto][strand.targets] + self.measure.move(number, strand)
        return np.where(strand.supported, along, -np.inf if self.most else np.inf)

    @property
    def value(self) -> float:
        """Returns what the best play adds up; infinite if none ends."""
        return float(self.costs[0][0])

    def way(self, behaviour: Behaviour, start: Position) -> Way:
        """Returns a best play, made with the rulebook; of equal ones the first in the order of the options."""
        return self.walk(behaviour, start).way()

    def walk(self, behaviour: Behaviour, start: Position) -> _Walk:
        """Makes the moves of a best play, as far as the goal."""
        walk = _Walk(self.layers, behaviour, start)
        while not self.goal(walk.layer):
            strand, place = self.next(walk.number, walk.row)
            sort = strand.sorts[int(strand.kinds[place])]
            walk.go(strand, int(strand.targets[place]), sort.most if self.most else sort.fewest)
        return walk

    def next(self, number: int, row: int) -> tuple[Strand, int]:
        """Returns the best move from a position: its strand and its place in it."""
        found = [(float(along[place]), strand, int(place)) for strand in self.layers.list[number].strands
                 for along in [self.along(number, strand)] for place in np.flatnonzero(strand.rows == row)]
        _, strand, place = (max if self.most else min)(found, key=lambda item: item[0])
        return strand, place


def way_to(layers: Layers, node: NodeId, behaviour: Behaviour, start: Position) -> tuple[Way, Position] | None:
    """Returns the fewest moves to a node, and the position they lead to; None if no play comes there."""
    best = Best(layers, steps(most=False), goal=lambda layer: layer.node.id == node)
    if best.value == np.inf:
        return None
    walk = best.walk(behaviour, start)
    return walk.way(), walk.position


def likeliest(layers: Layers, ending: NodeId, behaviour: Behaviour, start: Position) -> tuple[Way, Fraction] | None:
    """Returns the likeliest play to an ending (Viterbi 1967) and its odds, or None if there is none.

    Plays are compared by sums of logarithms, so plays alike to twelve digits may stand for each other; the odds that
    are returned are exact.
    """
    with np.errstate(divide="ignore"):
        measure = Measure(
            lambda number, strand: np.log([float(sort.likeliest) for sort in strand.sorts])[strand.kinds],
            lambda number: -np.inf if layers.list[number].ends and layers.list[number].node.id != ending else 0.0)
        best = Best(layers, measure, most=True)
    if best.value == -np.inf:
        return None
    walk, odds = _Walk(layers, behaviour, start), Fraction(1)
    while not walk.layer.ends:
        with np.errstate(divide="ignore"):
            strand, place = best.next(walk.number, walk.row)
        odds *= strand.sorts[int(strand.kinds[place])].likeliest
        walk.go(strand, int(strand.targets[place]), None)
    return walk.way(), odds


class _Walk:
    """A play on its way, in the layers and in the rulebook at once."""

    def __init__(self, layers: Layers, behaviour: Behaviour, start: Position) -> None:
        self.layers, self.behaviour, self.position = layers, behaviour, start
        self.number, self.row = 0, 0
        self.moves: list[tuple[NodeId, Move]] = []

    @property
    def layer(self) -> Layer:
        return self.layers.list[self.number]

    def go(self, strand: Strand, target: int, meetings: int | None) -> None:
        """Makes the move, or the talks, that a strand stands for.

        ``meetings`` is how many moves the talks take (None: as many as are likeliest).
        """
        rules, node = self.layers.rules, self.layer.node
        if isinstance(node, Table) and not self.layers.looped:
            moves, after = self._talks(strand, target, meetings, node.rounds)
        else:
            moves, after = self._single(strand, target)
        self.moves += [(node.id, move) for move in moves]
        self.position = after
        self.number, self.row = strand.goto, target
        assert rules.scenario.nodes[after.node] is self.layer.node

    def _single(self, strand: Strand, target: int) -> tuple[Sequence[Move], Position]:
        rules = self.layers.rules
        odds = move_odds(rules, self.position, self.behaviour)
        best: tuple[Fraction, Move, Position] | None = None
        for move in rules.moves(self.position):
            if called(rules, self.position, move) == strand.move:
                after = rules.step(self.position, move).after
                share = odds.get(move, Fraction(0))
                if self.layers.find(after, self.number) == (strand.goto, target) and (not best or share > best[0]):
                    best = share, move, after
        assert best is not None
        return [best[1]], best[2]

    def _talks(self, strand: Strand, target: int, meetings: int | None,
               rounds: int) -> tuple[Sequence[Move], Position]:
        """Goes through the rounds: proposals that settle nothing all lead to the same next round."""
        rules, position = self.layers.rules, self.position
        made: list[Move] = []
        share = Fraction(1)
        best: tuple[Fraction, Sequence[Move], Position] | None = None
        for number in range(1, rounds + 1):
            odds = move_odds(rules, position, self.behaviour)
            leaving = leaves(rules, position)
            if meetings in (None, number):
                last = self._last(strand, target, position, odds, [move for move, end in leaving if end == strand.move])
                if last is not None and (best is None or share * last[0] > best[0]):
                    best = share * last[0], [*made, last[1]], last[2]
            on = max(((odds.get(move, Fraction(0)), move) for move, end in leaving if not end),
                     key=lambda found: found[0], default=None)
            if on is None or number == meetings:
                break
            share *= on[0]
            made.append(on[1])
            position = rules.step(position, on[1]).after
        assert best is not None
        return best[1], best[2]

    def _last(self, strand: Strand, target: int, position: Position, odds: Mapping[Move, Fraction],
              moves: Sequence[Move]) -> tuple[Fraction, Move, Position] | None:
        """The likeliest of some moves that leads where the strand does; of equal ones the first."""
        for move in sorted(moves, key=lambda move: -odds.get(move, Fraction(0))):
            after = self.layers.rules.step(position, move).after
            if self.layers.find(after, self.number) == (strand.goto, target):
                return odds.get(move, Fraction(0)), move, after
        return None

    def way(self) -> Way:
        """Returns the play."""
        return Way(tuple(self.moves), self.position.node)
