"""Finds entries by name or word, with or without tone marks, in every language at once.

Pure: a list of what can be found goes in, the ids in order of fitness come out.  Called by the codex.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HAN = re.compile(r"[\u3400-\u9fff]")
_GONE = re.compile(r"['’‘ʼ`]")
_SPACE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Card:
    """What can be found: the entry's id, the names it goes by, and all its other text."""

    id: str
    names: tuple[str, ...]
    text: str = ""


def folded(text: str) -> str:
    """Returns letters and figures alone: no case, no accents and tones, no apostrophes, hyphens as spaces.

    >>> folded("Wài Měnggǔ"), folded("Ch’en Ch’eng"), folded("Lüshun–Dalian")
    ('wai menggu', 'chen cheng', 'lushun dalian')
    """
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _SPACE.sub(" ", _GONE.sub("", bare.casefold())).strip()


class Search:
    """An index over the cards given, searched in their order."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._kept = [(card.id, [folded(name) for name in card.names], folded(card.text)) for card in cards]

    def find(self, query: str) -> list[str]:
        """Returns the ids that hold every word of the query; whole names first, then beginnings, then mere mentions."""
        words = folded(query).split()
        if not words:
            return []
        scored = [(best, place, name) for place, (name, names, text) in enumerate(self._kept)
                  if (best := _fit(words, names, text)) is not None]
        return [name for _, _, name in sorted(scored)]


def _fit(words: Sequence[str], names: Sequence[str], text: str) -> int | None:
    whole = " ".join(words)
    squashed = whole.replace(" ", "")
    for grade, fits in enumerate((lambda name: name == whole,
                                  lambda name: name.startswith(whole) or name.replace(" ", "").startswith(squashed),
                                  lambda name: all(_holds(name, word) for word in words))):
        if any(fits(name) for name in names):
            return grade
    every = " ".join([*names, text])
    return 3 if all(_holds(every, word) for word in words) else None


def _holds(text: str, word: str) -> bool:
    """A word of Chinese may stand anywhere, one in letters must begin a word."""
    return word in text if _HAN.search(word) else text.startswith(word) or f" {word}" in text
