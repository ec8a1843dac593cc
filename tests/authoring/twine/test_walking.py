"""An imported story is the story: both are walked side by side, by an interpreter of its own and by the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.twine.random_stories import story
from tests.authoring.twine.walking import compare

STORIES = sorted((Path(__file__).parent / "stories").glob("*.twee"))


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
def test_a_story_and_its_scenario_say_and_allow_the_same(path: Path) -> None:
    told, made = compare(path.read_text(encoding="utf-8"))
    assert told == made and len(told) >= 2


@pytest.mark.parametrize("harlowe", [False, True], ids=["sugarcube", "harlowe"])
@pytest.mark.parametrize("seed", range(20))
def test_a_random_story_and_its_scenario_say_and_allow_the_same(seed: int, harlowe: bool) -> None:
    told, made = compare(story(seed, harlowe))
    assert told == made
