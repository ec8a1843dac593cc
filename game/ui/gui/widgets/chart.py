"""The chart of a tree: cards joined by lines on a sheet larger than the window, to be moved and enlarged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pygame

from game.debrief.tree import Tree
from game.ui.gui.commands import Command, Input, Refresh
from game.ui.gui.context import Context
from game.ui.gui.tree_layout import Plan, Route, Sizes, plan
from game.ui.gui.widgets.base import Widget
from game.ui.gui.widgets.containers import Scroll
from game.ui.gui.widgets.content import Text
from game.ui.gui.widgets.marks import arrow, stroke
from game.ui.gui.widgets.stopcard import USUAL, ZOOMS, StopCard
from game.ui.tree_page import TreePage


@dataclass(slots=True)
class Look:
    """What the player looks at; kept by the screen, so that composing anew loses nothing.

    x, y: the middle of the window on the whole, as shares of it.
    """

    zoom: int = USUAL
    x: float = 0.0
    y: float = 0.0
    plans: dict[tuple[object, ...], Plan] = field(default_factory=dict)


class Chart(Scroll):
    """All cards of a tree.  Drag or wheel over it; arrows lead from card to card along and across the lanes."""

    def __init__(self, tree: Tree, page: TreePage, look: Look, press: Callable[[str], Callable[[], Command | None]],
                 *, name: object = None) -> None:
        self.tree, self.page, self.look, self.name = tree, page, look, name
        self.zoom = ZOOMS[look.zoom]
        self.cards = [StopCard(said, stop.lane, self.zoom, press(stop.id))
                      for stop, said in zip(tree.stops, page.stops, strict=True)]
        self.acts = [(column, Text(title, role="bold", size=max(16, self.zoom.text), colour="soft", justify=False))
                     for column, title in page.acts]
        super().__init__(Widget(), key="chart", grow=1)
        self.children = [*(text for _, text in self.acts), *self.cards]
        for card in self.cards:
            card.step = self.step
        self._hold: tuple[tuple[int, int], float, float] | None = None
        self.x = self.y = 0
        self._size = (1, 1)

    # -- places --

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.px(200)

    def limit(self) -> int:
        return 0

    def plan(self, ctx: Context) -> Plan:
        """Returns the places at this size, worked out once for each language and scale."""
        key = (self.name, self.look.zoom, ctx.language, round(ctx.scale, 3))
        if key not in self.look.plans:
            self.look.plans[key] = self._worked_out(ctx)
        return self.look.plans[key]

    def _worked_out(self, ctx: Context) -> Plan:
        wide = ctx.px(self.zoom.width)
        head = max((text.measure(ctx, span) for text, _, span in self._acts_in(ctx)), default=0)
        sizes = Sizes(wide, ctx.px(self.zoom.gutter), ctx.px(36),
                      ctx.px(30), ctx.px(20), ctx.px(5), ctx.px(16), head)
        exits = {(card.said.id, move): y for card in self.cards for move, y in card.exits(ctx, wide).items()}
        return plan(self.tree.stops, self.tree.links, {card.said.id: card.measure(ctx, wide) for card in self.cards},
                    exits, sizes)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect = rect.copy()
        found, look = self.plan(ctx), self.look
        self._size = found.size
        self.x = self._kept_in(look.x * found.size[0] - rect.w / 2, found.size[0], rect.w)
        self.y = self._kept_in(look.y * found.size[1] - rect.h / 2, found.size[1], rect.h)
        self._note()
        for card in self.cards:
            card.layout(ctx, found.boxes[card.said.id].move(rect.x - self.x, rect.y - self.y))
        for text, left, span in self._acts_in(ctx):
            tall, wide = text.measure(ctx, span), min(text.natural_width(ctx), span)
            held = min(max(left, self.x + ctx.px(4)), left + span - wide)  # stays in sight while its act does
            text.layout(ctx, pygame.Rect(rect.x + held - self.x, rect.y + ctx.px(12) - self.y, span, tall))

    def _acts_in(self, ctx: Context) -> list[tuple[Text, int, int]]:
        """Every act's title with its left edge and the width it may take."""
        pitch = ctx.px(self.zoom.width) + ctx.px(self.zoom.gutter)
        ends = [*(column for column, _ in self.acts), len(self.cards)][1:]
        return [(text, ctx.px(16) + column * pitch, (end - column) * pitch - ctx.px(16))
                for (column, text), end in zip(self.acts, ends, strict=True)]

    @staticmethod
    def _kept_in(wanted: float, whole: int, window: int) -> int:
        return round(min(max(wanted, 0), max(0, whole - window)))

    def _note(self) -> None:
        self.look.x = (self.x + self.rect.w / 2) / max(1, self._size[0])
        self.look.y = (self.y + self.rect.h / 2) / max(1, self._size[1])

    def scroll_to(self, target: pygame.Rect) -> bool:
        """Bring a box into sight, with the acts above it where there is room; of one too large, its upper left."""
        margin = 24
        dx = self._needed(target.left, target.right, self.rect.left + margin, self.rect.right - margin)
        dy = self._needed(target.top, target.bottom, self.rect.top + margin, self.rect.bottom - margin)
        low = target.bottom - self.rect.top + self.y
        if low <= self.rect.h - margin or target.h > self.rect.h - 2 * margin:
            dy = -self.y
        return self.pan(dx, dy)

    @staticmethod
    def _needed(low: int, high: int, least: int, most: int) -> int:
        if low < least or high - low > most - least:
            return low - least
        return max(0, high - most)

    def pan(self, dx: int, dy: int) -> bool:
        """Moves the window over the whole; whether anything moved (then lay out again)."""
        before = (self.x, self.y)
        self.x = self._kept_in(self.x + dx, self._size[0], self.rect.w)
        self.y = self._kept_in(self.y + dy, self._size[1], self.rect.h)
        self._note()
        return (self.x, self.y) != before

    # -- inputs --

    def step(self, ctx: Context, card: StopCard, kind: str) -> Command | bool | None:
        """An arrow on a card: first what of it is out of sight, then the next card; None lets the app go on."""
        if kind == "down" and card.rect.bottom > self.rect.bottom and self.pan(0, ctx.px(80)):
            return True
        if kind == "up" and card.rect.top < self.rect.top and self.pan(0, -ctx.px(80)):
            return True
        here = self.tree.stop(card.said.id)
        ways: list[tuple[tuple[int, int], str]] = []
        for stop in self.tree.stops:
            across, along = stop.lane - here.lane, stop.column - here.column
            if kind in ("left", "right"):
                forward, aside = (along if kind == "right" else -along), abs(across)
                ways += [((aside > 0, forward), stop.id)] if forward > 0 else []
            else:
                forward, aside = (across if kind == "down" else -across), abs(along)
                ways += [((forward, aside), stop.id)] if forward > 0 else []
        return Refresh(focus=f"stop.{min(ways)[1]}") if ways else None

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        if given.kind == "wheel":
            return self.zoomed(ctx, given.amount)
        if given.kind == "press":
            if any(card.visible().collidepoint(given.at) for card in self.cards):
                return None
            self._hold = (given.at, self.x, self.y)
            return True
        if given.kind in ("drag", "release") and self._hold is not None:
            (x, y), left, top = self._hold
            self.pan(round(left) + x - given.at[0] - self.x, round(top) + y - given.at[1] - self.y)
            self._hold = None if given.kind == "release" else self._hold
            return True
        if given.kind in ("page_up", "page_down"):
            page = round(self.rect.h * 0.85)
            return True if self.pan(0, page if given.kind == "page_down" else -page) else None
        return None

    def zoomed(self, ctx: Context, steps: int) -> Command | None:
        """Makes everything larger or smaller; None at the last size."""
        wanted = min(max(self.look.zoom + (steps > 0) - (steps < 0), 0), len(ZOOMS) - 1)
        if wanted == self.look.zoom:
            return None
        self.look.zoom = wanted
        return Refresh(focus=ctx.focused.key if isinstance(ctx.focused, StopCard) else None)

    # -- drawing --

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        old = surface.get_clip()
        inside = self.rect.clip(old)
        surface.set_clip(inside)
        for _, text in self.acts:
            text.draw(ctx, surface)
        for route in self.plan(ctx).routes:
            self._draw_route(ctx, surface, route)
        for card in self.cards:
            if card.rect.inflate(ctx.px(12), ctx.px(12)).colliderect(inside):
                card.draw(ctx, surface)
        surface.set_clip(old)
        self._bars(ctx, surface)

    def _draw_route(self, ctx: Context, surface: pygame.Surface, route: Route) -> None:
        dx, dy = self.rect.x - self.x, self.rect.y - self.y
        points = tuple((x + dx, y + dy) for x, y in route.points)
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        if right < self.rect.left or left > self.rect.right:
            return
        stroke(ctx, surface, route.kind, points)
        arrow(ctx, surface, route.kind, points[-1])

    def _bars(self, ctx: Context, surface: pygame.Surface) -> None:
        """Two thin bars: which part of the whole is in sight."""
        thick, (wide, tall) = ctx.px(4), self._size
        if wide > self.rect.w:
            long = max(ctx.px(32), self.rect.w * self.rect.w // wide)
            x = self.rect.x + (self.rect.w - long) * self.x // max(1, wide - self.rect.w)
            pygame.draw.rect(surface, ctx.colour("line"), (x, self.rect.bottom - thick, long, thick))
        if tall > self.rect.h:
            long = max(ctx.px(32), self.rect.h * self.rect.h // tall)
            y = self.rect.y + (self.rect.h - long) * self.y // max(1, tall - self.rect.h)
            pygame.draw.rect(surface, ctx.colour("line"), (self.rect.right - thick, y, thick, long))
