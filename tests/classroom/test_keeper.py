"""A kept lesson: written down before it holds, taken up after a crash, and what is deleted is gone from the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.classroom.answers import Refused
from game.classroom.keeper import Keeper, resume
from game.classroom.log import DamagedLog, Log
from game.classroom.model import Kind, Phase
from tests.classroom.lessons import lesson
from tests.classroom.test_deeds import HEAD


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def kept(path: Path, hand: Hand) -> Keeper:
    keeper = Keeper(lesson(), Log(path, HEAD), hand)
    for number in range(1, 7):
        keeper.do("join", seat=number, medium="phone")
    return keeper


def died(keeper: Keeper) -> Keeper:
    """The program that kept a lesson has ended; nothing is written at its end."""
    keeper.close()
    return keeper


def to(keeper: Keeper, phase: Phase) -> None:
    while keeper.lesson.stage(keeper.room).phase is not phase:
        keeper.do("turn", turn="skip")


@pytest.mark.parametrize("phase", list(Phase))
def test_a_lesson_is_taken_up_in_every_phase_with_nothing_lost(tmp_path: Path, phase: Phase) -> None:
    path, hand = tmp_path / "a.lesson.jsonl", Hand()
    keeper = kept(path, hand)
    to(keeper, phase)
    hand.now += 90
    keeper.do("pause")
    died(keeper)
    with path.open("ab") as torn:
        torn.write(b'{"deed":"turn","at":91,"tu')
    hand.now += 3600
    again = resume(lesson(), path, hand)
    assert again.room == keeper.room and again.now == pytest.approx(90), "the hour between does not count"
    again.do("pause")


def test_what_cannot_be_written_down_did_not_happen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = kept(tmp_path / "a.lesson.jsonl", Hand())
    before = keeper.room

    def full(_entry: object) -> None:
        raise OSError(28, "no space")
    monkeypatch.setattr(keeper.log, "add", full)
    with pytest.raises(OSError, match="no space"):
        keeper.do("turn", turn="skip")
    assert keeper.room is before


def test_a_refused_deed_leaves_no_line(tmp_path: Path) -> None:
    path = tmp_path / "a.lesson.jsonl"
    keeper = kept(path, Hand())
    before = path.read_bytes()
    with pytest.raises(Refused):
        keeper.do("show", what="votes")
    assert path.read_bytes() == before


def test_a_deleted_text_is_gone_from_the_file_and_only_that_one(tmp_path: Path) -> None:
    path, hand = tmp_path / "a.lesson.jsonl", Hand()
    keeper = kept(path, hand)
    to(keeper, Phase.REFLECT)
    for seat, text in ((1, "My secret name"), (2, "A thought that stays")):
        keeper.do("answer", seat=seat, asked="reflect", value=text)
    keeper.do("delete", decision=0, asked="reflect", question="", seat=1)
    raw = path.read_text(encoding="utf-8")
    assert "secret" not in raw and "A thought that stays" in raw
    keeper.do("pause")
    assert resume(lesson(), died(keeper).log.path, hand).room == keeper.room


def test_a_councils_words_can_be_deleted_and_its_decision_stays(tmp_path: Path) -> None:
    path, hand = tmp_path / "a.lesson.jsonl", Hand()
    keeper = kept(path, hand)
    to(keeper, Phase.DECIDE)
    who = next(seat for seat in keeper.room.active if seat.kind is Kind.DECIDER)
    move = keeper.lesson.moves(keeper.room, 1, 0)[0]
    card = next(iter(keeper.lesson.cards(keeper.room, who, 0)))
    keeper.do("decide", seat=who.number, council=1, move=move, reason="Because of my uncle", card=card, mind="never")
    keeper.do("delete", decision=0, council=1)
    assert "uncle" not in path.read_text(encoding="utf-8")
    assert keeper.room.decided[0, 1].move == move and resume(lesson(), died(keeper).log.path, hand).room == keeper.room


def test_an_answer_meant_for_another_decision_is_refused(tmp_path: Path) -> None:
    keeper = kept(tmp_path / "a.lesson.jsonl", Hand())
    to(keeper, Phase.REFLECT)
    with pytest.raises(Refused):
        keeper.do("answer", seat=1, asked="reflect", value="x", decision=1)


def test_a_log_whose_lines_do_not_fit_together_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.lesson.jsonl"
    kept(path, Hand()).close()
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[1] + lines[1], encoding="utf-8")
    with pytest.raises(DamagedLog, match="line 3"):
        resume(lesson(), path, Hand())
