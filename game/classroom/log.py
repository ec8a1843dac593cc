"""The log of a lesson on disk: one line for each entry, only ever added to, and the lesson that comes of it.

After a crash the lesson stands where the last whole line left it.  Holds no names, addresses or devices.  The first
line is the head: which scenario and format, which version wrote it.  A lesson is open in one program at a time.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from filelock import FileLock, Timeout

from game.classroom.deeds import Entry
from game.core import limits
from game.play.storage import keep_newest, newest_beside, write_atomically

FORMAT: Final = 1
SUFFIX: Final = ".lesson.jsonl"
MAX_BYTES: Final = limits.LOG_BYTES


class DamagedLog(ValueError):
    """The file is not a lesson's log, or was written by a newer program; the message says which."""


class LessonOpen(OSError):
    """The lesson is open in another program, or twice in this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a lesson is about.  ``opened`` is the local date and hour, for the teacher's list and the report."""

    scenario: str
    digest: str
    format: str
    language: str
    seed: int
    opened: str
    version: str

    def to_data(self) -> dict[str, object]:
        """Returns the head as JSON-ready data."""
        return {"lesson": FORMAT, **{name: getattr(self, name) for name in self.__dataclass_fields__}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Returns the head that ``to_data`` wrote; raises ``DamagedLog``."""
        version = data.get("lesson")
        if isinstance(version, int) and version > FORMAT:
            raise DamagedLog(f"written by a newer version of this program (format {version})")
        if version != FORMAT:
            raise DamagedLog("its first line does not say that it is a lesson")
        try:
            texts = {name: str(data[name]) for name in cls.__dataclass_fields__ if name != "seed"}
            return cls(seed=int(data["seed"]), **texts)
        except (KeyError, TypeError, ValueError):
            raise DamagedLog("its first line is not the head of a lesson") from None


class Log:
    """An open log; every entry is on the disk before ``add`` returns."""

    def __init__(self, path: Path, head: Head | None = None) -> None:
        """Opens a log to add to; with ``head`` a new one.

        Raises ``LessonOpen``, or ``OSError``, ``FileExistsError`` included.
        """
        self.path: Final = path
        self._lock: Final = locked(path)
        try:
            if head is None:
                _cut_torn_end(path)
            if head is not None:
                path.open("xb").close()
            self._file = path.open("ab", buffering=0)
            self._whole = path.stat().st_size
            self._torn = False
            self._others = newest_beside(path, f"*{SUFFIX}")
            if head is not None:
                self._write(head.to_data())
        except BaseException:
            self._lock.release()
            raise

    def add(self, entry: Entry) -> None:
        """Adds an entry; raises ``OSError`` if the disk refuses: nothing of the entry is then in the file."""
        self._write({"deed": entry.deed, "at": entry.at, **entry.data})

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """Writes the log anew with every line changed by ``change``; at every moment the old file or the new one."""
        if self._torn:
            self._take_back()
        lines = self.path.read_bytes().split(b"\n")
        write_atomically(self.path, b"\n".join(change(line) if line else line for line in lines).decode("utf-8"))
        self._file.close()
        self._file = self.path.open("ab", buffering=0)
        self._whole = self.path.stat().st_size

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
        self._lock.release()

    def _write(self, data: Mapping[str, object]) -> None:
        line = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
        rest = memoryview(line.encode("utf-8", "replace"))
        size = self._whole + len(rest)
        if self._torn:
            self._take_back()
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0:]
            os.fsync(self._file.fileno())
        except OSError:
            self._torn = True
            with contextlib.suppress(OSError):
                self._take_back()
            raise
        self._whole = size
        if time.time_ns() <= self._others:
            keep_newest(self.path, self._others)

    def _take_back(self) -> None:
        """Cuts off what a full disk let through of an entry that was refused; raises ``OSError`` if it cannot."""
        self._file.truncate(self._whole)
        self._torn = False


def locked(path: Path) -> FileLock:
    """Keeps other programs from a lesson until the lock is released or this program ends, however it ends.

    Raises ``LessonOpen``.  Where a lock cannot be had at all, on some network drives, there is none.
    """
    lock = FileLock(path.with_name(f".{path.name.removesuffix(SUFFIX)}.lock"), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise LessonOpen(f"{path} is open in another window") from None
    except (OSError, NotImplementedError):
        pass
    return lock


class NoLog:
    """A log that keeps nothing: for rehearsals and pictures."""

    path: Final = Path(os.devnull)

    def add(self, entry: Entry) -> None:
        """Lets the entry go."""

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """There is nothing to change."""

    def close(self) -> None:
        """There is nothing to close."""


def read(path: Path) -> tuple[Head, list[Entry]]:
    """Returns the head and the entries; a torn last line, the mark of a crash, is left out.

    Raises ``DamagedLog`` or ``OSError``.
    """
    if path.stat().st_size > MAX_BYTES:
        raise DamagedLog("larger than any lesson")
    lines = _lines(path.read_bytes())
    head = Head.from_data(next(lines, {}))
    entries = []
    for data in lines:
        deed, at = data.pop("deed", None), data.pop("at", None)
        if not isinstance(deed, str) or not isinstance(at, int | float):
            raise DamagedLog("a line of it is not an entry")
        entries.append(Entry(deed, float(at), data))
    return head, entries


def _lines(raw: bytes) -> Iterator[dict[str, Any]]:
    whole, _, _ = raw.rpartition(b"\n")
    for line in whole.split(b"\n") if whole else ():
        try:
            data = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            raise DamagedLog("a line of it cannot be read") from None
        if not isinstance(data, dict):
            raise DamagedLog("a line of it is not an entry")
        yield data


def _cut_torn_end(path: Path) -> None:
    """Cuts off a last line without its end, so that what is added next begins a line of its own."""
    with path.open("r+b") as file:
        raw = file.read()
        whole = raw.rfind(b"\n") + 1
        if whole < len(raw):
            file.truncate(whole)
