"""Widgets that do something: buttons, option cards, seals and tabs.

Callbacks return a Command or None. Controls that hold a value are in values.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui.gui.commands import Command, Refresh
from game.ui.gui.context import Context
from game.ui.gui.linebreak import plain_text
from game.ui.gui.paint import STANCE_TONES
from game.ui.gui.text import Layout
from game.ui.gui.widgets.base import Press, Widget, focus_ring
from game.ui.gui.widgets.containers import Column, Flow


class Control(Widget):
    """A focus stop at least 44 logical pixels high that calls `on_press`, unless disabled with a reason."""

    focusable = True

    def __init__(
        self,
        label: str,
        on_press: Press | None = None,
        *,
        enabled: bool = True,
        reason: str = "",
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__(key=key, grow=grow)
        if not enabled and not reason:
            raise ValueError(f"{label!r} is disabled without a reason: the player would not know why")
        self.title, self.label = label, plain_text(label)
        self.on_press, self.enabled, self.reason = on_press, enabled, reason
        self.value = "" if enabled else reason

    def activate(self) -> Command | None:
        return self.on_press() if self.enabled and self.on_press else None

    def _frame(self, ctx: Context, surface: pygame.Surface, fill: str | None, line: str = "line") -> None:
        radius = ctx.gap("radius")
        if fill:
            pygame.draw.rect(surface, ctx.colour(fill), self.rect, border_radius=radius)
        pygame.draw.rect(surface, ctx.colour(line), self.rect, max(1, ctx.px(1.2)), border_radius=radius)
        focus_ring(ctx, surface, self)


class Button(Control):
    """A labelled button. kind: plain, primary (red), menu (a slip of paper with a coloured edge) or bar
    (dark).

    sub: a second text, right of the label on a menu slip and below it otherwise.
    """

    role = "button"

    def __init__(
        self,
        label: str,
        on_press: Press | None = None,
        *,
        sub: str = "",
        kind: str = "plain",
        enabled: bool = True,
        reason: str = "",
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__(label, on_press, enabled=enabled, reason=reason, key=key, grow=grow)
        self.sub, self.kind = sub or (reason if not enabled else ""), kind

    def _parts(self, ctx: Context, width: int) -> tuple[Layout, Layout | None]:
        menu = self.kind == "menu"
        align = "left" if menu else "centre"
        inner = max(width - ctx.px(28 if not menu else 44), ctx.px(20))
        role = "heading" if menu else "bold"
        title = ctx.text.layout(
            self.title, ctx.style(role, "lead" if menu else "button", align, False, 1.25), inner
        )
        sub = (
            ctx.text.layout(self.sub, ctx.style("body", "label", align, False, 1.25), inner)
            if self.sub
            else None
        )
        return title, sub

    def natural_width(self, ctx: Context) -> int:
        title, sub = self._parts(ctx, 100_000)
        return max(
            ctx.gap("target"),
            max(title.width, sub.width if sub else 0) + ctx.px(44 if self.kind == "menu" else 30),
        )

    def measure(self, ctx: Context, width: int) -> int:
        title, sub = self._parts(ctx, width)
        beside = sub is not None and self._beside(ctx, width, title, sub)
        text = max(title.height, sub.height) if beside and sub else title.height + (sub.height if sub else 0)
        return max(ctx.px(58) if self.kind == "menu" else ctx.gap("target"), text + ctx.px(14))

    def _beside(self, ctx: Context, width: int, title: Layout, sub: Layout) -> bool:
        return self.kind == "menu" and title.width + sub.width + ctx.px(60) < width and len(sub.lines) == 1

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        title, sub = self._parts(ctx, self.rect.w)
        lit = ctx.focused is self
        ink = "ink" if self.enabled else "disabled"
        if self.kind == "menu":
            ctx.paint.sheet(surface, self.rect, "card" if lit else "paper", False, ctx.scale)
            edge = "red" if lit and self.enabled else "line"
            pygame.draw.rect(surface, ctx.colour(edge), (self.rect.x, self.rect.y, ctx.px(8), self.rect.h))
            focus_ring(ctx, surface, self)
            x = self.rect.x + ctx.px(26)
        else:
            fill = {"primary": "red", "bar": "desk"}.get(self.kind, "card_lit" if lit else "card")
            self._frame(
                ctx, surface, fill if self.enabled else "paper", "brass" if self.kind == "bar" else "line"
            )
            ink = "cream" if self.kind in ("primary", "bar") and self.enabled else ink
            x = self.rect.x + ctx.px(14)
        if sub and self._beside(ctx, self.rect.w, title, sub):
            ctx.text.draw(surface, title, x, self.rect.centery - title.height // 2, ctx.colour(ink))
            ctx.text.draw(
                surface,
                sub,
                self.rect.right - ctx.px(18) - sub.width,
                self.rect.centery - sub.height // 2,
                ctx.colour("soft"),
            )
            return
        top = self.rect.centery - (title.height + (sub.height if sub else 0)) // 2
        ctx.text.draw(surface, title, x, top, ctx.colour(ink))
        if sub:
            tone = "cream" if self.kind in ("primary", "bar") and self.enabled else "soft"
            ctx.text.draw(surface, sub, x, top + title.height, ctx.colour(tone))


class OptionCard(Control):
    """An option of a decision: number cap, title, what it means, a caution. Digit keys press it by its
    number."""

    role = "option"

    def __init__(
        self,
        number: int,
        title: str,
        on_press: Press | None = None,
        *,
        sub: str = "",
        note: str = "",
        selected: bool = False,
        enabled: bool = True,
        reason: str = "",
        key: str | None = None,
    ) -> None:
        super().__init__(title, on_press, enabled=enabled, reason=reason, key=key)
        self.number, self.sub, self.note, self.selected = number, sub, note, selected
        said = [plain_text(part) for part in (sub, note, "" if enabled else reason) if part]
        self.value = " — ".join(said)

    def _blocks(self, ctx: Context, width: int) -> list[tuple[str, Layout]]:
        inner = width - ctx.px(60)
        blocks = [
            (
                "title",
                ctx.text.layout(self.title, ctx.style("bold", "button", justify=False, leading=1.3), inner),
            )
        ]
        if self.sub:
            blocks.append(("sub", ctx.text.layout(self.sub, ctx.style("body", "label", leading=1.3), inner)))
        note = self.note if self.enabled else self.reason
        if note:
            style = ctx.style("body", "label", justify=False, leading=1.3)
            blocks.append(("note", ctx.text.layout(note, style, inner - ctx.px(20))))
        return blocks

    def measure(self, ctx: Context, width: int) -> int:
        height = sum(layout.height for _, layout in self._blocks(ctx, width)) + ctx.px(14)
        return max(height, ctx.gap("target"))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        lit = ctx.focused is self or self.selected
        self._frame(
            ctx,
            surface,
            "card_lit" if lit else "card" if self.enabled else "paper",
            "red" if self.selected else "line",
        )
        cap = pygame.Rect(self.rect.x + ctx.px(10), self.rect.y + ctx.px(9), ctx.px(26), ctx.px(26))
        if self.selected:
            pygame.draw.rect(surface, ctx.colour("red"), cap, border_radius=ctx.px(5))
        pygame.draw.rect(surface, ctx.colour("soft"), cap, max(1, ctx.px(1.6)), border_radius=ctx.px(5))
        digit = ctx.text.layout(str(self.number), ctx.style("bold", "label", "centre", False, 1.2), cap.w)
        ctx.text.draw(
            surface,
            digit,
            cap.x,
            cap.centery - digit.height // 2,
            ctx.colour("cream" if self.selected else "ink"),
        )
        x, y = self.rect.x + ctx.px(48), self.rect.y + ctx.px(7)
        tones = {"title": "ink" if self.enabled else "disabled", "sub": "soft", "note": "red"}
        for kind, layout in self._blocks(ctx, self.rect.w):
            shift = 0
            if kind == "note":
                shift = ctx.px(20)
                size = ctx.px(14)
                line = layout.height // len(layout.lines)
                ctx.paint.warning(surface, x, y + (line - size) // 2, size, ctx.colour("red"))
            ctx.text.draw(surface, layout, x + shift, y, ctx.colour(tones[kind]))
            y += layout.height


class Seal(Control):
    """A person as a seal chop. stance: for, against, neutral or None; stance_word says it for the reader."""

    role = "person"

    def __init__(
        self,
        character: str,
        name: str,
        on_press: Press | None = None,
        *,
        stance: str | None = None,
        stance_word: str = "",
        pixels: float = 56,
        key: str | None = None,
    ) -> None:
        super().__init__(name, on_press, key=key)
        if stance is not None and (stance not in STANCE_TONES or not stance_word):
            raise ValueError(f"stance of {name!r}: one of {', '.join(STANCE_TONES)}, with a word for it")
        self.character, self.stance, self.pixels, self.value = character, stance, pixels, stance_word

    def _name(self, ctx: Context, width: int) -> Layout:
        return ctx.text.layout(self.title, ctx.style("bold", "label", "centre", False, 1.2), width)

    def natural_width(self, ctx: Context) -> int:
        return max(ctx.px(self.pixels + 12), min(self._name(ctx, 100_000).width, ctx.px(150)) + ctx.px(6))

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(self.pixels + 6) + self._name(ctx, width).height + ctx.px(4)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        size = ctx.px(self.pixels)
        chop = ctx.paint.seal(
            self.character,
            size,
            STANCE_TONES.get(self.stance or "for", "red"),
            outline=self.stance == "against",
        )
        centre = (self.rect.centerx, self.rect.y + ctx.px(3) + size // 2)
        surface.blit(chop, chop.get_rect(center=centre))
        if self.stance:
            at = (centre[0] + round(size * 0.42), centre[1] + round(size * 0.36))
            ctx.paint.badge(surface, self.stance, at, ctx.px(10))
        name = self._name(ctx, self.rect.w)
        ctx.text.draw(surface, name, self.rect.x, self.rect.y + size + ctx.px(6), ctx.colour("ink"))
        focus_ring(ctx, surface, self)


class Tab(Control):
    """One tab of Tabs."""

    role = "tab"

    def __init__(self, label: str, current: bool, on_press: Press, *, key: str | None = None) -> None:
        super().__init__(label, on_press, key=key)
        self.current, self.value = current, "current" if current else ""

    def _set(self, ctx: Context, width: int) -> Layout:
        style = ctx.style("bold", "label", "centre", False, 1.25)
        return ctx.text.layout(self.title, style, width - ctx.px(16))

    def natural_width(self, ctx: Context) -> int:
        return ctx.text.width(self.title, ctx.style("bold", "label")) + ctx.px(26)

    def measure(self, ctx: Context, width: int) -> int:
        return max(ctx.gap("target"), self._set(ctx, width).height + ctx.px(14))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        layout = self._set(ctx, self.rect.w)
        if self.current:
            pygame.draw.rect(surface, ctx.colour("card_lit"), self.rect, border_radius=ctx.gap("radius"))
        pygame.draw.rect(
            surface,
            ctx.colour("red" if self.current else "rule"),
            (self.rect.x, self.rect.bottom - ctx.px(3), self.rect.w, ctx.px(3)),
        )
        ctx.text.draw(
            surface,
            layout,
            self.rect.x + ctx.px(8),
            self.rect.centery - layout.height // 2,
            ctx.colour("ink" if self.current else "soft"),
        )
        focus_ring(ctx, surface, self)


class Tabs(Column):
    """A row of tabs above the content of the current one.

    tabs: (name, text); on_select: called with the name; by default the screen is just composed again.
    """

    role = "tabs"

    def __init__(
        self,
        tabs: Sequence[tuple[str, str]],
        current: str,
        content: Widget,
        on_select: Callable[[str], Command | None],
        *,
        key: str = "tabs",
        grow: float = 1,
    ) -> None:
        def press(name: str) -> Press:
            return lambda: on_select(name) or Refresh()

        row = Flow(
            [Tab(text, name == current, press(name), key=f"{key}.{name}") for name, text in tabs], gap=6
        )
        if not content.grow:
            content.grow = 1
        super().__init__([row, content], gap=10, key=key, grow=grow)
