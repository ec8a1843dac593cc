"""The page of a deal as a player meets it in the window."""

import os
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from game import resources
from game.authoring.loader import load
from game.core.rules import Rules
from game.play.session import Session
from game.play.storage import Storage
from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.commands import Input
from game.ui.gui.screens.comparison import DEAL, ComparisonScreen
from game.ui.gui.widgets import Scatter, text_tree

PACT = Path(__file__).resolve().parents[1] / "scenarios" / "pact.yaml"
POOR = "propose:ford=1,toll=0,guard=0"
SLIDER = "deal.pact.town.toll"


@pytest.fixture
def session():
    scenario = load(PACT).scenario
    assert scenario is not None

    def play(*moves):
        made = Session(Rules(scenario), seed=1)
        for move in moves:
            made.play(move)
        return made
    return play


@pytest.fixture
def window(languages, tmp_path):
    def say(code, key, **values):
        spare = {"bar.menu": "☰", "dialog.close": "OK"}
        return languages[code].t(key, **values) if key in languages[code].strings else spare[key]

    def make(play, *, language="en", size=(1280, 720), scale=1.0, opened=()):
        assets = resources.assets()
        services = SimpleNamespace(languages=languages, storage=Storage(tmp_path))
        app = App(assets / "theme.yaml", assets / "fonts", say, language=language, size=size, services=services,
                  ui_scale=scale)
        screen = ComparisonScreen(play)
        screen.tab, screen.deal.opened = DEAL, {f"pact.{name}" for name in opened}
        app.open(screen)
        return app, screen
    return make


def go(app, key):
    for _ in range(200):
        if app.focused is not None and app.focused.key == key:
            return
        app.give(Input("next"))
    raise AssertionError(f"{key} cannot be reached")


@pytest.mark.parametrize("size, scale", [((1024, 640), 1.0), ((1024, 640), 2.0), ((1280, 720), 1.0),
                                         ((1920, 1080), 1.25)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_or_overlaps(window, session, language, size, scale):
    faults = []
    for move in (POOR, "leave"):
        app, _ = window(session(move), language=language, size=size, scale=scale, opened=("weights", "sources"))
        faults += audit(app.ctx, app.root)
    assert faults == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("move", [POOR, "propose:ford=1,toll=1,guard=2", "leave"])
def test_no_label_of_the_picture_lies_on_another(window, session, language, move):
    for size in ((1024, 640), (1920, 1080)):
        app, _ = window(session(move), language=language, size=size)
        (picture,) = [widget for widget in app.root.walk() if isinstance(widget, Scatter)]
        assert len(picture.boxes) == len(picture.plot.marks) >= 2
        for number, box in enumerate(picture.boxes):
            assert picture.rect.contains(box)
            assert box.collidelist(picture.boxes[number + 1:]) == -1


def test_a_scenario_without_a_bargain_has_no_such_tab(window, played):
    app, _ = window(played("keep", "wait"))
    tabs = [widget.key for widget in app.root.walk() if str(widget.key).startswith("tab.")]
    assert tabs and f"tab.{DEAL}" not in tabs


def test_the_picture_says_in_words_what_it_shows(window, session):
    app, _ = window(session(POOR))
    picture = app.root.find("deal.pact.plot")
    assert "Your treaty: The town 36.0, The guild 58.0." in picture.label
    assert "No treaty: The town 45.0, The guild 40.0." in picture.label


def test_weights_move_by_keyboard_and_everything_follows_at_once(window, session):
    app, screen = window(session(POOR))
    go(app, "deal.pact.weights")
    app.give(Input("ok"))
    go(app, SLIDER)
    before = app.root.find("deal.pact.plot").label
    app.give(Input("left"))
    assert app.focused.key == SLIDER and app.focused.value == "35 (40)"
    after = text_tree(app.root)
    assert app.root.find("deal.pact.plot").label != before
    assert "with your weights" in after and app.ctx.t("deal.note_yours") in after
    app.give(Input("right"))
    assert app.root.find("deal.pact.plot").label == before and screen.deal.weights == {"pact": {}}


def test_weights_move_by_mouse_and_reset_puts_the_scenarios_back(window, session):
    app, _ = window(session(POOR), size=(1920, 1080), opened=("weights",))
    slider = app.root.find(SLIDER)
    for scroll in app.stack[-1].scrolls():
        scroll.scroll_to(slider.rect)
    app.resize((1920, 1080))
    slider = app.root.find(SLIDER)
    y = slider.visible().centery
    app.give(Input("press", at=(slider.rect.x + slider.rect.w // 4, y)))
    app.give(Input("drag", at=(slider.rect.right - 2, y)))
    app.give(Input("release", at=(slider.rect.right - 2, y)))
    assert app.root.find(SLIDER).value == "100 (40)"
    go(app, "deal.pact.reset")
    app.give(Input("ok"))
    assert app.root.find(SLIDER).value == "40"
    assert "with your weights" not in text_tree(app.root)


def test_weights_are_not_in_the_report_nor_kept_by_another_comparison(window, session, tmp_path):
    play = session(POOR)
    app, screen = window(play, opened=("weights",))
    go(app, SLIDER)
    app.give(Input("left"))
    screen.export(app.ctx)
    (file,) = (tmp_path / "reports").glob("*.html")
    assert "with your weights" not in file.read_text(encoding="utf-8")
    app, _ = window(play)
    assert "with your weights" not in text_tree(app.root)


def test_where_the_figures_come_from_opens_with_its_footnotes(window, session):
    app, _ = window(session(POOR))
    assert "The ford fed the town." not in text_tree(app.root)
    go(app, "deal.pact.sources")
    app.give(Input("ok"))
    assert "The ford fed the town." in text_tree(app.root)
    go(app, "deal.pact.town.0.0")
    app.give(Input("ok"))
    assert "Annals, p. 12" in text_tree(app.root)


def test_the_language_switches_with_weights_and_parts_kept(window, session):
    app, _ = window(session(POOR), opened=("weights",))
    go(app, SLIDER)
    app.give(Input("left"))
    app.give(Input("lang"))
    assert app.focused.key == SLIDER and app.focused.value == "35（40）"
    assert "依所设权重" in text_tree(app.root)
