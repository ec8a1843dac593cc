"""What class of machine this is and what was measured with, without a name or a path."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version

import pygame

from game import __version__

LIBRARIES = ("numpy", "PyYAML", "pydantic", "transitions", "pygame-ce")


def described() -> Iterator[str]:
    """Yields lines: system, cores, Python, how busy it was, our version and that of the libraries that do the work."""
    sdl = ".".join(map(str, pygame.get_sdl_version()))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{cores} cores, {platform.system()} on {platform.machine()}, {platform.python_implementation()} {platform.python_version()}, SDL {sdl}"
    yield f"Twenty Years' Peace {__version__}: " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


def load() -> float | None:
    """Returns how many processes wanted a core in the last minute, on average; None where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
