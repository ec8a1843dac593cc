"""Reading times: words and characters, and bounds that hold what walking every play comes to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest

from game.analysis import reading
from game.analysis.answers import Inquiry, Section
from game.analysis.behaviour import UNIFORM
from game.analysis.durations import Reading
from game.analysis.reading import Length, length
from game.core.model import Move, Table, is_proposal
from game.core.rules import Position, Rules
from game.core.texts import Block, Phrase, Slot
from tests.analysis.walking import walked
from tests.core.making import EMBASSY, SCENARIOS, TESTS, read, rules_of

PLAINLY = """
format: 1
id: plainly
title: Plainly
languages: [en, zh]
parties: {you: {name: {en: You, zh: 你}}}
variables: {warm: {start: 0, min: 0, max: 2, seen_by: all}}
start: first
nodes:
  first:
    question: {en: One two three four five?, zh: 一二三四？}
    options:
      go: {text: {en: Go on., zh: 走。}, effects: [{add: {warm: 2}}], goto: last}
      stay: {text: {en: Stay here now., zh: 留在这里。}, goto: last}
  last:
    ending: over
    text:
      - {text: {en: It is warm and all is well., zh: 暖。}, when: warm > 1, grade: invention, invented: {en: all, zh: 全部}}
      - {text: {en: It is cold., zh: 天气很冷。}, otherwise: true, grade: invention, invented: {en: all, zh: 全部}}
"""


@pytest.mark.parametrize(("text", "words", "characters"), [
    ("", 0, 0), ("One, two; three.", 3, 0), ("well-known", 1, 0), ("China’s 3,000 men", 3, 0), ("一九四五年。", 0, 5),
    ("用Windows 95打字", 2, 3), ("——“”！？", 0, 0), ("naïve café", 2, 0)])
def test_words_and_characters_are_counted_each_in_its_own_way(text: str, words: int, characters: int) -> None:
    assert length(text) == Length(words, characters)


def test_a_minute_is_250_words_or_400_characters() -> None:
    assert Length(words=250, characters=400).minutes == 2


def reading_of(rules: Rules) -> dict[str, Reading]:
    inquiry = Inquiry(rules, sections=[Section.READING])
    inquiry.run()
    return inquiry.answers.reading


def test_a_scenario_whose_guards_are_known_is_timed_exactly() -> None:
    scenario = read(PLAINLY).scenario
    assert scenario is not None
    found = reading_of(Rules(scenario))
    # The question has 5 words and the options 2 and 3; the ending 7 if one goes, 3 if one stays.
    assert found["en"] == Reading(*[(Fraction(units, 250),) * 2 for units in (15, 13, 17)])
    # 4, 1 and 4 characters; then 1 or 4.
    assert found["zh"] == Reading(*[(Fraction(units * 2, 800),) * 2 for units in (Fraction(23, 2), 10, 13)])


def shown(rules: Rules, texts: Sequence[Phrase | Slot], position: Position, language: str) -> Fraction:
    """Minutes of what the rulebook shows of some texts at a position."""
    minutes = Fraction(0)
    for text in texts:
        if text and isinstance(text[0], Block):
            minutes += sum(length(block.words[language]).minutes for block in rules.slot(text, position))  # type: ignore[arg-type]
        else:
            minutes += length(rules.phrase(text, position)[language]).minutes  # type: ignore[arg-type]
    return minutes


def minutes_of(rules: Rules, moves: Sequence[tuple[Position, Move]], last: Position, language: str) -> Fraction:
    """Minutes of one play; what is said at a table in answer to a proposal is left out."""
    total, at = Fraction(0), ""
    for position, move in moves:
        node = rules.node(position)
        if not (isinstance(node, Table) and at == node.id):
            total += shown(rules, reading.before(node), position, language)
        at = node.id
        named = rules.exit(position, move) if isinstance(node, Table) and is_proposal(move) else move
        total += shown(rules, reading.after(node, named), position, language) if named else 0
    return total + shown(rules, reading.before(rules.node(last)), last, language)


@pytest.mark.parametrize("path", [EMBASSY, TESTS / "scenarios/tiny/scenario.yaml", TESTS / "scenarios/compare/scenario.yaml",
                                  SCENARIOS / "otherwise.yaml", TESTS / "analysis/games/rounds.yaml"], ids=lambda path: path.stem)
def test_the_bounds_hold_what_walking_comes_to(path: object) -> None:
    rules = rules_of(path)  # type: ignore[arg-type]
    for language, found in reading_of(rules).items():
        plays = [(minutes_of(rules, play.moves, play.last, language), play.odds) for play in walked(rules, UNIFORM)]
        sizes = [minutes for minutes, _ in plays]
        for (low, high), true in ((found.shortest, min(sizes)), (found.longest, max(sizes)),
                                  (found.expected, sum(minutes * odds for minutes, odds in plays))):
            assert low <= true <= high


@pytest.mark.slow
def test_no_random_play_of_the_flagship_is_beyond_the_bounds(flagship_rules: Rules) -> None:
    found, luck = reading_of(flagship_rules), random.Random(5)
    for _ in range(20):
        position, moves = flagship_rules.start(), []
        while open_ := flagship_rules.moves(position):
            moves.append((position, luck.choice(open_)))
            position = flagship_rules.step(*moves[-1]).after
        for language, times in found.items():
            assert times.shortest[0] <= minutes_of(flagship_rules, moves, position, language) <= times.longest[1]
