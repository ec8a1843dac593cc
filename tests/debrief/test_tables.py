"""Talks after the fact: one row, one stop, one cell, their clauses traced, their sources told when they were read."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from game.core.model import Table, is_proposal
from game.core.rules import Rules
from game.debrief.choices import choices
from game.debrief.compare import compare, trace, yields
from game.debrief.data import comparison_data
from game.debrief.tree import Tree, tree
from game.play.seen import edges
from game.play.session import Session, Track
from game.ui.compare_page import ComparisonPage, comparison_page
from game.ui.compare_text import comparison_lines
from game.ui.language import Language
from game.ui.map_page import moments
from game.ui.passage import passage
from game.ui.plays import COMING, OTHER, SAME, path_marks, record_decisions
from game.ui.source_page import Shown, SourceBook, shown_in
from game.ui.tree_page import StopText, tree_page
from tests.core.making import rules_of, tiny
from tests.play.test_session import scripted

RULES = rules_of(Path(__file__).parent / "scenarios" / "house.yaml")
CHEAP, FAIR, LATE, SONG = (f"propose:price={price},date={date}" for price, date in ((2, 1), (3, 1), (3, 2), (1, 0)))
AS_RECORDED = (CHEAP, FAIR, "take")
AT_ONCE = (LATE, "take")
LAPSED = (SONG, CHEAP, SONG)
LEFT = (SONG, "leave")


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest, languages: Mapping[str, Language]) -> Language:
    return languages[request.param]


def played(*moves: str, track: Track = Track.BRANCH, luck: str = "calm") -> Session:
    session = Session(RULES, track=track, luck=scripted(luck))
    for move in moves:
        session.play(move)
    return session


def page(session: Session, language: Language) -> ComparisonPage:
    return comparison_page(session, compare(session), language)


def doors(found: Tree) -> dict[str, tuple[bool, bool]]:
    return {door.option.id: (door.taken, door.recorded) for door in found.stop("talks").doors}


def links(found: Tree, kind: str) -> set[tuple[str, str, str]]:
    return {(link.source, link.move, link.target) for link in found.links if getattr(link, kind)}


# -- the comparison --

def test_talks_are_one_row_and_one_choice_however_many_meetings(languages: Mapping[str, Language]) -> None:
    found = compare(played(*AS_RECORDED))
    assert [(row.node.id, row.differs) for row in found.path] == [("talks", False), ("keys", False)]
    assert found.path[0].choice is not None and found.path[0].choice.meetings == 2
    assert (found.departures, found.total) == (0, 2)
    row = page(played(*AS_RECORDED), languages["en"]).path[0]
    assert row.yours == row.record == "Agreed after 2 exchanges: Price: fair; Date: in spring" and row.relation == "same"


@pytest.mark.parametrize(("moves", "luck", "end", "yours"), [
    (AT_ONCE, "calm", "agreed", "Agreed at the first exchange: Price: fair; Date: one day"),
    (LAPSED, "calm", "lapsed", "Not agreed in 3 exchanges; last put forward: Price: a song; Date: at once"),
    ((CHEAP, SONG), "rush", "broken",
     "Broken off by the other side after 2 exchanges; last put forward: Price: a song; Date: at once"),
    (LEFT, "calm", "leave", "Leave the house. Before that, in one exchange, put forward: Price: a song; Date: at once"),
])
def test_another_end_stands_beside_the_records(languages: Mapping[str, Language], moves: tuple[str, ...], luck: str,
                                               end: str, yours: str) -> None:
    session = played(*moves, luck=luck)
    found, row = compare(session), page(session, languages["en"]).path[0]
    assert found.path[0].choice is not None and found.path[0].choice.end == end
    assert found.path[0].left_here and found.path[0].differs and found.departures == 1
    assert row.yours == yours and row.record == "Agreed after 2 exchanges: Price: fair; Date: in spring"
    assert row.relation == "differs" and row.turn == languages["en"].t("compare.opened")


def test_the_record_reached_in_fewer_meetings_is_the_record() -> None:
    session = played(SONG, SONG, FAIR, "take")
    found = compare(session)
    assert found.departures == 0 and not any(row.differs for row in found.path)
    assert path_marks(session, record_decisions(RULES)) == (SAME, SAME)


def test_talks_still_going_on_neither_differ_nor_count(language: Language) -> None:
    session = played(SONG)
    found, row = compare(session), page(session, language).path[0]
    assert (found.departures, found.total) == (0, 0) and row.relation == "unreached" and not row.turn
    assert row.yours != row.record and language.words(RULES.scenario.bargains["sale"].issues["price"].clause(1)) in row.yours


def test_a_clause_agreed_is_traced_to_its_table(languages: Mapping[str, Language]) -> None:
    session = played(*AS_RECORDED)
    causes = trace(RULES, session.steps, "price")
    assert [(cause.node.id, cause.old.value, cause.new.value, cause.end, cause.sure)
            for cause in causes if cause.old and cause.new] == [("talks", 0, 3, "agreed", None)]
    stakes = {row.id: row.causes for row in page(session, languages["en"]).stakes}
    assert [(cause.told, cause.effect, cause.sure) for cause in stakes["price.clause"]] == [
        ("1–2 March 1901, At the kitchen table: agreed at this table", "nothing yet → fair", "by the agreement")]
    assert [cause.effect for cause in stakes["trust.level"]] == ["cool → warm – a fair deal"]


def test_what_a_failure_moved_is_traced_to_the_talks(languages: Mapping[str, Language]) -> None:
    stakes = {row.id: row.causes for row in page(played(*LAPSED), languages["en"]).stakes}
    assert not stakes["price.clause"]
    assert stakes["trust.level"][0].told.endswith("At the kitchen table: no agreement at this table")


def test_a_figure_is_reached_by_the_outcome_of_talks_on_the_record() -> None:
    assert yields(RULES, played(*AS_RECORDED).steps) == ("sum",)
    assert yields(RULES, played(*AT_ONCE).steps) == ()


def test_on_the_record_track_talks_that_failed_leave_no_trace(languages: Mapping[str, Language]) -> None:
    session = played(*LAPSED, track=Track.RECORD)
    assert session.node.id == "keys" and not trace(RULES, session.steps, "trust")
    row = page(session, languages["en"]).path[0]
    assert row.relation == "differs" and row.turn == languages["en"].t("compare.returned")


def test_sources_of_the_comparison_are_those_of_the_answers_heard() -> None:
    assert compare(played(*AS_RECORDED)).cites == ("asked", "refused", "granted", "signed", "weighed")
    assert "refused" not in compare(played(*AT_ONCE)).cites


def test_what_opens_and_closes_follows_from_how_talks_end() -> None:
    session = played(*LAPSED)
    assert not any(row.opened or row.closed for row in compare(session).path)
    data = comparison_data(session, compare(session))
    assert data["distance"] == 1 and data["decisions"] == 1


def test_the_page_in_lines_tells_of_the_talks_in_either_language(language: Language) -> None:
    text = "\n".join(comparison_lines(played(*LAPSED), compare(played(*LAPSED)), language, 200))
    assert language.t("talks.cause.lapsed") in text and "{" not in text and "propose" not in text


# -- the tree --

def test_talks_are_one_stop_whose_doors_are_the_ways_they_may_end() -> None:
    found = tree(played(*AT_ONCE))
    assert doors(found) == {LATE: (True, False), FAIR: (False, True), "lapsed": (False, False),
                            "broken": (False, False), "leave": (False, False)}
    assert found.stop("talks").meetings == 1
    assert links(found, "yours") == {("talks", LATE, "keys"), ("keys", "take", "home")}
    assert links(found, "recorded") == {("talks", FAIR, "keys"), ("keys", "take", "home")}


def test_a_door_that_only_later_meetings_open_was_open_if_there_was_one() -> None:
    assert {door.option.id: door.open for door in tree(played(*AT_ONCE)).stop("talks").doors}["leave"] is False
    assert {door.option.id: door.open for door in tree(played(*AS_RECORDED)).stop("talks").doors}["leave"] is True


def test_where_neither_agreed_the_tree_still_names_that_way() -> None:
    found = tree(played(*LAPSED))
    assert doors(found)["lapsed"] == (True, False) and doors(found)[FAIR] == (False, True)
    assert links(found, "yours") == {("talks", "lapsed", "gone")}
    assert {stop.id: stop.skipped for stop in found.stops} == {"talks": False, "gone": False, "keys": True, "home": True}


def test_while_talks_go_on_the_tree_stands_at_them() -> None:
    found = tree(played(SONG))
    assert [(stop.id, stop.here, stop.doors) for stop in found.stops] == [("talks", True, ())] and not found.links
    told = tree(played(SONG, CHEAP), told=2)
    assert [(stop.id, stop.here) for stop in told.stops] == [("talks", True)], "the minutes of a meeting name its table"


def test_minutes_not_yet_turned_do_not_name_the_next_decision() -> None:
    assert [stop.id for stop in tree(played(CHEAP, FAIR), told=3).stops] == ["talks"]


def test_on_the_record_track_the_way_on_leaves_from_the_records_agreement() -> None:
    found = tree(played(*LAPSED, track=Track.RECORD))
    assert links(found, "yours") == {("talks", FAIR, "keys")} and doors(found)["lapsed"] == (True, False)


def test_what_other_plays_did_is_told_by_where_they_came_to() -> None:
    other = edges(played(*LAPSED)) | edges(played(*AT_ONCE))
    found = tree(played(*AS_RECORDED), other)
    assert {door.option.id for door in found.stop("talks").doors if door.seen and not door.taken} == {"agreed", "ended"}
    assert links(found, "seen") == {("talks", "agreed", "keys"), ("talks", "ended", "gone"), ("keys", "take", "home")} - {
        ("keys", "take", "home")}


def test_no_tree_has_more_doors_than_ways_out(languages: Mapping[str, Language]) -> None:
    other = frozenset({("talks", f"propose:price={price},date={date}", "keys")
                       for price in (1, 2, 3) for date in range(3)} | {("talks", "propose:price=9", "talks"),
                                                                       ("talks", "fly", "keys"),
                                                                       ("talks", "propose:gold=1", "keys")})
    assert len(tree(played(*AS_RECORDED), other).stop("talks").doors) == 5


def test_cards_name_clauses_and_how_many_meetings(languages: Mapping[str, Language]) -> None:
    session = played(*AT_ONCE)
    card: StopText = tree_page(session, tree(session), languages["en"]).stops[0]
    texts = {door.move: (door.text, door.word) for door in card.doors}
    assert texts[LATE] == ("Agreed: Date: one day", "Your choice"), "only what tells the two agreements apart"
    assert texts[FAIR] == ("Agreed: Date: in spring", "On the record")
    assert "Agreed: Price: fair; Date: one day" in card.said and card.note == "One exchange"
    assert texts["leave"] == ("Leave the house.", "Closed then") and card.number == "1"


def test_the_card_reads_in_either_language(language: Language) -> None:
    for moves in (AS_RECORDED, AT_ONCE, LAPSED, LEFT):
        session = played(*moves)
        other = edges(played(*LAPSED)) | edges(played(*AT_ONCE))
        for card in tree_page(session, tree(session, other), language).stops:
            assert card.title and "propose" not in card.said and "{" not in card.said
            assert all(door.text and door.said for door in card.doors)


def test_a_branch_begins_at_the_first_meeting() -> None:
    session = played(*AS_RECORDED)
    ply = tree(session).stop("talks").ply
    assert ply is not None
    branch = session.branch_at(ply)
    assert branch.node.id == "talks" and RULES.value(branch.position, "round") == 0
    branch.play(LATE)
    assert branch.node.id == "keys" and session.ended


# -- lists, map, codex, sources --

def test_a_play_in_a_list_has_one_cell_for_talks() -> None:
    total = record_decisions(RULES)
    assert total == 2
    assert path_marks(played(SONG), total) == (COMING, COMING), "talks not ended are still to come"
    assert path_marks(played(*AS_RECORDED), total) == (SAME, SAME)
    assert path_marks(played(*AT_ONCE), total) == (OTHER, SAME)
    assert path_marks(played(*LAPSED), total) == (OTHER,)


def test_the_map_has_one_moment_for_talks(language: Language) -> None:
    session = played(*AS_RECORDED)
    titles = [moment.title for moment in moments(session, language, session.ply)]
    assert len(titles) == len(set(titles)) == 3


def heads(session: Session, language: Language) -> list[str]:
    return [section.head for section in passage(session, "talks", language).sections]


def read(session: Session, language: Language) -> str:
    found = passage(session, "talks", language)
    return "\n".join([*(line for section in found.sections for line in (section.head, *section.lead)),
                      *(item.text for section in found.sections for item in section.text)])


def test_talks_going_on_can_be_read_again_as_far_as_they_went(languages: Mapping[str, Language]) -> None:
    text = read(played(SONG), languages["en"])
    assert "Exchange 1 of 3" in text and "Put forward: Price: a song; Date: at once." in text
    assert "Not for so little." in text and "The seller refuses over: Price." in text
    for unseen in ("For a little more", "It was sold", "no other buyer", "Her books", "within the year", "fair"):
        assert unseen not in text


def test_a_counter_offer_is_read_again_with_what_it_changed(languages: Mapping[str, Language]) -> None:
    assert "Their text: Price: dear." in read(played("propose:price=3,date=0"), languages["en"])


def test_talks_that_ended_tell_of_the_record_but_not_what_moved_the_sides(language: Language) -> None:
    session = played(CHEAP, FAIR)
    assert language.t("table.ends.agreed") in heads(session, language)
    assert language.t("table.ends.lapsed") not in heads(session, language)
    assert language.t("reveal.record") in heads(session, language)
    seller = RULES.scenario.bargains["sale"].sides["seller"]
    why, counters = (slot[0].words[language.code] for slot in (seller.stakes["price"].why, seller.stakes["price"].counters))
    assert why not in read(session, language) and counters not in read(session, language)
    session.play("take")
    assert why in read(session, language) and seller.text[0].words[language.code] in read(session, language)


def places(session: Session, name: str, language: Language) -> list[str]:
    book = SourceBook(RULES.scenario, language, shown_in(session))
    entry = book.entry(name)
    return [use.node for use in entry.places] if entry else ["not listed"]


def test_a_source_is_used_where_an_answer_was_heard_and_not_before(languages: Mapping[str, Language]) -> None:
    en = languages["en"]
    assert places(played(), "refused", en) == ["not listed"] and places(played(), "asked", en) == ["talks"]
    assert places(played(SONG), "refused", en) == ["talks"]
    assert places(played(SONG), "wavered", en) == places(played(SONG), "signed", en) == ["not listed"]
    assert places(played(SONG), "weighed", en) == ["not listed"], "hidden and why wait"
    assert places(played(CHEAP, FAIR), "granted", en) == ["talks"]
    assert places(played(CHEAP, FAIR), "wavered", en) == ["not listed"]


def test_after_the_ending_every_text_of_a_table_is_a_place(languages: Mapping[str, Language]) -> None:
    session = played(*AT_ONCE)
    for name in ("asked", "refused", "wavered", "granted", "weighed", "expired"):
        assert "talks" in places(session, name, languages["en"])
    everything = SourceBook(RULES.scenario, languages["en"], Shown())
    assert all(entry.places for entry in everything.entries("events"))


# -- any table at all --

@pytest.mark.parametrize("track", list(Track))
def test_random_plays_through_tables_compare_and_draw(languages: Mapping[str, Language], track: Track) -> None:
    house, dice = tiny("table"), random.Random(1)
    seen: frozenset[tuple[str, str, str]] = frozenset()
    for seed in range(40):
        session = Session(house, seed=seed, track=track)
        while not session.ended:
            session.play(dice.choice(session.moves()))
            assert len(tree(session).stops) == len({choice.node.id for choice in choices(house, session.steps)
                                                    if choice.end} | {session.node.id}) or session.ended
        seen |= edges(session)
        found = tree(session, seen)
        ways = {(stop.id, door.option.id) for stop in found.stops for door in stop.doors}
        assert {(link.source, link.move) for link in found.links} <= ways, "every line begins at a door"
        assert all(len(stop.doors) <= 7 for stop in found.stops if isinstance(stop.node, Table))
        page(session, languages["en"])


def test_choices_hold_every_step_of_a_party_once(flagship_rules: Rules) -> None:
    dice = random.Random(3)
    for seed in range(3):
        session = Session(flagship_rules, seed=seed)
        while not session.ended:
            session.play(dice.choice(session.moves()))
        found = choices(flagship_rules, session.steps)
        assert [step for choice in found for step in choice.steps] == [step for _, step, _ in session.decisions()]
        assert sum(choice.departs for choice in found) == session.departures()
        assert all(choice.meetings == sum(is_proposal(step.move) for step in choice.steps) for choice in found)
