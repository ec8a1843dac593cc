"""Exploration against walking every play one by one, on random scenarios: equal, not nearly equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from game.analysis.answers import Inquiry, Section
from game.analysis.behaviour import UNIFORM, Behaviour
from game.analysis.explore import explore
from game.analysis.policies import Name, named
from game.analysis.positions import graph
from game.core.model import Decision, Table, Terminal
from game.core.rules import Position, Rules
from tests.amounts import examples
from tests.analysis.random_scenarios import rules_of, specs
from tests.analysis.walking import Play, edge, met, value, walked
from tests.core.making import tiny
from tests.core.random_tables import rules_of as table_rules_of
from tests.core.random_tables import specs as table_specs

MANY = settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=examples(6), deadline=None, suppress_health_check=list(HealthCheck))
PLAIN = [Name.UNIFORM, Name.RECORD, Name.AUTHORED]


def check(rules: Rules, behaviour: Behaviour) -> None:
    """Everything that walking can tell must come out the same."""
    plays = walked(rules, behaviour)
    found = explore(rules, behaviour)
    assert found.plays == sum(play.ended for play in plays)
    assert positive(found.nodes) == passed(plays)
    assert positive(found.edges) == taken(rules, plays)
    assert positive(found.endings) == ends(plays, ended=True)
    assert positive(found.stuck) == ends(plays, ended=False)
    assert sum(found.endings.values()) + sum(found.stuck.values()) == 1


def positive(odds: Mapping[Any, Fraction]) -> dict[Any, Fraction]:
    return {name: share for name, share in odds.items() if share}


def passed(plays: list[Play]) -> dict[str, Fraction]:
    nodes: dict[str, Fraction] = defaultdict(Fraction)
    for play in plays:
        for node in play.nodes():
            nodes[node] += play.odds
    return dict(nodes)


def taken(rules: Rules, plays: list[Play]) -> dict[tuple[str, str], Fraction]:
    edges: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for play in plays:
        for name in {edge(rules, position, move) for position, move in play.moves}:
            edges[name] += play.odds if name[1] else 0
    return positive(edges)


def ends(plays: list[Play], ended: bool) -> dict[str, Fraction]:
    nodes: dict[str, Fraction] = defaultdict(Fraction)
    for play in plays:
        nodes[play.last.node] += play.odds if play.ended is ended else 0
    return positive(nodes)


@MANY
@given(nodes=specs())
def test_merged_positions_give_what_walking_gives(nodes: Mapping[str, Any]) -> None:
    rules = rules_of(nodes)
    for name in PLAIN:
        check(rules, named(rules, name))


@FEW
@given(nodes=specs(largest=4, looped=True))
def test_a_loop_with_a_counter_gives_what_walking_gives(nodes: Mapping[str, Any]) -> None:
    rules = rules_of(nodes)
    for name in PLAIN:
        check(rules, named(rules, name))


@pytest.mark.slow
@settings(FEW, max_examples=examples(4))
@given(spec=table_specs(largest=2))
def test_talks_give_what_walking_every_package_gives(spec: Mapping[str, Any]) -> None:
    for table in ("first", "second"):
        spec[table]["rounds"] = min(2, spec[table]["rounds"])
        spec[table]["record"]["moves"] = spec[table]["record"]["moves"][:2]
    rules = table_rules_of(spec)
    for name in (Name.UNIFORM, Name.RECORD):
        check(rules, named(rules, name))


@MANY
@given(nodes=specs(largest=5))
def test_lengths_and_options_are_those_of_the_plays(nodes: Mapping[str, Any]) -> None:
    compare_answers(rules_of(nodes))


@FEW
@given(nodes=specs(largest=3, looped=True))
def test_lengths_and_options_hold_in_loops(nodes: Mapping[str, Any]) -> None:
    compare_answers(rules_of(nodes))


@pytest.mark.slow
def test_lengths_and_options_hold_at_tables() -> None:
    compare_answers(tiny("table"), [Name.RECORD])


def compare_answers(rules: Rules, names: Sequence[Name] = PLAIN) -> None:
    legal = {made(play): play for play in walked(rules, UNIFORM) if play.ended}
    sizes = {kinds: [length(rules, play, kinds) for play in legal.values()] for kinds in (Decision, object)}
    for name in names:
        behaviour = named(rules, name)
        inquiry = Inquiry(rules, behaviour)
        inquiry.run()
        answers = inquiry.answers
        plays = walked(rules, behaviour)
        if not legal:
            assert answers.decisions is None
            continue
        for lengths, kinds in ((answers.decisions, Decision), (answers.steps, object)):
            assert lengths is not None
            assert (lengths.shortest, lengths.longest) == (min(sizes[kinds]), max(sizes[kinds]))
            assert lengths.expected == sum(play.odds * length(rules, play, kinds) for play in plays)
            for way, size in ((lengths.short, lengths.shortest), (lengths.long, lengths.longest)):
                assert length(rules, legal[way.moves], kinds) == size and legal[way.moves].last.node == way.ending
        check_options(rules, behaviour, plays, inquiry)
        check_rarest(rules, plays, inquiry)


def made(play: Play) -> tuple[tuple[str, str], ...]:
    return tuple((position.node, move) for position, move in play.moves)


def length(rules: Rules, play: Play, kinds: type) -> int:
    return sum(isinstance(rules.node(position), kinds) for position, _ in play.moves)


def check_options(rules: Rules, behaviour: Behaviour, plays: list[Play], inquiry: Inquiry) -> None:
    """Values and gains of options under every valuation, and the odds of every ending after them, by definition."""
    answers = inquiry.answers
    for valuation in answers.valuations:
        def worth(position: Position, party: str = valuation.party) -> Fraction:
            node = rules.node(position)
            assert isinstance(node, Terminal)
            return Fraction(int(rules.guard(node.payoff[party])(position.values))) if party in node.payoff else Fraction(0)
        of = value(rules, behaviour, worth)
        assert answers.expected[valuation.id] == of(rules.start())
        values, gains = answers.values[valuation.id], answers.gains[valuation.id]
        assert {name: (values[name], gains[name]) for name in values} == defined(rules, plays, of)
    assert answers.options is not None
    for place, ending in enumerate(answers.endings):
        of = value(rules, behaviour, lambda position, ending=ending: Fraction(position.node == ending))  # type: ignore[misc]
        assert {name: (option.after[place], option.gains[place])
                for name, option in answers.options.items()} == defined(rules, plays, of)


def defined(rules: Rules, plays: list[Play], of: Callable[[Position], Fraction]) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """(value, gain) of every option: over all positions where it is open; of an end of talks, over the talks ending so."""
    sums: dict[tuple[str, str], list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 3)

    def add(name: tuple[str, str], share: Fraction, before: Position, after: Position) -> None:
        sums[name] = [one + share * two for one, two in
                      zip(sums[name], (Fraction(1), of(after), of(after) - of(before)), strict=True)]
    for position, share in met(plays).items():
        node = rules.node(position)
        if isinstance(node, Decision) and not isinstance(node, Table):
            for move in rules.moves(position):
                add((position.node, move), share, position, rules.step(position, move).after)
    for play in plays:
        begun: Position | None = None
        for position, move in play.moves:
            if isinstance(rules.node(position), Table):
                begun = begun or position
                name = edge(rules, position, move)
                if name[1]:
                    add(name, play.odds, begun, rules.step(position, move).after)
                    begun = None
    return {name: (after / total, gain / total) for name, (total, after, gain) in sums.items() if total}


def check_rarest(rules: Rules, plays: list[Play], inquiry: Inquiry) -> None:
    odds = ends(plays, ended=True)
    if inquiry.answers.rarest is None:
        assert not odds
        return
    node, way, share = inquiry.answers.rarest
    assert odds[node] == min(odds.values())
    there = [play for play in plays if play.ended and play.last.node == node]
    assert share == max(play.odds for play in there)
    assert share == next(play.odds for play in there if made(play) == way.moves)


@MANY
@given(nodes=specs(largest=5))
def test_what_an_option_opens_and_shuts_is_what_plays_reach(nodes: Mapping[str, Any]) -> None:
    rules = rules_of(nodes)
    inquiry = Inquiry(rules, sections=[Section.OPTIONS])
    inquiry.run()
    reach: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    found = graph(rules)
    beyond: dict[Position, set[str]] = {}
    assert found.order is not None
    for position in reversed(found.order):
        beyond[position] = {position.node}.union(*(beyond[after] for _, after in found.moves[position]))
        if isinstance(rules.node(position), Decision):
            for move, after in found.moves[position]:
                reach[position.node][move] |= beyond[after]
    assert inquiry.answers.openings is not None
    for (node, move), opening in inquiry.answers.openings.items():
        others = set().union(*(nodes for other, nodes in reach[node].items() if other != move))
        assert opening.opens == reach[node][move] - others
        assert opening.shuts == others - reach[node][move]


@MANY
@given(nodes=specs(largest=5))
def test_the_cautious_take_an_option_whose_worst_ending_is_best(nodes: Mapping[str, Any]) -> None:
    rules = rules_of(nodes)
    inquiry = Inquiry(rules, named(rules, Name.CAUTIOUS), sections=[Section.ODDS])
    inquiry.run()
    sure: dict[tuple[Position, str], float] = {}
    found = graph(rules)
    assert found.order is not None
    for position in reversed(found.order):
        for party in rules.scenario.parties:
            node = rules.node(position)
            after = [sure[then, party] for _, then in found.moves[position]]
            if isinstance(node, Terminal):
                sure[position, party] = int(rules.guard(node.payoff[party])(position.values))
            elif isinstance(node, Decision) and node.who == party:
                sure[position, party] = max(after, default=float("-inf"))
            else:
                sure[position, party] = min(after, default=float("inf"))
    exploration = inquiry.answers.exploration
    assert exploration is not None and sum(exploration.endings.values()) + sum(exploration.stuck.values()) == 1
    for (node, move), share in exploration.edges.items():
        at = [position for position in found.order if position.node == node]
        if share and isinstance(rules.scenario.nodes[node], Decision):
            who = rules.scenario.decision(node).who
            assert any(sure[dict(found.moves[position])[move], who] == sure[position, who]
                       for position in at if move in dict(found.moves[position]))
