"""Warnings an author has looked at and means so: which code, at which place, and why.

Kept in the scenario itself (``accept``), so that the reason is there for whoever reads it next.  Called by ``loader``
and ``inspection``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.authoring.diagnostics import CATALOGUE, Diagnostic, near
from game.authoring.parts import Report
from game.authoring.source import Path_

if TYPE_CHECKING:
    from game.authoring.structure import AcceptIn


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An accepted warning: ``at`` is a place as ``dotted`` writes it, empty for the whole scenario."""

    code: str
    at: str
    why: str
    path: Path_

    def covers(self, fault: Diagnostic) -> bool:
        """Says whether ``fault`` is meant: the same code, at the place or below it."""
        if fault.code != self.code:
            return False
        return not self.at or f"{dotted(fault.path)}.".startswith(f"{self.at}.")


def acceptances(given: Iterable[AcceptIn], report: Report) -> tuple[Acceptance, ...]:
    """Returns what is accepted; reports codes that do not exist, errors, and reasons that say nothing."""
    found = []
    for place, item in enumerate(given):
        path: Path_ = ("accept", place)
        if item.code not in CATALOGUE:
            report("E070", (*path, "code"), "unknown", code=item.code, near=near(item.code, CATALOGUE))
        elif item.code.startswith("E"):
            report("E070", (*path, "code"), "error", code=item.code)
        elif not any(char.isalnum() for char in item.why):
            report("E070", (*path, "why"), "reason", code=item.code)
        else:
            found.append(Acceptance(item.code, item.at, item.why, path))
    return tuple(found)


def dotted(path: Path_) -> str:
    """Returns a path as it is written in ``accept`` and shown by ``validate``.

    >>> dotted(("nodes", "council", "options", "refuse", ""))
    'nodes.council.options.refuse'
    """
    return ".".join(str(part) for part in path if part != "")
