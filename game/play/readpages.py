"""Which pages were read in any play: one small file beside the saves.

Not a save and not what was decided (``seen``).  It only lets a player pass over what he has read before; a file that
cannot be read is kept under another name and reading begins anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from game.core import limits
from game.play.storage import StorageFailure, free_name, write_atomically

FILE: Final = "read.json"
FORMAT: Final = 1
MAX_BYTES: Final = limits.NOTED_BYTES


def load(folder: Path) -> set[str]:
    """Returns the pages read, named ``scenario/node/move``; never raises."""
    path = folder / FILE
    try:
        if not path.exists():
            return set()
        if path.stat().st_size <= MAX_BYTES:
            data = json.loads(path.read_bytes().decode("utf-8"))
            if isinstance(data, dict) and data.get("format") == FORMAT and isinstance(data.get("pages"), list):
                return {page for page in data["pages"] if isinstance(page, str)}
        path.rename(free_name(path))
    except (ValueError, RecursionError):
        try:
            path.rename(free_name(path))
        except OSError:
            return set()
    except OSError:
        return set()
    return set()


def save(folder: Path, pages: set[str]) -> None:
    """Writes the pages atomically; raises ``StorageFailure`` with a sentence for the player."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / FILE, json.dumps({"format": FORMAT, "pages": sorted(pages)}, ensure_ascii=False))
    except OSError as fault:
        reason = fault.strerror or "unknown reason"
        raise StorageFailure(f"What was read could not be noted in {folder}: {reason}.") from fault
