"""Which ways were ever taken, over all plays: one small file beside the saves.

Not a save and not shown while a play goes on.  Written whenever a play is saved; read by the tree of paths.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from game.core import limits
from game.core.model import Decision, Terminal
from game.play.session import REJOIN, Session
from game.play.storage import StorageFailure, free_name, write_atomically

FILE: Final = "seen.json"
FORMAT: Final = 1
MAX_BYTES: Final = limits.NOTED_BYTES

Edge = tuple[str, str, str]
"""(decision, move, next decision or ending); the last is empty if the play went no further or returned."""


class SeenFailure(ValueError):
    """The file is damaged, or was written by a newer version."""


def edges(session: Session) -> frozenset[Edge]:
    """Returns the ways this play took, of talks only how they ended; what was told before it began counts not."""
    found: set[Edge] = set()
    waiting: tuple[str, str] | None = None
    for step in session.steps[session.given:]:
        node = session.scenario.nodes[step.before.node]
        if step.move == REJOIN:
            found |= {(*waiting, "")} if waiting else set()
            waiting = None
        elif isinstance(node, Decision):
            if waiting and waiting[0] != node.id:  # another exchange of the same talks is no way taken
                found.add((*waiting, node.id))
            waiting = (node.id, step.move)
    if waiting:
        last = session.node
        found.add((*waiting, last.id if isinstance(last, Decision | Terminal) else ""))
    return frozenset(found)


def recall(folder: Path, scenario: str) -> frozenset[Edge]:
    """Returns the ways ever taken in a scenario; none where the file is missing or cannot be read."""
    try:
        return _read(folder / FILE).get(scenario, frozenset())
    except (OSError, SeenFailure):
        return frozenset()


def remember(folder: Path, session: Session) -> None:
    """Adds the ways of a play to the file; one that cannot be read is first moved aside and kept.

    Raises ``StorageFailure`` if the disk refuses.
    """
    path = folder / FILE
    try:
        try:
            known = _read(path)
        except FileNotFoundError:
            known = {}
        except SeenFailure:
            path.rename(free_name(path))
            known = {}
        before = known.get(session.scenario.id, frozenset())
        after = before | edges(session)
        if after == before:
            return
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _written({**known, session.scenario.id: after}))
    except StorageFailure:
        raise
    except OSError as fault:
        reason = fault.strerror or "unknown reason"
        raise StorageFailure(f"The paths taken could not be remembered in {folder}: {reason}.") from fault


def _written(known: Mapping[str, Iterable[Edge]]) -> str:
    data = {"format": FORMAT, "seen": {name: [list(edge) for edge in sorted(found)]
                                       for name, found in sorted(known.items())}}
    return json.dumps(data, ensure_ascii=False, indent=1)


def _read(path: Path) -> dict[str, frozenset[Edge]]:
    """Raises ``SeenFailure`` if the file is none of ours, ``OSError`` if it cannot be read."""
    if path.stat().st_size > MAX_BYTES:
        raise SeenFailure("too large")
    try:
        data = json.loads(path.read_bytes().decode("utf-8"))
    except (ValueError, RecursionError):
        raise SeenFailure("cut off") from None
    match data:
        case {"format": 1, "seen": dict(seen)}:
            return {str(name): frozenset(_edge(item) for item in _listed(found)) for name, found in seen.items()}
        case _:
            raise SeenFailure("another format")


def _listed(found: object) -> list[object]:
    if not isinstance(found, list):
        raise SeenFailure("not a list of ways")
    return found


def _edge(item: object) -> Edge:
    match item:
        case [str(node), str(move), str(target)]:
            return node, move, target
        case _:
            raise SeenFailure("not a way")
