"""Every screen of a lesson as it looks with a class of bots: for pictures and for the tests that look at all screens.

Called by ``pictures``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from game.classroom.bots import Bots
from game.classroom.keeper import Keeper
from game.classroom.lesson import Lesson
from game.classroom.log import NoLog
from game.classroom.model import CYCLE, NO_PACK, Format, Phase, Seating, Stage, Step
from game.classroom.room import Shown
from game.core.rules import Rules
from game.core.texts import NO_WORDS
from game.ui.gui.desk import Desk
from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screen import Screen
from game.ui.gui.screens.projector import ProjectorScreen
from game.ui.gui.screens.shared import AnswerScreen, HoldScreen, LeaveScreen, SeatsScreen
from game.ui.gui.screens.teach import GuideScreen, RehearsalScreen, TeachScreen
from game.ui.gui.teaching import Kept, NotTaught, Rehearsed, Served, Teaching

SEATS = 12
FILE = "lessons/dry-runs/a-lesson.html"
GUIDE = 12
"""Paragraphs of the guide that stands in the pictures."""


class PictureSchool:
    """A school that teaches what the pictures need and opens nothing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def first(self) -> str:
        """Nothing is put forward."""
        return ""

    def formats(self, scenario: str, rules: Rules) -> Mapping[str, Format]:
        """As many formats as a scenario may have, called like the scenario."""
        title, about = rules.scenario.title, rules.scenario.summary or NO_WORDS
        stages = (Stage(phase=Phase.LOBBY, minutes=3),)
        return {f"{minutes}": Format(id=f"{minutes}", title=title, minutes=minutes, seating=Seating.COUNCILS,
                                     track="record", stages=stages, about=about) for minutes in (5, 10, 20, 30, 45)}

    def phones(self) -> bool:
        """Both media are shown."""
        return True

    def last(self) -> Kept | None:
        """There is a lesson to take up."""
        return Kept("lesson", self.desk.names()[0], "")

    def open(self, scenario: str, rules: Rules, format: str, language: str, *, phones: bool) -> Served:
        """Nothing is opened: the page says why."""
        raise NotTaught("format")

    def resume(self, name: str, rules: Rules, *, phones: bool) -> Served:
        """Nothing is taken up."""
        raise NotTaught("gone")

    def rehearse(self, scenario: str, rules: Rules, format: str, language: str) -> Rehearsed:
        """Nothing is played."""
        raise NotTaught("format")

    def guide(self, language: str) -> str:
        """A guide as long as the real one."""
        note = self.desk.languages[language].t("lesson.note.lobby")
        return "\n\n".join(f"{number}. {note} {note}" for number in range(1, GUIDE + 1))


def teaching_screens(desk: Desk) -> Iterator[tuple[str, tuple[Screen, ...]]]:
    """Yields (name, screens, the lowest first) of the pages a lesson is opened from."""
    teaching = Teaching(PictureSchool(desk), desk.languages)
    page = TeachScreen(desk, teaching)
    yield "teach", (page,)
    refused = TeachScreen(desk, teaching)
    refused.trouble = NotTaught("damaged", path=FILE)
    yield "teach-refused", (refused,)
    yield "teach-guide", (GuideScreen(teaching),)
    yield "teach-rehearsing", (page, RehearsalScreen(desk, teaching))
    stages = tuple((minutes, stage.value) for minutes, stage in enumerate((Phase.LOBBY, *CYCLE), 1))
    teaching.rehearsal = Rehearsed(stages, 24, 4, 376, Path(FILE))
    yield "teach-rehearsed", (page, RehearsalScreen(desk, teaching))


def lesson_screens(desk: Desk) -> Iterator[tuple[str, tuple[Screen, ...]]]:
    """Yields (name, screens, the lowest first) of a lesson over the desk's open play's scenario."""
    stages = (Stage(phase=Phase.LOBBY, minutes=3), *(Stage(phase=phase, minutes=2) for phase in CYCLE),
              *(Stage(phase=Phase.DEBRIEF, step=step, minutes=3) for step in Step),
              Stage(phase=Phase.REPORT, minutes=1))
    plan = Format(id="pictures", title=NO_WORDS, minutes=33, seating=Seating.COUNCILS, track="record", stages=stages)
    keeper = Keeper(Lesson(desk.play.rules, plan, NO_PACK), NoLog(), lambda: 0.0)
    lesson = LessonDesk(keeper, desk.languages, "http://192.0.2.7:8765/", "K7M3QP",
                        tuple(tuple((x * y + x) % 3 == 0 for x in range(25)) for y in range(25)))
    bots = Bots(keeper, texts=(desk.languages[next(iter(desk.languages))].t("lesson.bot"),))
    bots.join(SEATS)
    projector = ProjectorScreen(lesson)
    yield "lesson-lobby", (projector,)
    yield "lesson-seats", (projector, SeatsScreen(lesson))
    yield "lesson-leave", (projector, LeaveScreen(lesson))
    for stage in stages[1:]:
        keeper.do("turn", turn="skip")
        if stage.phase in (Phase.BRIEF, Phase.PREDICT, Phase.DECIDE):
            hold = HoldScreen(lesson, 1)
            yield f"lesson-{stage.key}-seat", (projector, hold, AnswerScreen(lesson, 1))
        bots.answer_all()
        if stage.phase is Phase.BRIEF:
            held = HoldScreen(lesson, 2)
            held.held = True
            yield "lesson-held", (projector, held)
        if stage.phase is Phase.REVEAL:
            yield "lesson-reveal-waits", (projector,)
            keeper.do("show", what=Shown.VOTES.value)
            yield "lesson-reveal-votes", (projector,)
            keeper.do("show", what=Shown.RECORD.value)
        projector.strip = stage.phase is Phase.COUNCIL
        yield f"lesson-{stage.key}", (projector,)
