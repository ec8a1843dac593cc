"""From the bytes of a file to a story whose passages are understood: which kind of file, which story format.

The one way in for ``convert``.  Sizes and nesting are bounded, nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from game.authoring.twine import harlowe, sugarcube
from game.authoring.twine.markup import Scan
from game.authoring.twine.published import read_published
from game.authoring.twine.story import (
    CODE_TAGS,
    INIT,
    MAX_BYTES,
    SPECIAL,
    STARTUP,
    SUBTITLE,
    Fate,
    NotAStory,
    Passage,
    Story,
    is_media,
)
from game.authoring.twine.tree import Body
from game.authoring.twine.twee import read_twee

FORMATS: Final = ("sugarcube", "harlowe")
_READERS: Final[Mapping[str, Callable[[Scan], Body]]] = {"sugarcube": sugarcube.read, "harlowe": harlowe.read}
_HTML: Final = re.compile(r"\s*<(?:!doctype|html|head|body|tw-)", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SUGAR: Final = re.compile(r"<<\s*/?[a-z=-]")
_HARLOWE: Final = re.compile(r"\(\s*(?:set|put|if|link|link-goto|print|go-?to|display|else|unless)\s*:", re.IGNORECASE)


def read_story(raw: bytes, story_format: str = "") -> tuple[Story, dict[str, Body]]:
    """Returns the story in ``raw`` and what each of its passages says and does.

    ``story_format`` overrules what the file names.  Raises ``NotAStory``.
    """
    story = _parsed(_text(raw))
    _check_start(story)
    _choose_format(story, story_format)
    read = _READERS[story.format]
    bodies = {}
    for passage in list(story.passages.values()):
        if _is_told(passage, story):
            bodies[passage.name] = read(Scan(story, passage, passage.text))
    return story, bodies


def _text(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise NotAStory("large", 1, f"{MAX_BYTES // 2**20} MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NotAStory("not_utf8", raw[:fault.start].count(b"\n") + 1) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub("", text.replace("\t", " ").replace("\x85", "\n"))


def _parsed(text: str) -> Story:
    """Twee unless the file begins like HTML; a Twee file may hold HTML further down."""
    if _HTML.match(text) or ("<tw-storydata" in text and not re.search(r"^::", text, re.MULTILINE)):
        return read_published(text)
    return read_twee(text)


def _check_start(story: Story) -> None:
    if story.start in story.passages and _may_begin(story.passages[story.start]):
        return
    named = story.start
    first = next((name for name, one in story.passages.items() if _may_begin(one)), None)
    if first is None:
        raise NotAStory("no_passage", story.start_line)
    if named not in ("", "Start"):
        raise NotAStory("no_start", story.start_line, named)
    story.note(Fate.CHANGED, "start_guessed", story.passages[first].head, first)
    story.start = first


def _may_begin(passage: Passage) -> bool:
    return (passage.name not in (*SPECIAL, INIT, SUBTITLE) and not {*CODE_TAGS, STARTUP} & set(passage.tags)
            and not is_media(passage.tags))


def _choose_format(story: Story, wanted: str) -> None:
    """The format asked for, that of the file, or the one its passages look like."""
    named = wanted.lower() or story.format
    known = next((one for one in FORMATS if named.startswith(one)), "")
    if not known:
        texts = [one.text for one in story.passages.values()]
        harlowe_like = sum(len(_HARLOWE.findall(text)) for text in texts)
        known = "harlowe" if harlowe_like > sum(len(_SUGAR.findall(text)) for text in texts) else "sugarcube"
        story.note(Fate.CHANGED, "format_unknown" if named else "format_guessed", story.start_line, "", named, known)
    story.format = known


def _is_told(passage: Passage, story: Story) -> bool:
    """Whether a passage is part of what the reader meets, or run before; the rest is reported."""
    tags = set(passage.tags)
    if passage.name == SUBTITLE:
        return False
    if passage.name == INIT:
        return story.format == "sugarcube"
    if code := sorted(CODE_TAGS & tags):
        story.note(Fate.LEFT, "tagged", passage.head, passage.name, code[0])
        return False
    if is_media(passage.tags):
        story.note(Fate.LEFT, "media", passage.head, passage.name, passage.name)
        return False
    if passage.name in SPECIAL:
        story.note(Fate.LEFT, "special", passage.head, passage.name)
        return False
    return STARTUP not in tags or story.format == "harlowe"
