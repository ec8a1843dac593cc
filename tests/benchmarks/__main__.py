"""The benchmark: one table of what is ours, what is the peer's, the ratio and the goal, all from one run.

Run from the project's folder.  Not a test, since the figures depend on the machine.  A whole run writes the results page anew.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import machine, page
from tests.benchmarks.bench import Bench, Unequal
from tests.benchmarks.peers import Peers, install
from tests.benchmarks.rows import GOALS, Goal, Row, read_goals, unmeasured
from tests.benchmarks.timing import PeerFailed

SUBJECTS = {"load": "loading and checking", "explore": "exact odds", "plays": "random plays", "start": "starting", "window": "the window",
            "classroom": "the classroom", "frontier": "efficient frontiers"}
RESULTS = Path(__file__).with_name("results.md")


def main() -> int:
    """Measures, prints, and writes the page; returns 1 if a subject could not be measured."""
    given = arguments()
    before, failed = machine.load(), []
    with tempfile.TemporaryDirectory() as name:
        peers = Peers(given.peers) if given.no_peers else install(given.peers)
        bench = Bench(Path(name), peers, given.quick)
        about = [*machine.described(), *peers.versions(), *([] if before is None else [f"load of the machine at the beginning: {before:.1f}"])]
        print("\n".join(about))
        goals, found = read_goals(GOALS.read_text(encoding="utf-8")), {}
        for subject in given.only or SUBJECTS:
            try:
                found[SUBJECTS[subject]] = rows = list(importlib.import_module(f"tests.benchmarks.{subject}").rows(bench))
            except (Unequal, PeerFailed) as fault:
                print(f"\n{subject}: {fault}", file=sys.stderr)
                failed.append(subject)
                continue
            print(f"\n{page.screen(SUBJECTS[subject], rows, goals)}", flush=True)
    if bench.points:
        print(f"\n{page.curve_screen(bench.points)}")
    print("\n" + "\n".join(summary(goals, [row for rows in found.values() for row in rows], whole=not given.only)))
    out = given.out or (RESULTS if not (given.only or given.quick or given.no_peers or failed) else None)
    if out is not None:
        write(out, bench, page.markdown(found, goals, about, bench.points, "curve.svg"))
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SUBJECTS, metavar="SUBJECT", help=f"measure these only: {', '.join(SUBJECTS)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, nothing that takes a minute")
    parser.add_argument("--no-peers", action="store_true", help="install and ask nobody else")
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "twenty-years-peace-peers", metavar="FOLDER", help="where peers are installed")
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the results page here, also of a part")
    return parser.parse_args()


def summary(goals: dict[str, Goal], rows: list[Row], *, whole: bool) -> Iterator[str]:
    """Yields how many goals are met, and those that are not or that nothing measured."""
    verdicts = [page.cells(row, goals) for row in rows if row.goal]
    yield f"{sum(cells[6] == 'yes' for cells in verdicts)} of {len(verdicts)} rows that have a goal meet it."
    for cells in verdicts:
        if cells[6] != "yes":
            yield f"  {cells[6]}: {cells[0]}{f', beside {cells[2]}' if cells[2] else ''}: {cells[5]}"
    if whole:
        yield from (f"  not measured: {goals[name].what}" for name in unmeasured(goals, rows))


def write(out: Path, bench: Bench, text: str) -> None:
    """Writes the page and, if it has the curve, the picture beside it."""
    out.write_text(text, encoding="utf-8", newline="\n")
    if bench.points:
        from tests.benchmarks.picture import curve
        out.with_name("curve.svg").write_text(curve(bench.points), encoding="utf-8", newline="\n")
    print(f"written: {out.name}")


if __name__ == "__main__":
    sys.exit(main())
