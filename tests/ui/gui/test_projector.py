"""The projector by keyboard alone: a whole lesson with hands, a machine passed round, and nothing shown too early."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game import resources
from game.classroom.answers import Asked
from game.classroom.bots import Bots
from game.classroom.keeper import Keeper
from game.classroom.log import NoLog
from game.classroom.model import Kind, Phase, Seating
from game.classroom.room import Shown
from game.commands.common import library, scenario_of
from game.commands.lessons import lesson_of
from game.ui.gui.classroom import make_window
from game.ui.gui.commands import SetLanguage
from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screens.projector import ProjectorScreen
from game.ui.gui.screens.shared import AnswerScreen, HoldScreen, SeatsScreen
from game.ui.gui.widgets import Fitting, text_tree
from game.ui.language import read
from tests.classroom.lessons import lesson

LANGUAGES = read(resources.assets() / "lang")


class Teacher:
    """Sits at the projector's window and has a keyboard."""

    def __init__(self, seating: Seating = Seating.COUNCILS) -> None:
        self.keeper = Keeper(lesson(seating), NoLog(), lambda: 0.0)
        self.desk = LessonDesk(self.keeper, LANGUAGES, "http://192.0.2.7:8765/", "K7M3QP", ((True, False), (False, True)))
        self.app = make_window(resources.assets(), self.desk, "en")
        self.keeper.watch(self.app.wake)

    def key(self, *keys: int) -> None:
        for key in keys:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
            self.app.step(pygame.event.get())

    def lift(self, key: int) -> None:
        pygame.event.post(pygame.event.Event(pygame.KEYUP, key=key, mod=0))
        self.app.step(pygame.event.get())

    @property
    def phase(self) -> Phase:
        return self.keeper.lesson.stage(self.keeper.room).phase

    @property
    def said(self) -> str:
        self.app.step(pygame.event.get())
        return text_tree(self.app.root)

    def press(self, name: str) -> None:
        for _ in range(80):
            if self.app.focused is not None and self.app.focused.key == name:
                return self.key(pygame.K_RETURN)
            self.key(pygame.K_TAB)
        raise AssertionError(f"Tab never reached {name}")


@pytest.fixture
def teacher() -> Iterator[Teacher]:
    yield Teacher()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_is_in_sight_beside_the_controls(language: str) -> None:
    shelf = library()
    desk = LessonDesk(Keeper(lesson_of(shelf, "council-1945", scenario_of(shelf, "council-1945"), "45-council"),
                             NoLog(), lambda: 0.0), LANGUAGES)
    desk.do("turn", {"turn": "skip"})
    app = make_window(resources.assets(), desk, language, (1280, 720))
    app.open(ProjectorScreen(desk, strip=True))
    app.step(())
    (fitted,) = (widget for widget in app.root.walk() if isinstance(widget, Fitting))
    assert desk.public(language).case is not None and fitted.limit() == 0


def test_a_class_without_phones_goes_through_a_lesson_by_keys_and_hands() -> None:
    teacher = Teacher(Seating.PAIRS)
    teacher.key(pygame.K_RIGHT, pygame.K_RIGHT)
    assert teacher.phase is Phase.PREDICT
    teacher.key(pygame.K_1, pygame.K_1, pygame.K_2, pygame.K_2, pygame.K_2, pygame.K_MINUS)
    moves = teacher.keeper.lesson.moves(teacher.keeper.room, 1, 0)
    assert teacher.keeper.room.tallies[0, Asked.CHOICE, 0] == {moves[0]: 2, moves[1]: 2}
    assert "Hands counted: 4" in teacher.said and "▪" not in teacher.said
    while teacher.phase is not Phase.REVEAL:
        teacher.key(pygame.K_s)
    assert "The votes are in." in teacher.said
    teacher.key(pygame.K_v)
    assert LANGUAGES["en"].t("lesson.votes.choice") in teacher.said
    teacher.key(pygame.K_r)
    assert teacher.keeper.room.shown == frozenset(Shown)
    seen = {teacher.phase}
    while teacher.keeper.room.stage + 1 < len(teacher.keeper.lesson.course.stages):
        teacher.key(pygame.K_s)
        seen.add(teacher.phase)
    assert seen >= {Phase.REFLECT, Phase.DEBRIEF, Phase.REPORT}


def test_the_record_is_on_the_projector_only_after_its_key(teacher: Teacher) -> None:
    node = teacher.keeper.lesson.rules.scenario.decision(teacher.keeper.lesson.decisions[0])
    secrets = [block.words["en"][:40] for slot in (node.record, node.hidden) for block in slot]
    Bots(teacher.keeper).join(8)
    while teacher.phase is not Phase.REVEAL:
        assert not [secret for secret in secrets if secret in teacher.said]
        teacher.key(pygame.K_s)
    teacher.key(pygame.K_v)
    assert not [secret for secret in secrets if secret in teacher.said]
    teacher.key(pygame.K_r)
    assert [secret for secret in secrets if secret in teacher.said]


def test_blank_goes_dark_and_lights_again(teacher: Teacher) -> None:
    teacher.key(pygame.K_RIGHT)
    lit = teacher.said
    teacher.key(pygame.K_b)
    assert "The screen is dark" in teacher.said and "What do you" not in teacher.said
    teacher.key(pygame.K_b)
    assert teacher.said == lit


def test_a_private_paper_is_seen_only_while_the_key_is_held(teacher: Teacher) -> None:
    Bots(teacher.keeper).join(6)
    teacher.key(pygame.K_RIGHT)
    adviser = next(seat for seat in teacher.keeper.room.active if seat.kind is Kind.ADVISER and seat.role)
    role = teacher.keeper.lesson.role(teacher.keeper.room, adviser, 0)
    assert role is not None
    secret = role.brief.speaks_for["en"][:30]
    teacher.key(pygame.K_h)
    assert isinstance(teacher.app.stack[-1].screen, SeatsScreen) and secret not in teacher.said
    teacher.press(f"seat.{adviser.number}")
    assert isinstance(teacher.app.stack[-1].screen, HoldScreen) and secret not in teacher.said
    teacher.press("hold")
    assert secret in teacher.said
    teacher.lift(pygame.K_RETURN)
    assert secret not in teacher.said
    teacher.key(pygame.K_ESCAPE, pygame.K_ESCAPE)
    assert isinstance(teacher.app.stack[-1].screen, ProjectorScreen) and secret not in teacher.said


def test_a_seat_on_the_shared_machine_votes_like_any_other(teacher: Teacher) -> None:
    teacher.key(pygame.K_h)
    for _ in range(4):
        teacher.press("seat.new")
        teacher.key(pygame.K_ESCAPE)
    teacher.key(pygame.K_ESCAPE)
    while teacher.phase is not Phase.COUNCIL:
        teacher.key(pygame.K_s)
    voter = next(seat for seat in teacher.keeper.room.active if seat.kind is Kind.ADVISER)
    teacher.key(pygame.K_h)
    teacher.press(f"seat.{voter.number}")
    teacher.key(pygame.K_a)
    assert isinstance(teacher.app.stack[-1].screen, AnswerScreen)
    teacher.press("option.2")
    answer = teacher.keeper.room.answer(0, Asked.BALLOT, voter.number)
    assert answer is not None and answer.value == teacher.keeper.lesson.moves(teacher.keeper.room, 1, 0)[1]


def test_closing_the_projector_asks_first(teacher: Teacher) -> None:
    teacher.key(pygame.K_F10)
    assert "Close the projector?" in teacher.said and teacher.app.running
    teacher.press("leave")
    assert not teacher.app.running


@pytest.mark.parametrize(("code", "said"), [("en", "The lesson cannot be written down: the disk is full."),
                                            ("zh", "这节课无法记录：磁盘已满。")])
def test_a_full_disk_is_told_on_the_projector_and_no_hand_is_counted(monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    teacher = Teacher()
    teacher.keeper.do("join", seat=1, medium="paper")
    while teacher.phase is not Phase.PREDICT:
        teacher.keeper.do("turn", turn="skip")
    teacher.app.do(SetLanguage(code))
    teacher.key(pygame.K_1)
    assert teacher.desk.hands_counted() == 1

    def full(_entry: object) -> None:
        raise OSError(errno.ENOSPC, "")
    with monkeypatch.context() as patch:
        patch.setattr(teacher.keeper.log, "add", full)
        for key in (pygame.K_1, pygame.K_MINUS, pygame.K_RIGHT):
            teacher.key(key)
            assert said in teacher.said and teacher.phase is Phase.PREDICT
            assert teacher.desk.hands_counted() == 1
    teacher.key(pygame.K_1)
    assert said not in teacher.said and teacher.desk.hands_counted() == 2
