"""Cuts marked-up text of Chinese, Latin and mixed script into atoms and says where a line may end.

Not concerned with fonts or pixels: text.py measures and places the atoms. Markup: `**bold**`,
`__handwriting__`,
`[[n]]` for a footnote mark; a newline starts a new paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOSING = "，。、；：！？）》〉】」』〕〗”’％…—～·"
OPENING = "（《〈【「『〔〖“‘"
# Full-width marks whose ink fills one half of the square: the empty half may be closed up.
HALF_RIGHT = "，。、；：）》〉】」』〕〗”’"
HALF_LEFT = OPENING
NEVER_FIRST = CLOSING + ",.;:!?)]}%’”°℃"
NEVER_LAST = OPENING + "([{$£¥#"
UNITS = "年月日时時点點分秒个個万亿億千百岁歲人名票页頁卷号號次国國师師军軍里吨元届条條项項款周天路％"
SHARED = "‘’“”—…"
LINK_OPEN, LINK_CLOSE = "\ue100", "\ue101"
"""Stand around words that open a card; private characters, so that no text can hold them by chance."""
_MARK = re.compile(rf"\*\*|__|\[\[[^\]\n]{{1,8}}\]\]|\n|{LINK_OPEN}|{LINK_CLOSE}")
_PIECE = re.compile(r"[^\-–—/]*[\-–—/]+|[^\-–—/]+")
PRIVATE = {"‘": "\ue018", "’": "\ue019", "“": "\ue01c", "”": "\ue01d", "—": "\ue014", "…": "\ue026"}


@dataclass(slots=True)
class Atom:
    """The least thing placed on a line. kind: han, open, close, dash, word, space, note, newline.

    tight: a line may not end just before it. link: number of the link it belongs to, from 1; 0 for none.
    """

    kind: str
    text: str
    bold: bool = False
    hand: bool = False
    tight: bool = False
    link: int = 0


def is_han(character: str) -> bool:
    """Whether a character stands in a square: Han, kana, Chinese punctuation, full-width forms."""
    point = ord(character)
    return (
        0x2E80 <= point <= 0x9FFF
        or 0xF900 <= point <= 0xFAFF
        or 0xFE30 <= point <= 0xFE4F
        or 0xFF00 <= point <= 0xFF60
        or 0x20000 <= point <= 0x3FFFF
    )


def _latin(character: str) -> bool:
    return character.isalnum() and not is_han(character)


def _chinese_form(text: str, index: int, chinese: bool) -> bool:
    """Whether a mark both languages share takes its Chinese form here."""
    if not chinese:
        return False
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    return not (_latin(before) and _latin(after))


def _han_atom(character: str) -> Atom:
    if character == "—":
        return Atom("dash", character)
    if character in OPENING:
        return Atom("open", character)
    if character in CLOSING:
        return Atom("close", character)
    return Atom("han", character)


def _plain(text: str, chinese: bool, bold: bool, hand: bool) -> list[Atom]:
    atoms: list[Atom] = []
    word = ""

    def flush() -> None:
        nonlocal word
        for piece in _PIECE.findall(word):
            atoms.append(Atom("word", piece))
        word = ""

    for index, character in enumerate(text):
        if character in SHARED and not _chinese_form(text, index, chinese):
            word += character
        elif character in SHARED or is_han(character):
            flush()
            atoms.append(_han_atom(character))
        elif character == " " or character == "\t":
            flush()
            if not atoms or atoms[-1].kind != "space":
                atoms.append(Atom("space", " "))
        else:
            word += character
    flush()
    for atom in atoms:
        atom.bold, atom.hand = bold, hand
    return atoms


def _may_break(before: Atom, after: Atom) -> bool:
    a, b = before, after
    if (
        b.kind in ("close", "note")
        or b.text[0] in NEVER_FIRST
        or a.kind == "open"
        or a.text[-1] in NEVER_LAST
    ):
        return False
    if a.kind == b.kind == "dash" or b.kind == "dash":
        return False
    if a.kind == "word" and b.kind == "word":
        return len(a.text) > 2 and a.text[-1] in "-–—/" and not a.text[-2].isdigit()
    if a.kind == "word" and b.kind == "han":
        return not (a.text[-1].isdigit() and b.text in UNITS)
    if a.kind == "han" and b.kind == "word":
        return not (a.text == "第" and b.text[0].isdigit())
    return not (a.kind == "note" and b.kind == "word")


def split(text: str, language: str) -> list[Atom]:
    """The atoms of a text, with `tight` set wherever a line may not end."""
    chinese = language.startswith("zh")
    atoms: list[Atom] = []
    bold = hand = False
    start = links = link = 0
    for mark in [*_MARK.finditer(text), None]:
        end = mark.start() if mark else len(text)
        fresh = _plain(text[start:end], chinese, bold, hand)
        for atom in fresh:
            atom.link = link
        atoms += fresh
        if mark is None:
            break
        start = mark.end()
        if mark[0] == "**":
            bold = not bold
        elif mark[0] == "__":
            hand = not hand
        elif mark[0] in (LINK_OPEN, LINK_CLOSE):
            links += mark[0] == LINK_OPEN
            link = links if mark[0] == LINK_OPEN else 0
        elif mark[0] == "\n":
            atoms.append(Atom("newline", "\n"))
        else:
            atoms.append(Atom("note", mark[0][2:-2]))
    for index in range(1, len(atoms)):
        before, after = atoms[index - 1], atoms[index]
        if after.kind == "space" or before.kind in ("newline",) or after.kind == "newline":
            after.tight = after.kind != "newline" and before.kind != "newline"
        elif before.kind == "space":
            left = atoms[index - 2] if index > 1 else before
            after.tight = after.kind in ("close", "note") or left.kind == "open"
        else:
            after.tight = not _may_break(before, after)
    return atoms


def plain_text(text: str) -> str:
    """A text without markup and note marks, as it is read aloud."""
    return re.sub(rf"\[\[[^\]\n]{{1,8}}\]\]|\*\*|__|{LINK_OPEN}|{LINK_CLOSE}", "", text)
