"""A sitting for a decision that has none: roles from its counsel, cards from the paragraphs of its brief.

So any scenario can be taught with no classroom file at all, and nothing reaches a table that the brief does not say.
Called by ``lesson``.
"""

from __future__ import annotations

from typing import Final

from game.classroom.model import Brief, Card, CardId, Kind, Role, Sitting
from game.core.model import Counsel, Decision, Scenario
from game.core.texts import NO_WORDS, Block, Words

TITLE: Final = {False: 48, True: 18}
"""Characters of a card's title, elsewhere and in Chinese."""


def sitting_of(scenario: Scenario, decision: Decision) -> Sitting:
    """Returns the sitting that a decision itself gives: decider, advisers by counsel, recorder, observers."""
    party = scenario.parties[decision.who]
    roles = {"decider": Role(id="decider", kind=Kind.DECIDER, name=party, brief=Brief(speaks_for=party))}
    for place, counsel in enumerate(decision.counsel, 1):
        roles[f"adviser-{place}"] = _adviser(scenario, counsel, f"adviser-{place}")
    for kind in (Kind.RECORDER, Kind.OBSERVER):
        roles[kind.value] = Role(id=kind.value, kind=kind, name=NO_WORDS, brief=Brief(speaks_for=NO_WORDS))
    return Sitting(node=decision.id, roles=roles, cards=tuple(block.id for block in decision.brief))


def cards_of(scenario: Scenario, decision: Decision) -> dict[CardId, Card]:
    """Returns the paragraphs of a decision's brief and of its counsel as cards, by text id."""
    texts = (*decision.brief, *(block for counsel in decision.counsel for block in counsel.text))
    return {block.id: Card(id=block.id, title=_beginning(block.words), text=(block,), source=_day(scenario, block),
                           known_from="")
            for block in texts}


def _adviser(scenario: Scenario, counsel: Counsel, name: str) -> Role:
    person = scenario.reference.people.get(counsel.who or "")
    said = person.name if person else counsel.voice or NO_WORDS
    words = counsel.text[0].words if counsel.text else said
    return Role(id=name, kind=Kind.ADVISER, name=said, person=counsel.who,
                brief=Brief(speaks_for=words, evidence=tuple(block.id for block in counsel.text),
                            cites=tuple(cite for block in counsel.text for cite in block.cites)))


def _beginning(said: Words) -> Words:
    """A title for a paragraph: its first words."""
    return Words(tuple((code, _cut(text, code == "zh")) for code, text in said.forms))


def _cut(text: str, chinese: bool) -> str:
    if len(text) <= TITLE[chinese]:
        return text
    return f"{text[:TITLE[True]]}……" if chinese else f"{text[:TITLE[False]].rpartition(' ')[0]} …"


def _day(scenario: Scenario, block: Block) -> Words:
    return next((scenario.reference.events[cite].when for cite in block.cites if cite in scenario.reference.events),
                NO_WORDS)
