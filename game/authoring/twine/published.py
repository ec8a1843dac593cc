"""Reads the HTML file that Twine 2 publishes: ``tw-storydata`` and its ``tw-passagedata``.

After the specification of the Interactive Fiction Technology Foundation (twine-specs, Twine 2 HTML output, 1.0.2).
Nothing in the file is run.  Called by ``reading``.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from game.authoring.twine.story import Fate, NotAStory, Passage, Story

_CODE: Final = ("script", "style")


def read_published(text: str) -> Story:
    """Returns the first story of a published file or an archive; raises ``NotAStory`` with the line."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.story is None:
        raise NotAStory("no_storydata", 1)
    story = reader.finished()
    if reader.others:
        story.note(Fate.LEFT, "others", 1, shown=str(reader.others))
    return story


class _Reader(HTMLParser):
    """Collects the passages of the first ``tw-storydata``; markup inside a passage is escaped, so it is text here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.story: Story | None = None
        self.others = 0
        self._within = False
        self._startnode = ""
        self._pids: dict[str, str] = {}
        self._passage: tuple[str, tuple[str, ...], int] | None = None
        self._code: tuple[str, int] | None = None
        self._text: list[str] = []

    def finished(self) -> Story:
        """Returns the story with its first passage named."""
        assert self.story is not None
        self._end_passage()
        self.story.start = self._pids.get(self._startnode, "")
        return self.story

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "tw-storydata":
            self._begin_story(given)
        elif tag == "tw-passagedata" and self._within:
            self._end_passage()
            name = given.get("name", "").strip()
            line = self.getpos()[0]
            if not name:
                raise NotAStory("no_name", line)
            self._passage, self._text = (name, tuple(given.get("tags", "").split()), line), []
            self._pids[given.get("pid", "")] = name
        elif tag in _CODE and self._within and self._passage is None:
            self._code, self._text = (tag, self.getpos()[0]), []

    def handle_endtag(self, tag: str) -> None:
        if tag == "tw-passagedata":
            self._end_passage()
        elif tag == "tw-storydata":
            self._end_passage()
            self._within = False
        elif self._code is not None and tag == self._code[0]:
            if "".join(self._text).strip() and self.story is not None:
                self.story.note(Fate.LEFT, tag, self._code[1])
            self._code = None

    def handle_data(self, data: str) -> None:
        if self._passage is not None or self._code is not None:
            self._text.append(data)

    def _begin_story(self, given: dict[str, str]) -> None:
        if self.story is not None:
            self.others += 1
            return
        self.story = Story(title=" ".join(given.get("name", "").split()), ifid=given.get("ifid", ""),
                           format=given.get("format", "").strip().lower(), start_line=self.getpos()[0])
        self._startnode, self._within = given.get("startnode", ""), True

    def _end_passage(self) -> None:
        if self._passage is not None and self.story is not None:
            name, tags, line = self._passage
            self.story.add(Passage(name, "".join(self._text).replace("\r\n", "\n").rstrip(), line, tags, line))
        self._passage = None
