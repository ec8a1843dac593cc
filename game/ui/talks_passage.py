"""What can be read again of talks: the minutes of each meeting, and after the ending what moved either side.

No sections and no footnotes: ``passage`` makes those.  Never a weight or a worth.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.core.bargain import parse_package
from game.core.model import Table, is_proposal
from game.core.rules import Position
from game.core.texts import Slot
from game.debrief.choices import Choice, reasons
from game.ui.language import Language
from game.ui.pages import Pages
from game.ui.talks_text import clauses


def meetings(pages: Pages, talks: Choice) -> Iterator[tuple[str, tuple[str, ...], tuple[Slot, ...], Position]]:
    """Yields for every meeting its heading, what was put forward and answered, and the texts of the answer."""
    node, t = talks.node, pages.language.t
    assert isinstance(node, Table)
    number = 0
    for ply, step in enumerate(talks.steps, talks.ply):
        if not is_proposal(step.move):
            continue
        number += 1
        answer = pages.rules.answer(step.before, step.move)
        lead = [t("talks.put", clauses=clauses(pages.language, node.bargain,
                                               parse_package(node.bargain, step.move) or {})),
                _opening(pages.minutes(ply).answer)]
        if answer.counter is not None:
            changed = {name: answer.counter[node.bargain.place(name)] for name in answer.issues}
            lead.append(t("talks.counter", clauses=clauses(pages.language, node.bargain, changed)))
        yield (t("talks.meeting", number=number, total=node.rounds), tuple(lead),
               reasons(pages.rules, step), step.before)


def answers(language: Language, node: Table) -> Iterator[tuple[str, Slot]]:
    """Yields a heading and the texts of what moved either side, issue by issue.  For after the ending only."""
    for side in node.bargain.sides.values():
        name = _opening(language.words(side.name))
        yield name, side.text
        for issue in node.offers:
            stake = side.stakes[issue]
            spoken = (*stake.refuses, *stake.counters, *stake.grants) if side.id != node.side else ()
            title = language.words(node.bargain.issues[issue].name)
            yield language.t("talks.stake", side=name, issue=title), (*stake.why, *spoken)


def _opening(text: str) -> str:
    """A side's name as it opens a line."""
    return text[:1].upper() + text[1:]
