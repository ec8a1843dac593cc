"""How long the efficient frontier of every shipped bargain takes, and what valuing every package one by one takes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from game.analysis.frontier import frontier
from game.core.bargain import Bargain, value
from tests.benchmarks.bench import FLAGSHIP, ROOT, Bench, scenario
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import Contender, Figure, compared, processor

SAMPLE = 20_000


def rows(bench: Bench) -> Iterator[Row]:
    """Yields two rows for each bargain of each shipped scenario: the goal's for the flagship's, and one beside enumeration."""
    for folder in sorted(path.parent for path in (ROOT / "scenarios").glob("*/scenario.yaml") if not path.parent.name.startswith("_")):
        told = scenario(folder)
        for name, bargain in told.bargains.items():
            packages = math.prod(len(issue.rungs) for issue in bargain.issues.values())
            peer = Contender(f"plain enumeration (valuing only, of {min(packages, SAMPLE):,})", enumerated(bargain, packages))
            yield from compared(f"{folder.name}, {name}: {packages:,} packages", lambda bargain=bargain: processor(lambda: frontier(bargain)), [peer],  # type: ignore[misc]
                                rounds=bench.rounds(7), goal="frontier" if folder == FLAGSHIP else "")


def enumerated(bargain: Bargain, packages: int) -> Figure:
    """Seconds to value all packages for both sides one by one, from a sample: a lower bound for brute force."""
    rungs, sample = [issue.rungs for issue in bargain.issues.values()], min(packages, SAMPLE)

    def valued() -> None:
        for package in itertools.islice(itertools.product(*rungs), sample):
            for side in bargain.sides.values():
                value(bargain, side, package)
    return lambda: processor(valued) * packages / sample
