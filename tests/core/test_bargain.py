"""The laws of bargaining, on random tables; and each kind of answer on one small bargain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from game.core.bargain import (
    Answer,
    Bargain,
    Bench,
    Conduct,
    Issue,
    Link,
    Package,
    Reply,
    Side,
    Stake,
    Terms,
    format_package,
    parse_package,
    value,
)
from game.core.expressions import Expression
from game.core.rules import Position
from game.core.talks import ROUND, Talks
from game.core.texts import Words
from tests.amounts import examples
from tests.core.making import codes, read
from tests.core.random_tables import all_packages, is_monotone, rules_of, seats, specs, text_of

FEW = settings(max_examples=examples(8), deadline=None, derandomize=True, database=None,
               suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])
MANY = settings(FEW, max_examples=examples(30))


def terms_now_and_later(talks: Talks, position: Position) -> tuple[Terms, Terms]:
    now = talks.terms(position.values)
    values = list(position.values)
    place = talks._round
    values[place] = min(int(values[place]) + 1, talks.table.rounds - 1)
    return now, talks.terms(values)


def packages(talks: Talks, terms: Terms) -> list[Package]:
    settled = tuple(choice[0] if choice else None for choice in terms.choices)
    return all_packages(talks.bargain, talks.table.offers, settled)


def as_good(talks: Talks, better: Package, worse: Package, red: tuple[Terms, Terms]) -> bool:
    """Whether every issue is settled at least as well for the side that answers, with no new red line crossed."""
    for place, name in enumerate(talks.bargain.issues):
        stake = talks.side.stakes[name]
        own = {**stake.worth, None: stake.open}
        if own[better[place]] < own[worse[place]]:
            return False
        if any((place, better[place]) in terms.red and (place, worse[place]) not in terms.red for terms in red):
            return False
    return True


def a_package_at_least_as_good_on_every_issue_is_never_answered_worse(spec: Mapping[str, Any]) -> None:
    rules = rules_of(spec)
    for talks, position in seats(rules, most=1):
        terms = terms_now_and_later(talks, position)
        answers = {package: talks.answer(position.values, package).reply for package in packages(talks, terms[0])}
        for one, first in answers.items():
            for two, second in answers.items():
                if second < first:
                    assert not as_good(talks, two, one, terms), (one, first, two, second)


def nothing_is_accepted_below_the_reservation_value_or_across_a_red_line(spec: Mapping[str, Any]) -> None:
    rules = rules_of(spec)
    for talks, position in seats(rules):
        side, terms = talks.side, talks.terms(position.values)
        reservation = rules.guard(side.reservation)(position.values)
        assert isinstance(reservation, int)
        for package in packages(talks, terms):
            reply = talks.answer(position.values, package).reply
            crossed = [name for place, name in enumerate(talks.bargain.issues) for line in side.stakes[name].red_lines
                       if name in talks.table.offers and package[place] in line.rungs and rules.holds(line.when, position)]
            if reply is Reply.ACCEPT:
                assert not crossed
                assert value(talks.bargain, side, package) >= reservation * side.total
            over, enough = talks.bench.crosses(terms, package), talks.bench.value(package) >= talks.bench.goal(terms)
            assert (reply is Reply.ACCEPT) is (enough and not over), "what exploration goes by is what is answered"
            assert (reply is Reply.BREAK) is (over and terms.walks_out)


def a_counter_offer_is_accepted_when_it_is_proposed_next(spec: Mapping[str, Any]) -> None:
    rules = rules_of(spec)
    for talks, position in seats(rules):
        terms = talks.terms(position.values)
        names = list(talks.bargain.issues)
        at_once = talks.side.conduct.at_once if talks.side.conduct else ()
        for package in packages(talks, terms):
            answer = talks.answer(position.values, package)
            assert (answer.counter is not None) is (answer.reply is Reply.COUNTER)
            if answer.counter is None:
                continue
            assert not terms.last
            changed = [name for name, old, new in zip(names, package, answer.counter, strict=True) if old != new]
            assert list(answer.issues) == changed, "it differs exactly on the issues named"
            assert set(changed) <= set(talks.table.offers) - set(at_once), "what is granted at once is left as asked"
            values = list(position.values)
            values[rules.index[ROUND]] = int(values[rules.index[ROUND]]) + 1
            assert talks.answer(values, answer.counter).reply is Reply.ACCEPT


def whoever_does_not_accept_names_an_issue(spec: Mapping[str, Any]) -> None:
    for talks, position in seats(rules_of(spec)):
        for package in packages(talks, talks.terms(position.values)):
            answer = talks.answer(position.values, package)
            assert set(answer.issues) <= set(talks.bargain.issues)
            assert answer.issues or answer.reply is Reply.ACCEPT


def the_same_position_and_offers_get_the_same_answers(spec: Mapping[str, Any]) -> None:
    one, two = rules_of(spec), rules_of(json.loads(json.dumps(spec), object_hook=_numbered))
    for talks, position in seats(one, most=2):
        again = two.talks[position.node]
        for package in packages(talks, talks.terms(position.values)):
            answer = talks.answer(position.values, package)
            assert answer == again.answer(position.values, package) == talks.answer(position.values, package)


def _numbered(given: dict[str, Any]) -> dict[Any, Any]:
    return {int(key) if key.isdigit() else key: item for key, item in given.items()}


def a_side_that_came_down_does_not_go_up_again(spec: Mapping[str, Any]) -> None:
    rules = rules_of(spec)
    asked: dict[tuple[str, object], list[int]] = {}
    for talks, position in seats(rules, most=1):
        asked.setdefault((position.node, rules.value(position, "mood")), []).append(
            talks.terms(position.values).aspiration)
    assert all(steps == sorted(steps, reverse=True) for steps in asked.values())


def links_load_exactly_if_better_clauses_never_make_a_worse_package(spec: Mapping[str, Any]) -> None:
    loaded = read(text_of(spec))
    plain = rules_of({**spec, **{name: {**spec[name], "links": []} for name in ("us", "them")}})
    bargain = plain.scenario.bargains["deal"]
    monotone = {}
    for name, side in bargain.sides.items():
        links = tuple(_link(item) for item in spec[name]["links"])
        monotone[name] = is_monotone(bargain, replace(side, links=links))
    assert (loaded.scenario is not None) is all(monotone.values())
    assert set(codes(loaded)) == (set() if all(monotone.values()) else {"E054"})


def _link(item: Mapping[str, Any]) -> Link:
    rungs = frozenset([*item["rungs"], None] if item["open"] else item["rungs"])
    return Link(issue=item["issue"], other=item["given"], rungs=rungs, worth=dict(item["worth"]))


def a_seat_counts_a_package_as_the_plain_sum_does(spec: Mapping[str, Any]) -> None:
    bargain = rules_of(spec).scenario.bargains["deal"]
    for side in bargain.sides.values():
        bench = Bench(bargain, side, bargain.issues)
        for package in all_packages(bargain, bargain.issues, ()):
            assert bench.value(package) == value(bargain, side, package)
            assert 0 <= bench.value(package) <= 100 * side.total


def every_package_has_one_written_form(spec: Mapping[str, Any]) -> None:
    bargain = rules_of(spec).scenario.bargains["deal"]
    seen = set()
    for package in all_packages(bargain, bargain.issues, ()):
        move = format_package(bargain, package, bargain.issues)
        seen.add(move)
        named = parse_package(bargain, move)
        assert named is None if not any(rung is not None for rung in package) else (
            tuple(named.get(name) for name in bargain.issues) == package if named is not None else False)
    assert len(seen) == len(all_packages(bargain, bargain.issues, ()))


LAWS = [
    a_package_at_least_as_good_on_every_issue_is_never_answered_worse,
    nothing_is_accepted_below_the_reservation_value_or_across_a_red_line,
    a_counter_offer_is_accepted_when_it_is_proposed_next,
    whoever_does_not_accept_names_an_issue,
    the_same_position_and_offers_get_the_same_answers,
    a_side_that_came_down_does_not_go_up_again,
    links_load_exactly_if_better_clauses_never_make_a_worse_package,
    a_seat_counts_a_package_as_the_plain_sum_does,
    every_package_has_one_written_form,
]


@pytest.mark.parametrize("law", LAWS, ids=[law.__name__ for law in LAWS])
@FEW
@given(spec=specs())
def test_a_law(law: Callable[[Mapping[str, Any]], None], spec: Mapping[str, Any]) -> None:
    law(spec)


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS, ids=[law.__name__ for law in LAWS])
@MANY
@given(spec=specs())
def test_a_law_on_many_tables(law: Callable[[Mapping[str, Any]], None], spec: Mapping[str, Any]) -> None:
    law(spec)


ONE = Expression.parse("0")


def house(**conduct: Any) -> Bench:
    """A seller: the price is most of it, the date the rest; the lowest price is across the line."""
    worths = {"price": {0: 0, 1: 40, 2: 80, 3: 100}, "date": {0: 0, 1: 100}}
    issues = {name: Issue(id=name, rungs=tuple(worth), name=Words((("", name),))) for name, worth in worths.items()}
    weights = {"price": 60, "date": 40}
    seller = Side(id="seller", name=Words((("", "the seller"),)), reservation=ONE,
                  stakes={name: Stake(weight=weights[name], worth=worth, open=0) for name, worth in worths.items()},
                  conduct=Conduct(aspiration=(ONE,), **conduct))
    buyer = replace(seller, id="buyer", conduct=None)
    return Bench(Bargain(id="sale", issues=issues, sides={"buyer": buyer, "seller": seller}), seller, issues)


def terms(aspiration: int, reservation: int = 0, **more: Any) -> Terms:
    return Terms(reservation=reservation, aspiration=aspiration, red=frozenset({(0, 0)}), choices=((), ()), **more)


@pytest.mark.parametrize(("package", "now", "margin", "expected"), [
    ((2, 1), terms(80), 0, Answer(Reply.ACCEPT)),
    ((2, 0), terms(80), 0, Answer(Reply.REFUSE, ("date",))),
    ((1, 1), terms(80), 0, Answer(Reply.REFUSE, ("price",))),
    ((2, 0), terms(80), 40, Answer(Reply.COUNTER, ("date",), (2, 1))),
    ((1, 1), terms(80), 40, Answer(Reply.COUNTER, ("price",), (2, 1))),
    ((1, 0), terms(80), 40, Answer(Reply.REFUSE, ("date",))),
    ((2, 0), terms(80, last=True), 40, Answer(Reply.REFUSE, ("date",))),
    ((0, 1), terms(0), 40, Answer(Reply.REFUSE, ("price",))),
    ((0, 1), terms(0, walks_out=True), 40, Answer(Reply.BREAK, ("price",))),
    ((2, 0), terms(10, reservation=60), 0, Answer(Reply.REFUSE, ("date",))),
    ((None, 1), terms(80), 60, Answer(Reply.COUNTER, ("price",), (2, 1))),
    ((None, None), terms(0), 0, Answer(Reply.ACCEPT)),
])
def test_each_kind_of_answer(package: Package, now: Terms, margin: int, expected: Answer) -> None:
    assert house(margin=margin).answer(now, package) == expected


def weighed(price: int, date: int, worths: Mapping[int, int] | None = None, conduct: Conduct | None = None) -> Bench:
    """The seller with other weights, and other worths of the date."""
    bench = house()
    stakes = {"price": replace(bench.side.stakes["price"], weight=price),
              "date": replace(bench.side.stakes["date"], weight=date, worth=worths or {0: 0, 1: 100})}
    return Bench(bench.bargain, replace(bench.side, stakes=stakes, conduct=conduct), bench.tabled)


def test_of_several_lines_crossed_the_weightiest_is_named_first() -> None:
    now = replace(terms(0), red=frozenset({(0, 0), (1, 0)}))
    assert weighed(60, 40).answer(now, (0, 0)).issues == ("price", "date")
    assert weighed(40, 60).answer(now, (0, 0)).issues == ("date", "price")


def test_a_side_without_a_margin_refuses_what_is_short_by_the_least() -> None:
    bench = weighed(1, 99, {0: 79, 1: 80})
    just, short = terms(80), (2, 0)
    assert bench.goal(just) - bench.value(short) == 99
    assert bench.answer(just, short) == Answer(Reply.REFUSE, ("date",))
    assert bench.answer(just, (2, 1)) == Answer(Reply.ACCEPT)
    least = weighed(99, 1, {0: 79, 1: 80})
    assert least.goal(just) - least.value((2, 0)) == 1
    assert least.answer(just, (2, 0)).reply is Reply.REFUSE


def test_a_counter_offer_moves_as_few_rungs_as_will_do() -> None:
    bench = house(margin=60)
    assert bench.value((3, 0)) < bench.value((1, 1)), "the price alone would do, and ask for less"
    assert bench.answer(terms(60), (1, 0)).counter == (1, 1), "but two rungs are further than one"


def test_a_rung_without_words_goes_by_its_number() -> None:
    assert house().bargain.issues["price"].clause(2)["en"] == "2"


def test_what_is_granted_at_once_is_named_when_agreed_and_never_countered() -> None:
    bench = house(margin=60, at_once=("date",))
    assert bench.answer(terms(50), (2, 1)) == Answer(Reply.ACCEPT, ("date",))
    assert bench.answer(terms(60), (2, 0)) == Answer(Reply.COUNTER, ("price",), (3, 0))
    assert bench.answer(terms(70), (2, 0)) == Answer(Reply.REFUSE, ("date",)), "no price makes up for the date"
    assert bench.answer(terms(50), (3, None)) == Answer(Reply.ACCEPT), "what nobody asked for is not granted"


def test_a_counter_offer_keeps_to_what_will_be_asked_tomorrow() -> None:
    bench = house(margin=60)
    assert bench.answer(terms(40), (1, 0)).counter == (2, 0)
    rising = bench.answer(terms(40), (1, 0), later=terms(40, reservation=90))
    assert rising.counter is not None
    assert bench.answer(terms(40, reservation=90), rising.counter).reply is Reply.ACCEPT


@pytest.mark.parametrize("move", [
    "propose:", "propose", "propose:price", "propose:price=", "propose:price=02", "propose:price=+2", "propose:price=-1",
    "propose:price= 2", "propose:price=٢", "propose:date=1,price=2", "propose:price=1,price=2", "propose:price=1,",
    "propose:,price=1", "propose:price=1;date=1", "propose:cellar=1", "propose:price=12345", "PROPOSE:price=1", "offer:price=1"])
def test_a_proposal_has_one_written_form_only(move: str) -> None:
    assert parse_package(house().bargain, move) is None
