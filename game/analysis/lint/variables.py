"""Rules on variables that nothing reads or nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.questions import guards
from game.analysis.lint.spans import effects_in, written_in
from game.core.atlas import grounds
from game.core.expressions import Expression
from game.core.inventory import texts
from game.core.model import Chance, Decision, Scenario, Table, Terminal
from game.core.texts import Path

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def variables(scenario: Scenario) -> Iterator[Finding]:
    """W050: a variable that nothing reads; W051: one that keeps its first value for ever."""
    read, written = set(_read(scenario)), set(written_in(scenario))
    for name, variable in scenario.variables.items():
        path: Path = ("variables", name, "")
        if name not in read:
            yield finding("W050", path, "" if name in written else "unused", name=name)
        elif name not in written:
            yield finding("W051", path, name=name, start=variable.start)


def _read(scenario: Scenario) -> Iterator[str]:
    """Every name that is read by a rule, a text or a screen; an effect reading its own variable does not count."""
    for expression in _expressions(scenario):
        yield from expression.names
    for effect in effects_in(scenario):
        yield from effect.amount.names - {effect.variable}
    for text in texts(scenario):
        for code in text.words:
            yield from PLACEHOLDER.findall(text.words[code])
    reference = scenario.reference
    yield from reference.scales
    for dimension in reference.dimensions.values():
        yield from (name for _, name in dimension.layers)
    for row in reference.table.values():
        yield row.variable
    for bargain in scenario.bargains.values():
        yield from bargain.issues


def _expressions(scenario: Scenario) -> Iterator[Expression]:
    yield from guards(scenario)
    if scenario.in_force is not None:
        yield scenario.in_force
    for node in scenario.nodes.values():
        match node:
            case Decision():
                yield from node.policy.values()
                yield from (option.when for option in node.options if option.when is not None)
            case Chance():
                yield from (branch.weight for branch in node.branches)
            case Terminal():
                yield from node.payoff.values()
        if isinstance(node, Table):
            yield from (when for offer in node.offers.values() for when in offer.rungs.values() if when is not None)
    if scenario.reference.atlas is not None:
        for _, ground in grounds(scenario.reference.atlas):
            yield from (status.when for status in ground.status if status.when is not None)
    for bargain in scenario.bargains.values():
        for side in bargain.sides.values():
            yield side.reservation
            yield from (line.when for stake in side.stakes.values() for line in stake.red_lines
                        if line.when is not None)
            if side.conduct is not None:
                yield from side.conduct.aspiration
                if side.conduct.walks_out is not None:
                    yield side.conduct.walks_out
