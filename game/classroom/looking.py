"""Which cards the seats have opened: for the report, never for a mark.

Called by ``deeds``; a shared machine and paper tell nothing of it.
"""

from __future__ import annotations

from dataclasses import replace

from game.classroom.answers import Fault, Refused
from game.classroom.lesson import Lesson
from game.classroom.model import CardId, Phase
from game.classroom.room import Room, Seat


def opened(lesson: Lesson, room: Room, seat: Seat, card: CardId) -> Room:
    """Returns the room with a card opened; raises ``Refused`` if it does not lie there, or was opened before."""
    stage = lesson.stage(room)
    if card not in lesson.cards(room, seat, stage.decision, after=stage.phase is Phase.DEBRIEF):
        raise Refused(Fault.UNKNOWN)
    before = room.opened.get((stage.decision, card), frozenset())
    if seat.number in before:
        raise Refused(Fault.GIVEN)
    return replace(room, opened={**room.opened, (stage.decision, card): before | {seat.number}})
