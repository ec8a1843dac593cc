"""YAML bytes to plain data, with a mark for every path; nothing is constructed but dict, list, str, int, bool, None.

Not a schema check.  Built on PyYAML's event parser: no recursion, no aliases, no tags, so a hostile file can
neither run code nor fill memory.  Words like ``yes`` and dates stay words.  Called by ``loader``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from game.authoring.diagnostics import Argument, Diagnostic, Mark, Term

Path_ = tuple[str | int, ...]

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_DEPTH: Final = 40
MAX_VALUES: Final = 2_000_000

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,8})\Z")
_UNREADABLE: Final[dict[type, str]] = {FileNotFoundError: "missing", IsADirectoryError: "folder",
                                       NotADirectoryError: "missing", PermissionError: "denied"}
_PROBLEMS: Final = {
    "mapping values are not allowed in this context": "colon",
    "mapping values are not allowed here": "colon",
    "could not find expected ':'": "no-colon",
    "did not find expected key": "indentation",
    "did not find expected <block end>": "indentation",
    "expected <block end>, but found '<block mapping start>'": "indentation",
    "did not find expected '-' indicator": "dash",
    "block sequence entries are not allowed in this context": "dash",
    "block mapping entries are not allowed in this context": "colon",
    "did not find expected ',' or ']'": "bracket",
    "did not find expected ',' or '}'": "brace",
    "did not find expected node content": "content",
    "did not find expected <document start>": "document",
    "found unexpected end of stream": "end",
    "found unexpected document indicator": "document",
    "found character that cannot start any token": "character",
    "found a tab character that violates indentation": "tab",
    "found a tab character where an indentation space is expected": "tab",
    "found unknown escape character": "escape",
    "did not find expected hexdecimal number": "escape",
    "control characters are not allowed": "control",
    "special characters are not allowed": "control",
    "found undefined tag handle": "handle",
    "did not find expected alphabetic or numeric character": "anchor",
    "did not find expected comment or line break": "block",
    "found invalid Unicode character escape code": "escape",
}
"""What the YAML library says -> the word of the catalogue that says it to an author."""

_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class Source:
    """One file as plain data.  ``marks`` places every value, ``keys`` every key, by path."""

    file: str
    data: Any = None
    marks: dict[Path_, Mark] = field(default_factory=dict)
    keys: dict[Path_, Mark] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)


class _Fault(Exception):
    def __init__(self, code: str, mark: Mark, variant: str, **arguments: Argument) -> None:
        self.diagnostic = Diagnostic(code, mark, variant, tuple(arguments.items()))


def read(path: Path, name: str) -> Source:
    """Reads a file; faults are in the result, never raised.  ``name`` is how diagnostics call the file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Source(name, faults=[_at_top("E005", name, "large", megabytes=MAX_BYTES // 2**20)])
        raw = path.read_bytes()
    except OSError as fault:
        return Source(name, faults=[_at_top("E001", name, _UNREADABLE.get(type(fault), "unreadable"),
                                            reason=fault.strerror or type(fault).__name__)])
    return parse(raw, name)


def parse(raw: bytes, name: str) -> Source:
    """Parses YAML bytes; faults are in the result, never raised."""
    source = Source(name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[:fault.start].count(b"\n") + 1
        source.faults.append(Diagnostic("E003", Mark(name, line), "encoding"))
        return source
    source.lines = text.splitlines()
    try:
        _Builder(source).build(text)
    except _Fault as stop:
        source.faults.append(stop.diagnostic)
    except yaml.YAMLError as fault:
        source.faults.append(_yaml_fault(fault, source))
    return source


def _yaml_fault(fault: yaml.YAMLError, source: Source) -> Diagnostic:
    mark = getattr(fault, "problem_mark", None)
    problem = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "this is not YAML"
    place = _place(mark, source) if mark else Mark(source.file)
    if "nesting depth" in problem:  # newer versions of the library stop by themselves
        return Diagnostic("E005", place, "deep", (("limit", MAX_DEPTH),))
    known = _PROBLEMS.get(problem)
    return Diagnostic("E003", place, "yaml", (("problem", Term(f"yaml-{known}") if known else problem),))


def _place(mark: Any, source: Source) -> Mark:
    """The place of a parser's mark; what stands after the last line is told at its end."""
    if mark.line < len(source.lines):
        return Mark(source.file, mark.line + 1, mark.column + 1)
    return Mark(source.file, max(1, len(source.lines)), max(1, len(source.lines[-1])) if source.lines else 1)


def _at_top(code: str, name: str, variant: str, **arguments: Argument) -> Diagnostic:
    return Diagnostic(code, Mark(name), variant, tuple(arguments.items()))


class _Builder:
    """Turns parser events into data on an explicit stack."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[_Open] = []
        self.count = 0

    def build(self, text: str) -> None:
        documents = 0
        for event in _events(text):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Fault("E003", self._mark(event), "second")
            elif isinstance(event, yaml.AliasEvent):
                raise _Fault("E004", self._mark(event), "alias", name=event.anchor or "")
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._open(event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self.stack.pop()
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event)

    def _open(self, event: Any) -> None:
        self._refuse_extras(event)
        container: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        if len(self.stack) >= MAX_DEPTH:
            raise _Fault("E005", self._mark(event), "deep", limit=MAX_DEPTH)
        if self.stack and self.stack[-1].wants_key():
            raise _Fault("E013", self._mark(event), "key")
        self.stack.append(_Open(container, self._place(container, event)))

    def _scalar(self, event: Any) -> None:
        self._refuse_extras(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and top.wants_key():
            self._key(top, event)
        else:
            self._place(_plain(event), event)

    def _key(self, top: _Open, event: Any) -> None:
        key, mark = event.value, self._mark(event)
        path = (*top.path, key)
        if key in top.container:
            first = self.source.keys[path].line
            fault = Diagnostic("E002", mark, "line", (("name", key), ("line", first)), len(key) or 1)
            self.source.faults.append(fault)
            top.ignored = True
        self.source.keys.setdefault(path, mark)
        top.key = key

    def _place(self, value: Any, event: Any) -> Path_:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _Fault("E005", self._mark(event), "values", limit=MAX_VALUES)
        if not self.stack:
            self.source.data = value
            self.source.marks[()] = self._mark(event)
            return ()
        top = self.stack[-1]
        if isinstance(top.container, dict):
            path = (*top.path, top.key or "")
            if top.ignored:
                top.ignored = False
            else:
                top.container[top.key] = value
                self.source.marks[path] = self._mark(event)
            top.key = None
        else:
            path = (*top.path, len(top.container))
            top.container.append(value)
            self.source.marks[path] = self._mark(event)
        return path

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor:
            raise _Fault("E004", self._mark(event), "anchor", name=event.anchor)
        if event.tag and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            raise _Fault("E003", self._mark(event), "tag", tag=event.tag)

    def _mark(self, event: Any) -> Mark:
        return _place(event.start_mark, self.source)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is still being read; ``key`` waits for its value."""

    container: Any
    path: Path_
    key: str | None = None
    ignored: bool = False

    def wants_key(self) -> bool:
        return isinstance(self.container, dict) and self.key is None


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=_LOADER)


def _plain(event: Any) -> str | int | bool | None:
    text: str = event.value
    if event.style not in (None, ""):
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _NUMBER.match(text) else text
