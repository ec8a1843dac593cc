"""What endings are worth, and to whom: perspectives and payoffs as sums over variables, to be asked for exactly.

A perspective's worth (``values``) is a weighted mean over variables, so its expectation is the same mean of
expectations: each variable can be asked for by itself, and only what that one question needs is told apart.  Called by
``answers``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from game.analysis.cautious import payoffs
from game.analysis.consequences import Ends
from game.analysis.flow import LoopedScenario, liveness, topological
from game.analysis.layers import Layer, Layers
from game.analysis.values import counted
from game.core.model import Party, Terminal
from game.core.rules import Rules
from game.core.texts import Words

CHEAP: Final = 25
"""At how many nodes a question may keep a variable alive and still be asked together with others."""


@dataclass(frozen=True, slots=True)
class Valuation:
    """One way to value endings: a perspective (0 to 100), or the payoff of a party.

    ``shares`` says how much each variable counts in a perspective; empty for a payoff.
    """

    id: str
    name: Words
    party: Party = ""
    shares: Mapping[str, Fraction] | None = None


def valuations(rules: Rules) -> tuple[Valuation, ...]:
    """Returns every valuation of a scenario, payoffs first."""
    reference, parties = rules.scenario.reference, rules.scenario.parties
    found = [Valuation(party, parties[party], party) for party in payoffs(rules)]
    for perspective in reference.perspectives.values():
        shares: dict[str, Fraction] = defaultdict(Fraction)
        total = 0
        for name, weight in perspective.weights.items():
            variables = counted(reference.dimensions[name])
            total += weight if variables else 0
            for variable in variables:
                shares[variable] += Fraction(weight, len(variables))
        if total:
            found.append(Valuation(perspective.id, perspective.name,
                                   shares={name: share / total for name, share in shares.items()}))
    return tuple(found)


def questions(rules: Rules) -> list[tuple[str, ...]]:
    """Returns the variables of all dimensions, grouped into those that are asked for together.

    Asking for a variable keeps it alive at nodes where nothing else needs it; two that do so at many nodes would
    multiply positions, so each of those is asked for alone.
    """
    variables = tuple(dict.fromkeys(variable for dimension in rules.scenario.reference.dimensions.values()
                                    for _, variable in dimension.layers))
    try:
        order = topological(rules, (rules.scenario.start, 0))
    except LoopedScenario:
        return [variables] if variables else []
    needed = liveness(rules, order, ())
    cheap: list[str] = []
    alone: list[tuple[str, ...]] = []
    for variable in variables:
        live = liveness(rules, order, (variable,))
        extra = sum(variable in live[stop] and variable not in needed[stop] for stop in order)
        if extra <= CHEAP:
            cheap.append(variable)
        else:
            alone.append((variable,))
    return [*([tuple(cheap)] if cheap else []), *alone]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions as whole numbers at all endings, none beyond ``bound``.

    ``counts`` says, question by question, how much the answer counts in each valuation.
    """

    counts: tuple[Mapping[str, Fraction], ...]
    ends: Ends
    bound: int


def worths(layers: Layers, given: Sequence[Valuation], variables: Sequence[str]) -> Asked | None:
    """Returns what ``variables`` add to each perspective; None if they add to none.

    Variable by variable, or perspective by perspective where there are fewer of these.
    """
    shares = {valuation.id: valuation.shares for valuation in given
              if valuation.shares and any(valuation.shares.get(name) for name in variables)}
    if not shares:
        return None
    none = Fraction(0)
    if len(variables) <= len(shares):
        counts = [{name: share.get(variable, none) for name, share in shares.items()} for variable in variables]
        weights, denominator = [{variable: 1} for variable in variables], 1
    else:
        denominator = math.lcm(*(share.get(variable, none).denominator for share in shares.values()
                                 for variable in variables))
        counts = [{name: Fraction(1, denominator)} for name in shares]
        weights = [{variable: int(share.get(variable, none) * denominator) for variable in variables}
                   for share in shares.values()]
    ends = [[_weighed(layers, layer, weight) for weight in weights] if layer.ends else None for layer in layers.list]
    return Asked(tuple(counts), ends, 100 * denominator)


def _weighed(layers: Layers, layer: Layer, weights: Mapping[str, int]) -> list[int]:
    """The sum of the worths of some variables, each times its weight, position by position."""
    columns, total = layer.columns(), [0] * layer.size
    for name, weight in weights.items():
        worth = {rung.value: rung.worth * weight for rung in layers.rules.scenario.reference.scales[name].rungs}
        total = [number + worth.get(int(value), 0) for number, value in zip(total, columns[name], strict=True)]
    return total


def paid(layers: Layers, given: Sequence[Valuation]) -> Asked | None:
    """Returns the payoffs of the parties that have any; None if there are none."""
    parties = [valuation.party for valuation in given if valuation.party]
    if not parties:
        return None
    ends: list[list[list[int]] | None] = []
    for layer in layers.list:
        if not isinstance(layer.node, Terminal):
            ends.append(None)
            continue
        columns = layer.columns()
        ends.append([[int(number) for number in np.broadcast_to(
            layers.vocabulary.compile(layer.node.payoff[party])(columns) if party in layer.node.payoff else 0,
            layer.size)] for party in parties])
    bound = max((abs(number) for found in ends if found for column in found for number in column), default=0)
    return Asked(tuple({party: Fraction(1)} for party in parties), ends, max(1, bound))
