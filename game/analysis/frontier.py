"""What a bargain had to give: its efficient packages, two solutions of theory, bettering swaps, one issue's zone.

Exact: whole numbers inside, Fractions outside, nothing drawn or sampled.  It says what follows from the declared
weights and worths, not what ought to be signed; red lines are conduct, not value, and do not count here.  Called by
``debrief``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from game.core.bargain import Bargain, Bench, Package, worth

Weights = Mapping[str, Mapping[str, int]]
"""Side id -> issue id -> weight; a side or an issue that is not named keeps its own."""

Pair = tuple[Fraction, Fraction]
"""Points of 100, in the order of the bargain's sides."""

MOST_CHANGED: Final = 3
"""How many issues a swap may change: more is another treaty, not a trade."""

_NOTHING: Final = (False, 0, 0)
"""How a change is weighed that neither betters nor harms anybody."""
_HARM: Final = (False, -1, 0)
"""How a change is weighed that harms somebody."""

_Sums = tuple[int, int]
_Partial = tuple[int, int, int]
"""(minus the first side's sum, minus the second's, place in the order of packages): smaller is better throughout."""


@dataclass(frozen=True, slots=True)
class Point:
    """A package and what it is worth to both sides."""

    package: Package
    values: Pair


@dataclass(frozen=True, slots=True)
class Swap:
    """A package better for both than the one it was asked for: the issues that change, and what each side gains."""

    package: Package
    changed: tuple[str, ...]
    gains: Pair


def reweighted(bargain: Bargain, weights: Weights | None = None) -> Bargain:
    """Returns the bargain with other weights; names it does not know are passed over."""
    if not weights:
        return bargain
    sides = {}
    for name, side in bargain.sides.items():
        given = weights.get(name, {})
        sides[name] = replace(side, stakes={issue: replace(stake, weight=given.get(issue, stake.weight))
                                            for issue, stake in side.stakes.items()})
    return replace(bargain, sides=sides)


def signable(bargain: Bargain) -> Bargain:
    """Returns the bargain without the rungs that one side will have at no time (red lines without a guard)."""
    barred = {name: frozenset(rung for side in bargain.sides.values() for line in side.stakes[name].red_lines
                              if line.when is None for rung in line.rungs) for name in bargain.issues}
    return replace(bargain, issues={
        name: replace(issue, rungs=tuple(rung for rung in issue.rungs if rung not in barred[name]) or issue.rungs)
        for name, issue in bargain.issues.items()})


def point(bargain: Bargain, package: Package, weights: Weights | None = None) -> Point:
    """Returns what a package, full or not, is worth to both; 0 to a side whose weights are all 0."""
    return _Scale(reweighted(bargain, weights)).point(package)


def frontier(bargain: Bargain, weights: Weights | None = None) -> tuple[Point, ...]:
    """Returns every efficient pair of values over all full packages, by the first side's value, rising.

    A pair is efficient if no package gives one side more and the other no less.  Each comes with the first package
    that has it, in the order of ``itertools.product`` over the issues' rungs.

    Issues are added one at a time and dominated sums dropped on the way.  That loses nothing: a side's value is a
    sum, and all that an issue still to come can see of those placed is the rungs its links read.  Partial packages
    that agree on these rungs (one bucket) have the same completions, each adding the same to all of them; so what is
    dominated within a bucket stays dominated whatever follows, and what comes first at equal sums stays first.
    """
    weighed = reweighted(bargain, weights)
    scale = _Scale(weighed)
    pending = _terms(weighed)
    sizes = [len(issue.rungs) for issue in weighed.issues.values()]
    strides = [math.prod(sizes[place + 1:]) for place in range(len(sizes))]
    live: tuple[int, ...] = ()
    buckets: dict[tuple[int, ...], list[_Partial]] = {(): [(0, 0, 0)]}
    placed: set[int] = set()
    while len(placed) < len(sizes):
        place = _next(placed, pending, sizes)
        placed.add(place)
        ready = [term for term in pending if placed.issuperset(term.reads)]
        pending = [term for term in pending if not placed.issuperset(term.reads)]
        kept = _live(placed, pending)
        buckets = _placed(buckets, (*live, place), kept, sizes[place], strides[place], ready)
        live = kept
    found = buckets.get((), [])
    return tuple(scale.measured(_unranked(weighed, rank), (-first, -second)) for first, second, rank in found[::-1])


def nash(points: Iterable[Point], reservation: Pair) -> Point | None:
    """Returns the point with the largest product of gains over ``reservation`` among those that give both theirs.

    Of equal products the more equal gains, then the earlier point; None if no point gives both their reservation
    (no zone of agreement).  J. F. Nash, "The Bargaining Problem", Econometrica 18 (1950), over packages only: no
    lotteries between them.
    """
    def key(found: Point) -> tuple[Fraction, Fraction, Fraction]:
        # At one positive product, the larger smaller gain is the more equal pair; at 0 the sum keeps it efficient.
        first, second = _gains(found, reservation)
        return first * second, min(first, second), first + second
    return max(_acceptable(points, reservation), key=key, default=None)


def kalai_smorodinsky(points: Iterable[Point], reservation: Pair) -> Point | None:
    """Returns the point that gives both the most even share of their ideal gain, among those that give both theirs.

    A side's ideal gain is the largest it has at any such point.  The smaller share is made as large as can be, then
    the larger; of equal points the earlier; None if there is no such point.  A side that can gain nothing has its
    whole share.  E. Kalai and M. Smorodinsky, "Other Solutions to Nash's Bargaining Problem", Econometrica 43 (1975),
    over packages only.
    """
    able = _acceptable(points, reservation)
    ideal = [max((_gains(found, reservation)[side] for found in able), default=Fraction()) for side in (0, 1)]

    def key(found: Point) -> list[Fraction]:
        return sorted(gain / best if best else Fraction(1)
                      for gain, best in zip(_gains(found, reservation), ideal, strict=True))
    return max(able, key=key, default=None)


def swaps(bargain: Bargain, package: Package, weights: Weights | None = None, limit: int = 3) -> tuple[Swap, ...]:
    """Returns up to ``limit`` packages that better one side and leave the other no worse, best told first.

    Those that better both come first, then those that change fewer issues (never more than three), then those with
    the larger smaller gain.  Only the best change of each set of issues is given, and none that merely adds issues
    to another one given.  An issue left open may be settled, a settled one is never opened.
    """
    scale = _Scale(reweighted(bargain, weights))
    here = scale.sums(package)
    names = tuple(bargain.issues)
    found = []
    for number in range(1, min(MOST_CHANGED, len(names)) + 1):
        for places in itertools.combinations(range(len(names)), number):
            best = max(((scale.weighed(here, scale.sums(changed)), changed)
                        for changed in _changed(bargain, package, places)), key=lambda item: item[0], default=None)
            if best is not None and best[0] > _NOTHING:
                (strict, smaller, total), changed = best
                found.append(((not strict, number, -smaller, -total), places, changed))
    given: list[tuple[set[int], Package]] = []
    for _, places, changed in sorted(found, key=lambda item: item[0]):
        if len(given) < limit and not any(other <= set(places) or set(places) <= other for other, _ in given):
            given.append((set(places), changed))
    start = scale.point(package)
    return tuple(Swap(changed, tuple(names[place] for place in sorted(places)),
                      _gains(scale.point(changed), start.values)) for places, changed in given)


def zone(bargain: Bargain, issue: str, others: Package, reservation: Pair,
         weights: Weights | None = None) -> tuple[int, ...]:
    """Returns the rungs of one issue that give both their reservation while all else stays as in ``others``.

    Empty if that issue, bargained about alone, has no zone of agreement.  Raises ``ValueError`` for an unknown issue.
    """
    scale = _Scale(reweighted(bargain, weights))
    place = bargain.place(issue)
    return tuple(rung for rung in bargain.issues[issue].rungs
                 if _acceptable([scale.point((*others[:place], rung, *others[place + 1:]))], reservation))


class _Scale:
    """Both sides' values of packages, as whole sums (weights times worths) or in points of 100."""

    def __init__(self, bargain: Bargain) -> None:
        sides = tuple(bargain.sides.values())
        self._first, self._second = (Bench(bargain, side, ()) for side in sides)
        # A side without any weight has only sums of 0; any total will do for it.
        self._totals = tuple(side.total or 1 for side in sides)

    def sums(self, package: Package) -> _Sums:
        return self._first.value(package), self._second.value(package)

    def point(self, package: Package) -> Point:
        return self.measured(package, self.sums(package))

    def measured(self, package: Package, sums: _Sums) -> Point:
        return Point(package, (Fraction(sums[0], self._totals[0]), Fraction(sums[1], self._totals[1])))

    def weighed(self, old: _Sums, new: _Sums) -> tuple[bool, int, int]:
        """(both gain, smaller gain, both gains) of a change, over a common denominator; ``_HARM`` if a side loses."""
        first, second = (new[0] - old[0]) * self._totals[1], (new[1] - old[1]) * self._totals[0]
        if first < 0 or second < 0:
            return _HARM
        return first > 0 and second > 0, min(first, second), first + second


@dataclass(frozen=True, slots=True)
class _Term:
    """What one issue adds to both sums (with their signs turned), by the places of rungs of the issues it reads."""

    reads: tuple[int, ...]
    sums: Mapping[tuple[int, ...], _Sums]


def _terms(bargain: Bargain) -> list[_Term]:
    """One term for each issue; it reads the issue itself and whatever either side's links make it depend on."""
    terms = []
    blank = [next(iter(issue.rungs), None) for issue in bargain.issues.values()]
    for name in bargain.issues:
        linked = {link.other for side in bargain.sides.values() for link in side.links if link.issue == name}
        reads = tuple(sorted(bargain.place(other) for other in {name, *linked}))
        rungs = [list(bargain.issues.values())[place].rungs for place in reads]
        sums: dict[tuple[int, ...], _Sums] = {}
        for chosen in itertools.product(*(range(len(choice)) for choice in rungs)):
            package = list(blank)
            for place, choice, number in zip(reads, rungs, chosen, strict=True):
                package[place] = choice[number]
            first, second = (-side.stakes[name].weight * worth(bargain, side, tuple(package), name)
                             for side in bargain.sides.values())
            sums[chosen] = first, second
        terms.append(_Term(reads, sums))
    return terms


def _placed(buckets: Mapping[tuple[int, ...], list[_Partial]], held: tuple[int, ...], kept: tuple[int, ...], size: int,
            stride: int, ready: Sequence[_Term]) -> dict[tuple[int, ...], list[_Partial]]:
    """Adds the last issue of ``held`` to every partial package, and sorts them by the rungs of ``kept`` issues."""
    grown: dict[tuple[int, ...], list[_Partial]] = {}
    for rungs, partials in buckets.items():
        for number in range(size):
            at = dict(zip(held, (*rungs, number), strict=True))
            more = [term.sums[tuple(at[place] for place in term.reads)] for term in ready]
            first, second, rank = sum(one for one, _ in more), sum(two for _, two in more), number * stride
            bucket = grown.setdefault(tuple(at[place] for place in kept), [])
            bucket += [(one + first, two + second, order + rank) for one, two, order in partials]
    return {rungs: _efficient(partials) for rungs, partials in grown.items()}


def _efficient(partials: list[_Partial]) -> list[_Partial]:
    """What no other dominates, best for the first side first; of equal sums only the first package."""
    partials.sort()
    kept, least = partials[:1], partials[0][1]
    for partial in partials:
        if partial[1] < least:
            kept.append(partial)
            least = partial[1]
    return kept


def _next(placed: set[int], pending: Sequence[_Term], sizes: Sequence[int]) -> int:
    """The issue to place next: linked ones before free ones (sums are few then), keeping buckets few."""
    linked = {place for term in pending if len(term.reads) > 1 for place in term.reads}

    def cost(place: int) -> tuple[bool, int, int]:
        now = placed | {place}
        after = _live(now, [term for term in pending if not now.issuperset(term.reads)])
        return place not in linked, math.prod(sizes[other] for other in after), place
    return min((place for place in range(len(sizes)) if place not in placed), key=cost)


def _live(placed: set[int], pending: Iterable[_Term]) -> tuple[int, ...]:
    """The placed issues whose rungs a term still to come will read."""
    return tuple(sorted({place for term in pending for place in term.reads} & placed))


def _unranked(bargain: Bargain, rank: int) -> Package:
    rungs = []
    for issue in list(bargain.issues.values())[::-1]:
        rank, number = divmod(rank, len(issue.rungs))
        rungs.append(issue.rungs[number])
    return tuple(reversed(rungs))


def _changed(bargain: Bargain, package: Package, places: tuple[int, ...]) -> Iterator[Package]:
    """Every package that has another rung than ``package`` at exactly ``places``."""
    issues = list(bargain.issues.values())
    for chosen in itertools.product(*([rung for rung in issues[place].rungs if rung != package[place]]
                                      for place in places)):
        changed = list(package)
        for place, rung in zip(places, chosen, strict=True):
            changed[place] = rung
        yield tuple(changed)


def _gains(found: Point, reservation: Pair) -> Pair:
    return found.values[0] - reservation[0], found.values[1] - reservation[1]


def _acceptable(points: Iterable[Point], reservation: Pair) -> list[Point]:
    return [found for found in points if min(_gains(found, reservation)) >= 0]
