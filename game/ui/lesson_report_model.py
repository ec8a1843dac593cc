"""The report's pages on the open model: councils by issue, the cards written first, the picture, the turning weights.

Called by ``lesson_report``.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from game.classroom.answers import Asked
from game.ui.lesson_issues import issue_table
from game.ui.lesson_model import open_model
from game.ui.lesson_page import LessonPages
from game.ui.lesson_scatter import axes, scatter, turns_told, weights_told
from game.ui.report_deal import figure

Texts = Callable[[Asked, int], str]


def issues_html(pages: LessonPages, decision: int) -> str:
    """Returns the councils beside each other and the record, issue by issue in words; nothing if nobody decided."""
    table = issue_table(pages, decision)
    if table is None:
        return ""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in ("", *table.head))
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th>'
                   + "".join(f"<td>{escape(text)}</td>" for text in words) + "</tr>" for name, words in table.rows)
    return (f"<h3>{escape(pages.t('lesson_report.section.issues'))}</h3>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")


def model_html(pages: LessonPages, decision: int, texts: Texts) -> str:
    """Returns what the class wrote of its limits, then the figures under everybody's assumed weights."""
    t = pages.t
    cards = "".join(f"<h4>{escape(t(f'lesson.ask.{asked.value}'))}</h4>{found}" for asked in (Asked.BATNA, Asked.ZONE)
                    if (found := texts(asked, decision)))
    limits = f"<h3>{escape(t('lesson_report.limits'))}</h3>{cards}" if cards else ""
    model = open_model(pages.lesson, pages.room, decision)
    if model is None or not pages.verdicts(decision):
        return limits
    names = {name: pages.language.words(pages.lesson.rules.scenario.reference.dimensions[name].name)
             for name in model.dimensions}
    known = axes(pages, model)
    across, along = known[0], known[min(1, len(known) - 1)]
    picture = figure(scatter(pages, decision, model, across, along), f"model-{decision}")
    seen = [axis for axis in known if axis.id in model.weights]
    said = "".join(f"<p><strong>{escape(weights_told(axis, model, names, pages.language))}</strong></p><ul>"
                   + "".join(f"<li>{escape(text)}</li>"
                             for text in turns_told(model, axis.weights, names, pages.language)) + "</ul>"
                   for axis in seen)
    return (f"{limits}<h3>{escape(t('lesson_report.section.model'))}</h3>"
            f'<p class="note">{escape(t("model.assumed"))}</p><div class="deal">{picture}</div>{said}')
