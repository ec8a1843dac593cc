"""Rules on what must not be known yet: days to come, figures of later events, the reveal's own words.

Before a decision its brief, question, counsel and options may speak of what could be known that day.  That they cite
no later event the loader sees to (E034).  Called by ``rules``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.limits import is_dense
from game.core.inventory import Kind, Text, node_texts
from game.core.model import Decision, Scenario

BEFORE: Final = frozenset({Kind.TITLE, Kind.BRIEF, Kind.QUESTION, Kind.COUNSEL, Kind.OPTION, Kind.REASON, Kind.CLOSED})
RUN: Final = {Kind.HIDDEN: (12, 20), Kind.RECORD: (24, 40)}
"""So many words (or characters, where words are not set apart) in the same order are the same sentence.

The record may name again what was known before; what was hidden may not.
"""

LEAST: Final = 100
"""A smaller number may be any number."""

_MONTHS: Final = {name: number for number, name in enumerate(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december"), 1)}
_NAMES: Final = "|".join(_MONTHS)
_ENGLISH: Final = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<month>{_NAMES})(?: (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)?,? "
    r"(?P<year>\d{4})\b", re.IGNORECASE)
_CHINESE: Final = re.compile(r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?")
_ISO: Final = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CHARACTER: Final = re.compile(r"[^\W_]")


def knowledge(scenario: Scenario) -> Iterator[Finding]:
    """W066."""
    for node in scenario.nodes.values():
        if isinstance(node, Decision):
            told = list(node_texts(node))
            yield from _days(node, [text for text in told if text.kind in BEFORE])
            yield from _words(told, scenario.languages[0])
            yield from _figures(node, scenario, [text for text in told if text.kind in BEFORE])


def _days(node: Decision, told: list[Text]) -> Iterator[Finding]:
    """A day after the decision, in any language."""
    if node.date is None:
        return
    for text in told:
        for code in text.words:
            later = next((words for words, day in days(text.words[code]) if day > node.date.last), None)
            if later is not None:
                yield finding("W066", text.path, "day", day=later, last=str(node.date.last))
                break


def days(text: str) -> Iterator[tuple[str, date]]:
    """Yields the dates a text names, as written and as the first day they may mean.

    >>> [str(day) for _, day in days("Signed on 14 August 1945, in force from 1946年3月")]
    ['1945-08-14', '1946-03-01']
    """
    for pattern in (_ENGLISH, _CHINESE, _ISO):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = (parts.get("month") or "1").lower()
            number = _MONTHS.get(month) or int(month)
            day = int(parts.get("day") or parts.get("day2") or 1)
            try:
                yield found[0].strip(), date(int(parts["year"]), number, day)
            except ValueError:
                continue


def _words(told: list[Text], own: str) -> Iterator[Finding]:
    """A sentence that stands before the decision and again in what is revealed after it.

    ``own`` is the language of texts that name none.
    """
    revealed: dict[tuple[str, Kind], set[tuple[str, ...]]] = {}
    for text in told:
        if text.kind in RUN:
            for code in text.words:
                for run in _runs(text.words[code], code or own, text.kind):
                    revealed.setdefault((code, text.kind), set()).add(run)
    for text in told:
        if text.kind in BEFORE:
            shared = next(((code, kind, run) for code, kind in revealed
                           for run in _runs(text.words[code], code or own, kind) if run in revealed[code, kind]), None)
            if shared is not None:
                code, kind, run = shared
                joined = ("" if is_dense(code or own) else " ").join(run)
                yield finding("W066", text.path, kind.value, words=joined)


def _runs(text: str, language: str, kind: Kind) -> Iterator[tuple[str, ...]]:
    """Every run of words long enough to be recognised, without its punctuation."""
    dense = is_dense(language)
    words = (_CHARACTER if dense else _WORD).findall(text.lower())
    size = RUN[kind][dense]
    return (tuple(words[at:at + size]) for at in range(len(words) - size + 1))


def _figures(node: Decision, scenario: Scenario, told: list[Text]) -> Iterator[Finding]:
    """A number of the record that an event after the decision brought about."""
    reference = scenario.reference
    if node.date is None:
        return
    for name, figure in reference.figures.items():
        events = [reference.events[cite] for cite in figure.cites if cite in reference.events]
        number = figure.value if isinstance(figure.value, int) else 0
        if not events or number < LEAST or any(event.sort_as <= str(node.date.last) for event in events):
            continue
        said = re.compile(rf"(?<![\d,]){number:,}(?![\d,])|(?<!\d){number}(?!\d)")
        for text in told:
            if any(said.search(text.words[code]) for code in text.words):
                yield finding("W066", text.path, "figure", figure=name, number=number)
