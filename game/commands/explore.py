"""Exact answers about all plays of a scenario."""

from __future__ import annotations

import argparse
import os

from game.commands.common import Commands, Refused, languages, library, scenario_of


def add(commands: Commands) -> None:
    """Adds ``odds``."""
    odds = commands.add_parser("odds", help="the exact odds of every ending and every rung, over all plays")
    odds.add_argument("path", metavar="SCENARIO", help="name or path")
    odds.add_argument("--json", action="store_true", help="print them as data, odds as fractions")
    odds.add_argument("--lang", choices=("en", "zh"), default="en")
    odds.add_argument("--gently", action="store_true", help="leave the processor to other programs first")
    odds.set_defaults(run=_odds)


def _odds(arguments: argparse.Namespace) -> int:
    from game.analysis.odds import LoopedScenario, tally
    from game.core.rules import Rules
    if arguments.gently and hasattr(os, "nice"):
        os.nice(10)
    scenario = scenario_of(library(), arguments.path)
    try:
        counted = tally(Rules(scenario))
    except LoopedScenario as fault:
        raise Refused(f"{arguments.path}: {fault}; odds are counted for scenarios without loops.", 1) from None
    if arguments.json:
        import json

        from game.analysis.tallied import to_data
        print(json.dumps({"digest": scenario.digest, **to_data(counted)}, indent=1))
        return 0
    from game.ui.odds_text import odds_lines
    for line in odds_lines(scenario, counted, languages()[arguments.lang]):
        print(line)
    return 0
