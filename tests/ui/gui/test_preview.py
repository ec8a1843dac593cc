"""The preview: a saved file changes the page in place, a fault lies over it until it is mended, nothing is lost."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import shutil
from pathlib import Path

import pygame
import pytest

from game.cli import main
from game.commands.preview import adviser, reader
from game.ui.gui.audit import audit
from game.ui.gui.commands import SetLanguage
from game.ui.gui.previewing import open_preview
from game.ui.gui.screens.authoring import EmptyScreen, FaultsScreen, FindScreen, InsideScreen
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.ending import EndingScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.sources import SourcesScreen
from game.ui.gui.watching import Watch
from game.ui.gui.widgets import text_tree
from game.ui.preview import Preview
from tests.ui.gui.pilot import ASSETS, LANGUAGES

MILL = Path(__file__).resolve().parents[1] / "scenarios" / "preview"


class Author:
    """Sits before the preview with an editor; time passes only when he waits."""

    def __init__(self, folder, at="", language="en", size=(1280, 720)):
        self.folder, self.now = folder, 0.0
        self.acts = folder / "acts" / "1.yaml"
        self.good = self.acts.read_text(encoding="utf-8")
        read = reader(folder)
        first, preview = read(None), Preview()
        preview.go(at)
        preview.take(first)
        self.watch = Watch(read, first, adviser(folder))
        self.app = open_preview(ASSETS, LANGUAGES, language, str(folder), preview, self.watch, size)
        self.app.open(self.app.page())

    @property
    def top(self):
        return self.app.stack[-1].screen

    @property
    def said(self):
        return text_tree(self.app.root)

    def write(self, text, file=None):
        (file or self.acts).write_text(text, encoding="utf-8")

    def swap(self, old, new):
        text = self.acts.read_text(encoding="utf-8")
        assert old in text
        self.write(text.replace(old, new))

    def wait(self, seconds=2.0):
        for _ in range(round(seconds / 0.25)):
            self.now += 0.25
            self.watch.look(self.now)
            self.app.step([])

    def save(self, old, new):
        self.swap(old, new)
        self.wait()

    def key(self, *keys, mod=0):
        for key in keys:
            self.app.step([pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="")])

    def type(self, text):
        self.app.step([pygame.event.Event(pygame.TEXTINPUT, text=text)])

    def decide(self, number):
        """Takes an option and reads what is told of it."""
        self.key(pygame.K_0 + number, pygame.K_RETURN)
        assert isinstance(self.top, RevealScreen)
        self.key(pygame.K_RETURN)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(MILL, tmp_path / "磨 坊"))


@pytest.fixture
def author(folder):
    return Author(folder)


def test_a_saved_text_is_shown_at_once(author):
    author.save("A cart waits at the gate.", "Two carts wait.")
    assert "Two carts wait." in author.said and "Preview · acts/1.yaml · saved" in author.app.told


def test_the_place_the_choice_the_focus_and_the_language_stay(author):
    author.decide(1)
    author.key(pygame.K_2)
    author.app.do(SetLanguage("zh"))
    focus, session = author.app.focused.key, author.app.desk.session
    author.save("Rest.", "Sleep.")
    assert isinstance(author.top, DecisionScreen) and author.top.chosen == "rest" and author.app.focused.key == focus
    assert author.app.ctx.language == "zh" and "有3袋面粉" in author.said
    assert author.app.desk.session is not session and author.app.desk.play.node.id == "yard"
    assert [step.move for _, step, _ in author.app.desk.play.decisions()] == ["open"]


def test_the_tab_and_the_scrolling_stay(folder):
    author = Author(folder, size=(640, 480))
    author.swap("A cart waits at the gate.", "A cart waits. " * 120)
    author.wait()
    author.top.tab = "brief"
    author.app.step([pygame.event.Event(pygame.MOUSEWHEEL, y=-3)])
    scroll = max(author.app.stack[-1].scrolls(), key=lambda one: one.limit())
    scroll.offset = scroll.limit() // 2
    author.save("Open the gate.", "Open it.")
    again = next(one for one in author.app.stack[-1].scrolls() if one.key == scroll.key)
    assert author.top.tab == "brief" and abs(again.offset - again.limit() // 2) <= 2


def test_a_choice_that_is_gone_is_not_kept(author):
    author.key(pygame.K_2)
    assert author.top.chosen == "wait"
    author.save("      wait:", "      delay:")
    assert author.top.chosen == "" and author.top.place.ply == 0


def test_a_page_that_tells_of_a_decision_stays(author):
    author.key(pygame.K_1, pygame.K_RETURN)
    assert isinstance(author.top, RevealScreen)
    author.save("It was opened.", "It stood open.")
    assert isinstance(author.top, RevealScreen) and "It stood open." in author.said


def test_a_fault_lies_over_the_last_good_page_with_its_line(author):
    author.decide(1)
    author.save("goto: loft", "goto: lofft")
    assert isinstance(author.top, FaultsScreen)
    assert "acts/1.yaml:15:" in author.said and "E012" in author.said and "did you mean 'loft'?" in author.said
    assert "grind: {status: chosen" in author.said, "the line of the file"
    assert isinstance(author.app.stack[-2].screen, DecisionScreen) and "1 fault" in author.app.told
    author.app.do(SetLanguage("zh"))
    assert "是不是想写" in author.said


def test_a_mended_fault_goes_away_by_itself(author):
    author.decide(1)
    author.save("goto: loft", "goto: lofft")
    author.save("goto: lofft", "goto: loft")
    assert isinstance(author.top, DecisionScreen) and author.app.desk.play.node.id == "yard"
    assert len(author.app.stack) == 1 and "fault" not in author.app.told


def test_the_faults_can_be_put_aside_and_taken_up(author):
    author.save("goto: loft", "goto: lofft")
    author.key(pygame.K_ESCAPE)
    assert isinstance(author.top, DecisionScreen) and "1 fault" in author.app.told
    author.key(pygame.K_F8)
    assert isinstance(author.top, FaultsScreen)
    author.key(pygame.K_F8)
    author.save("goto: dusk", "goto: dussk")
    assert isinstance(author.top, FaultsScreen), "a new save with faults shows them again"


def test_many_faults_are_turned_by_pages(author):
    author.write(author.good.replace("goto:", "gotto:"))
    author.wait()
    assert "of 4" in author.said
    first = author.said
    author.key(pygame.K_RIGHT)
    assert author.said != first and "2 of 4" in author.said
    author.key(*[pygame.K_RIGHT] * 9)
    assert "4 of 4" in author.said


def test_a_half_written_file_never_flashes(author):
    frames = author.app.frames
    author.write("")
    author.wait(0.5)
    author.write(author.good[:200])
    author.wait(0.25)
    assert author.app.frames == frames and isinstance(author.top, DecisionScreen)
    author.write(author.good.replace("Two", "Three"))
    author.wait()
    assert isinstance(author.top, DecisionScreen)


def test_a_file_put_in_place_of_the_old_one_is_read(author, folder):
    beside = folder / "acts" / ".1.yaml.swp"
    author.write(author.good.replace("A cart waits", "A rider waits"), beside)
    beside.replace(author.acts)
    author.wait()
    assert "A rider waits" in author.said


def test_where_the_moves_no_longer_fit_the_page_stays_and_the_decision_is_named(author):
    author.decide(1)
    author.decide(1)
    author.key(pygame.K_RETURN)
    assert author.app.desk.play.node.id == "loft"
    author.save("      grind: {status: chosen, text: {en: Grind now., zh: 现在就磨。}, when: flour > 0, goto: loft}",
                "      mill: {status: chosen, text: {en: Mill now., zh: 现在就磨。}, goto: loft}")
    assert isinstance(author.top, FaultsScreen), "the record names the old option"
    author.save("record: {move: grind", "record: {move: mill")
    assert author.app.desk.play.node.id == "loft"
    assert "no longer fits at “The yard”" in author.app.told and "the record’s values" in author.app.told
    assert author.app.desk.play.rules.value(author.app.desk.play.position, "flour") == 3


def test_off_the_record_the_page_stays_with_the_start_values(author):
    author.decide(2)
    author.decide(1)
    author.decide(2)
    assert author.app.desk.play.node.id == "aside"
    author.save("      leave: {text: {en: Leave it., zh: 不管它。}, goto: aside}",
                "      go: {text: {en: Go., zh: 走。}, goto: aside}")
    assert author.app.desk.play.node.id == "aside" and "Still 2 sacks." in author.said
    assert "the start values" in author.app.told and "The loft" in author.app.told


def test_changed_values_on_the_same_way_are_simply_shown(author):
    author.decide(1)
    author.save("add: {flour: 1}", "add: {flour: 2}")
    assert "There are 4 sacks." in author.said and "no longer" not in author.app.told


def test_a_node_that_is_gone_is_told(author):
    author.decide(1)
    author.write(author.good.replace("yard", "court"))
    author.wait()
    assert "“yard” no longer exists" in author.app.told and author.app.desk.play.node.id == "court"


def test_a_new_file_that_include_matches_is_read(author, folder):
    author.save("goto: loft", "goto: cellar")
    assert isinstance(author.top, FaultsScreen)
    (folder / "acts" / "2.yaml").write_text("nodes:\n  cellar: {ending: cellar, title: {en: Cellar, zh: 地窖}}\n", encoding="utf-8")
    author.wait()
    assert isinstance(author.top, DecisionScreen)
    author.save("title: {en: The gate", "title: {en: The door")
    assert "The door" in author.said, "the first file is still watched"


def test_a_file_that_was_taken_away_is_told_and_may_come_back(author):
    text = author.good
    author.acts.unlink()
    author.wait()
    assert isinstance(author.top, FaultsScreen)
    author.write(text)
    author.wait()
    assert isinstance(author.top, DecisionScreen)


def test_a_scenario_that_is_broken_from_the_start_appears_once_it_is_good(folder):
    acts = folder / "acts" / "1.yaml"
    good = acts.read_text(encoding="utf-8")
    acts.write_text(good.replace("goto: yard", "goto: nowhere"), encoding="utf-8")
    author = Author(folder, at="yard")
    assert isinstance(author.top, FaultsScreen) and isinstance(author.app.stack[0].screen, EmptyScreen)
    author.write(good)
    author.wait()
    assert isinstance(author.top, DecisionScreen) and author.app.desk.play.node.id == "yard"


def test_any_node_is_reached_by_searching_in_either_language(author):
    author.key(pygame.K_p, mod=pygame.KMOD_CTRL)
    assert isinstance(author.top, FindScreen)
    author.type("岔路")
    author.key(pygame.K_RETURN)
    assert author.app.desk.play.node.id == "aside" and "Still 2 sacks." in author.said
    author.key(pygame.K_p, mod=pygame.KMOD_CTRL)
    author.type("loft")
    author.key(pygame.K_DOWN, pygame.K_RETURN)
    assert author.app.desk.play.node.id == "loft"
    assert author.app.desk.play.rules.value(author.app.desk.play.position, "flour") == 3, "as the record came there"
    author.save("Dust everywhere.", "Dust and mice.")
    assert "Dust and mice." in author.said and author.app.desk.play.node.id == "loft"


def test_an_ending_can_be_gone_to(author):
    author.app.go("dusk")
    author.key(pygame.K_p, mod=pygame.KMOD_CTRL)
    author.type("dusk")
    author.key(pygame.K_RETURN)
    assert isinstance(author.top, EndingScreen)


def test_the_record_is_walked_along(author):
    seen = []
    for _ in range(4):
        seen.append(author.app.desk.play.node.id)
        author.key(pygame.K_RIGHT, mod=pygame.KMOD_CTRL)
    assert seen == ["gate", "yard", "loft", "loft"]
    author.key(pygame.K_LEFT, mod=pygame.KMOD_CTRL)
    assert author.app.desk.play.node.id == "yard"


def test_what_is_inside_is_shown_on_demand_and_follows(author):
    author.decide(1)
    author.key(pygame.K_F4)
    assert isinstance(author.top, InsideScreen)
    assert "when: flour > 0" in author.said and "goto: loft" in author.said and "flour = 3" in author.said
    author.save("when: flour > 0", "when: flour > 4")
    assert "when: flour > 4" in author.said and "closed here" in author.said
    author.key(pygame.K_F4)
    assert isinstance(author.top, DecisionScreen)


def test_a_source_book_that_lies_open_follows_too(author):
    author.key(pygame.K_s)
    assert isinstance(author.top, SourcesScreen)
    author.save("A cart waits at the gate.", "Two carts wait.")
    assert isinstance(author.top, SourcesScreen) and author.top.session is author.app.desk.session
    author.key(pygame.K_ESCAPE)
    assert "Two carts wait." in author.said


def test_remarks_come_after_the_page_and_stop_nothing(author):
    author.save("goto: aside", "goto: dusk")
    author.wait()
    assert isinstance(author.top, DecisionScreen) and "remark" in author.app.told
    author.key(pygame.K_F8)
    assert isinstance(author.top, FaultsScreen) and "W040" in author.said


def test_nothing_is_drawn_while_nothing_happens(author):
    author.wait()
    frames = author.app.frames
    author.wait(10)
    assert author.app.frames == frames


def test_nothing_is_saved(author, home):
    author.decide(1)
    assert not list(home.rglob("play-*.json"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(640, 480), (800, 600), (1280, 720), (1920, 1080)])
def test_the_sheets_fit_every_size(folder, language, size):
    author = Author(folder, language=language, size=size)
    for key, kind in ((pygame.K_F4, InsideScreen), (pygame.K_F8, FaultsScreen)):
        author.key(key)
        assert isinstance(author.top, kind)
        assert not audit(author.app.ctx, author.app.root)
        author.key(key)
    author.key(pygame.K_p, mod=pygame.KMOD_CTRL)
    assert not audit(author.app.ctx, author.app.root)
    author.key(pygame.K_ESCAPE)
    author.write(author.good.replace("goto:", "gotto:"))
    author.wait()
    assert isinstance(author.top, FaultsScreen) and not audit(author.app.ctx, author.app.root)


def test_a_resized_window_keeps_its_strip(author):
    author.app.resize((900, 640))
    author.app.step([])
    assert author.app.surface.get_height() < 640 and pygame.display.get_surface().get_size() == (900, 640)
    author.save("A cart waits at the gate.", "Two carts wait.")
    assert "Two carts wait." in author.said


def test_the_strip_can_be_pressed(author):
    box = next(box for box, name in author.app.spots if name == "find")
    author.app.step([pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=box.center)])
    assert isinstance(author.top, FindScreen)


def test_a_node_that_does_not_exist_is_refused(folder, capsys):
    assert main(["preview", str(folder), "--at", "yardd"]) == 2
    assert "did you mean yard?" in capsys.readouterr().err
    assert main(["preview", str(folder / "nothing")]) == 2
