"""A short play as a moving picture, for a page that tells of the game.  Called by ``cli``; needs Pillow.

Drives a window on no screen with the same keys a player presses; the clock is its own, so the picture is the same
on a fast machine and on a slow one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from game.core.model import Table
from game.play.session import Session, Track
from game.ui.gui.app import App
from game.ui.gui.desk import TOLD, Desk
from game.ui.gui.screens import flow
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.theme import Colour

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 960
FRAME = 1 / 15
COLOURS = 255
SWATCH = 12
"""Rows of pixels by which a tone of the theme is made to count, however rarely it is seen."""


class NoPillow(RuntimeError):
    """The library that writes moving pictures is not there."""


class Film:
    """Frames with the seconds each is seen.  ``now`` is the clock of the window that is filmed."""

    def __init__(self, app: App) -> None:
        self.app, self.now = app, 0.0
        self.frames: list[tuple[bytes, float]] = []

    def hold(self, seconds: float) -> None:
        """Films until nothing moves, then stays on the page."""
        self.app.step([])
        while self.app.stage.moving:
            self._take(FRAME)
            self.now += FRAME
            self.app.step([])
        self._take(seconds)

    def key(self, key: int, seconds: float) -> None:
        """Presses a key and films what it does."""
        self.app.step([pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="")])
        self.hold(seconds)

    def _take(self, seconds: float) -> None:
        picture = pygame.image.tobytes(self.app.surface, "RGB")
        self.now += seconds if not self.app.stage.moving else 0.0
        if self.frames and self.frames[-1][0] == picture:
            self.frames[-1] = (picture, self.frames[-1][1] + seconds)
        else:
            self.frames.append((picture, seconds))

    def save(self, path: Path) -> None:
        """Writes a GIF that repeats.  Raises ``NoPillow``, ``OSError``."""
        try:
            from PIL import Image
        except ImportError as fault:
            raise NoPillow("Pillow is not installed") from fault
        size = self.app.surface.get_size()
        small = (WIDTH, round(WIDTH * size[1] / size[0]))
        pictures = [Image.frombytes("RGB", size, data).resize(small, Image.Resampling.LANCZOS)
                    for data, _ in self.frames]
        palette = _palette(pictures, list(self.app.ctx.theme.palette.values()))
        flat = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
        flat[0].save(path, save_all=True, append_images=flat[1:], loop=0, optimize=False,
                     duration=[round(seconds * 100) * 10 for _, seconds in self.frames])


def _palette(pictures: list[Image.Image], tones: Sequence[Colour]) -> Image.Image:
    """One palette for all frames, so that what stands still does not flicker; the tones of the theme are all in it."""
    from PIL import Image

    some = pictures[:: max(1, len(pictures) // 8)]
    wide, tall = some[0].size
    strip = Image.new("RGB", (wide // 2, tall // 2 * len(some) + SWATCH * len(tones)))
    for number, picture in enumerate(some):
        strip.paste(picture.resize((wide // 2, tall // 2)), (0, tall // 2 * number))
    for number, tone in enumerate(tones):
        strip.paste(tone, (0, strip.height - SWATCH * (number + 1), wide // 2, strip.height - SWATCH * number))
    return strip.quantize(COLOURS, method=Image.Quantize.MEDIANCUT)


def play_through(film: Film, desk: Desk, name: str) -> None:
    """Films a play: its cover, two decisions with what the record shows, the ending and the comparison."""
    app = film.app
    desk.settings.predict = False
    app.ctx.paint.set_grain(False)
    app.open(flow.title(desk))
    film.hold(1.6)
    desk.begin(name, Track.BRANCH, seed=7)
    for choice in (pygame.K_2, pygame.K_1):
        while desk.here.kind in TOLD:
            desk.go_on()
        if desk.play.ended:
            break
        app.do(flow.opened(desk))
        film.hold(1.8)
        if isinstance(desk.play.node, Table):
            desk.decide(as_recorded(desk.play))
            app.do(flow.opened(desk))
            film.hold(2.2)
            continue
        film.key(choice, 0.9)
        film.key(pygame.K_RETURN, 2.2)
    while not desk.play.ended:
        desk.decide(as_recorded(desk.play))
    while desk.here.kind != "ending":
        desk.go_on()
    app.do(flow.opened(desk))
    film.hold(2.0)
    screen = ComparisonScreen(desk.play)
    app.open(screen)
    film.hold(2.6)
    for _ in range(2):
        film.key(pygame.K_RIGHT, 0.3)
        film.key(pygame.K_RETURN, 1.8)


def as_recorded(session: Session) -> str:
    """Returns the move of the record, or the first one open where the record made none or could not make it here."""
    moves, wanted = session.moves(), session.rules.record_move(session.position)
    return wanted if wanted in moves else moves[0]
