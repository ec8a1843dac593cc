"""A kept scenario is the scenario, or it is not taken up: same files, same program, undamaged, or loaded anew."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from game import resources
from game.authoring import keeping
from game.authoring.keeping import Keeping
from game.authoring.kept_expression import expression_data, expression_of
from game.authoring.kept_form import Reviver, Unkept, to_data
from game.authoring.loader import load
from game.cli import main
from game.core.expressions import Expression
from game.core.lazily import Lazily
from game.core.rules import Rules
from game.library import Library
from tests.core.making import HEAD, SCENARIOS, TESTS

SHIPPED = sorted(path.parent for path in resources.scenarios().glob("*/scenario.yaml"))
SMALL = [*sorted(SCENARIOS.glob("*.yaml")), TESTS / "authoring" / "good" / "every-shape.yaml"]
STORY = HEAD + """start: a
include: [more/*.yaml]
nodes:
  a: {options: {x: {text: X., goto: b}, y: {text: Y., goto: c}}}
  b: {ending: e, text: B.}
"""
MORE = "nodes:\n  c: {ending: f, text: C.}\n"


@pytest.fixture
def kept(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path / "kept")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "故事"
    (folder / "more").mkdir(parents=True)
    (folder / "scenario.yaml").write_text(STORY, encoding="utf-8")
    (folder / "more" / "one.yaml").write_text(MORE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", [*SHIPPED, *SMALL], ids=lambda path: path.stem)
def test_a_kept_scenario_is_the_scenario(path: Path, kept: Keeping) -> None:
    loaded = load(path)
    assert loaded.scenario is not None
    kept.keep(path, loaded)
    if loaded.diagnostics:
        assert kept.take(path) is None, "what has warnings shows them at every start"
        return
    taken = kept.take(path)
    assert taken is not None and taken.scenario == loaded.scenario and taken.diagnostics == ()
    assert list(taken.scenario.nodes) == list(loaded.scenario.nodes) and isinstance(taken.scenario.nodes, Lazily)
    assert taken.scenario.digest == loaded.scenario.digest
    assert Rules(taken.scenario).variables == Rules(loaded.scenario).variables


@pytest.mark.parametrize("source", ["1", "-trust", "a + 2 * b - 3", "not (a >= 2 and b < 1) or c", "mood == 'good'", "mood in ['good', 'bad']", "1 < a <= 3",
                                    "mood not in ('x', 'y')", "min(a, max(b, 2), 3)", "'word'", "True", "外 == '蒙'"])
def test_an_expression_comes_back_without_the_parser(source: str) -> None:
    given = Expression.parse(source)
    back = expression_of(*expression_data(given))
    assert (back.source, back.names, back.comparisons) == (given.source, given.names, given.comparisons)
    for seed in range(20):
        luck = random.Random(seed)
        values: dict[str, Any] = {name: luck.choice([0, 1, 2, 3, "good", "bad", "蒙"]) if name in ("mood", "外") else luck.randrange(4) for name in given.names}
        assert back.evaluate(values) == given.evaluate(values)


def test_only_what_a_play_meets_is_made(story: Path, kept: Keeping) -> None:
    kept.keep(story, load(story))
    taken = kept.take(story)
    assert taken is not None and taken.scenario is not None
    rules = Rules(taken.scenario)
    rules.step(rules.start(), "x")
    assert repr(taken.scenario.nodes) == "<3 values, 1 of them made>"


@pytest.mark.parametrize("change", [
    lambda folder: (folder / "scenario.yaml").write_text(STORY + "# a remark\n", encoding="utf-8"),
    lambda folder: (folder / "more" / "one.yaml").write_text(MORE.replace("C.", "D."), encoding="utf-8"),
    lambda folder: (folder / "more" / "two.yaml").write_text("glossary: {t: {term: T, text: U}}\n", encoding="utf-8"),
    lambda folder: (folder / "more" / "one.yaml").rename(folder / "more" / "uno.yaml"),
    lambda folder: (folder / "more" / "one.yaml").unlink(),
    lambda folder: (folder / "zh.yaml").write_text("language: zh\nfrom: en\ntexts: {}\n", encoding="utf-8"),
], ids=["main file", "included file", "one more file", "renamed file", "file gone", "translation"])
def test_a_change_of_any_file_is_noticed(change: Any, story: Path, kept: Keeping) -> None:
    kept.keep(story, load(story))
    assert kept.take(story) is not None
    change(story)
    assert kept.take(story) is None


def test_a_copy_elsewhere_and_another_program_are_something_else(story: Path, kept: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.keep(story, load(story))
    shutil.copytree(story, tmp_path / "other")
    assert kept.take(tmp_path / "other") is None
    monkeypatch.setattr(keeping, "__version__", "0.0.0")
    assert kept.take(story) is None


def test_damage_is_never_taken_up(story: Path, kept: Keeping) -> None:
    loaded = load(story)
    kept.keep(story, loaded)
    (file,) = kept.folder.glob("*.kept")
    good, luck = file.read_bytes(), random.Random(1)
    for _ in range(300):
        at = luck.randrange(len(good))
        file.write_bytes(luck.choice((good[:at], good[:at] + bytes([good[at] ^ 1 << luck.randrange(8)]) + good[at + 1:], good + b"x", good[at:])))
        taken = kept.take(story)
        assert taken is None or taken.scenario == loaded.scenario
    for raw in (b"", b"{}", b"[]\n", b"null\n\n", b"\xff\n", good.split(b"\n", 1)[1], b"[" * 100_000):
        file.write_bytes(raw)
        assert kept.take(story) is None


@pytest.mark.parametrize("data", [[999], [16], [16, 1, 2], [-1], ["x"], [], [3, "a"], [3, "a", ["call", "open", ["name", "f"]], [], []], [4, "never"], [5, "none"],
                                  [6, "no such grade"], [2, "odd"], [0, [16]], [3, "a", ["value", [1]], [], []]])
def test_data_of_no_value_makes_none(data: list[Any]) -> None:
    with pytest.raises(Unkept):
        Reviver().value(data)


def test_a_value_of_another_class_is_not_kept() -> None:
    with pytest.raises(Unkept):
        to_data((object(),))


def test_no_more_is_kept_than_there_is_room_for(kept: Keeping, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MAX_FILES", 3)
    paths = []
    for number in range(5):
        path = tmp_path / f"{number}.yaml"
        path.write_text(HEAD + "start: b\nnodes: {b: {ending: e}}\n", encoding="utf-8")
        kept.keep(path, load(path))
        for age, file in enumerate(kept.folder.glob("*.kept")):
            os.utime(file, (age, file.stat().st_mtime - 10))
        paths.append(path)
    assert len(list(kept.folder.glob("*.kept"))) == 3
    assert kept.take(paths[-1]) is not None, "the newest is kept"


def test_a_folder_that_cannot_be_written_is_no_fault(story: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shelf = Library(story.parent, kept=tmp_path / "file" / "below")
    loaded = shelf.load(story.name)
    assert loaded is not None and loaded.scenario is not None


def test_a_shelf_keeps_only_when_it_is_told_to(story: Path, tmp_path: Path) -> None:
    assert Library(story.parent).load(story.name) is not None
    assert not (tmp_path / "kept").exists()
    first = Library(story.parent, kept=tmp_path / "kept").load(story.name)
    again = Library(story.parent, kept=tmp_path / "kept").load(story.name)
    assert first is not None and again is not None and again.scenario == first.scenario
    assert isinstance(again.scenario.nodes, Lazily) and not isinstance(first.scenario.nodes, Lazily)  # type: ignore[union-attr]


def test_nodes_may_be_made_in_many_threads_at_once(kept: Keeping) -> None:
    path = resources.scenarios() / "mongolia-1945"
    loaded = load(path)
    kept.keep(path, loaded)
    taken = kept.take(path)
    assert taken is not None and taken.scenario is not None and loaded.scenario is not None
    nodes = taken.scenario.nodes
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: nodes[name], [*nodes] * 4))
    assert found == [loaded.scenario.nodes[name] for name in [*nodes] * 4]


def test_play_keeps_and_validate_does_not(home: Path, story: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(story)]) == 0 and not (home / "scenarios").exists()
    monkeypatch.setattr("builtins.input", lambda *_: "q")
    assert main(["play", str(story), "--terminal", "--lang", "en"]) == 0
    assert len(list((home / "scenarios").glob("*.kept"))) == 1


@pytest.mark.slow
def test_taking_a_kept_scenario_up_loads_no_checker(story: Path, tmp_path: Path) -> None:
    code = (f"import sys; from pathlib import Path; from game.library import Library; from game.core.rules import Rules\n"
            f"shelf = Library(Path({str(story.parent)!r}), kept=Path({str(tmp_path / 'kept')!r}))\n"
            f"Rules(shelf.load({story.name!r}).scenario).start(); print('pydantic' in sys.modules, 'yaml' in sys.modules)")
    shown = [subprocess.run([sys.executable, "-c", code], cwd=resources.scenarios().parent, capture_output=True, text=True, check=True,
                            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}).stdout for _ in range(2)]
    assert shown == ["True True\n", "False False\n"]
