"""What the source book lists and says of each entry, in one language: works, dated events, people, terms, claims.

Not drawing.  It decides what may be shown while a play goes on: ``Shown`` holds the nodes passed, the day, and the
sources already met, so that the list never tells what is still to come.  A term or body whose explanation names a
later day waits as well.  Called by the sources screen and by whatever opens a card.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from game.core.model import AnyNode, Chance, Decision, Scenario, Table
from game.core.reference import Claim, Event, Person
from game.core.texts import Phrase, Slot, Words
from game.debrief.choices import choices, told
from game.play.session import REJOIN, Session
from game.ui.dated import tells_later
from game.ui.language import Language
from game.ui.notes import citation
from game.ui.terms import Terms, build

KINDS = ("people", "events", "glossary", "bodies", "works", "claims")


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be listed.  None everywhere: all of it (the play is over, or there is none).

    here: the node now to be decided, of which only what is read before deciding counts.  heard: (person, node) of
    the counsel given in this play.  minutes: ids of the paragraphs that told of the meetings of this play; of the
    answers at a table only those count while it goes on, and never the reasons for either side's figures.
    """

    nodes: frozenset[str] | None = None
    not_after: date | None = None
    cites: frozenset[str] | None = None
    here: str = ""
    heard: tuple[tuple[str, str], ...] = ()
    minutes: frozenset[str] = frozenset()

    @property
    def answers(self) -> frozenset[str] | None:
        """The paragraphs of minutes that count; None: all."""
        return None if self.nodes is None else self.minutes


class Line(NamedTuple):
    """A heading, a text, and the entries the text rests on."""

    head: str
    text: str
    cites: tuple[str, ...] = ()


class Use(NamedTuple):
    """A node an entry is used in."""

    node: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``lines`` in reading order; ``places`` the nodes that cite it.

    names: what it is called, other romanisation and traditional form included.  linked: ids of entries it leads to.
    """

    id: str
    title: str
    sub: str
    external: bool = False
    seal: str = ""
    lines: tuple[Line, ...] = ()
    places: tuple[Use, ...] = ()
    citable: bool = True
    place: str = ""
    kind: str = ""
    names: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[str, ...]:
        """The titles of the nodes that cite it."""
        return tuple(use.title for use in self.places)


def shown_in(session: Session) -> Shown:
    """Returns what the source book may list now: everything after the ending, before it only what was met."""
    counsels = heard(session)
    if session.ended:
        return Shown(heard=counsels)
    nodes, cites, minutes = set(), set[str](), read_minutes(session)
    talks = session.node.id if isinstance(session.node, Table) else ""
    for step in session.steps:
        if step.move != REJOIN:
            nodes.add(step.before.node)
            if step.before.node != talks:
                cites |= set(cited(session.scenario.nodes[step.before.node], everything=True, answers=minutes))
    here = session.node
    nodes.add(here.id)
    cites |= set(cited(here, everything=False, answers=minutes))
    return Shown(frozenset(nodes), present_day(session), frozenset(cites), here.id, counsels, minutes)


def read_minutes(session: Session) -> frozenset[str]:
    """Returns the ids of the paragraphs that told of this play's meetings."""
    rules = session.rules
    return frozenset(block.id for choice in choices(rules, session.steps) if choice.meetings
                     for step in choice.steps for slot in told(rules, step) for block in rules.slot(slot, step.before))


def present_day(session: Session) -> date | None:
    """Returns the last day that may be known of; None after the ending."""
    if session.ended:
        return None
    nodes = session.scenario.nodes
    if (here := session.node.date) is not None:
        return here.last
    passed = [nodes[step.before.node].date for step in session.steps if step.move != REJOIN]
    return max((span.last for span in passed if span is not None), default=None)


def heard(session: Session) -> tuple[tuple[str, str], ...]:
    """Returns who has counselled where in this play, as (person, node)."""
    found: dict[tuple[str, str], None] = {}
    positions = [step.before for step in session.steps if step.move != REJOIN]
    for position in (*positions, session.position):
        node = session.scenario.nodes[position.node]
        for counsel in node.counsel if isinstance(node, Decision) else ():
            if counsel.who and session.rules.slot(counsel.text, position):
                found[counsel.who, node.id] = None
    return tuple(found)


def open_terms(scenario: Scenario, day: date | None) -> set[str]:
    """Returns the ids of the glossary terms and bodies that tell of nothing later than ``day`` (None: all)."""
    reference = scenario.reference
    first = scenario.nodes[scenario.start].date
    year = first.last.year if first else 0
    end = max((node.date.last.year for node in scenario.nodes.values() if node.date), default=9999)
    texts: dict[str, tuple[Words, Words]] = {item.id: (item.term, item.text) for item in reference.glossary.values()}
    texts |= {body.id: (body.name, body.text) for body in reference.bodies.values()}
    return {name for name, pair in texts.items()
            if day is None or not any(tells_later(words[code], day, year, end) for words in pair for code in words)}


def known(session: Session, name: str) -> bool:
    """Returns whether the source ``name`` is listed now."""
    shown, reference = shown_in(session), session.scenario.reference
    if shown.cites is not None and name not in shown.cites and name not in reference.works:
        return False
    event = reference.events.get(name)
    late = event is not None and shown.not_after is not None and event.sort_as > shown.not_after.isoformat()
    return not late and any(name in part for part in (reference.events, reference.claims, reference.works))


def terms_of(scenario: Scenario, code: str, day: date | None) -> Terms:
    """Returns the finder of terms and names in one language, without those that may not be told on ``day``."""
    reference, known = scenario.reference, open_terms(scenario, day)
    return build([term for term in reference.glossary.values() if term.id in known], reference.people.values(), code,
                 scenario.parties.values(), [body for body in reference.bodies.values() if body.id in known])


def cited(node: AnyNode, everything: bool, answers: frozenset[str] | None = frozenset()) -> Iterable[str]:
    """Yields what a node cites; without ``everything`` only what is read before deciding, and the ``answers``."""
    for slot in slots_of(node, everything, answers):
        for block in slot:
            yield from block.cites


def slots_of(node: AnyNode, everything: bool, answers: frozenset[str] | None = frozenset()) -> list[Slot]:
    """Returns the texts of a node; without ``everything`` only what is read before deciding.

    answers: ids of the paragraphs of a table's minutes that count; None: all, with what moved either side.
    """
    slots: list[Slot] = []
    if isinstance(node, Decision):
        slots = [node.brief, *(counsel.text for counsel in node.counsel)]
        if everything:
            slots += [node.hidden, node.record]
            slots += [slot for option in node.options for slot in (option.held, option.follows)]
        if isinstance(node, Table):
            slots += _bargained(node, answers)
    elif isinstance(node, Chance):
        slots = [branch.text for branch in node.branches] if everything else []
    else:
        slots = [node.text]
    return slots


def _bargained(node: Table, answers: frozenset[str] | None) -> list[Slot]:
    """The texts of a table: how it may end, and what the sides answer, about the issues on it."""
    sides, other = node.bargain.sides.values(), node.bargain.other(node.side)
    spoken = [outcome.text for outcome in node.outcomes.values()]
    spoken += [slot for name in node.offers for stake in (other.stakes[name],)
               for slot in (stake.refuses, stake.counters, stake.grants)]
    if answers is not None:
        return [tuple(block for block in slot if block.id in answers) for slot in spoken]
    return [*spoken, *(side.text for side in sides), *(side.stakes[name].why for side in sides for name in node.offers)]


class SourceBook:
    """Makes the entries of one scenario in one language."""

    def __init__(self, scenario: Scenario, language: Language, shown: Shown) -> None:
        self.scenario, self.language, self.shown = scenario, language, shown
        self.reference = scenario.reference
        self._users: dict[str, list[Use]] = {}
        self._kept: dict[str, list[Entry]] = {}
        self._finder: Terms | None = None
        self._open = open_terms(scenario, shown.not_after)
        self._order = [Use(node.id, self._node(node)) for node in scenario.nodes.values()]
        for node in self._nodes():
            for cite in dict.fromkeys(cited(node, everything=node.id != shown.here, answers=shown.answers)):
                self._users.setdefault(cite, []).append(Use(node.id, self._node(node)))

    def _nodes(self) -> list[AnyNode]:
        return [node for node in self.scenario.nodes.values()
                if self.shown.nodes is None or node.id in self.shown.nodes]

    def entries(self, kind: str) -> list[Entry]:
        """Returns the entries of one of ``KINDS``, in reading order."""
        makers = {"works": self._works, "events": self._events, "people": self._people, "glossary": self._terms,
                  "bodies": self._bodies, "claims": self._claims}
        if kind not in self._kept:
            self._kept[kind] = [replace(entry, kind=kind) for entry in makers[kind]()]
        return self._kept[kind]

    def entry(self, name: str) -> Entry | None:
        """Returns the entry ``name``, or None where there is none or it may not be shown."""
        return next((entry for kind in KINDS for entry in self.entries(kind) if entry.id == name), None)

    def places(self, entry: Entry) -> tuple[Use, ...]:
        """Returns the nodes that cite an entry, or in whose texts a term or a person is named."""
        if entry.citable:
            return entry.places
        if self._finder is None:
            self._finder = terms_of(self.scenario, self.language.code, self.shown.not_after)
        finder, code, found = self._finder.of(entry.id), self.language.code, []
        for node in self._nodes():
            slots = slots_of(node, node.id != self.shown.here, self.shown.answers)
            texts = [block.words[code] for slot in slots for block in slot]
            if isinstance(node, Table) and self.shown.answers is None:
                texts += [variant.words[code] for offer in node.offers.values() for variant in offer.closed]
            if any(item.target == entry.id for text in texts for item in finder.find(text)):
                found.append(Use(node.id, self._node(node)))
        return tuple(found)

    def counsel(self, person: str) -> tuple[Use, ...]:
        """Returns the nodes of this play at which a person has counselled."""
        return tuple(Use(node, self._node(self.scenario.nodes[node]))
                     for who, node in self.shown.heard if who == person)

    def kind_of(self, name: str) -> str | None:
        """Returns the kind under which ``name`` is listed, or None."""
        return next((kind for kind in KINDS if any(entry.id == name for entry in self.entries(kind))), None)

    def _node(self, node: AnyNode) -> str:
        title = self._plain(node.title) or node.id
        return " · ".join(part for part in (self.language.span(node.date), title) if part)

    def _plain(self, phrase: Phrase) -> str:
        always = [variant for variant in phrase if variant.when is None] or list(phrase)
        return self.language.words(always[0].words) if always else ""

    def _used(self, name: str) -> tuple[Use, ...]:
        return tuple(self._users.get(name, ()))

    def _met(self, name: str) -> bool:
        return self.shown.cites is None or name in self.shown.cites

    def _works(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        entries = []
        for work in self.reference.works.values():
            lines = [Line(t("sources.cited"), words(work.full))]
            if work.url:
                lines.append(Line(t("sources.address"), work.url))
            sources: list[Event | Claim] = [*self._open_events(), *self._open_claims()]
            through = [item.id for item in sources if any(cite.work == work.id for cite in item.cites)]
            nodes = {use for name in (work.id, *through) for use in self._used(name)}
            used = tuple(use for use in self._order if use in nodes)
            entries.append(Entry(work.id, words(work.short), words(work.full), work.external, "", tuple(lines), used,
                                 names=(words(work.short),), linked=tuple(through)))
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
            lines = [Line(when, words(item.text)),
                     *(Line(t("sources.cited"), citation(cite, self.reference, self.language), (cite.work,))
                       for cite in item.cites)]
            people = tuple(person.id for person in self.reference.people.values() if any(
                item.id in stance.cites and self._may(stance.date, stance.cites) for stance in person.stances))
            entries.append(Entry(item.id, words(item.when), words(item.text), item.external, "", tuple(lines),
                                 self._used(item.id), place=words(item.place), names=(words(item.when),),
                                 linked=people))
        return entries

    def _open_claims(self) -> list[Claim]:
        hidden = self.shown.nodes is not None
        return [item for item in self.reference.claims.values()
                if not hidden or (self._met(item.id) and item.id in self._users)]

    def _claims(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        return [Entry(item.id, words(item.who), words(item.text), False, "", (
            Line(words(item.who), words(item.text)),
            *(Line(t("sources.cited"), citation(cite, self.reference, self.language), (cite.work,))
              for cite in item.cites)),
            self._used(item.id), names=(words(item.who),)) for item in self._open_claims()]

    def _people(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        entries = []
        for person in self.reference.people.values():
            lines = [Line(words(person.name), words(person.role))] if person.role else []
            others = [person.name[code] for code in person.name if code != self.language.code]
            names = tuple(dict.fromkeys([*others, *([person.traditional] if person.traditional else []),
                                         *person.also]))
            names = tuple(name for name in names if name != words(person.name))
            if names:
                lines.append(Line("", t("sources.also", names=t("compare.list").join(names))))
            lines += [Line(self._stance_date(person, place), words(stance.text),
                           tuple(cite for cite in stance.cites if self._met(cite)))
                      for place, stance in enumerate(person.stances) if self._may(stance.date, stance.cites)]
            if person.silent:
                lines.append(Line("", t("sources.silent")))
            entries.append(Entry(person.id, words(person.name), words(person.role), False, person.seal, tuple(lines),
                                 (), False, names=(words(person.name), *names)))
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
            if term.id not in self._open:
                continue
            lines = [Line(words(term.term), words(term.text))]
            if term.traditional:
                spelled = " · ".join(part for part in (term.traditional, term.pinyin) if part)
                lines.append(Line("", t("sources.traditional", text=spelled)))
            names = tuple(name for name in (words(term.term), term.traditional, term.pinyin) if name)
            entries.append(Entry(term.id, words(term.term), words(term.text), False, "", tuple(lines), (), False,
                                 names=names))
        return entries

    def _bodies(self) -> list[Entry]:
        t, words = self.language.t, self.language.words
        entries = []
        for body in self.reference.bodies.values():
            if body.id in self._open:
                lines = [Line(words(body.name), words(body.text))]
                if body.traditional:
                    lines.append(Line("", t("sources.traditional", text=body.traditional)))
                entries.append(Entry(body.id, words(body.name), words(body.text), False, "", tuple(lines), (), False,
                                     names=(words(body.name), body.traditional)))
        return entries
