"""Exact odds over all plays, without walking them.

Positions that no later guard, weight or question can tell apart are merged: at each node only the *live*
variables are kept (those that may still be read before they are overwritten), so cost grows with distinct
positions, not with paths.  Odds are fractions and exact.  Policy: every legal option alike, unless a weighting is
passed in; at a table, to propose counts as one option, and all packages are alike.  Not Monte Carlo.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.ends import Ends, Key, Lane, Memory, Policy, outcome_of, whole
from game.analysis.flow import DEPARTED, LoopedScenario, Sight, Stop, Wire, liveness, offered, topological, wires
from game.analysis.positions import TooLarge
from game.core.bargain import PROPOSE
from game.core.expressions import Value
from game.core.model import Decision, Move, NodeId, Table, is_proposal
from game.core.rules import CompiledEffect, Position, Rules
from game.core.talks import ROUND

__all__ = ["Census", "LoopedScenario", "Policy", "Tally", "census", "follow_record", "rung_odds", "tally", "uniform"]

Layout = tuple[tuple[str, Sight], ...]

LARGE = 2000
"""How many positions at one stop are worth moving in columns."""

CHEAP = 25
"""At how many nodes a question may keep a variable alive and still be asked together with others."""

@dataclass(frozen=True, slots=True)
class Census:
    """What exact exploration found.

    ``endings`` maps (terminal node, values of the asked variables) to odds; ``plays`` is the number of distinct
    move sequences, ``positions`` how many merged positions were visited.
    """

    asked: tuple[str, ...]
    endings: Mapping[tuple[NodeId, Key], Fraction]
    plays: int
    positions: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Where all plays end: odds of every terminal node, odds of every final value by variable, number of plays."""

    endings: Mapping[NodeId, Fraction]
    rungs: Mapping[str, Mapping[int, Fraction]]
    plays: int


def uniform(node: Decision, moves: tuple[Move, ...], recorded: Move | None = None) -> Mapping[Move, Fraction]:
    """Every legal option alike."""
    return {move: Fraction(1, len(moves)) for move in moves}


def follow_record(node: Decision, moves: tuple[Move, ...], recorded: Move | None) -> Mapping[Move, Fraction]:
    """The recorded option or proposal where it is open, every legal option alike elsewhere."""
    if recorded is not None and (recorded in moves or (is_proposal(recorded) and PROPOSE in moves)):
        return {recorded: Fraction(1)}
    return uniform(node, moves)


def census(rules: Rules, asked: Iterable[str] = (), policy: Policy = uniform, start: Position | None = None, *,
           plays: bool = True, large: int = LARGE, memory: Memory | None = None, most: int | None = None) -> Census:
    """Returns the exact odds of every ending together with the final values of the ``asked`` variables.

    Raises ``LoopedScenario``; a chance node without a possible branch loses its odds (the linter reports it).  Without
    ``plays`` their number is not counted.  From the first stop on where more than ``large`` positions wait, they are
    moved in columns: the same numbers, sooner.  ``memory`` may be handed from one census of the same rules to the next.
    With ``most`` positions are never moved in columns, and more of them raise ``TooLarge``.
    """
    memory = {} if memory is None else memory
    names = tuple(asked)
    first = start or rules.start()
    at = _stop(rules, first)
    order = topological(rules, at)
    live = liveness(rules, order, names)
    layouts = {stop: tuple(sorted(live[stop].items())) for stop in order}
    mass: dict[Stop, _Mass] = {stop: _Mass() for stop in order}
    mass[at].add(tuple(rules.value(first, name) for name, _ in layouts[at]), 1, 1, 1)
    found = _Found(names, layouts)
    for place, stop in enumerate(order):
        if most is not None and found.positions + len(mass[stop].weights) > most:
            raise TooLarge(found.positions, found.positions + len(mass[stop].weights))
        if most is None and len(mass[stop].weights) > large:
            return found.with_rest(_in_columns(rules, order[place:], layouts, policy, mass, plays, memory))
        here = mass.pop(stop)
        found.positions += len(here.weights)
        if wires(rules, stop):
            for lane, key, weight, scale, count in _Spread(rules, stop, layouts, policy, memory).run(here):
                mass[lane.wire.goto].add(key, weight, scale, count)
        else:
            for key, (weight, count) in here.weights.items():
                found.add(stop, key, Fraction(weight, here.scale), count)
    return found.with_rest(([], 0))


_Rest = tuple[list[tuple[Stop, "Key", Fraction, int]], int]
"""((terminal, key, odds, plays), positions)."""


class _Found:
    """Gathers what a census finds."""

    def __init__(self, names: tuple[str, ...], layouts: Mapping[Stop, Layout]) -> None:
        self.names, self.layouts = names, layouts
        self.endings: dict[tuple[NodeId, Key], Fraction] = {}
        self.plays = self.positions = 0

    def add(self, stop: Stop, key: Key, odds: Fraction, plays: int) -> None:
        known = [name for name, _ in self.layouts[stop]]
        self.endings[stop[0], tuple(key[known.index(name)] for name in self.names)] = odds
        self.plays += plays

    def with_rest(self, rest: _Rest) -> Census:
        for stop, key, odds, plays in rest[0]:
            self.add(stop, key, odds, plays)
        return Census(self.names, self.endings, self.plays, self.positions + rest[1])


def _in_columns(rules: Rules, order: list[Stop], layouts: Mapping[Stop, Layout], policy: Policy,
                mass: Mapping[Stop, _Mass], plays: bool, memory: Memory) -> _Rest:
    """Counts on from ``order[0]`` in columns; NumPy is loaded only when there is so much to count.

    Every play has odds of at least 1 over the scale, so the scale bounds the number of plays as well; with too few
    primes for it, it is all done again with enough.
    """
    from game.analysis import bulk, residues
    from game.analysis.vectors import Vocabulary

    primes = 12
    while True:
        vocabulary = Vocabulary(rules)
        counter = bulk.Counter(rules, layouts, vocabulary, policy, odds=primes, plays=primes if plays else 0)
        for stop in order:
            counter.put(stop, mass[stop].weights, mass[stop].scale)
        found: list[tuple[Stop, Key, Fraction, int]] = []
        positions, scale = 0, 1
        for stop in order:
            here = counter.take(stop)
            positions += len(here.keys)
            if not len(here.keys):
                continue
            if wires(rules, stop):
                spread = _Spread(rules, stop, layouts, policy, memory)
                counter.move(stop, here, spread.index,
                             [bulk.edge(rules, vocabulary, layouts, lane.wire) for lane in spread.lanes], spread.talks)
            else:
                scale = math.lcm(scale, here.scale)
                found += [(stop, key, Fraction(odds, here.scale), count)
                          for key, odds, count in counter.endings(stop, here)]
        if residues.enough(scale) <= primes:
            return found, positions
        primes = residues.enough(scale)


def _stop(rules: Rules, position: Position) -> Stop:
    made = rules.value(position, ROUND) if ROUND in rules.index else 0
    return position.node, made if isinstance(made, int) else 0


class _Mass:
    """Odds waiting at a node as whole numbers over one ``scale``: far cheaper than a fraction for each position."""

    __slots__ = ("scale", "weights")

    def __init__(self) -> None:
        self.scale = 1
        self.weights: dict[Key, tuple[int, int]] = {}

    def add(self, key: Key, weight: int, scale: int, count: int) -> None:
        if scale != self.scale:
            weight *= self._reach(scale) // scale
        old = self.weights.get(key)
        self.weights[key] = (weight, count) if old is None else (old[0] + weight, old[1] + count)

    def _reach(self, scale: int) -> int:
        """Raises the common scale so that ``scale`` divides it."""
        common = math.lcm(self.scale, scale)
        if common != self.scale:
            factor = common // self.scale
            self.weights = {key: (weight * factor, count) for key, (weight, count) in self.weights.items()}
            self.scale = common
        return common


class _Spread:
    """Moves all odds that wait at one stop along its edges."""

    def __init__(self, rules: Rules, stop: Stop, layouts: Mapping[Stop, Layout], policy: Policy,
                 memory: Memory) -> None:
        self.node = rules.scenario.nodes[stop[0]]
        self.policy = policy
        self.index = {name: place for place, (name, _) in enumerate(layouts[stop])}
        if isinstance(self.node, Table):
            for name in (ROUND, DEPARTED, *map(offered, self.node.offers)):
                self.index[name] = len(self.index)
        self.lanes = [self._lane(rules, layouts, wire) for wire in wires(rules, stop)]
        self.blank: list[Value] = [0] * (len(self.index) - len(layouts[stop]))
        self.talks = (Ends(self.node, stop[1], self.index, self.lanes, policy, memory)
                      if isinstance(self.node, Table) else None)
        self.shares: dict[tuple[Move, ...], tuple[int, Mapping[Move, int]]] = {}

    def run(self, here: _Mass) -> Iterator[tuple[Lane, Key, int, int, int]]:
        """Yields (edge, key, weight, scale, plays) for every edge out of every position waiting here."""
        if self.talks is not None:
            for key, (weight, count) in here.weights.items():
                scratch = [*key, *self.blank]
                total, ends = self.talks.ends(scratch)
                for lane, filling, share, plays in ends:
                    for place, source, value in filling:
                        scratch[place] = scratch[source] if value is None else value
                    yield lane, lane.key(scratch), weight * share, here.scale * total, count * plays
            return
        for key, (weight, count) in here.weights.items():
            scratch = [*key, *self.blank]
            weighed = [(lane, value) for lane in self.lanes
                       if isinstance(value := lane.guard(scratch), int) and value > 0]
            total = sum(value for _, value in weighed)
            if isinstance(self.node, Decision):
                total, numbers = self._shares(self.node, tuple(lane.wire.move for lane, _ in weighed))
                weighed = [(lane, numbers[lane.wire.move]) for lane, _ in weighed if numbers.get(lane.wire.move)]
            for lane, share in weighed:
                yield lane, lane.key(scratch), weight * share, here.scale * total, count

    def _shares(self, node: Decision, moves: tuple[Move, ...]) -> tuple[int, Mapping[Move, int]]:
        if moves not in self.shares:
            self.shares[moves] = whole(self.policy(node, moves, node.record_move))
        return self.shares[moves]

    def _lane(self, rules: Rules, layouts: Mapping[Stop, Layout], wire: Wire) -> Lane:
        needed, effects = {name for name, _ in layouts[wire.goto]}, []
        for name, overwritten, expression, operation in reversed(wire.effects):
            if name in needed:
                if overwritten:
                    needed.discard(name)
                needed |= expression.names
                effects.append((name, expression, operation))
        for name, _, _ in effects:
            self.index.setdefault(name, len(self.index))
        compiled = tuple((self.index[name],
                          outcome_of(CompiledEffect(self.index[name], rules.variables[name],
                                                    expression.bind(self.index), None, operation), expression))
                         for name, expression, operation in reversed(effects))
        return Lane(wire, wire.guard.bind(self.index), compiled,
                    tuple((self.index[name], None if sight is None else dict(sight))
                          for name, sight in layouts[wire.goto]))


def rung_odds(rules: Rules, variable: str, policy: Policy = uniform) -> Mapping[int, Fraction]:
    """Returns the exact odds of every final value of a number variable."""
    odds: dict[int, Fraction] = defaultdict(Fraction)
    for (_, (value,)), share in census(rules, (variable,), policy).endings.items():
        if isinstance(value, int):
            odds[value] += share
    return dict(odds)


def tally(rules: Rules, policy: Policy = uniform) -> Tally:
    """Counts everything a comparison shows: endings, and every variable that a dimension reads.

    One question at a time: asking for all variables together would tell apart far more positions.
    """
    variables = dict.fromkeys(variable for dimension in rules.scenario.reference.dimensions.values()
                              for _, variable in dimension.layers)
    endings: dict[NodeId, Fraction] = defaultdict(Fraction)
    rungs: dict[str, dict[int, Fraction]] = {variable: defaultdict(Fraction) for variable in variables}
    plays, memory = 0, Memory()
    for number, asked in enumerate(_together(rules, tuple(variables))):
        found = census(rules, asked, policy, plays=number == 0, memory=memory)
        plays = plays or found.plays
        for (node, values), share in found.endings.items():
            if number == 0:
                endings[node] += share
            for variable, value in zip(asked, values, strict=True):
                if isinstance(value, int):
                    rungs[variable][value] += share
    return Tally(dict(endings), {variable: dict(odds) for variable, odds in rungs.items()}, plays)


def _together(rules: Rules, variables: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Groups variables that may be asked for at once: those that are settled late or read by guards anyway.

    Asking for a variable keeps it alive at nodes where nothing else needs it; two that do so at many nodes would
    multiply positions, so each of those is asked for alone.
    """
    order = topological(rules, _stop(rules, rules.start()))
    needed = liveness(rules, order, ())
    cheap: list[str] = []
    alone: list[str] = []
    for variable in variables:
        live = liveness(rules, order, (variable,))
        extra = sum(variable in live[node] and variable not in needed[node] for node in order)
        (cheap if extra <= CHEAP else alone).append(variable)
    return [tuple(cheap), *((variable,) for variable in alone)]
