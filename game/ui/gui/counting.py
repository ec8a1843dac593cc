"""Counts all plays of a scenario in the background, once, while the player reads.

Not a progress bar: nothing is shown before the count is exact.  Used by the desk; the comparison asks it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from game.analysis.odds import LoopedScenario, Tally, tally
from game.core.rules import Rules
from game.play.session import Session


class Counting:
    """Tallies by scenario.  ``wake`` is called, from the counting thread, when a tally is ready."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self._wake = wake
        self._done: dict[str, Tally | None] = {}
        self._begun: set[str] = set()

    def begin(self, rules: Rules) -> None:
        """Starts counting a scenario unless that was done before."""
        name = rules.scenario.digest or rules.scenario.id
        if name not in self._begun:
            self._begun.add(name)
            threading.Thread(target=self._count, args=(name, rules), daemon=True, name="counting").start()

    def __call__(self, session: Session) -> Tally | None:
        """Returns the tally of a session's scenario, or None while it is being counted or if it cannot be."""
        self.begin(session.rules)
        return self._done.get(session.scenario.digest or session.scenario.id)

    def _count(self, name: str, rules: Rules) -> None:
        try:
            self._done[name] = tally(rules)
        except LoopedScenario:
            self._done[name] = None
        self._wake()
