"""What every subject of the benchmark is given, and what they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from game.authoring.loader import load
from game.core.model import Scenario
from tests.benchmarks.peers import Peers
from tests.benchmarks.rows import Point
from tests.benchmarks.stories import Found

ROOT = Path(__file__).resolve().parents[2]
FLAGSHIP = ROOT / "scenarios" / "mongolia-1945"


@dataclass
class Bench:
    """folder: a place for files, gone afterwards.  quick: fewer rounds, nothing that takes a minute."""

    folder: Path
    peers: Peers
    quick: bool = False
    points: list[Point] = field(default_factory=list)

    def rounds(self, number: int) -> int:
        """Returns how many rounds to measure."""
        return min(number, 2) if self.quick else number

    def file(self, name: str, text: str) -> Path:
        """Writes a file into the folder and returns its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def scenario(self, text: str) -> Scenario:
        """Returns the scenario that a text describes."""
        return scenario(self.file("scenario.yaml", text))


class Unequal(RuntimeError):
    """A peer, or we, came to something else than the truth: its figures would mean nothing."""


def scenario(path: Path) -> Scenario:
    """Returns the scenario of a file or folder without faults."""
    found = load(path).scenario
    if found is None:
        raise Unequal(f"{path.name} does not load")
    return found


def near(name: str, found: dict[str, int], truth: Found) -> None:
    """Refuses shares of random plays that are further from the truth than chance explains (six standard deviations)."""
    plays = sum(found.values())
    for ending, (_, odds) in truth.items():
        share = float(odds)
        if abs(found.get(ending, 0) / plays - share) > 6 * (share * (1 - share) / plays) ** 0.5:
            raise Unequal(f"{name}: '{ending}' in {found.get(ending, 0)} of {plays} plays instead of {share:.1%}")
