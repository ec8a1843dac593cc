"""The table for the screen and the results page in Markdown.  Pure: rows in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tests.benchmarks.rows import Goal, Point, Row, met, spread, unmeasured

HEAD = ("what", "ours", "peer", "peer's", "ratio", "goal", "met", "clock")
Subjects = Mapping[str, Sequence[Row]]
INTRODUCTION = """\
# Benchmark

Made by `python -m tests.benchmarks`; do not edit. Ours and every peer were asked about the same generated stories in the same
run, in turns, round by round. A figure is the median of the rounds, with the least and the greatest in brackets. *Ratio* says how
many times better ours is: below 1 the peer is. *Clock* is the processor time of the working process, or the time on the wall."""


def cells(row: Row, goals: Mapping[str, Goal]) -> tuple[str, ...]:
    """Returns a row's cells as the table shows them, in the order of ``HEAD``."""
    goal = goals[row.goal] if row.goal else None
    reached = met(row, goal) if goal else None
    ratio = "" if row.times is None else f"{row.times:,.0f} ×" if row.times >= 100 else f"{row.times:.2g} ×"
    what = f"{row.what} [{row.remark}]" if row.remark and not row.peer else row.what
    theirs = spread(row.theirs, row.unit) if row.theirs else row.remark if row.peer else ""
    verdict = {True: "yes", False: "NO", None: "not measured" if goal else ""}[reached]
    return (what, spread(row.ours, row.unit), row.peer, theirs, ratio, str(goal) if goal else "", verdict, row.clock.value)


def screen(title: str, rows: Sequence[Row], goals: Mapping[str, Goal]) -> str:
    """Returns one subject for the terminal: the row's name on a line of its own where it changes, figures in columns."""
    lines, before = [title.upper()], ""
    for row in rows:
        what, ours, peer, theirs, ratio, goal, verdict, clock = cells(row, goals)
        if what != before:
            lines.append(f"  {what}")
        held = f"  {goal}: {verdict}" if goal else ""
        beside = f"  {peer}: {theirs}" if peer else ""
        lines.append(f"    {ours:34} {clock:9} {ratio:>9}{beside}{held}".rstrip())
        before = what
    return "\n".join(lines)


def markdown(subjects: Subjects, goals: Mapping[str, Goal], machine: Sequence[str], points: Sequence[Point], picture: str) -> str:
    """Returns the results page.  machine: what was measured on and with, as lines; picture: the curve's file."""
    every = [row for rows in subjects.values() for row in rows]
    held = [(row, met(row, goals[row.goal])) for row in every if row.goal]
    failed = [row for row, reached in held if reached is False]
    parts = [INTRODUCTION, "\n".join(f"- {line}" for line in machine)]
    parts.append(f"{len(held) - len(failed) - sum(reached is None for _, reached in held)} of {len(held)} rows that have a goal meet it.")
    if failed:
        parts.append("Not met:\n\n" + "\n".join(f"- {row.what}{f', beside {row.peer}' if row.peer else ''}: {goals[row.goal]}, measured "
                                                f"{spread(row.ours, row.unit) if goals[row.goal].times is None else f'{row.times:,.2g} ×'}" for row in failed))
    missing = unmeasured(goals, every)
    if missing:
        parts.append("Not measured:\n\n" + "\n".join(f"- {goals[name].what} ({goals[name]})" for name in missing))
    for title, rows in subjects.items():
        parts.append(f"## {title.capitalize()}\n\n" + _table(HEAD, [cells(row, goals) for row in rows]))
    if points:
        parts.append(f"## Cost against positions and paths\n\nExact odds of every ending, as stories grow: the cost follows the distinct "
                     f"positions, not the plays.\n\n![Cost against distinct positions and against plays]({picture})\n\n" + _table(POINT_HEAD, map(point_cells, points)))
    return "\n\n".join(parts) + "\n"


POINT_HEAD = ("decisions", "plays", "distinct positions", "cost", "a position")


def point_cells(point: Point) -> tuple[str, ...]:
    """Returns the cells of one story of the curve."""
    plays = f"{point.plays:,}" if point.plays < 10**9 else f"{point.plays:.2e}"
    return (str(point.decisions), plays, f"{point.positions:,}", f"{point.seconds * 1000:,.3g} ms", f"{point.seconds / point.positions * 1e6:.3g} µs")


def curve_screen(points: Sequence[Point]) -> str:
    """Returns the curve as a table for the terminal."""
    table = [POINT_HEAD, *map(point_cells, points)]
    return "COST AGAINST POSITIONS AND PATHS\n" + "\n".join("  " + "".join(f"{cell:>20}" for cell in row) for row in table)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
