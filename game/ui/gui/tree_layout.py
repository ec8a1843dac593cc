"""Where the cards of a tree stand and how the lines between them run.  Pure geometry in pixels, worked out once.

Every card has a column of its own, the lanes stand a step below each other; lines run in the gaps between columns and
in a channel above all cards, so none crosses a card.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pygame

from game.debrief.tree import Link, Stop

Points = tuple[tuple[int, int], ...]
KINDS = ("yours", "recorded", "seen")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels.

    stair: from lane to lane; entry: how far below a card's top lines come in; apart: between lines of different kind.
    """

    width: int
    gutter: int
    channel: int
    stair: int
    entry: int
    apart: int
    margin: int
    head: int


@dataclass(frozen=True, slots=True)
class Route:
    """A line of one kind: yours, recorded or seen."""

    link: Link
    kind: str
    points: Points


@dataclass(frozen=True, slots=True)
class Plan:
    """Boxes by node, lines, and the size of the whole."""

    boxes: Mapping[str, pygame.Rect]
    routes: tuple[Route, ...]
    size: tuple[int, int]


def plan(stops: Sequence[Stop], links: Sequence[Link], heights: Mapping[str, int],
         exits: Mapping[tuple[str, str], int], sizes: Sizes) -> Plan:
    """Returns the plan.  heights: of each card; exits: by (node, move), how far below the card's top a line leaves."""
    top = sizes.margin + sizes.head + sizes.channel
    pitch = sizes.width + sizes.gutter
    boxes = {stop.id: pygame.Rect(sizes.margin + stop.column * pitch, top + stop.lane * sizes.stair, sizes.width,
                                  heights[stop.id]) for stop in stops}
    places = {stop.id: stop for stop in stops}
    routes = [Route(link, kind, _route(boxes, places, top, exits, link, kind, sizes))
              for kind in reversed(KINDS) for link in links if getattr(link, kind)]
    wide = max((box.right for box in boxes.values()), default=0) + sizes.margin
    tall = max((box.bottom for box in boxes.values()), default=top) + sizes.margin
    return Plan(boxes, tuple(routes), (wide, tall))


def _route(boxes: Mapping[str, pygame.Rect], places: Mapping[str, Stop], top: int,
           exits: Mapping[tuple[str, str], int], link: Link, kind: str, sizes: Sizes) -> Points:
    start, end = boxes[link.source], boxes[link.target]
    shift = KINDS.index(kind) * sizes.apart
    leave = start.top + exits.get((link.source, link.move), sizes.entry) + (shift if link.yours else 0)
    enter = end.top + sizes.entry + shift
    turn = start.right + sizes.gutter // 3 + shift
    if places[link.target].column == places[link.source].column + 1:
        return _clean((start.right, leave), (turn, leave), (turn, enter), (end.left, enter))
    across = top - sizes.channel // 3 - shift
    before = end.left - sizes.gutter // 4 - (len(KINDS) - 1) * sizes.apart // 2 + shift // 2
    return _clean((start.right, leave), (turn, leave), (turn, across), (before, across), (before, enter),
                  (end.left, enter))


def _clean(*points: tuple[int, int]) -> Points:
    return tuple(point for place, point in enumerate(points) if place == 0 or point != points[place - 1])
