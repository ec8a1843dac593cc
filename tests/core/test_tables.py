"""Tables in play: what may be proposed, how talks end, what the record does, undo, saves, and what nobody is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given

from game.authoring.translation import digests, texts
from game.core.bargain import Reply
from game.core.model import LEFT_RECORD, Table
from game.core.rules import IllegalMove, Position, Refusal, Rules
from game.core.talks import ROUND
from game.play.record import Record
from game.play.session import Session, Track, resume
from game.ui.language import Language
from game.ui.pages import Pages
from tests.core.making import SCENARIOS, TESTS, read, rules_of, tiny, walk
from tests.core.random_tables import rules_of as random_rules
from tests.core.random_tables import specs
from tests.core.test_bargain import FEW

FIRST, SECOND = "propose:price=2,date=1", "propose:price=3,date=1"


@pytest.fixture
def rules() -> Rules:
    return tiny("table")


@pytest.mark.parametrize("move", ["propose:price=1", "propose:price=4,date=2", "propose:price=2,date=0"])
def test_what_may_be_proposed_is_listed(rules: Rules, move: str) -> None:
    assert move in rules.moves(walk(rules, "calm").after)


@pytest.mark.parametrize(("chance", "move", "refusal"), [
    ("calm", "propose:", Refusal.NO_SUCH_MOVE), ("calm", "propose:date=1,price=2", Refusal.NO_SUCH_MOVE),
    ("calm", "propose:price=2,goods=1", Refusal.NO_SUCH_MOVE), ("calm", "propose:price=7", Refusal.NO_SUCH_MOVE),
    ("calm", "propose:price=02", Refusal.NO_SUCH_MOVE), ("calm", "propose:date=1", Refusal.GUARD_FALSE),
    ("rush", "propose:price=2,date=1", Refusal.GUARD_FALSE), ("calm", "leave", Refusal.GUARD_FALSE),
    ("calm", "agreed", Refusal.NO_SUCH_MOVE), ("calm", "", Refusal.NO_SUCH_MOVE)])
def test_what_may_not_be_proposed_is_refused(rules: Rules, chance: str, move: str, refusal: Refusal) -> None:
    before = walk(rules, chance).after
    assert move not in rules.moves(before)
    with pytest.raises(IllegalMove) as caught:
        rules.step(before, move)
    assert caught.value.refusal is refusal


def test_a_refusal_only_counts_the_round(rules: Rules) -> None:
    before = walk(rules, "calm").after
    step = rules.step(before, FIRST)
    assert rules.answer(before, FIRST).reply < Reply.ACCEPT and rules.exit(before, FIRST) == ""
    changed = [name for name, old, new in zip(rules.names, before.values, step.after.values, strict=True) if old != new]
    assert (step.after.node, changed) == ("first", [ROUND])


def test_an_agreement_sets_the_clauses_and_leaves_open_ones_alone(rules: Rules) -> None:
    step = walk(rules, "calm", FIRST, SECOND)
    assert step.after.node == "second"
    assert [rules.value(step.after, name) for name in ("price", "date", "goods", "talks", ROUND)] == [3, 1, 0, "agreed", 0]
    alone = walk(rules, "calm", "propose:price=4")
    assert alone.after.node == "second" and rules.value(alone.after, "date") == rules.value(rules.start(), "date")


def test_a_step_tells_every_value_that_an_agreement_changed(rules: Rules) -> None:
    told = [(change.variable, change.old, change.new) for change in walk(rules, "calm", FIRST, SECOND).changes]
    assert told == [("price", 0, 3), ("date", 0, 1), ("talks", "none", "agreed"), (ROUND, 1, 0)]
    elsewhere = walk(rules, "calm", FIRST, "propose:price=4").changes
    assert (LEFT_RECORD, 0, 1) in [(change.variable, change.old, change.new) for change in elsewhere]


def test_talks_lapse_after_the_last_round_and_break_over_a_red_line(rules: Rules) -> None:
    lapsed = walk(rules, "calm", *["propose:price=1"] * 3)
    assert (lapsed.after.node, rules.value(lapsed.after, "talks"), rules.value(lapsed.after, ROUND)) == ("gone", "lapsed", 0)
    broken = walk(rules, "rush", *["propose:price=1"] * 2)
    assert (broken.after.node, rules.value(broken.after, "talks"), rules.value(broken.after, ROUND)) == ("gone", "broken", 0)
    left = walk(rules, "rush", "propose:price=1", "leave")
    assert (left.after.node, rules.value(left.after, "talks")) == ("gone", "leave")


def test_only_another_end_of_the_talks_leaves_the_record(rules: Rules) -> None:
    other_way = walk(rules, "calm", "propose:price=1", SECOND)
    assert rules.value(other_way.after, LEFT_RECORD) == 0
    assert rules.value(walk(rules, "calm", FIRST, "propose:price=4").after, LEFT_RECORD) == 1
    assert rules.value(walk(rules, "calm", *["propose:price=1"] * 3).after, LEFT_RECORD) == 1
    assert not rules.departs(walk(rules, "calm").after, "propose:price=1")


def test_the_record_is_played_round_by_round(rules: Rules) -> None:
    position = walk(rules, "calm").after
    assert rules.record_move(position) == FIRST
    position = rules.step(position, FIRST).after
    assert rules.record_move(position) == SECOND
    off = rules.step(rules.step(walk(rules, "calm").after, FIRST).after, "propose:price=1").after
    assert rules.record_move(off) is None, "the record had no third round"


def test_on_the_record_track_the_play_rejoins_the_record_when_the_talks_end(rules: Rules) -> None:
    session = Session(rules, seed=3, track=Track.RECORD)
    for move in ("propose:price=1", "propose:price=1"):
        session.play(move)
        if session.node.id != "first":
            break
        assert session.position.node == "first"
    while session.node.id == "first":
        session.play("propose:price=1")
    assert session.node.id == "second" and rules.value(session.position, "price") == 3


@pytest.mark.parametrize("path", sorted([SCENARIOS / "table.yaml", TESTS / "authoring" / "good" / "every-shape.yaml"]),
                         ids=lambda path: path.stem)
def test_talks_can_be_undone_redone_and_saved_at_every_meeting(path: Any) -> None:
    rules = rules_of(path)
    for seed in range(6):
        session, seen = Session(rules, seed=seed, track=Track.BRANCH), []
        while not session.ended:
            seen.append(session.position)
            moves = session.moves()
            session.play(moves[(7 * seed + 3 * len(seen)) % len(moves)])
            again, divergence = resume(rules, Record.from_data(json.loads(json.dumps(session.record().to_data()))))
            assert divergence is None and again.steps == session.steps
        end, plies = session.position, len(seen)
        for position in reversed(seen):
            assert session.undo() and session.position == position
        for _ in range(plies):
            assert session.redo()
        assert session.position == end


@FEW
@given(spec=specs())
def test_on_random_tables_moves_are_what_step_accepts_and_talks_always_end(spec: Mapping[str, Any]) -> None:
    rules = random_rules(spec)
    seen: set[Position] = set()
    todo = [rules.start()]
    while todo and len(seen) < 60:
        position = todo.pop()
        if position in seen:
            continue
        seen.add(position)
        node = rules.node(position)
        assert sum(rules.odds(position).values()) == (0 if rules.actor(position) is None else 1)
        for move in rules.moves(position):
            step = rules.step(position, move)
            todo.append(step.after)
            assert all(variable.holds(value) for variable, value
                       in zip(rules.variables.values(), step.after.values, strict=True))
            if isinstance(node, Table):
                again = step.after.node == position.node
                assert again is (rules.exit(position, move) == "")
                assert rules.value(step.after, ROUND) == (int(rules.value(position, ROUND)) + 1 if again else 0)


def test_answers_do_not_depend_on_the_seed(rules: Rules) -> None:
    answers: dict[Position, Any] = {}
    for seed in range(12):
        session = Session(rules, seed=seed, track=Track.BRANCH)
        for move in (FIRST, "propose:price=2", SECOND):
            if session.node.id == "first" and move in session.moves():
                answer = rules.answer(session.position, move)
                assert answers.setdefault((session.position, move), answer) == answer  # type: ignore[arg-type]
                session.play(move)
    assert len({position for position, _ in answers}) > 2  # type: ignore[misc]


def told(item: object, without: tuple[str, ...] = ("badge", "move", "node", "id")) -> Iterator[str]:
    """Every text in a page, however deep; names of things that are not shown are left out."""
    if isinstance(item, str):
        yield item
    elif is_dataclass(item):
        for field in fields(item):
            if field.name not in without:
                yield from told(getattr(item, field.name), without)
    elif isinstance(item, list | tuple):
        for part in item:
            yield from told(part, without)


def pages_of(rules: Rules, language: Language) -> Iterator[object]:
    """What is shown along plays of all kinds: every table before each meeting, every minutes after it."""
    for seed in range(4):
        for pick in range(0, 40, 7):
            session = Session(rules, seed=seed, track=Track.BRANCH)
            while not session.ended:
                pages = Pages(session, language)
                if isinstance(session.node, Table):
                    yield pages.table()
                moves = session.moves()
                at = session.ply
                talks = isinstance(session.node, Table)
                session.play(moves[pick % len(moves)])
                if talks and session.steps[at].move.startswith("propose:"):
                    yield Pages(session, language).minutes(at)


def plain() -> str:
    """The worked example without a digit in any text of its author's."""
    source = (SCENARIOS / "table.yaml").read_text(encoding="utf-8")
    return re.sub(r"text: (\d)00\.", lambda found: f"text: {'abcde'[int(found[1])]}.", source)


def test_no_figure_is_shown_at_the_table(languages: Mapping[str, Language]) -> None:
    loaded = read(plain())
    assert loaded.scenario is not None
    shown = 0
    for code in ("en", "zh"):
        for page in pages_of(Rules(loaded.scenario), languages[code]):
            for text in told(page):
                shown += 1
                assert not re.search(r"[0-9０-９%]", text), text
    assert shown > 1000


def test_figures_that_give_the_same_answers_give_the_same_pages(languages: Mapping[str, Language]) -> None:
    halved = re.sub(r"weight: (\d0),", lambda found: f"weight: {int(found[1]) // 2},", plain())
    assert halved != plain()
    one, two = read(plain()).scenario, read(halved).scenario
    assert one is not None and two is not None
    for first, second in zip(pages_of(Rules(one), languages["en"]), pages_of(Rules(two), languages["en"]), strict=True):
        assert first == second


def test_every_text_of_a_table_is_watched_by_the_translators(languages: Mapping[str, Language]) -> None:
    scenario = rules_of(TESTS / "authoring" / "good" / "every-shape.yaml").scenario
    known = {name: words for name, words in texts(scenario) if words}
    for name in ("bargains.sale.issues.price.name", "bargains.sale.sides.seller.name", "bargains.sale.sides.buyer.text.0",
                 "bargains.sale.sides.seller.issues.price.why.0", "bargains.sale.sides.seller.issues.price.why.0.basis",
                 "bargains.sale.sides.seller.issues.price.refuses.0", "bargains.sale.sides.seller.issues.price.counters.0",
                 "bargains.sale.sides.seller.issues.date.grants.0", "t.offers.price.closed.0", "t.outcomes.agreed.text.0",
                 "t.outcomes.agreed.effects.0.why", "t.outcomes.lapsed.text.0", "t.outcomes.broken.text.0",
                 "t.options.leave.text.0", "t.hidden.0", "t.record.text.0"):
        assert name in known, name
    assert set(digests(scenario)) == {name for name, words in known.items() if len([c for c in words if c]) > 1}
    assert len(known) == len([name for name, words in texts(scenario) if words]), "no two texts share a name"
