"""What each option is worth under a perspective's weights, exactly, with the record followed afterwards.

A measure of the model, not of history: weights and worths are the authors' estimates and are shown as such.  Used by
the debrief and by the test that keeps the recorded choice neither always best nor always dominated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.odds import Policy, census, follow_record
from game.core.model import Decision, Move, Table
from game.core.reference import Dimension, Perspective
from game.core.rules import Position, Rules
from game.play.session import record_line


@dataclass(frozen=True, slots=True)
class OptionValue:
    """An option at its decision: expected value (0–100) of the endings it leads to, and whether it is the record's."""

    move: Move
    value: Fraction
    recorded: bool


def worth(rules: Rules, perspective: Perspective, values: Mapping[str, int]) -> Fraction:
    """Returns the weighted mean of the dimensions' worths, 0 (worst) to 100 (best).

    A dimension's worth is the mean of its layers'; a promise counts only as far as it was delivered, so a promise
    layer is left out where there is a delivery layer.
    """
    total, weights = Fraction(0), 0
    for name, weight in perspective.weights.items():
        dimension = rules.scenario.reference.dimensions[name]
        shares = [Fraction(rules.scenario.reference.scales[variable].rung(values[variable]).worth)
                  for variable in counted(dimension)]
        if shares:
            total += weight * sum(shares, Fraction(0)) / len(shares)
            weights += weight
    return total / weights if weights else Fraction(0)


def counted(dimension: Dimension) -> tuple[str, ...]:
    """Returns the variables of a dimension that count towards its worth."""
    return tuple(variable for layer, variable in dimension.layers
                 if not (layer == "promise" and dimension.delivery))


def expected(rules: Rules, perspective: Perspective, start: Position, policy: Policy = follow_record) -> Fraction:
    """Returns the expected worth of the endings reached from ``start`` under ``policy``."""
    asked = tuple(dict.fromkeys(variable for name in perspective.weights
                                for variable in counted(rules.scenario.reference.dimensions[name])))
    total = Fraction(0)
    for (_, key), odds in census(rules, asked, policy, start).endings.items():
        values = {name: value for name, value in zip(asked, key, strict=True) if isinstance(value, int)}
        total += odds * worth(rules, perspective, values)
    return total


def along_the_record(rules: Rules, perspective: Perspective) -> dict[str, tuple[OptionValue, ...]]:
    """Returns the value of every open option at each decision of the record, by node; tables are left out."""
    table = {}
    for step in record_line(rules):
        node = rules.scenario.nodes[step.before.node]
        if isinstance(node, Decision) and not isinstance(node, Table):
            table[node.id] = tuple(
                OptionValue(move, expected(rules, perspective, rules.step(step.before, move).after),
                            move == node.record_move)
                for move in rules.moves(step.before))
    return table
