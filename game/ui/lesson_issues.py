"""Councils beside each other by what was at stake, in words of the scales and never in points.

Called by the projector and by the report.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.analysis.values import counted
from game.core.rules import Position
from game.ui.lesson_page import LessonPages


@dataclass(frozen=True, slots=True)
class IssueTable:
    """``head``: the councils and the record; each row: an issue, then where it stood for each of them."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def issue_table(pages: LessonPages, decision: int) -> IssueTable | None:
    """Returns the table of a decision that has been revealed; None without issues or before anybody has decided.

    Councils that chose alike stand in one column.  Only the step itself is told, not what came of it later.
    """
    lesson, rules = pages.lesson, pages.lesson.rules
    dimensions = rules.scenario.reference.dimensions
    issues = [name for name in lesson.pack.issues or tuple(dimensions) if name in dimensions]
    verdicts = pages.verdicts(decision)
    if not issues or not verdicts:
        return None
    columns: list[tuple[str, Position]] = []
    for move in dict.fromkeys(verdict.choice.move for verdict in verdicts):
        same = [verdict for verdict in verdicts if verdict.choice.move == move]
        before = lesson.session(pages.room, same[0].council, decision, decided=False).position
        name = pages.t("lesson_print.join").join(verdict.name for verdict in same)
        columns.append((f"{same[0].choice.letter} {name}", rules.step(before, move).after))
    node = lesson.node(pages.room, pages.decided_on, decision)
    before = lesson.session(pages.room, pages.decided_on, decision, decided=False).position
    if node.record_move:
        columns.append((pages.t("lesson.panel.record"), rules.step(before, node.record_move).after))
    rows = tuple((pages.language.words(dimensions[name].name),
                  tuple(_words(pages, name, position) for _, position in columns)) for name in issues)
    return IssueTable(tuple(name for name, _ in columns), rows)


def _words(pages: LessonPages, dimension: str, position: Position) -> str:
    """The rungs of a dimension's layers, in words."""
    reference, rules = pages.lesson.rules.scenario.reference, pages.lesson.rules
    found = []
    for variable in counted(reference.dimensions[dimension]):
        scale, value = reference.scales.get(variable), rules.value(position, variable)
        if scale is not None and isinstance(value, int):
            found.append(pages.language.words(scale.rung(value).name))
    return pages.t("lesson_print.join").join(found) or "–"
