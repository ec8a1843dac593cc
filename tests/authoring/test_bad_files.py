"""Every code of the catalogue has a file that provokes it, at the place its first line names, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.authoring.diagnostics import CATALOGUE, Severity, as_data, render
from game.authoring.loader import load
from game.inspection import inspect
from tests.core.making import HEAD, codes, read

HERE = Path(__file__).resolve().parent
BAD = sorted((HERE / "bad").iterdir())
"""A file each, or a folder where a file beside the scenario is at fault."""

GOOD = sorted((HERE / "good").glob("*.yaml"))

LESSONS = {f"E08{digit}" for digit in range(7)}
"""Faults of lesson formats and classroom packs, which stand beside a scenario: see ``tests/classroom/test_files``."""

TRANSLATION = {"E060", "E061", "W060", "W061", "W062"}
"""Faults of translation files, which stand beside a scenario: see ``test_overlay``."""

FOLLOWS = {"E005": {"E014"}}
"""What cannot be told apart from a fault of its own once reading has broken off."""


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_a_bad_file_is_faulted_exactly_where_it_says(path: Path) -> None:
    main = path / "scenario.yaml" if path.is_dir() else path
    expected = re.fullmatch(r"# expects: ([EWN]\d{3}) (\d+):(\d+)( --quick)?(?: in (\S+))?",
                            main.read_text(encoding="utf-8").splitlines()[0])
    assert expected, "the first line is '# expects: CODE LINE:COLUMN', with --quick, or 'in FILE' for one beside it"
    code, line, column, file = expected[1], int(expected[2]), int(expected[3]), expected[5] or main.name
    assert path.name.startswith(f"{code}-"), "a file is named after its code and the rule it breaks"
    found = inspect(path, quick=bool(expected[4]))
    assert (code, file, line, column) in {(fault.code, Path(fault.mark.file).name, fault.mark.line, fault.mark.column)
                                          for fault in found.faults}
    left_out = {"N001"} if expected[4] else set()
    assert {fault.code for fault in found.faults} - FOLLOWS.get(code, set()) - left_out | {code} == {code}
    assert (found.loaded.scenario is None) == code.startswith("E")


def test_every_code_has_a_file() -> None:
    assert {path.name[:4] for path in BAD} == set(CATALOGUE) - TRANSLATION - LESSONS


@pytest.mark.parametrize("path", GOOD, ids=[path.stem for path in GOOD])
def test_a_good_file_is_silent(path: Path) -> None:
    loaded = load(path)
    assert loaded.diagnostics == () and loaded.scenario is not None


def test_yaml_words_stay_words() -> None:
    scenario = load(HERE / "good" / "silent-extras.yaml").scenario
    assert scenario is not None
    assert scenario.title["en"] == "yes" and list(scenario.parties) == ["no"]
    assert scenario.variables["off"].words == ("010", "1e3", "1_000", "12:30:45", "2001-01-01")


MANY = HEAD + """minuets: 5
start: nowhere
variables:
  trust: {start: 9, min: 0, max: 5, seen_by: [nobody]}
nodes:
  a:
    who: him
    colour: red
    options: {x: {text: X., goto: b}, y: {text: Y., goto: b}}
  b:
    options:
      x: {text: X., when: truts > 1, goto: c}
      y: {text: Y., effects: [{add: {trsut: 1}}], goto: d}
      z: {text: Z., when: 1 +, yields: [total], goto: c}
  c: {ending: e, text: "{trsut}"}
  d: {text: What am I?}
"""


def test_all_faults_come_at_once() -> None:
    loaded = read(MANY)
    found = [(fault.code, fault.mark.line) for fault in loaded.diagnostics]
    assert found == [("E010", 4), ("E010", 11), ("E014", 19)], "faults of shape first"
    mended = MANY.replace("minuets: 5\n", "").replace("    colour: red\n", "")
    found = [(fault.code, fault.mark.line) for fault in read(mended).diagnostics]
    assert found == [("E013", 6), ("E024", 6), ("E024", 9), ("E016", 13), ("E016", 14), ("E015", 15), ("E022", 15),
                     ("E033", 16), ("E014", 17)]
    whole = mended.replace("  d: {text: What am I?}\n", "  d: {ending: f}\n")
    found = [(fault.code, fault.mark.line) for fault in read(whole).diagnostics]
    assert found[0] == ("E012", 4), "with every node read, names of nodes are checked as well"
    assert not any(code == "W040" for code, _ in found), "without a start nothing can be said about reaching"


def test_every_fault_knows_its_place_and_severity() -> None:
    for fault in read(MANY).diagnostics:
        data = as_data(fault)
        assert data["severity"] == ("error" if fault.severity is Severity.ERROR else "warning")
        assert (data["line"], data["column"]) == (fault.mark.line, fault.mark.column) and fault.code in CATALOGUE


@pytest.mark.parametrize(("wrong", "right"), [
    ("varables", "variables"), ("partys", "parties"), ("stat", "start"), ("titel", "title"), ("node", "nodes")])
def test_an_unknown_key_of_the_head_gets_a_suggestion(wrong: str, right: str) -> None:
    loaded = read(HEAD + f"{wrong}: x\nstart: a\nnodes: {{a: {{ending: e}}}}\n")
    fault = next(fault for fault in loaded.diagnostics if fault.code == "E010")
    assert fault.hint == (f"did you mean '{right}'?" if right != "nodes" else fault.hint)
    assert (fault.mark.line, fault.mark.column, fault.length) == (4, 1, len(wrong))


@pytest.mark.parametrize(("line", "hint"), [
    ("a: {opitons: {x: {text: X, goto: b}}, ending: e}", "did you mean 'options'?"),
    ("a: {optons: {}, options: {x: {text: X, goto: b}, y: {text: Y, goto: b}}}", "did you mean 'options'?"),
    ("a: {options: {x: {text: X, gotto: b, goto: b}, y: {text: Y, goto: b}}}", "did you mean 'goto'?"),
    ("a: {brief: [{text: T, cite: [q]}], options: {x: {text: X, goto: b}, y: {text: Y, goto: b}}}", "did you mean 'cites'?"),
    ("a: {counsel: [{voice: V, text: T, fro: [x]}], options: {x: {text: X, goto: b}, y: {text: Y, goto: b}}}",
     "did you mean 'for'?"),
    ("a: {options: {x: {text: X, goto: b, effects: [{ad: {v: 1}}]}, y: {text: Y, goto: b}}}", "did you mean 'add'?"),
])
def test_an_unknown_key_below_gets_a_suggestion_from_its_own_place(line: str, hint: str) -> None:
    loaded = read(HEAD + f"start: a\nnodes:\n  {line}\n  b: {{ending: e}}\n")
    hints = [fault.hint for fault in loaded.diagnostics if fault.code == "E010"]
    assert hint in hints or line.startswith("a: {opitons")


def test_a_word_like_nothing_known_gets_no_suggestion() -> None:
    loaded = read(HEAD + "zzzzqqq: 1\nstart: a\nnodes: {a: {ending: e}}\n")
    assert [fault.hint for fault in loaded.diagnostics] == [""]


def test_a_hidden_variable_is_not_suggested_to_its_reader() -> None:
    path = next(path for path in BAD if path.name.startswith("E033"))
    assert [fault.hint for fault in load(path).diagnostics] == [""]


@pytest.mark.parametrize("day", ["1945-02-30", "1945-13-01", "1945-00-10", "0000-01-01"])
def test_a_day_that_is_not_in_the_calendar_is_refused(day: str) -> None:
    loaded = read(HEAD + f"start: a\nnodes:\n  a: {{ending: e, date: {{from: {day}, to: 1945-12-31}}}}\n")
    assert codes(loaded) == ["E013"] and day in loaded.diagnostics[0].message


def test_the_built_in_variable_cannot_be_declared() -> None:
    loaded = read(HEAD + "variables: {left_record: {start: 0, min: 0, max: 1, seen_by: all}}\nstart: a\nnodes: {a: {ending: e}}\n")
    assert codes(loaded) == ["E023"]


def test_a_fault_is_rendered_with_file_line_column_code_and_the_line() -> None:
    path = next(path for path in BAD if path.name.startswith("E012"))
    loaded = load(path)
    head, line, caret = render(loaded.diagnostics[0], loaded.lines[loaded.diagnostics[0].mark.file]).split("\n")
    assert head.endswith("E012-gotos-must-name-a-node.yaml:7:61  E012 unknown node 'bb'")
    assert line.startswith("    7   a: {options:")
    assert caret.rstrip() == " " * 66 + "^^  did you mean 'b'?"
