"""All that can be said about the plays of a scenario, asked one question after another; what is known can be shown.

Each question is exact and stands by itself, so an inquiry that is stopped has still answered those it came to.  No
printing (``ui.explore_text``).  Called by the command ``explore``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final

from game.analysis import cautious, ways
from game.analysis.behaviour import UNIFORM, Behaviour
from game.analysis.consequences import (
    Consequence,
    Edge,
    Opening,
    Pivot,
    consequences,
    endings_asked,
    openings,
    pivots,
)
from game.analysis.durations import Durations, Reading, guards
from game.analysis.ends import Memory
from game.analysis.explore import Exploration, TooLarge, explored, layers_of, moves_of
from game.analysis.layering import MOST, Also, Stopped
from game.analysis.layers import Layers
from game.analysis.passes import Passes
from game.analysis.residues import Residues
from game.analysis.valuations import Asked, Valuation, paid, questions, valuations, worths
from game.analysis.vectors import Vocabulary
from game.analysis.ways import Best, Way
from game.core.expressions import Value
from game.core.model import Decision, NodeId
from game.core.rules import Position, Rules


class Section(StrEnum):
    """What can be asked for; each stands by itself, and all need the odds."""

    ODDS = "odds"
    LENGTHS = "lengths"
    READING = "reading"
    PIVOTS = "pivots"
    OPTIONS = "options"
    RAREST = "rarest"
    RUNGS = "rungs"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long plays are: in decisions (every proposal is one) and in moves of all kinds; expectation and extremes."""

    expected: Fraction
    shortest: int
    longest: int
    short: Way
    long: Way


@dataclass(slots=True)
class Answers:
    """What an inquiry has found so far; None is what has not been asked or not been answered.

    While ``whole`` is None, ``exploration`` holds lower bounds: only what was gone through before it was stopped.
    """

    rules: Rules
    behaviour: Behaviour
    start: Position
    valuations: tuple[Valuation, ...]
    exploration: Exploration | None = None
    whole: bool = False
    decisions: Lengths | None = None
    steps: Lengths | None = None
    reading: dict[str, Reading] = field(default_factory=dict)
    endings: tuple[NodeId, ...] = ()
    options: Mapping[Edge, Consequence] | None = None
    openings: Mapping[Edge, Opening] | None = None
    pivots: tuple[Pivot, ...] | None = None
    rarest: tuple[NodeId, Way, Fraction] | None = None
    rungs: dict[str, Mapping[Value, Fraction]] = field(default_factory=dict)
    expected: dict[str, Fraction] = field(default_factory=dict)
    values: dict[str, dict[Edge, Fraction]] = field(default_factory=dict)
    gains: dict[str, dict[Edge, Fraction]] = field(default_factory=dict)
    unanswered: list[Section] = field(default_factory=list)

    def regret(self, valuation: str, edge: Edge) -> Fraction | None:
        """Returns what an option costs beside the best of its siblings under a valuation; None if it is not known."""
        gains = self.gains.get(valuation, {})
        if edge not in gains:
            return None
        siblings = ((edge[0], move) for move in moves_of(self.rules.scenario.nodes[edge[0]]))
        return max(gains[sibling] for sibling in siblings if sibling in gains) - gains[edge]


Watch = Callable[[Section, float], None]
"""Told of the section that is being asked, and which part of all questions has been answered."""

LONGEST: Final = 10_000_000
"""More than the longest text of one node, in parts of a minute."""

FEW: Final = 150_000
"""How many positions are few enough to tell apart whatever the guards of texts read."""

TOGETHER: Final = 16
"""How many endings are asked for at once."""


class Inquiry:
    """Asks the questions of some sections, one after another, into ``answers``."""

    def __init__(self, rules: Rules, behaviour: Behaviour = UNIFORM, start: Position | None = None, *,
                 sections: Sequence[Section] = tuple(Section), most: int = MOST,
                 watch: Watch = lambda section, part: None) -> None:
        self.rules, self.behaviour, self.most, self.watch = rules, behaviour, most, watch
        self.start: Final = start or rules.start()
        self.answers: Final = Answers(rules, behaviour, self.start, valuations(rules))
        self.memory: Memory = {}
        self.scores: Mapping[NodeId, Fraction] = {}
        self._sections: Final = [section for section in Section if section in sections or section is Section.ODDS]
        self._groups = questions(rules) if {Section.RUNGS, Section.VALUES} & set(sections) else []
        self._done, self._all = 0, 1
        self._legal: Layers | None = None
        self._base: Layers = Layers(rules, Vocabulary(rules), (), ())

    def run(self) -> None:
        """Asks everything; what ``watch`` raises as ``Stopped`` leaves what is known and comes out again."""
        steps = [*self._steps()]
        self._all = len(steps)
        open_ = [section for section, _ in steps]
        try:
            for number, (section, step) in enumerate(steps):
                self._done = number
                self.watch(section, number / self._all)
                step()
                open_ = [later for later, _ in steps[number + 1:]]
        except Stopped:
            self._leave_out(open_)
            raise

    def _leave_out(self, sections: Sequence[Section]) -> None:
        """Notes what was not answered; what perspectives make of only some variables is no answer."""
        shared = {Section.RUNGS, Section.VALUES}
        missing = {*sections, *(shared & {*self._sections} if shared & {*sections} else ())}
        self.answers.unanswered = [section for section in Section if section in missing]
        for valuation in self.answers.valuations if missing & shared else ():
            if valuation.shares is not None:
                for found in (self.answers.values, self.answers.gains, self.answers.expected):
                    found.pop(valuation.id, None)

    def _steps(self) -> Iterator[tuple[Section, Callable[[], None]]]:
        if self.behaviour.settled:
            yield Section.ODDS, self._score
        yield Section.ODDS, self._odds
        one = {Section.LENGTHS: self._lengths, Section.READING: self._reading, Section.PIVOTS: self._options,
               Section.OPTIONS: self._openings, Section.RAREST: self._rarest}
        yield from ((section, one[section]) for section in self._sections if section in one)
        if Section.VALUES in self._sections and any(valuation.party for valuation in self.answers.valuations):
            yield Section.VALUES, self._payoffs
        for group in self._groups:
            yield (Section.RUNGS if Section.RUNGS in self._sections else Section.VALUES,
                   lambda group=group: self._variables(group))  # type: ignore[misc]

    def _layers(self, behaviour: Behaviour, section: Section, asked: tuple[str, ...] = (), also: Also | None = None,
                most: int | None = None) -> Layers:
        """The graph under a behaviour; a cautious one is settled over the uniform graph."""
        plain, reads = (UNIFORM, cautious.payoff_reads(self.rules)) if behaviour.settled else (behaviour, {})
        read = {node: (*reads.get(node, ()), *(also or {}).get(node, ())) for node in {*reads, *(also or {})}}
        layers = layers_of(self.rules, plain, self.start, asked, also=read, most=most or self.most, memory=self.memory,
                           watch=lambda part: self.watch(section, (self._done + part) / self._all))
        return cautious.settle(layers, self.scores) if behaviour.settled else layers

    def _uniform(self, section: Section) -> Layers:
        """The graph of all legal moves: the same whatever the policy."""
        if self._legal is None:
            self._legal = self._layers(UNIFORM, section)
        return self._legal

    def _score(self) -> None:
        """What each ending is worth to the perspective that likes it least, on average over uniform plays."""
        worth: dict[NodeId, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        met: dict[NodeId, Fraction] = defaultdict(Fraction)
        for number, group in enumerate(questions(self.rules) if not cautious.payoffs(self.rules) else []):
            layers = self._layers(UNIFORM, Section.ODDS, group)
            asked = worths(layers, self.answers.valuations, group)
            if asked is None:
                continue
            passes = Passes(layers, bound=asked.bound)
            odds = passes.forward()
            for place, layer in enumerate(layers.list):
                met[layer.node.id] += passes.sum(place, odds[place]) if layer.ends and not number else 0
                for counts, column in zip(asked.counts, asked.ends[place] or (), strict=False):
                    share = Fraction(passes.modular.weighed(odds[place], column), passes.forth[place])
                    for name, count in counts.items():
                        worth[layer.node.id][name] += share * count
        self.scores = {node: min(found.values()) / met[node] for node, found in worth.items() if met[node]}

    def _odds(self) -> None:
        try:
            self._base = self._layers(self.behaviour, Section.ODDS)
        except Stopped as stop:
            if stop.layers is not None:
                self.answers.exploration = explored(stop.layers)
            raise
        if self.behaviour is UNIFORM:
            self._legal = self._base
        self.answers.exploration = explored(self._base)
        self.answers.whole = True

    def _lengths(self) -> None:
        layers, answers = self._uniform(Section.LENGTHS), self.answers
        passes = Passes(self._base)
        odds = passes.forward()
        made: dict[bool, Fraction] = {True: Fraction(0), False: Fraction(0)}
        for number, layer in enumerate(self._base.list):
            for strand in layer.strands:
                made[isinstance(layer.node, Decision)] += passes.moves_made(number, strand, odds[number])
        answers.decisions = self._length(layers, lambda most: ways.decisions(layers, most), made[True])
        answers.steps = self._length(layers, ways.steps, made[True] + made[False])

    def _length(self, layers: Layers, measure: Callable[[bool], ways.Measure], expected: Fraction) -> Lengths | None:
        short, long = Best(layers, measure(False)), Best(layers, measure(True), most=True)
        if short.value == float("inf"):
            return None
        return Lengths(expected, int(short.value), int(long.value), short.way(UNIFORM, self.start),
                       long.way(UNIFORM, self.start))

    def _reading(self) -> None:
        base = self._told(self.behaviour)
        layers = base if self.behaviour is UNIFORM else self._told(UNIFORM)
        passes = Passes(base, bound=LONGEST)
        odds = passes.forward()
        for language in self.rules.scenario.languages:
            told = Durations(base, language)
            legal = told if layers is base else Durations(layers, language)
            self.answers.reading[language] = Reading(told.expected(passes, odds), legal.extreme(most=False),
                                                     legal.extreme(most=True))

    def _told(self, behaviour: Behaviour) -> Layers:
        """The graph in which every guard of a text can be evaluated, unless it is too large; else the plain one."""
        try:
            return self._layers(behaviour, Section.READING, also=guards(self.rules), most=min(self.most, FEW))
        except TooLarge:
            return self._base if behaviour is self.behaviour else self._uniform(Section.READING)

    def _options(self) -> None:
        names, asked = endings_asked(self._base)
        found: dict[Edge, list[Consequence]] = defaultdict(list)
        for first in range(0, len(names), TOGETHER):
            part = [None if ends is None else ends[first:first + TOGETHER] for ends in asked]
            passes = Passes(self._base, questions=len(names[first:first + TOGETHER]))
            for edge, consequence in consequences(passes, passes.forward(), part)[0].items():
                found[edge].append(consequence)
        self.answers.endings = names
        self.answers.options = {edge: Consequence(parts[0].met, sum((part.after for part in parts), ()),
                                                  sum((part.gains for part in parts), ()))
                                for edge, parts in found.items()}
        assert self.answers.exploration is not None
        self.answers.pivots = pivots(self.answers.options, self.answers.exploration.nodes)

    def _openings(self) -> None:
        self.answers.openings = openings(self._uniform(Section.OPTIONS))

    def _rarest(self) -> None:
        assert self.answers.exploration is not None
        possible = {node: share for node, share in self.answers.exploration.endings.items() if share}
        if possible:
            rarest = min(possible, key=lambda node: possible[node])
            found = ways.likeliest(self._base, rarest, self.behaviour, self.start)
            self.answers.rarest = (rarest, *found) if found is not None else None

    def _payoffs(self) -> None:
        layers = layers_of(self.rules, UNIFORM if self.behaviour.settled else self.behaviour, self.start,
                           also=cautious.payoff_reads(self.rules), most=self.most, memory=self.memory)
        if self.behaviour.settled:
            layers = cautious.settle(layers, self.scores)
        asked = paid(layers, self.answers.valuations)
        if asked is not None:
            passes = Passes(layers, questions=len(asked.counts), bound=asked.bound)
            self._valued(passes, passes.forward(), asked)

    def _variables(self, group: tuple[str, ...]) -> None:
        """Asks how some variables end, and what that adds to every perspective."""
        layers = self._layers(self.behaviour, Section.VALUES, group)
        asked = worths(layers, self.answers.valuations, group) if Section.VALUES in self._sections else None
        passes = Passes(layers, questions=len(asked.counts), bound=asked.bound) if asked is not None else Passes(layers)
        odds = passes.forward()
        for variable in group:
            ends: dict[Value, Fraction] = defaultdict(Fraction)
            for number, layer in enumerate(layers.list):
                if layer.ends:
                    for value, share in passes.split(number, odds[number], layer.columns()[variable]).items():
                        ends[layers.value(variable, value)] += share
            self.answers.rungs[variable] = {value: share for value, share in sorted(ends.items()) if share}
        if asked is not None:
            self._valued(passes, odds, asked)

    def _valued(self, passes: Passes, odds: Sequence[Residues], asked: Asked) -> None:
        """Adds what questions answer to the valuations they count in."""
        found, whole = consequences(passes, odds, asked.ends)
        answers, none = self.answers, Fraction(0)
        for place, counts in enumerate(asked.counts):
            for name, count in counts.items():
                values, gains = answers.values.setdefault(name, {}), answers.gains.setdefault(name, {})
                for edge, consequence in found.items():
                    values[edge] = values.get(edge, none) + consequence.after[place] * count
                    gains[edge] = gains.get(edge, none) + consequence.gains[place] * count
                answers.expected[name] = answers.expected.get(name, none) + whole[place] * count
