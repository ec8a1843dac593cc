"""A table laid over a bargain, ready to be played: what may be proposed at a position, and what is answered.

Called by ``rules`` for play and by ``analysis`` for exploration, each with its own layout of values.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from game.core.bargain import (
    Answer,
    Bargain,
    Bench,
    Package,
    Rung,
    Terms,
    format_package,
    parse_package,
)
from game.core.expressions import Evaluator, Expression, Value

if TYPE_CHECKING:
    from game.core.model import Table

T = TypeVar("T")

ROUND: Final = "round"
"""Built-in variable: how many proposals were made at the table one sits at; 0 elsewhere."""


class Talks:
    """One table, compiled over a layout of values (``index`` gives the place of each name, ``round`` included)."""

    def __init__(self, bargain: Bargain, table: Table, index: Mapping[str, int]) -> None:
        self.bargain: Final = bargain
        self.table: Final = table
        self.side: Final = bargain.other(table.side)
        self.bench: Final = Bench(bargain, self.side, table.offers)
        conduct = self.side.conduct
        self._round = index[ROUND]
        self._reservation = _known([self.side.reservation], index, self.side.reservation.bind(index))
        asked = conduct.aspiration[:table.rounds] if conduct else ()
        self._aspiration = [part.bind(index) for part in asked]
        self._asks_by_round = any(ROUND in part.names for part in asked)
        self._asked = _known(asked, index, self._least, ROUND)
        walks_out = conduct.walks_out if conduct else None
        self._walks_out = _known([walks_out], index, _bound(walks_out, index, 0))
        lines = [(place, line) for place, name in enumerate(bargain.issues)
                 for line in self.side.stakes[name].red_lines]
        self._lines = [(place, line.rungs, _bound(line.when, index)) for place, line in lines]
        self._red = _known([line.when for _, line in lines], index, self._barred)
        self._each = [self._choice(name, index) for name in bargain.issues]
        self._choices = _known([when for offer in table.offers.values() for when in offer.rungs.values()], index,
                               lambda values: tuple(choice(values) for choice in self._each), *table.given)
        self._proposals: dict[tuple[tuple[Rung, ...], ...], tuple[str, ...]] = {}

    def terms(self, values: Sequence[Value]) -> Terms:
        """Returns what the other side goes by, and what may be proposed to it, at these values."""
        made = _number(values[self._round])
        return Terms(
            reservation=_number(self._reservation(values)),
            aspiration=self._asked(values),
            red=self._red(values),
            choices=self._choices(values),
            last=made + 1 >= self.table.rounds,
            walks_out=bool(self._walks_out(values)),
        )

    def answer(self, values: Sequence[Value], package: Package) -> Answer:
        """Returns the other side's answer to ``package``."""
        terms = self.terms(values)
        if terms.last:
            return self.bench.answer(terms, package)
        return self.bench.answer(terms, package, self.terms(self._in_round(values, _number(values[self._round]) + 1)))

    def packages(self, terms: Terms) -> Iterator[Package]:
        """Yields every package that may be proposed; one that leaves every tabled issue open is none."""
        tabled = [self.bargain.place(name) for name in self.table.offers]
        for package in itertools.product(*terms.choices):
            if any(package[place] is not None for place in tabled):
                yield package

    def proposals(self, values: Sequence[Value]) -> tuple[str, ...]:
        """Returns every package that may be proposed, as moves."""
        terms = self.terms(values)
        if terms.choices not in self._proposals:
            self._proposals[terms.choices] = tuple(self.write(package) for package in self.packages(terms))
        return self._proposals[terms.choices]

    def write(self, package: Package) -> str:
        """Returns the move that proposes ``package``."""
        return format_package(self.bargain, package, self.table.offers)

    def read(self, move: str, values: Sequence[Value]) -> Package | None:
        """Returns the package a move proposes, settled issues filled in; None if it is no proposal at this table."""
        named = parse_package(self.bargain, move)
        if named is None or any(name not in self.table.offers or rung not in self.bargain.issues[name].rungs
                                for name, rung in named.items()):
            return None
        settled = self.terms(values).choices
        return tuple(named.get(name) if name in self.table.offers else settled[place][0]
                     for place, name in enumerate(self.bargain.issues))

    def allows(self, package: Package, values: Sequence[Value]) -> bool:
        """Says whether every rung of ``package`` may be put forward at these values."""
        return all(rung in choice for rung, choice in zip(package, self.terms(values).choices, strict=True))

    def _barred(self, values: Sequence[Value]) -> frozenset[tuple[int, int]]:
        return frozenset((place, rung) for place, rungs, when in self._lines if when(values) for rung in rungs)

    def _least(self, values: Sequence[Value]) -> int:
        """The least it asked for in any round so far: a side that came down does not go up again."""
        made = _number(values[self._round])
        if not self._aspiration:
            return 0
        if not self._asks_by_round:
            return min(_number(part(values)) for part in self._aspiration[:made + 1])
        last = len(self._aspiration) - 1
        return min(_number(self._aspiration[min(at, last)](self._in_round(values, at))) for at in range(made + 1))

    def _in_round(self, values: Sequence[Value], made: int) -> Sequence[Value]:
        moved = list(values)
        moved[self._round] = made
        return moved

    def _choice(self, name: str, index: Mapping[str, int]) -> Callable[[Sequence[Value]], tuple[Rung, ...]]:
        """The rungs an issue may be proposed at; where it is not on the table, the one it stands on.

        An issue settled before that is on the table again may stay as it is instead of being left open.
        """
        offer, rungs = self.table.offers.get(name), self.bargain.issues[name].rungs
        place = index[name] if name in self.table.given else -1

        def stands(values: Sequence[Value]) -> Rung:
            rung = values[place] if place >= 0 else None
            return rung if isinstance(rung, int) and rung in rungs else None

        if offer is None:
            return lambda values: (stands(values),)
        guarded = [(rung, _bound(when, index)) for rung, when in offer.rungs.items()]
        if not offer.open:
            return lambda values: tuple(rung for rung, when in guarded if when(values))
        return lambda values: tuple(dict.fromkeys((*(rung for rung, when in guarded if when(values)), stands(values))))


def _known(read: Iterable[Expression | None], index: Mapping[str, int], result: Callable[[Sequence[Value]], T],
           *more: str) -> Callable[[Sequence[Value]], T]:
    """Works ``result`` out once for all values of the names that are ``read``, and of ``more``."""
    names = {name for expression in read if expression is not None for name in expression.names}
    places = sorted(index[name] for name in names.union(more))
    known: dict[tuple[Value, ...], T] = {}

    def found(values: Sequence[Value]) -> T:
        key = tuple([values[place] for place in places])
        if key not in known:
            known[key] = result(values)
        return known[key]
    return found


def _bound(expression: Expression | None, index: Mapping[str, int], otherwise: int = 1) -> Evaluator:
    return expression.bind(index) if expression is not None else lambda values: otherwise


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
