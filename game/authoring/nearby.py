"""The nearest of very many names: what a misspelt name may have meant, found without comparing it with all of them.

Called by ``checking`` for the names of nodes, of which there may be tens of thousands.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection
from functools import cached_property
from typing import Final

from game.authoring.diagnostics import near

FEW: Final = 200
"""So many names are compared one by one."""
BESIDE: Final = 12
"""How many names before and after are looked at in each order."""


class Nearby:
    """Names in the order of their beginnings and of their ends: a slip leaves one of them as it was."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def near(self, word: str) -> str:
        """Returns the nearest of the names that begin or end like ``word``, or nothing if none is near."""
        if len(self._names) <= FEW:
            return near(word, self._names)
        found: dict[str, None] = {}
        for order, sought in ((self._forward, word), (self._backward, word[::-1])):
            at = bisect(order, sought)
            beside = order[max(0, at - BESIDE):at + BESIDE]
            found.update(dict.fromkeys(beside if order is self._forward else (name[::-1] for name in beside)))
        return near(word, found)

    @cached_property
    def _forward(self) -> list[str]:
        return sorted(self._names)

    @cached_property
    def _backward(self) -> list[str]:
        return sorted(name[::-1] for name in self._names)
