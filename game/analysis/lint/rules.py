"""All rules, in the order in which a scenario is asked: the one list of them.

To add a rule: a function that yields findings, a line here, its code in ``assets/codes`` and a file under
``tests/authoring/bad/``.  Called by ``inspection``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from game.analysis.lint import availability, balance, counsel, fairness, knowledge, reach, texts, variables
from game.analysis.lint.finding import Finding
from game.analysis.lint.survey import Survey, survey
from game.core.model import Scenario

READ: Final[tuple[Callable[[Scenario], Iterator[Finding]], ...]] = (
    variables.variables, texts.lengths, texts.locators, texts.grades, counsel.counsel, knowledge.knowledge)
"""Rules that read the scenario as it is written."""

PLAYED: Final[tuple[Callable[[Survey], Iterator[Finding]], ...]] = (
    reach.unreachable, reach.dead_ends, availability.options, availability.choices, availability.guards,
    balance.balance, fairness.guesses)
"""Rules that ask what plays can reach."""


def lint(scenario: Scenario, *, quick: bool = False) -> Iterator[Finding]:
    """Yields all findings; ``quick`` leaves out what must go through positions, and says so in a note."""
    for read in READ:
        yield from read(scenario)
    known = survey(scenario, quick=quick)
    yield from known.notes
    for played in PLAYED:
        yield from played(known)
