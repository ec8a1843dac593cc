"""Exact odds over all plays, without walking them.

Positions that no later guard, weight or question can tell apart are merged: at each node only the *live*
variables are kept (those that may still be read before they are overwritten), so cost grows with distinct
positions, not with paths.  Odds are fractions and exact.  Policy: every legal option alike, unless a weighting is
passed in.  Not Monte Carlo.

Liveness is the textbook backward data-flow analysis (Aho, Lam, Sethi, Ullman, *Compilers*, 2nd ed., §9.2.5).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from game.core.effects import EFFECTS
from game.core.expressions import TRUE, Evaluator, Expression, Value
from game.core.model import LEFT_RECORD, Chance, Decision, Effect, Move, NodeId
from game.core.rules import CompiledEffect, Position, Rules

Policy = Callable[[Decision, tuple[Move, ...]], Mapping[Move, Fraction]]
"""Odds of each legal option of a decision."""

Key = tuple[Value, ...]
Layout = tuple[tuple[str, frozenset[str] | None], ...]

CHEAP = 25
"""At how many nodes a question may keep a variable alive and still be asked together with others."""

_ANY_OTHER = ""
"""Stands for every word of a choice that no later guard names."""


class LoopedScenario(ValueError):
    """The nodes form a loop; these odds are counted for scenarios without loops."""


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


@dataclass(frozen=True, slots=True)
class _Wire:
    """An edge as data flow: guard or weight, and effects as (variable, overwritten?, amount, operation)."""

    move: Move
    goto: NodeId
    guard: Expression
    effects: tuple[tuple[str, bool, Expression, str], ...]


def uniform(node: Decision, moves: tuple[Move, ...]) -> Mapping[Move, Fraction]:
    """Every legal option alike."""
    return {move: Fraction(1, len(moves)) for move in moves}


def follow_record(node: Decision, moves: tuple[Move, ...]) -> Mapping[Move, Fraction]:
    """The recorded option where it is open, every legal option alike elsewhere."""
    return {node.record_move: Fraction(1)} if node.record_move in moves else uniform(node, moves)


def census(rules: Rules, asked: Iterable[str] = (), policy: Policy = uniform,
           start: Position | None = None) -> Census:
    """Returns the exact odds of every ending together with the final values of the ``asked`` variables.

    Raises ``LoopedScenario``; a chance node without a possible branch loses its odds (the linter reports it).
    """
    names = tuple(asked)
    first = start or rules.start()
    wires = {node: _wires(rules, node) for node in rules.scenario.nodes}
    order = _topological(wires, first.node)
    live = _liveness(rules, wires, order, names)
    layouts = {node: tuple(sorted(live[node].items())) for node in order}
    mass: dict[NodeId, _Mass] = {node: _Mass() for node in order}
    mass[first.node].add(tuple(rules.value(first, name) for name, _ in layouts[first.node]), 1, 1, 1)
    endings: dict[tuple[NodeId, Key], Fraction] = {}
    plays = positions = 0
    for node in order:
        here = mass.pop(node)
        positions += len(here.weights)
        if not wires[node]:
            places = [[known for known, _ in layouts[node]].index(name) for name in names]
            for key, (weight, count) in here.weights.items():
                endings[node, tuple(key[place] for place in places)] = Fraction(weight, here.scale)
                plays += count
            continue
        for target, key, weight, scale, count in _spread(rules, node, here, layouts, wires[node], policy):
            mass[target].add(key, weight, scale, count)
    return Census(names, endings, plays, positions)


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


@dataclass(frozen=True, slots=True)
class _Lane:
    """An edge compiled over the live variables of its node alone."""

    move: Move
    goto: NodeId
    guard: Evaluator
    effects: tuple[tuple[int, CompiledEffect], ...]
    kept: tuple[tuple[int, frozenset[str] | None], ...]

    def key(self, values: list[Value]) -> Key:
        """Returns what the next node must know of ``values``."""
        return tuple([values[place] if words is None or values[place] in words else _ANY_OTHER
                      for place, words in self.kept])


def _spread(rules: Rules, node: NodeId, here: _Mass, layouts: Mapping[NodeId, Layout],
            wires: tuple[_Wire, ...], policy: Policy) -> Iterator[tuple[NodeId, Key, int, int, int]]:
    """Yields (node, key, weight, scale, plays) for every edge out of every position waiting at ``node``."""
    lanes = [_lane(rules, layouts, node, wire) for wire in wires]
    found = rules.scenario.nodes[node]
    blank: list[Value] = [0] * max((len(lane.effects) for lane in lanes), default=0)
    shares: dict[tuple[Move, ...], tuple[int, Mapping[Move, int]]] = {}
    for key, (weight, count) in here.weights.items():
        scratch = [*key, *blank]
        weighed = [(lane, value) for lane in lanes if isinstance(value := lane.guard(scratch), int) and value > 0]
        if isinstance(found, Decision):
            moves = tuple(lane.move for lane, _ in weighed)
            if moves not in shares:
                shares[moves] = _whole(policy(found, moves))
            total, numbers = shares[moves]
            weighed = [(lane, numbers[lane.move]) for lane, _ in weighed if numbers.get(lane.move)]
        else:
            total = sum(value for _, value in weighed)
        for lane, share in weighed:
            after = scratch
            if lane.effects:
                after = scratch.copy()
                for place, effect in lane.effects:
                    after[place] = effect.variable.clamp(
                        EFFECTS[effect.operation](after[place], effect.amount(after)))
            yield lane.goto, lane.key(after), weight * share, here.scale * total, count


def _lane(rules: Rules, layouts: Mapping[NodeId, Layout], node: NodeId, wire: _Wire) -> _Lane:
    index = {name: place for place, (name, _) in enumerate(layouts[node])}
    needed, effects = {name for name, _ in layouts[wire.goto]}, []
    for name, overwritten, expression, operation in reversed(wire.effects):
        if name in needed:
            if overwritten:
                needed.discard(name)
            needed |= expression.names
            effects.append((name, expression, operation))
    for name, _, _ in effects:
        index.setdefault(name, len(index))
    compiled = tuple((index[name], CompiledEffect(index[name], rules.variables[name], expression.bind(index), None,
                                                  operation)) for name, expression, operation in reversed(effects))
    return _Lane(wire.move, wire.goto, wire.guard.bind(index), compiled,
                 tuple((index[name], words) for name, words in layouts[wire.goto]))


def _whole(odds: Mapping[Move, Fraction]) -> tuple[int, Mapping[Move, int]]:
    """Returns odds as whole numbers over their common denominator."""
    total = math.lcm(*(share.denominator for share in odds.values()))
    return total, {move: int(share * total) for move, share in odds.items()}


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
    plays = 0
    for number, asked in enumerate(_together(rules, tuple(variables))):
        found = census(rules, asked, policy)
        plays = found.plays
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
    wires = {node: _wires(rules, node) for node in rules.scenario.nodes}
    order = _topological(wires, rules.scenario.start)
    needed = _liveness(rules, wires, order, ())
    cheap: list[str] = []
    alone: list[str] = []
    for variable in variables:
        live = _liveness(rules, wires, order, (variable,))
        extra = sum(variable in live[node] and variable not in needed[node] for node in order)
        (cheap if extra <= CHEAP else alone).append(variable)
    return [tuple(cheap), *((variable,) for variable in alone)]


def _wires(rules: Rules, node: NodeId) -> tuple[_Wire, ...]:
    found = rules.scenario.nodes[node]
    wires = []
    if isinstance(found, Decision):
        for option in found.options:
            effects = [*_flow(option.effects)]
            if found.name:
                effects.append((found.name, True, Expression.parse(f"'{option.id}'"), "set"))
            if option.id != found.record_move:
                effects.append((LEFT_RECORD, True, TRUE, "set"))
            wires.append(_Wire(option.id, option.goto, option.when or TRUE, tuple(effects)))
    elif isinstance(found, Chance):
        for branch in found.branches:
            wires.append(_Wire(branch.id, branch.goto, branch.weight, tuple(_flow(branch.effects))))
    return tuple(wires)


def _flow(effects: Iterable[Effect]) -> Iterator[tuple[str, bool, Expression, str]]:
    for effect in effects:
        overwritten = effect.operation == "set" and effect.variable not in effect.amount.names
        yield effect.variable, overwritten, effect.amount, effect.operation


def _topological(wires: Mapping[NodeId, tuple[_Wire, ...]], start: NodeId) -> list[NodeId]:
    order: list[NodeId] = []
    colour: dict[NodeId, int] = {}
    stack: list[tuple[NodeId, int]] = [(start, 0)]
    while stack:
        node, place = stack.pop()
        if place == 0:
            if colour.get(node) == 2:
                continue
            colour[node] = 1
        following = wires[node]
        if place < len(following):
            stack.append((node, place + 1))
            target = following[place].goto
            if colour.get(target) == 1:
                raise LoopedScenario(f"'{target}' can be reached from itself")
            if target not in colour:
                stack.append((target, 0))
        else:
            colour[node] = 2
            order.append(node)
    return order[::-1]


Live = dict[str, frozenset[str] | None]
"""What of each live variable matters: the words it may still be compared with, or None for its exact value."""


def _liveness(rules: Rules, wires: Mapping[NodeId, tuple[_Wire, ...]], order: list[NodeId],
              asked: Iterable[str]) -> dict[NodeId, Live]:
    live: dict[NodeId, Live] = {}
    for node in reversed(order):
        needed: Live = {} if wires[node] else dict.fromkeys(asked)
        for wire in wires[node]:
            after = dict(live[wire.goto])
            for variable, overwritten, amount, _ in reversed(wire.effects):
                if variable in after:
                    if overwritten:
                        del after[variable]
                    _need(after, _uses(rules, amount))
            _need(needed, after)
            _need(needed, _uses(rules, wire.guard))
        live[node] = needed
    return live


def _need(live: Live, more: Live) -> None:
    for name, words in more.items():
        known = live.get(name, frozenset())
        live[name] = None if words is None or known is None else known | words


def _uses(rules: Rules, expression: Expression) -> Live:
    """A choice is only ever told apart by the words it is compared with; a number by its value."""
    words: dict[str, frozenset[str]] = defaultdict(frozenset)
    for test in expression.comparisons:
        words[test.name] |= {test.word}
    return {name: words.get(name) if rules.variables[name].words else None for name in expression.names}
