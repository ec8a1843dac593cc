"""The command ``new`` and its template: what it makes plays at once, without a fault, and explains itself."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game import resources
from game.authoring.loader import Loaded, load
from game.authoring.scaffold import MOST, Wish, name_fault, scaffold
from game.authoring.schema_files import schema_name
from game.cli import main
from game.core.model import Chance, Decision, Terminal
from game.core.rules import Rules
from game.inspection import inspect
from game.library import Library
from game.play.walkthrough import follow, parse

TEMPLATE = resources.scenarios() / "_template"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)


def made(*arguments: str) -> Loaded:
    assert main(["new", *arguments]) == 0
    return load(Path(arguments[0]))


def test_the_template_itself_is_a_scenario_without_a_fault_and_not_on_the_shelf() -> None:
    assert inspect(TEMPLATE).faults == ()
    assert "_template" not in Library(resources.scenarios()).names()


def test_every_remark_of_the_template_is_there_in_both_languages() -> None:
    for file in (TEMPLATE / "scenario.yaml", TEMPLATE / "walkthroughs" / "record.txt"):
        lines = file.read_text(encoding="utf-8").splitlines()
        kinds = [line.strip()[:3] for line in lines if line.strip().startswith(("#en ", "#zh "))]
        runs = "".join(kind for kind, before in zip(kinds, ["", *kinds], strict=False) if kind != before)
        assert runs and set(runs.split("#en#zh")) == {""}


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
@pytest.mark.parametrize("decisions", [1, 3, MOST])
def test_a_new_scenario_is_complete_and_without_a_fault(lang: str, decisions: int, capsys: pytest.CaptureFixture[str]) -> None:
    loaded = made("mine", "--lang", lang, "--decisions", str(decisions))
    assert inspect(Path("mine")).faults == () and loaded.scenario is not None
    nodes = loaded.scenario.nodes.values()
    found = [node for node in nodes if isinstance(node, Decision)]
    assert len(found) == decisions
    assert all(node.record_move and node.record and node.counsel and node.hidden and node.brief for node in found)
    assert sum(isinstance(node, Chance) for node in nodes) == 1 and sum(isinstance(node, Terminal) for node in nodes) == 2
    assert loaded.scenario.languages == (("en", "zh") if lang == "both" else (lang,))
    text = Path("mine/scenario.yaml").read_text(encoding="utf-8")
    assert not re.search(r"#(en|zh|each|end|first|rest)\b", text), "no mark of the template is left"
    han = re.search("[\u4e00-\u9fff]", text)
    assert bool(han) == (lang != "en") and ("English" in text or "remarks for you" in text) == (lang != "zh")
    assert capsys.readouterr().out.count("\n") == 4


@pytest.mark.parametrize("decisions", [1, 3])
def test_its_walkthrough_follows_the_record_to_the_end(decisions: int) -> None:
    loaded = made("我的 剧本", "--decisions", str(decisions), "--lang", "zh")
    assert loaded.scenario is not None
    text = Path("我的 剧本/walkthroughs/record.txt").read_text(encoding="utf-8")
    for seed in range(20):
        session = follow(Rules(loaded.scenario), replace(parse(text), seed=seed))
        assert session.position.node == "agreed", "whatever the luck: the refusal is not on the record"
        assert session.rules.value(session.position, "left_record") == 0
    assert main(["replay", "我的 剧本/walkthroughs/record.txt"]) == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_line_names_the_schema_that_lies_beside_it(lang: str) -> None:
    made("mine", "--lang", lang)
    first = Path("mine/scenario.yaml").read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    shipped = resources.assets() / schema_name(lang, False)
    assert found and (Path("mine") / found[1]).read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize("title", ['茶: "约" # 一', "- [x] it's", "A " * 40])
def test_any_title_can_be_given(title: str) -> None:
    scenario = made("mine", "--lang", "both", "--title", title).scenario
    assert scenario is not None and scenario.title["en"] == scenario.title["zh"] == " ".join(title.split())


def test_it_says_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    made("deep/er/my play", "--lang", "en")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Made: {Path('deep/er/my play')}, a scenario with 3 decisions."
    assert [f'"{Path("deep/er/my play")}' in line for line in said[1:]] == [True] * 3
    assert "game play" in said[1] and "text editor" in said[2] and "game validate" in said[3]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["new", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    return said.err


def test_nothing_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("x", encoding="utf-8")
    Path("file").write_text("x", encoding="utf-8")
    for name in ("mine", "file"):
        assert "already there" in refused(capsys, name)
    assert sorted(path.name for path in Path().rglob("*")) == ["file", "mine", "notes.txt"]
    Path("empty").mkdir()
    assert main(["new", "empty"]) == 0


@pytest.mark.parametrize(("name", "reason"), [
    ("_mine", "begins with _"), (".mine", "a dot"), ("a:b", "character"), ("what?", "character"), ("a\nb", "character"),
    ("nul", "device"), ("COM1.txt", "device"), ("mine.", "ends with a dot"), ("mine ", "space"), ("", "needs a name"), (" ", "needs a name"),
    (".", "folder that is there"), ("..", "folder that is there"), ("x" * 201, "too long"), ("桥" * 67, "too long"),
    ("mongolia-1945", "already"),
])
def test_a_bad_name_is_explained(name: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert reason in refused(capsys, name)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(("arguments", "reason"), [
    (("--decisions", "0"), "1 to 28"), (("--decisions", "29"), "1 to 28"), (("--title", "{x}"), "Braces")])
def test_a_wish_that_cannot_be_met_is_explained(arguments: tuple[str, ...], reason: str,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    assert reason in refused(capsys, "mine", *arguments)


def test_a_place_that_cannot_be_written_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("x", encoding="utf-8")
    assert "cannot be made" in refused(capsys, "file/mine")


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_whatever_the_title_the_file_has_the_same_lines(title: str) -> None:
    wish = Wish(("en",), 1, " ".join(title.split()) or "x")
    template = {"scenario.yaml": (TEMPLATE / "scenario.yaml").read_text(encoding="utf-8")}
    plain = scaffold(template, Wish(("en",), 1, "x"))["scenario.yaml"].split("\n")
    other = scaffold(template, wish)["scenario.yaml"].split("\n")
    assert [line for line, same in zip(other, plain, strict=True) if line != same] in (
        [], [line for line in other if line.startswith("title: ")])


@given(st.text(max_size=30))
def test_a_good_name_is_one_on_every_system(name: str) -> None:
    if not name_fault(name):
        assert name == name.strip() and not set('<>:"/\\|?*\0\n') & set(name) and name[0] not in "._"
