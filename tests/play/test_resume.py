"""Old saves and changed scenarios: what still fits is replayed, what does not is told and never guessed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from game.core.rules import Rules
from game.play.record import Record
from game.play.session import Parting, Session, Track, resume
from tests.core.making import EMBASSY, read, rules_of

RULES = rules_of(EMBASSY)
TEXT = EMBASSY.read_text(encoding="utf-8")
SAVES = sorted((Path(__file__).resolve().parent / "saves").glob("*.json"))


def saved(*moves: str, seed: int = 0) -> Record:
    session = Session(RULES, seed=seed)
    for move in moves:
        session.play(move)
    return session.record()


def changed(old: str, new: str) -> Rules:
    assert old in TEXT
    scenario = read(TEXT.replace(old, new)).scenario
    assert scenario is not None
    return Rules(scenario)


@pytest.mark.parametrize("path", SAVES, ids=[path.stem for path in SAVES])
def test_old_saves_still_load_with_their_facts(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    facts = data.pop("expected")
    session, divergence = resume(RULES, Record.from_data(data))
    assert divergence is None
    assert {"node": session.node.id, "ended": session.ended, "departures": session.departures(), "ply": session.ply,
            "notes": len(session.notes), "trust": RULES.value(session.position, "trust")} == facts


def test_there_are_saves_of_format_1() -> None:
    assert {json.loads(path.read_text(encoding="utf-8"))["format"] for path in SAVES} == {1} and len(SAVES) >= 3


def test_an_option_that_no_longer_exists() -> None:
    rules = changed("march", "walk-in")
    session, divergence = resume(rules, saved("march"))
    assert divergence is not None and (divergence.move, divergence.node) == ("march", "arrive")
    assert divergence.reason is Parting.NO_OPTION and session.node.id == "arrive" and not session.can_redo()


def test_an_option_that_is_closed_today() -> None:
    rules = changed("        text: {en: March in., zh: 昂首而入。}\n", "        text: {en: March in., zh: 昂首而入。}\n        when: trust > 3\n")
    session, divergence = resume(rules, saved("march"))
    assert divergence is not None and divergence.reason is Parting.CLOSED and session.node.id == "arrive"


def test_values_that_come_out_otherwise() -> None:
    rules = changed("{add: {trust: -1}, why: {en: a slight", "{add: {trust: -2}, why: {en: a slight")
    _, divergence = resume(rules, saved("march", seed=7))
    assert divergence is not None and divergence.reason in (Parting.VALUES, Parting.FOLLOWS)


def test_what_follows_a_move_is_different() -> None:
    record = next(record for seed in range(50) if "frown" in (record := saved("bow", seed=seed)).moves)
    session, divergence = resume(changed("policy: {nod: 1 + trust, frown: 1 + temper}", "policy: {nod: 1, frown: 0}"), record)
    assert divergence is not None and divergence.reason is Parting.FOLLOWS
    assert session.node.id == "arrive" and not session.can_redo(), "it stands before the move, not after a guess"


def test_a_beginning_that_is_different() -> None:
    record = next(record for seed in range(50) if "wet" in (record := saved("bow", seed=seed)).moves)
    session, divergence = resume(changed("wet: {weight: 1,", "wet: {weight: 0,"), record)
    assert divergence is not None and divergence.reason is Parting.BEGINNING
    assert divergence.ply == 0 and session.node.id == "arrive"


def test_an_act_or_a_track_that_no_longer_exists() -> None:
    record = Session(RULES, act="hall").record()
    for broken, why in ((replace(record, act="cellar"), Parting.ACT), (replace(record, track="middle"), Parting.TRACK)):
        _, divergence = resume(RULES, broken)
        assert divergence is not None and divergence.reason is why


def test_a_dead_end_of_today() -> None:
    nod = "nod:   {text: {en: He nods., zh: 他点头。},"
    rules = changed(nod, f"{nod} when: trust > 9,")
    record = next(record for seed in range(50) if "nod" in (record := saved("bow", seed=seed)).moves)
    session, divergence = resume(rules, record)
    assert divergence is not None and session.node.id == "arrive"


def test_a_new_variable_does_not_spoil_an_old_save() -> None:
    rules = changed("variables:\n", "variables:\n  extra: {start: 1, min: 0, max: 3, seen_by: all}\n")
    session, divergence = resume(rules, saved("bow"))
    assert divergence is None and session.node.id == "speak"


def test_a_save_cut_short_in_the_middle_of_a_turn() -> None:
    record = saved("bow")
    session, divergence = resume(RULES, replace(record, moves=record.moves[:-1]))
    assert divergence is not None and session.node.id == "arrive"


def test_a_save_that_stands_elsewhere_than_it_says() -> None:
    _, divergence = resume(RULES, replace(saved("bow"), node="home"))
    assert divergence is not None and divergence.reason is Parting.VALUES


def test_the_play_can_go_on_after_a_divergence() -> None:
    session, divergence = resume(changed("march", "walk-in"), saved("march"))
    assert divergence is not None
    session.play("walk-in")
    again, divergence = resume(session.rules, session.record())
    assert divergence is None and again.steps == session.steps


def test_the_track_is_kept() -> None:
    session = Session(RULES, track=Track.RECORD)
    session.play("march")
    again, divergence = resume(RULES, session.record())
    assert divergence is None and again.track is Track.RECORD and again.steps == session.steps


def test_a_log_names_the_place_the_move_and_the_reason_in_english() -> None:
    _, divergence = resume(changed("march", "walk-in"), saved("march"))
    assert str(divergence) == "at 'arrive', move 'march': that option no longer exists"
    _, divergence = resume(RULES, replace(saved("bow"), node="home"))
    assert str(divergence).endswith(": it leads to different values today") and "move" not in str(divergence)
