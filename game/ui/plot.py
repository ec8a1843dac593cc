"""A scatter as values, and where its labels go: beside their marks, over no other label and no other mark.

Pure geometry in pixels or any other unit, the same every time; no drawing.  Made by ``deal_page``, drawn by the
window, the terminal and the printed report.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

Spot = tuple[float, float]

KINDS = ("yours", "record", "none", "nash", "ks")
"""What may be marked besides the frontier."""

_WAYS = 16
_RINGS = 9
_KEPT = 40
"""How many of a mark's places are tried against the other labels': those that are best by themselves."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: the kinds that share its place, its label, and its place (points of 100)."""

    kinds: tuple[str, ...]
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Plot:
    """The picture as values; ``across`` and ``along`` name the axes, from 0 to 100.

    ``none`` is the value of no agreement: left of it or below it a side does worse.  ``legend`` names every kind in
    the picture; ``told`` says the picture in words, for those who cannot see it.
    """

    title: str
    across: str
    along: str
    frontier: tuple[Spot, ...]
    marks: tuple[Mark, ...]
    none: Spot
    legend: tuple[tuple[str, str], ...]
    told: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    w: float
    h: float

    def shared(self, other: Box) -> float:
        """Returns the area two boxes have in common."""
        wide = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        tall = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        return wide * tall if wide > 0 and tall > 0 else 0.0

    def nearest(self, spot: Spot) -> Spot:
        """Returns the point of the box nearest to ``spot``; a line to a label ends there."""
        return min(max(spot[0], self.x), self.x + self.w), min(max(spot[1], self.y), self.y + self.h)

    def holds(self, spot: Spot) -> bool:
        """Says whether a point lies in the box."""
        return self.x <= spot[0] <= self.x + self.w and self.y <= spot[1] <= self.y + self.h


def beside(spots: Sequence[Spot], sizes: Sequence[Spot], field: Box, reach: float,
           lines: Sequence[Sequence[Spot]] = ()) -> list[Box]:
    """Returns a box for each label.

    spots: the marks; sizes: width and height of their labels; field: where labels may lie; reach: from the middle of
    a mark to its label, also half a mark's size; lines: corners of lines that a label should rather not cover.
    """
    return list(_beside(tuple(spots), tuple(sizes), field, reach, tuple(tuple(line) for line in lines)))


@lru_cache(maxsize=16)  # a picture is drawn again whenever the focus moves
def _beside(spots: tuple[Spot, ...], sizes: tuple[Spot, ...], field: Box, reach: float,
            lines: tuple[tuple[Spot, ...], ...]) -> tuple[Box, ...]:
    dots = [dot for line in lines for dot in _along(line, reach / 2)]
    marks = [Box(x - reach * 0.8, y - reach * 0.8, reach * 1.6, reach * 1.6) for x, y in spots]
    choices: list[list[tuple[Box, float]]] = []
    for number, (spot, size) in enumerate(zip(spots, sizes, strict=True)):
        others = [mark for place, mark in enumerate(marks) if place != number]
        found = [(box, _alone(box, spot, marks, others, dots, reach)) for box in _candidates(spot, size, field, reach)]
        choices.append(sorted(found, key=lambda item: item[1])[:_KEPT])
    # What the first label takes decides much: each is first once, and the arrangement that costs least stands.
    return min((_arranged(spots, choices, first, reach) for first in range(len(spots))), key=lambda item: item[0],
               default=(0.0, ()))[1]


def _arranged(spots: tuple[Spot, ...], choices: list[list[tuple[Box, float]]], first: int,
              reach: float) -> tuple[float, tuple[Box, ...]]:
    """One arrangement of all labels, begun with one of them, and its cost."""
    order = [*range(first, len(spots)), *range(first)]
    chosen: dict[int, tuple[Box, float]] = {}
    for number in order * 2:  # the second round mends what the first could not foresee
        others = [box for place, (box, _) in chosen.items() if place != number]
        costs = [cost + _among(box, spots[number], others, reach) for box, cost in choices[number]]
        least = costs.index(min(costs))
        chosen[number] = choices[number][least][0], costs[least]
    return sum(cost for _, cost in chosen.values()), tuple(chosen[number][0] for number in range(len(spots)))


def _alone(box: Box, spot: Spot, marks: Sequence[Box], others: Sequence[Box], dots: Sequence[Spot],
           reach: float) -> float:
    """What a place costs a label whatever the others do: marks and lines hidden, distance, marks its leader hits."""
    leader = _along((box.nearest(spot), spot), reach / 3)
    passed = sum(other.holds(dot) for other in others for dot in leader[:-1]) * reach * 2
    hidden = sum(box.shared(mark) for mark in marks) * 20
    covered = sum(box.holds(dot) for dot in dots) * reach * 3
    return hidden + covered + passed + 2 * math.dist(box.nearest(spot), spot)


def _among(box: Box, spot: Spot, others: Sequence[Box], reach: float) -> float:
    """What a place costs a label beside the others: labels crossed, and labels its leader passes over."""
    crossed = sum(box.shared(other) for other in others) * 50
    leader = _along((box.nearest(spot), spot), reach / 3)
    return crossed + sum(other.holds(dot) for other in others for dot in leader) * reach * 12


def _along(line: Sequence[Spot], pitch: float) -> list[Spot]:
    """Points on a line, no further from each other than ``pitch``."""
    found = list(line[:1])
    for (ax, ay), (bx, by) in pairwise(line):
        parts = max(1, math.ceil(math.dist((ax, ay), (bx, by)) / pitch))
        found += [(ax + (bx - ax) * part / parts, ay + (by - ay) * part / parts) for part in range(1, parts + 1)]
    return found


def _candidates(spot: Spot, size: Spot, field: Box, reach: float) -> list[Box]:
    """Places around a mark, the nearest first, pushed back into the field."""
    (x, y), (wide, tall) = spot, size
    boxes = []
    for ring in range(_RINGS):
        away = reach * (1 + 0.7 * ring)
        for way in range(_WAYS):
            angle = 2 * math.pi * way / _WAYS
            right, down = math.cos(angle), math.sin(angle)
            left = x + right * away - wide / 2 + right * wide / 2
            top = y + down * away - tall / 2 + down * tall / 2
            boxes.append(Box(min(max(left, field.x), field.x + max(0.0, field.w - wide)),
                             min(max(top, field.y), field.y + max(0.0, field.h - tall)), wide, tall))
    return boxes
