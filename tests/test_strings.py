"""The interface strings: every one is asked for somewhere in the code, and every one asked for by name exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from game.ui.language import Language

GAME = Path(__file__).resolve().parent.parent / "game"
PAGES = GAME.parent / "assets" / "web"
FORMS = re.compile(r"\.(one|zero)$")
KEY = re.compile(r"[a-z_]+(\.[a-zA-Z_-]+)+")


def literals() -> Iterator[ast.AST]:
    for file in sorted(GAME.rglob("*.py")):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def patterns() -> list[re.Pattern[str]]:
    """Keys put together while the game runs: ``f"grade.{grade}"`` may be any key of that shape.

    What stands for a value is one word.  A pattern that begins with a value counts only if two words follow it,
    as in ``f"{name}.hint.open"``; one word alone, such as a title, would cover far too much.
    """
    found = set()
    for node in literals():
        if isinstance(node, ast.JoinedStr) and node.values:
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            first, text = parts[0], "".join(str(part) for part in parts if part is not None)
            if text.count(".") >= 2 if first is None else re.match(r"[a-z_]+\.", str(first)):
                found.add("".join("[^.]+" if part is None else re.escape(str(part)) for part in parts))
    return [re.compile(pattern) for pattern in sorted(found)]


def on_pages() -> Iterator[re.Pattern[str]]:
    """Yields what the scripts and markup of pages may ask for: every literal, and every ``words.x``, of
    ``graph/`` may be a key of ``graph``.
    """
    for file in sorted(PAGES.glob("*/*.[jh]*")):
        for literal in re.findall(r'"([\w.]+)"|`([\w.${}]+)`|\bwords\.(\w+)', file.read_text(encoding="utf-8")):
            for part in filter(None, literal):
                shape = "[^.]+".join(re.escape(piece) for piece in re.split(r"\$\{.*?\}", part))
                if re.search(r"\w", shape):
                    yield re.compile(rf"{file.parent.name}\.{shape}")


def unused(keys: set[str], named: set[str], shapes: list[re.Pattern[str]]) -> list[str]:
    """Returns the keys that no code names and no shape covers; ``x.one`` is used if ``x`` is."""
    def used(key: str) -> bool:
        return key in named or any(shape.fullmatch(key) for shape in shapes)
    return sorted(key for key in keys if not used(key) and not used(FORMS.sub("", key)))


def named() -> set[str]:
    return {node.value for node in literals() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_no_string_is_kept_that_no_code_mentions(languages: Mapping[str, Language]) -> None:
    keys = {key for language in languages.values() for key in language.strings}
    assert unused(keys, named(), [*patterns(), *on_pages()]) == [], "use them or take them out of assets/lang"


def test_the_search_finds_what_is_unused() -> None:
    shapes = [re.compile(r"grade\.[^.]+"), re.compile(r"[^.]+\.hint\.open")]
    keys = {"gui.next", "badge.branch", "badge.branch.one", "grade.fact", "grade.fact.long", "map.hint.open", "lost.one"}
    assert unused(keys, {"gui.next", "badge.branch"}, shapes) == ["grade.fact.long", "lost.one"]


def test_every_string_the_code_asks_for_exists(languages: Mapping[str, Language]) -> None:
    """Calls of ``t`` with the key written out."""
    asked = {node.args[0].value for node in literals()
             if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
             and isinstance(node.args[0].value, str) and KEY.fullmatch(node.args[0].value)
             and getattr(node.func, "attr", getattr(node.func, "id", "")) == "t"}
    assert len(asked) > 200
    for language in languages.values():
        assert sorted(asked - set(language.strings)) == []
