"""Brings words to the ear: the system's speech if its library is there, else the clipboard, else nothing.

Not what is said (``game.ui.voice``) nor when (``narrator``).  Nothing here blocks a frame: speech runs in processes
behind a thread, and a speaker that breaks or hangs is given up for the clipboard, in silence.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pygame

from game.ui import speech

PATIENCE = 8.0
"""Seconds after which a speaker that does not answer is given up."""


class Talker(Protocol):
    """Something that speaks.  May block or raise: it is only ever called from the speaker's own thread."""

    def say(self, text: str, language: str) -> None: ...

    def stop(self) -> None: ...


class SpeechProcess:
    """A talker whose every text has a process of its own: to interrupt it is to end it.

    The next process is started ahead, so that its engine is ready when it is needed.
    """

    def __init__(self) -> None:
        self._speaking: subprocess.Popen[str] | None = None
        self._spare: subprocess.Popen[str] | None = None

    def say(self, text: str, language: str) -> None:
        self.stop()
        self._speaking, self._spare = self._spare or self._start(), None
        reading, writing = self._speaking.stdout, self._speaking.stdin
        assert reading is not None and writing is not None
        if reading.readline().strip() != speech.READY:
            raise OSError("the speech engine did not start")
        writing.write(json.dumps({"text": text, "language": language}) + "\n")
        writing.close()
        self._spare = self._start()

    def stop(self) -> None:
        process, self._speaking = self._speaking, None
        if process is not None:
            process.kill()
            process.wait(PATIENCE)

    def end(self) -> None:
        """Ends both processes; called once, when the game is left."""
        for process in (self._speaking, self._spare):
            if process is not None:
                process.kill()

    @staticmethod
    def _start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-P", str(Path(speech.__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))


def can_speak() -> bool:
    """Says whether the optional library for system speech is installed."""
    try:
        return importlib.util.find_spec(speech.LIBRARY) is not None
    except (ImportError, ValueError):
        return False


def to_clipboard(text: str) -> None:
    """Lays a text on the clipboard, where the monitor of a screen reader finds it."""
    pygame.scrap.put_text(text)


class Speaker:
    """Says one text at a time; a new one interrupts the one before.  All methods return at once.

    make: makes the talker for speech, None where there is none.  clip: takes a text to the clipboard.
    ``way`` is how texts really go: off, speech, clipboard or silent.
    """

    def __init__(self, make: Callable[[], Talker] | None = None, clip: Callable[[str], None] = to_clipboard) -> None:
        self._make = make if make is not None else SpeechProcess if can_speak() else None
        self._clip: Callable[[str], None] | None = clip
        self.mode = "off"
        self._talker: Talker | None = None
        self._thread: threading.Thread | None = None
        self._change = threading.Condition()
        self._pending: tuple[str, str] | None = None
        self._busy_since: float | None = None
        self._missed = ""
        self._broken = False

    @property
    def way(self) -> str:
        """How texts go now, after everything that has failed so far."""
        if self.mode == "off":
            return "off"
        if self.mode == "speech" and self._make is not None and not self._broken:
            return "speech"
        return "clipboard" if self._clip is not None else "silent"

    def best(self) -> str:
        """Returns the mode to use when reading aloud is switched on by its key."""
        return "speech" if self._make is not None and not self._broken else "clipboard"

    def use(self, mode: str) -> None:
        """Sets the mode: off, speech or clipboard."""
        if mode != self.mode:
            self.stop()
            self.mode = mode

    def say(self, text: str, language: str) -> None:
        """Says a text in place of whatever is being said."""
        self.tend()
        if not text or self.way in ("off", "silent"):
            return
        if self.way == "clipboard":
            self._lay(text)
            return
        self._post((text, language))

    def stop(self) -> None:
        """Stops reading; what lies on the clipboard stays."""
        if self._thread is not None and not self._broken:
            self._post(("", ""))

    def tend(self) -> None:
        """To be called now and then: gives up a speaker that hangs, and saves what a broken one left unsaid."""
        with self._change:
            since, missed = self._busy_since, self._missed
            self._missed = ""
            if since is not None and time.monotonic() - since > PATIENCE + 2:
                self._broken, missed, self._pending = True, missed or (self._pending or ("", ""))[0], None
        if missed and self.mode == "speech":
            self._lay(missed)

    def close(self) -> None:
        """Ends the speech process, if there is one."""
        self.stop()
        if isinstance(self._talker, SpeechProcess):
            self._talker.end()

    def _lay(self, text: str) -> None:
        if self._clip is None:
            return
        try:
            self._clip(text)
        except Exception:  # whatever a clipboard may do, the player has not asked for it
            self._clip = None

    # -- the thread --

    def _post(self, what: tuple[str, str]) -> None:
        with self._change:
            self._pending = what
            self._change.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="speaker", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while not self._broken:
            with self._change:
                self._change.wait_for(lambda: self._pending is not None)
                assert self._pending is not None
                (text, language), self._pending = self._pending, None
                self._busy_since = time.monotonic()
            try:
                if self._talker is None:
                    assert self._make is not None
                    self._talker = self._make()
                if text:
                    self._talker.say(text, language)
                else:
                    self._talker.stop()
            except Exception:  # an engine may raise anything at all; the clipboard takes over
                with self._change:
                    self._broken, self._missed = True, text
            with self._change:
                self._busy_since = None
