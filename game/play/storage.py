"""Saves on disk: where, written how, read how.  The only file I/O of ``play``.

A file is written beside its place and moved over it, so a reader meets the old or the new one, never half of
either.  A file that cannot be read is refused with a reason and kept; nothing is written over it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from game.play.record import DamagedRecord, Record

HOME: Final = "TWENTY_YEARS_PEACE_HOME"
"""Environment variable that names another data folder."""

MAX_BYTES: Final = 8 * 1024 * 1024
AUTOSAVE: Final = "autosave"


class Task(StrEnum):
    """What the disk was asked for when it refused."""

    SAVE = "save"
    LOAD = "load"
    DELETE = "delete"
    SETTINGS = "settings"
    SEEN = "seen"
    READ = "read"
    ASIDE = "aside"


ENGLISH: Final[Mapping[Task, str]] = {
    Task.SAVE: "The play could not be saved in {place}: {said}.",
    Task.LOAD: "The save {place} cannot be read: {said}.",
    Task.DELETE: "The play {place} could not be deleted: {said}.",
    Task.SETTINGS: "The settings could not be saved in {place}: {said}.",
    Task.SEEN: "The paths taken could not be remembered in {place}: {said}.",
    Task.READ: "What was read could not be noted in {place}: {said}.",
    Task.ASIDE: "The damaged save {place} could not be put aside: {said}.",
}

CAUSES: Final[Mapping[int, str]] = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read_only", errno.EACCES: "denied",
    errno.EPERM: "denied", errno.ENOENT: "missing", errno.ENOTDIR: "no_folder", errno.EEXIST: "no_folder",
}
"""What the machine calls a cause -> what the interface calls it."""


class StorageFailure(OSError):
    """The disk refused.  ``str()`` is an English sentence for logs; front ends print the parts in their language.

    task: what was asked for, None if only the sentence is known.  place: the file or folder.  cause: one of
    ``CAUSES``, or ``other``.  said: the machine's own words for it, in whatever language it speaks, or empty.
    """

    def __init__(self, sentence: str, task: Task | None = None, place: Path | str = "", cause: str = "other",
                 said: str = "") -> None:
        super().__init__(sentence)
        self.task, self.place, self.cause, self.said = task, str(place), cause, said

    @classmethod
    def of(cls, task: Task, place: Path, fault: BaseException | None) -> Self:
        """Returns the failure of a task because of what the system raised."""
        number, said = getattr(fault, "errno", None), getattr(fault, "strerror", None) or ""
        return cls(ENGLISH[task].format(place=place, said=said or "unknown reason"), task, place,
                   CAUSES.get(number or 0, "other"), said)


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that can be read, newest first in lists."""

    slot: str
    record: Record
    time: float


class Storage:
    """The saves in one folder (by default the platform's data folder)."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder: Final = folder or default_folder()

    def path(self, slot: str) -> Path:
        """Returns the file of ``slot``."""
        return self.folder / f"{slot}.json"

    def save(self, record: Record, slot: str = AUTOSAVE) -> Path:
        """Writes ``record`` atomically; a damaged file in its place is first moved aside.

        Raises ``StorageFailure`` if the disk refuses; the old file is then untouched.
        """
        target = self.path(slot)
        text = json.dumps(record.to_data(), ensure_ascii=False, indent=1)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if target.exists() and not self._is_ours(target):
                target.rename(free_name(target))
            write_atomically(target, text)
        except StorageFailure:
            raise
        except OSError as fault:
            raise StorageFailure.of(Task.SAVE, self.folder, fault) from fault
        return target

    def load(self, slot: str = AUTOSAVE) -> Record:
        """Reads a save; raises ``DamagedRecord`` or ``StorageFailure``."""
        path = self.path(slot)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise DamagedRecord("it is larger than any save of this game")
            raw = path.read_bytes()
        except OSError as fault:
            raise StorageFailure.of(Task.LOAD, path, fault) from fault
        try:
            data = json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError):
            raise DamagedRecord("it is cut off or not a save of this game") from None
        return Record.from_data(data)

    def saves(self) -> tuple[Saved, ...]:
        """Returns the readable saves, newest first; damaged files are left out and left alone."""
        found = []
        try:
            files = sorted(self.folder.glob("*.json"))
        except OSError:
            return ()
        for file in files:
            try:
                found.append(Saved(file.stem, self.load(file.stem), file.stat().st_mtime))
            except (DamagedRecord, OSError):
                continue
        return tuple(sorted(found, key=lambda saved: saved.time, reverse=True))

    def _is_ours(self, path: Path) -> bool:
        try:
            self.load(path.stem)
        except (DamagedRecord, OSError):
            return False
        return True


def default_folder() -> Path:
    """Returns the platform's data folder for this game, or the one the environment names."""
    named = os.environ.get(HOME)
    if named:
        return Path(named)
    from platformdirs import user_data_path
    return user_data_path("twenty-years-peace", appauthor=False)


def write_atomically(target: Path, text: str) -> None:
    """Writes ``text`` as UTF-8 so that ``target`` is at every moment the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def free_name(path: Path) -> Path:
    """Returns a free name beside ``path`` under which a file that cannot be read is kept."""
    for number in range(1, 10_000):
        candidate = path.with_name(f"{path.stem}.damaged-{number}")
        if not candidate.exists():
            return candidate
    raise StorageFailure(f"Too many damaged saves beside {path}.", Task.ASIDE, path, "crowded")
