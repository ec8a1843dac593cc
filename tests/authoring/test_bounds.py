"""Bounds of expressions hold for every value, and the limits of tables are where the guide says."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.authoring.bounds import bounds
from game.authoring.diagnostics import render
from game.core.bargain import MAX_COUNTERS, MAX_PACKAGES, MAX_ROUNDS
from game.core.expressions import Expression
from game.core.model import Variable
from tests.amounts import examples
from tests.core.making import HEAD, codes, read

VARIABLES = {
    "a": Variable(name="a", start=0, low=-2, high=3),
    "b": Variable(name="b", start=1, low=1, high=2),
    "w": Variable(name="w", start="x", words=("x", "y")),
}
LEAVES = st.sampled_from(["a", "b", "w", "0", "3", "True", "(w == 'x')", "(a > b)", "(not a)", "(a and b)",
                          "(w in ['x', 'z'])"])


def combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(parts, st.sampled_from(["+", "-", "*"]), parts).map(lambda p: f"({p[0]} {p[1]} {p[2]})")
    calls = st.tuples(st.sampled_from(["min", "max"]), parts, parts).map(lambda p: f"{p[0]}({p[1]}, {p[2]})")
    return pairs | calls | parts.map(lambda p: f"-({p})")


@settings(max_examples=examples(60), deadline=None, derandomize=True, database=None)
@given(source=st.recursive(LEAVES, combined, max_leaves=6))
def test_an_expression_stays_within_its_bounds(source: str) -> None:
    expression = Expression.parse(source)
    low, high = bounds(expression, VARIABLES)
    assert low <= high
    for a, b, w in itertools.product(range(-2, 4), (1, 2), ("x", "y")):
        found = expression.evaluate({name: value for name, value in (("a", a), ("b", b), ("w", w))
                                     if name in expression.names})
        assert low <= (found if isinstance(found, int) else 0) <= high


@pytest.mark.parametrize(("source", "expected"), [
    ("7", (7, 7)), ("a", (-2, 3)), ("-a", (-3, 2)), ("a - b", (-4, 2)), ("a * b", (-4, 6)), ("w", (0, 0)),
    ("50 + 10 * (a > b)", (50, 60)), ("max(0, min(100, a * 1000))", (0, 100)), ("unknown", (0, 0))])
def test_the_bounds_of_plain_expressions_are_sharp(source: str, expected: tuple[int, int]) -> None:
    assert bounds(Expression.parse(source), VARIABLES) == expected


def sale(issues: int = 1, rungs: int = 2, offered: str = "", rounds: int = 2, links: str = "", **conduct: object) -> str:
    """A scenario with one table over ``issues`` issues of ``rungs`` rungs; ``offered`` are the rungs on the table."""
    names = [f"i{number}" for number in range(issues)]
    offered = offered or ", ".join(map(str, range(rungs)))
    scale = ", ".join(f"{rung}: {{name: r{rung}, text: Rung {rung}.}}" for rung in range(rungs))
    stakes = "\n".join(f"          {name}: {{weight: 10, open: 0}}" for name in names)
    asked = {"aspiration": "[50]", **conduct}
    return HEAD + "\n".join([
        "start: t", "variables:", *(f"  {name}: {{start: 0, min: 0, max: {rungs - 1}, seen_by: all}}" for name in names),
        "scales:", *(f"  {name}: {{better: high, rungs: {{{scale}}}}}" for name in names),
        "bargains:", "  sale:", f"    issues: {{{', '.join(f'{name}: {{name: N}}' for name in names)}}}", "    sides:",
        "      us:", "        name: us", "        reservation: 0", "        issues:", stakes,
        "      them:", "        name: them", "        reservation: 0", "        issues:", stakes, f"        links: [{links}]",
        f"        conduct: {{{', '.join(f'{key}: {value}' for key, value in asked.items())}}}",
        "nodes:", "  t:", "    table: sale", "    side: us", f"    rounds: {rounds}", "    offers:",
        *(f"      {name}: {{rungs: [{offered}]}}" for name in names),
        "    outcomes: {agreed: {goto: e}, lapsed: {goto: e}}", "  e: {ending: over}", ""])


def test_a_table_may_offer_as_many_packages_as_can_be_explored_and_no_more() -> None:
    assert MAX_PACKAGES == 20_000
    assert codes(read(sale(issues=2, rungs=141))) == [] and MAX_PACKAGES >= 141 ** 2
    assert codes(read(sale(issues=2, rungs=142))) == ["E055"] and MAX_PACKAGES < 142 ** 2


@pytest.mark.parametrize(("rounds", "expected"), [
    (1, []), (MAX_ROUNDS, []), (MAX_ROUNDS + 1, ["E013"]), (0, ["E013"]), (-1, ["E013"])])
def test_talks_have_one_to_twelve_rounds(rounds: int, expected: list[str]) -> None:
    assert MAX_ROUNDS == 12
    assert codes(read(sale(rounds=rounds))) == expected


def test_counter_offers_are_limited_too_but_only_where_there_are_any() -> None:
    many = {"issues": 7, "rungs": 7, "offered": "0, 1"}
    assert MAX_COUNTERS < 8 ** 7
    assert codes(read(sale(**many, margin=10))) == ["E055"]  # type: ignore[arg-type]
    assert codes(read(sale(**many))) == []  # type: ignore[arg-type]
    assert codes(read(sale(**many, margin=10, rounds=1))) == []  # type: ignore[arg-type]
    assert codes(read(sale(**many, margin=10, at_once="[i0]"))) == []  # type: ignore[arg-type]


def test_links_that_join_too_many_issues_are_refused() -> None:
    links = ", ".join(f"{{issue: i{n}, given: i{n + 1}, rungs: [0], worth: {{0: 0}}}}" for n in range(4))
    assert codes(read(sale(issues=5, rungs=8, offered="0, 1", links=links))) == ["E055"]


@pytest.mark.parametrize("asked", ["1000000*1000000*1000000", "0 - 1000000*1000000", "1000*1000*1000*1000*1000"])
def test_absurd_figures_are_told_so_that_they_can_be_read(asked: str) -> None:
    (fault,) = read(sale(aspiration=f"['{asked}']")).diagnostics
    assert fault.code == "E053" and len(render(fault, None)) < 200
    assert "1,000,000,000" in fault.message


@pytest.mark.parametrize("rung", ["²", "٢", "01", "-1", "1001", "1.5", "9" * 900, "x", "1 "])
def test_what_is_no_rung_is_refused_where_it_stands(rung: str) -> None:
    loaded = read(sale().replace("rungs: [0, 1]}", f"rungs: {{0: true, '{rung}': true}}}}"))
    assert codes(loaded) == ["E013"] and "is no rung" in loaded.diagnostics[0].message
    assert loaded.diagnostics[0].mark.column == 29


def test_rungs_written_twice_or_out_of_order_count_once() -> None:
    loaded = read(sale().replace("{i0: {name: N}}", "{i0: {name: N, rungs: [1, 0, 1]}}"))
    assert loaded.scenario is not None and loaded.scenario.bargains["sale"].issues["i0"].rungs == (0, 1)
