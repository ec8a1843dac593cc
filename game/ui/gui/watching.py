"""Watches the files of a scenario and reads them anew, off the drawing path.

Asks the file system four times a second for times and sizes, which also works on shared drives and costs next to
nothing; a library for notices of the system would be one more thing to install for no gain.  Editors write in steps:
a change is read once the files have come to rest, and faults are told only if they last.  Used by ``previewing``.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from game.ui.preview import Advice, Fault, Reading

PERIOD: Final = 0.25
"""Seconds between two looks."""
SETTLED: Final = 0.2
"""Seconds without a change after which files are read."""
LASTING: Final = 0.7
"""Seconds without a change after which faults are believed."""

Stamp = tuple[int, int, int]
"""Time, size and number of a file."""
Signature = dict[Path, Stamp | None]
"""The stamps of all files watched; None for one that is not there."""


class Watch:
    """Looks, waits, reads, and hands over what came of it.

    read: reads everything, told which file changed last (None at first); advise: what lint says of the last good
    reading, asked after it was handed over.  first: the reading the window was opened with.
    """

    def __init__(self, read: Callable[[Path | None], Reading], first: Reading,
                 advise: Callable[[], tuple[Fault, ...]] | None = None) -> None:
        self._read, self._advise = read, advise
        self._last = first
        self._matches: dict[tuple[Path, str], tuple[Stamp | None, tuple[Path, ...]]] = {}
        self._seen = self._done = self.signature()
        self._changed: Path | None = None
        self._since = 0.0
        self._held: Reading | None = None
        self._due = advise is not None and first.rules is not None
        self._out: queue.SimpleQueue[Reading | Advice] = queue.SimpleQueue()
        self._stop = threading.Event()

    def start(self) -> None:
        """Begins to look, in a thread of its own."""
        threading.Thread(target=self._run, daemon=True, name="watching").start()

    def stop(self) -> None:
        """Ends the looking."""
        self._stop.set()

    def taken(self) -> list[Reading | Advice]:
        """Returns what came since it was last asked."""
        found = []
        while not self._out.empty():
            found.append(self._out.get())
        return found

    def _run(self) -> None:
        while not self._stop.wait(PERIOD):
            self.look(time.monotonic())

    def look(self, now: float) -> None:
        """Looks once; ``now`` are seconds of any clock."""
        present = self.signature()
        if present != self._seen:
            self._changed = _newest(self._seen, present) or self._changed
            self._seen, self._since, self._held = present, now, None
            return
        rest = now - self._since
        if self._held is not None:
            if rest >= LASTING:
                self._hand_over(self._held)
        elif present != self._done and rest >= SETTLED:
            reading = self._read(self._changed)
            self._done = present
            if reading.rules is not None or rest >= LASTING:
                self._hand_over(reading)
            else:
                self._held = reading
            self._follow(reading)
        elif self._due:
            self._due = False
            self._consider()

    def signature(self) -> Signature:
        """Returns how the files stand now: those read last, and those that match a pattern."""
        paths = dict.fromkeys(self._last.files)
        for folder, pattern in self._last.patterns:
            paths |= dict.fromkeys(self._matching(folder, pattern))
        return {path: _stamp(path) for path in paths}

    def _matching(self, folder: Path, pattern: str) -> tuple[Path, ...]:
        """The files of a pattern, looked up anew only if their folder has changed."""
        parent = folder / pattern.rpartition("/")[0]
        stamp = None if "*" in str(parent.relative_to(folder)) else _stamp(parent)
        known = self._matches.get((folder, pattern))
        if known is not None and stamp is not None and known[0] == stamp:
            return known[1]
        try:
            found = tuple(folder.glob(pattern))
        except (OSError, ValueError, IndexError, NotImplementedError):
            found = ()
        self._matches[folder, pattern] = stamp, found
        return found

    def _follow(self, reading: Reading) -> None:
        """From now on the files of this reading are watched, and those of the last one that it did not come to."""
        files = tuple(dict.fromkeys((*reading.files, *(self._last.files if reading.rules is None else ()))))
        patterns = tuple(dict.fromkeys((*reading.patterns, *(self._last.patterns if reading.rules is None else ()))))
        self._last = Reading(reading.rules, (), files, patterns)
        before, present = self._seen, self.signature()
        self._seen = self._done = present
        if any(before[path] != present.get(path) for path in before if path in present):
            self._done = {}  # it changed while it was read

    def _hand_over(self, reading: Reading) -> None:
        self._held = None
        self._out.put(reading)
        self._due = self._advise is not None and reading.rules is not None

    def _consider(self) -> None:
        assert self._advise is not None
        findings = self._advise()
        if self.signature() == self._seen:
            self._out.put(Advice(findings))


def _stamp(path: Path) -> Stamp | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _newest(before: Signature, after: Signature) -> Path | None:
    changed = [path for path, stamp in after.items() if stamp is not None and before.get(path) != stamp]
    return max(changed, key=lambda path: (after[path] or (0, 0, 0))[0], default=None)
