"""A tally as plain data, exact, and back again: what is printed, kept and handed from one program to another."""

from __future__ import annotations

from fractions import Fraction

from game.analysis.odds import Tally


def to_data(counted: Tally) -> dict[str, object]:
    """Returns a tally as JSON-ready data; odds are written as fractions, exactly."""
    return {"endings": {node: str(share) for node, share in counted.endings.items()},
            "rungs": {variable: {str(value): str(share) for value, share in odds.items()}
                      for variable, odds in counted.rungs.items()},
            "plays": counted.plays}


def from_data(data: dict[str, dict[str, dict[str, str]]]) -> Tally:
    """Returns the tally that ``to_data`` wrote; raises ``ValueError`` or ``KeyError`` for anything else."""
    endings = {str(node): Fraction(str(share)) for node, share in data["endings"].items()}
    rungs = {variable: {int(value): Fraction(share) for value, share in odds.items()}
             for variable, odds in data["rungs"].items()}
    if sum(endings.values()) != 1:
        raise ValueError("the odds do not sum to 1")
    return Tally(endings, rungs, int(str(data["plays"])))
