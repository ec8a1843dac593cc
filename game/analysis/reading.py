"""How long texts take to read: words, characters and minutes, and what a play puts before its reader at each node.

An estimate of silent reading, stated once here; not a measurement of readers.  Called by exploration and statistics.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from game.core.model import AnyNode, Chance, Decision, Move, Table, Terminal
from game.core.texts import Block, Variant, Words

WORDS_A_MINUTE: Final = 250
"""English words; Brysbaert 2019 (*Journal of Memory and Language* 109) finds 238 for non-fiction, 260 for fiction."""

CHARACTERS_A_MINUTE: Final = 400
"""Chinese characters."""

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Length:
    """What there is to read: words between spaces, and characters of a script written without them."""

    words: int = 0
    characters: int = 0

    def __add__(self, other: Length) -> Length:
        return Length(self.words + other.words, self.characters + other.characters)

    @property
    def minutes(self) -> Fraction:
        """Returns the minutes it takes, exactly."""
        return Fraction(self.words, WORDS_A_MINUTE) + Fraction(self.characters, CHARACTERS_A_MINUTE)

    @property
    def units(self) -> int:
        """Returns words and characters together: what a person calls the length of a text."""
        return self.words + self.characters


def length(text: str) -> Length:
    """Returns what a text has to read; a figure or a name in Latin letters within Chinese is one word.

    >>> length("China will take 3,000 men."), length("中国将派3000人。")
    (Length(words=5, characters=0), Length(words=1, characters=5))
    """
    characters = sum(_is_ideograph(letter) for letter in text)
    spaced = "".join(" " if _is_ideograph(letter) else letter for letter in text)
    return Length(len(_WORD.findall(spaced)), characters)


def _is_ideograph(letter: str) -> bool:
    return ord(letter) > 0x2E7F and unicodedata.east_asian_width(letter) == "W" and letter.isalnum()


def total(texts: Iterable[Words], language: str) -> Length:
    """Returns what several texts have to read together."""
    return sum((length(words[language]) for words in texts), Length())


def before(node: AnyNode) -> Iterator[Variant | Block]:
    """Yields the texts shown when a play comes to ``node``, guarded or not."""
    match node:
        case Decision():
            yield from node.title
            yield from node.brief
            for counsel in node.counsel:
                yield from counsel.text
            yield from node.question
            for option in node.options:
                yield from option.text
                yield from option.reason
        case Terminal():
            yield from node.title
            yield from node.text


def after(node: AnyNode, move: Move) -> Iterator[Variant | Block]:
    """Yields the texts shown once ``move`` was made at ``node``; of a table, an option or an outcome."""
    match node:
        case Chance():
            if node.branch(move).text:
                yield from node.title
                yield from node.branch(move).text
        case Table() if move in node.outcomes or move not in [option.id for option in node.options]:
            yield from node.outcome(move).text
            yield from node.record
            yield from node.hidden
        case Decision():
            option = node.option(move)
            yield from option.held
            yield from node.record
            yield from node.hidden
            yield from option.follows
