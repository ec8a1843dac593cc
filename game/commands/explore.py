"""Exact answers about all plays of a scenario."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import PROGRAM, Commands, Refused, languages, library, scenario_of, system_language
from game.commands.inquiry import add_to, behaviour_of, start_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.analysis.answers import Answers, Inquiry, Section
    from game.analysis.odds import Tally
    from game.core.rules import Rules
    from game.ui.language import Language

SECTIONS = ("odds", "lengths", "reading", "pivots", "options", "rarest", "rungs", "values")


def add(commands: Commands) -> None:
    """Adds ``explore``."""
    explore = commands.add_parser(
        "explore", help="all plays, exactly: odds, lengths, what options open and are worth, what hangs on a decision",
        epilog=f"--show takes: {', '.join(SECTIONS)}.  Ctrl-C shows what is known so far.")
    explore.add_argument("path", metavar="SCENARIO", help="name or path")
    add_to(explore)
    explore.add_argument("--show", action="append", choices=SECTIONS, metavar="SECTION",
                         help="ask only this (may be repeated)")
    explore.add_argument("--json", action="store_true", help="print everything as data, fractions written out")
    explore.add_argument("--plot", type=Path, metavar="FILE", help="draw it as well: .svg or .png")
    explore.add_argument("--most", type=int, default=None, metavar="N",
                         help="give up beyond N merged positions (default: 12,000,000)")
    explore.add_argument("--odds", action="store_true",
                         help="only the odds of endings and rungs, every option alike: the quickest answer")
    explore.add_argument("--gently", action="store_true", help="leave the processor to other programs first")
    explore.set_defaults(run=_explore)


def _explore(arguments: argparse.Namespace) -> int:
    from game.core.rules import Rules
    if arguments.gently and hasattr(os, "nice"):
        os.nice(10)
    language = languages()[arguments.lang or system_language()]
    plot = _plot(arguments.plot, language)
    rules = Rules(scenario_of(library(), arguments.path))
    if arguments.odds:
        return _odds(arguments, rules, language)
    from game.analysis.answers import Section
    inquiry = _inquiry(arguments, rules, language)
    stopped = _run(arguments, inquiry, language)
    sections = [Section(name) for name in arguments.show or SECTIONS]
    _print(arguments, inquiry, language, sections)
    plot(inquiry.answers)
    return 130 if stopped else 0


def _inquiry(arguments: argparse.Namespace, rules: Rules, language: Language) -> Inquiry:
    from game.analysis.answers import Inquiry, Section
    from game.analysis.layering import MOST
    if arguments.most is not None and arguments.most < 1:
        raise Refused(language.t("explore.no_most"))
    return Inquiry(rules, behaviour_of(arguments, rules, language), start_of(arguments, rules, language),
                   sections=[Section(name) for name in arguments.show or SECTIONS], most=arguments.most or MOST)


def _run(arguments: argparse.Namespace, inquiry: Inquiry, language: Language) -> bool:
    """Asks everything; returns whether it was stopped by Ctrl-C.  Refuses what cannot be explored."""
    from game.analysis.explore import EndlessPlays, TooLarge
    from game.analysis.layering import Stopped
    from game.commands.progress import Progress
    with Progress() as progress:
        def watch(section: Section, part: float) -> None:
            progress.show(part, language.t(f"explore.section.{section.value}"))
            if progress.stopped:
                raise Stopped
        inquiry.watch = watch
        try:
            inquiry.run()
        except Stopped:
            return True
        except EndlessPlays as fault:
            raise Refused(language.t("explore.endless", cycle=fault), 1) from None
        except TooLarge as fault:
            again = f"{PROGRAM} simulate {arguments.path}"
            raise Refused(language.t("explore.too_large", found=language.number(fault.found), command=again,
                                     estimate=language.number(fault.estimate))) from None
    return False


def _print(arguments: argparse.Namespace, inquiry: Inquiry, language: Language, sections: list[Section]) -> None:
    import sys

    from game.ui.explore_text import ExploreText
    text = ExploreText(inquiry.answers, language, sections)
    for line in text.warnings():
        print(line, file=sys.stderr)
    if arguments.json:
        import json

        from game.analysis.answers_data import answers_data
        print(json.dumps(answers_data(inquiry.answers), ensure_ascii=False, indent=1))
    else:
        print(*text.lines(), sep="\n")


def _odds(arguments: argparse.Namespace, rules: Rules, language: Language) -> int:
    """Prints a tally: what the window asks another process for."""
    if arguments.weights or arguments.policy != "uniform" or arguments.start or arguments.act or arguments.plot:
        raise Refused(language.t("explore.only_odds"))
    counted = _tally(arguments, rules, language)
    if arguments.json:
        import json

        from game.analysis.tallied import to_data
        print(json.dumps({"digest": rules.scenario.digest, **to_data(counted)}, indent=1))
        return 0
    from game.ui.odds_text import odds_lines
    for line in odds_lines(rules.scenario, counted, language):
        print(line)
    return 0


def _tally(arguments: argparse.Namespace, rules: Rules, language: Language) -> Tally:
    """The tally; where nodes form a loop, out of an inquiry, which goes through every position."""
    from game.analysis.answers import Inquiry, Section
    from game.analysis.odds import LoopedScenario, Tally, tally
    try:
        return tally(rules)
    except LoopedScenario:
        inquiry = Inquiry(rules, sections=[Section.RUNGS])
        if _run(arguments, inquiry, language) or inquiry.answers.exploration is None:
            raise KeyboardInterrupt from None
        rungs = {name: {value: share for value, share in odds.items() if isinstance(value, int)}
                 for name, odds in inquiry.answers.rungs.items()}
        return Tally(inquiry.answers.exploration.endings, rungs, inquiry.answers.exploration.plays)


def _plot(path: Path | None, language: Language) -> Callable[[Answers], None]:
    """Returns what draws the answers, refusing at once what could not be drawn after a long count."""
    if path is None:
        return lambda answers: None
    if path.suffix.lower() not in (".svg", ".png"):
        raise Refused(language.t("explore.plot_suffix", path=path))
    try:
        from game.ui.charts import Look, draw
    except ModuleNotFoundError:
        raise Refused(language.t("explore.no_plots")) from None

    def drawn(answers: Answers) -> None:
        from game import resources
        from game.ui.gui import theme
        assets = resources.assets()
        palette = {name: "#{:02x}{:02x}{:02x}".format(*colour)
                   for name, colour in theme.load_theme(assets / "theme.yaml").palette.items()}
        try:
            path.write_bytes(draw(answers, language, path.suffix.lower()[1:], Look(palette, assets / "fonts")))
        except OSError as fault:
            raise Refused(language.t("explore.not_written", path=path, reason=fault.strerror or fault)) from None
    return drawn
