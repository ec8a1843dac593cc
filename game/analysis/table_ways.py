"""The ways out of talks for many positions at once: which of them have the same talks, and what these leave behind.

Called by ``reach`` for the ways that lead to different positions, and by ``lumping`` for their odds when one variable
is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from game.analysis import bulk
from game.analysis.ends import Ends, Filling, Lane, Memory, Policy
from game.analysis.flow import DEPARTED, as_sight, offered, table_needs
from game.analysis.keys import Keys, Layout, combined
from game.analysis.vectors import Column, Vocabulary
from game.core.expressions import Value
from game.core.model import LEFT_RECORD, Table
from game.core.rules import Rules
from game.core.talks import ROUND

Standing = tuple[tuple[str, int | str], ...]
"""What talks leave behind for an edge: (name, its value, or the name of the variable whose value stands)."""

Part = tuple[int, Standing, int, int]
"""(edge, what is left behind, share of the whole, plays): one way for talks to end."""


class TableWays:
    """The talks at one table, gone through once for each set of values their terms read."""

    def __init__(self, rules: Rules, table: Table, made: int, edges: Sequence[bulk.Edge], layout: Layout,
                 vocabulary: Vocabulary, policy: Policy, memory: Memory) -> None:
        self.table, self.made, self.edges, self.vocabulary = table, made, edges, vocabulary
        self.policy, self.memory = policy, memory
        self.layout: Final = [name for name, _ in layout]
        self._scratches: list[list[Value]] = []
        self._index, self._ends = self._compiled(())
        self._reads = self._looked_at(rules, layout)
        self._places: dict[tuple[int, Standing], int] = {}
        self._parts: dict[tuple[str, ...], list[tuple[int, list[Part]]]] = {}

    @property
    def number(self) -> int:
        """Returns how many kinds of talks there are."""
        return len(self._scratches)

    def kinds(self, columns: Mapping[str, Column], size: int) -> Column:
        """Returns for every row the kind of its talks: rows of one kind end in the same ways with the same odds."""
        groups, number = combined([(digits.part(name, columns[name]), digits.spaces[0]) for name, digits in
                                   self._reads.items()], size)
        firsts = np.zeros(number, dtype=np.int64)
        firsts[groups] = np.arange(size)
        known: dict[object, int] = {}
        kinds = np.zeros(number, dtype=np.int64)
        for group, row in enumerate(firsts.tolist()):
            scratch: list[Value] = [0] * len(self._index)
            for name in self._reads:
                scratch[self._index[name]] = self.vocabulary.value(name, int(columns[name][row]))
            talks = self._ends.course(scratch)
            if talks not in known:
                known[talks] = len(self._scratches)
                self._scratches.append(scratch)
            kinds[group] = known[talks]
        return kinds[groups]

    def ways(self) -> list[tuple[int, Standing, list[int]]]:
        """Returns (edge, what talks leave behind, kinds whose talks may end so) for all that must be told apart."""
        found: dict[tuple[int, Standing], list[int]] = {}
        for kind, (_, parts) in enumerate(self.parts(())):
            for edge, left, _, _ in parts:
                found.setdefault((edge, left), []).append(kind)
        self._places = {way: place for place, way in enumerate(found)}
        return [(edge, left, kinds) for (edge, left), kinds in found.items()]

    def open(self, kind: int) -> int:
        """Returns in how many ways the talks of a kind may end."""
        return len(self.parts(())[kind][1])

    def parts(self, told: tuple[str, ...]) -> list[tuple[int, list[Part]]]:
        """Returns, kind by kind, the whole and all ends, told apart as far as the next stops and ``told`` names see."""
        if told not in self._parts:
            index, ends = (self._index, self._ends) if not told else self._compiled(told)
            names = {place: name for name, place in index.items()}
            wires_ = [edge.wire for edge in self.edges]
            found = []
            known: dict[tuple[str, Filling], tuple[int, Standing]] = {}
            for scratch in self._scratches:
                total, parts = ends.ends([*scratch, *[0] * (len(index) - len(scratch))])
                merged: dict[tuple[int, Standing], tuple[int, int]] = {}
                for lane, filling, share, plays in parts:
                    if (lane.wire.move, filling) not in known:
                        edge = wires_.index(lane.wire)
                        known[lane.wire.move, filling] = edge, self._standing(edge, filling, names, told)
                    key = known[lane.wire.move, filling]
                    old = merged.get(key, (0, 0))
                    merged[key] = old[0] + share, old[1] + plays
                found.append((total, [(edge, left, share, plays) for (edge, left), (share, plays) in merged.items()]))
            self._parts[told] = found
        return self._parts[told]

    def way(self, edge: int, left: Standing) -> int:
        """Returns the place among ``ways`` of an end that may be told apart more finely."""
        if (edge, left) not in self._places:
            self._places[edge, left] = self._places[edge, tuple([item for item in left
                                                                 if item[0] in self._relevant[edge]])]
        return self._places[edge, left]

    def _standing(self, edge: int, filling: Filling, names: Mapping[int, str], told: tuple[str, ...]) -> Standing:
        relevant = {*self._relevant[edge], *told}
        return tuple((names[place], names[source] if value is None else int(value))
                     for place, source, value in filling if names[place] in relevant)

    def _looked_at(self, rules: Rules, layout: Layout) -> Mapping[str, Keys]:
        """How the values that talks turn on are told apart: as coarsely as the terms and the options' guards look."""
        needs = table_needs(rules, self.table)
        found = {}
        for name, sight in layout:
            if self._index[name] in self._ends.reads:
                guarded = name == LEFT_RECORD or any(name in edge.wire.guard.names for edge in self.edges)
                coarse = sight if guarded or name not in needs else as_sight(rules, name, needs[name])
                found[name] = Keys(rules, ((name, coarse),), self.vocabulary)
        return found

    def _compiled(self, told: tuple[str, ...]) -> tuple[dict[str, int], Ends]:
        """``told`` are names that stand for offered clauses."""
        index = {name: place for place, name in enumerate(self.layout)}
        effects = [[name for name, _ in edge.effects] for edge in self.edges]
        more = [name for name in self.table.offers if offered(name) in told]
        for name in (ROUND, DEPARTED, LEFT_RECORD, *map(offered, self.table.offers), *self.table.offers,
                     *(name for names in effects for name in names)):
            index.setdefault(name, len(index))
        self._relevant = [frozenset(name for name in edge.reads) for edge in self.edges]
        lanes = [Lane(edge.wire, edge.wire.guard.bind(index),
                      tuple((index[name], _unused) for name in dict.fromkeys((*names, *more))), ())
                 for edge, names in zip(self.edges, effects, strict=True)]
        return index, Ends(self.table, self.made, index, lanes, self.policy, self.memory)


def _unused(values: Sequence[Value]) -> Value:
    raise AssertionError("talks are gone through without effects")
