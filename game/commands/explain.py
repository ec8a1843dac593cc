"""What a code means."""

from __future__ import annotations

import argparse

from game.commands.common import PROGRAM, Commands, Refused, system_language


def add(commands: Commands) -> None:
    """Adds ``explain``."""
    explain = commands.add_parser("explain", help="what a code of validate means and what to do about it")
    explain.add_argument("code", nargs="*", metavar="CODE", help="such as W040")
    explain.add_argument("--all", action="store_true", help="the whole reference, as Markdown")
    explain.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the page")
    explain.set_defaults(run=_explain)


def _explain(arguments: argparse.Namespace) -> int:
    from game.authoring.code_page import page, reference
    from game.authoring.diagnostics import CATALOGUE, near
    language = arguments.lang or system_language()
    if arguments.all:
        print(reference(language), end="")
        return 0
    if not arguments.code:
        raise Refused(f"Name a code, such as {PROGRAM} explain W040, or --all for the whole reference.")
    codes = [code.upper() for code in arguments.code]
    for code in codes:
        if code not in CATALOGUE:
            close = near(code, CATALOGUE)
            raise Refused(f"There is no code '{code}'{f'; did you mean {close}?' if close else ''} "
                          f"({PROGRAM} explain --all lists them).")
    print("\n".join(page(code, language) for code in codes), end="")
    return 0
