"""The flagship as its readers meet it: complete, balanced, in step in both languages, true to the record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from game import resources
from game.analysis.values import along_the_record
from game.authoring import translation
from game.core.model import Chance, Decision, Scenario, Status, Table, Terminal
from game.core.rules import Rules
from game.debrief.compare import compare
from game.debrief.data import comparison_data
from game.play.session import Session, Track
from game.play.walkthrough import follow, parse
from game.ui.language import Language
from game.ui.transcript import play_lines

FOLDER = resources.scenarios() / "mongolia-1945"
HISTORICAL = FOLDER / "walkthroughs" / "historical.txt"
POINTS = [f"DP{number:02d}" for number in range(1, 23)] + [f"AF{number}" for number in range(1, 6)]


def decisions(scenario: Scenario) -> list[Decision]:
    return [node for node in scenario.nodes.values() if isinstance(node, Decision)]


def length(text: str, code: str) -> int:
    """Words in English, characters in Chinese."""
    return len(re.findall(r"\S", text)) if code == "zh" else len(text.split())


def test_all_27_points_are_there_with_all_their_options(flagship: Scenario) -> None:
    found = {node.id.split("-")[0]: node for node in decisions(flagship)}
    assert set(POINTS) <= set(found)
    options = {"DP02": 5, "DP01": 3, "DP15": 3, "DP21": 3, "DP22": 3, "AF1": 3, "AF2": 3, "AF3": 2, "AF4": 3, "AF5": 2}
    assert {point: len(found[point].options) for point in POINTS} == {point: options.get(point, 4) for point in POINTS}
    for point in POINTS:
        node = found[point]
        assert node.record_move is not None and node.option(node.record_move).status is Status.CHOSEN
        assert node.brief and node.hidden and node.record and len(node.counsel) >= 2
        assert all(option.text and option.reason and option.held and option.follows for option in node.options)


def test_an_option_off_the_record_may_end_in_at_least_two_ways(flagship: Scenario) -> None:
    for node in decisions(flagship):
        for option in node.options:
            likely = [block for block in option.follows if block.likelihood is not None]
            recorded = node.record_moves if isinstance(node, Table) else (node.record_move,)
            assert len(likely) >= 2 or option.id in recorded, f"{node.id} {option.id}"


@pytest.mark.parametrize(("code", "option_limit", "reason_limit"), [("en", 25, 30), ("zh", 50, 55)])
def test_options_are_short_enough_to_be_read_at_a_glance(flagship: Scenario, code: str, option_limit: int,
                                                         reason_limit: int) -> None:
    for node in decisions(flagship):
        for option in node.options:
            assert all(length(form.words[code], code) <= option_limit for form in option.text), f"{node.id} {option.id}"
            assert all(length(form.words[code], code) <= reason_limit for form in option.reason), f"{node.id} {option.id}"


@pytest.mark.parametrize(("code", "least", "most"), [("en", 80, 185), ("zh", 120, 340)])
def test_a_brief_is_neither_a_note_nor_an_essay(flagship_rules: Rules, code: str, least: int, most: int) -> None:
    for seed in range(40):
        session = Session(flagship_rules, seed=seed)
        while not session.ended:
            node = session.node
            assert isinstance(node, Decision)
            size = sum(length(block.words[code], code) for block in flagship_rules.slot(node.brief, session.position))
            assert least <= size <= most, f"{node.id}: {size}"
            moves = session.moves()
            session.play(moves[(seed + session.ply) % len(moves)])


def test_no_sentence_stands_twice(flagship: Scenario) -> None:
    seen: dict[str, str] = {}
    for name, words in translation.texts(flagship):
        if name.split(".")[0] not in flagship.nodes:
            continue
        for code, text in words.forms:
            for sentence in re.split(r"(?<=[.!?。！？])\s*", text):
                if length(sentence, code) >= (9 if code == "zh" else 6):
                    assert sentence not in seen, f"{name} and {seen.get(sentence)}: {sentence}"
                    seen[sentence] = name


def test_both_languages_are_in_step() -> None:
    """A text changed in one language only is stale; `python -m game translate … accept` says it was looked at."""
    from game.authoring.loader import load
    scenario = load(FOLDER).scenario
    assert scenario is not None
    present, known = translation.digests(scenario), translation.read_lock(FOLDER)
    assert translation.stale(known, present) == ()
    assert known == present, "texts are new or changed in all languages: look at them, then translate accept"


def test_a_one_sided_change_is_stale() -> None:
    known = {"a": {"en": "1", "zh": "2"}, "b": {"en": "3", "zh": "4"}}
    changed = {"a": {"en": "9", "zh": "2"}, "b": {"en": "7", "zh": "8"}, "c": {"en": "5", "zh": "6"}}
    assert translation.stale(known, changed) == (translation.Stale("a", ("en",), ("zh",)),)


def test_the_recorded_choices_reach_the_record_whatever_the_luck(flagship_rules: Rules) -> None:
    text = HISTORICAL.read_text(encoding="utf-8")
    for seed in (0, 1, 7, 1945, 20_000):
        session = follow(flagship_rules, parse(re.sub(r"seed: \d+", f"seed: {seed}", text)))
        data = json.loads(json.dumps(comparison_data(session, compare(session))))
        assert data["distance"] == 0 and data["decisions"] == 27 + 4 and data["ending"] == "as-it-was"
        assert {name: clause["rung"] for name, clause in data["clauses"].items()} == {
            "om": 7, "bnd": 3, "dal": 3, "lsh": 3, "ccr": 2, "other": 0}
        assert data["numbers"] == {"plebiscite-total": 494074, "plebiscite-for": 483291, "plebiscite-against": 0,
                                   "votes-for": 25, "votes-against": 9, "votes-abstaining": 24}
        assert data["dates"]["treaty-dated"] == "1945-08-14" and data["dates"]["treaty-signed"] == "1945-08-15 06:00"
        assert data["dates"]["resolution-day"] == "1952-02-01" and data["dates"]["abrogation"] == "1953-02-25"
        assert len(data["dates"]) + len(data["numbers"]) == len(flagship_rules.scenario.reference.figures)


@pytest.mark.slow
def test_at_every_decision_two_options_are_viable_and_the_record_is_neither_always_best_nor_always_worst(
        flagship_rules: Rules, capsys: pytest.CaptureFixture[str]) -> None:
    """McCall's rule of good choices, under the National Government's default weights; the table is printed."""
    perspective = flagship_rules.scenario.reference.perspectives["national-government"]
    table = along_the_record(flagship_rules, perspective)
    best = worst = 0
    with capsys.disabled():
        for node, row in table.items():
            ordered = sorted(row, key=lambda option: -option.value)
            best += ordered[0].recorded
            worst += ordered[-1].recorded
            told = "  ".join(f"{'*' if option.recorded else ''}{option.move} {float(option.value):.1f}" for option in ordered)
            print(f"{node:24} {told}")
            viable = [option for option in row if option.value >= ordered[0].value - 4]
            assert len(viable) >= 2, f"{node} has one viable option"
            assert any(not option.recorded for option in viable)
        print(f"recorded choice (*): best at {best}, worst at {worst}, between at {len(table) - best - worst}")
    assert 0 < best < len(table) and worst < len(table) / 2


def test_every_act_can_begin_a_play(flagship_rules: Rules) -> None:
    for act in flagship_rules.scenario.acts:
        session = Session(flagship_rules, act=act.id)
        assert session.node.id == act.start and session.departures() == 0


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_record_track_returns_to_the_record_after_every_reveal(flagship_rules: Rules, code: str,
                                                                   languages: Mapping[str, Language]) -> None:
    session = Session(flagship_rules, seed=3, track=Track.RECORD)
    while not session.ended:
        moves = [move for move in session.moves() if move != flagship_rules.record_move(session.position)]
        session.play(moves[0])
        assert flagship_rules.value(session.position, "left_record") == 0
    assert isinstance(session.node, Terminal) and session.node.ending == "as-it-was"
    assert session.departures() == 27 + 3, "asking Chongqing without any offer ends the third meeting as the record did"
    assert len(play_lines(session, languages[code])) > 1000


def test_a_dated_world_event_belongs_to_the_record(flagship_rules: Rules, languages: Mapping[str, Language]) -> None:
    """Off the record no chance branch may cite a fact of later date: what happened there did not happen here."""
    late = []
    for seed in range(60):
        session = Session(flagship_rules, seed=seed)
        while not session.ended:
            moves = session.moves()
            for step in session.play(moves[(seed * 7 + session.ply) % len(moves)]):
                node = session.scenario.nodes[step.before.node]
                if isinstance(node, Chance) and flagship_rules.value(step.before, "left_record") and node.date:
                    for block in flagship_rules.slot(node.branch(step.move).text, step.before):
                        if block.grade == "fact":
                            late += [(node.id, step.move, cite) for cite in block.cites
                                     if session.scenario.reference.events[cite].sort_as >= node.date.first.isoformat()
                                     and cite.startswith("E19") and "xx" not in cite and cite > "E1945-08-15"]
    known_world = {"E1949-08-05-white-paper"}
    assert {item for item in late if item[2] not in known_world} == set()


def test_the_historical_walkthrough_is_the_shipped_one(tmp_path: Path, flagship_rules: Rules) -> None:
    from game.play.walkthrough import write
    session = follow(flagship_rules, parse(HISTORICAL.read_text(encoding="utf-8")))
    assert follow(flagship_rules, parse(write(session))).position == session.position
