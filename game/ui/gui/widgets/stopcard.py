"""The card of one decision or ending in the tree of paths, and the line that reads the one in focus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context
from game.ui.gui.linebreak import plain_text
from game.ui.gui.text import Layout
from game.ui.gui.widgets.base import Widget, focus_ring
from game.ui.gui.widgets.content import Text
from game.ui.gui.widgets.marks import mark, stroke
from game.ui.tree_page import DoorText, StopText

Step = Callable[[Context, "StopCard", str], "Command | bool | None"]
"""Answers an arrow on a card."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """One size of the chart in logical pixels.  text: size of its letters; 0 leaves all but numbers and marks out."""

    width: int
    gutter: int
    text: int


ZOOMS = (Zoom(60, 30, 0), Zoom(216, 54, 14), Zoom(250, 60, 16), Zoom(330, 66, 20))
USUAL = 2


class StopCard(Widget):
    """One decision or ending: a focus stop with its options in rows."""

    role = "button"
    focusable = True

    def __init__(self, said: StopText, lane: int, zoom: Zoom, on_press: Callable[[], Command | None]) -> None:
        super().__init__(key=f"stop.{said.id}")
        self.said, self.lane, self.zoom, self.on_press = said, lane, zoom, on_press
        self.label = " ".join(part for part in (said.number and f"{said.number}.", said.title) if part)
        self.value = plain_text(said.said)
        self.step: Step | None = None
        self.heads: list[Widget] = []
        self.rows: list[tuple[DoorText, Text]] = []
        if zoom.text:
            self.heads = [Text(self.label, role="bold", size=zoom.text + 1, justify=False, leading=1.25)]
            self.heads += [Text(text, size=max(14, zoom.text - 2), colour=tone, justify=False, leading=1.25)
                           for text, tone in ((said.date, "soft"), (said.note, "red")) if text]
            self.rows = [(door, Text(door.text + (f"  **{door.odds.replace(' ', '')}**" if door.odds else ""),
                                     role="bold" if "yours" in door.marks else "body", size=zoom.text, justify=False,
                                     leading=1.25)) for door in said.doors]
            self.children = [*self.heads, *(text for _, text in self.rows)]

    def _pad(self, ctx: Context) -> int:
        return ctx.px(10)

    def _marks_width(self, ctx: Context) -> int:
        return ctx.px((self.zoom.text + 4) * max((len(door.marks) for door, _ in self.rows), default=1) + 4)

    def measure(self, ctx: Context, width: int) -> int:
        if not self.zoom.text:
            return ctx.px(34) + max(ctx.px(20) * max(1, len(self._small())), ctx.px(12))
        inner = width - 2 * self._pad(ctx)
        heads = sum(head.measure(ctx, inner) for head in self.heads)
        rows = sum(text.measure(ctx, inner - self._marks_width(ctx)) + ctx.px(8) for _, text in self.rows)
        return max(ctx.gap("target"), heads + rows + 2 * self._pad(ctx))

    def _small(self) -> list[str]:
        """The marks of the card at the smallest size: whose way leads through it."""
        return [name for name in ("yours", "record", "seen") if any(name in door.marks for door in self.said.doors)]

    def exits(self, ctx: Context, width: int) -> dict[str, int]:
        """Returns how far below the top each option's row has its middle, by move."""
        if not self.zoom.text:
            return {door.move: ctx.px(17) for door in self.said.doors}
        inner = width - 2 * self._pad(ctx)
        y = self._pad(ctx) + sum(head.measure(ctx, inner) for head in self.heads)
        found = {}
        for door, text in self.rows:
            tall = text.measure(ctx, inner - self._marks_width(ctx))
            found[door.move] = y + ctx.px(8) + tall // 2
            y += tall + ctx.px(8)
        return found

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, pad = rect.copy(), self._pad(ctx)
        inner, y = rect.w - 2 * pad, rect.y + pad
        for head in self.heads:
            tall = head.measure(ctx, inner)
            head.layout(ctx, pygame.Rect(rect.x + pad, y, inner, tall))
            y += tall
        side = self._marks_width(ctx)
        for _, text in self.rows:
            tall = text.measure(ctx, inner - side)
            text.layout(ctx, pygame.Rect(rect.x + pad + side, y + ctx.px(8), inner - side, tall))
            y += tall + ctx.px(8)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        radius = ctx.gap("radius")
        fill = "card_lit" if ctx.focused is self else "telegram" if self.said.kind != "decision" else "card"
        pygame.draw.rect(surface, ctx.colour(fill), self.rect, border_radius=radius)
        self._border(ctx, surface)
        if not self.zoom.text:
            self._draw_small(ctx, surface)
        for door, text in self.rows:
            size = ctx.px(self.zoom.text - 2)
            line = text.measure(ctx, text.rect.w) // max(1, len(text.set(ctx, text.rect.w).lines))
            for place, name in enumerate(door.marks):
                x = self.rect.x + self._pad(ctx) + size // 2 + place * ctx.px(self.zoom.text + 4)
                mark(ctx, surface, name, (x, text.rect.y + line // 2), size)
        super().draw(ctx, surface)
        focus_ring(ctx, surface, self)

    def _border(self, ctx: Context, surface: pygame.Surface) -> None:
        kind = ("yours", "recorded")[self.lane] if self.lane < 2 else "seen"
        box = self.rect
        if kind == "yours":
            thick = ctx.px(4 if self.said.kind == "here" else 2)
            pygame.draw.rect(surface, ctx.colour("data_blue"), box, max(1, thick), border_radius=ctx.gap("radius"))
            return
        corners = (box.topleft, (box.right - 1, box.top), (box.right - 1, box.bottom - 1), (box.left, box.bottom - 1))
        stroke(ctx, surface, kind, (*corners, box.topleft))

    def _draw_small(self, ctx: Context, surface: pygame.Surface) -> None:
        text = self.said.number or {"ending": "◆", "here": "●"}.get(self.said.kind, "·")
        number = ctx.text.layout(text, ctx.style("bold", "button", "centre", False, 1.2), self.rect.w)
        ctx.text.draw(surface, number, self.rect.x, self.rect.y + ctx.px(7), ctx.colour("ink"))
        for place, name in enumerate(self._small()):
            mark(ctx, surface, name, (self.rect.centerx, self.rect.y + ctx.px(42 + 20 * place)), ctx.px(13))

    def activate(self) -> Command | None:
        return self.on_press()

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        if given.kind in ("up", "down", "left", "right") and self.step is not None:
            return self.step(ctx, self, given.kind)
        return None


class Reader(Widget):
    """The title of the card in focus, below the chart; as tall as the longest needs."""

    def __init__(self, titles: Sequence[str], otherwise: str) -> None:
        super().__init__()
        self.titles, self.otherwise = [*titles, otherwise], otherwise

    def _set(self, ctx: Context, text: str, width: int) -> Layout:
        return ctx.text.layout(text, ctx.style("bold", "label", justify=False, leading=1.3), width)

    def measure(self, ctx: Context, width: int) -> int:
        return max(self._set(ctx, text, width).height for text in self.titles)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        text = ctx.focused.label if isinstance(ctx.focused, StopCard) else self.otherwise
        if isinstance(ctx.focused, StopCard) and ctx.focused.said.date:
            text = f"{text} · {ctx.focused.said.date}"
        ctx.text.draw(surface, self._set(ctx, text, self.rect.w), self.rect.x, self.rect.y, ctx.colour("ink"))
