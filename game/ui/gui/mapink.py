"""Draws a map into a picture: sea, land, hatched regions, inked borders, railways, arrows and towns.

No names, no focus, no words: those are the widget's.  Twice the size and then made smaller, for clean edges; kept
until something on the map changes.  Called by ``mapview``.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import pygame

from game.ui.gui.context import Context
from game.ui.gui.paint import blend
from game.ui.gui.theme import Colour
from game.ui.mapshapes import Geometry, Line, Point, Polygon, View

PITCH = 8
LARGEST = 2_600_000
"""Pixels above which a picture is drawn at its own size: fine enough there, and four times lighter."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn: (shape, hatch) pairs; an empty hatch leaves the land plain."""

    regions: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    towns: tuple[str, ...] = ()


class Ink:
    """Draws one geometry.  ``picture`` keeps the last few pictures."""

    def __init__(self, geometry: Geometry) -> None:
        self.geometry = geometry
        self._kept: OrderedDict[tuple[object, ...], pygame.Surface] = OrderedDict()

    def picture(self, ctx: Context, size: tuple[int, int], what: Drawing) -> pygame.Surface:
        """Returns the map in pixels of ``size``."""
        key = (size, what, round(ctx.scale, 2), ctx.colour("paper"), ctx.colour("ink"))
        if key not in self._kept:
            self._kept[key] = self._draw(ctx, size, what)
            if len(self._kept) > 4:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _draw(self, ctx: Context, size: tuple[int, int], what: Drawing) -> pygame.Surface:
        fine = 2 if size[0] * size[1] <= LARGEST else 1
        sheet = _Sheet(ctx, (size[0] * fine, size[1] * fine), self.geometry, ctx.scale * fine)
        sheet.sea()
        sheet.land()
        for name, hatch in what.regions:
            if name in self.geometry.regions:
                sheet.fill(self.geometry.regions[name].polygons, hatch)
        sheet.water()
        for name, hatch in what.areas:
            if name in self.geometry.areas:
                sheet.fill(self.geometry.areas[name].polygons, hatch, dashed=True)
        for name, _ in what.regions:
            if name in self.geometry.regions:
                sheet.border(self.geometry.regions[name].polygons)
        for name, hatch in what.lines:
            if name in self.geometry.lines:
                sheet.line(self.geometry.lines[name], hatch)
        for name in what.towns:
            if name in self.geometry.towns:
                sheet.town(self.geometry.towns[name])
        return sheet.surface if fine == 1 else pygame.transform.smoothscale(sheet.surface, size)


class _Sheet:
    """One picture in the making; ``unit`` pixels make a logical pixel."""

    def __init__(self, ctx: Context, size: tuple[int, int], geometry: Geometry, unit: float) -> None:
        self.ctx, self.geometry, self.unit = ctx, geometry, unit
        self.surface = pygame.Surface(size)
        self.view = View.fit(geometry.frame, size)

    def px(self, logical: float) -> int:
        return max(1, round(logical * self.unit))

    def points(self, ring: Iterable[Point]) -> list[Point]:
        return [self.view.to(point) for point in ring]

    def sea(self) -> None:
        """Pale water with rings along the coasts."""
        ctx = self.ctx
        water = blend(ctx.colour("paper"), ctx.colour("data_teal"), 0.16)
        self.surface.fill(water)
        rings = [self.points(rings[0]) for rings in (*self.geometry.land, *(
            part for shape in self.geometry.regions.values() for part in shape.polygons))]
        for reach, part in ((11, 0.30), (10, 0.16), (6, 0.34), (5, 0.16)):
            tone = blend(ctx.colour("paper"), ctx.colour("data_teal"), part)
            for ring in rings:
                self._stroke(ring, tone, self.px(2 * reach), close=True)

    def _stroke(self, points: list[Point], colour: Colour, width: int, *, close: bool) -> None:
        if len(points) > 1:
            pygame.draw.lines(self.surface, colour, close, points, width)
        if width > 4:
            for point in points:
                pygame.draw.circle(self.surface, colour, point, width / 2)

    def land(self) -> None:
        """Land that is no region, and the net of degrees."""
        paper, line = self.ctx.colour("paper"), self.ctx.colour("line")
        for rings in self.geometry.land:
            pygame.draw.polygon(self.surface, blend(paper, self.ctx.colour("folder"), 0.35), self.points(rings[0]))
            pygame.draw.lines(self.surface, line, True, self.points(rings[0]), self.px(0.6))
        for chain in self.geometry.graticule:
            pygame.draw.lines(self.surface, blend(paper, line, 0.35), False, self.points(chain), self.px(0.5))

    def water(self) -> None:
        """Rivers and lakes."""
        tone = blend(self.ctx.colour("paper"), self.ctx.colour("data_teal"), 0.55)
        for chain in self.geometry.rivers:
            pygame.draw.lines(self.surface, tone, False, self.points(chain), self.px(0.8))
        for rings in self.geometry.lakes:
            pygame.draw.polygon(self.surface, blend(self.ctx.colour("paper"), tone, 0.5), self.points(rings[0]))
            pygame.draw.lines(self.surface, tone, True, self.points(rings[0]), self.px(0.8))

    def fill(self, polygons: tuple[Polygon, ...], hatch: str, *, dashed: bool = False) -> None:
        """Fills a shape with the hatch of its kind; areas laid over keep what is below in sight."""
        rings = [[self.points(ring) for ring in part] for part in polygons]
        xs = [x for part in rings for x, _ in part[0]]
        ys = [y for part in rings for _, y in part[0]]
        if not xs:
            return
        box = pygame.Rect(min(xs), min(ys), max(xs) - min(xs) + 2, max(ys) - min(ys) + 2)
        box = box.clip(self.surface.get_rect())
        if box.w <= 0 or box.h <= 0:
            return
        layer = pygame.Surface(box.size, pygame.SRCALPHA)
        if not dashed:
            layer.fill(self.ctx.colour("card"))
        if hatch:
            look = self.ctx.theme.hatches[hatch]
            layer.blit(hatching(box, look.pattern, self.ctx.colour(look.colour), self.unit,
                                light=40 if dashed else 48), (0, 0))
        mask = pygame.Surface(box.size, pygame.SRCALPHA)
        mask.fill((255, 255, 255, 0))
        for part in rings:
            for number, ring in enumerate(part):
                pygame.draw.polygon(mask, (255, 255, 255, 0 if number else 255),
                                    [(x - box.x, y - box.y) for x, y in ring])
        layer.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        self.surface.blit(layer, box.topleft)
        if dashed and hatch:
            tone = self.ctx.colour(self.ctx.theme.hatches[hatch].colour)
            for part in rings:
                self._dashes([*part[0], part[0][0]], tone, self.px(1.6), self.px(7), self.px(4))

    def border(self, polygons: tuple[Polygon, ...]) -> None:
        """The inked outline of a region."""
        for rings in polygons:
            pygame.draw.lines(self.surface, self.ctx.colour("ink"), True, self.points(rings[0]), self.px(0.9))

    def _dashes(self, points: list[Point], colour: Colour, width: int, dash: float, gap: float) -> None:
        for start, end in _steps(points, dash, gap):
            pygame.draw.line(self.surface, colour, start, end, width)

    def line(self, line: Line, hatch: str) -> None:
        """A railway with its sleepers (double where shared), or an arrow."""
        look = self.ctx.theme.hatches.get(hatch)
        tone = self.ctx.colour(look.colour) if look else self.ctx.colour("ink")
        for chain in line.chains:
            points = self.points(chain)
            if line.style == "arrow":
                self._arrow(points, tone)
                continue
            known = hatch not in ("", "other", "foreign")
            ink = self.ctx.colour("ink")
            self._stroke(points, ink, self.px(2.2 if known else 1.2), close=False)
            reach = self.px(3.4 if known else 2.4)
            for (ax, ay), (bx, by) in _steps(points, self.px(2), self.px(7)):
                long = math.hypot(bx - ax, by - ay) or 1
                nx, ny = (by - ay) / long * reach, (ax - bx) / long * reach
                pygame.draw.line(self.surface, ink, (ax - nx, ay - ny), (ax + nx, ay + ny), self.px(1.2))

    def _arrow(self, points: list[Point], tone: Colour) -> None:
        self._stroke(points, self.ctx.colour("card_lit"), self.px(7), close=False)
        self._stroke(points, tone, self.px(4), close=False)
        (ax, ay), (bx, by) = points[-2], points[-1]
        turn, long = math.atan2(by - ay, bx - ax), self.px(13)
        head = [(bx + long * 0.5 * math.cos(turn), by + long * 0.5 * math.sin(turn))]
        head += [(bx - long * math.cos(turn + side), by - long * math.sin(turn + side)) for side in (0.5, -0.5)]
        pygame.draw.polygon(self.surface, tone, head)
        pygame.draw.polygon(self.surface, self.ctx.colour("card_lit"), head, self.px(1))

    def town(self, at: Point) -> None:
        """A ring."""
        centre = self.view.to(at)
        pygame.draw.circle(self.surface, self.ctx.colour("ink"), centre, self.px(3.4))
        pygame.draw.circle(self.surface, self.ctx.colour("card_lit"), centre, self.px(1.7))


def _steps(points: list[Point], dash: float, gap: float) -> Iterable[tuple[Point, Point]]:
    """Yields pieces of ``dash`` with ``gap`` between them along a chain."""
    left, drawing, out = dash, True, []
    for (ax, ay), (bx, by) in pairwise(points):
        length = math.hypot(bx - ax, by - ay)
        at = 0.0
        while length - at > 0:
            step = min(left, length - at)
            if drawing and length:
                out.append(((ax + (bx - ax) * at / length, ay + (by - ay) * at / length),
                            (ax + (bx - ax) * (at + step) / length, ay + (by - ay) * (at + step) / length)))
            at, left = at + step, left - step
            if left <= 0:
                drawing = not drawing
                left = dash if drawing else gap
    return out


def hatching(box: pygame.Rect, pattern: str, colour: Colour, unit: float, light: int = 48) -> pygame.Surface:
    """Returns a tinted and hatched picture the size of ``box``; boxes side by side join without a seam."""
    tile = pygame.Surface(box.size, pygame.SRCALPHA)
    tile.fill((*colour, light if pattern != "plain" else light * 2 // 3))
    pitch, width = max(4, round(PITCH * unit)), max(1, round(1.1 * unit))
    ink = (*colour, 200)
    left, top = -(box.x % pitch), -(box.y % pitch)
    # x of the strokes where they leave the box's lower (diagonal) or upper (back) edge, on one net for all boxes.
    slants = -((box.x + box.bottom) % pitch) - pitch * (box.h // pitch + 1), -((box.x - box.y) % pitch) - pitch * (
        box.h // pitch + 1)
    if pattern in ("diagonal", "cross"):
        for x in range(slants[0], box.w + pitch, pitch):
            pygame.draw.line(tile, ink, (x + box.h, 0), (x, box.h), width)
    if pattern in ("back", "cross"):
        for x in range(slants[1], box.w + pitch, pitch):
            pygame.draw.line(tile, ink, (x, 0), (x + box.h, box.h), width)
    for y in range(top, box.h + pitch, pitch):
        if pattern in ("horizontal", "grid"):
            pygame.draw.line(tile, ink, (0, y), (box.w, y), width)
        if pattern in ("dots", "rings", "plus", "dashes"):
            shift = pitch // 2 if (y + box.y) // pitch % 2 else 0
            for x in range(left - pitch + shift, box.w + pitch, pitch):
                _mark(tile, pattern, ink, (x, y), pitch, width)
    if pattern in ("vertical", "grid"):
        for x in range(left, box.w + pitch, pitch):
            pygame.draw.line(tile, ink, (x, 0), (x, box.h), width)
    return tile


def _mark(tile: pygame.Surface, pattern: str, ink: tuple[int, int, int, int], at: tuple[int, int], pitch: int,
          width: int) -> None:
    x, y = at
    if pattern == "dots":
        pygame.draw.circle(tile, ink, at, max(1, pitch // 5))
    elif pattern == "rings":
        pygame.draw.circle(tile, ink, at, max(2, pitch // 3), width)
    elif pattern == "plus":
        reach = pitch // 4
        pygame.draw.line(tile, ink, (x - reach, y), (x + reach, y), width)
        pygame.draw.line(tile, ink, (x, y - reach), (x, y + reach), width)
    else:
        pygame.draw.line(tile, ink, (x, y), (x + pitch // 2, y), width + 1)
