"""The ways ever taken: what is remembered, and what a damaged file does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.play.seen import FILE, edges, recall, remember
from game.play.session import Session, Track
from game.play.storage import Storage, StorageFailure
from tests.core.making import EMBASSY, rules_of
from tests.play.test_session import scripted

RULES = rules_of(EMBASSY)


def played(*moves: str, track: Track = Track.BRANCH, act: str = "") -> Session:
    session = Session(RULES, track=track, act=act, luck=scripted("dry", "nod"))
    for move in moves:
        session.play(move)
    return session


def test_a_way_leads_from_decision_to_decision_and_to_the_ending() -> None:
    assert edges(played("bow", "little")) == {("arrive", "bow", "answer"), ("answer", "nod", "speak"),
                                              ("speak", "little", "deal")}


def test_a_return_to_the_record_leads_nowhere() -> None:
    assert ("arrive", "march", "") in edges(played("march", track=Track.RECORD))


def test_what_was_told_counts_not() -> None:
    assert edges(played("nothing", act="hall")) == {("speak", "nothing", "home")}


def test_plays_add_up(tmp_path: Path) -> None:
    first, second = played("bow", "little"), played("march", "nothing")
    for session in (first, second, first):
        remember(tmp_path, session)
    assert recall(tmp_path, first.scenario.id) == edges(first) | edges(second)
    assert recall(tmp_path, "another") == frozenset()
    assert Storage(tmp_path).saves() == (), "the file is not taken for a save"


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 2, "seen": {}}', '{"format": 1, "seen": {"x": [["a", "b"]]}}', "\udcff"])
def test_a_file_that_cannot_be_read_is_kept_and_begun_anew(tmp_path: Path, text: str) -> None:
    raw = text.encode("utf-8", "surrogateescape")
    (tmp_path / FILE).write_bytes(raw)
    assert recall(tmp_path, RULES.scenario.id) == frozenset()
    remember(tmp_path, played("bow"))
    assert recall(tmp_path, RULES.scenario.id) == edges(played("bow"))
    assert (tmp_path / "seen.damaged-1").read_bytes() == raw


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    remember(tmp_path, played("bow"))
    before = (tmp_path / FILE).stat().st_mtime_ns
    remember(tmp_path, played("bow"))
    assert (tmp_path / FILE).stat().st_mtime_ns == before
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["format"] == 1


def test_a_disk_that_refuses_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageFailure, match="could not be remembered"):
        remember(tmp_path / "file", played("bow"))
