"""Saves on disk: where, written how, read how.  The only file I/O of ``play``.

A file is written beside its place and moved over it, so a reader meets the old or the new one, never half of
either.  A file that cannot be read is refused with a reason and kept; nothing is written over it, and nothing over a
save in which another window of the game has played on.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, Self

from game.core import limits
from game.play.record import DamagedRecord, Record

HOME: Final = "TWENTY_YEARS_PEACE_HOME"
"""Environment variable that names another data folder."""

MAX_BYTES: Final = limits.SAVE_BYTES
AUTOSAVE: Final = "autosave"

PART: Final = re.compile(r"\..+\.[0-9a-f]{8}\.part")
"""Names of files that are being written."""

LEFT: Final = 60 * 60
"""Seconds after which such a file belongs to a program that was killed."""

STEP: Final = 2_000_000_000
"""Nanoseconds between two times that every file system tells apart; those of memory cards count by two seconds."""


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
    errno.EADDRINUSE: "taken",
}
"""What the machine calls a cause -> what the interface calls it."""

ELSEWHERE: Final = "elsewhere"
"""The cause that another window of the game has played on in the file."""


class StorageFailure(OSError):
    """The disk refused.  ``str()`` is an English sentence for logs; front ends print the parts in their language.

    task: what was asked for, None if only the sentence is known.  place: the file or folder.  cause: one of
    ``CAUSES``, ``ELSEWHERE``, ``crowded`` or ``other``.  said: the machine's own words for it, in whatever language it
    speaks, or empty.
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
        self._known: dict[str, bytes] = {}

    def path(self, slot: str) -> Path:
        """Returns the file of ``slot``."""
        return self.folder / f"{slot}.json"

    def save(self, record: Record, slot: str = AUTOSAVE) -> Path:
        """Writes ``record`` atomically, as the newest save; a damaged file in its place is first moved aside.

        Raises ``StorageFailure`` if the disk refuses, or if what lies there is no longer what this storage saved or
        loaded; the old file is then untouched.
        """
        target = self.path(slot)
        text = json.dumps(record.to_data(), ensure_ascii=False, indent=1)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if target.exists() and not self._is_ours(target):
                target.rename(free_name(target))
            elif self._was_played_on(slot):
                raise StorageFailure(f"Another window has played on in {target}.", Task.SAVE, target, ELSEWHERE)
            write_atomically(target, text)
            keep_newest(target, newest_beside(target, "*.json"))
            self._known[slot] = _digest(text.encode("utf-8", "replace"))
        except StorageFailure:
            raise
        except OSError as fault:
            raise StorageFailure.of(Task.SAVE, self.folder, fault) from fault
        return target

    def load(self, slot: str = AUTOSAVE) -> Record:
        """Reads a save to go on in it; raises ``DamagedRecord`` or ``StorageFailure``."""
        record, raw = self._read(slot)
        self._known[slot] = _digest(raw)
        return record

    def peek(self, slot: str) -> Record:
        """Reads a save only to see what it is; raises ``DamagedRecord`` or ``StorageFailure``."""
        return self._read(slot)[0]

    def _read(self, slot: str) -> tuple[Record, bytes]:
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
        return Record.from_data(data), raw

    def _was_played_on(self, slot: str) -> bool:
        try:
            return slot in self._known and _digest(self.path(slot).read_bytes()) != self._known[slot]
        except FileNotFoundError:
            return False

    def saves(self) -> tuple[Saved, ...]:
        """Returns the readable saves, newest first; damaged files are left out and left alone."""
        found = []
        try:
            files = sorted(self.folder.glob("*.json"))
        except OSError:
            return ()
        for file in files:
            try:
                found.append(Saved(file.stem, self.peek(file.stem), file.stat().st_mtime))
            except (DamagedRecord, OSError):
                continue
        return tuple(sorted(found, key=lambda saved: saved.time, reverse=True))

    def _is_ours(self, path: Path) -> bool:
        try:
            self.peek(path.stem)
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
    """Writes ``text`` as UTF-8 so that ``target`` is at every moment the old file or the new one.

    A file that is there keeps its permissions; a new one gets those that new files get here (the umask).
    Raises ``OSError``.
    """
    _sweep_once(target.parent)
    part = target.with_name(f".{target.name}.{os.urandom(4).hex()}.part")
    try:
        with part.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def sweep(folder: Path) -> None:
    """Deletes what programs that were killed in the middle of writing left in a folder; never raises."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if PART.fullmatch(path.name) and time.time() - path.stat().st_mtime > LEFT:
                path.unlink()


@cache
def _sweep_once(folder: Path) -> None:
    sweep(folder)


def newest_beside(target: Path, pattern: str) -> int:
    """Returns the time of the newest file beside ``target`` that fits a pattern, in nanoseconds; 0 without one."""
    times = [0]
    for path in target.parent.glob(pattern):
        if path != target:
            with contextlib.suppress(OSError):
                times.append(path.stat().st_mtime_ns)
    return max(times)


def keep_newest(target: Path, than: int) -> None:
    """Makes a file just written newer than the time given, even if the system's clock has gone backwards since."""
    with contextlib.suppress(OSError):
        if target.stat().st_mtime_ns <= than:
            os.utime(target, ns=(than + STEP, than + STEP))


def _digest(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=16).digest()


def free_name(path: Path) -> Path:
    """Returns a free name beside ``path`` under which a file that cannot be read is kept."""
    for number in range(1, 10_000):
        candidate = path.with_name(f"{path.stem}.damaged-{number}")
        if not candidate.exists():
            return candidate
    raise StorageFailure(f"Too many damaged saves beside {path}.", Task.ASIDE, path, "crowded")
