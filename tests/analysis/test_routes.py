"""The likeliest play to every ending, beside walking every play."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from game.analysis.explore import explored, layers_of
from game.analysis.routes import likeliest_routes
from game.core.model import CHANCE, Terminal
from game.core.rules import Position, Rules
from tests.core.making import EMBASSY, SCENARIOS, TESTS, rules_of

SMALL = [EMBASSY, TESTS / "scenarios" / "tiny" / "scenario.yaml", TESTS / "scenarios" / "compare" / "scenario.yaml",
         *(SCENARIOS / f"{name}.yaml" for name in ("chance", "guard", "router", "clamp"))]


def all_plays(rules: Rules) -> dict[str, dict[tuple[tuple[str, str], ...], Fraction]]:
    """Every play to every ending with its odds, every legal option alike."""
    found: dict[str, dict[tuple[tuple[str, str], ...], Fraction]] = defaultdict(dict)

    def walk(position: Position, edges: tuple[tuple[str, str], ...], odds: Fraction) -> None:
        if isinstance(rules.node(position), Terminal):
            found[position.node][edges] = odds
        moves = rules.moves(position)
        chance = rules.odds(position) if rules.actor(position) == CHANCE else {}
        for move in moves:
            share = chance.get(move, Fraction(1, len(moves)))
            walk(rules.step(position, move).after, (*edges, (position.node, move)), odds * share)

    walk(rules.start(), (), Fraction(1))
    return found


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.parent.name if path.stem == "scenario" else path.stem)
def test_no_play_to_an_ending_is_likelier_than_its_route(path: Path) -> None:
    rules = rules_of(path)
    plays = all_plays(rules)
    routes = likeliest_routes(layers_of(rules))
    assert set(routes) == set(plays)
    for ending, route in routes.items():
        assert route.ending == ending
        assert route.odds == max(plays[ending].values()) == plays[ending][route.edges]


def test_a_way_through_talks_is_as_likely_as_all_packages_that_come_to_it() -> None:
    rules = rules_of(SCENARIOS / "table.yaml")
    layers = layers_of(rules)
    found, routes = explored(layers), likeliest_routes(layers)
    for ending, route in routes.items():
        assert route.odds is not None and 0 < route.odds <= found.endings[ending]
        assert all(found.edges[edge] >= route.odds for edge in route.edges)
