"""What endings are worth to whom, and what to expect of a move: the measures by which lint compares options.

A measure is a perspective of the debrief or the payoff of a party; all are the authors' own figures.  Expectations take
the record's way afterwards where it is open, every option alike elsewhere.  Called by ``balance`` and ``fairness``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from game.analysis.odds import census, follow_record
from game.analysis.values import counted
from game.core.expressions import TRUE, Expression, Value
from game.core.model import Branch, Chance, Effect, NodeId, Party, Scenario, Terminal, Variable
from game.core.reference import Perspective
from game.core.rules import Position, Rules
from game.core.talks import ROUND

_DRAW: Final = "_draw"
_WHICH: Final = "_which"
"""Names of what is added to a scenario here; no author's begins with an underscore."""

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to say what an ending is worth.

    ``party`` is empty for a perspective.  ``reads`` are the variables it looks at; ``at`` gives the worth of a terminal
    with their values.
    """

    name: str
    party: Party
    reads: tuple[str, ...]
    at: Callable[[NodeId, Values], Fraction]


def measures(rules: Rules) -> tuple[Measure, ...]:
    """Returns the payoffs of the parties, or where there are none the perspectives that weigh anything."""
    scenario = rules.scenario
    parties = dict.fromkeys(party for node in scenario.nodes.values() if isinstance(node, Terminal)
                            for party in node.payoff)
    if parties:
        return tuple(_payoff(scenario, party) for party in parties)
    return tuple(found for perspective in scenario.reference.perspectives.values()
                 if (found := _perspective(rules, perspective)).reads)


def _payoff(scenario: Scenario, party: Party) -> Measure:
    payoffs = {node.id: node.payoff[party] for node in scenario.nodes.values()
               if isinstance(node, Terminal) and party in node.payoff}
    reads = sorted(frozenset().union(*(payoff.names for payoff in payoffs.values())) - {ROUND})

    def at(node: NodeId, values: Values) -> Fraction:
        value = payoffs[node].evaluate({**values, ROUND: 0}) if node in payoffs else 0
        return Fraction(value if isinstance(value, int) else 0)
    return Measure(party, party, tuple(reads), at)


def _perspective(rules: Rules, perspective: Perspective) -> Measure:
    """A weighted mean of worths, taken apart: what each value of each variable adds to it."""
    dimensions, scales = rules.scenario.reference.dimensions, rules.scenario.reference.scales
    layers = {name: counted(dimensions[name]) for name, weight in perspective.weights.items() if weight}
    total = sum(perspective.weights[name] for name, found in layers.items() if found)
    adds: dict[str, dict[Value, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for name, found in layers.items():
        for variable in found:
            for rung in scales[variable].rungs:
                adds[variable][rung.value] += Fraction(perspective.weights[name] * rung.worth, total * len(found))

    def at(node: NodeId, values: Values) -> Fraction:
        return sum((added[values[name]] for name, added in adds.items()), Fraction(0))
    return Measure(perspective.id, "", tuple(adds), at)


def expected(rules: Rules, found: tuple[Measure, ...], positions: Sequence[Position],
             most: int) -> tuple[tuple[Fraction, ...], ...]:
    """Returns, for each position, what is to be expected from there on, measure by measure.

    All are counted at once: in a scenario that begins by drawing one of them and remembers which.  Raises ``TooLarge``
    beyond ``most`` merged positions, and ``LoopedScenario`` where nodes form a loop.
    """
    asked = tuple(dict.fromkeys(name for measure in found for name in measure.reads))
    totals = [[Fraction(0)] * len(found) for _ in positions]
    known: dict[tuple[NodeId, tuple[Value, ...]], tuple[Fraction, ...]] = {}
    drawn = Rules(_drawing(rules, positions))
    for (node, key), odds in census(drawn, (_WHICH, *asked), follow_record, plays=False, most=most).endings.items():
        which, ending = key[0], (node, key[1:])
        if ending not in known:
            values = dict(zip(asked, key[1:], strict=True))
            known[ending] = tuple(measure.at(node, values) for measure in found)
        share = odds * len(positions)
        for place, value in enumerate(known[ending]):
            totals[int(which)][place] += share * value
    return tuple(map(tuple, totals))


def _drawing(rules: Rules, positions: Sequence[Position]) -> Scenario:
    """The scenario with a draw before it: each branch sets every variable as it stands at one of the positions."""
    branches = tuple(Branch(id=str(which), goto=position.node, weight=TRUE, effects=(
        _setting(_WHICH, which),
        *(_setting(name, value) for name, value in zip(rules.names, position.values, strict=True))))
        for which, position in enumerate(positions))
    which = Variable(name=_WHICH, start=0, low=0, high=max(0, len(positions) - 1))
    scenario = rules.scenario
    return replace(scenario, start=_DRAW, nodes={_DRAW: Chance(id=_DRAW, branches=branches), **scenario.nodes},
                   variables={**scenario.variables, _WHICH: which})


def _setting(name: str, value: Value) -> Effect:
    return Effect(operation="set", variable=name, amount=Expression.built(ast.Constant(value)))
