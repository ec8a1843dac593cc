"""The pages of the author's guide as tests read them: blocks of code by kind, links, and the commands they name.

A page is Markdown.  ``yaml`` is a scenario or a piece of one, ``sh`` is commands, ``diff`` is a slip an author makes, and
``text`` after either is what the program prints.
"""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from game import resources
from game.cli import main

GUIDE = resources.scenarios() / "guide"
TUTORIAL = resources.scenarios() / "tutorial"
LANGUAGES = ("en", "zh")
MORE = "# …"
"""Stands in a piece of a scenario for lines that are left out."""

_BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code; ``number`` counts the blocks of its page, ``start`` and ``end`` are where its text stands."""

    kind: str
    text: str
    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Section:
    """A heading of the second level with all that follows it."""

    title: str
    blocks: tuple[Block, ...]


def path(name: str, language: str) -> Path:
    """Returns the file of a page in a language."""
    folder = GUIDE.parent if name == "README" else GUIDE
    return folder / (f"{name}.md" if language == "en" else f"{name}.{language}.md")


def blocks(text: str) -> Iterator[Block]:
    """Yields the blocks of a page in order, without the indentation they share."""
    for number, found in enumerate(_BLOCK.finditer(text)):
        inner = re.sub(rf"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
        yield Block(found["kind"], inner, number, found.start("text"), found.end("text"))


def sections(name: str, language: str) -> list[Section]:
    """Returns the sections of a page in order."""
    text = path(name, language).read_text(encoding="utf-8")
    starts = [found for found in _HEADING.finditer(_without_blocks(text)) if len(found[1]) == 2]
    ends = [found.start() for found in starts[1:]] + [len(text)]
    found = list(blocks(text))
    return [Section(start[2], tuple(block for block in found if start.start() < block.start < end))
            for start, end in zip(starts, ends, strict=True)]


def headings(name: str, language: str) -> list[tuple[int, str]]:
    """Returns (level, title) of every heading of a page."""
    text = _without_blocks(path(name, language).read_text(encoding="utf-8"))
    return [(len(found[1]), found[2]) for found in _HEADING.finditer(text)]


def anchor(title: str) -> str:
    """Returns the anchor that a Markdown renderer gives a heading."""
    kept = re.sub(r"[^\w\- ]", "", title.strip().lower().replace("`", ""))
    return kept.replace(" ", "-")


def links(text: str) -> Iterator[str]:
    """Yields where the links of a page lead."""
    for found in re.finditer(r"\]\(([^)\s]+)\)", _without_blocks(text)):
        yield found[1]


def _without_blocks(text: str) -> str:
    return _BLOCK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def is_piece(piece: str, whole: str) -> bool:
    """Says whether ``piece`` stands in ``whole`` line for line and in order, but for what ``MORE`` leaves out."""
    lines, at = whole.splitlines(), 0
    for part in piece.rstrip("\n").split(f"\n{MORE}\n"):
        wanted = part.splitlines()
        found = next((i for i in range(at, len(lines)) if lines[i:i + len(wanted)] == wanted), None)
        if found is None:
            return False
        at = found + len(wanted)
    return True


def slipped(change: str, whole: str) -> str:
    """Returns ``whole`` with a slip: what the diff takes out (lines of ``-``) replaced by what it puts in (``+``)."""
    marked = [(line[0], line[1:]) for line in change.splitlines()]
    old = "\n".join(line for mark, line in marked if mark in " -") + "\n"
    new = "".join(f"{line}\n" for mark, line in marked if mark in " +")
    assert f"\n{old}" in whole, f"not in the file:\n{old}"
    return whole.replace(f"\n{old}", f"\n{new}", 1)


@dataclass
class Author:
    """Somebody who follows a page: a folder of their own, a language, a terminal."""

    folder: Path
    language: str
    printed: Callable[[], str]

    def types(self, command: str) -> tuple[int, str]:
        """Runs a command as it stands in the guide; returns the exit code and what was printed."""
        words = shlex.split(command)
        assert words[:3] == ["python", "-m", "game"], f"the guide names a command that is not the game's: {command}"
        try:
            code = main(words[3:])
        except SystemExit as left:
            code = int(left.code or 0)
        return code, self.printed()


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
           request: pytest.FixtureRequest) -> Author:
    """Takes its language from the test's parameter ``language``; nothing is typed where the game asks."""
    language = request.getfixturevalue("language")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", {"en": "en_GB.UTF-8", "zh": "zh_CN.UTF-8"}[language])
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.chdir(tmp_path)

    def printed() -> str:
        said = capsys.readouterr()
        return said.out + said.err

    return Author(tmp_path, language, printed)


def told(request: pytest.FixtureRequest, page: Path, block: Block, printed: str, whole: bool = False) -> None:
    """Checks that a ``text`` block of a page is what was printed; ``--update-golden`` writes a ``whole`` one anew."""
    if whole and request.config.getoption("--update-golden"):
        text = page.read_text(encoding="utf-8")
        here = list(blocks(text))[block.number]
        page.write_text(text[:here.start] + printed + text[here.end:], encoding="utf-8", newline="\n")
        return
    assert block.text.strip(), f"{page.name} shows nothing where the program prints:\n{printed}"
    assert block.text in printed, f"{page.name} shows\n{block.text}\nand the program prints\n{printed}"
