"""Layers of merged positions, built node by node for scenarios whose nodes form no loop.

Two positions at one node are one row if no later guard, weight, effect or question can tell them apart (``flow``).
Not the counting of odds alone (``odds``), which keeps no moves; this keeps every one, so that questions can be asked in
both directions.  Called by ``explore``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from game.analysis import bulk
from game.analysis.behaviour import UNIFORM, Behaviour
from game.analysis.branching import Branching, Stub
from game.analysis.bulk import Layout
from game.analysis.ends import Memory
from game.analysis.flow import Stop, liveness, topological
from game.analysis.layers import Layer, Layers, Rows, Strand
from game.analysis.positions import TooLarge
from game.analysis.vectors import Column, Columns, Vocabulary
from game.core import limits
from game.core.expressions import Expression, Value
from game.core.model import NodeId
from game.core.rules import Position, Rules
from game.core.talks import ROUND

MOST: Final = limits.LAYERED
"""How many merged positions one graph may hold, and three times as many moves: about a gigabyte."""

Watch = Callable[[float], None]


class Stopped(Exception):
    """Whoever watches wants no more; ``layers`` are what was built, without the moves out of its last nodes."""

    layers: Layers | None = None


Also = Mapping[NodeId, tuple[Expression, ...]]
"""What is read at a node beside the scenario's own expressions."""


def merged(rules: Rules, asked: Iterable[str] = (), behaviour: Behaviour = UNIFORM, start: Position | None = None, *,
           also: Also | None = None, most: int = MOST, memory: Memory | None = None,
           watch: Watch = lambda part: None) -> Layers:
    """Returns the layers under a behaviour, the ``asked`` variables known at every terminal.

    ``also`` are expressions that can be evaluated over the columns of their node.  Raises ``LoopedScenario`` if the
    nodes form a loop, and ``TooLarge`` beyond ``most`` positions.  ``memory`` may be handed on from one graph of the
    same rules to the next.  ``watch`` is told again and again how large a part of the nodes has been gone through; if
    it raises ``Stopped``, that comes out with the layers as far as they were built.
    """
    return _Merging(rules, tuple(asked), behaviour, start or rules.start(), also or {}, most,
                    {} if memory is None else memory, watch).layers()


class _Merging:
    def __init__(self, rules: Rules, asked: tuple[str, ...], behaviour: Behaviour, start: Position, also: Also,
                 most: int, memory: Memory, watch: Watch) -> None:
        first: Stop = (start.node, int(rules.value(start, ROUND)) if ROUND in rules.index else 0)
        self.rules, self.asked, self.start, self.most, self.watch = rules, asked, start, most, watch
        self.order = topological(rules, first)
        reads = {node: (*also.get(node, ()), *behaviour.reads(node)) for node in rules.scenario.nodes}
        live = liveness(rules, self.order, asked, reads)
        self.layouts: dict[Stop, Layout] = {stop: tuple(sorted(live[stop].items())) for stop in self.order}
        self.vocabulary = Vocabulary(rules)
        self.number = {stop: number for number, stop in enumerate(self.order)}
        self.keys = {stop: Keys(rules, self.layouts[stop], self.vocabulary) for stop in self.order}
        self.branching = Branching(rules, self.layouts, self.vocabulary, behaviour, memory)
        self.arrived: dict[Stop, list[tuple[Column, Callable[[Rows], None]]]] = {stop: [] for stop in self.order}
        self.rows: list[Column] = []
        self.strands: list[list[Strand]] = []

    def layers(self) -> Layers:
        """Goes through the stops in order; every position of a stop is known before the first is moved on.

        Stopped amid a node, it leaves a part of that node's moves out, so that odds found are lower bounds.
        """
        try:
            self._go_through()
        except Stopped as stop:
            for waiting in self.order[len(self.rows):]:
                self.rows.append(self._arrive(waiting))
                self.strands.append([])
            stop.layers = self._finished()
            raise
        return self._finished()

    def _go_through(self) -> None:
        positions = moves = 0
        for stop in self.order:
            rows = self._arrive(stop)
            self.rows.append(rows)
            positions += rows.shape[1]
            strands: list[Strand] = []
            self.strands.append(strands)
            for stub in self.branching.moves(stop, self.keys[stop].unpack, rows):
                self._send(stub, strands)
                moves += len(stub.rows)
                if positions > self.most or moves > 3 * self.most:
                    raise TooLarge(positions, self._estimate(len(self.rows)))
                self.watch(len(self.rows) / len(self.order))

    def _finished(self) -> Layers:
        return Layers(self.rules, self.vocabulary,
                      tuple(Layer(self.rules.scenario.nodes[stop[0]], self.rows[number].shape[1],
                                  tuple(self.strands[number]), self._columns(stop, number), kept=self._kept(stop))
                            for number, stop in enumerate(self.order)),
                      self.asked, find=self._find)

    def _arrive(self, stop: Stop) -> Column:
        """The distinct keys of a stop; tells every strand that leads here where its moves have got to."""
        if not self.rows:
            return self._key(stop, self.start)
        keys, places = self.keys[stop].distinct([keys for keys, _ in self.arrived[stop]])
        first = 0
        for part, tell in self.arrived.pop(stop):
            tell(places[first:first + part.shape[1]])
            first += part.shape[1]
        return keys

    def _send(self, stub: Stub, strands: list[Strand]) -> None:
        place = len(strands)
        strands.append(Strand(stub.edge.wire.move, self.number[stub.edge.goto], stub.rows, stub.rows, stub.kinds,
                              stub.sorts, stub.single))

        def tell(targets: Rows) -> None:
            found = strands[place]
            strands[place] = Strand(found.move, found.goto, found.rows, targets, found.kinds, found.sorts,
                                    found.single)
        self.arrived[stub.edge.goto].append((self.keys[stub.edge.goto].pack(stub.columns, len(stub.rows)), tell))

    def _kept(self, stop: Stop) -> Mapping[str, Mapping[Value, Value]]:
        return {name: dict(sight) for name, sight in self.layouts[stop] if sight is not None}

    def _columns(self, stop: Stop, number: int) -> Callable[[], Mapping[str, Column]]:
        return lambda: self.keys[stop].unpack(self.rows[number])

    def _key(self, stop: Stop, position: Position) -> Column:
        columns = {name: np.array([self.vocabulary.number(self.rules.value(position, name))])
                   for name, _ in self.layouts[stop]}
        return self.keys[stop].pack(columns, 1)

    def _find(self, position: Position, after: int) -> tuple[int, int] | None:
        stop = (position.node, 0)
        if stop not in self.number:
            return None
        number = self.number[stop]
        found = np.flatnonzero((self.rows[number] == self._key(stop, position)).all(axis=0))
        return (number, int(found[0])) if len(found) else None

    def _estimate(self, done: int) -> int:
        """Guesses at all positions: every layer still to come as wide as the widest so far, and growing as fast as the
        layers grew up to now, but never wider than there are values to tell apart at its stop."""
        widths: list[int] = [rows.shape[1] for rows in self.rows]
        growth = math.pow(max(widths), 1 / max(1, done - 1))
        total, width = sum(widths), float(max(widths))
        for stop in self.order[done:]:
            width = min(width * growth, 1e30)
            total += min(int(width), self.keys[stop].space)
        return total


@dataclass(frozen=True, slots=True)
class _Part:
    packing: bulk.Packing
    space: int


class Keys:
    """Keys of one stop as columns of machine words, as many as the live variables need: shape (words, positions)."""

    def __init__(self, rules: Rules, layout: Layout, vocabulary: Vocabulary) -> None:
        self._parts: Final[list[_Part]] = []
        waiting: Layout = ()
        for item in layout:
            if waiting and _values(rules, (*waiting, item)) >= 2**62:
                self._parts.append(_Part(bulk.Packing(rules, waiting, vocabulary), 0))
                waiting = ()
            waiting = (*waiting, item)
        self._parts.append(_Part(bulk.Packing(rules, waiting, vocabulary), 0))
        self._parts[:] = [_Part(part.packing, math.prod(part.packing.bases)) for part in self._parts]

    @property
    def space(self) -> int:
        """Returns how many keys there can be."""
        return math.prod(part.space for part in self._parts)

    def pack(self, columns: Columns, size: int) -> Column:
        """Returns the keys of positions given column by column."""
        return np.stack([part.packing.pack(columns, size) for part in self._parts])

    def unpack(self, keys: Column) -> dict[str, Column]:
        """Returns the columns that keys stand for."""
        return {name: column for part, words in zip(self._parts, keys, strict=True)
                for name, column in part.packing.unpack(words).items()}

    def distinct(self, parts: list[Column]) -> tuple[Column, Rows]:
        """Returns the distinct keys of several arrays, and for every key of them its place."""
        keys = np.concatenate(parts, axis=1) if parts else np.zeros((len(self._parts), 0), dtype=np.int64)
        places = np.zeros(keys.shape[1], dtype=np.int64)
        for part, words in zip(self._parts, keys, strict=True):
            codes, size = _codes(words, part.space)
            places = _codes(places * size + codes, None)[0] if len(self._parts) > 1 else codes
        firsts = np.zeros(int(places.max(initial=-1)) + 1, dtype=np.int64)
        firsts[places[::-1]] = np.arange(len(places))[::-1]
        return keys[:, firsts], places.astype(np.int32)


def _codes(words: Column, space: int | None) -> tuple[Column, int]:
    """Numbers the distinct words; by a table where there can be only few of them, by sorting elsewhere."""
    if space is not None and space <= max(1 << 16, 8 * len(words)):
        there = np.zeros(space, dtype=bool)
        there[words] = True
        return (np.cumsum(there) - 1)[words], int(there.sum())
    found, codes = np.unique(words, return_inverse=True)
    return codes.reshape(-1), len(found)


def _values(rules: Rules, layout: Layout) -> int:
    return math.prod(len(rules.variables[name].words) + 1 or 1 if rules.variables[name].words
                     else rules.variables[name].high - rules.variables[name].low + 1 for name, _ in layout)
