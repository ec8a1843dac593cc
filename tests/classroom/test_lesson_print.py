"""The paper pack: nothing of the reveal among the handouts, every sheet with its origin, legible, both papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from game import resources
from game.classroom.lesson import Lesson
from game.classroom.model import NO_PACK, Kind
from game.classroom.reading import read_format, read_questions
from game.core.rules import Rules
from game.ui.language import Language
from game.ui.lesson_print import Paper, handouts, sealed

ASSETS = resources.assets()
STYLE = (ASSETS / "web" / "classroom" / "print.css").read_text(encoding="utf-8")
NODE = "DP12-council"


@pytest.fixture(scope="module")
def lesson(flagship_rules: Rules) -> Lesson:
    format = replace(read_format(ASSETS / "lessons" / "45-councils.yaml").value, decisions=(NODE,))
    return Lesson(flagship_rules, format, replace(NO_PACK, questions=read_questions(ASSETS / "questions.yaml").value))


@pytest.mark.parametrize("code", ["en", "zh"])
def test_no_handout_holds_a_sentence_of_the_reveal_and_the_sealed_file_holds_them_all(
        lesson: Lesson, languages: Mapping[str, Language], code: str) -> None:
    node = lesson.rules.scenario.decision(NODE)
    secrets = [block.words[code][:40] for slot in (node.record, node.hidden) for block in slot]
    for option in node.options:
        secrets += [block.words[code][:40] for block in option.follows]
    pack, teacher = (make(lesson, languages[code], Paper(STYLE)) for make in (handouts, sealed))
    assert len(secrets) > 8 and not [secret for secret in secrets if secret in pack]
    assert not [secret for secret in secrets if secret not in teacher]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_sheet_a_lesson_needs_is_there_with_its_origin(lesson: Lesson, languages: Mapping[str, Language], code: str) -> None:
    page = handouts(lesson, languages[code], Paper(STYLE, students=24))
    t = languages[code].t
    for sheet in ("seating", "slips", "list", "zone", "case", "roles", "evidence", "ballots", "checklist", "timeline", "debrief", "ticket", "run", "privacy"):
        assert t(f"lesson_print.sheet.{sheet}") in page, sheet
    assert page.count('<section class="sheet">') == page.count('<p class="origin">') == 14
    assert page.count('class="slip"') == 24
    assert t("lesson.ballot_device") in page


def test_each_role_has_its_card_that_says_whose_views_these_are(lesson: Lesson, languages: Mapping[str, Language]) -> None:
    page = handouts(lesson, languages["en"], Paper(STYLE))
    roles = [role for role in lesson.sitting(NODE).roles.values() if role.kind is not Kind.OBSERVER]
    assert page.count(languages["en"].t("lesson.brief.opening")) == len(roles)


def test_both_papers_and_large_print_are_there() -> None:
    assert "size: A4" in STYLE and "size: Letter" in STYLE
    assert re.search(r"body \{[^}]*font: 11pt", STYLE) and re.search(r"body\.large \{ font-size: 18pt", STYLE)


def test_the_paper_is_chosen_by_the_page(lesson: Lesson, languages: Mapping[str, Language]) -> None:
    assert 'class="letter large"' in handouts(lesson, languages["en"], Paper(STYLE, letter=True, large=True))
    assert 'class="sealed"' in sealed(lesson, languages["en"], Paper(STYLE))


def test_nothing_is_fetched_and_nothing_runs(lesson: Lesson, languages: Mapping[str, Language]) -> None:
    for make in (handouts, sealed):
        page = make(lesson, languages["zh"], Paper(STYLE))
        assert "<script" not in page and not re.search(r'(src|href)="', page) and "url(" not in page
