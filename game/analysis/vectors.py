"""Expressions over whole columns of values: the same language as ``core.expressions``, evaluated by NumPy.

Words are numbered once for a scenario; a law in the tests holds both ways of evaluating against each other.  Used by
``bulk``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from game.core.expressions import Expression, Value
from game.core.rules import Rules

Column = NDArray[np.int64]
Columns = Mapping[str, Column]
Vector = Callable[[Columns], Column | int]
"""From columns to a column, or to one number that holds for every row."""

OTHER: Final = -1
"""Number of every word that is no longer told apart."""

_COMPARE: Final[Mapping[type[ast.cmpop], Callable[..., Column]]] = {
    ast.Eq: np.equal, ast.NotEq: np.not_equal, ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}


class Vocabulary:
    """Numbers for the words of a scenario, and expressions compiled with them."""

    def __init__(self, rules: Rules) -> None:
        self.words: Final[dict[str, int]] = {}
        self.spelled: Final[list[str]] = []
        self._choices = {name for name, variable in rules.variables.items() if variable.words}
        for variable in rules.variables.values():
            for word in variable.words:
                self.number(word)

    def number(self, value: Value) -> int:
        """Returns a value as a number: itself, or the number of a word ("" is any other word)."""
        if not isinstance(value, str):
            return value
        if not value:
            return OTHER
        if value not in self.words:
            self.words[value] = len(self.spelled)
            self.spelled.append(value)
        return self.words[value]

    def value(self, name: str, number: int) -> Value:
        """Returns what ``number`` stands for in a variable."""
        if name not in self._choices:
            return number
        return self.spelled[number] if number >= 0 else ""

    def compile(self, expression: Expression) -> Vector:
        """Returns the expression as a function of columns; truth comes out as 0 and 1."""
        return self._compile(expression.tree)

    def is_word(self, node: ast.expr) -> bool:
        """Says whether an expression is a word: a quoted one, or a variable that holds words."""
        match node:
            case ast.Constant(value=str()):
                return True
            case ast.Name(id=name):
                return name in self._choices
        return False

    def _compile(self, node: ast.expr) -> Vector:
        match node:
            case ast.Constant(value=int() | str() as constant):
                number = self.number(constant if isinstance(constant, str) else int(constant))
                return lambda columns: number
            case ast.Name(id=name):
                return lambda columns: columns[name]
            case ast.BoolOp(op=op, values=operands):
                parts = [self._truth(operand) for operand in operands]
                both = np.logical_and if isinstance(op, ast.And) else np.logical_or
                return lambda columns: _reduced(both, [part(columns) for part in parts])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self._truth(operand)
                return lambda columns: _whole(np.logical_not(truth(columns)))
            case ast.UnaryOp(operand=operand):
                number_of = self._number(operand)
                return lambda columns: -number_of(columns)
            case ast.BinOp(left=left, op=operation, right=right):
                combine = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply}[type(operation)]
                first, second = self._number(left), self._number(right)
                return lambda columns: combine(first(columns), second(columns))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._compile_compare(left, ops, comparators)
            case ast.Call(func=ast.Name(id=function), args=arguments):
                choose = np.minimum if function == "min" else np.maximum
                items = [self._number(argument) for argument in arguments]
                return lambda columns: _folded(choose, [item(columns) for item in items])
        raise AssertionError(f"unchecked expression: {ast.dump(node)}")

    def _number(self, node: ast.expr) -> Vector:
        """A word counts as 0 in arithmetic."""
        return (lambda columns: 0) if self.is_word(node) else self._compile(node)

    def _truth(self, node: ast.expr) -> Vector:
        """A word is true, whatever it is, unless it is no longer told apart."""
        compiled = self._compile(node)
        return (lambda columns: compiled(columns) != OTHER) if self.is_word(node) else compiled

    def _compile_compare(self, left: ast.expr, ops: list[ast.cmpop], comparators: list[ast.expr]) -> Vector:
        tests: list[Vector] = []
        for op, right in zip(ops, comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
                tests.append(self._membership(left, right.elts, isinstance(op, ast.In)))
            else:
                tests.append(self._comparison(op, left, right))
            left = right
        return tests[0] if len(tests) == 1 else lambda columns: _reduced(np.logical_and,
                                                                          [test(columns) for test in tests])

    def _membership(self, item: ast.expr, choices: list[ast.expr], wanted: bool) -> Vector:
        compiled = self._compile(item)
        same = [self._compile(choice) for choice in choices if self.is_word(choice) is self.is_word(item)]

        def member(columns: Columns) -> Column | int:
            found = _reduced(np.logical_or, [0, *(np.equal(compiled(columns), choice(columns)) for choice in same)])
            return found if wanted else _whole(np.logical_not(found))
        return member

    def _comparison(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Vector:
        if self.is_word(left) is not self.is_word(right):
            differs = int(isinstance(op, ast.NotEq))
            return lambda columns: differs
        relation, first, second = _COMPARE[type(op)], self._compile(left), self._compile(right)
        return lambda columns: _whole(relation(first(columns), second(columns)))


def _whole(truth: object) -> Column:
    return np.asarray(truth, dtype=np.int64)


def _reduced(combine: Callable[..., Column], parts: list[Column | int]) -> Column:
    return _whole(_folded(combine, parts))


def _folded(combine: Callable[..., Column], parts: list[Column | int]) -> Column | int:
    result = parts[0]
    for part in parts[1:]:
        result = combine(result, part)
    return result
