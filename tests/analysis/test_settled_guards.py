"""Conditions and amounts that come out the same whatever their variables hold: counted like any other."""

from __future__ import annotations

from fractions import Fraction

import pytest

from game.analysis.explore import explore
from game.analysis.odds import census
from game.core.rules import Rules
from tests.authoring.framing import FRAMES
from tests.core.making import HEAD, read

TEXT = HEAD + """variables:
  coins: {start: 1, min: 0, max: 2, seen_by: all}
  mood: {start: good, one_of: [good, bad], seen_by: all}
start: gate
nodes:
  gate:
    options:
      pay: {text: Pay., when: GUARD, goto: in}
      work: {text: Work., effects: [{add: {coins: AMOUNT}}, {set: {mood: bad}}], goto: in}
      wait: {text: Wait., goto: out}
  in: {ending: inside}
  out: {ending: outside}
"""


@pytest.mark.parametrize(("guard", "open_"), [
    ("coins >= 3", False), ("coins >= 0", True), ("0 * coins", False), ("coins < 0 or mood == 'good' or mood == 'bad'", True),
    ("mood != 'good' and mood != 'bad'", False), ("coins >= 3 and mood == 'good'", False),
])
@pytest.mark.parametrize("amount", ["1", "0 * coins", "(mood == 'good') * 0 + 1", "2 * (coins >= 3)"])
def test_a_condition_that_no_value_can_change_is_counted(guard: str, open_: bool, amount: str) -> None:
    loaded = read(TEXT.replace("GUARD", guard).replace("AMOUNT", amount))
    assert loaded.scenario is not None
    rules = Rules(loaded.scenario)
    inside = Fraction(2, 3) if open_ else Fraction(1, 2)
    assert explore(rules).endings["in"] == inside
    for asked in ((), ("coins",)):
        found = census(rules, asked).endings
        assert sum(share for (node, _), share in found.items() if node == "in") == inside


TALKS = (FRAMES / "talks.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("guard", ["round == 0", "round < 1 or price > 9", "1 - round"])
def test_away_from_a_table_no_round_has_been_played(guard: str) -> None:
    text = TALKS.replace("start: doorstep", "start: porch").replace("nodes:\n", (
        "nodes:\n  porch:\n    options:\n"
        f"      ring: {{text: Ring., when: {guard}, effects: [{{add: {{price: round}}}}], goto: doorstep}}\n"
        "      wait: {text: Wait., goto: kept}\n"), 1)
    loaded = read(text)
    assert loaded.scenario is not None, [fault.message for fault in loaded.diagnostics]
    found = explore(Rules(loaded.scenario))
    assert found.edges["porch", "ring"] == Fraction(1, 2) and sum(found.endings.values()) == 1
