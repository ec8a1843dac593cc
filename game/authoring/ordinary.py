"""Reading a file that a stranger may have made: ordinary files only, no larger than agreed, none outside its folder.

A folder from elsewhere may hold links to other places, pipes and devices; these would let a scenario read what is none
of its business, or wait for ever.  Called by whatever reads the files of a scenario.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path


class Unfit(OSError):
    """A file that is not read: ``why`` is ``elsewhere`` (a link out of the folder), ``special`` or ``large``."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(None, sentence)
        self.why = why


def lies_within(path: Path, folder: Path) -> bool:
    """Says whether ``path``, all links followed, lies in ``folder``."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def read_ordinary(path: Path, most: int, folder: Path | None = None) -> bytes:
    """Returns the bytes of a file of at most ``most`` bytes that lies in ``folder``, if one is given.

    Raises ``Unfit``, or another ``OSError`` of the system.
    """
    if folder is not None and not lies_within(path, folder):
        raise Unfit("elsewhere", f"a link leads out of {folder}")
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise Unfit("special", "it is no ordinary file")
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise Unfit("large", f"it is larger than {most:,} bytes")
    return raw


def read_text(path: Path, most: int, folder: Path | None = None) -> str:
    """Returns the UTF-8 text of such a file; raises ``UnicodeDecodeError`` besides."""
    return read_ordinary(path, most, folder).decode("utf-8")
