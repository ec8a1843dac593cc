"""Who sits where: how a class splits into councils, and which role falls to which seat.

Pure arithmetic over seat numbers; called by ``room`` and by the seating chart.
"""

from __future__ import annotations

from typing import Final

from game.classroom.model import Kind

LEAST: Final = 4
MOST: Final = 6
"""How many seats a council has; fewer people than ``LEAST`` make one smaller council, seven make one larger."""

PAIRED_ABOVE: Final = 24
"""Above so many students two share a seat, unless the teacher says otherwise."""

TEMPLATES: Final[dict[int, tuple[Kind, ...]]] = {
    1: (Kind.DECIDER,),
    2: (Kind.DECIDER, Kind.ADVISER),
    3: (Kind.DECIDER, Kind.ADVISER, Kind.RECORDER),
    4: (Kind.DECIDER, Kind.ADVISER, Kind.ADVISER, Kind.RECORDER),
    5: (Kind.DECIDER, Kind.ADVISER, Kind.ADVISER, Kind.RECORDER, Kind.ADVISER),
    6: (Kind.DECIDER, Kind.ADVISER, Kind.ADVISER, Kind.RECORDER, Kind.ADVISER, Kind.OBSERVER),
}
"""What the seats of a council do, in the order they are filled: whoever comes late finds the needed ones taken."""


def councils(seats: int) -> tuple[int, ...]:
    """Returns the sizes of the councils that ``seats`` split into, as even as can be, larger ones first.

    >>> councils(30)
    (6, 6, 6, 6, 6)
    >>> councils(7), councils(5), councils(9)
    ((7,), (5,), (5, 4))
    """
    if seats <= 0:
        return ()
    if seats <= MOST + 1:
        return (seats,)
    number = -(-seats // MOST)
    small, larger = divmod(seats, number)
    return (small + 1,) * larger + (small,) * (number - larger)


def kinds(size: int) -> tuple[Kind, ...]:
    """Returns what the seats of a council of ``size`` do; seats beyond six observe."""
    template = TEMPLATES[min(size, MOST)]
    return template + (Kind.OBSERVER,) * (size - len(template))


def shares_seats(students: int) -> bool:
    """Says whether two students share a seat by default."""
    return students > PAIRED_ABOVE
