"""Plays the council in the window of the installed game, by keys alone, without a display; prints the ending.

Run by ``check.py`` inside a clean environment: it knows the installed game and pygame, nothing of the checkout.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame

from game import resources
from game.library import Library
from game.play.storage import Storage
from game.ui.gui.app import App
from game.ui.gui.desk import Desk
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.ending import EndingScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.start import make_app
from game.ui.language import read

SCENARIO = "council-1945"
PATIENCE = 200
"""More key presses than the shortest play and every page between need."""


def press(app: App, key: int) -> None:
    """Posts one key press and lets the window answer it."""
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
    app.step(pygame.event.get())


def focus(app: App, wanted: str) -> None:
    """Moves the focus to the widget called ``wanted`` by the tabulator."""
    for _ in range(PATIENCE):
        if app.focused is not None and app.focused.key == wanted:
            return
        press(app, pygame.K_TAB)
    raise SystemExit(f"the tabulator never reached {wanted}")


def choose(app: App) -> None:
    """Chooses the first option that is open, by its number; the button that issues it has the focus then."""
    for number in range(1, 10):
        press(app, pygame.K_0 + number)
        if app.focused is not None and app.focused.key == "issue":
            return
    raise SystemExit("no option of this decision can be chosen")


def play(folder: Path, language: str) -> str:
    """Plays from the title to the ending, always the first open option; returns the ending's id."""
    desk = Desk(Library(resources.scenarios()), read(resources.assets() / "lang"), Storage(folder), SCENARIO)
    desk.settings.predict = False
    app = make_app(resources.assets(), desk, language)
    app.open(TitleScreen(desk))
    for widget in ("title.new", "pick.go"):
        focus(app, widget)
        press(app, pygame.K_RETURN)
    for _ in range(PATIENCE):
        if isinstance(app.stack[-1].screen, EndingScreen):
            return str(desk.play.node.id)
        if isinstance(app.stack[-1].screen, DecisionScreen):
            choose(app)
        press(app, pygame.K_RETURN)
    raise SystemExit(f"no ending after {PATIENCE} pages; the window shows {type(app.stack[-1].screen).__name__}")


def main() -> None:
    """Plays once in each language into the folder given and reads what was saved."""
    folder = Path(sys.argv[1])
    endings = {language: play(folder / language, language) for language in ("en", "zh")}
    for language in endings:
        (saved,) = (folder / language).glob("play-*.json")
        assert json.loads(saved.read_text(encoding="utf-8"))["moves"], f"{saved.name} holds no move"
    assert len(set(endings.values())) == 1, f"the language changed the ending: {endings}"
    print(endings["en"])


if __name__ == "__main__":
    main()
