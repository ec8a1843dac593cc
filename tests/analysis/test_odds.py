"""Exact odds: known answers, brute force over every path, and the same counts from merged positions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from game.analysis.odds import LoopedScenario, census, follow_record, rung_odds, tally
from game.authoring.loader import load
from game.core.model import Decision, Terminal
from game.core.rules import Position, Rules

ROOT = Path(__file__).resolve().parents[2]

COIN = """
format: 1
title: Coin and door
parties: {you: {name: You}}
variables: {heads: {start: 0, min: 0, max: 2, seen_by: all}}
start: first
nodes:
  first:
    chance:
      up: {weight: 1, effects: [{add: {heads: 1}}], goto: second}
      down: {weight: 2, goto: second}
  second:
    options:
      again: {text: Toss again., goto: third}
      stop: {text: Stop., goto: end}
      brag: {text: Brag., when: heads == 1, goto: end}
  third:
    chance:
      up: {weight: 1, effects: [{add: {heads: 1}}], goto: end}
      down: {weight: 1, goto: end}
  end: {ending: e, text: End.}
"""


def rules_of(folder: Path, text: str) -> Rules:
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    scenario = load(file).scenario
    assert scenario is not None
    return Rules(scenario)


def walked(rules: Rules, variable: str) -> tuple[dict[int, Fraction], int]:
    """Every path, one by one: the answer that merging must not change."""
    odds: dict[int, Fraction] = defaultdict(Fraction)
    plays = 0
    todo: list[tuple[Position, Fraction]] = [(rules.start(), Fraction(1))]
    while todo:
        position, share = todo.pop()
        node = rules.node(position)
        if isinstance(node, Terminal):
            odds[int(rules.value(position, variable))] += share
            plays += 1
            continue
        moves = rules.moves(position)
        alike = {move: Fraction(1, len(moves)) for move in moves}
        for move, chance in (alike if isinstance(node, Decision) else rules.odds(position)).items():
            todo.append((rules.step(position, move).after, share * chance))
    return dict(odds), plays


def test_a_small_game_has_the_odds_worked_out_by_hand(tmp_path: Path) -> None:
    # heads after the first toss: 1 with 1/3.  Then: again 1/3 or 1/2 (three or two options), a fair second toss.
    one = Fraction(1, 3) * (Fraction(1, 3) * Fraction(1, 2) + Fraction(2, 3)) + Fraction(2, 3) * Fraction(1, 2) * Fraction(1, 2)
    two = Fraction(1, 3) * Fraction(1, 3) * Fraction(1, 2)
    assert rung_odds(rules_of(tmp_path, COIN), "heads") == {0: 1 - one - two, 1: one, 2: two}
    assert census(rules_of(tmp_path, COIN)).plays == 4 + 3


@pytest.mark.parametrize("name", ["tiny", "compare"])
def test_merged_positions_give_what_walking_every_path_gives(name: str) -> None:
    scenario = load(ROOT / "tests" / "scenarios" / name).scenario
    assert scenario is not None
    rules = Rules(scenario)
    for variable, declared in rules.scenario.variables.items():
        if not declared.words:
            odds, plays = walked(rules, variable)
            assert rung_odds(rules, variable) == odds
            assert census(rules).plays == plays


def test_from_the_last_act_of_the_flagship_merging_equals_walking(flagship_rules: Rules) -> None:
    position = flagship_rules.start()
    while position.node != "AF2-beitashan":
        node = flagship_rules.node(position)
        moves = flagship_rules.moves(position)
        assert not isinstance(node, Terminal)
        position = flagship_rules.step(position, node.record_move if node.record_move in moves else moves[0]).after
    found = census(flagship_rules, ("cred", "us"), start=position)
    walked_odds: dict[tuple[str, tuple[object, ...]], Fraction] = defaultdict(Fraction)
    todo = [(position, Fraction(1))]
    while todo:
        here, share = todo.pop()
        node = flagship_rules.node(here)
        if isinstance(node, Terminal):
            walked_odds[node.id, (flagship_rules.value(here, "cred"), flagship_rules.value(here, "us"))] += share
            continue
        moves = flagship_rules.moves(here)
        odds = {move: Fraction(1, len(moves)) for move in moves} if isinstance(node, Decision) else flagship_rules.odds(here)
        todo += [(flagship_rules.step(here, move).after, share * chance) for move, chance in odds.items()]
    assert found.endings == dict(walked_odds)


def test_following_the_record_is_one_play_and_certain(flagship_rules: Rules) -> None:
    found = census(flagship_rules, ("om", "bnd"), follow_record)
    assert found.plays == 1
    assert found.endings == {("END-as-it-was", (7, 3)): Fraction(1)}


def test_a_loop_is_refused_by_name(tmp_path: Path) -> None:
    looped = COIN.replace("goto: third}", "goto: first}").replace("  third:\n    chance:\n      up: {weight: 1, effects: [{add: {heads: 1}}], goto: end}\n      down: {weight: 1, goto: end}\n", "")
    with pytest.raises(LoopedScenario, match="reached from itself"):
        census(rules_of(tmp_path, looped))


@pytest.mark.slow
def test_the_flagship_is_counted_whole(flagship_rules: Rules) -> None:
    found = census(flagship_rules)
    assert sum(found.endings.values()) == 1
    assert len(found.endings) == 8
    assert found.plays > 10**15 and found.positions < 10**6


def test_a_tally_holds_every_ending_and_every_layer() -> None:
    scenario = load(ROOT / "tests" / "scenarios" / "compare").scenario
    assert scenario is not None
    found = tally(Rules(scenario))
    assert sum(found.endings.values()) == 1
    assert {variable for dimension in scenario.reference.dimensions.values() for _, variable in dimension.layers} == set(found.rungs)
    assert all(sum(odds.values()) == 1 for odds in found.rungs.values())
