"""Every text of a scenario with its id, its place in a scenario file, what it is for and who says it.

Not a translator and no counter of words: it finds the texts that ``translate``, ``stats`` and ``print`` work on, so
that all three mean the same sentence by the same id.  Pure; called by ``authoring``, ``analysis`` and ``ui``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from game.core.atlas import atlas_words
from game.core.bargain import Bargain
from game.core.model import AnyNode, Chance, Decision, Effect, NodeId, Scenario, Table, Terminal
from game.core.reference import Reference
from game.core.texts import Block, Path, Phrase, Slot, Words


class Kind(StrEnum):
    """What a text is for, in the order in which a reader meets them."""

    HEAD = "head"
    TITLE = "title"
    BRIEF = "brief"
    COUNSEL = "counsel"
    QUESTION = "question"
    OPTION = "option"
    REASON = "reason"
    CLOSED = "closed"
    HELD = "held"
    RECORD = "record"
    HIDDEN = "hidden"
    FOLLOWS = "follows"
    NEWS = "news"
    TALKS = "talks"
    ENDING = "ending"
    WHY = "why"
    BASIS = "basis"
    SOURCES = "sources"
    PEOPLE = "people"
    GLOSSARY = "glossary"
    SCALES = "scales"
    TREATY = "treaty"
    READINGS = "readings"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Text:
    """One text.

    ``node`` is empty outside the nodes; ``block`` is the paragraph the text is, or belongs to, if it is one; ``who``
    names the person who says it, where it is counsel.
    """

    id: str
    path: Path
    words: Words
    kind: Kind
    node: NodeId = ""
    block: Block | None = None
    who: str = ""


def texts(scenario: Scenario) -> Iterator[Text]:
    """Yields every text that is there, nodes first; ids are unique and stay as long as the file keeps its keys."""
    for node in scenario.nodes.values():
        yield from _present(node_texts(node))
    yield from _present(reference_texts(scenario.reference))
    yield from _present(_long_reference_texts(scenario.reference))
    for bargain in scenario.bargains.values():
        yield from _present(_bargain_texts(bargain))
    yield from _present(_head_texts(scenario))


def node_texts(node: AnyNode) -> Iterator[Text]:
    """Yields the texts of a node in the order in which they are written."""
    finder = _Finder(node.id)
    path: Path = ("nodes", node.id)
    yield from finder.phrase(path, "title", node.title, Kind.TITLE)
    yield finder.words((*path, "place"), node.place, Kind.TITLE)
    match node:
        case Decision():
            yield from _decision_texts(node, finder, path)
        case Chance():
            for branch in node.branches:
                base = (*path, "chance", branch.id)
                yield from finder.slot((*base, "text"), branch.text, Kind.NEWS)
                yield from finder.effects(base, branch.effects)
        case Terminal():
            yield from finder.slot((*path, "text"), node.text, Kind.ENDING)


def _decision_texts(node: Decision, finder: _Finder, path: Path) -> Iterator[Text]:
    yield from finder.phrase(path, "question", node.question, Kind.QUESTION)
    yield from finder.slot((*path, "brief"), node.brief, Kind.BRIEF)
    yield from finder.slot((*path, "hidden"), node.hidden, Kind.HIDDEN)
    yield from finder.slot((*path, "record", "text"), node.record, Kind.RECORD)
    for place, counsel in enumerate(node.counsel):
        base = (*path, "counsel", place)
        for block in counsel.text:
            name = f"{dotted(base)}.0"
            yield Text(name, (*base, "text"), block.words, Kind.COUNSEL, node.id, block, counsel.who or "")
            yield from finder.notes(name, base, block)
        if counsel.voice:
            yield finder.words((*base, "voice"), counsel.voice, Kind.COUNSEL)
    for option in node.options:
        base = (*path, "options", option.id)
        for key, phrase, kind in (("text", option.text, Kind.OPTION), ("reason", option.reason, Kind.REASON),
                                  ("closed", option.closed, Kind.CLOSED)):
            yield from finder.phrase(base, key, phrase, kind)
        yield from finder.slot((*base, "held"), option.held, Kind.HELD)
        yield from finder.slot((*base, "follows"), option.follows, Kind.FOLLOWS)
        yield from finder.effects(base, option.effects)
    if isinstance(node, Table):
        for name, offer in node.offers.items():
            yield from finder.phrase((*path, "offers", name), "closed", offer.closed, Kind.CLOSED)
        for name, outcome in node.outcomes.items():
            base = (*path, "outcomes", name)
            yield from finder.slot((*base, "text"), outcome.text, Kind.TALKS)
            yield from finder.effects(base, outcome.effects)


_GROUPS: tuple[tuple[str, tuple[str, ...], Kind], ...] = (
    ("works", ("short", "full"), Kind.SOURCES), ("events", ("when", "text", "place"), Kind.SOURCES),
    ("claims", ("who", "text"), Kind.SOURCES), ("people", ("name", "role"), Kind.PEOPLE),
    ("bodies", ("name", "text"), Kind.PEOPLE), ("glossary", ("term", "text"), Kind.GLOSSARY),
    ("dimensions", ("name",), Kind.SCALES), ("documents", ("title", "date"), Kind.TREATY),
    ("table", ("name", "note"), Kind.TREATY), ("figures", ("name",), Kind.TREATY),
    ("readings", ("title",), Kind.READINGS), ("perspectives", ("name", "basis"), Kind.READINGS),
)


def reference_texts(reference: Reference) -> Iterator[Text]:
    """Yields the single texts of the reference material; the words of those that are not written are empty.

    The cells of the treaty table and the paragraphs of readings and perspectives are not among them.
    """
    finder = _Finder()
    for group, keys, kind in _GROUPS:
        for name, item in getattr(reference, group).items():
            for key in keys:
                yield finder.words((group, name, key), getattr(item, key), kind)
    for name, scale in reference.scales.items():
        for rung in scale.rungs:
            base: Path = ("scales", name, "rungs", str(rung.value))
            yield finder.words((*base, "name"), rung.name, Kind.SCALES)
            yield finder.words((*base, "text"), rung.text, Kind.SCALES)
    for name, person in reference.people.items():
        for place, stance in enumerate(person.stances):
            yield finder.words(("people", name, "stances", place, "text"), stance.text, Kind.PEOPLE)
    if reference.atlas is not None:
        for path, words in atlas_words(reference.atlas):
            yield finder.words(path, words, Kind.MAP)


def _long_reference_texts(reference: Reference) -> Iterator[Text]:
    finder = _Finder()
    for row_name, row in reference.table.items():
        for column, cell in row.cells.items():
            yield finder.words(("table", row_name, "cells", column, "text"), cell.text, Kind.TREATY)
    voices: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("readings", reference.readings), ("perspectives", reference.perspectives))
    for group, items in voices:
        for name, item in items.items():
            yield from finder.slot((group, name, "text"), item.text, Kind.READINGS)


def _bargain_texts(bargain: Bargain) -> Iterator[Text]:
    finder = _Finder()
    path: Path = ("bargains", bargain.id)
    for name, issue in bargain.issues.items():
        yield finder.words((*path, "issues", name, "name"), issue.name, Kind.TALKS)
    for side_name, side in bargain.sides.items():
        base = (*path, "sides", side_name)
        yield finder.words((*base, "name"), side.name, Kind.TALKS)
        yield from finder.slot((*base, "text"), side.text, Kind.TALKS)
        for name, stake in side.stakes.items():
            for key in ("why", "refuses", "counters", "grants"):
                yield from finder.slot((*base, "issues", name, key), getattr(stake, key), Kind.TALKS)


def _head_texts(scenario: Scenario) -> Iterator[Text]:
    finder = _Finder()
    for key, words in (("title", scenario.title), ("subtitle", scenario.subtitle), ("summary", scenario.summary)):
        yield finder.words((key,), words, Kind.HEAD)
    for place, act in enumerate(scenario.acts):
        yield Text(f"acts.{act.id}.title", ("acts", place, "title"), act.title, Kind.HEAD)
    for name, words in scenario.parties.items():
        yield finder.words(("parties", name, "name"), words, Kind.HEAD)


def dotted(path: Path) -> str:
    """Returns the id that goes with a path: its parts without ``nodes`` at the front.

    >>> dotted(("nodes", "DP12", "options", "refuse", "follows", 0))
    'DP12.options.refuse.follows.0'
    """
    return ".".join(str(part) for part in (path[1:] if path[0] == "nodes" else path))


def _present(found: Iterator[Text]) -> Iterator[Text]:
    return (text for text in found if text.words.forms)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Makes texts of one node (or of none)."""

    node: NodeId = ""

    def words(self, path: Path, words: Words, kind: Kind) -> Text:
        return Text(dotted(path), path, words, kind, self.node)

    def phrase(self, base: Path, key: str, phrase: Phrase, kind: Kind) -> Iterator[Text]:
        for place, variant in enumerate(phrase):
            path = (*base, key, place)
            yield Text(dotted(path), (*path, "text"), variant.words, kind, self.node)

    def slot(self, base: Path, slot: Slot, kind: Kind) -> Iterator[Text]:
        for place, block in enumerate(slot):
            path = (*base, place)
            yield Text(dotted(path), (*path, "text"), block.words, kind, self.node, block)
            yield from self.notes(dotted(path), path, block)

    def notes(self, name: str, path: Path, block: Block) -> Iterator[Text]:
        for key in ("basis", "who", "invented"):
            words: Words | None = getattr(block, key)
            if words is not None:
                yield Text(f"{name}.{key}", (*path, key), words, Kind.BASIS, self.node, block)

    def effects(self, base: Path, effects: tuple[Effect, ...]) -> Iterator[Text]:
        for place, effect in enumerate(effects):
            if effect.why:
                path = (*base, "effects", place, "why")
                yield Text(dotted(path), path, effect.why, Kind.WHY, self.node)
