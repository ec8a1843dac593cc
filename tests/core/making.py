"""Scenarios for tests: from a file beside the tests, or from a few lines of YAML."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from game.authoring.diagnostics import render
from game.authoring.loader import Loaded, load
from game.core.rules import Rules, Step

TESTS = Path(__file__).resolve().parents[1]
SCENARIOS = TESTS / "core" / "scenarios"
EMBASSY = TESTS / "play" / "scenarios" / "embassy.yaml"

HEAD = "format: 1\ntitle: Test\nparties: {you: {name: You}}\n"


def rules_of(path: Path) -> Rules:
    """The rules of a scenario that must load without any fault."""
    loaded = load(path)
    assert loaded.scenario is not None and not loaded.diagnostics, \
        "\n".join(render(fault, loaded.lines.get(fault.mark.file)) for fault in loaded.diagnostics)
    return Rules(loaded.scenario)


def tiny(name: str) -> Rules:
    """The rules of one of the tiny scenarios."""
    return rules_of(SCENARIOS / f"{name}.yaml")


def read(text: str) -> Loaded:
    """What comes of loading ``text`` as a file."""
    return read_bytes(text.encode("utf-8"))


def read_bytes(raw: bytes) -> Loaded:
    """What comes of loading ``raw`` as a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        path.write_bytes(raw)
        return load(path)


def codes(loaded: Loaded) -> list[str]:
    """The codes of all faults, in the order of their places."""
    return [fault.code for fault in loaded.diagnostics]


def walk(rules: Rules, *moves: str) -> Step:
    """Plays moves from the start; returns the last step."""
    position = rules.start()
    for move in moves:
        step = rules.step(position, move)
        position = step.after
    return step
