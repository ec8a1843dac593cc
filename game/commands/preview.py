"""A window that follows a scenario while it is written."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from game import resources
from game.commands.common import Commands, Refused, languages, library, system_language, without_window

if TYPE_CHECKING:
    from game.authoring.diagnostics import Diagnostic
    from game.authoring.loader import Loaded
    from game.ui.preview import Fault, Reading


def add(commands: Commands) -> None:
    """Adds ``preview``."""
    preview = commands.add_parser("preview", help="a window that follows a scenario's files while they are written")
    preview.add_argument("scenario", metavar="SCENARIO", help="name or path")
    preview.add_argument("--at", default="", metavar="NODE", help="begin at this node")
    preview.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the window")
    preview.set_defaults(run=_preview)


def _preview(arguments: argparse.Namespace) -> int:
    from game.ui.gui.display import NoDisplay
    from game.ui.gui.previewing import run
    from game.ui.gui.watching import Watch
    from game.ui.preview import Preview
    path = library().find(arguments.scenario)
    if path is None:
        raise Refused(f"There is no scenario '{arguments.scenario}' (looked in {resources.scenarios()} and as a path).")
    read, advise = reader(path), adviser(path)
    first, preview = read(None), Preview()
    if arguments.at:
        _check_node(arguments.at, first)
    preview.go(arguments.at)
    preview.take(first)
    try:
        return run(resources.assets(), languages(), arguments.lang or system_language(), arguments.scenario, preview,
                   Watch(read, first, advise))
    except NoDisplay as fault:
        raise without_window(fault, f"validate {arguments.scenario}", arguments.lang) from None


def _check_node(node: str, first: Reading) -> None:
    from game.authoring.diagnostics import near
    if first.rules is None or node in first.rules.scenario.nodes:
        return
    close = near(node, first.rules.scenario.nodes)
    raise Refused(f"There is no node '{node}'{f'; did you mean {close}?' if close else ''}.")


def reader(path: Path) -> Callable[[Path | None], Reading]:
    """Returns what reads a scenario for the preview, told which of its files changed."""
    from game.authoring.loader import MAIN, load
    from game.core.rules import Rules
    from game.ui.preview import Reading
    main = path / MAIN if path.is_dir() else path

    def read(changed: Path | None) -> Reading:
        loaded = load(path)
        rules = Rules(loaded.scenario) if loaded.scenario is not None else None
        shown = changed if changed is not None else main
        return Reading(rules, faults_of(loaded.diagnostics, loaded, main.parent),
                       tuple(dict.fromkeys([main, *(Path(name) for name in loaded.lines)])), _patterns(main, loaded),
                       _called(shown, main.parent), _clock(shown))
    return read


def adviser(path: Path) -> Callable[[], tuple[Fault, ...]]:
    """Returns what lints a scenario for the preview."""
    def advise() -> tuple[Fault, ...]:
        from game.inspection import inspect
        found = inspect(path, quick=True)
        return faults_of(found.faults, found.loaded, path if path.is_dir() else path.parent)
    return advise


def faults_of(diagnostics: Iterable[Diagnostic], loaded: Loaded, folder: Path) -> tuple[Fault, ...]:
    """Returns faults with their words in every language of the window, files named from ``folder``; notes left out."""
    from game.authoring.diagnostics import Severity
    from game.ui.preview import Fault
    made = []
    for one in diagnostics:
        if one.severity is Severity.NOTE:
            continue
        lines = loaded.lines.get(one.mark.file, [])
        text = lines[one.mark.line - 1] if 1 <= one.mark.line <= len(lines) else ""
        place = f"{_called(Path(one.mark.file), folder)}:{one.mark.line}:{one.mark.column}"
        made.append(Fault(place, one.code,
                          {code: one.said(code) for code in ("en", "zh")},
                          {code: one.advice(code) for code in ("en", "zh")}, one.mark.line, text,
                          one.mark.column - 1, max(1, min(one.length, 60)), one.severity is Severity.ERROR))
    return tuple(sorted(made, key=lambda fault: not fault.stops))


def _patterns(main: Path, loaded: Loaded) -> tuple[tuple[Path, str], ...]:
    """What may match files that are not there yet: the includes, and translations beside the main file."""
    from game.authoring.loader import MAIN
    data = loaded.places.data if isinstance(loaded.places.data, dict) else {}
    includes = data.get("include")
    given = [one for one in includes if isinstance(one, str)] if isinstance(includes, list) else []
    safe = [one for one in given if not one.startswith("/") and ".." not in one]
    return tuple((main.parent, pattern) for pattern in [*safe, *(["*.yaml"] if main.name == MAIN else [])])


def _called(path: Path, folder: Path) -> str:
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.name


def _clock(path: Path) -> str:
    try:
        return time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
    except OSError:
        return ""
