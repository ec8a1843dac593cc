"""Answers as plain data, exact: odds and values are written as fractions.  Called by the command ``explore``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from game.analysis.answers import Answers, Lengths
from game.analysis.behaviour import UNIFORM
from game.analysis.ways import Way
from game.core.model import Move, NodeId

Data = dict[str, object]


def answers_data(answers: Answers) -> Data:
    """Returns what is known as JSON-ready data; a key that is missing was not asked, or not answered."""
    found: Data = {"scenario": answers.rules.scenario.id, "digest": answers.rules.scenario.digest,
                   "policy": answers.behaviour.name or UNIFORM.name, "start": answers.start.node,
                   "whole": answers.whole, "unanswered": [section.value for section in answers.unanswered]}
    explored = answers.exploration
    if explored is not None:
        found |= {"plays": explored.plays, "positions": explored.positions, "endings": _odds(explored.endings),
                  "nodes": _odds(explored.nodes), "edges": _by_node(explored.edges)}
        if explored.stuck:
            found["stuck"] = _odds(explored.stuck)
    found |= {name: _lengths(lengths) for name, lengths in (("decisions", answers.decisions), ("moves", answers.steps))
              if lengths is not None}
    if answers.reading:
        found["reading"] = {language: {key: [str(bound) for bound in getattr(reading, key)]
                                       for key in ("shortest", "expected", "longest")}
                            for language, reading in answers.reading.items()}
    if answers.rungs:
        found["rungs"] = {variable: {str(value): str(share) for value, share in odds.items()}
                          for variable, odds in answers.rungs.items()}
    if answers.pivots is not None:
        found["pivots"] = [{"node": pivot.node, "met": str(pivot.met), "spread": str(pivot.spread),
                            "weight": str(pivot.weight), "apart": list(pivot.apart)} for pivot in answers.pivots]
    if answers.rarest is not None:
        node, way, odds = answers.rarest
        found["rarest"] = {"ending": node, "likeliest": _way(way), "odds": str(odds)}
    if answers.expected:
        found["expected"] = _odds(answers.expected)
    options = _options(answers)
    return found | ({"options": options} if options else {})


def _options(answers: Answers) -> dict[NodeId, dict[Move, Data]]:
    found: dict[NodeId, dict[Move, Data]] = defaultdict(lambda: defaultdict(dict))
    for (node, move), consequence in (answers.options or {}).items():
        found[node][move] |= {
            "met": str(consequence.met),
            "endings": {ending: str(share) for ending, share in zip(answers.endings, consequence.after, strict=True)}}
    for (node, move), opening in (answers.openings or {}).items():
        found[node][move] |= {"opens": sorted(opening.opens), "shuts": sorted(opening.shuts)}
    for name, values in answers.values.items():
        for (node, move), value in values.items():
            valued = found[node][move].setdefault("values", {})
            assert isinstance(valued, dict)
            valued[name] = {"value": str(value), "gain": str(answers.gains[name][node, move]),
                            "regret": str(answers.regret(name, (node, move)))}
    return {node: dict(moves) for node, moves in found.items()}


def _lengths(lengths: Lengths) -> Data:
    return {"expected": str(lengths.expected), "shortest": lengths.shortest, "longest": lengths.longest,
            "short": _way(lengths.short), "long": _way(lengths.long)}


def _way(way: Way) -> Data:
    return {"ending": way.ending, "moves": [list(move) for move in way.moves]}


def _odds(odds: Mapping[str, Fraction]) -> dict[str, str]:
    return {name: str(share) for name, share in odds.items()}


def _by_node(edges: Mapping[tuple[NodeId, Move], Fraction]) -> dict[NodeId, dict[Move, str]]:
    found: dict[NodeId, dict[Move, str]] = defaultdict(dict)
    for (node, move), share in edges.items():
        found[node][move] = str(share)
    return dict(found)
