"""The path of a play as a line of marks: one for every decision, told apart by shape as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.ui.gui.context import Context
from game.ui.plays import COMING, OTHER, SAME


def path_height(ctx: Context, marks: Sequence[str], width: int) -> int:
    """Returns how high the marks are when they may take ``width`` pixels."""
    return ctx.px(16) * -(-len(marks) // _per_row(ctx, width)) if marks else 0


def draw_path(ctx: Context, surface: pygame.Surface, marks: Sequence[str], rect: pygame.Rect) -> None:
    """Draws the marks: a filled disc as on record, a diamond otherwise, a ring not yet, a stroke told beforehand."""
    step, row = ctx.px(16), _per_row(ctx, rect.w)
    thin = max(1, ctx.px(1.4))
    for number, mark in enumerate(marks):
        centre = (rect.x + (number % row) * step + step // 2, rect.y + number // row * step + step // 2)
        if number % row:
            joint = (centre[0] - step + ctx.px(6), centre[1]), (centre[0] - ctx.px(6), centre[1])
            pygame.draw.line(surface, ctx.colour("rule"), *joint, thin)
        if mark == SAME:
            pygame.draw.circle(surface, ctx.colour("blue"), centre, ctx.px(5))
        elif mark == OTHER:
            far = ctx.px(6.5)
            points = [(centre[0], centre[1] - far), (centre[0] + far, centre[1]), (centre[0], centre[1] + far),
                      (centre[0] - far, centre[1])]
            pygame.draw.polygon(surface, ctx.colour("red"), points)
        elif mark == COMING:
            pygame.draw.circle(surface, ctx.colour("line"), centre, ctx.px(4), thin)
        else:
            pygame.draw.line(surface, ctx.colour("soft"), (centre[0], centre[1] - ctx.px(4)),
                             (centre[0], centre[1] + ctx.px(4)), max(2, ctx.px(2)))


def _per_row(ctx: Context, width: int) -> int:
    return max(1, width // ctx.px(16))
