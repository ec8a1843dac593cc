"""What the map says at a moment of a play, in one language: who holds what, since when, by which source.

No drawing and no geometry.  It never tells what is still to come: a moment's day is the day its decision opens,
and sources dated later are left out until the play has ended.  Called by the map screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from game.core.atlas import Atlas, Ground, Status
from game.core.expressions import Expression
from game.core.model import Decision, Table
from game.core.rules import Position, Rules
from game.play.session import REJOIN, Session, record_line
from game.ui.language import Language
from game.ui.notes import footnote

Holds = Callable[[Expression | None], bool]


@dataclass(frozen=True, slots=True)
class Moment:
    """A decision of the play (or its end): the day it opens, and what it is called."""

    ply: int
    day: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the map in words; ``kind`` is the hatch, empty where nothing is said."""

    id: str
    name: str
    kind: str = ""
    word: str = ""
    text: str = ""
    grade: str = "fact"
    grade_word: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """A layer in words, with the places in it that exist at the moment."""

    id: str
    name: str
    shown: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class MapPage:
    """The whole map at one moment."""

    when: str
    note: str
    regions: Mapping[str, Entry]
    layers: tuple[LayerEntry, ...]
    towns: Mapping[str, str]
    kinds: Mapping[str, str]

    def legend(self, layers: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """Returns (hatch, word) of what the regions and the layers named show, in the legend's order."""
        seen = {entry.kind for entry in self.regions.values()}
        seen |= {entry.kind for layer in self.layers if layer.id in layers for entry in layer.entries}
        return tuple((kind, word) for kind, word in self.kinds.items() if kind in seen)


def status_of(ground: Ground, holds: Holds, day: str) -> Status | None:
    """Returns the first status that covers the ISO ``day`` and whose guard holds."""
    return next((item for item in ground.status if item.on(day) and holds(item.when)), None)


def statuses(atlas: Atlas, holds: Holds, day: str) -> dict[str, Status | None]:
    """Returns the status of every region and of every place in the layers."""
    found = {name: status_of(ground, holds, day) for name, ground in atlas.regions.items()}
    for layer in atlas.layers.values():
        found |= {name: status_of(ground, holds, day) for name, ground in layer.grounds.items()}
    return found


def moments(session: Session, language: Language, until: int) -> tuple[Moment, ...]:
    """Returns the decisions up to step ``until``, and the place where the play stands if that lies there.

    The meetings of one round of talks are one moment, that of the first.
    """
    made: list[Moment] = []
    day = ""
    for ply in range(min(until, session.ply) + 1):
        here = ply == session.ply
        step = None if here else session.steps[ply]
        if step is not None and step.move == REJOIN:
            continue
        node = session.node if step is None else session.scenario.nodes[step.before.node]
        if isinstance(node, Table) and ply > session.given and session.steps[ply - 1].before.node == node.id:
            continue
        if node.date is not None:
            day = max(day, node.date.first.isoformat())
        if here and session.ended:
            dates = [date.last.isoformat() for item in session.steps
                     if (date := session.scenario.nodes[item.before.node].date) is not None]
            day = max([day, *dates])
        if isinstance(node, Decision) or here or ply == until:
            title = next((language.words(item.words) for item in node.title if item.when is None), "")
            made.append(Moment(ply, day, title or language.value(day)))
    return tuple(made)


def position_at(session: Session, ply: int) -> Position:
    """Returns where the play stood before its step ``ply``."""
    return session.steps[ply].before if ply < session.ply else session.position


def record_position(rules: Rules, day: str, *, ended: bool) -> Position:
    """Returns where the record stood on ``day``: before what was decided on that very day, unless the play is over."""
    position = rules.start()
    for step in record_line(rules):
        date = rules.scenario.nodes[step.before.node].date
        if date is not None and (date.last.isoformat() > day or (not ended and date.last.isoformat() == day)):
            break
        position = step.after
    return position


def map_page(session: Session, language: Language, moment: Moment, *, record: bool = False) -> MapPage | None:
    """Returns the map at a moment of this play, or of the record on the same day; None if the scenario has no map."""
    atlas = session.scenario.reference.atlas
    if atlas is None:
        return None
    rules = session.rules
    position = record_position(rules, moment.day, ended=session.ended) if record else position_at(session, moment.ply)
    found = statuses(atlas, lambda guard: rules.holds(guard, position), moment.day)
    limit = "" if session.ended else moment.day

    def entry(ground: Ground) -> Entry:
        return _entry(ground, found[ground.id], session, language, limit)

    return MapPage(
        when=language.value(moment.day),
        note=language.words(atlas.note),
        regions={name: entry(ground) for name, ground in atlas.regions.items()},
        layers=tuple(LayerEntry(name, language.words(layer.name), layer.shown, tuple(
            entry(ground) for ground in layer.grounds.values() if found[ground.id] is not None))
            for name, layer in atlas.layers.items()),
        towns={name: language.words(text) for name, text in atlas.towns.items()},
        kinds={kind: language.words(text) for kind, text in atlas.kinds.items()},
    )


def _entry(ground: Ground, status: Status | None, session: Session, language: Language, limit: str) -> Entry:
    reference, name = session.scenario.reference, language.words(ground.name)
    if status is None or reference.atlas is None:
        return Entry(ground.id, name, text=language.t("map.unknown"))
    sources = []
    for cite in status.cites:
        event = reference.events.get(cite)
        if limit and event is not None and event.sort_as > limit:
            continue
        note = footnote(0, cite, reference, language)
        sources.append(f"◆ {note.text}" if note.external else note.text)
    return Entry(ground.id, name, status.kind, language.words(reference.atlas.kinds[status.kind]),
                 language.words(status.text), status.grade, language.t(f"grade.{status.grade}"), tuple(sources))
