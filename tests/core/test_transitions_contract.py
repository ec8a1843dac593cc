"""The few things asked of the transitions library; a new release that answers otherwise fails here first."""

from __future__ import annotations

from typing import Any

import pytest
from transitions import Machine, MachineError


class Cursor:
    """Like the rulebook's: slots, no method, no attribute but what is written here."""

    __slots__ = ("_node", "log", "open")

    def __init__(self, node: str, open_: bool) -> None:
        self._node, self.open, self.log = node, open_, []


@pytest.fixture
def machine() -> Machine:
    def condition(event: Any) -> bool:
        event.model.log.append(("asked", event.model._node))
        return bool(event.model.open)

    def before(event: Any) -> None:
        event.model.log.append(("moved", event.model._node))

    return Machine(model=None, states=["here", "there", "far"], initial="here", auto_transitions=False, send_event=True,
                   model_attribute="_node", transitions=[
                       {"trigger": "go", "source": "here", "dest": "there", "conditions": condition, "before": before},
                       {"trigger": "go", "source": "there", "dest": "far", "conditions": condition, "before": before}])


def test_a_trigger_moves_a_bare_cursor_and_says_so(machine: Machine) -> None:
    cursor = Cursor("here", True)
    assert machine.events["go"].trigger(cursor) is True
    assert cursor._node == "there"
    assert cursor.log == [("asked", "here"), ("moved", "here")], "the guard is asked first, effects run before the move"


def test_a_false_guard_moves_nothing(machine: Machine) -> None:
    cursor = Cursor("here", False)
    assert machine.events["go"].trigger(cursor) is False
    assert cursor._node == "here" and cursor.log == [("asked", "here")]


def test_the_same_trigger_serves_several_nodes_and_cursors(machine: Machine) -> None:
    one, two = Cursor("here", True), Cursor("there", True)
    machine.events["go"].trigger(one)
    machine.events["go"].trigger(two)
    assert (one._node, two._node) == ("there", "far")


def test_a_trigger_out_of_place_is_an_error(machine: Machine) -> None:
    with pytest.raises(MachineError):
        machine.events["go"].trigger(Cursor("far", True))


def test_no_model_is_kept_and_no_trigger_is_made_up(machine: Machine) -> None:
    machine.events["go"].trigger(Cursor("here", True))
    assert machine.models == [] and set(machine.events) == {"go"}


def test_a_trigger_may_not_have_the_name_of_the_attribute() -> None:
    with pytest.raises(ValueError, match="model attribute"):
        Machine(model=None, states=["a"], initial="a", auto_transitions=False, model_attribute="_node",
                transitions=[{"trigger": "_node", "source": "a", "dest": "a"}])
