"""Walkthroughs: written, read back and followed; every slip is told with its line."""

from __future__ import annotations

import pytest

from game.core.rules import Rules
from game.play.session import Session, Track
from game.play.walkthrough import WalkthroughFault, follow, parse, write
from tests.core.making import EMBASSY, read, rules_of, tiny
from tests.play.test_session import STUCK

RULES = rules_of(EMBASSY)


@pytest.mark.parametrize("track", list(Track))
@pytest.mark.parametrize("act", ["", "hall"])
@pytest.mark.parametrize("seed", [0, 5, -12])
def test_what_is_written_is_followed(track: Track, act: str, seed: int) -> None:
    session = Session(RULES, seed=seed, track=track, act=act)
    while not session.ended:
        session.play(session.moves()[-1])
    again = follow(RULES, parse(write(session)))
    assert again.steps == session.steps and (again.seed, again.track, again.act) == (seed, track, act)


def test_remarks_blank_lines_and_spaces_do_not_matter() -> None:
    found = parse("\ufeff# a remark\n\n scenario :  embassy # here\nseed: -3\n\n>bow\n  >  speak   little  # why\n")
    assert (found.scenario, found.seed, found.track, found.act) == ("embassy", -3, Track.BRANCH, "")
    assert found.moves == ((6, "", "bow"), (7, "speak", "little"))


@pytest.mark.parametrize(("text", "words"), [
    ("> a b c", "line 1: write"), ("seed: 1\n>", "line 2: write"), ("> bow\nseed: 1", "line 2: neither"),
    ("nonsense", "line 1: neither"), ("colour: red", "unknown key 'colour'"), ("seed: many", "seed 'many'"), ("seed:", "seed ''"),
    ("seed: 1.5", "seed '1.5'"), ("seed: --5", "seed '--5'"), ("seed: ²", "seed '²'"), ("seed: " + "9" * 5000, "seed '999"),
    ("track: middle", "track 'middle'"),
])
def test_what_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(WalkthroughFault, match=words):
        parse(text)


@pytest.mark.parametrize(("text", "words"), [
    ("> fly", r"line 1: 'fly' cannot be played at 'arrive' \(no-such-move\); possible: bow"),
    ("> bow\n> bow", r"line 2: 'bow' cannot be played at 'speak'"),
    ("> speak little", "line 1: the play stands at 'arrive', not at 'speak'"),
    ("> bow\n> little\n> little", r"line 3: .*\(ended\); possible: none: the play is over"),
    ("act: cellar", "no act 'cellar'; the acts are gate, hall"),
    ("act: hall\n> march", "line 2: 'march' cannot be played at 'speak'"),
])
def test_what_cannot_be_followed(text: str, words: str) -> None:
    with pytest.raises(WalkthroughFault, match=words):
        follow(RULES, parse(text))


def test_a_closed_option_is_told() -> None:
    with pytest.raises(WalkthroughFault, match=r"line 2: 'much' .*guard-false"):
        follow(RULES, parse("> march\n> much"))


def test_a_dead_end_is_told() -> None:
    scenario = read(STUCK).scenario
    assert scenario is not None
    with pytest.raises(WalkthroughFault, match=r"line 1: .*'pit'"):
        follow(Rules(scenario), parse("> fall"))


@pytest.mark.parametrize("line", [
    "propose:price=2,date=1", "propose:date=1,price=2", "propose: price=2, date=1", "first propose : date = 1 , price = 2", "propose:price=02,date=1",
])
def test_a_proposal_may_be_written_with_spaces_and_in_any_order(line: str) -> None:
    session = follow(tiny("table"), parse(f"> {line}"))
    assert session.steps[-1].move == "propose:price=2,date=1"
    assert follow(tiny("table"), parse(write(session))).steps == session.steps


def test_a_clause_left_open_may_be_written_or_left_out() -> None:
    for line in ("propose:price=2", "propose:price=2,date=-"):
        assert follow(tiny("table"), parse(f"> {line}")).steps[-1].move == "propose:price=2"


@pytest.mark.parametrize("line", ["propose:price=9", "propose:date=1", "propose:rent=1", "propose:price=2,price=3", "propose:", "propose:price", "fly", "leave"])
def test_a_refusal_at_a_table_names_the_issues_in_reach_and_not_every_package(line: str) -> None:
    with pytest.raises(WalkthroughFault) as fault:
        follow(tiny("table"), parse(f"> {line}"))
    assert str(fault.value).startswith("line 1: ") and str(fault.value).count("propose:issue") == 1
    assert str(fault.value).endswith("possible: propose:issue=rung,… (price 1/2/3/4; date 0/1/2/-)")
    with pytest.raises(WalkthroughFault, match=r"line 2: .*possible: leave, propose:issue=rung,… \(price 1/2/3/4; date"):
        follow(tiny("table"), parse(f"> propose:price=2\n> {line.replace('leave', 'stay')}"))
