"""The log of a lesson on disk: one line for each entry, only ever added to, and the lesson that comes of it.

After a crash the lesson stands where the last whole line left it.  Holds no names, addresses or devices.  The first
line is the head: which scenario and format, which version wrote it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from game.classroom.deeds import Entry
from game.play.storage import write_atomically

FORMAT: Final = 1
SUFFIX: Final = ".lesson.jsonl"
MAX_BYTES: Final = 64 * 1024 * 1024


class DamagedLog(ValueError):
    """The file is not a lesson's log, or was written by a newer program; the message says which."""


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
        if data.get("lesson") != FORMAT:
            raise DamagedLog("written by another version of this program")
        try:
            texts = {name: str(data[name]) for name in cls.__dataclass_fields__ if name != "seed"}
            return cls(seed=int(data["seed"]), **texts)
        except (KeyError, TypeError, ValueError):
            raise DamagedLog("its first line is not the head of a lesson") from None


class Log:
    """An open log; every entry is on the disk before ``add`` returns."""

    def __init__(self, path: Path, head: Head | None = None) -> None:
        """Opens a log to add to; with ``head`` a new one.  Raises ``OSError``, ``FileExistsError`` included."""
        self.path: Final = path
        new = head is not None
        if not new:
            _cut_torn_end(path)
        self._file = path.open("xb" if new else "ab")
        if head is not None:
            self._write(head.to_data())

    def add(self, entry: Entry) -> None:
        """Adds an entry; raises ``OSError`` if the disk refuses."""
        self._write({"deed": entry.deed, "at": entry.at, **entry.data})

    def rewrite(self, change: Callable[[bytes], bytes]) -> None:
        """Writes the log anew with every line changed by ``change``; at every moment the old file or the new one."""
        lines = self.path.read_bytes().split(b"\n")
        write_atomically(self.path, b"\n".join(change(line) if line else line for line in lines).decode("utf-8"))
        self._file.close()
        self._file = self.path.open("ab")

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _write(self, data: Mapping[str, object]) -> None:
        line = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
        self._file.write(line.encode("utf-8", "replace"))
        self._file.flush()
        os.fsync(self._file.fileno())


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
