"""Your treaty, the record's, no treaty, and what was possible: each bargain of a play, after the ending, as values.

Language-neutral and pure; front ends and reports print it.  All figures rest on weights and worths that the
scenario's authors assumed; other weights may be tried, and are then said to be such (``edited``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.frontier import (
    Point,
    Swap,
    Weights,
    frontier,
    kalai_smorodinsky,
    nash,
    point,
    reweighted,
    signable,
    swaps,
)
from game.core.bargain import Bargain, Package
from game.core.model import AGREED, Table
from game.core.rules import Position, Rules, Step
from game.core.talks import ROUND
from game.play.session import REJOIN, record_line


@dataclass(frozen=True, slots=True)
class Deal:
    """One bargain of a play.  Every pair of numbers is in points of 100, in the order of ``sides``.

    ``frontier``, both solutions and ``swaps`` leave out what crosses a standing red line of either side.  ``yours``
    and ``record`` are None where no treaty came about.  ``none`` is what each side had without one when
    your talks ended, ``record_none`` the same for the record, ``opening`` when your talks began; both solutions and
    all gains are reckoned from ``none``.  ``nash`` and ``kalai_smorodinsky`` are None where nothing could have given
    both as much.  ``weights`` are those in force, side by side and issue by issue; ``edited`` says that they are not
    the scenario's own, which ``bargain`` keeps.
    """

    bargain: Bargain
    sides: tuple[str, str]
    yours: Point | None
    record: Point | None
    none: tuple[Fraction, Fraction]
    record_none: tuple[Fraction, Fraction]
    opening: tuple[Fraction, Fraction]
    frontier: tuple[Point, ...]
    nash: Point | None
    kalai_smorodinsky: Point | None
    swaps: tuple[Swap, ...]
    edited: bool
    weights: Mapping[str, Mapping[str, int]]


def deals(rules: Rules, steps: Sequence[Step], weights: Weights | None = None) -> tuple[Deal, ...]:
    """Returns the deal of every bargain that the scenario has tables for, in its order.

    ``steps`` is a play from the beginning of the scenario, finished or not.  ``weights`` replace the scenario's own
    where they name a side and an issue.
    """
    tabled = {node.bargain.id for node in rules.scenario.nodes.values() if isinstance(node, Table)}
    record = record_line(rules)
    return tuple(_deal(rules, bargain, steps, record, weights)
                 for name, bargain in rules.scenario.bargains.items() if name in tabled)


def _deal(rules: Rules, bargain: Bargain, steps: Sequence[Step], record: Sequence[Step],
          weights: Weights | None) -> Deal:
    yours, theirs = _treaty(rules, bargain, steps), _treaty(rules, bargain, record)
    none = _reservations(rules, bargain, steps)
    possible = signable(bargain)
    efficient = frontier(possible, weights)
    first, second = bargain.sides
    own, force = _weights(bargain), _weights(reweighted(bargain, weights))
    return Deal(
        bargain, (first, second),
        point(bargain, yours, weights) if yours else None,
        point(bargain, theirs, weights) if theirs else None,
        none, _reservations(rules, bargain, record), _values_at(rules, bargain, _begun(rules, bargain, steps)),
        efficient, nash(efficient, none), kalai_smorodinsky(efficient, none),
        swaps(possible, yours, weights) if yours else (),
        force != own, force,
    )


def _weights(bargain: Bargain) -> dict[str, dict[str, int]]:
    return {name: {issue: side.stakes[issue].weight for issue in bargain.issues}
            for name, side in bargain.sides.items()}


def _treaty(rules: Rules, bargain: Bargain, steps: Sequence[Step]) -> Package | None:
    """The treaty as it stood when it came into force; in a scenario that does not say when, as last agreed.

    An issue whose variable stands on none of its rungs was left open; a package with nothing but open issues is no
    treaty.  A step that the record track took back afterwards counts: it is what the player had signed.
    """
    position = _in_force(rules, steps) if rules.scenario.in_force is not None else _agreed(rules, bargain, steps)
    if position is None:
        return None
    package: Package = tuple(
        rung if isinstance(rung := rules.value(position, name), int) and rung in issue.rungs else None
        for name, issue in bargain.issues.items())
    return package if any(rung is not None for rung in package) else None


def _in_force(rules: Rules, steps: Sequence[Step]) -> Position | None:
    return next((position for position in (rules.start(), *(step.after for step in steps))
                 if rules.holds(rules.scenario.in_force, position)), None)


def _agreed(rules: Rules, bargain: Bargain, steps: Sequence[Step]) -> Position | None:
    return next((step.after for step, exit in _left(rules, bargain, steps) if exit == AGREED), None)


def _reservations(rules: Rules, bargain: Bargain, steps: Sequence[Step]) -> tuple[Fraction, Fraction]:
    """What no agreement was worth to each side at its last move over this bargain, before the effects of the end.

    In a play that left no table: as things stood just before a treaty came into force, or else where the play stands.
    """
    left = next((step.before for step, _ in _left(rules, bargain, steps)), None)
    return _values_at(rules, bargain, left or _untabled(rules, steps))


def _values_at(rules: Rules, bargain: Bargain, position: Position) -> tuple[Fraction, Fraction]:
    first, second = (Fraction(int(rules.guard(side.reservation)(position.values))) for side in bargain.sides.values())
    return first, second


def _begun(rules: Rules, bargain: Bargain, steps: Sequence[Step]) -> Position:
    """Where the first talks over the bargain stood; in a play without any, what ``_untabled`` says."""
    for step in steps:
        node = rules.node(step.before)
        if isinstance(node, Table) and node.bargain.id == bargain.id:
            return step.before
    return _untabled(rules, steps)


def _untabled(rules: Rules, steps: Sequence[Step]) -> Position:
    if rules.scenario.in_force is not None:
        for step in steps:
            if rules.holds(rules.scenario.in_force, step.after):
                return step.before
    return steps[-1].after if steps else rules.start()


def _left(rules: Rules, bargain: Bargain, steps: Sequence[Step]) -> Iterator[tuple[Step, str]]:
    """Every step that ended talks over the bargain, the last first, and how it ended them."""
    for step in reversed(steps):
        node = rules.node(step.before)
        here = isinstance(node, Table) and node.bargain.id == bargain.id
        # Rounds are counted from 0 again once talks are over; asking for the answer in between would cost more.
        if here and step.move != REJOIN and rules.value(step.after, ROUND) == 0:
            yield step, rules.exit(step.before, step.move)
