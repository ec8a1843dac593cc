"""Teaching from the window: few clicks to the first answer, the last choice remembered, a dry run, the guide."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from game import resources
from game.classroom.answers import Asked
from game.classroom.archive import Archive
from game.classroom.log import read
from game.classroom.model import Phase
from game.commands.teaching import Staffroom
from game.library import Library
from game.play.storage import Storage
from game.ui.gui.desk import Desk
from game.ui.gui.screens.projector import ProjectorScreen
from game.ui.gui.screens.shared import LeaveScreen
from game.ui.gui.screens.teach import GuideScreen, RehearsalScreen, TeachScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.start import make_app, teach
from game.ui.guide import blocks
from tests.ui.gui.pilot import ASSETS, LANGUAGES, Pilot

LESSON = "council-1945"
OTHER = "moscow-table"


class Short(Library):
    """A shelf of two scenarios, quickly loaded."""

    def names(self) -> list[str]:
        return [LESSON, OTHER]


SHELF = Short(resources.scenarios())
ROOT = Path(__file__).resolve().parents[3]


class Teacher(Pilot):
    """Sits at a window from which lessons can be opened; counts clicks and keys."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.desk = Desk(SHELF, LANGUAGES, Storage(folder), LESSON)
        self.app = make_app(ASSETS, self.desk, language)
        self.teaching = teach(self.app, self.desk, Staffroom(SHELF))
        self.app.open(TitleScreen(self.desk))
        self.count = 0

    def click(self, key: str) -> None:
        self.count += 1
        super().click(key)

    def key(self, *keys: int) -> None:
        self.count += len(keys)
        super().key(*keys)

    @property
    def phase(self) -> Phase:
        keeper = self.teaching.lesson.keeper
        return keeper.lesson.stage(keeper.room).phase


@pytest.fixture
def teacher(tmp_path: Path) -> Iterator[Teacher]:
    made = Teacher(tmp_path)
    yield made
    made.teaching.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_a_cold_start_to_the_first_answer_in_six_clicks(tmp_path: Path, language: str) -> None:
    teacher = Teacher(tmp_path, language)
    teacher.click("title.teach")
    teacher.click("teach.open")
    while teacher.phase is not Phase.PREDICT:
        teacher.click("control.next")
    teacher.key(pygame.K_1)
    room = teacher.teaching.lesson.keeper.room
    assert sum(room.tallies[0, Asked.CHOICE, 0].values()) == 1
    assert teacher.count <= 6
    assert LANGUAGES[language].t("lesson.control.skip") in teacher.said
    path = teacher.teaching.lesson.keeper.log.path
    teacher.teaching.close()
    head, entries = read(path)
    assert head.language == language and entries[-1].deed == "tally"


def test_phones_are_two_clicks_from_the_title_the_second_time(tmp_path: Path) -> None:
    first = Teacher(tmp_path)
    first.click("title.teach")
    first.click(f"teach.scenario.{OTHER}")
    first.click("teach.medium.phones")
    first.click("teach.open")
    assert first.count <= 5 and first.teaching.lesson.code in first.said
    first.teaching.close()
    again = Teacher(tmp_path)
    again.click("title.teach")
    again.click("teach.open")
    lesson = again.teaching.lesson
    assert lesson.keeper.lesson.rules.scenario.id == OTHER
    assert lesson.url in again.said and lesson.code in again.said
    again.teaching.close()


def test_the_lesson_leaves_the_players_text_size_and_comes_back_to_the_title(teacher: Teacher, tmp_path: Path) -> None:
    before = teacher.app.ctx.ui_scale
    teacher.click("title.teach")
    teacher.click("teach.open")
    assert isinstance(teacher.top, ProjectorScreen) and teacher.app.ctx.ui_scale > before
    teacher.key(pygame.K_ESCAPE)
    assert isinstance(teacher.top, LeaveScreen)
    teacher.press("leave")
    assert isinstance(teacher.top, TitleScreen) and teacher.teaching.lesson is None
    assert teacher.app.ctx.ui_scale == before
    assert json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))["scale"] == before


def test_a_lesson_left_is_taken_up_where_it_stood(teacher: Teacher) -> None:
    teacher.click("title.teach")
    teacher.click("teach.open")
    teacher.click("control.next")
    teacher.click("control.next")
    stood = teacher.phase
    teacher.teaching.close()
    teacher.app.open(TitleScreen(teacher.desk))
    teacher.click("title.teach")
    teacher.click("teach.resume")
    assert teacher.phase is stood and len(Archive().all()) == 1


def test_a_lesson_that_is_open_elsewhere_is_refused_in_words(teacher: Teacher, tmp_path: Path) -> None:
    teacher.click("title.teach")
    teacher.click("teach.open")
    other = Teacher(tmp_path)
    other.click("title.teach")
    other.click("teach.resume")
    assert isinstance(other.top, TeachScreen)
    assert LANGUAGES["en"].t("teach.fault.open") in other.said


def test_the_teachers_desk_is_shown_in_the_browser_of_this_computer_alone(
        teacher: Teacher, monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: bool(visited.append(url)) or True)
    teacher.click("title.teach")
    teacher.click("teach.open")
    teacher.key(pygame.K_ESCAPE)
    teacher.press("desk")
    assert visited[0].startswith("http://127.0.0.1:") and isinstance(teacher.top, ProjectorScreen)
    assert visited[0].split("#")[1] not in teacher.said


def test_one_click_plays_the_lesson_with_bots_and_leads_to_its_report(
        teacher: Teacher, monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: bool(visited.append(url)) or True)
    teacher.click("title.teach")
    teacher.count = 0
    teacher.click("teach.dry_run")
    assert isinstance(teacher.top, RehearsalScreen) and teacher.count == 1
    while teacher.teaching.busy:
        time.sleep(0.02)
    teacher.app.step(pygame.event.get())
    made = teacher.teaching.rehearsal
    plan = teacher.desk.teaching.school.formats(LESSON, teacher.desk.rules(LESSON))
    assert "24 seats" in teacher.said
    assert sum(minutes for minutes, _ in made.stages) == plan[teacher.desk.settings.lesson["format"]].minutes
    teacher.press("dry_run.report")
    assert visited == [made.report.as_uri()]
    assert "</html>" in made.report.read_text(encoding="utf-8")
    assert Archive().all() == (), "a rehearsal is not a lesson"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_guide_is_read_in_the_window(tmp_path: Path, language: str) -> None:
    teacher = Teacher(tmp_path, language)
    teacher.click("title.teach")
    teacher.click("teach.guide")
    assert isinstance(teacher.top, GuideScreen)
    for _, text in blocks((ASSETS / "teaching" / f"{language}.md").read_text(encoding="utf-8")):
        assert text.replace("*", "")[:20] in teacher.said.replace("*", "")


def test_the_readme_and_the_window_have_one_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## Teach\n\n")[1].split("\n\n## ")[0]
    assert section.strip() == (ASSETS / "teaching" / "en.md").read_text(encoding="utf-8").strip()
