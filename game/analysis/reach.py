"""Every merged position of a scenario, stop by stop, as rows of columns, and where each way out of a stop leads.

Nothing is counted here: ``lumping`` asks its questions over these rows.  The policy says only which ways are taken at
all, and with what odds.  Called by ``odds``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.analysis import bulk
from game.analysis.ends import Memory, Policy, whole
from game.analysis.flow import Stop, Wire, liveness, topological, wires
from game.analysis.keys import Keys, Layout, combined
from game.analysis.table_ways import Standing, TableWays
from game.analysis.vectors import Column, Vocabulary
from game.core.model import AnyNode, Decision, Table
from game.core.rules import Position, Rules

Menu = tuple[int, tuple[tuple[int, int], ...]]
"""(whole, ((way, share of the whole), …)): what every row of one kind may do."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a stop: an edge and, at a table, what talks leave behind for it.

    ``targets`` gives for each row the row it leads to at the edge's stop, 0 where the way is shut.
    """

    wire: Wire
    left: Standing
    targets: Column


@dataclass(frozen=True, slots=True)
class Place:
    """The rows of one stop.

    Rows of one kind have the same ways, with the same odds; ``menus`` holds these, kind by kind, but for a table, where
    they turn on what is asked (``talks``).  ``columns`` are the values told apart.
    """

    node: AnyNode
    size: int
    columns: Mapping[str, Column]
    kinds: Column
    ways: tuple[Way, ...]
    menus: tuple[Menu, ...]
    talks: TableWays | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """All places, each before those it leads to; the start is row 0 of the first."""

    rules: Rules
    vocabulary: Vocabulary
    places: dict[Stop, Place]

    @property
    def positions(self) -> int:
        """Returns how many positions there are."""
        return sum(place.size for place in self.places.values())

    @property
    def moves(self) -> int:
        """Returns how many ways out of positions there are."""
        found = 0
        for place in self.places.values():
            rows = np.bincount(place.kinds, minlength=1).tolist()
            if place.talks is not None:
                found += sum(number * place.talks.open(kind) for kind, number in enumerate(rows))
            elif place.ways:
                found += sum(number * len(menu) for number, (_, menu) in zip(rows, place.menus, strict=True))
        return found


def reach(rules: Rules, first: Stop, start: Position, policy: Policy, asked: Iterable[str] = (),
          told: Iterable[str] = (), memory: Memory | None = None) -> Reach:
    """Returns all that can be reached from ``start``, which is at stop ``first``.

    The ``asked`` variables are known at every terminal; of those ``told`` every change is known.  Raises
    ``LoopedScenario``.
    """
    order = topological(rules, first)
    live = liveness(rules, order, asked, told=told)
    layouts = {stop: tuple(sorted(live[stop].items())) for stop in order}
    return _Reaching(rules, order, layouts, policy, {} if memory is None else memory).run(start)


class _Reaching:
    def __init__(self, rules: Rules, order: Sequence[Stop], layouts: Mapping[Stop, Layout], policy: Policy,
                 memory: Memory) -> None:
        self.rules, self.order, self.layouts, self.policy, self.memory = rules, order, layouts, policy, memory
        self.vocabulary: Final = Vocabulary(rules)
        self.keys: Final = {stop: Keys(rules, layouts[stop], self.vocabulary) for stop in order}
        self.arrived: dict[Stop, list[tuple[list[Column], Column, Column]]] = {stop: [] for stop in order}

    def run(self, start: Position) -> Reach:
        first = self.keys[self.order[0]]
        words = [np.zeros(1, dtype=np.int64) for _ in first.spaces]
        for name in first.names:
            words[first.word(name)] += first.part(name, self.vocabulary.number(self.rules.value(start, name)))
        self.arrived[self.order[0]].append((words, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)))
        return Reach(self.rules, self.vocabulary, {stop: self._place(stop) for stop in self.order})

    def _place(self, stop: Stop) -> Place:
        columns, size = self._arrive(stop)
        node = self.rules.scenario.nodes[stop[0]]
        edges = [bulk.edge(self.rules, self.vocabulary, self.layouts, wire) for wire in wires(self.rules, stop)]
        if isinstance(node, Table):
            talks = TableWays(self.rules, node, stop[1], edges, self.layouts[stop], self.vocabulary, self.policy,
                              self.memory)
            kinds = talks.kinds(columns, size)
            sender = _Sender(self, edges, columns, size)
            ways = [sender.way(edges[place], left, np.isin(kinds, among) if len(among) < talks.number else None)
                    for place, left, among in talks.ways()]
            return Place(node, size, columns, kinds, tuple(ways), (), talks)
        kinds, menus = self._menus(node, edges, columns, size)
        sender = _Sender(self, edges, columns, size)
        ways = []
        for place, edge in enumerate(edges):
            among = [kind for kind, (_, menu) in enumerate(menus) if any(way == place for way, _ in menu)]
            ways.append(sender.way(edge, (), np.isin(kinds, among) if len(among) < len(menus) else None))
        return Place(node, size, columns, kinds, tuple(ways), tuple(menus))

    def _arrive(self, stop: Stop) -> tuple[dict[str, Column], int]:
        """The distinct rows of a stop; every way that leads here is told where its rows have got to."""
        arrived = self.arrived.pop(stop)
        keys = self.keys[stop]
        if not arrived:
            return keys.columns([np.zeros(0, dtype=np.int64) for _ in keys.spaces]), 0
        words = [np.concatenate([part[word] for part, _, _ in arrived]) for word in range(len(keys.spaces))]
        found, places = keys.distinct(words)
        first = 0
        for part, rows, targets in arrived:
            targets[rows] = places[first:first + len(part[0])]
            first += len(part[0])
        return keys.columns(found), len(found[0])

    def _menus(self, node: AnyNode, edges: list[bulk.Edge], columns: dict[str, Column],
               size: int) -> tuple[Column, list[Menu]]:
        weights = [np.broadcast_to(np.maximum(edge.guard(columns), 0), size) for edge in edges]
        if isinstance(node, Decision):
            weights = [(weight > 0).astype(np.int64) for weight in weights]
        parts = []
        for weight in weights:
            top = int(weight.max(initial=0))
            if top != weight.min(initial=top):
                parts.append((weight, top + 1))
        kinds, number = combined(parts, size)
        firsts = np.zeros(number, dtype=np.int64)
        firsts[kinds] = np.arange(size)
        return kinds, [self._menu(node, edges, [int(weight[row]) for weight in weights]) for row in firsts]

    def _menu(self, node: AnyNode, edges: list[bulk.Edge], weights: list[int]) -> Menu:
        if not isinstance(node, Decision):
            return sum(weights) or 1, tuple((way, weight) for way, weight in enumerate(weights) if weight)
        moves = tuple(edge.wire.move for edge, weight in zip(edges, weights, strict=True) if weight)
        total, shares = whole(self.policy(node, moves, node.record_move)) if moves else (1, {})
        return total, tuple((way, share) for way, edge in enumerate(edges)
                            if weights[way] and (share := shares.get(edge.wire.move, 0)))


class _Sender:
    """Sends the rows of one stop along its ways."""

    def __init__(self, reaching: _Reaching, edges: list[bulk.Edge], columns: dict[str, Column], size: int) -> None:
        self.reaching, self.columns, self.size = reaching, columns, size
        self.changed: dict[Stop, set[str]] = {}
        for edge in edges:
            self.changed.setdefault(edge.goto, set()).update(name for name, _ in edge.effects)
        self.unchanged: dict[Stop, list[Column]] = {}
        self.parts: dict[tuple[Stop, str], Column] = {}

    def way(self, edge: bulk.Edge, left: Standing, open_: NDArray[np.bool_] | None) -> Way:
        """Sends the rows for which a way is open (None: all)."""
        keys = self.reaching.keys[edge.goto]
        moved: dict[str, Column | int] = dict(self.columns)
        for name, stands in left:
            moved[name] = self.columns.get(stands, 0) if isinstance(stands, str) else stands
        for name, result in edge.effects:
            moved[name] = result(moved)  # type: ignore[arg-type]
        touched = {name for name, _ in edge.effects}
        words = [word.copy() for word in self._unchanged(edge.goto, keys)]
        for name in self.changed[edge.goto]:
            if name in keys.names:
                words[keys.word(name)] += (keys.part(name, moved[name]) if name in touched
                                           else self._part(edge.goto, keys, name))
        rows = np.arange(self.size) if open_ is None else np.flatnonzero(open_)
        targets = np.zeros(self.size, dtype=np.int64)
        if len(rows):
            self.reaching.arrived[edge.goto].append(
                (words if open_ is None else [word[rows] for word in words], rows, targets))
        return Way(edge.wire, left, targets)

    def _unchanged(self, goto: Stop, keys: Keys) -> list[Column]:
        if goto not in self.unchanged:
            words = [np.zeros(self.size, dtype=np.int64) for _ in keys.spaces]
            for name in keys.names:
                if name not in self.changed[goto]:
                    words[keys.word(name)] += keys.part(name, self.columns[name])
            self.unchanged[goto] = words
        return self.unchanged[goto]

    def _part(self, goto: Stop, keys: Keys, name: str) -> Column:
        if (goto, name) not in self.parts:
            self.parts[goto, name] = keys.part(name, self.columns[name])
        return self.parts[goto, name]
