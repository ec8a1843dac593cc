"""A Twine story as it stands in its file: passages with their lines, and what was noticed on the way.

Not its meaning (``sugarcube``, ``harlowe``) and not a scenario.  Made by ``twee`` and ``published``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from game.core import limits

MAX_BYTES: Final = limits.TWINE_BYTES
MAX_PASSAGES: Final = limits.TWINE_PASSAGES
MAX_PASSAGE: Final = limits.TWINE_PASSAGE
MAX_DEPTH: Final = limits.TWINE_NESTING

MAX_NUMBER: Final = 1000
"""The largest number a variable of a scenario may hold; the smallest is its negative."""


class Fate(StrEnum):
    """What became of a part of the story: taken over in another form, or not at all."""

    CHANGED = "changed"
    LEFT = "left"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One line of the report.  ``key`` names the sentence, ``shown`` is quoted from the story; line 0 is the whole."""

    line: int
    passage: str
    fate: Fate
    key: str
    shown: str = ""
    more: str = ""


class NotAStory(ValueError):
    """The file holds no story that can be read; ``key`` names the sentence, ``line`` the place."""

    def __init__(self, key: str, line: int = 1, shown: str = "") -> None:
        super().__init__(f"line {line}: {key} {shown}".rstrip())
        self.key, self.line, self.shown = key, line, shown


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage; ``head`` is the line of its header, ``line`` the one where its text begins."""

    name: str
    text: str
    line: int
    tags: tuple[str, ...] = ()
    head: int = 0


@dataclass(slots=True)
class Story:
    """A whole story; ``start`` is the name of a passage, ``format`` the story format in lower case."""

    title: str = ""
    start: str = ""
    start_line: int = 1
    format: str = ""
    ifid: str = ""
    passages: dict[str, Passage] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def add(self, passage: Passage) -> None:
        """Takes in a passage; as in Twee compilers, the last of two with one name counts."""
        if len(self.passages) >= MAX_PASSAGES:
            raise NotAStory("many", passage.line, str(MAX_PASSAGES))
        if len(passage.text) > MAX_PASSAGE:
            raise NotAStory("long", passage.head, passage.name[:60])
        if passage.name in self.passages:
            self.note(Fate.CHANGED, "twice", passage.head, passage.name, str(self.passages[passage.name].head))
            del self.passages[passage.name]
        self.passages[passage.name] = passage

    def note(self, fate: Fate, key: str, line: int, passage: str = "", shown: str = "", more: str = "") -> None:
        """Sets down one line of the report."""
        self.notes.append(Note(line, passage, fate, key, quoted(shown), more))


SPECIAL: Final = frozenset({
    "StoryAuthor", "StoryBanner", "StoryCaption", "StoryDisplayTitle", "StoryIncludes", "StoryInterface", "StoryMenu",
    "StorySettings", "StoryShare", "PassageDone", "PassageFooter", "PassageHeader", "PassageReady",
})
"""Names that story formats treat as their own; nobody comes to these passages."""

CODE_TAGS: Final = frozenset({"script", "stylesheet", "widget", "header", "footer", "debug-header", "debug-footer",
                              "debug-startup", "Twine.private"})
"""Tags of passages that are code, style, or glued to every other passage."""

STARTUP: Final = "startup"
"""The tag of passages that Harlowe runs before the story."""
INIT: Final = "StoryInit"
"""The passage that SugarCube runs before the story."""
SUBTITLE: Final = "StorySubtitle"


def is_media(tags: Iterable[str]) -> bool:
    """Says whether tags mark a passage that holds a picture or a sound."""
    return any(tag.startswith("Twine.") for tag in tags)


def quoted(text: str, limit: int = 70) -> str:
    """Returns a piece of the story on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit - 1] + "…"
