"""How a class splits into councils: for every size no council too small or too large, each with those it needs."""

from __future__ import annotations

import pytest

from game.classroom.model import Kind, Phase, Seating
from game.classroom.planning import planned
from game.classroom.seating import LEAST, MOST, councils, expert_groups, kinds, people, seats_for, shares_seats
from tests.classroom.lessons import Class, lesson


@pytest.mark.parametrize("students", range(1, 101))
def test_every_class_splits_into_councils_of_four_to_six(students: int) -> None:
    sizes = councils(students)
    assert sum(sizes) == students
    if students < LEAST or students in (5, 7):
        assert sizes == (students,)
    else:
        assert all(LEAST <= size <= MOST for size in sizes)
    for size in sizes:
        given = kinds(size)
        assert len(given) == size and given.count(Kind.DECIDER) == 1
        assert size < 3 or given.count(Kind.RECORDER) == 1
        assert size < 4 or 2 <= given.count(Kind.ADVISER) <= 4


def test_seven_make_one_council_with_extra_observers() -> None:
    assert councils(7) == (7,) and kinds(7).count(Kind.OBSERVER) == 2


def test_two_share_a_seat_in_a_large_class() -> None:
    assert [shares_seats(number) for number in (24, 25)] == [False, True]


@pytest.mark.parametrize("students", range(6, 49))
def test_every_class_of_six_to_forty_eight_is_seated_as_printed(students: int) -> None:
    """Two to a seat above 24; no council under four or over six (seven make one), each with decider and recorder."""
    seats = seats_for(students)
    at_seats = people(students, seats)
    assert sum(at_seats) == students and len(at_seats) == seats
    assert set(at_seats) <= ({1, 2} if students > 24 else {1}) and at_seats.count(1) <= (1 if students > 24 else students)
    (room,) = planned(lesson(), seats)
    assert len(room.active) == seats
    for council in room.councils:
        given = [seat.kind for seat in room.council(council)]
        assert LEAST <= len(given) <= MOST or (seats == 7 and given.count(Kind.OBSERVER) == 2)
        assert given.count(Kind.DECIDER) == given.count(Kind.RECORDER) == 1


def test_a_teacher_may_give_everybody_a_seat_however_many_they_are() -> None:
    assert seats_for(40, single=True) == 40


@pytest.mark.parametrize("seats", range(6, 49))
def test_in_a_jigsaw_nobody_meets_alone_and_everybody_meets_once(seats: int) -> None:
    (room,) = planned(lesson(Seating.JIGSAW), seats)
    groups = expert_groups({seat.number: seat.role or seat.kind.value for seat in room.active})
    assert sorted(number for group in groups for number in group) == [seat.number for seat in room.active]
    assert all(len(group) > 1 for group in groups)


def test_in_a_fishbowl_one_council_talks_and_everybody_else_watches() -> None:
    (room,) = planned(lesson(Seating.FISHBOWL), 20)
    assert room.councils == (1,)
    assert len([seat for seat in room.active if seat.kind is not Kind.OBSERVER]) == 5


def test_a_late_seat_observes_at_once_and_takes_part_from_the_next_brief() -> None:
    going = Class(lesson(decisions=2), 8)
    going.next()
    going.do("join", seat=9, medium="phone")
    late = going.room.seats[9]
    assert late.late and late.kind is Kind.OBSERVER and late.council in going.room.councils
    going.skip_to(Phase.BRIEF, 1)
    assert not going.room.seats[9].late and going.room.seats[9].kind is not Kind.OBSERVER


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.LOBBY])
def test_a_seat_may_join_in_every_phase_and_disturbs_nobody(phase: Phase) -> None:
    going = Class(lesson(), 6)
    going.skip_to(phase)
    before = dict(going.room.seats)
    going.do("join", seat=7, medium="phone")
    assert {number: seat for number, seat in going.room.seats.items() if number != 7} == before


def test_whoever_asks_to_observe_is_not_given_a_position_again() -> None:
    going = Class(lesson(decisions=2), 6)
    going.next()
    going.do("observe", seat=2)
    assert going.room.seats[2].kind is Kind.OBSERVER
    assert "reason" not in going.entries[-1].data
    going.skip_to(Phase.BRIEF, 1)
    assert going.room.seats[2].kind is Kind.OBSERVER
    assert any(seat.kind is Kind.DECIDER for seat in going.room.active)


def test_a_class_without_councils_answers_as_one() -> None:
    going = Class(lesson(Seating.PAIRS), 30)
    going.next()
    assert going.room.councils == (1,) and {seat.kind for seat in going.room.active} == {Kind.ADVISER}


def test_an_exchanged_role_leaves_a_council_with_one_decider() -> None:
    going = Class(lesson(), 6)
    going.next()
    going.do("take", seat=3, role="decider")
    assert [seat.number for seat in going.room.council(1) if seat.kind is Kind.DECIDER] == [3]
