"""The tree of paths: what it holds while a play goes on, and what after the ending."""

from __future__ import annotations

from fractions import Fraction

from game.core.model import Decision
from game.core.rules import Rules
from game.debrief.choices import choices
from game.debrief.tree import RECORD, SEEN, YOURS, Tree, tree
from game.play.seen import edges
from game.play.session import Session, Track
from game.ui.language import Language
from game.ui.tree_page import tree_page
from tests.core.making import EMBASSY, rules_of
from tests.play.test_session import scripted

RULES = rules_of(EMBASSY)


def played(*moves: str, track: Track = Track.BRANCH, act: str = "", luck: tuple[str, ...] = ("dry", "nod")) -> Session:
    session = Session(RULES, track=track, act=act, luck=scripted(*luck))
    for move in moves:
        session.play(move)
    return session


def doors(found: Tree, node: str) -> dict[str, tuple[bool, bool, bool]]:
    return {door.option.id: (door.taken, door.recorded, door.open) for door in found.stop(node).doors}


def links(found: Tree, kind: str) -> set[tuple[str, str, str]]:
    return {(link.source, link.move, link.target) for link in found.links if getattr(link, kind)}


def test_at_the_first_decision_there_is_only_its_name() -> None:
    found = tree(played())
    assert [(stop.id, stop.here, stop.doors) for stop in found.stops] == [("arrive", True, ())]
    assert not found.links and not found.whole


def test_a_decision_made_shows_its_doors_and_the_next_none() -> None:
    found = tree(played("march"))
    assert doors(found, "arrive") == {"bow": (False, True, True), "march": (True, False, True),
                                      "wait": (False, False, True)}
    assert [stop.id for stop in found.stops] == ["arrive", "answer", "speak"] and found.stop("speak").doors == ()
    assert links(found, "yours") == {("arrive", "march", "answer"), ("answer", "nod", "speak")}
    assert links(found, "recorded") == {("arrive", "bow", "answer")}, "whether the record came to speak is not told yet"


def test_a_door_that_was_closed_is_told_from_one_not_taken() -> None:
    assert doors(tree(played("bow", luck=("wet", "nod"))), "arrive")["wait"] == (False, False, False)


def test_pages_that_lie_ahead_are_not_in_the_tree() -> None:
    session = played("march", "nothing")
    found = tree(session, told=2)
    assert [stop.id for stop in found.stops] == ["arrive"] and not found.whole
    assert all(door.odds is None for stop in found.stops for door in stop.doors)


def test_after_the_ending_everything_of_the_record_is_there() -> None:
    found = tree(played("march", "nothing"))
    assert found.whole
    assert [(stop.id, stop.lane, stop.skipped) for stop in found.stops] == [
        ("arrive", YOURS, False), ("answer", YOURS, False), ("speak", YOURS, False),
        ("home", YOURS, False), ("deal", RECORD, True)]
    assert links(found, "recorded") == {("arrive", "bow", "answer"), ("answer", "nod", "speak"),
                                        ("speak", "little", "deal")}
    assert links(found, "yours") == {("arrive", "march", "answer"), ("answer", "nod", "speak"),
                                     ("speak", "nothing", "home")}
    assert [door.odds for door in found.stop("arrive").doors] == [Fraction(1, 3)] * 3
    assert {door.option.id: door.odds for door in found.stop("speak").doors} == {
        "much": None, "little": Fraction(1, 2), "nothing": Fraction(1, 2)}


def test_what_other_plays_saw_comes_after_the_ending_only() -> None:
    other = edges(played("wait", "nothing"))
    assert not links(tree(played("bow"), other), "seen")
    found = tree(played("bow", "little"), other)
    assert found.stop("home").lane == SEEN
    assert links(found, "seen") == {("arrive", "wait", "answer"), ("speak", "nothing", "home")}
    assert {door.option.id for door in found.stop("arrive").doors if door.seen} == {"wait"}


def test_what_the_scenario_no_longer_has_is_left_out() -> None:
    found = tree(played("bow", "little"), {("arrive", "fly", "answer"), ("tower", "up", "roof"), ("arrive", "march", "roof")})
    assert [stop.id for stop in found.stops] == ["arrive", "answer", "speak", "deal"] and not links(found, "seen")


def test_on_the_record_track_the_way_on_leaves_from_the_record() -> None:
    found = tree(played("march", track=Track.RECORD))
    assert links(found, "yours") == {("arrive", "bow", "answer"), ("answer", "nod", "speak")}
    assert doors(found, "arrive")["march"] == (True, False, True)


def test_what_was_told_before_the_play_shows_one_door() -> None:
    found = tree(played(act="hall"))
    assert [(stop.id, stop.told, len(stop.doors)) for stop in found.stops] == [
        ("arrive", True, 1), ("answer", True, 1), ("speak", False, 0)]


def test_nothing_unseen_stands_in_any_text_while_a_play_goes_on(flagship_rules: Rules,
                                                                 languages: dict[str, Language]) -> None:
    session = Session(flagship_rules, seed=5)
    for pick in range(40):
        if session.ended:
            break
        made = {choice.node.id for choice in choices(session.rules, session.steps) if choice.end}
        for language in languages.values():
            page = tree_page(session, tree(session, frozenset()), language)
            said = "\n".join(f"{card.title} {card.said}" for card in page.stops)
            assert len(page.stops) == len(made) + 1
            for node in session.scenario.nodes.values():
                if node.id in made or not isinstance(node, Decision):
                    continue
                texts = [variant.words[language.code] for option in node.options for variant in option.text]
                titles = [variant.words[language.code] for variant in node.title if node.id != session.node.id]
                assert not [text for text in (*texts, *titles) if len(text) > 8 and text in said]
        moves = session.moves()
        session.play(moves[pick % len(moves)])
    assert len(session.decisions()) > 15


def test_every_stop_has_a_column_of_its_own_and_ways_lead_forward(flagship_rules: Rules) -> None:
    for first in range(4):
        session = Session(flagship_rules, seed=first)
        while not session.ended:
            moves = session.moves()
            session.play(moves[(first + session.ply) % len(moves)])
        found = tree(session)
        assert [stop.column for stop in found.stops] == list(range(len(found.stops)))
        columns = {stop.id: stop.column for stop in found.stops}
        assert all(columns[link.source] < columns[link.target] for link in found.links)
        assert {stop.id for stop in found.stops} >= {"AF5-abrogation", "END-as-it-was"} or flagship_rules.scenario.id != "mongolia-1945"
