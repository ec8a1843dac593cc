"""Lines of a terminal: nothing is lost, nothing is too wide, no mark stands at the wrong end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.model import Decision, Scenario
from game.ui.wrap import cells, wrap

CLOSING = set("，。、；：！？）》〉】」』”")
OPENING = set("（《〈【「『“")


def texts(scenario: Scenario, code: str) -> Iterator[str]:
    for node in scenario.nodes.values():
        if isinstance(node, Decision):
            for block in (*node.brief, *node.hidden, *node.record, *(b for o in node.options for b in (*o.held, *o.follows))):
                yield block.words[code]


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 41, 57, 72, 88, 100])
def test_the_shipped_texts_wrap_well_at_every_width(flagship: Scenario, code: str, width: int) -> None:
    chinese = code == "zh"
    for text in texts(flagship, code):
        lines = wrap(text, width, "  ", chinese)
        assert "".join("".join(lines).split()) == "".join(text.split()), "no character is lost or added"
        for line in lines:
            assert line.startswith("  ") or not line
            assert cells(line, chinese) <= width, line
        for line in lines[1:]:
            assert line.strip()[:1] not in CLOSING, line
        for line in lines[:-1]:
            assert line.strip()[-1:] not in OPENING, line


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="ab ，。（）《》“”外蒙古12-—…\n", max_size=120), st.integers(40, 100))
def test_no_text_is_lost_and_no_mark_stands_wrong(text: str, width: int) -> None:
    lines = wrap(text, width, chinese=True)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(lines) >= text.count("\n") + 1


@pytest.mark.parametrize(("text", "chinese", "width"), [
    ("abc", False, 3), ("外蒙古", True, 6), ("“引”", True, 6), ("“q”", False, 3), ("", False, 0), ("ａ", False, 2)])
def test_cells(text: str, chinese: bool, width: int) -> None:
    assert cells(text, chinese) == width


def test_a_long_word_keeps_a_line_to_itself() -> None:
    assert wrap("a " + "x" * 50 + " b", 40) == ["a", "x" * 50, "b"]


def test_an_empty_line_stays() -> None:
    assert wrap("a\n\nb", 40) == ["a", "", "b"]
