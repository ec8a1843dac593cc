"""What this class did, in words a question can answer to; and the questions that answer to it.

Nothing here ranks: a finding says what is so, never that it is good.  Called by the debrief's pages and the report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from game.classroom.answers import Asked, shares
from game.classroom.lesson import Lesson
from game.classroom.model import Kind, Question
from game.classroom.room import Room

FINDINGS: Final = ("overruled", "followed", "unanimous", "split", "moved", "steady", "as-record", "otherwise",
                   "councils-differ", "surprised", "foreseen", "hindsight", "one-card", "no-card", "others-silent")
"""Every finding there is, in the order they are looked for."""

MOVED: Final = Fraction(1, 4)
"""The share of seats that changed their choice from which on a class has moved."""

SURPRISED: Final = 25
"""A mean share for the recorded option below this (of 100) means that few expected it."""

ALWAYS: Final = ("sourcing", "model")
"""Skills of which a question is proposed whatever a class did, if there is room: criticism of sources, of the model."""


def findings(lesson: Lesson, room: Room, decision: int) -> frozenset[str]:
    """Returns what a class did at one decision, as names of ``FINDINGS``."""
    found: set[str] = set()
    found |= _ballots(room, decision)
    found |= _decisions(lesson, room, decision)
    found |= _forecasts(lesson, room, decision)
    found |= _cards(room, decision)
    if any(seat.kind is Kind.OTHER for seat in room.active) and not room.released:
        found.add("others-silent")
    return frozenset(found)


def propose(questions: Sequence[Question], present: Iterable[str], count: int) -> tuple[Question, ...]:
    """Returns ``count`` questions: those that answer to most of what is present, no skill twice before all were used.

    The last places go to the skills of ``ALWAYS`` where the choice so far lacks them.
    """
    here = set(present)
    ranked = sorted(questions, key=lambda question: -len(here & set(question.when)))
    fitting = [question for question in ranked if not question.when or here & set(question.when)]
    always = [question for skill in ALWAYS for question in fitting if question.skill == skill]
    first = {question.skill: question for question in reversed(always)}
    reserved = [first[skill] for skill in ALWAYS if skill in first][:max(0, count - 1)]
    chosen: list[Question] = []
    for fresh in (True, False):
        for question in fitting:
            taken = {item.skill for item in (*chosen, *reserved)}
            if len(chosen) + len(reserved) < count and question not in chosen and question not in reserved and (
                    not fresh or question.skill not in taken):
                chosen.append(question)
    return (*chosen, *reserved)[:count]


def _ballots(room: Room, decision: int) -> set[str]:
    first = _values(room, decision, Asked.CHOICE)
    ballots = _values(room, decision, Asked.BALLOT)
    found = set()
    if len(ballots) > 1:
        found.add("unanimous" if len(set(ballots.values())) == 1 else "split")
    both = [seat for seat in ballots if seat in first]
    if both:
        moved = sum(first[seat] != ballots[seat] for seat in both)
        found.add("moved" if Fraction(moved, len(both)) >= MOVED else "steady")
    return found


def _decisions(lesson: Lesson, room: Room, decision: int) -> set[str]:
    found = set()
    moves = set()
    for council in room.councils:
        made = room.decided.get((decision, council))
        if made is None:
            continue
        node = lesson.node(room, council, decision)
        moves.add(made.move)
        found.add("as-record" if made.move == node.record_move else "otherwise")
        ballots = Counter(answer.value for seat in room.council(council)
                          if (answer := room.answer(decision, Asked.BALLOT, seat.number)) is not None)
        if ballots:
            found.add("followed" if ballots[made.move] == max(ballots.values()) else "overruled")
    if len(moves) > 1:
        found.add("councils-differ")
    return found


def _forecasts(lesson: Lesson, room: Room, decision: int) -> set[str]:
    given, recalled = [], []
    for seat in room.active:
        move = lesson.node(room, seat.council or 1, decision).record_move
        forecast = room.answer(decision, Asked.FORECAST, seat.number)
        if forecast is None or move is None:
            continue
        share = shares(forecast.value).get(move, 0)
        given.append(share)
        recall = room.answer(decision, Asked.RECALL, seat.number)
        if recall is not None:
            recalled.append(int(recall.value) - share)
    found = set()
    if given:
        found.add("surprised" if sum(given) < SURPRISED * len(given) else "foreseen")
    if recalled and sum(recalled) > 0:
        found.add("hindsight")
    return found


def _cards(room: Room, decision: int) -> set[str]:
    cards = [made.card for (number, _), made in room.decided.items() if number == decision]
    cited = [card for card in cards if card]
    found = {"no-card"} if len(cited) < len(cards) else set()
    if len(cited) > 1 and len(set(cited)) == 1:
        found.add("one-card")
    return found


def _values(room: Room, decision: int, asked: Asked) -> dict[int, str]:
    return {seat.number: answer.value for seat in room.active
            if (answer := room.answer(decision, asked, seat.number)) is not None}
