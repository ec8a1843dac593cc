"""How long a text may be in its place: characters, for languages written with letters and for those without spaces.

The limits follow from the room a place has in the window at 1280×720 and the default size, and from how much a reader
takes in before the next thing to do; the shipped scenarios keep to them.  Read by ``texts`` and by the guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from game.core.inventory import Kind

DENSE: Final = ("zh", "ja", "ko")
"""Languages whose characters say about three times as much as a letter and take twice its room."""


def is_dense(language: str) -> bool:
    """Says whether a language is one of those, by its code."""
    return language.split("-")[0] in DENSE


@dataclass(frozen=True, slots=True)
class Limit:
    """The most characters: ``letters`` in English and its like, ``dense`` in Chinese and its like."""

    letters: int
    dense: int

    def of(self, language: str) -> int:
        """Returns the limit in ``language``."""
        return self.dense if is_dense(language) else self.letters


LIMITS: Final[Mapping[Kind, Limit]] = {
    Kind.TITLE: Limit(48, 18),  # two lines of the paper's head, one in Chinese; the tree of paths cuts it sooner
    Kind.QUESTION: Limit(110, 36),  # three lines over the options, two in Chinese, so that two cards stay in view
    Kind.OPTION: Limit(144, 54),  # five lines of a card, three in Chinese: beyond, no second card is in view
    Kind.REASON: Limit(116, 54),  # three lines in smaller type under the option
    Kind.CLOSED: Limit(160, 60),  # four lines in place of the reason
    Kind.BRIEF: Limit(540, 160),  # a dozen lines, two thirds of the paper: a paragraph to be read in one go
    Kind.COUNSEL: Limit(260, 84),  # a slip beside the seal: what a person says in two breaths
    Kind.HELD: Limit(200, 66),  # half of the narrow first paper of the reveal, under the option
    Kind.RECORD: Limit(620, 190),  # the second paper in one view
    Kind.HIDDEN: Limit(460, 140),  # under the record, on the same paper
    Kind.FOLLOWS: Limit(400, 120),  # two outcomes or more share the third paper
    Kind.NEWS: Limit(540, 160),  # a telegram between two decisions, read like a paragraph of the brief
    Kind.TALKS: Limit(420, 130),  # minutes beside the scales of the table
    Kind.ENDING: Limit(460, 140),  # one of several paragraphs of the last page
    Kind.WHY: Limit(90, 30),  # half a line of the comparison, beside the change it explains
    Kind.BASIS: Limit(110, 36),  # two lines in small type over the sentence it supports
}
"""Place -> limit; what is not listed may be as long as it needs."""
