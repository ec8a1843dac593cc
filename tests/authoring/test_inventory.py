"""The inventory of texts: nothing a person reads is left out, and every text is found where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game import resources
from game.authoring.loader import load
from game.core.inventory import texts

GOOD = Path(__file__).parent / "good"
BOOKS = [*sorted(path.parent for path in resources.scenarios().glob("[a-z]*/scenario.yaml")), *sorted(GOOD.glob("*.yaml"))]


def written(data: Any) -> Iterator[str]:
    """Yields the English of every text in both languages, wherever it stands in a file."""
    if isinstance(data, dict) and set(data) == {"en", "zh"}:
        yield data["en"].strip()
    else:
        for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
            yield from written(item)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_text_of_the_files_is_in_the_inventory(path: Path) -> None:
    loaded = load(path)
    assert loaded.scenario is not None
    found = {text.words["en"] for text in texts(loaded.scenario)}
    assert set(written(loaded.places.data)) - found == set()


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_ids_are_unique(path: Path) -> None:
    scenario = load(path).scenario
    assert scenario is not None
    ids = [text.id for text in texts(scenario)]
    assert len(ids) >= 5 and len(ids) == len(set(ids))


def test_a_text_knows_its_place_its_paragraph_and_its_speaker() -> None:
    loaded = load(resources.scenarios() / "mongolia-1945")
    assert loaded.scenario is not None
    counsel = next(text for text in texts(loaded.scenario) if text.kind == "counsel" and text.who)
    node = loaded.scenario.decision(counsel.node)
    place = int(counsel.id.split(".")[-2])
    assert counsel.who == node.counsel[place].who
    assert counsel.block is node.counsel[place].text[0]
    mark = loaded.place(counsel.path)
    line = (resources.scenarios().parent / mark.file).read_text(encoding="utf-8").splitlines()[mark.line - 1]
    assert "text:" in line or counsel.words["en"][:20] in line
