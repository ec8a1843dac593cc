"""A scenario in figures: texts by act and purpose, nodes and options, counsel, grades and citations, variables.

Counts of what is written, not of plays (``answers``) and no judgement (``lint``).  Called by the command ``stats``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from game.analysis.lint.spans import effects_in, written_in
from game.analysis.reading import Length, length
from game.core.expressions import Expression
from game.core.inventory import Kind, Text, texts
from game.core.model import Chance, Decision, NodeId, Scenario, Table, Terminal
from game.core.texts import Grade

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")

Lengths = Mapping[str, Length]
"""Language -> what there is to read."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """A decision: how many options it has, how many of them may be closed; of a table how many packages at most."""

    node: NodeId
    options: int
    guarded: int
    packages: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """How often a variable is written and read."""

    name: str
    written: int
    read: int


@dataclass(frozen=True, slots=True)
class Census:
    """The figures.  ``acts`` has the key "" for texts outside the acts; ``works`` counts citations, ``unplaced`` those
    that name an event or a claim without any work; ``graded`` holds (paragraphs, lengths) by grade.
    """

    languages: tuple[str, ...]
    acts: Mapping[str, Mapping[Kind, Lengths]]
    nodes: Mapping[str, int]
    choosing: tuple[Choosing, ...]
    counsel: Mapping[str, int]
    graded: Mapping[Grade, tuple[int, Lengths]]
    works: Mapping[str, int]
    unplaced: int
    variables: tuple[Usage, ...]

    def by_act(self, act: str) -> Lengths:
        """Returns what there is to read in one act."""
        return _sum(self.languages, self.acts.get(act, {}).values())

    def by_kind(self, kind: Kind) -> Lengths:
        """Returns what there is to read for one purpose."""
        return _sum(self.languages, (kinds[kind] for kinds in self.acts.values() if kind in kinds))

    @property
    def whole(self) -> Lengths:
        """Everything there is to read."""
        return _sum(self.languages, (self.by_act(act) for act in self.acts))


def census(scenario: Scenario) -> Census:
    """Counts a scenario."""
    everything = tuple(texts(scenario))
    works, unplaced = _works(scenario)
    return Census(
        languages=scenario.languages, acts=_acts(scenario, everything), nodes=_nodes(scenario),
        choosing=tuple(_choosing(node) for node in scenario.nodes.values() if isinstance(node, Decision)),
        counsel=_counsel(scenario), graded=_graded(scenario, everything), works=works, unplaced=unplaced,
        variables=_usage(scenario, everything))


def _acts(scenario: Scenario, everything: tuple[Text, ...]) -> Mapping[str, Mapping[Kind, Lengths]]:
    order = [*(act.id for act in scenario.acts)]
    found: dict[str, dict[Kind, dict[str, Length]]] = {act: {} for act in (*order, "")}
    for text in everything:
        act = scenario.nodes[text.node].act if text.node else ""
        here = found.setdefault(act, {}).setdefault(text.kind, dict.fromkeys(scenario.languages, Length()))
        for language in scenario.languages:
            here[language] += length(text.words[language])
    return {act: {kind: kinds[kind] for kind in Kind if kind in kinds} for act, kinds in found.items() if kinds}


def _nodes(scenario: Scenario) -> Mapping[str, int]:
    counted = dict.fromkeys(("decision", "table", "chance", "ending"), 0)
    for node in scenario.nodes.values():
        match node:
            case Table():
                counted["table"] += 1
            case Decision():
                counted["decision"] += 1
            case Chance():
                counted["chance"] += 1
            case Terminal():
                counted["ending"] += 1
    return counted


def _choosing(node: Decision) -> Choosing:
    packages = 0
    if isinstance(node, Table):
        packages = 1
        for offer in node.offers.values():
            packages *= len(offer.rungs) + offer.open
    return Choosing(node.id, len(node.options), sum(option.when is not None for option in node.options), packages)


def _counsel(scenario: Scenario) -> Mapping[str, int]:
    """Counts pieces of counsel by person, those on record only; composed voices count under ""."""
    counted = Counter(counsel.who or "" for node in scenario.nodes.values() if isinstance(node, Decision)
                      for counsel in node.counsel)
    return {person: counted[person] for person in (*scenario.reference.people, "") if counted[person]}


def _graded(scenario: Scenario, everything: tuple[Text, ...]) -> Mapping[Grade, tuple[int, Lengths]]:
    found: dict[Grade, tuple[int, Lengths]] = {}
    for grade in Grade:
        there = [text for text in everything
                 if text.block is not None and text.block.grade is grade and text.kind is not Kind.BASIS]
        found[grade] = len(there), {language: sum((length(text.words[language]) for text in there), Length())
                                    for language in scenario.languages}
    return found


def _works(scenario: Scenario) -> tuple[Mapping[str, int], int]:
    reference, counted, unplaced = scenario.reference, Counter[str](), 0
    for cite in _cites(scenario):
        source = reference.events.get(cite) or reference.claims.get(cite)
        named = {citation.work for citation in source.cites} if source is not None else {cite} & set(reference.works)
        counted.update(named)
        unplaced += not named
    return {work: counted[work] for work in reference.works}, unplaced


def _cites(scenario: Scenario) -> Iterator[str]:
    """Yields every citation of an event, a claim or a work, wherever it stands; events' own sources are none."""
    for part in _parts(scenario):
        for cite in getattr(part, "cites", ()):
            if isinstance(cite, str):
                yield cite


def _usage(scenario: Scenario, everything: tuple[Text, ...]) -> tuple[Usage, ...]:
    read, written = Counter[str](), Counter(written_in(scenario))
    own = Counter(effect.variable for effect in effects_in(scenario) if effect.variable in effect.amount.names)
    for part in _parts(scenario):
        for item in fields(part):
            value = getattr(part, item.name)
            for expression in value.values() if isinstance(value, Mapping) else value if isinstance(
                    value, tuple) else (value,):
                if isinstance(expression, Expression):
                    read.update(expression.names)
    for text in everything:
        read.update({name for _, form in text.words.forms for name in _PLACEHOLDER.findall(form)})
    return tuple(Usage(name, written[name], read[name] - own[name]) for name in scenario.variables)


def _parts(value: Any) -> Iterator[Any]:
    """Yields every object a scenario is made of, each once."""
    todo, seen = [value], set[int]()
    while todo:
        part = todo.pop()
        if isinstance(part, Mapping):
            todo.extend(part.values())
        elif isinstance(part, tuple):
            todo.extend(part)
        elif is_dataclass(part) and not isinstance(part, type | Expression) and id(part) not in seen:
            seen.add(id(part))
            yield part
            todo.extend(getattr(part, item.name) for item in fields(part))


def _sum(languages: tuple[str, ...], found: Any) -> Lengths:
    total = dict.fromkeys(languages, Length())
    for lengths in found:
        for language in languages:
            total[language] += lengths[language]
    return total
