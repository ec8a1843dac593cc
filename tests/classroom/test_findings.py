"""What a class did is found by rule, and the debrief's questions answer to it."""

from __future__ import annotations

from typing import Any

from game.classroom.findings import FINDINGS, findings, propose
from game.classroom.model import Kind, Phase, Question
from tests.classroom.lessons import Class, lesson, words


def played(first: int, ballot: int, decided: int, share: int = 70, seats: int = 12) -> Class:
    going = Class(lesson(), seats)
    going.skip_to(Phase.PREDICT)
    moves = going.moves()
    record = going.lesson.node(going.room, 1, 0).record_move
    other = next(move for move in moves if move != record)
    for seat in going.room.active:
        going.do("answer", seat=seat.number, asked="choice", value=moves[first])
        going.do("answer", seat=seat.number, asked="forecast", value=f"{record}={share},{other}={100 - share}")
    going.skip_to(Phase.COUNCIL)
    for seat in going.room.active:
        if seat.kind is not Kind.DECIDER:
            going.do("answer", seat=seat.number, asked="ballot", value=moves[ballot])
    going.next()
    going.decides(decided)
    going.next()
    return going


def test_a_decider_who_follows_or_overrules_the_ballot_is_found() -> None:
    assert {"followed", "unanimous", "steady"} <= findings(*_at(played(0, 0, 0)))
    found = findings(*_at(played(0, 0, 1)))
    assert "overruled" in found and "followed" not in found


def test_a_class_that_changed_its_mind_has_moved() -> None:
    found = findings(*_at(played(0, 1, 1)))
    assert "moved" in found and "steady" not in found


def test_few_expected_what_was_done() -> None:
    assert "surprised" in findings(*_at(played(0, 0, 0, share=10)))
    assert "foreseen" in findings(*_at(played(0, 0, 0, share=60)))


def test_a_class_that_recalls_more_than_it_gave_shows_hindsight() -> None:
    going = played(0, 0, 0, share=20)
    going.do("show", what="votes")
    going.do("show", what="record")
    assert "hindsight" not in findings(*_at(going))
    for seat in going.room.active:
        going.do("answer", seat=seat.number, asked="recall", value="50")
    assert "hindsight" in findings(*_at(going))


def test_every_finding_that_can_be_made_is_a_known_one() -> None:
    for first, ballot, decided in ((0, 0, 0), (0, 1, 0), (1, 1, 1)):
        assert findings(*_at(played(first, ballot, decided))) <= set(FINDINGS)


def _at(going: Class) -> tuple[Any, Any, int]:
    return going.lesson, going.room, 0


BANK = [Question(id=name, skill=skill, text=words(name), when=when) for name, skill, when in (
    ("a", "cause", ()), ("b", "contingency", ("overruled",)), ("c", "perspective", ("unanimous", "followed")),
    ("d", "sourcing", ()), ("e", "model", ()), ("f", "cause", ("overruled",)), ("g", "ethics", ("surprised",)))]


def test_questions_answer_to_what_the_class_did_and_always_ask_about_sources() -> None:
    asked = [question.id for question in propose(BANK, {"overruled"}, 4)]
    assert asked[:2] == ["b", "f"] and set(asked[2:]) == {"d", "e"}


def test_a_question_that_answers_to_something_else_is_not_asked() -> None:
    for count in range(7):
        asked = propose(BANK, {"overruled"}, count)
        assert len(asked) == len({question.id for question in asked}) == min(count, 5)
        assert not {question.id for question in asked} & {"c", "g"}


def test_one_question_is_the_one_that_fits_best() -> None:
    assert [question.id for question in propose(BANK, {"unanimous", "followed"}, 1)] == ["c"]


def test_no_questions_make_no_questions() -> None:
    assert propose([], {"split"}, 4) == ()
