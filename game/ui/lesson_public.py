"""What stands on the projector: never a name, a brief, a free text that was not approved, or a count before its reveal.

Values in one language; the window draws them and the tests read them.  Called by the projector and by the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from game.classroom.answers import RULES, Asked, Form
from game.classroom.model import Phase, Question, Seating, Step
from game.classroom.room import Seat, Shown
from game.ui.lesson_page import CardPage, Case, LessonPages, Timer, Verdict, Votes
from game.ui.notes import Footnote
from game.ui.pages import Paragraph


@dataclass(frozen=True, slots=True)
class ThreePanels:
    """The reveal of a decision: what was chosen, what the record shows, what might have followed; never mixed.

    ``record``, ``accounts`` and ``follows`` are empty until the record is shown.
    """

    votes: tuple[Votes, ...]
    verdicts: tuple[Verdict, ...]
    recorded: str
    record: tuple[Paragraph, ...]
    hidden: tuple[Paragraph, ...]
    accounts: tuple[CardPage, ...]
    ask: str
    follows: tuple[tuple[str, tuple[Paragraph, ...]], ...]
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class PathLine:
    """One decision as each council took it, and the record."""

    title: str
    ours: tuple[tuple[str, str], ...]
    record: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The projector at one moment.  Only the parts that belong to the stage are filled."""

    phase: Phase
    step: Step | None
    heading: str
    guide: str
    number: str
    blank: bool
    timer: Timer
    answered: tuple[int, int]
    case: Case | None = None
    cards: tuple[CardPage, ...] = ()
    ballot: str = ""
    panels: ThreePanels | None = None
    paths: tuple[PathLine, ...] = ()
    questions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    seats: int = 0
    interests: tuple[tuple[str, tuple[str, ...]], ...] = ()


def public_page(pages: LessonPages, questions: tuple[Question, ...] = ()) -> PublicPage:
    """Returns the projector's page; ``questions`` are those proposed for this class's debrief."""
    stage, room = pages.stage, pages.room
    phase = stage.phase
    council = pages.decided_on
    case = pages.case(council) if phase in _WITH_CASE else None
    return PublicPage(
        phase=phase, step=stage.step, heading=pages.t(f"lesson.phase.{stage.key}"),
        guide=pages.t("lesson.jigsaw") if _parts_first(pages) else pages.t(f"lesson.guide.{stage.key}"),
        number=pages.t("lesson.stage", n=room.stage + 1, total=len(pages.lesson.course.stages)),
        blank=room.blank, timer=pages.timer(), answered=pages.answered(), case=case, cards=_released(pages),
        ballot=_ballot(pages) if phase in (Phase.COUNCIL, Phase.DECIDE, Phase.REVEAL) else "",
        panels=_panels(pages) if phase is Phase.REVEAL else None,
        paths=paths(pages) if stage.step is Step.HAPPENED else (),
        questions=tuple(pages.language.words(question.text) for question in questions)
        if stage.step is Step.WHY else (),
        texts=_approved(pages), seats=len(room.active),
        interests=_interests(pages) if room.reopened and phase in _TALKS else (),
    )


_WITH_CASE: Final = (Phase.BRIEF, Phase.PREDICT, Phase.DISCUSS, Phase.COUNCIL, Phase.DECIDE, Phase.REVEAL)


def _parts_first(pages: LessonPages) -> bool:
    """Says whether equal roles meet now, before their councils do."""
    return pages.stage.phase is Phase.BRIEF and pages.lesson.format.seating is Seating.JIGSAW


_TALKS: Final = (Phase.DISCUSS, Phase.COUNCIL, Phase.DECIDE)


def _interests(pages: LessonPages) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What each role of the decision wants; for councils that talk again after the debrief has laid it open."""
    node = pages.lesson.node(pages.room, pages.decided_on, pages.decision)
    words = pages.language.words
    return tuple((words(role.name), tuple(words(text) for text in role.brief.interests))
                 for role in pages.lesson.sitting(node.id).roles.values() if role.brief.interests)


def bargaining_cards(pages: LessonPages) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Returns how many cards on limits were written at this decision, and the approved ones with their role."""
    found = [(pages.room.seats.get(seat), answer) for (decision, asked, _, seat), answer in pages.room.answers.items()
             if decision == pages.decision and asked in (Asked.BATNA, Asked.ZONE)]
    named = tuple((_role(pages, seat), answer.value) for seat, answer in found if seat is not None and answer.approved)
    return len(found), named


def _role(pages: LessonPages, seat: Seat) -> str:
    role = pages.lesson.role(pages.room, seat, pages.decision)
    return (pages.language.words(role.name) if role else "") or pages.t(f"lesson.kind.{seat.kind.value}")


def _released(pages: LessonPages) -> tuple[CardPage, ...]:
    """The cards released to everybody in this lesson, latest last."""
    own = pages.pages(pages.decided_on, pages.decision)
    position, notes = own.session.position, own.fresh_notes()
    return tuple(pages.card(card, position, notes, own) for name, roles in pages.room.released.items()
                 if not roles and (card := pages.lesson.card(name)) is not None)


def _ballot(pages: LessonPages) -> str:
    node = pages.lesson.node(pages.room, pages.decided_on, pages.decision)
    said = pages.language.words(pages.lesson.sitting(node.id).ballot)
    if pages.lesson.format.seating is Seating.PAIRS:
        return ""
    return said or pages.t("lesson.ballot_device")


def _panels(pages: LessonPages) -> ThreePanels:
    shown = pages.lesson.revealed(pages.room, pages.decision)
    votes = tuple(found for asked in (Asked.CHOICE, Asked.GUESS, Asked.BALLOT)
                  if (found := pages.votes(asked)).total) if Shown.VOTES in shown else ()
    verdicts = pages.verdicts(pages.decision) if Shown.VOTES in shown else ()
    if Shown.RECORD not in shown:
        return ThreePanels(votes, verdicts, "", (), (), (), "", (), ())
    own = pages.pages(pages.decided_on, pages.decision)
    position, notes = own.session.position, own.fresh_notes()
    node = pages.lesson.node(pages.room, pages.decided_on, pages.decision)
    sitting = pages.lesson.sitting(node.id)
    recorded = own.phrase(node.option(node.record_move).text, position) if node.record_move else ""
    record = own.paragraphs(node.record, position, notes)
    hidden = own.paragraphs(node.hidden, position, notes)
    accounts = tuple(pages.card(card, position, notes, own) for name in sitting.accounts
                     if (card := pages.lesson.card(name)) is not None)
    moves = dict.fromkeys(verdict.choice.move for verdict in verdicts)
    follows = tuple((own.phrase(node.option(move).text, position),
                     own.paragraphs(node.option(move).follows, position, notes)) for move in moves)
    return ThreePanels(votes, verdicts, recorded, record, hidden, accounts, pages.language.words(sitting.ask), follows,
                       notes.footnotes())


def paths(pages: LessonPages) -> tuple[PathLine, ...]:
    """Returns every decision revealed so far, as each council took it and as the record did."""
    lines = []
    for decision in range(pages.decision + 1):
        if Shown.RECORD not in pages.lesson.revealed(pages.room, decision):
            continue
        node = pages.lesson.node(pages.room, pages.decided_on, decision)
        own = pages.pages(pages.decided_on, decision)
        recorded = own.phrase(node.option(node.record_move).text, own.session.position) if node.record_move else ""
        ours = tuple((verdict.name, verdict.choice.text) for verdict in pages.verdicts(decision))
        lines.append(PathLine(pages.case(pages.decided_on, decision).title, ours, recorded))
    return tuple(lines)


def _approved(pages: LessonPages) -> tuple[str, ...]:
    """The approved free texts of this stage, without saying whose they are."""
    stage = pages.stage
    return tuple(answer.value for (decision, asked, _, _), answer in pages.room.answers.items()
                 if answer.approved and RULES[asked].form is Form.TEXT and decision == pages.decision
                 and (RULES[asked].phase, RULES[asked].step) == (stage.phase, stage.step))
