"""A scenario as data flow: where every node leads, what is written on the way, which variables are still live.

A table is one stop, whatever the number of its rounds: a round changes nothing but their count.  Liveness is the
textbook backward data-flow analysis (Aho, Lam, Sethi, Ullman, *Compilers*, 2nd ed., §9.2.5).  Called by ``odds``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from game.core.expressions import TRUE, Expression, Value
from game.core.model import AGREED, LEFT_RECORD, OUTCOMES, Chance, Decision, Effect, NodeId, Table
from game.core.rules import Rules
from game.core.talks import ROUND

Stop = tuple[NodeId, int]
"""A node and, where exploration starts amid talks, how many proposals were made there; else 0."""

Flow = tuple[str, bool, Expression, str]
"""An effect: variable, whether its old value is lost, amount, operation."""

Sight = frozenset[tuple[Value, Value]] | None
"""What of a live variable matters: (value, as which it is kept) for those told apart, or None for its exact value.

Words are told apart if a later guard names them; a number only read as the worth of a settled clause, by that worth.
"""

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


def wires(rules: Rules, stop: Stop) -> tuple[Wire, ...]:
    """Returns the edges out of a stop; none at a terminal."""
    node = rules.scenario.nodes[stop[0]]
    if isinstance(node, Table):
        return (*_options(node), *_exits(node))
    if isinstance(node, Decision):
        return tuple(_options(node))
    if isinstance(node, Chance):
        return tuple(Wire(branch.id, (branch.goto, 0), branch.weight, tuple(_flow(branch.effects)))
                     for branch in node.branches)
    return ()


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
             also: Mapping[NodeId, Iterable[Expression]] = MappingProxyType({})) -> dict[Stop, Live]:
    """Returns what must be known at each stop: all that a later guard, weight, effect or question may read.

    ``also`` are expressions that are read at a node beside those of the scenario: a payoff, a policy's weights.
    """
    live: dict[Stop, Live] = {}
    for stop in reversed(order):
        found = wires(rules, stop)
        needed: Live = {} if found else dict.fromkeys(asked)
        for wire in found:
            after = dict(live[wire.goto])
            for variable, overwritten, amount, _ in reversed(wire.effects):
                if variable in after:
                    if overwritten:
                        del after[variable]
                    _need(after, _uses(rules, amount))
            _need(needed, after)
            _need(needed, _uses(rules, wire.guard))
        for expression in also.get(stop[0], ()):
            _need(needed, _uses(rules, expression))
        table = rules.scenario.nodes[stop[0]]
        if isinstance(table, Table):
            for expression in read_at(table):
                _need(needed, _uses(rules, expression))
            _need(needed, {name: _worths(rules, table, name) for name in table.given})
        live[stop] = needed
    return live


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


def _worths(rules: Rules, table: Table, issue: str) -> Sight:
    """The values of a settled clause, each kept as the first that the answering side finds no different.

    One that may be taken up again is written into the proposal, so its exact value counts.
    """
    if issue in table.offers:
        return None
    side, rungs = table.bargain.other(table.side), table.bargain.issues[issue].rungs
    variable, stake = rules.variables[issue], side.stakes[issue]
    kept: dict[tuple[object, ...], Value] = {}
    pairs: set[tuple[Value, Value]] = set()
    for value in range(variable.low, variable.high + 1):
        rung = value if value in rungs else None
        linked = tuple((link.worth.get(rung) if rung is not None and link.issue == issue else None,
                        rung in link.rungs and link.other == issue) for link in side.links)
        same = (rung is None, stake.open if rung is None else stake.worth[rung], linked)
        pairs.add((value, kept.setdefault(same, value)))
    return frozenset(pairs)


def _need(live: Live, more: Live) -> None:
    for name, sight in more.items():
        live[name] = _joined(live[name], sight) if name in live else sight


def _joined(one: Sight, two: Sight) -> Sight:
    """Tells apart whatever either does."""
    if one is None or two is None:
        return None
    if any(isinstance(value, str) for value, _ in one | two):
        return one | two
    other = dict(two)
    kept: dict[tuple[Value, Value], Value] = {}
    return frozenset((value, kept.setdefault((as_one, other[value]), value)) for value, as_one in sorted(one))


def _uses(rules: Rules, expression: Expression) -> Live:
    """A choice is only ever told apart by the words it is compared with; a number by its value."""
    words: dict[str, frozenset[tuple[Value, Value]]] = defaultdict(frozenset)
    for test in expression.comparisons:
        words[test.name] |= {(test.word, test.word)}
    return {name: words.get(name) if rules.variables[name].words else None
            for name in expression.names if name in rules.variables and name != ROUND}
