"""Guards, weights and amounts in words: what a condition asks, for people who read no formulas.

A whole number that has a scale is told by its rung, a decision by its title and options.  What has no words of its own
stays as it is written.  Called by the review page.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final

from game.core.expressions import Expression
from game.core.model import LEFT_RECORD, NOT_CHOSEN, Decision, Scenario, Table
from game.core.talks import ROUND
from game.ui.language import Language

_RELATIONS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "is", ast.NotEq: "is_not", ast.Lt: "below", ast.LtE: "at_most", ast.Gt: "above", ast.GtE: "at_least"}
_TURNED: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq}


class GuardText:
    """Tells the expressions of one scenario in one language."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self.scenario, self.language, self.t = scenario, language, language.t
        self._decisions = {node.name: node for node in scenario.nodes.values()
                           if isinstance(node, Decision) and node.name}
        self._names: dict[str, str] = {}
        for dimension in scenario.reference.dimensions.values():
            for layer, variable in dimension.layers:
                self._names.setdefault(variable, self.t("compare.layer", name=language.words(dimension.name),
                                                        layer=self.t(f"layer.{layer}")))

    def told(self, expression: Expression | None) -> str:
        """Returns an expression in words; nothing for none."""
        return "" if expression is None else self._told(expression.tree, expression)

    def name(self, variable: str) -> str:
        """Returns what a variable is called: by what is at stake in it, else by its name."""
        return self._names.get(variable, variable)

    def value(self, variable: str, value: int | str) -> str:
        """Returns a value of a variable in words: a rung, an option, how talks ended; else as it is."""
        decision = self._decisions.get(variable)
        if decision is not None:
            return self._choice(decision, str(value))
        scale = self.scenario.reference.scales.get(variable)
        if scale is not None and isinstance(value, int):
            rung = next((rung for rung in scale.rungs if rung.value == value), None)
            if rung is not None:
                return self.t("guard.rung", rung=self.language.words(rung.name), value=value)
        return str(value)

    def _choice(self, decision: Decision, move: str) -> str:
        if move == NOT_CHOSEN:
            return self.t("guard.undecided")
        if isinstance(decision, Table) and move in decision.outcomes:
            return self.t(f"table.ends.{move}")
        option = next((option for option in decision.options if option.id == move), None)
        return self.language.words(option.text[0].words) if option is not None and option.text else move

    def _told(self, tree: ast.expr, whole: Expression) -> str:
        match tree:
            case ast.BoolOp(op=op, values=values):
                parts = [self.t("guard.grouped", what=self._told(value, whole)) if isinstance(value, ast.BoolOp)
                         else self._told(value, whole) for value in values]
                return self.t("guard.and" if isinstance(op, ast.And) else "guard.or").join(parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.t("guard.not", what=self._told(operand, whole))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compared(left, op, right) or ast.unparse(tree)
            case ast.Constant(value=bool() | int() as value) if tree is whole.tree:
                return str(int(value))
        return ast.unparse(tree)

    def _compared(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        if isinstance(left, ast.Constant) and isinstance(right, ast.Name) and type(op) in _TURNED:
            return self._compared(right, _TURNED[type(op)](), left)
        if not isinstance(left, ast.Name):
            return ""
        if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
            given = [self.value(left.id, item.value) for item in right.elts
                     if isinstance(item, ast.Constant) and isinstance(item.value, int | str)]
            joined = self.t("guard.or").join(self.t("guard.quoted", words=word) for word in given)
            return self._sentence(left.id, "is" if isinstance(op, ast.In) else "is_not", joined)
        value = right.value if isinstance(right, ast.Constant) else None
        if not isinstance(value, int | str) or type(op) not in _RELATIONS:
            return ""
        if left.id == LEFT_RECORD and isinstance(op, ast.Eq | ast.NotEq):
            return self.t("guard.off_record" if bool(value) is isinstance(op, ast.Eq) else "guard.on_record")
        words = self.value(left.id, value)
        return self._sentence(left.id, _RELATIONS[type(op)],
                              self.t("guard.quoted", words=words) if words != str(value) else words)

    def _sentence(self, variable: str, relation: str, words: str) -> str:
        decision = self._decisions.get(variable)
        if decision is not None:
            title = self.language.words(decision.title[0].words) if decision.title else decision.id
            return self.t("guard.chosen" if relation == "is" else "guard.not_chosen", title=title, words=words)
        name = self.t("guard.round") if variable == ROUND else self.name(variable)
        return self.t(f"guard.{relation}", name=name, words=words)
