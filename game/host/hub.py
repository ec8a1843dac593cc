"""Who looks at which page, and telling them when it has changed: each seat its own page, the desk the teacher's.

A deed changes few pages; only those are made anew.  Lives in the event loop; called by ``seat_app`` and ``desk_app``.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from game.classroom.findings import findings, propose
from game.classroom.keeper import Keeper
from game.classroom.model import Question
from game.classroom.room import Room
from game.host.limits import MAX_STREAMS
from game.host.papers import Writer, plain
from game.ui.language import Language
from game.ui.lesson_page import LessonPages
from game.ui.lesson_public import public_page
from game.ui.lesson_seat import seat_page
from game.ui.lesson_teacher import teacher_page

HEARTBEAT: Final = 15.0
"""Seconds without a message after which a line is sent, so that nobody between closes a silent connection."""

FRESH: Final = 0.5
"""Seconds for which a time that is shown may be used again."""

BATCH: Final = 8
"""Pages made before others get their turn: an answer never waits for a whole class's pages."""

WORDS: Final = "classroom."
"""Where the catalogues keep the words of the web pages."""

K = TypeVar("K")

DESK: Final = 0
"""The number under which the teacher's desk listens; seats count from 1."""


class TooManyStreams(Exception):
    """A seat has more streams open than anybody needs."""


class Hub:
    """The readers of one lesson.  ``questions`` is the bank the debrief chooses from."""

    def __init__(self, keeper: Keeper, languages: Mapping[str, Language], questions: tuple[Question, ...]) -> None:
        self.keeper: Final = keeper
        self.languages: Final = languages
        self.bank: Final = questions
        self._writer = Writer()
        self._makers: dict[str, LessonPages] = {}
        self._asked: tuple[Room | None, tuple[Question, ...]] = (None, ())
        self._streams: dict[int, set[tuple[str, asyncio.Queue[str]]]] = defaultdict(set)
        self._known: Room = keeper.room
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stale: set[int] = set()
        self._telling = False
        self._task: asyncio.Future[None] | None = None  # a task nobody holds may be collected while it runs
        keeper.watch(self._changed)

    def pages(self, language: str) -> LessonPages:
        """Returns the page maker of this moment; the same one while nothing has happened and hardly any time passed."""
        room, now = self.keeper.room, self.keeper.now
        kept = self._makers.get(language)
        if kept is None or kept.room is not room or now - kept.now > FRESH:
            chosen = self.languages.get(language) or next(iter(self.languages.values()))
            kept = self._makers[language] = LessonPages(self.keeper.lesson, room, chosen, now)
        return kept

    def words(self, language: str) -> dict[str, str]:
        """Returns the words of the web pages themselves: buttons, headings, troubles."""
        chosen = self.languages.get(language) or next(iter(self.languages.values()))
        return {key.removeprefix(WORDS): text for key, text in chosen.strings.items() if key.startswith(WORDS)}

    def questions(self) -> tuple[Question, ...]:
        """Returns the questions this class's debrief asks."""
        lesson, room = self.keeper.lesson, self.keeper.room
        if self._asked[0] is not room:
            found = findings(lesson, room, lesson.stage(room).decision)
            self._asked = room, propose(self.bank, found, lesson.format.questions)
        return self._asked[1]

    def seat(self, number: int, language: str) -> str:
        """Returns a seat's page as JSON."""
        return self._writer.write(seat_page(self.pages(language), number, self.questions()))

    def desk(self, language: str) -> dict[str, Any]:
        """Returns the teacher's page and the projector's as data."""
        pages = self.pages(language)
        return {"desk": plain(teacher_page(pages)), "public": plain(public_page(pages, self.questions()))}

    async def stream(self, number: int, language: str) -> AsyncIterator[str]:
        """Yields a reader's page now and whenever it changes, as server-sent events.

        Raises ``TooManyStreams`` at the first step.
        """
        self._loop = asyncio.get_running_loop()
        with self._listening(number, language) as queue:
            yield _event(self._page(number, language))
            while True:
                try:
                    yield _event(await asyncio.wait_for(queue.get(), HEARTBEAT))
                except TimeoutError:
                    yield ": still here\n\n"

    @contextmanager
    def _listening(self, number: int, language: str) -> Any:
        if number != DESK and len(self._streams[number]) >= MAX_STREAMS:
            raise TooManyStreams
        place = (language, asyncio.Queue[str](maxsize=1))
        self._streams[number].add(place)
        try:
            yield place[1]
        finally:
            self._streams[number].discard(place)

    def _page(self, number: int, language: str) -> str:
        if number == DESK:
            return json.dumps(self.desk(language), ensure_ascii=False, separators=(",", ":"))
        return self.seat(number, language) if number in self.keeper.room.seats else "null"

    def _changed(self) -> None:
        """Called by the keeper, from whatever thread did something."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._note)

    def _note(self) -> None:
        before, room = self._known, self.keeper.room
        self._known = room
        all_of_them = _common(before) != _common(room)
        changed = set(self._streams) if all_of_them else {DESK, *_touched(before, room)}
        self._stale |= {number for number in changed if self._streams.get(number)}
        if self._stale and not self._telling:
            self._telling = True
            self._task = asyncio.ensure_future(self._tell())

    async def _tell(self) -> None:
        try:
            made = 0
            while self._stale:
                number = self._stale.pop()
                for language, queue in tuple(self._streams[number]):
                    _put(queue, self._page(number, language))
                    made += 1
                    if made % BATCH == 0:
                        await asyncio.sleep(0)
        finally:
            self._telling = False


def _common(room: Room) -> tuple[object, ...]:
    """What everybody's page depends on."""
    return (room.stage, room.reached, room.branch, room.clock, room.locked, room.blank, room.closed, room.shown,
            room.released, len(room.trails))


def _touched(before: Room, room: Room) -> set[int]:
    """The seats whose own page has changed beside that: by themselves, by an answer, by what their council decided."""
    found = _differing(before.seats, room.seats)
    found |= {number for _, _, _, number in _differing(before.answers, room.answers)}
    decided = {council for _, council in _differing(before.decided, room.decided)}
    return found | {seat.number for seat in room.active if seat.council in decided}


def _differing(before: Mapping[K, object], now: Mapping[K, object]) -> set[K]:
    """The keys whose values differ; what was not touched is the same object, so this compares little."""
    if before is now:
        return set()
    return {key for key, value in now.items() if before.get(key) is not value} | (before.keys() - now.keys())


def _put(queue: asyncio.Queue[str], page: str) -> None:
    """Leaves the newest page for a reader; one that was not fetched yet is out of date."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(page)


def _event(page: str) -> str:
    return f"data: {page}\n\n"


