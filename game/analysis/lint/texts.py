"""Rules on texts: too long for their place, without a grade, facts that cannot be looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from game.analysis.lint.finding import Finding, finding
from game.analysis.lint.limits import LIMITS
from game.analysis.lint.questions import slots
from game.core.inventory import Kind, texts
from game.core.model import Scenario
from game.core.reference import Citation, Reference
from game.core.texts import Block, Grade, Path


def lengths(scenario: Scenario) -> Iterator[Finding]:
    """W041: a text that is too long for its place, in the language in which it exceeds most."""
    for text in texts(scenario):
        limit = LIMITS.get(text.kind)
        if limit is None:
            continue
        spoken = {code: code or scenario.languages[0] for code in text.words}
        share, code = max(((len(text.words[code]) / limit.of(spoken[code]), code) for code in spoken),
                          default=(0.0, ""))
        if share > 1:
            yield finding("W041", text.path, text.kind.value, language=spoken[code], length=len(text.words[code]),
                          limit=limit.of(spoken[code]))


def locators(scenario: Scenario) -> Iterator[Finding]:
    """W064: an event or a claim that texts rest on, and that nobody could look up."""
    reference = scenario.reference
    used = Counter(cite for block in _blocks(scenario) for cite in block.cites)
    for group, items in (("events", reference.events), ("claims", reference.claims)):
        for name, item in items.items():
            if used[name] and not _located(item.cites, reference):
                variant = "vague" if item.cites else "none"
                yield finding("W064", (group, name, "cites" if item.cites else ""), variant, name=name, n=used[name])


def grades(scenario: Scenario) -> Iterator[Finding]:
    """W065: texts after a choice without grade or source; where works are listed the loader demands them (E031)."""
    if scenario.reference.works:
        return
    for node in scenario.nodes.values():
        for path, slot in slots(node):
            bare = [block for block in slot if block.grade is Grade.FACT and not block.cites]
            if bare and "brief" not in path:
                yield finding("W065", path, n=len(bare))


def _located(cites: Sequence[Citation], reference: Reference) -> bool:
    return any(cite.page is not None or cite.note is not None or cite.at is not None
               or (cite.work in reference.works and reference.works[cite.work].url) for cite in cites)


def _blocks(scenario: Scenario) -> Iterator[Block]:
    """Every paragraph that states a fact or rests on one, once."""
    seen: set[str] = set()
    for text in texts(scenario):
        if text.block is not None and text.block.id not in seen:
            seen.add(text.block.id)
            yield text.block


__all__ = ["Kind", "Path", "grades", "lengths", "locators"]
