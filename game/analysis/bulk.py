"""Many positions at once: edges over whole columns of values, and keys packed into machine words.

The same guards and effects as ``ends.Lane`` has for one position.  Called by ``reach`` and ``layering``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from game.analysis.flow import Sight, Stop, Wire
from game.analysis.vectors import Column, Columns, Vector, Vocabulary
from game.core.rules import Rules

OPERATIONS: Final[Mapping[str, Callable[[Column | int, Column | int], Column | int]]] = {
    "add": lambda present, amount: present + amount,
    "set": lambda present, amount: amount,
}
"""The effect table of ``core.effects``, for columns."""

Layout = tuple[tuple[str, Sight], ...]


class Packing:
    """Keys of one stop as machine words: each live variable a digit, as coarse as it is looked at."""

    def __init__(self, rules: Rules, layout: Layout, vocabulary: Vocabulary) -> None:
        self.names: Final = [name for name, _ in layout]
        self.bases: list[int] = []
        self._digits: list[tuple[Column, int]] = []
        self._kept: list[Column] = []
        for name, sight in layout:
            variable = rules.variables[name]
            values = [vocabulary.number(word) for word in variable.words] or range(variable.low, variable.high + 1)
            if sight is None:
                shown = {value: value for value in values}
            else:
                shown = {vocabulary.number(value): vocabulary.number(kept) for value, kept in sight}
            kept = sorted(set(shown.values()))
            low = min(shown)
            digits = np.zeros(max(shown) - low + 1, dtype=np.int64)
            for value, as_value in shown.items():
                digits[value - low] = kept.index(as_value)
            self._digits.append((digits, low))
            self._kept.append(np.array(kept, dtype=np.int64))
            self.bases.append(len(kept))
        if math.prod(self.bases) >= 2**63:
            raise OverflowError("too many live variables for one machine word")

    def pack(self, columns: Columns, size: int) -> Column:
        """Returns the keys of positions given column by column."""
        keys = np.zeros(size, dtype=np.int64)
        for name, base, (digits, low) in zip(self.names, self.bases, self._digits, strict=True):
            keys *= base
            keys += digits[columns[name] - low]
        return keys

    def unpack(self, keys: Column) -> dict[str, Column]:
        """Returns the columns that keys stand for."""
        columns = {}
        rest = keys
        for name, base, kept in zip(reversed(self.names), reversed(self.bases), reversed(self._kept), strict=True):
            rest, digit = np.divmod(rest, base)
            columns[name] = kept[digit]
        return columns


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge over columns: ``effects`` are those the next stop needs, each from columns to a clamped column.

    ``reads`` are the names that these effects read.
    """

    wire: Wire
    goto: Stop
    guard: Vector
    effects: tuple[tuple[str, Vector], ...]
    reads: frozenset[str] = frozenset()


def edge(rules: Rules, vocabulary: Vocabulary, layouts: Mapping[Stop, Layout], wire: Wire) -> Edge:
    """Compiles a wire for columns; effects that the next stop cannot tell apart are left out."""
    needed, effects = {name for name, _ in layouts[wire.goto]}, []
    reads: set[str] = set()
    for name, overwritten, expression, operation in reversed(wire.effects):
        if name in needed:
            if overwritten:
                needed.discard(name)
            needed |= expression.names
            reads |= expression.names
            effects.append((name, _effect(rules, vocabulary, name, vocabulary.compile(expression), operation)))
    return Edge(wire, wire.goto, vocabulary.compile(wire.guard), tuple(reversed(effects)), frozenset(reads))


def _effect(rules: Rules, vocabulary: Vocabulary, name: str, amount: Vector, operation: str) -> Vector:
    variable = rules.variables[name]
    if variable.words:
        return amount
    combine = OPERATIONS[operation]
    low, high = variable.low, variable.high  # two steps are sooner done than np.clip
    return lambda columns: np.minimum(np.maximum(combine(columns.get(name, 0), amount(columns)), low), high)
