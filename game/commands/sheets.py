"""What can be saved of a lesson: its report, its table, the paper pack, a rehearsal.

Each is made in a language when it is asked for.  Called by the command ``classroom`` and, for the desk, by ``lessons``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from game import resources
from game.classroom.keeper import Keeper
from game.classroom.ledger import rows, to_csv
from game.classroom.lesson import Lesson
from game.classroom.log import SUFFIX, NoLog, read
from game.classroom.model import Seating
from game.classroom.room import Room
from game.ui.language import Language
from game.ui.lesson_print import Paper, handouts, sealed
from game.ui.lesson_report import lesson_report
from game.ui.mapshapes import load_geometry

Sheet = Callable[[str], tuple[str, str, bytes]]
"""A thing to save, made in a language: (file name, media type, bytes)."""

HTML: Final = "text/html; charset=utf-8"
CSV: Final = "text/csv; charset=utf-8"

MAP: Final = "east-asia"
"""The geometry that is shipped."""

REHEARSED: Final = 24
"""Seats the bots of a rehearsal take."""


def paper(letter: bool = False, large: bool = False, students: int = 30, *, single: bool = False,
          plain: bool = False) -> Paper:
    """Returns how the paper pack is printed, with the style and the maps that are shipped."""
    style = (resources.assets() / "web" / "classroom" / "print.css").read_text(encoding="utf-8")
    maps = {path.stem: load_geometry(path) for path in [resources.assets() / "map" / f"{MAP}.json"] if path.is_file()}
    return Paper(style, letter, large, students, single, plain, maps)


def seated_as(lesson: Lesson, seating: str) -> Lesson:
    """Returns the same lesson with the class sitting otherwise, by the word a format has for it."""
    return Lesson(lesson.rules, replace(lesson.format, seating=Seating(seating)), lesson.pack, lesson.plays.seed)


def pack_sheets(lesson: Lesson, languages: Mapping[str, Language], style: Paper) -> dict[str, Sheet]:
    """Returns the paper pack by name: ``handouts`` for students, ``sealed`` for the teacher alone."""
    name = lesson.rules.scenario.id

    def handed(code: str) -> tuple[str, str, bytes]:
        language = _language(languages, code)
        return f"{name}-handouts-{language.code}.html", HTML, handouts(lesson, language, style).encode("utf-8")

    def kept_back(code: str) -> tuple[str, str, bytes]:
        language = _language(languages, code)
        return f"{name}-teacher-only-{language.code}.html", HTML, sealed(lesson, language, style).encode("utf-8")

    return {"handouts": handed, "sealed": kept_back}


def lesson_sheets(path: Path, lesson: Lesson, languages: Mapping[str, Language],
                  room: Callable[[], Room]) -> dict[str, Sheet]:
    """Returns report and table by name, each with the texts students wrote and with counts only.

    They are made of the log as it is on the disk; ``room`` returns what came of it.  Making one raises ``OSError`` or
    ``DamagedLog``.
    """
    name = path.name.removesuffix(SUFFIX)

    def report(words: bool) -> Sheet:
        def make(code: str) -> tuple[str, str, bytes]:
            language = _language(languages, code)
            text = lesson_report(read(path)[0], lesson, room(), language, words=words)
            return f"{name}{'' if words else '-counts'}.html", HTML, text.encode("utf-8")
        return make

    def table(words: bool) -> Sheet:
        def make(code: str) -> tuple[str, str, bytes]:
            made = to_csv(rows(name, lesson, read(path)[1], words=words))
            return f"{name}{'' if words else '-counts'}.csv", CSV, made
        return make

    return {"report": report(True), "report_counts": report(False), "table": table(True),
            "table_counts": table(False)}


def sheets_of(keeper: Keeper, languages: Mapping[str, Language], scenario: str) -> dict[str, Sheet]:
    """Returns everything the teacher's desk offers to save for a lesson over the scenario called so."""
    from game.commands.lessons import rehearsal_head, rehearsed
    from game.core.rules import Rules
    lesson = keeper.lesson

    def rehearsal(code: str) -> tuple[str, str, bytes]:
        language = _language(languages, code)
        apart = Lesson(Rules(lesson.rules.scenario), lesson.format, lesson.pack, lesson.plays.seed)
        made = rehearsed(apart, REHEARSED, language)
        text = lesson_report(rehearsal_head(apart, scenario, language.code), apart, made.keeper.room, language)
        return f"{lesson.rules.scenario.id}-dry-run-{language.code}.html", HTML, text.encode("utf-8")

    kept = {} if isinstance(keeper.log, NoLog) else lesson_sheets(keeper.log.path, lesson, languages,
                                                                           lambda: keeper.room)
    return {**kept, **pack_sheets(lesson, languages, paper()), "rehearsal": rehearsal}


def _language(languages: Mapping[str, Language], code: str) -> Language:
    return languages.get(code) or next(iter(languages.values()))
