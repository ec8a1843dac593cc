"""What is wrong with a file, said to its author: code, place, message, suggestion.

The catalogue below is the one list of codes.  To add one: an entry here and a file under
``tests/authoring/bad/`` that provokes it.  Made by ``source``, ``structure``, ``build`` and ``check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final
from unicodedata import east_asian_width


class Severity(StrEnum):
    """How bad it is: an error keeps the scenario from loading, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault.  ``length`` is how many characters to underline."""

    code: str
    message: str
    mark: Mark
    length: int = 1
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """An error or a warning, by the letter of the code."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING


CATALOGUE: Final[Mapping[str, str]] = {
    "E001": "the file cannot be read",
    "E002": "a key appears twice in one mapping",
    "E003": "the file is not YAML",
    "E004": "anchors and aliases (& and *) are not used in scenarios",
    "E005": "the file is too large or too deeply nested",
    "E006": "the format is newer or older than this program knows",
    "E010": "a key is not known here",
    "E011": "a key is missing",
    "E012": "a node is named that does not exist",
    "E013": "a value has the wrong type or is out of range",
    "E014": "a node needs exactly one of options, table, chance, ending",
    "E015": "an expression cannot be understood",
    "E016": "a variable is named that does not exist",
    "E017": "a variable is compared with a word it can never hold",
    "E018": "an effect cannot have this value",
    "E019": "a source or event is cited that does not exist",
    "E020": "a person is named that does not exist",
    "E021": "an option is named that does not exist",
    "E022": "a figure is named that does not exist",
    "E023": "two nodes have the same name or the name is taken by a variable",
    "E024": "a party is named that does not exist",
    "E025": "a decision has fewer than two options",
    "E026": "a date span ends before it begins",
    "E027": "an act begins at a node that the record does not pass",
    "E030": "a text lacks a language",
    "E031": "a text carries less than its grade demands",
    "E032": "the languages of a text mention different placeholders",
    "E033": "a text mentions a variable its reader cannot see or that does not exist",
    "E034": "a source of later date is cited before the reveal",
    "E035": "a text looks untranslated",
    "E036": "a scale has no rung for a value its variable can take",
    "E050": "a bargain needs two sides",
    "E051": "rungs do not overlap: what may be proposed is not among the rungs of the issue",
    "E052": "a side has no weights or worths for an issue or a rung",
    "E053": "a reservation value or an aspiration may leave 0 to 100",
    "E054": "a link or a red line makes a package worse for a side by making one of its issues better",
    "E055": "a table has more packages than can be explored",
    "E056": "an issue, a side or a bargain is named that does not exist",
    "E057": "a recorded proposal cannot be made at this table",
    "W040": "a node cannot be reached",
    "W041": "a text is too long for its place",
    "W042": "an adviser with no recorded position gives counsel",
    "W043": "a translation has not been looked at since the other language changed",
    "W044": "every guard of the options may be false at once",
}


def suggestion(word: str, known: Iterable[str]) -> str:
    """Returns ``did you mean 'x'?`` for the nearest known word, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def render(diagnostic: Diagnostic, lines: list[str] | None) -> str:
    """Returns the fault as people read it: one line, then the line of the file with a caret under the place."""
    mark = diagnostic.mark
    head = f"{mark.file}:{mark.line}:{mark.column}  {diagnostic.code} {diagnostic.message}"
    hint = f"  {diagnostic.hint}" if diagnostic.hint else ""
    if not lines or not 1 <= mark.line <= len(lines):
        return head + (f"\n     {hint.strip()}" if hint else "")
    text = lines[mark.line - 1].rstrip("\n").replace("\t", " ")
    start = max(0, mark.column - 1 - 90)
    shown = ("…" if start else "") + text[start:start + 118]
    before, under = text[start:mark.column - 1], text[mark.column - 1:mark.column - 1 + min(diagnostic.length, 60)]
    caret = " " * (_cells(before) + (1 if start else 0)) + "^" * max(1, _cells(under))
    return f"{head}\n{mark.line:5d} {shown}\n      {caret}{hint}"


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def as_data(diagnostic: Diagnostic) -> dict[str, object]:
    """Returns the fault as plain data for editors and scripts."""
    return {
        "file": diagnostic.mark.file, "line": diagnostic.mark.line, "column": diagnostic.mark.column,
        "length": diagnostic.length, "code": diagnostic.code, "severity": diagnostic.severity.value,
        "message": diagnostic.message, "hint": diagnostic.hint,
    }
