"""How long texts take to read: words, characters and minutes, and what a play puts before its reader at each node.

An estimate of silent reading, stated once here; not a measurement of readers.  Called by exploration and statistics.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from game.core.bargain import PROPOSE
from game.core.model import OUTCOMES, AnyNode, Chance, Decision, Move, Table, Terminal
from game.core.texts import Phrase, Slot, Words

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


@lru_cache(1 << 16)
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


def before(node: AnyNode) -> tuple[Phrase | Slot, ...]:
    """Returns the texts shown when a play comes to ``node``, guarded or not; why an option is closed is left out."""
    match node:
        case Decision():
            return (node.title, node.brief, *(counsel.text for counsel in node.counsel), node.question,
                    *(text for option in node.options for text in (option.text, option.reason)))
        case Terminal():
            return node.title, node.text
    return ()


def after(node: AnyNode, move: Move) -> tuple[Phrase | Slot, ...]:
    """Returns the texts shown once ``move`` was made at ``node``: an option, a branch, or an end of talks."""
    match node:
        case Chance():
            branch = node.branch(move)
            return (node.title, branch.text) if branch.text else ()
        case Table() if move == PROPOSE:
            return ()
        case Table() if move in OUTCOMES:
            return node.outcome(move).text, node.record, node.hidden
        case Decision():
            option = node.option(move)
            return option.held, node.record, node.hidden, option.follows
    return ()
