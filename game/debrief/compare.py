"""A play beside the record, as values: path, treaty clauses, stakes, figures, and why each value came about.

Language-neutral and pure; front ends and reports print it.  The record is the scenario's own: its recorded moves
followed to their end.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.core.model import AnyNode, Branch, Chance, Decision, Option, Sureness, Terminal
from game.core.reference import Dimension, Figure, Rung, TableRow
from game.core.rules import Position, Rules, Step
from game.core.texts import Words
from game.play.session import REJOIN, Session, record_line


@dataclass(frozen=True, slots=True)
class PathRow:
    """One decision, yours beside the record's.

    ``yours`` is None where your play did not come; ``record`` is None where the record had nothing to decide.
    ``opened`` and ``closed`` are the decisions that your choice brought in or shut out, seen at the next
    decision after it.
    """

    node: Decision
    yours: Option | None
    record: Option | None
    position: Position
    left_here: bool
    opened: tuple[Decision, ...] = ()
    closed: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One issue of the treaty table; ``same`` says that your rung is the record's."""

    row: TableRow
    yours: Rung | None
    same: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that moved a value: where, by which option or branch, from and to which rung, and why."""

    node: AnyNode
    option: Option | Branch
    old: Rung | None
    new: Rung | None
    why: Words
    sure: Sureness


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
    """Everything the ending shows beside the record."""

    ending: Terminal | None
    record_ending: Terminal | None
    departures: int
    total: int
    path: tuple[PathRow, ...]
    clauses: tuple[ClauseRow, ...]
    layers: tuple[LayerRow, ...]
    figures: tuple[FigureRow, ...]
    cites: tuple[str, ...]


def compare(session: Session) -> Comparison:
    """Returns the comparison of a play, finished or not, with the record of its scenario."""
    rules, reference = session.rules, session.scenario.reference
    record = record_line(rules)
    last = record[-1].after if record else rules.start()
    here = session.position
    reached = set(yields(rules, session.steps))
    ending, record_ending = session.node, rules.node(last)
    clauses = tuple(ClauseRow(row, rung(rules, row.variable, here),
                              rules.value(here, row.variable) == rules.value(last, row.variable))
                    for row in reference.table.values())
    layers = tuple(LayerRow(dimension, layer, variable, rung(rules, variable, here), rung(rules, variable, last),
                            trace(rules, session.steps, variable))
                   for dimension in reference.dimensions.values() for layer, variable in dimension.layers)
    return Comparison(
        ending if isinstance(ending, Terminal) else None,
        record_ending if isinstance(record_ending, Terminal) else None,
        session.departures(), len(session.decisions()), _path(session, record), clauses, layers,
        tuple(FigureRow(figure, name in reached) for name, figure in reference.figures.items()),
        _cites(session),
    )


def rung(rules: Rules, variable: str, position: Position) -> Rung | None:
    """Returns the rung a variable stands on, or None if it has no scale."""
    scale = rules.scenario.reference.scales.get(variable)
    value = rules.value(position, variable)
    return scale.rung(value) if scale is not None and isinstance(value, int) else None


def trace(rules: Rules, steps: list[Step] | tuple[Step, ...], variable: str) -> tuple[Cause, ...]:
    """Returns what moved ``variable``, in order: the changes that the steps already carry.

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
        for change in step.changes:
            if change.variable != variable or change.effect is None or change.old == change.new:
                continue
            old = scale.rung(change.old) if scale and isinstance(change.old, int) else None
            new = scale.rung(change.new) if scale and isinstance(change.new, int) else None
            causes.append(Cause(node, option, old, new, change.effect.why, change.effect.sure))
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
            found += node.option(step.move).yields
        elif isinstance(node, Chance):
            found += node.branch(step.move).yields
    return tuple(found)


def _path(session: Session, record: tuple[Step, ...]) -> tuple[PathRow, ...]:
    nodes = session.scenario.nodes
    recorded: dict[str, Step] = {step.before.node: step for step in record
                                 if isinstance(nodes[step.before.node], Decision)}
    played = {step.before.node: step for _, step, _ in session.decisions()}
    order = list(nodes)
    names = sorted({*recorded, *played}, key=order.index)
    first_left = next((step.before.node for _, step, node in session.decisions()
                       if step.move != node.record_move), None)
    rows = []
    for name in names:
        node = session.scenario.decision(name)
        mine, theirs = played.get(name), recorded.get(name)
        here = mine or theirs
        assert here is not None
        opened, closed = _doors(session, mine, theirs, recorded)
        rows.append(PathRow(node, node.option(mine.move) if mine else None,
                            node.option(theirs.move) if theirs else None, here.before, name == first_left,
                            opened, closed))
    return tuple(rows)


def _doors(session: Session, mine: Step | None, theirs: Step | None,
           recorded: dict[str, Step]) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """The decisions that came in or fell out between this choice and the player's next decision."""
    if mine is None or (theirs is not None and mine.move == theirs.move and not _left(session, mine)):
        return (), ()
    played = [step.before.node for _, step, _ in session.decisions()]
    place = played.index(mine.before.node)
    following = played[place + 1] if place + 1 < len(played) else None
    if following is None:
        return (), ()
    scenario = session.scenario
    opened = () if following in recorded else (scenario.decision(following),)
    line = list(recorded)
    if mine.before.node not in recorded or following not in recorded:
        return opened, ()
    skipped = line[line.index(mine.before.node) + 1:line.index(following)]
    return opened, tuple(scenario.decision(name) for name in skipped)


def _left(session: Session, step: Step) -> bool:
    return bool(session.rules.value(step.after, "left_record"))


def _cites(session: Session) -> tuple[str, ...]:
    """Returns every source of every text shown in the play, in order of appearance."""
    rules, found = session.rules, dict[str, None]()
    for step in session.steps:
        node = session.scenario.nodes[step.before.node]
        slots = []
        if isinstance(node, Decision) and step.move != REJOIN:
            option = node.option(step.move)
            slots = [node.brief, *(counsel.text for counsel in node.counsel), option.held, node.record, node.hidden,
                     option.follows]
        elif isinstance(node, Chance) and step.move != REJOIN:
            slots = [node.branch(step.move).text]
        for slot in slots:
            for block in rules.slot(slot, step.before):
                found.update(dict.fromkeys(block.cites))
    if isinstance(session.node, Terminal):
        for block in rules.slot(session.node.text, session.position):
            found.update(dict.fromkeys(block.cites))
    return tuple(found)
