"""What both story formats share: links, HTML, where brackets close, and text without its markup.

Called by ``sugarcube`` and ``harlowe``.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final

from game.authoring.twine.story import Fate, NotAStory, Passage, Story
from game.authoring.twine.tree import Body, Text

TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s+(?:\"[^\"<>]*\"|'[^'<>]*'|[^<>\"'])*)?/?>")
EXTERNAL: Final = re.compile(r"(?:https?|ftp|mailto|file):", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(\bhttps?://[^\s<>\"']*)")
_BREAKS: Final = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "tr", "table",
                            "blockquote"})
_MEDIA: Final = frozenset({"img", "audio", "video", "iframe", "object", "embed", "canvas", "svg"})
_INPUT: Final = frozenset({"input", "textarea", "select", "button"})
_ATTRIBUTE: Final = re.compile(r"([\w:@-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")


@dataclass(slots=True)
class Scan:
    """One passage while it is read: where we stand, how deep, and what was noticed."""

    story: Story
    passage: Passage
    text: str
    depth: int = 0
    seen: set[tuple[str, str]] = field(default_factory=set)
    absent: set[tuple[str, int]] = field(default_factory=set)
    breaks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.breaks = [found.start() for found in re.finditer("\n", self.text)]

    def line(self, place: int) -> int:
        """Returns the line of the file at ``place``."""
        return self.passage.line + bisect_left(self.breaks, place)

    def note(self, fate: Fate, key: str, place: int, shown: str = "", more: str = "") -> None:
        """Sets down a line of the report; the same remark on the same words only once a passage."""
        if (key, shown) not in self.seen:
            self.seen.add((key, shown))
            self.story.note(fate, key, self.line(place), self.passage.name, shown, more)

    def find(self, text: str, close: str, place: int) -> int:
        """Returns where ``close`` comes next in ``text``, -1 if never; what is not there is not sought again."""
        if (close, len(text)) in self.absent:
            return -1
        found = text.find(close, place)
        if found < 0:
            self.absent.add((close, len(text)))
        return found

    def deeper(self, by: int, limit: int, place: int) -> None:
        """Counts nesting; refuses more than ``limit``."""
        self.depth += by
        if self.depth > limit:
            raise NotAStory("deep", self.line(place), self.passage.name[:60])


@dataclass(frozen=True, slots=True)
class Parts:
    """A link taken apart."""

    label: str
    target: str
    setter: str = ""


def link_parts(inner: str, setters: bool) -> Parts:
    """Takes apart what stands between ``[[`` and ``]]``.

    As in Harlowe the rightmost ``->`` and the leftmost ``<-`` divide; ``|`` divides where no arrow does.

    >>> link_parts("Go home->Home", False)
    Parts(label='Go home', target='Home', setter='')
    """
    setter = ""
    if setters and "][" in inner:
        inner, _, setter = inner.partition("][")
    if "->" in inner:
        label, _, target = inner.rpartition("->")
    elif "<-" in inner:
        target, _, label = inner.partition("<-")
    elif "|" in inner:
        label, _, target = inner.rpartition("|")
    else:
        label = target = inner
    return Parts(label.strip(), target.strip(), setter.strip())


def attributes(tag: str) -> dict[str, str]:
    """Returns the attributes of an HTML tag."""
    return {found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(tag)}


def tag_name(tag: str) -> str:
    """Returns the name of an HTML tag, lower case, without its slash."""
    found = re.match(r"</?([A-Za-z][A-Za-z0-9-]*)", tag)
    return found[1].lower() if found else ""


def tag_text(tag: str, scan: Scan, place: int) -> str:
    """Returns what an HTML tag leaves in the text; pictures, sounds and forms are reported."""
    name = tag_name(tag)
    if not tag.startswith("</"):
        if name in _MEDIA:
            scan.note(Fate.LEFT, "media", place, attributes(tag).get("src", "") or name)
        elif name in _INPUT:
            scan.note(Fate.LEFT, "input", place, name)
    return "\n" if name in _BREAKS else ""


def block_end(text: str, tag: str, place: int) -> int:
    """Returns where an HTML element that holds code ends."""
    end = text.lower().find(f"</{tag}", place)
    close = text.find(">", end) if end >= 0 else -1
    return close + 1 if close >= 0 else len(text)


def closing(text: str, place: int, opening: str, close: str, quotes: str = "") -> int:
    """Returns the place of the bracket that closes the one at ``place``; -1 if none does."""
    depth, at = 0, place
    while at < len(text):
        char = text[at]
        if char in quotes:
            at = string_end(text, at)
            continue
        depth += (char == opening) - (char == close)
        if depth == 0:
            return at
        at += 1
    return -1


def string_end(text: str, place: int) -> int:
    """Returns the place after the quoted word that begins at ``place`` (or just after an unclosed quote)."""
    at = place + 1
    while at < len(text) and text[at] != text[place]:
        at += 2 if text[at] == "\\" else 1
    return at + 1 if at < len(text) else place + 1


def words_of(given: str) -> list[str] | None:
    """Returns the arguments of a macro if all are words written out, divided by commas."""
    found, place = [], 0
    while place < len(given):
        if given[place] not in "\"'":
            return None
        end = string_end(given, place)
        found.append(re.sub(r"\\(.)", r"\1", given[place + 1:end - 1]))
        rest = re.match(r"\s*(,\s*|\Z)", given[end:])
        if rest is None:
            return None
        place = end + rest.end()
    return found


def plain(text: str, markup: re.Pattern[str]) -> str:
    """Returns text without markup, entities as characters; addresses stay as they are."""
    parts = _ADDRESS.split(text)
    kept = "".join(part if place % 2 else markup.sub("", part) for place, part in enumerate(parts))
    return html.unescape(kept).replace("\xa0", " ").replace("\u200b", "")


def flattened(body: Body) -> Body:
    """Returns statements whose line breaks are spaces."""
    return tuple(Text(one.line, one.text.replace("\n", " ")) if isinstance(one, Text) else one for one in body)

