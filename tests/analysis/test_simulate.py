"""Random plays: the same for the same seed, and the exact odds within their intervals as often as they should be."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from game.analysis.answers import Inquiry, Section
from game.analysis.explore import explore
from game.analysis.policies import Name, named
from game.analysis.simulate import BATCH, Simulation, simulate, wilson
from game.core.rules import Rules
from tests.analysis.random_scenarios import rules_of, specs
from tests.analysis.test_games import equilibrium, game
from tests.core.making import TESTS, tiny
from tests.core.making import rules_of as rules_in

PLAYS = 4000
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def test_the_generator_is_philox_as_published() -> None:
    """The known answer of Random123 for philox4x64-10 with key and counter 0; numpy counts up before it draws."""
    assert [*np.random.Philox(key=0, counter=2**256 - 1).random_raw(4)] == [
        0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B]


def test_the_same_seed_gives_the_same_plays() -> None:
    """The first decision of the tree is the upper half of a draw: nothing in it depends on the machine."""
    found = simulate(game("tree"), 1000, 7)
    assert found == simulate(game("tree"), 1000, 7)
    draws = np.random.Philox(key=[7, 0]).random_raw(1000)
    assert found.endings["took"] == sum(int(draw) < 2**63 for draw in draws)
    assert simulate(game("tree"), 1000, 8).endings != found.endings


def test_a_longer_run_begins_with_the_shorter_one() -> None:
    seen: list[int] = []
    simulate(game("tree"), 2 * BATCH, 3, watch=lambda found: seen.append(found.endings["took"]))
    assert seen[0] == simulate(game("tree"), BATCH, 3).endings["took"]


def test_an_interval_holds_what_wilson_gave() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611."""
    interval = wilson(81, 263)
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.2553, 0.3662)
    assert (wilson(0, 20).low, round(wilson(0, 20).high, 4)) == (0, 0.1611)
    assert wilson(20, 20).high == 1


def misses(found: Simulation, odds: Mapping[str, Fraction]) -> int:
    """How many of some odds lie outside their intervals."""
    intervals = [(wilson(found.endings[node], found.plays), share) for node, share in odds.items()]
    assert all(found.endings[node] == 0 for node, share in odds.items() if not share)
    return sum(not interval.low <= share <= interval.high for interval, share in intervals if 0 < share < 1)


def test_exact_odds_lie_within_the_intervals_as_often_as_they_should() -> None:
    """Of n intervals some n/20 may miss; of two endings both or none do, so the spread is that of n/2 trials."""
    missed, tried_ = [], []

    @settings(FEW, derandomize=True, database=None)
    @given(nodes=specs())
    def tried(nodes: Mapping[str, Any]) -> None:
        rules = rules_of(nodes)
        for name in (Name.UNIFORM, Name.AUTHORED):
            found = simulate(rules, PLAYS, 11, named(rules, name))
            exact = explore(rules, named(rules, name))
            missed.append(misses(found, exact.endings))
            tried_.append(sum(0 < share < 1 for share in exact.endings.values()))
            assert sum(found.endings.values()) + sum(found.stuck.values()) == PLAYS
    tried()
    expected = sum(tried_) / 20
    assert sum(tried_) > 20
    assert sum(missed) <= expected + 3 * (2 * expected * 0.95) ** 0.5


@FEW
@given(nodes=specs(largest=4, looped=True))
def test_loops_with_a_counter_are_played_to_their_end(nodes: Mapping[str, Any]) -> None:
    found = simulate(rules_of(nodes), 500, 5)
    assert found.endless == 0
    assert sum(found.endings.values()) + sum(found.stuck.values()) == 500


def test_plays_that_do_not_end_are_given_up_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.analysis.simulate.PATIENCE", 3)
    found = simulate(game("circle"), 4000, 5)
    assert found.endless > 0
    assert sum(found.endings.values()) + found.endless == 4000


def test_values_lie_near_what_is_exact() -> None:
    rules = game("kuhn")
    mean = simulate(rules, 100_000, 5, equilibrium(rules)).worths["one"].mean(100_000)
    assert abs(mean.estimate + 1 / 18) < 3 * (mean.high - mean.estimate)


@pytest.mark.parametrize("policy", [Name.UNIFORM, Name.RECORD])
def test_talks_end_as_their_exact_odds_say(policy: str) -> None:
    """Twenty free intervals of 95 % in ten runs: more than five misses have odds of one in three hundred."""
    rules = tiny("table")
    exact = explore(rules, named(rules, policy))
    assert sum(misses(simulate(rules, 5000, seed, named(rules, policy)), exact.endings) for seed in range(10)) <= 5


def test_rungs_and_worths_are_those_of_the_exploration() -> None:
    rules = rules_in(TESTS / "scenarios" / "compare" / "scenario.yaml")
    inquiry = Inquiry(rules, sections=[Section.RUNGS, Section.VALUES])
    inquiry.run()
    found = simulate(rules, 20_000, 5)
    for variable, odds in inquiry.answers.rungs.items():
        for value, share in odds.items():
            assert abs(found.rungs[variable][value] / 20_000 - share) < 0.02
    for name, expected in inquiry.answers.expected.items():
        assert abs(found.worths[name].mean(20_000).estimate - expected) < 1


def test_a_play_may_begin_anywhere() -> None:
    rules = game("tree")
    position = rules.step(rules.step(rules.start(), "later").after, "fair").after
    assert set(simulate(rules, 100, 1, start=position).endings) == {"deal", "rich", "broke"}


def recorded(rules: Rules) -> Simulation:
    return simulate(rules, 10, 1, named(rules, Name.RECORD))


def test_who_follows_the_record_plays_it() -> None:
    assert set(recorded(game("tree")).endings) <= {"rich", "broke", "gone"}
