"""Translations in files of their own, ``<language>.yaml`` beside ``scenario.yaml``: the author's file stays untouched.

A translation file maps text ids to words and keeps beside each the source it was made from: where the source has
changed since, the translation is *stale*.  It wins over what the scenario's own files say in its language, and never
adds a text.  Not an exchange format (``po``).  Called by ``loader``; ``overlay_text`` writes such files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Final

from game.authoring.checking import PLACEHOLDER, untranslated
from game.authoring.diagnostics import Argument, Diagnostic, Mark, near
from game.authoring.source import Source, read
from game.core.expressions import Expression
from game.core.inventory import Text, texts
from game.core.model import Scenario
from game.core.texts import Words

LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
"""A language as BCP 47 writes it: ``ja``, ``zh-Hant``, ``pt-BR``."""

_KEYS: Final = ("language", "from", "texts", "unused")


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated text; ``source`` is what it was made from (None where the file does not say; empty: unknown)."""

    words: str
    source: str | None = None
    mark: Mark = field(default=Mark(""), compare=False)


@dataclass(frozen=True, slots=True)
class Overlay:
    """One translation file; ``unused`` keeps translations of texts that are gone."""

    language: str
    source: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    unused: Mapping[str, Entry] = field(default_factory=dict)
    file: str = ""

    def stale(self, text: Text) -> bool:
        """Says whether the source of ``text`` is not what its translation was made from."""
        entry = self.entries.get(text.id)
        return entry is not None and bool(entry.words) and entry.source is not None \
            and entry.source != text.words[self.source]


@dataclass(slots=True)
class Laid:
    """What came of laying translation files over a scenario."""

    scenario: Scenario
    overlays: tuple[Overlay, ...] = ()
    faults: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)


def lay_over(scenario: Scenario, folder: Path, called: Callable[[Path], str], own: Iterable[str]) -> Laid:
    """Returns the scenario with every translation file of its folder laid over it.

    called: how faults call a file; own: the files the scenario itself was read from, which are none of them.
    """
    laid, taken = Laid(scenario), set(own)
    for path in sorted(folder.glob("*.yaml")):
        name = called(path)
        if name not in taken and LANGUAGE.fullmatch(path.stem) and path.is_file():
            source = read(path, name, folder)
            overlay = _overlay(source, path.stem, laid.faults)
            if overlay is not None or source.faults:
                laid.lines[name] = source.lines
            if overlay is not None:
                laid.overlays += (overlay,)
                laid.scenario = _laid(laid.scenario, scenario, overlay, laid.faults)
    return laid


def _overlay(source: Source, stem: str, faults: list[Diagnostic]) -> Overlay | None:
    """The translation in a file; None if the file is none, or cannot be used as one."""
    claimed = any(line.startswith("language:") for line in source.lines)
    data = source.data
    if source.faults or not isinstance(data, dict) or "language" not in data:
        faults += source.faults if claimed else []
        return None
    found = _Faults(source, faults)
    for key in data:
        if key not in _KEYS:
            found.add("E060", (key,), "key", name=key, near=near(key, _KEYS))
    if data["language"] != stem:
        found.add("E060", ("language",), "language", language=str(data["language"])[:20], file=stem)
        return None
    made_from = data.get("from", "")
    if not isinstance(made_from, str):
        found.add("E060", ("from",), "text")
        return None
    return Overlay(stem, made_from, dict(_entries(data, "texts", stem, found)),
                   dict(_entries(data, "unused", stem, found)), source.file)


def _entries(data: Mapping[str, Any], group: str, language: str, found: _Faults) -> Iterator[tuple[str, Entry]]:
    given = data.get(group)
    if given is not None and not isinstance(given, dict):
        found.add("E060", (group,), "texts", group=group)
        return
    for name, item in (given or {}).items():
        forms = item if isinstance(item, dict) else {language: item}
        mark = found.mark((group, name, language), (group, name))
        strange = [key for key in forms if key not in (language, data.get("from"))]
        if strange or not all(isinstance(words, str | None) for words in forms.values()):
            found.add("E060", (group, name, *strange[:1]), "entry", language=language)
            continue
        made_from = forms.get(data.get("from")) if len(forms) > 1 else None
        yield name, Entry((forms.get(language) or "").strip(), made_from and made_from.strip(), mark)


@dataclass(frozen=True, slots=True)
class _Faults:
    """Reports the faults of one file."""

    source: Source
    found: list[Diagnostic]

    def mark(self, *paths: tuple[str, ...]) -> Mark:
        """Returns the place of the first of ``paths`` that stands in the file."""
        marks = (self.source.mark(path) for path in paths)
        return next((mark for mark in marks if mark), Mark(self.source.file))

    def add(self, code: str, path: tuple[str, ...], variant: str = "", **arguments: Argument) -> None:
        """Adds a fault at the key of ``path``."""
        mark = self.source.key(path) or self.mark(path)
        self.found.append(Diagnostic(code, mark, variant, tuple(arguments.items()), len(path[-1])))


def _laid(scenario: Scenario, own: Scenario, overlay: Overlay, faults: list[Diagnostic]) -> Scenario:
    """Lays one translation over ``scenario``; ``own`` is the scenario as its author's files have it."""
    here = {text.id: text for text in texts(scenario)}
    source = overlay.source or own.languages[0]
    changed: dict[int, Words] = {}
    for name, entry in overlay.entries.items():
        text = here.get(name)
        if text is None:
            _add(faults, "W060", entry, len(name), name=name, near=near(name, here))
        elif entry.words and _fits(text, entry, overlay, source, faults):
            changed[id(text.words)] = _with(text.words, own.languages, overlay.language, entry.words)
    missing = sum(id(text.words) not in changed for text in here.values())
    if missing and overlay.language not in own.languages:
        faults.append(Diagnostic("W062", Mark(overlay.file), "", (
            ("language", overlay.language), ("n", missing), ("total", len(here)), ("shown", source))))
    made: Scenario = _rebuilt(scenario, changed, {})
    if missing or overlay.language in made.languages:
        return made
    return replace(made, languages=(*made.languages, overlay.language))


def _fits(text: Text, entry: Entry, overlay: Overlay, source: str, faults: list[Diagnostic]) -> bool:
    """Reports what is wrong with a translation; says whether it may be shown."""
    original, wanted = text.words[source], placeholders(text.words[source])
    stale = overlay.stale(text)
    if stale:
        _add(faults, "W061", entry, len(entry.words), name=text.id, language=overlay.language, source=source)
    if placeholders(entry.words) != wanted:
        if not stale:
            given = tuple(f"{{{name}}}" for name in sorted(placeholders(entry.words)))
            _add(faults, "E061", entry, len(entry.words), "" if wanted else "none", name=text.id, given=given,
                 wanted=tuple(f"{{{name}}}" for name in sorted(wanted)))
        return False
    if untranslated(Words(((source, original), (overlay.language, entry.words)))):
        _add(faults, "E035", entry, len(entry.words))
    return True


def _add(faults: list[Diagnostic], code: str, entry: Entry, length: int, variant: str = "",
         **arguments: Argument) -> None:
    faults.append(Diagnostic(code, entry.mark, variant, tuple(arguments.items()), min(length, 60)))


def placeholders(text: str) -> frozenset[str]:
    """Returns the names in braces that a text mentions."""
    return frozenset(PLACEHOLDER.findall(text))


def _with(words: Words, languages: tuple[str, ...], language: str, translated: str) -> Words:
    """The text with its translation; one that was the same in all languages is written out in those of the author."""
    forms = dict(words.forms)
    if "" in forms:
        forms = dict.fromkeys(languages, forms[""])
    return Words(tuple({**forms, language: translated}.items()))


def _rebuilt(value: Any, changed: Mapping[int, Words], made: dict[int, Any]) -> Any:
    """Returns ``value`` with the changed words in it; what holds none of them stays the same object."""
    if isinstance(value, Words):
        return changed.get(id(value), value)
    if isinstance(value, tuple):
        parts = tuple(_rebuilt(item, changed, made) for item in value)
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if isinstance(value, Mapping):
        items = {key: _rebuilt(item, changed, made) for key, item in value.items()}
        return value if all(items[key] is item for key, item in value.items()) else items
    if not is_dataclass(value) or isinstance(value, type | Expression):
        return value
    if id(value) not in made:
        new = {item.name: found for item in fields(value)
               if (found := _rebuilt(old := getattr(value, item.name), changed, made)) is not old}
        made[id(value)] = replace(value, **new) if new else value
    return made[id(value)]
