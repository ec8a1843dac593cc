"""Values seen as one: exchanging them changes no result, whatever the other variables hold."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from game.analysis import sights as module
from game.analysis.sights import Sights
from game.core.effects import EFFECTS
from game.core.expressions import Expression
from game.core.model import Variable
from tests.amounts import examples
from tests.analysis.test_columns import EXPRESSIONS

VARIABLES = {
    "n": Variable(name="n", start=0, low=-3, high=5),
    "m": Variable(name="m", start=0, low=0, high=4),
    "c": Variable(name="c", start="red", words=("red", "green", "blue")),
    "d": Variable(name="d", start="red", words=("red", "green", "blue")),
    "wide": Variable(name="wide", start=0, low=0, high=1000),
}
SOME = settings(max_examples=examples(20), deadline=None, derandomize=True, database=None)
ROWS = [dict(zip("nmcd", row, strict=True)) for row in itertools.product(
    range(-3, 6), range(5), VARIABLES["c"].words, VARIABLES["d"].words)]


def seen(sights: Sights, needs: module.Needs, row: dict[str, int | str]) -> dict[str, int | str]:
    """The row as far as it matters."""
    return {name: dict(zip(sights.values(name), needs[name], strict=True))[value] if name in needs else
            sights.values(name)[0] for name, value in row.items()}


@SOME
@given(source=EXPRESSIONS)
def test_an_expression_has_one_value_for_all_that_is_seen_as_one(source: str) -> None:
    expression, sights = Expression.parse(source), Sights(VARIABLES, {})
    needs = sights.read(expression)
    assert all(expression.evaluate(row) == expression.evaluate(seen(sights, needs, row)) for row in ROWS)


@SOME
@given(source=EXPRESSIONS)
def test_parts_of_an_expression_tell_apart_no_less_than_the_whole(source: str) -> None:
    expression, sights = Expression.parse(source), Sights(VARIABLES, {})
    needs = sights._parts(expression)
    assert all(expression.evaluate(row) == expression.evaluate(seen(sights, needs, row)) for row in ROWS)


@SOME
@given(source=EXPRESSIONS, operation=st.sampled_from(["add", "set"]), bound=st.integers(-3, 5))
def test_what_matters_before_an_effect_settles_what_matters_after_it(source: str, operation: str, bound: int) -> None:
    amount, sights, variable = Expression.parse(source), Sights(VARIABLES, {}), VARIABLES["n"]
    image = sights.read(Expression.parse(f"n >= {bound}")).get("n", (-3,) * 9)
    needs = sights.before(("n", amount, operation), image)
    told = dict(zip(sights.values("n"), image, strict=True))

    def after(row: dict[str, int | str]) -> object:
        return told[variable.clamp(EFFECTS[operation](row["n"], amount.evaluate(row)))]
    assert all(after(row) == after(seen(sights, needs, row)) for row in ROWS)


@SOME
@given(source=EXPRESSIONS)
def test_a_barred_value_never_opens_a_guard(source: str) -> None:
    guard, sights = Expression.parse(source), Sights(VARIABLES, {})
    opened = [row for row in ROWS if int(guard.evaluate(row)) > 0]
    for name, barred in sights.barred(guard).items():
        assert barred == set(sights.values(name)) - {row[name] for row in opened}


def test_only_a_threshold_is_told_apart() -> None:
    sights = Sights(VARIABLES, {})
    assert sights.read(Expression.parse("m >= 2")) == {"m": (0, 0, 2, 2, 2)}
    assert sights.read(Expression.parse("m * 0")) == {}
    before = sights.before(("m", Expression.parse("1"), "add"), (0, 0, 2, 2, 2))
    assert before == {"m": (0, 1, 1, 1, 1)}


def test_a_wide_variable_is_known_exactly_or_not_at_all() -> None:
    sights = Sights(VARIABLES, {})
    assert sights.read(Expression.parse("wide > 5 and m > 1")) == {"wide": (), "m": (0, 0, 2, 2, 2)}
    assert sights.before(("wide", Expression.parse("3"), "set"), ()) == {}
    assert sights.before(("wide", Expression.parse("3"), "add"), ()) == {"wide": ()}
