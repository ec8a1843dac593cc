"""Pages as JSON, made once where many seats see the same: what changes with a seat is put around what does not.

Called by ``hub``.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Final

SHARED: Final = ("case", "brief", "cards", "panels")
"""The large parts of a seat's page, the same for many seats."""


def plain(value: Any) -> Any:
    """Returns a page as JSON-ready data; parts that are None or empty are left out."""
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, Enum)):
        return value
    names = _parts(value)
    if names is not None:
        return {name: plain(found) for name in names
                if (found := getattr(value, name)) is not None and found != () and found != ""}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(found) for key, found in value.items()}
    if isinstance(value, Sequence):
        return [plain(found) for found in value]
    return value


def _parts(value: Any) -> tuple[str, ...] | None:
    kind: Hashable = value.__class__
    return _names(kind)


@cache
def _names(kind: Hashable) -> tuple[str, ...] | None:
    """The fields of a page's part, or None for what is no such part."""
    return tuple(field.name for field in fields(kind)) if isinstance(kind, type) and is_dataclass(kind) else None


class Writer:
    """Writes pages; a shared part that was written before is not written again.

    Parts are told apart by identity: the page maker makes what seats share once, and a part that is kept here cannot
    be taken for another one made later in the same place of memory.
    """

    def __init__(self, most: int = 512) -> None:
        self._kept: dict[int, tuple[Any, str]] = {}
        self._most = most

    def write(self, page: Any) -> str:
        """Returns a page as JSON."""
        parts = []
        for name in _parts(page) or ():
            value = getattr(page, name)
            if value is None or value in ((), ""):
                continue
            text = self._shared(value) if name in SHARED else _json(plain(value))
            parts.append(f'"{name}":{text}')
        return "{" + ",".join(parts) + "}"

    def _shared(self, value: Any) -> str:
        found = self._kept.get(id(value))
        if found is not None and found[0] is value:
            return found[1]
        if len(self._kept) >= self._most:
            self._kept.clear()
        text = _json(plain(value))
        self._kept[id(value)] = (value, text)
        return text


def _json(data: Any) -> str:
    """Writes JSON that may stand in a page: no end of a script element can be told from it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
