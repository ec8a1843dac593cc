"""What is wrong with a file, said to its author: code, place, sentence, suggestion, in the author's language.

A fault holds what it is about, not its words: those are in ``assets/codes``, by code and variant.  To add a code: an
entry in each language there, an example, and a file under ``tests/authoring/bad/`` that provokes it.  Made by the
other modules of this room and, for questions of taste and balance, by ``analysis.lint``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final
from unicodedata import east_asian_width

from game.authoring.catalogue import Argument, Arguments, Term, catalogue

__all__ = ["CATALOGUE", "Argument", "Arguments", "Diagnostic", "Mark", "Severity", "Term", "as_data", "near", "render"]


class Severity(StrEnum):
    """How bad it is: an error keeps the scenario from loading, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_BY_LETTER: Final = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: ``variant`` names the sentence among those of the code, ``arguments`` what it is filled with.

    ``length`` is how many characters to underline, ``path`` the place in the scenario where the place in the file is
    not all there is to say.
    """

    code: str
    mark: Mark
    variant: str = ""
    arguments: Arguments = ()
    length: int = 1
    path: tuple[str | int, ...] = ()

    @property
    def severity(self) -> Severity:
        """An error, a warning or a note, by the letter of the code."""
        return _BY_LETTER[self.code[0]]

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.said()

    @property
    def hint(self) -> str:
        """What to do about it, in English; may be empty."""
        return self.advice()

    def said(self, language: str = "en") -> str:
        """Returns the sentence in ``language``."""
        return catalogue(language).message(self.code, self.variant, self.arguments)

    def advice(self, language: str = "en") -> str:
        """Returns what to do about it in ``language``; may be empty."""
        return catalogue(language).hint(self.code, self.variant, self.arguments)


class _Titles(Mapping[str, str]):
    """Code -> what it means, in English; the files are read when it is first looked into."""

    def __getitem__(self, code: str) -> str:
        return catalogue().entries[code].title

    def __iter__(self) -> Iterator[str]:
        return iter(catalogue().entries)

    def __len__(self) -> int:
        return len(catalogue().entries)


CATALOGUE: Final[Mapping[str, str]] = _Titles()
"""Every code there is."""


def near(word: str, known: Iterable[str]) -> str:
    """Returns the known word that is nearest to ``word``; nothing if none is near.

    >>> near("dael", ["deal", "walked"])
    'deal'
    """
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def render(diagnostic: Diagnostic, lines: list[str] | None, language: str = "en") -> str:
    """Returns the fault as people read it: one line, then the line of the file with a caret under the place."""
    mark = diagnostic.mark
    head = f"{mark.file}:{mark.line}:{mark.column}  {diagnostic.code} {diagnostic.said(language)}"
    hint = diagnostic.advice(language)
    if not lines or not 1 <= mark.line <= len(lines):
        return head + (f"\n     {hint}" if hint else "")
    text = lines[mark.line - 1].rstrip("\n").replace("\t", " ")
    start = max(0, mark.column - 1 - 90)
    shown = ("…" if start else "") + text[start:start + 118]
    before, under = text[start:mark.column - 1], text[mark.column - 1:mark.column - 1 + min(diagnostic.length, 60)]
    caret = " " * (_cells(before) + (1 if start else 0)) + "^" * max(1, _cells(under))
    return f"{head}\n{mark.line:5d} {shown}\n      {caret}{f'  {hint}' if hint else ''}"


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def as_data(diagnostic: Diagnostic, language: str = "en") -> dict[str, object]:
    """Returns the fault as plain data for editors and scripts; code, variant and arguments are the same in all."""
    return {
        "file": diagnostic.mark.file, "line": diagnostic.mark.line, "column": diagnostic.mark.column,
        "length": diagnostic.length, "code": diagnostic.code, "severity": diagnostic.severity.value,
        "message": diagnostic.said(language), "hint": diagnostic.advice(language),
        "variant": diagnostic.variant, "path": list(diagnostic.path),
        "arguments": {name: list(value) if isinstance(value, tuple) else value
                      for name, value in diagnostic.arguments},
    }
