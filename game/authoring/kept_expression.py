"""Parsed expressions as plain data and back, without the parser.

Python's parser may be used by one thread at a time, and a kept scenario makes its nodes in whatever thread meets
them.  Called by ``kept_form``.
"""

from __future__ import annotations

import ast
from typing import Any, Final

from game.core.expressions import Comparison, Expression

_BINARY: Final[dict[str, type[ast.operator]]] = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult}
_TESTS: Final[dict[str, type[ast.cmpop]]] = {
    "==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "in": ast.In,
    "not in": ast.NotIn,
}
_JOINTS: Final[dict[str, type[ast.boolop]]] = {"and": ast.And, "or": ast.Or}
_PREFIXES: Final[dict[str, type[ast.unaryop]]] = {"not": ast.Not, "neg": ast.USub}
_SIGNS: Final = {kind: sign for table in (_BINARY, _TESTS, _JOINTS, _PREFIXES) for sign, kind in table.items()}


def expression_data(given: Expression) -> list[Any]:
    """Returns an expression as its text, its tree, the names it reads and its comparisons with words."""
    return [given.source, _data(given.tree), sorted(given.names),
            [[test.name, test.word, test.offset] for test in given.comparisons]]


def expression_of(source: str, tree: list[Any], names: list[str], comparisons: list[list[Any]]) -> Expression:
    """Returns the expression that ``expression_data`` wrote down; raises ``ValueError`` or ``TypeError`` for others."""
    return Expression(source, _tree(tree), frozenset(names), tuple([Comparison(*test) for test in comparisons]))


def _data(node: ast.expr) -> list[Any]:
    match node:
        case ast.Constant(value=value):
            return ["value", value]
        case ast.Name(id=name):
            return ["name", name]
        case ast.BoolOp(op=op, values=values):
            return [_SIGNS[type(op)], *map(_data, values)]
        case ast.UnaryOp(op=op, operand=operand):
            return [_SIGNS[type(op)], _data(operand)]
        case ast.BinOp(left=left, op=op, right=right):
            return [_SIGNS[type(op)], _data(left), _data(right)]
        case ast.Compare(left=left, ops=ops, comparators=rights):
            return ["test", [_SIGNS[type(op)] for op in ops], *map(_data, (left, *rights))]
        case ast.Call(func=ast.Name(id=name), args=args):
            return ["call", name, *map(_data, args)]
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return ["list", *map(_data, items)]
    raise ValueError(f"no expression of the language: {ast.dump(node)}")


def _tree(data: list[Any]) -> ast.expr:
    sign, *parts = data
    match sign, parts:
        case "value", [str() | int() as value]:
            return ast.Constant(value)
        case "name", [str(name)]:
            return ast.Name(name, ast.Load())
        case ("and" | "or"), _:
            return ast.BoolOp(_JOINTS[sign](), [_tree(part) for part in parts])
        case ("not" | "neg"), [part]:
            return ast.UnaryOp(_PREFIXES[sign](), _tree(part))
        case ("+" | "-" | "*"), [left, right]:
            return ast.BinOp(_tree(left), _BINARY[sign](), _tree(right))
        case "test", [[*signs], left, *rights] if len(signs) == len(rights):
            return ast.Compare(_tree(left), [_TESTS[test]() for test in signs], [_tree(right) for right in rights])
        case "call", [("min" | "max") as name, *args]:
            return ast.Call(ast.Name(name, ast.Load()), [_tree(arg) for arg in args], [])
        case "list", _:
            return ast.List([_tree(part) for part in parts], ast.Load())
    raise ValueError(f"no expression: {str(data)[:60]}")
