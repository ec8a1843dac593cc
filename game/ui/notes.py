"""Footnotes: sources in words, numbered in order of appearance.

Not the source book (``source_page``).  Called by ``pages`` and ``compare_page``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from game.core.reference import Citation, Reference
from game.ui.language import Language


@dataclass(frozen=True, slots=True)
class Footnote:
    """A source under a page: the number of its mark, its id, and the citation in words."""

    number: int
    id: str
    text: str
    external: bool = False


@dataclass(slots=True)
class Notes:
    """Numbers the footnotes of one page in order of appearance."""

    language: Language
    reference: Reference
    numbers: dict[str, int] = field(default_factory=dict)

    def marks(self, cites: Iterable[str]) -> tuple[int, ...]:
        """Returns the numbers of ``cites``, giving new ones where needed."""
        return tuple(self.numbers.setdefault(cite, len(self.numbers) + 1) for cite in cites)

    def footnotes(self) -> tuple[Footnote, ...]:
        """Returns the footnotes in order."""
        return tuple(footnote(number, cite, self.reference, self.language) for cite, number in self.numbers.items())


def footnote(number: int, cite: str, reference: Reference, language: Language) -> Footnote:
    """Returns the footnote for an event, a claim or a work."""
    source = reference.events.get(cite) or reference.claims.get(cite)
    if source is not None:
        text = language.t("cite.between").join(citation(item, reference, language) for item in source.cites) or cite
        return Footnote(number, cite, text, bool(getattr(source, "external", False)))
    work = reference.works.get(cite)
    return Footnote(number, cite, language.words(work.full) if work else cite, bool(work and work.external))


def citation(item: Citation, reference: Reference, language: Language) -> str:
    """Returns a citation in words: short title, page, note."""
    work = reference.works.get(item.work)
    parts = [language.words(work.short) if work else item.work]
    if item.page is not None:
        parts.append(language.t("cite.page", page=item.page))
    if item.note is not None:
        parts.append(language.t("cite.note", note=item.note))
    if item.at is not None:
        parts.append(item.at)
    return language.t("cite.comma").join(parts)
