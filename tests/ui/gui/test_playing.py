"""A whole play in the window, by keys alone and by mouse alone, without a display."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.ui.gui.audit import audit
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.screens.decision import DecisionScreen, MemoScreen
from game.ui.gui.screens.ending import EndingScreen
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.news import NewsScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.screens.situation import SituationScreen
from game.ui.gui.screens.title import TitleScreen
from tests.ui.gui.pilot import ASSETS, LANGUAGES, Pilot

__all__ = ["LANGUAGES", "ROOT", "Pilot"]  # other tests of the window take them from here

ROOT = ASSETS.parent


@pytest.fixture
def pilot(tmp_path):
    return Pilot(tmp_path)


def begin(pilot):
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, PickScreen)
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, DecisionScreen)


def test_a_whole_play_by_keys(pilot, tmp_path):
    begin(pilot)
    assert "Fog on the river" in pilot.said and "Distance from the record: 0" in pilot.said
    pilot.key(pygame.K_1)
    assert isinstance(pilot.top, DecisionScreen), "one press must decide nothing"
    assert pilot.desk.play.decisions() == ()
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, PredictScreen)
    pilot.key(*[pygame.K_RIGHT] * 20)
    pilot.focus("predict.go")
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, RevealScreen)
    assert "You chose as the record did." in pilot.said
    assert "you gave the recorded choice 100 in 100" in pilot.said
    assert len(list(tmp_path.glob("play-*.json"))) == 1
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, NewsScreen)
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, DecisionScreen) and "The fare" in pilot.said
    pilot.key(pygame.K_3)
    assert pilot.top.chosen == "", "a closed option cannot be taken"
    pilot.key(pygame.K_2, pygame.K_RETURN)
    pilot.focus("predict.skip")
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, RevealScreen) and "Distance from the record: 1" in pilot.said
    pilot.key(pygame.K_RETURN, pygame.K_2, pygame.K_RETURN)
    pilot.focus("predict.skip")
    pilot.key(pygame.K_RETURN, pygame.K_RETURN)
    assert isinstance(pilot.top, EndingScreen) and "On the far side" in pilot.said
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, ComparisonScreen)
    pilot.key(pygame.K_e)
    (report,) = (tmp_path / "reports").glob("*.html")
    assert "On the far side" in report.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_whole_play_by_mouse(pilot, tmp_path):
    for key in ("title.new", "pick.track.record", "pick.predict", "pick.go"):
        pilot.click(key)
    assert isinstance(pilot.top, DecisionScreen) and "Record track" in pilot.said
    for option in ("option.2", "option.2", "option.1"):
        pilot.click(option)
        pilot.click("issue")
        assert isinstance(pilot.top, RevealScreen)
        while not isinstance(pilot.top, DecisionScreen | EndingScreen):
            pilot.click("next")
    assert isinstance(pilot.top, EndingScreen) and "At home" in pilot.said
    assert [step.move for _, step, _ in pilot.desk.play.decisions()] == ["wait", "pledge", "home"]
    pilot.click("compare")
    assert isinstance(pilot.top, ComparisonScreen)
    pilot.click("export")
    assert len(list((tmp_path / "reports").glob("*.html"))) == 1


@pytest.mark.slow
def test_undo_takes_the_decision_back(pilot):
    pilot.desk.settings.predict = False
    begin(pilot)
    pilot.key(pygame.K_2, pygame.K_RETURN)
    assert isinstance(pilot.top, RevealScreen)
    pilot.key(pygame.K_u)
    assert isinstance(pilot.top, DecisionScreen) and pilot.desk.play.decisions() == ()
    pilot.key(pygame.K_r)
    assert "The fare" in pilot.said


@pytest.mark.slow
def test_a_language_switch_keeps_the_place(pilot):
    pilot.desk.settings.predict = False
    begin(pilot)
    pilot.key(pygame.K_2)
    pilot.key(pygame.K_l)
    assert "过不过河" in pilot.said and "距史实" in pilot.said
    assert pilot.app.focused.key == "issue" and pilot.top.chosen == "wait"
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, RevealScreen) and "等太阳" in pilot.said
    pilot.key(pygame.K_l)
    assert isinstance(pilot.top, RevealScreen) and "Wait for the sun" in pilot.said


@pytest.mark.slow
def test_continue_goes_on_with_the_newest_play(pilot, tmp_path):
    pilot.desk.settings.predict = False
    begin(pilot)
    pilot.key(pygame.K_1, pygame.K_RETURN)
    again = Pilot(tmp_path, "zh")
    assert again.app.focused.key == "title.continue"
    again.key(pygame.K_RETURN)
    assert isinstance(again.top, DecisionScreen) and "船钱" in again.said
    assert [step.move for _, step, _ in again.desk.play.decisions()] == ["cross"]


@pytest.mark.slow
def test_a_damaged_autosave_offers_no_continue_and_stays(tmp_path):
    (tmp_path / "autosave.json").write_text("{", encoding="utf-8")
    pilot = Pilot(tmp_path)
    assert pilot.app.focused.key == "title.new"
    assert (tmp_path / "autosave.json").read_text(encoding="utf-8") == "{"


@pytest.mark.slow
def test_the_forecast_is_locked_once_sealed(pilot):
    begin(pilot)
    pilot.key(pygame.K_f, *[pygame.K_RIGHT] * 30)
    assert pilot.top.shares == {"cross": 100}
    pilot.focus("predict.go")
    pilot.key(pygame.K_RETURN, pygame.K_f)
    assert pilot.top.locked and "already" not in pilot.said
    pilot.key(pygame.K_RIGHT)
    assert pilot.desk.forecast() == "cross=100"


@pytest.mark.slow
def test_the_stance_follows_the_option_in_view(pilot):
    begin(pilot)
    seal = pilot.app.root.find("seal.0")
    assert seal.stance == "for"
    pilot.key(pygame.K_DOWN)
    assert pilot.app.root.find("seal.0").stance == "against"
    pilot.click("seal.0")
    assert isinstance(pilot.top, MemoScreen) and "The tide will not wait." in pilot.said


@pytest.mark.slow
def test_the_source_before_a_decision_does_not_tell_the_event(pilot):
    begin(pilot)
    pilot.focus("brief.0")
    pilot.key(pygame.K_RETURN)
    assert "River book" in pilot.said and "The ferry crossed at dawn." not in pilot.said


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_screen_shows_everything(tmp_path, language, size):
    pilot = Pilot(tmp_path, language, size)
    desk, faults = pilot.desk, []

    def look(screen):
        pilot.app.open(screen)
        faults.extend(f"{type(screen).__name__}: {fault}" for fault in audit(pilot.app.ctx, pilot.app.root))

    for screen in (TitleScreen(desk), PickScreen(desk), SettingsScreen(desk)):
        look(screen)
    desk.begin(desk.names()[0], PickScreen(desk).track, seed=1)
    for screen in (DecisionScreen(desk), PredictScreen(desk, ""), MemoScreen(desk, 0), SituationScreen(desk),
                   MenuScreen(desk)):
        look(screen)
    kinds = {"decision": DecisionScreen, "reveal": RevealScreen, "news": NewsScreen, "ending": EndingScreen}
    seen = set()
    while desk.here.kind != "ending":
        if desk.here.kind == "decision":
            desk.decide(desk.play.moves()[-1])
        else:
            desk.go_on()
        look(kinds[desk.here.kind](desk))
        seen.add(desk.here.kind)
    assert seen == set(kinds)
    assert faults == []
