"""Rules on where plays get to: nodes and endings nobody reaches, positions without a move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.questions import none_of
from game.analysis.lint.spans import Spans, example, spans
from game.analysis.lint.survey import Survey
from game.core.expressions import Value
from game.core.model import NOT_CHOSEN, Chance, Decision, NodeId, Scenario, Table, Terminal, targets
from game.core.texts import Path


def unreachable(survey: Survey) -> Iterator[Finding]:
    """W040 and W048: nodes and endings that no play reaches; of a chain of nodes only the first is told."""
    scenario = survey.scenario
    drawn = _drawn(scenario)
    there = survey.reached.nodes if survey.reached else drawn
    lost = [name for name in scenario.nodes if name not in there]
    endings = {node.ending for name in there if isinstance(node := scenario.nodes[name], Terminal)}
    for name in lost:
        node = scenario.nodes[name]
        if isinstance(node, Terminal) and node.ending not in endings:
            yield finding("W048", _key(name), "closed" if name in drawn else "", ending=node.ending, name=name)
    for name in _firsts(scenario, lost):
        node = scenario.nodes[name]
        if not (isinstance(node, Terminal) and node.ending not in endings):
            ways = tuple(other for other in scenario.nodes if other in there and name in targets(scenario.nodes[other]))
            yield finding("W040", _key(name), "closed" if ways else "", name=name, ways=ways)


def dead_ends(survey: Survey) -> Iterator[Finding]:
    """W045, a position without a move; where positions are not gone through W044, guards that may all be false."""
    if survey.reached is not None:
        for name, values in survey.reached.stuck.items():
            kind = _kind(survey.scenario, name)
            yield finding("W045", ("nodes", name, _KEYS[kind], ""), kind, name=name, values=told(values))
        return
    known = spans(survey.scenario)
    for node in survey.scenario.nodes.values():
        guards = [option.when for option in node.options] if isinstance(node, Decision) else (
            [branch.weight for branch in node.branches] if isinstance(node, Chance) else [])
        open_ = [guard for guard in guards if guard is not None]
        if isinstance(node, Table) or not guards or len(open_) < len(guards):
            continue
        closed = none_of(open_)
        shut = example(closed, _made_before(survey.scenario, node.id, closed.names, known))
        if shut:
            kind = _kind(survey.scenario, node.id)
            yield finding("W044", ("nodes", node.id, _KEYS[kind], ""), kind, name=node.id, values=told(shut))


def _made_before(scenario: Scenario, name: NodeId, read: frozenset[str], known: Spans) -> Spans:
    """The values that may stand at a node: a decision that every way there passes has been made."""
    asked = [(node.id, node.name) for node in scenario.nodes.values()
             if isinstance(node, Decision) and node.name and node.name in read and node.id != name]
    return {**known, **{word: tuple(value for value in known[word] if value != NOT_CHOSEN)
                        for decision, word in asked if name not in _led(scenario, [scenario.start], without=decision)}}


def told(values: Mapping[str, Value]) -> tuple[str, ...]:
    """Returns values as they are told to an author."""
    return tuple(f"{name} = {value}" for name, value in values.items())


_KEYS = {"decision": "options", "chance": "chance", "table": "offers"}


def _kind(scenario: Scenario, name: NodeId) -> str:
    node = scenario.nodes[name]
    return "table" if isinstance(node, Table) else "decision" if isinstance(node, Decision) else "chance"


def _key(name: NodeId) -> Path:
    return "nodes", name, ""


def _drawn(scenario: Scenario) -> set[NodeId]:
    """The nodes that the arrows lead to, whatever guards say."""
    return _led(scenario, [scenario.start])


def _led(scenario: Scenario, todo: list[NodeId], without: NodeId = "") -> set[NodeId]:
    seen: set[NodeId] = set()
    while todo:
        name = todo.pop()
        if name not in seen and name != without:
            seen.add(name)
            todo += targets(scenario.nodes[name])
    return seen


def _firsts(scenario: Scenario, lost: list[NodeId]) -> Iterator[NodeId]:
    """Of nodes that are not reached, those that no other of them leads to; of a ring of them, the first."""
    into: dict[NodeId, set[NodeId]] = defaultdict(set)
    for name in lost:
        for goal in targets(scenario.nodes[name]):
            into[goal].add(name)
    explained: set[NodeId] = set()
    for alone in (True, False):
        for name in lost:
            if name not in explained and not (alone and into[name] - {name}):
                explained |= _led(scenario, [name])
                yield name
