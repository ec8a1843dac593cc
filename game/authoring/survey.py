"""Reading a scenario over: its reference texts with their paths, where nodes lead, which way the record goes.

Not a check of anything.  Called by ``check``.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.authoring.source import Path_
from game.core.inventory import reference_texts
from game.core.model import OUTCOMES, AnyNode, Chance, Decision, Scenario, Table, is_proposal
from game.core.texts import Words


def reference_words(scenario: Scenario) -> Iterator[tuple[Path_, Words]]:
    """Yields the texts of the reference material with their paths."""
    for text in reference_texts(scenario.reference):
        yield text.path, text.words


def record_nodes(scenario: Scenario) -> set[str]:
    """Returns the nodes on the record's way, as far as recorded moves (or a single branch) tell it.

    Whether the last recorded proposal was agreed depends on the position; every outcome it may have is followed.
    """
    seen: set[str] = set()
    todo = [scenario.start]
    while todo:
        node = scenario.nodes.get(todo.pop())
        if node is not None and node.id not in seen:
            seen.add(node.id)
            todo += _recorded(node)
    return seen


def _recorded(node: AnyNode) -> list[str]:
    """Where the record may have gone from ``node``; nowhere if it did not pass."""
    match node:
        case Table(record_moves=()):
            return []
        case Table(record_moves=(*_, last)) if is_proposal(last):
            return [node.outcome(name).goto for name in OUTCOMES]
        case Table(record_moves=(*_, last)):
            return [option.goto for option in node.options if option.id == last]
        case Decision():
            return [option.goto for option in node.options if option.id == node.record_move]
        case Chance():
            recorded = node.branches[0].id if len(node.branches) == 1 else node.record_move
            return [branch.goto for branch in node.branches if branch.id == recorded]
    return []
