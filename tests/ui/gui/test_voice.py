"""Reading aloud: what is said of every page and control, in both languages, and speakers that misbehave."""

import os
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.library import Library
from game.play.storage import Storage
from game.ui import speech
from game.ui.gui import speaker as speakers
from game.ui.gui.desk import Desk
from game.ui.gui.linebreak import plain_text
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.ending import EndingScreen
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.news import NewsScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.speaker import Speaker
from game.ui.gui.start import give_voice, make_app
from game.ui.gui.widgets import Button, Column, OptionCard, Paragraph, Scroll, Selector, Slider, Table, Toggle
from game.ui.language import read
from game.ui.voice import Voice

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
TINY = str(ROOT / "tests" / "scenarios" / "tiny")
LANGUAGES = read(ROOT / "assets" / "lang")
VOICES = {code: Voice(language.t) for code, language in LANGUAGES.items()}


class Ear:
    """A clipboard that remembers."""

    def __init__(self):
        self.heard = []

    def __call__(self, text):
        self.heard.append(text)

    @property
    def last(self):
        return self.heard[-1] if self.heard else ""


class Listener:
    """A player who listens: everything said lands on the clipboard of this test."""

    def __init__(self, folder, language="en", mode="clipboard", make=None):
        self.desk, self.ear = Desk(Library(), LANGUAGES, Storage(folder), TINY), Ear()
        self.app = make_app(ROOT / "assets", self.desk, language)
        self.speaker = Speaker(make, self.ear)
        give_voice(self.app, self.desk, self.speaker)
        self.desk.settings.voice = mode
        self.open(TitleScreen(self.desk))

    def open(self, screen):
        self.app.open(screen)
        self.app.step([])

    def key(self, *keys, mod=0):
        for key in keys:
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=""))
            self.app.step(pygame.event.get())

    def pages(self):
        """Every screen of a play, one after another."""
        desk = self.desk
        yield TitleScreen(desk)
        yield PickScreen(desk)
        yield SettingsScreen(desk)
        desk.begin(desk.names()[0], PickScreen(desk).track, seed=1)
        yield DecisionScreen(desk)
        yield PredictScreen(desk, "")
        yield MenuScreen(desk)
        kinds = {"decision": DecisionScreen, "reveal": RevealScreen, "news": NewsScreen, "ending": EndingScreen}
        while desk.here.kind != "ending":
            if desk.here.kind == "decision":
                desk.decide(desk.play.moves()[0])
            else:
                desk.go_on()
            yield kinds[desk.here.kind](desk)
        yield ComparisonScreen(desk.play)


@pytest.fixture
def listener(tmp_path):
    return Listener(tmp_path)


def focus_of(language, widget, root=None):
    return " ".join(VOICES[language].focus(widget, root or widget))


def test_each_kind_of_control_is_told_apart_in_both_languages():
    two = [Button("Sign", key="go.1"), Button("Leave", key="go.2", enabled=False, reason="the door is shut")]
    root = Column(two)
    assert focus_of("en", two[0], root) == "Sign. Button 1 of 2."
    assert focus_of("en", two[1], root) == "Leave. Not available: the door is shut. Button 2 of 2."
    card = OptionCard(2, "Wait", sub="until noon", selected=True)
    assert focus_of("en", card) == "Wait. until noon. Chosen. Option 2."
    assert focus_of("zh", OptionCard(2, "等待", selected=True)) == "等待。 已选。 选项，第2项。"
    slider = Slider("Cross at once", 35)
    assert focus_of("en", slider) == "Cross at once. 35%. Slider, left and right."
    assert focus_of("zh", Slider("立即过河", 35)) == "立即过河。 35%。 滑块，用左右键调节。"
    assert focus_of("en", Toggle("Paper", True, words=("off", "on"))) == "Paper. on. Switch, left and right."
    assert "中文" in focus_of("zh", Selector("语言", [("en", "English"), ("zh", "中文")], "zh"))
    said = focus_of("en", Paragraph("They left.[[1]] It rained.[[2]]", grade="disputed", grade_word="Disputed",
                                    source="two accounts", on_note=lambda mark: None))
    assert said == "Disputed. two accounts. They left. It rained. Note 1 of 2, Enter opens it."
    table = Table([("Issue", 1, "left"), ("Yours", 1, "left")], [["Rent", "**≠ differs**\nhigh[[3]]"]],
                  on_row=lambda row: None, key="clause")
    assert focus_of("en", table.children[1], Column([table])) == "Issue: Rent. Yours: differs. high. Row."
    assert [line.text for line in VOICES["en"].page(Column([table]))] == ["Issue: Rent. Yours: differs. high."]
    long = Scroll(Column([]))
    assert focus_of("en", long) == "More text, up and down."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_read_with_its_grades_and_without_footnotes(tmp_path, language):
    listener = Listener(tmp_path, language)
    told = {}
    for screen in listener.pages():
        listener.open(screen)
        told[type(screen).__name__] = told.get(type(screen).__name__, "") + listener.ear.last
        assert "[[" not in listener.ear.last and "[1]" not in listener.ear.last
    assert all(told.values())
    record, estimate, composed = (LANGUAGES[language].t(f"grade.{grade}") for grade in ("fact", "model", "invention"))
    assert record in told["RevealScreen"] and estimate in told["RevealScreen"]
    assert composed in told["NewsScreen"] and composed in told["EndingScreen"]
    words = LANGUAGES[language]
    assert words.t("voice.place", role=words.t("voice.role.option"), n=1, total=2) in told["DecisionScreen"]
    book = {"en": "River book, p. 3", "zh": "河志"}[language]
    for name in ("DecisionScreen", "RevealScreen", "NewsScreen"):
        assert book not in told[name], f"{name} reads its footnotes out"
    foreign = {"en": "河上有雾", "zh": "Fog on the river"}[language]
    assert foreign not in " ".join(told.values())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_said_that_is_not_shown(tmp_path, monkeypatch, language):
    """Whatever the text engine set while the page was made and drawn, nothing else may be heard of it."""
    listener, drawn = Listener(tmp_path, language), []
    voice = VOICES[language]
    engine = listener.app.ctx.text
    layout = engine.layout

    def noting(text, *rest, **more):
        drawn.append(plain_text(text))
        return layout(text, *rest, **more)

    monkeypatch.setattr(engine, "layout", noting)
    strangers = []
    for screen in listener.pages():
        drawn.clear()
        listener.app.open(screen)
        for widget in listener.app.root.walk():
            if widget.rect.w:
                widget.measure(listener.app.ctx, widget.rect.w)
        shown = voice.clean("\n".join(drawn)).replace(" ", "")
        # The bar sets its texts when it is drawn; a picture and the badge of a stance are put into words.
        pieces = [node.value if node.role == "person" else node.label for node in listener.app.root.walk()
                  if node.role in ("banner", "image", "person")]
        for line in voice.page(listener.app.root, overlay=screen.overlay):
            for piece in split(voice, line.text, language):
                if piece.replace(" ", "") not in shown and not any(piece in voice.clean(bar) for bar in pieces):
                    strangers.append((type(screen).__name__, piece))
    assert strangers == []


def split(voice, text, language):
    """The sentences of a line that do not belong to the words by which controls are named."""
    words = LANGUAGES[language]
    own = {words.t(f"voice.role.{role}") for role in
           ("button", "option", "person", "tab", "slider", "selector", "toggle", "choice", "row", "scroll")}
    own |= {words.t(f"voice.state.{state}") for state in ("current", "chosen", "open", "closed")}
    before = words.t("voice.unavailable", reason="|").split("|")[0]
    note = words.t("voice.source", n=1, total=1)
    for piece in text.split(words.t("voice.stop")):
        piece = piece.strip().removeprefix(before)
        named = any(piece.startswith(word) for word in own) or piece[:3] == note[:3]
        if piece and not named and ": " not in piece and "：" not in piece:
            yield piece


def test_a_new_page_is_read_whole_and_the_focus_after_it(listener):
    listener.key(pygame.K_RETURN, pygame.K_RETURN)
    assert isinstance(listener.app.stack[-1].screen, DecisionScreen)
    said = listener.ear.last
    order = ["Distance from the record: 0", "The fog is thick", "Do you cross?", "Cross at once.", "Old Li",
             "Option 1 of 2.", "Enter: "]
    assert [said.find(text) for text in order] == sorted(said.find(text) for text in order) and said.find(order[0]) >= 0
    listener.key(pygame.K_DOWN)
    assert listener.ear.last == "Wait for the sun. Option 2 of 2."


def test_a_value_alone_is_said_when_only_it_changes(listener):
    listener.key(pygame.K_RETURN, pygame.K_RETURN, pygame.K_f)
    listener.key(pygame.K_RIGHT)
    assert listener.ear.last == "95 left to give. 5%."


def test_a_switch_of_language_reads_the_page_again(listener):
    listener.key(pygame.K_RETURN, pygame.K_RETURN, pygame.K_l)
    assert "雾很浓，十个人在等。" in listener.ear.last and "The fog" not in listener.ear.last


def test_coming_back_from_a_card_does_not_read_the_page_again(listener):
    listener.key(pygame.K_RETURN, pygame.K_RETURN, pygame.K_i)
    assert "The passengers" in listener.ear.last and "The fog is thick" not in listener.ear.last
    listener.key(pygame.K_ESCAPE)
    assert "The fog is thick" not in listener.ear.last and listener.ear.last.endswith("Option 1 of 2.")


def test_v_switches_and_nothing_is_said_while_it_is_off(tmp_path):
    listener = Listener(tmp_path, mode="off")
    listener.key(pygame.K_DOWN, pygame.K_UP)
    assert listener.ear.heard == []
    assert ("V", "Read aloud") in listener.app.root.children[2].hints
    listener.key(pygame.K_v)
    assert listener.ear.last.startswith("Reading aloud is on.") and "The ferry" in listener.ear.last
    assert listener.app.root.children[2].hints[0] == ("V", "Stop reading aloud")
    listener.key(pygame.K_v, pygame.K_DOWN)
    assert listener.ear.last == "Reading aloud is off." and listener.desk.settings.voice == "off"


def test_an_idle_window_says_nothing_more(listener):
    said = len(listener.ear.heard)
    for _ in range(50):
        listener.app.step([])
    assert len(listener.ear.heard) == said


class Mouth:
    """A talker of the test: notes what it is told, or fails, or never comes back."""

    def __init__(self, fault=""):
        self.fault, self.told, self.stops, self.release = fault, [], 0, threading.Event()

    def say(self, text, language):
        if self.fault == "raises":
            raise RuntimeError("no voice")
        if self.fault == "hangs":
            self.release.wait(20)
        self.told.append((text, language))

    def stop(self):
        self.stops += 1


def until(holds, seconds=5.0):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.005)
    return holds()


def test_ctrl_stops_the_reading_and_keeps_it_on(tmp_path):
    mouth = Mouth()
    listener = Listener(tmp_path, mode="speech", make=lambda: mouth)
    assert until(lambda: mouth.told) and mouth.told[0][1] == "en"
    listener.key(pygame.K_LCTRL, mod=pygame.KMOD_LCTRL)
    assert until(lambda: mouth.stops == 1)
    assert listener.desk.settings.voice == "speech"
    listener.key(pygame.K_DOWN)
    assert until(lambda: len(mouth.told) == 2) and "Button 2 of" in mouth.told[1][0]
    assert listener.ear.heard == [], "speech leaves the clipboard alone"


def test_a_speaker_that_raises_gives_way_to_the_clipboard(tmp_path, capfd):
    listener = Listener(tmp_path, mode="speech", make=lambda: Mouth("raises"))
    assert until(lambda: listener.app.step([]) or listener.ear.heard)
    assert "The ferry" in listener.ear.last and listener.speaker.way == "clipboard"
    listener.key(pygame.K_DOWN)
    assert "Button 2 of" in listener.ear.last
    assert capfd.readouterr() == ("", "")


def test_a_speaker_that_hangs_holds_up_no_frame(tmp_path, monkeypatch):
    mouth = Mouth("hangs")
    listener = Listener(tmp_path, mode="speech", make=lambda: mouth)
    assert until(lambda: listener.speaker._busy_since is not None)
    for _ in range(10):  # whoever waited for the mouth would wait for ever
        listener.speaker.say("again", "en")
        listener.speaker.stop()
        listener.app.step([])
    monkeypatch.setattr(speakers, "PATIENCE", -2.0)
    listener.app.step([])
    assert listener.speaker.way == "clipboard", "one that does not answer in time is given up"
    listener.key(pygame.K_DOWN)
    assert "Button 2 of" in listener.ear.last
    mouth.release.set()


def test_a_clipboard_that_fails_is_given_up_in_silence(tmp_path, capfd):
    def broken(text):
        raise pygame.error("no clipboard")

    listener = Listener(tmp_path, mode="off")
    listener.speaker._clip = broken
    listener.key(pygame.K_v, pygame.K_DOWN)
    assert listener.speaker.way == "silent" and capfd.readouterr() == ("", "")


def test_the_clipboard_of_the_window_takes_both_scripts(tmp_path):
    Listener(tmp_path, mode="off")
    speakers.to_clipboard("Fog 雾")
    assert pygame.scrap.get_text() == "Fog 雾"


LIBRARY = '''
import pathlib, time
LOG = pathlib.Path(__file__).with_name("said.txt")
class Engine:
    def __init__(self): self.voice, self.text = "", ""
    def getProperty(self, name):
        return [type("V", (), {"id": "anna", "name": "Anna", "languages": [b"\\x05en-gb"]}),
                type("V", (), {"id": "mei", "name": "Mei", "languages": ["zh-CN"]})]
    def setProperty(self, name, value): self.voice = value
    def say(self, text): self.text = text
    def runAndWait(self):
        with LOG.open("a", encoding="utf-8") as log: log.write(f"{self.voice}: {self.text}\\n")
        time.sleep(30 if "long" in self.text else 0)
def init():
    if "broken" in LOG.parent.name: raise OSError("no eSpeak")
    return Engine()
'''


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sound", "broken"])
def test_the_speech_process_speaks_is_interrupted_and_may_fail(tmp_path, monkeypatch, name):
    folder = tmp_path / name
    folder.mkdir()
    (folder / f"{speech.LIBRARY}.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    log, ear = folder / "said.txt", Ear()
    speaker = Speaker(speakers.SpeechProcess, ear)
    speaker.use("speech")
    speaker.say("雾很浓。", "zh")
    if name == "broken":
        assert until(lambda: speaker.tend() or ear.heard, 15) and ear.last == "雾很浓。"
        return

    def said():
        return log.read_text(encoding="utf-8").splitlines() if log.is_file() else []

    assert until(lambda: said() == ["mei: 雾很浓。"], 15)
    speaker.say("a long story", "en")
    assert until(lambda: len(said()) == 2, 15)
    begun = time.monotonic()
    speaker.say("short", "en")
    assert until(lambda: said()[-1] == "anna: short", 15) and time.monotonic() - begun < 10
    speaker.close()
    assert ear.heard == [] and sys.executable
