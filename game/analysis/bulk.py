"""Merged positions by the hundred thousand: one stop of exact exploration as columns instead of one by one.

The same counting as ``odds`` does for few positions, and the same results: keys are packed into machine words, guards
and effects run over whole columns, odds and numbers of plays are kept as residues so that nothing is rounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from game.analysis import residues
from game.analysis.ends import Ends, Filling, Policy, whole
from game.analysis.flow import Sight, Stop, Wire
from game.analysis.residues import Residues
from game.analysis.vectors import Column, Columns, Vector, Vocabulary
from game.core.expressions import Value
from game.core.model import Decision
from game.core.rules import Rules

OPERATIONS: Final[Mapping[str, Callable[[Column | int, Column | int], Column | int]]] = {
    "add": lambda present, amount: present + amount,
    "set": lambda present, amount: amount,
}
"""The effect table of ``core.effects``, for columns."""

CHUNK: Final = 1 << 14
"""How many positions are moved at once: what they grow into stays within some tens of megabytes."""

Layout = tuple[tuple[str, Sight], ...]


@dataclass(frozen=True, slots=True)
class Heap:
    """Positions at one stop: packed keys, odds as residues over ``scale``, numbers of plays as residues."""

    keys: Column
    odds: Residues
    plays: Residues
    scale: int


class Packing:
    """Keys of one stop as machine words: each live variable a digit, as coarse as it is looked at."""

    def __init__(self, rules: Rules, layout: Layout, vocabulary: Vocabulary) -> None:
        self.names: Final = [name for name, _ in layout]
        self.bases: list[int] = []
        self._digits: list[tuple[Column, int]] = []
        self._kept: list[Column] = []
        for name, sight in layout:
            variable = rules.variables[name]
            values = [vocabulary.number(word) for word in variable.words] or range(variable.low, variable.high + 1)
            if sight is None:
                shown = {value: value for value in values}
            else:
                shown = {vocabulary.number(value): vocabulary.number(kept) for value, kept in sight}
            kept = sorted(set(shown.values()))
            low = min(shown)
            digits = np.zeros(max(shown) - low + 1, dtype=np.int64)
            for value, as_value in shown.items():
                digits[value - low] = kept.index(as_value)
            self._digits.append((digits, low))
            self._kept.append(np.array(kept, dtype=np.int64))
            self.bases.append(len(kept))
        if math.prod(self.bases) >= 2**63:
            raise OverflowError("too many live variables for one machine word")

    def pack(self, columns: Columns, size: int) -> Column:
        """Returns the keys of positions given column by column."""
        keys = np.zeros(size, dtype=np.int64)
        for name, base, (digits, low) in zip(self.names, self.bases, self._digits, strict=True):
            keys *= base
            keys += digits[columns[name] - low]
        return keys

    def unpack(self, keys: Column) -> dict[str, Column]:
        """Returns the columns that keys stand for."""
        columns = {}
        rest = keys
        for name, base, kept in zip(reversed(self.names), reversed(self.bases), reversed(self._kept), strict=True):
            rest, digit = np.divmod(rest, base)
            columns[name] = kept[digit]
        return columns


class Counter:
    """Counts on from a stop at which many positions wait; ``count`` primes hold odds, ``plays`` the plays."""

    def __init__(self, rules: Rules, layouts: Mapping[Stop, Layout], vocabulary: Vocabulary, policy: Policy, *,
                 odds: int, plays: int) -> None:
        self.rules, self.layouts, self.vocabulary, self.policy = rules, layouts, vocabulary, policy
        self.odds, self.plays = odds, plays
        self._packings: dict[Stop, Packing] = {}
        self._waiting: dict[Stop, list[Heap]] = {}

    def packing(self, stop: Stop) -> Packing:
        """Returns how the keys of ``stop`` are packed; raises ``OverflowError`` if they cannot be."""
        if stop not in self._packings:
            self._packings[stop] = Packing(self.rules, self.layouts[stop], self.vocabulary)
        return self._packings[stop]

    def put(self, stop: Stop, weights: Mapping[tuple[Value, ...], tuple[int, int]], scale: int) -> None:
        """Lets positions wait at ``stop``: key -> (odds over ``scale``, number of plays)."""
        if not weights:
            return
        columns = {name: np.array([self.vocabulary.number(key[place]) for key in weights], dtype=np.int64)
                   for place, (name, _) in enumerate(self.layouts[stop])}
        self._waiting.setdefault(stop, []).append(Heap(
            self.packing(stop).pack(columns, len(weights)),
            residues.of([weight for weight, _ in weights.values()], self.odds),
            residues.of([count for _, count in weights.values()], self.plays), scale))

    def take(self, stop: Stop) -> Heap:
        """Returns all that waits at ``stop``, merged, and lets go of it."""
        heaps = self._waiting.pop(stop, [])
        if not heaps:
            return Heap(np.zeros(0, np.int64), residues.of([], self.odds), residues.of([], self.plays), 1)
        return self._merged(heaps)

    def move(self, stop: Stop, here: Heap, index: Mapping[str, int], edges: Iterable[Edge], ends: Ends | None) -> None:
        """Moves everything at ``stop`` along its edges; ``index`` and ``ends`` belong to a table."""
        edges = list(edges)
        packing = self.packing(stop)
        for first in range(0, len(here.keys), CHUNK):
            part = slice(first, first + CHUNK)
            chunk = Heap(here.keys[part], here.odds[:, part], here.plays[:, part], here.scale)
            columns = packing.unpack(chunk.keys)
            moved = (self._talks(chunk, columns, index, edges, ends) if ends is not None
                     else self._ordinary(stop, chunk, columns, edges))
            for goto, heap in moved:
                waiting = self._waiting.setdefault(goto, [])
                waiting.append(heap)
                if sum(len(other.keys) for other in waiting) > 8 * CHUNK:
                    waiting[:] = [self._merged(waiting)]

    def endings(self, stop: Stop, here: Heap) -> Iterator[tuple[tuple[Value, ...], int, int]]:
        """Yields (key, odds over the heap's scale, plays) of the positions at a terminal."""
        columns = self.packing(stop).unpack(here.keys)
        names = [name for name, _ in self.layouts[stop]]
        numbers = zip(residues.numbers(here.odds), residues.numbers(here.plays), strict=True)
        for place, (odds, plays) in enumerate(numbers):
            yield tuple(self.vocabulary.value(name, int(columns[name][place])) for name in names), odds, plays

    def _ordinary(self, stop: Stop, here: Heap, columns: dict[str, Column],
                  edges: list[Edge]) -> Iterator[tuple[Stop, Heap]]:
        size = len(here.keys)
        weights = [np.broadcast_to(np.maximum(edge.guard(columns), 0), size) for edge in edges]
        node = self.rules.scenario.nodes[stop[0]]
        if isinstance(node, Decision):
            total, shares = self._decided(node, edges, weights)
        else:
            total, shares = _by_chance(weights)
        for edge, weight, (kinds, numbers) in zip(edges, weights, shares, strict=True):
            rows = np.flatnonzero((weight > 0) & np.array([number > 0 for number in numbers])[kinds])
            if not len(rows):
                continue
            taken = {name: column[rows] for name, column in columns.items()}
            yield edge.goto, Heap(
                self._key(edge, taken, len(rows)),
                residues.times(here.odds, rows, residues.of(numbers, self.odds), kinds[rows]),
                here.plays[:, rows], here.scale * total)

    def _decided(self, node: Decision, edges: list[Edge],
                 weights: list[Column]) -> tuple[int, list[tuple[Column, list[int]]]]:
        """The policy's odds of each option, asked once for each set of open options."""
        masks = sum((weight > 0).astype(np.int64) << place for place, weight in enumerate(weights))
        found, kinds = np.unique(masks, return_inverse=True)
        asked = []
        for mask in found:
            moves = tuple(edge.wire.move for place, edge in enumerate(edges) if mask >> place & 1)
            asked.append(whole(self.policy(node, moves, node.record_move)) if moves else (1, {}))
        total = math.lcm(*(whole_ for whole_, _ in asked))
        return total, [(kinds, [numbers.get(edge.wire.move, 0) * (total // whole_) for whole_, numbers in asked])
                       for edge in edges]

    def _talks(self, here: Heap, columns: dict[str, Column], index: Mapping[str, int], edges: list[Edge],
               ends: Ends) -> Iterator[tuple[Stop, Heap]]:
        """Talks are gone through once for each set of values their terms read; every row then takes all their ends."""
        places = {place: name for name, place in index.items()}
        read = [places[place] for place in ends.reads]
        size = len(here.keys)
        if read:
            found, kinds = np.unique(np.stack([columns[name] for name in read], axis=1), axis=0, return_inverse=True)
            kinds = kinds.reshape(-1)
        else:
            found, kinds = np.zeros((1, 0), dtype=np.int64), np.zeros(size, dtype=np.int64)
        scratch: list[Value] = [0] * (max(index.values(), default=0) + 1)
        outcomes = []
        for row in found:
            for name, number in zip(read, row, strict=True):
                scratch[index[name]] = self.vocabulary.value(name, int(number))
            outcomes.append(ends.ends(scratch))
        total = math.lcm(*(whole_ for whole_, _ in outcomes))
        order = np.argsort(kinds, kind="stable")
        counts = np.bincount(kinds, minlength=len(found))
        firsts = np.cumsum(counts) - counts
        for edge in edges:
            parts = [(kind, filling, share * (total // whole_), plays) for kind, (whole_, found_) in enumerate(outcomes)
                     for lane, filling, share, plays in found_ if lane.wire is edge.wire]
            if not parts:
                continue
            of_kind = np.array([kind for kind, *_ in parts])
            repeated = counts[of_kind]
            part = np.repeat(np.arange(len(parts)), repeated)
            within = np.arange(len(part)) - np.repeat(np.cumsum(repeated) - repeated, repeated)
            rows = order[firsts[of_kind][part] + within]
            taken = {name: column[rows] for name, column in columns.items()}
            self._fill(taken, places, [filling for _, filling, _, _ in parts], part)
            yield edge.goto, Heap(
                self._key(edge, taken, len(rows)),
                residues.times(here.odds, rows, residues.of([share for *_, share, _ in parts], self.odds), part),
                residues.times(here.plays, rows, residues.of([plays for *_, plays in parts], self.plays), part),
                here.scale * total)

    @staticmethod
    def _fill(taken: dict[str, Column], places: Mapping[int, str], fillings: list[Filling], part: Column) -> None:
        for column, (place, source, _) in enumerate(fillings[0]):
            given = [filling[column][2] for filling in fillings]
            values = np.array([value if isinstance(value, int) else 0 for value in given], dtype=np.int64)[part]
            stands = np.array([value is None for value in given])[part]
            if stands.any() and places[source] in taken:  # elsewhere no effect reads what stands
                values = np.where(stands, taken[places[source]], values)
            taken[places[place]] = values

    def _key(self, edge: Edge, columns: dict[str, Column], size: int) -> Column:
        for name, result in edge.effects:
            columns[name] = np.broadcast_to(result(columns), size)
        return self.packing(edge.goto).pack(columns, size)

    def _merged(self, heaps: list[Heap]) -> Heap:
        """One heap of all, over the common scale, equal keys added up."""
        scale = math.lcm(*(heap.scale for heap in heaps))
        keys = np.concatenate([heap.keys for heap in heaps])
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        return Heap(ordered[starts],
                    residues.merged([(heap.odds, scale // heap.scale) for heap in heaps], order, starts),
                    residues.merged([(heap.plays, 1) for heap in heaps], order, starts), scale)


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge over columns: ``effects`` are those the next stop needs, each from columns to a clamped column."""

    wire: Wire
    goto: Stop
    guard: Vector
    effects: tuple[tuple[str, Vector], ...]


def edge(rules: Rules, vocabulary: Vocabulary, layouts: Mapping[Stop, Layout], wire: Wire) -> Edge:
    """Compiles a wire for columns; effects that the next stop cannot tell apart are left out."""
    needed, effects = {name for name, _ in layouts[wire.goto]}, []
    for name, overwritten, expression, operation in reversed(wire.effects):
        if name in needed:
            if overwritten:
                needed.discard(name)
            needed |= expression.names
            effects.append((name, _effect(rules, vocabulary, name, vocabulary.compile(expression), operation)))
    return Edge(wire, wire.goto, vocabulary.compile(wire.guard), tuple(reversed(effects)))


def _effect(rules: Rules, vocabulary: Vocabulary, name: str, amount: Vector, operation: str) -> Vector:
    variable = rules.variables[name]
    if variable.words:
        return amount
    combine = OPERATIONS[operation]
    return lambda columns: np.clip(combine(columns.get(name, 0), amount(columns)), variable.low, variable.high)


def _by_chance(weights: list[Column]) -> tuple[int, list[tuple[Column, list[int]]]]:
    """Weights over their sums, as whole numbers over one common total."""
    sums = np.sum(weights, axis=0)
    totals, of_total = np.unique(sums, return_inverse=True)
    total = math.lcm(*(int(number) for number in totals if number > 0))
    shares = []
    for weight in weights:
        pairs, kinds = np.unique(weight * len(totals) + of_total, return_inverse=True)
        numbers = [0 if not totals[pair % len(totals)] else
                   int(pair // len(totals)) * (total // int(totals[pair % len(totals)])) for pair in pairs.tolist()]
        shares.append((kinds, numbers))
    return total, shares


__all__ = ["OPERATIONS", "Counter", "Edge", "Heap", "Packing", "edge"]
