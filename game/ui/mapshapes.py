"""The geometry of a map as read from its file, and where a point of the window lies in it.

Not drawing.  Called by the window's map and the maps of the paper pack.  Units of the file are kilometres, y grows
downwards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
"""An outer ring, then holes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A place: its parts, where its name may stand, and whether its outline is a rough one."""

    polygons: tuple[Polygon, ...]
    at: Point
    approximate: bool = False

    def holds(self, point: Point) -> bool:
        """Says whether the point lies inside."""
        return any(_inside(rings[0], point) and not any(_inside(hole, point) for hole in rings[1:])
                   for rings in self.polygons)


@dataclass(frozen=True, slots=True)
class Line:
    """A railway or an arrow."""

    style: str
    chains: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    """Everything a map can show; ``frame`` is what should be in sight at least: left, top, right, bottom."""

    frame: tuple[float, float, float, float]
    regions: Mapping[str, Shape]
    areas: Mapping[str, Shape]
    lines: Mapping[str, Line]
    towns: Mapping[str, Point]
    land: tuple[Polygon, ...]
    lakes: tuple[Polygon, ...]
    rivers: tuple[Ring, ...]
    graticule: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class View:
    """How kilometres become pixels of a picture: the whole frame in sight, in the middle."""

    k: float
    x: float
    y: float

    @classmethod
    def fit(cls, frame: tuple[float, float, float, float], size: tuple[int, int]) -> View:
        """Returns the view that shows all of ``frame`` in a picture of ``size``."""
        left, top, right, bottom = frame
        k = min(size[0] / (right - left), size[1] / (bottom - top))
        return cls(k, size[0] / 2 - k * (left + right) / 2, size[1] / 2 - k * (top + bottom) / 2)

    def to(self, point: Point) -> Point:
        """Returns the pixel of a point in kilometres."""
        return point[0] * self.k + self.x, point[1] * self.k + self.y

    def back(self, pixel: tuple[int, int]) -> Point:
        """Returns the point in kilometres under a pixel."""
        return (pixel[0] - self.x) / self.k, (pixel[1] - self.y) / self.k


@lru_cache(maxsize=4)
def load_geometry(path: Path) -> Geometry:
    """Reads a map file.  Raises ``OSError``, or ``ValueError`` if it is none."""
    data: Any = json.loads(path.read_text(encoding="utf-8"))
    try:
        return Geometry(
            frame=tuple(data["frame"]),
            regions={name: _shape(item) for name, item in data["regions"].items()},
            areas={name: _shape({**item, "approximate": True}) for name, item in data["areas"].items()},
            lines={name: Line(item["style"], tuple(map(_ring, item["chains"])))
                   for name, item in data["lines"].items()},
            towns={name: (at[0], at[1]) for name, at in data["towns"].items()},
            land=_polygons(data["land"]), lakes=_polygons(data["lakes"]),
            rivers=tuple(map(_ring, data["rivers"])), graticule=tuple(map(_ring, data["graticule"])),
        )
    except (KeyError, TypeError, IndexError) as fault:
        raise ValueError(f"{path.name}: the map lacks or misshapes {fault}") from fault


def _ring(flat: list[int]) -> Ring:
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def _polygons(items: list[list[list[int]]]) -> tuple[Polygon, ...]:
    return tuple(tuple(_ring(ring) for ring in rings) for rings in items)


def _shape(item: Any) -> Shape:
    return Shape(_polygons(item["polygons"]), (item["at"][0], item["at"][1]), bool(item.get("approximate")))


def _inside(ring: Ring, point: Point) -> bool:
    x, y = point
    inside, (px, py) = False, ring[-1]
    for qx, qy in ring:
        if (py > y) != (qy > y) and x < (qx - px) * (y - py) / (qy - py) + px:
            inside = not inside
        px, py = qx, qy
    return inside
