"""The drawing kit: paper, telegrams, seals, stamps, rules, hatches, badges, key caps and the focus ring.

Not widgets: plain pictures and strokes, cached. All noise comes from a fixed seed, so equal sizes give equal
pixels.
`grain=False` leaves the fine texture out (picture tests, slow machines).
"""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Callable

import pygame

from game.ui.gui import edges
from game.ui.gui.text import Style, TextEngine
from game.ui.gui.theme import Colour, Theme

STANCE_TONES = {"for": "red", "against": "data_blue", "neutral": "neutral"}
_SEED = 20
_KEPT_BYTES = 80 * 2**20  # pictures kept beside the desk; a window of 3840 x 2160 is 32 MB


def blend(a: Colour, b: Colour, part: float) -> Colour:
    """Colour `part` of the way from a to b."""
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def _bytes(picture: pygame.Surface) -> int:
    return picture.get_pitch() * picture.get_height()


class Paint:
    """Draws the look of the theme. Lengths are physical pixels; `scale` turns logical strokes into pixels."""

    def __init__(self, theme: Theme, text: TextEngine, grain: bool = True) -> None:
        self.theme, self.text, self.grain = theme, text, grain
        self._cache: OrderedDict[tuple[object, ...], pygame.Surface] = OrderedDict()
        self._desk: tuple[tuple[object, ...], pygame.Surface] | None = None
        self._corners: dict[int, tuple[pygame.Surface, int]] = {}

    def set_grain(self, grain: bool) -> None:
        """Turn the fine texture on or off."""
        if grain != self.grain:
            self.grain = grain
            self._cache.clear()
            self._desk = None

    def set_theme(self, theme: Theme) -> None:
        """Draw with other colours."""
        if theme != self.theme:
            self.theme = theme
            self._cache.clear()

    def _kept(self, key: tuple[object, ...], make: Callable[[], pygame.Surface]) -> pygame.Surface:
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = make()
            held = sum(map(_bytes, self._cache.values()))
            while len(self._cache) > 1 and (len(self._cache) > 160 or held > _KEPT_BYTES):
                held -= _bytes(self._cache.popitem(last=False)[1])
        else:
            self._cache.move_to_end(key)
        return found

    # -- surfaces --

    def _noise(self, cells: int, depth: int) -> pygame.Surface:
        """A 512 px tile of smooth noise, 0..depth in every channel, mirrored so that it joins without a
        seam."""

        def make() -> pygame.Surface:
            levels = random.Random(_SEED + cells).randbytes(cells * cells)
            pixels = b"".join(
                bytes((v, v, min(255, v * 5 // 4))) for v in (x * (depth + 1) >> 8 for x in levels)
            )
            small = pygame.image.frombytes(pixels, (cells, cells), "RGB")
            quarter = pygame.transform.smoothscale(small, (256, 256))
            tile = pygame.Surface((512, 512))
            for x in (False, True):
                for y in (False, True):
                    tile.blit(pygame.transform.flip(quarter, x, y), (256 * x, 256 * y))
            return tile

        return self._kept(("noise", cells, depth), make)

    def _texture(self, surface: pygame.Surface, strength: int) -> None:
        width, height = surface.get_size()
        for cells, depth in ((5, strength), (17, strength // 2), (128, strength // 2)):
            tile = self._noise(cells, depth)
            for y in range(0, height, 512):
                for x in range(0, width, 512):
                    surface.blit(tile, (x, y), special_flags=pygame.BLEND_RGB_SUB)
        luck = random.Random(_SEED + width * 7 + height)
        for _ in range(width * height // 14_000):
            x, y = luck.randrange(width), luck.randrange(height)
            dx, dy = luck.randint(-6, 6), luck.randint(-4, 4)
            base = surface.get_at((x, y))
            tone = blend((base.r, base.g, base.b), (255, 255, 255), 0.35)
            pygame.draw.aaline(surface, tone, (x, y), (x + dx, y + dy))

    def desk(self, size: tuple[int, int]) -> pygame.Surface:
        """The dark green table top, darker towards the edges."""

        key = (size, self.theme.colour("desk"))
        if self._desk is None or self._desk[0] != key:
            surface = pygame.Surface(size)
            surface.fill(self.theme.colour("desk"))
            if self.grain:
                self._texture(surface, 8)
            self._shade(surface, 46, lambda step: (0, 0, 0, round(60 * (1 - step / 46) ** 2)))
            self._desk = (key, surface)
        return self._desk[1]

    @staticmethod
    def _shade(surface: pygame.Surface, reach: int, tone: Callable[[int], tuple[int, int, int, int]]) -> None:
        box = surface.get_rect()
        if edges.frame(surface, edges.shade_corner(reach, tone), box):
            return
        shade = pygame.Surface(box.size, pygame.SRCALPHA)
        for step in range(reach):
            pygame.draw.rect(shade, tone(step), box.inflate(-2 * step, -2 * step), 1)
        surface.blit(shade, (0, 0))

    def paper(
        self, size: tuple[int, int], kind: str = "paper", torn: bool = False, scale: float = 1.0
    ) -> pygame.Surface:
        """A sheet: kind is a palette name (paper, card, telegram, folder); torn: perforated upper edge."""

        def make() -> pygame.Surface:
            surface = pygame.Surface(size, pygame.SRCALPHA if torn else 0)
            colour = self.theme.colour(kind)
            surface.fill(colour)
            if self.grain and kind != "card_lit":
                self._texture(surface, 11 if kind in ("telegram", "folder") else 8)
            reach = max(4, round(16 * scale))
            warm = blend(colour, (96, 66, 20), 0.6)
            self._shade(surface, reach, lambda step: (*warm, round(54 * (1 - step / reach) ** 2)))
            pygame.draw.rect(surface, self.theme.colour("rule"), surface.get_rect(), 1)
            if torn:
                radius, pitch = max(2, round(2.4 * scale)), max(6, round(8 * scale))
                for x in range(pitch // 2, size[0], pitch):
                    pygame.draw.circle(surface, (0, 0, 0, 0), (x, 0), radius)
            return surface

        return self._kept(("paper", size, kind, torn, round(scale, 2)), make)

    def sheet(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        kind: str = "paper",
        torn: bool = False,
        scale: float = 1.0,
    ) -> None:
        """A paper with its shadow."""
        reach = max(3, round(8 * scale))

        if reach not in self._corners:
            self._corners[reach] = edges.shadow_corner(reach)
        box = rect.inflate(2 * reach, 2 * reach).move(0, reach // 2)
        if not edges.frame(surface, self._corners[reach], box):
            surface.blit(self._kept(("shadow", rect.size, reach), lambda: self._shadow(rect.size, reach)), box.topleft)
        surface.blit(self.paper(rect.size, kind, torn, scale), rect.topleft)

    @staticmethod
    def _shadow(size: tuple[int, int], reach: int) -> pygame.Surface:
        """The shadow of a sheet too small for a stretched one."""
        shadow = pygame.Surface((size[0] + 2 * reach, size[1] + 2 * reach), pygame.SRCALPHA)
        pygame.draw.rect(shadow, (0, 0, 0, 120), (reach, reach, *size))
        return pygame.transform.gaussian_blur(shadow, max(1, reach // 2))

    # -- seals and stamps --

    def seal(self, characters: str, pixels: int, tone: str = "red", outline: bool = False) -> pygame.Surface:
        """A chop of one to four characters, `pixels` square, slightly turned; outline: coloured on paper."""
        return self._kept(
            ("seal", characters, pixels, tone, outline),
            lambda: self._cut_seal(characters, pixels, self.theme.colour(tone), outline),
        )

    def _cut_seal(self, characters: str, pixels: int, colour: Colour, outline: bool) -> pygame.Surface:
        luck = random.Random(_SEED + sum(map(ord, characters)))
        side = round(pixels * 0.9) * 2  # cut at twice the size: smoother edges after turning
        chop = pygame.Surface((side, side), pygame.SRCALPHA)
        ground = self.theme.colour("card") if outline else colour
        radius = max(2, side // 9)
        pygame.draw.rect(chop, ground, chop.get_rect(), border_radius=radius)
        if outline:
            pygame.draw.rect(chop, colour, chop.get_rect(), max(2, side // 18), border_radius=radius)
        ink = colour if outline else self.theme.colour("cream")
        cells = characters[:4]
        grid = 1 if len(cells) == 1 else 2
        em = round(side * (0.74 if grid == 1 else 0.43))
        cell = side / grid
        for index, character in enumerate(cells):
            # Read from the upper right downwards, as seals are.
            column, row = (0, 0) if grid == 1 else (1 - index // 2, index % 2)
            key = self.text.fonts.key("body", "zh", character, em)
            font = self.text.fonts.font(key)
            picture = font.render(character, True, ink)
            ink_box = picture.get_bounding_rect()
            inset = 0 if grid == 1 else side * 0.02 * (1 if column == 0 else -1)
            if len(cells) == 2:  # a single column stands in the middle
                inset = -cell / 2
            chop.blit(
                picture,
                (
                    round(cell * (column + 0.5) - ink_box.centerx + inset),
                    round(cell * (row + 0.5) - ink_box.centery + (0.5 - row) * side * 0.04 * (grid - 1)),
                ),
            )
        for _ in range(side * side // 260 if self.grain else 0):
            spot = (luck.randrange(side), luck.randrange(side))
            wear = pygame.Surface((luck.randint(2, 5), luck.randint(2, 4)), pygame.SRCALPHA)
            wear.fill((0, 0, 0, luck.randint(20, 120)))
            chop.blit(wear, spot, special_flags=pygame.BLEND_RGBA_SUB)
        return pygame.transform.rotozoom(chop, luck.uniform(-4, 4), 0.5)

    def stamp(self, text: str, language: str, pixels: int, tone: str = "red") -> pygame.Surface:
        """A framed rubber stamp such as MOST SECRET, slightly turned."""

        def make() -> pygame.Surface:
            style = Style("typewriter" if language == "en" else "bold", pixels, language)
            layout = self.text.layout(text, style, 100_000)
            pad = pixels // 3
            face = pygame.Surface((layout.width + 3 * pad, layout.height + pad), pygame.SRCALPHA)
            colour = self.theme.colour(tone)
            self.text.draw(face, layout, pad * 3 // 2, pad // 2, colour)
            pygame.draw.rect(face, colour, face.get_rect(), max(2, pixels // 11), border_radius=pad // 2)
            return pygame.transform.rotozoom(face, 4, 1.0)

        return self._kept(("stamp", text, language, pixels, tone), make)

    def badge(self, surface: pygame.Surface, stance: str, centre: tuple[int, int], radius: int) -> None:
        """The mark of a stance: for = tick, against = cross, neutral = bar, in a ring."""

        def make() -> pygame.Surface:
            unit = radius * 4
            big = pygame.Surface((2 * unit, 2 * unit), pygame.SRCALPHA)
            pygame.draw.circle(big, self.theme.colour("card_lit"), (unit, unit), unit)
            pygame.draw.circle(big, self.theme.colour("ink"), (unit, unit), unit, max(3, unit // 7))
            thick = max(4, unit // 4)
            if stance == "for":
                points = [(0.55, 1.05), (0.87, 1.38), (1.48, 0.66)]
                pygame.draw.lines(
                    big, self.theme.colour("teal"), False, [(x * unit, y * unit) for x, y in points], thick
                )
            elif stance == "against":
                for a, b in (((0.62, 0.62), (1.38, 1.38)), ((0.62, 1.38), (1.38, 0.62))):
                    pygame.draw.line(
                        big,
                        self.theme.colour("red"),
                        (a[0] * unit, a[1] * unit),
                        (b[0] * unit, b[1] * unit),
                        thick,
                    )
            else:
                pygame.draw.line(
                    big, self.theme.colour("ink"), (0.55 * unit, unit), (1.45 * unit, unit), thick
                )
            return pygame.transform.smoothscale(big, (2 * radius, 2 * radius))

        surface.blit(self._kept(("badge", stance, radius), make), (centre[0] - radius, centre[1] - radius))

    # -- strokes --

    def rule(
        self,
        surface: pygame.Surface,
        style: str,
        colour: Colour,
        start: tuple[int, int],
        length: int,
        scale: float,
        vertical: bool = False,
    ) -> None:
        """A grade's rule: double, split, single, dashed or dotted; `length` to the right, or down if
        vertical."""

        def bar(along: float, size: float, across: float, thick: float) -> None:
            box = (round(along), round(across), max(1, round(size)), max(1, round(thick)))
            if vertical:
                box = (box[1], box[0], box[3], box[2])
            pygame.draw.rect(surface, colour, box)

        x, y = (start[1], start[0]) if vertical else start
        if style == "double":
            bar(x, length, y, 2 * scale)
            bar(x, length, y + 4 * scale, 1.4 * scale)
        elif style == "split":
            half = length * 0.5 - 4 * scale
            bar(x, half, y, 2.4 * scale)
            bar(x + length - half, half, y + 3 * scale, 2.4 * scale)
        elif style == "single":
            bar(x, length, y + 2 * scale, 1.4 * scale)
        else:
            dash, gap = (9 * scale, 5 * scale) if style == "dashed" else (2.4 * scale, 4 * scale)
            thick, at = 2.4 * scale, 0.0
            while at < length:
                bar(x + at, min(dash, length - at), y + scale, thick)
                at += dash + gap

    def hatch(
        self, surface: pygame.Surface, rect: pygame.Rect, colour: Colour, pattern: str, pitch: int
    ) -> None:
        """Fill a box with diagonal, back, cross, horizontal or dots, so that colour never carries meaning
        alone."""

        def make() -> pygame.Surface:
            tile = pygame.Surface(rect.size, pygame.SRCALPHA)
            tile.fill((*colour, 60))
            for at in range(-rect.h, rect.w, pitch):
                if pattern in ("diagonal", "cross"):
                    pygame.draw.aaline(tile, colour, (at, rect.h), (at + rect.h, 0))
                if pattern in ("back", "cross"):
                    pygame.draw.aaline(tile, colour, (at, 0), (at + rect.h, rect.h))
            for y in range(pitch // 2, rect.h, pitch):
                if pattern == "horizontal":
                    pygame.draw.line(tile, colour, (0, y), (rect.w, y))
                for x in range(pitch // 2, rect.w if pattern == "dots" else 0, pitch):
                    pygame.draw.circle(tile, colour, (x, y), max(1, pitch // 4))
            return tile

        surface.blit(self._kept(("hatch", rect.size, colour, pattern, pitch), make), rect.topleft)

    def ring(self, surface: pygame.Surface, rect: pygame.Rect, scale: float) -> None:
        """The focus ring: blue with white on both sides, outside the box given."""
        radius = round(5 * scale)
        for grow, thick, colour in ((5, 6, "white"), (4, 4, "blue")):
            box = rect.inflate(2 * round(grow * scale) - 2, 2 * round(grow * scale) - 2)
            pygame.draw.rect(
                surface,
                self.theme.colour(colour),
                box,
                max(2, round(thick * scale * 0.8)),
                border_radius=radius + round(grow * scale) // 2,
            )

    def key_cap(self, surface: pygame.Surface, text: str, x: int, centre_y: int, scale: float) -> int:
        """A key with its name; returns the x just right of it."""
        style = Style("bold", round(14 * scale), "en")
        layout = self.text.layout(text, style, 10_000)
        box = pygame.Rect(x, 0, max(round(26 * scale), layout.width + round(14 * scale)), round(25 * scale))
        box.centery = centre_y
        pygame.draw.rect(surface, self.theme.colour("desk"), box, border_radius=round(4 * scale))
        pygame.draw.rect(
            surface,
            self.theme.colour("brass"),
            box,
            max(1, round(1.6 * scale)),
            border_radius=round(4 * scale),
        )
        self.text.draw(
            surface,
            layout,
            box.centerx - layout.width // 2,
            box.centery - layout.height // 2,
            self.theme.colour("cream"),
        )
        return box.right

    def warning(self, surface: pygame.Surface, x: int, y: int, size: int, colour: Colour) -> None:
        """A small outlined triangle, `size` wide, its box's top left corner at (x, y)."""
        points = [(x, y + size - 1), (x + size / 2, y), (x + size, y + size - 1)]
        pygame.draw.polygon(surface, colour, points, max(1, size // 8))

    def cross(self, surface: pygame.Surface, centre: tuple[int, int], size: int, colour: Colour) -> None:
        """A ✗, which the fonts lack."""
        x, y, half = *centre, size // 2
        for a, b in (
            ((x - half, y - half), (x + half, y + half)),
            ((x - half, y + half), (x + half, y - half)),
        ):
            pygame.draw.line(surface, colour, a, b, max(2, size // 6))
