"""The curve of cost against plays and against distinct positions, as an SVG."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib import rc_context
from matplotlib.figure import Figure

from tests.benchmarks.rows import Point

STYLE = {"svg.hashsalt": "curve", "svg.fonttype": "none", "font.size": 10, "font.family": "sans-serif"}
COST, INK = "#8a3b2a", "#2a2a2a"


def curve(points: Sequence[Point]) -> str:
    """Returns two panels on logarithmic scales: cost against positions, where it follows, and against plays, where not."""
    with rc_context(STYLE):
        figure = Figure(figsize=(9, 3.8), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True)
        costs = [point.seconds * 1000 for point in points]
        for axes, across, name in ((left, [point.positions for point in points], "distinct positions"),
                                   (right, [point.plays for point in points], "plays (paths)")):
            axes.loglog([float(value) for value in across], costs, "o-", color=COST, markersize=5)
            axes.set_xlabel(name)
            axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
            axes.spines[["top", "right"]].set_visible(False)
        above = [(12, -3), (12, -3)]
        for axes, attribute, offset in zip((left, right), ("positions", "plays"), above, strict=True):
            for point in (points[0], points[-1]):
                axes.annotate(f"{point.decisions} decisions", (float(getattr(point, attribute)), point.seconds * 1000), textcoords="offset points",
                              xytext=offset if point is points[0] else (-12, -3), ha="left" if point is points[0] else "right", va="center", color=INK)
        left.set_ylabel("exact odds of every ending, ms")
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
