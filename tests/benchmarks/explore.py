"""How long exact odds take, beside other engines asked the same about the same generated stories in the same run.

Not a test, since the figures depend on the machine: run ``python tests/benchmarks/explore.py``.  Every peer must come
to the same endings with the same number of plays and the same odds.  XState and inkjs are installed by npm into a
folder outside the repository (``--peers FOLDER``); what is not there is left out and said.  ``--quick`` leaves out
peers that walk every path.  All times are processor times, since other programs may run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from transitions import Machine
from transitions import __version__ as transitions_version

from game.analysis.odds import census, tally, uniform
from game.analysis.reach import reach
from game.authoring.loader import load
from game.core.model import Scenario
from game.core.rules import Rules
from tests.benchmarks.stories import Found, Story, as_ink, as_xstate, as_yaml, merged, story, walked

XSTATE, INKJS = "5.33.3", "2.4.0"
SIZES = (9, 27, 54)
CURVE = (3, 6, 9, 14, 20, 27, 40, 54)
WALKS = ("xstate-paths", "ink-paths")
MOST_PATHS = 100_000
"""Beyond this many plays nobody is asked to walk them all."""

Asked = tuple[list[float], Found]
"""(seconds of each run, what it found)."""


def timed(what: Callable[[], object], runs: int = 5) -> list[float]:
    took = []
    for _ in range(runs):
        begun = time.process_time()
        what()
        took.append(time.process_time() - begun)
    return took


def said(took: list[float]) -> str:
    """The median, and the quickest and slowest run."""
    return f"{statistics.median(took) * 1000:12,.1f} ms  ({min(took) * 1000:,.1f}–{max(took) * 1000:,.1f})"


def loaded(text: str) -> Scenario:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(text, encoding="utf-8")
        scenario = load(file).scenario
    assert scenario is not None
    return scenario


def cold(scenario: Scenario, what: Callable[[Rules], object], runs: int = 7) -> list[float]:
    """Each run has rules of its own, so that nothing is known from the run before."""
    took = []
    for _ in range(runs):
        rules = Rules(scenario)
        took += timed(lambda: what(rules), 1)  # noqa: B023
    return took


def with_transitions(told: Story, every_path: bool) -> Found:
    """Bare ``transitions``: one machine with guards and effects as callbacks, put back to each position by hand."""
    model = _Model(told.start)
    machine = Machine(model, [*(f"d{at}" for at in range(len(told.decisions))), "settled"], initial="d0",
                      auto_transitions=False, send_event=True)
    for at, row in enumerate(told.decisions):
        goto = f"d{at + 1}" if at + 1 < len(told.decisions) else "settled"
        for option in row:
            machine.add_transition(option.id, f"d{at}", goto, conditions=lambda event, option=option:
                                   option.needs is None or event.model.values[option.needs[0]] >= option.needs[1],
                                   after=lambda event, option=option: event.model.move(told.moved(event.model.values, option)))
    here = {told.start: [(1, Fraction(1))]}
    for at, row in enumerate(told.decisions):
        after: dict[tuple[int, ...], list[tuple[int, Fraction]]] = {}
        for values, ways in here.items():
            for plays, odds in ways:
                reached = []
                for option in row:
                    model.values = values
                    model.state = f"d{at}"
                    if model.trigger(option.id):
                        reached.append(model.values)
                for place in reached:
                    found = after.setdefault(place, [])
                    found.append((plays, odds / len(reached)))
        here = after if every_path else {values: [(sum(plays for plays, _ in ways), sum((odds for _, odds in ways), Fraction(0)))]
                                         for values, ways in after.items()}
    found: Found = {}
    for values, ways in here.items():
        for plays, odds in ways:
            old = found.get(told.ending(values), (0, Fraction(0)))
            found[told.ending(values)] = old[0] + plays, old[1] + odds
    return found


class _Model:
    def __init__(self, values: tuple[int, ...]) -> None:
        self.values = values
        self.state = ""

    def move(self, values: tuple[int, ...]) -> None:
        self.values = values


class Peers:
    """XState and inkjs in a folder outside the repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.missing = self._installed()

    def _installed(self) -> str:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            return "node or npm is not there: XState and inkjs are left out"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        shutil.copy(Path(__file__).with_name("peers.mjs"), self.folder / "peers.mjs")
        done = subprocess.run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", f"xstate@{XSTATE}",
                               f"inkjs@{INKJS}"], cwd=self.folder, capture_output=True, text=True)
        return f"npm cannot install: {done.stderr.strip().splitlines()[-1:]}" if done.returncode else ""

    def ask(self, task: str, told: Story, runs: int) -> Asked | None:
        file = self.folder / ("story.ink" if task.startswith("ink") else "story.json")
        file.write_text(as_ink(told) if task.startswith("ink") else as_xstate(told), encoding="utf-8")
        done = subprocess.run(["node", "--max-old-space-size=6000", "peers.mjs", task, file.name, str(runs)],
                              cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            print(f"  {task}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
            return None
        answer = json.loads(done.stdout)
        return answer["times"], {name: (int(plays), Fraction(odds)) for name, (plays, odds) in answer["endings"].items()}


def peers_of(told: Story, plays: int, peers: Peers, quick: bool) -> Iterator[tuple[str, Asked | None]]:
    walks = plays <= MOST_PATHS and not quick
    if not peers.missing:
        if walks:
            yield f"XState {XSTATE}, every path (getSimplePaths)", peers.ask("xstate-paths", told, 1)
        yield f"XState {XSTATE}, merged (getAdjacencyMap)", peers.ask("xstate-merged", told, 3)
        if walks:
            yield f"inkjs {INKJS}, every path from saved positions", peers.ask("ink-paths", told, 1)
        yield f"inkjs {INKJS}, merged by our hand", peers.ask("ink-merged", told, 2)
    for title, every_path in (("every path", True), ("merged by our hand", False)):
        if walks or not every_path:
            found: list[Found] = []
            took = timed(lambda: found.append(with_transitions(told, every_path)), 3)  # noqa: B023
            yield f"transitions {transitions_version}, {title}", (took, found[-1])
    if walks:
        yield "plain Python, every path", (timed(lambda: walked(told), 3), walked(told))
    yield "plain Python, merged", (timed(lambda: merged(told), 5), merged(told)[0])


def compare(decisions: int, peers: Peers, quick: bool) -> None:
    told = story(decisions)
    truth, positions = merged(told)
    plays = sum(number for number, _ in truth.values())
    scenario = loaded(as_yaml(told))
    found = census(Rules(scenario))
    check("ours", {name: odds for (name, _), odds in found.endings.items()}, {name: odds for name, (_, odds) in truth.items()})
    check("ours", found.plays, plays)
    print(f"\n{decisions} decisions, {plays:,} plays; positions: {positions:,} with every number, {found.positions:,} that matter")
    ours = cold(scenario, census)
    everything = cold(scenario, tally, 5)
    print(f"  {'odds of every ending: ours':52} {said(ours)}")
    print(f"  {'odds of every ending and of every number: ours':52} {said(everything)}")
    for name, asked in peers_of(told, plays, peers, quick):
        if asked is not None:
            check(name, asked[1], truth)
            ratio = statistics.median(asked[0]) / statistics.median(ours)
            print(f"  {name:52} {said(asked[0])}  {ratio:10,.0f}x")


def check(name: str, one: object, other: object) -> None:
    if one != other:
        raise SystemExit(f"{name} comes to something else: {one} instead of {other}")


def curve() -> None:
    print("\nCost against positions and paths")
    print(f"  {'decisions':>9} {'plays':>28} {'positions':>10} {'median':>10} {'a position':>12}")
    for decisions in CURVE:
        scenario = loaded(as_yaml(story(decisions)))
        found = census(Rules(scenario))
        took = statistics.median(cold(scenario, census))
        print(f"  {decisions:9} {found.plays:28,} {found.positions:10,} {took * 1000:7.1f} ms {took / found.positions * 1e6:9.1f} µs")


def rate() -> None:
    """Everything told apart: options ask for each of many numbers."""
    print("\nMerged positions explored, every number read")
    for decisions in (8, 11, 14):
        scenario = loaded(as_yaml(story(decisions, options=4, numbers=8, guarded=8)))
        rules = Rules(scenario)
        told = [f"v{place}" for place in range(8)]
        found = reach(rules, ("d0", 0), rules.start(), uniform, told)
        took = cold(scenario, lambda rules: reach(rules, ("d0", 0), rules.start(), uniform, told), 3)  # noqa: B023
        seconds = statistics.median(took)
        print(f"  {decisions:2} decisions: {found.positions:9,} positions {found.moves:10,} edges {said(took)}"
              f"  {found.positions / seconds / 1e6:6.1f} M positions/s {found.moves / seconds / 1e6:6.1f} M edges/s")


def flagship() -> None:
    scenario = load(ROOT / "scenarios" / "mongolia-1945").scenario
    assert scenario is not None
    rules = Rules(scenario)
    start = rules.start()
    found = reach(rules, (start.node, 0), start, uniform)
    print(f"\nThe flagship: {found.positions:,} merged positions, {found.moves:,} edges")
    for title, what in (("odds of every ending", census), ("odds of every ending and dimension", tally)):
        print(f"  {title:52} {said(cold(scenario, what, 5))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out peers that walk every path")
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "twenty-years-peace-peers",
                        help="where npm puts XState and inkjs")
    arguments = parser.parse_args()
    import numpy  # noqa: F401  (its loading is not what is measured)

    peers = Peers(arguments.peers)
    if peers.missing:
        print(peers.missing)
    for decisions in SIZES:
        compare(decisions, peers, arguments.quick)
    curve()
    rate()
    flagship()


if __name__ == "__main__":
    main()
