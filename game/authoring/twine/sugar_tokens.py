"""Cuts SugarCube markup into pieces: text, macros, links, values, HTML tags.

Called by ``sugarcube``, which knows what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from game.authoring.twine import markup
from game.authoring.twine.markup import Scan
from game.authoring.twine.story import Fate

_FREE: Final = re.compile(r"""(?P<comment>/\*|/%|<!--)
  | (?P<verbatim>\{\{\{|\"\"\"|<nowiki>)
  | (?P<macro><<(?=/?[A-Za-z=-]))
  | (?P<image>\[img\[)
  | (?P<link>\[\[)
  | (?P<dollar>\$\$(?=\w))
  | (?P<var>(?:\$|(?<!\w)_)[A-Za-z$_][A-Za-z0-9_$]*)
  | (?P<tag><(?=/?[A-Za-z]))
""", re.VERBOSE)
_CLOSE: Final = {"/*": "*/", "/%": "%/", "<!--": "-->", "{{{": "}}}", '\"\"\"': '\"\"\"', "<nowiki>": "</nowiki>",
                 "[img[": "]]", "[[": "]]"}
_WORD: Final = re.compile(r"\w+")
_NAME: Final = re.compile(r"(/?(?:[A-Za-z][\w-]*|=|-))\s*(.*)\Z", re.DOTALL)

@dataclass(frozen=True, slots=True)
class Token:
    """One piece: what it is, where it begins, its text; of a macro the name and what follows it."""

    kind: str
    place: int
    text: str
    more: str = ""


def tokens(scan: Scan) -> Iterator[Token]:
    """Yields the pieces of a passage in order; comments and code are left out, an unclosed macro is reported."""
    text, place = scan.text, 0
    while found := _FREE.search(text, place):
        start, kind = found.start(), str(found.lastgroup)
        if start > place:
            yield Token("text", place, text[place:start])
        place = found.end()
        if close := _CLOSE.get(found[0]):
            end = scan.find(text, close, place)
            if end < 0 and kind != "comment":
                yield Token("text", start, found[0])
                continue
            inside = text[place:end] if end >= 0 else ""
            place = end + len(close) if end >= 0 else len(text)
            if kind != "comment":
                yield Token(kind, start, inside)
        elif kind == "var":
            yield Token(kind, start, found[0])
        else:
            pieces, place = _LONGER[kind](scan, start, place)
            yield from pieces
    if place < len(text):
        yield Token("text", place, text[place:])


def _macro(scan: Scan, start: int, place: int) -> tuple[list[Token], int]:
    end = _macro_end(scan.text, place)
    if end < 0:
        scan.note(Fate.LEFT, "unclosed_macro", start, scan.text[start:start + 60])
        return [], place
    name = _NAME.match(scan.text[place:end])
    return [Token("macro", start, name[1], name[2].strip())] if name else [], end + 2


def _tag(scan: Scan, start: int, place: int) -> tuple[list[Token], int]:
    tag = markup.TAG.match(scan.text, start)
    if tag is None:
        return [Token("text", start, "<")], place
    name, place = markup.tag_name(tag[0]), tag.end()
    if name in ("script", "style") and not tag[0].startswith("</"):
        scan.note(Fate.LEFT, name, start)
        return [], markup.block_end(scan.text, name, place)
    return [Token("tag", start, tag[0])], place


def _dollar(scan: Scan, start: int, place: int) -> tuple[list[Token], int]:
    """``$$name`` is a dollar sign and a word."""
    word = _WORD.match(scan.text, place)
    end = word.end() if word else place
    return [Token("verbatim", start, "$" + scan.text[place:end])], end


_LONGER: Final = {"macro": _macro, "tag": _tag, "dollar": _dollar}


def _macro_end(text: str, place: int) -> int:
    """The place of the ``>>`` that ends a macro, words in quotes passed over; -1 if there is none."""
    at = place
    while at < len(text):
        if text[at] in "\"'`":
            at = markup.string_end(text, at)
        elif text.startswith(">>", at):
            return at
        elif text.startswith("<<", at):
            break
        else:
            at += 1
    return text.find(">>", place)
