"""One of the two windows that are measured, in a process of its own: python -m tests.benchmarks.shown game|minimal [WxH IDLE]

Without a size it leaves after the first picture.  Prints one line of JSON: the moment of the first picture (seconds since the
epoch), and with a size the seconds of each frame, key and change of language, the share of a core while idle for ``IDLE``
seconds, the frames drawn meanwhile, and the memory in MB.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.timing import wall

COLOUR = (31, 41, 38)
Figures = dict[str, Any]


def memory() -> float:
    """Resident memory of this process in MB; 0 where it cannot be told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError, AttributeError):
        return 0.0


def minimal(size: tuple[int, int] | None, idle: float) -> Figures:
    """A window with one colour that waits for events."""
    import pygame

    pygame.display.init()
    pygame.font.init()
    surface = pygame.display.set_mode(size or (1280, 720))

    def draw() -> None:
        surface.fill(COLOUR)
        pygame.display.flip()

    draw()
    figures: Figures = {"first frame": time.time()}
    if size is None:
        return figures
    figures["frame"] = [wall(draw) for _ in range(50)]
    spent, until = time.process_time(), time.monotonic() + idle
    while time.monotonic() < until:
        pygame.event.get()
        time.sleep(0.04)
    return {**figures, "idle": [(time.process_time() - spent) / idle * 100], "memory": [memory()]}


def game(size: tuple[int, int] | None, idle: float) -> Figures:
    """The title; with a size then the first decision of the flagship and the map."""
    import pygame

    from game import resources
    from game.commands.common import library
    from game.play.session import Track
    from game.ui.gui.counting import Counting
    from game.ui.gui.desk import Desk
    from game.ui.gui.screens import flow
    from game.ui.gui.screens.title import TitleScreen
    from game.ui.gui.start import make_app
    from game.ui.language import read

    shelf = library(kept=True)
    desk = Desk(shelf, read(resources.assets() / "lang"), None, "mongolia-1945")
    app = make_app(resources.assets(), desk, "en", size or (1280, 720))
    app.open(TitleScreen(desk))
    figures: Figures = {"first frame": time.time()}
    if size is None:
        return figures
    desk.odds, desk.counts_ahead = Counting(app.wake, where=shelf.where), True
    desk.settings.predict = False
    desk.begin("mongolia-1945", Track.BRANCH, seed=7)
    app.open(flow.current(desk))

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

    figures["frame"] = [wall(redraw) for _ in range(50)]
    figures["input"] = [wall(press(pygame.K_TAB)) for _ in range(40)]
    figures["language"] = [wall(press(pygame.K_l)) for _ in range(12)][2:]  # the first of each meets texts for the first time
    press(pygame.K_m)()
    figures["map frame"] = [wall(redraw) for _ in range(50)]
    until = time.monotonic() + 120
    while desk.odds(desk.play) is None and time.monotonic() < until:  # the plays are counted in the background at first
        time.sleep(0.1)
    app.step(pygame.event.get())
    figures["memory"] = [memory()]
    frames, spent = app.frames, time.process_time()
    threading.Timer(idle, lambda: pygame.event.post(pygame.event.Event(pygame.QUIT))).start()
    app.run(app.stack[-1].screen)
    figures["idle"] = [(time.process_time() - spent) / idle * 100]
    figures["idle frames"] = [app.frames - frames - 1]  # run() draws the first one
    return figures


def main() -> None:
    name, *rest = sys.argv[1:]
    size = (int(rest[0].split("x")[0]), int(rest[0].split("x")[1])) if rest else None
    print(json.dumps({"game": game, "minimal": minimal}[name](size, float(rest[1]) if rest else 0.0)))


if __name__ == "__main__":
    main()
