"""What a bargain had to give: against trying every package, and against the examples of the literature."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from game.analysis.frontier import Point, frontier, kalai_smorodinsky, nash, point, swaps, zone
from game.core.bargain import Bargain, Issue, Link, Package, Side, Stake, value
from game.core.expressions import Expression
from game.core.texts import NO_WORDS

Pair = tuple[Fraction, Fraction]
NOTHING = (Fraction(), Fraction())
RESERVATION = Expression.parse("0")


def side(name: str, stakes: Mapping[str, Stake], links: Sequence[Link] = ()) -> Side:
    return Side(id=name, name=NO_WORDS, stakes=stakes, reservation=RESERVATION, links=tuple(links))


def bargain(sides: Sequence[Side], rungs: Mapping[str, Sequence[int]]) -> Bargain:
    return Bargain(id="b", issues={name: Issue(id=name, rungs=tuple(steps)) for name, steps in rungs.items()},
                   sides={item.id: item for item in sides})


@some.composite
def bargains(draw: some.DrawFn) -> Bargain:
    """Small bargains with coarse figures (many ties), links of either side, chains and circles of links included."""
    rungs = {f"i{place}": draw(some.permutations(range(place, place + draw(some.integers(1, 4)))))
             for place in range(draw(some.integers(1, 5)))}
    worths = some.sampled_from([0, 20, 50, 80, 100])
    sides = []
    for name in ("one", "two"):
        stakes = {issue: Stake(weight=draw(some.integers(0, 4)), worth={rung: draw(worths) for rung in steps},
                               open=draw(worths)) for issue, steps in rungs.items()}
        links = []
        for _ in range(draw(some.integers(0, 3)) if len(rungs) > 1 else 0):
            issue, other = draw(some.permutations(list(rungs)))[:2]
            asked = draw(some.sets(some.sampled_from([*rungs[other], None]), min_size=1))
            links.append(Link(issue=issue, other=other, rungs=frozenset(asked),
                              worth={rung: draw(worths) for rung in draw(some.sets(some.sampled_from(rungs[issue])))}))
        sides.append(side(name, stakes, links))
    return bargain(sides, rungs)


def everything(found: Bargain) -> list[Point]:
    """Every full package in order, valued one by one by the core's own reckoning."""
    totals = [item.total or 1 for item in found.sides.values()]
    points = []
    for package in itertools.product(*(issue.rungs for issue in found.issues.values())):
        first, second = (Fraction(value(found, item, package), total)
                         for item, total in zip(found.sides.values(), totals, strict=True))
        points.append(Point(package, (first, second)))
    return points


def dominates(one: Pair, two: Pair) -> bool:
    return one != two and one[0] >= two[0] and one[1] >= two[1]


@settings(deadline=None, derandomize=True)
@given(bargains())
def test_the_frontier_is_what_trying_every_package_leaves(found: Bargain) -> None:
    points = everything(found)
    first: dict[Pair, Point] = {}
    for item in points:
        first.setdefault(item.values, item)
    efficient = [item for pair, item in first.items() if not any(dominates(other, pair) for other in first)]
    assert list(frontier(found)) == sorted(efficient, key=lambda item: item.values[0])


@settings(deadline=None, derandomize=True)
@given(bargains(), some.integers(1, 9))
def test_other_weights_are_reckoned_with_and_the_rest_stay(found: Bargain, weight: int) -> None:
    issue = next(iter(found.issues))
    own = found.sides["one"].stakes
    changed = side("one", {**own, issue: Stake(weight=weight, worth=own[issue].worth, open=own[issue].open)},
                   found.sides["one"].links)
    given_so = bargain([changed, found.sides["two"]], {name: item.rungs for name, item in found.issues.items()})
    weights = {"one": {issue: weight, "unknown": 5}, "nobody": {issue: 7}}
    assert frontier(found, weights) == frontier(given_so)
    assert {point(found, item.package, weights) for item in everything(found)} == set(everything(given_so))


@settings(deadline=None, derandomize=True)
@given(bargains(), some.data())
def test_swaps_better_one_side_and_harm_neither_and_none_is_missed(found: Bargain, data: some.DataObject) -> None:
    package: Package = tuple(data.draw(some.sampled_from([*issue.rungs, None])) for issue in found.issues.values())
    here = point(found, package)
    given_swaps = swaps(found, package)
    assert len(given_swaps) <= 3
    assert len({swap.package for swap in given_swaps}) == len(given_swaps)
    for swap in given_swaps:
        there = point(found, swap.package)
        assert swap.gains == tuple(new - old for new, old in zip(there.values, here.values, strict=True))
        assert min(swap.gains) >= 0 < max(swap.gains)
        assert swap.changed == tuple(name for name, old, new in zip(found.issues, package, swap.package, strict=True)
                                     if old != new)
        assert 1 <= len(swap.changed) <= 3
    order = [(min(swap.gains) == 0, len(swap.changed), -min(swap.gains)) for swap in given_swaps]
    assert order == sorted(order)
    better = []
    for changed in itertools.product(*({*issue.rungs, rung}
                                       for issue, rung in zip(found.issues.values(), package, strict=True))):
        number = sum(old != new for old, new in zip(package, changed, strict=True))
        gains = [new - old for new, old in zip(point(found, changed).values, here.values, strict=True)]
        if number <= 3 and min(gains) >= 0 < max(gains):
            better.append((min(gains) == 0, number, -min(gains)))
    assert bool(better) == bool(given_swaps)
    if better:
        assert order[0] == min(better), "the first swap is the best there is"


@settings(deadline=None, derandomize=True)
@given(bargains())
def test_nothing_on_the_frontier_can_be_bettered_by_a_swap(found: Bargain) -> None:
    assert not any(swaps(found, item.package) for item in frontier(found))


def house() -> Bargain:
    """Price and date: the seller would rather wait, the buyer rather not; each cares most about one of them."""
    buyer = side("buyer", {"price": Stake(weight=20, worth={1: 100, 2: 50, 3: 0}, open=0),
                           "date": Stake(weight=80, worth={0: 100, 1: 0}, open=0)})
    seller = side("seller", {"price": Stake(weight=75, worth={1: 0, 2: 50, 3: 100}, open=0),
                             "date": Stake(weight=25, worth={0: 0, 1: 100}, open=0)})
    return bargain([buyer, seller], {"price": (1, 2, 3), "date": (0, 1)})


def test_a_trade_across_issues_is_found_with_its_gains() -> None:
    (swap, *_) = swaps(house(), (1, 1))
    assert swap.changed == ("price", "date")
    assert (swap.package, swap.gains) == ((3, 0), (60, 50))


def test_an_issue_alone_may_have_no_zone_of_agreement_while_the_whole_has_one() -> None:
    reservation = (Fraction(50), Fraction(50))
    assert zone(house(), "price", (None, 1), reservation) == ()
    assert zone(house(), "date", (1, None), reservation) == ()
    assert zone(house(), "date", (3, None), reservation) == (0,)
    assert zone(house(), "price", (None, 0), (Fraction(80), Fraction(30))) == (2, 3), "at exactly the reservation too"
    assert nash(frontier(house()), reservation) == Point((3, 0), (Fraction(80), Fraction(75)))


def test_an_unknown_issue_has_no_zone_to_ask_for() -> None:
    with pytest.raises(ValueError):
        zone(house(), "garden", (1, 1), NOTHING)


def test_a_side_without_any_weight_values_nothing() -> None:
    weightless = {"buyer": {"price": 0, "date": 0}}
    assert point(house(), (1, 0), weightless).values == (0, 0)
    assert frontier(house(), weightless) == (Point((3, 1), (Fraction(0), Fraction(100))),)


def barter() -> tuple[Bargain, Pair]:
    """Bill and Jack, from Nash, "The Bargaining Problem", Econometrica 18 (1950), 155–162: nine things to swap.

    Rung 0: Bill has it; rung 1: Jack has it.  Utilities add up, so they serve as weights.
    """
    bill = {"book": 2, "whip": 2, "ball": 2, "bat": 2, "box": 4, "pen": 10, "toy": 4, "knife": 6, "hat": 2}
    jack = {"book": 4, "whip": 2, "ball": 1, "bat": 2, "box": 1, "pen": 1, "toy": 1, "knife": 2, "hat": 2}
    found = bargain([side("bill", {name: Stake(weight=use, worth={0: 100, 1: 0}, open=0) for name, use in bill.items()}),
                     side("jack", {name: Stake(weight=use, worth={0: 0, 1: 100}, open=0) for name, use in jack.items()})],
                    dict.fromkeys(bill, (0, 1)))
    return found, point(found, (0, 0, 0, 0, 0, 1, 1, 1, 1)).values


def test_bill_and_jack_barter_as_nash_has_them_barter() -> None:
    found, owned = barter()
    solution = nash(frontier(found), owned)
    assert solution is not None
    given_away = {name for name, rung in zip(found.issues, solution.package, strict=True) if rung == 1}
    assert given_away == {"book", "whip", "ball", "bat", "hat"}, "Jack gets the first four and keeps his hat"
    gains = [(new - old) * item.total / 100
             for new, old, item in zip(solution.values, owned, found.sides.values(), strict=True)]
    assert gains == [12, 5]


def line(*pairs: tuple[Fraction | int, Fraction | int]) -> list[Point]:
    return [Point((place,), (Fraction(first), Fraction(second))) for place, (first, second) in enumerate(pairs)]


def test_a_dollar_is_halved_above_what_each_has_without_agreement() -> None:
    """Both solutions split a fixed sum evenly above the disagreement point (symmetry, with translation)."""
    cents = line(*((mine, 100 - mine) for mine in range(101)))
    for solution in (nash, kalai_smorodinsky):
        assert solution(cents, NOTHING) == cents[50]
        assert solution(cents, (Fraction(20), Fraction(0))) == cents[60]
        assert solution(cents, (Fraction(60), Fraction(40))) == cents[60]
        assert solution(cents, (Fraction(60), Fraction(41))) is None


def test_both_solutions_scale_with_the_units_of_a_side() -> None:
    """Invariance under rescaling, an axiom of both."""
    cents = line(*((mine, 100 - mine) for mine in range(101)))
    stretched = line(*((mine, 7 * (100 - mine)) for mine in range(101)))
    for solution in (nash, kalai_smorodinsky):
        old, new = solution(cents, (Fraction(10), Fraction(30))), solution(stretched, (Fraction(10), Fraction(210)))
        assert old is not None and new is not None and old.package == new.package == (40,)


def test_a_better_set_for_one_side_hurts_it_under_nash_but_not_under_kalai_smorodinsky() -> None:
    """Monotonicity, the axiom of Kalai and Smorodinsky, Econometrica 43 (1975), 513–518.

    The corners (0, 1), (3/4, 3/4), (1, 0) give both 3/4 either way.  Replace the last two by (1, 7/10): whatever the
    first side gets, the second can now have no less; Nash gives it less all the same, Kalai–Smorodinsky 10/13.
    """
    step = Fraction(1, 13 * 20)
    shares = [step * place for place in range(13 * 20 + 1)]
    narrow = line(*((x, 1 - x / 3 if x <= Fraction(3, 4) else 3 - 3 * x) for x in shares))
    wide = line(*((x, 1 - x * Fraction(3, 10)) for x in shares))
    assert all(more.values[1] >= less.values[1] for less, more in zip(narrow, wide, strict=True))
    found = {(name, solution): solution(points, NOTHING) for name, points in (("narrow", narrow), ("wide", wide))
             for solution in (nash, kalai_smorodinsky)}
    values = {key: item.values for key, item in found.items() if item is not None}
    assert values["narrow", nash] == values["narrow", kalai_smorodinsky] == (Fraction(3, 4), Fraction(3, 4))
    assert values["wide", nash] == (1, Fraction(7, 10))
    assert values["wide", kalai_smorodinsky] == (Fraction(10, 13), Fraction(10, 13))


def test_of_equal_products_the_more_equal_gains_are_taken() -> None:
    points = line((2, 18), (6, 6), (4, 9), (9, 4), (18, 2))
    assert nash(points, NOTHING) == points[1]
    assert nash([points[0], points[2], points[3]], NOTHING) == points[2]


def test_points_below_a_reservation_move_neither_solution() -> None:
    """The ideal is what a side could have had while the other still signs."""
    points = line((0, 100), (40, 60), (50, 40), (100, 0))
    reservation = (Fraction(30), Fraction(30))
    assert kalai_smorodinsky(points, reservation) == points[1]
    assert nash(points, reservation) == points[1]


def test_a_side_that_can_gain_nothing_leaves_the_rest_to_the_other() -> None:
    points = line((10, 5), (10, 7), (4, 9))
    reservation = (Fraction(10), Fraction(0))
    assert nash(points, reservation) == kalai_smorodinsky(points, reservation) == points[1]


@settings(deadline=None, derandomize=True)
@given(some.lists(some.tuples(some.integers(0, 12), some.integers(0, 12)), max_size=8),
       some.tuples(some.integers(0, 6), some.integers(0, 6)))
def test_no_point_has_a_larger_product_or_a_fairer_share(pairs: list[tuple[int, int]], least: tuple[int, int]) -> None:
    points = line(*pairs)
    gains = [(a - least[0], b - least[1]) for a, b in pairs if a >= least[0] and b >= least[1]]
    reservation = (Fraction(least[0]), Fraction(least[1]))
    best, fair = nash(points, reservation), kalai_smorodinsky(points, reservation)
    assert (best is None) == (fair is None) == (not gains)
    if best is None or fair is None:
        return
    one, two = (best.values[0] - least[0], best.values[1] - least[1])
    assert one * two == max(a * b for a, b in gains)
    assert not any(dominates((Fraction(a), Fraction(b)), (one, two)) for a, b in gains)
    most = max(a for a, _ in gains), max(b for _, b in gains)
    shares = [min(Fraction(gain, ideal) for gain, ideal in zip(pair, most, strict=True) if ideal) for pair in gains
              if any(most)]
    mine = [Fraction(got - low, ideal) for got, low, ideal in zip(fair.values, least, most, strict=True) if ideal]
    assert not shares or min(mine) == max(shares)
    assert not any(dominates((Fraction(a), Fraction(b)), (fair.values[0] - least[0], fair.values[1] - least[1]))
                   for a, b in gains)
