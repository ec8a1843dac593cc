"""An answer given by voice where a device failed, and time that can be hidden, stretched and does not end unannounced."""

from __future__ import annotations

import pytest

from game import resources
from game.classroom.answers import Asked, Fault, Refused
from game.classroom.ledger import rows
from game.classroom.model import Phase
from game.ui.language import read
from game.ui.lesson_page import LessonPages
from game.ui.lesson_teacher import controls, teacher_page
from tests.classroom.lessons import Class, lesson

LANGUAGES = read(resources.assets() / "lang")


def in_phase(phase: Phase, seats: int = 6) -> Class:
    taught = Class(lesson(), seats)
    while taught.lesson.stage(taught.room).phase is not phase:
        taught.do("turn", turn="skip")
    return taught


def pages(taught: Class, now: float | None = None) -> LessonPages:
    return LessonPages(taught.lesson, taught.room, LANGUAGES["en"], taught.at if now is None else now)


def test_a_missing_answer_is_entered_by_voice_even_once_answers_are_locked_and_the_log_says_so() -> None:
    taught = in_phase(Phase.PREDICT)
    move = taught.lesson.moves(taught.room, 1, 0)[0]
    taught.do("lock", locked=True)
    with pytest.raises(Refused) as refused:
        taught.do("answer", seat=1, asked="choice", value=move)
    assert refused.value.fault is Fault.LOCKED
    taught.do("answer", seat=1, asked="choice", value=move, by="teacher")
    assert taught.room.answer(0, Asked.CHOICE, 1).by == "teacher"
    assert [row.event for row in rows("x", taught.lesson, taught.entries)][-1] == "choice by voice (teacher)"


def test_what_a_seat_has_sent_itself_is_not_replaced_by_voice_but_replaces_what_was() -> None:
    taught = in_phase(Phase.PREDICT)
    first, second = taught.lesson.moves(taught.room, 1, 0)[:2]
    taught.do("answer", seat=1, asked="choice", value=first, by="recorder")
    taught.do("answer", seat=1, asked="choice", value=second, by="teacher")
    taught.do("answer", seat=1, asked="choice", value=first)
    with pytest.raises(Refused) as refused:
        taught.do("answer", seat=1, asked="choice", value=second, by="teacher")
    assert refused.value.fault is Fault.GIVEN
    assert taught.room.answer(0, Asked.CHOICE, 1).value == first
    with pytest.raises(Refused):
        taught.do("answer", seat=2, asked="choice", value=first, by="somebody")


def test_the_desk_lists_what_each_seat_still_owes_and_never_what_it_answered() -> None:
    taught = in_phase(Phase.PREDICT)
    move = taught.lesson.moves(taught.room, 1, 0)[0]
    taught.do("answer", seat=1, asked="choice", value=move)
    first, second = teacher_page(pages(taught)).seats[:2]
    assert first.missing == ("guess", "forecast") and second.missing == ("choice", "guess", "forecast")


def test_every_stage_can_be_made_ten_times_as_long_hidden_or_given_a_minute() -> None:
    taught = in_phase(Phase.DISCUSS)
    planned = pages(taught).timer().planned
    by_id = {control.id: control for control in controls(pages(taught))}
    taught.do(by_id["tenfold"].deed, **dict(by_id["tenfold"].data))
    assert pages(taught).timer().planned == 10 * planned
    assert not {control.id: control for control in controls(pages(taught))}["tenfold"].enabled
    taught.do("extend", seconds=60)
    assert pages(taught).timer().planned == 10 * planned + 60
    taught.do("timer", running=False)
    assert pages(taught).timer().left is None


@pytest.mark.parametrize("format_minutes", [1, 60])
def test_ten_times_the_time_is_allowed_for_the_longest_stage(format_minutes: int) -> None:
    taught = in_phase(Phase.DISCUSS)
    taught.do("extend", seconds=format_minutes * 540)
    assert pages(taught).timer().planned > format_minutes * 540


def test_the_end_is_announced_at_least_twenty_seconds_before_it_comes() -> None:
    taught = in_phase(Phase.DISCUSS)
    began, planned = taught.at, pages(taught).timer().planned
    told = {left: pages(taught, began + planned - left).timer().soon for left in (40, 30, 20, 1, 0, -5)}
    assert told == {40: False, 30: True, 20: True, 1: True, 0: False, -5: False}
    assert pages(taught).timer().warn >= 20
