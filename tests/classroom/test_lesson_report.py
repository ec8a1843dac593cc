"""The report of a lesson: the same bytes for the same log, in both languages, safe, without a name, soon done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from game import resources
from game.classroom.bots import Bots
from game.classroom.keeper import Keeper
from game.classroom.lesson import Lesson
from game.classroom.log import NoLog
from game.classroom.model import NO_PACK, Phase
from game.classroom.reading import read_format, read_questions
from game.core.rules import Rules
from game.ui.language import Language
from game.ui.lesson_report import lesson_report
from tests.classroom.test_deeds import HEAD

ASSETS = resources.assets()
HOSTILE = "<script>alert(1)</script> & “q” 中文"


@pytest.fixture(scope="module")
def keeper(flagship_rules: Rules) -> Keeper:
    format = replace(read_format(ASSETS / "lessons" / "45-councils.yaml").value, decisions=("DP12-council",))
    pack = replace(NO_PACK, questions=read_questions(ASSETS / "questions.yaml").value)
    kept = Keeper(Lesson(flagship_rules, format, pack), NoLog(), lambda: 0.0)
    bots = Bots(kept, seed=4, texts=(HOSTILE,))
    bots.join(18)
    for room in bots.run():
        if kept.lesson.stage(room).phase is Phase.DISCUSS and not room.trails:
            kept.do("rewind", stage=1)
    return kept


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_same_lesson_gives_the_same_bytes(keeper: Keeper, languages: Mapping[str, Language], code: str) -> None:
    one, two = (lesson_report(HEAD, keeper.lesson, keeper.room, languages[code]) for _ in range(2))
    assert one == two and f'<html lang="{"zh-Hans" if code == "zh" else "en"}">' in one


def test_what_students_wrote_stays_words(keeper: Keeper, languages: Mapping[str, Language]) -> None:
    page = lesson_report(HEAD, keeper.lesson, keeper.room, languages["en"])
    assert "<script" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page
    assert not re.search(r'(src|href)="http', page), "nothing is fetched"


def test_counts_only_holds_no_sentence_of_a_student(keeper: Keeper, languages: Mapping[str, Language]) -> None:
    page = lesson_report(HEAD, keeper.lesson, keeper.room, languages["en"], words=False)
    assert "alert" not in page and languages["en"].t("lesson_report.counted", n=18) in page


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_report_tells_paths_votes_forecasts_reasons_estimates_and_tickets(
        keeper: Keeper, languages: Mapping[str, Language], code: str) -> None:
    page = lesson_report(HEAD, keeper.lesson, keeper.room, languages[code])
    t = languages[code].t
    for key in ("section.plan", "section.paths", "movement", "forecasts", "reasons", "estimates", "section.debrief",
                "section.tickets", "section.ways"):
        assert t(f"lesson_report.{key}") in page, key
    node = keeper.lesson.rules.scenario.decision("DP12-council")
    moves = {made.move for made in keeper.room.decided.values()}
    told = [block for option in node.options if option.id in moves for block in option.follows]
    assert told and all(block.words[code][:40] in page.replace("&#x27;", "'") for block in told)
    assert page.count('class="grade ') == len(told)


def test_no_word_of_a_ranking_is_in_the_report(keeper: Keeper, languages: Mapping[str, Language]) -> None:
    own = set(languages["en"].strings) - {key for key in languages["en"].strings if not key.startswith(("lesson", "classroom", "projector", "shared"))}
    for code, banned in (("en", r"\b(correct|best|win|winner|score)\b"), ("zh", "正确|最佳|胜利|得分|名次")):
        assert not [key for key in own if key in languages[code].strings and re.search(banned, languages[code].strings[key], re.I)]


def test_the_report_is_one_file(keeper: Keeper, languages: Mapping[str, Language], tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(lesson_report(HEAD, keeper.lesson, keeper.room, languages["zh"]), encoding="utf-8")
    assert path.stat().st_size < 2_000_000
