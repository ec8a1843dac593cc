"""Guards, amounts and weights: a small language, parsed once and evaluated fast.

Not a programming language: no calls but ``min`` and ``max``, no attributes, no loops.  Called by the loader
(parsing, names) and by ``rules`` (binding to value positions).
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from game.core import limits

Value = int | str
Evaluator = Callable[[Sequence[Value]], Value]

MAX_LENGTH: Final = limits.EXPRESSION
MAX_NUMBER: Final = limits.NUMBER

_COMPARE: Final[Mapping[type[ast.cmpop], Callable[[Value, Value], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: Final[Mapping[type[ast.operator], Callable[[int, int], int]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


class ExpressionError(ValueError):
    """The text is not an expression of the language.

    ``offset`` counts the characters before the fault, from 0; ``reason`` is one word for those who tell it in another
    language.
    """

    def __init__(self, reason: str, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Comparison:
    """One test of a variable against a word, for the loader to check against the variable's words."""

    name: str
    word: str
    offset: int


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: its source, and the variable names it reads.

    Two expressions are equal when their source is.

    >>> Expression.parse("us >= 4 and dp08 == 'alone'").names == {"us", "dp08"}
    True
    """

    source: str
    tree: ast.expr = field(compare=False, repr=False)
    names: frozenset[str] = field(compare=False, repr=False)
    comparisons: tuple[Comparison, ...] = field(compare=False, repr=False)

    @classmethod
    def parse(cls, source: str) -> Expression:
        """Parses ``source``; raises ``ExpressionError`` with the offset of the fault."""
        if len(source) > MAX_LENGTH:
            raise ExpressionError("long", f"longer than {MAX_LENGTH} characters")
        text = " ".join(source.split("\n"))
        skipped = len(text) - len(text.lstrip())
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text.strip() or "?", mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
            offset = skipped + max(0, (getattr(fault, "offset", None) or 1) - 1)
            raise ExpressionError("grammar", "this is not an expression",
                                  min(offset, max(0, len(source) - 1))) from None
        checker = _Checker(text.strip(), skipped)
        try:
            checker.visit(tree)
        except RecursionError:
            raise ExpressionError("deep", "nested too deeply") from None
        return cls(source, tree, frozenset(checker.names), tuple(checker.comparisons))

    @classmethod
    def built(cls, tree: ast.expr) -> Expression:
        """Returns the expression of a tree made by the program itself, without parsing.

        Python 3.11 keeps one recursion depth for the parsers of all threads, so only one thread may parse.
        """
        checker = _Checker("", 0)
        checker.visit(tree)
        return cls(ast.unparse(tree), tree, frozenset(checker.names), ())

    def bind(self, index: Mapping[str, int]) -> Evaluator:
        """Returns a function from a sequence of values to the result.

        ``index`` gives the place of each name; a name without a place raises ``KeyError``.  Truth values come
        out as 0 and 1.
        """
        return _compile(self.tree, index)

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Evaluates against named values; for single questions, not for loops."""
        names = sorted(self.names)
        return self.bind({name: i for i, name in enumerate(names)})([values[name] for name in names])

    def __str__(self) -> str:
        return self.source


class _Checker:
    """Walks the tree once: refuses what the language lacks, and keeps names and comparisons."""

    def __init__(self, text: str, skipped: int) -> None:
        self._bytes = text.encode("utf-8", "replace")
        self._skipped = skipped
        self.names: set[str] = set()
        self.comparisons: list[Comparison] = []

    def visit(self, node: ast.expr) -> None:
        match node:
            case ast.Constant(value=bool() | str()):
                pass
            case ast.Constant(value=int(number)) if abs(number) <= MAX_NUMBER:
                pass
            case ast.Constant(value=int()):
                raise ExpressionError("large", "the number is too large", self._offset(node))
            case ast.Name(id=name):
                self.names.add(name)
            case ast.BoolOp(values=values):
                for value in values:
                    self.visit(value)
            case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
                self.visit(operand)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                self.visit(left)
                self.visit(right)
            case ast.Compare():
                self._visit_compare(node)
            case ast.Call(func=ast.Name(id="min" | "max"), args=args, keywords=[]) if args:
                for argument in args:
                    self.visit(argument)
            case _:
                raise ExpressionError("beyond", "only names, numbers, 'words', + - *, comparisons, and/or/not, min and "
                                      "max may be used", self._offset(node))

    def _visit_compare(self, node: ast.Compare) -> None:
        left = node.left
        self.visit(left)
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                if not isinstance(right, ast.List | ast.Tuple):
                    raise ExpressionError("list", "write the words after 'in' as a list: ['a', 'b']",
                                          self._offset(right))
                for item in right.elts:
                    self.visit(item)
                    self._compare(left, item)
            elif type(op) in _COMPARE:
                self.visit(right)
                self._compare(left, right)
                self._compare(right, left)
                if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                    self._refuse_words(left, right)
            else:
                raise ExpressionError("compare", "use ==, !=, <, <=, >, >=, in or not in", self._offset(node))
            left = right

    def _compare(self, name: ast.expr, word: ast.expr) -> None:
        if isinstance(name, ast.Name) and isinstance(word, ast.Constant) and isinstance(word.value, str):
            self.comparisons.append(Comparison(name.id, word.value, self._offset(word)))

    def _offset(self, node: ast.expr) -> int:
        """Characters before ``node`` in the source; the parser counts bytes of the stripped text."""
        return self._skipped + len(self._bytes[:node.col_offset].decode("utf-8", "replace"))

    def _refuse_words(self, *sides: ast.expr) -> None:
        for side in sides:
            if isinstance(side, ast.Constant) and isinstance(side.value, str):
                raise ExpressionError("order", "a word has no order; compare it with == or !=", self._offset(side))


def _compile(node: ast.expr, index: Mapping[str, int]) -> Evaluator:
    match node:
        case ast.Constant(value=str(word)):
            return lambda values: word
        case ast.Constant(value=int(number)):
            constant = int(number)
            return lambda values: constant
        case ast.Name(id=name):
            place = index[name]
            return lambda values: values[place]
        case ast.BoolOp(op=op, values=operands):
            parts = [_compile(operand, index) for operand in operands]
            if isinstance(op, ast.And):
                return lambda values: int(all(part(values) for part in parts))
            return lambda values: int(any(part(values) for part in parts))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _compile(operand, index)
            return lambda values: int(not inner(values))
        case ast.UnaryOp(operand=operand):
            inner = _compile(operand, index)
            return lambda values: -_number(inner(values))
        case ast.BinOp(left=left, op=operation, right=right):
            combine = _ARITHMETIC[type(operation)]
            first, second = _compile(left, index), _compile(right, index)
            return lambda values: combine(_number(first(values)), _number(second(values)))
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            return _compile_compare(left, ops, comparators, index)
        case ast.Call(func=ast.Name(id=function), args=args):
            choose = min if function == "min" else max
            items = [_compile(argument, index) for argument in args]
            return lambda values: choose(_number(item(values)) for item in items)
    raise AssertionError(f"unchecked expression: {ast.dump(node)}")


def _compile_compare(left: ast.expr, ops: list[ast.cmpop], comparators: list[ast.expr],
                     index: Mapping[str, int]) -> Evaluator:
    tests: list[Evaluator] = []
    for op, right in zip(ops, comparators, strict=True):
        first = _compile(left, index)
        if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
            tests.append(_membership(first, [_compile(item, index) for item in right.elts], isinstance(op, ast.In)))
        else:
            tests.append(_comparison(_COMPARE[type(op)], first, _compile(right, index)))
        left = right
    if len(tests) == 1:
        return tests[0]
    return lambda values: int(all(test(values) for test in tests))


def _membership(item: Evaluator, choices: list[Evaluator], wanted: bool) -> Evaluator:
    return lambda values: int(any(item(values) == choice(values) for choice in choices) is wanted)


def _comparison(relation: Callable[[Value, Value], bool], first: Evaluator, second: Evaluator) -> Evaluator:
    def compare(values: Sequence[Value]) -> int:
        one, two = first(values), second(values)
        if isinstance(one, str) is not isinstance(two, str):
            return int(relation is operator.ne)
        return int(relation(one, two))
    return compare


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


TRUE: Final = Expression.parse("1")
