"""What the source book lists and says of each entry, in one language: works, dated events, people, terms, claims.

Not drawing.  It decides what may be shown while a play goes on: ``Shown`` holds the nodes passed, the day, and the
sources already met, so that the list never tells what is still to come.  Called by the sources screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from game.core.model import AnyNode, Chance, Decision, Scenario
from game.core.reference import Claim, Event, Person
from game.core.texts import Phrase, Slot
from game.play.session import REJOIN, Session
from game.ui.language import Language
from game.ui.notes import citation

KINDS = ("works", "events", "people", "glossary", "claims")


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be listed.  None everywhere: all of it (the play is over, or there is none)."""

    nodes: frozenset[str] | None = None
    not_after: date | None = None
    cites: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``lines`` are (heading, text) in reading order; ``used`` the titles of the nodes that cite it."""

    id: str
    title: str
    sub: str
    external: bool = False
    seal: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    used: tuple[str, ...] = ()
    citable: bool = True
    place: str = ""


def shown_in(session: Session) -> Shown:
    """Returns what the source book may list now: everything after the ending, before it only what was met."""
    if session.ended:
        return Shown()
    nodes, cites = set(), set[str]()
    for step in session.steps:
        if step.move != REJOIN:
            nodes.add(step.before.node)
            cites |= set(cited(session.scenario.nodes[step.before.node], everything=True))
    here = session.node
    nodes.add(here.id)
    cites |= set(cited(here, everything=False))
    dates = [node.date.last for name in nodes if (node := session.scenario.nodes[name]).date is not None]
    present = here.date.last if here.date is not None else max(dates, default=None)
    return Shown(frozenset(nodes), present, frozenset(cites))


def cited(node: AnyNode, everything: bool) -> Iterable[str]:
    """Yields what a node cites; without ``everything`` only what is read before deciding."""
    slots: list[Slot] = []
    if isinstance(node, Decision):
        slots = [node.brief, *(counsel.text for counsel in node.counsel)]
        if everything:
            slots += [node.hidden, node.record]
            slots += [slot for option in node.options for slot in (option.held, option.follows)]
    elif isinstance(node, Chance):
        slots = [branch.text for branch in node.branches] if everything else []
    else:
        slots = [node.text]
    for slot in slots:
        for block in slot:
            yield from block.cites


class SourceBook:
    """Makes the entries of one scenario in one language."""

    def __init__(self, scenario: Scenario, language: Language, shown: Shown) -> None:
        self.scenario, self.language, self.shown = scenario, language, shown
        self.reference = scenario.reference
        self._users: dict[str, list[str]] = {}
        self._order = [self._node(node) for node in scenario.nodes.values()]
        for node in scenario.nodes.values():
            if shown.nodes is None or node.id in shown.nodes:
                for cite in dict.fromkeys(cited(node, everything=True)):
                    self._users.setdefault(cite, []).append(self._node(node))

    def entries(self, kind: str) -> list[Entry]:
        """Returns the entries of one of ``KINDS``, in reading order."""
        makers = {"works": self._works, "events": self._events, "people": self._people, "glossary": self._terms,
                  "claims": self._claims}
        return makers[kind]()

    def kind_of(self, name: str) -> str | None:
        """Returns the kind under which ``name`` is listed, or None."""
        return next((kind for kind in KINDS if any(entry.id == name for entry in self.entries(kind))), None)

    def _node(self, node: AnyNode) -> str:
        title = self._plain(node.title) or node.id
        return " · ".join(part for part in (self.language.span(node.date), title) if part)

    def _plain(self, phrase: Phrase) -> str:
        always = [variant for variant in phrase if variant.when is None] or list(phrase)
        return self.language.words(always[0].words) if always else ""

    def _used(self, name: str) -> tuple[str, ...]:
        return tuple(self._users.get(name, ()))

    def _met(self, name: str) -> bool:
        return self.shown.cites is None or name in self.shown.cites

    def _works(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        entries = []
        for work in self.reference.works.values():
            lines = [(t("sources.cited"), words(work.full))]
            if work.url:
                lines.append((t("sources.address"), work.url))
            sources: list[Event | Claim] = [*self._open_events(), *self._open_claims()]
            through = [item.id for item in sources if any(cite.work == work.id for cite in item.cites)]
            titles = {title for name in (work.id, *through) for title in self._used(name)}
            used = [title for title in self._order if title in titles]
            entries.append(Entry(work.id, words(work.short), words(work.full), work.external, "", tuple(lines),
                                 tuple(used)))
        return entries

    def _open_events(self) -> list[Event]:
        limit = self.shown.not_after.isoformat() if self.shown.not_after else ""
        found = [item for item in self.reference.events.values()
                 if self._met(item.id) and (not limit or item.sort_as <= limit)]
        return sorted(found, key=lambda item: item.sort_as)

    def _events(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        entries = []
        for item in self._open_events():
            when = " · ".join(part for part in (words(item.when), words(item.place)) if part)
            lines = [(when, words(item.text)),
                     *((t("sources.cited"), citation(cite, self.reference, self.language)) for cite in item.cites)]
            entries.append(Entry(item.id, words(item.when), words(item.text), item.external, "", tuple(lines),
                                 self._used(item.id), place=words(item.place)))
        return entries

    def _open_claims(self) -> list[Claim]:
        hidden = self.shown.nodes is not None
        return [item for item in self.reference.claims.values()
                if not hidden or (self._met(item.id) and item.id in self._users)]

    def _claims(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        return [Entry(item.id, words(item.who), words(item.text), False, "", (
            (words(item.who), words(item.text)),
            *((t("sources.cited"), citation(cite, self.reference, self.language)) for cite in item.cites)),
            self._used(item.id)) for item in self._open_claims()]

    def _people(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        entries = []
        for person in self.reference.people.values():
            lines = [(words(person.name), words(person.role))] if person.role else []
            if person.also:
                lines.append(("", t("sources.also", names=t("compare.list").join(person.also))))
            lines += [(self._stance_date(person, place), words(stance.text))
                      for place, stance in enumerate(person.stances) if self._may(stance.date, stance.cites)]
            if person.silent:
                lines.append(("", t("sources.silent")))
            entries.append(Entry(person.id, words(person.name), words(person.role), False, person.seal, tuple(lines),
                                 (), False))
        return entries

    def _may(self, day: str, cites: tuple[str, ...]) -> bool:
        """A stance without a full day counts as held on the last day it may mean."""
        limit = self.shown.not_after.isoformat() if self.shown.not_after else ""
        return (not limit or f"{day}-12-31"[:10] <= limit) and (not cites or any(self._met(cite) for cite in cites))

    def _stance_date(self, person: Person, place: int) -> str:
        stance = person.stances[place]
        source = self.reference.events.get(stance.cites[0]) if stance.cites else None
        if source is not None and source.sort_as == stance.date:
            return self.language.words(source.when)
        return self.language.value(stance.date)

    def _terms(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        entries = []
        for term in self.reference.glossary.values():
            lines = [(words(term.term), words(term.text))]
            if term.traditional:
                lines.append(("", t("sources.traditional", text=f"{term.traditional} {term.pinyin}".rstrip())))
            entries.append(Entry(term.id, words(term.term), words(term.text), False, "", tuple(lines), (), False))
        for body in self.reference.bodies.values():
            entries.append(Entry(body.id, words(body.name), words(body.text), False, "",
                                 ((words(body.name), words(body.text)),), (), False))
        return entries
