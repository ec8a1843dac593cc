"""Twee 3 as its specification has it, and the HTML that Twine 2 publishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.authoring.twine.published import read_published
from game.authoring.twine.reading import read_story
from game.authoring.twine.story import Fate, NotAStory
from game.authoring.twine.twee import read_twee
from tests.authoring.twine.walking import imported

STORIES = Path(__file__).parent / "stories"


def test_a_header_has_a_name_tags_and_metadata() -> None:
    story = read_twee(':: An overgrown path [forest spooky] {"position":"600,400","size":"100,200"}\nLeaves.\n\n\n')
    passage = story.passages["An overgrown path"]
    assert (passage.tags, passage.text, passage.head, passage.line) == (("forest", "spooky"), "Leaves.", 1, 2)
    assert not story.notes


@pytest.mark.parametrize(("header", "name", "tags"), [
    (r"::Cave \[north\]", "Cave [north]", ()),
    (r":: a\\b \{x\} [one\]two]", r"a\b {x}", ("one]two",)),
    (r":: \quick", "quick", ()),
    ("::    spaces   ", "spaces", ()),
    ('::Only metadata{"position":"1,1"}', "Only metadata", ()),
])
def test_escapes_in_a_header_are_taken_off(header: str, name: str, tags: tuple[str, ...]) -> None:
    passage = next(iter(read_twee(f"{header}\nx").passages.values()))
    assert (passage.name, passage.tags) == (name, tags)


def test_story_data_name_format_start_and_ifid() -> None:
    story = read_twee(':: StoryTitle\nThe  Salt\nRoad\n\n:: StoryData\n{"ifid": "D674C58C", "format": "Harlowe", "start": "B"}\n'
                      "\n:: A\n\n:: B\n")
    assert (story.title, story.format, story.start, story.ifid) == ("The Salt Road", "harlowe", "B", "D674C58C")


def test_what_cannot_be_decoded_is_left_out_with_its_line() -> None:
    story = read_twee('prose before\n:: StoryData\n{\n "ifid": 1,\n "format" "x"\n}\n\n:: Start {"position": }\nx')
    assert [(note.fate, note.key, note.line) for note in story.notes] == [
        (Fate.LEFT, "before", 1), (Fate.LEFT, "storydata", 5), (Fate.LEFT, "metadata", 8)]
    assert list(story.passages) == ["Start"], "the rest of the file is still read"


def test_of_two_passages_with_one_name_the_last_counts() -> None:
    story = read_twee(":: Start\nfirst\n\n:: Start\nsecond")
    assert story.passages["Start"].text == "second"
    assert [(note.key, note.line, note.shown) for note in story.notes] == [("twice", 4, "1")]


def test_a_colon_pair_inside_a_line_begins_no_passage() -> None:
    assert list(read_twee(":: Start\nvector::push\n ::not at the start").passages) == ["Start"]


def test_a_published_story_has_its_passages_and_its_first_one() -> None:
    story = read_published((STORIES / "customs-house.html").read_text(encoding="utf-8"))
    assert (story.title, story.format, story.start) == ("The Customs House", "sugarcube", "The quay")
    assert list(story.passages) == ["The store", "The quay", "The ledger"]
    assert story.passages["The store"].text.startswith("The store is empty & cold.\n\n<<if $lamp>>[[Search it|The ledger]]<</if>>")
    assert story.passages["The store"].tags == ("port",)
    assert [(note.key, note.line) for note in story.notes] == [("style", 8), ("script", 9)]


def test_of_several_published_stories_the_first_is_taken() -> None:
    one = '<tw-storydata name="{0}" startnode="1"><tw-passagedata pid="1" name="P">x</tw-passagedata></tw-storydata>'
    story = read_published(f"<html>{one.format('One')}{one.format('Two')}</html>")
    assert story.title == "One" and [note.key for note in story.notes] == ["others"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_count_lines_alike(ending: str) -> None:
    text = ":: Start\none\n\n<<widgetry>>\n[[Go|Gone]]\n\n:: Gone\n".replace("\n", ending)
    story, _ = read_story(text.encode())
    assert [(note.key, note.line) for note in story.notes if note.key == "macro"] == [("macro", 4)]


def test_a_mark_of_byte_order_is_no_text() -> None:
    assert imported("\ufeff:: Start\nWords.").counts["endings"] == 1


@pytest.mark.parametrize(("text", "found"), [
    (":: Start\n(set: $a to 1)[[A->Start]]", "harlowe"), (":: Start\n<<set $a to 1>>[[A->Start]]", "sugarcube"),
    (':: StoryData\n{"format": "Chapbook"}\n:: Start\n[[A->Start]]', "sugarcube")])
def test_a_story_without_a_known_format_is_read_as_what_it_looks_like(text: str, found: str) -> None:
    story, _ = read_story(text.encode())
    assert story.format == found and {note.key for note in story.notes} & {"format_guessed", "format_unknown"}


def test_the_format_asked_for_is_the_one_that_counts() -> None:
    story, _ = read_story(b':: StoryData\n{"format": "Harlowe"}\n:: Start\n<<set $a to 1>>', "sugarcube")
    assert story.format == "sugarcube" and not story.notes


BROKEN = [
    (b"", "no_passage", 1), (b"just prose\nand more", "no_passage", 1), (b":: \ntext", "no_name", 1),
    (b":: A\nx\n\n:: [tag]\ny", "no_name", 4), (b":: A\nx\n:: B [tag\ny", "open_tags", 3),
    (b':: StoryData\n{"start": "Nowhere"}\n:: A\n', "no_start", 1), (b":: A\nfine\n\xff\xfe", "not_utf8", 3),
    (b"<!doctype html>\n<html><body>Nothing</body></html>", "no_storydata", 1),
    (b'<html>\n<tw-storydata name="x">\n<tw-passagedata pid="1">x</tw-passagedata></tw-storydata>', "no_name", 3),
    (b":: A\n" + b"<<if $a>>" * 60, "deep", 2), (b":: A\n" + b"x" * 100_001, "long", 1),
    (b":: StoryTitle\nOnly a title", "no_passage", 1),
]


@pytest.mark.parametrize(("raw", "key", "line"), BROKEN, ids=[f"{key}-{number}" for number, (_, key, _) in enumerate(BROKEN)])
def test_a_broken_file_is_refused_with_its_line(raw: bytes, key: str, line: int) -> None:
    with pytest.raises(NotAStory) as refused:
        read_story(raw)
    assert (refused.value.key, refused.value.line) == (key, line)
