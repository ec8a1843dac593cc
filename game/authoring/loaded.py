"""What comes of loading a scenario: the scenario, or what is wrong with it, and where everything stands.

Made by ``loader``, or by ``keeping`` from what an earlier loading kept; imports neither, so that a kept scenario is
taken up without the machinery of checking one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from game.authoring.ordinary import lies_within
from game.authoring.places import Places
from game.core.model import Scenario

if TYPE_CHECKING:
    from game.authoring.acceptance import Acceptance
    from game.authoring.diagnostics import Diagnostic, Mark
    from game.authoring.overlay import Overlay
    from game.authoring.source import Path_

MAIN: Final = "scenario.yaml"


def included(folder: Path, pattern: object) -> list[Path] | None:
    """Returns the files of a scenario's folder that a pattern of ``include`` names; None if it leads elsewhere.

    A link that leads out of the folder leads elsewhere too.
    """
    if not isinstance(pattern, str) or pattern.startswith("/") or ".." in pattern or ":" in pattern:
        return None
    try:
        found = sorted(file for file in folder.glob(pattern) if file.is_file())
    except (ValueError, IndexError, NotImplementedError, OSError):
        return []
    return found if all(lies_within(file, folder) for file in found) else None


@dataclass(slots=True)
class Loaded:
    """What came of reading: ``scenario`` is None if any fault is an error.

    ``own`` is the scenario as its author's files alone have it, without the ``overlays`` that translate it;
    ``accepted`` are the warnings its author means.
    """

    scenario: Scenario | None
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, list[str]] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    own: Scenario | None = None
    overlays: tuple[Overlay, ...] = ()
    accepted: tuple[Acceptance, ...] = ()

    def place(self, path: Path_) -> Mark:
        """Returns where ``path`` stands in the files: its value, or the nearest key above it that exists."""
        return self.places.mark(path)

    def forget(self) -> None:
        """Drops what only the placing of faults needs: the lines and the marks."""
        self.lines, self.places = {}, Places()
