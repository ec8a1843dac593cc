"""Random plays a second: with history and record as a player's session keeps them, and in columns where none is kept.

One generated story for everybody: 20 decisions, 4 options, 8 variables, guards, three endings.  Shares of endings must be
near the exact odds.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from contextlib import ExitStack

from game.analysis.simulate import simulate
from game.core.rules import Rules
from game.play.session import Session
from tests.benchmarks.bench import Bench, near
from tests.benchmarks.peers import NAMES, Asked, asked
from tests.benchmarks.rows import Clock, Row
from tests.benchmarks.stories import Found, as_ink, as_plain, as_xstate, as_yaml, merged, narrowed, story
from tests.benchmarks.timing import Contender, Figure, interleaved, processor

DECISIONS, OPTIONS, NUMBERS, READ = 20, 4, 8, 2
OURS, COLUMNS = 500, 1 << 20
THEIRS = {"transitions": 500, "ink": 300, "xstate": 300, "statemachine": 30, "sismic": 30}
"""Peer -> plays in a round."""

GOALS = {"transitions": "session-transitions", "ink": "session-ink"}


def rows(bench: Bench) -> Iterator[Row]:
    """Yields a row for each peer, for plays with history and for plays in columns."""
    gc.collect()
    gc.freeze()  # peers have a process of their own: what earlier subjects left in ours is not looked through either
    told = story(DECISIONS, OPTIONS, NUMBERS, guarded=READ)
    truth, _ = merged(narrowed(told, READ))
    rules = Rules(bench.scenario(as_yaml(told)))
    texts = {"ink": as_ink(told), "xstate": as_xstate(told)}
    names = [name for name in THEIRS if bench.peers.has(name)]
    with ExitStack() as stack:
        contenders = [Contender("", rate(lambda: sessions(rules, truth), OURS)),
                      Contender("", rate(lambda: columns(rules, truth), COLUMNS))]
        for name in names:
            file = bench.file(f"plays.{name}", texts.get(name) or as_plain(told))
            task = ["random"] if name in texts else []
            peer = stack.enter_context(asked(bench.peers, name, *task, str(file), str(THEIRS[name])))
            contenders.append(Contender(NAMES[name], peer_rate(name, peer, truth)))
        (session, _), (column, _), *others = interleaved(contenders, bench.rounds(5))
    what = f"random plays of {DECISIONS} decisions, with history and record"
    for name, (theirs, fault) in zip(names, others, strict=True):
        yield Row(what, session, "plays/s", Clock.PROCESSOR, NAMES[name], theirs, GOALS.get(name, ""), fault)
    yield Row(what, tuple(figure * DECISIONS for figure in session), "steps/s")
    what = f"random plays of {DECISIONS} decisions, in columns (simulate)"
    yield Row(what, column, "plays/s", goal="simulate")
    for name, (theirs, fault) in zip(names, others, strict=True):
        yield Row(what, column, "plays/s", Clock.PROCESSOR, NAMES[name], theirs, "", fault)


def rate(what: Figure, plays: int) -> Figure:
    """Plays a second of something that returns the seconds it took."""
    return lambda: plays / what()


def peer_rate(name: str, peer: Asked, truth: Found) -> Figure:
    def once() -> float:
        seconds = peer.once()
        near(NAMES[name], peer.found, truth)
        return THEIRS[name] / seconds
    return once


def sessions(rules: Rules, truth: Found) -> float:
    """Seconds of whole plays as a front end makes them, each ending with its record."""
    found: dict[str, int] = {}
    luck = random.Random(1)

    def played() -> None:
        for seed in range(OURS):
            session = Session(rules, seed=seed)
            while not session.ended:
                session.play(luck.choice(session.moves()))
            node = session.record().node
            found[node] = found.get(node, 0) + 1
    seconds = processor(played)
    near("ours, session", found, truth)
    return seconds


def columns(rules: Rules, truth: Found) -> float:
    """Seconds of as many plays in columns."""
    found: dict[str, int] = {}
    seconds = processor(lambda: found.update(simulate(rules, COLUMNS, 1).endings))
    near("ours, simulate", found, truth)
    return seconds
