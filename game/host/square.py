"""An address as a square code that a phone's camera reads (QR, ISO/IEC 18004).  Called by ``serve``."""

from __future__ import annotations

import segno


def squared(text: str) -> tuple[tuple[bool, ...], ...]:
    """Returns the code's fields row by row, dark ones true; a quarter of it may be hidden and it is still read."""
    return tuple(tuple(bool(field) for field in row) for row in segno.make(text, error="q", micro=False).matrix)
