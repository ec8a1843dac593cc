"""Widgets only the comparison needs: two lanes of a timeline, a row that folds open, a bar of a share.

Drawing only; ``comparison`` decides what they say.  Difference is told by shape and word, colour only helps.
"""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.ui.gui.context import Context
from game.ui.gui.widgets import Control, Text, Widget
from game.ui.gui.widgets.base import Press, focus_ring


class Lanes(Widget):
    """A stretch of the timeline: your path a solid line with discs, the record's a dashed line with diamonds.

    relation: same (one bar joins both marks), differs, unreached (no disc), beyond (no diamond), or alone, where there
    is no record to go beside.
    """

    role = "image"

    def __init__(self, relation: str, label: str) -> None:
        super().__init__()
        self.relation, self.label = relation, label

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(52)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        blue, red, r = ctx.colour("data_blue"), ctx.colour("red"), ctx.px(8)
        left, right = self.rect.x + ctx.px(16), self.rect.x + ctx.px(46)
        y = self.rect.y + ctx.px(22)
        pygame.draw.rect(surface, blue, (left - ctx.px(2), self.rect.y, ctx.px(4), self.rect.h))
        dash, gap = ctx.px(8), ctx.px(5)
        for top in range(self.rect.y, self.rect.bottom if self.relation != "alone" else self.rect.y, dash + gap):
            pygame.draw.rect(surface, red, (right - ctx.px(2), top, ctx.px(4), min(dash, self.rect.bottom - top)))
        if self.relation == "same":
            pygame.draw.rect(surface, ctx.colour("ink"), (left, y - ctx.px(2), right - left, ctx.px(4)))
        if self.relation != "unreached":
            pygame.draw.circle(surface, ctx.colour("card_lit"), (left, y), r + ctx.px(2))
            pygame.draw.circle(surface, blue, (left, y), r)
        if self.relation not in ("beyond", "alone"):
            corners = [(right, y - r - ctx.px(3)), (right + r + ctx.px(3), y), (right, y + r + ctx.px(3)),
                       (right - r - ctx.px(3), y)]
            pygame.draw.polygon(surface, ctx.colour("card_lit"), corners)
            pygame.draw.polygon(surface, red, corners, max(2, ctx.px(3)))


class Fold(Control):
    """A row of cells one can open and close; the sign at its right end turns with it."""

    role = "row"

    def __init__(self, cells: Sequence[str], shares: Sequence[float], on_press: Press, *, opened: bool,
                 key: str) -> None:
        super().__init__(" | ".join(cells), on_press, key=key)
        self.shares, self.opened = list(shares), opened
        self.children = [Text(cell, size="label", justify=False, leading=1.35) for cell in cells]
        self.value = "open" if opened else "closed"

    def _widths(self, ctx: Context, width: int) -> list[int]:
        usable = width - ctx.px(42) - ctx.px(12) * len(self.shares)
        return [int(usable * share / sum(self.shares)) for share in self.shares]

    def measure(self, ctx: Context, width: int) -> int:
        pairs = zip(self.children, self._widths(ctx, width), strict=True)
        return max(ctx.gap("target"), max(child.measure(ctx, wide) for child, wide in pairs) + ctx.px(14))

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, x = rect.copy(), rect.x + ctx.px(8)
        for child, wide in zip(self.children, self._widths(ctx, rect.w), strict=True):
            child.layout(ctx, pygame.Rect(x, rect.y + ctx.px(7), wide, rect.h - ctx.px(14)))
            x += wide + ctx.px(12)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        if ctx.focused is self or self.opened:
            pygame.draw.rect(surface, ctx.colour("card_lit"), self.rect)
        pygame.draw.rect(surface, ctx.colour("rule"), (self.rect.x, self.rect.bottom - 1, self.rect.w, 1))
        for child in self.children:
            child.draw(ctx, surface)
        x, y, a = self.rect.right - ctx.px(20), self.rect.y + ctx.px(20), ctx.px(6)
        points = [(x - a, y - a // 2), (x + a, y - a // 2), (x, y + a)] if self.opened else [
            (x - a // 2, y - a), (x + a, y), (x - a // 2, y + a)]
        pygame.draw.polygon(surface, ctx.colour("red"), points)
        focus_ring(ctx, surface, self)


class ShareBar(Widget):
    """A hatched bar as long as a share of the whole."""

    role = "image"

    def __init__(self, share: float, label: str) -> None:
        super().__init__()
        self.share, self.label = share, label

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(18)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        track = pygame.Rect(self.rect.x, self.rect.centery - ctx.px(7), self.rect.w, ctx.px(14))
        pygame.draw.rect(surface, ctx.colour("card_lit"), track)
        filled = track.copy()
        filled.w = round(track.w * self.share)
        if filled.w > 1:
            ctx.paint.hatch(surface, filled, ctx.colour("data_blue"), "diagonal", ctx.px(6))
        pygame.draw.rect(surface, ctx.colour("line"), track, max(1, ctx.px(1)))
