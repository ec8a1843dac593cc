"""A checked scenario as plain data and back: every value as a list that begins with the number of its class.

Only the classes named here are ever made, from data alone; nothing is looked up by name, so that a file can bring in
nothing else.  Not a format for people or other programs: any change of a class
changes ``SIGNATURE``.  Called by ``keeping``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from hashlib import blake2b
from typing import Any, Final

from game.authoring.kept_expression import expression_data, expression_of
from game.core import atlas, bargain, model, reference, texts
from game.core.expressions import Expression

_VALUES: Final[tuple[type[Any], ...]] = (
    texts.Words, texts.Variant, texts.Block, model.Variable, model.Effect, model.Option, model.Branch, model.Counsel,
    model.Span, model.Decision, model.Chance, model.Terminal, model.Offer, model.Outcome, model.Table, model.Act,
    model.Scenario, bargain.RedLine, bargain.Stake, bargain.Link, bargain.Conduct, bargain.Side, bargain.Issue,
    bargain.Bargain, reference.Citation, reference.Work, reference.Event, reference.Claim, reference.Stance,
    reference.Person, reference.Body, reference.Term, reference.Rung, reference.Scale, reference.Dimension,
    reference.Document, reference.Cell, reference.TableRow, reference.Figure, reference.Reading, reference.Perspective,
    reference.Reference, atlas.Status, atlas.Ground, atlas.Layer, atlas.Atlas,
)
_ENUMS: Final[tuple[type[Enum], ...]] = (texts.Grade, texts.Likelihood, texts.Confidence, model.Status, model.Sureness)

_TUPLE, _SET, _MAPPING, _EXPRESSION, _DAY, _BARGAIN, _ENUM, _FIRST = 0, 1, 2, 3, 4, 5, 6, 16
_FIELDS: Final = [tuple(item.name for item in fields(kind)) for kind in _VALUES]
_NUMBERS: Final = {kind: _FIRST + number for number, kind in enumerate(_VALUES)}

_SHAPES: Final = [(kind.__qualname__, *names) for kind, names in zip(_VALUES, _FIELDS, strict=True)]
SIGNATURE: Final = blake2b(repr([*_SHAPES, *([*kind] for kind in _ENUMS)]).encode(), digest_size=8).hexdigest()


class Unkept(ValueError):
    """The data is not of this form."""


def to_data(value: Any, bargains: Mapping[str, bargain.Bargain] | None = None) -> Any:
    """Returns ``value`` as lists, words, numbers, truth values and None.

    bargains: those that are named instead of written out.  Raises ``Unkept`` for a value of any other class.
    """
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) is bargain.Bargain and bargains is not None and bargains.get(value.id) is value:
        return [_BARGAIN, value.id]
    number = _NUMBERS.get(type(value))
    if number is not None:
        return [number, *(to_data(getattr(value, name), bargains) for name in _FIELDS[number - _FIRST])]
    match value:
        case tuple():
            return [_TUPLE, *(to_data(item, bargains) for item in value)]
        case frozenset():
            return [_SET, *sorted(value, key=lambda item: (item is not None, item))]
        case Mapping():
            return [_MAPPING, *(part for key, item in value.items() for part in (key, to_data(item, bargains)))]
        case Expression():
            return [_EXPRESSION, *expression_data(value)]
        case date():
            return [_DAY, value.isoformat()]
        case Enum() if type(value) in _ENUMS:
            return [_ENUM + _ENUMS.index(type(value)), value.value]
    raise Unkept(f"a {type(value).__name__}")


class Reviver:
    """Makes values of data; an expression that is written alike is one object.

    ``bargains`` are those that data may name.
    """

    def __init__(self) -> None:
        self.bargains: Mapping[str, bargain.Bargain] = {}
        self._expressions: dict[str, Expression] = {}
        self._makers: dict[int, Callable[[list[Any]], Any]] = {
            _TUPLE: lambda items: tuple([self.value(item) for item in items]),
            _SET: frozenset,
            _MAPPING: lambda items: {key: self.value(item) for key, item in zip(items[::2], items[1::2], strict=True)},
            _EXPRESSION: self._expression,
            _DAY: lambda items: date.fromisoformat(*items),
            _BARGAIN: lambda items: self.bargains[items[0]],
            **{_ENUM + number: lambda items, kind=kind: kind(*items)  # type: ignore[misc]
               for number, kind in enumerate(_ENUMS)},
        }

    def value(self, data: Any) -> Any:
        """Returns the value of data that ``to_data`` made; raises ``Unkept`` for any other."""
        if type(data) is not list:
            return data
        try:
            number = data[0]
            if number >= _FIRST:
                names = _FIELDS[number - _FIRST]
                return _VALUES[number - _FIRST](**dict(zip(names, map(self.value, data[1:]), strict=True)))
            return self._makers[number](data[1:])
        except (IndexError, KeyError, TypeError, ValueError, RecursionError) as fault:
            raise Unkept(str(fault)) from None

    def _expression(self, items: list[Any]) -> Expression:
        source = items[0]
        if source not in self._expressions:
            self._expressions[source] = expression_of(*items)
        return self._expressions[source]
