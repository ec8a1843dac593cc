"""Questions asked of lumps of positions: the same answers as walking every play with the rulebook, to the fraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from game.analysis import lumping
from game.analysis.behaviour import Behaviour
from game.analysis.ends import Policy
from game.analysis.odds import census, follow_record, tally, uniform
from game.analysis.reach import Reach, reach
from game.core.expressions import Value
from game.core.model import Decision, Move
from game.core.rules import Rules
from tests.amounts import examples
from tests.analysis.random_scenarios import rules_of, specs
from tests.analysis.walking import walked
from tests.core.making import EMBASSY, read, tiny
from tests.core.making import rules_of as rules_at
from tests.core.random_tables import rules_of as table_rules_of
from tests.core.random_tables import specs as table_specs

MANY = settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=examples(5), deadline=None, suppress_health_check=list(HealthCheck))


def leaning(node: Decision, moves: tuple[Move, ...], recorded: Move | None) -> Mapping[Move, Fraction]:
    """Never the first of several options, the later the likelier."""
    weights = {move: place for place, move in enumerate(moves)} if len(moves) > 1 else dict.fromkeys(moves, 1)
    return {move: Fraction(weight, sum(weights.values())) for move, weight in weights.items()}


POLICIES: list[Policy] = [uniform, follow_record, leaning]


def reached(rules: Rules, policy: Policy) -> Reach:
    start = rules.start()
    return reach(rules, (start.node, 0), start, policy, told=rules.variables)


def check(rules: Rules, policy: Policy) -> None:
    """Endings, number of plays and the final values of every variable, those of the rulebook's own included."""
    plays = [play for play in walked(rules, Behaviour("", policy)) if play.ended]
    found = reached(rules, policy)
    endings: dict[str, Fraction] = defaultdict(Fraction)
    for stop, _, share in lumping.endings(found):
        endings[stop[0]] += share
    wanted: dict[str, Fraction] = defaultdict(Fraction)
    for play in plays:
        wanted[play.last.node] += play.odds
    assert positive(endings) == wanted
    assert lumping.plays(found) == len(plays)
    asked = lumping.final_values(found, {name: rules.value(rules.start(), name) for name in rules.variables})
    for name in rules.variables:
        values: dict[Value, Fraction] = defaultdict(Fraction)
        for play in plays:
            values[rules.value(play.last, name)] += play.odds
        assert positive(asked[name]) == values, name


def positive(odds: Mapping[Any, Fraction]) -> dict[Any, Fraction]:
    return {name: share for name, share in odds.items() if share}


@pytest.mark.slow
@MANY
@given(nodes=specs())
def test_lumps_answer_like_every_play_by_itself(nodes: Mapping[str, Any]) -> None:
    rules = rules_of(nodes)
    for policy in POLICIES:
        check(rules, policy)


@pytest.mark.slow
@FEW
@given(spec=table_specs(largest=2))
def test_lumps_answer_like_every_play_through_random_talks(spec: dict[str, Any]) -> None:
    for table in ("first", "second"):
        spec[table]["rounds"] = min(2, spec[table]["rounds"])
        spec[table]["record"]["moves"] = spec[table]["record"]["moves"][:2]
    rules = table_rules_of(spec)
    for policy in POLICIES[:2]:
        check(rules, policy)


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES, ids=["uniform", "record", "leaning"])
def test_lumps_answer_like_every_play_through_talks(policy: Policy) -> None:
    check(tiny("table"), policy)


def test_a_policy_may_leave_odds_out() -> None:
    """What a policy gives to no open option is lost, wherever it is counted."""
    def half(node: Decision, moves: tuple[Move, ...], recorded: Move | None) -> Mapping[Move, Fraction]:
        return {moves[0]: Fraction(1, 2)}

    rules = rules_at(EMBASSY)
    one, other = (census(rules, (), half, large=large).endings for large in (10**9, 0))
    assert one == other
    assert sum(one.values()) < 1


def test_what_a_question_cannot_tell_apart_is_one_lump() -> None:
    """Two roads that differ in gold, and in nothing else that is asked, are one for the question about mood."""
    scenario = read(FORK).scenario
    assert scenario is not None
    rules = Rules(scenario)
    found = reached(rules, uniform)
    lumps = lumping.lumped(found, "mood")
    assert found.positions == 6
    assert lumps == 2  # the toss that changes mood, and the end
    assert lumping.final_values(found, {"mood": 0})["mood"] == {0: Fraction(1, 2), 1: Fraction(1, 2)}
    assert lumping.final_values(found, {"gold": 1})["gold"] == {0: Fraction(1, 4), 1: Fraction(3, 4)}


FORK = """format: 1
id: fork
title: Fork
languages: [en]
parties: {you: {name: You}}
variables:
  gold: {start: 1, min: 0, max: 2, seen_by: all}
  mood: {start: 0, min: 0, max: 1, seen_by: all}
start: fork
nodes:
  fork:
    question: Which road?
    options:
      high: {text: High., goto: toss, effects: [{add: {gold: 1}}]}
      low: {text: Low., goto: toss}
  toss:
    chance:
      up: {weight: 1, goto: toll, effects: [{add: {mood: 1}}]}
      down: {weight: 1, goto: toll}
  toll:
    chance:
      paid: {weight: 1, goto: end, effects: [{add: {gold: -1}}]}
      free: {weight: 1 - (gold == 2), goto: end}
  end: {ending: over, text: Over.}
"""


@pytest.mark.slow
def test_the_flagships_tally_is_what_counting_each_variable_alone_gives(flagship_rules: Rules) -> None:
    counted = tally(flagship_rules)
    assert sum(counted.endings.values()) == 1
    for variable in ("us", "lsh", "bnd", "ccp_delivery"):
        alone: dict[Value, Fraction] = defaultdict(Fraction)
        for (_, (value,)), share in census(flagship_rules, (variable,), plays=False).endings.items():
            alone[value] += share
        assert counted.rungs[variable] == alone, variable


def test_a_variable_of_many_values_is_counted_as_well() -> None:
    rungs = ", ".join(f"{value}: {{name: n{value}, text: So.}}" for value in range(101))
    scenario = read(FORK.replace("start: 1, min: 0, max: 2", "start: 90, min: 0, max: 100").replace("== 2", "== 91") +
                    f"scales: {{gold: {{better: high, rungs: {{{rungs}}}}}}}\n"
                    "dimensions: {wealth: {name: Wealth, level: gold}}\n").scenario
    assert scenario is not None
    assert tally(Rules(scenario)).rungs == {"gold": {89: Fraction(1, 4), 90: Fraction(3, 4)}}
