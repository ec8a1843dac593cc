"""The log of a lesson on bad days: a full disk, two programs, a clock set back, a program killed while writing."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest

from game.classroom import log as module
from game.classroom.archive import Archive
from game.classroom.deeds import Entry
from game.classroom.keeper import Keeper, resume
from game.classroom.log import SUFFIX, LessonOpen, Log, read
from game.classroom.model import Phase
from tests.classroom.lessons import lesson
from tests.classroom.test_deeds import HEAD
from tests.classroom.test_keeper import Hand, to


def full(*_arguments: Any, **_named: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Narrow:
    """A file on a disk with room for so many bytes more; ``stuck``: it cannot be cut either."""

    def __init__(self, file: Any, room: int, stuck: bool) -> None:
        self.file, self.room, self.stuck = file, room, stuck

    def write(self, raw: memoryview) -> int:
        if not self.room:
            full()
        written = int(self.file.write(raw[:self.room]))
        self.room -= written
        return written

    def truncate(self, size: int) -> None:
        if self.stuck:
            full()
        self.file.truncate(size)

    def fileno(self) -> int:
        return int(self.file.fileno())

    def close(self) -> None:
        self.file.close()


@pytest.mark.parametrize("stuck", [False, True])
def test_an_entry_the_full_disk_refused_is_not_in_the_log_when_there_is_room_again(tmp_path: Path, stuck: bool) -> None:
    log = Log(tmp_path / f"a{SUFFIX}", HEAD)
    log.add(Entry("join", 1.0, {"seat": 1}))
    whole = log.path.read_bytes()
    real: Any = log._file
    narrow: Any = Narrow(real, 9, stuck)
    log._file = narrow
    for _ in range(3):
        with pytest.raises(OSError, match="No space"):
            log.add(Entry("join", 2.0, {"seat": 2}))
    assert stuck or log.path.read_bytes() == whole
    assert len(read(log.path)[1]) == 1, "a torn end is left out even where it could not be cut off"
    log._file = real
    log.add(Entry("join", 3.0, {"seat": 3}))
    log.close()
    assert [entry.data["seat"] for entry in read(log.path)[1]] == [1, 3]


def test_an_entry_that_may_not_have_reached_the_disk_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log(tmp_path / f"a{SUFFIX}", HEAD)
    with monkeypatch.context() as patch:
        patch.setattr(module.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            log.add(Entry("join", 2.0, {"seat": 2}))
    log.add(Entry("join", 3.0, {"seat": 3}))
    log.close()
    assert [entry.data["seat"] for entry in read(log.path)[1]] == [3]


def test_a_text_that_could_not_be_deleted_stands_and_can_be_deleted_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"a{SUFFIX}"
    keeper = Keeper(lesson(), Log(path, HEAD), Hand())
    keeper.do("join", seat=1, medium="phone")
    to(keeper, Phase.REFLECT)
    keeper.do("answer", seat=1, asked="reflect", value="My secret name")
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_atomically", full)
        with pytest.raises(OSError, match="No space"):
            keeper.do("delete", decision=0, asked="reflect", question="", seat=1)
    assert path.read_bytes() == before
    keeper.do("delete", decision=0, asked="reflect", question="", seat=1)
    keeper.close()
    assert b"secret" not in path.read_bytes() and resume(lesson(), path, Hand()).room == keeper.room


def test_two_programs_never_write_into_one_lesson(tmp_path: Path) -> None:
    path = tmp_path / f"a{SUFFIX}"
    keeper = Keeper(lesson(), Log(path, HEAD), Hand())
    with pytest.raises(LessonOpen):
        resume(lesson(), path, Hand())
    with pytest.raises(LessonOpen):
        Archive(tmp_path).delete(path)
    keeper.do("join", seat=1, medium="phone")
    keeper.close()
    again = resume(lesson(), path, Hand())
    assert again.room == keeper.room
    again.close()


def test_deleting_a_lesson_takes_what_was_left_half_written_and_no_other_lesson(tmp_path: Path) -> None:
    for name in ("a", "ab"):
        Log(tmp_path / f"{name}{SUFFIX}", HEAD).close()
    (tmp_path / f".a{SUFFIX}.0123abcd.part").write_text("words")
    (tmp_path / "a.html").write_text("report")
    Archive(tmp_path).delete(tmp_path / f"a{SUFFIX}")
    assert {path.name for path in tmp_path.iterdir()} == {f"ab{SUFFIX}", ".ab.lock"}


def test_the_lesson_that_is_going_on_is_the_newest_though_the_clock_went_back(tmp_path: Path) -> None:
    old = Log(tmp_path / f"old{SUFFIX}", HEAD)
    old.close()
    ahead = time.time() + 24 * 3600
    os.utime(old.path, (ahead, ahead))
    log = Log(tmp_path / f"new{SUFFIX}", HEAD)
    assert Archive(tmp_path).find("") == log.path
    log.add(Entry("join", 1.0, {"seat": 1}))
    log.close()
    assert Archive(tmp_path).find("") == log.path
    assert not any(kept.is_old(0.0) for kept in Archive(tmp_path).all()), "nothing is put forward for deletion"


def test_the_time_of_a_lesson_never_goes_back(tmp_path: Path) -> None:
    hand = Hand()
    keeper = Keeper(lesson(), Log(tmp_path / f"a{SUFFIX}", HEAD), hand)
    keeper.do("join", seat=1, medium="phone")
    hand.now += 100
    keeper.do("join", seat=2, medium="phone")
    hand.now -= 5000
    keeper.do("join", seat=3, medium="phone")
    keeper.close()
    times = [entry.at for entry in read(keeper.log.path)[1]]
    assert times == sorted(times) and len(keeper.room.seats) == 3
