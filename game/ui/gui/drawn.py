"""Looks at what is really drawn: text over text, text cut by a box, text too faint for what lies behind it.

Complements ``audit``, which reads the tree and cannot see what a widget paints by itself.  For tests; never called
while playing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

import pygame

from game.ui.gui import edges
from game.ui.gui.app import App
from game.ui.gui.context import Context
from game.ui.gui.linebreak import HALF_LEFT, HALF_RIGHT
from game.ui.gui.text import Layout, Line
from game.ui.gui.theme import Colour
from game.ui.gui.widgets.base import Widget, focusables
from game.ui.gui.widgets.containers import Scroll

ASCENT, DESCENT = 0.72, 0.16  # of the em: the part of a line that ink fills


@dataclass(frozen=True, slots=True)
class Seen:
    """A line of text as drawn.  box: its ink; shown: what a clip leaves of it; behind: the contrast with the worst
    pixel found behind it; number: the call that drew it."""

    text: str
    box: pygame.Rect
    shown: pygame.Rect
    clip: pygame.Rect
    contrast: float
    ink: Colour
    number: int


@lru_cache(maxsize=4096)
def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _worst(surface: pygame.Surface, shown: pygame.Rect, ink: Colour, step: int) -> float:
    """The contrast of ink with the pixels behind it.  Points are read with the mean of four neighbours, since a
    single fibre or grain is no ground to read against."""
    worst = 21.0
    for y in range(shown.top + 1, shown.bottom - 2, max(3, shown.h // 3)):
        for x in range(shown.left + 1, shown.right - 2, step):
            spots = [surface.get_at(at)[:3] for at in ((x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1))]
            mean = tuple(sum(spot[channel] for spot in spots) // 4 for channel in range(3))
            worst = min(worst, contrast(ink, mean))  # type: ignore[arg-type]
    return worst


def _ink(line: Line) -> tuple[float, float]:
    """Where the ink of a line begins and ends: full-width marks at its ends may hang over with their empty half."""
    first, last = line.glyphs[0], line.glyphs[-1]
    lead = 0.5 * first.key[1] if first.text in HALF_LEFT and first.width > 0.9 * first.key[1] else 0.0
    tail = 0.5 * last.key[1] if last.text in HALF_RIGHT and last.width > 0.9 * last.key[1] else 0.0
    return first.x + lead, last.x + last.width - tail


@contextmanager
def watching(ctx: Context, surface: pygame.Surface) -> Iterator[list[Seen]]:
    """Collects every line of text drawn on the surface meanwhile."""
    seen: list[Seen] = []
    engine, draw, calls = ctx.text, ctx.text.draw, [0]

    def spy(target: pygame.Surface, layout: Layout, x: int, y: int, colour: Colour,
            note_colour: Colour | None = None) -> None:
        if target is surface:
            calls[0] += 1
            clip = surface.get_clip()
            for line in layout.lines:
                if not line.glyphs:
                    continue
                left, right = _ink(line)
                top = y + line.baseline - round(ASCENT * layout.pixels)
                box = pygame.Rect(round(x + left), top, round(right - left),
                                  round((ASCENT + DESCENT) * layout.pixels))
                shown = box.clip(clip)
                worst = _worst(surface, shown, colour, max(4, layout.pixels // 2)) if shown.w and shown.h else 21.0
                said = "".join(run.text if run.kind != "word" else f" {run.text}" for run in line.glyphs)
                seen.append(Seen(said.strip()[:40], box, shown, clip.copy(), worst, colour, calls[0]))
        draw(target, layout, x, y, colour, note_colour)

    vars(engine)["draw"] = spy
    try:
        yield seen
    finally:
        vars(engine).pop("draw")


def look(app: App) -> list[Seen]:
    """Draws the window once more and returns the text of the screen on top."""
    root, top = app.root, app.stack[-1]
    ctx, surface = app.ctx, app.surface
    if top.screen.overlay and len(app.stack) > 1:
        app.stack.pop()
        app.dirty = True
        app.step(())
        app.stack.append(top)
        edges.veil(surface)
        parts = [root.children[0], root.children[2]]
    else:
        surface.blit(ctx.paint.desk(surface.get_size()), (0, 0))
        parts = [root]
    ctx.focused = top.focused
    with watching(ctx, surface) as seen:
        for part in parts:
            part.draw(ctx, surface)
    return _last(seen)


def _last(seen: list[Seen]) -> list[Seen]:
    """What remains where a text is drawn several times on one spot: halo first, ink last."""
    kept: dict[str, list[Seen]] = {}
    for line in seen:
        same = kept.setdefault(line.text, [])
        near = line.box.inflate(line.box.h // 2, line.box.h // 2)
        halo = [one for one in same if near.contains(one.box)]
        same[:] = [one for one in same if one not in halo]
        behind = contrast(line.ink, halo[-1].ink) if halo and halo[-1].ink != line.ink else line.contrast
        same.append(replace(line, contrast=behind))
    return [line for lines in kept.values() for line in lines]


def audit_drawn(app: App, least: float = 4.5) -> list[str]:
    """One line per fault in what the top screen draws; empty when there is none.  least: the contrast asked for."""
    seen, root = look(app), app.root
    scrolls = [widget.visible() for widget in root.walk() if type(widget) is Scroll]
    # Pictures that are moved about under their frame may be cut by it on every side.
    views = [widget.visible() for widget in root.walk()
             if widget.role == "map" or (widget.clips and type(widget) is not Scroll)]
    seen = [line for line in seen if line.clip.contains(line.box) or line.clip in scrolls
            or not any(view.contains(line.clip) for view in views)]
    faults = []
    for line in seen:
        if line.contrast < least and line.shown.h >= line.box.h:
            faults.append(f"text {line.text!r}: contrast {line.contrast:.2f}, least {least}")
        faults += _cut(line, app.surface.get_rect(), scrolls)
    return faults + _overlaps(seen) + _straddles(seen, root)


def _cut(line: Seen, window: pygame.Rect, scrolls: list[pygame.Rect]) -> list[str]:
    if not line.clip.w or not line.clip.h:
        return []  # scrolled out of sight with the scroll view it lies in
    if line.box.left < line.clip.left - 2 or line.box.right > line.clip.right + 2:
        return [f"text {line.text!r}: cut at the side, {line.box} in {line.clip}"]
    whole = window.top - 1 <= line.box.top and line.box.bottom <= window.bottom + 1
    if line.clip == window:
        return [] if whole else [f"text {line.text!r}: drawn beyond the window"]
    upright = line.clip.top <= line.box.top + 1 and line.box.bottom - 1 <= line.clip.bottom
    if not upright and not any(line.clip == scroll.clip(window) for scroll in scrolls):
        return [f"text {line.text!r}: cut by a box that does not scroll"]
    return []


def _overlaps(seen: list[Seen]) -> list[str]:
    faults = []
    lines = sorted((line for line in seen if line.shown.h > 2), key=lambda line: line.shown.top)
    for index, one in enumerate(lines):
        for other in lines[index + 1:]:
            if other.shown.top >= one.shown.bottom:
                break
            if one.number != other.number and min(one.shown.clip(other.shown).size) > 2:
                faults.append(f"text {one.text!r} is drawn over {other.text!r}")
    return faults


def _straddles(seen: list[Seen], root: Widget) -> list[str]:
    """Text that crosses the edge of a control, its own or another's."""
    faults = []
    stops = [(widget, widget.visible()) for widget in focusables(root) if not widget.clips]
    for line in seen:
        for widget, box in stops:
            shared = line.shown.clip(box)
            if min(shared.size) > 2 and not box.inflate(6, 6).contains(line.shown):
                faults.append(f"text {line.text!r} crosses the edge of {widget.role} {widget.key or widget.label!r}")
    return faults
