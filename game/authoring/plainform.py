"""YAML written the plain way, read a line at a time: keys in blocks, short lists and mappings in one line.

Not a YAML parser: what it is not sure of it leaves to one (``events``), entry by entry or, where the bounds of an entry
are in doubt, the whole file.  What it reads, it reads as the parser would; ``tests/authoring/test_plain_form.py`` holds
it to that.  Called by ``source``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

_UNUSUAL: Final = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What ends lines, indents or hides in other ways than a newline and spaces do."""

_STRANGE: Final = re.compile(r"(?:\A|\n)(?:---|\.\.\.|%|[ \-]*\?(?:[ \n]|\Z))")
"""Marks of documents, directives, and keys that are told by a question mark."""

_FIRST: Final = r"""(?:[^\s\-?:,\[\]{}#&*!|>'"%@`]|-(?=[^\s]))"""
_ROW: Final = re.compile(rf"""
    ^(?:
      ([ ]*) (-[ ]+)? (?: (\w[\w.\-]{{0,100}}) : (?:[ ]+|$) )?
      ( "[^"\\\n]*" | '[^'\n]*' | [\[{{][^\n]*[\]}}] | {_FIRST}[^:#\n]*(?:(?::(?=[^\s])|(?<=[^\s])\#)[^:#\n]*)* )?
      [ ]* (?:(?<![^ \n])\#[^\n]*)? $
    | ([^\n]+)
    )""", re.VERBOSE | re.MULTILINE)
"""One line: indentation, dash, key, value, or anything else."""

_TOKEN: Final = re.compile(rf"""[{{}}\[\],] | "[^"\\]*" | '[^']*' | :[ ] | {_FIRST}[^,\[\]{{}}:#?]* | \S""", re.VERBOSE)
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdeghijklmopqrsuvwxyz")
"""What begins with one of these, and does not end with a space, stands for itself: it is no number and none of the
words."""
_SIGNS: Final = frozenset(("{", "}", "[", "]", ",", ": ", ":", *"?#&*!|>%@`-\"'"))
"""Tokens that are no value."""
_NUMBER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,8})\Z")
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None, "": None}

OFTEN: Final = 40
"""Lists and mappings in one line, shorter than this, are likely to be written again: they are taken apart once."""

MAX_LEVELS: Final = 20
"""Deeper than this is left to the parser, which knows the limit."""

_PREFACE: Final = re.compile(r"(?:[ ]*(?:#[^\n]*)?\n)*[^ \n#]")
_SECTION: Final = re.compile(r"(\w[\w.\-]{0,100}):[ ]*(?:#[^\n]*)?\n(?:[ ]*(?:#[^\n]*)?\n)*([ ]+)(?=[^\s\-#])")
"""A key at the top with a block of keys below it: the key, and the indentation of the block."""


class Unsure(Exception):
    """This may be YAML, but not the plain form."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a text: where it begins and ends, and the line it begins in, all counted from 0."""

    start: int
    end: int
    line: int


Parse = Callable[[Region], tuple[object, int]]
"""Reads a region with the parser: its value and how many values are in it; raises ``Unsure`` for any fault."""


@dataclass(slots=True)
class PlainForm:
    """What was read, with the region of every key at the top (path of one) and of every entry below one (of two).

    ``values`` counts all values; ``blocks`` tells, for the keys at the top with entries, where these begin: line and
    column, from 0.
    """

    data: dict[str, Any] = field(default_factory=dict)
    regions: dict[tuple[str, ...], Region] = field(default_factory=dict)
    blocks: dict[str, tuple[int, int]] = field(default_factory=dict)
    values: int = 1


def scalar(text: str) -> str | int | bool | None:
    """Returns the value of a plain scalar: a word, a whole number, a truth value or nothing."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _NUMBER.match(text) else text


def read_plain(text: str, parse: Parse) -> PlainForm:
    """Reads a text that is a mapping; raises ``Unsure``."""
    if _UNUSUAL.search(text) or _STRANGE.search(text) or _PREFACE.match(text) is None:
        raise Unsure
    form = PlainForm()
    reader = _Reader(text, parse)
    for top in _split(text, 0, Region(0, len(text), 0)):
        section = _SECTION.match(text, top.start, top.end)
        if section is None:
            for key, value in reader.mapping(top).items():
                _add(form.data, key, value)
                form.regions[key,] = top
            continue
        key, indent = section[1], len(section[2])
        _add(form.data, key, {})
        form.regions[key,] = top
        first = Region(section.end() - indent, top.end, top.line + text.count("\n", top.start, section.end()))
        form.blocks[key] = first.line, indent
        reader.entries(key, indent, first, form)
    form.values = reader.values
    return form


def _add(box: dict[str, Any], key: str, value: object) -> None:
    if key in box:
        raise Unsure
    box[key] = value


@cache
def _starts(indent: int) -> re.Pattern[str]:
    """The ends of lines after which a line stands no deeper than ``indent``."""
    return re.compile(rf"\n {{0,{indent}}}(?=[^ \n#])")


def _split(text: str, indent: int, whole: Region) -> Iterator[Region]:
    """Yields the parts of ``whole`` that begin in lines no deeper than ``indent``.

    ``whole`` begins with a line; remarks before the first part belong to none.
    """
    line, at = whole.line, whole.start
    begun = text[at:at + indent + 1].lstrip(" ")[:1] not in ("", "#", "\n")
    for found in _starts(indent).finditer(text, at, whole.end):
        start = found.start() + 1
        if begun:
            yield Region(at, start, line)
        line += text.count("\n", at, start)
        at, begun = start, True
    if begun:
        yield Region(at, whole.end, line)


class _Reader:
    """Reads regions of one text; what is not plain goes to ``parse``."""

    def __init__(self, text: str, parse: Parse) -> None:
        self.text = text
        self.parse = parse
        self.values = 1
        self._flows: dict[str, tuple[str, int]] = {}
        self._spelled = _Spelled({sign: sign for sign in "{}[],"} | {": ": ":"})

    def mapping(self, region: Region) -> dict[str, Any]:
        """Returns the block mapping of a region."""
        before = self.values
        try:
            return self._rows(_ROW.findall(self.text, region.start, region.end))
        except Unsure:
            if (region.end - region.start) * 2 > len(self.text):  # the parser may as well read the rest too
                raise
            found, values = self.parse(region)
            self.values = before + values - 1  # the mapping itself is no value of the file
            if not isinstance(found, dict):
                raise
            return found

    def entries(self, key: str, indent: int, whole: Region, form: PlainForm) -> None:
        """Reads the block of keys below the key ``key`` into ``form``."""
        self.values += 1
        margin, entries = " " * indent, form.data[key]
        for region in _split(self.text, indent, whole):
            if not self.text.startswith(margin, region.start):
                raise Unsure
            for name, value in self.mapping(region).items():
                _add(entries, name, value)
                form.regions[key, name] = region

    def _rows(self, rows: Iterable[tuple[str, str, str, str, str]]) -> dict[str, Any]:
        whole: dict[str, Any] = {}
        box: Any = whole
        indent, waiting, values = -1, "", 0
        stack: list[tuple[int, Any]] = []
        for space, dash, key, value, other in rows:
            at = len(space)
            if at != indent or dash or waiting or not key or type(box) is list:
                if not key and not dash and not value and not other:
                    continue
                if other or not (key or (dash and value)):
                    raise Unsure
                if waiting:
                    values += 1
                    if at > indent or (dash and at == indent):
                        fresh: Any = [] if dash else {}
                        box[waiting] = fresh
                        stack.append((indent, box))
                        indent, box = at, fresh
                    else:
                        box[waiting] = None
                    waiting = ""
                elif indent < 0:
                    indent = at
                while indent > at or (indent == at and not dash and type(box) is list and stack):
                    indent, box = stack.pop()
                if indent != at or (type(box) is list) is not bool(dash) or len(stack) > MAX_LEVELS:
                    raise Unsure
                if dash:
                    values += 1
                    if not key:
                        box.append(self._value(value))
                        continue
                    stack.append((indent, box))
                    box.append({})
                    indent, box = at + len(dash), box[-1]
            if key in box:
                raise Unsure
            if not value:
                waiting = key
            else:
                values += 1
                box[key] = value if value[0] in _LETTERS and value[-1] != " " else self._value(value)
        if waiting:
            values += 1
            box[waiting] = None
        self.values += values
        return whole

    def _value(self, text: str) -> Any:
        first = text[0]
        if first not in "[{":
            return text[1:-1] if first in "\"'" else scalar(text.rstrip())
        known = self._flows.get(text)
        if known is not None:
            self.values += known[1]
            return json.loads(known[0])
        value, count = _flow(text, self._spelled)
        if len(text) < OFTEN:
            self._flows[text] = json.dumps(value), count
        self.values += count
        return value


class _Spelled(dict[str, str]):
    """Every token as JSON spells it: the fastest reader of what is in brackets is that of JSON."""

    def __missing__(self, token: str) -> str:
        if token in _SIGNS:
            raise Unsure
        spelled = _encoded(token[1:-1] if token[0] in "\"'" else scalar(token.rstrip()))
        if len(token) < OFTEN:
            self[token] = spelled
        return spelled


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unsure
    return found


_encoded: Final = json.JSONEncoder(ensure_ascii=False).encode
_decoded: Final = json.JSONDecoder(object_pairs_hook=_mapping).decode


def _flow(text: str, spelled: _Spelled) -> tuple[Any, int]:
    """Returns a list or mapping written in one line, and how many values are in it."""
    tokens = _TOKEN.findall(text)
    keys, opened = tokens.count(": "), tokens.count("{") + tokens.count("[")
    if opened > MAX_LEVELS // 2 and _levels(tokens) > MAX_LEVELS // 2:
        raise Unsure
    try:
        value = _decoded("".join([spelled[token] for token in tokens]))
    except (ValueError, RecursionError):  # a number as a key is one to YAML alone
        return _by_tokens(tokens)
    return value, len(tokens) - 2 * keys - opened - 1 - tokens.count(",")


def _levels(tokens: list[str]) -> int:
    """How deep brackets stand in one another."""
    level = deepest = 0
    for token in tokens:
        if token in "[{":
            level += 1
            deepest = max(deepest, level)
        elif token in "]}":
            level -= 1
    return deepest


def _by_tokens(tokens: list[str]) -> tuple[Any, int]:
    try:
        value, count, end = _opened(tokens, 0, 0)
    except IndexError:
        raise Unsure from None
    if end != len(tokens):
        raise Unsure
    return value, count


def _opened(tokens: list[str], at: int, level: int) -> tuple[Any, int, int]:
    """Reads what ``tokens[at]`` opens: its value, how many values are in it, where it ends."""
    is_list, close = tokens[at] == "[", "]" if tokens[at] == "[" else "}"
    items: list[Any] = []
    keys: list[str] = []
    count, at = 0, at + 1
    if level > MAX_LEVELS // 2:
        raise Unsure
    while tokens[at] != close:
        if items:
            if tokens[at] != ",":
                raise Unsure
            at += 1
        if not is_list:
            key = tokens[at]
            if tokens[at + 1] != ": " or key in _SIGNS:
                raise Unsure
            keys.append(key[1:-1] if key[0] in "\"'" else key.rstrip())
            at += 2
        token = tokens[at]
        count += 1
        if token in "[{":
            value, inside, at = _opened(tokens, at, level + 1)
            count += inside
        elif token in _SIGNS:
            raise Unsure
        else:
            value, at = token[1:-1] if token[0] in "\"'" else scalar(token.rstrip()), at + 1
        items.append(value)
    if is_list:
        return items, count, at + 1
    if len(set(keys)) < len(keys):
        raise Unsure
    return dict(zip(keys, items, strict=True)), count, at + 1
