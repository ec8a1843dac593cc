"""No reader raises anything but what it documents: samples of the corpus, and samples changed by chance."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.fuzz.readers import READERS, samples

ROUNDS = {"message": 40, "pack": 30, "scenario": 30, "translation": 25, "theme": 12, "kept": 20, "twine": 40}
TOKENS = [b"", b"\0", b"\xff", b"\xed\xa0\x80", "²外\u2028".encode(), b"null", b"true", b"-1", b"1e999", b"NaN", b"9" * 5000, b"[", b"{", b'"', b"\n",
          b": ", b"&a *a", b"!!python/name:os.system", b"{0}", b"[[[[", b'{"a":' * 30, b"\\ud800", b"%", b"../../x", b"<<if", b"#"]
PIECE = re.compile(rb"[\w.-]+|[^\w\s]")


@pytest.mark.parametrize("name", list(READERS))
def test_what_was_found_once_is_read_or_refused(name: str) -> None:
    assert samples(name), "every reader has a sample to begin from"
    for raw in samples(name):
        READERS[name](raw)


@pytest.mark.parametrize("name", list(READERS))
def test_a_changed_file_is_read_or_refused(name: str) -> None:
    stock = samples(name)

    @settings(max_examples=ROUNDS.get(name, 60), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(some.sampled_from(stock), some.lists(some.tuples(some.floats(0, 1), some.sampled_from(TOKENS) | some.binary(max_size=6)),
                                                min_size=1, max_size=4))
    def changed(raw: bytes, changes: list[tuple[float, bytes]]) -> None:
        for place, instead in changes:
            pieces = list(PIECE.finditer(raw))
            if pieces:
                piece = pieces[int(place * (len(pieces) - 1))]
                raw = raw[:piece.start()] + instead + raw[piece.end():]
        READERS[name](raw)

    changed()
