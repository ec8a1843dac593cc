"""The lessons kept on this machine: where their logs lie, which there are, which are old, deleting one for good.

Called by the commands and the window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from game.classroom.log import SUFFIX, DamagedLog, Head, locked, read
from game.play.storage import default_folder

FOLDER: Final = "lessons"
OLD_DAYS: Final = 30
"""After so many days a lesson is put forward for deletion: nothing is kept for longer than it is of use."""

_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """A lesson on disk; ``head`` is None where the log cannot be read.  ``changed`` in seconds of the system's time."""

    path: Path
    head: Head | None
    entries: int
    changed: float

    @property
    def name(self) -> str:
        """What the lesson is called on the command line."""
        return self.path.name.removesuffix(SUFFIX)

    def is_old(self, now: float) -> bool:
        """Says whether the lesson should be deleted by now."""
        return now - self.changed > OLD_DAYS * _DAY


class Archive:
    """The lessons of one folder (by default within the platform's data folder)."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder: Final = folder or default_folder() / FOLDER

    def new(self, head: Head) -> Path:
        """Returns a free path for a lesson about to be opened; makes the folder.  Raises ``OSError``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stem = f"{head.opened.replace(' ', '-')}-{_safe(head.scenario)}"
        for number in range(1, 1000):
            path = self.folder / f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}"
            if not path.exists():
                return path
        raise FileExistsError(17, "too many lessons in one hour", str(self.folder))

    def all(self) -> tuple[Kept, ...]:
        """Returns the lessons, newest first."""
        found = []
        for path in self.folder.glob(f"*{SUFFIX}") if self.folder.is_dir() else ():
            try:
                head, entries = read(path)
                found.append(Kept(path, head, len(entries), path.stat().st_mtime))
            except DamagedLog:
                found.append(Kept(path, None, 0, path.stat().st_mtime))
            except OSError:
                continue
        return tuple(sorted(found, key=lambda kept: (-kept.changed, kept.name)))

    def find(self, name: str) -> Path | None:
        """Returns the log of a lesson given by name or path; None if there is none.  Nothing: the newest."""
        if not name:
            return next((kept.path for kept in self.all() if kept.head is not None), None)
        path = self.folder / f"{name}{SUFFIX}"
        if "/" not in name and "\\" not in name and path.is_file():
            return path
        return Path(name) if Path(name).is_file() else None

    def delete(self, path: Path) -> None:
        """Deletes a lesson and whatever lies beside it under its name, what was left half written included.

        Raises ``LessonOpen`` or ``OSError``.
        """
        stem = path.name.removesuffix(SUFFIX)
        lock = locked(path)
        try:
            for beside in path.parent.iterdir():
                if beside.is_file() and beside.name.removeprefix(".").split(".")[0] == stem:
                    beside.unlink()
        finally:
            lock.release()


def _safe(scenario: str) -> str:
    """A scenario's name or path as a part of a file's name."""
    return re.sub(r"[^\w-]+", "-", Path(scenario).name).strip("-")[:40] or "lesson"
