"""Teaching: opening a lesson and taking one up, the dry run, the lessons kept on this machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import resources
from game.commands.common import (
    FLAGSHIP,
    PROGRAM,
    Commands,
    Refused,
    clock_seed,
    languages,
    library,
    scenario_of,
    system_language,
    without_window,
)

if TYPE_CHECKING:
    from game.classroom.keeper import Keeper
    from game.classroom.lesson import Lesson
    from game.classroom.log import Head
    from game.commands.sheets import Sheet
    from game.core.model import Scenario

LESSON = "45-councils"
"""The format a lesson has if none is named."""

NEEDS = 'Phones need the extra "classroom": python -m pip install "twenty-years-peace[classroom]". ' \
        "Projector, paper and the shared machine work without."


def add(commands: Commands) -> None:
    """Adds ``classroom`` with its own commands."""
    classroom = commands.add_parser("classroom", help="teach a lesson: projector, phones, paper; dry run; reports")
    own = classroom.add_subparsers(dest="classroom_command", metavar="WHAT", required=True)

    begin = own.add_parser("open", help="open a lesson")
    begin.add_argument("scenario", nargs="?", default=FLAGSHIP, help=f"name or path (default {FLAGSHIP})")
    _lesson_options(begin)
    _place_options(begin)
    begin.set_defaults(run=_open)

    again = own.add_parser("resume", help="take up a lesson where it was left, after a crash or on another day")
    again.add_argument("lesson", nargs="?", default="", help="name of the lesson (default: the newest)")
    again.add_argument("--lang", choices=("en", "zh"), default=None)
    _place_options(again)
    again.set_defaults(run=_resume)

    rehearse = own.add_parser("dry-run", help="let a class of bots play the whole lesson, to see what it will be like")
    rehearse.add_argument("scenario", nargs="?", default=FLAGSHIP)
    _lesson_options(rehearse)
    rehearse.add_argument("--seats", type=_seats, default=24, help="how many seats the bots take (default 24)")
    rehearse.set_defaults(run=_dry_run)

    shelf = own.add_parser("list", help="the lesson formats, and the lessons kept on this machine")
    shelf.set_defaults(run=_list)

    report = own.add_parser("report", help="write the report of a lesson and its table")
    report.add_argument("lesson", nargs="?", default="")
    report.add_argument("--out", type=Path, default=Path("."), metavar="FOLDER")
    report.add_argument("--lang", choices=("en", "zh"), default=None)
    report.add_argument("--counts-only", action="store_true", help="leave out every free text")
    report.set_defaults(run=_report)

    papers = own.add_parser("print", help="write the paper pack: handouts, and a sealed file for the teacher")
    papers.add_argument("scenario", nargs="?", default=FLAGSHIP)
    _lesson_options(papers)
    papers.add_argument("--out", type=Path, default=Path("."), metavar="FOLDER")
    papers.add_argument("--letter", action="store_true", help="for Letter paper instead of A4")
    papers.add_argument("--large", action="store_true", help="large print")
    papers.add_argument("--students", type=_seats, default=30,
                        help="size of the class (default 30); above 24 two share a seat")
    papers.add_argument("--single", action="store_true", help="a seat for each student, however many they are")
    papers.add_argument("--seating", choices=("solo", "pairs", "fishbowl", "councils", "jigsaw"), default=None,
                        help="how the class sits, if not as the format says")
    papers.add_argument("--plain", action="store_true", help="role cards in simple words")
    papers.set_defaults(run=_print)

    guide = own.add_parser("guide", help="print the teacher's guide")
    guide.add_argument("--lang", choices=("en", "zh"), default=None)
    guide.set_defaults(run=_guide)

    delete = own.add_parser("delete", help="delete a lesson for good")
    delete.add_argument("lesson")
    delete.set_defaults(run=_delete)


def _lesson_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", default=LESSON, metavar="NAME", help=f"the lesson format (default {LESSON})")
    parser.add_argument("--lang", choices=("en", "zh"), default=None, help="language of projector and desk")


def _place_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--phones", nargs="?", const="auto", default="", metavar="ADDRESS",
                        help="let phones join, at this machine's address (default: its first in the local network)")
    parser.add_argument("--port", type=int, default=0, help="port for phones (default: any free one)")
    parser.add_argument("--seats", type=_seats, default=40, help="seats at the most (default 40)")
    parser.add_argument("--no-window", action="store_true", help="no projector window; the desk in the browser alone")


def _seats(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 240:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seats from 1 to 240")
    return int(text)


def _open(arguments: argparse.Namespace) -> int:
    from game.commands.lessons import opened
    lang = arguments.lang or system_language()
    lesson, _ = _lesson(arguments.scenario, arguments.format, clock_seed())
    try:
        keeper = opened(lesson, arguments.scenario, lang)
    except OSError as fault:
        raise Refused(languages()[lang].t("trouble.lesson", why=_why(fault, lang))) from None
    return _teach(keeper, arguments.scenario, lang, arguments)


def _resume(arguments: argparse.Namespace) -> int:
    from game.classroom.archive import Archive
    from game.classroom.log import DamagedLog
    from game.commands.lessons import taken_up
    path = Archive().find(arguments.lesson)
    if path is None:
        raise Refused(f"There is no lesson '{arguments.lesson or '(newest)'}'.")
    head, lesson = _kept(path)
    try:
        keeper = taken_up(lesson, path)
    except DamagedLog as fault:
        raise Refused(f"{path} cannot be taken up: {fault}. It was left as it is.", 1) from None
    except OSError as fault:
        raise _unread(path, fault, arguments.lang or head.language) from None
    return _teach(keeper, head.scenario, arguments.lang or head.language, arguments)


def _teach(keeper: Keeper, scenario: str, lang: str, arguments: argparse.Namespace) -> int:
    """Serves a lesson, and shows it on the projector unless that is not wanted."""
    host = _host(keeper, scenario, arguments)
    try:
        if host is not None:
            print(f"desk   {host.desk_url}", flush=True)
            if host.url:
                print(f"phones {host.url}  code {host.doors.code}", flush=True)
        if not arguments.no_window:
            from game.ui.gui.classroom import run
            from game.ui.gui.display import NoDisplay
            try:
                return run(resources.assets(), languages(), lang, keeper, host)
            except NoDisplay as fault:
                raise without_window(fault, "classroom resume --no-window", lang) from None
        if host is None:
            raise Refused(NEEDS)
        print("Ctrl+C ends the service; the lesson can be taken up again.", file=sys.stderr)
        import threading
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        if host is not None:
            host.stop()
        keeper.close()
    return 0


def _host(keeper: Keeper, scenario: str, arguments: argparse.Namespace) -> Any:
    """The servers of a lesson; None if the extra is not installed and no phones are asked for."""
    from game.commands.lessons import NoPhones, served
    try:
        return served(keeper, scenario, arguments.phones, arguments.port, arguments.seats)
    except NoPhones:
        if arguments.phones:
            raise Refused(NEEDS) from None
        return None
    except LookupError as fault:
        raise Refused(f"{arguments.phones} is no address of this machine; it has "
                      f"{', '.join(str(name) for name in fault.args)}.") from None
    except OSError as fault:
        lang = arguments.lang or system_language()
        raise Refused(languages()[lang].t("trouble.phones", place=_place(arguments), why=_why(fault, lang))) from None


def _place(arguments: argparse.Namespace) -> str:
    return ":".join(str(part) for part in (arguments.phones, arguments.port) if part) or "127.0.0.1"


def _dry_run(arguments: argparse.Namespace) -> int:
    from game.commands.lessons import rehearsed
    lesson, _ = _lesson(arguments.scenario, arguments.format)
    language = languages()[arguments.lang or system_language()]
    made = rehearsed(lesson, arguments.seats, language)
    for minutes, key in made.stages:
        print(f"{minutes:3d} min  {language.t(f'lesson.phase.{key}')}")
    room = made.keeper.room
    print(language.t("lesson.dry_run", seats=arguments.seats, councils=len(room.councils), answers=len(room.answers)))
    return 0


def _guide(arguments: argparse.Namespace) -> int:
    from game.commands.teaching import guide
    print(guide(arguments.lang or system_language()), end="")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    import time

    from game.classroom.archive import Archive
    from game.classroom.reading import formats
    lang = system_language()
    for name, format in formats(resources.assets() / "lessons").items():
        print(f"{name:18s} {format.title[lang]}")
    for kept in Archive().all():
        note = "" if kept.head else "  damaged"
        note += f"  older than 30 days: {PROGRAM} classroom delete {kept.name}" if kept.is_old(time.time()) else ""
        print(f"{kept.name}  {kept.head.format if kept.head else ''}  {kept.entries} entries{note}")
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from game.classroom.archive import Archive
    from game.classroom.deeds import apply
    from game.classroom.log import read
    from game.classroom.room import Room
    from game.commands.sheets import lesson_sheets
    path = Archive().find(arguments.lesson)
    if path is None:
        raise Refused(f"There is no lesson '{arguments.lesson}'.")
    head, lesson = _kept(path)
    room = Room()
    for entry in read(path)[1]:
        room = apply(lesson, room, entry)
    made = lesson_sheets(path, lesson, languages(), lambda: room)
    names = ("table_counts", "report_counts") if arguments.counts_only else ("table", "report")
    return _write(arguments.out, [made[name] for name in names], arguments.lang or head.language)


def _print(arguments: argparse.Namespace) -> int:
    from game.commands.sheets import pack_sheets, paper, seated_as
    lesson, _ = _lesson(arguments.scenario, arguments.format)
    if arguments.seating:
        lesson = seated_as(lesson, arguments.seating)
    style = paper(arguments.letter, arguments.large, arguments.students, single=arguments.single, plain=arguments.plain)
    made = pack_sheets(lesson, languages(), style)
    return _write(arguments.out, list(made.values()), arguments.lang or system_language())


def _write(folder: Path, sheets: Sequence[Sheet], lang: str) -> int:
    """Writes sheets in a language into a folder and prints their paths."""
    from game.play.storage import write_atomically
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for make in sheets:
            name, _, raw = make(lang)
            write_atomically(folder / name, raw.decode("utf-8"))
            print(folder / name)
    except OSError as fault:
        raise Refused(f"{folder} cannot be written: {fault.strerror or fault}.") from None
    return 0


def _delete(arguments: argparse.Namespace) -> int:
    from game.classroom.archive import Archive
    path = Archive().find(arguments.lesson)
    if path is None:
        raise Refused(f"There is no lesson '{arguments.lesson}'.")
    try:
        Archive().delete(path)
    except OSError as fault:
        raise _unread(path, fault, system_language()) from None
    print(f"{arguments.lesson} is deleted.")
    return 0


def _unread(path: Path, fault: OSError, lang: str) -> Refused:
    """Why a lesson cannot be taken up or deleted: it is open elsewhere, or the disk refuses."""
    from game.classroom.log import SUFFIX, LessonOpen
    language, name = languages()[lang], path.name.removesuffix(SUFFIX)
    if isinstance(fault, LessonOpen):
        return Refused(language.t("trouble.lesson_open", name=name))
    return Refused(language.t("trouble.lesson_read", name=name, why=_why(fault, lang)))


def _why(fault: OSError, lang: str) -> str:
    from game.ui.trouble import cause_text
    return cause_text(fault, languages()[lang])


def _kept(path: Path) -> tuple[Head, Lesson]:
    """The head of a lesson on disk, and the lesson it was; refused if the scenario has changed since."""
    from game.classroom.log import DamagedLog, read
    try:
        head, _ = read(path)
    except DamagedLog as fault:
        raise Refused(f"{path} cannot be used: {fault}. It was left as it is.", 1) from None
    except OSError as fault:
        raise Refused(f"{path} cannot be read: {fault.strerror or fault}.") from None
    lesson, scenario = _lesson(head.scenario, head.format, head.seed)
    if scenario.digest != head.digest:
        print(f"The scenario '{head.scenario}' has changed since this lesson was opened.", file=sys.stderr)
    return head, lesson


def _lesson(name: str, format_name: str, seed: int = 0) -> tuple[Lesson, Scenario]:
    """Puts scenario, pack and format together, or says what is wrong with one of them."""
    from game.classroom.lesson import NoLesson
    from game.commands.lessons import FaultyPack, formats_of, lesson_of
    shelf = library()
    scenario = scenario_of(shelf, name)
    known = formats_of(shelf, name)
    if format_name not in known:
        raise Refused(f"There is no lesson format '{format_name}'; there are {', '.join(known)}.")
    try:
        return lesson_of(shelf, name, scenario, format_name, seed), scenario
    except FaultyPack as found:
        from game.authoring.diagnostics import render
        for fault in found.faults:
            print(render(fault, found.lines.get(fault.mark.file)), file=sys.stderr)
        raise Refused(f"The classroom files of '{name}' have faults.", 1) from None
    except NoLesson as fault:
        raise Refused(f"'{format_name}' does not fit '{name}': {fault}.", 1) from None
