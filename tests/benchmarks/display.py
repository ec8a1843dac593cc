"""A display to open windows on: the environment's, else one of our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def display() -> Iterator[tuple[dict[str, str], str]]:
    """Yields the environment to open a window in, and what it is called: the present one, ``Xvfb`` or none."""
    environment = {**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1", "SDL_AUDIODRIVER": "dummy"}
    if not sys.platform.startswith("linux") or any(map(environment.get, ("DISPLAY", "WAYLAND_DISPLAY"))):
        yield environment, "on the display of this machine"
    elif shutil.which("Xvfb"):
        reading, writing = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten",
                                   "tcp", "-noreset"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as answer:
                number = answer.readline().strip()
            yield {**environment, "DISPLAY": f":{number}", "SDL_VIDEODRIVER": "x11"}, "in Xvfb"
        finally:
            server.terminate()
            server.wait(10)
    else:
        yield {**environment, "SDL_VIDEODRIVER": "dummy"}, "without a display"
