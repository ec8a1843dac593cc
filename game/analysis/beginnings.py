"""Where an exploration may begin: at a node, as the record comes to it, or else by the shortest way there.

Called by the commands ``explore`` and ``simulate``.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.analysis.behaviour import UNIFORM
from game.analysis.explore import layers_of
from game.analysis.ways import way_to
from game.core.model import Move, NodeId
from game.core.rules import Position, Rules
from game.play.session import record_line


@dataclass(frozen=True, slots=True)
class Beginning:
    """A position at the node, and how it was come to: on the record, or by the moves ``way``."""

    position: Position
    recorded: bool
    way: tuple[tuple[NodeId, Move], ...] = ()


def beginning(rules: Rules, node: NodeId) -> Beginning | None:
    """Returns a position at ``node``; None if no play comes there.

    Raises ``TooLarge`` or ``EndlessPlays`` where a node that the record does not pass cannot be searched for.
    """
    for step in record_line(rules):
        for position in (step.before, step.after):
            if position.node == node:
                return Beginning(position, True)
    found = way_to(layers_of(rules), node, UNIFORM, rules.start())
    return Beginning(found[1], False, found[0].moves) if found is not None else None
