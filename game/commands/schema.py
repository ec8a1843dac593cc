"""Writing the JSON Schema that editors read."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.commands.common import Commands, Refused, languages, system_language


def add(commands: Commands) -> None:
    """Adds ``schema``."""
    schema = commands.add_parser("schema", help="print the JSON Schema of scenario files, for editors")
    schema.add_argument("out", nargs="?", type=Path, default=None, metavar="OUT", help="write it to this file instead")
    schema.add_argument("--part", action="store_true", help="of a file that a scenario includes")
    schema.add_argument("--reference", action="store_true", help="the same for people: every key, as Markdown")
    schema.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the help it holds")
    schema.set_defaults(run=_schema)


def _schema(arguments: argparse.Namespace) -> int:
    code = arguments.lang or system_language()
    text = _text(code, arguments)
    if arguments.out is None:
        print(text, end="")
        return 0
    try:
        arguments.out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        raise Refused(f"{arguments.out} cannot be written: {fault.strerror or 'unknown reason'}.") from None
    print(languages()[code].t("schema.reference" if arguments.reference else "schema.written", path=arguments.out))
    return 0


def _text(language: str, arguments: argparse.Namespace) -> str:
    if arguments.reference:
        from game.authoring.reference_page import reference_page
        return reference_page(language)
    from game.authoring.schema_files import schema_text
    return schema_text(language, arguments.part)
