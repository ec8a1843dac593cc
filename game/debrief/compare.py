"""A play beside the record, as values: path, treaty clauses, stakes, figures, and why each value came about.

Language-neutral and pure; front ends and reports print it.  The record is the scenario's own: its recorded moves
followed to their end.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.core.model import AnyNode, Branch, Chance, Decision, Option, Sureness, Table, Terminal
from game.core.reference import Dimension, Figure, Rung, TableRow
from game.core.rules import Position, Rules, Step
from game.core.texts import NO_WORDS, Words
from game.debrief.choices import Choice, choices, ending, told
from game.play.session import REJOIN, Session, record_line


@dataclass(frozen=True, slots=True)
class PathRow:
    """One decision or one round of talks, yours beside the record's.

    ``yours`` is None where your play did not come; ``record`` is None where the record had nothing to decide; of
    talks they are the last move.  ``choice`` and ``recorded`` are the same with all meetings and how they ended,
    ``differs`` says that they did not end alike.  ``opened`` and ``closed`` are the decisions that your choice
    brought in or shut out, seen at the next decision after it.
    """

    node: Decision
    yours: Option | None
    record: Option | None
    position: Position
    left_here: bool
    opened: tuple[Decision, ...] = ()
    closed: tuple[Decision, ...] = ()
    choice: Choice | None = None
    recorded: Choice | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One issue of the treaty table; ``same`` says that your rung is the record's."""

    row: TableRow
    yours: Rung | None
    same: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that moved a value: where, by which option or branch, from and to which rung, and why.

    ``end`` is the outcome of the talks that moved it, empty elsewhere; ``sure`` is None for a clause agreed there.
    """

    node: AnyNode
    option: Option | Branch
    old: Rung | None
    new: Rung | None
    why: Words
    sure: Sureness | None
    position: Position
    end: str = ""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer of one dimension at the end of both, and what brought yours there."""

    dimension: Dimension
    layer: str
    variable: str
    yours: Rung | None
    record: Rung | None
    trace: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number or date of the record, and whether your play reached it."""

    figure: Figure
    reached: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the ending shows beside the record.

    Where the scenario tells no record, ``recorded`` is false: nothing of the play then differs from it or is like it.
    """

    ending: Terminal | None
    record_ending: Terminal | None
    departures: int
    total: int
    path: tuple[PathRow, ...]
    clauses: tuple[ClauseRow, ...]
    layers: tuple[LayerRow, ...]
    figures: tuple[FigureRow, ...]
    cites: tuple[str, ...]
    recorded: bool = True


def compare(session: Session) -> Comparison:
    """Returns the comparison of a play, finished or not, with the record of its scenario."""
    rules, reference = session.rules, session.scenario.reference
    record = record_line(rules)
    last = record[-1].after if record else rules.start()
    here = session.position
    reached = set(yields(rules, session.steps))
    present, record_ending = session.node, rules.node(last)
    recorded = session.has_record()
    clauses = tuple(ClauseRow(row, rung(rules, row.variable, here),
                              rules.value(here, row.variable) == rules.value(last, row.variable))
                    for row in reference.table.values())
    layers = tuple(LayerRow(dimension, layer, variable, rung(rules, variable, here), rung(rules, variable, last),
                            trace(rules, session.steps, variable))
                   for dimension in reference.dimensions.values() for layer, variable in dimension.layers)
    return Comparison(
        present if isinstance(present, Terminal) else None,
        record_ending if recorded and isinstance(record_ending, Terminal) else None,
        session.departures(), sum(bool(choice.end) for choice in choices(rules, session.steps)),
        _path(session, record), clauses, layers,
        tuple(FigureRow(figure, name in reached) for name, figure in reference.figures.items() if recorded),
        _cites(session), recorded,
    )


def rung(rules: Rules, variable: str, position: Position) -> Rung | None:
    """Returns the rung a variable stands on, or None if it has no scale."""
    scale = rules.scenario.reference.scales.get(variable)
    value = rules.value(position, variable)
    return scale.rung(value) if scale is not None and isinstance(value, int) else None


def trace(rules: Rules, steps: list[Step] | tuple[Step, ...], variable: str) -> tuple[Cause, ...]:
    """Returns what moved ``variable``, in order: the changes that the steps already carry, clauses agreed included.

    A step back to the record is left out, and so is whatever it undid.
    """
    scale = rules.scenario.reference.scales.get(variable)
    causes: list[Cause] = []
    for place, step in enumerate(steps):
        if step.move == REJOIN or (place + 1 < len(steps) and steps[place + 1].move == REJOIN):
            continue
        node = rules.scenario.nodes[step.before.node]
        if isinstance(node, Terminal):
            continue
        option = node.option(step.move) if isinstance(node, Decision) else node.branch(step.move)
        agreed = isinstance(node, Table) and variable in node.offers
        for change in step.changes:
            effect = change.effect
            if change.variable != variable or change.old == change.new or (effect is None and not agreed):
                continue
            old = scale.rung(change.old) if scale and isinstance(change.old, int) else None
            new = scale.rung(change.new) if scale and isinstance(change.new, int) else None
            causes.append(Cause(node, option, old, new, effect.why if effect else NO_WORDS,
                                effect.sure if effect else None, step.before, ending(rules, step)))
    return tuple(causes)


def yields(rules: Rules, steps: list[Step] | tuple[Step, ...]) -> tuple[str, ...]:
    """Returns the figures that the steps reached, in order; a step undone by a return to the record counts not.

    Figures belong to the record: once a play has left it, no further figure is reached.
    """
    found: list[str] = []
    for place, step in enumerate(steps):
        if step.move == REJOIN or (place + 1 < len(steps) and steps[place + 1].move == REJOIN):
            continue
        if rules.value(step.after, "left_record"):
            continue
        node = rules.scenario.nodes[step.before.node]
        if isinstance(node, Decision):
            end = ending(rules, step)
            found += node.outcome(end).yields if isinstance(node, Table) and end else node.option(step.move).yields
        elif isinstance(node, Chance):
            found += node.branch(step.move).yields
    return tuple(found)


def _path(session: Session, record: tuple[Step, ...]) -> tuple[PathRow, ...]:
    recorded = {choice.node.id: choice for choice in choices(session.rules, record)}
    made = choices(session.rules, session.steps)
    played = {choice.node.id: choice for choice in made}
    order = list(session.scenario.nodes)
    names = sorted({*recorded, *played}, key=order.index)
    first_left = next((choice.node.id for choice in made if choice.departs), None)
    rows = []
    for name in names:
        node = session.scenario.decision(name)
        mine, theirs = played.get(name), recorded.get(name)
        here = mine or theirs
        assert here is not None
        opened, closed = _doors(session, mine, theirs, [choice.node.id for choice in made], list(recorded))
        rows.append(PathRow(node, node.option(mine.last.move) if mine else None,
                            node.option(theirs.last.move) if theirs else None, here.before, name == first_left,
                            opened, closed, mine, theirs, _differ(mine, theirs)))
    return tuple(rows)


def _differ(mine: Choice | None, theirs: Choice | None) -> bool:
    """Talks differ by their end, not by the way there; while they go on nothing does."""
    if mine is None or theirs is None or not mine.end:
        return False
    return mine.departs or mine.way != theirs.way


def _doors(session: Session, mine: Choice | None, theirs: Choice | None, played: list[str],
           line: list[str]) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """The decisions that came in or fell out between this choice and the player's next decision."""
    if mine is None or (theirs is not None and not _differ(mine, theirs) and not _left(session, mine.last)):
        return (), ()
    place = played.index(mine.node.id)
    following = played[place + 1] if place + 1 < len(played) else None
    if following is None:
        return (), ()
    scenario = session.scenario
    opened = () if following in line else (scenario.decision(following),)
    if mine.node.id not in line or following not in line:
        return opened, ()
    skipped = line[line.index(mine.node.id) + 1:line.index(following)]
    return opened, tuple(scenario.decision(name) for name in skipped)


def _left(session: Session, step: Step) -> bool:
    return bool(session.rules.value(step.after, "left_record"))


def _cites(session: Session) -> tuple[str, ...]:
    """Returns every source of every text shown in the play, in order of appearance."""
    rules, found = session.rules, dict[str, None]()
    for step in session.steps:
        node = session.scenario.nodes[step.before.node]
        slots = told(rules, step)
        if isinstance(node, Decision) and slots:
            slots = (node.brief, *(counsel.text for counsel in node.counsel), *slots)
        for slot in slots:
            for block in rules.slot(slot, step.before):
                found.update(dict.fromkeys(block.cites))
    if isinstance(session.node, Terminal):
        for block in rules.slot(session.node.text, session.position):
            found.update(dict.fromkeys(block.cites))
    return tuple(found)
