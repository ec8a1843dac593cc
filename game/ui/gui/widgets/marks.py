"""Marks and lines of the tree of paths, and the legend that explains them.

Shapes and line styles carry the meaning, colour only helps: yours a full square and a full line, the record a hollow
diamond and a dashed line, other plays a ring and a dotted line, doors not taken a cross.
"""

from __future__ import annotations

from itertools import pairwise

import pygame

from game.ui.gui.context import Context
from game.ui.gui.text import Layout
from game.ui.gui.tree_layout import Points
from game.ui.gui.widgets.base import Widget

LINES = {"yours": ("data_blue", 3.2, ()), "recorded": ("red", 2.4, (9, 5)), "seen": ("line", 2.4, (2.4, 5))}
"""Line of a kind: colour, thickness, and (dash, gap) in logical pixels, none for a full line."""


def mark(ctx: Context, surface: pygame.Surface, name: str, centre: tuple[int, int], size: int) -> None:
    """Draws the mark yours, record, seen, left or barred."""
    x, y, half = *centre, size // 2
    thick = max(2, size // 7)
    if name == "yours":
        pygame.draw.rect(surface, ctx.colour("data_blue"), (x - half, y - half, 2 * half, 2 * half))
    elif name == "record":
        points = [(x, y - half - 1), (x + half + 1, y), (x, y + half + 1), (x - half - 1, y)]
        pygame.draw.polygon(surface, ctx.colour("card_lit"), points)
        pygame.draw.polygon(surface, ctx.colour("red"), points, thick)
    elif name == "seen":
        pygame.draw.circle(surface, ctx.colour("line"), centre, half, thick)
    else:
        ctx.paint.cross(surface, centre, round(size * 0.66), ctx.colour("soft"))
        if name == "barred":
            pygame.draw.rect(surface, ctx.colour("soft"), (x - half, y - half, 2 * half, 2 * half), max(1, thick // 2))


def stroke(ctx: Context, surface: pygame.Surface, kind: str, points: Points) -> None:
    """Draws a line of a kind along upright and level stretches."""
    tone, width, pattern = LINES[kind]
    colour, thick = ctx.colour(tone), max(1, ctx.px(width))
    for (ax, ay), (bx, by) in pairwise(points):
        length = abs(bx - ax) + abs(by - ay)
        dash, gap = (max(2, ctx.px(pattern[0])), max(2, ctx.px(pattern[1]))) if pattern else (length + thick, 1)
        dx, dy = (bx > ax) - (bx < ax), (by > ay) - (by < ay)
        for at in range(0, length + 1, dash + gap):
            long = min(dash, length - at + (thick // 2 if not pattern else 0))
            x, y = ax + dx * at, ay + dy * at
            box = pygame.Rect(min(x, x + dx * long), min(y, y + dy * long), abs(dx * long), abs(dy * long))
            pygame.draw.rect(surface, colour, box.inflate(0 if dx else thick, 0 if dy else thick))


def arrow(ctx: Context, surface: pygame.Surface, kind: str, tip: tuple[int, int]) -> None:
    """Draws the head of a line that comes from the left."""
    size = ctx.px(6)
    colour = ctx.colour(LINES[kind][0])
    pygame.draw.polygon(surface, colour, [tip, (tip[0] - 2 * size, tip[1] - size), (tip[0] - 2 * size, tip[1] + size)])


class LegendItem(Widget):
    """A mark with its line and what they mean."""

    role = "text"

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.name, self.label = name, text

    def _text(self, ctx: Context) -> Layout:
        return ctx.text.layout(self.label, ctx.style("body", "label", justify=False, leading=1.3), 100_000)

    def _sample(self, ctx: Context) -> int:
        return ctx.px(44 if self.name in ("yours", "record", "seen") else 24)

    def natural_width(self, ctx: Context) -> int:
        return self._text(ctx).width + self._sample(ctx)

    def measure(self, ctx: Context, width: int) -> int:
        return max(self._text(ctx).height, ctx.px(24))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        y, side = self.rect.centery, self._sample(ctx)
        kind = {"yours": "yours", "record": "recorded", "seen": "seen"}.get(self.name)
        if kind:
            stroke(ctx, surface, kind, ((self.rect.x, y), (self.rect.x + side - ctx.px(8), y)))
        mark(ctx, surface, self.name, (self.rect.x + (side - ctx.px(8)) // 2, y), ctx.px(13))
        found = self._text(ctx)
        ctx.text.draw(surface, found, self.rect.x + side, y - found.height // 2, ctx.colour("ink"))
