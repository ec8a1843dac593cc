"""Pages: what is shown before and after a decision, with grades, footnotes and badges."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from game.core.rules import Rules
from game.play.session import Session, Track
from game.ui.forecast import format_forecast, parse_forecast
from game.ui.language import Language
from game.ui.pages import DecisionPage, EndingPage, MinutesPage, NewsPage, Pages, RevealPage
from tests.core.making import EMBASSY, rules_of
from tests.play.test_session import scripted

RULES = rules_of(EMBASSY)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, languages: Mapping[str, Language]) -> Language:
    return languages[request.param]


def begun(track: Track = Track.BRANCH, *luck: str) -> Session:
    return Session(RULES, track=track, luck=scripted(*(luck or ("dry", "nod"))))


def test_the_three_panels_never_share_a_paragraph(flagship_rules: Rules, language: Language) -> None:
    session = Session(flagship_rules, track=Track.RECORD)
    while not session.ended:
        ply = session.ply
        session.play(session.moves()[-1])
        page = next(iter(Pages(session, language).after(session.steps[ply:], ply)))
        assert isinstance(page, RevealPage | MinutesPage)
        mine = (page.held,) if isinstance(page, RevealPage) else (page.reasons,)
        panels = [{p.text for p in panel} for panel in (*mine, page.record, page.hidden, page.follows)]
        assert sum(map(len, panels)) == len(set().union(*panels)), page.node
        assert page.recorded not in set().union(*panels)
    assert len(session.decisions()) >= 20


def test_a_closed_option_says_why(language: Language) -> None:
    page = Pages(begun(Track.BRANCH, "wet"), language).present()
    assert isinstance(page, DecisionPage)
    assert [(option.move, option.number, option.enabled, bool(option.closed)) for option in page.options] == [
        ("bow", 1, True, False), ("march", 2, True, False), ("wait", 3, False, True)]


def test_footnotes_are_numbered_in_order_of_appearance(flagship_rules: Rules, language: Language) -> None:
    page = Pages(Session(flagship_rules), language).present()
    assert isinstance(page, DecisionPage)
    marks = [mark for p in (*page.brief, *(view.text for view in page.counsel)) for mark in p.marks]
    assert list(dict.fromkeys(marks)) == list(range(1, len(page.footnotes) + 1)) == [note.number for note in page.footnotes]
    assert all(note.text and note.id for note in page.footnotes)


@pytest.mark.parametrize(("track", "move", "returns"), [
    (Track.RECORD, "march", True), (Track.RECORD, "bow", False), (Track.BRANCH, "march", False), (Track.BRANCH, "bow", False)])
def test_the_story_returns_only_on_the_record_track_and_after_a_departure(language: Language, track: Track, move: str, returns: bool) -> None:
    session = begun(track)
    ply = session.ply
    session.play(move)
    page = Pages(session, language).reveal(ply)
    assert bool(page.returns) is returns and page.same is (move == "bow")


def test_the_badge_counts_departures_up_to_its_page(languages: Mapping[str, Language]) -> None:
    session = begun()
    session.play("march")
    session.play("nothing")
    pages = Pages(session, languages["en"])
    assert "0 decisions" in pages.badge(1) and "1 decision" in pages.badge(2) and "2 decisions" in pages.badge()
    assert Pages(begun(Track.RECORD), languages["en"]).badge() == languages["en"].t("badge.record")


def test_pages_after_a_move_tell_it_and_the_news(language: Language) -> None:
    session = begun(Track.RECORD)
    first = Pages(session, language).after(session.steps, 0)
    assert len(first) == 1 and isinstance(first[0], NewsPage) and first[0].likelihood and first[0].date
    ply = session.ply
    told = Pages(session, language).after(session.play("march"), ply)
    assert isinstance(told[0], RevealPage) and told[0].node == "arrive"
    session.play("little")
    ending = Pages(session, language).present()
    assert isinstance(ending, EndingPage) and ending.text and "{" not in ending.text[0].text


def test_every_grade_but_fact_carries_its_note(language: Language) -> None:
    session = begun()
    ply = session.ply
    session.play("bow")
    page = Pages(session, language).reveal(ply)
    assert all(p.label and p.note for p in page.follows) and all(p.marks for p in page.record)


def test_a_forecast_is_read_back_and_shown_with_the_reveal(language: Language) -> None:
    session = begun()
    ply = session.ply
    session.note("forecast", format_forecast({"bow": 70, "march": 30, "wait": 0}))
    session.play("march")
    assert "70" in Pages(session, language).reveal(ply).forecast


@pytest.mark.parametrize("shares", [{"a": 50, "b": 49}, {"a": 101}, {"a": -50, "b": 150}, {"a": 0}])
def test_a_forecast_totals_100(shares: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="100"):
        format_forecast(shares)


@pytest.mark.parametrize("text", ["", "a", "a=b", "a=²", "a=-1", "=,=", "a=" + "9" * 5000])
def test_a_damaged_forecast_is_left_out(text: str) -> None:
    assert parse_forecast(text) == {}
