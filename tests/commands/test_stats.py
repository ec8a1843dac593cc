"""The command ``stats`` as an author meets it."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from game import resources
from game.cli import main
from tests.authoring.test_overlay import FERRY

TEMPLATE = resources.scenarios() / "_template"


@pytest.mark.parametrize(("lang", "words"), [
    ("en", ["By act", "By purpose", "different plays", "Nodes", "Counsel by", "Our estimate", "Work", "Variable",
            "Covered by one walkthrough", "Not reached – Options:"]),
    ("zh", ["按用途", "种不同的走法", "谈判桌", "进言的人", "本作推估", "引用次数", "变量", "1份走法记录的覆盖", "没有走到的——选项："]),
])
def test_it_tells_everything_in_both_languages(lang: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", str(TEMPLATE), "--lang", lang]) == 0
    out = capsys.readouterr().out
    places = [out.index(word) for word in words]
    assert places == sorted(places)
    assert all(len(line) <= 100 for line in out.splitlines())


def test_the_same_figures_come_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", str(TEMPLATE), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["plays"]["count"] == 5, "three options, then chance falls one way or the other, but for the record, which has one"
    low, high = (Fraction(bound) for bound in data["plays"]["reading"]["en"]["expected"])
    assert Fraction(data["plays"]["reading"]["en"]["shortest"][0]) <= low <= high
    assert data["coverage"]["options"]["missed"] == [["decision-1", "wait"], ["decision-1", "borrow"]]
    assert sum(grade["paragraphs"] for grade in data["grades"].values()) > 10
    assert main(["stats", str(TEMPLATE), "--json", "--quick"]) == 0
    assert "plays" not in json.loads(capsys.readouterr().out)


def test_without_walkthroughs_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scenario.yaml").write_text(FERRY, encoding="utf-8")
    assert main(["stats", str(tmp_path), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "There is no walkthrough" in out and "Options of a decision: 2; 2.0 on average" in out


def test_a_scenario_whose_plays_never_end_is_told_apart_from_a_large_one(tmp_path: Path,
                                                                         capsys: pytest.CaptureFixture[str]) -> None:
    loop = FERRY.replace("keep: {text: Keep it., goto: done}", "keep: {text: Keep it., goto: first}")
    (tmp_path / "scenario.yaml").write_text(loop, encoding="utf-8")
    assert main(["stats", str(tmp_path), "--lang", "en"]) == 0
    assert "round in a circle" in capsys.readouterr().out


def test_a_walkthrough_that_cannot_be_followed_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(TEMPLATE, tmp_path / "mine")
    (tmp_path / "mine" / "walkthroughs" / "bad.txt").write_text("> decision-1 fly\n", encoding="utf-8")
    assert main(["stats", str(tmp_path / "mine")]) == 1
    assert "bad.txt: line 1: 'fly' cannot be played" in capsys.readouterr().err


def test_an_unknown_scenario_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "nowhere"]) == 2
    assert "no scenario 'nowhere'" in capsys.readouterr().err
