"""Two windows of the game on the same saves, and a clock that was set back: nothing of any play is lost."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from game.core.rules import Rules
from game.play import slots
from game.play.record import Record
from game.play.session import Session
from game.play.storage import ELSEWHERE, LEFT, Storage, StorageFailure, sweep, write_atomically
from game.ui.gui.keeping import Keeping
from tests.core.making import EMBASSY, rules_of

ONE = Record(scenario="s", digest="d", seed=1, track="branch", moves=("x",), node="n", values=(("v", 1),))
TWO = Record(scenario="s", digest="d", seed=1, track="branch", moves=("y", "z"), node="m", values=(("v", 2),))
RULES: Rules = rules_of(EMBASSY)


def test_what_another_window_played_on_is_not_written_over(tmp_path: Path) -> None:
    mine, theirs = Storage(tmp_path), Storage(tmp_path)
    mine.save(ONE, "play-a")
    assert theirs.load("play-a") == ONE
    theirs.save(TWO, "play-a")
    with pytest.raises(StorageFailure) as caught:
        mine.save(ONE, "play-a")
    assert caught.value.cause == ELSEWHERE and mine.peek("play-a") == TWO
    theirs.save(ONE, "play-a")
    mine.save(TWO, "play-a")
    assert mine.peek("play-a") == TWO, "what lies there is what this window saved last, whoever wrote it"


def test_looking_at_the_list_of_plays_is_not_taking_one_up(tmp_path: Path) -> None:
    mine, theirs = Storage(tmp_path), Storage(tmp_path)
    mine.save(ONE, "play-a")
    theirs.load("play-a")
    theirs.save(TWO, "play-a")
    assert slots.plays(mine) and not slots.unreadable(mine)
    with pytest.raises(StorageFailure):
        mine.save(ONE, "play-a")


def test_two_windows_in_one_play_end_with_two_plays(tmp_path: Path) -> None:
    mine, theirs = Keeping(Storage(tmp_path)), Keeping(Storage(tmp_path))
    first, second = Session(RULES, seed=1), Session(RULES, seed=1)
    first.play("march")
    mine.save(first, decided=True)
    theirs.take(mine.slot)
    second.play("march")
    second.note("reason", "theirs")
    theirs.save(second, decided=True)
    first.note("reason", "mine")
    with pytest.raises(StorageFailure, match="Another window"):
        mine.save(first, decided=True)
    assert mine.slot != theirs.slot and mine.refused is not None
    mine.save(first)
    assert sorted(saved.record.notes[-1].value for saved in mine.plays()) == ["mine", "theirs"]


def test_a_play_another_window_deleted_is_saved_again(tmp_path: Path) -> None:
    mine = Storage(tmp_path)
    mine.save(ONE, "play-a")
    slots.delete(Storage(tmp_path), "play-a")
    mine.save(TWO, "play-a")
    assert mine.peek("play-a") == TWO


def test_the_last_play_saved_is_the_newest_though_the_clock_went_back(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    ahead = time.time() + 400 * 24 * 3600
    os.utime(storage.save(ONE, "play-before"), (ahead, ahead))
    for slot in ("play-b", "play-c", "play-a"):
        storage.save(TWO, slot)
        assert slots.plays(storage)[0].slot == slot
    storage.save(ONE, "play-b")
    assert [saved.slot for saved in slots.plays(storage)] == ["play-b", "play-a", "play-c", "play-before"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_new_files_are_readable_as_the_system_is_set_and_old_ones_stay_as_they_were(
        tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "page.html", "one")
        assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == mode
        (tmp_path / "page.html").chmod(0o640)
        write_atomically(tmp_path / "page.html", "two")
        assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o640
    finally:
        os.umask(before)


def test_what_a_killed_program_left_half_written_goes_and_nothing_else(tmp_path: Path) -> None:
    old = time.time() - LEFT - 60
    names = [".play-a.json.0123abcd.part", ".play-a.json", "film.mp4.part", ".x.part", "play-b.json", ".new.json.0123abcd.part"]
    for name in names:
        (tmp_path / name).write_text("x")
        if not name.startswith(".new"):
            os.utime(tmp_path / name, (old, old))
    sweep(tmp_path)
    sweep(tmp_path / "nowhere")
    assert {path.name for path in tmp_path.iterdir()} == set(names[1:]), "one still being written stays"
