"""The teacher's desk in a real browser: an answer entered by voice, and a report saved to disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game import resources
from game.classroom.answers import Asked
from game.classroom.bots import Bots
from game.classroom.keeper import Keeper
from game.classroom.log import Log
from game.classroom.model import Phase
from game.commands.sheets import sheets_of
from game.host.serve import Host, Place
from game.ui.language import read
from tests.browser import Visit
from tests.classroom.lessons import lesson
from tests.classroom.test_deeds import HEAD
from tests.host.serving import WEB

pytestmark = pytest.mark.slow


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    languages = read(resources.assets() / "lang")
    keeper = Keeper(lesson(), Log(tmp_path / "a.lesson.jsonl", HEAD), time.monotonic)
    Bots(keeper).join(6)
    running = Host(keeper, languages, WEB, Place(), sheets=sheets_of(keeper, languages, "tiny"))
    running.start()
    yield running
    running.stop()
    keeper.close()


def test_the_teacher_enters_a_forecast_by_voice_and_saves_the_table(host: Host, visit: Callable[..., Visit]) -> None:
    keeper = host.hub.keeper
    while keeper.lesson.stage(keeper.room).phase is not Phase.PREDICT:
        keeper.do("turn", turn="skip")
    moves = keeper.lesson.moves(keeper.room, 1, 0)
    page = visit(locale="en-GB").open(host.desk_url)
    page.click("#voice summary")
    page.select_option("#voice-pick", "3 forecast")
    page.fill("#voice-A", "70")
    keeper.do("answer", seat=1, asked="choice", value=moves[0])
    page.wait_for_function("() => !document.querySelector('#voice-pick option[value=\"1 choice\"]')")
    assert page.input_value("#voice-A") == "70", "what is half entered stays when another seat answers"
    page.fill("#voice-B", "30")
    page.click("#voice-send")
    page.wait_for_function("() => !document.querySelector('#voice-pick option[value=\"3 forecast\"]')")
    kept = keeper.room.answer(0, Asked.FORECAST, 3)
    assert kept is not None and kept.by == "teacher" and kept.value.startswith(f"{moves[0]}=70,{moves[1]}=30")
    with page.expect_download() as given:
        page.click("#sheet-table_counts")
    assert given.value.suggested_filename == "a-counts.csv"
    assert "forecast by voice (teacher)" in Path(given.value.path()).read_text(encoding="utf-8-sig")
