"""Exact odds over all plays, without walking them.

Positions that no later guard, weight or question can tell apart are merged: at each node only the *live*
variables are kept (those that may still be read before they are overwritten), so cost grows with distinct
positions, not with paths.  Few positions are gone through one by one, many in columns (``reach``, ``lumping``).  Odds
are fractions and exact.  Policy: every legal option alike, unless a weighting is passed in; at a table, to propose
counts as one option, and all packages are alike.  Not Monte Carlo.
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
from game.analysis.sights import WIDE
from game.core.bargain import PROPOSE
from game.core.expressions import Value
from game.core.garbage import without_collecting
from game.core.model import Decision, Move, NodeId, Table, is_proposal
from game.core.rules import CompiledEffect, Position, Rules
from game.core.talks import ROUND

__all__ = ["Census", "LoopedScenario", "Policy", "Tally", "census", "follow_record", "rung_odds", "tally", "uniform"]

Layout = tuple[tuple[str, Sight], ...]

LARGE = 500
"""How many positions at one stop are worth going through in columns."""


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
    ``plays`` their number need not be counted.  If more than ``large`` positions wait at one stop, all are gone through
    in columns: the same numbers, sooner.  ``memory`` may be handed from one census of the same rules to the next.
    With ``most`` positions are never put in columns, and more of them raise ``TooLarge``.
    """
    memory = {} if memory is None else memory
    names, first = tuple(asked), start or rules.start()
    found = _one_by_one(rules, names, policy, first, memory, large if most is None else most, most)
    return found or _in_columns(rules, names, policy, first, memory, plays)


def _one_by_one(rules: Rules, names: tuple[str, ...], policy: Policy, first: Position, memory: Memory,
                large: int, most: int | None) -> Census | None:
    """Goes through the stops in order, every position by itself; None if too many wait at one of them."""
    at = _stop(rules, first)
    order = topological(rules, at)
    live = liveness(rules, order, names)
    layouts = {stop: tuple(sorted(live[stop].items())) for stop in order}
    mass: dict[Stop, _Mass] = {stop: _Mass() for stop in order}
    mass[at].add(tuple([rules.value(first, name) if sight is None else dict(sight)[rules.value(first, name)]
                        for name, sight in layouts[at]]), 1, 1, 1)
    endings: dict[tuple[NodeId, Key], Fraction] = {}
    plays = positions = 0
    for stop in order:
        here = mass.pop(stop)
        if most is not None and positions + len(here.weights) > most:
            raise TooLarge(positions, positions + len(here.weights))
        if len(here.weights) > large:
            return None
        positions += len(here.weights)
        if wires(rules, stop):
            for lane, key, weight, scale, count in _Spread(rules, stop, layouts, policy, memory).run(here):
                mass[lane.wire.goto].add(key, weight, scale, count)
        else:
            known = [name for name, _ in layouts[stop]]
            for key, (weight, count) in here.weights.items():
                endings[stop[0], tuple([key[known.index(name)] for name in names])] = Fraction(weight, here.scale)
                plays += count
    return Census(names, endings, plays, positions)


def _in_columns(rules: Rules, names: tuple[str, ...], policy: Policy, first: Position, memory: Memory,
                plays: bool) -> Census:
    """NumPy is loaded only when there is so much to count."""
    from game.analysis import lumping
    from game.analysis.reach import reach

    found = reach(rules, _stop(rules, first), first, policy, names, memory=memory)
    endings = {}
    for stop, row, odds in lumping.endings(found):
        columns = found.places[stop].columns
        endings[stop[0], tuple([found.vocabulary.value(name, int(columns[name][row])) for name in names])] = odds
    return Census(names, endings, lumping.plays(found) if plays else 0, found.positions)


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
    return _finally(census(rules, (variable,), policy).endings)


def tally(rules: Rules, policy: Policy = uniform) -> Tally:
    """Counts everything a comparison shows: endings, and every variable that a dimension reads.

    All positions are gone through once; then each question is asked of as few as it can tell apart (``lumping``).
    """
    with without_collecting():
        return _tally(rules, policy)


def _tally(rules: Rules, policy: Policy) -> Tally:
    from game.analysis import lumping
    from game.analysis.reach import reach

    variables = dict.fromkeys(variable for dimension in rules.scenario.reference.dimensions.values()
                              for _, variable in dimension.layers)
    wide = [name for name in variables if rules.variables[name].high - rules.variables[name].low >= WIDE]
    start, memory = rules.start(), Memory()
    found = reach(rules, _stop(rules, start), start, policy, told=[name for name in variables if name not in wide],
                  memory=memory)
    endings: dict[NodeId, Fraction] = defaultdict(Fraction)
    for stop, _, share in lumping.endings(found):
        endings[stop[0]] += share
    asked = lumping.final_values(found, {name: rules.value(start, name) for name in variables if name not in wide})
    rungs = {name: _finally(census(rules, (name,), policy, plays=False, memory=memory).endings) if name in wide else
             {value: share for value, share in asked[name].items() if isinstance(value, int)} for name in variables}
    return Tally(dict(endings), rungs, lumping.plays(found))


def _finally(endings: Mapping[tuple[NodeId, Key], Fraction]) -> Mapping[int, Fraction]:
    odds: dict[int, Fraction] = defaultdict(Fraction)
    for (_, (value,)), share in endings.items():
        if isinstance(value, int):
            odds[value] += share
    return dict(odds)
