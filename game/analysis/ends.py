"""How talks end, exactly: every package of every round, told apart only by what matters afterwards.

Talks of equal terms end alike, so they are gone through once for each set of values their terms read, not once for
each position.  Called by ``odds``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeVar

from game.analysis.flow import DEPARTED, Wire, offered, read_at
from game.analysis.packages import Exit, Packages
from game.core.bargain import PROPOSE, Rung, Terms
from game.core.effects import EFFECTS
from game.core.expressions import Evaluator, Expression, Value
from game.core.model import AGREED, LEFT_RECORD, Decision, Move, Table, is_proposal
from game.core.rules import CompiledEffect
from game.core.talks import ROUND, Talks

T = TypeVar("T")

Policy = Callable[[Decision, tuple[Move, ...], Move | None], Mapping[Move, Fraction]]
"""(decision, legal options, the record's move) -> odds.

At a table the options end with ``propose``, which stands for all packages alike; a policy may name one package.
"""

Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """An edge compiled over the live variables of its stop alone."""

    wire: Wire
    guard: Evaluator
    effects: tuple[tuple[int, Evaluator], ...]
    kept: tuple[tuple[int, Mapping[Value, Value] | None], ...]

    def key(self, values: list[Value]) -> Key:
        """Returns what the next stop must know of ``values``, after this edge's effects."""
        if self.effects:
            values = values.copy()
            for place, result in self.effects:
                values[place] = result(values)
        return tuple([values[place] if seen is None else seen[values[place]] for place, seen in self.kept])


Filling = tuple[tuple[int, int, Value | None], ...]
"""(place to fill, place of the value that stands if none is given, value): what talks leave behind for an edge."""


def outcome_of(effect: CompiledEffect, amount: Expression) -> Evaluator:
    """Returns a function from values to the new value of an effect's variable; what is constant is reckoned now."""
    place, variable, operation = effect.place, effect.variable, EFFECTS[effect.operation]
    if amount.names:
        return lambda values: variable.clamp(operation(values[place], effect.amount(values)))
    constant = amount.evaluate({})
    if effect.operation == "set":
        result = variable.clamp(constant)
        return lambda values: result
    return lambda values: variable.clamp(operation(values[place], constant))


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One round of talks: the options that are open, and the terms."""

    made: int
    options: tuple[Move, ...]
    terms: Terms


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """All that the ends of talks turn on.  There is one for all talks alike.

    ``new`` says that the record has not been left before.
    """

    rounds: tuple[Round, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """A move that may be made in a round, or any one of all packages alike.

    ``share`` are the odds of each, over the whole of its ``_Plan``; ``ways`` how many ways lead here, ``likeliest`` the
    odds of the likeliest way up to and with this move.
    """

    round: Round
    move: Move
    share: int
    ways: int
    likeliest: Fraction


_Plan = tuple[int, tuple[_Step, ...]]
"""(whole, everything that may be done in any round)."""

_Fates = tuple[int, list[tuple[Exit, int, int]]]

Memory = dict[tuple[object, ...], Any]
"""What one count has found out about tables, for the next with the same rules."""

_Ends = tuple[int, list[tuple[Lane, Filling, int, int]]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Talks that end at their ``number``-th move: share of a whole, number of plays, odds of the likeliest of these."""

    number: int
    share: int
    plays: int
    likeliest: Fraction


Meetings = tuple[int, list[tuple[Lane, Filling, list[Meeting]]]]
"""(whole, [(edge, what to fill in, the meetings with which talks end so)])."""


class Ends:
    """The ends of the talks at one table, from round ``made`` on."""

    def __init__(self, table: Table, made: int, index: Mapping[str, int], lanes: list[Lane], policy: Policy,
                 memory: Memory) -> None:
        self.table: Final = table
        self.made: Final = made
        self.index: Final = index
        self.policy: Final = policy
        self.talks: Final = Talks(table.bargain, table, index)
        self.options: Final = [lane for lane in lanes if lane.wire.exit is None]
        self.exits: Final = {lane.wire.exit: lane for lane in lanes if lane.wire.exit is not None}
        agreed = {place for place, _ in self.exits[AGREED].effects}
        self._told = [(table.bargain.place(name), name) for name in table.offers if index.get(name) in agreed]
        read = {name for expression in (*read_at(table), *(lane.wire.guard for lane in self.options))
                for name in expression.names} | set(table.given)
        self._left = index.get(LEFT_RECORD)
        names = [name for name in sorted(read - {ROUND} | {LEFT_RECORD}) if name in index]
        self.reads: Final = [index[name] for name in names]
        told = tuple(name for _, name in self._told)
        self._packages = self._of(memory, (table.id, told), lambda: Packages(
            table, self.talks, tuple(place for place, _ in self._told)))
        self._plain = self._of(memory, (table.id, ()), lambda: Packages(table, self.talks, ()))
        self._lanes = {lane.wire.move: lane for lane in lanes}
        self._known: dict[Key, _Ends] = {}
        self._leaves: dict[tuple[Round, Move, bool], list[tuple[Exit, int]]] = memory.setdefault(
            (table.id, policy, told, Round), {})
        self._choices: dict[Round, list[tuple[Move, Fraction, int]]] = memory.setdefault((table.id, policy, Round), {})
        self._courses: dict[Key, Course] = memory.setdefault((table.id, made, *names), {})
        self._alike: dict[tuple[object, ...], Course] = memory.setdefault((table.id, made, Course), {})
        self._rounds: dict[tuple[object, ...], Round] = memory.setdefault((table.id, Round), {})
        self._plans: dict[Course, _Plan] = memory.setdefault((table.id, made, policy), {})
        self._fates: dict[Course, _Fates] = memory.setdefault((table.id, made, policy, told), {})
        self._met: dict[Course, Meetings] = {}

    def ends(self, values: list[Value]) -> _Ends:
        """Returns (whole, [(edge, what to fill in, share of the whole, plays)])."""
        key = tuple([values[place] for place in self.reads])
        if key not in self._known:
            course = self.course(values.copy())
            if course not in self._fates:
                self._fates[course] = self._end(course)
            total, fates = self._fates[course]
            self._known[key] = total, [(*self._left_behind(fate), share, plays) for fate, share, plays in fates]
        return self._known[key]

    def meetings(self, values: list[Value]) -> Meetings:
        """Returns the same ends, each with its meetings by their number; for talks alike the same object."""
        course = self.course(values.copy())
        if course not in self._met:
            total, steps = self._plan(course)
            found: dict[Exit, list[Meeting]] = defaultdict(list)
            for step in steps:
                for fate, number in self._leaving(step, course):
                    found[fate].append(Meeting(step.round.made - self.made + 1, step.share * number,
                                               step.ways * number, step.likeliest))
            self._met[course] = total, [(*self._left_behind(fate), met) for fate, met in found.items()]
        return self._met[course]

    def course(self, values: list[Value]) -> Course:
        """Returns what all ends of the talks turn on; ``values`` are written into."""
        key = tuple([values[place] for place in self.reads])
        if key not in self._courses:
            rounds = []
            for made in range(self.made, self.table.rounds):
                values[self.index[ROUND]] = made
                open_, terms = self._open(values), self._packages.essence(self.talks.terms(values))
                rounds.append(self._rounds.setdefault((made, open_, terms), Round(made, open_, terms)))
            new = self._left is not None and not values[self._left]
            self._courses[key] = self._alike.setdefault((new, *rounds), Course(tuple(rounds), new))
        return self._courses[key]

    def _open(self, values: list[Value]) -> tuple[Move, ...]:
        return tuple(lane.wire.move for lane in self.options
                     if isinstance(open_ := lane.guard(values), int) and open_ > 0)

    def _end(self, course: Course) -> _Fates:
        odds: dict[Exit, int] = defaultdict(int)
        plays: dict[Exit, int] = defaultdict(int)
        total, steps = self._plan(course)
        for step in steps:
            for fate, number in self._leaving(step, course):
                odds[fate] += step.share * number
                plays[fate] += step.ways * number
        common = math.gcd(total, *odds.values())
        return total // common, [(fate, share // common, plays[fate]) for fate, share in odds.items()]

    def _leaving(self, step: _Step, course: Course) -> list[tuple[Exit, int]]:
        """How a step may leave the table, and in how many ways."""
        key = step.round, step.move, course.new
        if key not in self._leaves:
            if _proposes(step.move):
                found = [((exit, rungs, departs and course.new), number) for (exit, rungs, departs), number in
                         self._packages.ways(step.round.terms, step.move).items() if exit]
            else:
                found = [((step.move, (None,) * len(self._told), False), 1)]
            self._leaves[key] = found
        return self._leaves[key]

    def _plan(self, course: Course) -> _Plan:
        if course not in self._plans:
            steps: list[tuple[int, _Step]] = []
            scale = waiting = ways = 1
            likeliest = Fraction(1)
            for round_ in course.rounds:
                going, further, best = 0, 0, Fraction(0)
                chosen = self._chosen(round_)
                whole_, units = whole({move: each for move, each, _ in chosen})
                scale *= whole_
                for move, each, on in chosen:
                    step = _Step(round_, move, waiting * units[move], ways, likeliest * each)
                    steps.append((scale, step))
                    if on:
                        going, further = going + step.share * on, further + ways * on
                        best = max(best, step.likeliest)
                waiting, ways, likeliest = going, further, best
                if not waiting:
                    break
            self._plans[course] = scale, tuple(
                [_Step(step.round, step.move, step.share * (scale // over), step.ways, step.likeliest)
                 for over, step in steps])
        return self._plans[course]

    def _chosen(self, round_: Round) -> list[tuple[Move, Fraction, int]]:
        """(move, odds of it or of each package it stands for, how many of these lead to another round)."""
        if round_ in self._choices:
            return self._choices[round_]
        open_ = (*round_.options, PROPOSE) if self._packages.any(round_.terms) else round_.options
        recorded = dict(enumerate(self.table.record_moves)).get(round_.made)
        found = []
        for move, share in self.policy(self.table, open_, recorded).items():
            if not share:
                continue
            if _proposes(move):
                ways = self._plain.ways(round_.terms, move)
                found.append((move, share / sum(ways.values()), ways.get(("", (), False), 0)))
            else:
                found.append((move, share, 0))
        self._choices[round_] = found
        return found

    def _left_behind(self, fate: Exit) -> tuple[Lane, Filling]:
        exit, rungs, departs = fate
        return self._lanes[exit], self._filling(rungs, departs)

    @staticmethod
    def _of(memory: Memory, key: tuple[object, ...], made: Callable[[], Packages]) -> Packages:
        found: Packages | None = memory.get((Packages, *key))
        return found or memory.setdefault((Packages, *key), made())

    def _filling(self, rungs: tuple[Rung, ...], departs: bool) -> Filling:
        clauses = tuple((self.index[offered(name)], self.index[name], rung)
                        for (_, name), rung in zip(self._told, rungs, strict=True))
        return (*clauses, (self.index[DEPARTED], 0, int(departs)))


def _proposes(move: Move) -> bool:
    return move == PROPOSE or is_proposal(move)


def whole(odds: Mapping[T, Fraction]) -> tuple[int, Mapping[T, int]]:
    """Returns odds as whole numbers over their common denominator."""
    total = math.lcm(*(share.denominator for share in odds.values()))
    return total, {move: int(share * total) for move, share in odds.items()}
