"""What moves and sounds: it comes to rest, any key ends it, and the page is whole from the first moment."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import wave
from array import array
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.library import Library
from game.play.session import Track
from game.play.settings import Settings
from game.play.storage import Storage
from game.ui.gui.audit import audit
from game.ui.gui.desk import Desk
from game.ui.gui.motion import Cue, Move, Timeline, fall, settle, ticks
from game.ui.gui.screens import flow
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.sound import Sounds
from game.ui.gui.stage import typed
from game.ui.gui.start import enliven, make_app
from game.ui.gui.widgets import text_tree
from game.ui.language import read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
TINY = str(ROOT / "tests" / "scenarios" / "tiny")
SOUNDS = ROOT / "assets" / "sounds"
LANGUAGES = read(ROOT / "assets" / "lang")
times = st.floats(0, 5, allow_nan=False)
moves = st.builds(Move, st.just("slide"), st.just("it"), st.floats(0, 2), st.floats(0, 2))


@given(move=moves, first=times, second=times)
def test_progress_never_goes_back_and_ends_at_one(move, first, second):
    line = Timeline([move])
    early, late = sorted((first, second))
    assert 0 <= line.progress(move, early) <= line.progress(move, late) <= 1
    assert line.progress(move, line.seconds) == 1
    assert line.ended(line.seconds)


@given(cues=st.lists(st.builds(Cue, st.just("key"), times)), steps=st.lists(times))
def test_every_cue_is_given_once_whatever_the_frames(cues, steps):
    line, before, heard = Timeline([], cues), -1.0, []
    for now in [*sorted(steps), 6.0]:
        heard += line.due(before, now)
        before = now
    assert sorted(cue.at for cue in heard) == sorted(cue.at for cue in cues)


@given(st.floats(0, 1))
def test_easing_stays_between_its_ends(part):
    assert (settle(0), settle(1), fall(0), fall(1)) == (0, 1, 0, 1)
    assert 0 <= fall(part) <= part <= settle(part) + 1e-12 <= 1 + 1e-9


def test_ticks_stay_within_the_typing():
    move = Move("type", "brief", 0.2, 0.6)
    assert all(0.2 <= cue.at <= 0.8 for cue in ticks(move))


@given(st.floats(0, 1))
def test_a_text_appears_from_its_first_word_to_its_last(part):
    stops, rect = [(0, 10, 30), (0, 10, 60), (10, 20, 30)], pygame.Rect(0, 0, 80, 40)
    shown = typed(stops, rect, part)
    assert sum(box.w * box.h for box in shown) <= sum(box.w * box.h for box in typed(stops, rect, min(1, part + 0.4)))
    assert typed(stops, rect, 0) == [] and typed(stops, rect, 1) == [rect]


class Played(list):
    """Takes the place of a loudspeaker."""

    def play(self, name):
        self.append(name)
        return True


class Table:
    """A play in a window whose clock the test moves."""

    def __init__(self, folder, size=(1280, 720), language="en", **settings):
        self.desk = Desk(Library(), LANGUAGES, Storage(folder), TINY)
        for name, value in settings.items():
            setattr(self.desk.settings, name, value)
        self.desk.settings.predict = False
        self.app, self.now, self.heard = make_app(ROOT / "assets", self.desk, language, size), 0.0, Played()
        enliven(self.app, self.desk, self.heard, lambda: self.now)
        self.desk.begin(TINY, Track.BRANCH, seed=1)
        while self.desk.here.kind != "decision":
            self.desk.go_on()
        self.app.open(flow.current(self.desk))

    def wait(self, seconds):
        self.now += seconds
        self.app.step([])

    def key(self, key):
        self.app.step([pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="")])

    def pixels(self):
        return pygame.image.tobytes(self.app.surface, "RGB")

    def finished(self):
        """What the page looks like in a window in which nothing ever moves."""
        still = make_app(ROOT / "assets", self.desk, self.app.ctx.language, self.app.surface.get_size())
        still.open(flow.current(self.desk))
        assert not still.stage.moving
        return pygame.image.tobytes(still.surface, "RGB")


@pytest.fixture
def table(tmp_path):
    return Table(tmp_path)


def test_a_brief_types_in_and_then_nothing_is_drawn_any_more(table):
    assert table.app.stage.moving
    first = table.pixels()
    table.wait(0.4)
    middle = table.pixels()
    table.wait(0.5)
    assert not table.app.stage.moving
    assert len({first, middle, table.pixels()}) == 3
    frames = table.app.frames
    for _ in range(200):
        table.wait(0.05)
    assert table.app.frames == frames
    assert table.pixels() == table.finished()


def test_the_page_is_whole_while_it_moves(table):
    moving = text_tree(table.app.root)
    assert audit(table.app.ctx, table.app.root) == []
    assert not any(widget.hidden for widget in table.app.root.walk())
    table.wait(2)
    assert text_tree(table.app.root) == moving


def test_a_key_ends_the_movement_and_does_what_it_always_does(table):
    table.key(pygame.K_2)
    assert not table.app.stage.moving
    assert table.app.focused.key == "issue"
    table.key(pygame.K_RETURN)
    assert isinstance(table.app.stack[-1].screen, RevealScreen) and table.app.stage.moving
    table.key(pygame.K_TAB)
    assert not table.app.stage.moving


def test_the_mouse_passing_by_or_letting_go_ends_nothing(table):
    at = (640, 300)
    table.app.step([pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0)),
                    pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=at)])
    assert table.app.stage.moving
    table.app.step([pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at)])
    assert not table.app.stage.moving


def test_an_order_is_sealed_then_the_papers_come(table):
    table.key(pygame.K_2)
    table.key(pygame.K_RETURN)
    assert table.app.root.find("order.chop").label == "The order is sealed and sent."
    seen = set()
    for _ in range(12):
        seen.add(table.pixels())
        table.wait(0.1)
    assert len(seen) > 6 and not table.app.stage.moving
    assert table.pixels() == table.finished()
    assert table.heard.count("stamp") == 1


def test_a_page_moves_only_when_it_first_comes(table):
    table.wait(2)
    table.key(pygame.K_ESCAPE)
    table.wait(0.1)
    table.key(pygame.K_ESCAPE)
    table.key(pygame.K_l)
    assert not table.app.stage.moving


def test_a_new_size_or_a_menu_in_the_middle_breaks_nothing(table):
    table.wait(0.3)
    table.app.resize((1024, 640))
    table.wait(0.05)
    assert table.app.stage.moving
    table.app.wake()
    table.app.step(pygame.event.get())
    table.wait(2)
    assert table.pixels() == table.finished()


@pytest.mark.parametrize("settings", [{"reduced_motion": True}, {"typewriter": False}])
def test_what_the_player_does_not_want_does_not_move(tmp_path, settings):
    table = Table(tmp_path, **settings)
    assert not table.app.stage.moving
    assert table.heard == ["paper"]
    assert table.pixels() == table.finished()


def test_a_window_stands_still_unless_told_otherwise(tmp_path):
    desk = Desk(Library(), LANGUAGES, Storage(tmp_path), TINY)
    app = make_app(ROOT / "assets", desk, "en")
    desk.begin(TINY, Track.BRANCH, seed=1)
    app.open(flow.current(desk))
    assert not app.stage.moving


def test_a_screenshot_shows_the_finished_page(table, tmp_path):
    table.app.screenshot(tmp_path / "page.png")
    saved = pygame.image.load(tmp_path / "page.png")
    assert pygame.image.tobytes(saved.convert(table.app.surface), "RGB") == table.finished()


def test_a_sealed_forecast_is_heard(tmp_path):
    table = Table(tmp_path)
    table.desk.settings.predict = True
    table.app.open(PredictScreen(table.desk, ""))
    table.app.root.find("share.1").on_change(100)
    table.app.root.find("predict.go").activate()
    assert table.heard[-1] == "seal"


# -- sound --


def heard_by(*lines, **environment):
    """Runs lines in a Python of their own; returns what it wrote, errors included."""
    code = "\n".join(("from pathlib import Path", "from game.play.settings import Settings",
                      "from game.ui.gui.sound import Sounds", f"folder = Path({str(SOUNDS)!r})", *lines))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1", **environment})
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), done.stderr


def test_without_an_audio_device_there_is_silence_and_no_message():
    said = heard_by("sounds = Sounds(folder, Settings)", "print(sounds.play('stamp'), sounds.play('key'))",
                    SDL_AUDIODRIVER="disk-that-is-not-there")
    assert said == ("False False", "")


def test_every_sound_can_be_played():
    said = heard_by("sounds = Sounds(folder, Settings)",
                    "print([sounds.play(n) for n in ('key', 'paper', 'page', 'stamp', 'seal')])",
                    "print(sounds.play('no such sound'))", "sounds.close()", SDL_AUDIODRIVER="dummy")
    assert said == ("[True, True, True, True, True]\nFalse", "")


@pytest.mark.parametrize("settings", [Settings(sound=False), Settings(volume=0), Settings(preset="projector")])
def test_the_mixer_is_not_even_opened_when_nothing_is_to_be_heard(settings, monkeypatch):
    monkeypatch.setattr(pygame.mixer, "init", lambda *_: pytest.fail("the mixer was opened"))
    assert Sounds(SOUNDS, lambda: settings).play("stamp") is False


def test_volume_is_the_players():
    assert Sounds(SOUNDS, lambda: Settings(volume=30)).volume() == pytest.approx(0.3)
    assert Sounds(SOUNDS, lambda: Settings(volume=900)).volume() == 1


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("sounds_build", SOUNDS / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sounds_are_built_the_same_every_time(maker, tmp_path):
    def sums(folder):
        folder.mkdir()
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in maker.build(folder)]
    assert sums(tmp_path / "a") == sums(tmp_path / "b")


def test_the_shipped_sounds_are_those_of_the_script(maker):
    total = 0
    assert {path.stem for path in SOUNDS.glob("*.wav")} == set(maker.SOUNDS)
    for name in maker.SOUNDS:
        path = SOUNDS / f"{name}.wav"
        total += path.stat().st_size
        with wave.open(str(path), "rb") as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
            shipped = array("h", file.readframes(file.getnframes()))
        made = maker.frames(name)
        assert len(shipped) == len(made)
        # Sines may differ in the last place from one system's library to another's.
        assert max(abs(a - b) for a, b in zip(shipped, made, strict=True)) <= 1
        assert shipped[-1] == 0
    assert total < 80_000


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(640, 480), (1024, 640), (3840, 2160)])
def test_every_size_of_window_comes_to_rest_on_the_finished_page(tmp_path, size, language):
    table = Table(tmp_path, size, language)
    for key in (pygame.K_2, pygame.K_RETURN):
        table.wait(0.3)
        table.key(key)
    for _ in range(8):
        table.wait(0.15)
    assert not table.app.stage.moving
    assert table.pixels() == table.finished()
