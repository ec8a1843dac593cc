"""The lesson as a table: one row for everything that happened, in order, and back again.

The same log gives the same table, byte for byte.  Holds seat numbers, never a token, a key or an address.  Called by
the report and the commands.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Final

from game.classroom.deeds import Entry, apply
from game.classroom.lesson import Lesson
from game.classroom.room import OWN, Room

LEFT_OUT: Final = frozenset({"token", "key"})
"""Particulars of an entry that let somebody in and tell nothing about the lesson."""

WORDED: Final = frozenset({"batna", "zone", "note", "missing", "reason", "mind", "reflect", "word", "answer", "claim",
                           "open"})
"""What is answered in free words; left out of a table of counts only."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")
"""Signs that make a spreadsheet take a text for a formula; such a text is written with an apostrophe before it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened.  ``decision`` counts from 1; numbers are 0 where they do not apply."""

    session: str
    time: str
    phase: str
    decision: int
    council: int
    seat: int
    role: str
    event: str
    value: str
    evidence_ids: str
    branch: int


def rows(name: str, lesson: Lesson, entries: Iterable[Entry], *, words: bool = True) -> tuple[Row, ...]:
    """Returns the table of a lesson called ``name``; without ``words`` free texts are left out, counts stay."""
    room, found = Room(), []
    for entry in entries:
        found.append(_row(name, lesson, room, entry, words))
        room = apply(lesson, room, entry)
        if entry.deed == "turn":
            found[-1] = _entered(found[-1], lesson, room)
    return tuple(found)


def to_csv(table: Sequence[Row]) -> bytes:
    """Returns the table as CSV: UTF-8 with a mark at its beginning, so that spreadsheets show Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(Row)])
    for row in table:
        writer.writerow([_guarded(str(value)) for value in astuple(row)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def from_csv(raw: bytes) -> tuple[Row, ...]:
    """Returns the table that ``to_csv`` wrote; raises ``ValueError`` for anything else."""
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    names = [field.name for field in fields(Row)]
    if not lines or lines[0] != names:
        raise ValueError("the first line does not name the columns")
    found = []
    for line in lines[1:]:
        values = dict(zip(names, (_unguarded(value) for value in line), strict=True))
        numbers = {key: int(values[key]) for key in ("decision", "council", "seat", "branch")}
        found.append(Row(**{**values, **numbers}))  # type: ignore[arg-type]
    return tuple(found)


def _row(name: str, lesson: Lesson, room: Room, entry: Entry, words: bool) -> Row:
    data = entry.data
    stage = lesson.stage(room)
    number = data.get("seat")
    seat = room.seats.get(number) if isinstance(number, int) else None
    council = data.get("council", seat.council if seat else 0)
    event, value, evidence = entry.deed, "", ""
    if entry.deed == "answer":
        event = str(data.get("asked"))
        value = str(data.get("value", ""))
        if data.get("question"):
            event = f"{event}:{data['question']}"
        if event in ("evidence", "card"):
            evidence = value
    elif entry.deed == "decide":
        evidence = str(data.get("card", ""))
        value = str(data.get("move", ""))
        if words and data.get("reason"):
            value = f"{value}: {data['reason']}"
        if data.get("waived"):
            value = f"{value} (waived)"
    elif entry.deed == "look":
        evidence = str(data.get("card", ""))
    else:
        value = "; ".join(f"{key}={_short(found)}" for key, found in sorted(data.items())
                          if key not in LEFT_OUT | {"seat", "council"})
    if not words and event.split(":")[0] in WORDED:
        value = ""
    if data.get("by", OWN) != OWN:
        event = f"{event} by voice ({data['by']})"
    return Row(name, f"{entry.at:.3f}", stage.key, stage.decision + 1, int(council or 0),
               seat.number if seat else int(number) if isinstance(number, int) else 0, seat.role if seat else "", event,
               value, evidence, room.branch)


def _entered(row: Row, lesson: Lesson, room: Room) -> Row:
    """A turn's row names the stage it led to."""
    stage = lesson.stage(room)
    return Row(row.session, row.time, row.phase, row.decision, row.council, row.seat, row.role, row.event,
               f"{row.value}; to={stage.key}-{stage.decision + 1}", row.evidence_ids, row.branch)


def _short(value: object) -> str:
    if isinstance(value, dict):
        return ",".join(f"{key}={found}" for key, found in value.items())
    return str(value)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
