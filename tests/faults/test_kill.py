"""The program is killed while it writes, for a few times; and a check that a loss would be noticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from game.classroom.log import SUFFIX, Log
from game.play.storage import Storage
from tests.faults.days import HEAD, Day, Exporting, Saving, Teaching, played, whole

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there")
def test_nothing_is_lost_when_the_program_is_killed_while_it_writes() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tests" / "faults" / "kill.py"), "--times", "18"], cwd=ROOT,
                          capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    name, tried, survived, _, lost = done.stdout.splitlines()[-1].split()
    assert (name, tried, survived, lost) == ("all", "18", "18", "0")


def cut(folder: Path, day: Day) -> None:
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith("."):
            path.write_bytes(path.read_bytes()[:-40])
    whole(folder)
    day.check(folder, 3)


@pytest.mark.parametrize("day", [Saving, Exporting, Teaching])
def test_a_loss_would_be_noticed(tmp_path: Path, day: type[Saving] | type[Exporting] | type[Teaching]) -> None:
    made = day()
    if isinstance(made, Saving):
        Storage(tmp_path).save(played(2).record(), "play-a")
    elif isinstance(made, Exporting):
        (tmp_path / "report.html").write_text(made.pages[0], encoding="utf-8")
    else:
        Log(tmp_path / f"a{SUFFIX}", HEAD).close()
    with pytest.raises((AssertionError, ValueError)):
        cut(tmp_path, made)


def test_an_acknowledged_answer_that_is_missing_would_be_noticed(tmp_path: Path) -> None:
    Storage(tmp_path).save(played(2).record(), "play-a")
    Saving().check(tmp_path, 2)
    Storage(tmp_path).save(played(2).record(), "play-a")
    with pytest.raises(AssertionError, match="2 notes, acknowledged 3"):
        Saving().check(tmp_path, 3)
