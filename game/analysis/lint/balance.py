"""Rules on what the model makes of choices: options nothing speaks for, a record without a rival or always first.

McCall's rule of good choices: more than one option is worth taking, and the record's is neither always the best nor
always the worst.  Along the record only, where positions are too many to compare them all.  Values are the authors'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from game.analysis.flow import LoopedScenario
from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.survey import Survey
from game.analysis.lint.worths import Measure, expected, measures
from game.analysis.positions import TooLarge, graph
from game.core.model import Decision, Move, NodeId, Status, Table
from game.core.rules import Position
from game.play.session import record_line

MOST: Final = 400_000
"""How many merged positions are gone through for the values of all options together."""

SMALL: Final = 400
"""Up to so many positions, options are compared wherever a play may meet them."""

CLEAR: Final = 1
"""Values closer than this are the same to a model of whole points."""

FEW: Final = 3
"""A record of fewer choices than this says nothing about being always the best."""

Values = Mapping[Move, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A decision as a play may meet it: the open options and what is to be expected of each, measure by measure."""

    node: Decision
    values: Values
    recorded: Move | None
    on_record: bool


def balance(survey: Survey) -> Iterator[Finding]:
    """W052, W053, W054; a note where they were left out.

    By one measure alone one option is always ahead: that is what a choice is, and W054 alone asks it.
    """
    found = measures(survey.rules)
    if survey.reached is None or not found:
        return
    names = tuple(measure.name for measure in found)
    try:
        meetings = _meetings(survey, found)
    except (TooLarge, LoopedScenario):
        yield finding("N001", ("nodes", ""), "values")
        return
    if len(names) > 1:
        yield from _dominated(meetings)
        yield from _lonely(meetings)
    yield from _extremes(meetings, names)


def _meetings(survey: Survey, found: tuple[Measure, ...]) -> tuple[_Meeting, ...]:
    """Every decision position, or where there are too many those of the record; tables are left out."""
    rules = survey.rules
    line = {step.before: step for step in record_line(rules)}
    try:
        positions: list[Position] = list(graph(rules, most=SMALL).moves)
    except TooLarge:
        positions = list(line)
    choices = [(position, node, moves) for position in positions
               if isinstance(node := rules.node(position), Decision) and not isinstance(node, Table)
               and len(moves := rules.moves(position)) > 1]
    after = [rules.step(position, move).after for position, _, moves in choices for move in moves]
    values = iter(expected(rules, found, after, MOST) if after else ())
    return tuple(_Meeting(node, {move: next(values) for move in moves}, node.record_move, position in line)
                 for position, node, moves in choices)


def _dominated(meetings: Sequence[_Meeting]) -> Iterator[Finding]:
    """An option that another one beats wherever both are met, and that is never open without it.

    It is no fault that people really held to what the model thinks little of: only options of the authors' own are
    asked.
    """
    met: dict[NodeId, list[_Meeting]] = defaultdict(list)
    for meeting in meetings:
        met[meeting.node.id].append(meeting)
    for found in met.values():
        node = found[0].node
        for option in (item for item in node.options if item.status is Status.COUNTERFACTUAL):
            here = [meeting for meeting in found if option.id in meeting.values]
            better = next((other.id for other in node.options if other is not option and here
                           and _beats(other.id, option.id, here)), None)
            if better is not None:
                yield finding("W052", ("nodes", node.id, "options", option.id, ""), option=option.id, other=better)


def _beats(other: Move, option: Move, meetings: Sequence[_Meeting]) -> bool:
    pairs = [(meeting.values[other], meeting.values[option]) for meeting in meetings if other in meeting.values]
    return (len(pairs) == len(meetings) and all(_as_good(one, two) for one, two in pairs)
            and any(first - second >= CLEAR for one, two in pairs for first, second in zip(one, two, strict=True)))


def _as_good(one: tuple[Fraction, ...], two: tuple[Fraction, ...]) -> bool:
    return all(first >= second for first, second in zip(one, two, strict=True))


def _lonely(meetings: Sequence[_Meeting]) -> Iterator[Finding]:
    """A choice of the record that is better than every other open option by every measure."""
    for meeting in meetings:
        recorded = meeting.recorded
        if meeting.on_record and not meeting.node.free and recorded is not None and recorded in meeting.values:
            own = meeting.values[recorded]
            rivals = [value for move, value in meeting.values.items() if move != recorded]
            if all(_as_good(own, value) and own != value for value in rivals):
                yield finding("W053", ("nodes", meeting.node.id, "record", "move"), node=meeting.node.id, move=recorded)


def _extremes(meetings: Sequence[_Meeting], names: Sequence[str]) -> Iterator[Finding]:
    """A record that is the best, or the worst, at every one of its choices by some measure."""
    told = [meeting for meeting in meetings
            if meeting.on_record and not meeting.node.free and meeting.recorded in meeting.values]
    if len(told) < FEW:
        return
    for place, name in enumerate(names):
        for variant, choose in (("best", max), ("worst", min)):
            if all(_alone(meeting, place, choose) for meeting in told):
                yield finding("W054", ("nodes", ""), variant, measure=name, n=len(told))


def _alone(meeting: _Meeting, place: int, choose: object) -> bool:
    assert callable(choose) and meeting.recorded is not None
    values = [value[place] for value in meeting.values.values()]
    own = meeting.values[meeting.recorded][place]
    return bool(own == choose(values)) and values.count(own) == 1
