"""Reading a scenario over: its reference texts with their paths, where nodes lead, which way the record goes.

Not a check of anything.  Called by ``check`` and ``translation``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.authoring.map_parts import map_words
from game.authoring.source import Path_
from game.core.model import AGREED, Chance, Decision, Scenario, Table
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
    """Returns the nodes on the record's way, as far as recorded moves (or a single branch) tell it."""
    seen: set[str] = set()
    node = scenario.nodes.get(scenario.start)
    while node is not None and node.id not in seen:
        seen.add(node.id)
        moves: Mapping[str, str] = {}
        if isinstance(node, Decision):
            moves = {option.id: option.goto for option in node.options}
        elif isinstance(node, Chance):
            moves = {branch.id: branch.goto for branch in node.branches}
        recorded = node.record_move if isinstance(node, Decision | Chance) else None
        if isinstance(node, Table):
            recorded = node.record_moves[-1] if node.record_moves else None
            if recorded is not None and recorded not in moves:
                moves = {**moves, recorded: node.outcome(AGREED).goto}
        if isinstance(node, Chance) and len(moves) == 1:
            recorded = next(iter(moves))
        node = scenario.nodes.get(moves.get(recorded or "", ""))
    return seen
