"""The shelf of scenarios: which there are, and loading one by name or path.

Not a reader of files (``authoring``).  Made by ``cli``, handed to the front ends.
"""

from __future__ import annotations

from pathlib import Path

from game.authoring.keeping import Keeping
from game.authoring.loaded import MAIN, Loaded
from game.core.model import Scenario


class Library:
    """Scenarios in one or more folders, earlier folders first; loaded once each.

    ``kept`` is the folder in which checked scenarios are kept from one start to the next; None: each is checked anew.
    """

    def __init__(self, *folders: Path, kept: Path | None = None) -> None:
        self.folders = folders
        self._keeping = None if kept is None else Keeping(kept)
        self._loaded: dict[Path, Loaded] = {}

    def names(self) -> list[str]:
        """Returns the names of the scenarios on the shelf."""
        found: dict[str, None] = {}
        for folder in self.folders:
            if folder.is_dir():
                found.update({path.parent.name: None for path in sorted(folder.glob(f"*/{MAIN}"))
                              if not path.parent.name.startswith(("_", "."))})
        return list(found)

    def find(self, name: str) -> Path | None:
        """Returns the path of a scenario given by name on the shelf or by path; None if there is none."""
        for folder in self.folders:
            if (folder / name / MAIN).is_file() and "/" not in name and "\\" not in name:
                return folder / name
        path = Path(name)
        return path if path.is_file() or (path / MAIN).is_file() else None

    def load(self, name: str) -> Loaded | None:
        """Returns what came of loading ``name``, or None if there is no such scenario."""
        path = self.find(name)
        if path is None:
            return None
        if path not in self._loaded:
            self._loaded[path] = (self._keeping.take(path) if self._keeping else None) or self._checked(path)
        return self._loaded[path]

    def _checked(self, path: Path) -> Loaded:
        from game.authoring.loader import load  # its machinery takes as long to start as a kept scenario to take up
        loaded = load(path)
        if self._keeping:
            self._keeping.keep(path, loaded)
        if not loaded.diagnostics:
            loaded.forget()  # only faults are shown in their places
        return loaded

    def where(self, scenario: Scenario) -> Path | None:
        """Returns the path of a scenario that was loaded from this shelf; None for any other."""
        return next((path for path, loaded in self._loaded.items() if loaded.scenario is scenario), None)
