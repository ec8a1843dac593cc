"""Interface strings and scenario texts in one language; dates, numbers and likelihood words as people write them.

The one place where ids become strings: switching the language redraws and touches no session.  Called by every
front end; reads the catalogues in ``assets/lang`` that ``cli`` hands over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import yaml

from game.core.model import Span
from game.core.texts import Confidence, Likelihood, Words

CJK: Final = ("zh", "ja", "ko")
"""Languages written without spaces between words."""


class MissingText(KeyError):
    """The interface catalogue lacks a key; a fault of the program, caught by the tests."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface, ready to print."""

    code: str
    name: str
    strings: Mapping[str, str]

    def t(self, key: str, **values: object) -> str:
        """Returns the interface text ``key`` with ``values`` filled in; raises ``MissingText``.

        With a whole number ``n`` among the values, the form ``key.one`` is used for 1 where it exists.
        """
        if values.get("n") == 1 and f"{key}.one" in self.strings:
            key = f"{key}.one"
        if key not in self.strings:
            raise MissingText(key)
        text = self.strings[key]
        return text.format(**values) if values else text

    def words(self, words: Words) -> str:
        """Returns a scenario text in this language."""
        return words[self.code]

    def number(self, value: int) -> str:
        """Returns a whole number with thousands separated."""
        return f"{value:,}"

    def percent(self, share: Fraction) -> str:
        """Returns a share as a percentage; what is neither none nor all is never printed as 0 or 100."""
        value = float(share) * 100
        if 0 < value < 0.05:
            return "< 0.1 %"
        if 99.95 < value < 100:
            return "> 99.9 %"
        return f"{value:.1f} %"

    def span(self, span: Span | None) -> str:
        """Returns a span of days as it is written in this language.

        >>> Language("en", "", {}).span(Span(date(1945, 7, 5), date(1945, 7, 6)))
        '5–6 July 1945'
        """
        if span is None:
            return ""
        return _chinese_span(span) if self.code == "zh" else _english_span(span)

    def months(self, span: Span | None) -> str:
        """Returns a span by its months alone, for a story that has left the days of the record.

        >>> Language("en", "", {}).months(Span(date(1945, 7, 5), date(1945, 8, 6)))
        'July – August 1945'
        """
        if span is None:
            return ""
        first, last = span.first, span.last
        if self.code == "zh":
            start, end = _chinese_day(first.year, first.month), _chinese_day(last.year, last.month)
            if first.year == last.year:
                end = f"{last.month}月"
            return start if (first.year, first.month) == (last.year, last.month) else f"{start}至{end}"
        if (first.year, first.month) == (last.year, last.month):
            return _english_day(first.year, first.month)
        start = MONTHS[first.month - 1] if first.year == last.year else _english_day(first.year, first.month)
        return f"{start} – {_english_day(last.year, last.month)}"

    def value(self, value: int | str) -> str:
        """Returns a figure: a number, or an ISO date (with a time, or without a day) as it is written."""
        if isinstance(value, int):
            return self.number(value)
        if not _DAY.fullmatch(value):
            return value
        day, _, hour = value.partition(" ")
        parts = [int(part) for part in day.split("-")]
        written = _chinese_day(*parts) if self.code == "zh" else _english_day(*parts)
        if not hour:
            return written
        return f"{written}{hour}" if self.code == "zh" else f"{written}, {hour}"

    def likelihood(self, likelihood: Likelihood) -> str:
        """Returns the likelihood word."""
        return self.t(f"likelihood.{likelihood.value}")

    def confidence(self, confidence: Confidence) -> str:
        """Returns the confidence word."""
        return self.t(f"confidence.{confidence.value}")


_DAY: Final = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?( .+)?")
MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December")


def _english_day(year: int, month: int = 0, day: int = 0) -> str:
    return " ".join(part for part in (str(day or ""), MONTHS[month - 1] if month else "", str(year)) if part)


def _chinese_day(year: int, month: int = 0, day: int = 0) -> str:
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


def _english_span(span: Span) -> str:
    first, last = span.first, span.last
    end = _english_day(last.year, last.month, last.day)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {end}"
    return f"{_english_day(first.year, first.month, first.day)} – {end}"


def _chinese_span(span: Span) -> str:
    first, last = span.first, span.last
    start = _chinese_day(first.year, first.month, first.day)
    if first == last:
        return start
    if (first.year, first.month) == (last.year, last.month):
        return f"{start}至{last.day}日"
    if first.year == last.year:
        return f"{start}至{last.month}月{last.day}日"
    return f"{start}至{_chinese_day(last.year, last.month, last.day)}"


STEPS: Final[tuple[tuple[Fraction, Likelihood], ...]] = (
    (Fraction(5, 100), Likelihood.REMOTE), (Fraction(20, 100), Likelihood.VERY_UNLIKELY),
    (Fraction(45, 100), Likelihood.UNLIKELY), (Fraction(55, 100), Likelihood.EVEN),
    (Fraction(80, 100), Likelihood.LIKELY), (Fraction(95, 100), Likelihood.VERY_LIKELY),
)


def likelihood_of(odds: Fraction) -> Likelihood:
    """Returns the word for exact odds, by the bounds of ICD 203 (a bound belongs to the step below it).

    >>> likelihood_of(Fraction(1, 2)).value
    'even'
    """
    return next((word for bound, word in STEPS if odds <= bound), Likelihood.ALMOST_CERTAIN)


def read(folder: Path) -> dict[str, Language]:
    """Returns the languages found in ``folder`` (one YAML file each), by code.

    Raises ``ValueError`` with the name of a file that holds none.
    """
    return {file.stem: _read_one(file) for file in sorted(folder.glob("*.yaml"))}


def _read_one(file: Path) -> Language:
    try:
        with file.open("rb") as stream:
            data = yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        strings = dict(_flatten("", data))
    except (yaml.YAMLError, RecursionError) as fault:
        raise ValueError(f"{file.name} is not YAML: {fault}") from fault
    if "language.name" not in strings:
        raise ValueError(f"{file.name} does not say what its language is called (language: name)")
    return Language(file.stem, strings["language.name"], strings)


def _flatten(prefix: str, data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _flatten(f"{prefix}.{key}" if prefix else str(key), value)
    else:
        yield prefix, str(data)


__all__ = ["CJK", "Language", "MissingText", "date", "likelihood_of", "read"]
