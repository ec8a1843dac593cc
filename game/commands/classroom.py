"""Teaching: opening a lesson and taking one up, the dry run, the lessons kept on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import __version__, resources
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
from game.ui.trouble import cause_text

if TYPE_CHECKING:
    from game.classroom.keeper import Keeper
    from game.classroom.lesson import Lesson
    from game.classroom.log import Head
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
    papers.add_argument("--seats", type=_seats, default=30)
    papers.set_defaults(run=_print)

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
    from datetime import datetime

    from game.classroom.archive import Archive
    from game.classroom.keeper import Keeper
    from game.classroom.log import Head, Log
    seed = clock_seed()
    lesson, scenario = _lesson(arguments.scenario, arguments.format, seed)
    lang = arguments.lang or system_language()
    head = Head(scenario=arguments.scenario, digest=scenario.digest, format=arguments.format, language=lang, seed=seed,
                opened=datetime.now().strftime("%Y-%m-%d %H"), version=__version__)
    try:
        log = Log(Archive().new(head), head)
    except OSError as fault:
        raise Refused(languages()[lang].t("trouble.lesson", why=cause_text(fault, languages()[lang]))) from None
    return _teach(Keeper(lesson, log, _clock()), lang, arguments)


def _resume(arguments: argparse.Namespace) -> int:
    from game.classroom.archive import Archive
    from game.classroom.keeper import resume
    from game.classroom.log import DamagedLog
    path = Archive().find(arguments.lesson)
    if path is None:
        raise Refused(f"There is no lesson '{arguments.lesson or '(newest)'}'.")
    head, lesson = _kept(path)
    try:
        keeper = resume(lesson, path, _clock())
    except DamagedLog as fault:
        raise Refused(f"{path} cannot be taken up: {fault}. It was left as it is.", 1) from None
    except OSError as fault:
        raise _unread(path, fault, arguments.lang or head.language) from None
    return _teach(keeper, arguments.lang or head.language, arguments)


def _teach(keeper: Keeper, lang: str, arguments: argparse.Namespace) -> int:
    """Serves a lesson, and shows it on the projector unless that is not wanted."""
    host = _host(keeper, arguments)
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


def _host(keeper: Keeper, arguments: argparse.Namespace) -> Any:
    """The servers of a lesson; None if the extra is not installed and no phones are asked for."""
    try:
        from game.host.network import addresses
        from game.host.serve import Host, NotServed, Place
    except ImportError:
        if arguments.phones:
            raise Refused(NEEDS) from None
        return None
    present = [address.host for address in addresses()]
    chosen = present[0] if arguments.phones == "auto" else arguments.phones
    if chosen and chosen not in present:
        raise Refused(f"{chosen} is no address of this machine; it has {', '.join(present)}.")
    host = Host(keeper, languages(), resources.assets() / "web" / "classroom",
                Place(host=chosen, port=arguments.port, places=arguments.seats), questions=keeper.lesson.pack.questions)
    try:
        host.start()
    except NotServed as fault:
        raise Refused(f"Phones cannot be served at {chosen or 'this machine'}: {fault.strerror}.") from None
    return host


def _dry_run(arguments: argparse.Namespace) -> int:
    from game.classroom.bots import Bots
    from game.classroom.keeper import Keeper
    from game.classroom.log import NoLog
    lesson, _ = _lesson(arguments.scenario, arguments.format)
    language = languages()[arguments.lang or system_language()]
    keeper = Keeper(lesson, NoLog(), _clock())
    bots = Bots(keeper, texts=(language.t("lesson.bot"),))
    bots.join(arguments.seats)
    for room in bots.run():
        stage = lesson.stage(room)
        print(f"{stage.minutes:3d} min  {language.t(f'lesson.phase.{stage.key}')}")
    print(language.t("lesson.dry_run", seats=arguments.seats, councils=len(keeper.room.councils),
                     answers=len(keeper.room.answers)))
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
    from game.classroom.ledger import rows, to_csv
    from game.classroom.log import SUFFIX, read
    from game.classroom.room import Room
    from game.play.storage import write_atomically
    from game.ui.lesson_report import lesson_report
    path = Archive().find(arguments.lesson)
    if path is None:
        raise Refused(f"There is no lesson '{arguments.lesson}'.")
    head, lesson = _kept(path)
    name, words = path.name.removesuffix(SUFFIX), not arguments.counts_only
    entries = read(path)[1]
    room = Room()
    for entry in entries:
        room = apply(lesson, room, entry)
    language = languages()[arguments.lang or head.language]
    sheets = {"csv": to_csv(rows(name, lesson, entries, words=words)).decode("utf-8"),
              "html": lesson_report(head, lesson, room, language, words=words)}
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for ending, text in sheets.items():
            write_atomically(arguments.out / f"{name}.{ending}", text)
            print(arguments.out / f"{name}.{ending}")
    except OSError as fault:
        raise Refused(f"{arguments.out} cannot be written: {fault.strerror or fault}.") from None
    return 0


def _print(arguments: argparse.Namespace) -> int:
    from game.play.storage import write_atomically
    from game.ui.lesson_print import Paper, handouts, sealed
    lesson, scenario = _lesson(arguments.scenario, arguments.format)
    language = languages()[arguments.lang or system_language()]
    style = (resources.assets() / "web" / "classroom" / "print.css").read_text(encoding="utf-8")
    paper = Paper(style, arguments.letter, arguments.large, arguments.seats)
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for name, make in (("handouts", handouts), ("teacher-only", sealed)):
            target = arguments.out / f"{scenario.id}-{name}-{language.code}.html"
            write_atomically(target, make(lesson, language, paper))
            print(target)
    except OSError as fault:
        raise Refused(f"{arguments.out} cannot be written: {fault.strerror or fault}.") from None
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
    return Refused(language.t("trouble.lesson_read", name=name, why=cause_text(fault, language)))


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
    from game.classroom.lesson import Lesson, NoLesson
    from game.classroom.reading import formats, read_pack, read_questions
    from game.core.rules import Rules
    shelf = library()
    scenario = scenario_of(shelf, name)
    folder = shelf.find(name)
    folder = folder if folder is not None and folder.is_dir() else None
    known = formats(resources.assets() / "lessons", *([folder / "lessons"] if folder else []))
    if format_name not in known:
        raise Refused(f"There is no lesson format '{format_name}'; there are {', '.join(known)}.")
    pack = read_pack(folder, scenario) if folder else None
    if pack is not None and pack.value is None:
        from game.authoring.diagnostics import render
        for fault in pack.diagnostics:
            print(render(fault, pack.lines.get(fault.mark.file)), file=sys.stderr)
        raise Refused(f"The classroom files of '{name}' have faults.", 1)
    from dataclasses import replace

    from game.classroom.model import NO_PACK
    found = pack.value if pack else NO_PACK
    if not found.questions:
        found = replace(found, questions=read_questions(resources.assets() / "questions.yaml").value)
    try:
        return Lesson(Rules(scenario), known[format_name], found, seed), scenario
    except NoLesson as fault:
        raise Refused(f"'{format_name}' does not fit '{name}': {fault}.", 1) from None


def _clock() -> Any:
    import time
    return time.monotonic
