"""How talks end, exactly: every package of every round, told apart only by what matters afterwards.

Talks of equal terms end alike, so they are gone through once for each set of values their terms read, not once for
each position.  Called by ``odds``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
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

_ANY_OTHER = ""
"""Stands for every word of a choice that no later guard names."""


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
        return tuple([values[place] if seen is None else seen.get(values[place], _ANY_OTHER)
                      for place, seen in self.kept])


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


_Rounds = tuple[tuple[tuple[Move, ...], Terms], ...]
"""Round by round: the options that are open, and the terms."""

_Fates = tuple[int, list[tuple[Exit, int, int]]]

Memory = dict[tuple[object, ...], Any]
"""What one count has found out about tables, for the next with the same rules."""

_Taken = tuple[int, list[tuple[Exit, int, int]]]

_Ends = tuple[int, list[tuple[Lane, Filling, int, int]]]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Talks that end at their ``number``-th move: odds, number of plays, odds of the likeliest of these plays."""

    number: int
    odds: Fraction
    plays: int
    likeliest: Fraction


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
        self._packages: Packages = memory.setdefault((table.id, Packages, told), None) or Packages(
            table, self.talks, tuple(place for place, _ in self._told))
        memory[table.id, Packages, told] = self._packages
        self._known: dict[Key, _Ends] = {}
        self._rounds: dict[Key, _Rounds] = memory.setdefault((table.id, made, *names), {})
        self._alike: dict[tuple[bool, _Rounds], _Fates] = memory.setdefault((table.id, made, policy, told), {})
        self._met: dict[tuple[bool, _Rounds], list[tuple[Exit, Meeting]]] = memory.setdefault(
            (table.id, made, policy, told, Meeting), {})
        self._same: dict[_Rounds, _Rounds] = memory.setdefault((table.id, made), {})
        self._listed: dict[tuple[bool, int], list[tuple[Lane, Filling, Meeting]]] = {}
        self._taken: dict[tuple[int, tuple[Move, ...], Terms], _Taken] = {}

    def ends(self, values: list[Value]) -> _Ends:
        """Returns (whole, [(edge, what to fill in, share of the whole, plays)])."""
        key = tuple([values[place] for place in self.reads])
        if key not in self._known:
            self._known[key] = self._go_through(key, values.copy())
        return self._known[key]

    def meetings(self, values: list[Value]) -> list[tuple[Lane, Filling, Meeting]]:
        """Returns the same ends told apart by the number of meetings it took; for equal terms the same list."""
        told, rounds = self._told_rounds(tuple([values[place] for place in self.reads]), values.copy())
        if (told, id(rounds)) not in self._listed:
            if (told, rounds) not in self._met:
                self._met[told, rounds] = list(self._by_round(told, rounds))
            lanes = self._lanes()
            self._listed[told, id(rounds)] = [(lanes[exit], self._filling(rungs, departs), meeting)
                                              for (exit, rungs, departs), meeting in self._met[told, rounds]]
        return self._listed[told, id(rounds)]

    def _go_through(self, key: Key, values: list[Value]) -> _Ends:
        alike = self._told_rounds(key, values)
        if alike not in self._alike:
            self._alike[alike] = self._end(*alike)
        total, fates = self._alike[alike]
        lanes = self._lanes()
        return total, [(lanes[exit], self._filling(rungs, departs), share, plays)
                       for (exit, rungs, departs), share, plays in fates]

    def _lanes(self) -> Mapping[str, Lane]:
        return {**{f"{PROPOSE}:{name}": lane for name, lane in self.exits.items()},
                **{lane.wire.move: lane for lane in self.options}}

    def _told_rounds(self, key: Key, values: list[Value]) -> tuple[bool, _Rounds]:
        if key not in self._rounds:
            rounds = []
            for made in range(self.made, self.table.rounds):
                values[self.index[ROUND]] = made
                rounds.append((self._open(values), self.talks.terms(values)))
            found = tuple(rounds)
            self._rounds[key] = self._same.setdefault(found, found)
        return self._left is not None and not values[self._left], self._rounds[key]

    def _open(self, values: list[Value]) -> tuple[Move, ...]:
        return tuple(lane.wire.move for lane in self.options
                     if isinstance(open_ := lane.guard(values), int) and open_ > 0)

    def _end(self, told: bool, rounds: _Rounds) -> _Fates:
        odds: dict[Exit, int] = defaultdict(int)
        plays: dict[Exit, int] = defaultdict(int)
        scale = waiting = ways = 1
        for made, (options, terms) in enumerate(rounds, self.made):
            if not waiting:
                break
            whole_, moves = self._round(made, options, terms)
            scale *= whole_
            for fate in odds:
                odds[fate] *= whole_
            going = further = 0
            for (exit, rungs, departs), share, number in moves:
                if exit:
                    fate = exit, rungs, departs and told
                    odds[fate] += waiting * share
                    plays[fate] += ways * number
                else:
                    going, further = going + waiting * share, further + ways * number
            waiting, ways = going, further
        common = math.gcd(scale, *odds.values())
        return scale // common, [(fate, share // common, plays[fate]) for fate, share in odds.items()]

    def _by_round(self, told: bool, rounds: _Rounds) -> Iterator[tuple[Exit, Meeting]]:
        waiting, ways, likeliest = Fraction(1), 1, Fraction(1)
        for made, (options, terms) in enumerate(rounds, self.made):
            if not waiting:
                break
            going, further, best = Fraction(0), 0, Fraction(0)
            whole_, moves = self._round(made, options, terms)
            for (exit, rungs, departs), part, number in moves:
                share = Fraction(part, whole_)
                one = likeliest * share / number
                if exit:
                    yield ((exit, rungs, departs and told),
                           Meeting(made - self.made + 1, waiting * share, ways * number, one))
                else:
                    going, further, best = going + waiting * share, further + ways * number, max(best, one)
            waiting, ways, likeliest = going, further, best

    def _round(self, made: int, options: tuple[Move, ...], terms: Terms) -> _Taken:
        """One round: (whole, [(exit or option, share of the whole, number of moves)]); another round is the exit ""."""
        if (made, options, terms) not in self._taken:
            open_ = (*options, PROPOSE) if self._packages.any(terms) else options
            moves = self.table.record_moves
            recorded = moves[made] if made < len(moves) else None
            none = (None,) * len(self._told)
            taken: list[tuple[Exit, Fraction, int]] = []
            for move, share in self.policy(self.table, open_, recorded).items():
                if move != PROPOSE and not is_proposal(move):
                    taken.append(((move, none, False), share, 1))
                    continue
                ways = self._packages.ways(terms, move)
                each = share / sum(ways.values())
                taken += [((f"{PROPOSE}:{exit}" if exit else "", rungs, departs), each * number, number)
                          for (exit, rungs, departs), number in ways.items()]
            total, shares = whole(dict(enumerate(share for _, share, _ in taken)))
            self._taken[made, options, terms] = total, [(exit, shares[place], number)
                                                        for place, (exit, _, number) in enumerate(taken)]
        return self._taken[made, options, terms]

    def _filling(self, rungs: tuple[Rung, ...], departs: bool) -> Filling:
        clauses = tuple((self.index[offered(name)], self.index[name], rung)
                        for (_, name), rung in zip(self._told, rungs, strict=True))
        return (*clauses, (self.index[DEPARTED], 0, int(departs)))


def whole(odds: Mapping[T, Fraction]) -> tuple[int, Mapping[T, int]]:
    """Returns odds as whole numbers over their common denominator."""
    total = math.lcm(*(share.denominator for share in odds.values()))
    return total, {move: int(share * total) for move, share in odds.items()}
