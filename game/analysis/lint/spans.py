"""Which values a variable may hold as far as its declaration and the effects on it tell, whatever plays do.

Safe, not sharp: what no combination of values makes true is never true; the converse does not follow.  Used where
positions are not gone through, and for guards that belong to no node.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from game.core.expressions import Expression, Value
from game.core.model import Chance, Decision, Effect, Scenario, Table
from game.core.rules import all_variables

MOST: Final = 50_000
"""How many combinations of values are tried."""

Spans = Mapping[str, tuple[Value, ...]]


def spans(scenario: Scenario) -> Spans:
    """Returns, for every variable, the values it may hold; only its first if nothing ever writes to it."""
    written = set(written_in(scenario))
    own = all_variables(scenario).keys() - scenario.variables.keys()
    return {name: variable.words or tuple(range(variable.low, variable.high + 1)) if name in written or name in own
            else (variable.start,) for name, variable in all_variables(scenario).items()}


def written_in(scenario: Scenario) -> Iterator[str]:
    """Yields the variables that some effect or agreement writes to."""
    for effect in effects_in(scenario):
        yield effect.variable
    for node in scenario.nodes.values():
        if isinstance(node, Table):
            yield from node.offers


def effects_in(scenario: Scenario) -> Iterator[Effect]:
    """Yields every effect of a scenario."""
    for node in scenario.nodes.values():
        match node:
            case Decision():
                yield from (effect for option in node.options for effect in option.effects)
            case Chance():
                yield from (effect for branch in node.branches for effect in branch.effects)
        if isinstance(node, Table):
            yield from (effect for outcome in node.outcomes.values() for effect in outcome.effects)


def never(expression: Expression, known: Spans, positive: bool = False) -> bool:
    """Says whether no combination of values makes an expression true (above 0, if ``positive``).

    Too many combinations to try count as no.
    """
    return next(_true(expression, known, positive), None) is None


def example(expression: Expression, known: Spans) -> Mapping[str, Value] | None:
    """Returns values that make an expression true; None if there are none, or too many to try."""
    found = next(_true(expression, known, False), None)
    return found or None


def _true(expression: Expression, known: Spans, positive: bool) -> Iterator[Mapping[str, Value]]:
    names = sorted(expression.names)
    if math.prod(len(known[name]) for name in names) > MOST:
        yield {}
        return
    evaluate = expression.bind({name: place for place, name in enumerate(names)})
    for values in product(*(known[name] for name in names)):
        value = evaluate(values)
        if value and not (positive and isinstance(value, int) and value < 0):
            yield dict(zip(names, values, strict=True))
