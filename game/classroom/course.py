"""The course of a lesson as a state machine: which stage follows which, and what a teacher may do in each.

One ``transitions.Machine`` for each format; it holds no lesson.  Called by ``room``.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from transitions import Machine

from game.classroom.model import CYCLE, Format, Phase, Stage


class Turn(StrEnum):
    """What moves a lesson from one stage to another."""

    NEXT = "advance"
    SKIP = "skip"
    BACK = "back"
    END = "end"


class _Cursor:
    """What the machine moves; lives for one call."""

    __slots__ = ("_stage", "ready")

    def __init__(self, stage: str, ready: bool) -> None:
        self._stage, self.ready = stage, ready


class Course:
    """The stages of one format and the ways between them."""

    def __init__(self, format: Format) -> None:
        self.format: Final = format
        self.stages: Final[tuple[Stage, ...]] = format.stages
        names = [str(place) for place in range(len(self.stages))]
        last = names[-1]
        ways: list[dict[str, Any]] = []
        for here, there in pairwise(names):
            ways += [
                {"trigger": Turn.NEXT.value, "source": here, "dest": there, "conditions": _ready},
                {"trigger": Turn.SKIP.value, "source": here, "dest": there},
                {"trigger": Turn.BACK.value, "source": there, "dest": here},
            ]
            ways.append({"trigger": Turn.END.value, "source": here, "dest": last})
        self.machine: Final = Machine(model=None, states=names, initial=names[0], transitions=ways,
                                      auto_transitions=False, send_event=True, model_attribute="_stage",
                                      ignore_invalid_triggers=True)

    def turn(self, stage: int, turn: Turn, ready: bool = True) -> int | None:
        """Returns the stage that ``turn`` leads to, or None if it may not be made.

        ``ready``: whether what the stage asks for is there; only ``Turn.NEXT`` waits for it.
        """
        cursor = _Cursor(str(stage), ready)
        moved = self.machine.events[turn.value].trigger(cursor)
        return int(cursor._stage) if moved else None

    def first_of(self, decision: int) -> int:
        """Returns the first stage that belongs to the lesson's ``decision``."""
        return next(place for place, stage in enumerate(self.stages)
                    if stage.phase in CYCLE and stage.decision == decision)

    def minutes_before(self, stage: int) -> int:
        """Returns the planned minutes of the stages before ``stage``."""
        return sum(item.minutes for item in self.stages[:stage])

    def debrief_starts(self) -> int | None:
        """Returns the first stage of the debrief, or None where there is none."""
        return next((place for place, stage in enumerate(self.stages) if stage.phase is Phase.DEBRIEF), None)


def _ready(event: Any) -> bool:
    return bool(event.model.ready)
