"""The record of a play: what a save file holds, to and from plain data.

Not storage (``storage``) and not replay (``session.resume``).  A record is scenario, seed and moves; the last
position is kept to detect that the rules have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from game.core import limits
from game.core.expressions import Value

CURRENT: Final = 1
OLDEST: Final = 1

MAX_MOVES: Final = limits.MOVES


class DamagedRecord(ValueError):
    """The data is not a record this program can read; the message says why, in a sentence for the player."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a player set down beside the play: a prediction, a forecast, a reason.  ``ply`` is when."""

    ply: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A play as data.  ``moves`` holds every move after the act's beginning, chance included."""

    scenario: str
    digest: str
    seed: int
    track: str
    act: str = ""
    moves: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    node: str = ""
    values: tuple[tuple[str, Value], ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Returns JSON-ready data."""
        return {
            "format": CURRENT, "scenario": self.scenario, "digest": self.digest, "seed": self.seed,
            "track": self.track, "act": self.act, "moves": list(self.moves),
            "notes": [[note.ply, note.kind, note.value] for note in self.notes],
            "position": {"node": self.node, "values": dict(self.values)},
        }

    @classmethod
    def from_data(cls, data: object) -> Record:
        """Returns the record in ``data``; raises ``DamagedRecord`` with the reason."""
        if not isinstance(data, dict):
            raise DamagedRecord("it is not a save of this game")
        version = data.get("format")
        if not isinstance(version, int) or isinstance(version, bool):
            raise DamagedRecord("it does not say which format it has")
        if version > CURRENT:
            raise DamagedRecord(f"it was written by a newer version of the game (format {version})")
        if version < OLDEST:
            raise DamagedRecord(f"its format {version} is no longer read")
        for step in range(version, CURRENT):
            data = UPGRADES[step](data)
        return cls._read(data)

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Record:
        def text(key: str) -> str:
            found = data.get(key)
            if not isinstance(found, str):
                raise DamagedRecord(f"'{key}' is missing or not a text")
            return found

        seed, moves, notes, position = (data.get(key) for key in ("seed", "moves", "notes", "position"))
        if not isinstance(seed, int) or isinstance(seed, bool):
            raise DamagedRecord("'seed' is not a number")
        if not isinstance(moves, list) or not all(isinstance(move, str) for move in moves):
            raise DamagedRecord("'moves' is not a list of moves")
        if len(moves) > MAX_MOVES:
            raise DamagedRecord("it has more moves than a play can have")
        if not isinstance(position, dict) or not isinstance(position.get("values"), dict):
            raise DamagedRecord("'position' is missing")
        values = position["values"]
        if not all(isinstance(value, int | str) for value in values.values()):
            raise DamagedRecord("'position' holds values that are neither numbers nor words")
        return cls(scenario=text("scenario"), digest=text("digest"), seed=seed, track=text("track"),
                   act=text("act"), moves=tuple(moves), notes=_notes(notes),
                   node=str(position.get("node", "")), values=tuple(values.items()))


def _notes(given: object) -> tuple[Note, ...]:
    if not isinstance(given, list):
        raise DamagedRecord("'notes' is not a list")
    notes = []
    for item in given:
        match item:
            case [int(ply), str(kind), str(value)]:
                notes.append(Note(ply, kind, value))
            case _:
                raise DamagedRecord("a note is not [ply, kind, value]")
    return tuple(notes)


UPGRADES: Final[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""Upgrade n turns data of format n into format n + 1."""
