"""Teaching from the window: the lesson that is open in it, the rehearsal that goes on, what the teacher chose last.

What opens, serves and rehearses is a ``School``; it is handed over by the composition root.  Made by ``start``; called
by the screens of ``teach``.
"""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from game.classroom.keeper import Keeper
    from game.classroom.model import Format
    from game.core.rules import Rules
    from game.ui.gui.commands import Command
    from game.ui.gui.lesson_desk import LessonDesk
    from game.ui.language import Language


class NotTaught(Exception):
    """A lesson could not be opened or rehearsed; ``code`` and ``values`` name the sentence that says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def said(self, language: Language) -> str:
        """Returns why, in a language."""
        return language.t(f"teach.fault.{self.code}", **self.values)


@dataclass(frozen=True, slots=True)
class Kept:
    """A lesson on the disk: its name, its scenario's name, the day and hour it was opened."""

    name: str
    scenario: str
    opened: str


@dataclass(frozen=True, slots=True)
class Served:
    """A lesson that was opened, and where it is served: ``host`` is None where nothing can be."""

    keeper: Keeper
    host: Any = None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A lesson played by bots: (minutes, phase) of its stages, how large the class was, where its report lies."""

    stages: tuple[tuple[int, str], ...]
    seats: int
    councils: int
    answers: int
    report: Path


class School(Protocol):
    """What can be taught here; opening, taking up and rehearsing raise ``NotTaught``."""

    def first(self) -> str: ...

    def formats(self, scenario: str, rules: Rules) -> Mapping[str, Format]: ...

    def phones(self) -> bool: ...

    def last(self) -> Kept | None: ...

    def open(self, scenario: str, rules: Rules, format: str, language: str, *, phones: bool) -> Served: ...

    def resume(self, name: str, rules: Rules, *, phones: bool) -> Served: ...

    def rehearse(self, scenario: str, rules: Rules, format: str, language: str) -> Rehearsed: ...

    def guide(self, language: str) -> str: ...


class Teaching:
    """The teacher's side of one window.

    ``wake`` asks for the page to be made anew, from any thread; ``scaled`` sets the interface scale while a lesson is
    open, and with nothing gives the player's own back.
    """

    def __init__(self, school: School, languages: Mapping[str, Language], wake: Callable[[], None] = lambda: None,
                 scaled: Callable[[float | None], None] = lambda factor: None) -> None:
        self.school: Final = school
        self.languages: Final = languages
        self.lesson: LessonDesk | None = None
        self.rehearsal: Rehearsed | NotTaught | None = None
        self.busy = False
        self._wake, self._scaled = wake, scaled
        self._host: Any = None
        self._over = threading.Event()

    def begin(self, served: Served, language: str, leave: Callable[[], Command]) -> LessonDesk:
        """Takes an opened lesson into the window; ``leave`` is what the window does once it is closed."""
        from game.ui.gui.classroom import SCALE, lesson_desk, tick  # a window that only plays loads nothing of this
        self.close()
        self._host, self._over = served.host, threading.Event()
        self.lesson = lesson_desk(served.keeper, self.languages, served.host)

        def away() -> Command:
            self.close()
            return leave()

        self.lesson.away = away
        served.keeper.watch(self._wake)
        threading.Thread(target=tick, args=(self._wake, self.lesson, language, self._over), daemon=True,
                         name="lesson-time").start()
        self._scaled(SCALE)
        return self.lesson

    def close(self) -> None:
        """Closes the open lesson, if there is one: its servers, its log.  It can be taken up again."""
        self._over.set()
        if self._host is not None:
            self._host.stop()
        if self.lesson is not None:
            self.lesson.keeper.close()
            self._scaled(None)
        self.lesson = self._host = None

    def rehearse(self, scenario: str, rules: Rules, format: str, language: str) -> None:
        """Lets bots play a lesson in the background; ``rehearsal`` then holds what came of it."""
        if self.busy:
            return
        self.busy, self.rehearsal = True, None

        def play() -> None:
            try:
                self.rehearsal = self.school.rehearse(scenario, rules, format, language)
            except NotTaught as fault:
                self.rehearsal = fault
            finally:
                self.busy = False
                self._wake()

        threading.Thread(target=play, daemon=True, name="rehearsal").start()

    def show_report(self) -> None:
        """Opens the report of the rehearsal in the system's browser."""
        if isinstance(self.rehearsal, Rehearsed):
            webbrowser.open(self.rehearsal.report.as_uri())
