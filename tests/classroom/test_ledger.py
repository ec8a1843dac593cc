"""The table of a lesson: everything in order, nothing personal, safe in a spreadsheet, and back without loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from game.classroom.ledger import Row, from_csv, rows, to_csv
from game.classroom.model import Phase
from tests.classroom.lessons import Class, lesson


def played() -> Class:
    going = Class(lesson(), 6)
    going.skip_to(Phase.PREDICT)
    going.forecasts()
    going.skip_to(Phase.DECIDE)
    going.do("answer", seat=2, asked="reason", value="=HYPERLINK(\"http://x\") 中文")
    going.decides()
    going.do("turn", turn="skip")
    going.do("rewind", stage=3)
    return going


def test_every_entry_has_its_row_in_order() -> None:
    going = played()
    table = rows("s", going.lesson, going.entries)
    assert len(table) == len(going.entries)
    assert [row.event for row in table][:6] == ["join"] * 6
    assert table[-1].branch == 0 and going.room.branch == 1
    decided = next(row for row in table if row.event == "decide")
    assert decided.evidence_ids and decided.council == 1 and decided.decision == 1 and decided.role == "decider"


def test_no_token_and_no_key_is_in_the_table() -> None:
    going = played()
    raw = to_csv(rows("s", going.lesson, going.entries)).decode("utf-8-sig")
    assert not [entry.data["token"] for entry in going.entries if entry.deed == "join" and f"={entry.data['token']}" in raw]


def test_the_table_begins_with_the_mark_that_spreadsheets_need() -> None:
    assert to_csv(()).startswith(b"\xef\xbb\xbfsession,time,phase,decision,council,seat,role,event,value,evidence_ids,branch\r\n")


def test_a_text_is_never_a_formula() -> None:
    raw = to_csv(rows("s", played().lesson, played().entries)).decode("utf-8-sig")
    assert "'=HYPERLINK" in raw and ",=HYPERLINK" not in raw and '"=HYPERLINK' not in raw


def test_counts_only_leaves_out_every_free_text() -> None:
    going = played()
    table = rows("s", going.lesson, going.entries, words=False)
    assert "HYPERLINK" not in str(table) and len(table) == len(going.entries)
    assert next(row.value for row in table if row.event == "decide") == going.entries[
        next(at for at, entry in enumerate(going.entries) if entry.deed == "decide")].data["move"]


TEXT = some.text(some.characters(exclude_categories=("Cs",)), max_size=30)


@given(some.lists(some.builds(Row, TEXT, TEXT, TEXT, some.integers(0, 99), some.integers(0, 9), some.integers(0, 240), TEXT, TEXT,
                              TEXT, TEXT, some.integers(0, 9)), max_size=5))
def test_a_table_comes_back_as_it_was(table: list[Row]) -> None:
    table = [replace(row, value=row.value.replace("\r", "").replace("\x00", "")) for row in table
             if not any("\r" in text or "\x00" in text for text in (row.session, row.time, row.phase, row.role, row.event,
                                                                    row.evidence_ids))]
    assert list(from_csv(to_csv(table))) == table


@pytest.mark.parametrize("raw", [b"", b"a,b\r\n", b"\xff"])
def test_a_file_that_is_no_table_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_csv(raw)


def test_the_same_log_gives_the_same_table() -> None:
    one, two = played(), played()
    assert to_csv(rows("s", one.lesson, one.entries)) == to_csv(rows("s", two.lesson, two.entries))
