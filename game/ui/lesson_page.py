"""What a lesson shows, in one language: the parts that projector, seats and teacher have in common, as plain values.

Not drawing, not a server.  Nothing is put into a page that its reader may not yet see: what is not revealed is not
there, so no front end can show it by mistake.  Called by ``lesson_public``, ``lesson_seat`` and ``lesson_teacher``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from game.classroom.answers import Asked, expected
from game.classroom.deeds import is_ready
from game.classroom.lesson import Lesson
from game.classroom.model import Card, Kind, Phase, Seating
from game.classroom.room import Medium, Room, Seat, Shown
from game.core.model import Move
from game.core.rules import Position
from game.ui.language import Language
from game.ui.notes import Footnote, Notes
from game.ui.pages import EndingPage, Pages, Paragraph

T = TypeVar("T")

SOON: Final = 30
"""Seconds before the end of a stage from which a sentence says that it is near."""

LETTERS: Final = "ABCDEFGHIJ"
"""The letters of the options on ballots and hands."""

NAMES: Final = 24
"""How many seat names there are; they repeat after so many seats, the numbers do not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with its letter."""

    move: Move
    letter: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What everybody may know of a decision before it is revealed."""

    title: str
    date: str
    place: str
    brief: tuple[Paragraph, ...]
    question: str
    choices: tuple[Choice, ...]
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card on the table."""

    id: str
    title: str
    source: str
    text: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One option's count."""

    choice: Choice
    count: int


@dataclass(frozen=True, slots=True)
class Votes:
    """How answers are spread: first choices, guesses of the record, ballots; ``total`` is how many were given."""

    asked: Asked
    title: str
    bars: tuple[Bar, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a council decided.  ``reason`` is there only once approved; ``overruled``: against its own ballot."""

    council: int
    name: str
    choice: Choice
    reason: str
    overruled: bool


@dataclass(frozen=True, slots=True)
class Timer:
    """Time of the stage: seconds ``left`` (below 0 once it is over), of ``planned``; None where it is hidden.

    ``warn``: from how many seconds before the end the readers are told; whatever they have not sent stays theirs.
    """

    left: float | None
    planned: float
    paused: bool
    warn: int = SOON

    @property
    def soon(self) -> bool:
        """Whether the end is near."""
        return self.left is not None and 0 < self.left <= self.warn


class LessonPages:
    """Makes the common parts for one room at one moment; ``now`` is in seconds since the opening.

    What many seats share is made once: on the record track all councils sit over the same papers.
    """

    def __init__(self, lesson: Lesson, room: Room, language: Language, now: float = 0.0) -> None:
        self.lesson, self.room, self.language, self.now = lesson, room, language, now
        self.stage: Final = lesson.stage(room)
        self.decision: Final = self.stage.decision
        self._made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Returns what ``make`` makes, made only the first time ``key`` is asked for."""
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def t(self, key: str, **values: object) -> str:
        """Returns an interface text."""
        return self.language.t(key, **values)

    @property
    def decided_on(self) -> int:
        """The council by which everybody's common page is made."""
        return self.room.councils[0] if self.room.councils else 1

    def pages(self, council: int, decision: int, *, decided: bool = False) -> Pages:
        """Returns the pages of a council's play before a decision, or after it."""
        return self.once(("pages", council, decision, decided), lambda: Pages(
            self.lesson.session(self.room, council, decision, decided=decided), self.language))

    def case(self, council: int, decision: int | None = None) -> Case:
        """Returns what a council may know of a decision before it is revealed."""
        pages = self.pages(council, self.decision if decision is None else decision)
        return self.once(("case", pages.session.position), lambda: self._case(pages))

    def _case(self, pages: Pages) -> Case:
        page = pages.present()
        if isinstance(page, EndingPage):
            return Case(page.title, "", "", page.text, "", (), page.footnotes)
        options = [option for option in page.options if option.enabled]
        return Case(page.title, page.date, page.place, page.brief, page.question,
                    tuple(Choice(option.move, letter, option.text, option.reason)
                          for letter, option in zip(LETTERS, options, strict=False)), page.footnotes)

    def card(self, card: Card, position: Position, notes: Notes, pages: Pages) -> CardPage:
        """Returns a card as it reads at a position."""
        return CardPage(card.id, self.language.words(card.title), self.language.words(card.source),
                        pages.paragraphs(pages.rules.slot(card.text, position), position, notes))

    def seat_name(self, number: int) -> str:
        """Returns a seat's generated name: its number and a plant."""
        return self.t("lesson.seat", number=f"{number:02d}", name=self.t(f"lesson.names.n{number % NAMES}"))

    def council_name(self, council: int) -> str:
        """Returns a council's neutral name."""
        if self.lesson.format.seating in (Seating.PAIRS, Seating.FISHBOWL):
            return self.t("lesson.class")
        return self.seat_name(council) if self.lesson.format.seating is Seating.SOLO else \
            self.t("lesson.council", number=council)

    def timer(self) -> Timer:
        """Returns how the time of the stage stands."""
        clock = self.room.clock
        planned = self.stage.minutes * 60 + clock.extra
        left = planned - clock.spent(self.now) if clock.running and planned else None
        return Timer(left, planned, clock.paused_at is not None)

    def slack(self) -> float:
        """Returns the seconds to spare before the debrief would lose time; below 0 it is losing some."""
        starts = self.lesson.course.debrief_starts()
        if starts is None or self.room.stage >= starts:
            return 0.0
        return self.lesson.course.minutes_before(starts) * 60 - self.now - self._to_come(starts)

    def _to_come(self, debrief: int) -> float:
        """Seconds planned from now to the debrief: what is left of this stage and all stages between."""
        stages = self.lesson.course.stages[self.room.stage + 1:debrief]
        left = max(0.0, self.stage.minutes * 60 - self.room.clock.spent(self.now))
        return left + sum(stage.minutes for stage in stages) * 60

    def asks(self, seat: Seat) -> tuple[Asked, ...]:
        """Returns what a seat is asked for now."""
        asked = expected(self.stage.phase, self.stage.step, seat.kind)
        if self.stage.phase is Phase.REVEAL and Shown.RECORD not in self.room.shown:
            return ()
        if self.stage.phase is Phase.DECIDE and seat.kind is Kind.DECIDER:
            return ()
        return asked

    def main_ask(self) -> Asked | None:
        """Returns the answer a stage is about, the one that is counted."""
        return _MAIN.get(self.stage.phase)

    def answered(self) -> tuple[int, int]:
        """Returns how many seats have given the answer this stage is about, of how many that can."""
        asked = self.main_ask()
        if asked is None:
            return 0, 0
        due = [seat for seat in self.room.active if asked in expected(self.stage.phase, self.stage.step, seat.kind)
               and seat.medium is not Medium.PAPER]
        given = sum(self.room.answer(self.decision, asked, seat.number) is not None for seat in due)
        return given, len(due)

    def ready(self) -> bool:
        """Says whether the stage may be left without skipping."""
        return is_ready(self.lesson, self.room)

    def votes(self, asked: Asked, council: int | None = None, decision: int | None = None) -> Votes:
        """Returns how the answers are spread, of one council or of all; a show of hands is counted with the rest.

        For teacher and reveal alone: whoever makes a page asks first whether the votes have been shown.
        """
        number = self.decision if decision is None else decision
        counts: Counter[Move] = Counter()
        for seat in self.room.active if council is None else self.room.council(council):
            answer = self.room.answer(number, asked, seat.number)
            if answer is not None:
                counts[answer.value] += 1
        for (at, what, who), tally in self.room.tallies.items():
            if (at, what) == (number, asked) and (council is None or who == council):
                counts.update(tally)
        choices = self.case(council or self.decided_on, number).choices
        bars = tuple(Bar(choice, counts[choice.move]) for choice in choices)
        return Votes(asked, self.t(f"lesson.votes.{asked.value}"), bars, sum(bar.count for bar in bars))

    def verdicts(self, decision: int) -> tuple[Verdict, ...]:
        """Returns what every council decided; for after the reveal of the votes."""
        return self.once(("verdicts", decision), lambda: self._verdicts(decision))

    def _verdicts(self, decision: int) -> tuple[Verdict, ...]:
        found = []
        for council in self.room.councils or (1,):
            made = self.room.decided.get((decision, council))
            choices = {choice.move: choice for choice in self.case(council, decision).choices}
            if made is not None and made.move in choices:
                found.append(Verdict(council, self.council_name(council), choices[made.move],
                                     made.reason if made.approved else "", self.overruled(council, decision)))
        return tuple(found)

    def overruled(self, council: int, decision: int) -> bool:
        """Says whether a council's decision went against what most of its ballots favoured."""
        made = self.room.decided.get((decision, council))
        bars = self.votes(Asked.BALLOT, council, decision).bars
        most = max((bar.count for bar in bars), default=0)
        return made is not None and most > 0 and made.move not in [bar.choice.move for bar in bars if bar.count == most]


_MAIN: Final = {Phase.BRIEF: Asked.BATNA, Phase.PREDICT: Asked.FORECAST, Phase.COUNCIL: Asked.BALLOT,
                Phase.REVEAL: Asked.RECALL, Phase.REFLECT: Asked.REFLECT}
