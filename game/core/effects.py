"""The effect table: what an option or a branch may do to one variable.

An effect changes exactly one variable and is clamped to that variable's bounds alone; exact exploration relies
on it.  To add one, write a decorated function here: the loader and the reference list it by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from game.core.expressions import Value

Operation = Callable[[Value, Value], Value]

_TABLE: dict[str, Operation] = {}


def effect(operation: Operation) -> Operation:
    """Registers a function of (present value, amount) under its own name."""
    _TABLE[operation.__name__.rstrip("_")] = operation
    return operation


@effect
def add(present: Value, amount: Value) -> Value:
    """Adds a number to a number.

    >>> add(3, -1)
    2
    """
    if isinstance(present, str) or isinstance(amount, str):
        raise TypeError("only numbers can be added")
    return present + amount


@effect
def set_(present: Value, amount: Value) -> Value:
    """Replaces the value, whatever it was.

    >>> set_('none', 'signed')
    'signed'
    """
    return amount


EFFECTS: Final[Mapping[str, Operation]] = _TABLE
