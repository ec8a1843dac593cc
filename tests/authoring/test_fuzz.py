"""Files broken by chance: reading never raises, always ends, and faults lie inside the file.  Seeded, so repeatable."""

from __future__ import annotations

import itertools
import random
import re
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from game import resources
from game.authoring.diagnostics import CATALOGUE, render
from game.authoring.loader import load
from game.core.rules import Rules
from tests.amounts import examples
from tests.core.making import EMBASSY, HEAD, SCENARIOS

HERE = Path(__file__).resolve().parent
LIMIT = 2.0
"""Seconds that reading one small file may take."""

TOKENS = [b"", b"&a", b"*a", b"<<", b"!!python/name:os.system", b"{", b"}", b"[", b"]", b": ", b"- ", b"'", b'"', b"|", b">", b"#", b"%",
          b"?", b"null", b"true", b"999999999999999999999", b"-1", b"0", b"\t", b"\xef\xbb\xbf", b"\xff", b"\xc2\x85", b"\xe2\x80\xa8",
          "外蒙古".encode(), b"nodes", b"options", b"goto", b"when", b"include", b"text", b"---\n", b"...\n", b"\0", b"(((", b"{v}", b"@", b"=",
          "²".encode(), b"1001", b"rungs", b"never", b"worth", b"open", b"round", b"[]", b"1000000*1000000", b"propose:price=1"]
_WORD = re.compile(rb"[A-Za-z0-9_-]+|[{}\[\]:,'\"|>#&*]")


@cache
def stock() -> tuple[bytes, ...]:
    """Good small files, and slices of the shipped scenario under a head of their own."""
    files = [EMBASSY, *sorted(SCENARIOS.glob("*.yaml")), *sorted((HERE / "good").glob("*.yaml"))]
    found = [path.read_bytes() for path in files]
    for act in sorted((resources.scenarios() / "mongolia-1945" / "acts").glob("*.yaml")):
        lines = act.read_text(encoding="utf-8").splitlines(keepends=True)
        begins = [place for place, line in enumerate(lines) if re.match(r"  \S", line)]
        for first, last in itertools.pairwise(begins[:3]):
            node = lines[first].strip().rstrip(":")
            found.append((HEAD + f"start: {node}\nnodes:\n" + "".join(lines[first:last])).encode())
    return tuple(found)


def mutated(raw: bytes, luck: random.Random) -> bytes:
    """One to four changes of one file."""
    for _ in range(luck.choice((1, 1, 1, 2, 4))):
        kind = luck.randrange(8)
        lines = raw.split(b"\n")
        place = luck.randrange(len(lines))
        if kind == 0 and raw:
            at = luck.randrange(len(raw))
            raw = raw[:at] + bytes([raw[at] ^ 1 << luck.randrange(8)]) + raw[at + 1:]
        elif kind == 1:
            del lines[place:place + luck.choice((1, 1, 3, 10))]
            raw = b"\n".join(lines)
        elif kind == 2:
            lines.insert(luck.randrange(len(lines) + 1), lines[place])
            raw = b"\n".join(lines)
        elif kind == 3:
            other = luck.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
            raw = b"\n".join(lines)
        elif kind in (4, 5):
            words = list(_WORD.finditer(raw))
            if words:
                word = luck.choice(words)
                new = luck.choice(TOKENS) if kind == 4 else luck.choice(words).group()
                raw = raw[:word.start()] + new + raw[word.end():]
        elif kind == 6:
            raw = raw[:luck.randrange(len(raw) + 1)]
        else:
            lines[place] = lines[place][luck.randrange(4):] if luck.random() < 0.5 else b"  " + lines[place]
            raw = b"\n".join(lines)
    return raw


def faults_of(raw: bytes, path: Path) -> list[str]:
    """What is wrong with the reading of one file: nothing, if it went as it should."""
    path.write_bytes(raw)
    begun = time.perf_counter()
    try:
        loaded = load(path)
        took = time.perf_counter() - begun
        shown = [render(fault, loaded.lines.get(fault.mark.file)) for fault in loaded.diagnostics]
        if loaded.scenario is not None:
            Rules(loaded.scenario)
    except Exception as fault:
        return [f"raised {type(fault).__name__}: {fault}"]
    wrong = [f"took {took:.1f} s"] if took > LIMIT else []
    if (loaded.scenario is None) is not any(fault.severity == "error" for fault in loaded.diagnostics):
        wrong.append("a scenario with errors, or none without")
    rows = raw.replace(b"\xc2\x85", b"\n").replace(b"\xe2\x80\xa8", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for fault, text in zip(loaded.diagnostics, shown, strict=True):
        if fault.code not in CATALOGUE or not text:
            wrong.append(f"unknown code {fault.code}")
        if not (1 <= fault.mark.line <= rows and 1 <= fault.mark.column <= len(raw) + 1):
            wrong.append(f"{fault.code} at {fault.mark.line}:{fault.mark.column} of {rows} lines")
    return wrong


def run(count: int, seed: int) -> None:
    luck, files = random.Random(seed), stock()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        for number in range(count):
            raw = mutated(luck.choice(files), luck)
            wrong = faults_of(raw, path)
            assert not wrong, f"mutation {number} of seed {seed}: {wrong}\n{raw[:2000]!r}"


def test_the_stock_itself_is_read() -> None:
    with TemporaryDirectory() as folder:
        assert len(stock()) > 20
        assert sum(b"bargains:" in raw for raw in stock()) >= 2, "tables are broken too"
        for raw in stock():
            assert not faults_of(raw, Path(folder) / "case.yaml")


def test_three_hundred_mutations() -> None:
    run(300, seed=1945)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(examples(3)))
def test_thousands_of_mutations(seed: int) -> None:
    run(1000, seed)
