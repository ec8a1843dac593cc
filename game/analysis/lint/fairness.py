"""The rule on unfair guesses: positions a party cannot tell apart, with no move that is best at all of them.

Information sets are those of the rulebook (``Rules.view``); the best moves are found by backward induction, the party
itself playing its best from there and everybody else as authored (Tatham: a puzzle must not need a guess).  Only where
positions are few enough to hold them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Final

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.survey import Survey
from game.analysis.lint.worths import Measure, measures
from game.analysis.positions import Graph, TooLarge, graph
from game.core.expressions import Value
from game.core.model import Decision, Move, Party, Terminal
from game.core.rules import Position, Rules

MOST: Final = 4_000
"""How many positions are looked at one by one."""


def guesses(survey: Survey) -> Iterator[Finding]:
    """W056; a note where it was left out."""
    found = measures(survey.rules)
    if survey.reached is None or not found or not _secrets(survey.rules):
        return
    try:
        positions = graph(survey.rules, most=MOST)
    except TooLarge as fault:
        yield finding("N001", ("nodes", ""), "guesses", estimate=fault.estimate)
        return
    if positions.order is None:
        yield finding("N001", ("nodes", ""), "rings")
        return
    told: set[tuple[str, str]] = set()
    for party in survey.scenario.parties:
        for measure in found:
            if measure.party in ("", party):
                for item in _unfair(positions, positions.order, party, measure):
                    key = str(item.path), measure.name
                    if key not in told:
                        told.add(key)
                        yield item


def _secrets(rules: Rules) -> bool:
    """Whether any party may be kept from anything."""
    return any(not variable.is_seen_by(party) for variable in rules.variables.values()
               for party in rules.scenario.parties)


def _unfair(found: Graph, order: tuple[Position, ...], party: Party, measure: Measure) -> Iterator[Finding]:
    best = _best(found, order, party, measure)
    for view, positions in found.information_sets(party).items():
        shared = frozenset(view.moves).intersection(*(best[position] for position in positions))
        if len(positions) > 1 and not shared:
            one, two = min(combinations(positions, 2), key=lambda pair: len(best[pair[0]] & best[pair[1]]))
            yield finding("W056", ("nodes", view.node, "options", ""), node=view.node, measure=measure.name,
                          hidden=_differences(found.rules, one, two), one=tuple(sorted(best[one])),
                          two=tuple(sorted(best[two])))


def _differences(rules: Rules, one: Position, two: Position) -> tuple[str, ...]:
    """The variables that make the difference."""
    pairs: list[tuple[str, Value, Value]] = [
        (name, first, second) for name, first, second in zip(rules.names, one.values, two.values, strict=True)
        if first != second]
    return tuple(f"{name} = {first} / {second}" for name, first, second in pairs)


def _best(found: Graph, order: tuple[Position, ...], party: Party,
          measure: Measure) -> Mapping[Position, frozenset[Move]]:
    """The moves of the party that are best by a measure at each of its positions, were everything known."""
    rules, best = found.rules, dict[Position, frozenset[Move]]()
    value: dict[Position, Fraction] = {}
    for position in reversed(order):
        node, moves = rules.node(position), found.moves[position]
        if isinstance(node, Terminal) or not moves:
            value[position] = measure.at(node.id, dict(zip(rules.names, position.values, strict=True)))
        elif isinstance(node, Decision) and node.who == party:
            value[position] = max(value[after] for _, after in moves)
            best[position] = frozenset(move for move, after in moves if value[after] == value[position])
        else:
            odds = rules.odds(position)
            value[position] = sum((odds.get(move, Fraction(0)) * value[after] for move, after in moves), Fraction(0))
    return best
