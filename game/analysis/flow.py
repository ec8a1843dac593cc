"""A scenario as data flow: where every node leads, what is written on the way, which variables are still live.

A table is one stop, whatever the number of its rounds: a round changes nothing but their count.  Liveness is the
textbook backward data-flow analysis (Aho, Lam, Sethi, Ullman, *Compilers*, 2nd ed., §9.2.5), finer in that it also says
which values of a live variable are told apart (``sights``).  Called by ``odds``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from weakref import WeakKeyDictionary

from game.analysis.sights import Image, Needs, Sights
from game.core.expressions import TRUE, Expression, Value
from game.core.model import AGREED, LEFT_RECORD, OUTCOMES, Chance, Decision, Effect, NodeId, Table
from game.core.rules import Rules
from game.core.talks import ROUND

Stop = tuple[NodeId, int]
"""A node and, where exploration starts amid talks, how many proposals were made there; else 0."""

Flow = tuple[str, bool, Expression, str]
"""An effect: variable, whether its old value is lost, amount, operation."""

Sight = frozenset[tuple[Value, Value]] | None
"""What of a live variable matters: (value, the first that is seen as the same) for every value, or None for each."""

Live = dict[str, Sight]
"""What matters of each live variable."""

DEPARTED: Final = "_departed"
"""Name that stands for 1 in an effect of a table's exit if the talks end otherwise than on the record."""


class LoopedScenario(ValueError):
    """The nodes form a loop; these odds are counted for scenarios without loops."""


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge as data flow.  ``exit`` marks a table's outcome; other edges have none."""

    move: str
    goto: Stop
    guard: Expression
    effects: tuple[Flow, ...]
    exit: str | None = None


def offered(issue: str) -> str:
    """Returns the name that stands for the rung proposed on ``issue`` in the effects of an agreement."""
    return f"_{issue}"


class _Seen:
    """What was found out about a scenario before."""

    def __init__(self, rules: Rules) -> None:
        extra: dict[str, tuple[Value, ...]] = {DEPARTED: (0, 1)}
        for node in rules.scenario.nodes.values():
            if isinstance(node, Table):
                extra |= {offered(name): tuple(node.bargain.issues[name].rungs) for name in node.offers}
        self.sights: Final = Sights(rules.variables, extra)
        self.wires: Final[dict[NodeId, tuple[Wire, ...]]] = {}


_SEEN: Final[WeakKeyDictionary[Rules, _Seen]] = WeakKeyDictionary()


def _seen(rules: Rules) -> _Seen:
    if rules not in _SEEN:
        _SEEN[rules] = _Seen(rules)
    return _SEEN[rules]


def wires(rules: Rules, stop: Stop) -> tuple[Wire, ...]:
    """Returns the edges out of a stop; none at a terminal."""
    known = _seen(rules).wires
    if stop[0] not in known:
        known[stop[0]] = _wires(rules, stop[0])
    return known[stop[0]]


def _wires(rules: Rules, name: NodeId) -> tuple[Wire, ...]:
    node = rules.scenario.nodes[name]
    if isinstance(node, Table):
        return (*_options(node), *_exits(node))
    if isinstance(node, Decision):
        return tuple(map(_away, _options(node)))
    if isinstance(node, Chance):
        return tuple(_away(Wire(branch.id, (branch.goto, 0), branch.weight, tuple(_flow(branch.effects))))
                     for branch in node.branches)
    return ()


def _away(wire: Wire) -> Wire:
    """Away from a table no proposals have been made."""
    if ROUND not in wire.guard.names.union(*(amount.names for _, _, amount, _ in wire.effects)):
        return wire
    effects = tuple((name, lost, _at_none(amount), operation) for name, lost, amount, operation in wire.effects)
    return Wire(wire.move, wire.goto, _at_none(wire.guard), effects, wire.exit)


def _at_none(expression: Expression) -> Expression:
    return Expression.built(_AtNone().visit(deepcopy(expression.tree))) if ROUND in expression.names else expression


class _AtNone(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.copy_location(ast.Constant(0), node) if node.id == ROUND else node


def _options(node: Decision) -> Iterator[Wire]:
    recorded = node.record_move
    if isinstance(node, Table):
        recorded = node.record_moves[-1] if node.record_moves else None
    for option in node.options:
        effects = [*_flow(option.effects)]
        if node.name:
            effects.append(_word(node.name, option.id))
        if option.id != recorded and not node.free:
            effects.append((LEFT_RECORD, True, TRUE, "set"))
        yield Wire(option.id, (option.goto, 0), option.when or TRUE, tuple(effects))


def _exits(node: Table) -> Iterator[Wire]:
    for name in OUTCOMES:
        outcome = node.outcome(name)
        effects = [*_clauses(node)] if name == AGREED else []
        effects += _flow(outcome.effects)
        if node.name:
            effects.append(_word(node.name, name))
        effects.append((LEFT_RECORD, False, _EVER_LEFT, "set"))
        yield Wire(name, (outcome.goto, 0), TRUE, tuple(effects), name)


def _clauses(node: Table) -> Iterator[Flow]:
    for name, offer in node.offers.items():
        rung: ast.expr = _name(offered(name))
        if offer.open:  # what was left open keeps its value, so that value must be known
            rung = ast.BinOp(rung, ast.Add(), ast.BinOp(ast.Constant(0), ast.Mult(), _name(name)))
        yield name, not offer.open, Expression.built(rung), "set"


def _word(name: str, word: str) -> Flow:
    return name, True, Expression.built(ast.Constant(word)), "set"


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


_EVER_LEFT: Final = Expression.built(ast.Call(_name("max"), [_name(LEFT_RECORD), _name(DEPARTED)], []))


def _flow(effects: Iterable[Effect]) -> Iterator[Flow]:
    for effect in effects:
        overwritten = effect.operation == "set" and effect.variable not in effect.amount.names
        yield effect.variable, overwritten, effect.amount, effect.operation


def topological(rules: Rules, start: Stop) -> list[Stop]:
    """Returns the stops that can be reached, each before those it leads to; raises ``LoopedScenario``."""
    order: list[Stop] = []
    colour: dict[Stop, int] = {}
    stack: list[tuple[Stop, int]] = [(start, 0)]
    following: dict[Stop, tuple[Wire, ...]] = {}
    while stack:
        stop, place = stack.pop()
        if place == 0:
            if colour.get(stop) == 2:
                continue
            colour[stop] = 1
            following[stop] = wires(rules, stop)
        if place < len(following[stop]):
            stack.append((stop, place + 1))
            target = following[stop][place].goto
            if colour.get(target) == 1:
                raise LoopedScenario(f"'{target[0]}' can be reached from itself")
            if target not in colour:
                stack.append((target, 0))
        else:
            colour[stop] = 2
            order.append(stop)
    return order[::-1]


def liveness(rules: Rules, order: list[Stop], asked: Iterable[str],
             also: Mapping[NodeId, Iterable[Expression]] = MappingProxyType({}), *,
             told: Iterable[str] = ()) -> dict[Stop, Live]:
    """Returns what must be known at each stop: all that a later guard, weight, effect or question may read.

    ``also`` are expressions that are read at a node beside those of the scenario: a payoff, a policy's weights.  Of the
    variables ``told`` every change must be known, but not the value.
    """
    sights = _seen(rules).sights
    following = _Following(sights, frozenset(told))
    needs: dict[Stop, Needs] = {}
    for stop in reversed(order):
        found = wires(rules, stop)
        here: Needs = {} if found else {name: sights.values(name) for name in asked}
        for wire in found:
            sights.join(here, following.before(wire, needs[wire.goto]))
        for expression in also.get(stop[0], ()):
            sights.join(here, sights.read(expression))
            sights.join(here, sights.named(expression))
        table = rules.scenario.nodes[stop[0]]
        if isinstance(table, Table):
            sights.join(here, table_needs(rules, table))
        needs[stop] = here
    return {stop: {name: as_sight(rules, name, image) for name, image in here.items()} for stop, here in needs.items()}


def table_needs(rules: Rules, table: Table) -> Needs:
    """Returns what talks at a table turn on."""
    sights, needs = _seen(rules).sights, Needs()
    for expression in read_at(table):
        sights.join(needs, sights.read(expression))
        sights.join(needs, sights.named(expression))
    sights.join(needs, {name: sights.worths(table, name) for name in table.given})
    return needs


def as_sight(rules: Rules, name: str, image: Image) -> Sight:
    """Returns the values of a variable that an image tells apart."""
    values = _seen(rules).sights.values(name)
    return None if image == values else frozenset(zip(values, image, strict=True))


class _Following:
    """Takes needs from behind an edge to before it."""

    def __init__(self, sights: Sights, told: frozenset[str]) -> None:
        self.sights, self.told = sights, told

    def before(self, wire: Wire, after: Needs) -> Needs:
        needs = dict(after)
        for variable, overwritten, amount, operation in reversed(wire.effects):
            if variable in needs:
                image = needs[variable]
                if offered(variable) not in amount.names:
                    del needs[variable]
                    self.sights.join(needs, self.sights.before((variable, amount, operation), image))
                    self.sights.join(needs, self.sights.named(amount))
                elif overwritten:  # what is left open keeps its value
                    del needs[variable]
            if variable in self.told:
                change = self.sights.before((variable, amount, operation), self.sights.values(variable))
                self.sights.join(needs, {name: seen for name, seen in change.items() if name != variable})
        return self._guarded(wire.guard, needs)

    def _guarded(self, guard: Expression, needs: Needs) -> Needs:
        """Values with which the edge is never open need not be told apart for what comes after it."""
        for name, barred in self.sights.barred(guard).items():
            if barred and name in needs:
                needs[name] = tuple(["" if value in barred else seen for value, seen in
                                     zip(self.sights.values(name), needs[name], strict=True)])
        self.sights.join(needs, self.sights.read(guard))
        self.sights.join(needs, self.sights.named(guard))
        return needs


def read_at(table: Table) -> Iterator[Expression]:
    """Yields what the side that answers at a table goes by, and what may be proposed there."""
    side = table.bargain.other(table.side)
    yield side.reservation
    if side.conduct is not None:
        yield from side.conduct.aspiration
        if side.conduct.walks_out is not None:
            yield side.conduct.walks_out
    for guard in (*(line.when for stake in side.stakes.values() for line in stake.red_lines),
                  *(when for offer in table.offers.values() for when in offer.rungs.values())):
        if guard is not None:
            yield guard
