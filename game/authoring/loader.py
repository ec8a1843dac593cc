"""Reads a scenario from a file or a folder: the scenario, or everything that is wrong with it.

The one way in.  Not a validator of taste (that is ``analysis.lint``).  Called by ``cli`` and the tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from game.authoring import structure as shape
from game.authoring.build import Builder
from game.authoring.check import check
from game.authoring.diagnostics import Diagnostic, Mark, Severity, suggestion
from game.authoring.places import Places
from game.authoring.source import Path_, Source, read
from game.core.model import Scenario

MAIN: Final = "scenario.yaml"
CURRENT: Final = 1
"""The format this program writes and reads; ``OLDEST`` is the first one it still reads."""
OLDEST: Final = 1

_MERGED: Final = frozenset({
    "nodes", "works", "events", "claims", "people", "bodies", "glossary", "scales", "dimensions", "documents",
    "table", "figures", "readings", "perspectives", "variables", "map", "bargains",
})

_BREAKS_OFF: Final = frozenset({"E001", "E003", "E004", "E005"})


@dataclass(slots=True)
class Loaded:
    """What came of reading: ``scenario`` is None if any fault is an error."""

    scenario: Scenario | None
    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, list[str]] = field(default_factory=dict)
    places: Places = field(default_factory=Places)

    def place(self, path: Path_) -> Mark:
        """Returns where ``path`` stands in the files: its value, or the nearest key above it that exists."""
        return self.places.mark(path)

    def forget(self) -> None:
        """Drops what only the placing of faults needs: the lines and the marks."""
        self.lines, self.places = {}, Places()


def load(path: Path) -> Loaded:
    """Reads the scenario at ``path`` (a folder with ``scenario.yaml``, or one file); never raises for bad input."""
    reader = _Reader(path)
    reader.read()
    scenario = reader.build()
    faults = tuple(sorted(set(reader.faults), key=lambda d: (d.mark.file, d.mark.line, d.mark.column, d.code)))
    if any(fault.severity is Severity.ERROR for fault in faults):
        scenario = None
    return Loaded(scenario, faults, reader.lines, reader.places)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.main = path / MAIN if path.is_dir() else path
        self.folder = self.main.parent
        self.shown = path
        self.faults: list[Diagnostic] = []
        self.lines: dict[str, list[str]] = {}
        self.data: dict[str, Any] = {}
        self.places = Places(self._name(self.main), data=self.data)
        self.usable = False
        self.broken = False
        self.hash = hashlib.blake2b(digest_size=16)

    def read(self) -> None:
        source = self._read_file(self.main)
        if not isinstance(source.data, dict):
            if not source.faults:
                self._report("E013", (), "a scenario file is a mapping of keys (format:, title:, nodes: …)")
            return
        self.data = self.places.data = source.data
        self.usable = True
        patterns = self.data.get("include")
        for place, pattern in enumerate(patterns if isinstance(patterns, list) else []):
            self._include(pattern, ("include", place))

    def _read_file(self, path: Path) -> Source:
        name = self._name(path)
        source = read(path, name)
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
        if not isinstance(pattern, str) or pattern.startswith("/") or ".." in pattern or ":" in pattern:
            self.broken = True
            self._report("E001", where, f"include takes names of files inside the scenario's folder: {pattern!r}")
            return
        try:
            found = sorted(file for file in self.folder.glob(pattern) if file.is_file())
        except (ValueError, IndexError, NotImplementedError, OSError):
            found = []
        if not found:
            self.broken = True
            self._report("E001", where, f"no file matches '{pattern}'")
        for file in found:
            self._merge(self._read_file(file))

    def _merge(self, source: Source) -> None:
        if source.data is None:
            return
        if not isinstance(source.data, dict):
            self.faults.append(Diagnostic("E013", "an included file is a mapping of keys", Mark(source.file)))
            return
        for key, part in source.data.items():
            if key not in _MERGED:
                mark = source.keys[(key,)]
                self.faults.append(Diagnostic("E010", f"'{key}' is not known in an included file", mark, len(key),
                                              suggestion(key, _MERGED)))
                continue
            if not isinstance(part, dict):
                self.faults.append(Diagnostic("E013", f"'{key}' is a mapping", source.marks[(key,)]))
                continue
            target = self.data.setdefault(key, {})
            if not isinstance(target, dict):
                continue
            for name, value in part.items():
                if name in target:
                    first = self.places.keys.get((key, name))
                    where = f"; the first is in {first.file}:{first.line}" if first else ""
                    self.faults.append(Diagnostic("E002", f"'{name}' appears twice under {key}{where}",
                                                  source.keys[(key, name)], len(name)))
                else:
                    target[name] = value

    def build(self) -> Scenario | None:
        if not self.usable:
            return None
        data = dict(self.data)
        nodes = data.pop("nodes", None)
        if self._wrong_format(data.get("format")):
            return None
        head = self._shape(shape.ScenarioIn, data, ())
        shapes = self._node_shapes(nodes)
        if head is None:
            return None
        builder = Builder(self._report)
        name = self.folder.resolve().name if self.main.name == MAIN else self.main.stem
        scenario = builder.scenario(head, shapes, name, self.hash.hexdigest())
        if self.broken:  # what was not read would be reported as missing
            return None
        complete = isinstance(nodes, dict) and len(scenario.nodes) == len(nodes)
        check(scenario, self._report, None if complete else _decision_names(nodes))
        return scenario

    def _wrong_format(self, given: object) -> bool:
        if isinstance(given, bool):
            self._report("E013", ("format",), "the format is a number")
            return True
        if isinstance(given, int) and not OLDEST <= given <= CURRENT:
            known = f"{OLDEST}" if OLDEST == CURRENT else f"{OLDEST} to {CURRENT}"
            self._report("E006", ("format",), f"format {given}; this program reads {known}")
            return True
        return False

    def _node_shapes(self, nodes: object) -> dict[str, shape.NodeIn]:
        if not isinstance(nodes, dict):
            self._report("E011", (), "'nodes' is missing: a scenario needs at least a decision and an ending")
            return {}
        shapes: dict[str, shape.NodeIn] = {}
        for name, node in nodes.items():
            path: Path_ = ("nodes", name)
            kinds = [kind for kind in shape.NODE_SHAPES if isinstance(node, dict) and kind in node]
            if kinds == ["options", "table"]:
                kinds = ["table"]
            if len(kinds) != 1:
                self._report("E014", path, f"'{name}' has {' and '.join(kinds) or 'none of them'}")
                continue
            found = self._shape(shape.NODE_SHAPES[kinds[0]], node, path)
            if found is not None:
                shapes[name] = found
        return shapes

    def _shape(self, model: Any, data: object, path: Path_) -> Any:
        try:
            return model.model_validate(data)
        except ValidationError as fault:
            for error in fault.errors(include_url=False, include_context=True, include_input=True):
                self._structure_fault(error, path, model)
        except RecursionError:
            self._report("E005", path, "nested too deeply")
        return None

    def _structure_fault(self, error: Mapping[str, Any], path: Path_, model: Any) -> None:
        where: Path_ = (*path, *error["loc"])
        kind = error["type"]
        last = str(where[-1]) if where else ""
        if kind == "extra_forbidden":
            known = _fields(model, tuple(error["loc"][:-1]))
            mark = self.places.key(where)
            self.faults.append(Diagnostic("E010", f"'{last}' is not known here", mark, len(last),
                                          suggestion(last, known)))
        elif kind == "missing":
            self._report("E011", where[:-1], f"'{last}' is missing")
        else:
            self._report("E013", where, _plainly(error))

    def _report(self, code: str, path: Path_, message: str, offset: int = 0) -> None:
        word, _, hint = message.partition("  ")
        self.faults.append(Diagnostic(code, word, self.places.mark(path, offset), self.places.length(path, offset),
                                      hint.strip()))


def _decision_names(nodes: object) -> frozenset[str]:
    found = nodes.values() if isinstance(nodes, dict) else ()
    return frozenset(str(node["as"]) for node in found if isinstance(node, dict) and "as" in node)


def _plainly(error: Mapping[str, Any]) -> str:
    """Says a pydantic fault in this program's words."""
    given = error.get("input")
    kind, context = error["type"], error.get("ctx", {})
    shown = repr(given) if isinstance(given, str | int | bool) or given is None else f"a {type(given).__name__}"
    if kind in ("literal_error", "enum"):
        return f"must be one of {context.get('expected', '')}, not {shown[:60]}"
    if kind == "string_pattern_mismatch":
        return f"{shown[:60]} does not have the form {context.get('pattern', '')}"
    expected = {"dict_type": "a mapping", "model_type": "a mapping", "list_type": "a list", "string_type": "a text",
                "int_type": "a whole number", "int_parsing": "a whole number", "bool_type": "true or false",
                "bool_parsing": "true or false", "model_attributes_type": "a mapping"}.get(kind)
    if expected:
        return f"must be {expected}, not {shown[:60]}"
    return str(error["msg"]).removeprefix("Value error, ")


def _fields(model: Any, loc: tuple[str | int, ...]) -> list[str]:
    """Returns the keys known at ``loc`` below ``model``."""
    for part in loc:
        fields = getattr(model, "model_fields", {})
        by_key = {info.alias or name: info for name, info in fields.items()}
        if part in by_key:
            model = _inner(by_key[str(part)].annotation)
    fields = getattr(model, "model_fields", {})
    return [info.alias or name for name, info in fields.items()]


def _inner(annotation: Any) -> Any:
    """Returns the model inside list[Model], dict[str, Model], Model | None, Annotated[…]."""
    if hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found is not None:
            return found
    return None
