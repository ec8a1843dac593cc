"""A scatter of two sides' values: the frontier, a few named marks, and the region worse than no agreement.

Told apart by shape, so that it reads in black and white; colour is only added.  Knows nothing of where the values
come from.
"""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.ui.gui.context import Context
from game.ui.gui.text import Layout
from game.ui.gui.widgets.base import Widget
from game.ui.plot import Box, Mark, Plot, beside

TICKS = (0, 25, 50, 75, 100)
LABEL = 150
"""Logical pixels after which the words at a mark go on in a second line."""
FRONTIER_WEIGHS = 3
"""How much worse a label that hides the frontier is than one that hides a dashed line."""
TONES = {"yours": "data_blue", "record": "red", "none": "ink", "nash": "plum", "ks": "teal", "frontier": "soft"}
ORDER = ("record", "ks", "nash", "none", "yours")
"""From the largest shape to the smallest: those that share a place stay visible."""


def shape(ctx: Context, surface: pygame.Surface, kind: str, centre: tuple[int, int], size: int) -> None:
    """Draws the shape of a kind of mark; ``size`` is half of a plain mark's width."""
    x, y = centre
    tone, back, thick = ctx.colour(TONES.get(kind, "ink")), ctx.colour("card_lit"), max(2, round(size * 0.3))
    if kind == "yours":
        side = round(size * 0.8)
        pygame.draw.rect(surface, back, (x - side - 2, y - side - 2, 2 * side + 4, 2 * side + 4))
        pygame.draw.rect(surface, tone, (x - side, y - side, 2 * side, 2 * side))
    elif kind == "record":
        pygame.draw.circle(surface, tone, centre, round(size * 1.5), thick)
    elif kind == "none":
        for dx, dy in ((1, 1), (1, -1)):
            pygame.draw.line(surface, tone, (x - dx * size, y - dy * size), (x + dx * size, y + dy * size), thick)
    elif kind == "nash":
        points = [(x, y - round(size * 1.25)), (x + round(size * 1.2), y + size), (x - round(size * 1.2), y + size)]
        pygame.draw.polygon(surface, tone, points, thick)
    elif kind == "ks":
        reach = round(size * 1.6)
        points = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
        pygame.draw.polygon(surface, tone, points, thick)
    elif kind == "frontier":
        dot = max(2, round(size * 0.42))
        pygame.draw.line(surface, tone, (x - 2 * size, y), (x + 2 * size, y), max(1, thick // 3))
        for dx in (-2 * size, 0, 2 * size):
            pygame.draw.circle(surface, tone, (x + dx, y), dot)
    else:
        box = pygame.Rect(x - 2 * size, y - size, 4 * size, 2 * size)
        pygame.draw.rect(surface, back, box)
        shade(ctx, surface, box)
        dashes(ctx, surface, (box.left, box.top), (box.right, box.top))
        dashes(ctx, surface, (box.right, box.top), (box.right, box.bottom))


def shade(ctx: Context, surface: pygame.Surface, box: pygame.Rect) -> None:
    """Fills a box with thin slanting lines, joined from one box to the next."""
    if box.w <= 0 or box.h <= 0:
        return
    old, pitch = surface.get_clip(), max(4, ctx.px(8))
    surface.set_clip(box.clip(old))
    first = (box.left + box.top) // pitch * pitch
    for total in range(first, box.right + box.bottom + pitch, pitch):
        pygame.draw.line(surface, ctx.colour("rule"), (total - box.top, box.top), (total - box.bottom, box.bottom))
    surface.set_clip(old)


def dashes(ctx: Context, surface: pygame.Surface, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Draws a dashed line, upright or level."""
    dash, gap, thick = max(3, ctx.px(7)), max(2, ctx.px(4)), max(1, ctx.px(1.6))
    (ax, ay), (bx, by) = start, end
    long = abs(bx - ax) + abs(by - ay)
    dx, dy = (bx > ax) - (bx < ax), (by > ay) - (by < ay)
    for at in range(0, long, dash + gap):
        on = min(at + dash, long)
        pygame.draw.line(surface, ctx.colour("ink"), (ax + dx * at, ay + dy * at), (ax + dx * on, ay + dy * on), thick)


class Scatter(Widget):
    """The picture, as large as its place allows; the first side's value runs right, the second's up."""

    role = "image"

    def __init__(self, plot: Plot, *, tall: float = 380, key: str | None = None, grow: float = 0) -> None:
        super().__init__(key=key, grow=grow)
        self.plot, self.tall, self.label = plot, tall, plot.told
        self.boxes: list[pygame.Rect] = []
        """Where the labels came to lie when the picture was last drawn."""

    def _word(self, ctx: Context, text: str, width: int, align: str = "left", role: str = "body") -> Layout:
        return ctx.text.layout(text, ctx.style(role, "caption", align, False, 1.2), width)

    def measure(self, ctx: Context, width: int) -> int:
        return max(ctx.px(220), min(ctx.px(self.tall), width))

    def _field(self, ctx: Context) -> pygame.Rect:
        """The square of values 0–100 within the widget: room is left for the axes and their names."""
        left, low = ctx.px(40), ctx.px(26)
        names = max(self._word(ctx, name, self.rect.w).height for name in (self.plot.across, self.plot.along))
        top = names + ctx.px(10)
        wide, tall = self.rect.w - left - ctx.px(14), self.rect.h - top - low - names - ctx.px(4)
        side = max(ctx.px(80), tall)
        return pygame.Rect(self.rect.x + left, self.rect.y + top, max(ctx.px(80), min(wide, round(side * 2.4))), side)

    @staticmethod
    def _at(field: pygame.Rect, x: float, y: float) -> tuple[int, int]:
        """Where a pair of values lies in the window."""
        return (field.x + round(field.w * min(max(x, 0), 100) / 100),
                field.bottom - round(field.h * min(max(y, 0), 100) / 100))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        field = self._field(ctx)
        pygame.draw.rect(surface, ctx.colour("card_lit"), field)
        x, y = self._at(field, *self.plot.none)
        shade(ctx, surface, pygame.Rect(field.x, field.y, x - field.x, field.h))
        shade(ctx, surface, pygame.Rect(x, y, field.right - x, field.bottom - y))
        dashes(ctx, surface, (x, field.bottom), (x, field.top))
        dashes(ctx, surface, (field.left, y), (field.right, y))
        self._axes(ctx, surface, field)
        dots = [self._at(field, *point) for point in self.plot.frontier]
        if len(dots) > 1:
            pygame.draw.lines(surface, ctx.colour(TONES["frontier"]), False, dots, max(1, ctx.px(1)))
        for dot in dots:
            pygame.draw.circle(surface, ctx.colour(TONES["frontier"]), dot, max(2, ctx.px(2.4)))
        self._marks(ctx, surface, field, [self._at(field, mark.x, mark.y) for mark in self.plot.marks],
                    dots)

    def _axes(self, ctx: Context, surface: pygame.Surface, field: pygame.Rect) -> None:
        line, soft = ctx.colour("line"), ctx.colour("soft")
        pygame.draw.rect(surface, line, field, max(1, ctx.px(1.4)))
        tick = ctx.px(5)
        for value in TICKS:
            x, y = field.x + field.w * value // 100, field.bottom - field.h * value // 100
            pygame.draw.line(surface, line, (x, field.bottom), (x, field.bottom + tick), max(1, ctx.px(1)))
            pygame.draw.line(surface, line, (field.x - tick, y), (field.x, y), max(1, ctx.px(1)))
            word = self._word(ctx, str(value), ctx.px(60))
            ctx.text.draw(surface, word, x - word.width // 2, field.bottom + tick, soft)
            ctx.text.draw(surface, word, field.x - tick - ctx.px(3) - word.width, y - word.height // 2, soft)
        up = self._word(ctx, f"↑ {self.plot.along}", self.rect.w, role="bold")
        ctx.text.draw(surface, up, self.rect.x, self.rect.y, ctx.colour("ink"))
        across = self._word(ctx, f"{self.plot.across} →", self.rect.w, role="bold")
        ctx.text.draw(surface, across, max(self.rect.x, field.right - across.width), field.bottom + ctx.px(26),
                      ctx.colour("ink"))

    def _marks(self, ctx: Context, surface: pygame.Surface, field: pygame.Rect, spots: list[tuple[int, int]],
               dots: Sequence[tuple[int, int]]) -> None:
        size, pad = ctx.px(7), ctx.px(3)
        words = [self._word(ctx, mark.label, min(field.w - 2 * pad, ctx.px(LABEL)), role="bold")
                 for mark in self.plot.marks]
        x, y = self._at(field, *self.plot.none)
        guides = (((x, field.top), (x, field.bottom)), ((field.left, y), (field.right, y)))
        inner = field.inflate(-2 * pad, -2 * pad)
        boxes = beside(spots, [(word.width + 2 * pad, word.height) for word in words],
                       Box(inner.x, inner.y, inner.w, inner.h), size * 2, (*[dots] * FRONTIER_WEIGHS, *guides))
        self.boxes = [pygame.Rect(round(box.x), round(box.y), round(box.w), round(box.h)) for box in boxes]
        for spot, box in zip(spots, boxes, strict=True):
            near = box.nearest(spot)
            if abs(near[0] - spot[0]) + abs(near[1] - spot[1]) > size * 3:
                pygame.draw.line(surface, ctx.colour("ink"), spot, (round(near[0]), round(near[1])), max(1, ctx.px(1)))
        for word, rect in zip(words, self.boxes, strict=True):
            pygame.draw.rect(surface, ctx.colour("card_lit"), rect)
            ctx.text.draw(surface, word, rect.x + pad, rect.y, ctx.colour("ink"))
        for mark, spot in zip(self.plot.marks, spots, strict=True):
            self._shapes(ctx, surface, mark, spot, size)

    @staticmethod
    def _shapes(ctx: Context, surface: pygame.Surface, mark: Mark, spot: tuple[int, int], size: int) -> None:
        for kind in sorted(mark.kinds, key=ORDER.index):
            shape(ctx, surface, kind, spot, size)


class Figure(Widget):
    """A picture with a title above and a legend below; the picture takes what height is left, within reason."""

    LEAST, MOST = 170, 460

    def __init__(self, title: Widget, picture: Widget, legend: Widget) -> None:
        super().__init__([title, picture, legend])

    def measure(self, ctx: Context, width: int) -> int:
        title, _, legend = self.children
        return title.measure(ctx, width) + legend.measure(ctx, width) + ctx.px(self.LEAST + 12)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, gap = rect.copy(), ctx.px(6)
        title, picture, legend = self.children
        high, low = title.measure(ctx, rect.w), legend.measure(ctx, rect.w)
        tall = min(max(rect.h - high - low - 2 * gap, ctx.px(self.LEAST)), ctx.px(self.MOST))
        title.layout(ctx, pygame.Rect(rect.x, rect.y, rect.w, high))
        picture.layout(ctx, pygame.Rect(rect.x, rect.y + high + gap, rect.w, tall))
        legend.layout(ctx, pygame.Rect(rect.x, rect.y + high + tall + 2 * gap, rect.w, low))


class LegendMark(Widget):
    """A shape and what it stands for."""

    role = "text"

    def __init__(self, kind: str, text: str) -> None:
        super().__init__()
        self.kind, self.label = kind, text

    def _text(self, ctx: Context, width: int = 100_000) -> Layout:
        return ctx.text.layout(self.label, ctx.style("body", "caption", justify=False, leading=1.3), width)

    def natural_width(self, ctx: Context) -> int:
        return self._text(ctx).width + ctx.px(40)

    def measure(self, ctx: Context, width: int) -> int:
        return max(self._text(ctx, width - ctx.px(38)).height, ctx.px(23))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        shape(ctx, surface, self.kind, (self.rect.x + ctx.px(18), self.rect.y + ctx.px(12)), ctx.px(6))
        words = self._text(ctx, self.rect.w - ctx.px(38))
        ctx.text.draw(surface, words, self.rect.x + ctx.px(38), self.rect.y + ctx.px(1), ctx.colour("ink"))
