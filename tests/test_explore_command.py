"""The commands explore and simulate, called as a person calls them."""

from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from game.analysis.answers import Section
from game.analysis.odds import tally
from game.analysis.policies import Name
from game.analysis.tallied import from_data
from game.cli import main
from game.commands.explore import SECTIONS
from game.commands.inquiry import POLICIES
from tests.analysis.random_scenarios import HEAD
from tests.core.making import TESTS, rules_of

GAMES = TESTS / "analysis" / "games"
TREE, KUHN = str(GAMES / "tree.yaml"), str(GAMES / "kuhn.yaml")
COMPARE = TESTS / "scenarios" / "compare"


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a call prints; faults, and what is said of unfinished counts, must be asked for by their code."""
    assert main(arguments) == code
    shown = capsys.readouterr()
    return shown.out if not code else shown.err


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(told(capsys, "explore", *arguments, "--json"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_text_of_an_exploration_is_as_it_was(language: str, capsys: pytest.CaptureFixture[str],
                                                  golden: Callable[[str, str], None]) -> None:
    for name, path in (("tree", TREE), ("compare", str(COMPARE)), ("table", str(TESTS / "core/scenarios/table.yaml"))):
        golden(f"explore-{name}.{language}.txt", told(capsys, "explore", path, "--lang", language))


def test_the_data_holds_exact_fractions_that_sum_to_one(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, TREE)
    assert sum(map(Fraction, found["endings"].values())) == 1
    assert found["plays"] == 5 and found["whole"] and found["policy"] == "uniform"
    assert found["expected"] == {"you": "77/8"}
    assert found["options"]["haggle"]["press"]["values"]["you"] == {"value": "10", "gain": "-1", "regret": "2"}
    assert found["options"]["offer"]["now"]["opens"] == ["took"]
    assert found["rarest"]["odds"] == "3/32"


def test_the_command_offers_every_policy_and_every_section() -> None:
    """They are written out there so that asking for help loads nothing heavy."""
    assert {*POLICIES} == {*Name} and [*SECTIONS] == [*Section]


def test_only_what_is_asked_for_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, TREE, "--show", "lengths")
    assert found["moves"]["longest"] == 4
    assert not {"options", "pivots", "rarest", "expected"} & set(found)


@pytest.mark.parametrize("path", [TREE, str(COMPARE), str(GAMES / "rounds.yaml")])
def test_the_quickest_answer_can_be_read_back_as_a_tally(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "explore", path, "--odds", "--json", "--gently"))
    assert found["digest"]
    counted = from_data(found)
    if path != str(GAMES / "rounds.yaml"):
        assert counted == tally(rules_of(Path(path) / "scenario.yaml" if Path(path).is_dir() else Path(path)))
    else:
        assert counted.endings["granted"] == Fraction(13, 54)


def test_the_quickest_answer_is_printed_for_people_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert "50.0 %" in told(capsys, "explore", str(COMPARE), "--odds", "--lang", "en")
    assert "--policy" in told(capsys, "explore", TREE, "--odds", "--policy", "record", code=2)


@pytest.mark.parametrize(("policy", "took"), [("uniform", "1/2"), ("record", "0"), ("cautious", "1"), ("authored", "1/2")])
def test_a_policy_is_chosen_by_its_name(policy: str, took: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert data(capsys, TREE, "--policy", policy)["endings"]["took"] == took


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_weights_are_read_from_yaml_and_from_json(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"权重 一.{suffix}"
    file.write_text("offer: {now: 1, later: 4}" if suffix == "yaml" else '{"offer": {"now": 1, "later": 4}}', encoding="utf-8")
    assert data(capsys, TREE, "--weights", str(file))["endings"]["took"] == "1/5"


def test_kuhn_pokers_equilibrium_is_a_file_of_weights(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, KUHN, "--weights", str(GAMES / "kuhn-equilibrium.yaml"))
    assert found["expected"] == {"one": "-1/18", "two": "1/18"}


def test_every_fault_of_weights_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text("opening:\n  chek: 1\n  bet: second > 1\nopenin: {bet: 1}\nfacing-bet:\n  call: -1\n  fold: firs\n"
                    "deal: {jack: 1}\nchecked: 3\n", encoding="utf-8")
    shown = told(capsys, "explore", KUHN, "--weights", str(file), "--lang", "en", code=1).splitlines()
    assert [line.replace(str(file), "W") for line in shown[:-1]] == [
        "W:2:3: “opening” has no option “chek”. Did you mean “check”?",
        "W:3:8: who decides at “opening” does not see “second”.",
        "W:4:1: “openin” is no decision of this scenario. Did you mean “opening”?",
        "W:6:9: “-1” is no weight: write a whole number from 0 to 1,000,000,000, or an expression.",
        "W:7:9: there is no variable “firs”. Did you mean “first”?",
        "W:8:1: “deal” is no decision of this scenario.",
        "W:9:10: “checked” needs its options below it, each with a weight."]
    assert "不能用作权重" in told(capsys, "explore", KUHN, "--weights", str(file), "--lang", "zh", code=1)


@pytest.mark.parametrize("text", ["", "- 1\n", "a: [1\n", "offer: {now: 1, now: 2}\n"])
def test_a_file_that_holds_no_weights_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text(text, encoding="utf-8")
    assert str(file) in told(capsys, "explore", TREE, "--weights", str(file), "--lang", "en", code=1)
    assert "missing" in told(capsys, "explore", TREE, "--weights", str(tmp_path / "missing"), "--lang", "en", code=1)


def test_plays_may_begin_at_any_node(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, TREE, "--from", "haggle")
    assert found["start"] == "haggle" and found["endings"] == {"rich": "1/4", "broke": "1/4", "deal": "1/2"}


def test_a_node_the_record_does_not_pass_is_come_to_by_a_shortest_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", TREE, "--from", "took", "--json", "--lang", "en"]) == 0
    shown = capsys.readouterr()
    assert "The record does not pass “took”; it is come to by: offer now" in shown.err
    assert json.loads(shown.out)["endings"] == {"took": "1"}


def test_a_node_no_play_comes_to_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(Path(TREE).read_text(encoding="utf-8") + "  lonely: {ending: lonely, text: Nobody comes.}\n", encoding="utf-8")
    assert "No play comes to “lonely”" in told(capsys, "explore", str(file), "--from", "lonely", "--lang", "en", code=1)


def test_a_node_or_an_act_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean “haggle”?" in told(capsys, "explore", TREE, "--from", "hagle", "--lang", "en", code=2)
    assert "没有名为“第三幕”的一幕" in told(capsys, "explore", TREE, "--act", "第三幕", "--lang", "zh", code=2)


def test_a_cycle_is_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    circle = str(GAMES / "circle.yaml")
    said = told(capsys, "explore", circle, "--lang", "en", code=1)
    assert "north → south → north" in said and "counter" in said
    assert "north" in told(capsys, "explore", circle, "--odds", code=1)


def test_what_is_too_large_offers_random_plays(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "explore", TREE, "--most", "4", "--lang", "en", code=2)
    assert f"simulate {TREE}" in said and "perhaps" in said
    assert "above 0" in told(capsys, "explore", TREE, "--most", "0", "--lang", "en", code=2)


def test_nothing_by_that_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no scenario" in told(capsys, "explore", "no-such-thing", code=2)
    assert "There is no scenario" in told(capsys, "simulate", "no-such-thing", code=2)


@pytest.mark.parametrize(("suffix", "language"), [("png", "en"), ("svg", "zh")])
def test_a_picture_is_drawn_and_always_the_same(suffix: str, language: str, tmp_path: Path,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / f"图 {number}.{suffix}" for number in (1, 2)]
    for file in files:
        told(capsys, "explore", str(COMPARE), "--plot", str(file), "--lang", language)
    first, second = (file.read_bytes() for file in files)
    assert first == second and len(first) > 10_000
    assert first.startswith(b"\x89PNG" if suffix == "png" else b"<?xml")


def test_a_picture_that_cannot_be_drawn_is_refused_before_counting(monkeypatch: pytest.MonkeyPatch,
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    assert ".svg" in told(capsys, "explore", TREE, "--plot", "plot.jpg", "--lang", "en", code=2)
    assert "cannot be written" in told(capsys, "explore", TREE, "--plot", "no/such/folder.svg", "--lang", "en", code=2)
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.split(".")[0] == "matplotlib":
            raise ModuleNotFoundError(name)
        return real(name, *rest)
    for module in [name for name in sys.modules if name.startswith(("matplotlib", "game.ui.charts"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)
    assert "pip install" in told(capsys, "explore", TREE, "--plot", "plot.svg", "--lang", "en", code=2)


def test_random_plays_are_told_with_their_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "simulate", TREE, "--plays", "2000", "--seed", "3", "--lang", "en")
    assert "2,000 random plays, seed 3" in shown and "[" in shown and "±" in shown
    found = json.loads(told(capsys, "simulate", TREE, "--plays", "2000", "--seed", "3", "--json"))
    took = found["endings"]["took"]
    assert took["low"] < took["share"] < took["high"] and took["share"] == took["plays"] / 2000
    assert found["means"]["you"]["low"] < found["means"]["you"]["mean"]


def test_random_plays_follow_weights_and_beginnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text("offer: {now: 1}", encoding="utf-8")
    found = json.loads(told(capsys, "simulate", TREE, "--plays", "100", "--weights", str(file), "--json"))
    assert set(found["endings"]) == {"took"}
    found = json.loads(told(capsys, "simulate", TREE, "--plays", "100", "--from", "luck", "--json"))
    assert set(found["endings"]) == {"rich", "broke"}


@pytest.mark.parametrize("arguments", [("--plays", "0"), ("--seed", "-1"), ("--policy", "cautious")])
def test_random_plays_that_cannot_be_made_are_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "simulate", TREE, *arguments, "--lang", "zh", code=2)


def story(size: int) -> str:
    """A scenario of many decisions that no two positions share: exploring it takes long, however it is done."""
    names = [f"v{place}" for place in range(12)]
    nodes: dict[str, Any] = {}
    for place in range(size):
        goto = f"d{place + 1}" if place + 1 < size else "r0"
        nodes[f"d{place}"] = {"question": "?", "free": True, "options": {
            f"o{number}": {"text": "x", "goto": goto, "effects": [{"add": {names[(place * number + number) % 12]: number % 3 - 1}},
                                                                  {"add": {names[(place + 5 * number) % 12]: 1}}]}
            for number in range(1, 5)}}
    for place, name in enumerate(names):
        goto = f"r{place + 1}" if place < 11 else "end"
        nodes[f"r{place}"] = {"chance": {"a": {"weight": f"1 + {name}", "goto": goto}, "b": {"weight": "3", "goto": "out"}}}
    nodes |= {name: {"ending": name, "text": "x"} for name in ("end", "out")}
    variables = {name: {"start": 4, "min": 0, "max": 8, "seen_by": "all"} for name in names}
    return HEAD + f"variables: {json.dumps(variables)}\nstart: d0\nnodes: {json.dumps(nodes)}\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
@pytest.mark.parametrize("command", ["explore", "simulate"])
def test_ctrl_c_prints_what_is_known_so_far(command: str, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(story(30), encoding="utf-8")
    extra = ["--most", "1000000000"] if command == "explore" else ["--plays", "1000000000"]
    terminal, other = os.openpty()
    child = subprocess.Popen([sys.executable, "-m", "game", command, str(file), "--lang", "en", *extra], stderr=other,
                             stdout=subprocess.PIPE, text=True, cwd=TESTS.parent)
    os.close(other)
    shown = ""
    deadline = time.monotonic() + 60
    while "%" not in shown and time.monotonic() < deadline:
        shown += os.read(terminal, 4096).decode()
    child.send_signal(signal.SIGINT)
    said, _ = child.communicate(timeout=120)
    os.close(terminal)
    assert child.returncode == 130
    assert "%" in shown, "a line of progress stands on the terminal"
    if command == "explore":
        assert "≥" in said and "at least" in said
    else:
        assert "Stopped" in said and "random plays" in said
