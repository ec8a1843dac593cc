"""Questions over all plays, asked of as few positions as each can tell apart.

Backwards from the end, the positions of a place are lumped together if they have the same odds of coming, by the same
changes of the variable asked about, to the same lumps: the coarsest ordinary lumping of a Markov chain without cycles
(Kemeny and Snell, *Finite Markov Chains*, 1960, §6.3), worked out stop by stop as in Hopcroft's and Paige and Tarjan's
partition refinement, where one pass suffices because every stop comes before those it leads to.  A place at which all
ways lead to one lump is no lump of its own.  Then the odds are carried forward over the lumps, in whole numbers; the
odds of all values a lump may hold lie side by side in one number, as digits (Kronecker substitution), so that one
product takes all of them along.  Called by ``odds``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from game.analysis import residues
from game.analysis.changes import SAME, Changes, Functions, firsts
from game.analysis.flow import Stop, wires
from game.analysis.keys import combined
from game.analysis.reach import Place, Reach
from game.analysis.vectors import Column
from game.core.expressions import Value

Share = tuple[int, int, int]
"""(way, function, share of the whole)."""

Menus = list[tuple[int, list[Share]]]
"""Kind by kind: (whole, what its rows may do)."""

Ref = int
"""A lump and a function in one number: first the function is applied, then the lump's moves are made.

Numbers rather than pairs, since Python's garbage collector need not look into them.
"""

Lump = tuple[int, ...]
"""(whole, where it leads …, shares of the whole …)."""

FUNCTIONS: Final = 1 << 24
"""How many functions a ``Ref`` has room for."""


def endings(reach: Reach) -> Iterator[tuple[Stop, int, Fraction]]:
    """Yields (stop, row, odds) of every position at a terminal."""
    lumps = _Lumps(reach, Functions(1))
    for stop, place in reversed(reach.places.items()):
        if place.ways:
            lumps.place(stop, place, place.kinds, _shares(place))
        else:
            lumps.ends(stop, place, apart=True)
    for (number, _), odds in lumps.odds([0]).items():
        yield *lumps.told[number], odds


def final_values(reach: Reach, first: Mapping[str, Value]) -> Mapping[str, Mapping[Value, Fraction]]:
    """Returns, variable by variable, the odds of every final value; ``first`` says with what each starts.

    ``reach`` was told of all of them.
    """
    found: dict[str, Mapping[Value, Fraction]] = {}
    for names in _alike(reach, first):
        changes, lumps = _about(reach, names)
        here: dict[str, dict[Value, Fraction]] = {name: {} for name in names}
        values = list(changes.places)
        for (_, place), odds in lumps.odds([changes.places[name, first[name]] for name in names]).items():
            name, value = values[place]
            here[name][value] = odds
        found |= here
    return {name: found[name] for name in first}


def lumped(reach: Reach, variable: str) -> int:
    """Returns how many lumps the question about a variable tells apart."""
    return len(_about(reach, [variable])[1].lumps)


def _alike(reach: Reach, names: Iterable[str]) -> Iterable[list[str]]:
    """The variables that are last changed at the same stop: nearly the same positions tell something about them."""
    last = dict.fromkeys(names, -1)
    for number, stop in enumerate(reach.places):
        for wire in wires(reach.rules, stop):
            last.update((name, number) for name, *_ in wire.effects if name in last)
    groups: dict[int, list[str]] = {}
    for name, number in last.items():
        groups.setdefault(number, []).append(name)
    return groups.values()


def _about(reach: Reach, names: Sequence[str]) -> tuple[Changes, _Lumps]:
    changes = Changes(reach, names)
    lumps = _Lumps(reach, changes.functions)
    for stop, place in reversed(reach.places.items()):
        if place.ways:
            lumps.place(stop, place, *_changed(place, changes))
        else:
            lumps.ends(stop, place, apart=False)
    return changes, lumps


def plays(reach: Reach) -> int:
    """Returns the number of plays, counted backwards over all rows at once modulo several primes (``residues``)."""
    menus = {stop: _counts(place) for stop, place in reach.places.items() if place.ways}
    most: dict[Stop, int] = {}
    for stop, place in reversed(reach.places.items()):
        leads = [most[way.wire.goto] for way in place.ways]
        most[stop] = max((sum([number * leads[way] for way, _, number in menu]) for _, menu in menus[stop]),
                         default=0) if place.ways else 1
    first = next(iter(reach.places))
    moduli = np.array(residues.primes(residues.enough(most[first])), dtype=np.int64)[:, np.newaxis]
    at: dict[Stop, Column] = {}
    for stop, place in reversed(reach.places.items()):
        at[stop] = np.zeros((len(moduli), place.size), dtype=np.int64) + (not place.ways)
        numbers = np.zeros((len(place.ways), len(menus.get(stop, ()))), dtype=np.int64)
        for kind, (_, menu) in enumerate(menus.get(stop, ())):
            for way, _, number in menu:
                numbers[way, kind] += number
        for along, each in zip(place.ways, numbers, strict=True):
            if place.size and each.any():
                at[stop] = (at[stop] + each[place.kinds] % moduli * at[along.wire.goto][:, along.targets]) % moduli
    return residues.numbers(at[first][:, :1].astype(np.uint32))[0]


def _told_apart(place: Place, kinds: Column, menus: Menus,
                at: Mapping[Stop, tuple[Column, Sequence[int]]]) -> tuple[Column, Column, Mapping[int, list[int]]]:
    """Numbers the rows of a place by kind and by what they lead to.

    Returns for each row its number, for each number its kind, and for each way and number where it leads.
    """
    used = sorted({way for _, menu in menus for way, *_ in menu})
    leads = {way: at[place.ways[way].wire.goto] for way in used}
    parts = [(rows[place.ways[way].targets], len(known)) for way, (rows, known) in leads.items() if len(known) > 1]
    if not parts:
        return kinds, np.arange(len(menus)), {way: [0] * len(menus) for way in used}
    codes, number = combined([(kinds, max(1, len(menus))), *parts], place.size)
    rows_ = np.array(firsts(codes, number), dtype=np.int64)
    return codes, kinds[rows_], {way: rows[place.ways[way].targets[rows_]].tolist() if place.size else []
                           for way, (rows, _) in leads.items()}


def _shares(place: Place) -> Menus:
    if place.talks is None:
        return [(whole, [(way, SAME, share) for way, share in menu]) for whole, menu in place.menus]
    return [(whole, [(place.talks.way(edge, left), SAME, share) for edge, left, share, _ in parts])
            for whole, parts in place.talks.parts(())]


def _counts(place: Place) -> Menus:
    if place.talks is None:
        return [(1, [(way, SAME, 1) for way, _ in menu]) for _, menu in place.menus]
    return [(1, [(place.talks.way(edge, left), SAME, plays) for edge, left, _, plays in parts])
            for _, parts in place.talks.parts(())]


def _changed(place: Place, changes: Changes) -> tuple[Column, Menus]:
    """The kinds of a place told apart by what its ways do to the variable as well."""
    if place.talks is None:
        found = [changes.along(place, way.wire, ()) for way in place.ways]
        columns = [(codes, len(functions)) for codes, functions in found if codes is not None]
        if not columns:
            return place.kinds, [(whole, [(way, found[way][1][0], share) for way, share in menu])
                                 for whole, menu in place.menus]
        kinds, number = combined([(place.kinds, len(place.menus)), *columns], place.size)
        menus: Menus = []
        for row in firsts(kinds, number):
            whole, menu = place.menus[place.kinds[row]]
            menus.append((whole, [(way, _at(found[way], row), share) for way, share in menu]))
        return kinds, menus
    return _changed_by_talks(place, changes)


def _changed_by_talks(place: Place, changes: Changes) -> tuple[Column, Menus]:
    assert place.talks is not None
    edges = [edge.wire for edge in place.talks.edges]
    told = {name for wire in edges for name in changes.reads(wire)} - set(place.columns)
    parts = place.talks.parts(tuple(sorted(told)))
    ends = dict.fromkeys((edge, left) for _, found in parts for edge, left, *_ in found)
    along = {end: changes.along(place, edges[end[0]], end[1]) for end in ends}
    columns = [(codes, len(functions)) for codes, functions in along.values() if codes is not None]
    kinds, number = combined([(place.kinds, max(1, len(parts))), *columns], place.size) if columns else (
        place.kinds, len(parts))
    menus: Menus = []
    rows: Sequence[int] = firsts(kinds, number) if columns else [0] * number
    for kind, row in enumerate(rows):
        whole, found = parts[place.kinds[row] if columns else kind]
        menus.append((whole, [(place.talks.way(edge, left), _at(along[edge, left], row), share)
                              for edge, left, share, _ in found]))
    return kinds, menus


def _at(found: tuple[Column | None, list[int]], row: int) -> int:
    codes, functions = found
    return functions[0] if codes is None else functions[codes[row]]


class _Lumps:
    """The lumps of one question; their numbers rise from the ends to the start."""

    def __init__(self, reach: Reach, functions: Functions) -> None:
        self.reach: Final = reach
        self.functions: Final = functions
        self.lumps: list[Lump] = []
        self.told: Final[dict[int, tuple[Stop, int]]] = {}
        self._known: dict[Lump, int] = {}
        self._at: dict[Stop, tuple[Column, list[Ref]]] = {}

    def ends(self, stop: Stop, place: Place, *, apart: bool) -> None:
        """Lets plays end here: each row a lump of its own, or all ends in one."""
        if apart:
            refs = [(len(self.lumps) + row) * FUNCTIONS for row in range(place.size)]
            self.told.update((ref // FUNCTIONS, (stop, row)) for row, ref in enumerate(refs))
            self.lumps += [(1,)] * place.size
            self._at[stop] = np.arange(place.size), refs
            return
        if not self.lumps:
            self.lumps.append((1,))
            self.told[0] = stop, 0
        self._at[stop] = np.zeros(place.size, dtype=np.int64), [SAME]

    def place(self, stop: Stop, place: Place, kinds: Column, menus: Menus) -> None:
        """Lumps the rows of a place, those it leads to being lumped already."""
        codes, kinds, leading = _told_apart(place, kinds, menus, self._at)
        of_kind: list[list[int]] = [[] for _ in menus]
        for code, kind in enumerate(kinds.tolist()):
            of_kind[kind].append(code)
        known: dict[tuple[int, int], list[Ref]] = {}
        numbers: dict[Ref, int] = {}
        here = [0] * len(kinds)
        for (whole, menu), these in zip(menus, of_kind, strict=True):
            if not these:
                continue
            leads = []
            for way, function, _ in menu:
                if (way, function) not in known:
                    known[way, function] = self._after(place.ways[way].wire.goto, function, leading[way])
                lead = known[way, function]
                leads.append(lead if len(these) == len(lead) else [lead[code] for code in these])
            shares = [share for *_, share in menu]
            for code, ref in zip(these, self._refs(whole, shares, leads, len(these)), strict=True):
                here[code] = numbers.setdefault(ref, len(numbers))
        self._at[stop] = np.array(here, dtype=np.int64)[codes], list(numbers)

    def _after(self, goto: Stop, function: int, rows: list[int]) -> list[Ref]:
        """Where a way leads that applies a function first: for the places of refs at the stop it leads to."""
        refs = self._at[goto][1]
        if function != SAME:
            then = self.functions.then
            refs = [ref - ref % FUNCTIONS + then(function, ref % FUNCTIONS) for ref in refs]
        return [refs[row] for row in rows]

    def _refs(self, whole: int, shares: list[int], leads: list[list[Ref]], size: int) -> list[Ref]:
        """Returns, row by row, the lump that leads to these places with these shares, or the one place it leads to."""
        if not leads:
            return [self._ref(whole, {})] * size
        total, number = sum(shares), len(shares)
        alike = total == whole and shares.count(shares[0]) == number
        ones = (1,) * number
        found = []
        for refs in zip(*leads, strict=True):
            apart = len(set(refs))
            if apart == 1 and total == whole:
                found.append(refs[0])
            elif apart == number:
                found.append(self._number((number, *sorted(refs), *ones)) if alike else
                             self._ref(whole, dict(zip(refs, shares, strict=True))))
            else:
                summed = dict.fromkeys(refs, 0)
                for ref, share in zip(refs, shares, strict=True):
                    summed[ref] += share
                found.append(self._ref(whole, summed))
        return found

    def odds(self, first: Sequence[int]) -> Mapping[tuple[int, int], Fraction]:
        """Returns the odds of every (lump at the end, place of a value); ``first`` are the places at the start."""
        rows, refs = self._at[next(iter(self.reach.places))]
        start, function = divmod(refs[rows[0]], FUNCTIONS)
        whole = self._denominators()[start]
        digits = _Digits(self.functions, whole.bit_length())
        waiting = [0] * (start + 1)
        waiting[start] = digits.after(whole * sum(digits.unit(place) for place in first), function)
        for lump in range(start, -1, -1):
            made = self.lumps[lump]
            if not waiting[lump] or len(made) == 1:
                continue
            here = waiting[lump] // made[0]
            middle = len(made) // 2 + 1
            for ref, share in zip(made[1:middle], made[middle:], strict=True):
                function = ref % FUNCTIONS
                moved = digits.after(here, function) if function else here
                waiting[ref // FUNCTIONS] += moved if share == 1 else moved * share
        return {(lump, place): Fraction(weight, whole) for lump in self.told if lump <= start
                for place, weight in digits.read(waiting[lump])}

    def _denominators(self) -> list[int]:
        """A common denominator of all odds from each lump to the ends: every weight on the way is a multiple of it."""
        found: list[int] = []
        for made in self.lumps:
            after = {found[ref // FUNCTIONS] for ref in made[1:len(made) // 2 + 1]}
            found.append(made[0] * (after.pop() if len(after) == 1 else math.lcm(*after)))
        return found

    def _ref(self, whole: int, shares: Mapping[Ref, int]) -> Ref:
        """The lump with these shares."""
        leads = sorted(shares)
        parts = [shares[ref] for ref in leads]
        common = 1 if 1 in parts else math.gcd(whole, *parts)
        return self._number((whole, *leads, *parts) if common == 1 else
                            (whole // common, *leads, *[part // common for part in parts]))

    def _number(self, lump: Lump) -> Ref:
        number = self._known.setdefault(lump, len(self.lumps))
        if number == len(self.lumps):
            self.lumps.append(lump)
        return number * FUNCTIONS


class _Digits:
    """The weights of all values in one number, each with ``width`` bits, which none of them outgrows."""

    def __init__(self, functions: Functions, width: int) -> None:
        self.functions, self.width = functions, width
        self._moves: dict[int, list[tuple[int, int]]] = {}

    def unit(self, place: int) -> int:
        """Returns a weight of one in this place."""
        return 1 << place * self.width

    def read(self, number: int) -> Iterator[tuple[int, int]]:
        """Yields (place, weight) for every weight that is not 0."""
        for place in range(len(self.functions.all[SAME])):
            weight = number >> place * self.width & self.unit(1) - 1
            if weight:
                yield place, weight

    def after(self, number: int, function: int) -> int:
        """Returns the weights after a function: digits that move equally far are moved together."""
        if function not in self._moves:
            self._moves[function] = self._moved(function)
        moved = 0
        for mask, far in self._moves[function]:
            kept = number & mask
            moved += kept << far if far >= 0 else kept >> -far
        return moved

    def _moved(self, function: int) -> list[tuple[int, int]]:
        masks: dict[int, int] = {}
        for place, becomes in enumerate(self.functions.all[function]):
            far = (becomes - place) * self.width
            masks[far] = masks.get(far, 0) | self.unit(1) - 1 << place * self.width
        return [(mask, far) for far, mask in masks.items()]
