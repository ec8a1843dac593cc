"""The command line: tells argparse of every command, runs one, returns an exit code.

Nothing heavy is imported before a command needs it.  Exit codes: 0 done, 1 the input has faults, 2 the call or the
machine is at fault.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from game import __version__
from game.commands import (
    classroom,
    explain,
    explore,
    graph,
    new,
    pictures,
    play,
    preview,
    printing,
    schema,
    shelf,
    simulate,
    stats,
    translate,
    twine,
    validate,
)
from game.commands.common import PROGRAM, Refused

GROUPS = (play, classroom, new, preview, validate, explain, schema, explore, simulate, graph, stats, printing,
          translate, twine, pictures, shelf)
"""The modules that add commands, in the order ``--help`` lists them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def parser() -> argparse.ArgumentParser:
    """Returns the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog=PROGRAM, description="A historical negotiation game: play, teach, write scenarios.",
        epilog="Without a command the game opens its window.")
    top.add_argument("--version", action="version", version=__version__)
    top.set_defaults(run=play.open_window, scenario=None, lang=None)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for group in GROUPS:
        group.add(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())
