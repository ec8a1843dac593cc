"""Checking scenario files."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.commands.common import Commands


def add(commands: Commands) -> None:
    """Adds ``validate``."""
    validate = commands.add_parser("validate", help="check scenario files; report every fault with its place")
    validate.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a scenario folder or file")
    validate.add_argument("--format", choices=("text", "json"), default="text")
    validate.set_defaults(run=_validate)


def _validate(arguments: argparse.Namespace) -> int:
    from game.authoring.diagnostics import Severity, as_data, render
    from game.authoring.loader import load
    faults, errors = [], 0
    for path in arguments.paths:
        loaded = load(path)
        errors += sum(fault.severity is Severity.ERROR for fault in loaded.diagnostics)
        faults += [(fault, loaded.lines.get(fault.mark.file)) for fault in loaded.diagnostics]
    if arguments.format == "json":
        import json
        print(json.dumps([as_data(fault) for fault, _ in faults], ensure_ascii=False, indent=1))
    else:
        for fault, lines in faults:
            print(render(fault, lines))
        warnings = len(faults) - errors
        print(f"{errors} errors, {warnings} warnings" if faults else "no faults")
    return 1 if errors else 0
