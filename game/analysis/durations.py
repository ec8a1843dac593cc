"""How long plays take to read, position by position, as exactly as the texts' guards allow.

A guard is evaluated where its variables are told apart; where one is not, the texts it chooses between count once as
the shortest and once as the longest that its variables allow, so every answer is a pair that holds the truth between.
Only texts of the scenario count: no notes, no words of the interface.  Called by ``answers``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.analysis import reading
from game.analysis.explore import moves_of
from game.analysis.layers import Layer, Layers, Strand
from game.analysis.passes import Passes
from game.analysis.residues import Residues
from game.analysis.sights import Sights
from game.analysis.vectors import OTHER, Column, Vector
from game.analysis.ways import Best, Cost, Measure, talked
from game.core.expressions import Expression, Value
from game.core.model import NodeId, Table
from game.core.rules import Rules
from game.core.texts import Block, Phrase, Slot, Variant

UNIT: Final = 2000
"""Parts of a minute in which texts are counted: a word takes 8, a character 5."""

WORLDS: Final = 64
"""How many combinations of values that are not told apart are tried for one text."""

Bounds = tuple[Column, Column]
"""For each position the least and the most, in parts of a minute."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Minutes: of the shortest and the longest play, and what is to be expected, each between two bounds."""

    expected: tuple[Fraction, Fraction]
    shortest: tuple[Fraction, Fraction]
    longest: tuple[Fraction, Fraction]


def guards(rules: Rules) -> Mapping[NodeId, tuple[Expression, ...]]:
    """Returns what the guards of the texts read, node by node."""
    return {node.id: tuple(part.when for text in (*reading.before(node), *(text for move in moves_of(node)
                                                                           for text in reading.after(node, move)))
                           for part in text if part.when is not None)
            for node in rules.scenario.nodes.values()}


class Durations:
    """Reading times over one graph, in one language."""

    def __init__(self, layers: Layers, language: str) -> None:
        self.layers: Final = layers
        self.language: Final = language
        self.there: list[Bounds] = []
        self.along: list[list[Bounds]] = []
        sights = Sights(layers.rules.variables, {})
        for layer in layers.list:
            teller = _Teller(layers, layer, language, sights)
            self.there.append(teller.all(reading.before(layer.node)))
            self.along.append([teller.all(reading.after(layer.node, strand.move)) for strand in layer.strands])
        self.meeting: Final = {layer.node.id: _meeting(layer.node, language) for layer in layers.list
                               if isinstance(layer.node, Table)}

    def expected(self, passes: Passes, odds: Sequence[Residues]) -> tuple[Fraction, Fraction]:
        """Returns the expected minutes, exactly, between its bounds: sums over nodes and moves, by linearity."""
        sums = [Fraction(0), Fraction(0)]
        for number, layer in enumerate(self.layers.list):
            scale = passes.forth[number]
            for bound in (0, 1):
                weighed = passes.modular.weighed(odds[number], self.there[number][bound])
                sums[bound] += Fraction(weighed, scale)
                for strand, bounds in zip(layer.strands, self.along[number], strict=True):
                    moved = passes.moved(number, strand, odds[number]).astype(np.uint32)
                    told = passes.modular.weighed(moved, bounds[bound][strand.rows])
                    sums[bound] += Fraction(told, scale * passes.totals[number])
                    if layer.node.id in self.meeting:
                        meetings = passes.moves_made(number, strand, odds[number])
                        sums[bound] += self.meeting[layer.node.id][bound] * meetings
        return sums[0] / UNIT, sums[1] / UNIT

    def extreme(self, most: bool) -> tuple[Fraction, Fraction]:
        """Returns the minutes of the shortest or the longest play, between its bounds; 0 if no play ends."""
        low, high = (Best(self.layers, self.measure(bound, most), most).value for bound in (0, 1))
        return tuple(Fraction(int(value), UNIT) if abs(value) < float("inf") else Fraction(0)
                     for value in (low, high))  # type: ignore[return-value]

    def measure(self, bound: int, most: bool) -> Measure:
        """Returns what a play adds up, by the lower (0) or the upper (1) bound; talks at their shortest or longest."""
        def move(number: int, strand: Strand) -> Cost:
            layer = self.layers.list[number]
            each = self.meeting.get(layer.node.id, (0, 0))[bound]
            place = next(place for place, other in enumerate(layer.strands) if other is strand)
            return self.along[number][place][bound][strand.rows] + each * talked(strand, most)
        return Measure(move, lambda number: self.there[number][bound].astype(np.float64))


def _meeting(table: Table, language: str) -> tuple[int, int]:
    """What an answer at a table takes to read, at least and at most."""
    side = table.bargain.other(table.side)
    slots = [slot for name in table.offers for slot in (side.stakes[name].refuses, side.stakes[name].counters,
                                                        side.stakes[name].grants)]
    sizes = [(sum(_units(block, language) for block in slot if block.when is None and not block.otherwise),
              sum(_units(block, language) for block in slot)) for slot in slots]
    return min((low for low, _ in sizes), default=0), max((high for _, high in sizes), default=0)


def _units(text: Variant | Block, language: str) -> int:
    return int(reading.length(text.words[language]).minutes * UNIT)


class _Teller:
    """Evaluates the guards of texts over the columns of one layer."""

    def __init__(self, layers: Layers, layer: Layer, language: str, sights: Sights) -> None:
        self.layers, self.size, self.language, self.sights = layers, layer.size, language, sights
        self._columns: Mapping[str, Column] | None = None
        self._layer = layer

    def all(self, texts: Iterable[Phrase | Slot]) -> Bounds:
        """Returns the bounds of several texts together."""
        low, high = np.zeros(self.size, dtype=np.int64), np.zeros(self.size, dtype=np.int64)
        for text in texts:
            least, most = self._one(text)
            low, high = low + least, high + most
        return low, high

    def _one(self, text: Phrase | Slot) -> tuple[Column | int, Column | int]:
        guards = {part.when for part in text if part.when is not None}
        if not guards:
            size = self._shown(text, {})
            return size, size
        columns = {name: column for name, column in self._read().items() if self._is_told(name, guards)}
        unknown = sorted({name for guard in guards for name in guard.names} - set(columns))
        values = [self._values(name) for name in unknown]
        if np.prod([len(column) for column in values], dtype=float) > WORLDS:
            return 0, sum(_units(part, self.language) for part in text)
        shown = [self._shown(text, {**columns, **{name: np.full(self.size, value) for name, value
                                                 in zip(unknown, world, strict=True)}})
                 for world in itertools.product(*values)]
        return np.minimum.reduce(shown), np.maximum.reduce(shown)

    def _shown(self, text: Phrase | Slot, columns: Mapping[str, Column]) -> Column:
        """What is read of a phrase (the first variant that holds) or a slot (every paragraph that holds)."""
        total, guarded = np.zeros(self.size, dtype=np.int64), np.zeros(self.size, dtype=bool)
        for part in text:
            holds = self._holds(part.when, columns)
            if isinstance(part, Variant):
                total += np.where(holds & ~guarded, _units(part, self.language), 0)
                guarded |= holds
            else:
                holds = ~guarded if part.otherwise else holds
                total += np.where(holds, _units(part, self.language), 0)
                guarded |= holds if part.when is not None and not part.otherwise else False
        return total

    def _holds(self, when: Expression | None, columns: Mapping[str, Column]) -> NDArray[np.bool_]:
        if when is None:
            return np.ones(self.size, dtype=bool)
        guard: Vector = self.layers.vocabulary.compile(when)
        return np.broadcast_to(np.asarray(guard(columns)) != 0, self.size)

    def _read(self) -> Mapping[str, Column]:
        """The columns; where values are kept as one, the first of them stands for all."""
        if self._columns is None:
            columns = dict(self._layer.columns())
            for name, kept in self._layer.kept.items():
                nothing = next((value for value, as_value in kept.items() if as_value == ""), None)
                if nothing is not None:
                    columns[name] = np.where(columns[name] == OTHER, self.layers.vocabulary.number(nothing),
                                             columns[name])
            self._columns = columns
        return self._columns

    def _is_told(self, name: str, guards: Iterable[Expression]) -> bool:
        """Whether the guards come out alike for all values of a variable that are kept as one."""
        kept = self._layer.kept.get(name, {})
        for guard in guards if kept else ():
            seen = dict(zip(self.sights.values(name), self.sights.read(guard).get(name, ()), strict=False))
            alike: dict[Value, Value] = {}
            for value, image in seen.items():
                if alike.setdefault(kept.get(value, value), image) != image:
                    return False
        return True

    def _values(self, name: str) -> Sequence[int]:
        variable = self.layers.rules.variables.get(name)
        if variable is None:
            return [0]
        if variable.words:
            return [self.layers.vocabulary.number(word) for word in variable.words]
        return range(variable.low, variable.high + 1)

