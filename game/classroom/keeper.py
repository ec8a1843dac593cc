"""A lesson that is being kept: every deed is checked, written to the log, then it holds.

The one door through which front ends change a lesson; it may be used from several threads.  A crash loses nothing but
the deed in flight.  Called by the host, the projector and the bots.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from game.classroom.answers import Refused
from game.classroom.deeds import Entry, apply
from game.classroom.lesson import Lesson
from game.classroom.log import DamagedLog, Log, NoLog, read
from game.classroom.room import Room

Clock = Callable[[], float]
"""Seconds that only ever go forward; what they count from does not matter."""


class Keeper:
    """One lesson, its room and its log."""

    def __init__(self, lesson: Lesson, log: Log | NoLog, clock: Clock, room: Room | None = None,
                 began: float = 0.0) -> None:
        """``began``: how many seconds the lesson had run when ``room`` was left."""
        self.lesson: Final = lesson
        self.log: Final = log
        self.room = room or Room()
        self._clock = clock
        self._zero = clock() - began
        self._latest = began
        self._lock = threading.RLock()
        self._watchers: list[Callable[[], None]] = []

    @property
    def now(self) -> float:
        """Seconds since the opening; the time a lesson was not open does not count.  Never less than before."""
        self._latest = max(self._latest, round(self._clock() - self._zero, 3))
        return self._latest

    def do(self, deed: str, **data: Any) -> Room:
        """Does one thing; raises ``Refused``, or ``OSError`` if it could not be written: then it did not happen."""
        with self._lock:
            if deed in ("answer", "decide"):
                data.setdefault("decision", self.lesson.stage(self.room).decision)
            entry = Entry(deed, self.now, data)
            room = apply(self.lesson, self.room, entry)
            if deed == "delete":
                self._redact(data)  # first: if it fails the text stands, and no line says that it was deleted
            self.log.add(entry)
            self.room = room
        for watcher in self._watchers:
            watcher()
        return room

    def watch(self, watcher: Callable[[], None]) -> None:
        """Lets ``watcher`` be called after every deed, from the thread that did it."""
        self._watchers.append(watcher)

    def close(self) -> None:
        """Closes the log."""
        self.log.close()

    def _redact(self, data: dict[str, Any]) -> None:
        """Takes a deleted text out of the file itself: what was deleted shall not be found there."""
        self.log.rewrite(lambda line: _without(line, data))


def resume(lesson: Lesson, path: Path, clock: Clock) -> Keeper:
    """Takes a lesson up where its log left it; raises ``DamagedLog`` or ``OSError``."""
    _, entries = read(path)
    room = Room()
    for number, entry in enumerate(entries, 2):
        try:
            room = apply(lesson, room, entry)
        except Refused as fault:
            raise DamagedLog(f"line {number} does not fit what came before ({fault.fault.value})") from None
    return Keeper(lesson, Log(path), clock, room, entries[-1].at if entries else 0.0)


def _without(line: bytes, data: dict[str, Any]) -> bytes:
    """Returns a log line, with the words emptied out if it holds the text that ``data`` names."""
    entry = json.loads(line)
    if "council" in data:
        same = entry.get("deed") == "decide" and all(entry.get(name) == data[name] for name in ("council", "decision"))
        changed = {**entry, "reason": "—", "mind": ""}
    else:
        same = entry.get("deed") == "answer" and all(
            str(entry.get(name, "")) == str(data.get(name, "")) for name in ("seat", "asked", "question", "decision"))
        changed = {**entry, "value": "—"}
    return json.dumps(changed, ensure_ascii=False, separators=(",", ":")).encode() if same else line

