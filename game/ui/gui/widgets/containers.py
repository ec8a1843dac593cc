"""Widgets that place others: columns, rows, flows, papers, cards and the scroll view."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context
from game.ui.gui.widgets.base import Widget, focus_ring


class Spacer(Widget):
    """Empty height in logical pixels; with grow it takes what is left over."""

    def __init__(self, height: float = 0, *, grow: float = 0) -> None:
        super().__init__(grow=grow)
        self.height = height

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(self.height)


class Column(Widget):
    """Children one under another, `gap` logical pixels apart. Growing children share spare height; those that
    scroll give way when height is missing."""

    def __init__(
        self, children: Sequence[Widget], *, gap: float = 8, key: str | None = None, grow: float = 0
    ) -> None:
        super().__init__(children, key=key, grow=grow)
        self.gap = gap

    def measure(self, ctx: Context, width: int) -> int:
        heights = sum(child.measure(ctx, width) for child in self.children)
        return heights + ctx.px(self.gap) * max(0, len(self.children) - 1)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect = rect.copy()
        heights = [child.measure(ctx, rect.w) for child in self.children]
        spare = rect.h - sum(heights) - ctx.px(self.gap) * max(0, len(self.children) - 1)
        growing = [index for index, child in enumerate(self.children) if child.grow]
        if spare > 0 and growing:
            total = sum(self.children[index].grow for index in growing)
            for index in growing:
                heights[index] += int(spare * self.children[index].grow / total)
        elif spare < 0:
            # Whatever can scroll gives way, in proportion to its height, down to a usable least.
            yielding = [
                index
                for index, child in enumerate(self.children)
                if any(widget.clips for widget in child.walk())
            ]
            missing = sum(heights[index] for index in yielding) or 1
            for index in yielding:
                least = min(heights[index], ctx.px(48 if self.children[index].clips else 150))
                heights[index] = max(least, heights[index] + spare * heights[index] // missing)
        top = rect.y
        for child, height in zip(self.children, heights, strict=True):
            child.layout(ctx, pygame.Rect(rect.x, top, rect.w, height))
            top += height + ctx.px(self.gap)


class Row(Widget):
    """Children side by side. widths: per child a share (number), "254px" (fixed, logical) or "auto" (natural
    width).

    stretch: children take the full height; otherwise they are centred at their own.
    """

    def __init__(
        self,
        children: Sequence[Widget],
        *,
        widths: Sequence[float | str] | None = None,
        gap: float = 14,
        stretch: bool = True,
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__(children, key=key, grow=grow)
        self.widths = list(widths) if widths is not None else [1.0] * len(self.children)
        self.gap, self.stretch = gap, stretch
        if len(self.widths) != len(self.children):
            raise ValueError(f"a row of {len(self.children)} children was given {len(self.widths)} widths")

    def _split(self, ctx: Context, width: int) -> list[int]:
        taken = [0] * len(self.children)
        for index, wanted in enumerate(self.widths):
            if wanted == "auto":
                taken[index] = min(self.children[index].natural_width(ctx), width)
            elif isinstance(wanted, str):
                taken[index] = ctx.px(float(wanted.removesuffix("px")))
        shares = sum(wanted for wanted in self.widths if not isinstance(wanted, str))
        spare = max(0, width - sum(taken) - ctx.px(self.gap) * (len(self.children) - 1))
        for index, wanted in enumerate(self.widths):
            if not isinstance(wanted, str):
                taken[index] = int(spare * wanted / shares)
        return taken

    def measure(self, ctx: Context, width: int) -> int:
        pairs = zip(self.children, self._split(ctx, width), strict=True)
        return max((child.measure(ctx, share) for child, share in pairs), default=0)

    def natural_width(self, ctx: Context) -> int:
        return sum(child.natural_width(ctx) for child in self.children) + ctx.px(self.gap) * (
            len(self.children) - 1
        )

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, x = rect.copy(), rect.x
        for child, share in zip(self.children, self._split(ctx, rect.w), strict=True):
            height = rect.h if self.stretch else min(rect.h, child.measure(ctx, share))
            child.layout(ctx, pygame.Rect(x, rect.y + (rect.h - height) // 2, share, height))
            x += share + ctx.px(self.gap)


class Flow(Widget):
    """Children at their natural widths, wrapping to further lines; for seals, chips and small buttons."""

    def __init__(
        self, children: Sequence[Widget], *, gap: float = 10, spread: bool = False, key: str | None = None
    ) -> None:
        super().__init__(children, key=key)
        self.gap, self.spread = gap, spread

    def _rows(self, ctx: Context, width: int) -> list[tuple[int, list[tuple[Widget, int]]]]:
        rows: list[tuple[int, list[tuple[Widget, int]]]] = []
        line: list[tuple[Widget, int]] = []
        used, gap = 0, ctx.px(self.gap)
        for child in self.children:
            wide = min(child.natural_width(ctx), width)
            if line and used + wide > width:
                rows.append((max(c.measure(ctx, w) for c, w in line), line))
                line, used = [], 0
            line.append((child, wide))
            used += wide + gap
        if line:
            rows.append((max(c.measure(ctx, w) for c, w in line), line))
        return rows

    def measure(self, ctx: Context, width: int) -> int:
        rows = self._rows(ctx, width)
        return sum(height for height, _ in rows) + ctx.px(self.gap) * max(0, len(rows) - 1)

    def natural_width(self, ctx: Context) -> int:
        return sum(child.natural_width(ctx) + ctx.px(self.gap) for child in self.children)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, y, gap = rect.copy(), rect.y, ctx.px(self.gap)
        for height, line in self._rows(ctx, rect.w):
            x = rect.x
            if self.spread and len(line) > 1:
                gap = (rect.w - sum(w for _, w in line)) // (len(line) - 1)
            for child, wide in line:
                child.layout(ctx, pygame.Rect(x, y, wide, height))
                x += wide + gap
            y += height + ctx.px(self.gap)


class Card(Widget):
    """A framed box around one child. fill and line are palette names."""

    def __init__(
        self,
        child: Widget,
        *,
        pad: float = 12,
        fill: str | None = "card",
        line: str = "line",
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__([child], key=key, grow=grow)
        self.pad, self.fill, self.line = pad, fill, line

    def _pad(self, ctx: Context) -> int:
        return ctx.px(self.pad)

    def measure(self, ctx: Context, width: int) -> int:
        return self.children[0].measure(ctx, width - 2 * self._pad(ctx)) + 2 * self._pad(ctx)

    def natural_width(self, ctx: Context) -> int:
        return super().natural_width(ctx) + 2 * self._pad(ctx)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect = rect.copy()
        self.children[0].layout(ctx, rect.inflate(-2 * self._pad(ctx), -2 * self._pad(ctx)))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        radius = ctx.gap("radius")
        if self.fill:
            pygame.draw.rect(surface, ctx.colour(self.fill), self.rect, border_radius=radius)
        pygame.draw.rect(surface, ctx.colour(self.line), self.rect, max(1, ctx.px(1)), border_radius=radius)
        super().draw(ctx, surface)


class Paper(Card):
    """A sheet on the desk. kind: paper, card, telegram or folder; torn: perforated upper edge."""

    def __init__(
        self,
        child: Widget,
        *,
        kind: str = "paper",
        torn: bool = False,
        pad: float = 18,
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__(child, pad=pad, key=key, grow=grow)
        self.kind, self.torn = kind, torn

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        if self.rect.w > 0 and self.rect.h > 0:
            ctx.paint.sheet(surface, self.rect, self.kind, self.torn, ctx.scale)
        Widget.draw(self, ctx, surface)


class Scroll(Widget):
    """A window onto a child that may be taller: wheel, Page Up and Down, a bar to drag; follows the focus.

    Becomes a focus stop of its own when the child is too tall and has nothing to focus, so that keys can
    scroll it.
    """

    role = "scroll"
    clips = True

    def __init__(self, child: Widget, *, key: str | None = None, grow: float = 1) -> None:
        super().__init__([child], key=key, grow=grow)
        self.offset = 0
        self.tall = 0
        self.label = ""
        self._grip: int | None = None

    def measure(self, ctx: Context, width: int) -> int:
        return self.children[0].measure(ctx, width - ctx.px(12)) + ctx.px(12)

    def limit(self) -> int:
        """The greatest offset in pixels; 0 when everything is in sight."""
        return max(0, self.tall - self.rect.h)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, edge = rect.copy(), ctx.px(6)
        over = self.measure(ctx, rect.w) > rect.h
        inner = rect.w - 2 * edge - (ctx.px(12) if over else 0)
        self.tall = self.children[0].measure(ctx, inner) + 2 * edge
        self.offset = min(max(self.offset, 0), self.limit())
        self.children[0].layout(
            ctx,
            pygame.Rect(rect.x + edge, rect.y + edge - self.offset, inner, max(self.tall, rect.h) - 2 * edge),
        )
        self.focusable = self.limit() > 0 and not any(w.focusable for w in self.children[0].walk())

    def scroll_to(self, target: pygame.Rect) -> bool:
        """Bring a box of the child into sight; whether anything moved (then lay out again)."""
        before = self.offset
        margin = 8
        if target.bottom > self.rect.bottom - margin:
            self.offset += target.bottom - self.rect.bottom + margin
        if target.top - (self.offset - before) < self.rect.top + margin:
            self.offset += target.top - (self.offset - before) - self.rect.top - margin
        self.offset = min(max(self.offset, 0), self.limit())
        return self.offset != before

    def _bar(self, ctx: Context) -> pygame.Rect:
        tall = max(ctx.px(32), self.rect.h * self.rect.h // max(self.tall, 1))
        top = self.rect.y + (self.rect.h - tall) * self.offset // max(self.limit(), 1)
        return pygame.Rect(self.rect.right - ctx.px(9), top, ctx.px(7), tall)

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        """Wheel, paging, dragging; arrows too when the scroll itself has the focus."""
        if not self.limit():
            return None
        if given.kind in ("press", "drag", "release"):
            return self._dragged(ctx, given)
        page, line = round(self.rect.h * 0.85), ctx.px(40)
        steps = {"wheel": -given.amount * 2 * line, "page_up": -page, "page_down": page}
        if ctx.focused is self:
            steps |= {"up": -line, "down": line}
        step = steps.get(given.kind, 0)
        before = self.offset
        self.offset = min(max(self.offset + step, 0), self.limit())
        return True if self.offset != before else None

    def _dragged(self, ctx: Context, given: Input) -> bool | None:
        bar = self._bar(ctx)
        if given.kind == "press":
            self._grip = given.at[1] - bar.y if bar.inflate(ctx.px(14), 0).collidepoint(given.at) else None
            return True if self._grip is not None else None
        if self._grip is None:
            return None
        travel = max(1, self.rect.h - bar.h)
        self.offset = min(
            max((given.at[1] - self._grip - self.rect.y) * self.limit() // travel, 0), self.limit()
        )
        if given.kind == "release":
            self._grip = None
        return True

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        old = surface.get_clip()
        surface.set_clip(self.rect.clip(old))
        super().draw(ctx, surface)
        surface.set_clip(old)
        if self.limit():
            track = pygame.Rect(self.rect.right - ctx.px(7), self.rect.y, ctx.px(3), self.rect.h)
            pygame.draw.rect(surface, ctx.colour("rule"), track, border_radius=ctx.px(2))
            pygame.draw.rect(surface, ctx.colour("line"), self._bar(ctx), border_radius=ctx.px(3))
            # A line where the text is cut off, so that a hidden rest is noticed.
            wide = self.rect.w - ctx.px(14)
            for hidden, y in (
                (self.offset > 0, self.rect.y),
                (self.offset < self.limit(), self.rect.bottom - 1),
            ):
                if hidden:
                    pygame.draw.rect(surface, ctx.colour("rule"), (self.rect.x, y, wide, 1))
        focus_ring(ctx, surface, self)


class Fitting(Scroll):
    """Shows the first of several contents that fits without scrolling, the last if none does: from large to small."""

    def __init__(self, contents: Sequence[Widget], *, key: str | None = None, grow: float = 1) -> None:
        super().__init__(contents[0], key=key, grow=grow)
        self.contents = contents

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        for content in self.contents:
            self.children = [content]
            if self.measure(ctx, rect.w) <= rect.h:
                break
        super().layout(ctx, rect)
