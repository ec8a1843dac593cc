"""The paper pack: nothing of the reveal among the handouts, every sheet with its origin, legible, both papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from game import resources
from game.classroom.lesson import Lesson
from game.classroom.model import NO_PACK, Kind, Seating
from game.classroom.reading import read_format, read_pack, read_questions
from game.core.rules import Rules
from game.library import Library
from game.ui.language import Language
from game.ui.lesson_print import Paper, handouts, sealed
from game.ui.mapshapes import load_geometry

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


@pytest.mark.parametrize("code", ["en", "zh"])
def test_two_dated_maps_are_printed_with_their_sources_and_nothing_later(
        flagship_rules: Rules, library: Library, languages: Mapping[str, Language], code: str) -> None:
    pack = read_pack(library.find("mongolia-1945"), flagship_rules.scenario).value
    format = replace(read_format(ASSETS / "lessons" / "45-councils.yaml").value, decisions=(NODE,))
    maps = {"east-asia": load_geometry(ASSETS / "map" / "east-asia.json")}
    page = handouts(Lesson(flagship_rules, format, pack), languages[code], Paper(STYLE, maps=maps))
    assert page.count('<svg class="map"') == 2
    for sheet in pack.maps:
        assert sheet.day == "1945-07-05" and sheet.title[code] in page and sheet.source[code] in page
        assert all(name[code] in page for name in sheet.names.values())
    events = flagship_rules.scenario.reference.events
    cited = [events[cite].sort_as for sheet in pack.maps for block in sheet.text for cite in block.cites]
    assert cited and max(cited) <= "1945-07-05"
    early = replace(format, decisions=("DP07-yalta-revealed",))
    assert '<svg class="map"' not in handouts(Lesson(flagship_rules, early, pack), languages[code], Paper(STYLE, maps=maps))


@pytest.mark.parametrize("seating", list(Seating))
def test_every_way_of_sitting_has_its_chart_with_every_seat_once(
        lesson: Lesson, languages: Mapping[str, Language], seating: Seating) -> None:
    t = languages["en"].t
    other = Lesson(lesson.rules, replace(lesson.format, seating=seating), lesson.pack)
    page = handouts(other, languages["en"], Paper(STYLE, students=29))
    chart = page[page.index(t("lesson_print.sheet.seating")):page.index(t("lesson_print.sheet.slips"))]
    assert len(re.findall(r"<th>Seat \d\d", chart)) == 15 and chart.count("×2</th>") == 14
    assert (t("lesson_print.sheet.experts") in page) is (seating is Seating.JIGSAW)
    assert (t("lesson_print.outer") in page) is (seating is Seating.FISHBOWL)
    assert page.count('class="slip"') == 15


def test_no_print_is_smaller_than_the_body(lesson: Lesson) -> None:
    small = [float(size) for size in re.findall(r"font-size: ([\d.]+)em", STYLE) if float(size) < 1]
    assert not small, "the body has 11 points, 18 in large print"


def test_role_cards_in_simple_words_say_the_same_in_fewer(
        flagship_rules: Rules, library: Library, languages: Mapping[str, Language]) -> None:
    pack = read_pack(library.find("mongolia-1945"), flagship_rules.scenario).value
    format = replace(read_format(ASSETS / "lessons" / "45-councils.yaml").value, decisions=(NODE,))
    page = handouts(Lesson(flagship_rules, format, pack), languages["zh"], Paper(STYLE, plain=True))
    plain = [role.brief.plain["zh"] for role in pack.sittings[NODE].roles.values() if role.brief.plain]
    assert len(plain) > 5 and all(text in page for text in plain)


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
