"""Reads Twee 3: passages with escapes, tags and metadata, ``StoryTitle`` and ``StoryData``.

After the specification of the Interactive Fiction Technology Foundation (twine-specs, Twee 3, 3.0.2).  Not the story
format's own code.  Called by ``reading``.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from game.authoring.twine.story import Fate, NotAStory, Passage, Story

_META: Final = "[]{}"
_UNESCAPE: Final = re.compile(r"\\(.)")


def read_twee(text: str) -> Story:
    """Returns the story of a Twee file; raises ``NotAStory`` with the line."""
    story = Story()
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if line.startswith("::")]
    if not heads:
        raise NotAStory("no_passage", 1)
    if any(line.strip() for line in lines[:heads[0]]):
        story.note(Fate.LEFT, "before", 1, shown=" ".join(lines[:heads[0]]))
    data: dict[str, Any] = {}
    for place, head in enumerate(heads):
        end = heads[place + 1] if place + 1 < len(heads) else len(lines)
        name, tags = _header(lines[head], head + 1, story)
        body = "\n".join(lines[head + 1:end]).rstrip()
        if name == "StoryTitle":
            story.title = " ".join(body.split())
        elif name == "StoryData":
            data = _data(body, head + 2, story)
        else:
            story.add(Passage(name, body, head + 2, tags, head + 1))
    story.format = _text(data, "format").lower()
    story.ifid = _text(data, "ifid")
    story.start = _text(data, "start") or "Start"
    story.start_line = heads[0] + 1
    return story


def _header(line: str, number: int, story: Story) -> tuple[str, tuple[str, ...]]:
    """The name and the tags of a header; metadata are places in an editor and nothing else."""
    name, rest = _until(line[2:], "[{")
    if not name:
        raise NotAStory("no_name", number)
    tags: tuple[str, ...] = ()
    if rest.startswith("["):
        inside, closed = _until(rest[1:], "]")
        if not closed:
            raise NotAStory("open_tags", number, line)
        tags, rest = tuple(inside.split()), closed[1:].strip()
    if rest:
        try:
            fine = isinstance(json.loads(rest), dict)
        except (ValueError, RecursionError):
            fine = False
        if not fine:
            story.note(Fate.LEFT, "metadata", number, name, rest)
    return name, tags


def _until(text: str, stops: str) -> tuple[str, str]:
    """Returns the decoded text before the first unescaped stop, stripped, and the rest from there."""
    place = 0
    while place < len(text) and text[place] not in stops:
        place += 2 if text[place] == "\\" else 1
    return _UNESCAPE.sub(r"\1", text[:place]).strip(), text[place:]


def _data(body: str, line: int, story: Story) -> dict[str, Any]:
    """``StoryData``; as the specification recommends, what cannot be decoded is left out with a warning."""
    try:
        found = json.loads(body)
    except json.JSONDecodeError as fault:
        story.note(Fate.LEFT, "storydata", line + fault.lineno - 1, "StoryData", fault.msg)
        return {}
    except RecursionError:
        found = None
    if not isinstance(found, dict):
        story.note(Fate.LEFT, "storydata", line, "StoryData", body)
        return {}
    return found


def _text(data: dict[str, Any], key: str) -> str:
    found = data.get(key)
    return found.strip() if isinstance(found, str) else ""
