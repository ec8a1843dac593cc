"""The colours that carry meaning stay apart for every kind of sight, and never carry it alone.

Dichromacy is simulated after G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009: their
matrices of severity 1.0, applied to linear RGB.  Distances are CIE 1976 (L*a*b*, D65): a difference of about 2.3 is
just noticeable, and 20 is plain at a glance.
"""

from __future__ import annotations

import itertools

import pygame
import pytest

from game import resources
from game.ui.gui.drawn import contrast
from game.ui.gui.fonts import Fonts
from game.ui.gui.paint import STANCE_TONES, Paint
from game.ui.gui.text import TextEngine
from game.ui.gui.theme import Colour, load_theme

THEME = load_theme(resources.assets() / "theme.yaml")
LEAST = 20.0
DATA = ("data_blue", "vermilion", "gold", "data_teal", "plum", "slate")
PATTERNS = ("diagonal", "back", "cross", "horizontal", "dots")
SIGHTS = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
Three = tuple[float, float, float]


def linear(colour: Colour) -> Three:
    red, green, blue = (v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour)
    return red, green, blue


def times(matrix: tuple[Three, ...], vector: Three) -> Three:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def lab(rgb: Three) -> Three:
    clipped = tuple(min(max(part, 0.0), 1.0) for part in rgb)
    xyz = times(((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750),
                 (0.0193339, 0.1191920, 0.9503041)), clipped)  # type: ignore[arg-type]

    def curve(part: float) -> float:
        return part ** (1 / 3) if part > 216 / 24389 else (part * 24389 / 27 + 16) / 116

    x, y, z = (curve(part / white) for part, white in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Colour, other: Colour, sight: str) -> float:
    a, b = (lab(times(SIGHTS[sight], linear(colour))) for colour in (one, other))
    return sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5


def least(names: tuple[str, ...]) -> tuple[float, str]:
    """The least distance between two of the colours over all sights, and where it is."""
    pairs = itertools.product(itertools.combinations(dict.fromkeys(names), 2), SIGHTS)
    return min((distance(THEME.colour(a), THEME.colour(b), sight), f"{a} and {b}, {sight}") for (a, b), sight in pairs)


def test_the_measure_agrees_with_published_values() -> None:
    white, red = lab(linear((255, 255, 255))), lab(linear((255, 0, 0)))
    assert white == pytest.approx((100, 0, 0), abs=0.02)
    assert red == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    for matrix in SIGHTS.values():
        assert times(matrix, (1.0, 1.0, 1.0)) == pytest.approx((1.0, 1.0, 1.0), abs=1e-5), "grey stays grey"


def test_a_natural_red_and_green_would_be_caught() -> None:
    assert distance((0xA0, 0x52, 0x2D), (0x6B, 0x7A, 0x2F), "usual") > LEAST
    assert distance((0xA0, 0x52, 0x2D), (0x6B, 0x7A, 0x2F), "deuteranopia") < LEAST


@pytest.mark.parametrize("names", [DATA, tuple(STANCE_TONES.values()), ("teal", "red", "ink"), ("red", "data_blue")],
                         ids=["data", "people", "badges", "record-and-yours"])
def test_colours_of_data_stay_apart_for_every_sight(names: tuple[str, ...]) -> None:
    found, where = least(names)
    print(f"least distance {found:.1f}: {where}")
    assert found >= LEAST, where


@pytest.mark.parametrize("variant", [None, *THEME.variants])
def test_seals_can_be_read(variant: str | None) -> None:
    theme = THEME.varied(variant) if variant else THEME
    for tone in STANCE_TONES.values():
        assert contrast(theme.colour("cream"), theme.colour(tone)) >= 4.5, tone
    assert contrast(theme.colour("data_blue"), theme.colour("card")) >= 4.5


def test_no_two_hatches_are_alike() -> None:
    pygame.display.init()
    pygame.font.init()
    paint = Paint(THEME, TextEngine(Fonts(resources.assets() / "fonts"), THEME.leading))
    box = pygame.Rect(0, 0, 48, 48)
    cells = {}
    for pattern in PATTERNS:
        surface = pygame.Surface(box.size)
        surface.fill(THEME.colour("card"))
        paint.hatch(surface, box, (0, 0, 0), pattern, 8)
        cells[pattern] = [sum(surface.get_at((x, y))[:3]) for y in range(48) for x in range(48)]
    for one, other in itertools.combinations(PATTERNS, 2):
        differing = sum(abs(a - b) > 150 for a, b in zip(cells[one], cells[other], strict=True))
        assert differing > 48 * 48 // 20, f"{one} and {other} look alike"
