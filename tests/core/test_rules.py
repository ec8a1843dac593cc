"""The rulebook on tiny scenarios, one per point of meaning."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

from game.core.bargain import PROPOSE, Rung
from game.core.model import CHANCE, LEFT_RECORD, Table
from game.core.rules import IllegalMove, Position, Refusal, Rules, Step, View
from game.play.session import Session
from tests.core.making import EMBASSY, HEAD, SCENARIOS, codes, read, rules_of, tiny, walk

TINY = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


def positions(rules: Rules, limit: int = 2000) -> list[Position]:
    """Every position that can be reached, by every legal move."""
    seen = {rules.start(): None}
    todo = [rules.start()]
    while todo and len(seen) < limit:
        position = todo.pop()
        for move in rules.moves(position):
            after = rules.step(position, move).after
            if after not in seen:
                seen[after] = None
                todo.append(after)
    return list(seen)


def written(rules: Rules, position: Position) -> dict[str, None]:
    """Every proposal that can be written over a table's issues: each rung, one beyond them, or not named at all."""
    node = rules.node(position)
    if not isinstance(node, Table):
        return {}
    choices: list[list[Rung]] = [[None, *issue.rungs, max(issue.rungs) + 1] for issue in node.bargain.issues.values()]
    return {f"{PROPOSE}:" + ",".join(f"{name}={rung}" for name, rung in zip(node.bargain.issues, rungs, strict=True)
                                     if rung is not None): None for rungs in itertools.product(*choices)}


@pytest.fixture(params=[*TINY, "embassy"])
def rules(request: pytest.FixtureRequest) -> Rules:
    return rules_of(EMBASSY) if request.param == "embassy" else tiny(request.param)


def test_moves_are_exactly_what_step_accepts(rules: Rules) -> None:
    everything = {move for edges in rules.edges.values() for move in edges} | {"", "nonsense", "@record"}
    for position in positions(rules):
        accepted = set()
        for move in (*everything, *written(rules, position)):
            try:
                step = rules.step(position, move)
            except IllegalMove:
                continue
            accepted.add(move)
            assert step.before == position and step.move == move
        assert accepted == set(rules.moves(position))


def test_every_value_stays_within_its_variable(rules: Rules) -> None:
    for position in positions(rules):
        assert all(variable.holds(value)
                   for variable, value in zip(rules.variables.values(), position.values, strict=True))


def test_odds_sum_to_one_wherever_somebody_moves(rules: Rules) -> None:
    for position in positions(rules):
        odds = rules.odds(position)
        assert set(odds) <= set(rules.moves(position))
        assert sum(odds.values()) == (0 if rules.actor(position) is None else 1)


def test_a_step_leaves_the_position_it_came_from_alone(rules: Rules) -> None:
    for position in positions(rules):
        copy = Position(position.node, tuple(position.values))
        for move in rules.moves(position):
            first, again = rules.step(position, move), rules.step(position, move)
            assert first == again and hash(first) == hash(again)
        assert position == copy


def test_moves_come_in_authored_order_and_only_while_their_guard_holds() -> None:
    rules = tiny("guard")
    assert rules.moves(rules.start()) == ("work",)
    richer = walk(rules, "work").after
    assert rules.moves(richer) == ("pay", "leave")
    assert rules.value(rules.step(richer, "pay").after, "coins") == 0


def test_a_router_leads_on_without_chance() -> None:
    rules = tiny("router")
    for side, node in (("left", "river"), ("right", "hill")):
        at = walk(rules, side).after
        assert rules.actor(at) == CHANCE
        assert rules.odds(at) == {f"to-{side}": Fraction(1)}
        assert rules.step(at, f"to-{side}").after.node == node


def test_a_view_hides_what_the_party_may_not_see() -> None:
    rules = tiny("private")
    low, high = (walk(rules, card, "raise").after for card in ("low", "high"))
    assert low != high
    assert rules.view(low, "you") == rules.view(high, "you")
    assert hash(rules.view(low, "you")) == hash(rules.view(high, "you"))
    assert rules.view(low, "dealer") != rules.view(high, "dealer")
    assert dict(rules.view(low, "you").values) == {"stake": 2, LEFT_RECORD: 1}
    assert dict(rules.view(high, "dealer").values) == {"card": 1, "stake": 2, LEFT_RECORD: 1}
    assert (rules.view(low, "you").node, rules.view(low, "you").party) == ("answer", "you")
    assert rules.view(low, "you").moves == () and rules.view(low, "dealer").moves == ("call", "drop")


def test_a_policy_gives_the_odds_of_an_absent_party() -> None:
    rules = tiny("private")
    assert rules.odds(walk(rules, "high", "raise").after) == {"call": Fraction(3, 4), "drop": Fraction(1, 4)}
    assert rules.odds(walk(rules, "low", "raise").after) == {"call": Fraction(1, 2), "drop": Fraction(1, 2)}


@pytest.mark.parametrize(("policy", "odds"), [
    ("{a: 3, b: 0, c: 1}", {"a": Fraction(3, 4), "c": Fraction(1, 4)}),
    ("{a: n, b: n, c: n}", {"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(1, 3)})])
def test_a_policy_leaves_out_what_has_no_weight_and_falls_back_on_even_odds(policy: str, odds: dict[str, Fraction]) -> None:
    loaded = read(HEAD + f"""variables: {{n: {{start: 0, min: 0, max: 1, seen_by: all}}}}
start: ask
nodes:
  ask:
    policy: {policy}
    options: {{a: {{text: A., goto: z}}, b: {{text: B., goto: z}}, c: {{text: C., goto: z}}}}
  z: {{ending: z}}
""")
    assert loaded.scenario is not None, loaded.diagnostics
    rules = Rules(loaded.scenario)
    assert rules.odds(rules.start()) == odds


def test_a_change_of_the_books_is_told_once() -> None:
    rules = tiny("left-record")
    first, again = walk(rules, "go"), walk(rules, "go", "wait")
    assert [(change.variable, change.old, change.new) for change in first.changes] == [(LEFT_RECORD, 0, 1)]
    assert again.changes == ()


def test_a_party_without_a_policy_plays_all_alike() -> None:
    rules = tiny("guard")
    assert rules.odds(walk(rules, "work").after) == {"pay": Fraction(1, 2), "leave": Fraction(1, 2)}


def test_a_named_decision_remembers_its_choice() -> None:
    rules = tiny("names")
    assert rules.value(rules.start(), "d1") == rules.value(rules.start(), "d2") == "none"
    tea, coffee = walk(rules, "tea").after, walk(rules, "coffee").after
    assert (rules.value(tea, "d1"), rules.value(coffee, "d1")) == ("tea", "coffee")
    assert rules.moves(tea) == ("milk", "lemon") and rules.moves(coffee) == ("milk",)


@pytest.mark.parametrize(("moves", "left", "text"), [
    (("stay", "speak"), 0, "You kept to the record."), (("go", "speak"), 1, "You left the record."),
    (("stay", "wait"), 1, "You left the record."), (("go", "wait"), 1, "You left the record.")])
def test_left_record_is_set_by_the_first_departure_for_good(moves: tuple[str, str], left: int, text: str) -> None:
    rules = tiny("left-record")
    after = walk(rules, *moves).after
    assert rules.value(after, LEFT_RECORD) == left
    assert [block.words["en"] for block in rules.slot(rules.node(after).text, after)] == [text]  # type: ignore[union-attr]


@pytest.mark.parametrize(("move", "texts", "title"), [
    ("worse", ["Always.", "Low.", "Last."], "Bad"), ("same", ["Always.", "Neither.", "Last."], "Plain"),
    ("better", ["Always.", "High.", "Last."], "Good")])
def test_otherwise_blocks_and_variants(move: str, texts: list[str], title: str) -> None:
    rules = tiny("otherwise")
    after = walk(rules, move).after
    assert [block.words["en"] for block in rules.slot(rules.node(after).text, after)] == texts  # type: ignore[union-attr]
    assert rules.phrase(rules.scenario.nodes["ask"].title, after)["en"] == title


def test_a_phrase_without_a_wording_that_holds_is_empty() -> None:
    rules = tiny("otherwise")
    assert not rules.phrase(rules.scenario.nodes["ask"].title[:2], rules.start())


def test_changes_say_what_an_effect_did_even_if_it_was_held_at_a_bound() -> None:
    rules = tiny("clamp")
    step = walk(rules, "up")
    assert [(c.variable, c.old, c.new) for c in step.changes if c.effect] == [("level", 4, 5), ("copy", 0, 5)]
    again = walk(tiny("guard"), "work")
    assert [(c.variable, c.old, c.new) for c in again.changes if c.effect] == [("coins", 2, 3)]


def _refusals() -> dict[Refusal, IllegalMove]:
    rules, found = tiny("guard"), {}

    def refused(session: Session, move: str, ply: int | None = None) -> None:
        with pytest.raises(IllegalMove) as caught:
            session.play(move, expected_ply=ply)
        found[caught.value.refusal] = caught.value

    refused(Session(rules), "fly")
    refused(Session(rules), "pay")
    refused(Session(rules), "work", 7)
    over = Session(rules)
    over.play("work")
    over.play("leave")
    refused(over, "leave")
    waiting = Session(tiny("private"))
    waiting.steps.append(waiting.rules.step(waiting.position, "raise"))
    refused(waiting, "call")
    return found


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_is_produced_and_names_the_move(refusal: Refusal) -> None:
    fault = _refusals()[refusal]
    assert fault.move and fault.move in str(fault) and refusal.value in str(fault)


def test_the_rules_refuse_by_themselves() -> None:
    rules = tiny("guard")
    for position, move, refusal in ((rules.start(), "fly", Refusal.NO_SUCH_MOVE), (rules.start(), "pay", Refusal.GUARD_FALSE),
                                    (walk(rules, "work", "leave").after, "leave", Refusal.ENDED)):
        with pytest.raises(IllegalMove) as caught:
            rules.step(position, move)
        assert caught.value.refusal is refusal


def test_positions_steps_and_views_are_values() -> None:
    one, two = tiny("guard"), tiny("guard")
    for make in (lambda r: r.start(), lambda r: walk(r, "work"), lambda r: r.view(r.start(), "you")):
        assert make(one) == make(two) and hash(make(one)) == hash(make(two)) and make(one) is not make(two)
    assert one.start() != walk(one, "work").after
    for value in (one.start(), walk(one, "work"), one.view(one.start(), "you")):
        assert isinstance(value, Position | Step | View)
        with pytest.raises((AttributeError, TypeError)):
            value.node = "elsewhere"  # type: ignore[union-attr, misc]


def test_two_sessions_may_share_one_rulebook() -> None:
    rules = tiny("guard")
    one, two = Session(rules), Session(rules)
    one.play("work")
    assert two.position == rules.start() and one.position != two.position


@pytest.mark.parametrize("name", ["node", "state", "model", "trigger", "to", "is_a", "initial", "states", "门", "DP1.a"])
def test_an_option_or_node_may_have_any_ordinary_name(name: str) -> None:
    loaded = read(HEAD + f"start: {name}\nnodes:\n  {name}:\n    options:\n      {name}: {{text: A., goto: b}}\n"
                         "      other: {text: B., goto: b}\n  b: {ending: e}\n")
    assert loaded.scenario is not None, loaded.diagnostics
    rules = Rules(loaded.scenario)
    assert rules.step(rules.start(), name).after.node == "b"


@pytest.mark.parametrize("name", ["'*'", "'='", "'@record'", "'two words'", "''", "_node", "'a#b'", "'a=1'", "'a,b'"])
def test_a_name_that_other_files_could_not_carry_is_refused(name: str) -> None:
    text = HEAD + (f"start: a\nnodes:\n  a: {{options: {{{name}: {{text: A., goto: b}}, y: {{text: B., goto: b}}}}}}\n"
                   "  b: {ending: e}\n")
    assert codes(read(text)) == ["E013"]
