"""Saves on disk: written whole or not at all, and nothing of the player's is ever overwritten by mistake."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.play import storage as module
from game.play.record import DamagedRecord, Note, Record
from game.play.storage import AUTOSAVE, ENGLISH, HOME, MAX_BYTES, Storage, StorageFailure, Task, default_folder

ONE = Record(scenario="s", digest="d", seed=1, track="branch", moves=("x",), node="n", values=(("v", 1),))
TWO = Record(scenario="s", digest="d", seed=2, track="record", moves=("x", "y"), node="m", values=(("v", 2),),
             notes=(Note(0, "reason", "为了和平"),))


@pytest.fixture
def shelf(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "deep" / "saves")


def everything(shelf: Storage) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in shelf.folder.iterdir()}


def test_what_is_saved_is_loaded(shelf: Storage) -> None:
    path = shelf.save(TWO)
    assert shelf.load() == TWO and path == shelf.path(AUTOSAVE) and list(everything(shelf)) == ["autosave.json"]
    shelf.save(ONE, "lesson 1")
    assert shelf.load("lesson 1") == ONE and shelf.load() == TWO


def test_a_second_save_replaces_the_first(shelf: Storage) -> None:
    shelf.save(ONE)
    shelf.save(TWO)
    assert shelf.load() == TWO and len(everything(shelf)) == 1


def _full(*arguments: Any, **named: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_disk_that_refuses_leaves_the_old_file_and_no_litter(shelf: Storage, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    shelf.save(ONE)
    before = everything(shelf)
    monkeypatch.setattr(module.os, call, _full)
    with pytest.raises(StorageFailure, match=r"could not be saved.*No space"):
        shelf.save(TWO)
    assert everything(shelf) == before and shelf.load() == ONE


class _Half:
    """A file on a disk that is full after ten characters."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> _Half:
        return self

    def __exit__(self, *fault: object) -> None:
        self.file.close()

    def write(self, text: str) -> None:
        self.file.write(text[:10])
        _full()


def test_a_disk_that_fills_up_in_the_middle_of_writing(shelf: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.save(ONE)
    before, real = everything(shelf), Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode="r", **named: (
        _Half(real(path, mode, **named)) if mode == "x" else real(path, mode, **named)))
    with pytest.raises(StorageFailure, match="No space"):
        shelf.save(TWO)
    monkeypatch.undo()
    assert everything(shelf) == before


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "saves").write_text("mine")
    with pytest.raises(StorageFailure, match="could not be saved"):
        Storage(tmp_path / "saves").save(ONE)
    assert (tmp_path / "saves").read_text() == "mine"


@contextlib.contextmanager
def as_somebody_ordinary(folder: Path) -> Iterator[None]:
    """Gives up the rights of the superuser for a while, who may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    os.chown(folder, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are guarded otherwise there")
def test_a_folder_that_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as outer, as_somebody_ordinary(Path(outer)):
        shelf = Storage(Path(outer) / "saves")
        shelf.save(ONE)
        shelf.folder.chmod(0o500)
        try:
            with pytest.raises(StorageFailure, match="could not be saved"):
                shelf.save(TWO)
            assert shelf.load() == ONE
        finally:
            shelf.folder.chmod(0o700)


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **named: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StorageFailure, match="Read-only"):
        Storage(tmp_path / "x").save(ONE)


DAMAGED = [b"", b"{", b"\xff\xfe", b"[1]", b"{}", b"null", b'{"format": 99}', b'{"title": "another program"}', b"[" * 100_000,
           b'{"format": 1, "seed": ' + b"9" * 10_000 + b"}", b'{"format": NaN}']


@pytest.mark.parametrize("raw", DAMAGED, ids=[repr(raw[:24]) for raw in DAMAGED])
def test_a_damaged_or_foreign_file_is_refused_kept_and_moved_aside_before_saving(shelf: Storage, raw: bytes) -> None:
    shelf.folder.mkdir(parents=True)
    shelf.path(AUTOSAVE).write_bytes(raw)
    with pytest.raises(DamagedRecord):
        shelf.load()
    assert shelf.saves() == () and shelf.path(AUTOSAVE).read_bytes() == raw, "reading and listing change nothing"
    shelf.save(ONE)
    assert shelf.load() == ONE
    assert raw in everything(shelf).values() and len(everything(shelf)) == 2


def test_several_damaged_files_are_all_kept(shelf: Storage) -> None:
    shelf.folder.mkdir(parents=True)
    for number in range(3):
        shelf.path(AUTOSAVE).write_text(f"damage {number}")
        shelf.save(ONE)
    assert sorted(everything(shelf).values())[:3] == [b"damage 0", b"damage 1", b"damage 2"]
    assert [saved.slot for saved in shelf.saves()] == [AUTOSAVE]


def test_a_file_too_large_is_refused_unread(shelf: Storage) -> None:
    shelf.folder.mkdir(parents=True)
    with shelf.path(AUTOSAVE).open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(DamagedRecord, match="larger"):
        shelf.load()


def test_a_save_that_does_not_exist(shelf: Storage) -> None:
    with pytest.raises(StorageFailure, match="cannot be read"):
        shelf.load("nothing")
    assert shelf.saves() == ()


def test_saves_are_listed_newest_first_without_what_is_not_a_save(shelf: Storage) -> None:
    for place, slot in enumerate(("b", "c", "a")):
        os.utime(shelf.save(ONE if slot == "b" else TWO, slot), (1000 + place, 1000 + place))
    (shelf.folder / "notes.json").write_text(json.dumps({"mine": True}))
    (shelf.folder / "folder.json").mkdir()
    (shelf.folder / "readme.txt").write_text("x")
    assert [(saved.slot, saved.record.seed) for saved in shelf.saves()] == [("a", 2), ("c", 2), ("b", 1)]
    assert (shelf.folder / "notes.json").exists()


def test_two_programs_may_save_into_one_folder(shelf: Storage) -> None:
    other = Storage(shelf.folder)
    for number in range(10):
        (shelf if number % 2 else other).save(ONE if number % 2 else TWO)
        assert shelf.load() == other.load() == (ONE if number % 2 else TWO)
    assert len(everything(shelf)) == 1


def test_half_a_surrogate_in_a_note_does_not_stop_saving(shelf: Storage) -> None:
    shelf.save(Record(scenario="s", digest="d", seed=1, track="branch", notes=(Note(0, "reason", "a\udc80b"),)))
    assert shelf.load().notes[0].value == "a?b"


def test_the_folder_can_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME, str(tmp_path / "here"))
    assert default_folder() == tmp_path / "here" == Storage().folder
    monkeypatch.delenv(HOME)
    assert "twenty-years-peace" in default_folder().parts


@pytest.mark.parametrize("task", list(Task))
def test_a_failure_tells_its_parts_and_an_english_sentence(task: Task) -> None:
    failure = StorageFailure.of(task, Path("some") / "place", OSError(errno.ENOSPC, "No space left"))
    assert (failure.task, failure.place, failure.cause, failure.said) == (
        task, str(Path("some") / "place"), "full", "No space left")
    assert str(failure) == ENGLISH[task].format(place=failure.place, said="No space left")


@pytest.mark.parametrize(("fault", "cause", "said"), [
    (OSError(errno.EIO, "Input/output error"), "other", "Input/output error"), (OSError("odd"), "other", ""),
    (OSError(), "other", ""), (None, "other", ""), (PermissionError(errno.EACCES, "Permission denied"), "denied", "Permission denied")])
def test_the_cause_is_known_where_the_system_gives_one(fault: OSError | None, cause: str, said: str) -> None:
    failure = StorageFailure.of(Task.SAVE, Path("x"), fault)
    assert (failure.cause, failure.said) == (cause, said) and (said or "unknown reason") in str(failure)


def test_a_failure_to_put_a_damaged_save_aside_is_told_as_what_it_is(shelf: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.folder.mkdir(parents=True)
    shelf.path("play-a").write_bytes(b"{")
    monkeypatch.setattr(module, "range", lambda *bounds: (), raising=False)
    with pytest.raises(StorageFailure, match="Too many damaged saves") as caught:
        shelf.save(ONE, "play-a")
    assert caught.value.task is Task.ASIDE and caught.value.cause == "crowded"
    assert shelf.path("play-a").read_bytes() == b"{"
