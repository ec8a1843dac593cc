"""A scenario in figures, against figures counted by hand, and what plays reach, against laws."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest

from game import resources
from game.analysis.census import census
from game.analysis.coverage import Coverage, Part, coverage
from game.analysis.reading import Length, length
from game.authoring.loader import load
from game.core.inventory import Kind, texts
from game.core.model import Scenario, Table
from game.core.rules import Rules
from game.core.texts import Grade
from game.play.session import Session
from tests.core.making import HEAD, read

BOOK = HEAD.replace("title: Test", "title: {en: A title, zh: 标题}\nlanguages: [en, zh]") + """
acts: [{id: one, title: {en: Act one, zh: 第一幕}, start: a}]
works: {w: {short: {en: W, zh: 书}, full: {en: W., zh: 书。}}, unused: {short: {en: U, zh: 无}, full: {en: U., zh: 无。}}}
events: {e: {when: {en: May, zh: 五月}, date: 1911-05, text: {en: E., zh: 事。}, cites: [{work: w}]}}
claims: {bare: {who: {en: H, zh: 史}, text: {en: C., zh: 说。}}}
variables:
  trust: {start: 1, min: 0, max: 9, seen_by: all}
  luck: {start: 0, min: 0, max: 9, seen_by: all}
start: a
nodes:
  a:
    act: one
    brief:
      - {text: {en: "Trust {trust} is two words more.", zh: "信任{trust}。"}, cites: [e, w]}
      - {text: {en: Low., zh: 低。}, when: trust < 1, cites: [e]}
      - {text: {en: Else., zh: 否则。}, otherwise: true, cites: [bare]}
    options:
      x: {text: {en: One., zh: 一。}, effects: [{add: {trust: 1}}, {set: {luck: trust}}], goto: c}
      y: {text: {en: Two., zh: 二。}, when: trust > 5, goto: c}
  c: {act: one, chance: {heads: {weight: 1 + trust, goto: end}, tails: {goto: other}}}
  end: {ending: end, text: [{text: {en: Over., zh: 完。}, grade: invention, invented: {en: all, zh: 全}}]}
  other: {ending: other}
"""


@pytest.fixture(scope="module")
def book() -> Scenario:
    scenario = read(BOOK).scenario
    assert scenario is not None
    return scenario


def test_words_are_counted_by_act_and_by_purpose(book: Scenario) -> None:
    counted = census(book)
    assert list(counted.acts) == ["one", ""]
    assert counted.acts["one"][Kind.BRIEF]["en"] == Length(words=8), "Trust trust is two words more / Low / Else"
    assert counted.by_kind(Kind.OPTION)["zh"] == Length(characters=2)
    assert counted.by_act("one")["zh"].characters == 7, "信任 / 低 / 否则 / 一 / 二"


def test_nothing_is_counted_twice_or_left_out(flagship: Scenario) -> None:
    counted = census(flagship)
    for language in flagship.languages:
        everything = sum((length(text.words[language]) for text in texts(flagship)), Length())
        kinds = sum((counted.by_kind(kind)[language] for kind in Kind), Length())
        assert counted.whole[language] == everything == kinds
    assert sum(counted.nodes.values()) == len(flagship.nodes)
    paragraphs = [text for text in texts(flagship) if text.block is not None and text.kind is not Kind.BASIS]
    assert sum(count for count, _ in counted.graded.values()) == len(paragraphs)


def test_nodes_options_and_grades_are_counted(book: Scenario) -> None:
    counted = census(book)
    assert counted.nodes == {"decision": 1, "table": 0, "chance": 1, "ending": 2}
    assert [(item.options, item.guarded, item.packages) for item in counted.choosing] == [(2, 1, 0)]
    assert {grade: count for grade, (count, _) in counted.graded.items() if count} == {Grade.FACT: 3, Grade.INVENTION: 1}


def test_a_citation_counts_for_the_work_behind_it(book: Scenario) -> None:
    counted = census(book)
    assert counted.works == {"w": 3, "unused": 0} and counted.unplaced == 1


def test_writing_and_reading_of_variables_is_counted(book: Scenario) -> None:
    usage = {item.name: (item.written, item.read) for item in census(book).variables}
    assert usage == {"trust": (1, 5), "luck": (1, 0)}, "two guards, a weight, an amount and a placeholder read trust"


def test_the_packages_of_a_table_are_counted() -> None:
    loaded = load(Path("tests/core/scenarios/table.yaml").resolve())
    assert loaded.scenario is not None
    tables = [item for item in census(loaded.scenario).choosing if item.packages]
    assert tables
    for item in tables:
        node = loaded.scenario.nodes[item.node]
        assert isinstance(node, Table)
        choices = [[*offer.rungs, *[None] * offer.open] for offer in node.offers.values()]
        assert item.packages == len(list(itertools.product(*choices))) > 1


def plays(rules: Rules, *ways: tuple[int, str]) -> Coverage:
    sessions = []
    for seed, move in ways:
        session = Session(rules, seed=seed)
        session.play(move)
        sessions.append(session.steps)
    return coverage(rules, sessions)


def test_coverage_tells_options_branches_endings_and_guarded_texts(book: Scenario) -> None:
    found = plays(Rules(book), (0, "x"))
    assert found.missed(Part.OPTIONS) == (("a", "y"),) and found.reached[Part.OPTIONS] == {("a", "x")}
    assert len(found.missed(Part.BRANCHES)) == len(found.missed(Part.ENDINGS)) == 1
    assert found.every[Part.TEXTS] == (("a", "a.brief.1"), ("a", "a.brief.2"))
    assert found.missed(Part.TEXTS) == (("a", "a.brief.1"),), "the guard was false, so the other one was shown"
    many = plays(Rules(book), *((seed, "x") for seed in range(12)))
    assert many.missed(Part.ENDINGS) == ()


def test_no_play_reaches_nothing_and_more_plays_never_reach_less(flagship_rules: Rules) -> None:
    nothing = coverage(flagship_rules, [])
    assert all(not found for found in nothing.reached.values())
    before: Mapping[Part, frozenset[tuple[str, str]]] = nothing.reached
    sessions = []
    for seed in range(3):
        session = Session(flagship_rules, seed=seed)
        while not session.ended:
            moves = session.moves()
            session.play(moves[(seed * 7 + session.ply) % len(moves)])
        sessions.append(session.steps)
        now = coverage(flagship_rules, sessions)
        assert now.every == nothing.every
        assert all(before[part] <= now.reached[part] <= frozenset(now.every[part]) for part in Part)
        assert now.reached[Part.ENDINGS] and now.reached[Part.OPTIONS]
        before = now.reached


def test_ends_of_talks_are_told_apart() -> None:
    folder = resources.scenarios() / "moscow-table"
    loaded = load(folder)
    assert loaded.scenario is not None
    from game.play.walkthrough import follow, parse
    rules = Rules(loaded.scenario)
    session = follow(rules, parse((folder / "walkthroughs" / "historical.txt").read_text(encoding="utf-8")))
    found = coverage(rules, [session.steps])
    assert {move for _, move in found.reached[Part.TALKS]} == {"agreed"}
    assert ("C1-july", "agreed") in found.reached[Part.TALKS] and ("C1-july", "lapsed") in found.missed(Part.TALKS)
