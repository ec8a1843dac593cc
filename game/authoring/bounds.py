"""Between which numbers an expression stays, whatever its variables hold: interval arithmetic (Moore, 1966).

Safe, not sharp: a variable read twice counts as two.  Called by ``bargain_check``.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from game.core.expressions import Expression
from game.core.model import Variable

Interval = tuple[int, int]


def bounds(expression: Expression, variables: Mapping[str, Variable]) -> Interval:
    """Returns (lowest, highest) over all values within the variables' bounds; a word counts as 0."""
    return _bounds(expression.tree, variables)


def _bounds(node: ast.expr, variables: Mapping[str, Variable]) -> Interval:
    match node:
        case ast.Constant(value=int(number)):
            return int(number), int(number)
        case ast.Name(id=name):
            variable = variables.get(name)
            return (variable.low, variable.high) if variable and not variable.words else (0, 0)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            low, high = _bounds(operand, variables)
            return -high, -low
        case ast.BinOp(left=left, op=op, right=right):
            return _combine(op, _bounds(left, variables), _bounds(right, variables))
        case ast.Call(func=ast.Name(id=function), args=arguments):
            parts = [_bounds(argument, variables) for argument in arguments]
            choose = min if function == "min" else max
            return choose(low for low, _ in parts), choose(high for _, high in parts)
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return 0, 1
    return 0, 0


def _combine(op: ast.operator, one: Interval, two: Interval) -> Interval:
    match op:
        case ast.Add():
            return one[0] + two[0], one[1] + two[1]
        case ast.Sub():
            return one[0] - two[1], one[1] - two[0]
    products = [a * b for a in one for b in two]
    return min(products), max(products)
