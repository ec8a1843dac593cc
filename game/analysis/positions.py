"""The whole graph of positions of a scenario that is small enough, exactly as the rulebook walks it.

Nothing is merged here: two positions are one only if node and every value agree (an extensive-form game whose paths
may meet).  Not for large scenarios (``explore`` merges what nothing can tell apart).  Called by ``explore`` where nodes
form a loop, by the tests of known games, and by the linter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from game.core import limits
from game.core.model import Chance, Decision, Move, NodeId, Party, Terminal
from game.core.rules import Position, Rules, View

MOST: Final = limits.WANDERED
"""How many positions, and five times as many moves, a graph may hold."""


class TooLarge(ValueError):
    """More positions than were asked for; ``estimate`` is how many there may be, at least ``found``."""

    def __init__(self, found: int, estimate: int) -> None:
        super().__init__(f"more than {found:,} positions, perhaps {estimate:,}")
        self.found = found
        self.estimate = estimate


@dataclass(frozen=True, slots=True)
class Kinds:
    """How many positions (or histories) there are of each kind of node."""

    chance: int = 0
    decision: int = 0
    terminal: int = 0

    @property
    def all(self) -> int:
        """Returns the sum."""
        return self.chance + self.decision + self.terminal


@dataclass(frozen=True)
class Graph:
    """Every position that some play can reach, and where each legal move leads from it."""

    rules: Rules
    start: Position
    moves: Mapping[Position, tuple[tuple[Move, Position], ...]]
    """Legal moves in authored order; a terminal has none."""

    @property
    def kinds(self) -> Kinds:
        """Returns the number of positions by kind of node."""
        return _kinds(self.rules, Counter(position.node for position in self.moves))

    @cached_property
    def histories(self) -> Kinds | None:
        """Returns the number of histories (nodes of the game tree) by kind; None if some position recurs."""
        if self.order is None:
            return None
        ways: dict[Position, int] = defaultdict(int)
        ways[self.start] = 1
        by_node: Counter[NodeId] = Counter()
        for position in self.order:
            by_node[position.node] += ways[position]
            for _, after in self.moves[position]:
                ways[after] += ways[position]
        return _kinds(self.rules, by_node)

    @cached_property
    def order(self) -> tuple[Position, ...] | None:
        """Returns the positions, each before those it leads to; None if some position recurs."""
        return None if self.cycles else tuple(part[0] for part in reversed(self._parts))

    @cached_property
    def cycles(self) -> tuple[tuple[Position, ...], ...]:
        """Returns one cycle of positions for each part of the graph in which positions recur."""
        return tuple(self._cycle(part) for part in reversed(self._parts)
                     if len(part) > 1 or any(after == part[0] for _, after in self.moves[part[0]]))

    def information_sets(self, party: Party) -> Mapping[View, tuple[Position, ...]]:
        """Returns the decision positions of a party, grouped by what it may know there (``Rules.view``)."""
        sets: dict[View, list[Position]] = defaultdict(list)
        for position in self.moves:
            if self.rules.actor(position) == party:
                sets[self.rules.view(position, party)].append(position)
        return {view: tuple(positions) for view, positions in sets.items()}

    def _cycle(self, part: tuple[Position, ...]) -> tuple[Position, ...]:
        """A shortest way from the first position of a strongly connected part back to it."""
        first = min(part, key=self._found.__getitem__)
        inside, came = set(part), {first: first}
        todo = [first]
        for position in todo:
            for _, after in self.moves[position]:
                if after == first:
                    way = [position]
                    while way[-1] != first:
                        way.append(came[way[-1]])
                    return tuple(reversed(way))
                if after in inside and after not in came:
                    came[after] = position
                    todo.append(after)
        return (first,)

    @cached_property
    def _found(self) -> Mapping[Position, int]:
        return {position: place for place, position in enumerate(self.moves)}

    @cached_property
    def _parts(self) -> list[tuple[Position, ...]]:
        """Strongly connected parts, each after those it leads to (Tarjan 1972)."""
        index: dict[Position, int] = {}
        low: dict[Position, int] = {}
        open_: list[Position] = []
        waiting: set[Position] = set()
        parts: list[tuple[Position, ...]] = []
        todo: list[tuple[Position, int]] = [(self.start, 0)]
        while todo:
            position, place = todo.pop()
            if place == 0:
                index[position] = low[position] = len(index)
                open_.append(position)
                waiting.add(position)
            else:
                low[position] = min(low[position], low[self.moves[position][place - 1][1]])
            for number, (_, after) in enumerate(self.moves[position][place:], place + 1):
                if after not in index:
                    todo += [(position, number), (after, 0)]
                    break
                if after in waiting:
                    low[position] = min(low[position], index[after])
            else:
                if low[position] == index[position]:
                    part = open_[open_.index(position):] if open_[-1] != position else [position]
                    del open_[-len(part):]
                    waiting.difference_update(part)
                    parts.append(tuple(part))
        return parts


def graph(rules: Rules, start: Position | None = None, most: int = MOST) -> Graph:
    """Returns the graph of all positions reachable from ``start``; raises ``TooLarge`` beyond ``most``."""
    first = start or rules.start()
    moves: dict[Position, tuple[tuple[Move, Position], ...]] = {}
    layer, widths, edges = [first], [1], 0
    known = {first}
    while layer:
        following: list[Position] = []
        for position in layer:
            moves[position] = tuple((move, rules.step(position, move).after) for move in rules.moves(position))
            edges += len(moves[position])
            for _, after in moves[position]:
                if after not in known:
                    known.add(after)
                    following.append(after)
            if len(known) > most or edges > 5 * most:
                raise TooLarge(len(known), estimate(rules, widths, len(known)))
        widths.append(len(following))
        layer = following
    return Graph(rules, first, moves)


def estimate(rules: Rules, widths: list[int], found: int) -> int:
    """Returns a guess at the number of positions from the widths of the layers gone through, never less than found.

    The last growth from layer to layer is taken to go on for as many layers as there are nodes left, but no layer can
    be wider than all values at every node of it: an upper estimate, of the order of magnitude only.
    """
    growth = max(1.0, (widths[-1] / widths[0]) ** (1 / max(1, len(widths) - 1)))
    left = max(1, len(rules.scenario.nodes) - len(widths))
    widest = 1
    for variable in rules.variables.values():
        widest *= len(variable.words) or variable.high - variable.low + 1
    total, width = found, max(widths[-1], 1)
    for _ in range(left):
        width = min(int(width * growth) + 1, widest) if width < 10**18 else width
        total += width
    return min(total, widest * len(rules.scenario.nodes))


def _kinds(rules: Rules, by_node: Mapping[NodeId, int]) -> Kinds:
    found = {Chance: 0, Decision: 0, Terminal: 0}
    for node, number in by_node.items():
        kind = next(kind for kind in found if isinstance(rules.scenario.nodes[node], kind))
        found[kind] += number
    return Kinds(found[Chance], found[Decision], found[Terminal])
