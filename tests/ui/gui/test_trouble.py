"""What the window says of a save that failed or no longer fits: in the language shown, and following it."""

import errno
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game import resources
from game.core.rules import Rules
from game.library import Library
from game.play import readpages, seen, slots
from game.play import storage as module
from game.play.settings import Settings
from game.play.storage import Storage, StorageFailure
from game.ui.gui.audit import audit
from game.ui.gui.commands import Push, SetLanguage
from game.ui.gui.desk import Desk
from game.ui.gui.screens.load import LoadScreen
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.sound import Sounds
from game.ui.trouble import cause_text
from tests.core.making import read
from tests.ui.gui.pilot import LANGUAGES, TINY, Pilot

pytestmark = pytest.mark.slow


def full(*_arguments, **_named):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def opened(folder, code):
    pilot = Pilot(folder, code)
    pilot.begin_at(1)
    return pilot


def both(pilot, english, chinese, code):
    """The sentence is there in the language shown, follows the language, and fits its page."""
    for shown in (code, "zh" if code == "en" else "en", code):
        pilot.app.do(SetLanguage(shown))
        assert (english in pilot.said, chinese in pilot.said) == (shown == "en", shown == "zh")
        assert audit(pilot.app.ctx, pilot.app.root) == []


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_failed_save_is_told_in_the_menu(tmp_path, monkeypatch, code):
    pilot = opened(tmp_path, code)
    monkeypatch.setattr(module.os, "replace", full)
    pilot.decide(1)
    monkeypatch.undo()  # else the language could not be kept either, and that would be told instead
    pilot.app.do(Push(MenuScreen(pilot.desk)))
    both(pilot, "The play could not be saved in", "未能存盘于", code)
    assert ("the disk is full" if code == "en" else "磁盘已满") in pilot.said
    pilot.key(pygame.K_ESCAPE)
    pilot.desk.save()
    assert pilot.desk.trouble == "", "a save that went well is the end of it"


@pytest.mark.parametrize("code", ["en", "zh"])
def test_settings_that_cannot_be_kept_are_told_on_their_page(tmp_path, monkeypatch, code):
    pilot = opened(tmp_path, code)
    monkeypatch.setattr(module.os, "replace", full)
    pilot.app.do(Push(SettingsScreen(pilot.desk)))
    pilot.desk.keep_settings()
    pilot.app._stale()
    both(pilot, "The settings could not be saved in", "设置未能存入", code)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_play_that_cannot_be_deleted_is_told_in_the_list(tmp_path, monkeypatch, code):
    pilot = opened(tmp_path, code)
    pilot.decide(1)
    pilot.app.do(Push(LoadScreen(pilot.desk)))

    def refuse(*_arguments, **_named):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    monkeypatch.setattr(slots.Path, "unlink", refuse)
    pilot.focus(next(widget.key for widget in pilot.app.root.walk() if str(widget.key).startswith("delete.")))
    pilot.key(pygame.K_RETURN)
    pilot.click("dialog.1")
    both(pilot, "could not be deleted: the system does not allow it.", "系统不允许。", code)


@pytest.mark.parametrize(("part", "english", "chinese"), [
    (seen, "the paths taken could not be remembered", "走过的路径未能记入"),
    (readpages, "Which pages were read could not be noted", "已读各页未能记入")])
def test_what_else_is_kept_is_told_by_its_own_sentence(tmp_path, monkeypatch, part, english, chinese):
    pilot = opened(tmp_path, "en")
    monkeypatch.setattr(part, "write_atomically", full)
    pilot.decide(1)
    if part is readpages:
        pilot.desk.go_on()
    assert english in pilot.desk.trouble and "the disk is full" in pilot.desk.trouble
    pilot.app.do(SetLanguage("zh"))
    assert chinese in pilot.desk.trouble


def outgrown(folder, code):
    """A window over a saved play whose first move is gone from the scenario."""
    old = opened(folder, code)
    old.decide(1)
    pilot = Pilot(folder, code)
    text = (module.Path(TINY) / "scenario.yaml").read_text(encoding="utf-8")
    changed = read(text.replace("cross:", "sail:").replace("move: cross", "move: sail").replace("[cross]", "[sail]"))
    assert changed.scenario is not None
    pilot.desk._rules[TINY] = Rules(changed.scenario)
    return pilot


@pytest.mark.parametrize("code", ["en", "zh"])
def test_an_outgrown_play_is_gone_on_with_only_when_asked(tmp_path, code):
    pilot = outgrown(tmp_path, code)
    before = {path: path.read_bytes() for path in tmp_path.glob("play-*.json")}
    for start in ("title.continue", "plays"):
        if start == "plays":
            pilot.app.open(LoadScreen(pilot.desk))
            start = f"play.{pilot.desk.kept.plays()[0].slot}"
        pilot.press(start)
        both(pilot, "Go on from there?", "由此处继续？", code)
        both(pilot, "It is the first decision of the play. Nothing is chosen for you", "程序不会代你选择", code)
        pilot.press("dialog.1")
        assert pilot.desk.session is None, "left"
        pilot.press(start)
        pilot.press("dialog.0")
        assert pilot.desk.session.node.id == pilot.desk.session.scenario.start and not pilot.desk.session.decisions()
        pilot.desk.session = None
    assert {path: path.read_bytes() for path in tmp_path.glob("play-*.json")} == before


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_play_its_scenario_has_outgrown_is_told_when_it_is_opened(tmp_path, code):
    pilot = outgrown(tmp_path, code)
    assert pilot.desk.continue_saved()
    pilot.app.open(MenuScreen(pilot.desk))
    both(pilot, "The scenario has changed since this play was saved: at “Fog on the river”",
         "存盘之后剧本有改动：到“河上有雾”一处", code)


def test_without_a_window_the_language_set_is_spoken(tmp_path, monkeypatch):
    desk = Desk(Library(), LANGUAGES, Storage(tmp_path))
    monkeypatch.setattr(module.os, "replace", full)
    desk.keep_settings()
    assert desk.trouble.startswith("The settings could not be saved")
    desk.settings.language = "zh"
    assert desk.trouble.startswith("设置未能存入")
    desk.settings.language = "xx"
    assert desk.trouble.startswith("The settings could not be saved")


def test_a_window_speaks_the_language_it_shows(tmp_path, monkeypatch):
    pilot = Pilot(tmp_path, language="zh")
    monkeypatch.setattr(module.os, "replace", full)
    pilot.desk.keep_settings()
    assert pilot.desk.trouble.startswith("设置未能存入")


def test_two_windows_in_one_play_and_the_second_says_that_it_goes_on_in_a_file_of_its_own(tmp_path):
    mine = opened(tmp_path, "en")
    theirs = Pilot(tmp_path, "zh")
    assert theirs.desk.continue_saved()
    play = theirs.desk.session
    play.play(play.rules.moves(play.position)[0])
    theirs.desk.save(decided=True)
    assert theirs.desk.trouble == ""
    mine.decide(1)
    assert "another window has played on there" in mine.desk.trouble
    mine.app.do(SetLanguage("zh"))
    assert "另一个窗口已在该文件中继续" in mine.desk.trouble
    assert mine.desk.kept.slot != theirs.desk.kept.slot and len(mine.desk.kept.plays()) == 2
    mine.desk.save()
    assert mine.desk.trouble == ""


@pytest.mark.parametrize("code", ["en", "zh"])
def test_fonts_that_are_missing_and_a_sound_device_that_is_are_told_in_the_settings(tmp_path, code):
    pilot = Pilot(tmp_path, code)
    pilot.app.do(Push(SettingsScreen(pilot.desk)))
    assert "typ-hand.ttf" not in pilot.said
    pilot.app.ctx.fonts.lost.append("typ-hand.ttf")
    pilot.app.ctx.silent = lambda: True
    pilot.app._stale()
    both(pilot, "Font files are missing or damaged (typ-hand.ttf)", "字体文件缺失或损坏（typ-hand.ttf）", code)
    both(pilot, "No sound device was found", "没有找到声音设备", code)


def test_a_machine_without_sound_is_silent_and_known_to_be(monkeypatch):
    def refuse(*_arguments, **_named):
        raise pygame.error("no device")
    monkeypatch.setattr(pygame.mixer, "init", refuse)
    sounds = Sounds(resources.assets() / "sounds", lambda: Settings(sound=True))
    assert not sounds.deviceless(), "nothing was wanted yet"
    assert not sounds.play("page") and sounds.deviceless()
    sounds.close()


@pytest.mark.parametrize(("number", "english", "chinese"), [
    (errno.ENOSPC, "the disk is full", "磁盘已满"), (errno.EROFS, "the disk can only be read", "磁盘只能读取"),
    (errno.EACCES, "the system does not allow it", "系统不允许")])
def test_a_cause_reads_the_same_whoever_met_it(number, english, chinese):
    for code, said in (("en", english), ("zh", chinese)):
        assert cause_text(OSError(number, "SYSTEM"), LANGUAGES[code]) == cause_text(
            StorageFailure.of(module.Task.SAVE, module.Path("x"), OSError(number, "SYSTEM")), LANGUAGES[code])
        assert said in cause_text(OSError(number, "SYSTEM"), LANGUAGES[code])
