"""What a passage says and does, in one form for both story formats: statements, and expressions as small trees.

Plain values.  Made by ``sugarcube`` and ``harlowe``, read by ``kinds`` and ``lower``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Value = int | bool | str


@dataclass(frozen=True, slots=True)
class Const:
    """A number, a truth value or a word."""

    value: Value


@dataclass(frozen=True, slots=True)
class Var:
    """A variable of the story by its name there, the sigil included."""

    name: str


@dataclass(frozen=True, slots=True)
class Visits:
    """How often a passage has been entered."""

    passage: str


@dataclass(frozen=True, slots=True)
class Op:
    """An operation: ``not``, ``-`` (one part), ``and``, ``or``, ``+ - *``, a comparison, ``min``, ``max``."""

    sign: str
    parts: tuple[Expr, ...]


Expr = Const | Var | Visits | Op

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Text:
    """Words for the reader, markup already taken off; line breaks are kept."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The value of an expression in running text."""

    line: int
    value: Expr


@dataclass(frozen=True, slots=True)
class Assign:
    """A variable takes a value."""

    line: int
    name: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Draw:
    """A variable takes one of several values, all alike likely."""

    line: int
    name: str
    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class If:
    """Alternatives in order; the test of the last may be None (otherwise).

    ``unread`` quotes a test that could not be understood: then every body stands, and the author has to choose.
    """

    line: int
    branches: tuple[tuple[Expr | None, Body], ...]
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on; ``body`` is what happens when it is taken."""

    line: int
    label: Body
    target: str
    body: Body = ()


@dataclass(frozen=True, slots=True)
class Goto:
    """The story goes on elsewhere at once, to one of the targets by chance."""

    line: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Include:
    """Another passage is put in here."""

    line: int
    target: str


Statement = Text | Shown | Assign | Draw | If | Link | Goto | Include
Body = tuple[Statement, ...]


def names(expr: Expr) -> Iterator[Var | Visits]:
    """Yields what an expression reads."""
    if isinstance(expr, Var | Visits):
        yield expr
    elif isinstance(expr, Op):
        for part in expr.parts:
            yield from names(part)


def statements(body: Body) -> Iterator[Statement]:
    """Yields every statement, those inside others after them."""
    for statement in body:
        yield statement
        match statement:
            case If(branches=branches):
                for _, inner in branches:
                    yield from statements(inner)
            case Link(label=label, body=inner):
                yield from statements(label)
                yield from statements(inner)


def expressions(statement: Statement) -> tuple[Expr, ...]:
    """Returns the expressions of one statement, not those of statements inside it."""
    match statement:
        case Shown(value=value) | Assign(value=value):
            return (value,)
        case Draw(values=values):
            return values
        case If(branches=branches):
            return tuple(test for test, _ in branches if test is not None)
    return ()
