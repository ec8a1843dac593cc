"""A clause scale: the rungs of one issue on an inked line, each a clause that can be read and chosen.

Not the rules of a bargain and not its words: the screen gives names, texts and signs.  Used by the bargaining table.
"""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.ui.gui.context import Context
from game.ui.gui.linebreak import plain_text
from game.ui.gui.text import Layout, Style
from game.ui.gui.widgets.base import Press, Widget, focus_ring
from game.ui.gui.widgets.controls import Control

SHAPES = ("diamond", "triangle", "square", "cross", "unlike", "alike")
"""Signs beside words: a document or person, the last offer, the counter-offer, out of reach, changed, unchanged."""
STRIP = 24
"""Logical pixels of height that the inked line takes above the clauses."""
SIDE = 40
"""Logical pixels at the left of a stacked rung, for the line."""
GAP = 6
LEAST = 78
"""Logical pixels under which no clause is set, however short its words are."""
SIZES = (16, 15, 14)
MOST_LINES = 3
"""A scale that would need more lines of clauses than this is stacked."""

Sign = tuple[str, str]


def draw_sign(ctx: Context, surface: pygame.Surface, shape: str, centre: tuple[int, int]) -> None:
    """Draws one of the small signs; the words beside it say what it means."""
    x, y = centre
    half, thick = ctx.px(5), max(1, ctx.px(1.6))
    if shape == "diamond":
        pygame.draw.polygon(surface, ctx.colour("ink"), [(x, y - half), (x + half, y), (x, y + half), (x - half, y)],
                            thick)
    elif shape == "triangle":
        pygame.draw.polygon(surface, ctx.colour("blue"), [(x - half, y + half), (x, y - half), (x + half, y + half)])
    elif shape == "square":
        pygame.draw.rect(surface, ctx.colour("red"), (x - half, y - half, 2 * half, 2 * half))
    elif shape == "cross":
        ctx.paint.cross(surface, centre, 2 * half, ctx.colour("disabled"))
    else:
        tone = ctx.colour("red" if shape == "unlike" else "soft")
        for rise in (-2.5, 2.5):
            pygame.draw.line(surface, tone, (x - half, y + ctx.px(rise)), (x + half, y + ctx.px(rise)), max(2, thick))
        if shape == "unlike":
            pygame.draw.line(surface, tone, (x - half, y + half), (x + half, y - half), max(2, thick))


class Tag(Widget):
    """A sign and its words, in small type."""

    role = "text"

    def __init__(self, shape: str, words: str) -> None:
        super().__init__()
        self.shape, self.label = shape, words

    def _set(self, ctx: Context, width: int) -> Layout:
        style = ctx.style("body", "caption", justify=False, leading=1.3)
        return ctx.text.layout(self.label, style, width - ctx.px(18))

    def measure(self, ctx: Context, width: int) -> int:
        return self._set(ctx, width).height

    def natural_width(self, ctx: Context) -> int:
        return ctx.text.width(self.label, ctx.style("body", "caption", justify=False)) + ctx.px(20)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        layout = self._set(ctx, self.rect.w)
        middle = self.rect.y + layout.height // len(layout.lines) // 2
        draw_sign(ctx, surface, self.shape, (self.rect.x + ctx.px(6), middle))
        ctx.text.draw(surface, layout, self.rect.x + ctx.px(18), self.rect.y, ctx.colour("soft"))


class Rung(Control):
    """One clause.  Enter or a click takes it; the focus reads it.

    text: the clause in full, drawn only where rungs are stacked; signs: (shape, words), see ``SHAPES``; a rung that
    is not enabled is hatched and says why.  Its label names the issue too, since a listener sees no line above it.
    """

    role = "choice"

    def __init__(self, issue: str, name: str, on_press: Press, *, text: str = "", signs: Sequence[Sign] = (),
                 selected: bool = False, apart: bool = False, enabled: bool = True, reason: str = "",
                 state: str = "", colon: str = ": ", key: str | None = None) -> None:
        super().__init__(f"{issue}{colon}{name}", on_press, enabled=enabled, reason=reason, key=key)
        self.issue, self.name, self.text, self.signs = issue, name, text, tuple(signs)
        self.selected, self.apart = selected, apart
        said = [plain_text(text), *(words for _, words in signs), state, "" if enabled else reason]
        self.value = " — ".join(part for part in said if part)
        self.stacked, self.pixels = False, SIZES[0]

    def words(self) -> list[str]:
        """Returns what must not be broken when the clause is set."""
        return plain_text(self.name).replace("–", " ").split()

    def _name(self, ctx: Context) -> Style:
        role = "bold" if self.enabled else "body"
        return ctx.style(role, "label" if self.stacked else self.pixels, justify=False, leading=1.25)

    @staticmethod
    def _balanced(ctx: Context, words: str, style: Style, width: int) -> Layout:
        """Words in as few lines as they need; Chinese ones about equally long, so that no character stands alone."""
        layout = ctx.text.layout(words, style, width)
        if ctx.language == "zh" and len(layout.lines) > 1:
            equal = ctx.text.width(words, style) // len(layout.lines) + style.pixels
            better = ctx.text.layout(words, style, min(width, equal))
            layout = better if len(better.lines) == len(layout.lines) else layout
        return layout

    def _blocks(self, ctx: Context, width: int) -> list[tuple[str, Layout]]:
        inner = width - (ctx.px(SIDE + 10) if self.stacked else ctx.px(12))
        blocks = [("name", self._balanced(ctx, self.name, self._name(ctx), inner))]
        body = ctx.style("body", "label", justify=False, leading=1.3)
        if self.stacked and self.text:
            blocks.append(("text", ctx.text.layout(self.text, body, inner)))
        if self.stacked and not self.enabled:
            blocks.append(("reason", ctx.text.layout(self.reason, body, inner)))
        small = ctx.style("body", "caption", justify=False, leading=1.25)
        return blocks + [(shape, self._balanced(ctx, words, small, inner - ctx.px(16))) for shape, words in self.signs]

    def measure(self, ctx: Context, width: int) -> int:
        text = sum(layout.height for _, layout in self._blocks(ctx, width))
        above = 0 if self.stacked else ctx.px(STRIP)
        return max(ctx.gap("target"), above + text + ctx.px(12))

    def node(self, ctx: Context) -> tuple[int, int]:
        """The point on the inked line."""
        if self.stacked:
            return self.rect.x + ctx.px(SIDE // 2), self.rect.y + ctx.px(18)
        return self.rect.centerx, self.rect.y + ctx.px(STRIP // 2)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        box = self.rect.copy()
        if not self.stacked:
            box.y, box.h = box.y + ctx.px(STRIP), box.h - ctx.px(STRIP)
        lit = self.selected or ctx.focused is self
        radius, line = ctx.gap("radius"), max(1, ctx.px(2.4 if self.selected else 1))
        pygame.draw.rect(surface, ctx.colour("card_lit" if lit else "card" if self.enabled else "paper"), box,
                         border_radius=radius)
        if not self.enabled:
            edge = pygame.Rect(box.x, box.bottom - ctx.px(6), box.w, ctx.px(6))
            if self.stacked:
                edge = pygame.Rect(box.x, box.y, ctx.px(7), box.h)
            ctx.paint.hatch(surface, edge, ctx.colour("line"), "diagonal", max(3, ctx.px(5)))
        pygame.draw.rect(surface, ctx.colour("red" if self.selected else "rule" if not self.enabled else "line"), box,
                         line, border_radius=radius)
        self._dot(ctx, surface)
        x, y = box.x + ctx.px(SIDE if self.stacked else 6), box.y + ctx.px(6 if self.stacked else 4)
        for kind, layout in self._blocks(ctx, self.rect.w):
            shift = 0
            if kind in SHAPES:
                shift = ctx.px(16)
                draw_sign(ctx, surface, kind, (x + ctx.px(6), y + layout.height // len(layout.lines) // 2))
            tone = {"name": "ink", "reason": "red"}.get(kind, "soft")
            tone = "disabled" if not self.enabled and kind in ("name", "text") else tone
            ctx.text.draw(surface, layout, x + shift, y, ctx.colour(tone))
            y += layout.height
        focus_ring(ctx, surface, self)

    def _dot(self, ctx: Context, surface: pygame.Surface) -> None:
        """Where the rung stands on the line: filled with a tick if taken, a ring if open, struck if out of reach."""
        x, y = self.node(ctx)
        size = ctx.px(9 if self.selected else 7)
        ground = ctx.colour("card_lit")
        if not self.enabled:
            pygame.draw.circle(surface, ctx.colour("paper"), (x, y), size)
            ctx.paint.cross(surface, (x, y), ctx.px(11), ctx.colour("disabled"))
            return
        ink = ctx.colour("red" if self.selected else "ink")
        if self.apart:
            pygame.draw.rect(surface, ink if self.selected else ground, (x - size, y - size, 2 * size, 2 * size))
            pygame.draw.rect(surface, ink, (x - size, y - size, 2 * size, 2 * size), max(2, ctx.px(2)))
        else:
            pygame.draw.circle(surface, ink if self.selected else ground, (x, y), size)
            pygame.draw.circle(surface, ink, (x, y), size, max(2, ctx.px(2)))
        if self.selected:
            points = [(x - size * 0.45, y), (x - size * 0.1, y + size * 0.4), (x + size * 0.5, y - size * 0.4)]
            pygame.draw.lines(surface, ground, False, points, max(2, ctx.px(2)))


class Scale(Widget):
    """The rungs of one issue, side by side where their words fit, else one under another with their full text.

    stacked: always one under another.
    """

    role = "group"

    def __init__(self, rungs: Sequence[Rung], *, stacked: bool = False, key: str | None = None) -> None:
        super().__init__(rungs, key=key)
        self.rungs, self.stacked = list(rungs), stacked

    def _arrange(self, ctx: Context, width: int) -> list[list[Rung]]:
        """The rungs in lines.  Sets how each is drawn."""
        count, gap = len(self.rungs), ctx.px(GAP)
        for lines in range(1, MOST_LINES + 1):
            across = -(-count // lines)
            wide = (width - gap * (across - 1)) // across
            for pixels in () if self.stacked else SIZES:
                style = ctx.style("bold", pixels, justify=False)
                words = (ctx.text.width(word, style) for rung in self.rungs for word in rung.words())
                chinese = ctx.language == "zh"
                need = max(ctx.px(LEAST), 0 if chinese else max(words, default=0) + ctx.px(14))
                if need <= wide:
                    self._set(pixels, False)
                    return [self.rungs[at:at + across] for at in range(0, count, across)]
        self._set(SIZES[0], True)
        return [[rung] for rung in self.rungs]

    def _set(self, pixels: int, stacked: bool) -> None:
        for rung in self.rungs:
            rung.pixels, rung.stacked = pixels, stacked

    def _heights(self, ctx: Context, width: int, lines: list[list[Rung]]) -> tuple[int, list[int]]:
        across, gap = len(lines[0]), ctx.px(GAP)
        wide = (width - gap * (across - 1)) // across
        return wide, [max(rung.measure(ctx, wide) for rung in line) for line in lines]

    def measure(self, ctx: Context, width: int) -> int:
        _, heights = self._heights(ctx, width, self._arrange(ctx, width))
        return sum(heights) + ctx.px(GAP) * (len(heights) - 1)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, y = rect.copy(), rect.y
        lines = self._arrange(ctx, rect.w)
        wide, heights = self._heights(ctx, rect.w, lines)
        for line, height in zip(lines, heights, strict=True):
            for place, rung in enumerate(line):
                rung.layout(ctx, pygame.Rect(rect.x + place * (wide + ctx.px(GAP)), y, wide, height))
            y += height + ctx.px(GAP)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        if self.rungs and not self.rungs[0].stacked:
            rows: dict[int, list[Rung]] = {}
            for rung in self.rungs:
                rows.setdefault(rung.rect.y, []).append(rung)
            for row in rows.values():
                on = [rung.node(ctx) for rung in row if not rung.apart]
                if on:
                    self._line(ctx, surface, on[0], on[-1])
        super().draw(ctx, surface)
        if self.rungs and self.rungs[0].stacked:
            on = [rung.node(ctx) for rung in self.rungs if not rung.apart]
            if on:
                self._line(ctx, surface, on[0], on[-1])
                for rung in self.rungs:
                    rung._dot(ctx, surface)

    def _line(self, ctx: Context, surface: pygame.Surface, start: tuple[int, int], end: tuple[int, int]) -> None:
        """A stroke of the pen, slightly thicker below, as a ruled line of ink is."""
        pygame.draw.line(surface, ctx.colour("soft"), start, end, max(2, ctx.px(3)))
        low = (0, ctx.px(2)) if start[1] == end[1] else (ctx.px(2), 0)
        pygame.draw.line(surface, ctx.colour("line"), (start[0] + low[0], start[1] + low[1]),
                         (end[0] + low[0], end[1] + low[1]), max(1, ctx.px(1)))


__all__ = ["SHAPES", "Rung", "Scale", "Sign", "Tag", "draw_sign"]
