"""What happens in a lesson, one entry after another: from a room and an entry to the next room.

Pure: the time and every secret come with the entry.  An entry that may not be is refused with a reason and changes
nothing, so a log can be replayed and whatever it holds was once allowed.  Called by the host and by ``log``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from game.classroom import answers
from game.classroom.answers import RULES, Asked, Fault, Form, Refused
from game.classroom.course import Turn
from game.classroom.lesson import Lesson
from game.classroom.looking import opened
from game.classroom.model import Kind, Phase, Seating
from game.classroom.room import OWN, Answer, AnswerKey, Clock, Decided, Medium, Room, Seat, Shown, Trail
from game.classroom.seats import joined, seated
from game.core import limits
from game.play.session import Track

MOST_EXTRA: Final = 36_000
"""Seconds a stage may be given at once: an hour ten times as long."""

VOICES: Final = frozenset({"teacher", "recorder"})
"""Who may set down what a seat says aloud because its device failed it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: what, ``at`` how many seconds after the opening, and its particulars."""

    deed: str
    at: float
    data: Mapping[str, Any]


Deed = Callable[[Lesson, Room, Mapping[str, Any], float], Room]
_DEEDS: Final[dict[str, Deed]] = {}


def deed(make: Deed) -> Deed:
    """Registers a function of (lesson, room, particulars, time) under its own name."""
    _DEEDS[make.__name__.rstrip("_")] = make
    return make


def deeds() -> tuple[str, ...]:
    """Returns the names of all deeds."""
    return tuple(_DEEDS)


def apply(lesson: Lesson, room: Room, entry: Entry) -> Room:
    """Returns the room after an entry; raises ``Refused``."""
    make = _DEEDS.get(entry.deed)
    if make is None:
        raise Refused(Fault.UNKNOWN)
    if room.closed and entry.deed not in ("delete", "approve"):
        raise Refused(Fault.CLOSED)
    try:
        return make(lesson, room, entry.data, entry.at)
    except (KeyError, TypeError, ValueError) as fault:
        if isinstance(fault, Refused):
            raise
        raise Refused(Fault.UNKNOWN) from None


@deed
def join(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Gives out a seat: {seat, medium, token?, key?}; after the briefs have been given out it observes."""
    number = int(data["seat"])
    if room.lobby_locked:
        raise Refused(Fault.LOBBY_LOCKED)
    if number in room.seats or not 1 <= number <= limits.SEATS:
        raise Refused(Fault.FULL if number > limits.SEATS else Fault.UNKNOWN)
    seat = Seat(number=number, medium=Medium(data["medium"]), token=str(data.get("token", "")),
                key=str(data.get("key", "")))
    return joined(lesson, room, seat)


@deed
def medium(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Moves a seat to another medium: {seat, medium, token?}."""
    seat = _seat(room, data)
    return _with_seat(room, replace(seat, medium=Medium(data["medium"]), token=str(data.get("token", seat.token))))


@deed
def observe(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Lets a seat observe from now on, no reason asked: {seat}."""
    seat = _seat(room, data)
    roles = lesson.sitting(lesson.node(room, seat.council, lesson.stage(room).decision).id).roles.values()
    role = next((role.id for role in roles if role.kind is Kind.OBSERVER), "")
    return _with_seat(room, replace(seat, kind=Kind.OBSERVER, role=role, watching=True))


@deed
def take(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Gives a seat a role of its council's sitting: {seat, role}; the seat that had it takes the other's."""
    seat = _seat(room, data)
    roles = lesson.sitting(lesson.node(room, seat.council, lesson.stage(room).decision).id).roles
    role = roles[str(data["role"])]
    holder = next((other for other in room.council(seat.council) if other.role == role.id and other != seat), None)
    if holder is not None and role.kind in (Kind.DECIDER, Kind.RECORDER):
        room = _with_seat(room, replace(holder, kind=seat.kind, role=seat.role))
    return _with_seat(room, replace(seat, kind=role.kind, role=role.id, watching=role.kind is Kind.OBSERVER))


@deed
def remove(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Takes a seat out of the count; what it answered stays: {seat}."""
    return _with_seat(room, replace(_seat(room, data), removed=True, token=""))


@deed
def lobby(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Locks the lobby, or opens it again: {locked}."""
    return replace(room, lobby_locked=bool(data["locked"]))


@deed
def turn(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Goes on, skips, goes back or ends: {turn}.  Going on waits until everybody's answer is there."""
    way = Turn(data["turn"])
    stage = lesson.course.turn(room.stage, way, is_ready(lesson, room))
    if stage is None:
        raise Refused(Fault.NOT_READY if way is Turn.NEXT and room.stage + 1 < len(lesson.course.stages)
                      else Fault.NOT_NOW)
    spent = {**room.spent, room.stage: round(room.spent.get(room.stage, 0.0) + room.clock.spent(at), 3)}
    entered = replace(room, stage=stage, reached=max(stage, room.reached), locked=False, blank=False,
                      shown=frozenset(Shown) if way is Turn.BACK else frozenset(), spent=spent,
                      clock=Clock(began=at, running=room.clock.running))
    if stage > room.reached and lesson.course.stages[stage].phase is Phase.BRIEF:
        entered = seated(lesson, entered)
    return replace(entered, closed=way is Turn.END) if way is Turn.END else entered


@deed
def rewind(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Takes the lesson back to an earlier stage as a new branch: {stage}; the way taken is kept."""
    stage = int(data["stage"])
    if not 0 <= stage < room.stage:
        raise Refused(Fault.NOT_NOW)
    talks = reopens_at(lesson, room)
    return _back(lesson, room, stage, at, reopened=room.reopened and talks is not None and stage >= talks)


@deed
def reopen(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Lets the councils talk again once the debrief has laid interests open: a new branch, labelled as such."""
    stage = reopens_at(lesson, room)
    if stage is None or lesson.stage(room).phase is not Phase.DEBRIEF:
        raise Refused(Fault.NOT_NOW)
    return _back(lesson, room, stage, at, reopened=True)


def reopens_at(lesson: Lesson, room: Room) -> int | None:
    """Returns the stage at which the talks over the present decision begin; None if the format has none."""
    decision = lesson.stage(room).decision
    return next((place for place, stage in enumerate(lesson.course.stages[:room.stage + 1])
                 if stage.decision == decision and stage.phase in (Phase.DISCUSS, Phase.COUNCIL)), None)


def _back(lesson: Lesson, room: Room, stage: int, at: float, *, reopened: bool) -> Room:
    """The room at an earlier stage, as a new branch; what was answered from there on is kept in the trail."""
    trail = Trail(branch=room.branch, left_at=room.stage, answers=room.answers, tallies=room.tallies,
                  decided=room.decided, reopened=room.reopened)
    before = {key: answer for key, answer in room.answers.items() if _place(lesson, key[0], key[1]) < stage}
    tallies = {key: counts for key, counts in room.tallies.items() if _place(lesson, key[0], key[1]) < stage}
    decided = {key: made for key, made in room.decided.items() if _place(lesson, key[0], Asked.REASON) < stage}
    return replace(room, stage=stage, reached=stage, branch=room.branch + 1, trails=(*room.trails, trail),
                   answers=before, tallies=tallies, decided=decided, locked=False, blank=False, shown=frozenset(),
                   reopened=reopened, clock=Clock(began=at, running=room.clock.running))


@deed
def pause(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Stops the time, or lets it run again."""
    clock = room.clock
    if clock.paused_at is None:
        return replace(room, clock=replace(clock, paused_at=at))
    return replace(room, clock=replace(clock, paused_at=None, lost=clock.lost + at - clock.paused_at))


@deed
def extend(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Gives the stage more time: {seconds}."""
    seconds = float(data["seconds"])
    if not 0 < seconds <= MOST_EXTRA:
        raise Refused(Fault.UNKNOWN)
    return replace(room, clock=replace(room.clock, extra=room.clock.extra + seconds))


@deed
def timer(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Shows the time left, or hides it for the rest of the lesson: {running}."""
    return replace(room, clock=replace(room.clock, running=bool(data["running"])))


@deed
def lock(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Locks the answers of this stage, or opens them again: {locked}."""
    return replace(room, locked=bool(data["locked"]))


@deed
def show(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Reveals the votes, then the record: {what}."""
    what = Shown(data["what"])
    if lesson.stage(room).phase is not Phase.REVEAL or (what is Shown.RECORD and Shown.VOTES not in room.shown):
        raise Refused(Fault.NOT_NOW)
    return replace(room, shown=room.shown | {what})


@deed
def release(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Releases an inject of this stage: {card}; it stays on the table."""
    card = str(data["card"])
    inject = next((item for item in lesson.stage(room).injects if item.card == card), None)
    if inject is None or lesson.card(card) is None:
        raise Refused(Fault.NO_CARD)
    return replace(room, released={**room.released, card: inject.roles})


@deed
def look(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Notes that a seat has opened a card on its table: {seat, card}; once for each."""
    return opened(lesson, room, _seat(room, data), str(data["card"]))


@deed
def answer(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Sets down what a seat answers: {seat, asked, value, question?, by?}; a later answer replaces an earlier one.

    Given by voice (``by`` is one of ``VOICES``) it may still come once the answers are locked, but never in place of
    what the seat itself has sent.
    """
    seat, asked = _seat(room, data), Asked(data["asked"])
    stage = lesson.stage(room)
    rule, question = RULES[asked], str(data.get("question", ""))
    if (rule.phase, rule.step) != (stage.phase, stage.step) or _is_stale(lesson, room, data):
        raise Refused(Fault.NOT_NOW)
    if seat.kind not in rule.kinds:
        raise Refused(Fault.NOT_YOURS)
    by = str(data.get("by", OWN))
    if by not in VOICES | {OWN}:
        raise Refused(Fault.UNKNOWN)
    before = room.answer(stage.decision, asked, seat.number, question)
    if by != OWN and before is not None and before.by == OWN:
        raise Refused(Fault.GIVEN)
    locked = room.locked and by == OWN
    if locked or (asked is Asked.RECALL and Shown.RECORD not in room.shown):
        raise Refused(Fault.LOCKED if locked else Fault.NOT_NOW)
    if (asked is Asked.ANSWER) != bool(question) or (question and question not in _questions(lesson)):
        raise Refused(Fault.UNKNOWN)
    cards = lesson.cards(room, seat, stage.decision, after=stage.phase is Phase.DEBRIEF)
    value = answers.read(asked, str(data["value"]), lesson.moves(room, seat.council, stage.decision), cards)
    kept = Answer(value=value, at=at, approved=False, by=by)
    return replace(room, answers={**room.answers, (stage.decision, asked, question, seat.number): kept})


@deed
def tally(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Sets down a show of hands: {asked, council, counts}; council 0 stands for the whole class."""
    asked, council, stage = Asked(data["asked"]), int(data["council"]), lesson.stage(room)
    rule = RULES[asked]
    if rule.form is not Form.MOVE or rule.phase is not stage.phase or room.locked:
        raise Refused(Fault.LOCKED if room.locked else Fault.NOT_NOW)
    moves = lesson.moves(room, council or 1, stage.decision)
    counts = {str(move): int(count) for move, count in dict(data["counts"]).items()}
    if any(move not in moves or not 0 <= count <= 999 for move, count in counts.items()):
        raise Refused(Fault.UNKNOWN)
    return replace(room, tallies={**room.tallies, (stage.decision, asked, council): counts})


@deed
def decide(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Decides for a council: {council, move, reason, card, mind?, seat?, waived?}.

    Its decider does, or the teacher by hand (no ``seat``).  Reason and card are demanded unless the teacher waives.
    """
    stage, council = lesson.stage(room), int(data["council"])
    if stage.phase is not Phase.DECIDE or _is_stale(lesson, room, data) or room.locked:
        raise Refused(Fault.LOCKED if room.locked else Fault.NOT_NOW)
    who = _seat(room, data) if data.get("seat") is not None else None
    if who is not None and (who.kind is not Kind.DECIDER or who.council != council):
        raise Refused(Fault.NOT_YOURS)
    if council not in (room.councils or (1,)) or str(data["move"]) not in lesson.moves(room, council, stage.decision):
        raise Refused(Fault.UNKNOWN)
    waived = bool(data.get("waived")) and who is None
    reason, card = answers.clean(str(data.get("reason", ""))), str(data.get("card", ""))
    if len(reason) > answers.LONGEST:
        raise Refused(Fault.TOO_LONG)
    if not waived and not reason:
        raise Refused(Fault.NO_REASON)
    known = lesson.cards(room, who or _any_seat(room, council), stage.decision)
    if not waived and card not in known:
        raise Refused(Fault.NO_CARD)
    made = Decided(move=str(data["move"]), reason=reason, card=card if card in known else "",
                   mind=answers.clean(str(data.get("mind", "")))[:answers.LONGEST], waived=waived, at=at)
    return replace(room, decided={**room.decided, (stage.decision, council): made})


@deed
def approve(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Lets a free text be projected, or takes it off again: {decision, asked, question, seat, approved}.

    A council's words to its decision are named by {decision, council, approved}.
    """
    if "council" in data:
        where = int(data["decision"]), int(data["council"])
        made = replace(room.decided[where], approved=bool(data["approved"]))
        return replace(room, decided={**room.decided, where: made})
    key = _key(data)
    return replace(room, answers={**room.answers, key: replace(room.answers[key], approved=bool(data["approved"]))})


@deed
def delete(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Deletes one free text for good, on every branch: {decision, asked, question, seat}, or {decision, council}."""
    if "council" in data:
        where = int(data["decision"]), int(data["council"])
        return replace(room, decided=_wordless(room.decided, where), trails=tuple(
            replace(trail, decided=_wordless(trail.decided, where)) for trail in room.trails))
    key = _key(data)

    def without(found: Mapping[AnswerKey, Answer]) -> Mapping[AnswerKey, Answer]:
        return {name: kept for name, kept in found.items() if name != key}

    if RULES[key[1]].form is not Form.TEXT:
        raise Refused(Fault.UNKNOWN)
    trails = tuple(replace(trail, answers=without(trail.answers)) for trail in room.trails)
    return replace(room, answers=without(room.answers), trails=trails)


@deed
def blank(lesson: Lesson, room: Room, data: Mapping[str, Any], at: float) -> Room:
    """Blanks the projector, or lights it again: {blank}."""
    return replace(room, blank=bool(data["blank"]))


def is_ready(lesson: Lesson, room: Room) -> bool:
    """Says whether what the present stage asks for is there: every forecast, every council's decision.

    Paper seats answer by a show of hands and are not waited for; pairs need not decide as one where the story goes
    back to the record anyway.
    """
    stage = lesson.stage(room)
    if stage.phase is Phase.PREDICT:
        return all(room.answer(stage.decision, Asked.FORECAST, seat.number) for seat in room.active
                   if seat.medium is not Medium.PAPER)
    if stage.phase is Phase.DECIDE and (lesson.format.seating is not Seating.PAIRS or lesson.track is Track.BRANCH):
        return all((stage.decision, council) in room.decided for council in room.councils or (1,))
    return True


def _is_stale(lesson: Lesson, room: Room, data: Mapping[str, Any]) -> bool:
    """Says whether a lesson only looks back, or something was meant for another decision."""
    present = lesson.stage(room).decision
    return room.stage != room.reached or data.get("decision", present) != present


def _wordless(decided: Mapping[tuple[int, int], Decided], where: tuple[int, int]) -> Mapping[tuple[int, int], Decided]:
    return {key: replace(made, reason="", mind="") if key == where else made for key, made in decided.items()}


def _seat(room: Room, data: Mapping[str, Any]) -> Seat:
    seat = room.seats.get(int(data["seat"]))
    if seat is None or seat.removed:
        raise Refused(Fault.NO_SEAT)
    return seat


def _any_seat(room: Room, council: int) -> Seat:
    deciders = [seat for seat in room.council(council) if seat.kind is Kind.DECIDER]
    return deciders[0] if deciders else Seat(number=0, council=council, kind=Kind.DECIDER)


def _with_seat(room: Room, seat: Seat) -> Room:
    return replace(room, seats={**room.seats, seat.number: seat})


def _questions(lesson: Lesson) -> set[str]:
    return {question.id for question in lesson.pack.questions}


def _key(data: Mapping[str, Any]) -> AnswerKey:
    return int(data["decision"]), Asked(data["asked"]), str(data.get("question", "")), int(data["seat"])


def _place(lesson: Lesson, decision: int, asked: Asked) -> int:
    """Returns the stage in which something is asked, of the decision it belongs to."""
    rule = RULES[asked]
    return next((at for at, stage in enumerate(lesson.course.stages)
                 if (stage.phase, stage.step, stage.decision) == (rule.phase, rule.step, decision)),
                len(lesson.course.stages))
