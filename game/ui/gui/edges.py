"""Soft borders of any size from one small picture: shadows, darkened edges and the veil under a dialog.

Not a cache and not a look: the pictures come from paint.py.  A border is even along its sides, so blurring or shading
a small square once and stretching its sides gives the same pixels as doing it at full size, in a fraction of the time
and memory.  Called by the drawing kit and the app.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame

VEIL = (10, 14, 12, 150)
_STRIP = 64


def shadow_corner(reach: int) -> tuple[pygame.Surface, int]:
    """Returns the shadow of a small sheet, ``reach`` pixels wider on every side, and the width of its border."""
    border = 4 * reach + 2
    side = 2 * border + 1
    shadow = pygame.Surface((side, side), pygame.SRCALPHA)
    pygame.draw.rect(shadow, (0, 0, 0, 120), (reach, reach, side - 2 * reach, side - 2 * reach))
    return pygame.transform.gaussian_blur(shadow, max(1, reach // 2)), border


def shade_corner(reach: int, tone: Callable[[int], tuple[int, int, int, int]]) -> tuple[pygame.Surface, int]:
    """Returns a small square whose outlines, from without inwards, have the tones given, and the border's width."""
    side = 2 * reach + 1
    shade = pygame.Surface((side, side), pygame.SRCALPHA)
    for step in range(reach):
        pygame.draw.rect(shade, tone(step), (step, step, side - 2 * step, side - 2 * step), 1)
    return shade, reach


def frame(surface: pygame.Surface, corner: tuple[pygame.Surface, int], box: pygame.Rect) -> bool:
    """Draws the border around the inside of ``box``; the middle is left alone.

    Returns False, and draws nothing, where the box is too small to hold two borders.
    """
    picture, border = corner
    if min(box.size) < 2 * border + 1:
        return False
    far = picture.get_width() - border
    long, tall = box.w - 2 * border, box.h - 2 * border
    for x, left in ((0, box.x), (far, box.right - border)):
        for y, top in ((0, box.y), (far, box.bottom - border)):
            surface.blit(picture, (left, top), (x, y, border, border))
        side = picture.subsurface((x, border, border, 1))
        surface.blit(pygame.transform.scale(side, (border, tall)), (left, box.y + border))
    for y, top in ((0, box.y), (far, box.bottom - border)):
        side = picture.subsurface((border, y, 1, border))
        surface.blit(pygame.transform.scale(side, (long, border)), (box.x + border, top))
    return True


def veil(surface: pygame.Surface) -> None:
    """Darkens everything drawn so far."""
    strip = pygame.Surface((surface.get_width(), _STRIP), pygame.SRCALPHA)
    strip.fill(VEIL)
    for top in range(0, surface.get_height(), _STRIP):
        surface.blit(strip, (0, top))
