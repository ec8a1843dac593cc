"""Keeps two languages of a scenario in step: which texts changed in one language and not in the other.

All languages are equal: there is no original.  A lock file beside the scenario holds a short digest of every text in
every language as last looked at together; a text whose digest changed in some languages only is *stale*.  Not a
translator's exchange format.  Called by ``cli`` and the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from game.authoring.ordinary import read_text
from game.core import inventory, limits
from game.core.model import Scenario
from game.core.texts import Words

LOCK: Final = "translations.lock"

Digests = Mapping[str, Mapping[str, str]]
"""Text id -> language -> digest."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A text that was changed in ``changed`` and not in ``unchanged``."""

    id: str
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def digests(scenario: Scenario) -> dict[str, dict[str, str]]:
    """Returns the digest of every text of a scenario in every language."""
    return {name: {code: _digest(text) for code, text in words.forms if code} for name, words in texts(scenario)
            if len([code for code in words if code]) > 1}


def stale(known: Digests, present: Digests) -> tuple[Stale, ...]:
    """Returns the texts that changed in one language only since ``known``."""
    found = []
    for name, forms in present.items():
        old = known.get(name)
        if old is None:
            continue
        changed = tuple(code for code, digest in forms.items() if old.get(code) != digest)
        if changed and len(changed) < len(forms):
            found.append(Stale(name, changed, tuple(code for code in forms if code not in changed)))
    return tuple(found)


def read_lock(folder: Path) -> dict[str, dict[str, str]]:
    """Returns the digests last accepted; empty where there is no lock or it cannot be read."""
    try:
        lines = read_text(folder / LOCK, limits.FILE_BYTES, folder).splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    known: dict[str, dict[str, str]] = {}
    for line in lines:
        name, _, rest = line.partition(" ")
        if name and not name.startswith("#"):
            known[name] = dict(pair.split("=", 1) for pair in rest.split() if "=" in pair)
    return known


def lock_text(present: Digests) -> str:
    """Returns the text of the lock file: one line for each text, in order."""
    lines = ["# Digests of every text as last looked at in all languages together; written by `translate accept`."]
    lines += [f"{name} " + " ".join(f"{code}={digest}" for code, digest in forms.items())
              for name, forms in sorted(present.items())]
    return "\n".join(lines) + "\n"


def texts(scenario: Scenario) -> Iterator[tuple[str, Words]]:
    """Yields every text of a scenario with its stable id."""
    return ((text.id, text.words) for text in inventory.texts(scenario))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=5).hexdigest()
