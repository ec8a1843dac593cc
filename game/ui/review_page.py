"""A whole scenario as a page to be reviewed: every text in order, numbered, in one language or several side by side.

Values only (``review_values``), no markup.  Called by the command ``print``.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.core.model import AnyNode, Scenario
from game.core.texts import Grade
from game.ui.language import Language
from game.ui.review_appendix import appendix
from game.ui.review_node import NodeSection
from game.ui.review_values import Chapter, ReviewPage
from game.ui.reviewer import Reviewer


def review_page(scenario: Scenario, languages: tuple[Language, ...]) -> ReviewPage:
    """Returns the page; every text of the scenario is on it, and nothing is held back."""
    of = Reviewer(scenario, languages, _order(scenario))
    chapters = (*_acts(of), appendix(of))
    sizes = dict.fromkeys(("nodes", "texts"), len(scenario.nodes))
    sizes["texts"] = sum(bool(line.pin.number) for chapter in chapters for section in chapter.sections
                         for group in section.groups for line in group.lines)
    facts = (of.t("review.fact.id", id=scenario.id, digest=scenario.digest[:12] or "–"),
             of.t("review.fact.size", nodes=sizes["nodes"], texts=sizes["texts"]),
             *((of.t("title.minutes", n=scenario.minutes),) if scenario.minutes else ()))
    grades = tuple((grade.value, of.t(f"grade.{grade.value}"), of.t(f"report.grade.{grade.value}")) for grade in Grade)
    return ReviewPage(of.words(scenario.title), of.words(scenario.subtitle), of.words(scenario.summary), facts, grades,
                      chapters)


def _order(scenario: Scenario) -> dict[str, list[AnyNode]]:
    """The nodes by act, in the order of the acts; those of no act last, under ""."""
    order: dict[str, list[AnyNode]] = {act: [] for act in (*(act.id for act in scenario.acts), "")}
    for node in scenario.nodes.values():
        order[node.act if node.act in order else ""].append(node)
    return {act: nodes for act, nodes in order.items() if nodes}


def _acts(of: Reviewer) -> Iterator[Chapter]:
    titles = {act.id: of.words(act.title) for act in of.scenario.acts}
    plain = of.t("review.no_act" if titles else "review.story")
    for act, nodes in of.order.items():
        yield Chapter(titles.get(act, plain), tuple(NodeSection(of, node).section() for node in nodes))
