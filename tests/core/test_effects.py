"""The effect table: what each effect does, what it refuses, and that it is listed by itself."""

from __future__ import annotations

import doctest

import pytest

from game.core import effects
from game.core.effects import EFFECTS, effect
from tests.core.making import HEAD, codes, read, tiny, walk


def test_doctests() -> None:
    result = doctest.testmod(effects)
    assert result.attempted >= len(EFFECTS) and not result.failed


def test_the_table_lists_every_effect_with_a_line_of_help() -> None:
    assert set(EFFECTS) == {"add", "set"}
    for operation in EFFECTS.values():
        assert operation.__doc__ and operation.__doc__.splitlines()[0].endswith(".")


@pytest.mark.parametrize(("present", "amount"), [("red", 1), (1, "red"), ("red", "red")])
def test_words_cannot_be_added(present: int | str, amount: int | str) -> None:
    with pytest.raises(TypeError):
        EFFECTS["add"](present, amount)


def test_a_new_effect_is_listed_under_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    table: dict[str, effects.Operation] = {}
    monkeypatch.setattr(effects, "_TABLE", table)

    @effect
    def halve_(present: int | str, amount: int | str) -> int | str:
        return present
    assert list(table) == ["halve"]


@pytest.mark.parametrize(("move", "level", "copy", "seal"), [
    ("up", 5, 5, "none"), ("down", -2, 0, "none"), ("swap", 5, 4, "none"), ("stamp", 4, 0, "red")])
def test_effects_run_in_authored_order_and_stay_within_bounds(move: str, level: int, copy: int, seal: str) -> None:
    rules = tiny("clamp")
    after = walk(rules, move).after
    assert [rules.value(after, name) for name in ("level", "copy", "seal")] == [level, copy, seal]


@pytest.mark.parametrize("line", [
    "add: {word: 1}", "set: {word: 1}", "set: {word: black}", "set: {number: red}", "set: {number: 99}",
    "add: {number: word}", "set: {number: word}", "set: {word: \"number == 'a'\"}"])
def test_an_effect_that_would_break_a_variable_is_refused_by_the_loader(line: str) -> None:
    loaded = read(HEAD + f"""start: a
variables:
  word:   {{start: red, one_of: [red, blue], seen_by: all}}
  number: {{start: 0, min: 0, max: 9, seen_by: all}}
nodes:
  a: {{options: {{x: {{text: X., effects: [{{{line}}}], goto: b}}, y: {{text: Y., goto: b}}}}}}
  b: {{ending: e}}
""")
    assert codes(loaded) and set(codes(loaded)) <= {"E018", "E017", "E016"}
