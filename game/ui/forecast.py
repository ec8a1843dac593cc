"""The forecast a player notes before a decision: how likely each option is the recorded one, in parts of 100."""

from __future__ import annotations


def parse_forecast(text: str) -> dict[str, int]:
    """Reads a forecast note: ``refuse=40,for-a-price=60``; what is not of that form is left out."""
    shares = {}
    for part in text.split(","):
        move, _, share = part.partition("=")
        if share.isascii() and share.isdigit() and len(share) < 6:
            shares[move] = int(share)
    return shares


def format_forecast(shares: dict[str, int]) -> str:
    """Writes a forecast note; raises ``ValueError`` unless the shares, none below 0, total 100."""
    if sum(shares.values()) != 100 or min(shares.values()) < 0:
        raise ValueError("a forecast totals 100")
    return ",".join(f"{move}={share}" for move, share in shares.items())
