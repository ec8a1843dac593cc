"""What a lesson allows and refuses, and that nothing is lost: answers, decisions, ways taken and left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from game.classroom.answers import Asked, Fault, Refused, clean, read
from game.classroom.deeds import Entry, apply, deeds
from game.classroom.log import DamagedLog, Head, Log
from game.classroom.log import read as read_log
from game.classroom.model import Kind, Phase, Seating
from game.classroom.room import Room, Shown
from tests.amounts import examples
from tests.classroom.lessons import Class, lesson

HEAD = Head(scenario="tiny", digest="d", format="test", language="en", seed=1, opened="2030-01-01 10", version="1")


def refused(going: Class, deed: str, **data: object) -> Fault:
    with pytest.raises(Refused) as caught:
        going.do(deed, **data)
    return caught.value.fault


def test_a_lesson_waits_for_forecasts_unless_the_teacher_skips() -> None:
    going = Class(lesson(), 6)
    going.skip_to(Phase.PREDICT)
    assert refused(going, "turn", turn="advance") is Fault.NOT_READY
    going.forecasts()
    going.next()
    assert going.stage.phase is Phase.DISCUSS


@pytest.mark.parametrize(("shares", "fault"), [((70, 20), Fault.NOT_100), ((101, -1), Fault.UNKNOWN), ((60, 41), Fault.NOT_100)])
def test_a_forecast_totals_100(shares: tuple[int, int], fault: Fault) -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.PREDICT)
    one, two, *_ = going.moves()
    assert refused(going, "answer", seat=1, asked="forecast", value=f"{one}={shares[0]},{two}={shares[1]}") is fault


def test_a_forecast_cannot_be_changed_once_the_stage_is_left() -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.PREDICT)
    going.forecasts()
    going.next()
    going.do("turn", turn="back")
    one, *_ = going.moves()
    assert refused(going, "answer", seat=1, asked="forecast", value=f"{one}=100") is Fault.NOT_NOW


def test_an_answer_given_twice_counts_once_and_the_later_one() -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.COUNCIL)
    one, two, *_ = going.moves()
    for move in (one, two, two):
        going.do("answer", seat=2, asked="ballot", value=move)
    given_ = [answer.value for (_, asked, _, _), answer in going.room.answers.items() if asked is Asked.BALLOT]
    assert given_ == [two]


def test_the_decider_has_no_ballot_and_may_overrule_it_with_a_reason_and_a_card() -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.COUNCIL)
    one, two, *_ = going.moves()
    decider = next(seat.number for seat in going.room.active if seat.kind is Kind.DECIDER)
    assert refused(going, "answer", seat=decider, asked="ballot", value=one) is Fault.NOT_YOURS
    for seat in going.room.active:
        if seat.number != decider:
            going.do("answer", seat=seat.number, asked="ballot", value=one)
    going.next()
    card = next(iter(going.lesson.cards(going.room, going.room.seats[decider], 0)))
    assert refused(going, "decide", seat=decider, council=1, move=two, card=card) is Fault.NO_REASON
    assert refused(going, "decide", seat=decider, council=1, move=two, reason="R.", card="none") is Fault.NO_CARD
    assert refused(going, "decide", seat=decider, council=1, move=two, waived=True) is Fault.NO_REASON
    assert refused(going, "turn", turn="advance") is Fault.NOT_READY
    going.do("decide", seat=decider, council=1, move=two, reason="R.", card=card)
    assert going.room.decided[0, 1].move == two


def test_only_the_teacher_may_waive_reason_and_card_and_it_is_logged() -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.DECIDE)
    going.do("decide", council=1, move=going.moves()[0], waived=True)
    assert going.room.decided[0, 1].waived


def test_another_seat_cannot_decide_for_a_council() -> None:
    going = Class(lesson(), 8)
    going.skip_to(Phase.DECIDE)
    two = next(seat.number for seat in going.room.council(2) if seat.kind is Kind.DECIDER)
    adviser = next(seat.number for seat in going.room.council(1) if seat.kind is Kind.ADVISER)
    for seat in (two, adviser):
        assert refused(going, "decide", seat=seat, council=1, move=going.moves()[0], reason="R.", card="c") is Fault.NOT_YOURS


def test_the_record_is_shown_only_after_the_votes() -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.REVEAL)
    assert going.lesson.revealed(going.room, 0) == frozenset()
    assert refused(going, "show", what="record") is Fault.NOT_NOW
    assert refused(going, "answer", seat=1, asked="recall", value="40") is Fault.NOT_NOW
    going.do("show", what="votes")
    going.do("show", what="record")
    assert going.lesson.revealed(going.room, 0) == frozenset(Shown)
    going.do("answer", seat=1, asked="recall", value="40")


def test_three_rewinds_leave_four_ways_each_with_what_was_decided_on_it() -> None:
    going = Class(lesson(), 4)
    for turn in range(3):
        going.skip_to(Phase.DECIDE)
        going.decides(turn % 2)
        going.do("turn", turn="skip")
        at = going.room.stage
        going.do("rewind", stage=at - 3)
        assert going.stage.phase is Phase.DISCUSS and not going.room.decided
    assert [trail.decided[0, 1].move for trail in going.room.trails] == [going.moves()[place] for place in (0, 1, 0)]
    assert len(going.room.trails) + 1 == 4 and going.room.branch == 3


def test_a_rewind_keeps_what_was_answered_before_the_stage() -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.PREDICT)
    going.forecasts()
    going.skip_to(Phase.COUNCIL)
    going.do("answer", seat=2, asked="ballot", value=going.moves()[0])
    going.do("rewind", stage=going.room.stage - 1)
    assert {asked for _, asked, _, _ in going.room.answers} == {Asked.FORECAST}


def test_a_text_is_hidden_until_it_is_approved_and_can_be_deleted() -> None:
    going = Class(lesson(), 4)
    going.skip_to(Phase.REFLECT)
    going.do("answer", seat=2, asked="reflect", value="I changed my mind.")
    key = (0, Asked.REFLECT, "", 2)
    assert not going.room.answers[key].approved
    going.do("approve", decision=0, asked="reflect", question="", seat=2, approved=True)
    assert going.room.answers[key].approved
    going.do("delete", decision=0, asked="reflect", question="", seat=2)
    assert key not in going.room.answers


def test_a_pause_takes_no_time_of_the_stage() -> None:
    going = Class(lesson(), 4)
    began = going.room.clock.began
    for _ in range(2):
        going.do("pause")
    going.do("extend", seconds=60)
    assert going.room.clock.spent(began + 10) == 9 and going.room.clock.extra == 60


def test_a_closed_lesson_takes_nothing_more() -> None:
    going = Class(lesson(), 4)
    going.do("turn", turn="end")
    assert going.stage.phase is Phase.REPORT and refused(going, "pause") is Fault.CLOSED


@pytest.mark.parametrize("text", ["\u202egnp.exe", "a\x00b\x1b[2J", "\u2066x\u2069", "\ufeffx\u200f"])
def test_a_text_keeps_no_control_and_no_turning_characters(text: str) -> None:
    kept = clean(text)
    assert kept and kept.isprintable() and not set(kept) & set("\u202e\u2066\u2069\u200f\ufeff")


def test_a_text_keeps_its_lines_and_loses_idle_space() -> None:
    assert clean("  one  two \r\n\r\n three\t") == "one two\n\nthree"
    assert read(Asked.REASON, "<b>bold</b>", (), ()) == "<b>bold</b>", "showing escapes it, keeping does not"


ENTRIES = some.lists(some.tuples(
    some.sampled_from([*deeds(), "nonsense"]),
    some.dictionaries(some.sampled_from(["seat", "medium", "turn", "stage", "asked", "value", "council", "move", "card",
                                         "reason", "what", "counts", "locked", "seconds", "decision", "approved",
                                         "question", "role", "blank", "running", "waived", "token", "key"]),
                      some.one_of(some.none(), some.booleans(), some.integers(-2, 300), some.text(max_size=8),
                                  some.sampled_from(["phone", "advance", "skip", "back", "end", "forecast", "ballot",
                                                     "votes", "record"]), some.just({}), some.just([])), max_size=6)),
    max_size=30)


@settings(max_examples=examples(60), deadline=None)
@given(ENTRIES)
def test_whatever_is_asked_is_done_or_refused(entries: list[tuple[str, dict[str, object]]]) -> None:
    plan, room = lesson(), Room()
    for at, (deed, data) in enumerate(entries):
        before = room
        try:
            room = apply(plan, room, Entry(deed, float(at), data))
        except Refused:
            assert room is before


@pytest.mark.parametrize("seating", list(Seating))
def test_a_log_read_again_gives_the_same_room(tmp_path: Path, seating: Seating) -> None:
    going = Class(lesson(seating), 6)
    path = tmp_path / "a.lesson.jsonl"
    log = Log(path, HEAD)
    going.skip_to(Phase.PREDICT)
    going.forecasts()
    going.skip_to(Phase.REVEAL)
    for entry in going.entries:
        log.add(entry)
    log.close()
    path.write_bytes(path.read_bytes() + b'{"deed":"ans')
    head, entries = read_log(path)
    room = Room()
    for entry in entries:
        room = apply(going.lesson, room, entry)
    assert head == HEAD and room == going.room


def test_what_is_added_after_a_crash_begins_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.lesson.jsonl"
    Log(path, HEAD).close()
    path.write_bytes(path.read_bytes() + b'{"deed":"pau')
    log = Log(path)
    log.add(Entry("pause", 3.0, {}))
    log.close()
    assert [entry.deed for entry in read_log(path)[1]] == ["pause"]


@pytest.mark.parametrize("raw", [b"", b"\n", b"[]\n", b'{"lesson":9}\n', b'{"lesson":1}\n', b"\xff\xfe\n", b'{"lesson":1'])
def test_a_file_that_is_no_log_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.lesson.jsonl"
    path.write_bytes(raw)
    with pytest.raises(DamagedLog):
        read_log(path)


def test_a_damaged_line_inside_is_refused_and_not_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.lesson.jsonl"
    log = Log(path, HEAD)
    log.add(Entry("pause", 1.0, {}))
    log.close()
    path.write_bytes(path.read_bytes().replace(b'"deed"', b'"deed', 1) + b'{"deed":"pause","at":2}\n')
    with pytest.raises(DamagedLog):
        read_log(path)
