"""Stories broken by chance: an import never raises anything but a refusal, and what loads afterwards is whole."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from game.authoring.twine.convert import convert
from game.authoring.twine.story import MAX_BYTES, MAX_DEPTH, NotAStory
from tests.amounts import examples
from tests.authoring.twine.random_stories import story
from tests.authoring.twine.walking import rules_of, say

STORIES = Path(__file__).parent / "stories"

TOKENS = [b"<<", b">>", b"[[", b"]]", b"->", b"<-", b"|", b"](", b"(if:", b"(set:", b")", b"[", b"]", b"{", b"}", b"<<if", b"<</if>>",
          b"<<else>>", b"$", b"$x", b"_y", b"'", b'"', b"`", b"\\", b"::", b":: \n", b"<!--", b"-->", b"/*", b"<script>", b"<b", b"&amp;",
          b"&#0;", b"&#xD800;", b"{{{", b'"""', b"$$", b"99999999999", b"1e9", b"-", b"not", b"or", b"random(0,19)", b"either('a','b')",
          b"(random: 0, 19)", b"<<goto 'Start'>>", b"<<include 'Start'>>", b"visited('A')", b"\x00", b"\xff", "外".encode(), b"\xe2\x80\xa8",
          b"\r", b"if", b"min", b"left_record", b"<<switch $x>><<case 1>>", b"<<link 'a' 'Start'>>", b"<</link>>", b"none"]
_WORD = re.compile(rb"[A-Za-z0-9_$]+|[<>\[\](){}|:\"'-]+")


def stock() -> list[bytes]:
    files = [path.read_bytes() for path in sorted(STORIES.iterdir())]
    return files + [story(seed, bool(seed % 2)).encode() for seed in range(12)]


def mutated(raw: bytes, luck: random.Random) -> bytes:
    for _ in range(luck.choice((1, 1, 2, 4))):
        words = list(_WORD.finditer(raw)) or [re.match(b"", raw)]
        word = luck.choice(words)
        kind = luck.randrange(6)
        if kind == 0:
            raw = raw[:word.start()] + luck.choice(TOKENS) + raw[word.end():]
        elif kind == 1:
            raw = raw[:word.start()] + luck.choice(words).group() + raw[word.end():]
        elif kind == 2:
            raw = raw[:word.start()] + luck.choice(TOKENS) + raw[word.start():]
        elif kind == 3:
            raw = raw[:word.start()] + raw[word.end():]
        elif kind == 4:
            lines = raw.split(b"\n")
            place, other = luck.randrange(len(lines)), luck.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
            raw = b"\n".join(lines)
        else:
            raw = raw[:luck.randrange(len(raw) + 1)]
    return raw


def check(raw: bytes, where: str) -> None:
    try:
        made = convert(raw, "story.twee", say)
    except NotAStory as refused:
        assert refused.line >= 1 and say(f"twine.fault.{refused.key}", file="x", line=refused.line, shown=refused.shown), where
        return
    except Exception as fault:
        raise AssertionError(f"{where} raised {fault!r}\n{raw[:3000]!r}") from fault
    for note in made.notes:
        assert say(f"twine.note.{note.key}", shown=note.shown, more=note.more), where
    try:
        rules_of(made.text)
    except AssertionError as fault:
        raise AssertionError(f"{where}\n{raw.decode(errors='replace')[:3000]}\n{fault}") from None


def run(count: int, seed: int) -> None:
    luck, files = random.Random(seed), stock()
    for number in range(count):
        check(mutated(luck.choice(files), luck), f"mutation {number} of seed {seed}")


def test_a_hundred_and_twenty_mutations() -> None:
    run(120, seed=1911)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(examples(2)))
def test_more_mutations(seed: int) -> None:
    run(120, seed)


HOSTILE = {
    "brackets": b":: Start\n" + b"[" * 50_000,
    "hooks": b':: StoryData\n{"format": "Harlowe"}\n:: Start\n' + b"(if: $a)[" * 5000,
    "macros": b":: Start\n" + b"<<" * 40_000,
    "quotes": b":: Start\n<<set $a to " + b"'\"" * 40_000,
    "links": b":: Start\n" + b"[[A->Start]]" * 1500,
    "brackets in a test": b":: Start\n<<if " + b"(" * 5000 + b"$a" + b")" * 5000 + b">>x<</if>>",
    "tags": b":: Start\n" + b"<a " * 30_000,
    "slashes": b":: Start\n" + b"\\\n" * 40_000,
    "variables": b":: Start\n" + b"".join(b"<<set $v%d to %d>>" % (n, n) for n in range(2000)),
    "includes of includes": b"".join(b":: %c\n" % (65 + n) + b"<<include '%c'>>" % (66 + n) * 9 + b"\n" for n in range(20)),
    "alternatives": b":: Start\n" + b"<<if $a>>x<</if>>" * 3000 + b"\n[[A->Start]]",
    "counters": b":: Start\n" + b"".join(b"<<set $c%d += random(0, 9)>>" % n for n in range(30)) + b"\n[[A->Start]]\n[[B->Start]]",
    "html": b"<html>" + b"<tw-storydata><tw-passagedata name='x'>" * 3000,
    "comment": b":: Start\n/*" + b"*" * 90_000,
    "json": b":: StoryData\n" + b"[" * 90_000 + b"\n:: Start\nx",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_story_ends_soon(name: str) -> None:
    check(HOSTILE[name], name)


def test_a_story_that_is_too_large_is_refused() -> None:
    with pytest.raises(NotAStory, match="large"):
        convert(b":: Start\n" + b"x" * MAX_BYTES, "story.twee", say)


def test_nesting_as_deep_as_allowed_is_read() -> None:
    deep = MAX_DEPTH - 2
    text = ":: Start\n" + "<<if $a is 0>>" * deep + "Deep." + "<</if>>" * deep
    assert "Deep." in convert(text.encode(), "story.twee", say).text
