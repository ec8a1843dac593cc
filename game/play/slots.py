"""The plays on the disk, each in a file of its own.

Not reading and writing (``storage``) and not what a play says of itself (``ui.plays``).  ``autosave`` is the one
file of earlier versions; it is listed and continued like the others.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from game.play.record import DamagedRecord, Record
from game.play.storage import AUTOSAVE, ELSEWHERE, Saved, Storage, StorageFailure, Task

PREFIX: Final = "play-"


def new_slot(storage: Storage) -> str:
    """Returns the name of a slot that no file has yet; it begins with the day, so that folders sort well."""
    while True:
        slot = f"{PREFIX}{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(4).hex()}"
        if not storage.path(slot).exists():
            return slot


def save(storage: Storage, record: Record, slot: str, move: Callable[[str], None]) -> None:
    """Saves a play in its file; raises ``StorageFailure``.

    Where another window has played on in that file, the play is saved in a new one, ``move`` is told its name, and
    the failure tells the player why.
    """
    try:
        storage.save(record, slot)
    except StorageFailure as fault:
        if fault.cause == ELSEWHERE:
            other = new_slot(storage)
            storage.save(record, other)
            move(other)
        raise


def is_play(slot: str) -> bool:
    """Whether a file of that name holds a play."""
    return slot == AUTOSAVE or slot.startswith(PREFIX)


def plays(storage: Storage) -> tuple[Saved, ...]:
    """Returns the plays that can be read, the newest first."""
    return tuple(saved for saved in storage.saves() if is_play(saved.slot))


def unreadable(storage: Storage) -> tuple[Path, ...]:
    """Returns the files that should be plays and cannot be read: damaged, or of a newer version of the game."""
    found = []
    try:
        files = sorted(storage.folder.glob("*.json"))
    except OSError:
        return ()
    for file in files:
        if is_play(file.stem):
            try:
                storage.peek(file.stem)
            except (DamagedRecord, OSError):
                found.append(file)
    return tuple(found)


def clear_empty(storage: Storage) -> None:
    """Deletes plays in which nothing was decided or noted: they hold no more than a seed, and a new one is begun."""
    for saved in plays(storage):
        if saved.slot != AUTOSAVE and not saved.record.moves and not saved.record.notes:
            with contextlib.suppress(StorageFailure):
                delete(storage, saved.slot)


def delete(storage: Storage, slot: str) -> None:
    """Deletes a play for good; raises ``StorageFailure`` if the disk refuses."""
    try:
        storage.path(slot).unlink(missing_ok=True)
    except OSError as fault:
        raise StorageFailure.of(Task.DELETE, storage.path(slot), fault) from fault
