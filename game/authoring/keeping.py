"""Checked scenarios, kept so that the next start need not check them again.

A kept scenario is taken up only if every file it was read from has the same bytes and the program is the same; nodes
are made when a play meets them.  What is damaged, older or foreign is no fault: it is loaded and kept anew.  Kept is
what loads without any fault.  Called by ``library``, where a front end asks for it; ``validate`` never does.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from game import __version__
from game.authoring.kept_form import SIGNATURE, Reviver, Unkept, to_data
from game.authoring.loaded import MAIN, Loaded, included
from game.authoring.ordinary import read_ordinary
from game.core import limits
from game.core.garbage import without_collecting
from game.core.lazily import Lazily
from game.core.model import AnyNode, Scenario, Table

FORM: Final = 2
"""Raised when a change of the checks must reach scenarios that were found good before."""

MAX_FILES: Final = 24
MAX_BYTES: Final = 256 * 1024 * 1024
"""How many scenarios are kept, and how much they take; the ones longest unused go first."""


class Keeping:
    """The kept scenarios in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder

    def take(self, path: Path) -> Loaded | None:
        """Returns the kept scenario of ``path``, None if there is none of these very files."""
        file = self._file(path)
        try:
            raw = file.read_bytes()
            seal, _, rest = raw.partition(b"\n")
            if seal != _digest([rest]).encode():
                return None
            head, _, body = rest.partition(b"\n")
            told = json.loads(head)
            if told["files"] != _stand(path, told["include"]):
                return None
            scenario = _revived(told, body)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        with contextlib.suppress(OSError):
            os.utime(file)  # used: others go first
        return Loaded(scenario, (), own=scenario)

    def keep(self, path: Path, loaded: Loaded) -> None:
        """Keeps what was loaded from ``path``, if it is without any fault; a full disk is no fault of the reader."""
        data = loaded.places.data
        if loaded.scenario is None or loaded.diagnostics or not isinstance(data, dict):
            return
        with contextlib.suppress(OSError, Unkept), without_collecting():
            text = _written(loaded.scenario, path, data.get("include") or [])
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(self._file(path), text)
            self._make_room()

    def _file(self, path: Path) -> Path:
        key = f"{__version__} {FORM} {SIGNATURE} {path.resolve()}"
        return self.folder / f"{_digest([key.encode('utf-8', 'surrogatepass')])}.kept"

    def _make_room(self) -> None:
        files = sorted(((file.stat(), file) for file in self.folder.glob("*.kept")), key=lambda item: -item[0].st_mtime)
        taken = 0
        for number, (state, file) in enumerate(files):
            taken += state.st_size
            if number and (number >= MAX_FILES or taken > MAX_BYTES):
                file.unlink()


def _stand(path: Path, patterns: Iterable[object]) -> str:
    """The digest of all files a scenario may be read from: its own, those it includes, those beside it."""
    main = path / MAIN if path.is_dir() else path
    files = [main]
    for pattern in patterns:
        files += included(main.parent, pattern) or []
    if main.name == MAIN:
        files += sorted(main.parent.glob("*.yaml"))  # translations, which lie over it
    parts = [main.parent.resolve().name.encode("utf-8", "surrogatepass")]
    for file in dict.fromkeys(files):
        raw = read_ordinary(file, limits.FILE_BYTES, main.parent)
        parts += [file.relative_to(main.parent).as_posix().encode("utf-8", "surrogatepass"), b"%d" % len(raw), raw]
    return _digest(parts)


def _digest(parts: Iterable[bytes]) -> str:
    whole = blake2b(digest_size=16)
    for part in parts:
        whole.update(part)
        whole.update(b"\0")
    return whole.hexdigest()


def _written(scenario: Scenario, path: Path, patterns: list[object]) -> bytes:
    """A line that seals the rest, one that tells of it, one for the scenario without its nodes, one for every node."""
    nodes = scenario.nodes
    head = [to_data(getattr(scenario, name)) if name != "nodes" else None for name in _HEAD]
    lines = [_line(head), *(_line(to_data(node, scenario.bargains)) for node in nodes.values())]
    body = b"\n".join(lines)
    standing = [name for name, node in nodes.items() if isinstance(node, Table) or getattr(node, "name", None)]
    told = {"files": _stand(path, patterns), "include": patterns, "standing": standing,
            "nodes": list(nodes), "sizes": [len(line) for line in lines]}
    rest = _line(told) + b"\n" + body
    return _digest([rest]).encode() + b"\n" + rest


_HEAD: Final = tuple(Scenario.__dataclass_fields__)


def _line(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _revived(told: dict[str, Any], body: bytes) -> Scenario:
    """The scenario, its nodes still to be made."""
    reviver = Reviver()
    size = told["sizes"][0]
    given = {name: reviver.value(value) for name, value in zip(_HEAD, json.loads(body[:size]), strict=True)}
    reviver.bargains = given["bargains"]
    spans: dict[str, tuple[int, int]] = {}
    at = size + 1
    for name, length in zip(told["nodes"], told["sizes"][1:], strict=True):
        spans[name] = at, at + length
        at += length + 1

    def node(name: str) -> AnyNode:
        start, end = spans[name]
        made: AnyNode = reviver.value(json.loads(body[start:end]))
        return made

    standing = tuple(told["standing"])
    if not set(standing) <= set(spans):
        raise Unkept("standing nodes that are none")
    return Scenario(**{**given, "nodes": Lazily(spans, node, standing)})


def _replace(target: Path, raw: bytes) -> None:
    """Writes so that ``target`` is at every moment the old file or the new one."""
    import tempfile  # only whoever keeps something waits for it
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
