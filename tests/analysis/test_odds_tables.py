"""Odds over plays that pass through bargaining tables: the same as walking every package of every round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from game.analysis.odds import LARGE, Policy, census, follow_record, uniform
from game.core.bargain import PROPOSE
from game.core.expressions import Value
from game.core.model import Decision, Move, NodeId, is_proposal
from game.core.rules import Position, Rules
from tests.amounts import examples
from tests.core.making import SCENARIOS, read, tiny
from tests.core.random_tables import rules_of, specs
from tests.core.test_bargain import FEW


def walked(rules: Rules, asked: tuple[str, ...], policy: Policy) -> tuple[Mapping[tuple[NodeId, tuple[Value, ...]], Fraction], int]:
    """Every play, one by one: (odds of each ending, number of plays)."""
    endings: dict[tuple[NodeId, tuple[Value, ...]], Fraction] = defaultdict(Fraction)
    plays = 0

    def go(position: Position, odds: Fraction) -> None:
        nonlocal plays
        moves = rules.moves(position)
        if not moves:
            endings[position.node, tuple(rules.value(position, name) for name in asked)] += odds
            plays += 1
            return
        for move, share in chosen(rules, position, moves, policy).items():
            go(rules.step(position, move).after, odds * share)

    go(rules.start(), Fraction(1))
    return endings, plays


def chosen(rules: Rules, position: Position, moves: tuple[Move, ...], policy: Policy) -> Mapping[Move, Fraction]:
    node = rules.node(position)
    if not isinstance(node, Decision):
        return rules.odds(position)
    proposals = [move for move in moves if is_proposal(move)]
    named = tuple(move for move in moves if not is_proposal(move)) + ((PROPOSE,) if proposals else ())
    odds: dict[Move, Fraction] = {}
    for move, share in policy(node, named, rules.record_move(position)).items():
        if move == PROPOSE or (is_proposal(move) and move not in proposals):
            odds |= {proposal: share / len(proposals) for proposal in proposals}
        else:
            odds[move] = share
    return odds


def test_odds_through_tables_equal_walking_every_play() -> None:
    rules = tiny("table")
    everything = ("price", "date", "goods", "left_record", "talks", "rival")
    for policy in (uniform, follow_record):
        all_endings, plays = walked(rules, everything, policy)
        assert sum(all_endings.values()) == 1
        for asked in ((), ("price",), everything):
            endings: dict[tuple[NodeId, tuple[Value, ...]], Fraction] = defaultdict(Fraction)
            for (node, values), odds in all_endings.items():
                endings[node, tuple(values[everything.index(name)] for name in asked)] += odds
            for large in (LARGE, 0):
                found = census(rules, asked, policy, large=large)
                assert found.endings == endings
                assert found.plays == plays


@pytest.mark.slow
@settings(FEW, max_examples=examples(8))
@given(spec=specs(largest=2))
def test_odds_through_random_tables_equal_walking_every_play(spec: Mapping[str, Any]) -> None:
    for table in ("first", "second"):
        spec[table]["rounds"] = min(2, spec[table]["rounds"])
        spec[table]["record"]["moves"] = spec[table]["record"]["moves"][:2]
    rules = rules_of(spec)
    asked = (*spec["sizes"], "left_record", "mood")
    for policy in (uniform, follow_record):
        endings, plays = walked(rules, asked, policy)
        for large in (LARGE, 0):
            found = census(rules, asked, policy, large=large)
            assert (found.endings, found.plays) == (endings, plays)


def test_what_is_asked_for_in_rounds_that_never_come_is_not_needed() -> None:
    """An aspiration may have more parts than a table has rounds, and read what nothing else reads."""
    source = (SCENARIOS / "table.yaml").read_text(encoding="utf-8")
    longer = source.replace("65 + 5 * rival, 50]", "65 + 5 * rival, 50, 50 - other]").replace(
        "  rival: {", "  other: {start: 0, min: 0, max: 1, seen_by: none}\n  rival: {")
    scenario = read(longer).scenario
    assert scenario is not None
    assert census(Rules(scenario)).endings == census(tiny("table")).endings


def test_odds_may_start_in_the_middle_of_talks() -> None:
    rules = tiny("table")
    position = rules.step(rules.start(), "calm").after
    position = rules.step(position, "propose:price=2,date=1").after
    assert rules.value(position, "round") == 1
    found = census(rules, ("price",), follow_record, position)
    assert set(found.endings) == {("end", (3,))}
