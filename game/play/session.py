"""A play: history, undo and redo, luck, both tracks, notes.  The only thing front ends talk to.

Not the rules and not files.  Chance moves by itself between decisions; on the record track every decision is
followed by ``@record``, the step back to what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from game.core import limits
from game.core.chance import draw
from game.core.model import CHANCE, AnyNode, Chance, Decision, Move, NodeId, Party, Scenario, Table, Terminal
from game.core.rules import Change, IllegalMove, Position, Refusal, Rules, Step, View
from game.play.record import Note, Record

REJOIN: Final[Move] = "@record"
"""The move of the record track that leads from the player's position to the record's."""

MAX_RUN: Final = limits.RUN

Luck = Callable[[int, int, Mapping[Move, Fraction]], Move]
"""(seed, ply, odds) -> branch; passed in so that tests can script it."""


class Track(StrEnum):
    """Whether the story returns to the record after each reveal, or follows the player."""

    RECORD = "record"
    BRANCH = "branch"


class StuckPlay(RuntimeError):
    """Chance has no possible branch, or leads in a circle: a fault of the scenario."""

    def __init__(self, node: NodeId) -> None:
        super().__init__(f"the scenario leads nowhere from '{node}'")
        self.node = node


class Parting(StrEnum):
    """Why a saved play and today's scenario part."""

    TRACK = "track"
    ACT = "act"
    BEGINNING = "beginning"
    FOLLOWS = "follows"
    VALUES = "values"
    NO_OPTION = "no_option"
    CLOSED = "closed"
    TURN = "turn"
    ENDED = "ended"
    MOMENT = "moment"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where a saved play and today's scenario part: the move that no longer fits, and why.

    node: where the play now stands.  move: empty if all moves still fit.  stuck: the node that leads nowhere today, if
    that is the reason.  ``str()`` is English and for logs; front ends print the parts in their language.
    """

    ply: int
    move: Move
    node: NodeId
    reason: Parting
    stuck: NodeId = ""

    def __str__(self) -> str:
        move = f", move '{self.move}'" if self.move else ""
        return f"at '{self.node}'{move}: {_ENGLISH[self.reason].format(stuck=self.stuck)}"


class Session:
    """One play of one scenario from one seat.

    ``steps`` is the whole history from the beginning of the scenario; the first ``given`` of them were not
    played but told: the record up to the act at which the play began, or the steps given as ``told``.
    """

    def __init__(self, rules: Rules, *, seed: int = 0, track: Track = Track.BRANCH, act: str = "",
                 seat: Party | None = None, luck: Luck = draw, told: Sequence[Step] = ()) -> None:
        self.rules: Final = rules
        self.seed: Final = seed
        self.track: Final = track
        self.act: Final = act
        self.seat: Final[Party] = seat or next(iter(rules.scenario.parties))
        self._luck = luck
        self.steps: list[Step] = list(told or _prefix(rules, act))
        self.given: Final = len(self.steps)
        self.notes: list[Note] = []
        self._undone: list[list[Step]] = []
        self._run()

    @property
    def scenario(self) -> Scenario:
        """The scenario being played."""
        return self.rules.scenario

    @property
    def position(self) -> Position:
        """Where the play stands now."""
        return self.steps[-1].after if self.steps else self.rules.start()

    @property
    def node(self) -> AnyNode:
        """The node where the play stands now."""
        return self.rules.node(self.position)

    @property
    def ply(self) -> int:
        """How many steps were made, those told at the beginning included."""
        return len(self.steps)

    @property
    def ended(self) -> bool:
        """Whether an ending has been reached."""
        return self.rules.actor(self.position) is None

    def view(self) -> View:
        """Returns what this seat may know."""
        return self.rules.view(self.position, self.seat)

    def moves(self) -> tuple[Move, ...]:
        """Returns the moves open to this seat."""
        position = self.position
        return self.rules.moves(position) if self.rules.actor(position) == self.seat else ()

    def play(self, move: Move, expected_ply: int | None = None) -> tuple[Step, ...]:
        """Makes this seat's move and everything that follows by itself; returns the steps.

        Raises ``IllegalMove``; with ``expected_ply`` a move meant for another moment is refused as stale.
        """
        if expected_ply is not None and expected_ply != self.ply:
            raise IllegalMove(Refusal.STALE, move)
        position, first = self.position, self.ply
        actor = self.rules.actor(position)
        if actor is None:
            raise IllegalMove(Refusal.ENDED, move)
        if actor != self.seat:
            raise IllegalMove(Refusal.NOT_YOUR_TURN, move)
        self.steps.append(self.rules.step(position, move))
        try:
            self._rejoin()
            self._run()
        except Exception:
            del self.steps[first:]
            raise
        self._undone.clear()
        return tuple(self.steps[first:])

    def can_undo(self) -> bool:
        """Whether there is a decision of this play to take back."""
        return self._last_decision() is not None

    def undo(self) -> bool:
        """Takes back the last decision with all that followed; returns whether there was one."""
        place = self._last_decision()
        if place is None:
            return False
        self._undone.append(self.steps[place:])
        del self.steps[place:]
        return True

    def can_redo(self) -> bool:
        """Whether a decision was taken back and nothing else played since."""
        return bool(self._undone)

    def redo(self) -> bool:
        """Makes the decision that was last taken back; returns whether there was one."""
        if not self._undone:
            return False
        self.steps += self._undone.pop()
        return True

    def note(self, kind: str, value: str) -> None:
        """Sets down a note at the present ply; a later one of the same kind replaces it."""
        self.notes = [note for note in self.notes if (note.ply, note.kind) != (self.ply, kind)]
        self.notes.append(Note(self.ply, kind, value))

    def noted(self, ply: int, kind: str) -> str | None:
        """Returns the note of ``kind`` made at ``ply``, or None."""
        return next((note.value for note in self.notes if (note.ply, note.kind) == (ply, kind)), None)

    def decisions(self) -> tuple[tuple[int, Step, Decision], ...]:
        """Returns the (ply, step, node) of every decision in the history, told ones included."""
        found = []
        for ply, step in enumerate(self.steps):
            node = self.scenario.nodes[step.before.node]
            if isinstance(node, Decision) and step.move != REJOIN:
                found.append((ply, step, node))
        return tuple(found)

    def has_record(self) -> bool:
        """Says whether the scenario tells what was really decided: at a decision met so far, or at the present one."""
        nodes = (*(node for _, _, node in self.decisions()), self.node)
        return any((isinstance(node, Decision) and node.record_move is not None)
                   or (isinstance(node, Table) and node.record_moves) for node in nodes)

    def departures(self) -> int:
        """Returns the distance from the record: decisions made otherwise than the record made them."""
        return sum(self.rules.departs(step.before, step.move) for _, step, _ in self.decisions())

    def branch_at(self, ply: int) -> Session:
        """Returns a new play that stands before the decision made at ``ply``, with the same seed, track and notes.

        This play stays as it is.  Raises ``ValueError`` if this seat made no decision there.
        """
        if ply not in {at for at, step, _ in self.decisions()
                       if at >= self.given and self.rules.actor(step.before) == self.seat}:
            raise ValueError(f"no decision of this play was made at ply {ply}")
        branch = Session(self.rules, seed=self.seed, track=self.track, act=self.act, seat=self.seat, luck=self._luck,
                         told=self.steps[:self.given])
        branch.steps[:] = self.steps[:ply]
        branch.notes = [note for note in self.notes if note.ply <= ply]
        return branch

    def record(self) -> Record:
        """Returns the play as data."""
        position = self.position
        return Record(scenario=self.scenario.id, digest=self.scenario.digest, seed=self.seed,
                      track=self.track.value, act=self.act, moves=tuple(s.move for s in self.steps[self.given:]),
                      notes=tuple(self.notes), node=position.node,
                      values=tuple(zip(self.rules.names, position.values, strict=True)))

    def _last_decision(self) -> int | None:
        for place in range(len(self.steps) - 1, self.given - 1, -1):
            step = self.steps[place]
            if step.move != REJOIN and self.rules.actor(step.before) == self.seat:
                return place
        return None

    def _rejoin(self) -> None:
        step = self.steps[-1]
        if self.track is not Track.RECORD or not self.rules.departs(step.before, step.move):
            return
        recorded = self._recorded_after(step)
        if recorded is None:
            return
        changes = tuple(Change(name, old, new) for name, old, new in
                        zip(self.rules.names, step.after.values, recorded.values, strict=True) if old != new)
        self.steps.append(Step(step.after, REJOIN, recorded, changes))

    def _recorded_after(self, step: Step) -> Position | None:
        """Where the record stood after the decision, or after the talks, that ``step`` ended.

        None if the record never decided there, or could not have decided so here.
        """
        node = step.before.node
        place = len(self.steps) - 1
        while place and self.steps[place - 1].before.node == node and self.steps[place - 1].move != REJOIN:
            place -= 1
        position = self.steps[place].before
        while position.node == node:
            move = self.rules.record_move(position)
            if move is None:
                return None
            try:
                position = self.rules.step(position, move).after
            except IllegalMove:
                return None
        return position

    def _run(self) -> None:
        """Lets chance and absent parties move until it is this seat's turn or the play has ended."""
        for _ in range(MAX_RUN):
            position = self.position
            actor = self.rules.actor(position)
            if actor is None or actor == self.seat:
                return
            odds = self.rules.odds(position)
            if not odds:
                raise StuckPlay(position.node)
            self.steps.append(self.rules.step(position, self._luck(self.seed, self.ply, odds)))
        raise StuckPlay(self.position.node)


def resume(rules: Rules, record: Record, luck: Luck = draw, *, seat: Party | None = None,
           told: Sequence[Step] = ()) -> tuple[Session, Divergence | None]:
    """Replays a record; returns the session, and where it had to stop if today's scenario differs.

    seat, told: as for a new session.

    A session that diverges ends at the last decision that still fits; it is never carried on by guess.
    """
    acts = {act.id for act in rules.scenario.acts}
    act = record.act if record.act in acts else ""
    track = Track(record.track) if record.track in {item.value for item in Track} else Track.BRANCH
    session = Session(rules, seed=record.seed, track=track, act=act, seat=seat, luck=luck, told=told)
    session.notes = list(record.notes)
    if record.track != track:
        return session, Divergence(0, record.track, session.position.node, Parting.TRACK)
    if record.act != act:
        return session, Divergence(0, record.act, session.position.node, Parting.ACT)
    moves = list(record.moves)
    made = session.ply - session.given
    if tuple(step.move for step in session.steps[session.given:]) != tuple(moves[:made]):
        return session, _diverged(session, moves, 0, Parting.BEGINNING)
    while made < len(moves):
        try:
            steps = session.play(moves[made])
        except IllegalMove as fault:
            return session, _diverged(session, moves, made, _REASONS[fault.refusal])
        except StuckPlay as fault:
            return session, _diverged(session, moves, made, Parting.NOWHERE, fault.node)
        if [step.move for step in steps] != moves[made:made + len(steps)]:
            session.undo()
            return session, _diverged(session, moves, made, Parting.FOLLOWS)
        made += len(steps)
    named = dict(record.values)
    present = dict(zip(rules.names, session.position.values, strict=True))
    if record.node != session.position.node or any(present[name] != named.get(name, present[name]) for name in present):
        return session, _diverged(session, moves, made, Parting.VALUES)
    return session, None


_REASONS: Final[Mapping[Refusal, Parting]] = {
    Refusal.NO_SUCH_MOVE: Parting.NO_OPTION,
    Refusal.GUARD_FALSE: Parting.CLOSED,
    Refusal.NOT_YOUR_TURN: Parting.TURN,
    Refusal.ENDED: Parting.ENDED,
    Refusal.STALE: Parting.MOMENT,
}
_ENGLISH: Final[Mapping[Parting, str]] = {
    Parting.TRACK: "the track no longer exists",
    Parting.ACT: "the act no longer exists",
    Parting.BEGINNING: "it begins differently today",
    Parting.FOLLOWS: "what follows it is different today",
    Parting.VALUES: "it leads to different values today",
    Parting.NO_OPTION: "that option no longer exists",
    Parting.CLOSED: "that option is closed there today",
    Parting.TURN: "another party moves there today",
    Parting.ENDED: "the play is over there today",
    Parting.MOMENT: "it belongs to another moment",
    Parting.NOWHERE: "the scenario leads nowhere from '{stuck}'",
}


def _diverged(session: Session, moves: list[Move], made: int, reason: Parting, stuck: NodeId = "") -> Divergence:
    session._undone.clear()
    return Divergence(made, moves[made] if made < len(moves) else "", session.position.node, reason, stuck)


def record_line(rules: Rules) -> tuple[Step, ...]:
    """Returns the steps of the record from the beginning to its ending, or as far as the scenario tells it."""
    steps: list[Step] = []
    position = rules.start()
    while not isinstance(rules.node(position), Terminal) and len(steps) < 10_000:
        node = rules.node(position)
        move = rules.record_move(position)
        if isinstance(node, Chance) and move is None:
            open_moves = rules.moves(position)
            move = open_moves[0] if len(open_moves) == 1 else None
        if move is None:
            break
        try:
            steps.append(rules.step(position, move))
        except IllegalMove:
            break
        position = steps[-1].after
    return tuple(steps)


def _prefix(rules: Rules, act: str) -> tuple[Step, ...]:
    """The record up to the beginning of ``act``; empty for the first act or none."""
    start = next((item.start for item in rules.scenario.acts if item.id == act), rules.scenario.start)
    if start == rules.scenario.start:
        return ()
    steps = record_line(rules)
    for place, step in enumerate(steps):
        if step.after.node == start:
            return steps[:place + 1]
    raise ValueError(f"the record does not pass the beginning of act '{act}'")


__all__ = [
    "CHANCE", "REJOIN", "Divergence", "Luck", "Parting", "Session", "StuckPlay", "Track", "record_line", "resume",
]
