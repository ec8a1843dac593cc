"""The bytes of one file as plain data with a place for every path: dict, list, str, int, bool and None, nothing else.

Not a schema check.  What is written the plain way is read by ``plainform``, anything else by the parser (``events``);
places are looked up only when a fault asks for them.  Words like ``yes`` and dates stay words.  Called by ``loader``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from game.authoring.diagnostics import Argument, Diagnostic, Mark
from game.authoring.events import MAX_DEPTH, MAX_VALUES, Path_, Spot, parse_events
from game.authoring.ordinary import Unfit, read_ordinary
from game.authoring.plainform import PlainForm, Region, Unsure, read_plain
from game.core import limits

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "Path_", "Source", "parse", "read"]

MAX_BYTES: Final = limits.FILE_BYTES

_UNREADABLE: Final[dict[type, str]] = {FileNotFoundError: "missing", IsADirectoryError: "folder",
                                       NotADirectoryError: "missing", PermissionError: "denied"}


@dataclass(slots=True)
class Source:
    """One file as plain data."""

    file: str
    data: Any = None
    lines: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    _marks: dict[Path_, Spot] = field(default_factory=dict)
    _keys: dict[Path_, Spot] = field(default_factory=dict)
    _unplaced: dict[tuple[str, ...], Region] = field(default_factory=dict)
    """The parts whose places nobody has asked for yet, by the path of what they hold."""
    _text: str = ""

    def mark(self, path: Path_) -> Mark | None:
        """Returns where the value at ``path`` stands, None if this file has none."""
        self._look_up(path)
        spot = self._marks.get(path)
        return None if spot is None else Mark(self.file, *spot)

    def key(self, path: Path_) -> Mark | None:
        """Returns where the key at ``path`` stands, None if this file has none."""
        self._look_up(path)
        spot = self._keys.get(path)
        return None if spot is None else Mark(self.file, *spot)

    def take(self, text: str, form: PlainForm) -> None:
        """Takes what was read the plain way."""
        self.data, self._text, self._unplaced = form.data, text, dict(form.regions)
        self._marks[()] = min(region.line for region in form.regions.values()) + 1, 1
        for name, (line, column) in form.blocks.items():
            self._keys[name,] = self._unplaced.pop((name,)).line + 1, 1
            self._marks[name,] = line + 1, column + 1

    def parse(self, text: str) -> None:
        """Reads a text with the parser."""
        parsed = parse_events(text, self.file, self.lines)
        self.data, self._marks, self._keys = parsed.data, parsed.marks, parsed.keys
        self.faults += parsed.faults

    def _look_up(self, path: Path_) -> None:
        for part in (path[:2], path[:1]):
            region = self._unplaced.pop(part, None)  # type: ignore[arg-type]
            if region is not None:
                parsed = parse_events(self._text[region.start:region.end], self.file, self.lines, region.line)
                above = part[:-1]
                self._marks |= {(*above, *below): spot for below, spot in parsed.marks.items() if below}
                self._keys |= {(*above, *below): spot for below, spot in parsed.keys.items()}


def read(path: Path, name: str, folder: Path | None = None) -> Source:
    """Reads a file; faults are in the result, never raised.

    name: how diagnostics call the file.  folder: where the file must lie, all links followed; None: anywhere.
    """
    try:
        raw = read_ordinary(path, MAX_BYTES, folder)
    except Unfit as fault:
        if fault.why == "large":
            return Source(name, faults=[_at_top("E005", name, "large", megabytes=MAX_BYTES // limits.MEGABYTE)])
        return Source(name, faults=[_at_top("E001", name, fault.why)])
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
    text = text.replace("\r\n", "\n")
    source.lines = text.splitlines()

    def by_parser(region: Region) -> tuple[object, int]:
        parsed = parse_events(text[region.start:region.end], name, source.lines, region.line)
        if parsed.faults:
            raise Unsure
        return parsed.data, parsed.values

    try:
        form = read_plain(text, by_parser)
        if form.values > MAX_VALUES or not form.data:
            raise Unsure
        source.take(text, form)
    except Unsure:
        source.parse(text)
    return source


def _at_top(code: str, name: str, variant: str, **arguments: Argument) -> Diagnostic:
    return Diagnostic(code, Mark(name), variant, tuple(arguments.items()))
