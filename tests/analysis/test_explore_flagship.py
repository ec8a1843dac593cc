"""The shipped scenario explored: the same odds as the counting of odds gives, and plays that the rulebook agrees with."""

from __future__ import annotations

from fractions import Fraction

import pytest

from game.analysis.answers import Inquiry, Section
from game.analysis.odds import census
from game.analysis.policies import Name, named
from game.analysis.values import along_the_record
from game.analysis.ways import Way
from game.core.model import Decision, is_proposal
from game.core.rules import Rules
from tests.core.making import TESTS, rules_of


def replayed(rules: Rules, way: Way) -> Fraction:
    """Makes every move of a play; returns its odds when every option is taken alike."""
    position, odds = rules.start(), Fraction(1)
    for node, move in way.moves:
        assert position.node == node
        odds *= rules.odds(position)[move]
        position = rules.step(position, move).after
    assert position.node == way.ending and rules.actor(position) is None
    return odds


@pytest.fixture(scope="module")
def inquiry(flagship_rules: Rules) -> Inquiry:
    found = Inquiry(flagship_rules, sections=[Section.LENGTHS, Section.PIVOTS, Section.OPTIONS, Section.RAREST])
    found.run()
    return found


@pytest.mark.slow
def test_the_odds_are_those_of_the_count(inquiry: Inquiry, flagship_rules: Rules) -> None:
    counted, explored = census(flagship_rules), inquiry.answers.exploration
    assert explored is not None
    assert explored.plays == counted.plays
    assert explored.endings == {node: share for (node, _), share in counted.endings.items()}
    assert not explored.stuck


@pytest.mark.slow
def test_every_decision_of_the_record_is_met_and_weighed(inquiry: Inquiry, flagship_rules: Rules) -> None:
    explored, options = inquiry.answers.exploration, inquiry.answers.options
    assert explored is not None and options is not None
    for node in flagship_rules.scenario.nodes.values():
        if isinstance(node, Decision) and node.record_move and not is_proposal(node.record_move):
            assert explored.edges[node.id, node.record_move] > 0
            assert options[node.id, node.record_move].met > 0
    for consequence in options.values():
        assert sum(consequence.after) == 1 and sum(consequence.gains) == 0


@pytest.mark.slow
def test_the_plays_picked_out_are_plays(inquiry: Inquiry, flagship_rules: Rules) -> None:
    decisions, steps, rarest = inquiry.answers.decisions, inquiry.answers.steps, inquiry.answers.rarest
    assert decisions is not None and steps is not None and rarest is not None
    for way, number in ((decisions.short, decisions.shortest), (decisions.long, decisions.longest)):
        assert replayed(flagship_rules, way) > 0
        assert way.decisions(flagship_rules) == number
    for way, number in ((steps.short, steps.shortest), (steps.long, steps.longest)):
        assert replayed(flagship_rules, way) > 0
        assert len(way.moves) == number
    node, way, odds = rarest
    assert way.ending == node and replayed(flagship_rules, way) == odds


def test_values_beside_the_record_are_those_of_the_debrief() -> None:
    """Two ways to the same figures: from every option forward, and backward over all positions at once."""
    rules = rules_of(TESTS / "scenarios" / "compare" / "scenario.yaml")
    inquiry = Inquiry(rules, named(rules, Name.RECORD), sections=[Section.VALUES])
    inquiry.run()
    for name, perspective in rules.scenario.reference.perspectives.items():
        for node, options in along_the_record(rules, perspective).items():
            for option in options:
                assert inquiry.answers.values[name][node, option.move] == option.value
