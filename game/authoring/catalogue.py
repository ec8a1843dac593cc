"""The catalogue of codes in one language: what each means, the sentences it is told in, the words they need.

Data in ``assets/codes``, one file a language; nothing here knows a code.  Read only where a fault is told, so that
what is without faults loads none of it.  Called by ``diagnostics`` and ``explain``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, Final

import yaml

from game import resources

FOLDER: Final = "codes"
LARGEST: Final = 10**9
"""Beyond this a figure is told by its size alone: nobody reads twenty digits."""


class Term(str):
    """An argument that is a word of the catalogue (``terms``), said in the language of the sentence."""

    __slots__ = ()


Argument = int | str | tuple[int | str, ...]
"""What a sentence may be given: a number, a word as it stands in the file, a ``Term``, or a list of them."""

Arguments = tuple[tuple[str, Argument], ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence a code is told in, and what to do about it (may be empty); both with places for arguments."""

    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: what it means, its sentences by variant, why it matters and what to do."""

    code: str
    title: str
    says: Mapping[str, Saying]
    why: str
    do: str


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a scenario that is wrong, and the same made right: file name -> text.

    ``on`` names the scenario the piece is laid over when it is tried out (empty: it is put after a head as it stands);
    ``quick`` says that the code shows only where positions are not gone through.
    """

    wrong: Mapping[str, str]
    right: Mapping[str, str]
    on: str = "story"
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All codes in one language.

    ``words`` holds the sentences of reports and pages, ``terms`` the words that arguments stand for, ``examples`` the
    words of examples that are written in English (what to replace -> by what).
    """

    language: str
    entries: Mapping[str, Entry]
    words: Mapping[str, str]
    terms: Mapping[str, str]
    examples: Mapping[str, str]

    def message(self, code: str, variant: str, arguments: Arguments) -> str:
        """Returns the sentence of a fault."""
        return self._fill(self.entries[code].says[variant].text, arguments)

    def hint(self, code: str, variant: str, arguments: Arguments) -> str:
        """Returns what to do about a fault: its own advice, else the nearest known name; may be empty."""
        own = self.entries[code].says[variant].hint
        near = dict(arguments).get("near")
        if not own and near:
            own = self.words["near"]
        return self._fill(own, arguments)

    def word(self, key: str, **arguments: Argument) -> str:
        """Returns a sentence of ``words`` with its arguments filled in; for ``n`` = 1 the form ``key.one`` if any."""
        if arguments.get("n") == 1 and f"{key}.one" in self.words:
            key = f"{key}.one"
        return self._fill(self.words[key], tuple(arguments.items()))

    def _fill(self, template: str, arguments: Arguments) -> str:
        return _Writer(self).vformat(template, (), dict(arguments))


class _Writer(Formatter):
    """Fills in arguments: lists with the language's comma, terms by their word, ``:,`` for figures."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return self.catalogue.words["comma"].join(self.format_field(item, format_spec) for item in value)
        if isinstance(value, Term):
            return self.catalogue.terms[value]
        if isinstance(value, int) and format_spec == ",":
            if abs(value) < LARGEST:
                return f"{value:,}"
            return self.catalogue.words["more" if value > 0 else "less"].replace("{n}", f"{LARGEST:,}")
        return str(value)


def languages() -> list[str]:
    """Returns the languages that faults can be told in."""
    return sorted(file.stem for file in (resources.assets() / FOLDER).glob("??.yaml"))


@cache
def catalogue(language: str = "en") -> Catalogue:
    """Returns the catalogue in ``language``; English where there is none."""
    if language not in languages():
        language = "en"
    data = _read(language)
    entries = {code: _entry(code, item) for code, item in data["codes"].items()}
    return Catalogue(language, entries, data["words"], data["terms"], data.get("examples") or {})


@cache
def examples() -> Mapping[str, Example]:
    """Returns the examples by code."""
    return {code: Example(_files(item["wrong"]), _files(item["right"]), item.get("on", "story"),
                          bool(item.get("quick"))) for code, item in _read("examples").items()}


def _files(given: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"scenario.yaml": given} if isinstance(given, str) else given


def _read(name: str) -> Any:
    with (resources.assets() / FOLDER / f"{name}.yaml").open("rb") as stream:
        return yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _entry(code: str, item: Mapping[str, Any]) -> Entry:
    says = item["says"]
    if not isinstance(says, dict):
        says = {"": says}
    return Entry(code, item["title"], {variant: _saying(said) for variant, said in says.items()},
                 item.get("why", "").strip(), item.get("do", "").strip())


def _saying(said: str | list[str]) -> Saying:
    return Saying(said) if isinstance(said, str) else Saying(*said)
