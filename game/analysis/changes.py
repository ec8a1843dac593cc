"""What the ways out of a place do to some variables: functions from values to values, numbered and composed.

Clamped sums and replacements of a bounded variable form a small monoid; each function is worked out once.  Several
variables are asked about at once as one that has the values of all of them side by side (their disjoint union), so that
one function says what becomes of each.  Called by ``lumping``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from game.analysis.ends import outcome_of
from game.analysis.flow import Flow, Wire
from game.analysis.keys import combined
from game.analysis.reach import Place, Reach
from game.analysis.table_ways import Standing
from game.analysis.vectors import Column
from game.core.expressions import Evaluator, Value
from game.core.rules import CompiledEffect

Function = tuple[int, ...]
"""For the place of every value the place of the value it becomes; places go through one variable after the other."""

SAME: Final = 0
"""Number of the function that changes nothing."""


class Functions:
    """Numbers functions over a set of values and composes them."""

    def __init__(self, size: int) -> None:
        self.all: Final[list[Function]] = [tuple(range(size))]
        self._numbers = {self.all[0]: SAME}
        self._composed: dict[tuple[int, int], int] = {}

    def number(self, function: Function) -> int:
        """Returns the number of a function."""
        found = self._numbers.setdefault(function, len(self.all))
        if found == len(self.all):
            self.all.append(function)
        return found

    def then(self, first: int, second: int) -> int:
        """Returns the number of ``second`` after ``first``."""
        if first == SAME:
            return second
        if second == SAME:
            return first
        if (first, second) not in self._composed:
            later = self.all[second]
            self._composed[first, second] = self.number(tuple([later[place] for place in self.all[first]]))
        return self._composed[first, second]


class Changes:
    """What ways do to the variables ``names``."""

    def __init__(self, reach: Reach, names: Sequence[str]) -> None:
        self._each: Final = [_Changes(reach, name) for name in names]
        self.places: Final[dict[tuple[str, Value], int]] = {}
        for one in self._each:
            for value in one.values:
                self.places[one.name, value] = len(self.places)
        self.functions: Final = Functions(len(self.places))

    def reads(self, wire: Wire) -> set[str]:
        """Returns the names that the variables' values after an edge depend on."""
        return {name for one in self._each for name in one.chain(wire)[1]}

    def along(self, place: Place, wire: Wire, left: Standing) -> tuple[Column | None, list[int]]:
        """Returns for every row the place of its function among those listed; no column if all have the same."""
        if not place.size:
            return None, [SAME]
        found = [one.along(place, wire, left) for one in self._each]
        columns = [(codes, len(functions)) for codes, functions in found if codes is not None]
        if not columns:
            return None, [self._number([functions[0] for _, functions in found])]
        codes, number = columns[0] if len(columns) == 1 else combined(columns, place.size)
        return codes, [self._number([functions[0] if told is None else functions[told[row]]
                                     for told, functions in found]) for row in firsts(codes, number)]

    def _number(self, functions: Sequence[Function]) -> int:
        """The functions of all variables as one."""
        together: list[int] = []
        for function in functions:
            start = len(together)
            together += [start + place for place in function]
        return self.functions.number(tuple(together))


class _Changes:
    """What ways do to the variable ``name``."""

    def __init__(self, reach: Reach, name: str) -> None:
        self.rules, self.vocabulary, self.name = reach.rules, reach.vocabulary, name
        variable = self.rules.variables[name]
        self.values: Final[tuple[Value, ...]] = variable.words or tuple(range(variable.low, variable.high + 1))
        self._same: Final[Function] = tuple(range(len(self.values)))
        self._places = {value: place for place, value in enumerate(self.values)}
        self._known: dict[tuple[object, ...], Function] = {}
        self._chains: dict[int, tuple[tuple[Flow, ...], frozenset[str]]] = {}

    def chain(self, wire: Wire) -> tuple[tuple[Flow, ...], frozenset[str]]:
        """Returns the effects of an edge on which the variable's value after it depends, and the names they read."""
        if id(wire) not in self._chains:
            self._chains[id(wire)] = self._chain(wire)
        return self._chains[id(wire)]

    def _chain(self, wire: Wire) -> tuple[tuple[Flow, ...], frozenset[str]]:
        needed, chain = {self.name}, []
        for flow in reversed(wire.effects):
            name, overwritten, amount, _ = flow
            if name in needed:
                if overwritten:
                    needed.discard(name)
                needed |= amount.names
                chain.append(flow)
        return (tuple(reversed(chain)), frozenset(needed)) if chain else ((), frozenset())

    def along(self, place: Place, wire: Wire, left: Standing) -> tuple[Column | None, list[Function]]:
        """Returns for every row the place of its function among those listed; no column if all have the same."""
        chain, reads = self.chain(wire)
        if not chain:
            return None, [self._same]
        given: dict[str, int | str] = {name: name for name in reads if name in place.columns}
        given |= {name: stands for name, stands in left if name in reads}
        given = {name: self.name if stands == name == self.name else stands for name, stands in given.items()}
        read = sorted({stands for stands in given.values() if isinstance(stands, str) and stands != self.name})
        if not read:
            return None, [self._function(chain, given, {})]
        parts = [(column - (low := int(column.min(initial=0))), int(column.max(initial=0)) - low + 1)
                 for column in (place.columns[name] for name in read)]
        codes, number = combined(parts, place.size)
        found = [self._function(chain, given, {name: int(place.columns[name][row]) for name in read})
                 for row in firsts(codes, number)]
        return (codes, found) if len(set(found)) > 1 else (None, found[:1])

    def _function(self, chain: tuple[Flow, ...], given: Mapping[str, int | str],
                  row: Mapping[str, int]) -> Function:
        told = {name: row.get(stands, stands) if isinstance(stands, str) else stands for name, stands in given.items()}
        key = chain, tuple(sorted(told.items()))
        if key not in self._known:
            index = {name: place for place, name in enumerate(dict.fromkeys(
                [self.name, *told, *(name for _, _, amount, _ in chain for name in amount.names),
                 *(name for name, *_ in chain)]))}
            effects = [(index[name], self._outcome(flow, index)) for flow in chain for name in flow[:1]]
            self._known[key] = tuple([self._after(value, told, index, effects) for value in self.values])
        return self._known[key]

    def _after(self, value: Value, told: Mapping[str, int | str], index: Mapping[str, int],
               effects: Sequence[tuple[int, Evaluator]]) -> int:
        scratch: list[Value] = [0] * len(index)
        scratch[index[self.name]] = value
        for name, stands in told.items():
            scratch[index[name]] = value if stands == self.name else (
                self.vocabulary.value(name, stands) if isinstance(stands, int) and name in self.rules.variables
                else stands)
        for place, result in effects:
            scratch[place] = result(scratch)
        return self._places[scratch[index[self.name]]]

    def _outcome(self, flow: Flow, index: Mapping[str, int]) -> Evaluator:
        name, _, amount, operation = flow
        effect = CompiledEffect(index[name], self.rules.variables[name], amount.bind(index), None, operation)
        return outcome_of(effect, amount)


def firsts(codes: Column, number: int) -> list[int]:
    """Returns a row for each of the ``number`` codes."""
    rows = np.zeros(number, dtype=np.int64)
    rows[codes] = np.arange(len(codes))
    return rows.tolist()
