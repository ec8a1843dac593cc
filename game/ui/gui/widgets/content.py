"""Widgets that are read: labels, headings, graded paragraphs, rules, tables and pictures of the drawing
kit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pygame

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context
from game.ui.gui.linebreak import LINK_CLOSE, LINK_OPEN, plain_text
from game.ui.gui.text import Layout, Style
from game.ui.gui.widgets.base import Widget, focus_ring

_STOP = re.compile(rf"\[\[([^\]\n]+)\]\]|{LINK_OPEN}[^{LINK_CLOSE}]*{LINK_CLOSE}")


class Text(Widget):
    """A block of text in one style. Wraps to its width; never cut off."""

    role = "text"

    def __init__(
        self,
        text: str,
        *,
        role: str = "body",
        size: str | int = "body",
        colour: str = "ink",
        align: str = "left",
        justify: bool = True,
        leading: float | None = None,
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__(key=key, grow=grow)
        self.text, self.label = text, plain_text(text)
        self.face, self.size, self.colour = role, size, colour
        self.align, self.justify, self.leading = align, justify, leading

    def style(self, ctx: Context) -> Style:
        return ctx.style(self.face, self.size, self.align, self.justify, self.leading)

    def set(self, ctx: Context, width: int) -> Layout:
        return ctx.text.layout(self.text, self.style(ctx), width)

    def measure(self, ctx: Context, width: int) -> int:
        return self.set(ctx, width).height

    def natural_width(self, ctx: Context) -> int:
        return ctx.text.width(self.text, self.style(ctx))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        ctx.text.draw(surface, self.set(ctx, self.rect.w), self.rect.x, self.rect.y, ctx.colour(self.colour))


class Label(Text):
    """A short text; bold and of label size unless told otherwise."""

    def __init__(
        self,
        text: str,
        *,
        role: str = "body",
        size: str | int = "label",
        colour: str = "ink",
        align: str = "left",
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__(
            text,
            role=role,
            size=size,
            colour=colour,
            align=align,
            justify=False,
            leading=1.35,
            key=key,
            grow=grow,
        )


class Heading(Text):
    """A title in the heading face. underline: palette name of the rule drawn below, or None."""

    role = "heading"

    def __init__(
        self,
        text: str,
        *,
        size: str | int = "card",
        colour: str = "ink",
        align: str = "left",
        underline: str | None = "ink",
        face: str = "heading",
        key: str | None = None,
    ) -> None:
        super().__init__(
            text, role=face, size=size, colour=colour, align=align, justify=False, leading=1.3, key=key
        )
        self.underline = underline

    def measure(self, ctx: Context, width: int) -> int:
        return super().measure(ctx, width) + (ctx.px(8) if self.underline else 0)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        super().draw(ctx, surface)
        if self.underline:
            thick = max(1, ctx.px(2))
            box = (self.rect.x, self.rect.bottom - ctx.px(3) - thick, self.rect.w, thick)
            pygame.draw.rect(surface, ctx.colour(self.underline), box)


class Paragraph(Text):
    """Running text with `**bold**`, `__hand__` and footnote marks `[[n]]`.

    grade: name of a grade in the theme, ruled down the left edge; grade_word: the word above it (required
    with it).
    on_note: called with the mark; makes the paragraph a focus stop. Left and right pick the mark, Enter
    opens it.
    links: what the words between link marks lead to, in reading order; on_link: called with one of them.
    """

    def __init__(
        self,
        text: str,
        *,
        grade: str | None = None,
        grade_word: str = "",
        source: str = "",
        on_note: Callable[[str], Command | None] | None = None,
        role: str = "body",
        size: str | int = "body",
        colour: str = "ink",
        align: str = "left",
        key: str | None = None,
        grow: float = 0,
        links: Sequence[str] = (),
        on_link: Callable[[str], Command | None] | None = None,
    ) -> None:
        if grade and not grade_word:
            raise ValueError("a graded paragraph needs its grade word: colour and rule alone do not tell")
        super().__init__(text, role=role, size=size, colour=colour, align=align, key=key, grow=grow)
        self.grade, self.grade_word, self.source = grade, grade_word, source
        self.on_note, self.on_link, self.links = on_note, on_link, links
        self.picked: int | None = None
        self.mark = next((place for place, (note, _) in enumerate(self._stops()) if note), 0)
        self.role, self.inline = "paragraph", True
        self.value = " ".join(part for part in (grade_word, source) if part)
        self.focusable = bool(self._stops())

    def resume(self, old: Widget) -> None:
        if isinstance(old, Paragraph) and old.picked is not None:
            self.pick(old.picked)

    def pick(self, mark: int) -> None:
        """Go to a stop by its number; it is remembered even while a text of another language has fewer."""
        self.picked, self.mark = mark, max(0, min(mark, len(self._stops()) - 1))

    def _inset(self, ctx: Context) -> int:
        return ctx.px(16) if self.grade else 0

    def _head(self, ctx: Context, width: int) -> Layout | None:
        if not self.grade:
            return None
        words = f"**{self.grade_word}**" + (f" · {self.source}" if self.source else "")
        return ctx.text.layout(words, ctx.style("body", "caption", justify=False), width)

    def measure(self, ctx: Context, width: int) -> int:
        inner = width - self._inset(ctx)
        head = self._head(ctx, inner)
        return self.set(ctx, inner).height + (head.height if head else 0)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        inset, top = self._inset(ctx), self.rect.y
        head = self._head(ctx, self.rect.w - inset)
        if self.grade and head:
            grade = ctx.theme.grades[self.grade]
            tone = ctx.colour(grade.colour)
            ctx.paint.rule(
                surface,
                grade.rule,
                tone,
                (self.rect.x, top + ctx.px(3)),
                self.rect.h - ctx.px(6),
                ctx.scale,
                vertical=True,
            )
            ctx.text.draw(surface, head, self.rect.x + inset, top, ctx.colour("soft"))
            top += head.height
        body = self.set(ctx, self.rect.w - inset)
        ctx.text.draw(surface, body, self.rect.x + inset, top, ctx.colour(self.colour), ctx.colour("red"))
        for _, box, base in body.links if self.on_link else ():
            at = (self.rect.x + inset + box.x, top + base + ctx.px(3))
            ctx.paint.rule(surface, "dotted", ctx.colour("line"), at, box.w, ctx.scale * 0.6)
        if ctx.focused is self and self.focusable:
            for box in self._boxes(body)[self.mark]:
                ctx.paint.ring(surface, box.move(self.rect.x + inset, top), ctx.scale * 0.6)

    def _stops(self) -> list[tuple[str, int]]:
        """What Enter can open, in reading order: (note mark, 0) or ("", number of the link)."""
        found, links = [], 0
        for match in _STOP.finditer(self.text):
            links += not match[1]
            if (self.on_note if match[1] else self.on_link) is not None:
                found.append((match[1] or "", 0 if match[1] else links))
        return found

    def _boxes(self, body: Layout) -> list[list[pygame.Rect]]:
        """The boxes of each stop; words that run over a line end have two."""
        notes = iter(body.notes)
        return [[next(notes)[1]] if mark else [box for number, box, _ in body.links if number == link]
                for mark, link in self._stops()]

    def activate(self) -> Command | None:
        stops = self._stops()
        if not stops:
            return None
        mark, link = stops[self.mark]
        if mark:
            return self.on_note(mark) if self.on_note else None
        return self.on_link(self.links[link - 1]) if self.on_link else None

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        step = {"left": -1, "right": 1}.get(given.kind, 0)
        if step and 0 <= self.mark + step < len(self._stops()):
            self.pick(self.mark + step)
            return True
        if given.kind in ("press", "move"):
            inset = self._inset(ctx)
            head = self._head(ctx, self.rect.w - inset)
            origin = (self.rect.x + inset, self.rect.y + (head.height if head else 0))
            spots = self._boxes(self.set(ctx, self.rect.w - inset))
            for index, box in [(place, box) for place, boxes in enumerate(spots) for box in boxes]:
                if box.move(origin).inflate(ctx.px(12), ctx.px(8)).collidepoint(given.at):
                    self.pick(index)
                    return self.activate() if given.kind == "press" else True
            return True
        return None


class Rule(Widget):
    """A horizontal rule. style: double, split, single, dashed or dotted."""

    role = "separator"

    def __init__(self, style: str = "single", colour: str = "ink") -> None:
        super().__init__()
        self.style, self.colour = style, colour

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(8)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        ctx.paint.rule(
            surface, self.style, ctx.colour(self.colour), self.rect.topleft, self.rect.w, ctx.scale
        )


class Picture(Widget):
    """Something drawn by a function of (context, surface, rect); `label` says in words what it shows."""

    role = "image"

    def __init__(
        self,
        paint: Callable[[Context, pygame.Surface, pygame.Rect], None],
        height: float,
        label: str,
        *,
        width: float = 0,
        key: str | None = None,
        grow: float = 0,
    ) -> None:
        super().__init__(key=key, grow=grow)
        self.paint, self.height, self.width, self.label = paint, height, width, label

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(self.height)

    def natural_width(self, ctx: Context) -> int:
        return ctx.px(self.width)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        self.paint(ctx, surface, self.rect)


class Table(Widget):
    """A ruled table of wrapped cells.

    columns: (title, share of the width, align); rows: one text per column, markup allowed.
    on_row: called with the row's number; makes each row a focus stop.
    """

    role = "table"

    def __init__(
        self,
        columns: Sequence[tuple[str, float, str]],
        rows: Sequence[Sequence[str]],
        *,
        size: str | int = "label",
        on_row: Callable[[int], Command | None] | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(key=key)
        shares = [share for _, share, _ in columns]
        aligns = [align for _, _, align in columns]
        self.children = [_TableRow([title for title, _, _ in columns], shares, aligns, size, header=True)]
        for number, row in enumerate(rows):
            if len(row) != len(columns):
                raise ValueError(f"table row {number + 1} has {len(row)} cells for {len(columns)} columns")
            self.children.append(
                _TableRow(
                    list(row),
                    shares,
                    aligns,
                    size,
                    number=number,
                    on_row=on_row,
                    key=f"{key}.{number}" if key else None,
                )
            )

    def measure(self, ctx: Context, width: int) -> int:
        return sum(child.measure(ctx, width) for child in self.children)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, top = rect.copy(), rect.y
        for child in self.children:
            height = child.measure(ctx, rect.w)
            child.layout(ctx, pygame.Rect(rect.x, top, rect.w, height))
            top += height


class _TableRow(Widget):
    role = "row"

    def __init__(
        self,
        cells: list[str],
        shares: list[float],
        aligns: list[str],
        size: str | int,
        *,
        header: bool = False,
        number: int = 0,
        on_row: Callable[[int], Command | None] | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(key=key)
        self.shares, self.header, self.number, self.on_row = shares, header, number, on_row
        self.children = [
            Text(cell, role="bold" if header else "body", size=size, align=align, justify=False)
            for cell, align in zip(cells, aligns, strict=True)
        ]
        self.focusable = on_row is not None and not header
        self.label = " | ".join(plain_text(cell) for cell in cells) if self.focusable else ""

    def _widths(self, ctx: Context, width: int) -> list[int]:
        usable = width - ctx.px(12) * len(self.shares)
        return [round(usable * share / sum(self.shares)) for share in self.shares]

    def measure(self, ctx: Context, width: int) -> int:
        pairs = zip(self.children, self._widths(ctx, width), strict=True)
        tall = max(child.measure(ctx, column) for child, column in pairs) + ctx.px(10)
        return max(tall, ctx.gap("target")) if self.focusable else tall

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect, x = rect.copy(), rect.x + ctx.px(6)
        for child, column in zip(self.children, self._widths(ctx, rect.w), strict=True):
            child.layout(ctx, pygame.Rect(x, rect.y + ctx.px(5), column, rect.h - ctx.px(10)))
            x += column + ctx.px(12)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        thick = max(1, ctx.px(2 if self.header else 1))
        tone = ctx.colour("ink" if self.header else "rule")
        pygame.draw.rect(surface, tone, (self.rect.x, self.rect.bottom - thick, self.rect.w, thick))
        super().draw(ctx, surface)
        focus_ring(ctx, surface, self)

    def activate(self) -> Command | None:
        return self.on_row(self.number) if self.on_row else None
