"""What walkthroughs reach of a scenario, and what none of them does: nodes, options, branches, endings, guarded texts.

A guarded text counts as reached if its guard held where it would have been shown.  Talks count by how they may end.
Plays are given as steps; reading walkthroughs is ``play.walkthrough``'s business.  Called by the command ``stats``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from game.core.model import BROKEN, LAPSED, Chance, Decision, Move, NodeId, Scenario, Table, Terminal, is_proposal
from game.core.rules import Position, Rules, Step
from game.core.texts import Block, Phrase, Slot, Variant


class Part(StrEnum):
    """What is counted."""

    OPTIONS = "options"
    TALKS = "talks"
    BRANCHES = "branches"
    ENDINGS = "endings"
    TEXTS = "texts"


Place = tuple[NodeId, str]
"""A node and an option, a branch or an end of talks; an ending and ""; a node and the id of a guarded paragraph."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """For each part, everything there is, and what was reached of it."""

    every: Mapping[Part, tuple[Place, ...]]
    reached: Mapping[Part, frozenset[Place]]

    def missed(self, part: Part) -> tuple[Place, ...]:
        """Returns what no walkthrough reaches, in the order of the scenario."""
        return tuple(place for place in self.every[part] if place not in self.reached[part])


def coverage(rules: Rules, plays: Iterable[Sequence[Step]]) -> Coverage:
    """Returns what the plays reach together; an empty play reaches nothing."""
    every = {part: tuple(_every(rules.scenario, part)) for part in Part}
    reached: dict[Part, set[Place]] = {part: set() for part in Part}
    for steps in plays:
        for step in steps:
            _pass(rules, step, reached)
        if steps:
            _arrive(rules, steps[-1].after, reached)
    return Coverage(every, {part: frozenset(found) & set(every[part]) for part, found in reached.items()})


def _every(scenario: Scenario, part: Part) -> Iterator[Place]:
    for node in scenario.nodes.values():
        match part, node:
            case Part.OPTIONS, Decision():
                yield from ((node.id, option.id) for option in node.options)
            case Part.TALKS, Table():
                yield from ((node.id, outcome) for outcome in node.outcomes)
            case Part.BRANCHES, Chance() if len(node.branches) > 1:
                yield from ((node.id, branch.id) for branch in node.branches)
            case Part.ENDINGS, Terminal():
                yield node.id, ""
            case Part.TEXTS, _:
                shown = (*_before(node), *_after_all(node))
                yield from ((node.id, name) for name in dict.fromkeys(_guarded(shown)))


def _pass(rules: Rules, step: Step, reached: dict[Part, set[Place]]) -> None:
    node, move = rules.node(step.before), step.move
    _arrive(rules, step.before, reached)
    if isinstance(node, Chance):
        reached[Part.BRANCHES].add((node.id, move))
    elif isinstance(node, Decision) and not is_proposal(move):
        reached[Part.OPTIONS].add((node.id, move))
    end = rules.exit(step.before, move) if isinstance(node, Table) else ""
    if isinstance(node, Table) and end == BROKEN and end not in node.outcomes:
        end = LAPSED
    if end:
        reached[Part.TALKS].add((node.id, end))
    _shown(rules, step.before, _after(node, end or move), reached)


def _arrive(rules: Rules, position: Position, reached: dict[Part, set[Place]]) -> None:
    node = rules.node(position)
    if isinstance(node, Terminal):
        reached[Part.ENDINGS].add((node.id, ""))
    _shown(rules, position, _before(node), reached)


Shown = tuple[tuple[str, Phrase | Slot], ...]
"""Slots and phrases with the ids their guarded wordings are named by."""


def _shown(rules: Rules, position: Position, shown: Shown, reached: dict[Part, set[Place]]) -> None:
    for base, words in shown:
        blocks = tuple(item for item in words if isinstance(item, Block))
        reached[Part.TEXTS].update((position.node, block.id) for block in rules.slot(blocks, position))
        variants = [item for item in words if isinstance(item, Variant)]
        held = next((place for place, item in enumerate(variants) if rules.holds(item.when, position)), None)
        if held is not None:
            reached[Part.TEXTS].add((position.node, f"{base}.{held}"))


def _guarded(shown: Shown) -> Iterator[str]:
    for base, words in shown:
        conditional = any(isinstance(item, Variant) and item.when is not None for item in words)
        for place, item in enumerate(words):
            if isinstance(item, Block) and (item.when is not None or item.otherwise):
                yield item.id
            elif conditional:
                yield f"{base}.{place}"


def _before(node: object) -> Shown:
    match node:
        case Decision():
            options = tuple((f"{node.id}.options.{option.id}.{key}", getattr(option, key))
                            for option in node.options for key in ("text", "reason"))
            return ((f"{node.id}.title", node.title), ("", node.brief), (f"{node.id}.question", node.question),
                    *(("", counsel.text) for counsel in node.counsel), *options)
        case Terminal():
            return (f"{node.id}.title", node.title), ("", node.text)
        case Chance():
            return ((f"{node.id}.title", node.title),)
    return ()


def _after(node: object, move: Move) -> Shown:
    """What is told once a move was made, an option, a branch or an end of talks."""
    match node:
        case Table() if move in node.outcomes:
            return ("", node.outcome(move).text), ("", node.record), ("", node.hidden)
        case Decision() if any(option.id == move for option in node.options):
            option = next(option for option in node.options if option.id == move)
            return ("", option.held), ("", node.record), ("", node.hidden), ("", option.follows)
        case Chance():
            return (("", node.branch(move).text),)
    return ()


def _after_all(node: object) -> Shown:
    found: list[tuple[str, Phrase | Slot]] = []
    if isinstance(node, Table):
        found += [shown for outcome in node.outcomes for shown in _after(node, outcome)]
    if isinstance(node, Decision):
        found += [shown for option in node.options for shown in _after(node, option.id)]
    if isinstance(node, Chance):
        found += [shown for branch in node.branches for shown in _after(node, branch.id)]
    return tuple(found)
