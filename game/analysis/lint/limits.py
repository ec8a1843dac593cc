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
    Kind.TITLE: Limit(48, 18),  # one line of the paper's head; in the tree of paths it is cut after half of it
    Kind.QUESTION: Limit(110, 36),  # three lines over the options, so that four options stay in view
    Kind.OPTION: Limit(150, 60),  # three lines of a card
    Kind.REASON: Limit(150, 60),  # three lines under the option, in smaller type
    Kind.CLOSED: Limit(180, 66),  # four lines in place of the option's reason
    Kind.BRIEF: Limit(640, 190),  # a paragraph of a third of the paper: about 100 words, half a minute
    Kind.COUNSEL: Limit(260, 84),  # a slip beside the seal: what a person says in two breaths
    Kind.HELD: Limit(260, 84),  # one paragraph of the first paper of the reveal
    Kind.RECORD: Limit(720, 220),  # the second paper, read at leisure
    Kind.HIDDEN: Limit(560, 170),  # under the record, on the same paper
    Kind.FOLLOWS: Limit(460, 140),  # two outcomes or more share the third paper
    Kind.NEWS: Limit(640, 190),  # a telegram between two decisions
    Kind.TALKS: Limit(420, 130),  # minutes beside the scales of the table
    Kind.ENDING: Limit(560, 170),  # one of several paragraphs of the last page
    Kind.WHY: Limit(90, 30),  # half a line of the comparison, beside the change it explains
    Kind.BASIS: Limit(110, 36),  # a line in brackets after the sentence it supports
}
"""Place -> limit; what is not listed may be as long as it needs."""
