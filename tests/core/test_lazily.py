"""A large scenario is not compiled before its first move: what is met is, once, and the machine grows with it."""

from __future__ import annotations

import pytest

from game.core.lazily import Lazily
from game.core.rules import Rules
from tests.core.making import HEAD, read, tiny


def test_a_value_is_made_once_and_only_when_it_is_asked_for() -> None:
    made: list[str] = []
    found = Lazily(["a", "b", "c"], lambda name: made.append(name) or name.upper())  # type: ignore[func-returns-value]
    assert list(found) == ["a", "b", "c"] and len(found) == 3 and "b" in found and "d" not in found and made == []
    assert found["b"] == found["b"] == "B" and made == ["b"]
    assert found.get("d") is None and dict(found) == {"a": "A", "b": "B", "c": "C"} and made == ["b", "a", "c"]
    with pytest.raises(KeyError):
        found["d"]


def test_the_machine_has_the_nodes_that_were_met_and_as_a_whole_has_all() -> None:
    nodes = "".join(f"  n{at}: {{options: {{x: {{text: X., goto: n{at + 1}}}, y: {{text: Y., goto: n{at + 2}}}}}}}\n" for at in range(50))
    scenario = read(HEAD + f"start: n0\nnodes:\n{nodes}  n50: {{ending: e}}\n  n51: {{ending: f}}\n").scenario
    assert scenario is not None
    rules = Rules(scenario)
    position = rules.step(rules.step(rules.start(), "x").after, "y").after
    assert position.node == "n3"
    assert set(rules._board.at("n0").states) == {"n0", "n1", "n2", "n3"}
    assert set(rules.machine.states) == set(scenario.nodes)


@pytest.mark.parametrize("name", ["guard", "chance", "table", "router"])
def test_a_machine_grown_in_any_order_is_the_same(name: str) -> None:
    forward, backward = tiny(name), tiny(name)
    for node in reversed(list(backward.scenario.nodes)):
        backward._board.at(node)

    def ways(rules: Rules) -> set[tuple[str, str, str]]:
        return {(event.name, source, way.dest) for event in rules.machine.events.values() for source, found in event.transitions.items() for way in found}

    assert ways(forward) == ways(backward)
