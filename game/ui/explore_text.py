"""What an inquiry into a scenario's plays has found, as lines for a terminal.

Not the counting (``analysis.answers``).  Whatever has not been answered is left out, and said to be.  Called by the
command ``explore``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from game.analysis.answers import Answers, Lengths, Section
from game.analysis.consequences import Pivot
from game.analysis.ways import Way
from game.core.expressions import Value
from game.core.model import OUTCOMES, Chance, Decision, Move, NodeId, Table, Terminal, is_proposal
from game.ui.columns import columns
from game.ui.figures import amount, bar, many, rare, share
from game.ui.language import CJK, Language
from game.ui.text_label import node_title
from game.ui.wrap import cells, wrap

WIDTH: Final = 96
BAR: Final = 24
NAME: Final = 44
"""How many cells the name of an option may take in a table."""

PIVOTS: Final = 12
"""How many pivotal decisions are listed."""


class ExploreText:
    """Writes answers in one language."""

    def __init__(self, answers: Answers, language: Language, sections: Sequence[Section]) -> None:
        self.answers, self.language, self.t = answers, language, language.t
        self.scenario, self.sections = answers.rules.scenario, sections
        self.chinese = language.code in CJK

    def lines(self) -> list[str]:
        """Returns everything that is known."""
        parts: list[list[str]] = [self._head(), self._endings()]
        parts += self._rungs() if Section.RUNGS in self.sections else []
        parts += [self._pivots(), self._rarest(), self._examples(), *self._options()]
        shown: list[str] = []
        for part in filter(None, parts):
            shown += ["", *part] if shown else part
        return shown

    def warnings(self) -> list[str]:
        """Returns what a person must know of answers that are not whole."""
        answers, found = self.answers, []
        if answers.exploration is not None and not answers.whole:
            found.append(self.t("explore.at_least"))
        if answers.unanswered:
            names = [self.t(f"explore.section.{section.value}") for section in answers.unanswered]
            found.append(self.t("explore.unanswered", sections=self.t("cite.comma").join(names)))
        return found

    def _head(self) -> list[str]:
        answers, number = self.answers, self.language.number
        lines = [self.language.words(self.scenario.title)]
        name = answers.behaviour.name
        lines += self._wrapped(self.t("explore.policy", name=name, text=self.t(f"explore.policies.{name}")))
        if answers.start != answers.rules.start():
            lines += self._wrapped(self.t("explore.start", node=answers.start.node))
        rows = []
        if answers.exploration is not None:
            at_least = "" if answers.whole else "≥ "
            rows += [[self.t("explore.plays"), at_least + many(self.language, answers.exploration.plays)],
                     [self.t("explore.positions"), at_least + number(answers.exploration.positions)],
                     [self.t("explore.nodes"), self._kinds()]]
        for key, lengths in (("decisions", answers.decisions), ("moves", answers.steps)):
            rows += [[self.t(f"explore.{key}"), self._between(lengths)]] if lengths is not None else []
        for code, reading in answers.reading.items():
            told = {key: self._minutes(getattr(reading, key)) for key in ("shortest", "longest", "expected")}
            said = self.t("explore.minutes", **told) if reading.longest[1] >= 1 else self.t("explore.brief")
            rows.append([self.t("explore.reading", language=code), said])
        for valuation in answers.valuations:
            if valuation.id in answers.expected:
                rows.append([self.t("explore.expected", name=self.language.words(valuation.name)),
                             amount(answers.expected[valuation.id])])
        return [*lines, *columns(rows, indent="  ", chinese=self.chinese)]

    def _kinds(self) -> str:
        explored = self.answers.exploration
        nodes = [self.scenario.nodes[node] for node, odds in explored.nodes.items() if odds] if explored else []
        tables = sum(isinstance(node, Table) for node in nodes)
        counts = {"decision": sum(isinstance(node, Decision) for node in nodes) - tables, "table": tables,
                  "chance": sum(isinstance(node, Chance) for node in nodes),
                  "ending": sum(isinstance(node, Terminal) for node in nodes)}
        return self.t("cite.comma").join(self.t(f"explore.kind.{kind}", n=n) for kind, n in counts.items() if n)

    def _between(self, lengths: Lengths) -> str:
        return self.t("explore.range", low=lengths.shortest, high=lengths.longest,
                      expected=amount(lengths.expected, 1))

    def _minutes(self, bounds: tuple[Fraction, Fraction]) -> str:
        low, high = (round(bound) for bound in bounds)
        if bounds[1] < 1:
            return "< 1"
        return self.language.number(low) if low == high else f"{low}–{high}"

    def _endings(self) -> list[str]:
        explored = self.answers.exploration
        if explored is None:
            return []
        title = self.t("explore.endings") if self.answers.whole else self.t("explore.endings_least")
        lines = [title, *self._bars([(node_title(self.scenario.nodes[node], self.language), odds)
                                     for node, odds in _falling(explored.endings)])]
        if explored.stuck and self.answers.whole:
            lines += [self.t("explore.stuck"), *self._bars([(node, odds) for node, odds in _falling(explored.stuck)])]
        return lines

    def _rungs(self) -> list[list[str]]:
        reference, parts = self.scenario.reference, []
        for dimension in reference.dimensions.values():
            for layer, variable in dimension.layers:
                odds = self.answers.rungs.get(variable)
                if odds is not None:
                    head = self.t("compare.layer", name=self.language.words(dimension.name),
                                  layer=self.t(f"layer.{layer}"))
                    parts.append([head, *self._bars([(self._rung(variable, value), part)
                                                     for value, part in odds.items()])])
        return parts

    def _rung(self, variable: str, value: Value) -> str:
        scale = self.scenario.reference.scales.get(variable)
        rung = next((rung for rung in scale.rungs if rung.value == value), None) if scale else None
        return self.language.words(rung.name) if rung else str(value)

    def _bars(self, rows: Iterable[tuple[str, Fraction]]) -> list[str]:
        return columns([[share(odds), bar(odds, BAR).ljust(BAR), name] for name, odds in rows], right={0}, indent="  ",
                       chinese=self.chinese)

    def _pivots(self) -> list[str]:
        pivots = [pivot for pivot in self.answers.pivots or () if pivot.weight][:PIVOTS]
        if not pivots:
            return []
        head = ["", self.t("explore.weight"), self.t("explore.met"), self.t("explore.spread"), ""]
        rows = [[str(place), share(pivot.weight), share(pivot.met), share(pivot.spread), self._title(pivot.node)]
                for place, pivot in enumerate(pivots, 1)]
        lines = columns([head, *rows], right={0, 1, 2, 3}, indent="  ", chinese=self.chinese)
        shown = [lines[0]]
        for line, pivot in zip(lines[1:], pivots, strict=True):
            shown += [line, *self._apart(pivot)]
        return [self.t("explore.pivots"), *self._wrapped(self.t("explore.pivots_note"), "  "), *shown]

    def _apart(self, pivot: Pivot) -> list[str]:
        one, two = (self._option(pivot.node, move) for move in pivot.apart)
        return self._wrapped(self.t("explore.apart", one=one, two=two), "         ")

    def _rarest(self) -> list[str]:
        if self.answers.rarest is None or self.answers.exploration is None:
            return []
        node, way, odds = self.answers.rarest
        title = node_title(self.scenario.nodes[node], self.language)
        lines = self._wrapped(self.t("explore.rarest", title=title, odds=rare(
            self.language, self.answers.exploration.endings[node]), likeliest=rare(self.language, odds)))
        return [*lines, *self._way(way)]

    def _examples(self) -> list[str]:
        lengths = self.answers.decisions
        if lengths is None:
            return []
        lines = []
        for key, way in (("shortest", lengths.short), ("longest", lengths.long)):
            ending = node_title(self.scenario.nodes[way.ending], self.language)
            n = way.decisions(self.answers.rules)
            lines += [*self._wrapped(self.t(f"explore.{key}", n=n, title=ending)), *self._way(way)]
        return lines

    def _way(self, way: Way) -> list[str]:
        """The decisions of a play, as a walkthrough writes them; chance is left out where it had one way."""
        told = [f"{node} {move}" for node, move in way.moves
                if not isinstance(chance := self.scenario.nodes[node], Chance) or len(chance.branches) > 1]
        return self._wrapped(" · ".join(told), "    ")

    def _options(self) -> list[list[str]]:
        """Every decision a play may meet, in the order of the file, with what follows from each option."""
        answers = self.answers
        wanted = {Section.OPTIONS, Section.VALUES} & set(self.sections)
        if not wanted or answers.exploration is None or not answers.whole:
            return []
        known = [valuation for valuation in answers.valuations if valuation.id in answers.values]
        parts = [[self.t("explore.options"), *self._wrapped(self.t("explore.options_note"), "  ")]]
        if known:
            letters = self.t("cite.comma").join(f"{_letter(place)} = {self.language.words(valuation.name)}"
                                                for place, valuation in enumerate(known))
            parts[0] += self._wrapped(self.t("explore.letters", letters=letters), "  ")
        for node in self.scenario.nodes.values():
            met = answers.exploration.nodes.get(node.id)
            if isinstance(node, Decision) and met:
                parts.append(self._decision(node, met, [valuation.id for valuation in known]))
        return parts

    def _decision(self, node: Decision, met: Fraction, known: Sequence[str]) -> list[str]:
        head = [self._title(node.id), self.t("explore.taken"),
                *(cell for place in range(len(known)) for cell in (_letter(place), ""))]
        rows, marks = [head], []
        for move in _moves(node):
            taken = self.answers.exploration.edges.get((node.id, move), Fraction(0)) if self.answers.exploration else 0
            row = [self._cut(self._option(node.id, move), NAME), share(Fraction(taken) / met)]
            row += [cell for valuation in known for cell in self._value(valuation, node.id, move)]
            if taken or len(row) == 2 or any(row[2:]):
                rows.append(row)
                marks.append([*self._opened(node.id, move)])
        lines = columns(rows, right=set(range(1, len(head))), chinese=self.chinese)
        shown = [f"{lines[0]}", *self._wrapped(self.t("explore.met_here", odds=share(met)), "  ")]
        for line, mark in zip(lines[1:], marks, strict=True):
            shown += [f"  {line}", *mark]
        return shown

    def _value(self, valuation: str, node: NodeId, move: Move) -> tuple[str, str]:
        value = self.answers.values[valuation].get((node, move))
        regret = self.answers.regret(valuation, (node, move))
        if value is None or regret is None:
            return "", ""
        return amount(value, 1, always=True), f"({amount(regret, 1, always=bool(regret))})"

    def _opened(self, node: NodeId, move: Move) -> Iterator[str]:
        opening = (self.answers.openings or {}).get((node, move))
        if opening is None:
            return
        for key, nodes in (("opens", opening.opens), ("shuts", opening.shuts)):
            ends = [node_title(self.scenario.nodes[name], self.language) for name in self.scenario.nodes
                    if name in nodes and isinstance(self.scenario.nodes[name], Terminal)]
            others = [name for name in self.scenario.nodes
                      if name in nodes and not isinstance(self.scenario.nodes[name], Terminal)]
            named = self.t("cite.comma").join([*ends, *others])
            if named:
                yield from self._wrapped(self.t(f"explore.{key}", nodes=named), "      ")

    def _option(self, node: NodeId, move: Move) -> str:
        found = self.scenario.nodes[node]
        if isinstance(found, Table) and move in OUTCOMES:
            return self.t(f"table.ends.{move}")
        if not isinstance(found, Decision) or is_proposal(move):
            return move
        text = found.option(move).text
        return self.language.words(text[0].words) if text else move

    def _title(self, node: NodeId) -> str:
        title = node_title(self.scenario.nodes[node], self.language)
        return title if title == node else f"{node} · {title}"

    def _cut(self, text: str, width: int) -> str:
        if cells(text, self.chinese) <= width:
            return text
        while cells(text, self.chinese) > width - 1:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def _wrapped(self, text: str, indent: str = "") -> list[str]:
        return wrap(text, WIDTH, indent, self.chinese)


def _moves(node: Decision) -> tuple[Move, ...]:
    options = tuple(option.id for option in node.options)
    return (*OUTCOMES, *options) if isinstance(node, Table) else options


def _falling(odds: Mapping[NodeId, Fraction]) -> list[tuple[NodeId, Fraction]]:
    return sorted(odds.items(), key=lambda item: -item[1])


def _letter(place: int) -> str:
    return chr(ord("A") + place)
