"""What the preview keeps when a scenario changes under a play: moves, place, chair; and how it comes to any node."""

from __future__ import annotations

from pathlib import Path

import pytest

from game import resources
from game.authoring.loader import load
from game.core.rules import Rules
from game.play.session import REJOIN
from game.ui.language import read
from game.ui.preview import Fault, Preview, Reading, on_record, told_at

ACTS = (Path(__file__).parent / "scenarios" / "preview" / "acts" / "1.yaml").read_text(encoding="utf-8")
HEAD = (Path(__file__).parent / "scenarios" / "preview" / "scenario.yaml").read_text(encoding="utf-8").replace(
    "include: [acts/*.yaml]\n", "")
LANGUAGES = read(resources.assets() / "lang")


@pytest.fixture
def rules(tmp_path: Path):  # type: ignore[no-untyped-def]
    def make(*changes: tuple[str, str]) -> Rules:
        text = HEAD + ACTS
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "mill.yaml"
        file.write_text(text, encoding="utf-8")
        scenario = load(file).scenario
        assert scenario is not None
        return Rules(scenario)
    return make


def at(preview: Preview) -> tuple[str, object]:
    assert preview.session is not None
    return preview.session.node.id, preview.session.rules.value(preview.session.position, "flour")


def test_a_node_of_the_record_is_told_by_the_record(rules) -> None:  # type: ignore[no-untyped-def]
    told = told_at(rules(), "loft")
    assert [step.move for step in told] == ["open", "grind"] and on_record(rules(), "loft")
    assert told_at(rules(), "gate") == () and told_at(rules(), "") == ()


def test_any_other_node_is_a_leap_with_the_start_values(rules) -> None:  # type: ignore[no-untyped-def]
    (leap,) = told_at(rules(), "aside")
    assert leap.move == REJOIN and leap.after.node == "aside" and leap.after.values == rules().start().values
    assert not on_record(rules(), "aside")


def test_moves_made_after_a_leap_are_replayed_after_it(rules) -> None:  # type: ignore[no-untyped-def]
    preview = Preview()
    preview.take(Reading(rules()))
    assert preview.go("loft") and preview.session is not None
    preview.session.play("leave")
    preview.take(Reading(rules(("add: {flour: 1}", "add: {flour: 3}"))))
    assert at(preview) == ("aside", 5) and preview.notice is None
    preview.session.undo()
    assert at(preview) == ("loft", 5)
    assert not preview.session.undo(), "what was told cannot be taken back"


def test_a_faulty_reading_changes_nothing_but_the_faults(rules) -> None:  # type: ignore[no-untyped-def]
    preview = Preview()
    preview.take(Reading(rules()))
    session = preview.session
    assert not preview.take(Reading(None, (Fault("a:1:1", "E003", {"en": "bad"}),)))
    assert preview.broken and preview.session is session
    assert preview.take(Reading(rules())) and not preview.broken


def test_the_node_asked_for_is_taken_up_once_the_scenario_is_good(rules) -> None:  # type: ignore[no-untyped-def]
    preview = Preview()
    assert not preview.go("yard")
    preview.take(Reading(None, (Fault("a:1:1", "E003", {"en": "bad"}),)))
    preview.take(Reading(rules()))
    assert at(preview) == ("yard", 3)


def test_a_notice_is_said_in_every_language(rules) -> None:  # type: ignore[no-untyped-def]
    preview = Preview()
    preview.take(Reading(rules()))
    assert preview.session is not None
    for move in ("wait", "grind", "leave"):
        preview.session.play(move)
    preview.take(Reading(rules(("      leave:", "      go:"))))
    assert at(preview) == ("aside", 2) and preview.notice is not None
    assert "“The loft”" in preview.notice(LANGUAGES["en"]) and "“阁楼”" in preview.notice(LANGUAGES["zh"])


def test_a_scenario_that_leads_nowhere_is_told_and_does_not_stop_the_window(rules) -> None:  # type: ignore[no-untyped-def]
    preview = Preview()
    preview.take(Reading(rules()))
    circle = ("  dusk: {ending: dusk,", "  round: {chance: {on: {goto: round}}}\n  dusk: {ending: dusk,")
    preview.take(Reading(rules(circle, ("start: gate", "start: round"))))
    assert preview.notice is not None and "round" in preview.notice(LANGUAGES["en"])
    preview.take(Reading(rules()))
    assert preview.session is not None


def test_the_record_is_walked_from_off_it_too(rules) -> None:  # type: ignore[no-untyped-def]
    preview = Preview()
    preview.take(Reading(rules()))
    assert (preview.along(1), preview.along(-1)) == ("yard", "")
    preview.go("aside")
    assert preview.along(1) == "gate", "nothing of the record was passed"
    preview.go("loft")
    assert (preview.along(-1), preview.along(1)) == ("yard", "")
