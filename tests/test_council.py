"""The council and the telegram: the record is followed, every ending is reached, each branch argues against itself."""

from __future__ import annotations

import pytest

from game import resources
from game.analysis.odds import census
from game.authoring.loader import load
from game.core.model import Decision, Scenario, Status, Terminal
from game.core.rules import Rules
from game.core.texts import Grade
from game.play.session import Session
from game.play.walkthrough import follow, parse

FOLDER = resources.scenarios() / "council-1945"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    found = load(FOLDER).scenario
    assert found is not None
    return found


@pytest.fixture(scope="module")
def rules(scenario: Scenario) -> Rules:
    return Rules(scenario)


def decisions(scenario: Scenario) -> list[Decision]:
    return [node for node in scenario.nodes.values() if isinstance(node, Decision)]


def test_the_record_ends_in_an_exchange_with_three_promises(rules: Rules) -> None:
    session = follow(rules, parse((FOLDER / "walkthroughs" / "record.txt").read_text(encoding="utf-8")))
    assert session.node.id == "END-exchange"
    assert {name: rules.value(session.position, name) for name in ("om", "nes", "xj", "ccp")} == {"om": 4, "nes": 0, "xj": 0, "ccp": 0}


def test_there_are_two_decisions_and_every_ending_can_be_reached(scenario: Scenario, rules: Rules) -> None:
    assert [node.id for node in decisions(scenario)] == ["council", "telegram"]
    endings = {node.id for node in scenario.nodes.values() if isinstance(node, Terminal)}
    assert {node for node, _ in census(rules).endings} == endings
    assert len(endings) == 5


def test_each_decision_had_three_ways_that_somebody_then_spoke_for(scenario: Scenario) -> None:
    for node in decisions(scenario):
        voiced = [option for option in node.options if option.status is not Status.COUNTERFACTUAL]
        assert len(voiced) >= 3 and node.hidden and node.record, node.id
        spoken_for = {move for counsel in node.counsel for move in counsel.favours}
        assert spoken_for >= {option.id for option in node.options}, node.id


def test_what_was_refused_in_the_council_is_not_granted_in_the_telegram(rules: Rules) -> None:
    for refusal in ("refuse", "canada"):
        session = Session(rules, seed=1)
        session.play(refusal)
        assert not {"conditions-first", "as-offered"} & set(session.moves())


def test_every_ending_gives_two_outlooks_and_the_reason_against_them(scenario: Scenario) -> None:
    for node in scenario.nodes.values():
        if isinstance(node, Terminal):
            outlooks = [block for block in node.text if block.likelihood]
            assert len(outlooks) >= 2, node.id
            assert any(block.words["en"].startswith("Against this:") and block.words["zh"].startswith("反面的理由")
                       for block in node.text), node.id
            assert all(block.grade is Grade.MODEL for block in outlooks)


def test_all_sides_speak_and_weigh_everything_that_is_compared(scenario: Scenario) -> None:
    sides = scenario.reference.perspectives
    assert set(sides) == {"national-government", "mongolian", "soviet", "communist", "american", "xinjiang"}
    assert all(set(side.weights) == set(scenario.reference.dimensions) for side in sides.values())
