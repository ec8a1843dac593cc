"""The card of an ending and the moving picture of a play."""

import os
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game import resources
from game.cli import main
from game.debrief.compare import compare
from game.library import Library
from game.play.storage import Storage
from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.card import SIZE, card, sheet, told
from game.ui.gui.desk import Desk
from game.ui.gui.pictures import take_animation
from game.ui.gui.screen import Dialog
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.start import make_app
from game.ui.gui.widgets import Column, Paper, text_tree
from game.ui.gui.widgets.base import place

pytestmark = pytest.mark.slow

TINY = str(Path(__file__).resolve().parents[3] / "tests" / "scenarios" / "tiny")


@pytest.fixture
def window(languages, tmp_path):
    def make(language="en", folder=None):
        services = SimpleNamespace(languages=languages, storage=Storage(folder or tmp_path))
        assets = resources.assets()
        return App(assets / "theme.yaml", assets / "fonts", lambda code, key, **values: languages[code].t(key, **values),
                   language=language, services=services)
    return make


def press(app, key):
    app.step([pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="")])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_card_names_the_ending_in_both_languages_and_fits(window, played, language):
    app, session = window(language), played("share", "hold")
    screen = ComparisonScreen(session)
    app.open(screen)
    root = sheet(app.ctx, session, screen.comparison)
    place(app.ctx, root, pygame.Rect(36, 32, SIZE[0] - 72, SIZE[1] - 64))
    said = text_tree(root)
    for code in ("en", "zh"):
        assert app.ctx.services.languages[code].words(session.scenario.title) in said
    page = screen.page(app.ctx)
    assert page.ending in said and page.distance in said and page.mine in said
    assert all(row.name in said and row.rung in said for row in told(page))
    assert not any(note.text in said for note in page.footnotes), "a card tells no sources"
    assert page.record_ending == page.ending or page.record_ending not in said
    faults = [fault for fault in audit(app.ctx, root) if "no glyph" not in fault]
    assert faults == []


def test_a_card_tells_four_clauses_those_that_differ_first(window, played):
    app = window()
    screen = ComparisonScreen(played("share", "hold"))
    page = screen.page(app.ctx)
    chosen = told(page)
    assert 0 < len(chosen) <= 4
    left_out = [row for row in page.clauses if row.rung and row not in chosen]
    assert all(row.same for row in left_out) or not any(row.same for row in chosen)
    assert [row for row in page.clauses if row in chosen] == chosen


def test_a_card_is_the_same_whatever_the_window(window, played):
    app, session = window(), played("share", "hold")
    first = pygame.image.tobytes(card(app.ctx, session, compare(session)), "RGB")
    app.resize((1920, 1080))
    assert pygame.image.tobytes(card(app.ctx, session, compare(session)), "RGB") == first
    assert app.ctx.scale == 1.5, "the window keeps its own scale"


def test_p_saves_the_card_and_says_where(window, played, tmp_path):
    app = window("zh")
    app.open(ComparisonScreen(played("share", "hold")))
    press(app, pygame.K_p)
    assert isinstance(app.stack[-1].screen, Dialog)
    (saved,) = (tmp_path / "pictures").glob("*.png")
    assert pygame.image.load(saved).get_size() == SIZE
    assert saved.name in text_tree(app.root)


def test_the_button_saves_it_too(window, played, tmp_path):
    app = window()
    app.open(ComparisonScreen(played("share", "hold")))
    app.do(app.root.find("picture").activate())
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 1


def test_where_the_disk_refuses_the_player_is_told(window, played, tmp_path):
    (tmp_path / "pictures").write_text("in the way")
    app = window()
    app.open(ComparisonScreen(played("share", "hold")))
    press(app, pygame.K_p)
    assert "Picture not saved" in text_tree(app.root)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_writes_a_card(tmp_path, language, capsys):
    assert main(["screenshot", str(tmp_path), "--card", "--lang", language]) == 0
    (path,) = tmp_path.iterdir()
    assert str(path) in capsys.readouterr().out
    assert pygame.image.load(path).get_size() == SIZE


@pytest.mark.slow
def test_a_play_becomes_a_moving_picture(languages, tmp_path):
    image = pytest.importorskip("PIL.Image")
    path = take_animation(tmp_path / "play.gif", resources.assets(), languages, Library(), "en", (1280, 720), TINY)
    with image.open(path) as film:
        assert film.n_frames > 12 and film.size == (960, 540)
        lasting = 0
        for number in range(film.n_frames):
            film.seek(number)
            lasting += film.info["duration"]
    assert 8_000 < lasting < 60_000
    assert path.stat().st_size < 4_000_000


@pytest.mark.parametrize("size", [(1024, 640), (1280, 720)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_new_button_leaves_room_for_the_rest(languages, played, tmp_path, size, language):
    desk = Desk(Library(), languages, Storage(tmp_path), TINY)
    app = make_app(resources.assets(), desk, language, size)
    desk.session = played("share", "hold")
    app.open(ComparisonScreen(desk.session))
    assert audit(app.ctx, app.root) == []
    paper = next(widget for widget in app.root.walk() if isinstance(widget, Paper))
    assert isinstance(paper.children[0], Column)
    head = paper.children[0].children[0]
    assert head.rect.h < app.ctx.px(150)
    app.screenshot(tmp_path / "comparison.png")
