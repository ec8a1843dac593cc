"""Reference material of a scenario: people, sources, scales, tables, readings.

No rule reads it; screens, the comparison and the linter do.  Plain frozen values, like ``model``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from game.core.atlas import Atlas
from game.core.texts import NO_WORDS, Slot, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where something is written: a work, and the place in it (page, note, or free words)."""

    work: str
    page: int | None = None
    note: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A published or archival work."""

    id: str
    short: Words
    full: Words
    external: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, with a day (``sort_as``, ISO) and the date as printed."""

    id: str
    sort_as: str
    when: Words
    text: Words
    until: str = ""
    place: Words = NO_WORDS
    cites: tuple[Citation, ...] = ()
    external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A historian's interpretation."""

    id: str
    who: Words
    text: Words
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What a person held at a date."""

    date: str
    text: Words
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the story; ``seal`` is the character on the seal."""

    id: str
    name: Words
    seal: str = ""
    traditional: str = ""
    also: tuple[str, ...] = ()
    role: Words = NO_WORDS
    stances: tuple[Stance, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An institution or a party."""

    id: str
    name: Words
    text: Words
    traditional: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary entry."""

    id: str
    term: Words
    text: Words
    traditional: str = ""
    pinyin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a scale; ``worth`` runs from 0 (worst) to 100 (best) for the party the scale is read by."""

    value: int
    name: Words
    text: Words
    worth: int
    marks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    grade: str = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The readable rungs of a number variable, lowest value first."""

    variable: str
    better: str
    rungs: tuple[Rung, ...]

    def rung(self, value: int) -> Rung:
        """Returns the rung of ``value``; raises ``KeyError`` if the scale has none."""
        for rung in self.rungs:
            if rung.value == value:
                return rung
        raise KeyError(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One thing at stake, read from up to four layers; each names a variable or is empty."""

    id: str
    name: Words
    clause: str = ""
    promise: str = ""
    delivery: str = ""
    level: str = ""

    @property
    def layers(self) -> tuple[tuple[str, str], ...]:
        """The (layer, variable) pairs that exist, in reading order."""
        pairs = (("clause", self.clause), ("level", self.level), ("promise", self.promise),
                 ("delivery", self.delivery))
        return tuple(pair for pair in pairs if pair[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A treaty or agreement that is a column of the treaty table."""

    id: str
    title: Words
    date: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a document says on an issue."""

    text: Words
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One issue of the treaty table; the player's cell is the rung of ``variable``."""

    id: str
    name: Words
    variable: str
    cells: Mapping[str, Cell]
    note: Words = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number or date of the record that a play may reach."""

    id: str
    name: Words
    value: int | str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An interpretation of the whole, in its own words."""

    id: str
    title: Words
    text: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Perspective:
    """How one side would put it, and how much it cares for each dimension (our estimate)."""

    id: str
    name: Words
    text: Slot
    weights: Mapping[str, int]
    basis: Words = NO_WORDS
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Everything a scenario knows beside its nodes; each part may be empty."""

    works: Mapping[str, Work] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    table: Mapping[str, TableRow] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    perspectives: Mapping[str, Perspective] = field(default_factory=dict)
    atlas: Atlas | None = None
