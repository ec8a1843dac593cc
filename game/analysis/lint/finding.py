"""One thing the linter found: a code of the catalogue, where in the scenario, and what its sentence is filled with.

No place in a file: whoever loaded the scenario knows that.  Yielded by every module of this room.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.authoring.diagnostics import Argument, Arguments
from game.core.texts import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding at ``path``; a last part of "" means the key itself, not its value."""

    code: str
    path: Path
    variant: str = ""
    arguments: Arguments = ()


def finding(code: str, path: Path, variant: str = "", /, **arguments: Argument) -> Finding:
    """Returns a finding; ``arguments`` fill its sentence."""
    return Finding(code, path, variant, tuple(arguments.items()))
