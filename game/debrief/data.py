"""The comparison as plain data, for ``replay --json`` and other programs.

Ids and values, no prose: stable across languages.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from game.analysis.frontier import Point
from game.debrief.compare import Comparison
from game.debrief.deal import Deal, deals
from game.play.session import Session

FORMAT: Final = 1
"""Raised when a key changes its meaning or goes; a new key is no new format."""


def comparison_data(session: Session, comparison: Comparison) -> dict[str, Any]:
    """Returns JSON-ready data: moves, clauses, promises and deliveries, deals, numbers, dates, distance."""
    reached = [row.figure for row in comparison.figures if row.reached]
    layers: dict[str, dict[str, Any]] = {}
    for row in comparison.layers:
        layers.setdefault(row.layer, {})[row.dimension.id] = {
            "yours": row.yours.value if row.yours else None,
            "record": row.record.value if row.record else None,
        }
    return {
        "format": FORMAT,
        "scenario": session.scenario.id,
        "track": session.track.value,
        "seed": session.seed,
        "distance": comparison.departures,
        "decisions": comparison.total,
        "ending": comparison.ending.ending if comparison.ending else None,
        "record_ending": comparison.record_ending.ending if comparison.record_ending else None,
        "moves": [{"node": step.before.node, "move": step.move} for step in session.steps],
        "clauses": {row.row.id: {"rung": row.yours.value if row.yours else None, "as_recorded": row.same,
                                 "text": dict(row.yours.text.forms) if row.yours else {}}
                    for row in comparison.clauses},
        **{layer: values for layer, values in layers.items() if layer != "clause"},
        "deals": {deal.bargain.id: _deal(deal) for deal in deals(session.rules, session.steps)},
        "numbers": {figure.id: figure.value for figure in reached if isinstance(figure.value, int)},
        "dates": {figure.id: figure.value for figure in reached if isinstance(figure.value, str)},
    }


def _deal(deal: Deal) -> dict[str, Any]:
    """Points of 100 under the scenario's assumed weights, as fractions written out, side by side."""
    def told(point: Point | None) -> dict[str, Any] | None:
        if point is None:
            return None
        return {"clauses": dict(zip(deal.bargain.issues, point.package, strict=True)), "values": pair(point.values)}

    def pair(values: tuple[Fraction, Fraction]) -> dict[str, str]:
        return dict(zip(deal.sides, map(str, values), strict=True))

    return {"yours": told(deal.yours), "record": told(deal.record), "none": pair(deal.none),
            "nash": told(deal.nash), "kalai_smorodinsky": told(deal.kalai_smorodinsky),
            "frontier": [told(point) for point in deal.frontier],
            "swaps": [{"clauses": dict(zip(deal.bargain.issues, swap.package, strict=True)),
                       "changed": list(swap.changed), "gains": pair(swap.gains)} for swap in deal.swaps]}
