"""Files of earlier versions load and mean what they meant; files of later ones are refused with a sentence, and kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from game.authoring.keeping import Keeping
from game.authoring.loader import CURRENT, load
from game.classroom.archive import Archive
from game.classroom.keeper import resume as taken_up
from game.classroom.log import FORMAT, DamagedLog
from game.classroom.log import read as read_log
from game.classroom.model import Phase
from game.core.rules import Rules
from game.debrief.compare import compare
from game.debrief.data import comparison_data
from game.play import readpages, record, seen, settings
from game.play.record import DamagedRecord, Record
from game.play.session import Session, resume
from game.play.slots import unreadable
from game.play.storage import Storage
from tests.classroom.lessons import lesson
from tests.core.making import codes

HERE = Path(__file__).resolve().parent
STORY = HERE / "story"
LESSON = HERE / "2026-11-30.lesson.jsonl"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    for file in (HERE / "notes").iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path


def rules() -> Rules:
    loaded = load(STORY)
    assert loaded.scenario is not None and not loaded.diagnostics
    return Rules(loaded.scenario)


def newer(path: Path, key: str = "format") -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, key: data[key] + 1}), encoding="utf-8")


@pytest.mark.parametrize("path", sorted((HERE / "plays").glob("*.json")), ids=lambda path: path.stem)
def test_a_play_is_taken_up_where_it_stood(path: Path) -> None:
    session, divergence = resume(rules(), Record.from_data(json.loads(path.read_text(encoding="utf-8"))))
    assert divergence is None and session.node.id == "signed"
    assert [step.move for _, step, _ in session.decisions()] == ["five", "sign"]
    assert session.noted(0, "forecast") == "five=70,nothing=30"


def test_settings_and_what_was_seen_and_read_are_kept(old: Path) -> None:
    found, aside = settings.load(old)
    assert aside is None and (found.language, found.scale, found.preset, found.keys) == ("zh", 1.2, "own", {"undo": "z"})
    assert ("offer", "five", "again") in seen.recall(old, "ferry")
    assert readpages.load(old) == {"ferry/offer/five"}


def test_a_lesson_goes_on_where_it_stood(tmp_path: Path) -> None:
    path = Path(shutil.copy(LESSON, tmp_path))
    plan = lesson()
    keeper = taken_up(plan, path, lambda: 0.0)
    assert plan.stage(keeper.room).phase is Phase.REVEAL and len(keeper.room.active) == 4
    keeper.close()
    assert [kept.entries for kept in Archive(tmp_path).all()] == [15]


def test_a_scenario_kept_by_an_earlier_version_is_taken_up_whole_or_made_anew(tmp_path: Path) -> None:
    keeping, fresh = Keeping(tmp_path), load(STORY)
    assert fresh.scenario is not None
    shutil.copy(HERE / "2026-11-30.kept", keeping._file(STORY))
    old = keeping.take(STORY)
    assert old is None or (old.scenario is not None and dict(old.scenario.nodes) == dict(fresh.scenario.nodes))
    keeping.keep(STORY, fresh)
    assert keeping.take(STORY) is not None


def test_there_is_a_file_of_every_format() -> None:
    """Whoever raises a format adds a file of the one before."""
    plays = {json.loads(path.read_text(encoding="utf-8"))["format"] for path in (HERE / "plays").glob("*.json")}
    assert plays >= set(range(record.OLDEST, record.CURRENT)) | {1}
    notes = {path.name: json.loads(path.read_text(encoding="utf-8"))["format"] for path in (HERE / "notes").iterdir()}
    assert notes == {settings.FILE: settings.FORMAT, seen.FILE: seen.FORMAT, readpages.FILE: readpages.FORMAT}
    assert json.loads(LESSON.read_text(encoding="utf-8").splitlines()[0])["lesson"] == FORMAT
    assert f"format: {CURRENT}\n" in (STORY / "scenario.yaml").read_text(encoding="utf-8")


# -- later ones --


def test_a_later_scenario_is_refused(tmp_path: Path) -> None:
    path = Path(shutil.copy(STORY / "scenario.yaml", tmp_path))
    path.write_text(path.read_text(encoding="utf-8").replace("format: 1", "format: 2"), encoding="utf-8")
    loaded = load(path)
    assert codes(loaded) == ["E006"] and "format 2; this program reads 1" in loaded.diagnostics[0].message


def test_a_later_save_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = Path(shutil.copy(HERE / "plays" / "2026-11-30.json", tmp_path / "play-x.json"))
    newer(path)
    before = path.read_bytes()
    with pytest.raises(DamagedRecord, match="newer version of the game"):
        Storage(tmp_path).load("play-x")
    assert unreadable(Storage(tmp_path)) == (path,) and path.read_bytes() == before


@pytest.mark.parametrize("name", [settings.FILE, seen.FILE, readpages.FILE])
def test_later_settings_and_notes_are_put_aside_and_not_lost(name: str, old: Path) -> None:
    newer(old / name)
    before = (old / name).read_bytes()
    found, aside = settings.load(old)
    readpages.load(old)
    session = Session(rules(), seed=3)
    session.play("five")
    seen.remember(old, session)
    kept = [path for path in old.iterdir() if ".damaged-" in path.name]
    assert [path.read_bytes() for path in kept] == [before]
    assert (found.language == "zh") is (aside is None) and (aside is None) is (name != settings.FILE)


def test_a_later_lesson_is_refused_with_its_format(tmp_path: Path) -> None:
    path = tmp_path / "a.lesson.jsonl"
    path.write_bytes(LESSON.read_bytes().replace(b'{"lesson":1', b'{"lesson":2'))
    with pytest.raises(DamagedLog, match=r"newer version of this program \(format 2\)"):
        read_log(path)
    assert [kept.head for kept in Archive(tmp_path).all()] == [None]


def test_data_of_a_comparison_says_its_format() -> None:
    session = Session(rules(), seed=3)
    session.play("five")
    told: dict[str, Any] = comparison_data(session, compare(session))
    assert told["format"] == 1
