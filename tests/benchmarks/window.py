"""How fast and how lean the window is, beside a minimal pygame window in the same run.

Not a test, since the figures depend on the machine: run ``python tests/benchmarks/window.py``.  Uses the display of
the environment, else one of its own if ``Xvfb`` is there, else none.  ``--idle SECONDS`` shortens the longest part.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1280, 720)
TARGETS = {"first frame": "< 1000 ms", "input to picture": "< 50 ms", "language switch": "< 100 ms",
           "idle processor": "< 1 %", "idle frames": "0", "memory": "< 200 MB"}
Figures = dict[str, str]


def memory() -> float:
    """Resident memory of this process in MB; 0 where it cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, AttributeError):
        return 0.0


def timed(what: Callable[[], Any], times: int = 1) -> list[float]:
    """Milliseconds each call took."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        what()
        took.append((time.perf_counter() - begun) * 1000)
    return took


def said(took: list[float]) -> str:
    """The median, and the worst where there are several."""
    worst = f", worst {max(took):.0f}" if len(took) > 1 else ""
    return f"{statistics.median(took):.1f} ms{worst}"


def minimal(begun: float, idle: float) -> Figures:
    """A window with one colour that waits for events."""
    import pygame

    pygame.display.init()
    pygame.font.init()
    surface = pygame.display.set_mode(SIZE)
    surface.fill((31, 41, 38))
    pygame.display.flip()
    figures = {"first frame": f"{(time.time() - begun) * 1000:.0f} ms"}

    def redraw() -> None:
        surface.fill((31, 41, 38))
        pygame.display.flip()

    figures["redraw"] = said(timed(redraw, 50))
    spent, until = time.process_time(), time.monotonic() + idle
    while time.monotonic() < until:
        pygame.event.get()
        time.sleep(0.04)
    figures["idle processor"] = f"{(time.process_time() - spent) / idle * 100:.2f} %"
    figures["memory"] = f"{memory():.0f} MB"
    return figures


def game(begun: float, idle: float) -> Figures:
    """The title, then the first decision of the shipped scenario."""
    import pygame

    from game import resources
    from game.library import Library
    from game.play.session import Track
    from game.ui.gui.counting import Counting
    from game.ui.gui.desk import Desk
    from game.ui.gui.screens import flow
    from game.ui.gui.screens.title import TitleScreen
    from game.ui.gui.start import make_app
    from game.ui.language import read

    library = Library(resources.scenarios())
    desk = Desk(library, read(resources.assets() / "lang"), None, next(iter(library.names())))
    app = make_app(resources.assets(), desk, "en", SIZE)
    app.open(TitleScreen(desk))
    figures = {"first frame": f"{(time.time() - begun) * 1000:.0f} ms"}
    desk.odds, desk.counts_ahead = Counting(app.wake, where=library.where), True
    desk.settings.predict = False

    def first_page() -> None:
        desk.begin(desk.names()[0], Track.BRANCH, seed=7)
        app.open(flow.current(desk))

    figures["first page"] = said(timed(first_page))

    def redraw() -> None:
        app.dirty = True
        app.step(())

    def press(key: int) -> Callable[[], None]:
        def pressed() -> None:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
            drawn = app.frames
            app.step(pygame.event.get())
            assert app.frames > drawn, "the key changes the picture"
        return pressed

    figures["redraw"] = said(timed(redraw, 50))
    tab = press(pygame.K_TAB)
    figures["input to picture"] = said(timed(tab, 40))
    switch = timed(press(pygame.K_l), 12)
    figures["language switch"] = f"{said(switch[1:])}, first {switch[0]:.0f}"
    until = time.monotonic() + 120  # the plays are counted in the background at first
    while desk.odds(desk.play) is None and time.monotonic() < until:
        time.sleep(0.1)
    app.step(pygame.event.get())
    frames, spent = app.frames, time.process_time()
    threading.Timer(idle, lambda: pygame.event.post(pygame.event.Event(pygame.QUIT))).start()
    stack = app.stack
    app.run(stack[0].screen)
    figures["idle processor"] = f"{(time.process_time() - spent) / idle * 100:.2f} %"
    figures["idle frames"] = str(app.frames - frames - 1)  # run() draws the first one
    figures["memory"] = f"{memory():.0f} MB"
    return figures


@contextmanager
def display() -> Iterator[tuple[dict[str, str], str]]:
    """Yields the environment to open a window in, and what it is called."""
    environment = {**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1", "SDL_AUDIODRIVER": "dummy",
                   "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))}
    if not sys.platform.startswith("linux") or any(map(environment.get, ("DISPLAY", "WAYLAND_DISPLAY"))):
        yield environment, "the display of this machine"
    elif shutil.which("Xvfb"):
        reading, writing = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten",
                                   "tcp", "-noreset"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as answer:
                number = answer.readline().strip()
            yield {**environment, "DISPLAY": f":{number}", "SDL_VIDEODRIVER": "x11"}, "Xvfb"
        finally:
            server.terminate()
            server.wait(10)
    else:
        yield {**environment, "SDL_VIDEODRIVER": "dummy"}, "no display"


def measure(name: str, idle: float, environment: dict[str, str]) -> Figures:
    """Runs one of the two in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--only", name, "--idle", str(idle), "--begun", str(time.time())],
                          env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle", type=float, default=30.0, metavar="SECONDS")
    parser.add_argument("--only", choices=("game", "minimal"), help=argparse.SUPPRESS)
    parser.add_argument("--begun", type=float, default=0.0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps({"game": game, "minimal": minimal}[given.only](given.begun, given.idle)))
        return
    with tempfile.TemporaryDirectory() as home, display() as (environment, where):
        environment["TWENTY_YEARS_PEACE_HOME"] = home
        mine = measure("game", given.idle, environment)
        least = measure("minimal", given.idle, environment)
    print(f"{SIZE[0]}x{SIZE[1]}, {where}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    print(f"{'':18}{'the game':32}{'minimal window':28}target")
    for name in mine:
        print(f"{name:18}{mine[name]:32}{least.get(name, '-'):28}{TARGETS.get(name, '')}")


if __name__ == "__main__":
    main()
