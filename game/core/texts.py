"""Texts as values: words in several languages, graded paragraphs, and the guards that choose between them.

Not a translation system and no markup: a text knows its languages, its grade and its citations, nothing of
fonts or screens.  Built by ``authoring``, chosen by ``rules``, printed by ``ui``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from game.core.expressions import Expression

Language = str
Path = tuple[str | int, ...]
"""Keys and list places from the top of a scenario file whose texts are all written in full."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text in one or more languages."""

    forms: tuple[tuple[Language, str], ...]

    def __getitem__(self, language: Language) -> str:
        """Returns the text in ``language``, or in the first language that exists."""
        for code, text in self.forms:
            if code == language:
                return text
        return self.forms[0][1] if self.forms else ""

    def __iter__(self) -> Iterator[Language]:
        return (code for code, _ in self.forms)

    def __bool__(self) -> bool:
        return any(text for _, text in self.forms)


NO_WORDS = Words(())


@dataclass(frozen=True, slots=True)
class Variant:
    """A wording that holds while ``when`` does (always, if there is no guard)."""

    words: Words
    when: Expression | None = None


Phrase = tuple[Variant, ...]
"""A short text: the first variant whose guard holds."""


class Grade(StrEnum):
    """How a sentence is known."""

    FACT = "fact"
    DISPUTED = "disputed"
    INFERENCE = "inference"
    MODEL = "model"
    INVENTION = "invention"


class Likelihood(StrEnum):
    """The seven steps of ICD 203 (US Intelligence Community Directive 203, 2015, D.6.e), least likely first."""

    REMOTE = "remote"
    VERY_UNLIKELY = "very-unlikely"
    UNLIKELY = "unlikely"
    EVEN = "even"
    LIKELY = "likely"
    VERY_LIKELY = "very-likely"
    ALMOST_CERTAIN = "almost-certain"


class Confidence(StrEnum):
    """How much the estimate itself is worth; independent of how likely it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph with what its grade must carry.

    ``id`` is the path of the text in the scenario: stable, unique, the name translators see.
    """

    id: str
    words: Words
    grade: Grade = Grade.FACT
    cites: tuple[str, ...] = ()
    when: Expression | None = None
    otherwise: bool = False
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    basis: Words | None = None
    who: Words | None = None
    invented: Words | None = None


Slot = tuple[Block, ...]
"""Paragraphs in order; those whose guard holds are shown."""


MISSING_FROM_GRADE: dict[Grade, tuple[str, ...]] = {
    Grade.FACT: ("cites",),
    Grade.DISPUTED: ("two cites",),
    Grade.INFERENCE: ("who", "cites"),
    Grade.MODEL: ("basis", "confidence"),
    Grade.INVENTION: ("invented",),
}
"""What each grade must carry; read by the loader and printed in the author's guide."""


def lacks(block: Block) -> tuple[str, ...]:
    """Returns what ``block`` should carry for its grade and does not."""
    present = {
        "cites": bool(block.cites),
        "two cites": len(block.cites) >= 2,
        "who": bool(block.who),
        "basis": bool(block.basis),
        "confidence": block.confidence is not None,
        "invented": bool(block.invented),
    }
    return tuple(name for name in MISSING_FROM_GRADE[block.grade] if not present[name])


def expressions(texts: Sequence[Variant] | Sequence[Block]) -> Iterator[Expression]:
    """Yields the guards of a phrase or a slot."""
    for text in texts:
        if text.when is not None:
            yield text.when
