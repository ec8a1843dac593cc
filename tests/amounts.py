"""How many examples the tests of laws try: few in every run, many with ``--thorough``."""

from __future__ import annotations

THOROUGHLY = 8
"""So many times as many with ``--thorough``."""

_thorough = False


def be_thorough() -> None:
    """Called before any test is read."""
    global _thorough
    _thorough = True


def examples(few: int) -> int:
    """Returns how many examples to try where ``few`` are enough for every run."""
    return few * THOROUGHLY if _thorough else few
