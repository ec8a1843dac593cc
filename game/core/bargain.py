"""The bargaining model: issues on ordered scales, what two sides make of them, how a side answers a package.

Pure arithmetic in whole numbers, no positions and no guards: ``talks`` brings those.  A package is worth, to a side,
the sum over issues of weight times worth (an additive multi-attribute value; Raiffa, *The Art and Science of
Negotiation*, 1982, ch. 10–11); a link replaces an issue's worths while another issue stands on certain rungs.  Used
by ``talks``, ``analysis`` and ``debrief``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from game.core import limits
from game.core.expressions import Expression
from game.core.texts import NO_WORDS, Slot, Words

Rung = int | None
"""A rung of a clause scale; None is an issue left open."""

Package = tuple[Rung, ...]
"""One rung for every issue of a bargain, in its order."""

PROPOSE: Final = "propose"
MAX_PACKAGES: Final = limits.PACKAGES
MAX_COUNTERS: Final = limits.COUNTERS
MAX_ROUNDS: Final = limits.ROUNDS


class Reply(IntEnum):
    """How a side answers, worst for the proposer first."""

    BREAK = 0
    REFUSE = 1
    COUNTER = 2
    ACCEPT = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A side's answer.

    ``issues`` names what it turns on: the clauses refused, those a counter-offer changes, or those granted at once.
    """

    reply: Reply
    issues: tuple[str, ...] = ()
    counter: Package | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """Rungs that a side will not have, while ``when`` holds (always, without a guard)."""

    rungs: frozenset[int]
    when: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What one side makes of one issue: its weight, the worth (0–100) of each rung and of an issue left open.

    ``why`` carries the grade and the sources of the figures; the other texts are the minutes of an answer that turns
    on this issue.
    """

    weight: int
    worth: Mapping[int, int]
    open: int
    red_lines: tuple[RedLine, ...] = ()
    why: Slot = ()
    refuses: Slot = ()
    counters: Slot = ()
    grants: Slot = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Other worths for ``issue`` while ``other`` stands on one of ``rungs`` (None: while it is open)."""

    issue: str
    other: str
    rungs: frozenset[Rung]
    worth: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a side bargains.

    ``aspiration`` is what it asks for in each round, in points of 100 (the last holds on; it never rises within one
    table).  A package up to ``margin`` points short gets a counter-offer, one further off is refused.  Issues in
    ``at_once`` are granted as asked.  While ``walks_out`` holds, a proposal across a red line ends the talks.
    """

    aspiration: tuple[Expression, ...]
    margin: int = 0
    at_once: tuple[str, ...] = ()
    walks_out: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a bargain.  ``reservation`` is the worth of no agreement (the BATNA), in points of 100."""

    id: str
    name: Words
    stakes: Mapping[str, Stake]
    reservation: Expression
    links: tuple[Link, ...] = ()
    conduct: Conduct | None = None
    text: Slot = ()

    @property
    def total(self) -> int:
        """The sum of all weights: a package worth 100 on every issue has 100 times this value."""
        return sum(stake.weight for stake in self.stakes.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A clause to be settled: the variable of its scale, and the rungs that may be written, each with its words."""

    id: str
    rungs: tuple[int, ...]
    name: Words = NO_WORDS
    clauses: Mapping[int, Words] = field(default_factory=dict)

    def clause(self, rung: int) -> Words:
        """Returns the short words of a rung; its number where it has none."""
        return self.clauses.get(rung) or Words((("", str(rung)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """Issues and two sides; any number of tables may be held over it."""

    id: str
    issues: Mapping[str, Issue]
    sides: Mapping[str, Side]

    def other(self, side: str) -> Side:
        """Returns the side across the table; raises ``KeyError`` if ``side`` is none of the two."""
        if side not in self.sides:
            raise KeyError(side)
        return next(found for name, found in self.sides.items() if name != side)

    def place(self, issue: str) -> int:
        """Returns the place of an issue in every package; raises ``ValueError`` for an unknown one."""
        return list(self.issues).index(issue)


def worth(bargain: Bargain, side: Side, package: Package, issue: str) -> int:
    """Returns what ``side`` makes of one issue within ``package``, 0–100; the first link that holds decides."""
    stake, rung = side.stakes[issue], package[bargain.place(issue)]
    for link in side.links:
        if link.issue == issue and rung in link.worth and package[bargain.place(link.other)] in link.rungs:
            return link.worth[rung]  # type: ignore[index]
    return stake.open if rung is None else stake.worth[rung]


def value(bargain: Bargain, side: Side, package: Package) -> int:
    """Returns the value of ``package`` to ``side``: weights times worths, between 0 and 100 × ``side.total``."""
    return sum(side.stakes[issue].weight * worth(bargain, side, package, issue) for issue in bargain.issues)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the side that answers goes by at one moment; equal terms give equal answers.

    ``choices`` holds, for each issue, the rungs the proposer may put forward (one only where the issue is not on the
    table); ``red`` the (place, rung) pairs it will not have; ``last`` says that no round follows.
    """

    reservation: int
    aspiration: int
    red: frozenset[tuple[int, int]]
    choices: tuple[tuple[Rung, ...], ...]
    last: bool = False
    walks_out: bool = False


class Bench:
    """One side's seat: answers packages about the issues ``tabled``, for any terms."""

    def __init__(self, bargain: Bargain, side: Side, tabled: Iterable[str]) -> None:
        self.bargain: Final = bargain
        self.side: Final = side
        self.tabled: Final = tuple(tabled)
        self._names = tuple(bargain.issues)
        self._weights = tuple(side.stakes[name].weight for name in self._names)
        self._tables = tuple({**side.stakes[name].worth, None: side.stakes[name].open} for name in self._names)
        self._links = tuple((bargain.place(link.issue), bargain.place(link.other), link.rungs, link.worth)
                            for link in side.links)
        self._tabled = tuple(place for place, name in enumerate(self._names) if name in self.tabled)
        at_once = side.conduct.at_once if side.conduct else ()
        self._movable = tuple(place for place, name in enumerate(self._names)
                              if name in self.tabled and name not in at_once)
        self._at_once = tuple(name for name in self._names if name in self.tabled and name in at_once)

    def value(self, package: Package) -> int:
        """Returns ``value`` for this side, from tables laid out once."""
        worths = [table[rung] for table, rung in zip(self._tables, package, strict=True)]
        done: set[int] = set()
        for place, other, rungs, replaced in self._links:
            rung = package[place]
            if place not in done and rung in replaced and package[other] in rungs:
                worths[place] = replaced[rung]  # type: ignore[index]
                done.add(place)
        return sum(weight * worth for weight, worth in zip(self._weights, worths, strict=True))

    def crosses(self, terms: Terms, package: Package) -> bool:
        """Says whether a tabled clause stands on a rung this side will not have."""
        return bool(self._crossed(terms, package))

    def goal(self, terms: Terms) -> int:
        """Returns the least value this side agrees to now: what it asks for, never less than its reservation value."""
        return max(terms.aspiration, terms.reservation) * self.side.total

    def answer(self, terms: Terms, package: Package, later: Terms | None = None) -> Answer:
        """Returns the answer.  A package better for this side on every issue is never answered worse.

        ``later`` are the terms of the next round: a counter-offer is one this side will accept then.
        """
        crossed = self._crossed(terms, package)
        if crossed:
            named = tuple(self._names[place] for place in sorted(crossed, key=lambda place: -self._weights[place]))
            return Answer(Reply.BREAK if terms.walks_out else Reply.REFUSE, named)
        short = self.goal(terms) - self.value(package)
        if short <= 0:
            return Answer(Reply.ACCEPT, tuple(name for name in self._at_once if package[self.bargain.place(name)]
                                              is not None))
        margin = self.side.conduct.margin if self.side.conduct else 0
        if not terms.last and short <= margin * self.side.total:
            counter = self._counter(terms, later or terms, package)
            if counter is not None:
                changed = tuple(name for name, old, new in zip(self._names, package, counter, strict=True)
                                if old != new)
                return Answer(Reply.COUNTER, changed, counter)
        return Answer(Reply.REFUSE, (self._heaviest(package),))

    def _crossed(self, terms: Terms, package: Package) -> list[int]:
        return [place for place in self._tabled if (place, package[place]) in terms.red]

    def _heaviest(self, package: Package) -> str:
        """The tabled issue that costs this side most, as the package stands."""
        worths = {name: worth(self.bargain, self.side, package, name) for name in self.tabled}
        return max(self.tabled, key=lambda name: self.side.stakes[name].weight * (100 - worths[name]))

    def _counter(self, terms: Terms, later: Terms, package: Package) -> Package | None:
        """The nearest package that will do now and in the next round: fewest rungs away, then least beyond the need.

        Issues the proposer left open are raised only if nothing else will do.
        """
        goal = max(self.goal(terms), self.goal(later))
        closed = [place for place in self._movable if package[place] is not None]
        for places in (closed, self._movable):
            fit = [changed for changed in self._variants(package, places)
                   if self.value(changed) >= goal
                   and not self._crossed(terms, changed) and not self._crossed(later, changed)]
            if fit:
                return min(fit, key=lambda changed: (_distance(package, changed), self.value(changed),
                                                     [-1 if rung is None else rung for rung in changed]))
        return None

    def _variants(self, package: Package, places: Iterable[int]) -> Iterator[Package]:
        """Every package with other rungs at ``places``; an open issue may stay open."""
        rungs: dict[int, list[Rung]] = {place: [*self.bargain.issues[self._names[place]].rungs] for place in places}
        for place, known in rungs.items():
            if package[place] is None:
                known.append(None)
        for chosen in itertools.product(*rungs.values()):
            changed = list(package)
            for place, rung in zip(rungs, chosen, strict=True):
                changed[place] = rung
            yield tuple(changed)


def _distance(one: Package, two: Package) -> int:
    return sum(1 if a is None or b is None else abs(a - b) for a, b in zip(one, two, strict=True) if a != b)


def format_package(bargain: Bargain, package: Package, tabled: Iterable[str]) -> str:
    """Returns the move that proposes ``package``: ``propose:om=6,nes=0``; issues left open are not named."""
    named = set(tabled)
    parts = [f"{name}={rung}" for name, rung in zip(bargain.issues, package, strict=True)
             if name in named and rung is not None]
    return f"{PROPOSE}:{','.join(parts)}"


def parse_package(bargain: Bargain, move: str) -> Mapping[str, int] | None:
    """Returns the rungs that a move names, or None if it is not a proposal in its one written form."""
    head, colon, rest = move.partition(":")
    if head != PROPOSE or not colon or not rest:
        return None
    named: dict[str, int] = {}
    order = list(bargain.issues)
    for part in rest.split(","):
        name, equals, number = part.partition("=")
        written = number.isascii() and number.isdigit() and len(number) < 5 and str(int(number)) == number
        if name not in order or not equals or not written:
            return None
        if named and order.index(name) <= order.index(next(reversed(named))):
            return None
        named[name] = int(number)
    return named
