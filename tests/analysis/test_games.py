"""Games whose answers are known: from the literature, or worked out by hand beside the files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from game.analysis.answers import Answers, Inquiry, Section
from game.analysis.behaviour import UNIFORM, Behaviour
from game.analysis.explore import EndlessPlays, explore
from game.analysis.layering import Stopped
from game.analysis.policies import Name, named, weighed
from game.analysis.positions import Kinds, TooLarge, graph
from game.authoring.source import read
from game.core.rules import Rules
from tests.core.making import rules_of

GAMES = Path(__file__).parent / "games"


def game(name: str) -> Rules:
    return rules_of(GAMES / f"{name}.yaml")


def asked(rules: Rules, behaviour: Behaviour = UNIFORM) -> Answers:
    inquiry = Inquiry(rules, behaviour)
    inquiry.run()
    return inquiry.answers


def equilibrium(rules: Rules) -> Behaviour:
    behaviour, faults = weighed(rules, read(GAMES / "kuhn-equilibrium.yaml", "weights").data)
    assert not faults
    return behaviour


def test_kuhn_poker_has_the_positions_of_the_literature() -> None:
    found = graph(game("kuhn"))
    assert found.kinds == Kinds(chance=4, decision=24, terminal=30) == found.histories
    assert not found.cycles


def test_kuhn_poker_has_twelve_information_sets() -> None:
    found = graph(game("kuhn"))
    sets = [*found.information_sets("one").values(), *found.information_sets("two").values()]
    assert len(sets) == 12
    assert {len(positions) for positions in sets} == {2}, "the other's card may be either of two"


def test_the_equilibrium_of_kuhn_poker_is_worth_a_loss_of_one_eighteenth() -> None:
    rules = game("kuhn")
    answers = asked(rules, equilibrium(rules))
    assert answers.expected == {"one": Fraction(-1, 18), "two": Fraction(1, 18)}


def test_nobody_gains_by_leaving_the_equilibrium_at_one_information_set() -> None:
    """No option, whatever the card, does better against the equilibrium: weights that force it are worth no more."""
    rules = game("kuhn")
    best = equilibrium(rules)
    for node, card, party in (("opening", "first", "one"), ("facing-raise", "first", "one"),
                              ("checked", "second", "two"), ("facing-bet", "second", "two")):
        options = [option.id for option in rules.scenario.decision(node).options]
        for value in (1, 2, 3):
            for forced in options:
                weights = {name: {move: str(weight) for move, weight in moves.items()}
                           for name, moves in best.weighed.items()}
                for move in options:
                    weights[node][move] = f"({card} != {value}) * ({weights[node][move]}) + 3 * ({card} == {value}) * {int(move == forced)}"
                behaviour, faults = weighed(rules, weights)
                assert not faults
                left = asked(rules, behaviour).expected[party]
                assert left <= asked(rules, best).expected[party]


def test_who_switches_doors_wins_two_times_in_three() -> None:
    answers = asked(game("monty-hall"))
    assert answers.values["player"] == {("choice", "stay"): 10, ("choice", "switch"): 20}
    assert answers.regret("player", ("choice", "stay")) == 10
    sets = graph(game("monty-hall")).information_sets("player")
    assert [len(positions) for positions in sets.values()] == [2, 2], "one knows which door was opened, not where the car is"


def test_a_tree_has_the_answers_worked_out_by_hand() -> None:
    answers = asked(game("tree"))
    explored = answers.exploration
    assert explored is not None and explored.plays == 5
    assert explored.endings == {"took": Fraction(1, 2), "gone": Fraction(1, 8), "deal": Fraction(3, 16),
                                "rich": Fraction(3, 32), "broke": Fraction(3, 32)}
    assert explored.nodes["haggle"] == Fraction(3, 8) and explored.edges["haggle", "press"] == Fraction(3, 16)
    assert answers.expected == {"you": Fraction(77, 8)}
    assert answers.values["you"] == {("offer", "now"): 10, ("offer", "later"): Fraction(37, 4),
                                     ("haggle", "take"): 12, ("haggle", "press"): 10}
    assert answers.regret("you", ("offer", "later")) == Fraction(3, 4)
    assert answers.regret("you", ("haggle", "press")) == 2
    assert answers.decisions is not None and (answers.decisions.shortest, answers.decisions.longest) == (1, 2)
    assert answers.steps is not None and (answers.steps.shortest, answers.steps.longest) == (1, 4)
    assert answers.decisions.expected == 1 + Fraction(3, 8)
    assert answers.decisions.short.moves == (("offer", "now"),) and answers.decisions.short.ending == "took"


def test_a_tree_opens_and_shuts_what_can_be_seen_in_it() -> None:
    openings = asked(game("tree")).openings
    assert openings is not None
    assert openings["offer", "now"].opens == {"took"}
    assert openings["offer", "now"].shuts == {"weather", "haggle", "luck", "deal", "rich", "broke", "gone"}
    assert openings["haggle", "press"].opens == {"luck", "rich", "broke"}
    assert openings["haggle", "press"].shuts == {"deal"}


def test_a_tree_hangs_on_its_first_decision() -> None:
    """After now and after later no ending is the same: the distance is 1.  At haggle too, met three times in eight."""
    pivots = asked(game("tree")).pivots
    assert pivots is not None
    assert [(pivot.node, pivot.met, pivot.spread) for pivot in pivots] == [("offer", 1, 1), ("haggle", Fraction(3, 8), 1)]


def test_the_cautious_take_what_is_sure() -> None:
    rules = game("tree")
    explored = asked(rules, named(rules, Name.CAUTIOUS)).exploration
    assert explored is not None and explored.endings["took"] == 1


def test_who_follows_the_record_regrets_what_the_record_gave_away() -> None:
    """On the record one waits and presses: 3/4 * 10 + 1/4 * 4 = 17/2, where 10 could be had."""
    rules = game("tree")
    answers = asked(rules, named(rules, Name.RECORD))
    assert answers.expected == {"you": Fraction(17, 2)}
    assert answers.regret("you", ("offer", "later")) == Fraction(3, 2)


def test_a_loop_with_a_counter_is_counted_once_for_each_play() -> None:
    explored = explore(game("rounds"))
    assert explored.endings == {"granted": Fraction(13, 54), "stopped": Fraction(41, 54)}
    assert explored.nodes["answer"] == Fraction(1, 2), "a play that asks three times still passes there once"
    assert explored.edges["ask", "ask"] == Fraction(1, 2)
    assert explored.plays == 7, "stop at once, granted or stopped after each of three answers"


def test_a_true_cycle_is_told_and_never_run_round() -> None:
    with pytest.raises(EndlessPlays, match="north → south → north") as fault:
        explore(game("circle"))
    assert [position.node for position in fault.value.cycle] == ["north", "south"]


def test_a_cycle_stands_in_the_graph_of_positions() -> None:
    found = graph(game("circle"))
    assert found.kinds == Kinds(decision=2, terminal=1)
    assert [[position.node for position in cycle] for cycle in found.cycles] == [["north", "south"]]
    assert found.histories is None and found.order is None


def test_what_is_too_large_says_how_large_it_may_be() -> None:
    for call in (lambda: graph(game("kuhn"), most=4), lambda: explore(game("tree"), most=4)):
        with pytest.raises(TooLarge) as fault:
            call()
        assert 4 < fault.value.found <= fault.value.estimate < 10_000


def stopped(rules: Rules, part: float) -> Answers:
    """What an inquiry knows that is stopped once this part of it is done."""
    def watch(section: Section, done: float) -> None:
        if done >= part:
            raise Stopped
    inquiry = Inquiry(rules, watch=watch)
    with pytest.raises(Stopped):
        inquiry.run()
    return inquiry.answers


def test_what_is_stopped_while_counting_holds_lower_bounds() -> None:
    whole, part = explore(game("tree")), stopped(game("tree"), 0.06).exploration
    assert part is not None and 0 < part.plays < whole.plays
    assert all(share <= whole.endings[node] for node, share in part.endings.items())
    assert part.endings["took"] == Fraction(1, 2), "what was gone through is exact"


def test_what_is_stopped_later_keeps_its_answers_and_names_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A perspective that has heard of one variable only is not shown as if it had heard of all."""
    monkeypatch.setattr("game.analysis.valuations.CHEAP", -1)
    answers = stopped(rules_of(GAMES.parents[1] / "scenarios" / "compare" / "scenario.yaml"), 0.9)
    assert answers.whole and answers.pivots and answers.rungs
    assert answers.unanswered == [Section.RUNGS, Section.VALUES]
    assert not answers.expected and not answers.values
