"""How many packages leave a table how, without going through them one by one for every round.

Packages are sorted once by what their fate turns on, and by their worth to the side that answers; what it asks for in
a round is then a place in a sorted list.  Worths add up issue by issue, so long as the clauses that links read are
held fixed.  Called by ``ends``.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from game.core.bargain import Rung, Terms, worth
from game.core.model import AGREED, BROKEN, LAPSED, Move, Table
from game.core.talks import Talks

Exit = tuple[str, tuple[Rung, ...], bool]
"""How a proposal leaves the table ("" if it does not), the clauses that matter, whether the record ended otherwise."""

_Kind = tuple[bool, tuple[Rung, ...], bool]
"""(crosses a red line, clauses that matter, differs from the record's last)."""

_Growing = tuple[bool, tuple[Rung, ...], bool, bool]
"""The same while issues are added, and whether all tabled issues so far are open."""

_Choices = tuple[tuple[Rung, ...], ...]


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Rising worths of the packages of each kind; how many leave how: (goal, end beyond, end short of it) -> ways."""

    worths: Mapping[_Kind, list[int]]
    ways: dict[tuple[int, str, str], Mapping[Exit, int]]


class Packages:
    """The packages of one table; ``told`` are the places of the issues whose clauses matter afterwards."""

    def __init__(self, table: Table, talks: Talks, told: tuple[int, ...]) -> None:
        self.table: Final = table
        self.talks: Final = talks
        self.told: Final = told
        self._nothing: Final = (None,) * len(told)
        self._tabled = [table.bargain.place(name) for name in table.offers]
        self._last = self._named(table.record_moves[-1]) if table.record_moves else None
        self._read = sorted({table.bargain.place(link.other) for link in talks.side.links})
        self._sorted: dict[tuple[_Choices, frozenset[tuple[int, int]], Move], _Kinds] = {}
        self._weighed: dict[tuple[int, Rung, tuple[Rung, ...]], int] = {}

    def essence(self, terms: Terms) -> Terms:
        """Returns the same terms for all that answer every package alike."""
        red = frozenset((place, rung) for place, rung in terms.red
                        if place in self._tabled and rung in terms.choices[place])
        return Terms(reservation=0, aspiration=max(terms.aspiration, terms.reservation), red=red,
                     choices=terms.choices, last=terms.last, walks_out=bool(red) and terms.walks_out)

    def ways(self, terms: Terms, move: Move) -> Mapping[Exit, int]:
        """Returns how many packages leave how: of all of them, or of the one a move names where it may be proposed."""
        kinds = self._kinds(terms, move)
        goal = self.talks.bench.goal(terms)
        beyond = BROKEN if terms.walks_out else LAPSED if terms.last else ""
        short = LAPSED if terms.last else ""
        key = goal, beyond, short
        if key not in kinds.ways:
            found: dict[Exit, int] = defaultdict(int)
            for (crossed, rungs, departs), worths in kinds.worths.items():
                below = len(worths) if crossed else bisect_left(worths, goal)
                exit = beyond if crossed else short
                if below:
                    found[exit, self._nothing, bool(exit) and departs] += below
                if below < len(worths):
                    found[AGREED, rungs, departs] += len(worths) - below
            kinds.ways[key] = found
        return kinds.ways[key]

    def any(self, terms: Terms) -> bool:
        """Says whether anything may be proposed at all."""
        return all(terms.choices) and any(rung is not None for place in self._tabled for rung in terms.choices[place])

    def _kinds(self, terms: Terms, move: Move) -> _Kinds:
        key = terms.choices, terms.red, move
        if key not in self._sorted:
            choices, wanted = terms.choices, self._named(move)
            if wanted is not None and all(rung in choices[place] for place, rung in wanted.items()):
                choices = tuple((wanted[place],) if place in wanted else choice
                                for place, choice in enumerate(choices))
            found: dict[_Kind, list[int]] = defaultdict(list)
            for fixed in itertools.product(*(choices[place] for place in self._read)):
                self._grow(found, self._held(choices, fixed), terms.red)
            for worths in found.values():
                worths.sort()
            self._sorted[key] = _Kinds(found, {})
        return self._sorted[key]

    def _held(self, choices: _Choices, fixed: tuple[Rung, ...]) -> _Choices:
        held = dict(zip(self._read, fixed, strict=True))
        return tuple((held[place],) if place in held else choice for place, choice in enumerate(choices))

    def _grow(self, found: dict[_Kind, list[int]], choices: _Choices, red: frozenset[tuple[int, int]]) -> None:
        """Adds one issue after the other to all packages at once; the clauses that links read have one choice each."""
        held = tuple([choices[place][0] for place in self._read])
        kinds: dict[_Growing, list[int]] = {(False, (), self._last is None, True): [0]}
        for place, choice in enumerate(choices):
            grown: dict[_Growing, list[int]] = defaultdict(list)
            tabled, told = place in self._tabled, place in self.told
            for (crossed, rungs, departs, empty), worths in kinds.items():
                for rung in choice:
                    more = self._worth(place, rung, held)
                    differs = tabled and self._last is not None and self._last[place] != rung
                    grown[crossed or (tabled and (place, rung) in red), (*rungs, rung) if told else rungs,
                          departs or differs, empty and not (tabled and rung is not None)] += (
                              [worth + more for worth in worths])
            kinds = grown
        for (crossed, rungs, departs, empty), worths in kinds.items():
            if not empty:
                found[crossed, self._in_order(rungs), departs] += worths

    def _worth(self, place: int, rung: Rung, held: tuple[Rung, ...]) -> int:
        """What one issue adds to the value of a package."""
        key = place, rung, held
        if key not in self._weighed:
            side, issue = self.talks.side, list(self.table.bargain.issues)[place]
            package: list[Rung] = [None] * len(self.table.bargain.issues)
            for other, fixed in zip(self._read, held, strict=True):
                package[other] = fixed
            package[place] = rung
            self._weighed[key] = side.stakes[issue].weight * worth(self.table.bargain, side, tuple(package), issue)
        return self._weighed[key]

    def _in_order(self, rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
        """The clauses that matter, from the order of the bargain to the order in which they are told."""
        by_place = dict(zip(sorted(self.told), rungs, strict=True))
        return tuple([by_place[place] for place in self.told])

    def _named(self, move: Move) -> Mapping[int, Rung] | None:
        package = self.table.package(move)
        return None if package is None else {place: package[place] for place in self._tabled}
