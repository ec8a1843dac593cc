"""Turning a Twine story into the draft of a scenario."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import PROGRAM, Commands, Refused, languages, system_language

if TYPE_CHECKING:
    from game.authoring.twine.convert import Imported
    from game.authoring.twine.writing import Say

REPORT = "import-report.md"


def add(commands: Commands) -> None:
    """Adds ``import-twine``."""
    twine = commands.add_parser("import-twine", help="turn a Twine story (Twee 3 or published HTML) into a draft")
    twine.add_argument("file", type=Path, metavar="FILE", help="a .twee or .html file")
    twine.add_argument("--out", type=Path, metavar="FOLDER", help="folder to make (default: named after the story)")
    twine.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the report and the remarks")
    twine.add_argument("--title", default="", help="title of the scenario (default: the story's)")
    twine.add_argument("--story-format", choices=("sugarcube", "harlowe"), default="",
                       help="how to read the passages (default: as the file says)")
    twine.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    from game.authoring.twine.convert import convert
    from game.authoring.twine.report import report
    from game.authoring.twine.story import MAX_BYTES, NotAStory
    say = _sayer(arguments.lang or system_language())
    file: Path = arguments.file
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise Refused(say("twine.fault.unreadable", file=file, why=fault.strerror or fault)) from None
    try:
        imported = convert(raw, file.name, say, arguments.story_format, " ".join(arguments.title.split()))
    except NotAStory as fault:
        raise Refused(say(f"twine.fault.{fault.key}", file=file, line=fault.line, shown=fault.shown), 1) from None
    folder = arguments.out or Path(imported.id)
    _write(folder, {"scenario.yaml": imported.text, REPORT: report(imported, file.name, say)}, say)
    _tell(imported, folder, say)
    return 0


def _sayer(lang: str) -> Say:
    """Sentences in ``lang``, those that become part of the story in its own language (``to``)."""
    known = languages()

    def say(key: str, to: str = "", **values: object) -> str:
        return known[to or lang].t(key, **values)
    return say


def _write(folder: Path, files: dict[str, str], say: Say) -> None:
    """Makes the folder and its files; nothing that exists is touched."""
    try:
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except FileExistsError:
        raise Refused(say("twine.fault.taken", folder=folder)) from None
    except OSError as fault:
        raise Refused(say("twine.fault.unwritable", folder=folder, why=fault.strerror or fault)) from None


def _tell(imported: Imported, folder: Path, say: Say) -> None:
    from game.authoring.twine.story import Fate
    print(say("twine.short.done", title=imported.title, format=imported.format, **imported.counts))
    left = sum(note.fate is Fate.LEFT for note in imported.notes)
    if imported.notes:
        print(say("twine.short.notes", changed=len(imported.notes) - left, left=left, report=folder / REPORT))
    else:
        print(say("twine.short.clean"))
    print(say("twine.short.written", folder=folder))
    print(say("twine.short.next", command=f"{PROGRAM} validate {folder}"))
