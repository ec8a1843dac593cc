"""A scenario in figures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import Commands, Refused, languages, library, scenario_of, system_language

if TYPE_CHECKING:
    from game.analysis.answers import Answers
    from game.analysis.coverage import Coverage
    from game.core.rules import Rules
    from game.ui.language import Language


def add(commands: Commands) -> None:
    """Adds ``stats``."""
    stats = commands.add_parser("stats", help="a scenario in figures: words, options, grades, sources, coverage")
    stats.add_argument("path", metavar="SCENARIO", help="name or path")
    stats.add_argument("--json", action="store_true", help="print them as data")
    stats.add_argument("--lang", choices=("en", "zh"))
    stats.add_argument("--quick", action="store_true", help="leave out what must go through all plays")
    stats.set_defaults(run=_stats)


def _stats(arguments: argparse.Namespace) -> int:
    from game.analysis.census import census
    from game.core.rules import Rules
    from game.ui.stats_text import StatsText, stats_data
    shelf, language = library(), languages()[arguments.lang or system_language()]
    scenario = scenario_of(shelf, arguments.path)
    rules, path = Rules(scenario), shelf.find(arguments.path)
    walked, covered = _covered(rules, path) if path is not None else (0, None)
    plays, why = (None, "") if arguments.quick else _plays(rules, language)
    counted = census(scenario)
    if arguments.json:
        import json
        print(json.dumps(stats_data(scenario, counted, covered, plays), ensure_ascii=False, indent=1))
    else:
        print(*StatsText(scenario, counted, language).lines(covered, walked, plays, why), sep="\n")
    return 0


def _covered(rules: Rules, path: Path) -> tuple[int, Coverage | None]:
    """How many walkthroughs there are, and what they reach; refuses one that cannot be followed."""
    from game.analysis.coverage import coverage
    from game.authoring.ordinary import read_text
    from game.core import limits
    from game.play.session import REJOIN
    from game.play.walkthrough import WalkthroughFault, follow, parse
    plays = []
    for file in sorted((path / "walkthroughs").glob("*.txt")) if path.is_dir() else ():
        try:
            session = follow(rules, parse(read_text(file, limits.WALKTHROUGH_BYTES, path)))
        except (OSError, UnicodeDecodeError, WalkthroughFault) as fault:
            said = str(fault) if isinstance(fault, WalkthroughFault) else getattr(fault, "strerror", None)
            raise Refused(f"{file}: {said or 'not UTF-8 text'}.", 1) from None
        plays.append([step for step in session.steps[session.given:] if step.move != REJOIN])
    return len(plays), coverage(rules, plays) if plays else None


def _plays(rules: Rules, language: Language) -> tuple[Answers | None, str]:
    """What is known of all plays, or the reason why nothing is."""
    from game.analysis.answers import Inquiry, Section
    from game.analysis.explore import EndlessPlays, TooLarge
    if sys.stderr.isatty():
        print(language.t("stats.counting"), file=sys.stderr)
    inquiry = Inquiry(rules, sections=(Section.LENGTHS, Section.READING))
    try:
        inquiry.run()
    except TooLarge:
        return None, language.t("stats.too_large")
    except EndlessPlays:
        return None, language.t("stats.endless")
    return inquiry.answers, ""
