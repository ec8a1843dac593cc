"""What a page for review is made of: chapters, sections, groups and lines, each text once for every language.

Plain values without markup.  Made by ``review_page``, ``review_node`` and ``review_appendix``, written down by
``review_html``.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.core.model import NodeId

Told = tuple[str, ...]
"""One text, once for every language of the page."""


@dataclass(frozen=True, slots=True)
class Pin:
    """What stands in the margin so that a sentence can be pointed at: a number, and the id by which files call it."""

    number: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A guard in words, and as it is written."""

    told: Told = ()
    code: str = ""


NO_PIN = Pin()
ALWAYS = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to read.

    ``label`` says what it is; ``grade`` is the kind of rule beside it, ``note`` the grade in words with what it
    carries; ``depth`` indents; ``leads`` is the node it leads to, ``code`` something as it is written.
    """

    text: Told
    label: Told = ()
    pin: Pin = NO_PIN
    when: Condition = ALWAYS
    grade: str = ""
    note: Told = ()
    marks: tuple[int, ...] = ()
    code: str = ""
    depth: int = 0
    leads: NodeId = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a small heading."""

    title: Told
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A source under a section: its number, its id, and what it is in full."""

    number: int
    id: str
    text: Told
    external: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A node, or a part of the appendix; ``below`` stands under its title."""

    anchor: str
    number: str
    title: Told
    below: Told
    groups: tuple[Group, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """An act, or the appendix."""

    title: Told
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything.  ``facts`` are lines of the cover, ``grades`` (kind, word, meaning) its legend."""

    title: Told
    subtitle: Told
    summary: Told
    facts: tuple[Told, ...]
    grades: tuple[tuple[str, Told, Told], ...]
    chapters: tuple[Chapter, ...]
