"""The scenarios there are."""

from __future__ import annotations

import argparse

from game.commands.common import Commands, library, system_language


def add(commands: Commands) -> None:
    """Adds ``list``."""
    shelf = commands.add_parser("list", help="list the scenarios")
    shelf.set_defaults(run=_list)


def _list(arguments: argparse.Namespace) -> int:
    scenarios, lang = library(), system_language()
    for name in scenarios.names():
        loaded = scenarios.load(name)
        title = loaded.scenario.title[lang] if loaded and loaded.scenario else "has faults; run validate"
        print(f"{name}  {title}")
    return 0
