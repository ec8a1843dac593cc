"""Where the positions of one stop can go: every move of every row, with the odds of a behaviour.

One stop at a time and nothing kept; ``layering`` puts the moves together.  At a table a move is a way in which the
talks may end.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from game.analysis import bulk
from game.analysis.behaviour import Behaviour
from game.analysis.bulk import Layout
from game.analysis.ends import Ends, Filling, Lane, Meeting, Memory
from game.analysis.flow import DEPARTED, Stop, offered, wires
from game.analysis.layers import Kind, Rows
from game.analysis.vectors import Column, Vocabulary
from game.core.expressions import Value
from game.core.model import Decision, Table
from game.core.rules import Rules
from game.core.talks import ROUND

CHUNK: Final = 1 << 16
"""How many positions are moved at once."""


@dataclass(frozen=True, slots=True)
class Stub:
    """Moves along one edge, told by the values they lead to; rows, kinds and sorts are those of a ``Strand``."""

    edge: bulk.Edge
    rows: Rows
    kinds: Rows
    sorts: tuple[Kind, ...]
    columns: Mapping[str, Column]
    single: bool = True


class Branching:
    """Moves the positions of any stop."""

    def __init__(self, rules: Rules, layouts: Mapping[Stop, Layout], vocabulary: Vocabulary,
                 behaviour: Behaviour, memory: Memory) -> None:
        self.rules, self.layouts, self.vocabulary, self.behaviour = rules, layouts, vocabulary, behaviour
        self.memory = memory

    def moves(self, stop: Stop, unpack: Callable[[Column], Mapping[str, Column]], keys: Column) -> Iterator[Stub]:
        """Yields the moves out of the positions with these keys, some positions at a time."""
        edges = [bulk.edge(self.rules, self.vocabulary, self.layouts, wire) for wire in wires(self.rules, stop)]
        node = self.rules.scenario.nodes[stop[0]]
        talks = TableTalks(self, node, stop[1], edges) if isinstance(node, Table) else None
        for first in range(0, keys.shape[1] if edges else 0, CHUNK):
            columns = unpack(keys[:, first:first + CHUNK])
            size = min(CHUNK, keys.shape[1] - first)
            found = talks.moves(columns, size) if talks is not None else self._ordinary(node, edges, columns, size)
            for edge, rows, kinds, sorts, taken in found:
                yield Stub(edge, (rows + first).astype(np.int32), kinds.astype(np.int32), sorts,
                           self._moved(edge, taken, len(rows)), talks is None)

    def _moved(self, edge: bulk.Edge, columns: Mapping[str, Column], size: int) -> Mapping[str, Column]:
        moved = {**spare(edge, columns, self.rules, self.vocabulary), **columns}
        for name, result in edge.effects:
            moved[name] = np.broadcast_to(result(moved), size)
        return moved

    def _ordinary(self, node: object, edges: list[bulk.Edge], columns: Mapping[str, Column],
                  size: int) -> Iterator[_Moved]:
        weights = [np.broadcast_to(np.maximum(edge.guard(columns), 0), size) for edge in edges]
        odds = self._decided(node, edges, columns, weights) if isinstance(node, Decision) else shared(weights)
        for edge, weight, (kinds, shares) in zip(edges, weights, odds, strict=True):
            rows = np.flatnonzero(weight > 0)
            if len(rows):
                taken = {name: column[rows] for name, column in columns.items()}
                yield edge, rows, kinds[rows], tuple(_one(share) for share in shares), taken

    def _decided(self, node: Decision, edges: list[bulk.Edge], columns: Mapping[str, Column],
                 weights: list[Column]) -> list[tuple[Column, list[Fraction]]]:
        opened = [(weight > 0).astype(np.int64) for weight in weights]
        authored = self.behaviour.weights(node)
        if authored is not None:
            given = [np.maximum(self.vocabulary.compile(authored[edge.wire.move])(columns), 0)
                     if edge.wire.move in authored else 0 for edge in edges]
            chosen = [open_ * weight for open_, weight in zip(opened, given, strict=True)]
            none = np.sum(chosen, axis=0) == 0
            return shared([np.where(none, open_, weight) for open_, weight in zip(opened, chosen, strict=True)])
        firsts, kinds = alike(opened, len(weights[0]))
        asked: list[Mapping[str, Fraction]] = []
        for first in firsts:
            moves = tuple(edge.wire.move for edge, open_ in zip(edges, opened, strict=True) if open_[first])
            asked.append(self.behaviour.policy(node, moves, node.record_move) if moves else {})
        return [(kinds, [shares.get(edge.wire.move, Fraction(0)) for shares in asked]) for edge in edges]


_Moved = tuple[bulk.Edge, Column, Column, tuple[Kind, ...], Mapping[str, Column]]
"""(edge, rows, kinds, sorts, columns of these rows before the edge's effects)."""


def spare(edge: bulk.Edge, known: Container[str], rules: Rules, vocabulary: Vocabulary) -> dict[str, Column]:
    """Returns values for what an edge's effects read and nothing tells apart: any will do, since none matters."""
    return {name: np.array(vocabulary.number(rules.variables[name].start)) for name in edge.reads
            if name not in known and name in rules.variables}


def alike(columns: Sequence[Column], size: int) -> tuple[Column, Column]:
    """Groups rows that agree in every column: the first row of each group, and for every row the place of its group."""
    groups, firsts = np.zeros(size, dtype=np.int64), np.zeros(min(size, 1), dtype=np.int64)
    for column in columns:
        low = int(column.min(initial=0))
        span = int(column.max(initial=0)) - low + 1
        _, firsts, groups = np.unique(groups * span + (column - low), return_index=True, return_inverse=True)
        groups = groups.reshape(-1)
    return firsts, groups


def shared(weights: Sequence[Column]) -> list[tuple[Column, list[Fraction]]]:
    """Returns, weight by weight, for each row the place of its odds, and these odds: weights over their sums."""
    sums = np.sum(weights, axis=0)
    totals, of_total = np.unique(sums, return_inverse=True)
    found = []
    for weight in weights:
        pairs, kinds = np.unique(weight * len(totals) + of_total.reshape(-1), return_inverse=True)
        odds = [Fraction(int(pair // len(totals)), int(totals[pair % len(totals)])) if totals[pair % len(totals)]
                else Fraction(0) for pair in pairs]
        found.append((kinds.reshape(-1), odds))
    return found


def _one(odds: Fraction) -> Kind:
    return Kind(odds, meetings=odds, likeliest=odds)


End = tuple[int, Filling]
"""How talks end: the place of the edge, and what they leave behind for it."""


class TableTalks:
    """The talks at one table, gone through once for each set of values their terms read."""

    def __init__(self, branching: Branching, table: Table, made: int, edges: list[bulk.Edge], *,
                 lengths: bool = True) -> None:
        """``lengths`` says whether kinds tell how many moves talks took; without, they are sooner found."""
        self.vocabulary, self.lengths = branching.vocabulary, lengths
        layout = branching.layouts[table.id, made]
        self.index = {name: place for place, (name, _) in enumerate(layout)}
        extra = [ROUND, DEPARTED, *map(offered, table.offers), *(name for edge in edges for name, _ in edge.effects)]
        for name in extra:
            self.index.setdefault(name, len(self.index))
        self.names = {place: name for name, place in self.index.items()}
        self.edges = edges
        place = {id(edge.wire): number for number, edge in enumerate(edges)}
        lanes = [Lane(edge.wire, edge.wire.guard.bind(self.index), tuple((self.index[name], _unused)
                                                                         for name, _ in edge.effects), ())
                 for edge in edges]
        self.ends = Ends(table, made, self.index, lanes, branching.behaviour.policy, branching.memory)
        self.read = [self.names[place] for place in self.ends.reads]
        self._place = place
        self._known: dict[tuple[int, ...], int] = {}
        self._numbered: dict[int, int] = {}
        self.outcomes: list[Mapping[End, Kind]] = []

    def moves(self, columns: Mapping[str, Column], size: int) -> Iterator[_Moved]:
        """Yields, edge by edge, all the ways in which talks at these positions may end."""
        groups = self.groups(columns, size)
        distinct, kinds = alike([groups], size)
        outcomes = [self.outcomes[int(groups[row])] for row in distinct]
        order = np.argsort(kinds, kind="stable")
        counts = np.bincount(kinds, minlength=len(distinct))
        firsts = np.cumsum(counts) - counts
        for number, edge in enumerate(self.edges):
            parts = [(kind, filling, sort) for kind, outcome in enumerate(outcomes)
                     for (place, filling), sort in outcome.items() if place == number]
            if parts:
                of_kind = np.array([kind for kind, *_ in parts])
                repeated = counts[of_kind]
                part = np.repeat(np.arange(len(parts)), repeated)
                within = np.arange(len(part)) - np.repeat(np.cumsum(repeated) - repeated, repeated)
                rows = order[firsts[of_kind][part] + within]
                taken = {name: column[rows] for name, column in columns.items()}
                self.fill(taken, [filling for _, filling, _ in parts], part)
                yield edge, rows, part, tuple(sort for *_, sort in parts), taken

    def groups(self, columns: Mapping[str, Column], size: int) -> Column:
        """Returns, row by row, the place in ``outcomes`` of what may come of the talks."""
        distinct, kinds = alike([columns[name] for name in self.read], size)
        numbers = [self._outcome(tuple(int(columns[name][row]) for name in self.read)) for row in distinct]
        return np.array(numbers, dtype=np.int64)[kinds]

    def _outcome(self, row: tuple[int, ...]) -> int:
        if row not in self._known:
            scratch: list[Value] = [0] * len(self.index)
            for name, number in zip(self.read, row, strict=True):
                scratch[self.index[name]] = self.vocabulary.value(name, number)
            if not self.lengths:
                total, ends = self.ends.ends(scratch)
                self._known[row] = len(self.outcomes)
                self.outcomes.append({(self._place[id(lane.wire)], filling): Kind(Fraction(share, total), plays)
                                      for lane, filling, share, plays in ends})
                return self._known[row]
            listed = self.ends.meetings(scratch)
            if id(listed) not in self._numbered:
                self._numbered[id(listed)] = len(self.outcomes)
                self.outcomes.append({(self._place[id(lane.wire)], filling): _together(listed[0], met)
                                      for lane, filling, met in listed[1]})
            self._known[row] = self._numbered[id(listed)]
        return self._known[row]

    def fill(self, taken: dict[str, Column], fillings: list[Filling], part: Column) -> None:
        """Writes what talks leave behind for the edge's effects; a clause left open stands as it did."""
        for column, (place, source, _) in enumerate(fillings[0]):
            given = [filling[column][2] for filling in fillings]
            values = np.array([value if isinstance(value, int) else 0 for value in given], dtype=np.int64)[part]
            stands = np.array([value is None for value in given])[part]
            if stands.any() and self.names[source] in taken:  # elsewhere no effect reads what stands
                values = np.where(stands, taken[self.names[source]], values)
            taken[self.names[place]] = values


def _unused(values: Sequence[Value]) -> Value:
    raise AssertionError("talks are gone through without effects")


def _together(total: int, meetings: list[Meeting]) -> Kind:
    """One kind of all meetings, which come in the order of their numbers."""
    return Kind(Fraction(sum(meeting.share for meeting in meetings), total), sum(meeting.plays for meeting in meetings),
                meetings[0].number, meetings[-1].number,
                Fraction(sum(meeting.number * meeting.share for meeting in meetings), total),
                max(meeting.likeliest for meeting in meetings))
