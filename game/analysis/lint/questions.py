"""What must be found out by going through positions: is this guard ever true, does this effect ever change anything.

Only asks; ``wander`` and ``reached`` answer.  Called by ``survey``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from game.core.expressions import TRUE, Expression
from game.core.model import AnyNode, Chance, Decision, Effect, NodeId, Scenario, Table, Terminal, Variable
from game.core.texts import Path, Phrase, Slot

LARGEST: Final = 300
"""How many parts an expression made here may have."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whether ``guard`` is true at some position of ``node`` that a play can reach.

    With an ``effect`` it is whether that effect ever changes its variable; ``guard`` is then that of its option, and
    ``earlier`` what the option has done before.  Two are the same if their places are.
    """

    path: Path
    node: NodeId
    guard: Expression = field(compare=False)
    variant: str = field(default="", compare=False)
    effect: Effect | None = field(default=None, compare=False)
    earlier: tuple[Effect, ...] = field(default=(), compare=False)

    def expression(self, variables: Mapping[str, Variable]) -> Expression | None:
        """Returns the expression that is true where the answer is yes; None where it would grow beyond reason."""
        return self.guard if self.effect is None else _changes(self.guard, self.earlier, self.effect, variables)


def questions(scenario: Scenario) -> tuple[Question, ...]:
    """Returns every guard of a text, of counsel, of an offer or a red line, and every effect of an option or a branch.

    Guards of options and weights of branches are not among them: whether they are ever true shows in the moves made.
    """
    return tuple(question for node in scenario.nodes.values() for question in (*_of_node(node), *_effects_of(node)))


def guards(scenario: Scenario) -> Iterator[Expression]:
    """Yields every guard of a text, of counsel, of an offer or a red line."""
    return (question.guard for node in scenario.nodes.values() for question in _of_node(node))


def _of_node(node: AnyNode) -> Iterator[Question]:
    path: Path = ("nodes", node.id)
    for where, phrase in _phrases(node, path):
        yield from (Question((*where, place, "when"), node.id, variant.when)
                    for place, variant in enumerate(phrase) if variant.when is not None)
    for where, slot in slots(node):
        yield from _of_slot(slot, where, node.id)
    if isinstance(node, Decision):
        for place, counsel in enumerate(node.counsel):
            yield from (Question((*path, "counsel", place, "when"), node.id, block.when)
                        for block in counsel.text if block.when is not None)
    if isinstance(node, Table):
        yield from _of_table(node, path)


def _effects_of(node: AnyNode) -> Iterator[Question]:
    path: Path = ("nodes", node.id)
    match node:
        case Decision():
            for option in node.options:
                yield from _of_effects(option.effects, (*path, "options", option.id, "effects"), node.id,
                                       option.when or TRUE)
        case Chance():
            for branch in node.branches:
                yield from _of_effects(branch.effects, (*path, "chance", branch.id, "effects"), node.id, branch.weight)


def slots(node: AnyNode) -> Iterator[tuple[Path, Slot]]:
    """Yields the paragraphs of a node with their path, counsel left out; all are chosen before a move is made."""
    path: Path = ("nodes", node.id)
    match node:
        case Decision():
            yield (*path, "brief"), node.brief
            yield (*path, "hidden"), node.hidden
            yield (*path, "record", "text"), node.record
            for option in node.options:
                yield (*path, "options", option.id, "held"), option.held
                yield (*path, "options", option.id, "follows"), option.follows
        case Chance():
            for branch in node.branches:
                yield (*path, "chance", branch.id, "text"), branch.text
        case Terminal():
            yield (*path, "text"), node.text
    if isinstance(node, Table):
        for name, outcome in node.outcomes.items():
            yield (*path, "outcomes", name, "text"), outcome.text


def _phrases(node: AnyNode, path: Path) -> Iterator[tuple[Path, Phrase]]:
    yield (*path, "title"), node.title
    if isinstance(node, Decision):
        yield (*path, "question"), node.question
        for option in node.options:
            for key, phrase in (("text", option.text), ("reason", option.reason), ("closed", option.closed)):
                yield (*path, "options", option.id, key), phrase
    if isinstance(node, Table):
        for name, offer in node.offers.items():
            yield (*path, "offers", name, "closed"), offer.closed


def _of_slot(slot: Slot, path: Path, node: NodeId) -> Iterator[Question]:
    guards: list[Expression] = []
    for place, block in enumerate(slot):
        if block.otherwise:
            if guards:
                yield Question((*path, place, "otherwise"), node, none_of(guards), "otherwise")
        elif block.when is not None:
            guards.append(block.when)
            yield Question((*path, place, "when"), node, block.when)


def _of_table(node: Table, path: Path) -> Iterator[Question]:
    for name, offer in node.offers.items():
        yield from (Question((*path, "offers", name, "rungs", str(rung)), node.id, when, "rung")
                    for rung, when in offer.rungs.items() if when is not None)


def _of_effects(effects: tuple[Effect, ...], path: Path, node: NodeId, guard: Expression) -> Iterator[Question]:
    for place, effect in enumerate(effects):
        if not _states(effect):
            yield Question((*path, place, effect.operation, effect.variable), node, guard, "", effect, effects[:place])


def _changes(guard: Expression, earlier: Iterable[Effect], effect: Effect,
             variables: Mapping[str, Variable]) -> Expression | None:
    """True where a move is open and an effect of it changes its variable.

    Effects of one move come one after another: what an earlier one writes is put in for the variable's name.
    """
    written: dict[str, ast.expr] = {}
    for item in earlier:
        written[item.variable] = _result(item, written, variables)
        if sum(1 for _ in ast.walk(written[item.variable])) > LARGEST:
            return None
    met: ast.expr = ast.Compare(guard.tree, [ast.Gt()], [ast.Constant(0)])
    if isinstance(guard.tree, ast.Name | ast.Constant):  # a bare word is true, whatever it is
        met = guard.tree
    old = written.get(effect.variable, ast.Name(effect.variable, ast.Load()))
    changed = ast.Compare(old, [ast.NotEq()], [_result(effect, written, variables)])
    return Expression.built(ast.BoolOp(ast.And(), [met, changed]))


def _result(effect: Effect, written: Mapping[str, ast.expr], variables: Mapping[str, Variable]) -> ast.expr:
    variable, amount = variables[effect.variable], _with(effect.amount.tree, written)
    old = written.get(effect.variable, ast.Name(effect.variable, ast.Load()))
    new: ast.expr = amount if effect.operation == "set" else ast.BinOp(old, ast.Add(), amount)
    if variable.words:
        return new
    return _call("max", ast.Constant(variable.low), _call("min", ast.Constant(variable.high), new))


def _states(effect: Effect) -> bool:
    """Setting a value says how things stand, changed or not; adding 0 is a way to say why something does not change."""
    return effect.operation == "set" or not (effect.amount.names or effect.amount.evaluate({}))


class _Put(ast.NodeTransformer):
    def __init__(self, written: Mapping[str, ast.expr]) -> None:
        self.written: Final = written

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.written.get(node.id, node)


def _with(tree: ast.expr, written: Mapping[str, ast.expr]) -> ast.expr:
    if not written:
        return tree
    put: ast.expr = _Put(written).visit(deepcopy(tree))
    return put


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def none_of(guards: Iterable[Expression]) -> Expression:
    """Returns the expression that is true while none of the guards is above 0."""
    tests: list[ast.expr] = [ast.Compare(guard.tree, [ast.Gt()], [ast.Constant(0)]) for guard in guards]
    either = tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)
    return Expression.built(ast.UnaryOp(ast.Not(), either))
