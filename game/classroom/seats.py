"""Seating a class: councils when the briefs are given out, places for those who come late.

Called by ``deeds``; the arithmetic is in ``seating``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from game.classroom.lesson import Lesson
from game.classroom.model import CYCLE, Kind, Role, Seating
from game.classroom.room import Room, Seat
from game.classroom.seating import councils, kinds

NOBODY: Final = 1
"""The council a class without councils makes together."""

_LATE: Final = {Seating.SOLO: Kind.DECIDER, Seating.PAIRS: Kind.ADVISER}


def joined(lesson: Lesson, room: Room, seat: Seat) -> Room:
    """Returns the room with a new seat: unseated in the lobby, an observer of the smallest council later on."""
    if any(lesson.course.stages[at].phase in CYCLE for at in range(room.reached + 1)):
        sizes = {council: len(room.council(council)) for council in room.councils or (NOBODY,)}
        council = min(sizes, key=lambda number: (sizes[number], number))
        kind = _LATE.get(lesson.format.seating, Kind.OBSERVER)
        if kind is Kind.DECIDER:
            council = seat.number
        seat = replace(seat, council=council, kind=kind, role=_role(lesson, room, council, kind, 0), late=True)
    return replace(room, seats={**room.seats, seat.number: seat})


def seated(lesson: Lesson, room: Room) -> Room:
    """Returns the room with every seat in a council and a role for the decision that is about to be briefed.

    Councils are formed once; from then on only roles move.  Whoever came late now takes part, whoever asked to observe
    goes on observing.
    """
    if not any(seat.council for seat in room.active):
        room = _with(room, _grouped(lesson.format.seating, room.active))
    decision = lesson.stage(room).decision
    if lesson.format.seating is Seating.PAIRS:
        return _with(room, [replace(seat, kind=Kind.ADVISER, late=False) for seat in room.active])
    return _with(room, [seat for council in room.councils for seat in _council(lesson, room, council, decision)])


def _with(room: Room, seats: Iterable[Seat]) -> Room:
    return replace(room, seats={**room.seats, **{seat.number: seat for seat in seats}})


def _grouped(seating: Seating, seats: Sequence[Seat]) -> list[Seat]:
    """Puts everybody into a council: one's own, the class's one, or one among several."""
    match seating:
        case Seating.SOLO:
            places = [seat.number for seat in seats]
        case Seating.COUNCILS | Seating.JIGSAW:
            places = [number for number, size in enumerate(councils(len(seats)), 1) for _ in range(size)]
        case _:
            places = [NOBODY] * len(seats)
    return [replace(seat, council=council) for seat, council in zip(seats, places, strict=True)]


def _council(lesson: Lesson, room: Room, council: int, decision: int) -> list[Seat]:
    """One council's seats with their roles; from decision to decision everybody moves one place on.

    Each council begins with another adviser and another side, so that a class hears more than one council seats.
    """
    playing = [seat for seat in room.council(council) if not seat.watching]
    watching = [seat for seat in room.council(council) if seat.watching]
    shift = decision % len(playing) if playing else 0
    ordered = playing[shift:] + playing[:shift]
    given = [*_with_sides(lesson, room, council, kinds(len(ordered))), *[Kind.OBSERVER] * len(watching)]
    counted: Counter[Kind] = Counter()
    seats = []
    for seat, kind in zip([*ordered, *watching], given, strict=True):
        place = council - 1 + (0 if kind is Kind.OTHER else counted[kind])
        seats.append(replace(seat, kind=kind, role=_role(lesson, room, council, kind, place), late=False))
        counted[kind] += 1
    return seats


def _with_sides(lesson: Lesson, room: Room, council: int, given: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Where a sitting has roles of other sides, an observer of each council speaks for one, another in each council."""
    if not _role(lesson, room, council, Kind.OTHER, 0) or Kind.OBSERVER not in given:
        return given
    place = given.index(Kind.OBSERVER)
    return (*given[:place], Kind.OTHER, *given[place + 1:])


def _role(lesson: Lesson, room: Room, council: int, kind: Kind, place: int) -> str:
    """The role of a council's ``place``-th seat of a kind: the sitting's roles of that kind in turn, or none."""
    roles: list[Role] = list(lesson.sitting(lesson.node(room, council, lesson.stage(room).decision).id).roles.values())
    found = [role.id for role in roles if role.kind is kind]
    return found[place % len(found)] if found else ""
