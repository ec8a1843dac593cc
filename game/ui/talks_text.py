"""How talks went, in a sentence of one language: for the comparison's path, the tree of paths and the codex.

Not the pages of a table (``table_page``).  Clauses in words, never a number of either side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from game.core.bargain import Bargain, parse_package
from game.core.model import AGREED, OUTCOMES, Table
from game.debrief.choices import Choice
from game.debrief.exits import ENDED
from game.debrief.tree import Door
from game.ui.language import Language
from game.ui.pages import Pages

SHORT = 2
"""How many clauses a card has room for."""


def clauses(language: Language, bargain: Bargain, named: Mapping[str, int | None]) -> str:
    """Returns clauses in words, in the bargain's order; None is an issue left open."""
    parts = []
    for name, issue in bargain.issues.items():
        if name in named:
            rung = named[name]
            clause = language.t("table.open") if rung is None else language.words(issue.clause(rung))
            parts.append(language.t("talks.clause", name=language.words(issue.name), clause=clause))
    return language.t("talks.stop").join(parts)


def choice_text(pages: Pages, choice: Choice | None) -> str:
    """Returns what was chosen: the option's words, or how the talks ended and over which clauses; empty for None."""
    if choice is None:
        return ""
    t, node = pages.language.t, choice.node
    if not isinstance(node, Table):
        return pages.phrase(node.option(choice.end).text, choice.last.before)
    named = parse_package(node.bargain, choice.proposed or "") or {}
    told = clauses(pages.language, node.bargain, named)
    if choice.end and choice.end not in OUTCOMES:
        option = pages.phrase(node.option(choice.end).text, choice.last.before)
        return t("talks.left", option=option, n=choice.meetings, clauses=told) if told else option
    return t(f"talks.{choice.end or 'open'}", n=choice.meetings, clauses=told)


def door_text(pages: Pages, door: Door, node: Table, doors: Sequence[Door]) -> tuple[str, str]:
    """Returns a way out of talks in short and in full; of two agreements the short form names what tells them apart."""
    t, named = pages.language.t, parse_package(node.bargain, door.option.id)
    if door.end == ENDED:
        return t("talks.ended"), t("talks.ended")
    if door.end != AGREED or named is None:
        return t(f"table.ends.{door.end}"), t(f"table.ends.{door.end}")
    others = [other for item in doors if item is not door
              and (other := parse_package(node.bargain, item.option.id)) is not None]
    telling = {name: named.get(name) for name in node.offers
               if (name in named if not others else any(other.get(name) != named.get(name) for other in others))}
    some = dict([*telling.items()][:SHORT])
    short = clauses(pages.language, node.bargain, some)
    if len(telling) > SHORT:
        short = t("talks.more", clauses=short, n=len(telling) - SHORT)
    full = clauses(pages.language, node.bargain, named)
    return t("talks.door", clauses=short), t("talks.door", clauses=full)
