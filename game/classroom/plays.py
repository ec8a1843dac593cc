"""The plays of a class's councils, made anew from what they decided whenever they are asked for.

On the record track each decision is met where the record met it; on the branch track a play follows its council.
Bargaining tables on the way are passed as the record passed them.  Called by ``lesson``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from game.core.model import Move, NodeId, Table
from game.core.rules import IllegalMove, Rules, Step
from game.play.session import Session, Track, record_line

KEPT: Final = 1024
"""How many plays are kept: those of a lecture hall's councils at every decision of a lesson."""


class Plays:
    """Sessions of councils over one scenario; equal questions get the same session, which nobody may change."""

    def __init__(self, rules: Rules, track: Track, decisions: Sequence[NodeId], seed: int) -> None:
        self.rules, self.track, self.decisions, self.seed = rules, track, tuple(decisions), seed
        self._line: Final = record_line(rules)
        self._kept: dict[tuple[int, int, tuple[Move | None, ...], bool], Session] = {}

    def session(self, council: int, decision: int, moves: Mapping[int, Move], *, decided: bool) -> Session:
        """Returns the play before a decision, or after what was decided there; ``moves`` by decision."""
        first = decision if self.track is Track.RECORD else 0
        key = (council, decision, tuple(moves.get(number) for number in range(first, decision + 1)), decided)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = self._played(council, first, decision, moves, decided)
        return self._kept[key]

    def _played(self, council: int, first: int, last: int, moves: Mapping[int, Move], decided: bool) -> Session:
        session = Session(self.rules, seed=self.seed + council, track=self.track)
        session.steps[:] = self._until(self.decisions[first])
        for number in range(first, last + 1):
            while isinstance(session.node, Table):
                _follow(session)
            if number == last and not decided:
                break
            if number in moves:
                session.play(moves[number])
            elif number < last:
                _follow(session)
        while isinstance(session.node, Table):
            _follow(session)
        return session

    def _until(self, node: NodeId) -> list[Step]:
        place = next(at for at, step in enumerate(self._line) if step.before.node == node)
        return list(self._line[:place])


def _follow(session: Session) -> None:
    """Makes the recorded move, or the first that is open where the record cannot be followed."""
    recorded = session.rules.record_move(session.position)
    if recorded is not None:
        try:
            session.play(recorded)
        except IllegalMove:
            pass
        else:
            return
    session.play(session.moves()[0])
