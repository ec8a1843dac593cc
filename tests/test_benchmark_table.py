"""The benchmark's table says "met" only where the figures do."""

from __future__ import annotations

import pytest

from tests.benchmarks.page import HEAD, cells
from tests.benchmarks.rows import GOALS, Clock, Goal, Row, figure, met, read_goals, spread, unmeasured


def test_the_goals_that_ship_can_be_read_and_each_has_one_limit() -> None:
    assert len(read_goals(GOALS.read_text(encoding="utf-8"))) > 15
    with pytest.raises(ValueError, match="exactly one"):
        Goal("two limits", "s", at_most=1, times=2)


def test_the_ratio_says_how_many_times_better_ours_is() -> None:
    assert Row("a duration", (1.0, 2.0, 9.0), peer="p", theirs=(8.0,)).times == 4
    assert Row("a rate", (10.0,), "plays/s", peer="p", theirs=(20.0,)).times == 0.5
    assert Row("nobody beside it", (1.0,)).times is None


def test_a_goal_is_met_by_the_median_at_the_limit_and_not_beyond() -> None:
    goal = Goal("quick", "s", at_most=2)
    assert met(Row("", (1.0, 2.0, 9.0)), goal) is True
    assert met(Row("", (1.0, 2.1, 2.2)), goal) is False
    assert met(Row("", (499.0,), "plays/s"), Goal("many", "plays/s", at_least=500)) is False
    assert met(Row("", (1.0,), peer="p", theirs=(2.9,)), Goal("thrice", times=3)) is False
    assert met(Row("", (1.0,), peer="p", remark="fails"), Goal("thrice", times=3)) is None
    with pytest.raises(ValueError, match="measured in MB"):
        met(Row("memory", (1.0,), "MB"), goal)


def test_a_goal_without_figures_is_not_measured() -> None:
    goals = {"one": Goal("one", times=3), "two": Goal("two", "s", at_most=1)}
    rows = [Row("", (1.0,), peer="p", goal="one", remark="fails"), Row("", (2.0,), goal="two")]
    assert unmeasured(goals, rows) == ["one"]


def test_figures_are_shown_with_their_unit_and_spread() -> None:
    assert figure(0.0123, "s") == "12.3 ms"
    assert figure(1234567.0, "plays/s") == "1,234,567 plays/s"
    assert spread((0.002, 0.001, 0.004), "s") == "2 ms (1–4)"


def test_a_row_that_misses_its_goal_says_so() -> None:
    row = Row("slow", (3.0,), "s", Clock.WALL, goal="quick")
    shown = dict(zip(HEAD, cells(row, {"quick": Goal("quick", "s", at_most=2)}), strict=True))
    assert (shown["goal"], shown["met"], shown["clock"]) == ("≤ 2 s", "NO", "wall")
