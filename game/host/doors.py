"""Who may come in: the join code, seats given out, tokens and keys, how often one may try.

Secrets are made here and nowhere else; the lesson's log holds a token's digest only.  Addresses are counted in memory
and never written down.  Called by ``seat_app``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Final

from game.classroom.answers import Fault, Refused
from game.classroom.keeper import Keeper
from game.classroom.room import Medium, Seat
from game.host.limits import Bucket

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that cannot be taken for one another: no 0 O, no 1 I L."""

CODE_LENGTH: Final = 6

JOINS: Final = (60, 1.0)
"""Joins of one address: so many at once, then so many a second; a class may sit behind one address."""

TRIES: Final = (12, 0.2)
"""Wrong codes or keys of one address: so many at once, then one in five seconds."""


class TooOften(Exception):
    """An address has tried too often."""


class Doors:
    """The doors of one lesson.  ``places`` is how many seats there are at the most."""

    def __init__(self, keeper: Keeper, places: int, clock: Callable[[], float], code: str = "") -> None:
        self.keeper: Final = keeper
        self.places: Final = places
        self.code: Final = code or new_code()
        self._joins, self._tries = Bucket(*JOINS, clock), Bucket(*TRIES, clock)

    def join(self, code: str, address: str) -> tuple[Seat, str]:
        """Gives out the next free seat; returns it and its token.  Raises ``Refused`` or ``TooOften``."""
        if not hmac.compare_digest(tidy(code).encode(), self.code.encode()):
            if not self._tries.takes(address):
                raise TooOften
            raise Refused(Fault.UNKNOWN)
        if not self._joins.takes(address):
            raise TooOften
        room = self.keeper.room
        if len(room.active) >= self.places:
            raise Refused(Fault.FULL)
        return self._given(max(room.seats, default=0) + 1)

    def rejoin(self, seat: int, key: str, address: str) -> tuple[Seat, str]:
        """Gives a seat to another device that knows its key; the old token ends.  Raises as ``join``."""
        found = self.keeper.room.seats.get(seat)
        right = found is not None and not found.removed and bool(found.key) and hmac.compare_digest(
            found.key.encode(), key.encode("utf-8", "replace"))
        if not right:
            if not self._tries.takes(address):
                raise TooOften
            raise Refused(Fault.UNKNOWN)
        token = secrets.token_urlsafe(16)
        self.keeper.do("medium", seat=seat, medium=Medium.PHONE.value, token=digest(token))
        return self.keeper.room.seats[seat], token

    def seat(self, token: str) -> Seat | None:
        """Returns the seat a token belongs to, or None."""
        sought = digest(token)
        return next((seat for seat in self.keeper.room.active if seat.token == sought), None) if token else None

    def _given(self, number: int) -> tuple[Seat, str]:
        token = secrets.token_urlsafe(16)
        self.keeper.do("join", seat=number, medium=Medium.PHONE.value, token=digest(token), key=self.new_key())
        return self.keeper.room.seats[number], token

    def new_key(self) -> str:
        """Returns four digits that no seat has yet."""
        taken = {seat.key for seat in self.keeper.room.seats.values()}
        while (key := f"{secrets.randbelow(10_000):04d}") in taken:
            pass
        return key


def new_code() -> str:
    """Returns a code to join by."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def tidy(code: str) -> str:
    """Returns a code as it was meant: capitals, without spaces and hyphens."""
    return "".join(char for char in code.upper() if char in ALPHABET)[:CODE_LENGTH + 1]


def digest(token: str) -> str:
    """Returns what is kept of a token."""
    return hashlib.blake2b(token.encode("utf-8", "replace"), digest_size=16).hexdigest()
