"""A player without a display: presses keys and clicks widgets of the window, through posted events only."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from game import resources
from game.library import Library
from game.play.session import Track
from game.play.storage import Storage
from game.ui.gui.desk import Desk
from game.ui.gui.screens import flow
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.news import NewsScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.start import make_app
from game.ui.gui.widgets import text_tree
from game.ui.language import read

ASSETS = resources.assets()
TINY = str(ASSETS.parent / "tests" / "scenarios" / "tiny")
LANGUAGES = read(ASSETS / "lang")


class Pilot:
    """Sits at a window with the title of the tiny scenario; its saves lie in ``folder``."""

    def __init__(self, folder, language="en", size=(1280, 720), scenario=TINY):
        self.desk = Desk(Library(), LANGUAGES, Storage(folder), scenario)
        self.app = make_app(ASSETS, self.desk, language, size)
        self.app.open(TitleScreen(self.desk))

    @property
    def top(self):
        return self.app.stack[-1].screen

    @property
    def said(self):
        return text_tree(self.app.root)

    def key(self, *keys):
        for key in keys:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
            self.app.step(pygame.event.get())

    def click(self, key):
        at = self.app.root.find(key).visible().center
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            pygame.event.post(pygame.event.Event(kind, button=1, pos=at))
            self.app.step(pygame.event.get())

    def focus(self, key):
        for _ in range(120):
            if self.app.focused is not None and self.app.focused.key == key:
                return
            self.key(pygame.K_TAB)
        raise AssertionError(f"Tab never reached {key}")

    def press(self, key):
        self.focus(key)
        self.key(pygame.K_RETURN)

    def begin(self):
        """Begins a play that asks for no forecasts, as one who reads the title does."""
        self.desk.settings.predict = False
        self.press("title.new")
        assert isinstance(self.top, PickScreen)
        self.press("pick.go")
        assert isinstance(self.top, DecisionScreen)

    def begin_at(self, seed):
        """Begins a play with a known seed."""
        self.desk.settings.predict = False
        self.desk.begin(self.desk.names()[0], Track.BRANCH, seed=seed)
        self.app.open(flow.current(self.desk))

    def decide(self, option):
        """Takes an option by its number and issues it."""
        self.key(pygame.K_0 + option)
        self.press("issue")
        assert isinstance(self.top, RevealScreen)

    def read_on(self):
        """Reads what is told until something is to be decided, or the end."""
        while isinstance(self.top, RevealScreen | NewsScreen):
            self.key(pygame.K_RETURN)
