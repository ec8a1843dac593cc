"""What the teacher saves at the desk: report, table and paper pack, with texts or counts only, and a dry run."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from game import resources
from game.classroom.bots import Bots
from game.classroom.keeper import Keeper
from game.classroom.log import Log
from game.commands.sheets import sheets_of
from game.host.serve import Host, Place
from game.ui.language import read
from tests.classroom.lessons import lesson
from tests.classroom.test_deeds import HEAD
from tests.host.serving import WEB, Phone

LANGUAGES = read(resources.assets() / "lang")
WRITTEN = "A sentence that a student wrote."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    """A teacher's browser at the desk of a lesson whose class has answered everything."""
    log = tmp_path_factory.mktemp("desk") / "a.lesson.jsonl"
    keeper = Keeper(lesson(), Log(log, HEAD), time.monotonic)
    bots = Bots(keeper, texts=(WRITTEN,))
    bots.join(6)
    for _ in bots.run():
        pass
    host = Host(keeper, LANGUAGES, WEB, Place(), sheets=sheets_of(keeper, LANGUAGES, "tiny"))
    host.start()
    teacher = Phone(host.desk_url.split("#")[0])
    teacher.secret = host.secret  # type: ignore[attr-defined]
    yield teacher
    host.stop()
    keeper.close()


def saved(desk: Phone, name: str, lang: str = "en") -> str:
    status, _ = desk.ask("GET", f"/api/sheet/{name}?lang={lang}", **{"x-desk": desk.secret})  # type: ignore[attr-defined]
    assert status == 200
    assert 'filename="' in desk.headers["content-disposition"]
    return desk.seen[-1]


def test_everything_that_can_be_saved_is_offered_in_words(desk: Phone) -> None:
    _, told = desk.ask("GET", "/api/desk?lang=en", **{"x-desk": desk.secret})  # type: ignore[attr-defined]
    assert set(told["sheets"]) == {"report", "report_counts", "table", "table_counts", "handouts", "sealed", "rehearsal"}
    for language in LANGUAGES.values():
        assert all(f"classroom.sheet_{name}" in language.strings for name in told["sheets"])


@pytest.mark.parametrize("name", ["report", "table"])
def test_counts_only_holds_no_word_of_a_student(desk: Phone, name: str) -> None:
    assert WRITTEN in saved(desk, name)
    assert WRITTEN not in saved(desk, f"{name}_counts")


def test_the_table_is_csv_that_a_spreadsheet_reads(desk: Phone) -> None:
    text = saved(desk, "table_counts")
    assert text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(lines) > 20 and len({len(line) for line in lines}) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pack_and_a_dry_run_are_whole_pages_in_the_desks_language(desk: Phone, lang: str) -> None:
    for name in ("handouts", "sealed", "rehearsal"):
        page = saved(desk, name, lang)
        assert f'<html lang="{"zh-Hans" if lang == "zh" else "en"}"' in page and page.rstrip().endswith("</html>")


def test_a_sheet_is_for_the_teacher_alone(desk: Phone) -> None:
    assert desk.ask("GET", "/api/sheet/report?lang=en")[0] == 403


def test_a_sheet_that_cannot_be_made_says_so_and_the_lesson_goes_on(tmp_path: Path) -> None:
    keeper = Keeper(lesson(), Log(tmp_path / "a.lesson.jsonl", HEAD), time.monotonic)
    host = Host(keeper, LANGUAGES, WEB, Place(), sheets=sheets_of(keeper, LANGUAGES, "tiny"))
    host.start()
    (tmp_path / "a.lesson.jsonl").unlink()
    teacher = Phone(host.desk_url.split("#")[0])
    status, told = teacher.ask("GET", "/api/sheet/table?lang=en", **{"x-desk": host.secret})
    assert (status, told["fault"]) == (507, "disk")
    assert teacher.ask("GET", "/api/desk?lang=en", **{"x-desk": host.secret})[0] == 200
    host.stop()
