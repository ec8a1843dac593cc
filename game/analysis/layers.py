"""Every position that matters, node by node, and every move between them: the graph that exact questions run over.

Positions are rows of columns, moves are strands of row numbers; nothing is rounded and no play is walked.  Made by
``layering`` (positions merged as far as nothing tells them apart) or by ``unrolled`` (every position, where nodes form
a loop); ``passes`` carries odds forward and values backward over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from game.analysis.vectors import Column, Vocabulary
from game.core.expressions import Value
from game.core.model import AnyNode, Move, NodeId, Terminal
from game.core.rules import Position, Rules

Rows = NDArray[np.int32]
"""Numbers of rows of one layer."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the moves of one kind within a strand have in common.

    ``odds`` are those of the move at its position, ``plays`` how many different moves (at a table: ways through the
    talks) it stands for.  ``fewest``, ``most`` and ``meetings`` (odds times number, summed) tell how many moves the
    talks took; ``likeliest`` are the odds of the likeliest single way.  Anywhere else a move is one move.
    """

    odds: Fraction
    plays: int = 1
    fewest: int = 1
    most: int = 1
    meetings: Fraction = Fraction(0)
    likeliest: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Strand:
    """Moves along one edge: from ``rows`` of its layer to ``targets`` of the layer ``goto``.

    ``kinds`` gives, row by row, the place in ``sorts``.  A strand whose odds are 0 holds legal moves that the policy
    does not make.  ``single`` says that no row is there twice.
    """

    move: Move
    goto: int
    rows: Rows
    targets: Rows
    kinds: Rows
    sorts: tuple[Kind, ...]
    single: bool = True

    @property
    def supported(self) -> NDArray[np.bool_]:
        """Returns, row by row, whether the policy makes the move at all."""
        return np.array([sort.odds > 0 for sort in self.sorts])[self.kinds]


@dataclass(frozen=True, slots=True)
class Layer:
    """All positions at one stop.  ``level`` is how many moves from the start, where nodes form a loop; else 0."""

    node: AnyNode
    size: int
    strands: tuple[Strand, ...]
    columns: Callable[[], Mapping[str, Column]] = field(repr=False)
    """Computes the values that are told apart here, by name; words as numbers."""
    level: int = 0
    kept: Mapping[str, Mapping[Value, Value]] = field(default_factory=dict)
    """Of a variable whose exact value is not known: for each value as which it is kept."""

    @property
    def ends(self) -> bool:
        """Says whether plays end here."""
        return isinstance(self.node, Terminal)

    @property
    def total(self) -> int:
        """Returns the common denominator of all odds of moves out of this layer."""
        return math.lcm(*{sort.odds.denominator for strand in self.strands for sort in strand.sorts})


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers, each before those it leads to; the start is row 0 of the first.

    ``names`` are the variables whose value is known at every terminal.  ``place`` finds the (layer, row) of a position
    of the rulebook that follows from (layer, row).
    """

    rules: Rules
    vocabulary: Vocabulary
    list: tuple[Layer, ...]
    names: tuple[str, ...]
    looped: bool = False
    find: Callable[[Position, int], tuple[int, int] | None] = field(default=lambda position, after: None, repr=False)
    """(position, number of the layer it follows) -> (layer, row), or None if it is none of these."""

    @property
    def positions(self) -> int:
        """Returns how many positions there are."""
        return sum(layer.size for layer in self.list)

    @property
    def moves(self) -> int:
        """Returns how many moves there are between them."""
        return sum(len(strand.rows) for layer in self.list for strand in layer.strands)

    def at(self, node: NodeId) -> Iterator[tuple[int, Layer]]:
        """Yields the numbered layers of one node."""
        return ((number, layer) for number, layer in enumerate(self.list) if layer.node.id == node)

    def value(self, name: str, number: int) -> Value:
        """Returns what a number in a column stands for."""
        return self.vocabulary.value(name, number)
