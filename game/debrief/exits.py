"""The ways out of talks, as the tree of paths shows them: how they ended, not the thousands of packages.

Called by ``tree``.  What other plays did is known only as (table, last move, next decision): the way out is told from
where they came to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from game.core.bargain import parse_package
from game.core.model import (
    AGREED,
    BROKEN,
    LAPSED,
    OUTCOMES,
    Chance,
    NodeId,
    Option,
    Scenario,
    Status,
    Table,
    is_proposal,
    targets,
)
from game.core.rules import Rules
from game.debrief.choices import Choice
from game.play.seen import Edge

ENDED = "ended"
"""Talks of another play that ended in a way no longer known."""


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of talks.

    end: an outcome, ``ended``, or empty for an option.  option: tells the clauses of a package agreed, has no text
    for any other outcome; its id is the name of the way.
    """

    option: Option
    end: str = ""

    @property
    def way(self) -> str:
        """The name of the way out."""
        return self.option.id


def exits(node: Table, made: Iterable[Choice | None], seen: Iterable[str]) -> tuple[Exit, ...]:
    """Returns the ways out: packages agreed (yours, the record's), the outcomes, the table's options.

    made: choices at this table; seen: the ways that other plays took.
    """
    known = [choice for choice in made if choice is not None]
    agreed = dict.fromkeys(choice.way for choice in known if choice.end == AGREED)
    ways = set(seen)
    found = [Exit(node.option(way), AGREED) for way in agreed]
    if AGREED in ways or not found:
        found.append(_outcome(node, AGREED))
    ended = {choice.end for choice in known}
    found += [_outcome(node, end) for end in OUTCOMES if end != AGREED and (end in ends(node) or end in ended)]
    found += [Exit(option) for option in node.options]
    return (*found, *([_outcome(node, ENDED)] if ENDED in ways else []))


def ends(node: Table) -> tuple[str, ...]:
    """Returns the outcomes that the scenario tells apart."""
    return tuple(end for end in OUTCOMES if end != BROKEN or BROKEN in node.outcomes)


def open_in(rules: Rules, found: Exit, choice: Choice) -> bool:
    """Says whether a way out was open at any meeting of the talks."""
    return bool(found.end) or any(rules.holds(found.option.when, step.before) for step in choice.steps)


def way_of(scenario: Scenario, edge: Edge, made: Iterable[Choice | None]) -> str:
    """Returns the way out that another play took; empty if the scenario no longer has it or the talks went on."""
    name, move, target = edge
    node = scenario.nodes[name]
    assert isinstance(node, Table)
    if not is_proposal(move):
        return move if any(option.id == move for option in node.options) else ""
    if target == name or parse_package(node.bargain, move) is None:
        return ""
    for choice in made:
        if choice is not None and choice.last.move == move:
            return choice.way
    likely = [end for end in ends(node) if not target or target in _leads(scenario, node.outcome(end).goto)]
    return likely[0] if len(likely) == 1 else ENDED if likely else ""


def _leads(scenario: Scenario, start: NodeId) -> set[NodeId]:
    """The decisions and endings that are reached from ``start`` by chance alone, itself included."""
    found: set[NodeId] = set()
    passed: set[NodeId] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in passed:
            continue
        passed.add(name)
        node = scenario.nodes[name]
        if isinstance(node, Chance):
            waiting += targets(node)
        else:
            found.add(name)
    return found


def _outcome(node: Table, end: str) -> Exit:
    goto = node.outcome(LAPSED if end == ENDED else end).goto
    return Exit(Option(id=end, goto=goto, text=(), status=Status.COUNTERFACTUAL), end)
