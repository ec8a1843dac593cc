"""Counts all plays of a scenario in the background, once, while the player reads.

Not a progress bar: nothing is shown before the count is exact.  The counting is done by another process where the
scenario's file is known, so that the window neither stutters nor grows; else by a thread.  A count is kept beside the
saves under the scenario's digest and the way of counting, so that a scenario is counted once and not at every start.
Used by the desk; the comparison asks it.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from game.analysis.odds import LoopedScenario, Tally, tally
from game.analysis.tallied import from_data, to_data
from game.core.model import Scenario
from game.core.rules import Rules
from game.play.session import Session
from game.play.storage import write_atomically

WAY_OF_COUNTING: Final = 2
"""Raised whenever the rules or the counting change, so that older counts are made anew."""


class Counting:
    """Tallies by scenario.

    ``wake`` is called, from another thread, when a tally is ready; ``folder`` is where tallies are kept (None:
    nowhere); ``where`` gives the path of a scenario's files, for the process that counts (None: there is no file).
    """

    def __init__(self, wake: Callable[[], None] = lambda: None, folder: Path | None = None,
                 where: Callable[[Scenario], Path | None] = lambda scenario: None) -> None:
        self._wake = wake
        self._folder = folder
        self._where = where
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
        path = self._where(rules.scenario)
        try:
            counted = (_elsewhere(path, rules.scenario.digest) if path is not None else None) or tally(rules)
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


def _elsewhere(path: Path, digest: str) -> Tally | None:
    """Counts in another process, which ends with this one.

    None if that cannot be done, or if the files at ``path`` are no longer those that ``digest`` names.
    """
    root = str(Path(__file__).resolve().parents[3])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    try:
        child = subprocess.Popen([sys.executable, "-m", "game", "explore", str(path), "--odds", "--json",
                                  "--gently"],
                                 env={**os.environ, "PYTHONPATH": paths}, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                 creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))
    except OSError:
        return None
    atexit.register(child.kill)
    told, _ = child.communicate()
    atexit.unregister(child.kill)
    try:
        data = json.loads(told.decode("utf-8")) if child.returncode == 0 else {}
        return from_data(data) if data.get("digest") == digest else None
    except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError):
        return None


def _name(rules: Rules) -> str:
    return f"{rules.scenario.digest or rules.scenario.id}-{WAY_OF_COUNTING}"
