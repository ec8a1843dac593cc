"""A number where a text belongs: the fault says how to write it."""

from __future__ import annotations

import pytest

from game.authoring.diagnostics import render
from tests.core.making import HEAD, codes, read

STORY = HEAD + """start: a
works: {w: {short: Letters, full: Old letters}}
events: {E: {when: WHEN, date: 1911, text: A year passed., cites: [{work: w, page: 4}]}}
nodes:
  a: {title: TITLE, options: {x: {text: X., goto: e}, y: {text: Y., goto: e}}}
  e: {ending: f, text: [{text: PARAGRAPH, grade: invention, invented: all}]}
"""


@pytest.mark.parametrize("place", ["WHEN", "TITLE", "PARAGRAPH"])
@pytest.mark.parametrize("value", ["1911", "true"])
def test_what_was_read_as_a_number_or_truth_is_told_to_be_quoted(place: str, value: str) -> None:
    loaded = read(STORY.replace(place, value))
    assert codes(loaded) == ["E013"]
    fault = loaded.diagnostics[0]
    for language in ("en", "zh"):
        assert f'"{value}"' in render(fault, None, language), "as one would write it"
    assert codes(read(STORY.replace(place, f'"{value}"'))) == [], "and so written it is right"
