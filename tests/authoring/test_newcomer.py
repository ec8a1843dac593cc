"""What a newcomer does with the installed game and the guide, from an empty folder to a scenario that has been looked at.

The commands are those of the guide, in its order; the edits are what a person would make in a text editor.  All of it is
kept as a transcript that can be read (``golden/newcomer-….txt``).
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game.cli import parser
from tests.authoring.guide_pages import GUIDE, LANGUAGES, Author, author, sections

__all__ = ["author"]

NAME = {"en": "bridge", "zh": "桥"}
SLIP = "goto: decison-2"
EDITS = {
    "en": [("title: The bridge at Sampleford", "title: The mill road"),
           ("question: What do you answer to letter number 1?", "question: Who is to pay for the road to the mill?")],
    "zh": [("title: 样本镇的桥", "title: 磨坊路"), ("question: 第1封信，怎样回？", "question: 去磨坊的路，由谁出钱？")],
}
"""(what stood there, what the newcomer writes)."""
TYPED = "1\n\n3\n\n2\n\nq\n"
"""A play in the terminal: the first option, the third, the second, with Enter after each page."""
SEED = 1
"""The luck of the plays that are begun without one, in place of the clock: how a play ends, so how much it prints, hangs on it."""
LONG = 60
"""Lines of one command beyond which the transcript only counts them."""


class Keyboard(io.StringIO):
    """What is typed is seen on the screen, as on a terminal."""

    def readline(self, size: int | None = -1) -> str:
        line = super().readline(-1 if size is None else size)
        sys.stdout.write(line)
        return line


class Newcomer:
    """Types commands and edits files; ``lines`` is what an onlooker would have written down."""

    def __init__(self, author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
        self.author = author
        self.monkeypatch = monkeypatch
        self.file = author.folder / NAME[author.language] / "scenario.yaml"
        self.lines: list[str] = []
        self.typed: list[str] = []

    def types(self, command: str, code: int = 0, answers: str = "") -> str:
        self.monkeypatch.setattr("sys.stdin", Keyboard(answers))
        left, printed = self.author.types(command)
        assert left == code, f"{command}\n{printed}"
        self.typed.append(command)
        shown = printed.splitlines()
        if len(shown) > LONG:
            shown = [*shown[:LONG], f"[… {len(shown) - LONG} more lines]"]
        self.lines += [f"$ {command}", *(f"  {line}".rstrip() for line in shown), ""]
        return printed

    def edits(self, old: str, new: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        assert old in text, f"'{old}' is not in the file"
        self.file.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.lines += [f"✎ {self.file.relative_to(self.author.folder).as_posix()}", f"  - {old}", f"  + {new}", ""]


@pytest.fixture
def newcomer(author: Author, monkeypatch: pytest.MonkeyPatch) -> Newcomer:
    monkeypatch.setattr("game.commands.play.clock_seed", lambda: SEED)
    return Newcomer(author, monkeypatch)


def commands_of_the_guide(language: str) -> list[str]:
    """Returns the commands of the section that tells how one works, in order."""
    return [command for block in sections("README", language)[-1].blocks if block.kind == "sh"
            for command in block.text.splitlines()]


def plain(text: str, folder: Path) -> str:
    """Takes out what differs from one machine or day to another."""
    text = text.replace(str(folder), "…")
    return re.sub(r"\d+(\.\d+)? (ms|s|seconds|秒)\b", "… s", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_gets_from_an_empty_folder_to_a_scenario(language: str, newcomer: Newcomer,
                                                            golden: Callable[[str, str], None]) -> None:
    name = NAME[language]
    new, play, validate, explain, *rest = commands_of_the_guide(language)
    newcomer.types(new)
    newcomer.types(play, answers=TYPED)
    for old, written in EDITS[language]:
        newcomer.edits(old, written)
    newcomer.edits("goto: decision-2", SLIP)
    told = newcomer.types(validate, code=1)
    assert "E012" in told and "decision-2" in told, "the slip is named, and what was meant"
    newcomer.types(explain)
    newcomer.edits(SLIP, "goto: decision-2")
    assert "E012" not in newcomer.types(validate)
    newcomer.edits("weight: 1 + trust", "weight: 2 + trust")
    for command in rest:
        newcomer.types(command)
    assert EDITS[language][0][1].removeprefix("title: ") in (newcomer.author.folder / f"{name}.html").read_text(encoding="utf-8")
    assert list(dict.fromkeys(newcomer.typed)) == commands_of_the_guide(language), "the guide's commands, in its order"
    golden(f"newcomer-{language}.txt", plain("\n".join(newcomer.lines), newcomer.author.folder))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_that_the_guide_names_exists(language: str) -> None:
    known = next(action.choices for action in parser()._actions if action.dest == "command")
    text = "".join(file.read_text(encoding="utf-8") for file in _pages(language))
    assert known is not None and set(re.findall(r"python -m game ([a-z][a-z-]+)", text)) <= set(known)


def _pages(language: str) -> list[Path]:
    ending = ".zh.md" if language == "zh" else ".md"
    return [file for file in (*GUIDE.glob("*.md"), *GUIDE.parent.glob("*.md"))
            if file.name.endswith(ending) and (language == "zh" or ".zh." not in file.name)]
