"""A node of the play as it can be read again: everything of it that this play has shown, with footnotes.

Not a page of the play (``pages``): nothing can be decided here.  After the ending every node can be read, as the
record came to it or, where it did not, as things stood at the end.  Called by the codex.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.core.model import OUTCOMES, Chance, Decision, Table, Terminal
from game.core.rules import Position
from game.core.texts import Slot, Words
from game.debrief.choices import Choice, choices
from game.play.session import REJOIN, Session, record_line
from game.ui.language import Language
from game.ui.notes import Footnote, Notes
from game.ui.pages import Pages, Paragraph
from game.ui.talks_passage import answers, meetings


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (may be empty), plain lines under it, and paragraphs; ``person`` is who speaks."""

    head: str
    text: tuple[Paragraph, ...]
    person: str = ""
    lead: tuple[str, ...] = ()


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
        self.talks: Choice | None = None
        if isinstance(self.node, Table):
            made = [choice for choice in choices(session.rules, session.steps) if choice.node.id == node]
            self.talks = made[-1] if made else None
            self.move = self.talks.end if self.talks else ""

    def _elsewhere(self) -> Position:
        if self.session.node.id == self.node.id:
            return self.session.position
        line = record_line(self.session.rules)
        return next((step.before for step in line if step.before.node == self.node.id), self.session.position)

    def make(self) -> Passage:
        node = self.node
        date, place = self.language.span(node.date), ""
        if isinstance(node, Table):
            sections, place = self._table(node), self.language.words(node.place) if node.place else ""
        elif isinstance(node, Decision):
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
        found = self._before(node)
        if not self.move and not self.session.ended:
            return found
        found += self._options(node)
        return [*found, *self._record(node)]

    def _before(self, node: Decision) -> list[Section]:
        """What stood on the desk: the brief, and who counselled what."""
        t, people = self.language.t, self.session.scenario.reference.people
        found = [self._section("", node.brief)]
        for counsel in node.counsel:
            person = people.get(counsel.who or "")
            name = self.language.words(person.name if person else counsel.voice or Words(()))
            section = self._section(f"{t('terminal.counsel')} · {name}", counsel.text, counsel.who or "")
            found += [section] if section.text else []
        return found

    def _options(self, node: Decision) -> list[Section]:
        """The option taken; after the ending all of them."""
        t, found = self.language.t, []
        for option in node.options:
            if option.id == self.move or self.session.ended:
                key = "codex.chosen" if option.id == self.move else "codex.option"
                text = self.pages.phrase(option.text, self.position)
                found.append(self._section(t(key, text=text), (*option.held, *option.follows)))
        return found

    def _record(self, node: Decision) -> list[Section]:
        found = [self._section(self.language.t(f"reveal.{name}"), slot)
                 for name, slot in (("record", node.record), ("hidden", node.hidden))]
        return [section for section in found if section.text]

    def _table(self, node: Table) -> list[Section]:
        """Talks: every meeting held and, once they ended, what came of it; after the ending what moved both sides."""
        found = self._before(node)
        if self.talks is not None:
            for head, lead, slots, position in meetings(self.pages, self.talks):
                text = tuple(paragraph for slot in slots
                             for paragraph in self.pages.paragraphs(slot, position, self.notes))
                found.append(Section(head, text, lead=lead))
        if not self.move and not self.session.ended:
            return found
        for end in OUTCOMES:
            if end == self.move or (self.session.ended and end in node.outcomes):
                section = self._section(self.language.t(f"table.ends.{end}"), node.outcome(end).text)
                found += [section] if section.text or end == self.move else []
        found += [*self._options(node), *self._record(node)]
        if self.session.ended:
            sections = [self._section(head, slot) for head, slot in answers(self.language, node)]
            found += [section for section in sections if section.text]
        return found
