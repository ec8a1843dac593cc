"""Talks in the window after they were held: the tree's card, the meetings read again, played on from, and filmed."""

import pygame
import pytest

from game.library import Library
from game.play.session import Track
from game.play.storage import Storage
from game.ui.gui.animation import Film, play_through
from game.ui.gui.audit import audit
from game.ui.gui.desk import Desk
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.screens.tree import TalksScreen, TreeScreen
from game.ui.gui.start import enliven, make_app
from game.ui.gui.widgets.stopcard import StopCard
from tests.ui.gui.pilot import LANGUAGES, Pilot
from tests.ui.gui.test_playing import ROOT

pytestmark = pytest.mark.slow

HOUSE = str(ROOT / "tests" / "debrief" / "scenarios" / "house.yaml")
MOVES = ("propose:price=2,date=1", "propose:price=3,date=2", "take")


class Window(Pilot):
    """A play of the house at its ending, in a window on no screen."""

    def __init__(self, folder, language="en", size=(1280, 720), moves=MOVES):
        self.desk = Desk(Library(), LANGUAGES, Storage(folder), HOUSE)
        self.desk.settings.predict = False
        self.app = make_app(ROOT / "assets", self.desk, language, size)
        self.desk.begin(HOUSE, Track.BRANCH, seed=2)
        for move in moves:
            self.desk.decide(move)
            while self.desk.here.ply < self.desk.play.ply:
                self.desk.go_on()
        self.app.open(TreeScreen(self.desk))

    def button(self, words):
        """Presses the button of a dialog that says ``words``."""
        found = next(widget for widget in self.app.root.walk() if widget.role == "button" and widget.label == words)
        self.click(found.key)


def cards(window):
    return [widget.said.id for widget in window.app.root.walk() if isinstance(widget, StopCard)]


def test_talks_are_one_card_reached_by_the_arrows(tmp_path):
    window = Window(tmp_path)
    assert cards(window) == ["talks", "keys", "home"]
    window.key(pygame.K_HOME)
    assert window.app.focused.key == "stop.talks"
    assert "Agreed: Date: one day" in window.said and "Agreed: Date: in spring" in window.said
    window.key(pygame.K_RIGHT)
    assert window.app.focused.key == "stop.keys"


def test_all_meetings_are_read_again_and_the_way_leads_back(tmp_path):
    window = Window(tmp_path)
    window.key(pygame.K_HOME, pygame.K_RETURN)
    window.button(window.app.ctx.t("tree.read"))
    assert isinstance(window.top, TalksScreen)
    for told in ("Exchange 1 of 3", "Exchange 2 of 3", "Put forward: Price: fair; Date: one day.", "Not for so little.",
                 "Hands are shaken.", "She had no other buyer."):
        assert told in window.said
    window.key(pygame.K_ESCAPE)
    assert isinstance(window.top, TreeScreen)


def test_to_play_on_from_talks_is_to_begin_them_anew(tmp_path):
    window = Window(tmp_path)
    left = window.desk.play
    window.key(pygame.K_HOME, pygame.K_RETURN)
    window.button(window.app.ctx.t("tree.branch"))
    play = window.desk.play
    assert play is not left and play.node.id == "talks" and play.rules.value(play.position, "round") == 0
    assert left.ended


def test_in_the_middle_of_talks_the_tree_stands_at_them(tmp_path):
    window = Window(tmp_path, moves=MOVES[:1])
    assert cards(window) == ["talks"] and window.app.focused.key == "stop.talks"
    assert "fair" not in window.said and "record" not in window.app.focused.value.lower()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_nothing_is_hidden_or_overlaps(tmp_path, language, size):
    window = Window(tmp_path, language, size)
    ply = window.top.tree.stop("talks").ply
    for screen in (window.top, TalksScreen(window.desk, ply), ComparisonScreen(window.desk.play)):
        window.app.open(screen)
        window.app.step([])
        assert audit(window.app.ctx, window.app.root) == []


def test_a_film_goes_through_talks_as_the_record_did(tmp_path):
    desk = Desk(Library(), LANGUAGES, Storage(tmp_path), HOUSE)
    film = Film(make_app(ROOT / "assets", desk, "en", (1024, 640)))
    enliven(film.app, desk, clock=lambda: film.now)
    play_through(film, desk, HOUSE)
    assert desk.play.ended and len(film.frames) > 6 and desk.play.departures() == 0
