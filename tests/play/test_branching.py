"""A new play from a decision made earlier: the same laws hold in it, and the old play is not touched."""

from __future__ import annotations

import pytest

from game.play.session import Session, Track, resume
from tests.core.making import EMBASSY, rules_of
from tests.play.test_session import scripted

RULES = rules_of(EMBASSY)


def state(session: Session) -> tuple[object, ...]:
    return list(session.steps), list(session.notes), session.position, session.can_redo()


@pytest.mark.parametrize("track", list(Track))
def test_the_branch_stands_before_the_decision_and_the_old_play_is_untouched(track: Track) -> None:
    session = Session(RULES, seed=4, track=track)
    session.note("forecast", "bow=100")
    session.play("march")
    session.note("reason", "pride")
    session.play("nothing")
    before = state(session)
    for ply, step, _ in [item for item in session.decisions() if RULES.actor(item[1].before) == session.seat]:
        branch = session.branch_at(ply)
        assert branch.steps == session.steps[:ply] and branch.position == step.before
        assert (branch.seed, branch.track, branch.given) == (session.seed, session.track, session.given)
        assert all(note.ply <= ply for note in branch.notes) and not branch.can_redo()
        branch.play(branch.moves()[0])
        branch.note("reason", "another")
        assert state(session) == before


def test_the_same_choice_meets_the_same_luck() -> None:
    for seed in range(20):
        session = Session(RULES, seed=seed)
        session.play("march")
        session.play("nothing")
        branch = session.branch_at(1)
        branch.play("march")
        branch.play("nothing")
        assert branch.steps == session.steps


def test_undo_and_redo_hold_in_the_branch() -> None:
    session = Session(RULES, luck=scripted("dry", "nod"))
    session.play("bow")
    session.play("little")
    branch = session.branch_at(3)
    assert branch.undo() and branch.node.id == "arrive" and not branch.undo()
    assert branch.redo() and branch.position == session.steps[3].before and not branch.redo()
    branch.play("nothing")
    assert branch.node.id == "home" and session.node.id == "deal"


def test_a_branch_of_an_undone_play_keeps_the_way_to_redo_where_it_was() -> None:
    session = Session(RULES, luck=scripted("dry", "nod"))
    session.play("bow")
    session.play("little")
    session.undo()
    session.branch_at(1).play("march")
    assert session.can_redo() and session.redo() and session.node.id == "deal"


def test_a_branch_is_saved_and_resumed_like_any_play() -> None:
    session = Session(RULES, seed=9)
    session.play("march")
    session.play("nothing")
    branch = session.branch_at(1)
    branch.play("bow")
    again, divergence = resume(RULES, branch.record())
    assert divergence is None and again.steps == branch.steps


@pytest.mark.parametrize("ply", [-1, 0, 2, 4, 99])
def test_only_a_decision_of_this_seat_can_be_branched_from(ply: int) -> None:
    session = Session(RULES, luck=scripted("dry", "nod"))
    session.play("bow")
    session.play("little")
    with pytest.raises(ValueError, match="no decision"):
        session.branch_at(ply)


def test_what_was_told_before_the_play_cannot_be_branched_from() -> None:
    session = Session(RULES, act="hall")
    session.play("nothing")
    with pytest.raises(ValueError, match="no decision"):
        session.branch_at(1)
