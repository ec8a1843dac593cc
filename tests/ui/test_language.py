"""Words, numbers, dates and likelihoods as people write them, in both languages alike."""

from __future__ import annotations

import doctest
import string
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from game.core.model import Span
from game.core.texts import Confidence, Grade, Likelihood
from game.ui import language
from game.ui.language import Language, MissingText, likelihood_of

SPANS = [
    (date(1945, 7, 5), date(1945, 7, 5), "5 July 1945", "1945年7月5日"),
    (date(1945, 7, 5), date(1945, 7, 6), "5–6 July 1945", "1945年7月5日至6日"),
    (date(1945, 6, 30), date(1945, 7, 2), "30 June – 2 July 1945", "1945年6月30日至7月2日"),
    (date(1945, 12, 17), date(1946, 1, 5), "17 December 1945 – 5 January 1946", "1945年12月17日至1946年1月5日"),
]


@pytest.mark.parametrize(("first", "last", "english", "chinese"), SPANS)
def test_spans(languages: Mapping[str, Language], first: date, last: date, english: str, chinese: str) -> None:
    assert languages["en"].span(Span(first, last)) == english and languages["zh"].span(Span(first, last)) == chinese
    assert languages["en"].span(None) == ""


@pytest.mark.parametrize(("value", "english", "chinese"), [
    (494074, "494,074", "494,074"), (0, "0", "0"), ("1945-08-14", "14 August 1945", "1945年8月14日"), ("1946", "1946", "1946年"),
    ("1945-08", "August 1945", "1945年8月"), ("1945-08-15 02:00", "15 August 1945, 02:00", "1945年8月15日02:00"),
    ("signed", "signed", "signed"), ("", "", ""), ("1945-13", "1945-13", "1945-13"), ("1-2-3-4", "1-2-3-4", "1-2-3-4"), ("²", "²", "²")])
def test_figures(languages: Mapping[str, Language], value: int | str, english: str, chinese: str) -> None:
    assert (languages["en"].value(value), languages["zh"].value(value)) == (english, chinese)


@pytest.mark.parametrize(("share", "text"), [
    (Fraction(0), "0.0 %"), (Fraction(1), "100.0 %"), (Fraction(1, 3), "33.3 %"), (Fraction(1, 10**9), "< 0.1 %"),
    (1 - Fraction(1, 10**9), "> 99.9 %")])
def test_what_is_neither_none_nor_all_is_never_printed_so(languages: Mapping[str, Language], share: Fraction, text: str) -> None:
    assert languages["en"].percent(share) == text


def test_likelihood_words_follow_their_bounds() -> None:
    steps = list(Likelihood)
    bounds = [Fraction(n, 100) for n in (5, 20, 45, 55, 80, 95)]
    for place, bound in enumerate(bounds):
        assert likelihood_of(bound) is steps[place] and likelihood_of(bound + Fraction(1, 10**6)) is steps[place + 1]
    assert likelihood_of(Fraction(0)) is steps[0] and likelihood_of(Fraction(1)) is steps[-1]
    found = [likelihood_of(Fraction(n, 1000)) for n in range(1001)]
    assert found == sorted(found, key=steps.index) and set(found) == set(steps)


def test_one_has_a_form_of_its_own(languages: Mapping[str, Language]) -> None:
    assert "1 decision" in languages["en"].t("badge.branch", n=1) and "decisions" not in languages["en"].t("badge.branch", n=1)
    assert "2 decisions" in languages["en"].t("badge.branch", n=2) and "0 decisions" in languages["en"].t("badge.branch", n=0)
    assert "1" in languages["zh"].t("badge.branch", n=1)


def test_a_missing_text_is_a_fault() -> None:
    with pytest.raises(MissingText, match="nowhere"):
        Language("en", "English", {}).t("nowhere")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_catalogues_have_the_same_keys_and_placeholders(languages: Mapping[str, Language]) -> None:
    english, chinese = languages["en"].strings, languages["zh"].strings
    plain = {key for key in english if not key.endswith(".one")}
    assert plain == {key for key in chinese if not key.endswith(".one")}
    assert {key: _fields(english[key]) for key in plain} == {key: _fields(chinese[key]) for key in plain}
    for one in (languages["en"].strings, languages["zh"].strings):
        assert all(text.strip() for text in one.values())
        assert all(key.removesuffix(".one") in one for key in one)


def test_every_word_of_the_model_has_a_text(languages: Mapping[str, Language]) -> None:
    for one in languages.values():
        assert all(one.likelihood(word) for word in Likelihood) and all(one.confidence(word) for word in Confidence)
        assert all(one.t(f"grade.{grade.value}") for grade in Grade)


def test_doctests() -> None:
    result = doctest.testmod(language)
    assert result.attempted and not result.failed
