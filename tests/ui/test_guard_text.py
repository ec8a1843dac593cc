"""Guards in words: what each form of condition says in both languages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from game.core.expressions import Expression
from game.core.model import Chance, Decision, Scenario
from game.ui.guard_text import GuardText
from game.ui.language import Language
from tests.core.making import HEAD, read

BOOK = HEAD.replace("title: Test", "title: {en: T, zh: 题}\nlanguages: [en, zh]") + """
variables:
  trust: {start: 1, min: 0, max: 2, seen_by: all}
  luck: {start: 0, min: 0, max: 9, seen_by: none}
scales:
  trust: {better: high, rungs: {0: {name: {en: low, zh: 低}, text: {en: L., zh: 低。}}, 1: {name: {en: fair, zh: 中}, text: {en: F., zh: 中。}}, 2: {name: {en: high, zh: 高}, text: {en: H., zh: 高。}}}}
dimensions: {t: {name: {en: Trust, zh: 信任}, level: trust}}
start: a
nodes:
  a:
    as: boat
    title: {en: The boat, zh: 船}
    options: {lend: {text: {en: Lend it., zh: 借。}, goto: end}, keep: {text: {en: Keep it., zh: 不借。}, goto: end}}
  end: {ending: end}
"""


@pytest.fixture(scope="module")
def book() -> Scenario:
    scenario = read(BOOK).scenario
    assert scenario is not None
    return scenario


@pytest.mark.parametrize(("source", "en", "zh"), [
    ("trust >= 1", "Trust – standing is at least “fair (1)”", "信任·态势不低于“中（1）”"),
    ("2 > trust", "Trust – standing is below “high (2)”", "信任·态势低于“高（2）”"),
    ("luck == 3", "luck is 3", "luck为3"),
    ("boat == 'lend'", "at “The boat”: “Lend it.”", "在“船”选了“借。”"),
    ("boat != 'lend'", "at “The boat” anything but “Lend it.”", "在“船”没有选“借。”"),
    ("boat in ['lend', 'keep']", "at “The boat”: “Lend it.” or “Keep it.”", "在“船”选了“借。”，或者“不借。”"),
    ("boat == 'none'", "at “The boat”: “nothing chosen yet”", "在“船”选了“尚未决定”"),
    ("left_record == 0", "the play is on the record so far", "到此为止都照史实"),
    ("left_record != 0", "the play has left the record", "已经偏离史实"),
    ("luck > 1 and (trust == 0 or luck < 4)", "luck is above 1 and (Trust – standing is “low (0)” or luck is below 4)",
     "luck高于1，并且（信任·态势为“低（0）”，或者luck低于4）"),
    ("not luck == 1", "not: luck is 1", "并非：luck为1"),
    ("luck + trust > 4", "luck + trust > 4", "luck + trust > 4"),
    ("1", "1", "1"),
])
def test_a_condition_is_told_in_words(source: str, en: str, zh: str, book: Scenario,
                                      languages: Mapping[str, Language]) -> None:
    expression = Expression.parse(source)
    assert GuardText(book, languages["en"]).told(expression) == en
    assert GuardText(book, languages["zh"]).told(expression) == zh


def test_no_condition_of_the_flagship_is_beyond_words(flagship: Scenario, languages: Mapping[str, Language]) -> None:
    told = 0
    for language in languages.values():
        guards = GuardText(flagship, language)
        for node in flagship.nodes.values():
            found = [option.when for option in node.options] if isinstance(node, Decision) else [
                branch.weight for branch in node.branches] if isinstance(node, Chance) else []
            for expression in found:
                said = guards.told(expression)
                assert bool(said) == (expression is not None) and "{" not in said
                told += bool(said)
    assert told > 50
