"""What the desk keeps on the disk: the play that lies open, the settings, the pages read.

Not the files themselves (``play``) and not the flow of pages (``desk``).  Every play has a file of its own; nothing
is written over a play that has ended or that no longer fits its scenario.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from game.play import readpages, seen, settings, slots
from game.play.record import DamagedRecord
from game.play.session import Session
from game.play.settings import Settings
from game.play.storage import Saved, Storage, StorageFailure, Task


class Keeping:
    """Slot, settings and pages read.

    slot: the file of the open play, empty before it was saved first.  fresh: what is played from here on is another
    play and gets another file.  aside: where a settings file that could not be used was put, if there was one.
    refused: the last thing that the disk refused, or None.
    """

    def __init__(self, storage: Storage | None) -> None:
        self.storage, self.slot, self.fresh = storage, "", False
        self.settings, self.aside = settings.load(storage.folder) if storage is not None else (Settings(), None)
        self.read = readpages.load(storage.folder) if storage is not None else set[str]()
        self._just: set[str] = set()
        self.refused: StorageFailure | None = None

    @contextlib.contextmanager
    def _asking(self, task: Task) -> Iterator[None]:
        """Says of a failure, where it does not say so itself, what the disk was asked for, and keeps it."""
        try:
            yield
        except StorageFailure as fault:
            self.refused = fault
            if fault.task is None and self.storage is not None and fault.__cause__ is not None:
                self.refused = StorageFailure.of(task, self.storage.folder, fault.__cause__)
                raise self.refused from fault.__cause__
            raise

    # -- plays --

    def plays(self) -> tuple[Saved, ...]:
        """Returns the plays on the disk, the newest first."""
        return slots.plays(self.storage) if self.storage is not None else ()

    def unreadable(self) -> tuple[Path, ...]:
        """Returns the files that should be plays and are not."""
        return slots.unreadable(self.storage) if self.storage is not None else ()

    def take(self, slot: str, fits: bool = True) -> None:
        """Goes on in a play's own file, none yet if it is empty; one that no longer fits its scenario is left alone."""
        self.slot, self.fresh = slot, not fits
        if slot and self.storage is not None:
            with contextlib.suppress(DamagedRecord, StorageFailure):
                self.storage.load(slot)
        self._settle()

    def leave_behind(self) -> None:
        """What is changed from here on is no longer the play in the file."""
        self.fresh = bool(self.slot)

    def rejoin(self) -> None:
        """The play is again what the file holds."""
        self.fresh = False

    def save(self, session: Session, *, decided: bool = False) -> None:
        """Writes the play; raises ``StorageFailure``.

        Where another window has played on in the file, the play gets one of its own before that is said.
        decided: a decision was just made, so that a play left behind now becomes one of its own.
        """
        if self.storage is None or (self.fresh and not decided):
            return
        if self.fresh or not self.slot:
            slots.clear_empty(self.storage)
            self.slot, self.fresh = slots.new_slot(self.storage), False
        with self._asking(Task.SAVE):
            slots.save(self.storage, session.record(), self.slot, self._move)
        with self._asking(Task.SEEN):
            seen.remember(self.storage.folder, session)

    def _move(self, slot: str) -> None:
        self.slot = slot

    def delete(self, slot: str) -> None:
        """Deletes a play for good; raises ``StorageFailure``."""
        if self.storage is not None:
            with self._asking(Task.DELETE):
                slots.delete(self.storage, slot)
        if slot == self.slot:
            self.slot = ""

    # -- settings --

    def keep_settings(self) -> None:
        """Stores the settings; raises ``StorageFailure``."""
        if self.storage is not None:
            with self._asking(Task.SETTINGS):
                settings.save(self.storage.folder, self.settings)

    # -- pages read --

    def _settle(self) -> None:
        """What was read until now counts as read in an earlier play."""
        self.read |= self._just
        self._just = set()

    def note_read(self, session: Session, ply: int) -> None:
        """Notes that the page about a step was read."""
        name = page_name(session, ply)
        if name not in self.read and name not in self._just:
            self._just.add(name)
            if self.storage is not None:
                with self._asking(Task.READ):
                    readpages.save(self.storage.folder, self.read | self._just)

    def was_read(self, session: Session, ply: int) -> bool:
        """Whether the page about a step was read in an earlier play."""
        return page_name(session, ply) in self.read


def page_name(session: Session, ply: int) -> str:
    """Returns what a page is called among the pages read."""
    step = session.steps[ply]
    return f"{session.scenario.id}/{step.before.node}/{step.move}"

