"""What a program may be doing when it is killed, and what must then be on the disk.

A day's ``work`` runs in a child until it is killed; it says a number whenever something is acknowledged: from then on it
must not be lost.  ``check`` looks at what is left and goes on with it, as the next start would.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Final, Protocol

from game import resources
from game.authoring import loader
from game.authoring.keeping import Keeping as KeptScenarios
from game.classroom.archive import Archive
from game.classroom.keeper import Keeper, resume
from game.classroom.log import SUFFIX, Head, Log, read
from game.classroom.model import Phase
from game.debrief.compare import compare
from game.host.serve import Host, Place
from game.library import Library
from game.play import readpages, seen, settings, slots
from game.play.record import Record
from game.play.session import Session
from game.play.session import resume as resumed
from game.play.storage import PART, Storage
from game.ui.gui.keeping import Keeping, page_name
from game.ui.language import read as read_languages
from game.ui.report import html_report
from tests.classroom.lessons import TINY, lesson, rules
from tests.host.serving import Phone

LANGUAGES: Final = read_languages(resources.assets() / "lang")
HEAD: Final = Head(scenario="tiny", digest="d", format="test", language="en", seed=1, opened="2030-01-01 10", version="0")
WORDS: Final = "为了和平 " * 40
"""What makes a save long enough for a kill to meet it half written."""

Say = Callable[[int], None]


class Day(Protocol):
    """Something a program does over and over."""

    name: str

    def work(self, folder: Path, say: Say) -> None: ...

    def heard(self, lines: Iterator[str], begun: Callable[[], None]) -> int:
        """Takes in what the child says until it is dead, in the parent; returns what was acknowledged last."""

    def check(self, folder: Path, acknowledged: int) -> None:
        """Raises whatever is wrong with what was left."""


class _Told:
    """A day whose child says itself what is safe."""

    def heard(self, lines: Iterator[str], begun: Callable[[], None]) -> int:
        last = 0
        for line in lines:
            begun()
            last = int(line)
        return last


def played(notes: int) -> Session:
    """A play of one decision with so many notes."""
    session = Session(rules(TINY), seed=1)
    session.play(session.rules.moves(session.position)[0])
    for number in range(notes):
        session.note(f"reason {number}", WORDS)
    return session


def is_next(record: Record, acknowledged: int) -> None:
    """A record holds all that was acknowledged, and at most the one thing more that was on its way."""
    assert len(record.notes) - acknowledged in (0, 1), f"{len(record.notes)} notes, acknowledged {acknowledged}"
    assert record == played(len(record.notes)).record(), "the save is another play"
    _, divergence = resumed(rules(TINY), record)
    assert divergence is None, divergence


class Saving(_Told):
    """The terminal saves after each move."""

    name = "saving"

    def work(self, folder: Path, say: Say) -> None:
        storage, session = Storage(folder), played(0)
        for number in itertools.count(1):
            storage.save(session.record(), "play-a")
            say(number - 1)
            session.note(f"reason {number - 1}", WORDS)

    def check(self, folder: Path, acknowledged: int) -> None:
        storage = Storage(folder)
        is_next(storage.load("play-a"), acknowledged)
        assert not slots.unreadable(storage)
        storage.save(played(acknowledged + 2).record(), "play-a")
        is_next(storage.load("play-a"), acknowledged + 2)


class Autosaving(_Told):
    """The window keeps the play, the paths taken, the pages read and the settings."""

    name = "autosaving"

    def work(self, folder: Path, say: Say) -> None:
        kept, session = Keeping(Storage(folder)), played(0)
        for number in itertools.count(1):
            kept.save(session, decided=True)
            say(number - 1)
            kept.settings.volume = number % 100
            kept.keep_settings()
            kept.take(kept.slot)  # what was just read counts as read before, so that the next page is written too
            kept.read.discard(page_name(session, 0))
            kept.note_read(session, 0)
            session.note(f"reason {number - 1}", WORDS)

    def check(self, folder: Path, acknowledged: int) -> None:
        assert not list(folder.glob("*.damaged-*"))
        kept = Keeping(Storage(folder))
        assert kept.aside is None and not kept.unreadable() and not list(folder.glob("*.damaged-*"))
        (saved,) = kept.plays()
        is_next(saved.record, acknowledged)
        if acknowledged > 1:
            assert (folder / settings.FILE).is_file() and readpages.load(folder) and seen.recall(folder, saved.record.scenario)
        kept.take(saved.slot)
        kept.save(played(acknowledged + 2), decided=True)
        assert [len(one.record.notes) for one in kept.plays()] == [acknowledged + 2]


class Exporting(_Told):
    """The report of a play is written again and again over the old one, in one language and the other."""

    name = "exporting"

    def __init__(self) -> None:
        session = played(3)
        self.pages = [html_report(session, compare(session), language) for language in LANGUAGES.values()]

    def work(self, folder: Path, say: Say) -> None:
        from game.play.storage import write_atomically
        for number, page in enumerate(itertools.cycle(self.pages), 1):
            write_atomically(folder / "report.html", page)
            say(number)

    def check(self, folder: Path, acknowledged: int) -> None:
        page = (folder / "report.html").read_text(encoding="utf-8")
        assert page in self.pages and acknowledged


class Teaching:
    """A class answers from its phones; the answer is safe when the phone has been told so."""

    name = "a class"

    def work(self, folder: Path, say: Say) -> None:
        keeper = Keeper(lesson(), Log(folder / f"a{SUFFIX}", HEAD), time.monotonic)
        for number in range(1, 7):
            keeper.do("join", seat=number, medium="paper")
        while keeper.lesson.stage(keeper.room).phase is not Phase.REFLECT:
            keeper.do("turn", turn="skip")
        host = Host(keeper, LANGUAGES, resources.assets() / "web" / "classroom", Place(host="127.0.0.1"), code="ABCDEF")
        host.start()
        say(int(host.url.rsplit(":", 1)[1].strip("/")))
        threading.Event().wait()

    def heard(self, lines: Iterator[str], begun: Callable[[], None]) -> int:
        phone = Phone(f"http://127.0.0.1:{int(next(lines))}/")
        phone.join("ABCDEF")
        begun()
        given = 0
        with contextlib.suppress(OSError, HTTPException):
            for given in itertools.count():  # the last one is what the phone was told of
                status, told = phone.ask("POST", "/api/answer", {"asked": "reflect", "value": f"{given + 1} {WORDS}"[:200],
                                                                 "question": "", "decision": 0})
                if status != 200:
                    assert told.get("fault") == "too-often", told
                    break
        for _ in lines:
            pass
        return given

    def check(self, folder: Path, acknowledged: int) -> None:
        path = folder / f"a{SUFFIX}"
        _, entries = read(path)
        given = [int(entry.data["value"].split()[0]) for entry in entries if entry.deed == "answer"]
        assert given == list(range(1, len(given) + 1)) and len(given) - acknowledged in (0, 1), (given, acknowledged)
        assert Archive(folder).find("") == path
        keeper = resume(lesson(), path, time.monotonic)
        assert len(keeper.room.seats) == 7 and keeper.lesson.stage(keeper.room).phase is Phase.REFLECT
        keeper.do("turn", turn="advance")
        keeper.close()
        assert len(read(path)[1]) == len(entries) + 1


class Deleting(_Told):
    """A teacher deletes texts: the log is written anew under the lesson."""

    name = "deleting a text"

    def work(self, folder: Path, say: Say) -> None:
        keeper = Keeper(lesson(), Log(folder / f"a{SUFFIX}", HEAD), time.monotonic)
        keeper.do("join", seat=1, medium="phone")
        while keeper.lesson.stage(keeper.room).phase is not Phase.REFLECT:
            keeper.do("turn", turn="skip")
        for number in itertools.count(1):
            keeper.do("answer", seat=1, asked="reflect", value=f"secret {number}")
            keeper.do("delete", decision=0, asked="reflect", question="", seat=1)
            say(number)

    def check(self, folder: Path, acknowledged: int) -> None:
        path = folder / f"a{SUFFIX}"
        _, entries = read(path)
        assert sum(entry.deed == "delete" for entry in entries) - acknowledged in (0, 1)
        shown = [entry.data["value"] for entry in entries if entry.deed == "answer"]
        assert len(shown) - acknowledged in (0, 1), (len(shown), acknowledged)
        assert not any("secret" in text for text in shown[:acknowledged]), "a deleted text is back"
        keeper = resume(lesson(), path, time.monotonic)
        keeper.do("turn", turn="advance")
        keeper.close()


class KeepingScenarios(_Told):
    """A scenario that was found good is kept for the next start."""

    name = "keeping a scenario"

    def __init__(self) -> None:
        self.loaded = loader.load(TINY)

    def work(self, folder: Path, say: Say) -> None:
        kept = KeptScenarios(folder)
        for number in itertools.count(1):
            kept.keep(TINY, self.loaded)
            say(number)

    def check(self, folder: Path, acknowledged: int) -> None:
        assert self.loaded.scenario is not None
        taken = KeptScenarios(folder).take(TINY)
        assert taken is not None or not acknowledged
        again = Library(kept=folder).load(str(TINY))
        assert again is not None and again.scenario is not None
        assert again.scenario.digest == self.loaded.scenario.digest and list(again.scenario.nodes) == list(self.loaded.scenario.nodes)


DAYS: Final[tuple[Callable[[], Day], ...]] = (Saving, Autosaving, Exporting, Teaching, Deleting, KeepingScenarios)


def whole(folder: Path) -> None:
    """Every file that has its name is complete; raises ``ValueError`` for one that is not."""
    for path in folder.rglob("*"):
        if path.is_dir() or PART.fullmatch(path.name) or path.suffix in (".lock", ".part", ".kept"):
            continue  # being written; empty by design; sealed, and read by its own check
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            json.loads(text)
        elif path.suffix == ".html" and not text.endswith("</html>\n"):
            raise ValueError(f"{path.name} is cut off")


def caught(folder: Path) -> bool:
    """Whether the kill met a file half written."""
    torn = any(not path.read_bytes().endswith(b"\n") for path in folder.glob(f"*{SUFFIX}"))
    return torn or any(path.suffix == ".part" for path in folder.rglob(".*"))
