"""What the window's page for teachers asks for: formats, opening, taking up, rehearsing, the guide.

Fulfils ``School`` of the window, which knows neither servers nor files.  Called by ``play``.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import resources
from game.commands.common import clock_seed, languages

if TYPE_CHECKING:
    from game.classroom.keeper import Keeper
    from game.classroom.lesson import Lesson
    from game.classroom.model import Format
    from game.core.rules import Rules
    from game.library import Library
    from game.ui.gui.teaching import Kept, Rehearsed, Served

REPORTS = "dry-runs"
"""Folder beside the lessons that holds the report of the last rehearsal of each scenario."""

SERVES = ("starlette", "uvicorn", "ifaddr", "segno")
"""What the extra for phones installs."""


def guide(language: str) -> str:
    """Returns the teacher's guide, the README's section "Teach", in a language."""
    folder = resources.assets() / "teaching"
    path = folder / f"{language}.md"
    return (path if path.is_file() else folder / "en.md").read_text(encoding="utf-8")


class Staffroom:
    """The lessons that can be taught from the window, over the window's own shelf of scenarios."""

    def __init__(self, shelf: Library) -> None:
        self.shelf = shelf
        self._formats: dict[str, Mapping[str, Format]] = {}

    def first(self) -> str:
        """Returns the scenario to begin with: the first that brings lessons of its own; empty if none does."""
        return next((name for name in self.shelf.names()
                     if (path := self.shelf.find(name)) is not None and (path / "lessons").is_dir()), "")

    def formats(self, scenario: str, rules: Rules) -> Mapping[str, Format]:
        """Returns the formats a scenario can be taught in by name, its own first; none if its files have faults."""
        from game.commands.lessons import FaultyPack, fitting
        if scenario not in self._formats:
            try:
                self._formats[scenario] = fitting(self.shelf, scenario, rules)
            except FaultyPack:
                self._formats[scenario] = {}
        return self._formats[scenario]

    def phones(self) -> bool:
        """Whether phones can be served here at all."""
        return all(importlib.util.find_spec(name) is not None for name in SERVES)

    def last(self) -> Kept | None:
        """Returns the newest lesson on this machine, which can be taken up."""
        from game.classroom.archive import Archive
        from game.classroom.log import SUFFIX, DamagedLog, read
        from game.ui.gui.teaching import Kept
        path = Archive().find("")
        if path is None:
            return None
        try:
            head = read(path)[0]
        except (DamagedLog, OSError):
            return None
        return Kept(path.name.removesuffix(SUFFIX), head.scenario, head.opened)

    def open(self, scenario: str, rules: Rules, format: str, language: str, *, phones: bool) -> Served:
        """Opens a lesson and serves its desk, and phones if they are wanted; raises ``NotTaught``."""
        from game.commands.lessons import opened
        from game.ui.gui.teaching import NotTaught
        lesson = self._lesson(scenario, rules, format, clock_seed())
        try:
            keeper = opened(lesson, scenario, language)
        except OSError as fault:
            raise NotTaught("disk", why=fault.strerror or str(fault)) from None
        return _served(keeper, scenario, phones)

    def resume(self, name: str, rules: Rules, *, phones: bool) -> Served:
        """Takes a lesson up where it was left; raises ``NotTaught``."""
        from game.classroom.archive import Archive
        from game.classroom.log import DamagedLog, LessonOpen, read
        from game.commands.lessons import taken_up
        from game.ui.gui.teaching import NotTaught
        path = Archive().find(name)
        if path is None:
            raise NotTaught("gone")
        try:
            head = read(path)[0]
            keeper = taken_up(self._lesson(head.scenario, rules, head.format, head.seed), path)
        except LessonOpen:
            raise NotTaught("open") from None
        except DamagedLog:
            raise NotTaught("damaged", path=path) from None
        except OSError as fault:
            raise NotTaught("disk", why=fault.strerror or str(fault)) from None
        return _served(keeper, head.scenario, phones)

    def rehearse(self, scenario: str, rules: Rules, format: str, language: str) -> Rehearsed:
        """Lets bots play a lesson and writes its report; raises ``NotTaught``."""
        from game.classroom.archive import Archive
        from game.commands.lessons import rehearsal_head, rehearsed
        from game.commands.sheets import REHEARSED
        from game.play.storage import write_atomically
        from game.ui.gui.teaching import NotTaught, Rehearsed
        from game.ui.lesson_report import lesson_report
        spoken = languages()[language]
        lesson = self._lesson(scenario, rules, format)
        made = rehearsed(lesson, REHEARSED, spoken)
        room = made.keeper.room
        report: Path = Archive().folder / REPORTS / f"{rules.scenario.id}-{lesson.format.id}-{language}.html"
        try:
            report.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(report, lesson_report(rehearsal_head(lesson, scenario, language), lesson, room, spoken))
        except OSError as fault:
            raise NotTaught("disk", why=fault.strerror or str(fault)) from None
        return Rehearsed(made.stages, len(room.active), len(room.councils), len(room.answers), report)

    def guide(self, language: str) -> str:
        """Returns the teacher's guide."""
        return guide(language)

    def _lesson(self, scenario: str, rules: Rules, format: str, seed: int = 0) -> Lesson:
        from game.classroom.lesson import NoLesson
        from game.commands.lessons import FaultyPack, lesson_of
        from game.ui.gui.teaching import NotTaught
        try:
            return lesson_of(self.shelf, scenario, rules.scenario, format, seed, rules)
        except (KeyError, NoLesson, FaultyPack):
            raise NotTaught("format") from None


def _served(keeper: Keeper, scenario: str, phones: bool) -> Served:
    from game.commands.lessons import NoPhones, served
    from game.ui.gui.teaching import NotTaught, Served
    host: Any = None
    try:
        host = served(keeper, scenario, "auto" if phones else "")
    except NoPhones:
        if phones:
            keeper.close()
            raise NotTaught("phones") from None
    except OSError as fault:
        keeper.close()
        raise NotTaught("network", why=fault.strerror or str(fault)) from None
    return Served(keeper, host)
