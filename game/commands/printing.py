"""Putting a whole scenario on paper for review."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.commands.common import Commands, Refused, languages, library, scenario_of, system_language


def add(commands: Commands) -> None:
    """Adds ``print``."""
    printing = commands.add_parser(
        "print", help="a whole scenario as one page to print and review, with everything a player learns only later")
    printing.add_argument("path", metavar="SCENARIO", help="name or path")
    printing.add_argument("--lang", choices=("en", "zh", "both"), help="both: side by side")
    printing.add_argument("--out", type=Path, metavar="FILE.html", help="the file to write (SCENARIO-review.html)")
    printing.add_argument("--paper", choices=("a4", "letter"), default="a4")
    printing.add_argument("--remarks", action="store_true", help="leave a column free to write in")
    printing.set_defaults(run=_print)


def _print(arguments: argparse.Namespace) -> int:
    from game.play.storage import write_atomically
    from game.ui.review_html import review_html
    from game.ui.review_page import review_page
    spoken, known = system_language(), languages()
    lang = arguments.lang or spoken
    language = known[spoken if lang == "both" else lang]
    others = (other for other in known.values() if other is not language) if lang == "both" else ()
    chosen = (language, *others)
    scenario = scenario_of(library(), arguments.path)
    out = arguments.out or Path(f"{scenario.id}-review.html")
    try:
        write_atomically(out, review_html(review_page(scenario, chosen), chosen, arguments.paper, arguments.remarks))
    except OSError as fault:
        raise Refused(language.t("translate.unwritten", path=out, why=fault.strerror or str(fault))) from None
    print(language.t("review.written", path=out))
    return 0
