"""How far a long count has come, on one line of the terminal; silent where nobody looks.

Ctrl-C asks the count to stop at the next good place, a second one stops it at once.  Called by the commands ``explore``
and ``simulate``.
"""

from __future__ import annotations

import signal
import sys
import time
from types import FrameType, TracebackType
from typing import Self

CELLS = 24
EVERY = 0.1
"""Seconds between two pictures of the line."""


class Progress:
    """A line on standard error while the block runs; ``stopped`` says that Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.stopped = False
        self._shown = sys.stderr.isatty()
        self._begun = self._last = time.monotonic()
        self._before: object = None

    def __enter__(self) -> Self:
        try:
            self._before = signal.signal(signal.SIGINT, self._stop)
        except ValueError:  # not the main thread: whoever runs it deals with Ctrl-C
            self._before = None
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]
        self._write("")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True

    def show(self, part: float, what: str) -> None:
        """Draws the line: a bar for ``part`` of 1, what is being done, the time gone by and the time to come."""
        now = time.monotonic()
        if not self._shown or now - self._last < EVERY:
            return
        self._last = now
        gone = now - self._begun
        left = f" −{_clock(gone * (1 - part) / part)}" if part > 0.02 and gone > 1 else ""
        full = round(max(0.0, min(1.0, part)) * CELLS)
        self._write(f"[{'█' * full}{'·' * (CELLS - full)}] {part:4.0%} {_clock(gone)}{left}  {what}")

    def _write(self, line: str) -> None:
        if self._shown:
            print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
