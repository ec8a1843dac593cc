"""Where an exploration may begin: at a node, as the record comes to it, or else by the shortest way there.

Called by the commands ``explore`` and ``simulate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from game.core.model import Move, NodeId
from game.core.rules import Position, Rules
from game.play.session import record_line

MOST = 100_000
"""How many positions are gone through in search of a node that the record does not pass."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A position at the node, and how it was come to: on the record, or by the moves ``way``."""

    position: Position
    recorded: bool
    way: tuple[tuple[NodeId, Move], ...] = ()


def beginning(rules: Rules, node: NodeId) -> Beginning | None:
    """Returns a position at ``node``; None if no play comes there, or none is found among the first positions."""
    for step in record_line(rules):
        for position in (step.before, step.after):
            if position.node == node:
                return Beginning(position, True)
    return _searched(rules, node)


def _searched(rules: Rules, node: NodeId) -> Beginning | None:
    """Breadth first, so that the way is a shortest one; of talks only what leads on at once is tried first."""
    first = rules.start()
    came: dict[Position, tuple[Position, Move]] = {}
    todo = [first]
    for position in todo:
        if position.node == node:
            return Beginning(position, False, _way(came, position))
        for move in rules.moves(position):
            after = rules.step(position, move).after
            if after not in came and after != first:
                came[after] = position, move
                todo.append(after)
        if len(todo) > MOST:
            return None
    return None


def _way(came: Mapping[Position, tuple[Position, Move]], position: Position) -> tuple[tuple[NodeId, Move], ...]:
    moves: list[tuple[NodeId, Move]] = []
    while position in came:
        position, move = came[position]
        moves.append((position.node, move))
    return tuple(reversed(moves))
