"""What one seat may see and is asked for: its brief, its cards, its own answers; nobody else's.

The same page serves a phone, the shared machine and the report on secrets; values in one language.  Called by the host
and by the shared-machine screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from game.classroom.answers import LONGEST, LONGEST_WORD, RULES, Asked, Form, shares
from game.classroom.model import Kind, Phase, Question, Role, Seating, Step
from game.classroom.room import Seat, Shown
from game.classroom.seating import expert_groups
from game.ui.lesson_page import CardPage, Case, Choice, LessonPages, Timer, Verdict, Votes
from game.ui.lesson_public import ThreePanels, public_page
from game.ui.notes import Footnote


@dataclass(frozen=True, slots=True)
class BriefPage:
    """A role's private paper in one language; empty parts are left out."""

    opening: str
    speaks_for: str
    plain: str
    interests: tuple[str, ...]
    red_line: str
    batna: str
    unknown: str
    task: str
    composite: bool
    evidence: tuple[CardPage, ...]
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class AskPage:
    """One thing asked: its form, its words, what was answered, and whether it can still be changed.

    ``choices`` for a move or shares, ``cards`` for a card; ``given`` is the kept answer or empty; ``longest`` in
    characters.
    """

    asked: Asked
    question: str
    form: Form
    text: str
    help: str
    given: str
    open: bool
    longest: int
    choices: tuple[Choice, ...] = ()
    cards: tuple[CardPage, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidePage:
    """The decider's sheet: the council's ballot as cast, and what was decided so far."""

    ballot: Votes
    move: str
    reason: str
    card: str
    mind: str
    open: bool


@dataclass(frozen=True, slots=True)
class SeatPage:
    """One seat at one moment."""

    seat: int
    name: str
    council: str
    role: str
    kind: Kind
    late: bool
    decision: int
    phase: Phase
    step: Step | None
    heading: str
    guide: str
    timer: Timer
    case: Case | None
    brief: BriefPage | None
    cards: tuple[CardPage, ...]
    asks: tuple[AskPage, ...]
    decide: DecidePage | None
    own: Verdict | None
    panels: ThreePanels | None
    recalled: tuple[int, int] | None
    catch_up: str


def seat_page(pages: LessonPages, number: int, questions: tuple[Question, ...] = ()) -> SeatPage:
    """Returns the page of a seat; raises ``KeyError`` if there is no such seat."""
    room = pages.room
    seat = room.seats[number]
    council = seat.council or pages.decided_on
    public = pages.once("public", lambda: public_page(pages, questions))
    has_case = pages.stage.phase not in (Phase.LOBBY, Phase.DEBRIEF, Phase.REPORT)
    after = pages.stage.phase is Phase.DEBRIEF
    cards = _cards(pages, seat, after=after) if pages.stage.phase is not Phase.LOBBY else ()
    return SeatPage(
        seat=number, name=pages.seat_name(number), council=pages.council_name(seat.council) if seat.council else "",
        role=_role_name(pages, seat), kind=seat.kind, late=seat.late,
        decision=pages.decision, phase=public.phase, step=public.step,
        heading=public.heading, guide=_guide(pages, seat, public.guide), timer=public.timer,
        case=pages.case(council) if has_case else None, brief=_brief(pages, seat), cards=cards,
        asks=_asks(pages, seat, cards, questions), decide=_decide(pages, seat), own=_own(pages, seat),
        panels=public.panels if Shown.RECORD in room.shown else None, recalled=_recalled(pages, seat),
        catch_up=pages.t("lesson.catch_up") if seat.late else "",
    )


def _role_name(pages: LessonPages, seat: Seat) -> str:
    role = pages.lesson.role(pages.room, seat, pages.decision)
    named = pages.language.words(role.name) if role else ""
    if named or pages.lesson.format.seating is Seating.PAIRS or not seat.council:
        return named
    return pages.t(f"lesson.kind.{seat.kind.value}")


def _guide(pages: LessonPages, seat: Seat, common: str) -> str:
    if (pages.stage.phase, seat.kind) in _OWN_GUIDES and pages.lesson.format.seating is not Seating.PAIRS:
        return pages.t(f"lesson.own.{pages.stage.phase.value}-{seat.kind.value}")
    if pages.stage.phase is Phase.BRIEF and pages.lesson.format.seating is Seating.JIGSAW:
        roles = {other.number: other.role or other.kind.value for other in pages.room.active}
        group = next((group for group in expert_groups(roles) if seat.number in group), ())
        others = pages.t("lesson_print.join").join(pages.seat_name(number) for number in group if number != seat.number)
        return f"{common} {pages.t('lesson.jigsaw_with', seats=others)}" if others else common
    return common


_OWN_GUIDES: Final = {(Phase.DISCUSS, Kind.OBSERVER), (Phase.DISCUSS, Kind.RECORDER), (Phase.COUNCIL, Kind.DECIDER),
                      (Phase.DECIDE, Kind.DECIDER)}


def _brief(pages: LessonPages, seat: Seat) -> BriefPage | None:
    """The seat's own brief, from the stage of the briefs on; nobody gets one in the lobby."""
    role = pages.lesson.role(pages.room, seat, pages.decision)
    where = pages.pages(seat.council or pages.decided_on, pages.decision).session.position
    return pages.once(("brief", where, seat.role, seat.kind), lambda: _made_brief(pages, seat, role))


def _made_brief(pages: LessonPages, seat: Seat, role: Role | None) -> BriefPage | None:
    if role is None or pages.stage.phase in (Phase.LOBBY, Phase.DEBRIEF, Phase.REPORT):
        return None
    brief, words = role.brief, pages.language.words
    own = pages.pages(seat.council, pages.decision)
    position, notes = own.session.position, own.fresh_notes()
    notes.marks(brief.cites)
    cards = pages.lesson.cards(pages.room, seat, pages.decision)
    evidence = tuple(pages.card(cards[name], position, notes, own) for name in brief.evidence if name in cards)
    return BriefPage(
        opening=pages.t("lesson.brief.opening"), speaks_for=words(brief.speaks_for), plain=words(brief.plain),
        interests=tuple(words(item) for item in brief.interests), red_line=words(brief.red_line),
        batna=words(brief.batna), unknown=words(brief.unknown), task=words(brief.task) or _task(pages, seat.kind),
        composite=role.person is None and seat.kind in (Kind.ADVISER, Kind.OTHER), evidence=evidence,
        footnotes=notes.footnotes())


def _task(pages: LessonPages, kind: Kind) -> str:
    return pages.t(f"lesson.task.{kind.value}") if kind in (Kind.OBSERVER, Kind.RECORDER, Kind.DECIDER) else ""


def _cards(pages: LessonPages, seat: Seat, *, after: bool) -> tuple[CardPage, ...]:
    own = pages.pages(seat.council or pages.decided_on, pages.decision)
    position, notes = own.session.position, own.fresh_notes()

    def made() -> tuple[CardPage, ...]:
        table = pages.lesson.cards(pages.room, seat, pages.decision, after=after)
        return tuple(pages.card(card, position, notes, own) for card in table.values())
    return pages.once(("cards", position, seat.role, after), made)


def _asks(pages: LessonPages, seat: Seat, cards: tuple[CardPage, ...],
          questions: tuple[Question, ...]) -> tuple[AskPage, ...]:
    found = []
    for asked in pages.asks(seat):
        if asked is Asked.ANSWER:
            found += [_ask(pages, seat, asked, cards, question) for question in questions]
        else:
            found.append(_ask(pages, seat, asked, cards))
    return tuple(found)


def _ask(pages: LessonPages, seat: Seat, asked: Asked, cards: tuple[CardPage, ...],
         question: Question | None = None) -> AskPage:
    form = RULES[asked].form
    given = pages.room.answer(pages.decision, asked, seat.number, question.id if question else "")
    choices = pages.case(seat.council or pages.decided_on).choices if form in (Form.MOVE, Form.SHARES) else ()
    text = pages.language.words(question.text) if question else pages.t(f"lesson.ask.{asked.value}")
    return AskPage(asked, question.id if question else "", form, text, pages.t(f"lesson.help.{form.value}"),
                   given.value if given else "", not pages.room.locked and pages.room.stage == pages.room.reached,
                   LONGEST_WORD if asked is Asked.WORD else LONGEST, choices, cards if form is Form.CARD else ())


def _decide(pages: LessonPages, seat: Seat) -> DecidePage | None:
    if pages.stage.phase is not Phase.DECIDE or seat.kind is not Kind.DECIDER:
        return None
    made = pages.room.decided.get((pages.decision, seat.council))
    return DecidePage(pages.votes(Asked.BALLOT, seat.council), made.move if made else "", made.reason if made else "",
                      made.card if made else "", made.mind if made else "",
                      not pages.room.locked and pages.room.stage == pages.room.reached)


def _own(pages: LessonPages, seat: Seat) -> Verdict | None:
    """What the seat's council decided, once the votes are shown."""
    if Shown.VOTES not in pages.lesson.revealed(pages.room, pages.decision):
        return None
    return next((verdict for verdict in pages.verdicts(pages.decision) if verdict.council == seat.council), None)


def _recalled(pages: LessonPages, seat: Seat) -> tuple[int, int] | None:
    """(share recalled, share really given) for the recorded option, once the seat has said what it recalls."""
    recalled = pages.room.answer(pages.decision, Asked.RECALL, seat.number)
    forecast = pages.room.answer(pages.decision, Asked.FORECAST, seat.number)
    node = pages.lesson.node(pages.room, seat.council or pages.decided_on, pages.decision)
    if recalled is None or forecast is None or node.record_move is None:
        return None
    return int(recalled.value), shares(forecast.value).get(node.record_move, 0)
