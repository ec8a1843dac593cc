"""Keeping the languages of a scenario in step."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.commands.common import Commands, Refused


def add(commands: Commands) -> None:
    """Adds ``translate``."""
    translate = commands.add_parser("translate", help="which texts changed in one language and not in the other")
    translate.add_argument("path", type=Path, metavar="SCENARIO", help="a scenario folder")
    translate.add_argument("--accept", action="store_true", help="record that all languages now agree")
    translate.set_defaults(run=_translate)


def _translate(arguments: argparse.Namespace) -> int:
    from game.authoring import translation
    from game.authoring.loader import load
    from game.play.storage import write_atomically
    scenario = load(arguments.path).scenario
    if scenario is None or not arguments.path.is_dir():
        raise Refused(f"{arguments.path} is not a scenario folder without faults; run validate first.", 1)
    present = translation.digests(scenario)
    if arguments.accept:
        try:
            write_atomically(arguments.path / translation.LOCK, translation.lock_text(present))
        except OSError as fault:
            raise Refused(f"{arguments.path} cannot be written: {fault.strerror or fault}.") from None
        print(f"{len(present)} texts accepted")
        return 0
    found = translation.stale(translation.read_lock(arguments.path), present)
    for item in found:
        print(f"{item.id}: changed in {', '.join(item.changed)}, not in {', '.join(item.unchanged)}")
    print(f"{len(found)} of {len(present)} texts are stale")
    return 1 if found else 0
