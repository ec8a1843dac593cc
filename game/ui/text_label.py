"""What a text is, in words: where it stands, what it is for, who says it, how it is known.

For translators and reviewers, who see a sentence alone.  Called by the commands ``translate`` and ``stats`` and by the
review page.
"""

from __future__ import annotations

from game.core.inventory import Kind, Text
from game.core.model import AnyNode, Scenario
from game.ui.language import Language
from game.ui.pages import grade_label


def kind_name(kind: Kind, language: Language) -> str:
    """Returns the word for what a text is for."""
    return language.t(f"texts.{kind.value}")


def node_title(node: AnyNode, language: Language) -> str:
    """Returns the title of a node as it reads at first; its id where it has none."""
    return language.words(node.title[0].words) if node.title else node.id


def described(text: Text, scenario: Scenario, language: Language) -> tuple[str, ...]:
    """Returns what to know of a text that is read alone: place and purpose, speaker, grade; one line each."""
    node = scenario.nodes.get(text.node)
    where = [node_title(node, language)] if node is not None else []
    if node is not None and node.date is not None:
        where.append(language.span(node.date))
    lines = [" · ".join([*where, kind_name(text.kind, language)])]
    person = scenario.reference.people.get(text.who)
    if person is not None:
        said = [language.words(words) for words in (person.name, person.role) if words]
        lines.append(language.t("texts.speaker", name=language.t("cite.comma").join(said)))
    if text.block is not None and text.kind is not Kind.BASIS:
        lines.append(language.t("texts.grade", grade=grade_label(text.block, language)))
    return tuple(lines)
