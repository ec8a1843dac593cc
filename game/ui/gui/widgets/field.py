"""A line of text one can type into, with the words an input method is still composing.

Keeps caret and composition; the text belongs to the screen, which is told of every change.  Which key means what is
decided in ``textinput``.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context
from game.ui.gui.widgets.base import Widget
from game.ui.gui.widgets.controls import Control

LONGEST = 60
"""Characters a field takes unless it says otherwise."""


class TextField(Control):
    """A field of one line.  label: what it is for, shown while it is empty; on_change: told the whole new text."""

    role = "field"

    def __init__(self, label: str, text: str, on_change: Callable[[str], Command | None], *,
                 on_enter: Callable[[], Command | None] | None = None, key: str | None = None,
                 longest: int = LONGEST) -> None:
        super().__init__(label, on_enter, key=key)
        self.longest = longest
        self.text, self.value, self.on_change = text, text, on_change
        self.caret, self.composing = len(text), ""

    def resume(self, old: Widget) -> None:
        if isinstance(old, TextField):
            self.caret, self.composing = min(old.caret, len(self.text)), old.composing

    def measure(self, ctx: Context, width: int) -> int:
        return max(ctx.gap("target"), ctx.text.leading(ctx.style("body", "body", justify=False)) + ctx.px(10))

    def natural_width(self, ctx: Context) -> int:
        return ctx.text.width(self.title, ctx.style("body", "body", justify=False)) + ctx.px(60)

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        before, after = self.text[:self.caret], self.text[self.caret:]
        if given.kind == "compose":
            self.composing = given.letter
        elif given.kind == "text":
            self.composing = ""
            typed = "".join(letter for letter in given.letter if letter.isprintable())
            typed = typed[:self.longest - len(self.text)]
            return self._change(before + typed, after)
        elif given.kind == "erase":
            return self._change(before[:-1], after)
        elif given.kind == "erase_next":
            return self._change(before, after[1:])
        elif given.kind == "left" and before:
            self.caret -= 1
        elif given.kind == "right" and after:
            self.caret += 1
        elif given.kind in ("home", "end"):
            self.caret = 0 if given.kind == "home" else len(self.text)
        elif given.kind == "back" and self.text:
            return self._change("", "")
        else:
            return True if given.kind in ("typed", "press", "drag", "release") else None
        return True

    def _change(self, before: str, after: str) -> Command | bool:
        if before + after == self.text:
            return True
        self.text = self.value = before + after
        self.caret = len(before)
        return self.on_change(self.text) or True

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        focused = ctx.focused is self
        self._frame(ctx, surface, "card_lit", "ink" if focused else "line")
        style, edge = ctx.style("body", "body", justify=False), ctx.px(40)
        inner = pygame.Rect(self.rect.x + edge, self.rect.y, self.rect.w - edge - ctx.px(10), self.rect.h)
        self._glass(ctx, surface)
        shown = self.text[:self.caret] + self.composing + self.text[self.caret:]
        before = ctx.text.width(self.text[:self.caret], style) if self.caret else 0
        wide = ctx.text.width(self.composing, style) if self.composing else 0
        shift = max(0, before + wide + ctx.px(4) - inner.w)  # the caret stays in sight
        layout = ctx.text.layout(shown or self.title, style, 1_000_000)
        top = inner.centery - layout.height // 2
        old = surface.get_clip()
        surface.set_clip(inner.clip(old))
        ctx.text.draw(surface, layout, inner.x - shift, top, ctx.colour("ink" if shown else "soft"))
        x = inner.x - shift + before
        if self.composing:
            pygame.draw.rect(surface, ctx.colour("blue"), (x, top + layout.height - ctx.px(4), wide, max(1, ctx.px(2))))
        if focused:
            caret = pygame.Rect(x + wide, top + ctx.px(3), max(1, ctx.px(2)), layout.height - ctx.px(6))
            pygame.draw.rect(surface, ctx.colour("blue"), caret)
            pygame.key.start_text_input()
            pygame.key.set_text_input_rect(pygame.Rect(x, inner.y, max(wide, ctx.px(2)), inner.h))
        surface.set_clip(old)

    def _glass(self, ctx: Context, surface: pygame.Surface) -> None:
        """The magnifying glass at the left end."""
        centre, r = (self.rect.x + ctx.px(18), self.rect.centery - ctx.px(2)), ctx.px(7)
        pygame.draw.circle(surface, ctx.colour("soft"), centre, r, max(2, ctx.px(2)))
        start = (centre[0] + round(r * 0.7), centre[1] + round(r * 0.7))
        pygame.draw.line(surface, ctx.colour("soft"), start, (start[0] + ctx.px(6), start[1] + ctx.px(6)),
                         max(2, ctx.px(3)))
