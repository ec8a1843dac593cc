"""A play, live and saved: every test here runs twice, the second time saving and resuming after every move."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest

from game.core.rules import IllegalMove, Refusal, Rules
from game.play.record import Note, Record
from game.play.session import REJOIN, Session, StuckPlay, Track, record_line, resume
from tests.core.making import EMBASSY, HEAD, read, rules_of, tiny

EMBASSY_RULES = rules_of(EMBASSY)


def scripted(*branches: str) -> Callable[[int, int, Mapping[str, Fraction]], str]:
    """Luck that prefers the branches named, wherever they are possible; otherwise the first."""
    def choose(seed: int, ply: int, odds: Mapping[str, Fraction]) -> str:
        return next((branch for branch in branches if branch in odds), next(iter(odds)))
    return choose


class Player:
    """Drives a session; in ``saved`` mode it is written as JSON and resumed after every move."""

    def __init__(self, saved: bool, session: Session, luck: Callable[..., str] | None = None) -> None:
        self.saved, self.session, self.luck = saved, session, luck

    def play(self, *moves: str) -> Player:
        for move in moves:
            self.session.play(move, expected_ply=self.session.ply)
            if self.saved:
                record = Record.from_data(json.loads(json.dumps(self.session.record().to_data())))
                again, divergence = resume(self.session.rules, record, **({"luck": self.luck} if self.luck else {}))
                assert divergence is None
                assert (again.steps, again.notes, again.given) == (self.session.steps, self.session.notes, self.session.given)
                self.session = again
        return self


@pytest.fixture(params=[False, True], ids=["live", "saved"])
def begin(request: pytest.FixtureRequest) -> Callable[..., Player]:
    def start(rules: Rules = EMBASSY_RULES, luck: Callable[..., str] | None = None, **arguments: object) -> Player:
        session = Session(rules, **({"luck": luck} if luck else {}), **arguments)  # type: ignore[arg-type]
        return Player(request.param, session, luck)
    return start


def moves_of(session: Session) -> list[str]:
    return [step.move for step in session.steps]


def test_chance_and_absent_parties_move_by_themselves(begin: Callable[..., Player]) -> None:
    player = begin(luck=scripted("wet", "frown"))
    assert moves_of(player.session) == ["wet"] and player.session.node.id == "arrive"
    player.play("bow")
    assert moves_of(player.session) == ["wet", "bow", "frown"] and player.session.node.id == "speak"
    player.play("nothing")
    assert player.session.ended and player.session.node.id == "home" and player.session.moves() == ()


def test_undo_goes_back_to_the_last_decision_and_redo_returns(begin: Callable[..., Player]) -> None:
    player = begin(seed=3).play("bow")
    session = player.session
    before = (list(session.steps), session.position)
    assert session.can_undo() and session.undo()
    assert session.node.id == "arrive" and not session.can_undo()
    assert not session.undo(), "what chance did before the first decision is not taken back"
    if session.can_redo():
        assert session.redo() and (session.steps, session.position) == before
    assert not session.redo()


def test_undo_then_the_same_choice_meets_the_same_luck(begin: Callable[..., Player]) -> None:
    for seed in range(20):
        player = begin(seed=seed).play("march")
        first = list(player.session.steps)
        player.session.undo()
        player.play("march")
        assert player.session.steps == first


def test_a_new_choice_forgets_what_was_undone() -> None:
    session = Session(EMBASSY_RULES)
    session.play("bow")
    session.play("little")
    session.undo()
    session.undo()
    assert session.can_redo()
    session.play("march")
    assert not session.can_redo() and not session.redo()


def test_redo_runs_through_several_decisions() -> None:
    session = Session(EMBASSY_RULES)
    session.play("bow")
    session.play("little")
    steps = list(session.steps)
    assert session.undo() and session.undo() and session.redo() and session.redo()
    assert session.steps == steps and session.ended


def test_a_refused_move_changes_nothing(begin: Callable[..., Player]) -> None:
    player = begin(luck=scripted("wet")).play()
    session = player.session
    before = (list(session.steps), session.position)
    for move, ply, refusal in (("wait", None, Refusal.GUARD_FALSE), ("fly", None, Refusal.NO_SUCH_MOVE), (REJOIN, None, Refusal.NO_SUCH_MOVE),
                               ("bow", session.ply + 1, Refusal.STALE), ("bow", 0, Refusal.STALE)):
        with pytest.raises(IllegalMove) as caught:
            session.play(move, expected_ply=ply)
        assert caught.value.refusal is refusal and (session.steps, session.position) == before


def test_a_refused_move_keeps_the_way_to_redo() -> None:
    session = Session(EMBASSY_RULES)
    session.play("bow")
    session.undo()
    with pytest.raises(IllegalMove):
        session.play("fly")
    assert session.redo() and session.node.id == "speak"


def test_an_ended_play_takes_no_move(begin: Callable[..., Player]) -> None:
    session = begin().play("bow", "little").session
    with pytest.raises(IllegalMove) as caught:
        session.play("little")
    assert caught.value.refusal is Refusal.ENDED


def test_the_record_track_returns_to_the_record_after_every_departure(begin: Callable[..., Player]) -> None:
    player = begin(track=Track.RECORD, luck=scripted("dry", "nod")).play("march")
    session = player.session
    assert moves_of(session) == ["dry", "march", REJOIN, "nod"]
    assert session.rules.value(session.position, "d1") == "bow" and session.rules.value(session.position, "left_record") == 0
    assert [step.move for _, step, _ in session.decisions()] == ["march", "nod"] and session.departures() == 1
    player.play("little")
    assert player.session.ended and moves_of(player.session)[-1] == "little", "agreeing with the record needs no return"


def test_a_departure_at_the_last_decision_returns_to_the_recorded_ending(begin: Callable[..., Player]) -> None:
    session = begin(track=Track.RECORD, luck=scripted("dry", "nod")).play("bow", "nothing").session
    assert session.node.id == "deal" and session.steps[-1].move == REJOIN
    assert session.undo() and session.node.id == "speak"


def test_the_return_step_says_what_it_changed(begin: Callable[..., Player]) -> None:
    session = begin(track=Track.RECORD, luck=scripted("dry", "nod")).play("march").session
    step = next(step for step in session.steps if step.move == REJOIN)
    assert {change.variable: (change.old, change.new) for change in step.changes} == {
        "trust": (1, 3), "temper": (2, 1), "left_record": (1, 0), "d1": ("march", "bow")}
    assert all(change.effect is None for change in step.changes)


def test_the_branch_track_follows_the_player(begin: Callable[..., Player]) -> None:
    session = begin(luck=scripted("dry", "nod")).play("march", "nothing").session
    assert session.departures() == 2 and REJOIN not in moves_of(session)
    assert session.rules.value(session.position, "left_record") == 1


def test_a_play_may_begin_at_an_act_with_the_record_told(begin: Callable[..., Player]) -> None:
    session = begin(act="hall").session
    assert session.node.id == "speak" and moves_of(session) == ["dry", "bow", "nod"] and session.given == 3
    assert not session.can_undo() and session.departures() == 0
    after = begin(act="hall").play("nothing").session
    assert after.record().moves == ("nothing",) and after.undo() and not after.undo()


def test_an_act_off_the_record_cannot_be_begun() -> None:
    text = (HEAD + "acts: [{id: two, title: Two, start: b}]\nstart: a\nnodes:\n"
            "  a: {record: {move: x}, options: {x: {text: X., goto: c}, y: {text: Y., goto: b}}}\n"
            "  b: {options: {x: {text: X., goto: c}, y: {text: Y., goto: c}}}\n  c: {ending: e}\n")
    loaded = read(text)
    assert loaded.scenario is None and [fault.code for fault in loaded.diagnostics] == ["E027"]

def test_notes_belong_to_their_ply_and_survive_undo(begin: Callable[..., Player]) -> None:
    player = begin()
    at = player.session.ply
    player.session.note("reason", "because")
    player.session.note("reason", "因为")
    player.session.note("forecast", "bow=100")
    player.play("bow")
    session = player.session
    assert session.noted(at, "reason") == "因为" and session.noted(at, "forecast") == "bow=100"
    assert session.noted(session.ply, "reason") is None and len(session.notes) == 2
    session.undo()
    assert Note(at, "reason", "因为") in session.notes


def test_the_same_seed_and_moves_are_the_same_play(begin: Callable[..., Player]) -> None:
    for seed in (0, 7, -3, 10**15):
        assert begin(seed=seed).play("bow").session.steps == begin(seed=seed).play("bow").session.steps
    assert len({tuple(moves_of(begin(seed=seed).session)) for seed in range(40)}) == 2, "seeds differ in the weather"


def test_another_seat_plays_the_other_party(begin: Callable[..., Player]) -> None:
    rules = tiny("private")
    session = Session(rules, seat="dealer", seed=1)
    while not session.ended and rules.actor(session.position) == "dealer":
        assert dict(session.view().values).keys() >= {"card"}
        session.play(session.moves()[0])
    assert session.ended


STUCK = HEAD + """variables: {v: {start: 0, min: 0, max: 1, seen_by: all}}
start: a
nodes:
  a: {options: {fall: {text: F., goto: pit}, round: {text: R., goto: one}, walk: {text: W., goto: out}}}
  pit: {chance: {up: {weight: v, goto: out}}}
  one: {chance: {on: {goto: two}}}
  two: {chance: {on: {goto: one}}}
  out: {ending: e}
"""


@pytest.mark.parametrize("move", ["fall", "round"])
def test_a_stuck_or_circling_chance_is_refused_and_the_play_stays_where_it_was(move: str) -> None:
    scenario = read(STUCK).scenario
    assert scenario is not None
    session = Session(Rules(scenario))
    with pytest.raises(StuckPlay) as caught:
        session.play(move)
    assert caught.value.node in ("pit", "one", "two") and caught.value.node in str(caught.value)
    assert session.node.id == "a" and session.steps == []
    session.play("walk")
    assert session.ended


def test_the_record_line_is_the_record() -> None:
    assert [step.move for step in record_line(EMBASSY_RULES)] == ["dry", "bow", "nod", "little"]
    assert record_line(tiny("guard")) == (), "a scenario without a record tells nothing"
