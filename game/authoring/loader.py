"""Reads a scenario from a file or a folder: the scenario, or everything that is wrong with it.

The one way in.  Not a validator of taste (that is ``analysis.lint``).  Called by ``cli`` and the tests.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from game.authoring import structure as shape
from game.authoring.acceptance import Acceptance, acceptances
from game.authoring.build import Builder
from game.authoring.check import check
from game.authoring.diagnostics import Arguments, Diagnostic, Mark, Severity, near
from game.authoring.loaded import MAIN, Loaded, included
from game.authoring.overlay import Overlay, lay_over
from game.authoring.places import Places
from game.authoring.shaping import Shaper
from game.authoring.source import Path_, Source, read
from game.core import limits
from game.core.garbage import without_collecting
from game.core.model import Scenario

__all__ = ["CURRENT", "MAIN", "OLDEST", "Loaded", "load"]

CURRENT: Final = 1
"""The format this program writes and reads; ``OLDEST`` is the first one it still reads."""
OLDEST: Final = 1

_BREAKS_OFF: Final = frozenset({"E001", "E003", "E004", "E005"})


def load(path: Path) -> Loaded:
    """Reads the scenario at ``path`` (a folder with ``scenario.yaml``, or one file); never raises for bad input."""
    with without_collecting():
        return _load(path)


def _load(path: Path) -> Loaded:
    reader = _Reader(path)
    reader.read()
    scenario = reader.build()
    if reader.broken:  # what was not read is not missing
        reader.faults[:] = [fault for fault in reader.faults if (fault.code, fault.path) != ("E011", ())]
    own = None if any(_is_error(fault) for fault in reader.faults) else scenario
    overlays: tuple[Overlay, ...] = ()
    if own is not None and reader.main.name == MAIN:
        laid = lay_over(own, reader.folder, reader._name, reader.lines)
        scenario, overlays = laid.scenario, laid.overlays
        reader.faults += laid.faults
        reader.lines.update(laid.lines)
    faults = tuple(sorted(set(reader.faults), key=lambda d: (d.mark.file, d.mark.line, d.mark.column, d.code)))
    if any(_is_error(fault) for fault in faults):
        scenario = None
    return Loaded(scenario, faults, reader.lines, reader.places, own, overlays, reader.accepted)


def _is_error(fault: Diagnostic) -> bool:
    return fault.severity is Severity.ERROR


class _Reader:
    def __init__(self, path: Path) -> None:
        self.main = path / MAIN if path.is_dir() else path
        self.folder = self.main.parent
        self.shown = path
        self.faults: list[Diagnostic] = []
        self.lines: dict[str, list[str]] = {}
        self.data: dict[str, Any] = {}
        self.places = Places(self._name(self.main), data=self.data)
        self._shaper = Shaper(self.places, self.faults)
        self.accepted: tuple[Acceptance, ...] = ()
        self.usable = False
        self.broken = False
        self.hash = hashlib.blake2b(digest_size=16)
        self._taken = self._files = 0

    def read(self) -> None:
        source = self._read_file(self.main, self.folder if self.shown.is_dir() else None)
        if not isinstance(source.data, dict):
            if not source.faults:
                self._shaper.report("E013", (), "file")
            return
        self.data = self.places.data = source.data
        self.usable = True
        patterns = self.data.get("include")
        for place, pattern in enumerate(patterns if isinstance(patterns, list) else []):
            self._include(pattern, ("include", place))

    def _read_file(self, path: Path, folder: Path | None) -> Source:
        name = self._name(path)
        source = read(path, name, folder)
        self._files += 1
        self._taken += sum(map(len, source.lines))
        self.faults += source.faults
        self.broken = self.broken or any(fault.code in _BREAKS_OFF for fault in source.faults)
        self.lines[name] = source.lines
        self.places.take(source)
        self.hash.update("\n".join(source.lines).encode("utf-8", "surrogatepass"))
        return source

    def _name(self, path: Path) -> str:
        base = self.shown if self.shown.is_dir() else self.shown.parent
        try:
            return (base / path.relative_to(self.folder)).as_posix()
        except ValueError:
            return path.as_posix()

    def _include(self, pattern: object, where: Path_) -> None:
        found = included(self.folder, pattern)
        if not found:
            self.broken = True
            self._shaper.report("E001", where, "inside" if found is None else "none", pattern=str(pattern))
        for file in found or ():
            if self._files >= limits.SCENARIO_FILES or self._taken > limits.SCENARIO_BYTES:
                self.broken = True
                self._shaper.report("E005", where, "together", files=limits.SCENARIO_FILES,
                                    megabytes=limits.SCENARIO_BYTES // limits.MEGABYTE)
                return
            self._merge(self._read_file(file, self.folder))

    def _merge(self, source: Source) -> None:
        if source.data is None:
            return
        if not isinstance(source.data, dict):
            self.faults.append(Diagnostic("E013", Mark(source.file), "included"))
            return
        for key, part in source.data.items():
            if key not in shape.MERGED:
                self.faults.append(Diagnostic("E010", source.key((key,)) or Mark(source.file), "included",
                                              (("name", key), ("near", near(key, shape.MERGED))), len(key), (key,)))
                continue
            if not isinstance(part, dict):
                self.faults.append(Diagnostic("E013", source.mark((key,)) or Mark(source.file), "mapping",
                                              (("name", key),), 1, (key,)))
                continue
            target = self.data.setdefault(key, {})
            if not isinstance(target, dict):
                continue
            for name, value in part.items():
                if name in target:
                    self._twice(source, key, name)
                else:
                    target[name] = value

    def _twice(self, source: Source, key: str, name: str) -> None:
        first = self.places.key_at((key, name))
        arguments: Arguments = (("name", name), ("key", key))
        if first is not None:
            arguments += (("place", f"{first.file}:{first.line}"),)
        self.faults.append(Diagnostic("E002", source.key((key, name)) or Mark(source.file), "file" if first else "",
                                      arguments, len(name), (key, name)))

    def build(self) -> Scenario | None:
        if not self.usable:
            return None
        data = dict(self.data)
        nodes = data.pop("nodes", None)
        if self._wrong_format(data.get("format")):
            return None
        head = self._shaper.shape(shape.ScenarioIn, data, ())
        shapes = self._node_shapes(nodes)
        if head is None:
            return None
        self.accepted = acceptances(head.accept, self._shaper.report)
        builder = Builder(self._shaper.report)
        name = self.folder.resolve().name if self.main.name == MAIN else self.main.stem
        scenario = builder.scenario(head, shapes, name, self.hash.hexdigest())
        if self.broken:  # what was not read would be reported as missing
            return None
        complete = isinstance(nodes, dict) and len(scenario.nodes) == len(nodes)
        check(scenario, self._shaper.report, None if complete else _decision_names(nodes))
        return scenario

    def _wrong_format(self, given: object) -> bool:
        if isinstance(given, bool):
            self._shaper.report("E013", ("format",), "format")
            return True
        if isinstance(given, int) and not OLDEST <= given <= CURRENT:
            self._shaper.report("E006", ("format",), "" if OLDEST == CURRENT else "range", given=given, oldest=OLDEST,
                         current=CURRENT)
            return True
        return False

    def _node_shapes(self, nodes: object) -> dict[str, shape.NodeIn]:
        if not isinstance(nodes, dict):
            self._shaper.report("E011", (), "nodes")
            return {}
        if len(nodes) > limits.NODES:
            self._shaper.report("E005", ("nodes",), "nodes", limit=limits.NODES)
            self.broken = True
            return {}
        shapes: dict[str, shape.NodeIn] = {}
        for name, node in nodes.items():
            path: Path_ = ("nodes", name)
            kinds = [kind for kind in shape.NODE_SHAPES if isinstance(node, dict) and kind in node]
            if kinds == ["options", "table"]:
                kinds = ["table"]
            if len(kinds) != 1:
                self._shaper.report("E014", path, "several" if kinds else "none", name=name, kinds=tuple(kinds))
                continue
            found = self._shaper.shape(shape.NODE_SHAPES[kinds[0]], node, path)
            if found is not None:
                shapes[name] = found
        return shapes


def _decision_names(nodes: object) -> frozenset[str]:
    found = nodes.values() if isinstance(nodes, dict) else ()
    return frozenset(str(node["as"]) for node in found if isinstance(node, dict) and "as" in node)
