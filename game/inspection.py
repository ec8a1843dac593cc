"""Everything there is to say about a scenario's files: faults of reading, findings of lint, walkthroughs, translations.

The one place that puts the checks together and sets apart what the author accepts.  Called by ``validate``, by what
shows a scenario while it is written, and by the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from game.analysis.lint.finding import Finding
from game.analysis.lint.rules import lint
from game.authoring.acceptance import Acceptance
from game.authoring.diagnostics import Argument, Diagnostic, Mark, Severity, Term
from game.authoring.loader import Loaded, load
from game.authoring.ordinary import read_text
from game.authoring.translation import digests, read_lock, stale
from game.classroom.reading import LESSONS, read_format, read_pack
from game.core import limits
from game.core.inventory import texts
from game.core.model import Scenario
from game.core.rules import Rules
from game.play.walkthrough import WalkthroughFault, follow, parse

WALKTHROUGHS: Final = "walkthroughs"

_NEEDS_PLAYS: Final = frozenset({"W040", "W045", "W046", "W047", "W048", "W049", "W052", "W053", "W054", "W055",
                                 "W056"})
"""Codes that may stay silent because positions were not gone through."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found: ``faults`` as they stand in the files, and those the author accepts, each with the acceptance."""

    loaded: Loaded
    faults: tuple[Diagnostic, ...]
    accepted: tuple[tuple[Diagnostic, Acceptance], ...] = ()

    def count(self, severity: Severity) -> int:
        """Returns how many faults of a severity stand."""
        return sum(fault.severity is severity for fault in self.faults)


def inspect(path: Path, *, quick: bool = False, linted: bool = True) -> Inspection:
    """Reads a scenario and says all there is to say; never raises for bad input.

    ``quick`` leaves out what must go through positions, ``linted`` false everything but reading.
    """
    loaded = load(path)
    found = list(loaded.diagnostics)
    scenario = loaded.scenario
    if scenario is not None and linted:
        found += (_placed(item, loaded) for item in lint(scenario, quick=quick))
        found += (_placed(item, loaded) for item in _stale(loaded.own or scenario, path))
        found += _walkthroughs(scenario, path, loaded)
        found += _classroom(scenario, path, loaded)
    standing, accepted = [], []
    for fault in dict.fromkeys(found):
        meant = next((item for item in loaded.accepted if item.covers(fault)), None)
        if meant is None:
            standing.append(fault)
        else:
            accepted.append((fault, meant))
    if scenario is not None and linted:
        used = {meant for _, meant in accepted}
        partly = any(fault.code == "N001" for fault in found)
        standing += (_placed(_gone(item), loaded) for item in loaded.accepted
                     if item not in used and not (partly and item.code in _NEEDS_PLAYS | {"N001"}))
    return Inspection(loaded, tuple(sorted(standing, key=_order)),
                      tuple(sorted(accepted, key=lambda pair: _order(pair[0]))))


def _order(fault: Diagnostic) -> tuple[str, int, int, str, str]:
    return fault.mark.file, fault.mark.line, fault.mark.column, fault.code, fault.variant


def _placed(item: Finding, loaded: Loaded) -> Diagnostic:
    path = tuple(part for part in item.path if part != "")
    return Diagnostic(item.code, loaded.place(item.path), item.variant, item.arguments,
                      loaded.places.length(item.path), path)


def _gone(item: Acceptance) -> Finding:
    return Finding("W067", item.path, "", (("code", item.code),))


def _stale(scenario: Scenario, path: Path) -> Iterator[Finding]:
    """Texts that were changed in one language and not in the other since they were last looked at together."""
    if not path.is_dir():
        return
    found = stale(read_lock(path), digests(scenario))
    places = {text.id: text.path for text in texts(scenario)} if found else {}
    for item in found:
        yield Finding("W043", places.get(item.id, ()), "", (("changed", item.changed), ("unchanged", item.unchanged)))


def _classroom(scenario: Scenario, path: Path, loaded: Loaded) -> Iterator[Diagnostic]:
    """What is wrong with the lesson formats and the classroom pack beside a scenario."""
    if not path.is_dir():
        return
    for read in (read_pack(path, scenario), *map(read_format, sorted((path / LESSONS).glob("*.yaml")))):
        loaded.lines = {**loaded.lines, **read.lines}
        yield from read.diagnostics


def _walkthroughs(scenario: Scenario, path: Path, loaded: Loaded) -> Iterator[Diagnostic]:
    """Walkthroughs that can no longer be followed, each at the line where it stops."""
    files = sorted((path / WALKTHROUGHS).glob("*.txt")) if path.is_dir() else []
    rules = Rules(scenario) if files else None
    for file in files:
        where = (WALKTHROUGHS, file.name)
        try:
            raw = read_text(file, limits.WALKTHROUGH_BYTES, path)
        except (OSError, UnicodeDecodeError):
            yield Diagnostic("W063", Mark(file.as_posix()), "unreadable", path=where)
            continue
        try:
            assert rules is not None
            follow(rules, parse(raw))
        except WalkthroughFault as fault:
            lines = raw.splitlines()
            loaded.lines = {**loaded.lines, file.as_posix(): lines}
            parts: dict[str, Argument] = dict(fault.parts)
            if "refusal" in parts:
                parts["refusal"] = Term(f"refusal-{parts['refusal']}")
            length = len(lines[fault.line - 1].split("#")[0].rstrip()) if fault.line else 1
            yield Diagnostic("W063", Mark(file.as_posix(), max(1, fault.line)), fault.reason, tuple(parts.items()),
                             max(1, length), where)
