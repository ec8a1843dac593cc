"""The map as a widget: the picture, names with halos, the chosen region, and the legend.

Arrows and clicks choose a region and call back with its id; nothing is decided here about what a region's status is.
Called by the map screen with plain values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import pygame

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context
from game.ui.gui.mapink import Drawing, Ink, hatching
from game.ui.gui.text import Layout
from game.ui.gui.widgets import Card, Column, Label
from game.ui.gui.widgets.base import Widget, focus_ring
from game.ui.mapshapes import Point, View

WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class LegendKey(Widget):
    """A patch with the hatch of a kind and its word."""

    role = "legend"

    def __init__(self, hatch: str, word: str) -> None:
        super().__init__([Label(word)])
        self.hatch = hatch

    def measure(self, ctx: Context, width: int) -> int:
        return max(ctx.px(22), self.children[0].measure(ctx, width - ctx.px(44)))

    def natural_width(self, ctx: Context) -> int:
        return self.children[0].natural_width(ctx) + ctx.px(46)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect = rect.copy()
        tall = self.children[0].measure(ctx, rect.w - ctx.px(44))
        self.children[0].layout(ctx, pygame.Rect(rect.x + ctx.px(44), rect.y + max(0, (rect.h - tall) // 2),
                                                 rect.w - ctx.px(44), tall))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        patch = pygame.Rect(self.rect.x, self.rect.y + ctx.px(2), ctx.px(34), ctx.px(18))
        pygame.draw.rect(surface, ctx.colour("card"), patch)
        look = ctx.theme.hatches[self.hatch]
        surface.blit(hatching(patch, look.pattern, ctx.colour(look.colour), ctx.scale), patch.topleft)
        pygame.draw.rect(surface, ctx.colour("ink"), patch, max(1, ctx.px(1)))
        super().draw(ctx, surface)


class MapView(Widget):
    """A focus stop in which the arrows go from region to region, and leave it where there is none further on.

    regions and towns: names by id; said: what is read aloud; legend: (hatch, word), drawn in the lower left corner.
    """

    role = "map"
    focusable = True

    def __init__(self, ink: Ink, drawing: Drawing, regions: Mapping[str, str], towns: Mapping[str, str], chosen: str,
                 on_pick: Callable[[str], Command | None], *, on_open: Callable[[], Command | None] | None = None,
                 legend: Sequence[tuple[str, str]] = (), title: str = "", said: str = "", key: str = "map") -> None:
        keys: list[Widget] = [LegendKey(hatch, word) for hatch, word in legend]
        super().__init__([Card(Column(keys, gap=3), pad=10)] if keys else [], key=key, grow=1)
        self.ink, self.drawing, self.regions, self.towns = ink, drawing, regions, towns
        self.chosen, self.on_pick, self.on_open = chosen, on_pick, on_open
        self.label, self.value = title, said

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(140)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect = rect.copy()
        for card in self.children:
            wide = min(card.natural_width(ctx) + ctx.px(4), rect.w * 2 // 5)
            tall = card.measure(ctx, wide)
            card.layout(ctx, pygame.Rect(rect.x + ctx.px(10), rect.bottom - tall - ctx.px(10), wide, tall))

    @property
    def view(self) -> View:
        """How kilometres become pixels of this widget, counted from its corner."""
        return View.fit(self.ink.geometry.frame, (max(1, self.rect.w), max(1, self.rect.h)))

    def region_at(self, at: tuple[int, int]) -> str | None:
        """Returns the region under a point of the window."""
        if any(card.rect.collidepoint(at) for card in self.children):
            return None
        point = self.view.back((at[0] - self.rect.x, at[1] - self.rect.y))
        return next((name for name in self.regions if name in self.ink.geometry.regions
                     and self.ink.geometry.regions[name].holds(point)), None)

    def beside(self, way: str) -> str | None:
        """Returns the region that an arrow leads to from the chosen one."""
        shapes, (dx, dy) = self.ink.geometry.regions, WAYS[way]
        if self.chosen not in shapes:
            return next(iter(self.regions), None)
        x, y = shapes[self.chosen].at
        best: tuple[float, str] | None = None
        for name in self.regions:
            if name == self.chosen or name not in shapes:
                continue
            ax, ay = shapes[name].at
            forward = (ax - x) * dx + (ay - y) * dy
            sideways = abs((ax - x) * dy) + abs((ay - y) * dx)
            if forward <= 0 or sideways > 2.5 * forward:
                continue
            cost = math.hypot(forward, 2.2 * sideways)
            if best is None or cost < best[0]:
                best = (cost, name)
        return best[1] if best else None

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        if given.kind in WAYS:
            name = self.beside(given.kind)
            return (self.on_pick(name) or True) if name else None
        if given.kind == "press":
            name = self.region_at(given.at)
            return (self.on_pick(name) or True) if name else True
        return None

    def activate(self) -> Command | None:
        return self.on_open() if self.on_open else None

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        if self.rect.w < 8 or self.rect.h < 8:
            return
        old = surface.get_clip()
        surface.set_clip(self.rect.clip(old))
        surface.blit(self.ink.picture(ctx, self.rect.size, self.drawing), self.rect.topleft)
        self._outline(ctx, surface)
        self._names(ctx, surface)
        pygame.draw.rect(surface, ctx.colour("ink"), self.rect, max(1, ctx.px(1.5)))
        surface.set_clip(old)
        super().draw(ctx, surface)
        focus_ring(ctx, surface, self)

    def _at(self, point: Point) -> Point:
        x, y = self.view.to(point)
        return x + self.rect.x, y + self.rect.y

    def _outline(self, ctx: Context, surface: pygame.Surface) -> None:
        shape = self.ink.geometry.regions.get(self.chosen)
        for width, tone in ((ctx.px(6), "white"), (ctx.px(3), "blue")):
            for rings in shape.polygons if shape else ():
                points = [self._at(point) for point in rings[0]]
                pygame.draw.lines(surface, ctx.colour(tone), True, points, width)

    def _names(self, ctx: Context, surface: pygame.Surface) -> None:
        """Names where they fit beside those already set: the chosen region, regions by size, towns."""
        shapes = self.ink.geometry.regions
        taken = [card.rect.inflate(ctx.px(8), ctx.px(8)) for card in self.children]

        def rank(name: str) -> float:
            return -sum(_area(part[0]) for part in shapes[name].polygons)

        names = sorted((name for name in self.regions if name in shapes), key=rank)
        for name in sorted(names, key=lambda item: item != self.chosen):
            shape = shapes[name]
            size = "body" if -rank(name) > 400_000 else "label"
            wide = ctx.text.layout(self.regions[name], ctx.style("bold", size, justify=False), ctx.px(170)).width
            style = ctx.style("bold", size, "centre", False, 1.2)
            self._set(ctx, surface, ctx.text.layout(self.regions[name], style, wide + 1), self._at(shape.at),
                      taken, spots=((0, 0), (0, -1), (0, 1), (1, 0), (1, 1), (1, -1)))
        for name, text in self.towns.items():
            at = self.ink.geometry.towns.get(name)
            if at is not None:
                style = ctx.style("body", "caption", justify=False, leading=1.2)
                self._set(ctx, surface, ctx.text.layout(text, style, ctx.px(400)), self._at(at), taken,
                          spots=((1, 0), (-1, 0), (0, -1), (0, 1)), apart=ctx.px(7), tone="soft")

    def _set(self, ctx: Context, surface: pygame.Surface, layout: Layout, at: Point, taken: list[pygame.Rect], *,
             spots: Sequence[tuple[int, int]], apart: int = 0, tone: str = "ink") -> None:
        wide, tall = layout.width, layout.height
        room = self.rect.inflate(-ctx.px(8), -ctx.px(8))
        for dx, dy in spots:
            away = wide / 2 + apart if apart else wide * 0.7
            box = pygame.Rect(0, 0, wide, tall)
            box.center = round(at[0] + dx * away), round(at[1] + dy * (tall / 2 + max(apart, ctx.px(8))))
            if not room.contains(box) or box.collidelist(taken) >= 0:
                continue
            taken.append(box)
            reach = max(1, ctx.px(1.5))
            surface.blit(_haloed(ctx, layout, tone, reach), (box.x - reach, box.y - reach))
            return


def _haloed(ctx: Context, layout: Layout, tone: str, reach: int) -> pygame.Surface:
    """Returns a name with a pale rim, so that it can be read on any hatching."""
    picture = pygame.Surface((layout.width + 2 * reach, layout.height + 2 * reach), pygame.SRCALPHA)
    for x, y in ((0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)):
        ctx.text.draw(picture, layout, x * reach, y * reach, ctx.colour("card_lit"))
    ctx.text.draw(picture, layout, reach, reach, ctx.colour(tone))
    return picture


def _area(ring: Sequence[Point]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2
