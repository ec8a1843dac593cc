"""Writes scalars so that people like to edit them and our reader gives back exactly what was meant.

Called by ``writing``.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import Final

WIDTH: Final = 110
_PLAIN: Final = re.compile(r"(?:[^\W\d_]|[(“‘《])(?:[^:#\n]|:(?!\s|$)|(?<!\s)#)*(?<![\s:])")
_DIVIDES: Final = re.compile(r"[,\[\]{}\"']")
_SPECIAL: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


def scalar(text: str) -> str:
    """Returns ``text`` on one line: bare where nothing could be mistaken, else in quotes.

    >>> scalar("The gate"), scalar("no"), scalar("He asks: why?")
    ('The gate', '"no"', '"He asks: why?"')
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _SPECIAL and "  " not in text:
        return text
    if '"' in text and "'" not in text and "\\" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def inner(text: str) -> str:
    """Returns ``text`` for use inside ``{}`` and ``[]``, where commas divide."""
    return json.dumps(text, ensure_ascii=False) if _DIVIDES.search(text) else scalar(text)


def field(key: str, text: str, indent: str) -> list[str]:
    """Returns the lines of ``key: text``; a long text is folded at its spaces.

    ``indent`` stands before the first line; of a list item it ends in ``- ``.
    """
    short = f"{indent}{key}: {scalar(text)}"
    deeper = " " * (len(indent) + 2)
    awkward = '\\"' in short
    if (len(short) <= WIDTH and not awkward) or not re.fullmatch(r"\S+(?: \S+)*", text):
        return [short]
    wrapped = textwrap.wrap(text, max(40, WIDTH - len(deeper)), break_long_words=False, break_on_hyphens=False)
    return [f"{indent}{key}: >-", *(deeper + line for line in wrapped)]


def comment(text: str, indent: str = "") -> list[str]:
    """Returns ``text`` as comment lines."""
    rows = textwrap.wrap(" ".join(text.split()), max(40, WIDTH - len(indent)), break_long_words=False)
    return [f"{indent}# {row}" for row in rows]
