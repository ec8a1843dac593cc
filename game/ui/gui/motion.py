"""What moves when a page comes, as plain time: seconds in, progress out.

No clock, no drawing: ``stage`` draws, screens declare their moves.  Restraint is the rule: nothing loops, nothing
lasts longer than a second or so, and nothing is told by movement alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that moves.  kind: type (a text appears word by word), slide (a paper comes in from the right) or chop
    (a seal comes down).  key: of the widget; start, seconds: when, counted from the first sight of the page."""

    kind: str
    key: str
    start: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound and when it is heard."""

    sound: str
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moves and cues of one page."""

    moves: Sequence[Move] = ()
    cues: Sequence[Cue] = ()

    @property
    def seconds(self) -> float:
        """How long until everything stands still and every cue was given."""
        return max([0.0, *(move.start + move.seconds for move in self.moves), *(cue.at for cue in self.cues)])

    def progress(self, move: Move, elapsed: float) -> float:
        """How much of a move is done, 0 to 1, evenly in time."""
        if elapsed < move.start:
            return 0.0
        if move.seconds <= 0.0 or elapsed >= move.start + move.seconds:
            return 1.0
        return (elapsed - move.start) / move.seconds

    def ended(self, elapsed: float) -> bool:
        """Whether nothing moves any more."""
        return elapsed >= self.seconds

    def due(self, before: float, elapsed: float) -> list[Cue]:
        """The cues that fall after ``before`` and not after ``elapsed``; each is given once."""
        return sorted((cue for cue in self.cues if before < cue.at <= elapsed), key=lambda cue: cue.at)


def settle(part: float) -> float:
    """Fast at first, coming gently to rest: for paper."""
    return 1.0 - (1.0 - part) ** 3


def fall(part: float) -> float:
    """Slow at first, then down: for a seal."""
    return part * part


def ticks(move: Move, pace: float = 0.11) -> list[Cue]:
    """The strokes of the telegraph key while a text types in."""
    return [Cue("key", move.start + number * pace) for number in range(int(move.seconds / pace) + 1)]
