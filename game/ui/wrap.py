"""Wraps plain text for a terminal of given width, Chinese and Latin alike.

Not the window's text engine: widths are terminal cells.  Lines never begin with a closing mark nor end with an
opening one.  Called by ``transcript`` and ``terminal``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NEVER_FIRST: Final = set("，。、；：！？）》〉】」』”’％…—～·,.;:!?)]}%")
NEVER_LAST: Final = set("（《〈【「『“‘([{")
_SQUARE: Final = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’—…·"
_PIECES: Final = re.compile(rf"\s+|[{_SQUARE}]|[^\s{_SQUARE}]+")
_WIDE_MARKS: Final = set("“”‘’—…·")


def cells(text: str, chinese: bool = False) -> int:
    """Returns the width of ``text`` in terminal cells; with ``chinese`` the shared quotes count two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" or (chinese and char in _WIDE_MARKS) else 1
               for char in text)


def wrap(text: str, width: int, indent: str = "", chinese: bool = False) -> list[str]:
    """Breaks ``text`` into lines of at most ``width`` cells, each begun with ``indent``.

    A piece that is wider than a line (a long word) keeps a line to itself.
    """
    room = max(8, width - len(indent))
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_one(paragraph, room, chinese)
    return [(indent + line).rstrip() for line in lines]


def _wrap_one(text: str, room: int, chinese: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _glued(_PIECES.findall(text)):
        if line and cells((line + piece).rstrip(), chinese) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    return lines


def _glued(pieces: list[str]) -> list[str]:
    """Joins pieces between which a line may not break."""
    joined: list[str] = []
    for piece in pieces:
        if joined and not piece.isspace() and not joined[-1].isspace() and (
                piece[0] in NEVER_FIRST or joined[-1][-1] in NEVER_LAST
                or (piece[0] in "”’" or joined[-1][-1] in "“‘")
                or (_latin(joined[-1][-1]) and _latin(piece[0]))):
            joined[-1] += piece
        elif joined and piece.isspace():
            joined.append(piece)
        else:
            joined.append(piece)
    return joined


def _latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN") or char in "’‘“”"
