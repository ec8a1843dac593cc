"""Counts all plays of a scenario in the background, once, while the player reads.

Not a progress bar: nothing is shown before the count is exact.  A count is kept beside the saves under the
scenario's digest and the program's version, so that a scenario is counted once and not at every start.  Used by the
desk; the comparison asks it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Final

from game.analysis.odds import LoopedScenario, Tally, tally
from game.core.rules import Rules
from game.play.session import Session
from game.play.storage import write_atomically

WAY_OF_COUNTING: Final = 2
"""Raised whenever the rules or the counting change, so that older counts are made anew."""


class Counting:
    """Tallies by scenario.

    ``wake`` is called, from the counting thread, when a tally is ready; ``folder`` is where tallies are kept (None:
    nowhere).
    """

    def __init__(self, wake: Callable[[], None] = lambda: None, folder: Path | None = None) -> None:
        self._wake = wake
        self._folder = folder
        self._done: dict[str, Tally | None] = {}
        self._begun: set[str] = set()

    def begin(self, rules: Rules) -> None:
        """Starts counting a scenario unless that was done before."""
        name = _name(rules)
        if name in self._begun:
            return
        self._begun.add(name)
        kept = self._read(name)
        if kept is not None:
            self._done[name] = kept
            return
        threading.Thread(target=self._count, args=(name, rules), daemon=True, name="counting").start()

    def __call__(self, session: Session) -> Tally | None:
        """Returns the tally of a session's scenario, or None while it is being counted or if it cannot be."""
        self.begin(session.rules)
        return self._done.get(_name(session.rules))

    def _count(self, name: str, rules: Rules) -> None:
        try:
            counted = tally(rules)
        except LoopedScenario:
            self._done[name] = None
        else:
            self._done[name] = counted
            self._keep(name, counted)
        self._wake()

    def _file(self, name: str) -> Path | None:
        return self._folder / "counts" / f"{name}.json" if self._folder else None

    def _keep(self, name: str, counted: Tally) -> None:
        file = self._file(name)
        if file is None:
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, json.dumps(to_data(counted)))
        except OSError:
            return  # it can be counted again; the player has lost nothing

    def _read(self, name: str) -> Tally | None:
        file = self._file(name)
        if file is None:
            return None
        try:
            return from_data(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError):
            return None


def to_data(counted: Tally) -> dict[str, object]:
    """Returns a tally as JSON-ready data; odds are written as fractions, exactly."""
    return {"endings": {node: str(share) for node, share in counted.endings.items()},
            "rungs": {variable: {str(value): str(share) for value, share in odds.items()}
                      for variable, odds in counted.rungs.items()},
            "plays": counted.plays}


def from_data(data: dict[str, dict[str, dict[str, str]]]) -> Tally:
    """Returns the tally that ``to_data`` wrote; raises ``ValueError`` or ``KeyError`` for anything else."""
    endings = {str(node): Fraction(str(share)) for node, share in data["endings"].items()}
    rungs = {variable: {int(value): Fraction(share) for value, share in odds.items()}
             for variable, odds in data["rungs"].items()}
    if sum(endings.values()) != 1:
        raise ValueError("the odds do not sum to 1")
    return Tally(endings, rungs, int(str(data["plays"])))


def _name(rules: Rules) -> str:
    return f"{rules.scenario.digest or rules.scenario.id}-{WAY_OF_COUNTING}"
