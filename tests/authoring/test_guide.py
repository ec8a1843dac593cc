"""The author's guide to tables is true: its example loads, its figures come out, it names every key, code and limit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game import resources
from game.authoring import bargain_shape, node_shape
from game.authoring.diagnostics import CATALOGUE
from game.authoring.loader import load
from game.cli import main
from game.core.bargain import MAX_COUNTERS, MAX_PACKAGES, MAX_ROUNDS, Reply
from game.core.model import LEFT_RECORD
from game.core.rules import Rules

GUIDE = resources.scenarios() / "README.md"
TEXT = GUIDE.read_text(encoding="utf-8")


def section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"the guide has no section '{heading}'"
    return found[1]


@pytest.fixture
def car(tmp_path: Path) -> Path:
    """The pieces of the worked example, one after another, as a scenario folder."""
    pieces = re.findall(r"^```yaml\n(.*?)^```$", section("A worked example: a used car"), re.MULTILINE | re.DOTALL)
    assert len(pieces) == 5
    folder = tmp_path / "used-car"
    folder.mkdir()
    (folder / "scenario.yaml").write_text("".join(pieces), encoding="utf-8")
    return folder


@pytest.fixture
def rules(car: Path) -> Rules:
    loaded = load(car)
    assert loaded.scenario is not None and not loaded.diagnostics
    return Rules(loaded.scenario)


def test_the_example_has_no_fault(car: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(car)]) == 0
    assert capsys.readouterr().out.strip() == "no faults"


def test_the_table_of_answers_is_what_the_program_answers(rules: Rules) -> None:
    rows = re.findall(r"^\| (\d) \| price (\d), brakes (\d), handover (\d) \| (\d+) \| (\d+) \| (\S+) \| (\w+) \|$",
                      section("How the other side decides"), re.MULTILINE)
    assert len(rows) == 3
    position = rules.step(rules.start(), "none").after
    talks = rules.talks["talks"]
    for number, (round_, price, brakes, handover, points, asks, short, answer) in enumerate(rows, 1):
        move = f"propose:price={price},brakes={brakes},handover={handover}"
        assert (int(round_), rules.record_move(position)) == (number, move), "the table is the record"
        package = talks.read(move, position.values)
        assert package is not None
        assert talks.bench.value(package) == int(points) * talks.side.total
        assert talks.terms(position.values).aspiration == int(asks)
        assert short == (str(int(asks) - int(points)) if int(points) < int(asks) else "–")
        found = rules.answer(position, move)
        assert found.reply.name.lower() == answer
        if found.reply is Reply.COUNTER:
            assert found.counter == (2, 1, 1)
        position = rules.step(position, move).after
    assert (position.node, rules.value(position, LEFT_RECORD)) == ("sold", 0)


def test_the_walkthrough_of_the_guide_can_be_replayed(car: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = re.search(r"^   ```text\n(.*?)^   ```$", section("Setting it by a record"), re.MULTILINE | re.DOTALL)
    assert found
    file = car / "walkthroughs" / "record.txt"
    file.parent.mkdir()
    file.write_text(re.sub(r"^   ", "", found[1], flags=re.MULTILINE), encoding="utf-8")
    assert main(["replay", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "Not at that price." in shown and "You shake hands." in shown


def test_the_fault_that_is_shown_is_what_validate_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    bad = Path(__file__).parent / "bad" / "E053-a-reservation-must-be-bounded.yaml"
    (tmp_path / "car.yaml").write_text(bad.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["validate", "car.yaml"]) == 1
    shown = re.search(r"^```text\n(car.yaml.*?)^```$", section("When something is wrong"), re.MULTILINE | re.DOTALL)
    assert shown and shown[1] in capsys.readouterr().out


def test_the_guide_names_every_key() -> None:
    told = section("Every key")
    shapes = [value for value in vars(bargain_shape).values() if isinstance(value, type) and hasattr(value, "model_fields")]
    shapes += [node_shape.TableIn, node_shape.OutcomeIn, node_shape.OutcomesIn, node_shape.ProceedingsIn]
    keys = {info.alias or name for shape in shapes for name, info in shape.model_fields.items()}
    assert len(keys) > 30
    assert {key for key in keys if not re.search(rf"\b{key}\b", told)} <= {"act", "place"}


def test_the_guide_names_every_code_of_tables_and_the_limits() -> None:
    codes = set(re.findall(r"^\| (E\d+) \|", section("When something is wrong"), re.MULTILINE))
    assert {code for code in CATALOGUE if code.startswith("E05")} <= codes <= set(CATALOGUE)
    limits = section("Limits")
    for number in (MAX_PACKAGES, MAX_ROUNDS, MAX_COUNTERS):
        assert f"**{number:,}**" in limits
