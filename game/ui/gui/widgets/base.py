"""The widget: a node of the tree that is measured, laid out, drawn, focused, activated and read aloud.

Screens build trees of these; the app, the tests and the reader walk them. Rectangles are physical pixels of
the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pygame

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context

Press = Callable[[], Command | None]


class Widget:
    """Base of all widgets.

    key: a name that stays the same across languages, so focus and scrolling survive a switch; tests find by
    it.
    role, label, value, enabled: what the widget is, says and holds, for tests and reading aloud.
    grow: share of spare height (Column) a widget takes. clips: it scrolls, so it can do with less than it
    measures.
    """

    role = "group"
    focusable = False
    inline = False
    clips = False
    hidden = False
    """Not drawn by its parent; set only while a picture without what moves is taken."""

    def __init__(self, children: Sequence[Widget] = (), *, key: str | None = None, grow: float = 0) -> None:
        self.children: list[Widget] = list(children)
        self.key, self.grow = key, grow
        self.label, self.value, self.enabled = "", "", True
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.clip: pygame.Rect | None = None

    def measure(self, ctx: Context, width: int) -> int:
        """The height the widget needs in a column `width` wide."""
        return max((child.measure(ctx, width) for child in self.children), default=0)

    def natural_width(self, ctx: Context) -> int:
        """The width it would take if nothing limited it."""
        return max((child.natural_width(ctx) for child in self.children), default=0)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Take a place; give the children theirs."""
        self.rect = rect.copy()
        for child in self.children:
            child.layout(ctx, rect)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        for child in self.children:
            if not child.hidden:
                child.draw(ctx, surface)

    def activate(self) -> Command | None:
        """What Enter or a click does."""
        return None

    def press_at(self, at: tuple[int, int]) -> Command | None:
        """A click at a point inside the widget; the same as activate() unless places differ."""
        return self.activate()

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        """An input offered to the focused widget first: a command, True if used up, None to pass it on."""
        return None

    def resume(self, old: Widget) -> None:
        """Take over what the reader had picked in the widget of the same key that this one replaces."""

    def walk(self) -> Iterator[Widget]:
        """This widget and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, key: str) -> Widget:
        """The widget of that key; KeyError if there is none."""
        for widget in self.walk():
            if widget.key == key:
                return widget
        raise KeyError(key)

    def visible(self) -> pygame.Rect:
        """The part of the widget that scrolling leaves in sight."""
        return self.rect.clip(self.clip) if self.clip is not None else self.rect


def place(ctx: Context, root: Widget, rect: pygame.Rect) -> None:
    """Lay a whole tree out in a rectangle and note what each scroll view leaves in sight."""
    root.layout(ctx, rect)

    def pass_down(widget: Widget, clip: pygame.Rect | None) -> None:
        widget.clip = clip
        if widget.clips:
            clip = widget.rect if clip is None else clip.clip(widget.rect)
        for child in widget.children:
            pass_down(child, clip)

    pass_down(root, None)


def focus_ring(ctx: Context, surface: pygame.Surface, widget: Widget) -> None:
    """Draw the ring if the widget has the focus."""
    if ctx.focused is widget:
        ctx.paint.ring(surface, widget.rect, ctx.scale)


def focusables(root: Widget) -> list[Widget]:
    """Everything the focus can stop at, in reading order. Disabled controls too: their reason must be
    readable."""
    return [widget for widget in root.walk() if widget.focusable]


def nearest(root: Widget, here: pygame.Rect, direction: str) -> Widget | None:
    """The focusable widget a spatial step leads to: least forward distance plus 2.2 times the sideways
    distance."""
    dx, dy = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}[direction]
    best: tuple[float, Widget] | None = None
    for widget in focusables(root):
        there = widget.rect
        if there == here:
            continue
        if dx:
            forward = there.left - here.right if dx > 0 else here.left - there.right
            centre = (there.centerx - here.centerx) * dx
            sideways = max(there.top - here.bottom, here.top - there.bottom, 0)
            offset = abs(there.centery - here.centery)
        else:
            forward = there.top - here.bottom if dy > 0 else here.top - there.bottom
            centre = (there.centery - here.centery) * dy
            sideways = max(there.left - here.right, here.left - there.right, 0)
            offset = abs(there.centerx - here.centerx)
        if centre <= 0 or forward < -min(here.w, here.h, there.w, there.h) // 2:
            continue
        cost = max(forward, 0) + 2.2 * sideways + 0.15 * offset
        if best is None or cost < best[0]:
            best = (cost, widget)
    return best[1] if best else None


def text_tree(root: Widget, depth: int = 0) -> str:
    """The tree as it is read aloud: one line per widget that says something."""
    lines = []
    own = " ".join(
        part
        for part in (
            root.role,
            root.label,
            root.value and f"= {root.value}",
            "" if root.enabled else "(disabled)",
        )
        if part
    )
    speaks = bool(root.label or root.value)
    if speaks:
        lines.append("  " * depth + own)
    for child in root.children:
        inner = text_tree(child, depth + speaks)
        if inner:
            lines.append(inner)
    return "\n".join(lines)
