"""How long exact odds take, beside other engines asked the same about the same generated stories.

Every peer must come to the same endings with the same number of plays and the same odds.  Ours begins anew each time:
nothing is known from the run before.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fractions import Fraction
from typing import Any

from transitions import Machine

from game.analysis.odds import census, tally, uniform
from game.analysis.reach import reach
from game.core.model import Scenario
from game.core.rules import Rules
from tests.benchmarks.bench import FLAGSHIP, Bench, Unequal, scenario
from tests.benchmarks.peers import NAMES, Asked, asked
from tests.benchmarks.rows import Point, Row
from tests.benchmarks.stories import Found, Story, as_ink, as_xstate, as_yaml, merged, story, walked
from tests.benchmarks.timing import Contender, Figure, compared, processor

SIZES = (9, 27, 54)
CURVE = (3, 6, 9, 14, 20, 27, 40, 54)
MOST_PATHS = 100_000
"""Beyond this many plays nobody is asked to walk them all."""


def rows(bench: Bench) -> Iterator[Row]:
    """Yields the flagship, the stories beside the peers, the curve, and how fast positions are gone through."""
    import numpy  # noqa: F401  (its loading is not what is measured)

    gc.collect()
    gc.freeze()  # what earlier subjects left is not looked through
    flagship = scenario(FLAGSHIP)
    yield from compared("the flagship: odds of every ending", cold(flagship, census), rounds=bench.rounds(7))
    yield from compared("the flagship: odds of every ending and every dimension", cold(flagship, tally), rounds=bench.rounds(7), goal="flagship-odds")
    for decisions in SIZES:
        yield from beside(bench, decisions)
    bench.points.extend(curve(bench))
    yield from speed(bench)


def cold(told: Scenario, what: Callable[[Rules], object]) -> Figure:
    """One run with rules of its own."""
    def once() -> float:
        rules = Rules(told)
        return processor(lambda: what(rules))
    return once


def beside(bench: Bench, decisions: int) -> Iterator[Row]:
    """One story: ours, and everybody who can give exact odds."""
    told = story(decisions)
    truth, _ = merged(told)
    plays = sum(number for number, _ in truth.values())
    ours = bench.scenario(as_yaml(told))
    found = census(Rules(ours))
    if found.plays != plays or {name: odds for (name, _), odds in found.endings.items()} != {name: odds for name, (_, odds) in truth.items()}:
        raise Unequal(f"ours comes to something else than plain Python for {decisions} decisions")
    what = f"{decisions} decisions, {plays:,.0f} plays" if plays < 1e9 else f"{decisions} decisions, {plays:.1e} plays"
    with ExitStack() as stack:
        yield from compared(f"{what}: odds of every ending", cold(ours, census), list(exact_peers(bench, stack, told, truth, plays)),
                            rounds=bench.rounds(7), goal="odds-of-54" if decisions == SIZES[-1] else "")
    yield from compared(f"{what}: odds of every ending and every number", cold(ours, tally), rounds=bench.rounds(5))


def exact_peers(bench: Bench, stack: ExitStack, told: Story, truth: Found, plays: int) -> Iterator[Contender]:
    walks, goal = plays <= MOST_PATHS, "exact" if len(told.decisions) == SIZES[0] else ""
    tasks = [("xstate", "merged", "merged (getAdjacencyMap)", None), ("ink", "merged", "merged by hand", 2)]
    if walks and not bench.quick:
        tasks += [("xstate", "paths", "every path (getSimplePaths)", 1), ("ink", "paths", "every path from saved positions", 1)]
    for name, task, how, rounds in tasks:
        if bench.peers.has(name):
            file = bench.file(f"peer.{name}", as_ink(told) if name == "ink" else as_xstate(told))
            peer = stack.enter_context(asked(bench.peers, name, task, str(file)))
            held = "paths" if goal and (name, task) == ("xstate", "paths") else goal
            yield Contender(f"{NAMES[name]}, {how}", checked(f"{NAMES[name]}, {how}", peer, truth), rounds, held)
    for how, every_path in (("merged by hand", False), *([("every path", True)] if walks else [])):
        yield Contender(f"transitions, {how}", equal(f"transitions, {how}", lambda every_path=every_path: with_transitions(told, every_path), truth), 2, goal)  # type: ignore[misc]
    yield Contender("plain Python, merged by hand", equal("plain Python", lambda: merged(told)[0], truth))
    if walks:
        yield Contender("plain Python, every path", equal("plain Python", lambda: walked(told), truth), 3)


def checked(name: str, peer: Asked, truth: Found) -> Figure:
    """A peer's run whose answer must be the truth."""
    def once() -> float:
        seconds = peer.once()
        found = {ending: (int(plays), Fraction(odds)) for ending, (plays, odds) in peer.found.items()}
        if found != truth:
            raise Unequal(f"{name} comes to something else: {found}")
        return seconds
    return once


def equal(name: str, what: Callable[[], Found], truth: Found) -> Figure:
    """A run of Python whose answer must be the truth."""
    def once() -> float:
        found: list[Found] = []
        seconds = processor(lambda: found.append(what()))
        if found[0] != truth:
            raise Unequal(f"{name} comes to something else: {found[0]}")
        return seconds
    return once


def curve(bench: Bench) -> Iterator[Point]:
    """What exact odds cost as stories grow."""
    for decisions in CURVE:
        told = bench.scenario(as_yaml(story(decisions)))
        found, once = census(Rules(told)), cold(told, census)
        yield Point(decisions, found.plays, found.positions, statistics.median(once() for _ in range(bench.rounds(5))))


def speed(bench: Bench) -> Iterator[Row]:
    """Everything told apart: options ask for each of many numbers."""
    decisions = 11 if bench.quick else 14
    rules = Rules(bench.scenario(as_yaml(story(decisions, options=4, numbers=8, guarded=8))))
    names = [f"v{place}" for place in range(8)]

    def explored() -> Any:
        return reach(rules, ("d0", 0), rules.start(), uniform, names)
    found = explored()
    (row,) = compared("", lambda: processor(explored), rounds=bench.rounds(3))
    what = f"{decisions} decisions, every number told apart: {found.positions:,} positions, {found.moves:,} edges"
    yield Row(what, tuple(found.positions / seconds for seconds in row.ours), "positions/s")
    yield Row(what, tuple(found.moves / seconds for seconds in row.ours), "edges/s", goal="edges")


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
                    if model.trigger(option.id):  # type: ignore[attr-defined]
                        reached.append(model.values)
                for place in reached:
                    after.setdefault(place, []).append((plays, odds / len(reached)))
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
