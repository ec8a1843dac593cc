"""Follows every play of a draft: which values variables take, which ways are open together, where plays go round.

Not ``analysis``: a draft has no bounds yet, and finding them is the point.  Gives up after ``MAX_POSITIONS`` and says
so; then bounds are guessed generously.  Called by ``convert``.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from game.authoring.twine.draft import Draft, Edge, Fork, Menu
from game.authoring.twine.kinds import Kind, Known
from game.authoring.twine.story import MAX_NUMBER
from game.core.expressions import Evaluator, Expression, Value

MAX_POSITIONS: Final = 30_000
MAX_STEPS: Final = 200_000
MAX_CASES: Final = 4096

Position = tuple[str, tuple[Value, ...]]


@dataclass(slots=True)
class Reached:
    """What following the plays showed.

    ``open`` tells for each menu how few and how many of its ways are open at once.  ``loops`` are circles that a play
    may run for ever, ``closed`` those that it cannot leave and in which nobody chooses, by their nodes.  ``taken``
    tells for each node which of its ways a play can take.
    """

    complete: bool = True
    open: dict[str, tuple[int, int]] = field(default_factory=dict)
    loops: list[list[str]] = field(default_factory=list)
    closed: list[list[str]] = field(default_factory=list)
    taken: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """An edge ready to run."""

    edge: Edge
    guard: Evaluator | None
    changes: tuple[tuple[bool, int, Evaluator, int], ...]


def reach(draft: Draft) -> Reached:
    """Returns what the plays of a draft reach, and gives its variables their bounds."""
    walker = _Walker(draft)
    walker.walk()
    found = walker.found
    for node in draft.nodes.values():
        if isinstance(node, Menu) and (not found.complete or node.id not in found.open):
            found.open[node.id] = _possible(node, draft)
    for known in draft.lexicon.known.values():
        _bound(known, draft, walker)
    _circles(walker, draft)
    return found


class _Walker:
    """Breadth first over all positions."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.known = list(draft.lexicon.known.values())
        self.index = {one.name: place for place, one in enumerate(self.known)}
        self.low = [one.start for one in self.known]
        self.high = list(self.low)
        self.evaluators: dict[str, Evaluator] = {}
        self.edges = {node.id: [self.compiled(edge) for edge in _out(node)] for node in draft.nodes.values()}
        self.after: dict[Position, list[Position]] = {}
        self.found = Reached()

    def compiled(self, edge: Edge) -> _Compiled:
        changes = []
        for change in edge.changes:
            known = self.known[self.index[change.variable]]
            amount = f"'{change.amount}'" if known.kind is Kind.WORD else change.amount
            changes.append((change.sign == "add", self.index[change.variable], self.evaluator(amount), known.cap))
        return _Compiled(edge, self.evaluator(edge.when) if edge.when else None, tuple(changes))

    def evaluator(self, source: str) -> Evaluator:
        if source not in self.evaluators:
            self.evaluators[source] = Expression.parse(source).bind(self.index)
        return self.evaluators[source]

    def walk(self) -> None:
        start = self.taken(self.compiled(self.draft.start), tuple(one.start for one in self.known))
        todo, steps = [start] if start else [], 0
        while todo:
            position = todo.pop()
            if position in self.after:
                continue
            if len(self.after) >= MAX_POSITIONS or steps > MAX_STEPS:
                self.found.complete = False
                return
            self.after[position] = list(self.next(position))
            todo += self.after[position]
            steps += len(self.after[position])

    def next(self, position: Position) -> Iterator[Position]:
        """Yields where a play may go from a position."""
        node, values = position
        ways = [one for one in self.edges[node] if one.guard is None or _holds(one.guard(values))]
        if isinstance(self.draft.nodes[node], Menu):
            few, many = self.found.open.get(node, (len(ways), len(ways)))
            self.found.open[node] = min(few, len(ways)), max(many, len(ways))
        for way in ways:
            self.found.taken.setdefault(node, set()).add(way.edge.id)
            after = self.taken(way, values)
            if after is not None:
                yield after

    def taken(self, way: _Compiled, before: tuple[Value, ...]) -> Position | None:
        """Where a way leads; None if a number leaves what a scenario can hold."""
        values = list(before)
        for adds, place, amount, cap in way.changes:
            given = amount(values)
            if adds:
                given = int(values[place]) + int(given)
            if isinstance(given, int):
                given = min(given, cap) if cap else given
                self.low[place] = min(int(self.low[place]), given)
                self.high[place] = max(int(self.high[place]), given)
                if abs(given) > MAX_NUMBER:
                    self.found.complete = False
                    return None
            values[place] = given
        return way.edge.goto, tuple(values)


def _out(node: Fork | Menu) -> list[Edge]:
    return node.edges if isinstance(node, Fork) else node.ways


def _holds(value: Value) -> bool:
    return value > 0 if isinstance(value, int) else bool(value)


def _bound(known: Known, draft: Draft, walker: _Walker) -> None:
    """Bounds that hold every value found and every one that is set outright; guessed where not all was followed."""
    if known.kind is Kind.WORD:
        _drop_unset(known, draft)
        return
    if known.kind is Kind.TRUTH or known.cap:
        known.low, known.high = 0, known.cap or 1
        return
    place = walker.index[known.name]
    low, high = int(walker.low[place]), int(walker.high[place])
    grows = False
    for edge in _every(draft):
        for change in edge.changes:
            if change.variable == known.name and change.sign == "set" and re.fullmatch(r"-?\d+", change.amount):
                low, high = min(low, int(change.amount)), max(high, int(change.amount))
            elif change.variable == known.name:
                grows = True
    known.guessed = grows and not walker.found.complete
    if known.guessed:
        room = max(10, high - low)
        low, high = (low - room if low < 0 else 0), high + room
    known.low, known.high = max(-MAX_NUMBER, low), min(MAX_NUMBER, high)


def _drop_unset(known: Known, draft: Draft) -> None:
    """Leaves out the word for "not set" where nothing starts with it, takes it or asks for it."""
    unset = known.words[0]
    if known.start == unset:
        return
    for edge in _every(draft):
        if f"{known.name} == '{unset}'" in edge.when or f"{known.name} != '{unset}'" in edge.when:
            return
        if any(change.variable == known.name and change.amount == unset for change in edge.changes):
            return
    for node in draft.nodes.values():
        if isinstance(node, Menu) and any(f"{known.name} != '{unset}'" in one.when or f"{known.name} == '{unset}'" in
                                          one.when for one in node.text):
            return
    known.words, known.unset = known.words[1:], False


def _every(draft: Draft) -> Iterator[Edge]:
    yield draft.start
    for node in draft.nodes.values():
        yield from _out(node)


def _possible(menu: Menu, draft: Draft) -> tuple[int, int]:
    """How few and how many ways can be open, tried over all values the guards tell apart."""
    if all(not way.when for way in menu.ways):
        return len(menu.ways), len(menu.ways)
    always = sum(not way.when for way in menu.ways)
    guards = [Expression.parse(way.when) for way in menu.ways if way.when]
    names = sorted(set().union(*(guard.names for guard in guards)))
    values = [_told_apart(draft.lexicon.named(name), guards) for name in names]
    count = 1
    for choices in values:
        count *= len(choices)
    if count > MAX_CASES or not all(_is_simple(guard.tree) for guard in guards):
        return always, len(menu.ways)
    index = {name: place for place, name in enumerate(names)}
    bound = [guard.bind(index) for guard in guards]
    open_ = [always + sum(_holds(guard(case)) for guard in bound) for case in itertools.product(*values)]
    return min(open_), max(open_)


def _told_apart(known: Known, guards: list[Expression]) -> list[Value]:
    if known.kind is Kind.WORD:
        return list(known.words)
    if known.kind is Kind.TRUTH:
        return [0, 1]
    numbers = {int(one) for guard in guards for one in re.findall(r"(?<![\w'])-?\d+", guard.source)} | {0}
    return sorted({near for one in numbers for near in (one - 1, one, one + 1)})


def _is_simple(tree: ast.expr) -> bool:
    """Whether every comparison is between one variable and a constant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.Call):
            return False
        if isinstance(node, ast.Compare) and sum(isinstance(one, ast.Name) for one in ast.walk(node)) > 1:
            return False
    return True


def _circles(walker: _Walker, draft: Draft) -> None:
    """Finds circles among positions, or among nodes where not every position was met."""
    found = walker.found
    if found.complete:
        graph: dict[Position, list[Position]] = walker.after
        free = {one: found.open.get(one[0], (0, 0))[1] > 1 for one in graph}
    else:
        graph = {(node.id, ()): [(edge.goto, ()) for edge in _out(node)] for node in draft.nodes.values()}
        free = {one: found.open.get(one[0], (0, 0))[1] > 1 for one in graph}
    found.loops = _named(components(graph))
    driven = {one: [to for to in after if not free[to]] for one, after in graph.items() if not free[one]}
    for circle in components(driven):
        inside = set(circle)
        if not found.complete or all(to in inside for one in circle for to in graph[one]):
            found.closed += _named([circle])


def _named(circles: list[list[Position]]) -> list[list[str]]:
    """The circles by their nodes; those that share a node are told as one."""
    found: list[dict[str, None]] = []
    for circle in circles:
        nodes = dict.fromkeys(node for node, _ in circle)
        for other in [one for one in found if one.keys() & nodes.keys()]:
            found.remove(other)
            nodes = other | nodes
        found.append(nodes)
    return [list(one) for one in found]


def components(graph: dict[Position, list[Position]]) -> list[list[Position]]:
    """Returns the strongly connected components that hold a circle (Tarjan, 1972, on an explicit stack)."""
    order: dict[Position, int] = {}
    low: dict[Position, int] = {}
    stack: list[Position] = []
    on_stack: set[Position] = set()
    found: list[list[Position]] = []
    for root in graph:
        if root in order:
            continue
        work = [(root, iter(graph[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            one, after = work[-1]
            to = next(after, None)
            if to is not None:
                if to not in order:
                    order[to] = low[to] = len(order)
                    stack.append(to)
                    on_stack.add(to)
                    work.append((to, iter(graph[to])))
                elif to in on_stack:
                    low[one] = min(low[one], order[to])
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[one])
            if low[one] == order[one]:
                circle = _popped(stack, on_stack, one)
                if len(circle) > 1 or one in graph[one]:
                    found.append(circle[::-1])
    return found


def _popped(stack: list[Position], on_stack: set[Position], until: Position) -> list[Position]:
    circle: list[Position] = []
    while not circle or circle[-1] != until:
        circle.append(stack.pop())
        on_stack.discard(circle[-1])
    return circle
