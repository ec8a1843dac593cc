"""The deal of a play: which treaty counts, what no treaty was worth, and at which moment."""

from __future__ import annotations

from fractions import Fraction

from game.core.rules import Rules
from game.debrief.deal import Deal, deals
from game.play.session import REJOIN, Session, Track
from tests.core.making import EMBASSY, SCENARIOS, read, rules_of, tiny
from tests.play.test_session import scripted

TABLE = (SCENARIOS / "table.yaml").read_text(encoding="utf-8")
RECORDED = TABLE.replace("calm: {goto: first, weight: 2}", "calm: {goto: first, weight: 2, record: true}")
"""The record goes through the calm branch and signs price 3, date 1; its second talks go on where it breaks off."""


def rules(text: str) -> Rules:
    loaded = read(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return Rules(loaded.scenario)


def played(on: Rules, *moves: str, luck: str = "calm", track: Track = Track.BRANCH) -> Session:
    session = Session(on, track=track, luck=scripted(luck))
    for move in moves:
        session.play(move)
    return session


def deal(*moves: str, on: str = RECORDED, luck: str = "calm", track: Track = Track.BRANCH) -> Deal:
    found = rules(on)
    (only,) = deals(found, played(found, *moves, luck=luck, track=track).steps)
    return only


def test_a_scenario_without_tables_has_no_deal() -> None:
    found = rules_of(EMBASSY)
    assert deals(found, Session(found).steps) == ()


def test_your_treaty_is_what_was_agreed_last() -> None:
    both = deal("propose:price=4,date=1", "propose:goods=1")
    assert both.sides == ("buyer", "seller")
    assert both.yours is not None and both.yours.package == (4, 1, 1)
    assert both.yours.values == (20, 90), "the link makes the piano worth 90 to a seller who has a dear price"
    only_first = deal("propose:price=4,date=1", "propose:goods=2")
    assert only_first.yours is not None and only_first.yours.package == (4, 1, 0), "the second talks still go on"


def test_talks_left_or_broken_off_leave_no_treaty_but_all_the_rest() -> None:
    for found in (deal("propose:price=2,date=1", "leave"),
                  deal("propose:price=2,date=0", "propose:price=1,date=0", luck="rush"), deal()):
        assert found.yours is None and found.swaps == ()
        assert found.record is not None and found.record.package == (3, 1, 0)
        assert found.frontier and found.nash is not None and found.kalai_smorodinsky is not None


def test_no_treaty_is_worth_what_it_was_when_the_talks_ended() -> None:
    """The rival is gone once the house is sold; while the talks lasted, he was what the reservations went by."""
    found = deal("propose:price=4,date=2", "propose:goods=1", luck="rush")
    assert found.yours is not None and found.yours.package == (4, 2, 1)
    assert found.none == (20, 50)
    assert found.record_none == (30, 40)


def test_solutions_and_gains_are_reckoned_from_your_own_no_treaty() -> None:
    calm, rush = deal(), deal(luck="rush")
    assert (calm.none, rush.none) == ((30, 40), (20, 50)), "before any talks have ended: as things stand"
    assert calm.nash is not None and calm.nash.package == (3, 0, 1)
    assert rush.nash is not None and rush.nash.package == (3, 1, 1)
    assert calm.frontier == rush.frontier


def test_swaps_better_your_treaty() -> None:
    found = deal("propose:price=4,date=1", "propose:goods=2", "propose:goods=2")
    assert found.yours is not None and found.yours.package == (4, 1, 2)
    swap = found.swaps[0]
    assert (swap.package, swap.changed, swap.gains) == ((3, 1, 1), ("price", "goods"), (5, 2))


def test_a_treaty_counts_as_it_stood_when_it_came_into_force() -> None:
    late = RECORDED.replace("start: house\n", "start: house\nin_force: talks == 'agreed' and goods >= 1\n", 1)
    signed = deal("propose:price=4,date=1", "propose:goods=1", on=late)
    assert signed.yours is not None and signed.yours.package == (4, 1, 1)
    assert signed.record is None, "the record's furniture was never agreed, so nothing of it came into force"
    agreed_only = deal("propose:price=4,date=1", on=late)
    assert agreed_only.yours is None

    early = RECORDED.replace("start: house\n", "start: house\nin_force: talks == 'agreed'\n", 1)
    signed = deal("propose:price=4,date=1", "propose:goods=1", on=early)
    assert signed.yours is not None and signed.yours.package == (4, 1, 0)


def test_an_issue_on_no_rung_was_left_open_and_nothing_but_open_issues_is_no_treaty() -> None:
    odd = RECORDED.replace("goods: {name: Furniture}", "goods: {name: Furniture, rungs: [1, 2]}").replace(
        "goods: {rungs: [0, 1, 2]}", "goods: {rungs: [1, 2]}")
    found = deal("propose:price=4,date=1", on=odd)
    assert found.yours is not None and found.yours.package == (4, 1, None)
    assert found.yours.values == (0 * 60 + 10, Fraction(60 * 100 + 20 * 60 + 20 * 50, 100)), "open furniture: 0 and 50"


def test_on_the_record_track_your_treaty_is_what_you_signed_not_what_was_told_after() -> None:
    found = rules(RECORDED)
    session = played(found, "propose:price=4,date=2", track=Track.RECORD)
    assert session.steps[-1].move == REJOIN
    (only,) = deals(found, session.steps)
    assert only.yours is not None and only.yours.package == (4, 2, 0)
    assert only.record is not None and only.record.package == (3, 1, 0)


def test_the_return_to_the_record_ends_no_talks() -> None:
    """It is made at the second table, where the rival has come; the talks that ended knew of none."""
    later = RECORDED.replace("agreed: {goto: second, text: Agreed.}",
                             "agreed: {goto: second, text: Agreed., effects: [{set: {rival: 1}}]}")
    assert deal("propose:price=4,date=2", on=later, track=Track.RECORD).none == (30, 40)


def test_a_scenario_whose_record_is_not_told_compares_with_no_treaty() -> None:
    found = tiny("table")
    (only,) = deals(found, played(found, "propose:price=4,date=1").steps)
    assert only.record is None and only.record_none == (30, 40)


def test_other_weights_change_every_figure_and_are_said_to_be_others() -> None:
    found = rules(RECORDED)
    steps = played(found, "propose:price=4,date=1", "propose:goods=1").steps
    (own,) = deals(found, steps)
    (same,) = deals(found, steps, {"buyer": {"price": 60}})
    (other,) = deals(found, steps, {"buyer": {"goods": 120}})
    assert not own.edited and not same.edited and same == own
    assert other.edited and other.weights["buyer"] == {"price": 60, "date": 20, "goods": 120}
    assert other.weights["seller"] == own.weights["seller"]
    assert other.bargain == own.bargain, "the scenario's own stays as it is"
    assert own.yours is not None and other.yours is not None
    assert (own.yours.values[0], other.yours.values[0]) == (20, 35)
    assert own.yours.values[1] == other.yours.values[1]
    assert own.frontier != other.frontier
