"""The flagship's bargain against the record: the offers made in Moscow get the answers they got."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from game.analysis.frontier import frontier, nash, point
from game.core.bargain import Answer, Bargain, Package, Reply, Side
from game.core.model import Table
from game.core.rules import Position, Rules
from game.debrief.deal import deals
from game.play.session import record_line

RECORD = (
    ("TB1-third-meeting", "propose:om=3", Reply.REFUSE, ("om",)),
    ("TB1-third-meeting", "propose:om=2", Reply.REFUSE, ("om",)),
    ("TB1-third-meeting", "propose:om=4", Reply.REFUSE, ("om",)),
    ("TB2-fourth-meeting", "propose:om=6,nes=0,xj=1,ccp=1", Reply.ACCEPT, ("nes", "xj", "ccp")),
    ("TB3-second-round", "propose:dal=1,lsh=2,ccr=0,nes=0", Reply.COUNTER, ("dal", "lsh", "ccr")),
    ("TB3-second-round", "propose:bnd=0,dal=3,lsh=3,ccr=2,nes=1", Reply.REFUSE, ("bnd",)),
    ("TB3-second-round", "propose:bnd=1,dal=3,lsh=3,ccr=2,nes=1", Reply.REFUSE, ("bnd",)),
    ("TB3-second-round", "propose:dal=3,lsh=3,ccr=2,nes=1", Reply.ACCEPT, ("nes",)),
    ("TB4-last-night", "propose:bnd=3", Reply.ACCEPT, ()),
)
"""Table, offer, answer on record, the issues it turned on (You Shujun 2015, pp. 9–12 and Table 1).

The three formulas were held to on 7 July and refused; both conditions were accepted on the 9th; in August the Chinese
map and the survey were refused, ports and railway were worked out, and "existing boundaries" was signed.  The opening
offer on the ports is China's position of June, its counter-offer the model's.
"""


@pytest.fixture(scope="module")
def bargain(flagship_rules: Rules) -> Bargain:
    return flagship_rules.scenario.bargains["moscow"]


def talks(rules: Rules) -> Iterator[tuple[str, str, Position, Answer | None]]:
    """(table, move, position before it, answer) along the record."""
    for step in record_line(rules):
        if isinstance(rules.node(step.before), Table):
            answer = rules.answer(step.before, step.move) if step.move.startswith("propose:") else None
            yield step.before.node, step.move, step.before, answer


def at(rules: Rules, table: str) -> Position:
    return next(position for node, _, position, _ in talks(rules) if node == table)


def test_the_offers_of_the_record_get_the_answers_of_the_record(flagship_rules: Rules) -> None:
    found = [(node, move, answer.reply, answer.issues) for node, move, _, answer in talks(flagship_rules) if answer]
    for (node, move, reply, issues), (_, _, recorded, named) in zip(found, RECORD, strict=True):
        print(f"{node:20} {move:42} model: {reply.name:8} {','.join(issues):14} record: {recorded.name:8} {','.join(named)}")
    assert tuple(found) == RECORD
    last = record_line(flagship_rules)[-1].after
    assert {name: flagship_rules.value(last, name) for name in ("om", "bnd", "dal", "lsh", "ccr", "nes")} == {
        "om": 7, "bnd": 3, "dal": 3, "lsh": 3, "ccr": 2, "nes": 1}
    assert flagship_rules.value(last, "left_record") == 0


def test_moscow_itself_names_the_clauses_of_1945(flagship_rules: Rules, bargain: Bargain) -> None:
    answer = next(answer for _, move, _, answer in talks(flagship_rules) if move == "propose:dal=1,lsh=2,ccr=0,nes=0")
    assert answer is not None and answer.counter is not None
    assert {name: answer.counter[bargain.place(name)] for name in ("dal", "lsh", "ccr")} == {"dal": 3, "lsh": 3, "ccr": 2}


def test_mongolia_alone_never_brings_agreement(flagship_rules: Rules, bargain: Bargain) -> None:
    """Whatever is put beside it, anything short of independence is refused; and independence alone is worth no signature."""
    position = at(flagship_rules, "TB1-third-meeting")
    for move in flagship_rules.talks["TB1-third-meeting"].proposals(position.values):
        answer = flagship_rules.answer(position, move)
        assert answer.reply is Reply.REFUSE and answer.issues[0] == "om", move
    china, soviet = bargain.sides["china"], bargain.sides["soviet"]
    for rung in bargain.issues["om"].rungs:
        alone = tuple(rung if name == "om" else None for name in bargain.issues)
        assert barred(soviet, rung) or worth(bargain, alone)[0] < reservation(flagship_rules, china, position), rung


def test_form_and_publicity_cost_nothing(bargain: Bargain) -> None:
    forms = {worth(bargain, tuple(rung if name == "om" else None for name in bargain.issues))[1] for rung in range(6, 11)}
    assert len(forms) == 1


def test_promises_about_others_come_at_once(flagship_rules: Rules) -> None:
    position = at(flagship_rules, "TB2-fourth-meeting")
    for northeast in (0, 1, 2):
        for xinjiang in (1, 2, 4):
            for ccp in (1, 2, 3):
                move = f"propose:om=6,nes={northeast},xj={xinjiang},ccp={ccp}"
                assert flagship_rules.answer(position, move).reply is Reply.ACCEPT, move


def test_the_chinese_map_is_refused_in_every_package(flagship_rules: Rules) -> None:
    position = at(flagship_rules, "TB3-second-round")
    with_map = [move for move in flagship_rules.talks[position.node].proposals(position.values) if "bnd=0" in move]
    assert len(with_map) > 100
    for move in with_map:
        answer = flagship_rules.answer(position, move)
        assert answer.reply is Reply.REFUSE and "bnd" in answer.issues


def test_ports_and_railway_are_bargained(flagship_rules: Rules) -> None:
    """Some are accepted at once, some bring a counter-offer; what was refused at first may be agreed later."""
    position = at(flagship_rules, "TB3-second-round")
    moves = [move for move in flagship_rules.talks[position.node].proposals(position.values) if "bnd" not in move]
    replies = {flagship_rules.answer(position, move).reply for move in moves}
    assert replies >= {Reply.ACCEPT, Reply.COUNTER}
    later = position
    for _ in range(3):
        later = flagship_rules.step(later, "propose:bnd=0,dal=1,lsh=2,ccr=0,nes=0").after
    won = [move for move in moves if flagship_rules.answer(position, move).reply is not Reply.ACCEPT
           and flagship_rules.answer(later, move).reply is Reply.ACCEPT]
    assert won


def test_moscows_alternative_improves_with_potsdam_entry_and_tokyos_offer(flagship_rules: Rules, bargain: Bargain) -> None:
    tables = ("TB2-fourth-meeting", "TB3-second-round", "TB4-last-night")
    soviet = [reservation(flagship_rules, bargain.sides["soviet"], at(flagship_rules, table)) for table in tables]
    china = [reservation(flagship_rules, bargain.sides["china"], at(flagship_rules, table)) for table in tables]
    assert soviet == sorted(set(soviet)) and china == sorted(set(china), reverse=True)


def test_the_treaty_of_1945_left_both_better_off_than_none_under_the_assumed_weights(flagship_rules: Rules) -> None:
    deal, = deals(flagship_rules, record_line(flagship_rules))
    assert deal.yours == deal.record and deal.record is not None
    assert all(value > none for value, none in zip(deal.record.values, deal.none, strict=True))
    assert deal.nash is not None and deal.kalai_smorodinsky is not None and len(deal.frontier) > 20


def test_the_frontier_of_the_whole_package_space_is_efficient(bargain: Bargain) -> None:
    """Against a sample of the 792,000 packages: none betters both sides at any point of the frontier."""
    efficient = frontier(bargain)
    names = list(bargain.issues)
    for number in range(0, 792_000, 997):
        package, rest = [], number
        for name in names:
            rungs = bargain.issues[name].rungs
            rest, place = divmod(rest, len(rungs))
            package.append(rungs[place])
        one = worth(bargain, tuple(package))
        assert any(best.values[0] >= one[0] and best.values[1] >= one[1] for best in efficient)
    assert nash(efficient, (Fraction(0), Fraction(0))) in efficient


def worth(bargain: Bargain, package: Package) -> tuple[Fraction, Fraction]:
    return point(bargain, package).values


def barred(side: Side, rung: int) -> bool:
    return any(rung in line.rungs for line in side.stakes["om"].red_lines if line.when is None)


def reservation(rules: Rules, side: Side, position: Position) -> Fraction:
    return Fraction(int(rules.guard(side.reservation)(position.values)))
