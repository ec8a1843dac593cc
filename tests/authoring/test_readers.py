"""Who reads a text may be told by it only what that party sees: code E033."""

from __future__ import annotations

import pytest

from tests.core.making import HEAD, codes, read

STORY = HEAD.replace("parties: {you: {name: You}}", "parties: {you: {name: You}, he: {name: He}}") + """start: a
variables:
  mine: {start: 1, min: 0, max: 3, seen_by: you}
  his: {start: 1, min: 0, max: 3, seen_by: [he]}
  both: {start: 1, min: 0, max: 3, seen_by: [he, you]}
nodes:
  a:
    title: MY TITLE
    brief: MY BRIEF
    options: {x: {text: X., goto: b}, y: {text: Y., goto: b}}
    record: {move: x, text: MY RECORD}
  b:
    who: he
    title: HIS TITLE
    brief: HIS BRIEF
    question: HIS QUESTION
    counsel: [{voice: V, text: HIS COUNSEL}]
    options:
      x: {text: HIS TEXT, reason: HIS REASON, goto: c, follows: HIS FOLLOWS}
      y: {text: Y., when: his > 0, closed: HIS CLOSED, goto: c}
      z: {text: Z., goto: c}
  c: {chance: {only: {weight: 1, goto: d, text: NEWS}}}
  d: {ending: e, text: THE END}
"""


def test_the_story_is_right_without_placeholders() -> None:
    assert "he: {name: He}" in STORY and read(STORY).scenario is not None


@pytest.mark.parametrize(("place", "seen"), [
    *((place, ("mine", "both")) for place in ("MY TITLE", "MY BRIEF", "MY RECORD", "NEWS", "THE END")),
    *((place, ("his", "both")) for place in ("HIS BRIEF", "HIS QUESTION", "HIS COUNSEL", "HIS REASON", "HIS CLOSED")),
    *((place, ("both",)) for place in ("HIS TITLE", "HIS TEXT", "HIS FOLLOWS"))])
def test_a_text_prints_only_what_all_its_readers_see(place: str, seen: tuple[str, ...]) -> None:
    for name in ("mine", "his", "both"):
        loaded = read(STORY.replace(place, f'"Now {{{name}}}"'))
        assert codes(loaded) == ([] if name in seen else ["E033"]), f"{place} with {name}"


def test_a_party_that_does_not_exist_is_one_fault_not_two() -> None:
    assert codes(read(STORY.replace("who: he\n", "who: her\n").replace("HIS BRIEF", '"{mine}"'))) == ["E024"]
