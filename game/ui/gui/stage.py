"""Draws the coming of a page: texts type in, papers slide in, a seal comes down; then nothing more is drawn.

Works on two pictures of a page that is already complete: with and without what moves.  So the widgets know nothing
of it, and the tree, the focus and the audit see the finished page from the first moment.  Owned by the app.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import pygame

from game.ui.gui.context import Context
from game.ui.gui.motion import Move, Timeline, fall, settle, ticks
from game.ui.gui.opened import Opened
from game.ui.gui.widgets.base import Widget
from game.ui.gui.widgets.content import Paragraph, Text

WAY = 56
"""Logical pixels a paper slides."""
DROP = 0.9
"""How much larger a seal is before it comes down."""
SHADOW = 14
"""Logical pixels around a paper that belong to it."""

PASSING = frozenset({"move", "drag", "release", "lift"})
"""The inputs that leave movement alone: the mouse goes by or lets go of what it pressed on the page before."""

Stop = tuple[int, int, int]
"""How far a text has been typed: upper and lower edge of the line, right edge of the last word, in pixels."""


class Player(Protocol):
    """Whatever plays effects; see ``sound``."""

    def play(self, name: str) -> bool: ...


class Stage:
    """The movement of the page on top, if any.

    clock: seconds; may_move: whether anything may move at all (by default nothing does), may_type: whether texts may
    type in, both asked when a page comes; sounds: plays the cues.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, may_move: Callable[[], bool] = lambda: False,
                 may_type: Callable[[], bool] = lambda: True, sounds: Player | None = None) -> None:
        self._clock, self._may_move, self._may_type, self.sounds = clock, may_move, may_type, sounds
        self._timeline = Timeline()
        self._page: Opened | None = None
        self._begun = self._told = 0.0
        self._way = 0
        self._full = self._bare = pygame.Surface((0, 0))
        self._parts: list[tuple[Move, pygame.Rect, pygame.Surface]] = []
        self._stops: dict[str, list[Stop]] = {}

    @property
    def moving(self) -> bool:
        """Whether further frames are needed."""
        return self._page is not None

    def skip(self) -> bool:
        """Ends all movement at once; whether there was any.  The finished page must then be drawn."""
        was, self._page = self.moving, None
        return was

    def enter(self, page: Opened) -> bool:
        """Notes which page is on top; the first time, its movement and its cues begin.  Whether anything moves."""
        if self._page is not None and self._page is not page:
            self._page = None
        if not page.entered:
            page.entered = True
            self._begin(page)
        return self.moving

    def _begin(self, page: Opened) -> None:
        screen, root = page.screen, page.root
        known = {widget.key for widget in root.walk() if widget.key} if root else set()
        allowed = {"type"} if self._may_type() else set()
        moves = [move for move in screen.moves if move.key in known and move.kind in allowed | {"slide", "chop"}]
        if not self._may_move():
            moves = []
        cues = list(screen.cues)
        if not moves:
            for cue in cues:
                self._play(cue.sound)
            return
        for move in moves:
            cues += ticks(move) if move.kind == "type" else []
        self._timeline = Timeline(moves, cues)
        self._page, self._told, self._begun = page, -1.0, self._clock()

    def prepare(self, ctx: Context, finished: pygame.Surface, repaint: Callable[[pygame.Surface], None]) -> None:
        """Takes the two pictures.  finished: the page as drawn; repaint: draws it again on another surface."""
        page = self._page
        if page is None or page.root is None:
            return
        self._full, self._way = finished.copy(), ctx.px(WAY)
        self._parts, self._stops, hidden = [], {}, []
        for move in self._timeline.moves:
            try:
                widget = page.root.find(move.key)
            except KeyError:
                continue  # this size of window shows it elsewhere, behind a tab
            if min(widget.visible().size) <= 0:
                continue  # below the fold
            if move.kind == "type":
                inner = widget.children[0] if widget.clips and widget.children else widget
                self._stops[move.key] = typed_stops(ctx, widget)
                self._parts.append((move, widget.visible(), self._full))
                hidden.append(inner)
            else:
                rect = widget.visible().inflate(2 * ctx.px(SHADOW), 2 * ctx.px(SHADOW)) if move.kind == "slide" \
                    else widget.visible()
                self._parts.append((move, rect, self._alone(ctx, widget, rect)))
                hidden.append(widget)
        self._bare = finished.copy()
        for widget in hidden:
            widget.hidden = True
        try:
            repaint(self._bare)
        finally:
            for widget in hidden:
                widget.hidden = False
        if self._told < 0.0:
            self._begun = self._clock()  # making the pictures takes time that nobody saw

    def _alone(self, ctx: Context, widget: Widget, rect: pygame.Rect) -> pygame.Surface:
        """The widget by itself, on nothing."""
        sheet = pygame.Surface(self._full.get_size(), pygame.SRCALPHA)
        widget.draw(ctx, sheet)
        return sheet.subsurface(rect.clip(sheet.get_rect())).copy()

    def show(self, surface: pygame.Surface) -> bool:
        """Draws the present moment and gives the cues that are due; whether it goes on.  At the end the finished page
        is on the surface."""
        if self._page is None:
            return False
        elapsed = self._clock() - self._begun
        for sound in dict.fromkeys(cue.sound for cue in self._timeline.due(self._told, elapsed)):
            self._play(sound)
        self._told = max(self._told, elapsed, 0.0)
        if self._timeline.ended(elapsed):
            self._page = None
            surface.blit(self._full, (0, 0))
            return False
        surface.blit(self._bare, (0, 0))
        for move, rect, picture in self._parts:
            self._draw(surface, move, rect, picture, self._timeline.progress(move, elapsed))
        return True

    def _draw(self, surface: pygame.Surface, move: Move, rect: pygame.Rect, picture: pygame.Surface,
              part: float) -> None:
        if move.kind == "type":
            for box in typed(self._stops[move.key], rect, part):
                surface.blit(self._full, box.topleft, box)
        elif part > 0.0 and move.kind == "slide":
            picture.set_alpha(round(255 * min(1.0, 2.4 * part)))
            surface.blit(picture, picture.get_rect(topleft=(rect.x + round((1.0 - settle(part)) * self._way), rect.y)))
        elif part > 0.0:
            size = 1.0 + DROP * (1.0 - fall(part))
            chop = pygame.transform.rotozoom(picture, 0, size)
            chop.set_alpha(round(255 * min(1.0, 0.25 + 0.75 * part)))
            surface.blit(chop, chop.get_rect(center=rect.center))

    def _play(self, sound: str) -> None:
        if self.sounds is not None:
            self.sounds.play(sound)


def typed_stops(ctx: Context, widget: Widget) -> list[Stop]:
    """Where the front of a text that types in stands after each word, down to the last word in sight."""
    stops: list[Stop] = []
    seen, edge = widget.visible(), widget.visible().top
    for text in widget.walk():
        if not isinstance(text, Text):
            continue
        inset = ctx.px(16) if isinstance(text, Paragraph) and text.grade else 0
        set_text = text.set(ctx, text.rect.w - inset)
        if not set_text.lines:
            continue
        top = text.rect.bottom - set_text.height if isinstance(text, Paragraph) else text.rect.top
        below = ctx.text.leading(text.style(ctx)) / 2 - 0.37 * set_text.pixels  # from the baseline to the next line
        for line in set_text.lines:
            low = round(top + line.baseline + below)
            if edge >= seen.bottom:
                return stops
            words = [run for run in line.glyphs if run.text.strip() or run.kind == "dash"] or list(line.glyphs)
            stops += [(edge, low, round(text.rect.x + inset + run.x + run.width) + 1) for run in words]
            edge = max(edge, low)
    return stops


def typed(stops: list[Stop], rect: pygame.Rect, part: float) -> list[pygame.Rect]:
    """The boxes of ``rect`` that a text typed in so far takes: all lines above, and the line being typed."""
    if part >= 1.0 or not stops:
        return [rect]
    place = int(part * len(stops))
    if place == 0:
        return []
    top, low, right = stops[place - 1]
    above = pygame.Rect(rect.x, rect.y, rect.w, max(0, top - rect.y))
    line = pygame.Rect(rect.x, top, max(0, right - rect.x), low - top)
    return [box for box in (above.clip(rect), line.clip(rect)) if box.w > 0 and box.h > 0]
