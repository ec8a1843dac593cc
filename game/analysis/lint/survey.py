"""A scenario gone through once for all rules: what its plays reach, and what was left out because it is too large.

Random plays answer most questions, exact exploration the rest; where that would take too long, rules that need it stay
silent and a note says so.  Made by ``rules_of_lint``; read by the modules that hold the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.questions import Question, questions
from game.analysis.lint.reached import Reached, reached
from game.analysis.lint.wander import wander
from game.analysis.positions import TooLarge
from game.core import limits
from game.core.model import Scenario
from game.core.rules import Rules

MOST: Final = limits.LINTED
"""How many merged positions are gone through: a few seconds."""

MOST_LOOPED: Final = limits.LINTED_LOOPED
"""The same where nodes form a loop and every position counts."""


MANY: Final = 2_000
"""With more questions open than this, none is put to exact exploration: it would tell apart too much."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a scenario.

    ``reached`` is None where exploration was left out.
    """

    scenario: Scenario
    rules: Rules
    reached: Reached | None
    notes: tuple[Finding, ...] = ()

    @property
    def never(self) -> tuple[Question, ...]:
        """Returns the questions whose answer is surely no, in their order in the scenario."""
        return self.reached.never if self.reached else ()


def survey(scenario: Scenario, *, quick: bool = False, most: int = MOST, most_looped: int = MOST_LOOPED) -> Survey:
    """Goes through a scenario; ``quick`` leaves every exploration out."""
    rules = Rules(scenario)
    if quick:
        return Survey(scenario, rules, None, notes=(finding("N001", ("nodes", ""), "quick"),))
    asked = questions(scenario)
    known = wander(rules, asked)
    left = tuple(question for question in asked if question not in known)
    if len(left) <= MANY:
        try:
            return Survey(scenario, rules, reached(rules, left, most, most_looped))
        except TooLarge as fault:
            if not left:
                return Survey(scenario, rules, None, notes=(_too_large(fault),))
    try:
        found = reached(rules, (), most, most_looped)
    except TooLarge as fault:
        return Survey(scenario, rules, None, notes=(_too_large(fault),))
    note = finding("N001", ("nodes", ""), "guards", n=len(left))
    return Survey(scenario, rules, found, (note,))


def _too_large(fault: TooLarge) -> Finding:
    return finding("N001", ("nodes", ""), "large", estimate=fault.estimate)
