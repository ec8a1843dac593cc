"""Reading a scenario over: its reference texts with their paths, where nodes lead, which way the record goes.

Not a check of anything.  Called by ``check`` and ``translation``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.authoring.map_parts import map_words
from game.authoring.source import Path_
from game.core.model import OUTCOMES, AnyNode, Chance, Decision, Scenario, Table, is_proposal
from game.core.texts import Words


def reference_words(scenario: Scenario) -> Iterator[tuple[Path_, Words]]:
    """Yields the texts of the reference material with their paths."""
    reference = scenario.reference
    groups: tuple[tuple[str, Mapping[str, object], tuple[str, ...]], ...] = (
        ("works", reference.works, ("short", "full")), ("events", reference.events, ("when", "text", "place")),
        ("claims", reference.claims, ("who", "text")), ("people", reference.people, ("name", "role")),
        ("bodies", reference.bodies, ("name", "text")), ("glossary", reference.glossary, ("term", "text")),
        ("dimensions", reference.dimensions, ("name",)), ("documents", reference.documents, ("title", "date")),
        ("table", reference.table, ("name", "note")), ("figures", reference.figures, ("name",)),
        ("readings", reference.readings, ("title",)), ("perspectives", reference.perspectives, ("name", "basis")),
    )
    for group, items, keys in groups:
        for name, item in items.items():
            for key in keys:
                yield (group, name, key), getattr(item, key)
    for name, scale in reference.scales.items():
        for rung in scale.rungs:
            yield ("scales", name, "rungs", str(rung.value), "name"), rung.name
            yield ("scales", name, "rungs", str(rung.value), "text"), rung.text
    for name, person in reference.people.items():
        for place, stance in enumerate(person.stances):
            yield ("people", name, "stances", place, "text"), stance.text
    yield from map_words(reference.atlas)


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
