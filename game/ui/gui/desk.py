"""The desk: what the screens of the window work with, and what comes next in a play.

Not drawing and not rules.  Made once by ``start``, handed to every screen as ``ctx.services``.  A page is kept as
(kind, ply) and made anew in the language wanted, so that switching the language never loses the place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from game.core.model import Chance, Decision, Scenario, Table, is_proposal
from game.core.rules import Rules
from game.play.record import Record
from game.play.session import REJOIN, Session, Track, resume
from game.play.storage import Storage, StorageFailure
from game.ui.forecast import format_forecast
from game.ui.gui.counting import Counting
from game.ui.gui.keeping import Keeping
from game.ui.gui.teaching import Teaching
from game.ui.language import Language
from game.ui.pages import Page, Pages
from game.ui.table_page import TablePages
from game.ui.trouble import divergence_text, failure_text, offer_text

TOLD = ("reveal", "minutes", "news")
"""Kinds of the pages that tell of a step."""
FORECAST = "forecast"
"""Kind of the note that holds what the player thinks was chosen on the record."""
SKIPPED = ""
"""Value of that note where the player would not say: settled, and not asked again."""


class Holder(Protocol):
    """What came of loading a scenario; ``scenario`` is None if it has faults."""

    @property
    def scenario(self) -> Scenario | None: ...


class Shelf(Protocol):
    """The scenarios that can be played; loading may take a while and is done once each."""

    def names(self) -> list[str]: ...

    def load(self, name: str) -> Holder | None: ...

    def where(self, scenario: Scenario) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the present play, without its words.

    kind: decision (a table too), reveal, minutes (of a meeting at a table), news or ending.
    """

    kind: str
    ply: int


class Desk:
    """Scenarios, languages, saves, settings and the play that lies open.

    With ``counts_ahead`` all plays are counted while the player reads, not only when the comparison asks.
    ``teaching`` is what lessons are opened with, None where none can be.  ``look`` makes the window look as the
    settings say.  ``here`` is the page shown.  ``speaks`` returns the code of the language shown; without a window it
    is the language set, or else the first.
    """

    def __init__(self, shelf: Shelf, languages: Mapping[str, Language], storage: Storage | None,
                 first: str = "") -> None:
        self.shelf, self.languages, self.storage = shelf, languages, storage
        self.kept = Keeping(storage)
        self.settings = self.kept.settings
        self.look: Callable[[], None] = lambda: None
        self.assets: Path | None = None
        self.session: Session | None = None
        self.here = Place("decision", 0)
        self.speaks: Callable[[], str] = lambda: self.settings.language
        self._trouble: Callable[[Language], str] | None = None
        self.odds = Counting()
        self.counts_ahead = False
        self.teaching: Teaching | None = None
        self._first = first
        self._ahead: list[Place] = []
        self._rules: dict[str, Rules] = {}

    # -- scenarios --

    def names(self) -> list[str]:
        """Returns the names of the playable scenarios, the one the window was opened for first."""
        found = self.shelf.names()
        if self._first:
            found = [self._first, *(name for name in found if name != self._first)]
        return [name for name in found if self.rules(name) is not None]

    def rules(self, name: str) -> Rules | None:
        """Returns the rulebook of a scenario, loaded at first use; None if it cannot be played."""
        if name not in self._rules:
            loaded = self.shelf.load(name)
            if loaded is None or loaded.scenario is None:
                return None
            self._rules[name] = Rules(loaded.scenario)
        return self._rules[name]

    def cover(self) -> Scenario | None:
        """Returns the scenario the title page shows."""
        if self.session is not None:
            return self.session.scenario
        names = [self._first] if self._first else self.shelf.names()
        return next((rules.scenario for name in names if (rules := self.rules(name)) is not None), None)

    # -- what went wrong --

    @property
    def trouble(self) -> str:
        """What the player should know of the last save that failed or no longer fits, in the language shown; or empty.

        Set to the English of a failure, it is that failure and so follows the language; any other text stays as it is.
        """
        code = self.speaks()
        language = self.languages[code if code in self.languages else next(iter(self.languages))]
        return self._trouble(language) if self._trouble is not None else ""

    @trouble.setter
    def trouble(self, said: str) -> None:
        refused = self.kept.refused
        if refused is not None and said == str(refused):
            self._trouble = partial(failure_text, refused)
        else:
            self._trouble = (lambda language: said) if said else None

    # -- beginning, saving, resuming --

    def begin(self, name: str, track: Track, act: str = "", seed: int | None = None) -> None:
        """Opens a new play; raises ``KeyError`` if the scenario cannot be played."""
        rules = self.rules(name)
        if rules is None:
            raise KeyError(name)
        self.open(Session(rules, seed=time.time_ns() % 1_000_000 if seed is None else seed, track=track, act=act))
        self.save()

    def open(self, session: Session, slot: str = "") -> None:
        """Lays a play on the desk: at its beginning, what chance did first; else its present page.

        slot: the file it was read from; without one it gets a new file.
        """
        self.kept.take(slot)
        self.session, self.here = session, Place("decision", session.ply)
        if self.counts_ahead:
            self.odds.begin(session.rules)
        told = session.ply == session.given + len(self._chance_only(session))
        self._ahead = self._places(session.given) if told else []
        self.go_on()

    @staticmethod
    def _chance_only(session: Session) -> list[int]:
        return [ply for ply in range(session.given, session.ply)
                if isinstance(session.scenario.nodes[session.steps[ply].before.node], Chance)]

    def saved(self) -> Record | None:
        """Returns the play that can be continued, the newest, or None."""
        return next((saved.record for saved in self.kept.plays() if self.home(saved.record) is not None), None)

    def home(self, record: Record) -> Rules | None:
        """Returns the rulebook a record was played by: scenarios are known by their folder, records by their id."""
        likely = [name for name in self.shelf.names() if name == record.scenario]
        for name in dict.fromkeys([*likely, self._first, *self.shelf.names()]):
            rules = self.rules(name) if name else None
            if rules is not None and rules.scenario.id == record.scenario:
                return rules
        return None

    def continue_saved(self, slot: str = "") -> bool:
        """Opens a saved play, the newest if none is named; returns whether there was one.

        What no longer fits the scenario is left off, see ``trouble``; the file then stays as it is.
        """
        wanted = (saved for saved in self.kept.plays() if not slot or saved.slot == slot)
        saved, rules = next(((saved, rules) for saved in wanted if (rules := self.home(saved.record))), (None, None))
        if saved is None or rules is None:
            return False
        session, divergence = resume(rules, saved.record)
        self.kept.take(saved.slot, divergence is None)
        self._trouble = partial(divergence_text, divergence, rules) if divergence else None
        self.session, self.here, self._ahead = session, Place("decision", session.ply), []
        if self.counts_ahead:
            self.odds.begin(session.rules)
        self.go_on()
        return True

    def parting(self, slot: str = "") -> Callable[[Language], str] | None:
        """Returns what is to be told before a saved play is gone on with: that its scenario has changed since.

        slot: as for ``continue_saved``.  None where the play still fits, or there is none.
        """
        for saved in self.kept.plays():
            rules = self.home(saved.record) if not slot or saved.slot == slot else None
            if rules is not None:
                session, divergence = resume(rules, saved.record)
                return partial(offer_text, divergence, session) if divergence else None
        return None

    def save(self, *, decided: bool = False) -> None:
        """Keeps the play; where the disk refuses, ``trouble`` says why."""
        if self.session is not None:
            self.trouble = ""
            self._try(lambda: self.kept.save(self.play, decided=decided))

    def keep_settings(self) -> None:
        """Stores the settings; where the disk refuses, ``trouble`` says why."""
        self._try(self.kept.keep_settings)

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except StorageFailure as fault:
            self._trouble = partial(failure_text, fault)

    # -- the flow of pages --

    @property
    def play(self) -> Session:
        """The open play; ``LookupError`` if there is none."""
        if self.session is None:
            raise LookupError("no play is open")
        return self.session

    def decide(self, move: str) -> None:
        """Makes a decision, saves, and turns to the first page that tells of it."""
        first = self.play.ply
        self.play.play(move, expected_ply=first)
        self.save(decided=True)
        self._ahead = self._places(first)
        self.go_on()

    def propose(self, package: Mapping[str, int | None]) -> None:
        """Puts a package forward at the table, saves, and turns to its minutes; None leaves an issue open."""
        self.decide(TablePages(self.pages(next(iter(self.languages)))).move(tuple(package.items())))

    @property
    def at_table(self) -> bool:
        """Whether the page shown is a table at which talks go on."""
        return self.here.kind == "decision" and isinstance(self.play.node, Table)

    def go_on(self) -> Place:
        """Turns to the next page and returns it."""
        if self.here.kind in TOLD and self.session is not None and self.here.ply < self.play.ply:
            self._try(lambda: self.kept.note_read(self.play, self.here.ply))
        if self._ahead:
            self.here = self._ahead.pop(0)
        else:
            self.here = Place("ending" if self.play.ended else "decision", self.play.ply)
        return self.here

    def undo(self) -> bool:
        """Takes the last decision back and turns to it; returns whether there was one."""
        if self.play.ended:
            self.kept.leave_behind()
        return self._moved(self.play.undo())

    def redo(self) -> bool:
        """Makes the decision last taken back again; returns whether there was one."""
        done = self.play.redo()
        if self.play.ended:
            self.kept.rejoin()
        return self._moved(done)

    def branch(self, ply: int) -> bool:
        """Lays a new play on the desk, before a decision made earlier; the play left is kept as it is.

        Returns False, and changes nothing, if the disk refuses to keep it; ``trouble`` says why.
        """
        branch = self.play.branch_at(ply)
        self.save()
        if self.trouble:
            return False
        self.kept.leave_behind()
        self.session, self._ahead = branch, []
        self.go_on()
        return True

    def can_skip(self) -> bool:
        """Whether the page shown, which tells of a step, was read in an earlier play and may be passed over."""
        return (self.settings.skip_read and self.here.kind in TOLD and self.here.ply < self.play.ply
                and self.kept.was_read(self.play, self.here.ply))

    def skip(self) -> Place:
        """Turns to the first page that was not yet read, or to the next decision; returns it."""
        while self.can_skip():
            self.go_on()
        return self.here

    def _moved(self, done: bool) -> bool:
        if done:
            self._ahead = []
            self.go_on()
            self.save()
        return done

    def told(self) -> list[Place]:
        """Returns the pages that told of the play's steps and were turned to, in order."""
        waiting = {*self._ahead}
        return [place for place in self._places(self.play.given) if place not in waiting]

    def _places(self, first: int) -> list[Place]:
        pages = Pages(self.play, next(iter(self.languages.values())))
        places = []
        for ply in range(first, self.play.ply):
            step = self.play.steps[ply]
            node = self.play.scenario.nodes[step.before.node]
            if step.move == REJOIN:
                continue
            if isinstance(node, Decision):
                places.append(Place("minutes" if is_proposal(step.move) else "reveal", ply))
            elif pages.news(ply) is not None:
                places.append(Place("news", ply))
        return places

    # -- pages in a language --

    def pages(self, code: str) -> Pages:
        """Returns the maker of pages of the open play in a language."""
        return Pages(self.play, self.languages[code])

    def page(self, code: str, place: Place | None = None) -> Page:
        """Returns the page at ``place`` (by default the one shown) in a language."""
        place, pages = place or self.here, self.pages(code)
        if place.kind == "reveal":
            return pages.reveal(place.ply)
        if place.kind == "minutes":
            return pages.minutes(place.ply)
        if place.kind == "news":
            news = pages.news(place.ply)
            assert news is not None
            return news
        return pages.shown()

    def badge(self, code: str) -> str:
        """Returns the track badge that belongs to the page shown."""
        return self.page(code).badge

    # -- the forecast --

    def forecast(self) -> str | None:
        """Returns what was noted as the forecast of the present decision; None if nothing yet."""
        return self.play.noted(self.play.ply, FORECAST)

    def asks_forecast(self) -> bool:
        """Whether the player should still be asked what was chosen on the record; never at a table."""
        node = self.play.node
        return (self.settings.predict and isinstance(node, Decision) and not isinstance(node, Table)
                and node.record_move is not None and len(node.options) > 1 and self.forecast() is None)

    def set_forecast(self, shares: Mapping[str, int] | None) -> None:
        """Notes the forecast for good, or that it was skipped; shares are per cent and total 100."""
        if self.forecast() is None:
            self.play.note(FORECAST, format_forecast(dict(shares)) if shares else SKIPPED)
