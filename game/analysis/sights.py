"""What of a variable matters: which of its values a guard, an effect or a table can tell apart.

Two values are seen as one if exchanging them changes no result, whatever the other variables hold: bisimilarity of
one variable at a time, found by trying all values.  Where that would be too many, the parts of an expression are
tried instead, which may tell apart more than needed and never less.  Called by ``flow``.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from game.core.bargain import MAX_ROUNDS
from game.core.effects import EFFECTS
from game.core.expressions import Expression, Value
from game.core.model import Table, Variable
from game.core.talks import ROUND

Image = tuple[Value, ...]
"""For every value of a variable, in order, the first value that is seen as the same."""

Needs = dict[str, Image]
"""What matters of each variable; one that does not matter is left out."""

WIDE: Final = 64
"""A variable with more values than this is known exactly or not at all."""

MOST: Final = 512
"""How many combinations of values are tried for one expression."""


class Sights:
    """Works out what matters for the variables of one scenario; ``extra`` names more variables and their values."""

    def __init__(self, variables: Mapping[str, Variable], extra: Mapping[str, Sequence[Value]]) -> None:
        self._variables = variables
        self._values: dict[str, Image] = {name: tuple(values) for name, values in extra.items()}
        self._dropped: Final = frozenset({ROUND, *extra})
        self._read: dict[Expression, Needs] = {}
        self._moved: dict[tuple[object, ...], Needs] = {}
        self._joined: dict[tuple[Image, Image], Image] = {}
        self._barred: dict[Expression, Mapping[str, frozenset[Value]]] = {}

    def values(self, name: str) -> Image:
        """Returns all values of a variable; of a wide one none, which stands for each by itself."""
        if name not in self._values:
            variable = self._variables[name]
            if name == ROUND:
                self._values[name] = tuple(range(MAX_ROUNDS + 1))
            elif variable.words:
                self._values[name] = variable.words
            else:
                wide = variable.high - variable.low >= WIDE
                self._values[name] = () if wide else tuple(range(variable.low, variable.high + 1))
        return self._values[name]

    def join(self, needs: Needs, more: Needs) -> None:
        """Lets ``needs`` tell apart whatever ``more`` does."""
        for name, image in more.items():
            old = needs.get(name)
            if old is None:
                needs[name] = image
            elif old is not image and old != image:
                pair = old, image
                if pair not in self._joined:
                    self._joined[pair] = _first(self.values(name), zip(old, image, strict=True))
                needs[name] = self._joined[pair]

    def read(self, expression: Expression) -> Needs:
        """Returns what the value of an expression depends on."""
        if expression not in self._read:
            names = sorted(expression.names)
            self._read[expression] = (self._tried(names, _over(expression, names)) if self._few(names)
                                      else self._parts(expression))
        return self._read[expression]

    def named(self, expression: Expression) -> Needs:
        """Returns the variables an expression names, each with one value for all.

        To be evaluated it must have some value for each of them, even where none makes a difference.
        """
        return {name: values[:1] * len(values) for name in expression.names
                if name not in self._dropped and (values := self.values(name))}

    def before(self, effect: tuple[str, Expression, str], image: Image) -> Needs:
        """Returns what must be known before an effect so that of its variable ``image`` is known after it."""
        variable, amount, operation = effect
        key = variable, amount, operation, image
        if key not in self._moved:
            self._moved[key] = self._before(variable, amount, operation, image)
        return self._moved[key]

    def barred(self, guard: Expression) -> Mapping[str, frozenset[Value]]:
        """Returns the values with which a guard is never open, whatever the other variables hold."""
        if guard not in self._barred:
            names = sorted(guard.names)
            found: dict[str, frozenset[Value]] = {}
            if names and self._few(names):
                opened: dict[str, set[Value]] = {name: set() for name in names}
                holds = _over(guard, names)
                for chosen in itertools.product(*map(self.values, names)):
                    result = holds(chosen)
                    if isinstance(result, int) and result > 0:
                        for name, value in zip(names, chosen, strict=True):
                            opened[name].add(value)
                found = {name: frozenset(self.values(name)) - good for name, good in opened.items()}
            self._barred[guard] = found
        return self._barred[guard]

    def worths(self, table: Table, issue: str) -> Image:
        """The values of a settled clause as far as the answering side finds them different.

        One that may be taken up again is written into the proposal, so its exact value counts.
        """
        side, rungs = table.bargain.other(table.side), table.bargain.issues[issue].rungs
        values, stake = self.values(issue), side.stakes[issue]
        if issue in table.offers:
            return values
        same = []
        for value in values:
            rung = value if value in rungs and isinstance(value, int) else None
            linked = tuple((link.worth.get(rung) if rung is not None and link.issue == issue else None,
                            rung in link.rungs and link.other == issue) for link in side.links)
            same.append((rung is None, stake.open if rung is None else stake.worth[rung], linked))
        return _first(values, same)

    def _before(self, variable: str, amount: Expression, operation: str, image: Image) -> Needs:
        wanted = {*amount.names, variable} if operation != "set" else set(amount.names)
        names = sorted(wanted)
        if not image or not self._few(names):
            needs = dict(self.read(amount))
            if operation != "set":
                self.join(needs, {variable: self.values(variable)})
            return needs
        seen, clamp = dict(zip(self.values(variable), image, strict=True)), self._variables[variable].clamp
        amount_of, change = _over(amount, names), EFFECTS[operation]
        place = names.index(variable) if variable in wanted else None
        return self._tried(names, lambda chosen: seen[clamp(change(
            chosen[place] if place is not None else 0, amount_of(chosen)))])

    def _few(self, names: Iterable[str]) -> bool:
        sizes = [len(self.values(name)) for name in names]
        return all(sizes) and math.prod(sizes) <= MOST

    def _tried(self, names: Sequence[str], result: Callable[[Sequence[Value]], object]) -> Needs:
        """Tries all values: two of a variable are one if they give the same results with all values of the others."""
        columns = [self.values(name) for name in names]
        results: list[dict[Value, list[object]]] = [{value: [] for value in values} for values in columns]
        for chosen in itertools.product(*columns):
            found = result(chosen)
            for column, value in zip(results, chosen, strict=True):
                column[value].append(found)
        needs = {}
        for name, values, column in zip(names, columns, results, strict=True):
            image = _first(values, map(tuple, column.values()))
            if name not in self._dropped and any(seen != image[0] for seen in image):
                needs[name] = image
        return needs

    def _parts(self, expression: Expression) -> Needs:
        needs: Needs = {}
        match expression.tree:
            case ast.Name(id=name):
                return {} if name in self._dropped else {name: self.values(name)}
            case ast.Call(args=parts):
                pass
            case tree:
                parts = [part for part in ast.iter_child_nodes(tree) if isinstance(part, ast.expr)]
        for part in parts:
            for item in part.elts if isinstance(part, ast.List | ast.Tuple) else [part]:
                self.join(needs, self.read(Expression.built(item)))
        return needs


def _over(expression: Expression, names: Sequence[str]) -> Callable[[Sequence[Value]], Value]:
    return expression.bind({name: place for place, name in enumerate(names)})


def _first(values: Image, labels: Iterable[object]) -> Image:
    """For every value the first with the same label."""
    kept: dict[object, Value] = {}
    return tuple([kept.setdefault(label, value) for value, label in zip(values, labels, strict=True)])
