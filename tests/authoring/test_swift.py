"""What is made fast is what is made slowly, and a misspelt name among very many finds its neighbour."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields

import pytest

from game.authoring.nearby import FEW, Nearby
from game.authoring.swift import swift
from game.core.expressions import TRUE
from game.core.model import Branch, Chance, Effect, Option
from game.core.texts import Block, Variant, Words
from tests.core.making import HEAD, codes, read

NO_WORDS = Words(())
VALUES = [
    (Option, {"id": "x", "goto": "y", "text": (Variant(NO_WORDS),), "when": TRUE}), (Branch, {"id": "x", "goto": "y", "weight": TRUE}),
    (Effect, {"operation": "add", "variable": "v", "amount": TRUE}), (Variant, {"words": NO_WORDS}), (Words, {"forms": (("en", "x"),)}),
    (Block, {"id": "x", "words": NO_WORDS}),
]


@pytest.mark.parametrize(("kind", "given"), VALUES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_value_made_fast_is_the_value(kind: type, given: dict[str, object]) -> None:
    plain, fast = kind(**given), swift(kind)(**given)
    assert type(fast) is kind and fast == plain and repr(fast) == repr(plain)
    assert all(getattr(fast, item.name) == getattr(plain, item.name) for item in fields(kind))
    with pytest.raises(FrozenInstanceError):
        setattr(fast, fields(kind)[0].name, None)
    with pytest.raises(TypeError):
        swift(kind)(**given, unknown=1)


def test_a_class_that_inherits_cannot_be_made_fast() -> None:
    with pytest.raises(TypeError, match="inherits"):
        swift(Chance)


def test_a_class_without_slots_cannot_be_made_fast() -> None:
    @dataclass(frozen=True)
    class Loose:
        x: int

    with pytest.raises(TypeError):
        swift(Loose)(x=1)


@pytest.mark.parametrize(("word", "meant"), [
    ("villge-17", "village-17"), ("village-170", "village-17"), ("village17", "village-17"), ("Xillage-42", "village-42"),
    ("harbuor", "harbour"), ("zzzz", ""),
])
def test_a_misspelt_name_finds_the_one_that_was_meant_among_thousands(word: str, meant: str) -> None:
    names = {f"village-{number}": None for number in (17, 42)} | {f"{letter}{number:04}-end": None for letter in "abcdefgh" for number in range(500)}
    names["harbour"] = None
    assert len(names) > FEW and Nearby(names).near(word) == meant


def test_a_wrong_goto_in_a_large_scenario_gets_its_suggestion() -> None:
    nodes = "".join(f"  n{number}: {{options: {{x: {{text: X., goto: n{number + 1}}}, y: {{text: Y., goto: n{number + 1}}}}}}}\n" for number in range(600))
    loaded = read(f"{HEAD}start: n0\nnodes:\n{nodes}  n600: {{options: {{x: {{text: X., goto: endd}}, y: {{text: Y., goto: end}}}}}}\n  end: {{ending: e}}\n")
    assert codes(loaded) == ["E012"]
    assert dict(loaded.diagnostics[0].arguments)["near"] == "end"
    assert loaded.diagnostics[0].mark.line == 606
