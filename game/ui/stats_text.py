"""A scenario in figures as lines of text: tables of words, nodes, grades, sources, variables and coverage.

Called by the command ``stats``.  What is rounded is rounded here; the figures themselves are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from game.analysis.answers import Answers
from game.analysis.census import Census, Lengths
from game.analysis.coverage import Coverage, Part
from game.analysis.durations import Reading
from game.analysis.reading import Length
from game.core.inventory import Kind
from game.core.model import Scenario
from game.ui.columns import columns
from game.ui.language import CJK, Language
from game.ui.text_label import kind_name, node_title
from game.ui.wrap import wrap

WIDTH = 88


class StatsText:
    """Writes the figures of one scenario in one language."""

    def __init__(self, scenario: Scenario, counted: Census, language: Language) -> None:
        self.scenario, self.counted, self.language, self.t = scenario, counted, language, language.t

    def lines(self, covered: Coverage | None, walkthroughs: int, plays: Answers | None, why: str = "") -> list[str]:
        """Returns all tables; ``why`` says why nothing is told of plays, if nothing is."""
        parts = [self._texts(self.t("stats.by_act"), self._acts()),
                 self._texts(self.t("stats.by_kind"), [(kind_name(kind, self.language), self.counted.by_kind(kind))
                                                       for kind in self._kinds()]),
                 self._plays(plays, why), self._nodes(), self._choices(), self._counsel(), self._grades(),
                 self._works(), self._variables(), self._covered(covered, walkthroughs)]
        shown = [self.language.words(self.scenario.title)]
        for part in parts:
            shown += ["", *part] if part else []
        return shown

    def _acts(self) -> list[tuple[str, Lengths]]:
        titles = {act.id: self.language.words(act.title) for act in self.scenario.acts}
        loose = self.t("stats.apart") if titles else self.t("stats.everything")
        return [(titles.get(act, act or loose), self.counted.by_act(act)) for act in self.counted.acts]

    def _kinds(self) -> list[Kind]:
        return [kind for kind in Kind if any(kind in kinds for kinds in self.counted.acts.values())]

    def _texts(self, title: str, rows: Sequence[tuple[str, Lengths]]) -> list[str]:
        languages = self.counted.languages
        head = [title]
        for language in languages:
            unit = self.t("stats.characters" if language in CJK else "stats.words")
            head += [f"{language} {unit}", self.t("stats.minutes")]
        whole = [(self.t("stats.total"), self.counted.whole)] if len(rows) > 1 else []
        cells = [[name, *(cell for language in languages for cell in self._length(lengths[language]))]
                 for name, lengths in (*rows, *whole)]
        return self._table([head, *cells])

    def _length(self, length: Length) -> tuple[str, str]:
        return self.language.number(length.units), self._minutes(length.minutes)

    def _minutes(self, minutes: Fraction) -> str:
        return self.language.number(round(minutes)) if minutes >= 10 else f"{float(minutes):.1f}"

    def _plays(self, plays: Answers | None, why: str) -> list[str]:
        if plays is None or plays.exploration is None:
            return [why] if why else []
        count = plays.exploration.plays
        shown = self.language.number(count) if count < 10**12 else f"{count:.2e}".replace("e+", " · 10^")
        lines = [self.t("stats.plays", n=shown)]
        if plays.decisions is not None:
            lines.append(self.t("stats.decisions", range=self._range(plays.decisions.shortest, plays.decisions.longest),
                                mean=f"{float(plays.decisions.expected):.1f}"))
        rows = [[self.t("stats.reading"), *(self.t(f"stats.{key}") for key in ("shortest", "expected", "longest"))]]
        rows += [[language, *(self._between(reading, key) for key in ("shortest", "expected", "longest"))]
                 for language, reading in plays.reading.items()]
        return [*lines, *self._table(rows)]

    def _range(self, low: int, high: int) -> str:
        return str(low) if low == high else self.t("stats.range", low=low, high=high)

    def _between(self, reading: Reading, key: str) -> str:
        low, high = (self._minutes(bound) for bound in getattr(reading, key))
        return low if low == high else f"{low}–{high}"

    def _nodes(self) -> list[str]:
        rows = [[self.t("stats.nodes"), ""]]
        rows += [[self.t(f"stats.node.{kind}"), self.language.number(n)] for kind, n in self.counted.nodes.items()]
        return self._table([*rows, [self.t("stats.total"), self.language.number(sum(self.counted.nodes.values()))]])

    def _choices(self) -> list[str]:
        found = [item for item in self.counted.choosing if not item.packages]
        tables = [item for item in self.counted.choosing if item.packages]
        lines = []
        if found:
            sizes = [item.options for item in found]
            lines.append(self.t("stats.options", range=self._range(min(sizes), max(sizes)),
                                mean=f"{sum(sizes) / len(sizes):.1f}", n=sum(item.guarded for item in found)))
        for item in tables:
            lines.append(self.t("stats.packages", title=node_title(self.scenario.nodes[item.node], self.language),
                                n=self.language.number(item.packages)))
        return lines

    def _counsel(self) -> list[str]:
        people = self.scenario.reference.people
        rows = [[self.language.words(people[who].name) if who else self.t("stats.composed"), str(n)]
                for who, n in self.counted.counsel.items()]
        return self._table([[self.t("stats.counsel"), self.t("stats.pieces")], *rows]) if rows else []

    def _grades(self) -> list[str]:
        whole = sum(count for count, _ in self.counted.graded.values())
        if not whole:
            return []
        head = [self.t("stats.grade"), self.t("stats.paragraphs"), ""]
        rows = [[self.t(f"grade.{grade.value}"), self.language.number(count),
                 self.language.percent(Fraction(count, whole))]
                for grade, (count, _) in self.counted.graded.items()]
        return self._table([head, *rows])

    def _works(self) -> list[str]:
        works = self.scenario.reference.works
        rows = [[self.language.words(works[work].short), self.language.number(n)]
                for work, n in sorted(self.counted.works.items(), key=lambda item: -item[1]) if n]
        unused = sum(not n for n in self.counted.works.values())
        if not rows and not unused:
            return []
        lines = self._table([[self.t("stats.work"), self.t("stats.citations")], *rows])
        lines += [self.t("stats.uncited", n=unused)] if unused else []
        return lines + ([self.t("stats.unplaced", n=self.counted.unplaced)] if self.counted.unplaced else [])

    def _variables(self) -> list[str]:
        rows = [[item.name, str(item.written), str(item.read)] for item in self.counted.variables]
        head = [self.t("stats.variable"), self.t("stats.written"), self.t("stats.read")]
        return self._table([head, *rows]) if rows else []

    def _covered(self, covered: Coverage | None, walkthroughs: int) -> list[str]:
        if covered is None:
            return [self.t("stats.no_walkthrough")]
        rows = [[self.t("stats.covered", n=walkthroughs), self.t("stats.reached"), self.t("stats.of"), ""]]
        for part, every in covered.every.items():
            if every:
                reached = len(covered.reached[part])
                rows.append([self.t(f"stats.part.{part.value}"), self.language.number(reached),
                             self.language.number(len(every)), self.language.percent(Fraction(reached, len(every)))])
        lines = self._table(rows)
        for part in Part:
            missed = covered.missed(part)
            if missed:
                lines += ["", self.t("stats.missed", what=self.t(f"stats.part.{part.value}"))]
                lines += list(self._missed(missed, part))
        return lines

    def _missed(self, missed: Sequence[tuple[str, str]], part: Part) -> Iterator[str]:
        by_node: dict[str, list[str]] = {}
        for node, name in missed:
            by_node.setdefault(node, []).append(name.removeprefix(f"{node}."))
        if part is Part.ENDINGS:
            yield from wrap(self.language.t("cite.comma").join(by_node), WIDTH, "  ")
            return
        for node, names in by_node.items():
            yield from wrap(self.t("stats.missed_at", node=node, names=self.t("cite.comma").join(names)), WIDTH, "  ")

    def _table(self, rows: Sequence[Sequence[str]]) -> list[str]:
        return columns(rows, range(1, max(map(len, rows))), chinese=self.language.code in CJK)


def stats_data(scenario: Scenario, counted: Census, covered: Coverage | None,
               plays: Answers | None) -> Mapping[str, object]:
    """Returns the figures as plain data; shares and minutes are fractions written as ``n/d``."""
    def lengths(found: Lengths) -> Mapping[str, object]:
        return {language: {"words": length.words, "characters": length.characters, "minutes": str(length.minutes)}
                for language, length in found.items()}

    data: dict[str, object] = {
        "scenario": scenario.id, "digest": scenario.digest, "texts": lengths(counted.whole),
        "acts": {act: {"all": lengths(counted.by_act(act)), **{kind.value: lengths(found)
                                                               for kind, found in kinds.items()}}
                 for act, kinds in counted.acts.items()},
        "nodes": dict(counted.nodes),
        "decisions": {item.node: {"options": item.options, "guarded": item.guarded, "packages": item.packages}
                      for item in counted.choosing},
        "counsel": dict(counted.counsel),
        "grades": {grade.value: {"paragraphs": count, **lengths(found)}
                   for grade, (count, found) in counted.graded.items()},
        "citations": dict(counted.works), "without_work": counted.unplaced,
        "variables": {item.name: {"written": item.written, "read": item.read} for item in counted.variables},
    }
    if covered is not None:
        data["coverage"] = {part.value: {"all": len(every), "reached": len(covered.reached[part]),
                                         "missed": [list(place) for place in covered.missed(part)]}
                            for part, every in covered.every.items()}
    if plays is not None and plays.exploration is not None:
        data["plays"] = {"count": plays.exploration.plays, "reading": {
            language: {key: [str(bound) for bound in getattr(reading, key)]
                       for key in ("shortest", "expected", "longest")}
            for language, reading in plays.reading.items()}}
    return data
