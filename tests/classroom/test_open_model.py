"""The model laid open: effects as the rules make them, an order that follows the weights, and where it flips."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from game import resources
from game.classroom.lesson import Lesson
from game.classroom.model import NO_PACK
from game.classroom.reading import read_format
from game.classroom.room import Room
from game.core.rules import Rules
from game.ui.lesson_model import OpenModel, open_model
from tests.classroom.lessons import lesson


@pytest.fixture(scope="module")
def model(flagship_rules: Rules) -> OpenModel:
    format = replace(read_format(resources.assets() / "lessons" / "45-councils.yaml").value, decisions=("DP12-council",))
    found = open_model(Lesson(flagship_rules, format, NO_PACK), Room(), 0)
    assert found is not None
    return found


def test_an_effect_is_shown_with_its_direction_and_size(model: OpenModel, flagship_rules: Rules) -> None:
    """“Refuse” lowers Soviet goodwill by two rungs of its scale, which the scenario says in its effects."""
    refuse = next(letter for letter, move in model.letters if move == "refuse")
    assert model.moved[refuse, "su"] < 0
    node = flagship_rules.scenario.decision("DP12-council")
    assert any(effect.variable == "su" and effect.operation == "add" for effect in node.option("refuse").effects)


def test_weights_order_the_options_as_brute_force_does(model: OpenModel) -> None:
    for weights in model.weights.values():
        total = sum(weights.values())
        by_hand = {letter: sum(weights[name] * model.moved[letter, name] for name in model.dimensions) / total
                   for letter, _ in model.letters}
        assert model.weighed(weights) == by_hand
        order = model.order(weights)
        assert all(by_hand[one] >= by_hand[two] for one, two in itertools.pairwise(order))


def test_all_weight_on_one_dimension_orders_by_that_alone(model: OpenModel) -> None:
    for name in model.dimensions:
        first = model.order({name: 100})[0]
        assert model.moved[first, name] == max(model.moved[letter, name] for letter, _ in model.letters)


def test_the_nearest_flip_is_the_one_brute_force_finds(model: OpenModel) -> None:
    flips = 0
    for weights in model.weights.values():
        first = model.order(weights)[0]
        for name in model.dimensions:
            found = model.flips_at(weights, name)
            every = [weight for weight in range(101) if model.order({**weights, name: weight})[0] != first]
            assert (found is None) == (not every)
            if found is not None:
                flips += 1
                assert abs(found - weights[name]) == min(abs(weight - weights[name]) for weight in every)
    assert flips


def test_a_scenario_without_dimensions_has_no_model() -> None:
    assert open_model(lesson(), Room(), 0) is None
