"""Scenarios changed by chance and linted: nothing raises, every finding has its place and its words in both languages.

Files broken by letters mostly do not load; so words are exchanged for others of the same kind as well: nodes, numbers,
comparisons, guards.  Seeded, so repeatable.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from game.authoring.diagnostics import CATALOGUE, render
from game.authoring.loader import load
from game.inspection import inspect
from tests.amounts import examples
from tests.authoring.framing import FRAMES
from tests.authoring.test_fuzz import mutated, stock

_GOTO = re.compile(rb"goto: *([\w.-]+)")
_NUMBER = re.compile(rb"(?<![\w.-])-?\d{1,2}(?![\w.-])")
_TEST = re.compile(rb"[<>=!]=|(?<=\s)[<>](?=\s)|\band\b|\bor\b")
_GUARD = re.compile(rb"when: *([^,}\n]+)")


@cache
def scenarios() -> tuple[bytes, ...]:
    """Those of the stock that are whole scenarios, and the frames of the catalogue's examples."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"

        def loads(raw: bytes) -> bool:
            path.write_bytes(raw)
            return load(path).scenario is not None
        return tuple(raw for raw in (*stock(), *(file.read_bytes() for file in sorted(FRAMES.glob("*.yaml"))))
                     if loads(raw))


def exchanged(raw: bytes, luck: random.Random) -> bytes:
    """One to three words exchanged for others of their kind: mostly still a scenario."""
    for _ in range(luck.choice((1, 1, 2, 3))):
        pattern = luck.choice((_GOTO, _NUMBER, _NUMBER, _TEST, _GUARD))
        found = list(pattern.finditer(raw))
        if found:
            word = luck.choice(found)
            group = 1 if pattern in (_GOTO, _GUARD) else 0
            if pattern is _NUMBER:
                new = str(luck.choice((-1, 0, 1, 2, 3, 7))).encode()
            elif pattern is _TEST:
                new = luck.choice((b"and", b"or") if word[0].isalpha() else (b"<", b">", b"<=", b">=", b"==", b"!="))
            else:
                new = luck.choice(found)[1]
            raw = raw[:word.start(group)] + new + raw[word.end(group):]
    return raw


def wrong_with(raw: bytes, folder: Path, quick: bool) -> tuple[bool, list[str]]:
    """Whether a scenario was linted, and what is wrong with what was said of it."""
    path = folder / "case.yaml"
    path.write_bytes(raw)
    try:
        found = inspect(path, quick=quick)
        shown = [render(fault, found.loaded.lines.get(fault.mark.file), language)
                 for fault in found.faults for language in ("en", "zh")]
    except Exception as fault:
        return False, [f"raised {type(fault).__name__}: {fault}"]
    rows = max(1, len(raw.splitlines()))
    wrong = [f"{fault.code} at line {fault.mark.line} of {rows}" for fault in found.faults
             if fault.code not in CATALOGUE or not 1 <= fault.mark.line <= rows + 1]
    wrong += [text for text in shown if not text.strip()]
    return found.loaded.scenario is not None, wrong


def run(count: int, seed: int) -> int:
    """Lints mutations; returns how many of them were still scenarios."""
    luck, linted = random.Random(seed), 0
    with TemporaryDirectory() as folder:
        for number in range(count):
            change = exchanged if luck.random() < 0.8 else mutated
            raw = change(luck.choice(scenarios()), luck)
            loaded, wrong = wrong_with(raw, Path(folder), quick=luck.random() < 0.2)
            assert not wrong, f"mutation {number} of seed {seed}: {wrong}\n{raw[:4000].decode('utf-8', 'replace')}"
            linted += loaded
    return linted


def test_two_hundred_mutations_are_linted_without_a_raise() -> None:
    assert run(200, seed=1949) > 100, "most of them are still scenarios"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(examples(2)))
def test_hundreds_of_mutations_are_linted_without_a_raise(seed: int) -> None:
    assert run(500, seed) > 250
