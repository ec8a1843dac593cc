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

from game.authoring.diagnostics import Diagnostic, Mark

Path_ = tuple[str | int, ...]

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_DEPTH: Final = 40
MAX_VALUES: Final = 2_000_000

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,8})\Z")
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
    def __init__(self, code: str, message: str, mark: Mark, hint: str = "") -> None:
        self.diagnostic = Diagnostic(code, message, mark, hint=hint)


def read(path: Path, name: str) -> Source:
    """Reads a file; faults are in the result, never raised.  ``name`` is how diagnostics call the file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Source(name, faults=[_at_top("E005", f"larger than {MAX_BYTES // 2**20} MB", name)])
        raw = path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or "unreadable"
        return Source(name, faults=[_at_top("E001", f"cannot be read: {reason}", name)])
    return parse(raw, name)


def parse(raw: bytes, name: str) -> Source:
    """Parses YAML bytes; faults are in the result, never raised."""
    source = Source(name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[:fault.start].count(b"\n") + 1
        source.faults.append(Diagnostic("E003", "not UTF-8 text; save the file as UTF-8", Mark(name, line)))
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
        return Diagnostic("E005", f"nested more than {MAX_DEPTH} deep", place)
    return Diagnostic("E003", f"not YAML: {problem}", place, hint="check indentation, quotes and ': '")


def _place(mark: Any, source: Source) -> Mark:
    """The place of a parser's mark; what stands after the last line is told at its end."""
    if mark.line < len(source.lines):
        return Mark(source.file, mark.line + 1, mark.column + 1)
    return Mark(source.file, max(1, len(source.lines)), max(1, len(source.lines[-1])) if source.lines else 1)


def _at_top(code: str, message: str, name: str) -> Diagnostic:
    return Diagnostic(code, message, Mark(name))


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
                    raise _Fault("E003", "a scenario file holds one document; a second starts here",
                                 self._mark(event))
            elif isinstance(event, yaml.AliasEvent):
                raise _Fault("E004", f"alias '*{event.anchor}'; write the value out", self._mark(event))
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
            raise _Fault("E005", f"nested more than {MAX_DEPTH} deep", self._mark(event))
        if self.stack and self.stack[-1].wants_key():
            raise _Fault("E013", "a key must be a word", self._mark(event))
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
            fault = Diagnostic("E002", f"'{key}' appears twice; the first is in line {first}", mark, len(key) or 1)
            self.source.faults.append(fault)
            top.ignored = True
        self.source.keys.setdefault(path, mark)
        top.key = key

    def _place(self, value: Any, event: Any) -> Path_:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _Fault("E005", f"more than {MAX_VALUES} values", self._mark(event))
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
            raise _Fault("E004", f"anchor '&{event.anchor}'; write the value out", self._mark(event))
        if event.tag and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
            raise _Fault("E003", f"tag '{event.tag}' is not used in scenarios", self._mark(event))

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
