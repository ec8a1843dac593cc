"""What a well-shaped format or pack may still have wrong: times, names, spoilers, briefs out of balance.

Called by ``reading``.  The limits come from what fits one side of a card and from classroom practice; each is named
below with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from game.authoring.diagnostics import near
from game.authoring.shaping import Shaper
from game.authoring.source import Path_
from game.classroom.model import CYCLE, Brief, Format, Kind, MapSheet, Pack, Phase, Role, Sitting
from game.core.atlas import HATCHES
from game.core.model import Decision, Scenario
from game.core.texts import Words, lacks

WORDS: Final = 180
CHARACTERS: Final = 300
"""The longest brief, in English words and Chinese characters: what is read in three minutes and fits half a page."""

SPREAD: Final = 15
"""Percent by which a brief may differ from the mean of its sitting: nobody gets the rich part and nobody the poor."""

INTERESTS: Final = 3
EVIDENCE: Final = 2


def check_format(format: Format, shaper: Shaper) -> None:
    """Reports a format whose times or order do not hold together."""
    total = sum(stage.minutes for stage in format.stages)
    if total != format.minutes:
        shaper.report("E080", ("minutes",), total=total, minutes=format.minutes)
    if format.debrief < format.debrief_needed:
        shaper.report("E081", ("stages",), minutes=format.debrief, needed=format.debrief_needed)
    if format.stages[0].phase is not Phase.LOBBY:
        shaper.report("E082", ("stages", 0, "phase"), "lobby")
    for place, stage in enumerate(format.stages):
        if (stage.step is None) is (stage.phase is Phase.DEBRIEF):
            shaper.report("E082", ("stages", place), "step")
        before = format.stages[place - 1] if place else stage
        if place and stage.phase in CYCLE and before.phase in CYCLE and stage.decision == before.decision and (
                CYCLE.index(stage.phase) <= CYCLE.index(before.phase)):
            shaper.report("E082", ("stages", place, "phase"), "order")


def check_pack(pack: Pack, scenario: Scenario, shaper: Shaper) -> None:
    """Reports a pack that does not fit its scenario or is unfair to a seat."""
    for node, sitting in pack.sittings.items():
        path: Path_ = ("sittings", node)
        decision = scenario.nodes.get(node)
        if not isinstance(decision, Decision):
            shaper.report("E012", (*path, ""), name=node, near=near(node, scenario.nodes))
            continue
        _sitting(pack, sitting, decision, scenario, path, shaper)
    for name, card in pack.cards.items():
        _texts(scenario, ((("cards", name, "title"), card.title), (("cards", name, "source"), card.source)), shaper)
        for place, block in enumerate(card.text):
            _cites(scenario, block.cites, ("cards", name, "text", place, "cites"), shaper)
            _texts(scenario, ((("cards", name, "text", place, "text"), block.words),), shaper)
            for missing in lacks(block):
                shaper.report("E083", ("cards", name, "text", place), "grade", missing=missing)
    for question in pack.questions:
        _texts(scenario, ((("questions", question.id, "text"), question.text),), shaper)
    for sheet in pack.maps:
        _map(scenario, sheet, shaper)
    for place, issue in enumerate(pack.issues):
        if issue not in scenario.reference.dimensions:
            shaper.report("E016", ("issues", place), "dimension", name=issue,
                          near=near(issue, scenario.reference.dimensions))


def _map(scenario: Scenario, sheet: MapSheet, shaper: Shaper) -> None:
    """Every shape named and explained, no text that is not graded, nothing cited that happened later."""
    path: Path_ = ("maps", sheet.id)
    for region, kind in sheet.regions.items():
        if kind not in sheet.kinds or kind not in HATCHES or region not in sheet.names:
            shaper.report("E019", (*path, "regions", region), "legend", name=kind if region in sheet.names else region)
    texts = [(("title",), sheet.title), (("source",), sheet.source),
             *((("kinds", kind), text) for kind, text in sheet.kinds.items()),
             *((("names", region), text) for region, text in sheet.names.items()),
             *((("text", place, "text"), block.words) for place, block in enumerate(sheet.text))]
    _texts(scenario, (((*path, *where), text) for where, text in texts), shaper)
    for place, block in enumerate(sheet.text):
        where: Path_ = (*path, "text", place)
        _cites(scenario, block.cites, (*where, "cites"), shaper)
        for missing in lacks(block):
            shaper.report("E083", where, "grade", missing=missing)
        for cite in block.cites:
            event = scenario.reference.events.get(cite)
            if event is not None and event.sort_as > sheet.day:
                shaper.report("E034", (*where, "cites"), cite=cite, day=event.sort_as, last=sheet.day)


def _sitting(pack: Pack, sitting: Sitting, decision: Decision, scenario: Scenario, path: Path_,
             shaper: Shaper) -> None:
    kinds = [role.kind for role in sitting.roles.values()]
    for kind in (Kind.DECIDER, Kind.RECORDER, Kind.OBSERVER):
        if kind not in kinds:
            shaper.report("E084", (*path, "roles"), kind.value)
    if kinds.count(Kind.ADVISER) < 2:
        shaper.report("E084", (*path, "roles"), "advisers")
    last = decision.date.last.isoformat() if decision.date else "9999-12-31"
    for key, names in (("cards", sitting.cards), ("accounts", sitting.accounts)):
        for place, name in enumerate(names):
            if name not in pack.cards:
                shaper.report("E085", (*path, key, place), "unknown", name=name, near=near(name, pack.cards))
            elif key == "cards" and (pack.cards[name].known_from > last or pack.cards[name].after):
                shaper.report("E085", (*path, key, place), "early", name=name, day=pack.cards[name].known_from)
    _texts(scenario, (((*path, "ballot"), sitting.ballot), ((*path, "ask"), sitting.ask)), shaper)
    for name, role in sitting.roles.items():
        _role(pack, role, scenario, last, (*path, "roles", name), shaper)
    _balance(sitting, scenario, path, shaper)


def _role(pack: Pack, role: Role, scenario: Scenario, last: str, path: Path_, shaper: Shaper) -> None:
    brief = role.brief
    where: Path_ = (*path, "brief")
    _texts(scenario, (((*path, "name"), role.name), *_brief_texts(brief, where)), shaper)
    if role.person is not None:
        people = scenario.reference.people
        if role.person not in people:
            shaper.report("E020", (*path, "person"), name=role.person, near=near(role.person, people))
        elif role.kind is not Kind.DECIDER and not brief.cites:
            shaper.report("E083", (*path, "person"), "named", name=role.person)
    _cites(scenario, brief.cites, (*where, "cites"), shaper)
    for place, card in enumerate(brief.evidence):
        if card not in pack.cards:
            shaper.report("E085", (*where, "evidence", place), "unknown", name=card, near=near(card, pack.cards))
        elif pack.cards[card].known_from > last or pack.cards[card].after:
            shaper.report("E085", (*where, "evidence", place), "early", name=card, day=pack.cards[card].known_from)
    if role.kind not in (Kind.ADVISER, Kind.OTHER):
        return
    for missing, present in (("interests", len(brief.interests) == INTERESTS), ("red_line", bool(brief.red_line)),
                             ("batna", bool(brief.batna)), ("evidence", len(brief.evidence) == EVIDENCE),
                             ("unknown", bool(brief.unknown)), ("plain", bool(brief.plain))):
        if not present:
            shaper.report("E083", where, "brief", missing=missing)


def _balance(sitting: Sitting, scenario: Scenario, path: Path_, shaper: Shaper) -> None:
    """Every position brief within the limit, and within ``SPREAD`` percent of the mean of its sitting."""
    positions = {name: role.brief for name, role in sitting.roles.items() if role.kind in (Kind.ADVISER, Kind.OTHER)}
    for language in scenario.languages:
        lengths = {name: length(brief, language) for name, brief in positions.items()}
        mean = sum(lengths.values()) / len(lengths) if lengths else 0
        limit = CHARACTERS if language == "zh" else WORDS
        for name, size in lengths.items():
            where: Path_ = (*path, "roles", name, "brief")
            if size > limit:
                shaper.report("E086", where, "long", language=language, length=size, limit=limit)
            if abs(size - mean) * 100 > SPREAD * mean:
                shaper.report("E086", where, "spread", language=language, length=size, mean=round(mean))


def length(brief: Brief, language: str) -> int:
    """Returns how long a brief is: Chinese characters in a Chinese text, words in any other."""
    text = " ".join(words[language] for _, words in _brief_texts(brief, ()) if words and words is not brief.plain)
    characters = sum("\u3400" <= char <= "\u9fff" for char in text) if language == "zh" else 0
    return characters or len(text.split())


def _brief_texts(brief: Brief, path: Path_) -> Iterator[tuple[Path_, Words]]:
    for key in ("speaks_for", "plain", "red_line", "batna", "unknown", "task", "costs_others"):
        yield (*path, key), getattr(brief, key)
    for place, words in enumerate(brief.interests):
        yield (*path, "interests", place), words


def _texts(scenario: Scenario, texts: Iterable[tuple[Path_, Words]], shaper: Shaper) -> None:
    for path, words in texts:
        missing = tuple(language for language in scenario.languages if words and language not in set(words))
        if missing and "" not in set(words):
            shaper.report("E030", path, languages=missing)


def _cites(scenario: Scenario, cites: tuple[str, ...], path: Path_, shaper: Shaper) -> None:
    known = {**scenario.reference.events, **scenario.reference.claims}
    for place, cite in enumerate(cites):
        if cite not in known:
            shaper.report("E019", (*path, place), name=cite, near=near(cite, known))
