"""Random plays of a scenario, where it is too large to be explored."""

from __future__ import annotations

import argparse
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from game.commands.common import Commands, Refused, languages, library, scenario_of, system_language
from game.commands.inquiry import add_to, behaviour_of, start_of

if TYPE_CHECKING:
    from game.analysis.simulate import Simulation

PLAYS = 1_000_000


def add(commands: Commands) -> None:
    """Adds ``simulate``."""
    simulate = commands.add_parser(
        "simulate", help="random plays with 95 %% intervals, where exploring is too dear",
        epilog="The same seed gives the same result on every machine.  Ctrl-C shows what has been played so far.")
    simulate.add_argument("path", metavar="SCENARIO", help="name or path")
    simulate.add_argument("--plays", type=int, default=PLAYS, metavar="N", help="how many plays (default: 1,000,000)")
    simulate.add_argument("--seed", type=int, default=1, metavar="S", help="which luck, a whole number (default: 1)")
    add_to(simulate)
    simulate.add_argument("--json", action="store_true", help="print counts and intervals as data")
    simulate.set_defaults(run=_simulate)


def _simulate(arguments: argparse.Namespace) -> int:
    language = languages()[arguments.lang or system_language()]
    if arguments.plays < 1:
        raise Refused(language.t("simulate.no_plays"))
    if not 0 <= arguments.seed < 2**64:
        raise Refused(language.t("simulate.no_seed"))
    from game.analysis.simulate import simulate
    from game.commands.progress import Progress
    from game.core.rules import Rules
    rules = Rules(scenario_of(library(), arguments.path))
    behaviour = behaviour_of(arguments, rules, language)
    if behaviour.settled:
        raise Refused(language.t("simulate.no_cautious"))
    start = start_of(arguments, rules, language)
    seen: list[Simulation] = []
    with Progress() as progress:
        def watch(found: Simulation) -> None:
            seen[:] = [found]
            progress.show(found.plays / arguments.plays, language.t("simulate.playing"))
            if progress.stopped:
                raise _Enough
        begun = time.process_time()
        with suppress(_Enough):
            simulate(rules, arguments.plays, arguments.seed, behaviour, start, watch)
        seconds = time.process_time() - begun
    found = seen[0]
    if arguments.json:
        import json

        from game.ui.simulate_text import simulation_data
        print(json.dumps(simulation_data(rules, found, behaviour.name, arguments.seed), ensure_ascii=False, indent=1))
    else:
        from game.ui.simulate_text import simulation_lines
        print(*simulation_lines(rules, found, language, behaviour.name, arguments.seed, arguments.plays, seconds),
              sep="\n")
    return 130 if found.plays < arguments.plays else 0


class _Enough(Exception):
    """Ctrl-C was pressed; what has been played stands."""
