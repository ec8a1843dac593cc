"""Counting in columns: the same numbers as one by one, and no number rounded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.analysis import bulk, residues
from game.analysis.odds import LARGE, census, follow_record, uniform
from game.analysis.vectors import Vocabulary
from game.core.effects import EFFECTS
from game.core.expressions import Expression
from game.core.rules import Rules
from tests.amounts import examples
from tests.core.making import EMBASSY, SCENARIOS, read, rules_of

WORDS = ("red", "green", "blue")
HEAD = """format: 1
title: T
parties: {you: {name: You}}
start: a
variables:
  n: {start: 0, min: -3, max: 5, seen_by: all}
  m: {start: 0, min: 0, max: 4, seen_by: all}
  c: {start: red, one_of: [red, green, blue], seen_by: all}
  d: {start: red, one_of: [red, green, blue], seen_by: all}
nodes:
  a: {options: {x: {text: X., goto: b}, y: {text: Y., goto: b}}}
  b: {ending: e}
"""
FEW = settings(max_examples=examples(50), deadline=None, derandomize=True, database=None)

NUMBERS = st.sampled_from(["n", "m", "0", "1", "3", "-2"])
TESTS = st.sampled_from(["c == 'red'", "c != d", "d in ['red', 'blue']", "c not in ['green']", "n < m", "m >= 2", "n == -1",
                         "c == 1", "n in [1, 2, m]", "0 <= n < m"])


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, parts)
    return st.one_of(two.map(lambda p: f"({p[0]} + {p[1]})"), two.map(lambda p: f"({p[0]}) * ({p[1]})"),
                     two.map(lambda p: f"(({p[0]}) and ({p[1]}))"), two.map(lambda p: f"(({p[0]}) or ({p[1]}))"),
                     two.map(lambda p: f"min({p[0]}, {p[1]})"), two.map(lambda p: f"max({p[0]}, 1, {p[1]})"),
                     parts.map(lambda p: f"(not {p})"), parts.map(lambda p: f"-({p})"))


EXPRESSIONS = st.recursive(NUMBERS | TESTS.map(lambda test: f"({test})"), grown, max_leaves=8)


@pytest.fixture(scope="module")
def rules() -> Rules:
    scenario = read(HEAD).scenario
    assert scenario is not None
    return Rules(scenario)


@FEW
@given(source=EXPRESSIONS, rows=st.lists(st.tuples(st.integers(-3, 5), st.integers(0, 4), st.sampled_from(WORDS),
                                                   st.sampled_from(WORDS)), min_size=1, max_size=6))
def test_an_expression_over_columns_is_the_expression_row_by_row(rules: Rules, source: str,
                                                                  rows: list[tuple[int, int, str, str]]) -> None:
    expression, vocabulary = Expression.parse(source), Vocabulary(rules)
    columns = {name: np.array([vocabulary.number(row[place]) for row in rows]) for place, name in enumerate("nmcd")}
    found = np.broadcast_to(vocabulary.compile(expression)(columns), len(rows))
    one_by_one = expression.bind({name: place for place, name in enumerate("nmcd")})
    assert found.tolist() == [one_by_one(row) for row in rows]


@FEW
@given(numbers=st.lists(st.integers(0, 2**300), min_size=1, max_size=5))
def test_a_number_comes_back_from_its_residues(numbers: list[int]) -> None:
    count = residues.enough(max(numbers))
    assert residues.numbers(residues.of(numbers, count)) == numbers


def test_primes_are_prime_and_fit_a_machine_word() -> None:
    found = residues.primes(30)
    assert len(set(found)) == 30 and all(2**30 < prime < 2**31 for prime in found)
    assert all(prime % divisor for prime in found for divisor in range(2, 2000))


@pytest.mark.parametrize("path", [*sorted(SCENARIOS.glob("*.yaml")), EMBASSY], ids=lambda path: path.stem)
def test_columns_and_single_positions_count_alike(path: object) -> None:
    rules = rules_of(path)  # type: ignore[arg-type]
    asked = tuple(rules.scenario.variables)
    for policy in (uniform, follow_record):
        one, other = (census(rules, asked, policy, large=large) for large in (LARGE, 0))
        assert (one.endings, one.plays, one.positions) == (other.endings, other.plays, other.positions)


@pytest.mark.slow
@pytest.mark.parametrize("asked", [(), ("nes", "bnd")])
def test_the_flagship_counts_alike_both_ways(flagship_rules: Rules, asked: tuple[str, ...]) -> None:
    one, other = (census(flagship_rules, asked, large=large) for large in (LARGE, 10**9))
    assert (one.endings, one.plays, one.positions) == (other.endings, other.plays, other.positions)


def test_every_effect_has_its_form_for_columns() -> None:
    assert set(bulk.OPERATIONS) == set(EFFECTS)
