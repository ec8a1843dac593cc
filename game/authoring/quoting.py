"""Text into YAML by hand: a scalar in quotes that reads back as the same text, a comment that stays on its line.

Files that people go on editing are written line by line, comments and all, which no YAML library does.  Called by
``overlay_text`` and ``scaffold``.
"""

from __future__ import annotations

from typing import Final

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def quoted(text: str) -> str:
    r"""Returns ``text`` as a YAML scalar in double quotes that reads back as the same text.

    >>> print(quoted('He said "no".\n'))
    "He said \"no\".\n"
    """
    return '"' + "".join(_ESCAPES.get(char) or (char if _plain(char) else _escaped(char)) for char in text) + '"'


def _plain(char: str) -> bool:
    """Says whether YAML 1.1 lets a character stand for itself within quotes, on one line."""
    return char.isprintable() or (char.isspace() and char not in "\n\r\t\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def comment(text: str) -> str:
    """Returns ``text`` on one line, without what would end a comment or cannot be seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
