"""The map of a scenario: what lies where, and who held it when, as plain values.

No drawing and no geometry: shapes are known by the names of a geometry file, which front ends read.  Part of the
reference material; no rule reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from game.core.expressions import Expression
from game.core.texts import NO_WORDS, Path, Words

HATCHES: Final = ("own", "claimed", "foreign", "revolt", "occupied", "rival", "contested", "free", "joint", "garrison",
                  "other")
"""The ways of filling a shape; what each stands for is said in a scenario's legend, how it looks in the theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How things stood in a place from ``first`` to ``last`` (ISO days or empty), while ``when`` holds."""

    kind: str
    text: Words
    when: Expression | None = None
    first: str = ""
    last: str = ""
    grade: str = "fact"
    cites: tuple[str, ...] = ()

    def on(self, day: str) -> bool:
        """Says whether the ISO ``day`` lies within the status; a guard is not asked."""
        return self.first <= day and (not self.last or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A shape of the geometry with its name; the first status that applies is the one shown."""

    id: str
    name: Words
    status: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Shapes laid over the regions that can be shown or hidden together."""

    id: str
    name: Words
    shown: bool
    grounds: Mapping[str, Ground]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """The whole map; ``kinds`` are the words of the legend by hatch."""

    geometry: str
    note: Words = NO_WORDS
    kinds: Mapping[str, Words]
    regions: Mapping[str, Ground]
    layers: Mapping[str, Layer]
    towns: Mapping[str, Words]


def grounds(found: Atlas) -> Iterator[tuple[Path, Ground]]:
    """Yields every place of the map with its path."""
    for name, ground in found.regions.items():
        yield ("map", "regions", name), ground
    for key, layer in found.layers.items():
        for name, ground in layer.grounds.items():
            yield ("map", "layers", key, "grounds", name), ground


def atlas_words(found: Atlas) -> Iterator[tuple[Path, Words]]:
    """Yields the texts of the map with their paths."""
    yield ("map", "note"), found.note
    for key, items in (("kinds", found.kinds), ("towns", found.towns)):
        for name, text in items.items():
            yield ("map", key, name), text
    for name, layer in found.layers.items():
        yield ("map", "layers", name, "name"), layer.name
    for path, ground in grounds(found):
        yield (*path, "name"), ground.name
        for place, status in enumerate(ground.status):
            yield (*path, "status", place, "text"), status.text
