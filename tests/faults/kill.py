"""Kills the program at random moments while it writes, and looks whether anything was lost.

    python tests/faults/kill.py --times 1000 [--seed N]

Prints for each thing it may be doing: how often it was tried, how often all was there afterwards, how often the kill
met a file half written, how often something was lost; exits with 1 if anything ever was.  Not part of the tests, which
call it for a few kills.  Needs ``fork`` and ``SIGKILL``: not for Windows.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.faults.days import DAYS, Day, caught, whole

LATEST = 0.06
"""Seconds after the first thing acknowledged within which the kill comes."""


def killed(day: Day, folder: Path, after: float) -> int:
    """Lets a child work and kills it ``after`` so many seconds; returns what it had acknowledged by then."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            day.work(folder, lambda number: os.write(writing, b"%d\n" % number) and None)
        finally:
            os._exit(3)
    os.close(writing)
    set_off = False

    def begun() -> None:
        nonlocal set_off
        if not set_off:
            set_off = True
            signal.setitimer(signal.ITIMER_REAL, max(after, 1e-6))

    before = signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    try:
        with open(reading, encoding="ascii") as pipe:
            acknowledged = day.heard(_lines(pipe), begun)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        raise AssertionError("the child ended by itself")
    return acknowledged


def _lines(pipe: Iterator[str]) -> Iterator[str]:
    return (line for line in pipe if line.endswith("\n"))


def once(day: Day, after: float) -> tuple[str, bool]:
    """One kill; returns what is wrong with what it left, or nothing, and whether it met a file half written."""
    folder = Path(tempfile.mkdtemp(prefix="killed-"))
    try:
        acknowledged = killed(day, folder, after)
        met = caught(folder)
        whole(folder)
        day.check(folder, acknowledged)
    except Exception as fault:  # whatever it is, it is what the next start would meet
        return f"{type(fault).__name__}: {fault}", False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return "", met


def main(arguments: list[str] | None = None) -> int:
    """Runs the kills; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args(arguments)
    seed = asked.seed if asked.seed is not None else time.time_ns() % 1_000_000
    dice, days = random.Random(seed), [make() for make in DAYS]
    tried, met, lost = Counter[str](), Counter[str](), Counter[str]()
    for number in range(asked.times):
        day = days[number % len(days)]
        wrong, half = once(day, dice.uniform(0, LATEST))
        tried[day.name] += 1
        met[day.name] += half
        lost[day.name] += bool(wrong)
        if wrong:
            print(f"{day.name}, kill {number}: {wrong}")
    print(f"{'seed ' + str(seed):20s} {'tried':>7s} {'survived':>9s} {'half written':>13s} {'lost':>6s}")
    for name in tried:
        print(f"{name:20s} {tried[name]:7d} {tried[name] - lost[name]:9d} {met[name]:13d} {lost[name]:6d}")
    print(f"{'all':20s} {tried.total():7d} {tried.total() - lost.total():9d} {met.total():13d} {lost.total():6d}")
    return 1 if lost.total() else 0


if __name__ == "__main__":
    sys.exit(main())
