"""A class as it will sit, before anybody comes: the seats a lesson would give out, decision after decision.

What is printed is made by the same deeds as the lesson itself, so paper and phones never disagree.  Called by the paper
pack.
"""

from __future__ import annotations

from dataclasses import replace

from game.classroom.lesson import Lesson
from game.classroom.room import Medium, Room, Seat
from game.classroom.seats import joined, seated


def planned(lesson: Lesson, seats: int) -> tuple[Room, ...]:
    """Returns the room of ``seats`` seats at the briefs of each decision of the lesson, in order."""
    room = Room()
    for number in range(1, seats + 1):
        room = joined(lesson, room, Seat(number=number, medium=Medium.PAPER))
    found = []
    for decision in range(len(lesson.decisions)):
        place = next((at for at, stage in enumerate(lesson.course.stages) if stage.decision == decision), 0)
        room = seated(lesson, replace(room, stage=place))
        found.append(room)
    return tuple(found)
