"""Short effects, played if this machine can and the player wants them; otherwise silence, without a word.

Never the only sign of anything.  Made by ``start`` and asked by the app; a test's window has none.  The mixer is
opened at the first effect that is wanted, apart from the rest of pygame.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import pygame

SILENT_PRESETS = frozenset({"projector"})
"""Presets in which nothing is heard: a class has its own sounds."""


class Wishes(Protocol):
    """What of the settings matters here; volume goes from 0 to 100."""

    sound: bool
    volume: int
    preset: str


class Sounds:
    """Plays ``NAME.wav`` of a folder.  wishes: gives the present settings at every call."""

    def __init__(self, folder: Path, wishes: Callable[[], Wishes]) -> None:
        self._folder, self._wishes = folder, wishes
        self._loaded: dict[str, pygame.mixer.Sound | None] = {}
        self._usable: bool | None = None

    def volume(self) -> float:
        """How loud effects are now, 0 to 1; 0 means not at all."""
        wishes = self._wishes()
        wanted = wishes.sound and wishes.preset not in SILENT_PRESETS
        return min(max(wishes.volume, 0), 100) / 100 if wanted else 0.0

    def play(self, name: str) -> bool:
        """Plays an effect; whether it could.  Never raises and never waits for it to end."""
        volume = self.volume()
        if volume <= 0.0 or not self._open():
            return False
        try:
            if name not in self._loaded:
                self._loaded[name] = None  # a file that fails once is not tried again
                self._loaded[name] = pygame.mixer.Sound(str(self._folder / f"{name}.wav"))
            effect = self._loaded[name]
            if effect is None:
                return False
            effect.set_volume(volume)
            return effect.play() is not None
        except (pygame.error, OSError):
            return False

    def deviceless(self) -> bool:
        """Whether an effect was wanted and there is no sound device to play it."""
        return self._usable is False

    def close(self) -> None:
        """Gives the audio device back."""
        if self._usable:
            with suppress(pygame.error):
                pygame.mixer.quit()
        self._usable, self._loaded = None, {}

    def _open(self) -> bool:
        if self._usable is None:
            try:
                with _quiet():
                    pygame.mixer.init(22_050, -16, 2, 512)
                self._usable = True
            except (pygame.error, OSError, NotImplementedError, AttributeError):
                self._usable = False  # no device, or a pygame built without a mixer
        return self._usable


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps the sound libraries of Linux from writing to the terminal that there is no device."""
    if sys.platform != "linux":
        yield
        return
    try:
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    try:
        sys.stderr.flush()
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
