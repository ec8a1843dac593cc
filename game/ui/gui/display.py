"""Opens the window, or says that there is no screen to open it on.  Called by the app alone."""

from __future__ import annotations

import os
import sys

import pygame

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")


class NoDisplay(RuntimeError):
    """There is no screen to open a window on."""


def open_window(size: tuple[int, int]) -> pygame.Surface:
    """Opens a window that can be resized; returns its surface.  Raises ``NoDisplay`` where there can be none."""
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    # Pages are drawn in memory and seldom: a context of the graphics card would only cost memory, time and power.
    os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    if sys.platform == "linux" and not any(map(os.environ.get, _DISPLAYS)):
        raise NoDisplay("no display is named in the environment")  # asking SDL would make it complain aloud
    try:
        pygame.display.init()
        # SDL falls back to drawing into nothing; unless that was asked for, it is no window.
        if pygame.display.get_driver() in ("dummy", "offscreen", "evdev") and not os.environ.get("SDL_VIDEODRIVER"):
            raise pygame.error("no display")
        return pygame.display.set_mode(size, pygame.RESIZABLE)
    except pygame.error as fault:
        raise NoDisplay(f"no window can be opened here ({fault}); the terminal version needs none") from fault
