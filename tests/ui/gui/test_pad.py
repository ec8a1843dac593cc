"""A game pad: a whole play by it alone, sticks and triggers, the hint bar, plugging in and out.  No real pad needed."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.library import Library
from game.play.storage import Storage
from game.ui.gui.audit import audit
from game.ui.gui.desk import Desk
from game.ui.gui.padglyph import PadKey
from game.ui.gui.pads import DELAY, EVERY, Pads
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.ending import EndingScreen
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.minutes import MinutesScreen
from game.ui.gui.screens.news import NewsScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.situation import SituationScreen
from game.ui.gui.screens.sources import SourcesScreen
from game.ui.gui.screens.table import TableScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.start import make_app
from game.ui.gui.widgets import text_tree
from game.ui.language import read

ROOT = Path(__file__).resolve().parents[3]
TINY = str(ROOT / "tests" / "scenarios" / "tiny")
TALKS = str(Path(__file__).resolve().parent / "scenarios" / "talks.yaml")
LANGUAGES = read(ROOT / "assets" / "lang")
BUTTONS = {name: getattr(pygame, f"CONTROLLER_BUTTON_{name}") for name in
           ("A", "B", "X", "Y", "BACK", "START", "LEFTSHOULDER", "RIGHTSHOULDER", "LEFTSTICK", "RIGHTSTICK", "DPAD_UP", "DPAD_DOWN",
            "DPAD_LEFT", "DPAD_RIGHT")}


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Hand:
    """Holds a pad: posts only CONTROLLER* events."""

    def __init__(self, folder, language="en", size=(1280, 720), scenario=TINY):
        self.desk = Desk(Library(), LANGUAGES, Storage(folder), scenario)
        self.app = make_app(ROOT / "assets", self.desk, language, size)
        self.app.pads = Pads(Clock())
        self.app.open(TitleScreen(self.desk))

    @property
    def top(self):
        return self.app.stack[-1].screen

    @property
    def said(self):
        return text_tree(self.app.root)

    @property
    def hints(self):
        return self.app.root.children[2].hints

    def post(self, kind, **values):
        pygame.event.post(pygame.event.Event(kind, instance_id=0, **values))
        self.app.step(pygame.event.get())

    def press(self, *names):
        for name in names:
            self.post(pygame.CONTROLLERBUTTONDOWN, button=BUTTONS[name])
            self.post(pygame.CONTROLLERBUTTONUP, button=BUTTONS[name])

    def lean(self, axis, share):
        self.post(pygame.CONTROLLERAXISMOTION, axis=getattr(pygame, f"CONTROLLER_AXIS_{axis}"),
                  value=round(share * 32767))

    def wait(self, seconds):
        self.app.pads.clock.now += seconds
        self.app.step([])

    def go(self, key):
        """Moves the focus with the directional pad and the shoulders until it is where it should be."""
        for _ in range(80):
            if self.app.focused is not None and self.app.focused.key == key:
                return
            self.press("RIGHTSHOULDER")
        raise AssertionError(f"the pad never reached {key}")


@pytest.fixture
def hand(tmp_path):
    return Hand(tmp_path)


def test_a_whole_play_by_pad_alone(hand):
    hand.press("A")
    assert isinstance(hand.top, PickScreen)
    hand.press("A")
    assert isinstance(hand.top, DecisionScreen) and "Fog on the river" in hand.said
    hand.press("LEFTSTICK")
    assert isinstance(hand.top, SituationScreen)
    hand.press("B", "X")
    assert isinstance(hand.top, SourcesScreen)
    hand.press("B", "Y")
    assert hand.app.ctx.language == "zh" and "河上有雾" in hand.said
    hand.press("Y")
    assert isinstance(hand.top, DecisionScreen) and hand.app.ctx.language == "en"
    hand.press("START")
    assert isinstance(hand.top, MenuScreen)
    hand.press("START")
    hand.go("option.1")
    hand.press("DPAD_DOWN")
    assert hand.app.focused.key == "option.2"
    hand.press("DPAD_UP", "A")
    assert hand.app.focused.key == "issue" and hand.desk.play.decisions() == ()
    hand.press("A")
    assert isinstance(hand.top, PredictScreen)
    hand.press(*["DPAD_RIGHT"] * 18, "DPAD_DOWN", *["DPAD_RIGHT"] * 2)
    hand.go("predict.go")
    assert hand.top.shares == {"cross": 90, "wait": 10}
    hand.press("A")
    assert isinstance(hand.top, RevealScreen) and "you gave the recorded choice 90 in 100" in hand.said
    hand.go("next")
    hand.press("A")
    assert isinstance(hand.top, NewsScreen)
    hand.press("A")
    assert isinstance(hand.top, DecisionScreen) and "The fare" in hand.said
    hand.press("BACK")
    assert "Fog on the river" in hand.said, "the view button takes a decision back"
    for option in ("option.1", "option.2", "option.1"):
        while not isinstance(hand.top, DecisionScreen):
            hand.go("next")
            hand.press("A")
        hand.go(option)
        hand.press("A", "A")
        if isinstance(hand.top, PredictScreen):
            hand.go("predict.skip")
            hand.press("A")
    while not isinstance(hand.top, EndingScreen):
        hand.go("next")
        hand.press("A")
    assert "At home" in hand.said
    hand.go("compare")
    hand.press("A")
    assert isinstance(hand.top, ComparisonScreen)
    hand.go("tab.path")
    hand.press("A")
    assert hand.top.tab == "path" and "Take his cap in pledge." in hand.said
    hand.go("title")
    hand.press("A")
    assert isinstance(hand.top, TitleScreen)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (1024, 640)])
def test_whole_talks_by_pad_alone(tmp_path, size):
    """From the title through three exchanges, a counter-offer taken, to the agreement and the deal beside the record."""
    hand = Hand(tmp_path, size=size, scenario=TALKS)
    hand.press("A", "A")
    assert isinstance(hand.top, TableScreen) and hand.app.focused.key == "to.table", "the brief comes first"
    hand.press("A")
    assert hand.app.focused.key == "rung.water.1" and hand.top.draft == {}
    hand.press("A", "DPAD_RIGHT")
    assert hand.top.draft == {"water": 1} and hand.app.focused.key == "rung.water.2", "looking around writes nothing"
    hand.press("DPAD_LEFT", "A")
    assert hand.app.focused.key == "rung.mill.1", "a clause already written leads on"
    for issue in ("mill", "road", "guard", "fish"):
        hand.go(f"rung.{issue}.1")
        hand.press("A")
    hand.press("A")
    assert hand.app.focused.key == "put" and hand.desk.play.decisions() == (), "composing puts nothing forward"
    hand.press("A")
    assert isinstance(hand.top, MinutesScreen) and "refuses over" in hand.said
    hand.press("Y")
    assert hand.app.ctx.language == "zh" and "第1回合记录" in hand.said
    hand.press("Y", "A")
    assert isinstance(hand.top, TableScreen) and "Exchange 2 of 4" in hand.said
    for taken_back in (True, False):
        for issue, rung in {"water": 3, "mill": 2, "road": 2, "guard": 2}.items():
            hand.go(f"rung.{issue}.{rung}")
            hand.press("A")
        hand.go("put")
        hand.press("A")
        assert "Their text" in hand.said
        if taken_back:
            hand.press("A", "BACK")
            assert isinstance(hand.top, TableScreen) and "Exchange 2 of 4" in hand.said, "the view button takes a text back"
            assert hand.top.draft == dict.fromkeys(("water", "mill", "road", "guard", "fish"), 1)
    hand.press("A")
    hand.go("take")
    hand.press("A")
    assert "your instructions do not allow it" in hand.said
    for issue in ("road", "guard"):
        hand.go(f"rung.{issue}.3")
        hand.press("A")
    hand.go("put")
    hand.press("A")
    assert isinstance(hand.top, MinutesScreen) and "the sluice opens the same night" in hand.said
    hand.press("A")
    assert isinstance(hand.top, EndingScreen) and "The mill turns." in hand.said
    hand.go("compare")
    hand.press("A")
    assert isinstance(hand.top, ComparisonScreen)
    hand.go("tab.deal")
    hand.press("A")
    assert hand.top.tab == "deal" and "The deal, under these assumed weights" in hand.said
    hand.go("deal.treaty.weights")
    hand.press("A")
    hand.go("deal.treaty.lower.water")
    hand.press("DPAD_RIGHT")
    assert hand.top.deal.weights == {"treaty": {"lower": {"water": 35}}}, "a weight is moved with the pad"
    assert audit(hand.app.ctx, hand.app.root) == []
    hand.go("title")
    hand.press("A")
    assert isinstance(hand.top, TitleScreen)


def test_the_hint_bar_speaks_of_what_was_used_last(hand):
    def pads():
        return [isinstance(key, PadKey) for key, _ in hand.hints]

    assert not any(pads())
    hand.press("DPAD_DOWN")
    assert all(pads()) and [key.face for key, _ in hand.hints][:2] == ["D-pad up down", "A"]
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_UP, mod=0, unicode=""))
    hand.app.step(pygame.event.get())
    assert not any(pads())
    hand.lean("LEFTY", 1)
    assert all(pads())
    for rel, expected in (((0, 0), True), ((3, 1), False)):
        pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=(5, 5), rel=rel, buttons=(0, 0, 0)))
        hand.app.step(pygame.event.get())
        assert all(pads()) is expected, "a pointer that did not move is no hand on the mouse"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pads_hints_fit_and_can_be_read(tmp_path, language):
    hand = Hand(tmp_path, language, (1024, 640))
    hand.press("A", "A")
    assert isinstance(hand.top, DecisionScreen)
    assert audit(hand.app.ctx, hand.app.root) == []
    assert {key.face for key, _ in hand.hints} >= {"A", "B", "X", "Y", "L3", "View"}
    assert ("方向键" if language == "zh" else "D-pad") in hand.app.root.children[2].label


def test_a_stick_steps_once_then_repeats_and_rests_in_its_dead_zone(hand):
    start = hand.app.focused.key
    hand.lean("LEFTY", 0.3)
    hand.wait(2)
    assert hand.app.focused.key == start, "a stick that merely trembles moves nothing"
    hand.lean("LEFTY", 0.8)
    first = hand.app.focused.key
    assert first != start
    hand.lean("LEFTY", 0.9)
    hand.wait(DELAY - 0.01)
    assert hand.app.focused.key == first, "one push is one step"
    hand.wait(0.02)
    second = hand.app.focused.key
    assert second != first
    hand.wait(EVERY + 0.01)
    third = hand.app.focused.key
    assert third != second
    hand.lean("LEFTY", 0.1)
    hand.wait(5)
    assert hand.app.focused.key == third


def test_a_shaky_diagonal_keeps_its_way():
    pads = Pads(Clock())

    def lean(axis, share):
        return pads.read(pygame.event.Event(pygame.CONTROLLERAXISMOTION, instance_id=3, axis=axis, value=int(share * 32767)))

    assert lean(0, 0.7).kind == "right"
    assert lean(1, 0.75) is None and lean(1, 0.65) is None
    assert lean(1, 0.95).kind == "down", "a clear change of mind is followed"
    assert lean(1, 0.0).kind == "right"
    assert lean(0, 0.0) is None and pads.due() is None


def test_triggers_turn_the_text(hand):
    seen = []
    hand.app.give = lambda given: seen.append(given.kind)
    hand.lean("TRIGGERRIGHT", 1)
    hand.lean("TRIGGERRIGHT", 0.9)
    hand.wait(DELAY + 0.01)
    hand.lean("TRIGGERRIGHT", 0)
    hand.wait(3)
    hand.lean("TRIGGERLEFT", 0.2)
    hand.lean("TRIGGERLEFT", 0.8)
    assert seen == ["page_down", "page_down", "page_up"]


def test_the_cross_repeats_until_it_is_let_go_or_the_pad_is_gone(hand):
    seen = []
    hand.app.give = lambda given: seen.append(given.kind)
    hand.post(pygame.CONTROLLERBUTTONDOWN, button=BUTTONS["DPAD_RIGHT"])
    hand.wait(DELAY + 0.01)
    hand.post(pygame.CONTROLLERBUTTONUP, button=BUTTONS["DPAD_RIGHT"])
    hand.wait(3)
    assert seen == ["right", "right"]
    hand.post(pygame.CONTROLLERBUTTONDOWN, button=BUTTONS["DPAD_LEFT"])
    hand.post(pygame.CONTROLLERDEVICEREMOVED)
    hand.wait(3)
    assert seen == ["right", "right", "left"], "a pad pulled out while held does not run on"
    hand.post(pygame.CONTROLLERBUTTONDOWN, button=BUTTONS["A"])
    hand.wait(3)
    assert seen[3:] == ["ok"], "only ways repeat, never a decision"


def test_pads_plugged_in_later_are_opened_and_kept(monkeypatch):
    opened = []

    def controller(number):
        opened.append(number)
        return SimpleNamespace(id=10 + number)

    fake = SimpleNamespace(init=lambda: None, get_count=lambda: 1, is_controller=lambda number: number != 7, Controller=controller)
    monkeypatch.setattr(pygame._sdl2, "controller", fake, raising=False)
    pads = Pads(Clock())
    pads.open_all()
    for number in (1, 7):
        assert pads.read(pygame.event.Event(pygame.CONTROLLERDEVICEADDED, device_index=number)) is None
    assert opened == [0, 1] and not pads.active
    pads.read(pygame.event.Event(pygame.CONTROLLERDEVICEREMOVED, instance_id=11))
    assert sorted(pads._open) == [10]


@pytest.mark.parametrize("fault", ["missing", "refusing"])
def test_without_pads_nothing_is_said(monkeypatch, capfd, fault):
    def refuse(*_):
        raise pygame.error("no pads here")

    monkeypatch.setattr(pygame._sdl2, "controller", SimpleNamespace(init=refuse, is_controller=refuse), raising=False)
    if fault == "missing":
        monkeypatch.delattr(pygame._sdl2, "controller")
        monkeypatch.setitem(sys.modules, "pygame._sdl2.controller", None)
    pads = Pads(Clock())
    pads.open_all()
    assert pads.read(pygame.event.Event(pygame.CONTROLLERDEVICEADDED, device_index=0)) is None
    assert capfd.readouterr() == ("", "")
