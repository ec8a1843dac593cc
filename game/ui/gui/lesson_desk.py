"""What the window needs of a lesson: pages in a language, deeds, hands counted by key, the code to join by.

Holds the keeper and nothing of its own that matters; what is lost with the window is only how hands are being counted.
Called by the projector's screens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from game.classroom.answers import Asked, Fault, Refused
from game.classroom.findings import findings, propose
from game.classroom.keeper import Keeper
from game.classroom.model import Phase, Question
from game.ui.gui.commands import Command, Quit
from game.ui.language import Language
from game.ui.lesson_page import LessonPages
from game.ui.lesson_public import PublicPage, public_page
from game.ui.lesson_seat import SeatPage, seat_page
from game.ui.lesson_teacher import Control, teacher_page
from game.ui.trouble import cause_text

HANDS: Mapping[Phase, Asked] = {Phase.PREDICT: Asked.CHOICE, Phase.COUNCIL: Asked.BALLOT}
"""What is counted by show of hands in a phase."""


class LessonDesk:
    """One lesson at one window.

    ``url`` and ``code`` are empty where no phones join; ``square`` is the address as a square code, dark fields true.
    ``language`` is the one shown, set by the page.
    ``away`` is what the window does when the lesson is closed; ``show_desk`` opens the teacher's desk in the browser,
    None where it is not served.
    """

    def __init__(self, keeper: Keeper, languages: Mapping[str, Language], url: str = "", code: str = "",
                 square: tuple[tuple[bool, ...], ...] = ()) -> None:
        self.keeper, self.languages, self.url, self.code, self.square = keeper, languages, url, code, square
        self.away: Callable[[], Command] = Quit
        self.show_desk: Callable[[], bool] | None = None
        self.language = ""
        self.whose = ""
        self.weights: dict[str, int] = {}
        self.axes = ["", ""]
        self.figures = False
        self._raised: list[str] = []

    def pages(self, language: str) -> LessonPages:
        """Returns the page maker of this moment."""
        return LessonPages(self.keeper.lesson, self.keeper.room, self.languages[language], self.keeper.now)

    def questions(self) -> tuple[Question, ...]:
        """Returns the questions this class's debrief asks."""
        lesson, room = self.keeper.lesson, self.keeper.room
        found = findings(lesson, room, lesson.stage(room).decision)
        return propose(lesson.pack.questions, found, lesson.format.questions)

    def public(self, language: str) -> PublicPage:
        """Returns the projector's page."""
        return public_page(self.pages(language), self.questions())

    def seat(self, number: int, language: str) -> SeatPage:
        """Returns a seat's page, for the shared machine."""
        return seat_page(self.pages(language), number, self.questions())

    def injects(self, language: str) -> tuple[Control, ...]:
        """Returns the cards that may be released in this stage."""
        return teacher_page(self.pages(language)).injects

    def time_left(self, language: str) -> str:
        """Returns the time of the stage as it is shown; nothing while it is hidden."""
        timer = self.pages(language).timer()
        if timer.left is None:
            return ""
        if timer.left <= 0:
            return self.languages[language].t("classroom.time_over")
        left = f"{int(timer.left) // 60}:{int(timer.left) % 60:02d}"
        return f"{left}  ·  {self.languages[language].t('classroom.time_soon')}" if timer.soon else left

    def do(self, deed: str, data: Mapping[str, Any]) -> str:
        """Does something; returns a sentence if it could not be done."""
        try:
            self.keeper.do(deed, **data)
        except Refused as fault:
            return self.refusal(fault, self.language)
        except OSError as fault:
            return self.unwritten(fault)
        if deed == "turn":
            self._raised.clear()
            self.figures = False
        return ""

    def unwritten(self, fault: OSError) -> str:
        """Returns that the lesson could not be written down and why, in the language shown."""
        language = self.languages.get(self.language) or next(iter(self.languages.values()))
        return language.t("trouble.lesson", why=cause_text(fault, language))

    def refusal(self, fault: Refused, language: str = "") -> str:
        """Returns why something was refused, in words."""
        chosen = self.languages.get(language) or next(iter(self.languages.values()))
        key = f"classroom.fault_{fault.fault.value}"
        return chosen.strings.get(key, chosen.t("classroom.fault_request"))

    def raise_hand(self, move: str) -> None:
        """Counts one hand for an option.

        Raises ``Refused`` where no hands are counted, or ``OSError``: then it is not counted.
        """
        self._raised.append(move)
        try:
            self._set_down()
        except (Refused, OSError):
            self._raised.pop()
            raise

    def take_back_hand(self) -> None:
        """Takes back the hand counted last; raises ``Refused`` or ``OSError``: then it still counts."""
        if self._raised:
            last = self._raised.pop()
            try:
                self._set_down()
            except (Refused, OSError):
                self._raised.append(last)
                raise

    def hands_counted(self) -> int:
        """Returns how many hands have been counted in this stage."""
        return len(self._raised)

    def weigh_as(self, perspective: str, weights: Mapping[str, Mapping[str, int]]) -> None:
        """Takes the weights of a perspective, to be changed from there."""
        self.whose, self.weights = perspective, dict(weights[perspective])

    def _set_down(self) -> None:
        stage = self.keeper.lesson.stage(self.keeper.room)
        asked = HANDS.get(stage.phase)
        if asked is None:
            raise Refused(Fault.NOT_NOW)
        self.keeper.do("tally", asked=asked.value, council=0, counts=dict(Counter(self._raised)))
