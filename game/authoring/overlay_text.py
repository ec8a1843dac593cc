"""Writes translation files: every text with remarks, its source and its words, in the order of the scenario.

Not the reader (``overlay``).  Called by the command ``translate``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from game.authoring.overlay import LANGUAGE, Entry
from game.authoring.quoting import comment, quoted

LONGEST_KEY: Final = 1000
"""YAML finds a key on its line only within 1024 characters; a longer one is written with a question mark."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text as a translation file lists it: remarks for the translator, the present source, its entry."""

    id: str
    source: str
    entry: Entry
    notes: tuple[str, ...] = ()


def overlay_text(language: str, source: str, rows: Iterable[Row], unused: Mapping[str, Entry],
                 head: Iterable[str] = (), now: str = "{text}") -> str:
    """Returns the text of a translation file; the same rows always give the same text.

    head: lines to stand at the top as comments; now: how the present source of a stale text is announced.
    """
    lines = [f"# {comment(line)}".rstrip() for line in head]
    lines += [f"language: {language}", f"from: {_code(source)}", "texts:"]
    for row in rows:
        lines += ["", *(f"  # {comment(note)}" for note in row.notes)]
        made_from = row.source if row.entry.source is None else row.entry.source
        if made_from != row.source:
            lines.append(f"  # {comment(now.format(text=row.source))}")
        lines += _written(row.id, language, source, Entry(row.entry.words, made_from))
    if lines[-1] == "texts:":
        lines[-1] = "texts: {}"
    if unused:
        lines += ["", "unused:"]
        for name, entry in unused.items():
            lines += _written(name, language, source, entry)
    return "\n".join(lines) + "\n"


def _written(name: str, language: str, source: str, entry: Entry) -> list[str]:
    made_from = [] if entry.source is None else [f"    {_code(source)}: {quoted(entry.source)}"]
    key = quoted(name)
    head = [f"  {key}:"] if len(key) < LONGEST_KEY else [f"  ? {key}", "  :"]
    return [*head, *made_from, f"    {language}: {quoted(entry.words)}"]


def _code(language: str) -> str:
    return language if LANGUAGE.fullmatch(language) else quoted(language)
