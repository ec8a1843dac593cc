"""A node of the play as it can be read again: everything of it that this play has shown, with footnotes.

Not a page of the play (``pages``): nothing can be decided here.  After the ending every node can be read, as the
record came to it or, where it did not, as things stood at the end.  Called by the codex.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.core.model import Chance, Decision, Terminal
from game.core.rules import Position
from game.core.texts import Slot, Words
from game.play.session import REJOIN, Session, record_line
from game.ui.language import Language
from game.ui.notes import Footnote, Notes
from game.ui.pages import Pages, Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (may be empty) and paragraphs; ``person`` is who speaks."""

    head: str
    text: tuple[Paragraph, ...]
    person: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One node to read."""

    node: str
    title: str
    date: str
    place: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]


def readable(session: Session, node: str) -> bool:
    """Whether a node may be read now: any after the ending, before it only those of this play."""
    return session.ended or session.node.id == node or _place(session, node) is not None


def passage(session: Session, node: str, language: Language) -> Passage:
    """Returns a node to read; raises ``LookupError`` if it may not be read now."""
    if not readable(session, node):
        raise LookupError(node)
    return _Maker(session, node, language).make()


def _place(session: Session, node: str) -> int | None:
    """The last step of this play that left ``node``."""
    return next((place for place in reversed(range(len(session.steps)))
                 if session.steps[place].before.node == node and session.steps[place].move != REJOIN), None)


class _Maker:
    def __init__(self, session: Session, node: str, language: Language) -> None:
        self.session, self.language = session, language
        self.node = session.scenario.nodes[node]
        self.pages, self.notes = Pages(session, language), Notes(language, session.scenario.reference)
        place = _place(session, node)
        self.move = session.steps[place].move if place is not None else ""
        self.position = session.steps[place].before if place is not None else self._elsewhere()

    def _elsewhere(self) -> Position:
        if self.session.node.id == self.node.id:
            return self.session.position
        line = record_line(self.session.rules)
        return next((step.before for step in line if step.before.node == self.node.id), self.session.position)

    def make(self) -> Passage:
        node = self.node
        date, place = self.language.span(node.date), ""
        if isinstance(node, Decision):
            sections, place = self._decision(node), self.language.words(node.place) if node.place else ""
        elif isinstance(node, Chance):
            every = self.session.ended and not self.move
            shown = [branch for branch in node.branches if every or branch.id == self.move]
            sections = [self._section("", branch.text) for branch in shown]
        else:
            assert isinstance(node, Terminal)
            sections = [self._section("", node.text)]
        return Passage(node.id, self.pages.phrase(node.title, self.position), date, place,
                       tuple(section for section in sections if section.text or section.head), self.notes.footnotes())

    def _section(self, head: str, slot: Slot, person: str = "") -> Section:
        blocks = self.session.rules.slot(slot, self.position)
        return Section(head, tuple(self.pages.paragraph(block, self.position, self.notes) for block in blocks), person)

    def _decision(self, node: Decision) -> list[Section]:
        t, people = self.language.t, self.session.scenario.reference.people
        found = [self._section("", node.brief)]
        for counsel in node.counsel:
            person = people.get(counsel.who or "")
            name = self.language.words(person.name if person else counsel.voice or Words(()))
            section = self._section(f"{t('terminal.counsel')} · {name}", counsel.text, counsel.who or "")
            found += [section] if section.text else []
        if not self.move and not self.session.ended:
            return found
        for option in node.options:
            if option.id == self.move or self.session.ended:
                key = "codex.chosen" if option.id == self.move else "codex.option"
                text = self.pages.phrase(option.text, self.position)
                found.append(self._section(t(key, text=text), (*option.held, *option.follows)))
        found.append(self._section(t("reveal.record"), node.record))
        found.append(self._section(t("reveal.hidden"), node.hidden))
        return [section for section in found if section.text or section.head not in (t("reveal.record"),
                                                                                     t("reveal.hidden"))]
