"""Checking scenario files."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import PROGRAM, Commands, Refused, library, system_language

if TYPE_CHECKING:
    from game.authoring.catalogue import Catalogue
    from game.authoring.diagnostics import Diagnostic
    from game.inspection import Inspection

FORMATS = ("text", "json", "sarif", "lsp")


def add(commands: Commands) -> None:
    """Adds ``validate``."""
    validate = commands.add_parser("validate", help="check scenario files; report every fault with its place")
    validate.add_argument("paths", nargs="+", metavar="SCENARIO",
                          help="a scenario folder or file, or a name that 'list' gives")
    validate.add_argument("--format", choices=FORMATS, default="text",
                          help="text for people (default), json, SARIF or LSP diagnostics for other programs")
    validate.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the sentences")
    validate.add_argument("--strict", action="store_true", help="warnings fail too")
    validate.add_argument("--only", action="append", default=[], metavar="CODE",
                          help="these codes alone, such as W05 or E031,W041")
    validate.add_argument("--ignore", action="append", default=[], metavar="CODE", help="all but these codes")
    validate.add_argument("--quick", action="store_true", help="leave out what must go through all positions")
    validate.add_argument("--no-lint", action="store_true", help="only what keeps a scenario from loading")
    validate.add_argument("--accepted", action="store_true", help="show what the author accepts, with the reasons")
    validate.add_argument("--places", action="store_true", help="show each place as 'accept' wants it written")
    validate.set_defaults(run=_validate)


def _validate(arguments: argparse.Namespace) -> int:
    from game.authoring.diagnostics import CATALOGUE, Severity
    from game.inspection import inspect
    only, ignored = _codes(arguments.only, CATALOGUE), _codes(arguments.ignore, CATALOGUE)
    found = [_kept(inspect(_path(name), quick=arguments.quick, linted=not arguments.no_lint), only, ignored)
             for name in arguments.paths]
    language = arguments.lang or system_language()
    write = {"text": _text, "json": _json, "sarif": _sarif, "lsp": _lsp}[arguments.format]
    write(found, language, arguments)
    failing = (Severity.ERROR, Severity.WARNING) if arguments.strict else (Severity.ERROR,)
    return 1 if any(item.count(severity) for item in found for severity in failing) else 0


def _path(name: str) -> Path:
    """A path that exists is meant before a scenario of that name; what is neither is reported as a path."""
    path = Path(name)
    return path if path.exists() else library().find(name) or path


def _codes(given: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """The codes or beginnings of codes on the command line; refuses what begins none."""
    named = tuple(code.strip().upper() for part in given for code in part.split(",") if code.strip())
    for code in named:
        if not any(one.startswith(code) for one in known):
            from game.authoring.diagnostics import near
            close = near(code, known)
            raise Refused(f"There is no code '{code}'{f'; did you mean {close}?' if close else ''} "
                          f"({PROGRAM} explain --all lists them).")
    return named


def _kept(found: Inspection, only: tuple[str, ...], ignored: tuple[str, ...]) -> Inspection:
    from dataclasses import replace

    def kept(fault: Diagnostic) -> bool:
        return (not only or fault.code.startswith(only)) and not (ignored and fault.code.startswith(ignored))
    return replace(found, faults=tuple(fault for fault in found.faults if kept(fault)),
                   accepted=tuple(pair for pair in found.accepted if kept(pair[0])))


def _text(found: list[Inspection], language: str, arguments: argparse.Namespace) -> None:
    from game.authoring.acceptance import dotted
    from game.authoring.catalogue import catalogue
    from game.authoring.diagnostics import render
    told = catalogue(language)
    for item in found:
        lines = item.loaded.lines
        for fault in item.faults:
            print(render(fault, lines.get(fault.mark.file), language))
            if arguments.places and fault.path:
                print(f"     at: {dotted(fault.path)}")
        for fault, meant in item.accepted if arguments.accepted else ():
            print(render(fault, None, language).split("\n")[0])
            print(f"     {told.word('accepted', why=meant.why)}")
    print(_summary(found, told))
    codes = sorted({fault.code for item in found for fault in item.faults})
    if codes:
        print(told.word("more-about", command=f"{PROGRAM} explain {codes[0]}"))


def _summary(found: list[Inspection], told: Catalogue) -> str:
    from game.authoring.diagnostics import Severity
    counts = {severity: sum(item.count(severity) for item in found) for severity in Severity}
    parts = [told.word(f"count-{severity.value}", n=count) for severity, count in counts.items()
             if count or (severity is not Severity.NOTE and any(counts.values()))]
    accepted = sum(len(item.accepted) for item in found)
    if accepted:
        parts.append(told.word("count-accepted", n=accepted))
    return told.word("stop").join(parts if any(counts.values()) else [told.word("no-faults"), *parts])


def _json(found: list[Inspection], language: str, arguments: argparse.Namespace) -> None:
    import json

    from game.authoring.diagnostics import as_data
    data = [as_data(fault, language) for item in found for fault in item.faults]
    if arguments.accepted:
        data += [{**as_data(fault, language), "accepted": meant.why}
                 for item in found for fault, meant in item.accepted]
    print(json.dumps(data, ensure_ascii=False, indent=1))


def _sarif(found: list[Inspection], language: str, arguments: argparse.Namespace) -> None:
    import json

    from game.authoring.sarif import log
    faults = [fault for item in found for fault in item.faults]
    meant = [(fault, reason.why) for item in found for fault, reason in item.accepted]
    print(json.dumps(log(faults, meant, language), ensure_ascii=False, indent=1))


def _lsp(found: list[Inspection], language: str, arguments: argparse.Namespace) -> None:
    import json

    from game.authoring.lsp import published
    lines = {file: text for item in found for file, text in item.loaded.lines.items()}
    print(json.dumps(published([fault for item in found for fault in item.faults], lines, language),
                     ensure_ascii=False, indent=1))
