"""Watching files: what counts as a change, when it is read, when faults are believed.  Time is given, never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.core.rules import Rules
from game.ui.gui.watching import LASTING, PERIOD, Watch
from game.ui.preview import Advice, Fault, Reading
from tests.core.making import read

RULES = Rules(read("format: 1\ntitle: T\nparties: {you: {name: You}}\nstart: a\nnodes:\n  a: {ending: a, text: x}\n").scenario)  # type: ignore[arg-type]
FAULT = Fault("a.yaml:1:1", "E003", {"en": "bad"})


class Desk:
    """A file, its watch, and a clock that only this test turns."""

    def __init__(self, folder: Path, *, advise: bool = False) -> None:
        self.file, self.now, self.reads, self.changed = folder / "a.yaml", 0.0, 0, None
        self.folder = folder
        self.file.write_text("good", encoding="utf-8")
        self.watch = Watch(self.read, self.read(None), (lambda: (FAULT,)) if advise else None)
        self.reads = 0

    def read(self, changed: Path | None) -> Reading:
        self.reads, self.changed = self.reads + 1, changed
        try:
            good = all(path.read_text(encoding="utf-8").startswith("good") for path in self.folder.glob("*.yaml"))
        except OSError:
            good = False
        return Reading(RULES if good else None, () if good else (FAULT,), tuple(self.folder.glob("*.yaml")),
                       ((self.folder, "*.yaml"),))

    def write(self, text: str, name: str = "a.yaml") -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))

    def look(self, times: int = 1) -> list[Reading | Advice]:
        for _ in range(times):
            self.now += PERIOD
            self.watch.look(self.now)
        return self.watch.taken()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_nothing_is_read_while_nothing_changes(desk: Desk) -> None:
    assert desk.look(40) == [] and desk.reads == 0


def test_a_change_is_read_once_it_has_come_to_rest(desk: Desk) -> None:
    desk.write("good, and more")
    assert desk.look() == [], "it may still be being written"
    (came,) = desk.look()
    assert isinstance(came, Reading) and came.rules is RULES and desk.changed == desk.file
    assert desk.look(20) == [] and desk.reads == 1


def test_a_file_that_goes_on_changing_is_not_read(desk: Desk) -> None:
    for number in range(6):
        desk.write(f"good {number}")
        assert desk.look() == []
    assert desk.reads == 0 and len(desk.look(2)) == 1


def test_faults_are_believed_only_if_they_last(desk: Desk) -> None:
    desk.write("half")
    assert desk.look(2) == [], "read, but not yet believed"
    desk.write("good again")
    came = desk.look(6)
    assert [isinstance(one, Reading) and one.rules is not None for one in came] == [True], "the half file was never told"
    desk.write("bad")
    (told,) = desk.look(1 + round(LASTING / PERIOD) + 1)
    assert isinstance(told, Reading) and told.faults == (FAULT,)


def test_the_same_text_saved_again_is_read_again(desk: Desk) -> None:
    desk.write("good")
    assert len(desk.look(4)) == 1


def test_a_new_file_that_matches_is_a_change(desk: Desk) -> None:
    desk.write("good too", "b.yaml")
    assert len(desk.look(4)) == 1 and desk.changed == desk.folder / "b.yaml"


def test_a_missing_file_is_a_change_and_so_is_its_return(desk: Desk) -> None:
    desk.file.unlink()
    assert len(desk.look(4)) == 1
    desk.write("good")
    assert len(desk.look(4)) == 1


def test_a_file_is_watched_on_while_the_scenario_is_broken(desk: Desk) -> None:
    desk.write("good too", "b.yaml")
    desk.look(4)
    desk.write("bad")
    assert len(desk.look(6)) == 1
    desk.write("good, mended", "a.yaml")
    (came,) = desk.look(4)
    assert isinstance(came, Reading) and came.rules is not None


def test_advice_follows_a_good_reading_and_not_a_bad_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path, advise=True)
    assert desk.look(2) == [Advice((FAULT,))], "of the reading the window was opened with"
    desk.write("good, changed")
    assert [type(one) for one in desk.look(5)] == [Reading, Advice]
    desk.write("bad")
    assert [type(one) for one in desk.look(8)] == [Reading]


def test_the_thread_ends_when_it_is_told(desk: Desk) -> None:
    desk.watch.start()
    desk.watch.stop()
    assert desk.watch.taken() == []
