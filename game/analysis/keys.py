"""Values of many positions as machine words: each live variable a digit, as coarse as it is looked at.

Where one word is too short for all live variables there are several.  Called by ``reach``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from game.analysis.flow import Sight
from game.analysis.vectors import Column, Vocabulary
from game.core.rules import Rules

Layout = tuple[tuple[str, Sight], ...]

WORD: Final = 2**62
"""How many different keys fit one machine word."""


@dataclass(frozen=True, slots=True)
class _Digit:
    """One variable within a word: ``table`` holds the digit of each value from ``low`` on, ``kept`` its value."""

    word: int
    stride: int
    low: int
    table: Column | None
    kept: Column


class Keys:
    """How the positions of one stop are packed."""

    def __init__(self, rules: Rules, layout: Layout, vocabulary: Vocabulary) -> None:
        self.names: Final = [name for name, _ in layout]
        self._digits: dict[str, _Digit] = {}
        self.spaces: Final = [1]
        for name, sight in layout:
            low, table, kept = _told_apart(rules, name, sight, vocabulary)
            if self.spaces[-1] * len(kept) >= WORD:
                self.spaces.append(1)
            self._digits[name] = _Digit(len(self.spaces) - 1, self.spaces[-1], low, table, kept)
            self.spaces[-1] *= len(kept)

    def word(self, name: str) -> int:
        """Returns the word that holds a variable."""
        return self._digits[name].word

    def part(self, name: str, values: Column | int) -> Column:
        """Returns what a variable adds to its word."""
        digit = self._digits[name]
        places = np.subtract(values, digit.low)
        return (places if digit.table is None else digit.table[places]) * digit.stride

    def columns(self, words: Sequence[Column]) -> dict[str, Column]:
        """Returns the values that words stand for, by variable."""
        found = {}
        rests = list(words)
        for name in reversed(self.names):
            digit = self._digits[name]
            places = rests[digit.word] // digit.stride if digit.stride > 1 else rests[digit.word]
            rests[digit.word] = rests[digit.word] - places * digit.stride
            found[name] = places + digit.low if digit.table is None else digit.kept[places]
        return found

    def distinct(self, words: Sequence[Column]) -> tuple[list[Column], Column]:
        """Returns the distinct keys, word by word, and for every key given its place among them."""
        if len(words) == 1:
            found, places = numbered(words[0], self.spaces[0])
            return [found], places
        codes, bound = np.zeros(len(words[0]), dtype=np.int64), 1
        for word, space in zip(words, self.spaces, strict=True):
            part, size = renumbered(word, space)
            codes, bound = renumbered(codes * size + part, bound * size)
        firsts = np.zeros(bound, dtype=np.int64)
        firsts[codes] = np.arange(len(codes))
        return [word[firsts] for word in words], codes


def numbered(codes: Column, bound: int) -> tuple[Column, Column]:
    """Returns the distinct codes, rising, and for each code its place; codes lie between 0 and ``bound``.

    By a table where few codes are possible, by sorting elsewhere.
    """
    if bound <= _worth_a_table(len(codes)):
        there = np.zeros(bound, dtype=bool)
        there[codes] = True
        found = np.flatnonzero(there)
        places = np.empty(bound, dtype=np.int64)
        places[found] = np.arange(len(found))
        return found, places[codes]
    found, places = np.unique(codes, return_inverse=True)
    return found, places.reshape(-1)


def renumbered(codes: Column, bound: int) -> tuple[Column, int]:
    """Returns for each code its place among the distinct ones, and how many these are."""
    found, places = numbered(codes, bound)
    return places, len(found)


def combined(parts: Sequence[tuple[Column, int]], size: int) -> tuple[Column, int]:
    """Numbers rows by several columns at once, each given with the number of values it may take."""
    codes, bound = np.zeros(size, dtype=np.int64), 1
    for part, values in parts:
        if bound * values > _worth_a_table(size):
            codes, bound = renumbered(codes, bound)
        if bound * values >= WORD:
            part, values = renumbered(part, values)
        codes, bound = codes * values + part, bound * values
    return renumbered(codes, bound)


def _worth_a_table(size: int) -> int:
    return max(1 << 14, 16 * size)


def _told_apart(rules: Rules, name: str, sight: Sight, vocabulary: Vocabulary) -> tuple[int, Column | None, Column]:
    """(lowest value, digit of each value from there on or None if they rise by one, value of each digit)."""
    variable = rules.variables[name]
    if sight is None and not variable.words:
        return variable.low, None, np.arange(variable.low, variable.high + 1)
    seen: Mapping[int, int] = {vocabulary.number(value): vocabulary.number(kept) for value, kept in
                               sight or [(word, word) for word in variable.words]}
    low, kept = min(seen), sorted(set(seen.values()))
    table = np.zeros(max(seen) - low + 1, dtype=np.int64)
    for value, as_value in seen.items():
        table[value - low] = kept.index(as_value)
    return low, table, np.array(kept, dtype=np.int64)
