"""Taking figures: clocks, and rounds in which everybody has a turn, so that a busy moment falls on all alike."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.rows import Clock, Row

Figure = Callable[[], float]
"""Does the work once and returns its figure."""


class PeerFailed(RuntimeError):
    """A peer could not do what it was asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody who is measured.  rounds: fewer than everybody has, for those who take very long."""

    name: str
    once: Figure
    rounds: int | None = None
    goal: str = ""


def processor(what: Callable[[], object]) -> float:
    """Returns the processor seconds this process spends on ``what``."""
    gc.collect()
    begun = time.process_time()
    what()
    return time.process_time() - begun


def wall(what: Callable[[], object]) -> float:
    """Returns the seconds that pass during ``what``."""
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun


def interleaved(contenders: Sequence[Contender], rounds: int) -> list[tuple[tuple[float, ...], str]]:
    """Returns the figures of each contender, and why it failed if it did: one turn for each in every round."""
    figures: list[list[float]] = [[] for _ in contenders]
    failed = ["" for _ in contenders]
    for number in range(rounds):
        for place, contender in enumerate(contenders):
            if not failed[place] and number < (rounds if contender.rounds is None else contender.rounds):
                try:
                    figures[place].append(contender.once())
                except PeerFailed as fault:
                    failed[place] = str(fault)
    return [(tuple(taken), fault) for taken, fault in zip(figures, failed, strict=True)]


def limited(command: Sequence[str], seconds: float, environment: Mapping[str, str], folder: Path) -> str:
    """Runs a program to its end and returns what it prints.

    Raises ``PeerFailed`` if it fails or takes longer than ``seconds``: then it is ended with all it has started.
    """
    with subprocess.Popen(command, cwd=folder, env=dict(environment), text=True, encoding="utf-8", errors="replace", stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        try:
            told, wrong = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise PeerFailed(f"it has not ended after {seconds:.0f} s") from None
        finally:
            if sys.platform == "win32":
                process.kill()
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
    if process.returncode:
        raise PeerFailed((wrong.strip().splitlines() or ["it ended"])[-1][:80])
    return told


def compared(what: str, ours: Figure, peers: Sequence[Contender] = (), *, rounds: int = 5, unit: str = "s",
             clock: Clock = Clock.PROCESSOR, goal: str = "", remark: str = "") -> Iterator[Row]:
    """Measures ours and its peers in turns; yields one row for ours where it has a goal or no peer, and one a peer."""
    (mine, fault), *others = interleaved([Contender("", ours), *peers], rounds)
    if fault:
        raise PeerFailed(fault)
    if goal or not peers:
        yield Row(what, mine, unit, clock, goal=goal, remark=remark)
    for peer, (theirs, fault) in zip(peers, others, strict=True):
        yield Row(what, mine, unit, clock, peer.name, theirs, peer.goal, f"fails: {fault}" if fault else "")
