"""The page of a scenario's tree as plain data, every text in all languages of the page at once.

Not HTML and not a layout: ``report_graph`` writes the file, and a browser lays out and draws.  What is told only after
a decision stays apart (``told``), so that the page can keep it folded.  Called by the command ``graph``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from game.analysis.diagram import Diagram, DiagramEdge, DiagramNode
from game.analysis.explore import Exploration
from game.analysis.routes import Route
from game.core.model import CHANCE, AnyNode, Branch, Chance, Decision, Effect, Outcome, Scenario, Table, Terminal
from game.core.texts import NO_WORDS, Phrase, Slot, Words
from game.ui.language import Language
from game.ui.pages import grade_label, grade_note

Data = dict[str, Any]
Said = Callable[[Language], str]


@dataclass(frozen=True, slots=True)
class NamedRoute:
    """A route to be shown.  kind: ``record``, ``walkthrough``, ``rarest`` or ``likeliest``; name: of a walkthrough."""

    kind: str
    route: Route
    name: str = ""


def graph_data(scenario: Scenario, drawn: Diagram, languages: Sequence[Language], explored: Exploration | None = None,
               routes: Iterable[NamedRoute] = (), uncounted: str = "") -> Data:
    """Returns what the page shows, ready for JSON; a text is a list in the order of ``languages``.

    uncounted: why there are no odds, as the end of a key ``graph.uncounted.…``; empty if nobody wanted them.
    """
    return _Writing(scenario, drawn, languages, explored).data(routes, uncounted)


class _Writing:
    """Makes the data."""

    def __init__(self, scenario: Scenario, drawn: Diagram, languages: Sequence[Language],
                 explored: Exploration | None) -> None:
        self.scenario, self.drawn, self.languages, self.explored = scenario, drawn, languages, explored
        self.places = {node.id: place for place, node in enumerate(drawn.nodes)}
        self.edges = {(edge.source, edge.move): place for place, edge in enumerate(drawn.edges)}
        self.names = {variable: (dimension.name, layer) for dimension in scenario.reference.dimensions.values()
                      for layer, variable in dimension.layers}

    def data(self, routes: Iterable[NamedRoute], uncounted: str) -> Data:
        acts = {act: place for place, (act, _) in enumerate(self.drawn.acts)}
        return {
            "languages": [{"code": one.code, "name": one.name} for one in self.languages],
            "title": self._words(self.scenario.title),
            "subtitle": self._words(self.scenario.subtitle),
            "words": {key.removeprefix("graph."): self._t(key)
                      for key in self.languages[0].strings if key.startswith("graph.")},
            "plays": self._plays(),
            "policy": self._t("odds.policy") if self.explored else [],
            "uncounted": self._t(f"graph.uncounted.{uncounted}") if uncounted else [],
            "start": self.places.get(self.drawn.start, 0),
            "acts": [{"title": self._words(title)} for _, title in self.drawn.acts],
            "nodes": [self._node(node, acts.get(node.act, 0)) for node in self.drawn.nodes],
            "edges": self._edges(),
            "routes": [found for route in routes if (found := self._route(route))["edges"]],
        }

    def _plays(self) -> list[str]:
        if self.explored is None:
            return []
        plays = self.explored.plays
        return self._said(lambda one: one.t("odds.plays", plays=one.number(plays)))

    def _node(self, drawn: DiagramNode, act: int) -> Data:
        node = self.scenario.nodes[drawn.id]
        return {"id": drawn.id, "kind": drawn.kind.value, "act": act, "outside": drawn.outside,
                "title": self._words(drawn.title), "date": self._said(lambda one: one.span(drawn.date)),
                "place": self._words(node.place), **self._shares(drawn.odds, None),
                "who": self._who(node), "question": self._phrase(node.question) if isinstance(node, Decision) else [],
                "told": self._told_at(node)}

    def _who(self, node: AnyNode) -> list[str]:
        if not isinstance(node, Decision) or node.who == CHANCE:
            return []
        who = self._words(self.scenario.parties.get(node.who, NO_WORDS))
        if not isinstance(node, Table):
            return who
        return [one.t("graph.rounds", who=name, n=node.rounds) for one, name in zip(self.languages, who, strict=True)]

    def _told_at(self, node: AnyNode) -> list[Data]:
        match node:
            case Terminal():
                return self._slot("ending", node.text)
            case Decision():
                return [*self._slot("hidden", node.hidden), *self._slot("record", node.record)]
        return []

    def _edges(self) -> list[Data]:
        """The edges; the first of several between the same two nodes also tells their odds together.

        Where nodes form a loop an edge's odds are those of taking it at least once, and are not added up.
        """
        bundles: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, edge in enumerate(self.drawn.edges):
            bundles[edge.source, edge.target].append(place)
        found, looped = [self._edge(edge) for edge in self.drawn.edges], self.drawn.looped
        for places in bundles.values():
            shares = [self.drawn.edges[place].odds for place in places]
            if len(places) > 1 and None not in shares and not looped:
                together = sum((share for share in shares if share is not None), Fraction(0))
                found[places[0]]["together"] = [one.percent(together) for one in self.languages]
        return found

    def _edge(self, edge: DiagramEdge) -> Data:
        node = self.scenario.nodes[edge.source]
        came = self.explored.nodes.get(edge.source) if self.explored else None
        data = {"from": self.places[edge.source], "to": self.places[edge.target], "move": edge.move,
                "guard": edge.guard, "recorded": edge.recorded, **self._shares(edge.odds, came)}
        if isinstance(node, Decision) and edge.move in {option.id for option in node.options}:
            option = node.option(edge.move)
            return {**data, "text": self._words(edge.text), "status": self._t(f"status.{option.status.value}"),
                    "closed": self._phrase(option.closed), "reason": self._phrase(option.reason),
                    "effects": self._effects(option.effects),
                    "told": [*self._slot("held", option.held), *self._slot("follows", option.follows)]}
        found: Branch | Outcome | None = node.branch(edge.move) if isinstance(node, Chance) else None
        if isinstance(node, Table):
            found = node.outcome(edge.move)
            data["text"] = self._t(f"graph.outcome.{edge.move}")
        return {"text": [edge.move] * len(self.languages), **data,
                "effects": self._effects(found.effects) if found else [],
                "told": self._slot("news", found.text) if found else []}

    def _shares(self, share: Fraction | None, came: Fraction | None) -> Data:
        """Odds as they are written; of an edge also the share of those plays that come to its node."""
        if share is None:
            return {}
        data: Data = {"share": float(share), "odds": [one.percent(share) for one in self.languages]}
        if came:
            data["here"] = [one.percent(share / came) for one in self.languages]
        return data

    def _effects(self, effects: Iterable[Effect]) -> list[list[str]]:
        return [[effect_text(one, self.scenario, effect, self.names) for one in self.languages] for effect in effects]

    def _slot(self, kind: str, slot: Slot) -> list[Data]:
        return [{"kind": kind, "grade": block.grade.value, "when": str(block.when or ""),
                 "label": [grade_label(block, one) for one in self.languages],
                 "note": [grade_note(block, one) for one in self.languages],
                 "text": self._words(block.words)} for block in slot]

    def _route(self, named: NamedRoute) -> Data:
        route = named.route
        ending = self.scenario.nodes.get(route.ending)
        title = ending.title[0].words if ending and ending.title else NO_WORDS
        return {"kind": named.kind, "name": named.name, "edges": [self.edges[edge] for edge in route.edges
                                                                  if edge in self.edges],
                "ending": self._said(lambda one: one.words(title) or route.ending),
                "odds": [rare(one, route.odds) for one in self.languages] if route.odds else []}

    def _phrase(self, phrase: Phrase) -> list[str]:
        """Every wording, each after the first with its condition."""
        if len(phrase) < 2:
            return self._words(phrase[0].words) if phrase else []
        return self._said(lambda one: " / ".join(
            one.t("graph.wording", text=one.words(variant.words), when=variant.when)
            if variant.when is not None else one.words(variant.words) for variant in phrase))

    def _words(self, words: Words) -> list[str]:
        return self._said(lambda one: one.words(words)) if words else []

    def _t(self, key: str) -> list[str]:
        return self._said(lambda one: one.t(key))

    def _said(self, say: Said) -> list[str]:
        said = [say(one) for one in self.languages]
        return said if any(said) else []


def effect_text(language: Language, scenario: Scenario, effect: Effect,
                names: Mapping[str, tuple[Words, str]]) -> str:
    """Returns an effect in words: what moves, by how much or to which rung, why, and how well that is founded."""
    name = effect.variable
    if name in names:
        dimension, layer = names[name]
        name = language.words(dimension)
        if layer != "level":
            name = language.t("compare.layer", name=name, layer=language.t(f"layer.{layer}"))
    amount: int | str = str(effect.amount)
    if not effect.amount.names:
        amount = effect.amount.evaluate({})
    if effect.operation == "add":
        change = language.t("graph.effect.add", name=name, amount=signed(amount))
    else:
        scale = scenario.reference.scales.get(effect.variable)
        rung = next((rung for rung in scale.rungs if rung.value == amount), None) if scale else None
        change = language.t("graph.effect.set", name=name, value=language.words(rung.name) if rung else amount)
    why = language.words(effect.why)
    change = language.t("compare.effect", change=change, why=why) if why else change
    return language.t("graph.effect.sure", change=change, sure=language.t(f"compare.sure.{effect.sure.value}"))


def signed(amount: int | str) -> str:
    """Returns a number with its sign, as it is printed; an expression as it is.

    >>> signed(-1), signed(2)
    ('−1', '+2')
    """
    return f"{amount:+d}".replace("-", "−") if isinstance(amount, int) else amount


def rare(language: Language, share: Fraction) -> str:
    """Returns odds that may be very small: as a percentage, or as one in so many.

    >>> from fractions import Fraction
    >>> rare(Language("en", "English", {"graph.one_in": "1 in {n}"}), Fraction(1, 40_000_000))
    '1 in 40,000,000'
    """
    if share >= Fraction(1, 1000):
        return language.percent(share)
    whole = round(1 / share)
    if whole < 10**15:
        return language.t("graph.one_in", n=language.number(whole))
    power = len(str(whole)) - 1
    return language.t("graph.one_in", n=f"{whole / 10**power:.1f} × 10{str(power).translate(_RAISED)}")


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

