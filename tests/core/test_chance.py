"""Luck: the same on every platform, fair, exact, and without a generator."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.chance import draw, fraction
from tests.core.making import tiny

GOLDEN = {
    (0, 0): 0x2bc42e553a894a51,
    (0, 1): 0xfff5c97a89ef47cc,
    (1, 0): 0x099b9dd8225c354b,
    (1945, 0): 0xa07e8b2ede561159,
    (1945, 27): 0x465b126df1099df1,
    (-1, 3): 0xb031c0871a55a662,
    (1000000000000, 99): 0x12a7f78fcc688dd0,
}

SPLITS = [
    {"a": Fraction(1, 2), "b": Fraction(1, 2)},
    {"a": Fraction(1, 10), "b": Fraction(2, 10), "c": Fraction(7, 10)},
    {name: Fraction(1, 6) for name in "abcdef"},
]
CRITICAL = {1: 10.83, 2: 13.82, 5: 20.52}
"""Chi-square at one in a thousand; seeds are fixed, so a pass stays a pass."""


@pytest.mark.parametrize(("place", "number"), list(GOLDEN.items()))
def test_the_numbers_never_change(place: tuple[int, int], number: int) -> None:
    assert fraction(*place) == Fraction(number, 1 << 64)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("along", ["seeds", "plies"])
def test_draws_follow_the_odds(split: dict[str, Fraction], along: str) -> None:
    count = 6000
    counted = Counter(draw(n, 5, split) if along == "seeds" else draw(1945, n, split) for n in range(count))
    chi = sum((counted[key] - float(share) * count) ** 2 / (float(share) * count) for key, share in split.items())
    assert chi < CRITICAL[len(split) - 1]


def test_the_odds_are_walked_in_their_order() -> None:
    point = fraction(7, 3)
    first = {"low": point, "high": 1 - point}
    assert draw(7, 3, first) == "high", "a point on the bound belongs to the next share"
    just_over = point + Fraction(1, 1 << 64)
    assert draw(7, 3, {"low": just_over, "high": 1 - just_over}) == "low"


@given(st.integers(), st.integers(min_value=0, max_value=10_000), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_a_draw_is_the_share_in_which_the_number_lies(seed: int, ply: int, weights: list[int]) -> None:
    odds = {str(place): Fraction(weight, sum(weights)) for place, weight in enumerate(weights)}
    chosen = int(draw(seed, ply, odds))
    below = sum((odds[str(place)] for place in range(chosen)), Fraction(0))
    assert 0 <= below <= fraction(seed, ply) < below + odds[str(chosen)] <= 1


def test_a_share_of_nothing_is_never_drawn() -> None:
    assert {draw(seed, 0, {"never": Fraction(0), "always": Fraction(1)}) for seed in range(200)} == {"always"}


def test_nothing_to_draw_from() -> None:
    with pytest.raises(ValueError, match="nothing"):
        draw(1, 1, {})


@pytest.mark.parametrize(("manner", "expected"), [
    ("kindly", {"thaw": Fraction(2, 5), "chill": Fraction(3, 5)}), ("rudely", {"chill": Fraction(1)})])
def test_odds_are_weights_over_their_sum(manner: str, expected: dict[str, Fraction]) -> None:
    rules = tiny("chance")
    assert rules.odds(rules.step(rules.start(), manner).after) == expected
