"""Lessons put together from scenario, format and pack: opened, taken up, served, rehearsed.

Called by the command ``classroom`` and by the window's page for teachers (``teaching``); prints nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import __version__, resources
from game.classroom.archive import Archive
from game.classroom.bots import Bots
from game.classroom.keeper import Keeper, resume
from game.classroom.lesson import Lesson, NoLesson
from game.classroom.log import Head, Log, NoLog
from game.classroom.model import NO_PACK, Format, Pack
from game.classroom.reading import formats, read_pack, read_questions
from game.commands.common import languages
from game.core.rules import Rules

if TYPE_CHECKING:
    from game.authoring.diagnostics import Diagnostic
    from game.core.model import Scenario
    from game.library import Library
    from game.ui.language import Language

WEB = resources.assets() / "web" / "classroom"
"""What the servers of a lesson hand out: pages, styles, scripts."""


class NoPhones(RuntimeError):
    """What serves phones is not installed."""


class FaultyPack(ValueError):
    """The classroom files of a scenario have faults; ``faults`` with their lines by file."""

    def __init__(self, faults: tuple[Diagnostic, ...], lines: Any) -> None:
        super().__init__("the classroom files have faults")
        self.faults, self.lines = faults, lines


def formats_of(shelf: Library, name: str) -> dict[str, Format]:
    """Returns the lesson formats for a scenario by name, its own last."""
    folder = _folder(shelf, name)
    return formats(resources.assets() / "lessons", *([folder / "lessons"] if folder else []))


def fitting(shelf: Library, name: str, rules: Rules) -> dict[str, Format]:
    """Returns those of its formats that a scenario can be taught in, its own first."""
    pack = pack_of(shelf, name, rules.scenario)
    folder = _folder(shelf, name)
    own = formats(folder / "lessons") if folder else {}
    found = {}
    for format_name, format in {**own, **formats_of(shelf, name)}.items():
        try:
            Lesson(rules, format, pack)
        except NoLesson:
            continue
        found[format_name] = format
    return found


def pack_of(shelf: Library, name: str, scenario: Scenario) -> Pack:
    """Returns the pack of a scenario, with the program's questions if it has none; raises ``FaultyPack``."""
    folder = _folder(shelf, name)
    read_so_far = read_pack(folder, scenario) if folder else None
    if read_so_far is not None and read_so_far.value is None:
        raise FaultyPack(read_so_far.diagnostics, read_so_far.lines)
    found: Pack = read_so_far.value if read_so_far else NO_PACK
    if found.questions:
        return found
    return replace(found, questions=read_questions(resources.assets() / "questions.yaml").value)


def lesson_of(shelf: Library, name: str, scenario: Scenario, format_name: str, seed: int = 0,
              rules: Rules | None = None) -> Lesson:
    """Puts a lesson together; raises ``KeyError`` (no such format), ``NoLesson`` or ``FaultyPack``."""
    format = formats_of(shelf, name)[format_name]
    return Lesson(rules or Rules(scenario), format, pack_of(shelf, name, scenario), seed)


def opened(lesson: Lesson, scenario: str, language: str) -> Keeper:
    """Opens a lesson with a log of its own; raises ``OSError``."""
    from datetime import datetime
    head = Head(scenario=scenario, digest=lesson.rules.scenario.digest, format=lesson.format.id, language=language,
                seed=lesson.plays.seed, opened=datetime.now().strftime("%Y-%m-%d %H"), version=__version__)
    return Keeper(lesson, Log(Archive().new(head), head), time.monotonic)


def taken_up(lesson: Lesson, path: Path) -> Keeper:
    """Takes a lesson up where its log left it; raises ``DamagedLog`` or ``OSError``."""
    return resume(lesson, path, time.monotonic)


def served(keeper: Keeper, scenario: str, phones: str = "", port: int = 0, seats: int = 60) -> Any:
    """Starts the desk of a lesson and, at an address of this machine (``auto``: its first), seats for phones.

    Returns the ``Host``.  Raises ``NoPhones``; ``LookupError`` with the addresses there are, if the one named is none
    of them; ``NotServed``.
    """
    try:
        from game.host.network import addresses
        from game.host.serve import Host, Place
    except ImportError:
        raise NoPhones from None
    from game.commands.sheets import sheets_of
    present = [address.host for address in addresses()]
    chosen = present[0] if phones == "auto" else phones
    if chosen and chosen not in present:
        raise LookupError(*present)
    host = Host(keeper, languages(), WEB, Place(host=chosen, port=port, places=seats),
                questions=keeper.lesson.pack.questions, sheets=sheets_of(keeper, languages(), scenario))
    host.start()
    return host


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of a lesson played by bots: minutes and phase of each stage, and the keeper with the whole of it."""

    keeper: Keeper
    stages: tuple[tuple[int, str], ...]


def rehearsed(lesson: Lesson, seats: int, language: Language) -> Rehearsal:
    """Lets bots play a lesson to its end; nothing is kept."""
    keeper = Keeper(lesson, NoLog(), time.monotonic)
    bots = Bots(keeper, texts=(language.t("lesson.bot"),))
    bots.join(seats)
    return Rehearsal(keeper, tuple(_stages(bots, lesson)))


def _stages(bots: Bots, lesson: Lesson) -> Iterator[tuple[int, str]]:
    for room in bots.run():
        stage = lesson.stage(room)
        yield stage.minutes, stage.key


def rehearsal_head(lesson: Lesson, scenario: str, language: str) -> Head:
    """Returns the head under which a rehearsal is reported: of no day, since it was no lesson."""
    return Head(scenario=scenario, digest=lesson.rules.scenario.digest, format=lesson.format.id, language=language,
                seed=lesson.plays.seed, opened="—", version=__version__)


def _folder(shelf: Library, name: str) -> Path | None:
    folder = shelf.find(name)
    return folder if folder is not None and folder.is_dir() else None
