"""The one ``transitions.Machine`` of a scenario: what moves a cursor from node to node.

An option or a branch is a trigger of its own name, guarded by its expression.  A proposal at a table is one trigger
whose way depends on the other side's answer: on to an outcome, or round again.  Called by ``rules`` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from transitions import Machine

from game.core.bargain import Package
from game.core.expressions import Value
from game.core.model import AGREED, LEFT_RECORD, Move, NodeId, Scenario, Table
from game.core.steps import Change, Edge, Position, always

PROPOSAL: Final = "_propose"
"""The machine's one event for every proposal; no option's id begins with ``_``."""

Departs = Callable[[str, Package], bool]
"""(how the talks end, the last package) -> whether the record ended them otherwise."""


class Cursor:
    """Scratch object that the machine moves; lives for one call of ``step``.

    The library forbids a trigger with the name of the attribute it writes; no option's id begins with ``_``.
    ``exit`` is how a proposal ends the talks (nothing: they go on), ``package`` what was proposed.
    """

    __slots__ = ("_node", "changes", "exit", "package", "values")

    def __init__(self, position: Position, exit: str = "", package: Package = ()) -> None:
        self._node = position.node
        self.exit = exit
        self.package = package
        self.values = list(position.values)
        self.changes: list[Change] = []

    @property
    def position(self) -> Position:
        """Where the cursor stands now."""
        return Position(self._node, tuple(self.values))


class Board:
    """The machine, grown from node to node: a large scenario is not laid out before its first move.

    ``exits`` holds, for each table, its outcomes and (under "") the next round.
    """

    def __init__(self, scenario: Scenario, edges: Mapping[NodeId, Mapping[Move, Edge]],
                 exits: Mapping[NodeId, Mapping[str, Edge]], departs: Mapping[NodeId, Departs],
                 index: Mapping[str, int]) -> None:
        self._scenario, self._edges, self._exits, self._departs, self._index = scenario, edges, exits, departs, index
        self._laid: set[NodeId] = set()
        self._machine = Machine(model=None, states=[scenario.start], initial=scenario.start, auto_transitions=False,
                                send_event=True, model_attribute="_node")

    def at(self, node: NodeId) -> Machine:
        """Returns the machine, with all that leads on from ``node``."""
        if node not in self._laid:
            self._lay(node)
        return self._machine

    def whole(self) -> Machine:
        """Returns the machine with all nodes."""
        for node in self._scenario.nodes:
            self.at(node)
        return self._machine

    def _lay(self, node: NodeId) -> None:
        ways = [(edge.move, edge, _condition(edge), [_apply(edge)]) for edge in self._edges[node].values()]
        if node in self._exits:
            table = self._scenario.nodes[node]
            assert isinstance(table, Table)
            ways += [(PROPOSAL, edge, _ends(name), [_write_clauses(table, self._index), _apply(edge),
                                                    _mark_departure(self._departs[node], self._index)])
                     for name, edge in self._exits[node].items()]
        for name in dict.fromkeys((node, *(edge.goto for _, edge, _, _ in ways))):
            if name not in self._machine.states:
                self._machine.add_state(name)
        for trigger, edge, condition, before in ways:
            self._machine.add_transition(trigger, node, edge.goto, conditions=condition, before=before)
        self._laid.add(node)


def _ends(name: str) -> Any:
    return lambda event: event.model.exit == name


def _write_clauses(node: Table, index: Mapping[str, int]) -> Any:
    """On agreement every clause that was proposed is set; those left open keep their value."""
    places = [(place, name, index[name]) for place, name in enumerate(node.bargain.issues) if name in node.offers]

    def write(event: Any) -> None:
        cursor: Cursor = event.model
        if cursor.exit == AGREED:
            for place, name, at in places:
                rung, old = cursor.package[place], cursor.values[at]
                if rung is not None and rung != old:
                    cursor.values[at] = rung
                    cursor.changes.append(Change(name, old, rung))
    return write


def _mark_departure(departs: Departs, index: Mapping[str, int]) -> Any:
    at = index[LEFT_RECORD]

    def mark(event: Any) -> None:
        cursor: Cursor = event.model
        if not cursor.values[at] and departs(cursor.exit, cursor.package):
            cursor.values[at] = 1
            cursor.changes.append(Change(LEFT_RECORD, 0, 1))
    return mark


def _condition(edge: Edge) -> Any:
    return None if edge.guard is always else lambda event: _number(edge.guard(event.model.values)) > 0


def _apply(edge: Edge) -> Any:
    def apply(event: Any) -> None:
        cursor: Cursor = event.model
        for compiled in edge.effects:
            old = cursor.values[compiled.place]
            new = compiled.result(cursor.values)
            cursor.values[compiled.place] = new
            if new != old or compiled.effect is not None:
                cursor.changes.append(Change(compiled.variable.name, old, new, compiled.effect))
    return apply


def _number(value: Value) -> int:
    return value if isinstance(value, int) else int(bool(value))
