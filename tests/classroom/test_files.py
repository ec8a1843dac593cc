"""Wrong lesson formats and packs: the code, the file, the line; `validate` tells them with the scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from game import resources
from game.authoring.diagnostics import render
from game.classroom.reading import read_format, read_pack
from game.core.model import Scenario
from game.inspection import inspect
from tests.core.making import TESTS

SHORT = """format: 1
title: {en: Short, zh: 短}
minutes: 10
seating: pairs
stages:
  - {phase: lobby, minutes: 1}
  - {phase: predict, minutes: 5}
  - {phase: debrief, step: why, minutes: 4}
"""


def formatted(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    path = tmp_path / "short.yaml"
    path.write_text(text, encoding="utf-8")
    return [(fault.code, fault.mark.line) for fault in read_format(path).diagnostics]


@pytest.mark.parametrize(("old", "new", "code", "line"), [
    ("minutes: 10", "minutes: 12", "E080", 3),
    ("{phase: predict, minutes: 5}", "{phase: predict, minutes: 8}\n  - {phase: debrief, step: exit, minutes: 1}", "E080", 3),
    ("step: why, minutes: 4", "step: why, minutes: 1", "E081", 6),
    ("phase: lobby", "phase: brief", "E082", 6),
    ("step: why, ", "", "E082", 8),
    ("{phase: predict, minutes: 5}", "{phase: discuss, minutes: 3}\n  - {phase: predict, minutes: 2}", "E082", 8),
    ("phase: predict", "phase: predikt", "E013", 7),
    ("seating: pairs", "seeting: pairs", "E010", 4),
    ("format: 1\n", "", "E011", 1),
    ("minutes: 5}", "minutes: -5}", "E013", 7),
    ("format: 1", "format: [", "E003", 3),
])
def test_a_wrong_format_is_faulted_where_it_is_wrong(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    assert (code, line) in formatted(tmp_path, SHORT.replace(old, new, 1))


def test_a_right_format_is_silent(tmp_path: Path) -> None:
    assert formatted(tmp_path, SHORT) == []


@pytest.mark.parametrize("path", sorted((resources.assets() / "lessons").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_format_is_silent(path: Path) -> None:
    assert read_format(path).diagnostics == ()


@pytest.mark.parametrize(("text", "code", "line"), [
    ("sittings: {nowhere: {roles: {}}}", "E012", 1),
    ("sittings:\n  DP12-council:\n    roles: {}\n", "E084", 3),
    ("sittings: {}\ncards:\n  c: {title: {en: T, zh: 题}, source: {en: S, zh: 源}, known_from: 1945-07-01,\n"
     "      text: {text: {en: X., zh: 甲。}, cites: [E-none]}}\n", "E019", 4),
    ("sittings: {}\ncards:\n  c: {title: {en: T}, source: {en: S, zh: 源}, known_from: 1945-07-01,\n"
     "      text: {text: {en: X., zh: 甲。}, grade: invention, invented: {en: i, zh: 虚}}}\n", "E030", 3),
    ("sittings:\n  DP12-council:\n    cards: [none]\n    roles: {}\n", "E085", 3),
    ("sittings: {}\nissues: [nothing]\n", "E016", 2),
    ("sittings: {}\nsitings: {}\n", "E010", 2),
])
def test_a_wrong_pack_is_faulted_where_it_is_wrong(tmp_path: Path, flagship: Scenario, text: str, code: str, line: int) -> None:
    (tmp_path / "classroom.yaml").write_text(text, encoding="utf-8")
    read = read_pack(tmp_path, flagship)
    assert (code, line) in [(fault.code, fault.mark.line) for fault in read.diagnostics] and read.value is None
    for fault in read.diagnostics:
        for language in ("en", "zh"):
            assert render(fault, read.lines.get(fault.mark.file), language)


def test_validate_tells_the_faults_of_a_scenarios_lessons(tmp_path: Path) -> None:
    main = (TESTS / "scenarios" / "tiny" / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(main, encoding="utf-8")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "short.yaml").write_text(SHORT.replace("minutes: 10", "minutes: 11"), encoding="utf-8")
    faults = [fault for fault in inspect(tmp_path).faults if fault.code == "E080"]
    assert [fault.mark.file for fault in faults] == [(tmp_path / "lessons" / "short.yaml").as_posix()]
