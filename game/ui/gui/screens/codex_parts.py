"""Pieces only the codex needs: a slip with a seal, and the board of letters for those who have no keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.ui.gui.commands import Command
from game.ui.gui.context import Context
from game.ui.gui.text import Layout
from game.ui.gui.widgets import Button, Control, Flow, Widget
from game.ui.gui.widgets.base import Press

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Slip(Control):
    """A line of the list: seal (may be empty), title, and what stands below it.  Left-aligned, so that names align.

    rail: a stretch of the line of time runs down the left edge, a full disc where the reader is.
    """

    role = "button"

    def __init__(self, title: str, on_press: Press, *, sub: str = "", seal: str = "", current: bool = False,
                 rail: bool = False, key: str | None = None) -> None:
        super().__init__(title, on_press, key=key)
        self.rail = rail
        self.sub, self.seal, self.current = sub, seal, current
        self.value = "current" if current else ""

    def _inset(self, ctx: Context) -> int:
        return ctx.px(58 if self.seal else 36 if self.rail else 16)

    def _parts(self, ctx: Context, width: int) -> list[Layout]:
        inner = max(width - self._inset(ctx) - ctx.px(10), ctx.px(40))
        parts = [ctx.text.layout(self.title, ctx.style("bold", "label", justify=False, leading=1.3), inner)]
        if self.sub:
            parts.append(ctx.text.layout(self.sub, ctx.style("body", "caption", justify=False, leading=1.3), inner))
        return parts

    def measure(self, ctx: Context, width: int) -> int:
        tall = sum(part.height for part in self._parts(ctx, width)) + ctx.px(12)
        return max(tall, ctx.px(50) if self.seal else ctx.gap("target"))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        if surface.get_clip().colliderect(self.rect.inflate(ctx.px(12), ctx.px(12))):
            self._draw(ctx, surface)

    def _draw(self, ctx: Context, surface: pygame.Surface) -> None:
        lit = ctx.focused is self or self.current
        self._frame(ctx, surface, "card_lit" if lit else "card", "red" if self.current else "rule")
        if self.current:
            edge = pygame.Rect(self.rect.x, self.rect.y, ctx.px(6), self.rect.h)
            pygame.draw.rect(surface, ctx.colour("red"), edge)
        if self.rail:
            x, gap = self.rect.x + ctx.px(20), ctx.px(6)
            line = (x - max(1, ctx.px(1)), self.rect.y - gap, max(2, ctx.px(2)), self.rect.h + gap)
            pygame.draw.rect(surface, ctx.colour("line"), line)
            centre, r = (x, self.rect.centery), ctx.px(6)
            pygame.draw.circle(surface, ctx.colour("red" if self.current else "card_lit"), centre, r)
            pygame.draw.circle(surface, ctx.colour("red" if self.current else "line"), centre, r, max(2, ctx.px(2)))
        if self.seal:
            picture = ctx.paint.seal(self.seal, ctx.px(36))
            surface.blit(picture, picture.get_rect(center=(self.rect.x + ctx.px(32), self.rect.centery)))
        parts = self._parts(ctx, self.rect.w)
        top = self.rect.centery - sum(part.height for part in parts) // 2
        for part, tone in zip(parts, ("ink", "soft"), strict=False):
            ctx.text.draw(surface, part, self.rect.x + self._inset(ctx), top, ctx.colour(tone))
            top += part.height


def letter_board(ctx: Context, on_letter: Callable[[str], Command], on_erase: Press, on_clear: Press) -> Widget:
    """Returns keys for a search by pad or mouse; Chinese names are found by their romanisation."""
    def press(letter: str) -> Press:
        return lambda: on_letter(letter)
    keys: list[Widget] = [Button(letter, press(letter), key=f"letter.{letter}") for letter in LETTERS]
    keys += [Button(ctx.t("codex.erase"), on_erase, key="letter.erase"),
             Button(ctx.t("codex.clear"), on_clear, key="letter.clear")]
    return Flow(keys, gap=4)
