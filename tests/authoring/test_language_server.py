"""What an author sees in an editor: the real yaml-language-server, asked about the shipped schemas and scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game import resources
from game.authoring.key_reference import key_help
from game.authoring.loader import load
from game.authoring.schema_files import schema_line, schema_name
from tests.authoring.language_server import SERVER, Editor
from tests.core.making import EMBASSY
from tests.core.making import SCENARIOS as TINY

GOOD = sorted(Path(__file__).resolve().parent.glob("good/*.yaml"))
HERE = resources.scenarios() / "story" / "scenario.yaml"
"""Where the texts of these tests are said to stand: two folders from the schemas, as any scenario."""

STORY = """format: 1
title: The ferry
parties: {you: {name: You}}
start: a
nodes:
  a:
    title: The landing
    options:
      five:
        text: Five years.
        goto: b\n        \n      none: {text: Nothing., goto: b}
  b: {ending: over}
"""


@pytest.fixture(scope="module")
def editor(programs: Callable[..., None], lacking: Callable[[str], None]) -> Iterator[Editor]:
    programs("node")
    if not SERVER.is_file():
        lacking("needs yaml-language-server, which .ci/run installs")
    with Editor(resources.scenarios().parent) as opened:
        yield opened


def line(text: str, words: str) -> tuple[int, int]:
    """The line, from 1, and the column, from 1, at which ``words`` begin."""
    before = text[:text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def written(text: str, language: str = "en", part: bool = False) -> str:
    """The text of a file that names the shipped schema in its first line."""
    return f"{schema_line(f'../../assets/{schema_name(language, part)}')}\n{text}"


def faults(editor: Editor, text: str) -> list[tuple[int, int, str]]:
    """What the editor underlines in a story: line, column, message."""
    found = editor.open(HERE, text)
    return sorted((item["range"]["start"]["line"] + 1, item["range"]["start"]["character"] + 1, item["message"]) for item in found)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.parent.name for path in resources.scenarios().glob("*/scenario.yaml")))
def test_an_editor_finds_nothing_wrong_with_a_shipped_scenario(editor: Editor, name: str) -> None:
    files = sorted((resources.scenarios() / name).rglob("*.yaml"))
    told = {file.name: [item["message"] for item in editor.open(file)] for file in files}
    assert not {file: messages for file, messages in told.items() if messages}


@pytest.mark.parametrize("path", [*GOOD, EMBASSY, *(TINY / f"{name}.yaml" for name in ("guard", "router", "private", "otherwise"))],
                         ids=lambda path: path.stem)
def test_an_editor_finds_nothing_wrong_with_what_the_loader_takes(editor: Editor, path: Path) -> None:
    assert load(path).scenario is not None
    assert faults(editor, written(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hovering_a_key_tells_what_it_means(editor: Editor, language: str) -> None:
    text = written(STORY, language)
    editor.open(HERE, text)
    told = {"en": ("The node the story goes to", "The options, two or more"), "zh": ("故事走到哪个节点", "可选的方案，至少两个")}
    for words, meaning in zip(("goto: b\n", "options:"), told[language], strict=True):
        assert meaning in editor.hover(HERE, *line(text, words))


def test_inside_an_option_its_keys_are_offered_and_no_others(editor: Editor) -> None:
    text = written(STORY)
    editor.open(HERE, text)
    at, _ = line(text, "\n        \n")
    offered = editor.completions(HERE, at + 1, 9)
    assert {"when", "closed", "status", "effects", "follows"} <= set(offered)
    assert not {"options", "ending", "chance", "goto", "text"} & set(offered), "what is there already is not offered again"
    assert offered["reason"]["insertText"].startswith("reason: "), "a short text begins in its own line"


def test_inside_a_node_the_keys_of_its_kind_are_offered(editor: Editor) -> None:
    text = written(STORY)
    editor.open(HERE, text)
    offered = editor.completions(HERE, line(text, "title: The landing")[0], 5)
    assert {"brief", "counsel", "record", "question"} <= set(offered)
    assert not {"chance", "ending", "rounds"} & set(offered)


def test_a_new_node_may_become_of_any_kind(editor: Editor) -> None:
    text = written(STORY.replace("  b: {ending: over}\n", "  b:\n    title: So it ends\n    \n"))
    editor.open(HERE, text)
    assert {"options", "table", "chance", "ending"} <= set(editor.completions(HERE, text.count("\n"), 5))


def test_the_words_of_a_key_are_offered(editor: Editor) -> None:
    text = written(STORY.replace("        goto: b\n        \n", "        goto: b\n        status: \n"))
    editor.open(HERE, text)
    at, column = line(text, "status: ")
    assert {"chosen", "voiced", "counterfactual"} <= set(editor.completions(HERE, at, column + 8))


@pytest.mark.parametrize(("old", "new", "where", "message"), [
    ("        goto: b\n        \n", "        gotoo: b\n\n", "gotoo", "Property gotoo is not allowed."),
    ("        goto: b\n        \n", "        \n", "five:", 'Missing property "goto".'),
    ("title: The landing", "ending: here", "ending: here", "Property ending is not allowed."),
    ("b: {ending: over}", "b: {title: over}", "b: {title", key_help("en").messages["kind"]),
    ("goto: b\n        \n", "goto: b\n        when: a = 1\n", "a = 1", key_help("en").messages["expression"]),
    ("goto: b\n        \n", "goto: b\n        effects: [{ad: {v: 1}}]\n", "ad:", "Property ad is not allowed."),
    ("goto: b\n        \n", "goto: b\n        follows: [{txt: x}]\n", "txt:", "Property txt is not allowed."),
    ("title: The ferry", "titel: The ferry", "titel", "Property titel is not allowed."),
])
def test_a_fault_is_underlined_once_where_it_is(editor: Editor, old: str, new: str, where: str, message: str) -> None:
    text = written(STORY.replace(old, new))
    assert STORY.count(old) == 1
    found = faults(editor, text)
    assert (*line(text, where), message) in found
    consequences = {'Missing property "goto".', 'Missing property "text".', 'Missing property "title".'} - {message}
    assert [item for item in found if item[2] not in consequences] == [(*line(text, where), message)]


def test_a_fault_is_told_in_chinese_where_the_schema_can(editor: Editor) -> None:
    text = written(STORY.replace("goto: b\n        \n", "goto: b\n        when: a = 1\n"), "zh")
    assert [message for _, _, message in faults(editor, text)] == [key_help("zh").messages["expression"]]


def test_an_included_file_may_not_have_what_only_the_head_has(editor: Editor) -> None:
    text = written("works: {book: {short: B, full: The Book}}\nstart: a\n", part=True)
    assert faults(editor, text) == [(3, 1, "Property start is not allowed.")]
