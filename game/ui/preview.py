"""A scenario that is being written, as the preview follows it: what was read, where the play stands, what is wrong.

Pure: no file, no clock, no drawing.  After each reading the moves are replayed; where they no longer fit, the play
stays at its node with the record's values, or the start values off the record.  Used by ``gui.previewing``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from game.core.model import Decision, NodeId
from game.core.rules import Position, Rules
from game.core.steps import Step
from game.play.session import REJOIN, Divergence, Parting, Session, StuckPlay, record_line, resume
from game.ui.language import Language

Saying = Callable[[Language], str]
"""What is to be told, in the language shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file, ready to be shown.

    said, advice: by language code.  text: the line of the file; start, length: what of it is underlined.
    """

    place: str
    code: str
    said: Mapping[str, str]
    advice: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    text: str = ""
    start: int = 0
    length: int = 1
    stops: bool = True
    """Whether it keeps the scenario from loading."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading the files once.

    rules: None if any fault stops it.  files: what was read; patterns: (folder, glob) that may match further ones.
    changed, saved: the file that changed last and when, as it is shown.
    """

    rules: Rules | None
    faults: tuple[Fault, ...] = ()
    files: tuple[Path, ...] = ()
    patterns: tuple[tuple[Path, str], ...] = ()
    changed: str = ""
    saved: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """Findings of lint about the last good reading; they come later and stop nothing."""

    findings: tuple[Fault, ...]


def told_at(rules: Rules, node: NodeId) -> tuple[Step, ...]:
    """Returns steps that lead to ``node``: the record's, or one leap with the start values where it does not pass."""
    start = rules.start()
    if node in ("", start.node):
        return ()
    line = record_line(rules)
    for place, step in enumerate(line):
        if step.after.node == node:
            return line[:place + 1]
    return (Step(start, REJOIN, Position(node, start.values)),)


def on_record(rules: Rules, node: NodeId) -> bool:
    """Says whether the record passes ``node``."""
    return node == rules.scenario.start or any(step.after.node == node for step in record_line(rules))


class Preview:
    """The scenario as it stands now.

    session: the play over the last good reading, None before there was one.  faults: those of the last reading,
    findings: of lint about the last good one.  notice: what the author should know of the last change, or None.
    """

    def __init__(self) -> None:
        self.rules: Rules | None = None
        self.session: Session | None = None
        self.faults: tuple[Fault, ...] = ()
        self.findings: tuple[Fault, ...] = ()
        self.notice: Saying | None = None
        self.changed = self.saved = ""
        self._anchor: NodeId = ""

    @property
    def broken(self) -> bool:
        """Whether the files as they stand cannot be shown."""
        return any(fault.stops for fault in self.faults)

    def take(self, reading: Reading) -> bool:
        """Takes in a reading; returns whether there is a new scenario to show."""
        self.faults, self.changed, self.saved = reading.faults, reading.changed, reading.saved
        if reading.rules is None:
            return False
        self.notice, self.findings = None, tuple(fault for fault in reading.faults if not fault.stops)
        self.rules = reading.rules
        if self.session is None:
            self.go(self._anchor)
        else:
            self._replay(self.session, reading.rules)
        return True

    def advise(self, advice: Advice) -> None:
        """Takes in what lint says of the last good reading."""
        self.findings = advice.findings

    def go(self, node: NodeId) -> bool:
        """Leads the play to ``node`` ("": to the start); returns False, with a notice, if it cannot stand there."""
        if self.rules is None:
            self._anchor = node
            return False
        node = node if node in self.rules.scenario.nodes else ""
        try:
            self.session = Session(self.rules, seat=self._seat(node), told=told_at(self.rules, node))
        except StuckPlay as fault:
            self.notice = partial(_stuck, node=fault.node)
            return False
        self._anchor, self.notice = node, None
        return True

    def along(self, step: int) -> NodeId:
        """Returns the decision of the record ``step`` places from where the play stands; "" if there is none.

        Off the record, back leads to the last of its decisions that the play passed, forward to the one after.
        """
        if self.rules is None or self.session is None:
            return ""
        line = [one for one in self._record_nodes(self.rules) if isinstance(self.rules.scenario.nodes[one], Decision)]
        here = self.session.node.id
        if here in line:
            place = line.index(here) + step
            return line[place] if 0 <= place < len(line) else ""
        passed = [one.before.node for one in self.session.steps if one.before.node in line and one.move != REJOIN]
        if passed and step < 0:
            return passed[-1]
        after = line.index(passed[-1]) + 1 if passed else 0
        return line[after] if 0 <= after < len(line) else (line[-1] if line else "")

    @staticmethod
    def _record_nodes(rules: Rules) -> list[NodeId]:
        return list(dict.fromkeys([rules.scenario.start, *(step.after.node for step in record_line(rules))]))

    def _seat(self, node: NodeId) -> str | None:
        """Whoever decides at a node has the chair while it is looked at."""
        assert self.rules is not None
        found = self.rules.scenario.nodes.get(node)
        return found.who if isinstance(found, Decision) else None

    def _replay(self, old: Session, rules: Rules) -> None:
        here = old.node.id
        try:
            told = told_at(rules, self._anchor) if self._anchor in rules.scenario.nodes else ()
            seat = old.seat if old.seat in rules.scenario.parties else None
            session, parted = resume(rules, old.record(), seat=seat, told=told)
        except StuckPlay as fault:
            self.notice = partial(_stuck, node=fault.node)
            if here not in rules.scenario.nodes or not self._moved(here):
                self.session = None
            return
        if session.node.id == here and (parted is None or parted.reason is Parting.VALUES):
            self.session = session
            return
        if here not in rules.scenario.nodes:
            self.session, self.notice = session, partial(_gone, node=here)
        elif self._moved(here):
            self.notice = partial(_stayed, recorded=on_record(rules, here), divergence=parted, rules=rules)
        else:
            self.session = session

    def _moved(self, node: NodeId) -> bool:
        notice = self.notice
        done = self.go(node)
        self.notice = self.notice or notice
        return done


def _stuck(language: Language, node: NodeId) -> str:
    return language.t("preview.stuck", node=node)


def _where(divergence: Divergence, rules: Rules, language: Language) -> dict[str, str]:
    """The decision at which the play parts from the files, and why."""
    node = rules.scenario.nodes[divergence.node]
    title = next((language.words(item.words) for item in node.title if item.when is None), "")
    return {"where": title or divergence.node, "reason": language.t(f"trouble.parting.{divergence.reason.value}")}


def _gone(language: Language, node: NodeId) -> str:
    return language.t("preview.gone", node=node)


def _stayed(language: Language, recorded: bool, divergence: Divergence | None, rules: Rules) -> str:
    values = language.t(f"preview.values.{'record' if recorded else 'start'}")
    if divergence is None:
        return language.t("preview.elsewhere", values=values)
    return language.t("preview.stayed", values=values, **_where(divergence, rules, language))
