"""Making very many frozen values fast.

A frozen dataclass sets every field through ``object.__setattr__``, several times slower than an assignment.  Here a
twin of the class that is not frozen, with the same slots, makes the value and then gives it its class.  Called by
``parts`` and ``build`` for what a large scenario has a hundred thousand of.
"""

from __future__ import annotations

from dataclasses import MISSING, field, fields, make_dataclass
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


def swift(frozen: type[Value]) -> type[Value]:
    """Returns what makes values of a frozen dataclass with slots; to be called as the class is.

    Raises ``TypeError`` for a class that inherits fields: the twin would differ in layout.
    """
    own = [(item.name, Any, field(default=item.default, default_factory=item.default_factory, kw_only=item.kw_only)
            if item.default is not MISSING or item.default_factory is not MISSING else field(kw_only=item.kw_only))
           for item in fields(cast(Any, frozen))]
    if frozen.__bases__ != (object,):
        raise TypeError(f"{frozen.__name__} inherits")

    def become(self: Any) -> None:
        self.__class__ = frozen

    twin = make_dataclass(f"_{frozen.__name__}", own, slots=True, namespace={"__post_init__": become})
    return cast(type[Value], twin)
