"""A mapping whose values are made when they are asked for, once.

For what a large scenario has very many of and one play few.  Called by ``rules`` and by the reader of kept scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Lazily(Mapping[str, Value], Generic[Value]):
    """The mapping of ``names``, in their order, to what ``make`` makes of each.

    ``standing`` names the values that say something about the whole and are always made; None: any may.
    """

    def __init__(self, names: Collection[str], make: Callable[[str], Value],
                 standing: tuple[str, ...] | None = None) -> None:
        self._names = names
        self._make = make
        self._made: dict[str, Value] = {}
        self.standing = standing

    def __getitem__(self, name: str) -> Value:
        made = self._made
        if name in made:
            return made[name]
        if name not in self._names:
            raise KeyError(name)
        return made.setdefault(name, self._make(name))

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<{len(self._names)} values, {len(self._made)} of them made>"
