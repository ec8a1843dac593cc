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

from game.authoring.parts import text_id
from game.authoring.survey import reference_words
from game.core.bargain import Bargain
from game.core.model import AnyNode, Chance, Decision, Effect, Scenario, Table, Terminal
from game.core.texts import Phrase, Slot, Words

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
        lines = (folder / LOCK).read_text(encoding="utf-8").splitlines()
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
    lines = ["# Digests of every text as last looked at in all languages together; written by `translate --accept`."]
    lines += [f"{name} " + " ".join(f"{code}={digest}" for code, digest in forms.items())
              for name, forms in sorted(present.items())]
    return "\n".join(lines) + "\n"


def texts(scenario: Scenario) -> Iterator[tuple[str, Words]]:
    """Yields every text of a scenario with its stable id."""
    for node in scenario.nodes.values():
        yield from _node_texts(node)
    for path, words in reference_words(scenario):
        yield text_id(path), words
    for bargain in scenario.bargains.values():
        yield from _bargain_texts(bargain)
    for name, reading in scenario.reference.readings.items():
        yield from _slot(f"readings.{name}.text", reading.text)
    for name, perspective in scenario.reference.perspectives.items():
        yield from _slot(f"perspectives.{name}.text", perspective.text)
    for row_name, row in scenario.reference.table.items():
        for column, cell in row.cells.items():
            yield f"table.{row_name}.cells.{column}.text", cell.text
    for key, words in (("title", scenario.title), ("subtitle", scenario.subtitle), ("summary", scenario.summary)):
        yield key, words
    for act in scenario.acts:
        yield f"acts.{act.id}.title", act.title


def _node_texts(node: AnyNode) -> Iterator[tuple[str, Words]]:
    yield from _phrase(f"{node.id}.title", node.title)
    yield f"{node.id}.place", node.place
    match node:
        case Decision():
            yield from _phrase(f"{node.id}.question", node.question)
            for key, slot in (("brief", node.brief), ("hidden", node.hidden), ("record.text", node.record)):
                yield from _slot(f"{node.id}.{key}", slot)
            for place, counsel in enumerate(node.counsel):
                yield from _slot(f"{node.id}.counsel.{place}", counsel.text)
                if counsel.voice:
                    yield f"{node.id}.counsel.{place}.voice", counsel.voice
            for option in node.options:
                base = f"{node.id}.options.{option.id}"
                for key, phrase in (("text", option.text), ("reason", option.reason), ("closed", option.closed)):
                    yield from _phrase(f"{base}.{key}", phrase)
                yield from _slot(f"{base}.held", option.held)
                yield from _slot(f"{base}.follows", option.follows)
                yield from _effects(base, option.effects)
            if isinstance(node, Table):
                yield from _table_texts(node)
        case Chance():
            for branch in node.branches:
                base = f"{node.id}.chance.{branch.id}"
                yield from _slot(f"{base}.text", branch.text)
                yield from _effects(base, branch.effects)
        case Terminal():
            yield from _slot(f"{node.id}.text", node.text)


def _table_texts(node: Table) -> Iterator[tuple[str, Words]]:
    for name, offer in node.offers.items():
        yield from _phrase(f"{node.id}.offers.{name}.closed", offer.closed)
    for name, outcome in node.outcomes.items():
        base = f"{node.id}.outcomes.{name}"
        yield from _slot(f"{base}.text", outcome.text)
        yield from _effects(base, outcome.effects)


def _bargain_texts(bargain: Bargain) -> Iterator[tuple[str, Words]]:
    for name, issue in bargain.issues.items():
        yield f"bargains.{bargain.id}.issues.{name}.name", issue.name
    for side_name, side in bargain.sides.items():
        base = f"bargains.{bargain.id}.sides.{side_name}"
        yield f"{base}.name", side.name
        yield from _slot(f"{base}.text", side.text)
        for name, stake in side.stakes.items():
            for key in ("why", "refuses", "counters", "grants"):
                yield from _slot(f"{base}.issues.{name}.{key}", getattr(stake, key))


def _phrase(base: str, phrase: Phrase) -> Iterator[tuple[str, Words]]:
    for place, variant in enumerate(phrase):
        yield f"{base}.{place}", variant.words


def _slot(base: str, slot: Slot) -> Iterator[tuple[str, Words]]:
    for place, block in enumerate(slot):
        yield f"{base}.{place}", block.words
        for key in ("basis", "who", "invented"):
            words = getattr(block, key)
            if words is not None:
                yield f"{base}.{place}.{key}", words


def _effects(base: str, effects: tuple[Effect, ...]) -> Iterator[tuple[str, Words]]:
    for place, effect in enumerate(effects):
        if effect.why:
            yield f"{base}.effects.{place}.why", effect.why


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=5).hexdigest()
