"""Exact sums over layers: odds carried forward, values carried backward, both as whole numbers modulo primes.

Odds out of a layer have a common denominator, so everything at one layer is a whole number over one scale; a sum over
a layer is recovered once, at the end (``residues``).  Linear algebra over a graph without cycles: no recursion, no
rounding.  Called by ``explore`` and the modules that answer its questions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.analysis import residues
from game.analysis.layers import Layer, Layers, Strand
from game.analysis.residues import Residues

BLOCK: Final = 1 << 13
"""How many residues are still few: they are worked on all at once."""

FEW: Final = 1 << 21
"""So many residues (each below 2**31) may be added as floating-point numbers without rounding."""

Number = NDArray[np.uint64]

Blocked = Callable[[Layer, Strand], bool]
"""Says whether what moves along a strand goes no further."""


class Modular:
    """Columns of whole numbers below ``bound`` in absolute value, each as residues: shape (primes, positions)."""

    def __init__(self, bound: int) -> None:
        self.count: Final = residues.enough(2 * bound + 1)
        self.moduli: Final = np.array(residues.primes(self.count), dtype=np.uint64)
        self._whole = math.prod(residues.primes(self.count))

    def of(self, numbers: Sequence[int]) -> Residues:
        """Returns the residues of whole numbers."""
        return residues.of(numbers, self.count)

    def number(self, sums: Number) -> int:
        """Returns the one number with these residues."""
        found = residues.numbers((sums % self.moduli).astype(np.uint32)[:, None])[0]
        return found if 2 * found < self._whole else found - self._whole

    def weighed(self, values: Residues, weights: Sequence[int] | NDArray[np.int64]) -> int:
        """Returns the sum of the numbers, each times its weight."""
        known = np.asarray(weights)
        if known.dtype == np.int64 and known.min(initial=0) >= 0 and known.max(initial=0) < 2**31:
            factors = known.astype(np.uint64)[None, :]
        else:
            factors = self.of([int(weight) for weight in weights]).astype(np.uint64)
        moved = values.astype(np.uint64) * factors % self.moduli[:, None]
        return self.number(moved.sum(axis=1, dtype=np.uint64))

    def times(self, values: Residues, rows: NDArray[np.int32], factors: Residues, kinds: NDArray[np.int32]) -> Number:
        """Returns the values at ``rows`` times the factors at ``kinds``."""
        moved = values[:, rows].astype(np.uint64)
        moved *= factors.astype(np.uint64)[:, kinds]
        moved %= self.moduli[:, None]
        return moved

    def add(self, into: Residues, goal: NDArray[np.int32], values: Residues, origin: NDArray[np.int32],
            factors: Residues, kinds: NDArray[np.int32]) -> None:
        """Adds to ``into`` at ``goal`` the values at ``origin`` times the factors at ``kinds``.

        ``into`` and ``values`` may hold several columns of numbers, one under another.
        """
        shares = factors.astype(np.uint64)
        for first in range(0, len(origin), FEW):
            part = slice(first, first + FEW)
            if len(into) * len(origin) < BLOCK:
                self._add_few(into, goal, values, origin, shares, kinds)
            else:
                self._add_many(into, goal[part].astype(np.intp), values, origin[part], shares, kinds[part])

    def _add_many(self, into: Residues, goal: NDArray[np.intp], values: Residues, origin: NDArray[np.int32],
                  shares: Number, kinds: NDArray[np.int32]) -> None:
        size = into.shape[1]
        for row, numbers in enumerate(values):
            prime = self.moduli[row % self.count]
            moved = numbers.take(origin).astype(np.uint64)
            moved *= shares[row % self.count].take(kinds)
            moved %= prime
            sums = np.bincount(goal, weights=moved, minlength=size).astype(np.uint64)
            sums += into[row]
            sums %= prime
            into[row] = sums

    def _add_few(self, into: Residues, goal: NDArray[np.int32], values: Residues, origin: NDArray[np.int32],
                 shares: Number, kinds: NDArray[np.int32]) -> None:
        """The same for all rows at once, which is sooner done where there is little in each."""
        places = np.arange(len(into)) % self.count
        moduli = self.moduli[places][:, None]
        moved = values[:, origin].astype(np.uint64)
        moved *= shares[places][:, kinds]
        moved %= moduli
        changed, back = np.unique(goal, return_inverse=True)
        sums = np.zeros((len(changed), len(into)), dtype=np.uint64)
        np.add.at(sums, back.reshape(-1), moved.T)
        into[:, changed] = (sums.T + into[:, changed]) % moduli


@dataclass(frozen=True, slots=True)
class Standing:
    """One layer on the way back: values of its positions, and of those its strands lead to."""

    number: int
    layer: Layer
    values: Residues
    after: Sequence[Residues]
    """For each strand the values at the layer it leads to."""


class Passes:
    """Odds and values over one graph.

    ``questions`` is how many values are carried backward together; at the end each is a whole number between -``bound``
    and ``bound`` over ``denominator``.
    """

    def __init__(self, layers: Layers, *, questions: int = 1, bound: int = 1, denominator: int = 1) -> None:
        self.layers: Final = layers
        self.questions: Final = questions
        self.totals: Final = [layer.total for layer in layers.list]
        self.forth: Final = self._forth()
        self.back: Final = self._back(denominator)
        largest = max(one * total * other for one, total, other
                      in zip(self.forth, self.totals, self.back, strict=True))  # odds of moves times values before them
        self.modular: Final = Modular(largest * max(1, bound))

    def forward(self, blocked: Blocked = lambda layer, strand: False) -> list[Residues]:
        """Returns the odds of every position over the scales ``forth``, layer by layer."""
        odds = [np.zeros((self.modular.count, layer.size), dtype=np.uint32) for layer in self.layers.list]
        odds[0][:, 0] = 1
        for number, layer in enumerate(self.layers.list):
            for strand in layer.strands:
                if not blocked(layer, strand):
                    factor = self.forth[strand.goto] // self.forth[number]
                    self.modular.add(odds[strand.goto], strand.targets, odds[number], strand.rows,
                                     self._shares(strand, factor), strand.kinds)
        return odds

    def backward(self, ends: Sequence[Sequence[Sequence[int]] | None]) -> Iterator[Standing]:
        """Carries values back from the terminals, yielding every layer, the last first.

        ``ends`` holds, for each layer of a terminal, the values of its positions, question by question.
        """
        values: dict[int, Residues] = {}
        numbered = [*enumerate(self.layers.list)][::-1]
        first_use = {strand.goto: number for number, layer in numbered for strand in layer.strands}
        for number, layer in numbered:
            here = np.zeros((self.questions * self.modular.count, layer.size), dtype=np.uint32)
            columns = ends[number]
            if columns is not None:
                here[:] = np.concatenate([self.modular.of(column) for column in columns])
            for strand in layer.strands:
                factor = self.back[number] // self.back[strand.goto]
                self.modular.add(here, strand.rows, values[strand.goto], strand.targets, self._shares(strand, factor),
                                 strand.kinds)
            values[number] = here
            yield Standing(number, layer, here, [values[strand.goto] for strand in layer.strands])
            for goto in {strand.goto for strand in layer.strands if first_use[strand.goto] == number}:
                del values[goto]

    def sum(self, number: int, odds: Residues) -> Fraction:
        """Returns the sum of odds of positions of one layer."""
        return Fraction(self.modular.number(odds.sum(axis=1, dtype=np.uint64)), self.forth[number])

    def along(self, number: int, strand: Strand, odds: Residues) -> Fraction:
        """Returns the odds that a move of ``strand``, which leaves layer ``number``, is made."""
        return Fraction(self.modular.number(self.moved(number, strand, odds).sum(axis=1, dtype=np.uint64)),
                        self.forth[number] * self.totals[number])

    def moved(self, number: int, strand: Strand, odds: Residues) -> Number:
        """Returns the odds of each move of a strand, over the layer's scale ``forth`` times its total."""
        return self.modular.times(odds, strand.rows, self._shares(strand, self.totals[number]), strand.kinds)

    def moves_made(self, number: int, strand: Strand, odds: Residues) -> Fraction:
        """Returns the expected number of moves made along a strand; talks may take several."""
        by_kind = np.zeros((self.modular.count, len(strand.sorts)), dtype=np.uint32)
        self.modular.add(by_kind, strand.kinds, odds, strand.rows, self.modular.of([1]), np.zeros_like(strand.rows))
        whole = math.lcm(*{sort.meetings.denominator for sort in strand.sorts})
        made = sum(weight * int(sort.meetings * whole)
                   for weight, sort in zip(residues.numbers(by_kind), strand.sorts, strict=True))
        return Fraction(made, self.forth[number] * whole)

    def split(self, number: int, odds: Residues, column: NDArray[np.int64]) -> dict[int, Fraction]:
        """Returns the odds of each value of a column over one layer."""
        values, kinds = np.unique(column, return_inverse=True)
        sums = np.zeros((self.modular.count, len(values)), dtype=np.uint32)
        rows, places = np.arange(len(column), dtype=np.int32), kinds.reshape(-1).astype(np.int32)
        self.modular.add(sums, places, odds, rows, self.modular.of([1]), np.zeros_like(rows))
        return {int(value): Fraction(weight, self.forth[number])
                for value, weight in zip(values, residues.numbers(sums), strict=True)}

    def expected(self, weights: Number, scale: int, values: Residues, rows: NDArray[np.int32],
                 number: int) -> tuple[Fraction, ...]:
        """Returns, question by question, the sum of weights (over ``scale``) times values at rows of a layer."""
        found = []
        for question in range(self.questions):
            sums = np.zeros(self.modular.count, dtype=np.uint64)
            for row, prime in enumerate(self.modular.moduli):
                column = values[question * self.modular.count + row][rows].astype(np.uint64)
                sums[row] = (weights[row] * column % prime).sum(dtype=np.uint64) % prime
            found.append(Fraction(self.modular.number(sums), scale * self.back[number]))
        return tuple(found)

    def _shares(self, strand: Strand, factor: int) -> Residues:
        return self.modular.of([int(sort.odds * factor) for sort in strand.sorts])

    def _forth(self) -> list[int]:
        scales = [1] * len(self.layers.list)
        for number, layer in enumerate(self.layers.list):
            for goto in {strand.goto for strand in layer.strands}:
                scales[goto] = math.lcm(scales[goto], scales[number] * self.totals[number])
        return scales

    def _back(self, denominator: int) -> list[int]:
        scales = [denominator] * len(self.layers.list)
        for number, layer in reversed([*enumerate(self.layers.list)]):
            if layer.strands:
                scales[number] = self.totals[number] * math.lcm(*(scales[strand.goto] for strand in layer.strands))
        return scales


def plays(layers: Layers) -> int:
    """Returns how many different plays there are that the behaviour may bring about, each with its own moves."""
    most = [0] * len(layers.list)
    most[0] = 1
    for number, layer in enumerate(layers.list):
        for strand in layer.strands:
            most[strand.goto] += most[number] * sum(sort.plays for sort in strand.sorts)
    modular = Modular(sum(most))
    counts = [np.zeros((modular.count, layer.size), dtype=np.uint32) for layer in layers.list]
    counts[0][:, 0] = 1
    total = np.zeros(modular.count, dtype=np.uint64)
    for number, layer in enumerate(layers.list):
        for strand in layer.strands:
            factors = modular.of([sort.plays if sort.odds else 0 for sort in strand.sorts])
            modular.add(counts[strand.goto], strand.targets, counts[number], strand.rows, factors, strand.kinds)
        if layer.ends:
            total += counts[number].sum(axis=1, dtype=np.uint64)
    return modular.number(total)


def reached(layers: Layers) -> list[NDArray[np.bool_]]:
    """Returns, layer by layer, which positions the behaviour may bring about at all."""
    found = [np.zeros(layer.size, dtype=bool) for layer in layers.list]
    found[0][0] = True
    for number, layer in enumerate(layers.list):
        for strand in layer.strands:
            found[strand.goto][strand.targets[found[number][strand.rows] & strand.supported]] = True
    return found
