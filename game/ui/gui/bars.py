"""The frame around every screen: top bar, content, hint bar. Built by the app from what the screen
declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui.gui import padglyph
from game.ui.gui.commands import Command, SetLanguage
from game.ui.gui.context import Context
from game.ui.gui.text import Layout
from game.ui.gui.widgets.base import Widget
from game.ui.gui.widgets.containers import Scroll
from game.ui.gui.widgets.controls import Control

Languages = Sequence[tuple[str, str]]


class LanguageButton(Control):
    """One of the language switches; the present one is filled."""

    role = "button"

    def __init__(self, code: str, name: str, current: bool) -> None:
        super().__init__(name, lambda: SetLanguage(code), key=f"bar.{code}")
        self.current, self.value = current, "current" if current else ""

    def natural_width(self, ctx: Context) -> int:
        return ctx.px(54)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        box = self.rect.inflate(-ctx.px(2), -ctx.px(16))
        radius = ctx.gap("radius")
        pygame.draw.rect(surface, ctx.colour("brass" if self.current else "desk"), box, border_radius=radius)
        pygame.draw.rect(surface, ctx.colour("brass"), box, max(1, ctx.px(1.2)), border_radius=radius)
        layout = ctx.text.layout(self.title, ctx.style("bold", "label", "centre", False, 1.2), box.w)
        ctx.text.draw(
            surface,
            layout,
            box.x,
            box.centery - layout.height // 2,
            ctx.colour("ink" if self.current else "cream"),
        )
        if ctx.focused is self:
            ctx.paint.ring(surface, box.inflate(-ctx.px(4), -ctx.px(2)), ctx.scale * 0.7)


class MenuButton(Control):
    """The three bars at the right end."""

    role = "button"

    def __init__(self, label: str, on_press: Callable[[], Command | None]) -> None:
        super().__init__(label, on_press, key="bar.menu")

    def natural_width(self, ctx: Context) -> int:
        return ctx.px(46)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        for row in (-8, 0, 8):
            bar = pygame.Rect(0, 0, ctx.px(26), max(2, ctx.px(2.4)))
            bar.center = (self.rect.centerx, self.rect.centery + ctx.px(row))
            pygame.draw.rect(surface, ctx.colour("cream"), bar)
        if ctx.focused is self:
            ctx.paint.ring(surface, self.rect.inflate(-ctx.px(10), -ctx.px(16)), ctx.scale * 0.7)


class TopBar(Widget):
    """Seal, title, date and place, language switches, menu."""

    role = "banner"

    def __init__(
        self, title: str, subtitle: str, controls: Sequence[Widget], seal: str, badge: str = ""
    ) -> None:
        super().__init__(controls)
        self.title, self.subtitle, self.seal, self.badge = title, subtitle, seal, badge
        self.label = " · ".join(part for part in (title, badge, subtitle) if part)
        self._from = 0

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, x = rect.copy(), rect.right - ctx.px(14)
        for child in reversed(self.children):
            wide = child.natural_width(ctx)
            x -= wide
            child.layout(ctx, pygame.Rect(x, rect.y + ctx.px(3), wide, rect.h - ctx.px(5)))
        self._from = x

    def _fit(self, ctx: Context, text: str, role: str, width: int, align: str) -> Layout:
        """The largest size at which the text fits the bar in one line, or two small ones."""
        for size in ("bar", "body", "label", "caption"):
            layout = ctx.text.layout(text, ctx.style(role, size, align, False, 1.15), width)
            if len(layout.lines) == 1:
                break
        return layout

    def _pair(self, ctx: Context, room: int) -> tuple[Layout | None, tuple[Layout, int] | None]:
        """Title, and subtitle with its width, as far as there is room: one gives way whole, the title first."""
        def fits(layout: Layout) -> bool:
            return layout.height <= self.rect.h - ctx.px(4) and layout.width <= room

        for share in (room * 2 // 5, room):
            place = self._fit(ctx, self.subtitle, "bold", share, "right") if self.subtitle and share > 0 else None
            if place and not fits(place):
                continue
            wide = room - (place.width + ctx.px(20) if place else 0)
            title = self._fit(ctx, self.title, "heading", wide, "left") if self.title and wide > 0 else None
            if title and fits(title):
                return title, (place, share) if place else None
            if place and share == room:
                return None, (place, share)
        title = self._fit(ctx, self.title, "heading", room, "left") if self.title and room > 0 else None
        return (title if title and fits(title) else None), None

    def _chip(self, ctx: Context, surface: pygame.Surface, x: int) -> int:
        """Draw the badge from x on; where it ends. On a narrow bar it takes two small lines."""
        style = ctx.style("bold", "caption", "centre", False, 1.12)
        natural = ctx.text.width(self.badge, style)
        least = ctx.px(190)
        wide = natural if natural <= least or self.rect.w >= ctx.px(1180) else least
        layout = ctx.text.layout(self.badge, style, wide)
        box = pygame.Rect(0, 0, layout.width + ctx.px(20), layout.height + ctx.px(8))
        box.midleft = (x, self.rect.centery - ctx.px(1))
        pygame.draw.rect(surface, ctx.colour("desk"), box, border_radius=ctx.gap("radius"))
        pygame.draw.rect(
            surface, ctx.colour("brass"), box, max(1, ctx.px(1.2)), border_radius=ctx.gap("radius")
        )
        left = box.centerx - (wide + 1) // 2
        ctx.text.draw(surface, layout, left, box.centery - layout.height // 2, ctx.colour("cream"))
        return box.right

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        pygame.draw.rect(surface, ctx.colour("bar"), self.rect)
        pygame.draw.rect(
            surface, ctx.colour("brass"), (self.rect.x, self.rect.bottom - ctx.px(2), self.rect.w, ctx.px(2))
        )
        x = self.rect.x + ctx.px(20)
        if self.seal:
            chop = ctx.paint.seal(self.seal, ctx.px(37))
            surface.blit(chop, chop.get_rect(center=(x + ctx.px(17), self.rect.centery - ctx.px(1))))
            x += ctx.px(45)
        if self.badge:
            x = self._chip(ctx, surface, x) + ctx.px(16)
        room = self._from - ctx.px(18) - x
        title, place = self._pair(ctx, room)
        middle = self.rect.centery
        if place:
            at = (self._from - ctx.px(14) - place[1], middle - place[0].height // 2)
            ctx.text.draw(surface, place[0], *at, ctx.colour("brass"))
        if title:
            ctx.text.draw(surface, title, x, middle - title.height // 2, ctx.colour("cream"))
        super().draw(ctx, surface)


class HintBar(Widget):
    """Keys and what they do; hints that do not fit are left out whole, last first."""

    role = "hints"

    def __init__(self, hints: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.hints = list(hints)
        self.label = ", ".join(f"{key}: {text}" for key, text in hints)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        pygame.draw.rect(surface, ctx.colour("bar"), self.rect)
        x = self.rect.x + ctx.px(20)
        for key, text in self.hints:
            layout = ctx.text.layout(text, ctx.style("body", "label", justify=False, leading=1.2), 100_000)
            cap = (padglyph.width(ctx, key) if isinstance(key, padglyph.PadKey)
                   else max(ctx.px(26), ctx.text.width(key, ctx.style("bold", 14)) + ctx.px(14)))
            if x + cap + ctx.px(8) + layout.width > self.rect.right - ctx.px(20):
                break
            if isinstance(key, padglyph.PadKey):
                x = padglyph.draw(ctx, surface, key, x, self.rect.centery) + ctx.px(8)
            else:
                x = ctx.paint.key_cap(surface, key, x, self.rect.centery, ctx.scale) + ctx.px(8)
            ctx.text.draw(surface, layout, x, self.rect.centery - layout.height // 2, ctx.colour("cream"))
            x += layout.width + ctx.px(22)


def _lowest(widget: Widget) -> int:
    """Where the lowest thing ends that no scroll view holds."""
    if widget.clips:
        return widget.rect.bottom
    own = widget.rect.bottom if widget.rect.w and widget.rect.h else 0
    return max([own, *map(_lowest, widget.children)])


class Frame(Widget):
    """The whole window: bars and content."""

    role = "window"

    def __init__(self, bar: Widget, content: Widget, hints: Widget, bare: bool) -> None:
        super().__init__([content, bar, hints])
        self.bare = bare

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect = rect.copy()
        content, bar, hints = self.children
        top, low = ctx.gap("bar"), ctx.gap("hints")
        bar.layout(ctx, pygame.Rect(rect.x, rect.y, rect.w, top))
        hints.layout(ctx, pygame.Rect(rect.x, rect.bottom - low, rect.w, low))
        hints.rect = pygame.Rect(rect.x, rect.bottom - low, rect.w, low)
        area = pygame.Rect(rect.x, rect.y + top, rect.w, rect.h - top - low)
        if not self.bare:
            area = area.inflate(-2 * ctx.gap("margin"), -2 * ctx.px(15))
        content.layout(ctx, area)
        if not content.clips and _lowest(content) > area.bottom + 1:
            # At large text sizes not every page fits; then the whole of it scrolls, rather than run out of the window.
            self.children[0] = Scroll(content, key="page.whole")
            self.children[0].layout(ctx, area)


__all__ = ["Frame", "HintBar", "LanguageButton", "Languages", "MenuButton", "TopBar"]
