"""A dry run: every shipped format plays to its end by itself, over any scenario, and can be taken up from its log."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game import resources
from game.classroom.bots import Bots
from game.classroom.keeper import Keeper, resume
from game.classroom.ledger import rows, to_csv
from game.classroom.lesson import Lesson
from game.classroom.log import Log, read
from game.classroom.model import NO_PACK, Format, Phase
from game.classroom.reading import formats
from game.core.rules import Rules
from tests.classroom.test_deeds import HEAD

FORMATS = formats(resources.assets() / "lessons")


@pytest.fixture
def opened(tmp_path: Path, flagship_rules: Rules) -> Callable[[Format], Keeper]:
    def open_(format: Format) -> Keeper:
        return Keeper(Lesson(flagship_rules, format, NO_PACK), Log(tmp_path / "a.lesson.jsonl", HEAD), time.monotonic)
    return open_


def test_every_length_a_timetable_knows_is_there() -> None:
    assert sorted({format.minutes for format in FORMATS.values()}) == [5, 10, 20, 30, 36, 45, 90]
    assert all(format.debrief >= format.debrief_needed for format in FORMATS.values())


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_class_of_bots_plays_a_format_to_its_end(name: str, opened: Callable[[Format], Keeper]) -> None:
    keeper = opened(FORMATS[name])
    bots = Bots(keeper, seed=3, texts=("A sentence.", "一句话。"))
    bots.join(3 if name.endswith("homework") else 13)
    stages = [room.stage for room in bots.run()]
    assert stages == list(range(len(keeper.lesson.course.stages)))
    assert keeper.lesson.stage(keeper.room).phase in (Phase.DEBRIEF, Phase.REPORT)
    decisions = {stage.decision for stage in keeper.lesson.course.stages if stage.phase is Phase.DECIDE}
    if keeper.lesson.format.seating.value != "pairs":
        assert {number for number, _ in keeper.room.decided} == decisions


def test_the_same_seed_plays_the_same_lesson(tmp_path: Path, flagship_rules: Rules) -> None:
    rooms = []
    for name in "ab":
        keeper = Keeper(Lesson(flagship_rules, FORMATS["45-councils"], NO_PACK), Log(tmp_path / name, HEAD), lambda: 0.0)
        bots = Bots(keeper, seed=9)
        bots.join(8)
        *_, last = bots.run()
        rooms.append(last)
    assert rooms[0] == rooms[1]


def test_a_dry_run_can_be_taken_up_from_its_log_and_told_as_a_table(opened: Callable[[Format], Keeper]) -> None:
    keeper = opened(FORMATS["45-councils"])
    bots = Bots(keeper)
    bots.join(10)
    list(bots.run())
    keeper.close()
    assert resume(keeper.lesson, keeper.log.path, time.monotonic).room == keeper.room
    _, entries = read(keeper.log.path)
    assert len(to_csv(rows("s", keeper.lesson, entries)).splitlines()) > len(entries)
