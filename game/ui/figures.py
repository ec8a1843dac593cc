"""Exact figures as people read them: shares, chances, large counts, bars; rounded, and honest about it.

Called by the texts and pictures of exploration.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from game.ui.graph_page import rare
from game.ui.language import Language

__all__ = ["amount", "bar", "many", "rare", "share"]

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def share(odds: Fraction) -> str:
    """Returns a share as a percentage with two digits; what is neither none nor all never reads as 0 or 100.

    >>> share(Fraction(1, 8)), share(Fraction(1, 10**9)), share(1 - Fraction(1, 10**9)), share(Fraction(0))
    ('12.50 %', '< 0.01 %', '> 99.99 %', '0 %')
    """
    if odds in (0, 1):
        return f"{int(odds) * 100} %"
    if odds < Fraction(1, 10_000):
        return "< 0.01 %"
    if odds > 1 - Fraction(1, 10_000):
        return "> 99.99 %"
    return f"{float(odds) * 100:.2f} %"


def many(language: Language, count: int) -> str:
    """Returns a whole number, a very large one as a power of ten.

    >>> many(Language("en", "English", {}), 4930 * 10**40)
    '4.93 × 10⁴³'
    """
    if count < 10**15:
        return language.number(count)
    power = len(str(count)) - 1
    return f"{count // 10 ** (power - 2) / 100:.2f} × 10{str(power).translate(_RAISED)}"


def amount(value: Fraction, digits: int = 2, *, always: bool = False) -> str:
    """Returns a value with a true minus; what is not 0 never reads as 0.  Whole numbers are short unless ``always``.

    >>> amount(Fraction(-1, 18)), amount(Fraction(1, 1000)), amount(Fraction(7))
    ('−0.06', '< 0.01', '7')
    """
    if value.denominator == 1 and not always:
        return str(value).replace("-", "−")
    least = Fraction(1, 10**digits)
    if value and abs(value) < least / 2:
        return f"{'< ' if value > 0 else '> −'}{float(least):.{digits}f}"
    return f"{float(value):.{digits}f}".replace("-", "−")


def bar(odds: Fraction, width: int) -> str:
    """Returns a bar of at most ``width`` cells, drawn in eighths; whatever is possible has at least one.

    >>> bar(Fraction(1, 4), 8), bar(Fraction(1, 1000), 8), bar(Fraction(0), 8)
    ('██', '▏', '')
    """
    eighths = max(1, round(odds * width * 8)) if odds else 0
    return "█" * (eighths // 8) + (" ▏▎▍▌▋▊▉"[eighths % 8] if eighths % 8 else "")
