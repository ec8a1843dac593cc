"""Controls that hold a value: sliders, selectors and toggles.

Each changes its value first and then calls back with it; the callback returns a Command or None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context
from game.ui.gui.text import Layout
from game.ui.gui.widgets.base import focus_ring
from game.ui.gui.widgets.controls import Control


class Slider(Control):
    """A number between bounds, moved in steps by left and right or the mouse. Shown as a word or with a unit.

    show: turns the number into what is displayed (default: the number followed by %).
    """

    role = "slider"

    def __init__(
        self,
        label: str,
        value: int,
        on_change: Callable[[int], Command | None] | None = None,
        *,
        low: int = 0,
        high: int = 100,
        step: int = 5,
        show: Callable[[int], str] | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(label, key=key)
        self.number, self.low, self.high, self.step = value, low, high, step
        self.on_change, self.show = on_change, show or (lambda number: f"{number}%")
        self.value = self.show(value)
        self._places: tuple[int, int] = (0, 1)

    def set(self, number: int) -> Command | None:
        """Take the nearest allowed number and report it."""
        number = self.low + round((number - self.low) / self.step) * self.step
        self.number = min(max(number, self.low), self.high)
        self.value = self.show(self.number)
        return self.on_change(self.number) if self.on_change else None

    def _head(self, ctx: Context, width: int) -> tuple[Layout, Layout]:
        value = ctx.text.layout(
            self.value, ctx.style("bold", "button", justify=False, leading=1.25), width // 2
        )
        title = ctx.text.layout(
            self.title,
            ctx.style("body", "label", justify=False, leading=1.25),
            width - value.width - ctx.px(24),
        )
        return title, value

    def measure(self, ctx: Context, width: int) -> int:
        title, value = self._head(ctx, width)
        return max(ctx.gap("target"), max(title.height, value.height) + ctx.px(28))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        title, value = self._head(ctx, self.rect.w)
        x, width = self.rect.x + ctx.px(8), self.rect.w - ctx.px(16)
        ctx.text.draw(surface, title, x, self.rect.y + ctx.px(3), ctx.colour("ink"))
        ctx.text.draw(surface, value, x + width - value.width, self.rect.y + ctx.px(3), ctx.colour("ink"))
        track = pygame.Rect(x, self.rect.bottom - ctx.px(18), width, ctx.px(10))
        self._places = (track.x, max(1, track.w))
        pygame.draw.rect(surface, ctx.colour("card_lit"), track)
        filled = track.copy()
        filled.w = round(track.w * (self.number - self.low) / max(1, self.high - self.low))
        if filled.w > 1:
            ctx.paint.hatch(surface, filled, ctx.colour("data_blue"), "diagonal", ctx.px(6))
        pygame.draw.rect(surface, ctx.colour("line"), track, max(1, ctx.px(1)))
        pygame.draw.rect(
            surface,
            ctx.colour("ink"),
            (filled.right - ctx.px(3), track.y - ctx.px(4), ctx.px(6), ctx.px(18)),
            border_radius=ctx.px(2),
        )
        focus_ring(ctx, surface, self)

    def activate(self) -> Command | None:
        return None

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        if given.kind in ("left", "right"):
            return self.set(self.number + (self.step if given.kind == "right" else -self.step)) or True
        if given.kind in ("press", "drag"):
            left, width = self._places
            return self.set(self.low + round((given.at[0] - left) * (self.high - self.low) / width)) or True
        return None


class Selector(Control):
    """One of several choices, stepped through by left, right, Enter or a click. choices: (value, text)."""

    role = "selector"

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]],
        chosen: str,
        on_change: Callable[[str], Command | None] | None = None,
        *,
        key: str | None = None,
    ) -> None:
        super().__init__(label, key=key)
        self.choices, self.on_change = list(choices), on_change
        self.index = [value for value, _ in choices].index(chosen)
        self.value = self.choices[self.index][1]

    def _parts(self, ctx: Context, width: int) -> tuple[Layout, Layout, bool]:
        inner = width - ctx.px(24)
        words = max((ctx.text.width(text, ctx.style("bold", "label")) for _, text in self.choices), default=0)
        title_wide = ctx.text.width(self.title, ctx.style("body", "label"))
        beside = title_wide + words + ctx.px(76) <= inner
        box = words + ctx.px(52) if beside else inner
        title = ctx.text.layout(
            self.title,
            ctx.style("body", "label", justify=False, leading=1.25),
            inner - box - ctx.px(12) if beside else inner,
        )
        value = ctx.text.layout(
            self.value, ctx.style("bold", "label", "centre", False, 1.25), box - ctx.px(48)
        )
        return title, value, beside

    def measure(self, ctx: Context, width: int) -> int:
        title, value, beside = self._parts(ctx, width)
        text = max(title.height, value.height) if beside else title.height + value.height + ctx.px(4)
        return max(ctx.gap("target"), text + ctx.px(14))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        title, value, beside = self._parts(ctx, self.rect.w)
        self._frame(ctx, surface, "card_lit" if ctx.focused is self else "card")
        x, y = self.rect.x + ctx.px(12), self.rect.y + ctx.px(7)
        words = max((ctx.text.width(text, ctx.style("bold", "label")) for _, text in self.choices), default=0)
        box_wide = words + ctx.px(52) if beside else self.rect.w - ctx.px(24)
        left = self.rect.right - ctx.px(12) - box_wide
        ctx.text.draw(
            surface, title, x, self.rect.centery - title.height // 2 if beside else y, ctx.colour("ink")
        )
        top = self.rect.centery - value.height // 2 if beside else y + title.height + ctx.px(4)
        ctx.text.draw(surface, value, left + ctx.px(24), top, ctx.colour("ink"))
        half, mid = ctx.px(6), top + value.height // 2
        for edge, way in ((left + half, -1), (left + box_wide - half, 1)):
            points = [
                (edge + way * half, mid),
                (edge - way * half // 2, mid - half),
                (edge - way * half // 2, mid + half),
            ]
            pygame.draw.polygon(surface, ctx.colour("red"), points)

    def step(self, by: int) -> Command | None:
        self.index = (self.index + by) % len(self.choices)
        self.value = self.choices[self.index][1]
        return self.on_change(self.choices[self.index][0]) if self.on_change else None

    def activate(self) -> Command | None:
        return self.step(1)

    def press_at(self, at: tuple[int, int]) -> Command | None:
        return self.step(1)

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        if given.kind in ("left", "right"):
            return self.step(1 if given.kind == "right" else -1) or True
        return None


class Toggle(Selector):
    """A setting that is on or off. words: how off and on are called."""

    role = "toggle"

    def __init__(
        self,
        label: str,
        on: bool,
        on_change: Callable[[bool], Command | None] | None = None,
        *,
        words: tuple[str, str],
        key: str | None = None,
    ) -> None:
        def report(value: str) -> Command | None:
            return on_change(value == "on") if on_change else None

        super().__init__(label, [("off", words[0]), ("on", words[1])], "on" if on else "off", report, key=key)
