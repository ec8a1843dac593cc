"""The seating chart on paper: councils side by side, a fishbowl in two rings, the groups a jigsaw begins with.

Called by ``lesson_print``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from game.classroom.model import Kind, Seating
from game.classroom.room import Room, Seat
from game.classroom.seating import expert_groups, people
from game.ui.lesson_page import LessonPages


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A seat of the chart: its name, how many students share it, its role at each decision."""

    name: str
    students: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A council, a ring of the fishbowl, or a group of experts."""

    title: str
    rows: tuple[ChartRow, ...]


def chart(pages: LessonPages, rooms: Sequence[Room], students: int) -> tuple[ChartPart, ...]:
    """Returns the chart of a class; ``rooms`` are those of ``planned``, the first decides who sits where."""
    first = rooms[0]
    each = dict(zip((seat.number for seat in first.active), people(students, len(first.active)), strict=True))

    def row(seat: Seat) -> ChartRow:
        roles = tuple(role_name(pages, number, room.seats[seat.number]) for number, room in enumerate(rooms))
        return ChartRow(pages.seat_name(seat.number), each[seat.number], roles)

    seating = pages.lesson.format.seating
    if seating is Seating.FISHBOWL:
        inner = [seat for seat in first.active if seat.kind is not Kind.OBSERVER]
        outer = [seat for seat in first.active if seat.kind is Kind.OBSERVER]
        return tuple(ChartPart(pages.t(f"lesson_print.{key}"), tuple(map(row, ring)))
                     for key, ring in (("inner", inner), ("outer", outer)) if ring)
    if seating in (Seating.SOLO, Seating.PAIRS):
        return (ChartPart(pages.t("lesson.class"), tuple(map(row, first.active))),)
    return tuple(ChartPart(pages.council_name(council), tuple(map(row, first.council(council))))
                 for council in first.councils)


def experts(pages: LessonPages, room: Room, decision: int) -> tuple[ChartPart, ...]:
    """Returns the groups that meet first in a jigsaw."""
    roles = {seat.number: role_name(pages, decision, seat) for seat in room.active}
    parts = []
    for group in expert_groups(roles):
        names = list(dict.fromkeys(roles[number] for number in group))
        rows = tuple(ChartRow(pages.seat_name(number), 1, (pages.council_name(room.seats[number].council),))
                     for number in group)
        parts.append(ChartPart(pages.t("lesson_print.join").join(names), rows))
    return tuple(parts)


def role_name(pages: LessonPages, decision: int, seat: Seat) -> str:
    """Returns what a seat is called at a decision: its role's name, else what it does."""
    role = pages.lesson.sitting(pages.lesson.decisions[decision]).roles.get(seat.role) if seat.role else None
    named = pages.language.words(role.name) if role else ""
    if pages.lesson.format.seating is Seating.PAIRS:
        return pages.t("lesson_print.pair")
    return named or pages.t(f"lesson.kind.{seat.kind.value}")


def chart_html(parts: Iterable[ChartPart], head: Sequence[str]) -> str:
    """Returns the parts as tables, two beside each other; ``head``: what the columns after the seat are called."""
    return f'<div class="charts">{"".join(_table(part, head) for part in parts)}</div>'


def _table(part: ChartPart, head: Sequence[str]) -> str:
    cells = "".join(f"<th>{escape(text)}</th>" for text in ("", *head))
    rows = "".join(
        f"<tr><th>{escape(row.name)}{f' ×{row.students}' if row.students > 1 else ''}</th>"
        f"{''.join(f'<td>{escape(role)}</td>' for role in row.roles)}</tr>" for row in part.rows)
    return f'<table class="chart"><caption>{escape(part.title)}</caption><thead><tr>{cells}</tr></thead>' \
           f"<tbody>{rows}</tbody></table>"
