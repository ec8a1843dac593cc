"""YAML by the parser of the library: plain data, a place for every value and key, and every fault.

Built on events: no recursion, no aliases, no tags, so a hostile file can neither run code nor fill memory.  Called by
``source``, for whole files and for the parts of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from game.authoring.diagnostics import Argument, Diagnostic, Mark, Term
from game.authoring.plainform import scalar
from game.core import limits

Path_ = tuple[str | int, ...]
Spot = tuple[int, int]
"""Line and column, from 1."""

MAX_DEPTH: Final = limits.NESTING
MAX_VALUES: Final = limits.VALUES

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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


@dataclass(slots=True)
class Parsed:
    """What came of it: ``marks`` places every value, ``keys`` every key, by path; ``values`` counts the values."""

    data: Any = None
    marks: dict[Path_, Spot] = field(default_factory=dict)
    keys: dict[Path_, Spot] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    values: int = 0


class _Fault(Exception):
    def __init__(self, code: str, spot: Spot, variant: str, **arguments: Argument) -> None:
        self.code, self.spot, self.variant, self.arguments = code, spot, variant, tuple(arguments.items())


def parse_events(text: str, file: str, lines: list[str], line: int = 0) -> Parsed:
    """Parses ``text``; faults are in the result, never raised.

    file: how diagnostics call the file.  lines: all lines of it.  line: the one at which ``text`` begins, from 0.
    """
    builder = _Builder(file, lines, line)
    parsed = builder.parsed
    try:
        builder.build(text)
    except _Fault as stop:
        parsed.faults.append(Diagnostic(stop.code, Mark(file, *stop.spot), stop.variant, stop.arguments))
    except yaml.YAMLError as fault:
        parsed.faults.append(builder.told(fault))
    return parsed


class _Builder:
    """Turns events into data on an explicit stack."""

    def __init__(self, file: str, lines: list[str], line: int) -> None:
        self.parsed = Parsed()
        self.file = file
        self.lines = lines
        self.line = line
        self.stack: list[_Open] = []

    def build(self, text: str) -> None:
        """Reads all events; raises ``_Fault`` or ``yaml.YAMLError``."""
        documents = 0
        event: Any
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
            elif kind is yaml.AliasEvent:
                raise _Fault("E004", self._spot(event), "alias", name=event.anchor or "")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _Fault("E003", self._spot(event), "second")

    def told(self, fault: yaml.YAMLError) -> Diagnostic:
        """Returns what the library has against a text."""
        mark = getattr(fault, "problem_mark", None)
        problem = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "this is not YAML"
        place = Mark(self.file, *self._at(mark)) if mark else Mark(self.file)
        if "nesting depth" in problem:  # newer versions of the library stop by themselves
            return Diagnostic("E005", place, "deep", (("limit", MAX_DEPTH),))
        known = _PROBLEMS.get(problem)
        return Diagnostic("E003", place, "yaml", (("problem", Term(f"yaml-{known}") if known else problem),))

    def _open(self, event: Any) -> None:
        self._refuse_extras(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _Fault("E005", self._spot(event), "deep", limit=MAX_DEPTH)
        if self.stack and self.stack[-1].wants_key():
            raise _Fault("E013", self._spot(event), "key")
        box: Any = {} if type(event) is yaml.MappingStartEvent else []
        self.stack.append(_Open(box, self._place(box, event)))

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_extras(event)
        if self.stack and self.stack[-1].wants_key():
            self._key(self.stack[-1], event)
        else:
            self._place(event.value if event.style not in (None, "") else scalar(event.value), event)

    def _key(self, top: _Open, event: Any) -> None:
        key, spot = event.value, self._spot(event)
        path = (*top.path, key)
        if key in top.box:
            told = (("name", key), ("line", self.parsed.keys[path][0]))
            self.parsed.faults.append(Diagnostic("E002", Mark(self.file, *spot), "line", told, len(key) or 1))
            top.ignored = True
        self.parsed.keys.setdefault(path, spot)
        top.key = key

    def _place(self, value: Any, event: Any) -> Path_:
        parsed = self.parsed
        parsed.values += 1
        spot = self._spot(event)
        if parsed.values > MAX_VALUES:
            raise _Fault("E005", spot, "values", limit=MAX_VALUES)
        if not self.stack:
            parsed.data, parsed.marks[()] = value, spot
            return ()
        top = self.stack[-1]
        if top.key is None:
            path = (*top.path, len(top.box))
            top.box.append(value)
            parsed.marks[path] = spot
            return path
        path = (*top.path, top.key)
        if top.ignored:
            top.ignored = False
        else:
            top.box[top.key] = value
            parsed.marks[path] = spot
        top.key = None
        return path

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor:
            raise _Fault("E004", self._spot(event), "anchor", name=event.anchor)
        if event.tag and not (type(event) is yaml.ScalarEvent and event.tag == "!"):
            raise _Fault("E003", self._spot(event), "tag", tag=event.tag)

    def _spot(self, event: Any) -> Spot:
        return self._at(event.start_mark)

    def _at(self, mark: Any) -> Spot:
        """The place of a parser's mark; what stands after the last line is told at its end."""
        line = mark.line + self.line
        if line < len(self.lines):
            return line + 1, mark.column + 1
        return max(1, len(self.lines)), max(1, len(self.lines[-1])) if self.lines else 1


@dataclass(slots=True)
class _Open:
    """A mapping or list that is still being read; ``key`` waits for its value."""

    box: Any
    path: Path_
    key: str | None = None
    ignored: bool = False

    def wants_key(self) -> bool:
        """Says whether the next value is a key."""
        return self.key is None and type(self.box) is dict
