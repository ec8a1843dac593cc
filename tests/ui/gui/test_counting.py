"""Plays are counted once; a kept count is the same count, and a spoilt one is made anew."""

from __future__ import annotations

import time
from pathlib import Path

from game import resources
from game.analysis.odds import Tally, tally
from game.analysis.tallied import from_data, to_data
from game.authoring.loader import load
from game.core.rules import Rules
from game.play.session import Session
from game.ui.gui.counting import Counting

TINY = resources.scenarios().parent / "tests" / "scenarios" / "tiny"


def rules() -> Rules:
    scenario = load(TINY).scenario
    assert scenario is not None
    return Rules(scenario)


def waited(counting: Counting, session: Session) -> Tally:
    for _ in range(3000):
        found = counting(session)
        if found is not None:
            return found
        time.sleep(0.01)
    raise AssertionError("never counted")


def test_a_count_survives_being_written_down() -> None:
    counted = tally(rules())
    assert from_data(to_data(counted)) == counted  # type: ignore[arg-type]


def test_a_scenario_is_counted_once_and_read_the_next_time(tmp_path: Path) -> None:
    session = Session(rules())
    first = waited(Counting(folder=tmp_path), session)
    deadline = time.monotonic() + 5
    while not list(tmp_path.glob("counts/*.json")) and time.monotonic() < deadline:
        time.sleep(0.01)
    again = Counting(folder=tmp_path)
    assert again(session) == first, "ready at once"


def test_a_spoilt_count_is_made_anew(tmp_path: Path) -> None:
    session = Session(rules())
    first = waited(Counting(folder=tmp_path), session)
    deadline = time.monotonic() + 5
    while not (files := list(tmp_path.glob("counts/*.json"))) and time.monotonic() < deadline:
        time.sleep(0.01)
    files[0].write_text('{"endings": {"x": "1/2"}, "rungs": {}, "plays": 3}', encoding="utf-8")
    assert waited(Counting(folder=tmp_path), session) == first


def test_another_process_counts_the_same(tmp_path: Path) -> None:
    asked: list[object] = []

    def where(scenario: object) -> Path:
        asked.append(scenario)
        return TINY

    session = Session(rules())
    assert waited(Counting(where=where), session) == tally(session.rules) and asked


def test_where_no_process_can_count_it_is_counted_all_the_same(tmp_path: Path) -> None:
    session = Session(rules())
    assert waited(Counting(where=lambda scenario: tmp_path / "gone"), session) == tally(session.rules)


def test_a_count_of_files_changed_since_is_not_taken_for_this_scenario(tmp_path: Path) -> None:
    """The other process reads the files anew: here they hold another scenario, so this one is counted by a thread."""
    session = Session(rules())
    other = resources.scenarios().parent / "tests" / "scenarios" / "compare"
    assert waited(Counting(where=lambda scenario: other), session) == tally(session.rules)
