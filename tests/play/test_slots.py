"""Every play has a file of its own, and only what was asked for is deleted."""

from __future__ import annotations

import os
from pathlib import Path

from game.play import readpages, slots
from game.play.record import Record
from game.play.storage import AUTOSAVE, Storage

EMPTY = Record(scenario="ferry", digest="", seed=1, track="branch")
PLAYED = Record(scenario="ferry", digest="", seed=1, track="branch", moves=("cross",))


def at(storage: Storage, slot: str, when: float) -> None:
    os.utime(storage.path(slot), (when, when))


def test_new_slots_never_meet_a_file(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    made = {slots.new_slot(storage) for _ in range(50)}
    assert len(made) == 50 and all(slots.is_play(slot) for slot in made)


def test_the_newest_play_comes_first_and_the_file_of_earlier_versions_is_one_of_them(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    for number, slot in enumerate(["play-a", AUTOSAVE, "play-b"]):
        storage.save(PLAYED, slot)
        at(storage, slot, 1000 + number)
    storage.save(PLAYED, "something-else")
    assert [saved.slot for saved in slots.plays(storage)] == ["play-b", AUTOSAVE, "play-a"]


def test_what_cannot_be_read_is_named_and_left_alone(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.save(PLAYED, "play-good")
    (tmp_path / "play-newer.json").write_text('{"format": 99}')
    (tmp_path / "settings.json").write_text("{")
    assert [path.name for path in slots.unreadable(storage)] == ["play-newer.json"]
    assert [saved.slot for saved in slots.plays(storage)] == ["play-good"]
    assert (tmp_path / "play-newer.json").read_text() == '{"format": 99}'


def test_only_plays_without_a_single_move_give_way(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.save(EMPTY, "play-empty")
    storage.save(EMPTY, AUTOSAVE)
    storage.save(PLAYED, "play-played")
    slots.clear_empty(storage)
    assert {saved.slot for saved in slots.plays(storage)} == {AUTOSAVE, "play-played"}


def test_deleting_takes_that_play_and_no_other(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.save(PLAYED, "play-a")
    storage.save(PLAYED, "play-b")
    slots.delete(storage, "play-a")
    slots.delete(storage, "play-a")
    assert [saved.slot for saved in slots.plays(storage)] == ["play-b"]


def test_pages_read_are_remembered_and_a_damaged_list_is_kept(tmp_path: Path) -> None:
    assert readpages.load(tmp_path) == set()
    readpages.save(tmp_path, {"ferry/fare/pay"})
    assert readpages.load(tmp_path) == {"ferry/fare/pay"}
    (tmp_path / readpages.FILE).write_bytes(b"[")
    assert readpages.load(tmp_path) == set()
    assert [path.read_bytes() for path in tmp_path.glob("read.damaged-*")] == [b"["]
