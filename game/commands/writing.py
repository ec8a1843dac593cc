"""Writing a file that somebody asked for: never half, and readable by whom the system lets read new files.

Called by the commands that write scenarios, translations and pages.
"""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Writes ``text`` as UTF-8, the old file or the new one at every moment; raises ``OSError``.

    A file that is there keeps its permissions; a new one gets the usual ones, not those of a private save.
    """
    from game.play.storage import write_atomically
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    write_atomically(path, text)
    path.chmod(mode)
