"""A play beside the record: what was chosen, what it moved and why, and which figures were reached."""

from __future__ import annotations

import json

from game import resources
from game.core.rules import Rules
from game.debrief.compare import compare, trace, yields
from game.debrief.data import comparison_data
from game.play.session import Session, Track
from game.play.walkthrough import follow, parse
from tests.core.making import EMBASSY, rules_of
from tests.play.test_session import scripted

RULES = rules_of(EMBASSY)


def played(*moves: str, track: Track = Track.BRANCH) -> Session:
    session = Session(RULES, track=track, luck=scripted("dry", "nod"))
    for move in moves:
        session.play(move)
    return session


def test_the_record_itself_differs_in_nothing() -> None:
    found = compare(played("bow", "little"))
    assert found.departures == 0 and found.ending is found.record_ending is not None
    assert all(row.same for row in found.clauses) and all(row.yours == row.record for row in found.layers)
    assert all(row.reached for row in found.figures) and not any(row.left_here for row in found.path)


def test_a_departure_is_marked_where_it_happened() -> None:
    found = compare(played("march", "nothing"))
    assert [(row.node.id, row.yours.id if row.yours else None, row.record.id if row.record else None, row.left_here)
            for row in found.path] == [("arrive", "march", "bow", True), ("answer", "nod", "nod", False), ("speak", "nothing", "little", False)]
    assert found.departures == 2 and not any(row.same for row in found.clauses) and not any(row.reached for row in found.figures)
    assert found.ending is not None and found.ending.ending == "home"


def test_an_unfinished_play_has_no_ending() -> None:
    found = compare(played("bow"))
    assert found.ending is None and found.record_ending is not None and found.path[-1].yours is None


def test_the_trace_tells_each_move_of_a_value_in_order() -> None:
    session = played("bow", "little")
    causes = trace(RULES, session.steps, "trust")
    assert [(cause.node.id, cause.option.id, cause.old.value, cause.new.value) for cause in causes if cause.old and cause.new] == [
        ("arrive", "bow", 2, 3), ("speak", "little", 3, 4)]
    assert causes[0].why["zh"] == "一礼" and causes[0].sure == "D"


def test_what_a_return_to_the_record_undid_leaves_no_trace() -> None:
    session = played("march", "little", track=Track.RECORD)
    assert [cause.option.id for cause in trace(RULES, session.steps, "trust")] == ["little"]
    assert yields(RULES, session.steps) == ("audience",)


def test_no_figure_is_reached_off_the_record() -> None:
    assert yields(RULES, played("march", "little").steps) == ()


def test_sources_are_those_of_the_texts_shown_once_each() -> None:
    assert compare(played("bow", "little")).cites == ("E1", "E2")


def test_the_data_is_plain_and_complete() -> None:
    session = played("bow", "little")
    data = comparison_data(session, compare(session))
    assert json.loads(json.dumps(data)) == data
    assert data["distance"] == 0 and data["ending"] == data["record_ending"] == "deal"
    assert data["dates"] == {"audience": "1900-03-02"} and data["numbers"] == {}
    assert data["clauses"]["trust"]["rung"] == 4 and data["clauses"]["trust"]["as_recorded"] is True
    assert [item["move"] for item in data["moves"]] == ["dry", "bow", "nod", "little"]


def test_the_shipped_record_ends_exactly_at_the_record(flagship_rules: Rules) -> None:

    walk = parse((resources.scenarios() / "mongolia-1945" / "walkthroughs" / "historical.txt").read_text(encoding="utf-8"))
    session = follow(flagship_rules, walk)
    found = compare(session)
    assert session.ended and found.departures == 0 and found.ending is found.record_ending
    assert all(row.same for row in found.clauses) and all(row.yours == row.record for row in found.layers)
    numbers = comparison_data(session, found)["numbers"]
    assert (numbers["plebiscite-total"], numbers["plebiscite-for"]) == (494074, 483291)
