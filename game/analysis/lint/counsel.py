"""Rules on advisers: the silent do not speak, nobody speaks at many times another's length, not all say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.limits import Limit
from game.core.model import Counsel, Decision, Scenario
from game.core.texts import Path

SHARE: Final = (0.5, 1.5)
"""Counsel shorter or longer than these shares of the mean is out of balance …"""

SLACK: Final = Limit(40, 12)
"""… if it is off by so many characters too: short words need not be counted."""


def counsel(scenario: Scenario) -> Iterator[Finding]:
    """W042, W057, W058."""
    for node in scenario.nodes.values():
        if isinstance(node, Decision):
            for place, item in enumerate(node.counsel):
                person = scenario.reference.people.get(item.who or "")
                if person is not None and person.silent:
                    yield finding("W042", ("nodes", node.id, "counsel", place, "who"), person=person.id)
            yield from _lengths(node, scenario)
            yield from _one_sided(node)


def _lengths(node: Decision, scenario: Scenario) -> Iterator[Finding]:
    """The farthest from the mean in each language; counsel that is given only at times counts like any other."""
    if len(node.counsel) < 2:
        return
    for code in scenario.languages:
        sizes = [sum(len(block.words[code]) for block in item.text) for item in node.counsel]
        mean = sum(sizes) / len(sizes)
        place = max(range(len(sizes)), key=lambda at: abs(sizes[at] - mean))
        if abs(sizes[place] - mean) > SLACK.of(code) and not SHARE[0] * mean <= sizes[place] <= SHARE[1] * mean:
            path: Path = ("nodes", node.id, "counsel", place, "text")
            yield finding("W057", path, "short" if sizes[place] < mean else "long", length=sizes[place],
                          mean=round(mean), language=code)


def _one_sided(node: Decision) -> Iterator[Finding]:
    """Two advisers or more, all for what was then done, none against it or for anything else."""
    recorded = node.record_move
    if recorded is None or len(node.counsel) < 2:
        return
    if all(_only_for(item, recorded) for item in node.counsel):
        yield finding("W058", ("nodes", node.id, "counsel", ""), move=recorded, n=len(node.counsel))


def _only_for(item: Counsel, move: str) -> bool:
    return item.favours == (move,) and move not in item.opposes
