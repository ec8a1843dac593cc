"""The hints of the bar for a hand on the game pad: which button stands for which key, and its picture.

Called by the app after the last input came from a pad.  Hints whose key no button has are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import pygame

from game.ui.gui.context import Context

FACES = {"Enter": "A", "Esc": "B", "S": "X", "L": "Y", "PgUp PgDn": "LT RT", "Tab": "LB RB", "U": "View", "F10": "Menu",
         "I": "L3", "F": "R3", "↑↓": "D-pad up down", "←→": "D-pad left right", "←→↑↓": "D-pad", "1–9": "D-pad up down"}
"""Name of a key in a screen's hints -> the button that does the same."""
FINE = 4
"""How many times larger the shapes are drawn before they are shrunk."""
ARMS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


class PadKey(str):
    """A button's name as it is read aloud; ``face`` says which picture it has."""

    face: str

    def __new__(cls, said: str, face: str) -> PadKey:
        made = super().__new__(cls, said)
        made.face = face
        return made


def pad_hints(ctx: Context, hints: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Returns the hints a pad can follow, their keys named by buttons, each button once."""
    found: dict[str, tuple[str, str]] = {}
    for key, text in hints:
        face = FACES.get(key)
        if face is not None and face not in found:
            found[face] = (PadKey(spoken(ctx, face), face), text)
    return list(found.values())


def spoken(ctx: Context, face: str) -> str:
    """Returns a button's name in words; letters stay what is printed on the pad."""
    first = face.split()[0]
    return {"D-pad": ctx.t("pad.cross"), "View": ctx.t("pad.view"), "Menu": ctx.t("pad.menu"),
            "L3": ctx.t("pad.left_stick"), "R3": ctx.t("pad.right_stick")}.get(first, face)


def width(ctx: Context, key: PadKey) -> int:
    """Returns how wide the picture of a button is, in pixels."""
    parts = key.face.split()
    if parts[0] == "D-pad" or len(parts) == 1:
        return ctx.px(38 if _wide(parts[0]) else 28)
    return ctx.px(38) * len(parts) + ctx.px(4) * (len(parts) - 1)


def _wide(part: str) -> bool:
    return part in ("LB", "RB", "LT", "RT")


def draw(ctx: Context, surface: pygame.Surface, key: PadKey, x: int, centre_y: int) -> int:
    """Draws the button from x on; returns the x just right of it."""
    parts = key.face.split()
    if parts[0] == "D-pad":
        box = pygame.Rect(x, centre_y - ctx.px(14), ctx.px(28), ctx.px(28))
        _smooth(surface, box, lambda big: _cross(ctx, big, parts[1:] or list(ARMS)))
        return box.right
    for part in parts:
        box = pygame.Rect(x, 0, ctx.px(38 if _wide(part) else 28), ctx.px(28))
        box.centery = centre_y
        _smooth(surface, box, partial(_shape, ctx, part))
        if part not in ("Menu", "View"):
            _letter(ctx, surface, part, box)
        x = box.right + ctx.px(4)
    return x - ctx.px(4)


def _smooth(surface: pygame.Surface, box: pygame.Rect, paint: Callable[[pygame.Surface], None]) -> None:
    """Draws a shape at four times its size and shrinks it, for smooth edges."""
    big = pygame.Surface((box.w * FINE, box.h * FINE), pygame.SRCALPHA)
    paint(big)
    surface.blit(pygame.transform.smoothscale(big, box.size), box.topleft)


def _shape(ctx: Context, part: str, big: pygame.Surface) -> None:
    line, box = ctx.px(1.8 * FINE), big.get_rect()
    if _wide(part):  # a shoulder is round at the top, a trigger at the bottom
        box = box.inflate(0, -ctx.px(4 * FINE))
        high, flat = ctx.px(11 * FINE), ctx.px(3 * FINE)
        top, low = (high, flat) if part.endswith("B") else (flat, high)
        for colour, thick in (("desk", 0), ("brass", line)):
            pygame.draw.rect(big, ctx.colour(colour), box, thick, border_top_left_radius=top,
                             border_top_right_radius=top, border_bottom_left_radius=low, border_bottom_right_radius=low)
        return
    for colour, thick in (("desk", 0), ("brass", line)):
        pygame.draw.circle(big, ctx.colour(colour), box.center, box.w // 2, thick)
    if part in ("L3", "R3"):  # a stick, pressed: notches where it leans
        for dx, dy in ARMS.values():
            notch = pygame.Rect(0, 0, ctx.px(5 * FINE), ctx.px(5 * FINE))
            notch.center = (box.centerx + dx * box.w // 2, box.centery + dy * box.h // 2)
            pygame.draw.rect(big, ctx.colour("brass"), notch)
    elif part == "Menu":
        for row in (-5, 0, 5):
            bar = pygame.Rect(0, 0, ctx.px(13 * FINE), ctx.px(2 * FINE))
            bar.center = (box.centerx, box.centery + ctx.px(row * FINE))
            pygame.draw.rect(big, ctx.colour("cream"), bar)
    elif part == "View":
        for fill, step in (("desk", -2.5), ("cream", 2.5)):
            card = pygame.Rect(0, 0, ctx.px(10 * FINE), ctx.px(8 * FINE))
            card.center = (box.centerx + ctx.px(step * FINE), box.centery + ctx.px(step * FINE))
            pygame.draw.rect(big, ctx.colour(fill), card)
            pygame.draw.rect(big, ctx.colour("cream"), card, ctx.px(1.4 * FINE))


def _letter(ctx: Context, surface: pygame.Surface, text: str, box: pygame.Rect) -> None:
    layout = ctx.text.layout(text, ctx.style("bold", 16 if len(text) == 1 else 13, justify=False, leading=1.2), 10_000)
    ctx.text.draw(surface, layout, box.centerx - layout.width // 2, box.centery - layout.height // 2,
                  ctx.colour("cream"))


def _cross(ctx: Context, big: pygame.Surface, lit: Sequence[str]) -> None:
    """The directional pad; the arms that count are filled."""
    box, line = big.get_rect(), ctx.px(1.8 * FINE)
    broad = box.w * 10 // 28
    arms = [pygame.Rect(0, 0, box.w, broad), pygame.Rect(0, 0, broad, box.h)]
    for colour, grow in (("brass", 0), ("desk", -2 * line)):
        for arm in arms:
            arm.center = box.center
            pygame.draw.rect(big, ctx.colour(colour), arm.inflate(grow, grow), border_radius=ctx.px(2 * FINE))
    for name in lit:
        dx, dy = ARMS[name]
        cap = pygame.Rect(0, 0, broad - 2 * line, broad - 2 * line)
        cap.center = (box.centerx + dx * (box.w - broad) // 2, box.centery + dy * (box.h - broad) // 2)
        pygame.draw.rect(big, ctx.colour("cream"), cap)
