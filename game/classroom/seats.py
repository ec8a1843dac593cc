"""Seating a class: councils when the briefs are given out, places for those who come late.

Called by ``deeds``; the arithmetic is in ``seating``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from game.classroom.lesson import Lesson
from game.classroom.model import CYCLE, Kind, Role, Seating
from game.classroom.room import Room, Seat
from game.classroom.seating import councils, kinds

NOBODY = 1
"""The council a class without councils makes together."""


def joined(lesson: Lesson, room: Room, seat: Seat) -> Room:
    """Returns the room with a new seat: unseated in the lobby, an observer of the smallest council later on."""
    if any(lesson.course.stages[at].phase in CYCLE for at in range(room.reached + 1)):
        sizes = Counter({council: len(room.council(council)) for council in room.councils or (NOBODY,)})
        council = min(sizes, key=lambda number: (sizes[number], number))
        kind = Kind.OBSERVER if lesson.format.seating is Seating.COUNCILS else Kind.ADVISER
        seat = replace(seat, council=council, kind=kind, role=_role(lesson, room, council, kind, 0), late=True)
    return replace(room, seats={**room.seats, seat.number: seat})


def seated(lesson: Lesson, room: Room) -> Room:
    """Returns the room with every seat in a council and a role for the decision that is about to be briefed.

    Councils are formed once; from then on only roles move.  Whoever came late now takes part, whoever asked to observe
    goes on observing.
    """
    active = room.active
    if lesson.format.seating is not Seating.COUNCILS:
        seats = {seat.number: replace(seat, council=NOBODY, kind=Kind.ADVISER, role="", late=False) for seat in active}
        return replace(room, seats={**room.seats, **seats})
    if not any(seat.council for seat in active):
        sizes = councils(len(active))
        places = [number for number, size in enumerate(sizes, 1) for _ in range(size)]
        active = tuple(replace(seat, council=council) for seat, council in zip(active, places, strict=True))
        room = replace(room, seats={**room.seats, **{seat.number: seat for seat in active}})
    decision = lesson.stage(room).decision
    moved = {}
    for council in room.councils:
        moved.update({seat.number: seat for seat in _council(lesson, room, council, decision)})
    return replace(room, seats={**room.seats, **moved})


def _council(lesson: Lesson, room: Room, council: int, decision: int) -> list[Seat]:
    """One council's seats with their roles; from decision to decision everybody moves one place on."""
    playing = [seat for seat in room.council(council) if not seat.watching]
    watching = [seat for seat in room.council(council) if seat.watching]
    shift = decision % len(playing) if playing else 0
    ordered = playing[shift:] + playing[:shift]
    given = [*kinds(len(ordered)), *[Kind.OBSERVER] * len(watching)]
    counted: Counter[Kind] = Counter()
    seats = []
    for seat, kind in zip([*ordered, *watching], given, strict=True):
        seats.append(replace(seat, kind=kind, role=_role(lesson, room, council, kind, counted[kind]), late=False))
        counted[kind] += 1
    return seats


def _role(lesson: Lesson, room: Room, council: int, kind: Kind, place: int) -> str:
    """The role of a council's ``place``-th seat of a kind: the sitting's roles of that kind in turn, or none."""
    roles: list[Role] = list(lesson.sitting(lesson.node(room, council, lesson.stage(room).decision).id).roles.values())
    found = [role.id for role in roles if role.kind is kind]
    return found[place % len(found)] if found else ""
