"""A scenario in several files: what may be included, what clashes, and how the fault names both places."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.authoring.loader import load
from tests.core.making import HEAD, codes

NODE = "  {name}: {{options: {{x: {{text: X., goto: end}}, y: {{text: Y., goto: end}}}}}}\n"


def folder(tmp_path: Path, include: str, **files: str) -> Path:
    (tmp_path / "story" / "acts").mkdir(parents=True)
    (tmp_path / "story" / "scenario.yaml").write_text(
        HEAD + f"start: a\ninclude: {include}\nnodes:\n  end: {{ending: e, text: End.}}\n", encoding="utf-8")
    for name, text in files.items():
        (tmp_path / "story" / name.replace("__", "/")).with_suffix(".yaml").write_text(text, encoding="utf-8")
    return tmp_path / "story"


def test_nodes_of_several_files_come_together(tmp_path: Path) -> None:
    loaded = load(folder(tmp_path, "[acts/*.yaml]", acts__one="nodes:\n" + NODE.format(name="a")))
    assert loaded.diagnostics == () and loaded.scenario is not None
    assert set(loaded.scenario.nodes) == {"end", "a"} and loaded.scenario.id == "story"


def test_a_clash_names_the_first_place(tmp_path: Path) -> None:
    path = folder(tmp_path, "[acts/*.yaml]", acts__one="nodes:\n" + NODE.format(name="a"),
                  acts__two="# remark\nnodes:\n" + NODE.format(name="a") + "  end: {ending: f}\n")
    loaded = load(path)
    assert codes(loaded) == ["E002", "E002"]
    one, two = loaded.diagnostics
    assert (Path(one.mark.file).name, one.mark.line, one.mark.column) == ("two.yaml", 3, 3)
    assert "acts/one.yaml:2" in one.message and "scenario.yaml:7" in two.message


@pytest.mark.parametrize("pattern", ["../secret.yaml", "acts/../../secret.yaml", "/etc/hosts", "C:/secret.yaml", "''", "'.'",
                                     "'**'", "'[a'", '"a\\0b"', "missing.yaml", "acts", "5", "[deep]", "{a: b}", "null"])
def test_only_files_inside_the_folder_can_be_included(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "secret.yaml").write_text("nodes:\n" + NODE.format(name="a"), encoding="utf-8")
    loaded = load(folder(tmp_path, f"[{pattern}]"))
    assert loaded.scenario is None and codes(loaded)[0] in ("E001", "E010", "E013")
    assert not any("secret" in name for name in loaded.lines)


@pytest.mark.parametrize("include", ["5", "acts", "{a: b}", "true"])
def test_include_must_be_a_list(tmp_path: Path, include: str) -> None:
    loaded = load(folder(tmp_path, include))
    assert "E013" in codes(loaded) and loaded.scenario is None


def test_a_key_of_the_head_is_not_known_in_an_included_file(tmp_path: Path) -> None:
    loaded = load(folder(tmp_path, "[more.yaml]", more="title: Other\nnode: {}\nnodes:\n" + NODE.format(name="a")))
    assert [(fault.code, fault.mark.line) for fault in loaded.diagnostics] == [("E010", 1), ("E010", 2)]
    assert loaded.diagnostics[1].hint == "did you mean 'nodes'?"


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "nodes: [a]\n", "nodes: text\n"])
def test_an_included_file_is_a_mapping_of_mappings(tmp_path: Path, text: str) -> None:
    assert "E013" in codes(load(folder(tmp_path, "[more.yaml]", more=text)))


def test_an_empty_included_file_is_no_fault(tmp_path: Path) -> None:
    path = folder(tmp_path, "[more.yaml, acts/one.yaml]", more="# nothing yet\n", acts__one="nodes:\n" + NODE.format(name="a"))
    assert load(path).diagnostics == ()


def test_a_fault_in_an_included_file_is_placed_there_and_hides_nothing(tmp_path: Path) -> None:
    path = folder(tmp_path, "[more.yaml, acts/one.yaml]", more="nodes:\n  c: {ending: }\n  d: [\n",
                  acts__one="nodes:\n" + NODE.format(name="a").replace("text: X.", "txt: X."))
    found = {(Path(fault.mark.file).name, fault.code) for fault in load(path).diagnostics}
    assert ("more.yaml", "E003") in found and ("one.yaml", "E010") in found
    assert not any(code == "E012" for _, code in found), "what was not read is not reported as missing"


def test_the_digest_follows_every_file(tmp_path: Path) -> None:
    path = folder(tmp_path, "[acts/*.yaml]", acts__one="nodes:\n" + NODE.format(name="a"))
    first = load(path).scenario
    one = path / "acts" / "one.yaml"
    one.write_text(one.read_text().replace("text: X.", "text: Z."))
    second = load(path).scenario
    assert first and second and first.digest != second.digest


def test_a_folder_without_its_main_file_or_a_path_to_nothing(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.yaml"):
        loaded = load(path)
        assert codes(loaded) == ["E001"] and loaded.scenario is None
