"""Who sits where: how a class splits into councils, and which role falls to which seat.

Pure arithmetic over seat numbers; called by ``seats`` and by the seating chart.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def seats_for(students: int, *, single: bool = False) -> int:
    """Returns how many seats so many students take: one each, or in a large class one for two.

    ``single``: the teacher wants a seat for everybody whatever the number.

    >>> seats_for(24), seats_for(25), seats_for(48), seats_for(48, single=True)
    (24, 13, 24, 48)
    """
    return students if single or not shares_seats(students) else -(-students // 2)


def people(students: int, seats: int) -> tuple[int, ...]:
    """Returns how many students sit at each seat, in order; the last seats have one where the number is odd.

    >>> people(25, 13)[-2:]
    (2, 1)
    """
    each, more = divmod(students, seats) if seats else (0, 0)
    return (each + 1,) * more + (each,) * (seats - more)


def expert_groups(roles: Mapping[int, str]) -> tuple[tuple[int, ...], ...]:
    """Returns who meets first in a jigsaw, of seats and their roles: seats of the same role, by seat number.

    Seats that hold a role alone meet each other; one that is left over joins the smallest group.

    >>> expert_groups({1: "a", 2: "b", 3: "c", 4: "a", 5: "d"})
    ((1, 4), (2, 3, 5))
    """
    found: dict[str, list[int]] = {}
    for seat in sorted(roles):
        found.setdefault(roles[seat], []).append(seat)
    groups = [group for group in found.values() if len(group) > 1]
    alone = sorted(seat for group in found.values() if len(group) == 1 for seat in group)
    if len(alone) == 1 and groups:
        smallest = min(groups, key=len)
        smallest[:] = sorted([*smallest, *alone])
    elif alone:
        groups.append(alone)
    return tuple(tuple(group) for group in sorted(groups))
