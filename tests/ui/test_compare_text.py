"""The comparison in the terminal: what a player reads after the ending."""

from fractions import Fraction

import pytest

from game.analysis.odds import Tally
from game.debrief.compare import compare
from game.play.session import Track
from game.ui.compare_page import comparison_page
from game.ui.compare_text import comparison_lines
from game.ui.source_page import SourceBook, shown_in
from game.ui.wrap import cells


def text(session, language, **more):
    return "\n".join(comparison_lines(session, compare(session), language, 76, **more))


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_section_is_there_in_both_languages(languages, code, played):
    language = languages[code]
    told = text(played("keep", "wait"), language)
    for key in ("treaty", "path", "dimensions", "figures", "readings", "perspectives", "sources"):
        assert language.t(f"compare.{key}") in told


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("width", [44, 88])
def test_no_line_is_wider_than_asked(languages, code, width, played):
    session = played("keep", "yield")
    lines = comparison_lines(session, compare(session), languages[code], width)
    assert max(cells(line, code == "zh") for line in lines) <= width


def test_the_record_played_again_differs_nowhere(languages, played):
    told = text(played("share", "hold"), languages["en"])
    assert languages["en"].t("compare.differs") not in told
    assert "1,041" in told and languages["en"].t("compare.reached") in told


def test_leaving_the_record_is_marked_once_and_the_reason_is_traced(languages, played):
    told = text(played("keep", "wait"), languages["en"])
    assert told.count(languages["en"].t("compare.opened")) == 1
    assert "a refusal offends" in told and "our assumption" in told
    assert languages["en"].t("compare.beyond_record") in told
    assert languages["en"].t("compare.unreached") in told


def test_on_the_record_track_the_play_never_left_for_good(languages, played):
    told = text(played("keep", "hold", track=Track.RECORD), languages["en"])
    assert languages["en"].t("compare.opened") not in told
    assert languages["en"].t("compare.returned") in told


def test_odds_name_the_players_rung_and_are_left_out_while_uncounted(languages, played):
    session = played("keep", "wait")
    odds = Tally({}, {"ferry": {0: Fraction(1, 4), 1: Fraction(1, 2), 2: Fraction(1, 4)}}, 4)
    told = text(session, languages["en"], odds=odds)
    assert "25.0 %  Town ferry  ◆ you" in told and "50.0 %  Shared ferry  ● record" in told
    assert "%" not in text(session, languages["en"])


def test_both_languages_tell_the_same_numbers(languages, played):
    session = played("keep", "yield")
    pages = [comparison_page(session, compare(session), languages[code]) for code in ("en", "zh")]
    one, two = pages
    assert [row.same for row in one.clauses] == [row.same for row in two.clauses]
    assert [row.relation for row in one.path] == [row.relation for row in two.path]
    assert [note.id for note in one.footnotes] == [note.id for note in two.footnotes]
    assert all(a != b for a, b in zip([row.yours for row in one.path], [row.yours for row in two.path], strict=True))


def test_the_source_book_tells_nothing_of_what_is_to_come(languages, played):
    before, after = played(), played("share", "hold")
    early = SourceBook(before.scenario, languages["en"], shown_in(before))
    late = SourceBook(after.scenario, languages["en"], shown_in(after))
    assert [entry.id for entry in early.entries("events")] == ["offered"]
    assert [entry.id for entry in late.entries("events")] == ["offered", "shared", "voted"]
    assert not early.entries("claims") and late.entries("claims")
    assert "Regrets it." not in str(early.entries("people")) and "Regrets it." in str(late.entries("people"))
