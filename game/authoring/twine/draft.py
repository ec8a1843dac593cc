"""A story between Twine and a scenario: menus of links, forks by tests or chance, effects in our words.

Plain values; bounds and the kinds of nodes are still open.  Made by ``lower``, read by ``reach`` and ``shaping``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from game.authoring.twine.kinds import Lexicon


@dataclass(frozen=True, slots=True)
class Change:
    """One effect: ``sign`` is set or add."""

    sign: str
    variable: str
    amount: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its guard (empty: always shown)."""

    text: str
    when: str = ""


@dataclass(slots=True)
class Edge:
    """A way from one place to the next.  ``goto`` is a node, or a passage while ``to_passage``.

    ``when`` is a guard (empty: always open); of a fork by chance all are alike likely.  ``unread`` quotes a test that
    was left out.
    """

    id: str = ""
    label: str = ""
    when: str = ""
    changes: list[Change] = field(default_factory=list)
    goto: str = ""
    to_passage: bool = False
    line: int = 0
    unread: str = ""


@dataclass(slots=True)
class Fork:
    """A place where the story goes on by itself: by tests, or by chance."""

    id: str
    edges: list[Edge]
    drawn: bool = False


@dataclass(slots=True)
class Menu:
    """A passage as the reader meets it: text and ways on.  ``unwritten``: only a link names it."""

    id: str
    passage: str
    line: int
    text: list[Paragraph] = field(default_factory=list)
    ways: list[Edge] = field(default_factory=list)
    linked: bool = True
    unwritten: bool = False


@dataclass(slots=True)
class Draft:
    """The whole: nodes in the order of the story, where it starts, its variables."""

    lexicon: Lexicon
    start: Edge
    nodes: dict[str, Fork | Menu] = field(default_factory=dict)
