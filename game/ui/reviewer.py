"""What all sections of a page for review need: words in every language, pins, guards, grades, sources.

Called by ``review_page``, ``review_node`` and ``review_appendix``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from game.core.expressions import Expression
from game.core.inventory import texts
from game.core.model import AnyNode, NodeId, Scenario
from game.core.reference import Citation, Event
from game.core.texts import Block, Phrase, Slot, Words
from game.ui.guard_text import GuardText
from game.ui.language import Language
from game.ui.notes import citation
from game.ui.pages import grade_label, grade_note
from game.ui.review_values import ALWAYS, NO_PIN, Condition, Line, Note, Pin, Told
from game.ui.text_label import node_title

Grouped = tuple[Told, list[Line]]
"""Lines and the heading they stand under; groups without lines are left out."""


class Reviewer:
    """One scenario in the languages given; ``order`` holds its nodes by act."""

    def __init__(self, scenario: Scenario, languages: tuple[Language, ...],
                 order: Mapping[str, Sequence[AnyNode]]) -> None:
        self.scenario, self.languages, self.order = scenario, languages, order
        self.reference = scenario.reference
        self.guards = tuple(GuardText(scenario, language) for language in languages)
        self.ids = {id(text.words): text.id for text in texts(scenario)}
        self.numbers = {node.id: str(place) for place, node in enumerate(
            (node for nodes in order.values() for node in nodes), 1)}

    def each(self, say: Callable[[Language], str]) -> Told:
        """Returns what ``say`` says in every language."""
        return tuple(say(language) for language in self.languages)

    def t(self, key: str, **values: object) -> Told:
        """Returns an interface text in every language."""
        return self.each(lambda language: language.t(key, **values))

    def words(self, words: Words) -> Told:
        """Returns a text of the scenario in every language."""
        return self.each(lambda language: language.words(words))

    def told(self, expression: Expression | None) -> Told:
        """Returns an expression in words."""
        return tuple(guard.told(expression) for guard in self.guards)

    def when(self, expression: Expression | None) -> Condition:
        """Returns a guard in words and as written."""
        return ALWAYS if expression is None else Condition(self.told(expression), str(expression))

    def goes(self, node: NodeId) -> Told:
        """Returns where a way leads: number and title of the node."""
        found = self.scenario.nodes[node]
        return self.each(lambda language: language.t("review.goes", number=self.numbers[node],
                                                     title=node_title(found, language)))

    def notes(self, cites: Iterable[str]) -> tuple[Note, ...]:
        """Returns the sources, numbered in the order given; a work is named in full once, then by its short title."""
        named: set[str] = set()
        return tuple(self._note(number, cite, named) for number, cite in enumerate(cites, 1))

    def _note(self, number: int, cite: str, named: set[str]) -> Note:
        reference = self.reference
        source = reference.events.get(cite) or reference.claims.get(cite)
        if source is None:
            work = reference.works.get(cite)
            named.add(cite)
            return Note(number, cite, self.words(work.full) if work else (cite,) * len(self.languages),
                        bool(work and work.external))
        head = source.when if isinstance(source, Event) else source.who
        told = self.each(lambda language: " ".join((
            f"{language.words(head)} · {language.words(source.text)}", *self.cited(source.cites, language, named))))
        named.update(item.work for item in source.cites)
        return Note(number, cite, told, isinstance(source, Event) and source.external)

    def cited(self, cites: Iterable[Citation], language: Language,
              named: Iterable[str] | None = None) -> Iterator[str]:
        """Yields citations: short title, page and note.

        named: works that have been named; any other is named in full, the first time.  None: all by short title.
        """
        known = None if named is None else set(named)
        for item in cites:
            work, said = self.reference.works.get(item.work), citation(item, self.reference, language)
            if work is not None and known is not None and item.work not in known:
                place = said.removeprefix(language.words(work.short))
                said = (language.words(work.full).rstrip(".。") if place else language.words(work.full)) + place
                known.add(item.work)
            yield f"— {said}"


class Pinner:
    """Numbers the texts of one section, and the sources they cite."""

    def __init__(self, of: Reviewer, section: str, within: str = "") -> None:
        self.of, self.section, self.within = of, section, within
        self.cites: dict[str, int] = {}
        self._places: dict[str, int] = {}

    def pin(self, words: Words) -> Pin:
        """Returns the pin of a text: its number within the section and its id; none for what is no author's text."""
        name = self.of.ids.get(id(words))
        if name is None:
            return NO_PIN
        place = self._places.setdefault(name, len(self._places) + 1)
        return Pin(f"{self.section}.{place}", name.removeprefix(f"{self.within}.") if self.within else name)

    def line(self, words: Words, label: Told = (), depth: int = 0, cites: Iterable[str] = (),
             strong: bool = False) -> list[Line]:
        """Returns a text as a line; none if there are no words."""
        if not words:
            return []
        return [Line(text=self.of.words(words), label=label, pin=self.pin(words), marks=self.marks(cites),
                     depth=depth, strong=strong)]

    def phrase(self, phrase: Phrase, label: Told = (), strong: bool = False) -> list[Line]:
        """Returns the wordings of a short text, each with its guard."""
        return [Line(text=self.of.words(item.words), label=label, pin=self.pin(item.words),
                     when=self.of.when(item.when), strong=strong) for item in phrase]

    def slot(self, slot: Slot, label: Told = (), depth: int = 0) -> list[Line]:
        """Returns paragraphs with their guards, grades and sources."""
        return [self.block(block, label, depth) for block in slot]

    def block(self, block: Block, label: Told = (), depth: int = 0) -> Line:
        """Returns one paragraph."""
        when = self.of.when(block.when)
        if block.otherwise:
            when = Condition(self.of.t("review.otherwise"), "otherwise: true")
        return Line(text=self.of.words(block.words), label=label, pin=self.pin(block.words), when=when,
                    grade=block.grade.value, note=self.of.each(lambda language: _note(block, language)),
                    marks=self.marks(block.cites), depth=depth)

    def marks(self, cites: Iterable[str]) -> tuple[int, ...]:
        """Returns the numbers of sources, giving new ones where needed."""
        return tuple(self.cites.setdefault(cite, len(self.cites) + 1) for cite in cites)


def _note(block: Block, language: Language) -> str:
    said = grade_note(block, language)
    return f"{grade_label(block, language)} – {said}" if said else grade_label(block, language)
