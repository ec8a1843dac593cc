"""Conditions and amounts that come out the same whatever their variables hold: counted like any other."""

from __future__ import annotations

from fractions import Fraction

import pytest

from game.analysis.explore import explore
from game.analysis.odds import census
from game.core.rules import Rules
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
