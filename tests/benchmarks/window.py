"""The window: a frame, a key, idling, memory, beside a window with one colour in the same run."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tests.benchmarks.bench import ROOT, Bench
from tests.benchmarks.display import display
from tests.benchmarks.rows import Clock, Row
from tests.benchmarks.timing import limited

IDLE, PATIENCE = 20.0, 240.0
PEER = "a window with one colour"
GOALS = {"1280x720": "frame-720", "1920x1080": "frame-1080"}


def rows(bench: Bench) -> Iterator[Row]:
    """Yields the rows of both sizes; idling, input and memory at the smaller one."""
    rounds = 1 if bench.quick else 3
    with display() as (environment, where):
        environment["TWENTY_YEARS_PEACE_HOME"] = str(bench.folder / "home")
        for size, goal in GOALS.items():
            ours: dict[str, list[float]] = {}
            least: dict[str, list[float]] = {}
            for _ in range(rounds):
                for name, figures in (("game", ours), ("minimal", least)):
                    for key, values in measured(name, size, 3.0 if bench.quick else IDLE, environment).items():
                        if key != "first frame":
                            figures.setdefault(key, []).extend(values)
            title = size.replace("x", "×")
            yield row(f"a frame at {title}, first decision", "frame", ours, least, goal=goal, remark=where)
            yield row(f"a frame at {title}, map", "map frame", ours, least)
            if size == next(iter(GOALS)):
                yield row("from a key to the changed picture", "input", ours, least, goal="input")
                yield row("change of language", "language", ours, least)
                yield row("memory, window open on the map", "memory", ours, least, unit="MB", clock=Clock.NONE, goal="memory")
                yield row("processor while nothing happens, on the map", "idle", ours, least, unit="% of a core", clock=Clock.PROCESSOR, goal="idle")
                yield row("frames drawn while nothing happens, on the map", "idle frames", ours, least, unit="frames", clock=Clock.NONE, goal="idle-frames")


def row(what: str, key: str, ours: Mapping[str, list[float]], least: Mapping[str, list[float]], *, unit: str = "s",
        clock: Clock = Clock.WALL, goal: str = "", remark: str = "") -> Row:
    return Row(what, tuple(ours[key]), unit, clock, PEER if key in least else "", tuple(least.get(key, ())), goal, remark)


def measured(name: str, size: str, idle: float, environment: Mapping[str, str]) -> dict[str, Any]:
    """Runs one of the two windows in a process of its own."""
    told = limited([sys.executable, "-m", "tests.benchmarks.shown", name, size, str(idle)], PATIENCE, {**os.environ, **environment}, ROOT)
    figures: dict[str, Any] = json.loads(told.splitlines()[-1])
    return figures
