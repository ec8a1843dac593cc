"""A row of the benchmark's table, the goals it is held against, and what is said of both.  Pure: no clock, no process."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

GOALS = Path(__file__).with_name("goals.yaml")


class Clock(StrEnum):
    """What a duration was taken with."""

    PROCESSOR = "processor"
    WALL = "wall"
    NONE = "–"


@dataclass(frozen=True, slots=True)
class Point:
    """One story of the curve: what its exact odds cost, in processor seconds."""

    decisions: int
    plays: int
    positions: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit for a row's median, in the row's unit, or for how many times better it is than its peer.

    Exactly one of the three limits is given.
    """

    what: str
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    times: float | None = None

    def __post_init__(self) -> None:
        if sum(limit is not None for limit in (self.at_most, self.at_least, self.times)) != 1:
            raise ValueError(f"the goal '{self.what}' needs exactly one of at_most, at_least, times")

    def __str__(self) -> str:
        if self.times is not None:
            return f"≥ {self.times:,g} × the peer"
        sign, limit = ("≤", self.at_most) if self.at_most is not None else ("≥", self.at_least)
        return f"{sign} {figure(limit or 0.0, self.unit)}"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: one figure a round, ours and the peer's, in one unit.

    unit: ``s``, a rate that ends in ``/s``, or anything else of which less is better.  remark: what a reader must know
    of this row, such as why a peer has no figures.
    """

    what: str
    ours: tuple[float, ...]
    unit: str = "s"
    clock: Clock = Clock.PROCESSOR
    peer: str = ""
    theirs: tuple[float, ...] = ()
    goal: str = ""
    remark: str = ""

    @property
    def times(self) -> float | None:
        """How many times better ours is than the peer's, by medians; None without a peer's figures."""
        if not self.ours or not self.theirs:
            return None
        ours, theirs = statistics.median(self.ours), statistics.median(self.theirs)
        over, under = (ours, theirs) if self.unit.endswith("/s") else (theirs, ours)
        return over / under if under else None


def met(row: Row, goal: Goal) -> bool | None:
    """Says whether the row meets the goal; None if its figures are not there."""
    if goal.times is not None:
        return None if row.times is None else row.times >= goal.times
    if goal.unit != row.unit:
        raise ValueError(f"'{row.what}' is measured in {row.unit}, its goal '{goal.what}' is in {goal.unit}")
    if not row.ours:
        return None
    median = statistics.median(row.ours)
    return median <= goal.at_most if goal.at_most is not None else median >= (goal.at_least or 0.0)


def read_goals(text: str) -> dict[str, Goal]:
    """Reads the goals; raises ``ValueError`` or ``TypeError`` if one is no goal."""
    return {name: Goal(**keys) for name, keys in yaml.safe_load(text).items()}


def unmeasured(goals: Mapping[str, Goal], rows: Iterable[Row]) -> list[str]:
    """Returns the names of the goals that no row with figures is held against."""
    found = {row.goal for row in rows if row.goal and met(row, goals[row.goal]) is not None}
    return [name for name in goals if name not in found]


def figure(value: float, unit: str) -> str:
    """Returns a figure with its unit, to three digits or to the whole."""
    if unit == "s" and value < 1:
        return f"{_digits(value * 1000)} ms"
    return f"{_digits(value)} {unit}".rstrip()


def spread(figures: tuple[float, ...], unit: str) -> str:
    """Returns the median and, of several figures, the least and the greatest."""
    if not figures:
        return "–"
    median = figure(statistics.median(figures), unit)
    if len(figures) == 1:
        return median
    scale = 1000 if unit == "s" and statistics.median(figures) < 1 else 1
    return f"{median} ({_digits(min(figures) * scale)}–{_digits(max(figures) * scale)})"


def _digits(value: float) -> str:
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
