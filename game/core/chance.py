"""Luck without a generator: one draw is a function of seed, ply and odds.

Not a stream: nothing to save, undo or ship.  *Undo, then the same choice* meets the same luck, and two options
tried at one ply meet the same number.  Called by ``play.session`` alone; the rules never draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from hashlib import blake2b
from typing import Final, TypeVar

Key = TypeVar("Key", bound=str)

_SPAN: Final = 1 << 64


def fraction(seed: int, ply: int) -> Fraction:
    """Returns the exact number in [0, 1) that ``seed`` holds for ``ply``; the same on every platform."""
    digest = blake2b(f"{seed}/{ply}".encode(), digest_size=8).digest()
    return Fraction(int.from_bytes(digest, "big"), _SPAN)


def draw(seed: int, ply: int, odds: Mapping[Key, Fraction]) -> Key:
    """Draws one key of ``odds`` (fractions that sum to 1, walked in their order).

    Raises ``ValueError`` if ``odds`` is empty.
    """
    if not odds:
        raise ValueError("nothing to draw from")
    point = fraction(seed, ply)
    total = Fraction(0)
    for key, share in odds.items():
        total += share
        if point < total:
            return key
    return list(odds)[-1]
