"""The record as data: nothing is lost on the way, and every kind of damage has its sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.play.record import CURRENT, MAX_MOVES, OLDEST, DamagedRecord, Note, Record

GOOD = Record(scenario="s", digest="d", seed=7, track="branch", act="a", moves=("x", "y"), notes=(Note(1, "reason", "因为"),),
              node="n", values=(("v", 3), ("w", "red")))


def data(**changes: Any) -> dict[str, Any]:
    found = GOOD.to_data() | changes
    return {key: value for key, value in found.items() if value is not ...}


def test_a_round_trip_loses_nothing() -> None:
    assert Record.from_data(json.loads(json.dumps(GOOD.to_data()))) == GOOD


@given(st.builds(Record, scenario=st.text(), digest=st.text(), seed=st.integers(), track=st.text(), act=st.text(), node=st.text(),
                 moves=st.lists(st.text(), max_size=5).map(tuple),
                 notes=st.lists(st.builds(Note, st.integers(), st.text(), st.text()), max_size=3).map(tuple),
                 values=st.dictionaries(st.text(), st.integers() | st.text(), max_size=4).map(lambda d: tuple(d.items()))))
def test_any_record_makes_the_round_trip(record: Record) -> None:
    assert Record.from_data(json.loads(json.dumps(record.to_data(), ensure_ascii=False))) == record


DAMAGE: list[tuple[object, str]] = [
    (None, "not a save"), ([], "not a save"), ("save", "not a save"), (5, "not a save"), ({}, "which format"),
    (data(format="1"), "which format"), (data(format=True), "which format"), (data(format=1.0), "which format"),
    (data(format=CURRENT + 1), "newer version"), (data(format=OLDEST - 1), "no longer read"),
    (data(seed=...), "'seed'"), (data(seed="7"), "'seed'"), (data(seed=True), "'seed'"), (data(seed=1.5), "'seed'"),
    (data(moves=...), "'moves'"), (data(moves="xy"), "'moves'"), (data(moves=[1]), "'moves'"),
    (data(moves=["x"] * (MAX_MOVES + 1)), "more moves"),
    (data(position=...), "'position'"), (data(position=[]), "'position'"), (data(position={"node": "n"}), "'position'"),
    (data(position={"node": "n", "values": {"v": 1.5}}), "neither numbers nor words"),
    (data(position={"node": "n", "values": {"v": [1]}}), "neither numbers nor words"),
    (data(notes=...), "'notes'"), (data(notes={}), "'notes'"), (data(notes=[[1, "a"]]), "note"), (data(notes=["abc"]), "note"),
    (data(notes=[["1", "a", "b"]]), "note"),
    *[(data(**{key: wrong}), f"'{key}'") for key in ("scenario", "digest", "track", "act") for wrong in (..., 5, None)],
]


@pytest.mark.parametrize(("given_data", "words"), DAMAGE)
def test_every_damage_is_told(given_data: object, words: str) -> None:
    with pytest.raises(DamagedRecord, match=words):
        Record.from_data(given_data)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*GOOD.to_data(), "node", "values"]), inner))


@given(JSON, st.sampled_from(list(GOOD.to_data())))
def test_nothing_but_damage_escapes(value: object, key: str) -> None:
    for candidate in (value, data(**{key: value})):
        try:
            found = Record.from_data(candidate)
        except DamagedRecord as fault:
            assert str(fault)
        else:
            assert Record.from_data(found.to_data()) == found
