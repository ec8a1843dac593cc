"""Rules on what is never so: guards never true, options never open, effects that change nothing, choices of one."""

from __future__ import annotations

from collections.abc import Iterator

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.questions import questions
from game.analysis.lint.reach import told
from game.analysis.lint.spans import never, spans
from game.analysis.lint.survey import Survey
from game.core.atlas import grounds
from game.core.expressions import Expression
from game.core.model import LAPSED, AnyNode, Chance, Decision, Move, Table
from game.core.texts import Path


def guards(survey: Survey) -> Iterator[Finding]:
    """W046: a guard of a text, of counsel or of a rung that no play makes true; W049: an effect without effect."""
    known = spans(survey.scenario)
    found = list(survey.never)
    if survey.reached is None:
        found = [question for question in questions(survey.scenario)
                 if question.effect is None and never(question.guard, known)]
    for question in found:
        if survey.reached is not None and question.node not in survey.reached.nodes:
            continue  # that nobody gets there is told already
        if question.effect is not None:
            yield finding("W049", (*question.path, ""), question.effect.operation, variable=question.effect.variable,
                          amount=str(question.effect.amount))
        else:
            yield finding("W046", question.path, question.variant, guard=str(question.guard))
    for path, guard in _elsewhere(survey):
        if never(guard, known):
            yield finding("W046", path, guard=str(guard))


def options(survey: Survey) -> Iterator[Finding]:
    """W047: an option that is never open, a branch that never falls, talks that never end so."""
    known = spans(survey.scenario)
    for node in survey.scenario.nodes.values():
        if survey.reached is not None and node.id not in survey.reached.nodes:
            continue
        for move, path, kind, guard in _moves(node):
            if survey.reached is not None:
                shut = (node.id, move) not in survey.reached.moves
            else:
                shut = guard is not None and never(guard, known, positive=True)
            if shut:
                yield finding("W047", path, kind, name=move, node=node.id)


def choices(survey: Survey) -> Iterator[Finding]:
    """W055: a decision at which a play may find a single option open."""
    for name, (move, values) in (survey.reached.narrow if survey.reached else {}).items():
        yield finding("W055", ("nodes", name, "options", ""), name=name, move=move, values=told(values))


def _moves(node: AnyNode) -> Iterator[tuple[Move, Path, str, Expression | None]]:
    path: Path = ("nodes", node.id)
    if isinstance(node, Table):
        for name in node.outcomes:
            if name != LAPSED:  # a table must say what follows then, come it or not
                yield name, (*path, "outcomes", name, ""), name, None
    if isinstance(node, Decision):
        for option in node.options:
            yield option.id, (*path, "options", option.id, ""), "option", option.when
    if isinstance(node, Chance):
        for branch in node.branches:
            yield branch.id, (*path, "chance", branch.id, ""), "branch", branch.weight


def _elsewhere(survey: Survey) -> Iterator[tuple[Path, Expression]]:
    """Guards that belong to no node: of the map, of a side's conduct and red lines, of an agreement in force."""
    scenario = survey.scenario
    if scenario.in_force is not None:
        yield ("in_force",), scenario.in_force
    if scenario.reference.atlas is not None:
        for path, ground in grounds(scenario.reference.atlas):
            yield from (((*path, "status", place, "when"), status.when)
                        for place, status in enumerate(ground.status) if status.when is not None)
    for bargain in scenario.bargains.values():
        for side in bargain.sides.values():
            base: Path = ("bargains", bargain.id, "sides", side.id)
            if side.conduct is not None and side.conduct.walks_out is not None:
                yield (*base, "conduct", "walks_out"), side.conduct.walks_out
            for issue, stake in side.stakes.items():
                yield from (((*base, "issues", issue, "never", place, "when"), line.when)
                            for place, line in enumerate(stake.red_lines) if line.when is not None)
