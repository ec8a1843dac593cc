"""How long the efficient frontier of every shipped bargain takes, and what plain enumeration takes beside it.

Run: python tests/benchmarks/frontier.py
"""

from __future__ import annotations

import itertools
import math
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from game.analysis.frontier import frontier
from game.authoring.loader import load
from game.core.bargain import Bargain, value

RUNS = 7


def timed(bargain: Bargain) -> float:
    start = time.perf_counter()
    frontier(bargain)
    return time.perf_counter() - start


def enumerated(bargain: Bargain, packages: int) -> float:
    """Seconds to value ``packages`` packages for both sides, one by one: a lower bound for brute force."""
    rungs = [issue.rungs for issue in bargain.issues.values()]
    start = time.perf_counter()
    for package in itertools.islice(itertools.product(*rungs), packages):
        for side in bargain.sides.values():
            value(bargain, side, package)
    return time.perf_counter() - start


def main() -> None:
    print(f"{'bargain':28} {'packages':>10} {'efficient':>9} {'median':>10} {'worst':>10} {'enumerating':>12} {'ratio':>8}")
    for file in sorted((ROOT / "scenarios").glob("*/scenario.yaml")):
        scenario = load(file.parent).scenario
        if scenario is None:
            continue
        for name, bargain in scenario.bargains.items():
            packages = math.prod(len(issue.rungs) for issue in bargain.issues.values())
            times = [timed(bargain) for _ in range(RUNS)]
            sample = min(packages, 20_000)
            plain = enumerated(bargain, sample) * packages / sample
            median = statistics.median(times)
            print(f"{scenario.id + '/' + name:28} {packages:10,} {len(frontier(bargain)):9} {median * 1000:8.1f}ms "
                  f"{max(times) * 1000:8.1f}ms {plain:10.1f} s {plain / median:7.0f}x")


if __name__ == "__main__":
    main()
