"""Plays drawn at random, many at once: what to do where a scenario is too large to be explored.

Seeded Monte Carlo.  Batches of plays stand in columns and are moved node by node; chance is a counter-based generator
(Philox; Salmon, Moraes, Dror and Shaw 2011), read as whole numbers, so one seed gives one result on every machine.
Talks at a table are not played out proposal by proposal: how they end is drawn from their exact odds.  Called by the
command ``simulate``.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.analysis import bulk
from game.analysis.behaviour import UNIFORM, Behaviour
from game.analysis.branching import Branching, End, TableTalks, alike, spare
from game.analysis.bulk import Layout
from game.analysis.ends import Filling
from game.analysis.flow import LoopedScenario, Stop, liveness, topological, wires
from game.analysis.valuations import Valuation, valuations
from game.analysis.vectors import Column, Vocabulary
from game.core.expressions import Expression, Value
from game.core.model import Chance, Decision, NodeId, Table, Terminal
from game.core.rules import Position, Rules
from game.core.talks import ROUND

BATCH: Final = 1 << 15
"""How many plays are moved at once; part of what a seed means, so never changed lightly."""

PATIENCE: Final = 10_000
"""How often all nodes of a loop are gone through before plays that have not ended are given up."""

Z: Final = 1.959963984540054
"""The 97.5th percentile of the normal distribution: two-sided 95 %."""

Draws = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % confidence interval."""

    estimate: float
    low: float
    high: float


def wilson(count: int, plays: int) -> Interval:
    """Returns the share of ``count`` among ``plays`` with Wilson's score interval (Wilson 1927); ``plays`` above 0."""
    share, square = count / plays, Z * Z
    middle = (share + square / (2 * plays)) / (1 + square / plays)
    half = Z * (share * (1 - share) / plays + square / (4 * plays * plays)) ** 0.5 / (1 + square / plays)
    return Interval(share, 0.0 if count == 0 else middle - half, 1.0 if count == plays else middle + half)


@dataclass(slots=True)
class Sums:
    """Sum and sum of squares of a value over plays, exactly."""

    total: Fraction = Fraction(0)
    squares: Fraction = Fraction(0)

    def mean(self, plays: int) -> Interval:
        """Returns the mean with the interval of the central limit theorem; ``plays`` above 1."""
        mean = self.total / plays
        variance = max(Fraction(0), (self.squares - mean * self.total) / max(1, plays - 1))
        half = Z * float(variance / plays) ** 0.5
        return Interval(float(mean), float(mean) - half, float(mean) + half)


@dataclass(slots=True)
class Simulation:
    """What random plays came to: how many ended where, on which rungs, worth what.

    ``stuck`` plays came to a node and could go no further, ``endless`` ones were given up.
    """

    plays: int = 0
    endings: Counter[NodeId] = field(default_factory=Counter)
    rungs: dict[str, Counter[Value]] = field(default_factory=lambda: defaultdict(Counter))
    worths: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    stuck: Counter[NodeId] = field(default_factory=Counter)
    endless: int = 0


def simulate(rules: Rules, plays: int, seed: int, behaviour: Behaviour = UNIFORM, start: Position | None = None,
             watch: Callable[[Simulation], None] = lambda found: None) -> Simulation:
    """Returns what ``plays`` random plays came to; ``watch`` sees the simulation after every batch, and may raise.

    ``seed`` is a whole number of at most 64 bits.  A behaviour that is to be settled cannot be simulated.
    """
    sampler, found = _Sampler(rules, behaviour, start or rules.start()), Simulation()
    for batch in range((plays + BATCH - 1) // BATCH):
        size = min(BATCH, plays - batch * BATCH)
        sampler.batch(size, np.random.Philox(key=[seed % 2**64, batch]), found)
        found.plays += size
        watch(found)
    return found


@dataclass(frozen=True, slots=True)
class _Node:
    """One stop, ready to move plays: its edges, and the columns that must be carried to each of them."""

    stop: Stop
    edges: tuple[bulk.Edge, ...]
    carried: tuple[tuple[str, ...], ...]
    spare: tuple[Mapping[str, Column], ...]
    talks: TableTalks | None


_Waiting = dict[Stop, list[Mapping[str, Column]]]


class _Sampler:
    def __init__(self, rules: Rules, behaviour: Behaviour, start: Position) -> None:
        self.rules, self.behaviour, self.start, self.vocabulary = rules, behaviour, start, Vocabulary(rules)
        self.given: Final = valuations(rules)
        self.asked: Final = tuple(dict.fromkeys(
            variable for dimension in rules.scenario.reference.dimensions.values() for _, variable in dimension.layers))
        self.first: Stop = (start.node, int(rules.value(start, ROUND)) if ROUND in rules.index else 0)
        also = {node.id: (*behaviour.reads(node.id), *(node.payoff.values() if isinstance(node, Terminal) else ()))
                for node in rules.scenario.nodes.values()}
        self._bounds: dict[tuple[Stop, int], tuple[Sequence[End], Draws]] = {}
        self.looped = False
        try:
            self.order = topological(rules, self.first)
            live = liveness(rules, self.order, self.asked, also)
            self.layouts: dict[Stop, Layout] = {stop: tuple((name, None) for name in sorted(live[stop]))
                                                for stop in self.order}
        except LoopedScenario:
            self.looped = True
            self.order = [*dict.fromkeys([self.first, *((node, 0) for node in rules.scenario.nodes)])]
            self.layouts = {stop: tuple((name, None) for name in rules.names) for stop in self.order}
        branching = Branching(rules, self.layouts, self.vocabulary, behaviour, {})
        self.nodes = {stop: self._node(stop, branching) for stop in self.order}

    def _node(self, stop: Stop, branching: Branching) -> _Node:
        edges = [bulk.edge(self.rules, self.vocabulary, self.layouts, wire) for wire in wires(self.rules, stop)]
        node = self.rules.scenario.nodes[stop[0]]
        here = {name for name, _ in self.layouts[stop]}
        carried, spares = [], []
        for edge in edges:
            needed = {name for name, _ in self.layouts[edge.goto]}
            needed |= {name for effect in edge.wire.effects for name in (effect[0], *effect[2].names)}
            carried.append(tuple(sorted(needed & here)))
            spares.append(spare(edge, here, self.rules, self.vocabulary))
        return _Node(stop, tuple(edges), tuple(carried), tuple(spares),
                     TableTalks(branching, node, stop[1], edges, lengths=False) if isinstance(node, Table) else None)

    def batch(self, size: int, generator: np.random.Philox, found: Simulation) -> None:
        """Moves one batch from the start to its endings."""
        begin = {name: self.vocabulary.number(self.rules.value(self.start, name))
                 for name, _ in self.layouts[self.first]}
        waiting: _Waiting = {self.first: [{name: np.full(size, number) for name, number in begin.items()}]}
        sizes = {self.first: size}
        for _ in range(PATIENCE if self.looped else 1):
            for stop in self.order:
                if stop in waiting:
                    columns = _joined(waiting.pop(stop))
                    self._pass(self.nodes[stop], columns, sizes.pop(stop), generator, found, waiting, sizes)
            if not waiting:
                return
        found.endless += sum(sizes.values())

    def _pass(self, node: _Node, columns: Mapping[str, Column], size: int, generator: np.random.Philox,
              found: Simulation, waiting: _Waiting, sizes: dict[Stop, int]) -> None:
        """Moves all plays that wait at one node on by one edge."""
        if not node.edges:
            self._end(node.stop[0], columns, size, found)
            return
        draws = generator.random_raw(size)
        moved = 0
        choose = self._talk if node.talks is not None else self._choose
        for place, rows, extra in choose(node, columns, size, draws):
            edge = node.edges[place]
            taken = {**node.spare[place], **{name: columns[name].take(rows) for name in node.carried[place]}, **extra}
            for name, result in edge.effects:
                taken[name] = _full(result(taken), len(rows))
            waiting.setdefault(edge.goto, []).append({name: taken[name] for name, _ in self.layouts[edge.goto]})
            sizes[edge.goto] = sizes.get(edge.goto, 0) + len(rows)
            moved += len(rows)
        if moved < size:
            found.stuck[node.stop[0]] += size - moved

    def _choose(self, node: _Node, columns: Mapping[str, Column], size: int,
                draws: Draws) -> Iterator[tuple[int, NDArray[np.intp], Mapping[str, Column]]]:
        """Draws an edge for every play: yields the place of the edge and the rows that take it."""
        weights = self._weights(node, columns, size)
        bounds = list(itertools.accumulate(weights))
        point = _point(draws, bounds[-1])
        place_of = np.zeros(size, dtype=np.int16)
        for bound in bounds[:-1]:
            place_of += point >= bound
        if not np.all(bounds[-1]):  # no edge is open
            place_of[np.broadcast_to(bounds[-1] == 0, size)] = len(weights)
        for place in range(len(weights)):
            rows = np.flatnonzero(place_of == place)
            if len(rows):
                yield place, rows, {}

    def _weights(self, node: _Node, columns: Mapping[str, Column], size: int) -> list[Column | int]:
        """Whole numbers in proportion to the odds of each edge."""
        opened = [_number(np.maximum(edge.guard(columns), 0)) for edge in node.edges]
        decision = self.rules.scenario.nodes[node.stop[0]]
        if isinstance(decision, Chance):
            return opened
        assert isinstance(decision, Decision)
        open_ = [int(guard > 0) if isinstance(guard, int) else (guard > 0).astype(np.int64) for guard in opened]
        authored = self.behaviour.weights(decision)
        if authored is not None:
            return self._authored(node, authored, open_, columns)
        if self.behaviour.policy is UNIFORM.policy:
            return [*open_]
        every = [_full(guard, size) for guard in open_]
        firsts, kinds = alike(every, size)
        shares = [self._shares(decision, tuple(edge.wire.move for edge, guard in zip(node.edges, every, strict=True)
                                               if guard[first])) for first in firsts]
        return [np.array([share.get(edge.wire.move, 0) for share in shares], dtype=np.int64)[kinds]
                for edge in node.edges]

    def _authored(self, node: _Node, authored: Mapping[str, Expression], open_: Sequence[Column | int],
                  columns: Mapping[str, Column]) -> list[Column | int]:
        given = [guard * np.maximum(self.vocabulary.compile(authored[edge.wire.move])(columns), 0)
                 if edge.wire.move in authored else guard * 0 for edge, guard in zip(node.edges, open_, strict=True)]
        none = np.asarray(sum(given)) == 0
        return [_number(np.where(none, guard, weight)) for guard, weight in zip(open_, given, strict=True)]

    def _shares(self, decision: Decision, moves: tuple[str, ...]) -> Mapping[str, int]:
        odds = self.behaviour.policy(decision, moves, decision.record_move) if moves else {}
        scale = np.lcm.reduce([share.denominator for share in odds.values()] or [1], dtype=object)
        return {move: int(share * int(scale)) for move, share in odds.items()}

    def _talk(self, node: _Node, columns: Mapping[str, Column], size: int,
              draws: Draws) -> Iterator[tuple[int, NDArray[np.intp], Mapping[str, Column]]]:
        """Draws how talks end, for all plays with equal terms together."""
        assert node.talks is not None
        groups = node.talks.groups(columns, size)
        ends: dict[int, list[tuple[NDArray[np.intp], Filling]]] = defaultdict(list)
        order = np.argsort(groups, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
            outcome, bounds = self._bounded(node, int(groups[rows[0]]))
            chosen = np.searchsorted(bounds, draws[rows] >> np.uint64(11), side="right")
            for number in np.unique(chosen[chosen < len(outcome)]):
                place, filling = outcome[number]
                ends[place].append((rows[chosen == number], filling))
        for place, parts in sorted(ends.items()):
            rows = np.concatenate([part for part, _ in parts])
            part = np.repeat(np.arange(len(parts)), [len(found) for found, _ in parts])
            taken = {name: columns[name][rows] for name in columns}
            node.talks.fill(taken, [filling for _, filling in parts], part)
            yield place, rows, taken

    def _bounded(self, node: _Node, group: int) -> tuple[Sequence[End], Draws]:
        """The ends of talks on equal terms, and up to which draw, of 2**53, each is drawn."""
        assert node.talks is not None
        if (node.stop, group) not in self._bounds:
            outcome = node.talks.outcomes[group]
            passed = itertools.accumulate(sort.odds for sort in outcome.values())
            bounds = np.array([int(part * 2**53) for part in passed], dtype=np.uint64)
            self._bounds[node.stop, group] = (*outcome,), bounds
        return self._bounds[node.stop, group]

    def _end(self, ending: NodeId, columns: Mapping[str, Column], size: int, found: Simulation) -> None:
        node = self.rules.scenario.nodes[ending]
        if not isinstance(node, Terminal):
            found.stuck[ending] += size
            return
        found.endings[ending] += size
        for variable in self.asked:
            for value, number in zip(*np.unique(columns[variable], return_counts=True), strict=True):
                found.rungs[variable][self.vocabulary.value(variable, int(value))] += int(number)
        for valuation in self.given:
            worth, scale = self._worth(node, valuation, columns, size)
            sums = found.worths[valuation.id]
            sums.total += Fraction(sum(worth.tolist()), scale)
            sums.squares += Fraction(sum(number * number for number in worth.tolist()), scale * scale)

    def _worth(self, node: Terminal, valuation: Valuation, columns: Mapping[str, Column],
               size: int) -> tuple[Column, int]:
        if valuation.shares is None:
            payoff = node.payoff.get(valuation.party)
            worth = self.vocabulary.compile(payoff)(columns) if payoff else 0
            return np.broadcast_to(np.asarray(worth, dtype=np.int64), size), 1
        scale = int(np.lcm.reduce([share.denominator for share in valuation.shares.values()], dtype=object))
        total = np.zeros(size, dtype=np.int64)
        for variable, share in valuation.shares.items():
            rungs = self.rules.scenario.reference.scales[variable].rungs
            low = min(rung.value for rung in rungs)
            table = np.zeros(max(rung.value for rung in rungs) - low + 1, dtype=np.int64)
            for rung in rungs:
                table[rung.value - low] = rung.worth
            total += table[columns[variable] - low] * int(share * scale)
        return total, scale


def _point(draws: Draws, total: Column | int) -> Column:
    """Draws as whole numbers below ``total``, by the upper half of each; by all its digits for very large totals."""
    if np.max(total, initial=0) < 2**31:
        return ((draws >> np.uint64(32)).astype(np.int64) * total) >> 32
    return ((draws >> np.uint64(11)).astype(np.float64) / 2**53 * total).astype(np.int64)


def _number(values: Column | int) -> Column | int:
    """A number that holds for every row as such."""
    return values if isinstance(values, np.ndarray) and values.ndim else int(values)


def _full(values: Column | int, size: int) -> Column:
    return values if isinstance(values, np.ndarray) and values.ndim else np.full(size, values, dtype=np.int64)


def _joined(parts: Sequence[Mapping[str, Column]]) -> Mapping[str, Column]:
    if len(parts) == 1:
        return parts[0]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
