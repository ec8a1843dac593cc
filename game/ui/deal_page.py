"""The debrief of a deal in one language, as plain values: words first, then figures, then where they come from.

Not counting (``debrief.deal`` does) and not drawing.  Shown only after an ending: here, and nowhere before, the
weights of both sides may be seen.  Called by ``deal_text``, ``report_deal`` and the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.frontier import Point, Weights, zone
from game.core.bargain import Bargain, Package, Rung, Side
from game.core.model import Table
from game.debrief.deal import Deal, deals
from game.play.session import Session
from game.ui import deal_words as words
from game.ui.language import Language
from game.ui.notes import Footnote, Notes
from game.ui.pages import Pages, Paragraph
from game.ui.plot import Mark, Plot


@dataclass(frozen=True, slots=True)
class ValueRow:
    """What one thing is worth to both sides; ``kind`` is one of ``plot.KINDS`` or ``record_none``."""

    kind: str
    name: str
    values: tuple[str, str]


@dataclass(frozen=True, slots=True)
class SwapText:
    """An exchange: the clauses it changes and what each side gains in points of 100."""

    clauses: tuple[str, ...]
    gains: str


@dataclass(frozen=True, slots=True)
class WeightText:
    """One weight in force; ``own`` is the scenario's."""

    side: str
    issue: str
    name: str
    weight: int
    own: int


@dataclass(frozen=True, slots=True)
class StakeFigures:
    """Where the figures of one side on one issue come from."""

    name: str
    figures: tuple[str, ...]
    why: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class SideText:
    """One side: its name, what is said of it, its figures issue by issue."""

    id: str
    name: str
    text: tuple[Paragraph, ...]
    stakes: tuple[StakeFigures, ...]


@dataclass(frozen=True, slots=True)
class DealPage:
    """Everything about one bargain.  ``footnotes`` goes on from the numbers handed in."""

    id: str
    edited: bool
    title: str
    note: str
    words: tuple[str, ...]
    values_title: str
    values: tuple[ValueRow, ...]
    left: tuple[str, ...]
    swaps_title: str
    swaps: tuple[SwapText, ...]
    swaps_note: str
    clauses_title: str
    heads: tuple[str, ...]
    clauses: tuple[tuple[str, ...], ...]
    points_title: str
    points: tuple[tuple[str, str], ...]
    zones_title: str
    zones_note: str
    zones: tuple[tuple[str, str], ...]
    plot: Plot
    weights_title: str
    weights: tuple[WeightText, ...]
    sources_title: str
    sides: tuple[SideText, SideText]
    footnotes: tuple[Footnote, ...]


def deal_pages(session: Session, language: Language, footnotes: Sequence[Footnote] = (),
               weights: Mapping[str, Weights] | None = None) -> tuple[DealPage, ...]:
    """Returns a page for each bargain of the scenario that has tables; none before the play has ended.

    footnotes: those numbered so far.  weights: the player's own, by bargain; they are never stored.
    """
    if not session.ended:
        return ()
    pages: list[DealPage] = []
    names = bargains(session)
    for name in names:
        deal = next(item for item in deals(session.rules, session.steps, (weights or {}).get(name))
                    if item.bargain.id == name)
        page = _Writer(session, language, deal, len(names) > 1, footnotes).page()
        footnotes = page.footnotes
        pages.append(page)
    return tuple(pages)


def bargains(session: Session) -> tuple[str, ...]:
    """Returns the ids of the bargains that the scenario has tables for, in its order."""
    tabled = {node.bargain.id for node in session.scenario.nodes.values() if isinstance(node, Table)}
    return tuple(name for name in session.scenario.bargains if name in tabled)


class _Writer(Pages):
    def __init__(self, session: Session, language: Language, deal: Deal, several: bool,
                 footnotes: Sequence[Footnote]) -> None:
        super().__init__(session, language)
        self.deal, self.bargain, self.several = deal, deal.bargain, several
        self.notes = Notes(language, session.scenario.reference, {note.id: note.number for note in footnotes})
        one, two = (deal.bargain.sides[name] for name in deal.sides)
        self.both: tuple[Side, Side] = (one, two)
        self.names = (language.words(one.name), language.words(two.name))
        self.heads = (words.upper(self.names[0]), words.upper(self.names[1]))

    def page(self) -> DealPage:
        deal, t = self.deal, self.language.t
        basis = t("deal.basis_yours" if deal.edited else "deal.basis")
        issues = self.language.t("deal.list").join(self.language.words(item.name)
                                                   for item in self.bargain.issues.values())
        title = t("deal.title_of", issues=issues, basis=basis) if self.several else t("deal.title", basis=basis)
        zones = self._zones()
        sides = (self._side(self.both[0]), self._side(self.both[1]))
        return DealPage(
            self.bargain.id, deal.edited, title, t("deal.note_yours" if deal.edited else "deal.note"),
            words.told(deal, self.language, self.names, zones), t("deal.values", basis=basis), self._values(),
            words.left(deal, self.language, self.names),
            t("deal.swaps", basis=basis), tuple(self._swap(swap.package, swap.changed, swap.gains)
                                                for swap in words.shown(deal)) if deal.yours else (),
            words.swaps_note(deal, self.language), t("deal.texts", basis=basis), *self._clauses(),
            t("deal.points", basis=basis), self._points(), t("deal.zones", basis=basis), t("deal.zones_note"), zones,
            self._plot(basis),
            t("deal.weights", basis=basis), tuple(self._weights()), t("deal.sources"), sides, self.notes.footnotes())

    def _marked(self) -> list[tuple[str, str, tuple[Fraction, Fraction], Package | None]]:
        """Everything that has a value: kind, name, values, package."""
        deal, t = self.deal, self.language.t
        found: list[tuple[str, str, tuple[Fraction, Fraction], Package | None]] = []
        points: tuple[tuple[str, Point | None], ...] = (("yours", deal.yours), ("record", deal.record))
        for kind, point in points:
            if point is not None:
                found.append((kind, t(f"deal.mark.{kind}"), point.values, point.package))
        found.append(("none", t("deal.mark.none"), deal.none, None))
        for kind, point in (("nash", deal.nash), ("ks", deal.kalai_smorodinsky)):
            if point is not None:
                found.append((kind, t(f"deal.mark.{kind}"), point.values, point.package))
        return found

    def _values(self) -> tuple[ValueRow, ...]:
        deal, t = self.deal, self.language.t
        rows = []
        apart = deal.none != deal.record_none
        for kind, name, values, _ in self._marked():
            name = t("deal.none_yours") if kind == "none" and apart else name
            rows.append(ValueRow(kind, name, self._pair(values)))
            if kind == "none" and apart:
                rows.append(ValueRow("record_none", t("deal.none_record"), self._pair(deal.record_none)))
        return tuple(rows)

    def _pair(self, values: tuple[Fraction, Fraction]) -> tuple[str, str]:
        return words.figure(values[0]), words.figure(values[1])

    def _clause(self, issue: str, rung: Rung) -> str:
        return self.language.t("deal.open") if rung is None else self.language.words(
            self.bargain.issues[issue].clause(rung))

    def _swap(self, package: Package, changed: tuple[str, ...], gains: tuple[Fraction, Fraction]) -> SwapText:
        assert self.deal.yours is not None
        t, old = self.language.t, self.deal.yours.package
        clauses = tuple(t("deal.swap", issue=self.language.words(self.bargain.issues[name].name),
                          old=self._clause(name, old[self.bargain.place(name)]),
                          new=self._clause(name, package[self.bargain.place(name)])) for name in changed)
        told = t("deal.list").join(t("deal.gain", side=side, points=words.figure(gain))
                                   for side, gain in zip(self.heads, gains, strict=True))
        return SwapText(clauses, told)

    @staticmethod
    def _barred(side: Side, issue: str) -> set[int]:
        """The rungs that a side will have at no time."""
        return {rung for line in side.stakes[issue].red_lines if line.when is None for rung in line.rungs}

    def _clauses(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        columns = [(name, package) for _, name, _, package in self._marked() if package is not None]
        heads = (self.language.t("compare.issue"), *(name for name, _ in columns))
        rows = tuple((self.language.words(issue.name), *(self._clause(name, package[place]) for _, package in columns))
                     for place, (name, issue) in enumerate(self.bargain.issues.items()))
        return heads, rows

    def _points(self) -> tuple[tuple[str, str], ...]:
        t = self.language.t
        told = [("frontier", t("deal.explain.frontier"))]
        for kind, point in (("nash", self.deal.nash), ("ks", self.deal.kalai_smorodinsky)):
            told += [(kind, t(f"deal.explain.{kind}"))] if point is not None else []
        return (*told, ("", t("deal.explain.caution" if len(told) > 1 else "deal.explain.nowhere")))

    def _zones(self) -> tuple[tuple[str, str], ...]:
        """For every issue: the texts both would have signed, had all else stayed open."""
        nothing: Package = (None,) * len(self.bargain.issues)
        rows = []
        for name, issue in self.bargain.issues.items():
            barred = {rung for side in self.both for rung in self._barred(side, name)}
            rungs = zone(self.bargain, name, nothing, self.deal.opening, self.deal.weights)
            told = self.language.t("deal.or").join(self._clause(name, rung) for rung in rungs if rung not in barred)
            rows.append((self.language.words(issue.name), told or self.language.t("deal.zone_none")))
        return tuple(rows)

    def _plot(self, basis: str) -> Plot:
        t, places = self.language.t, dict[tuple[Fraction, Fraction], list[tuple[str, str]]]()
        for kind, name, values, _ in self._marked():
            places.setdefault(values, []).append((kind, name))
        marks = tuple(Mark(tuple(kind for kind, _ in here), t("deal.same_place").join(name for _, name in here),
                           float(x), float(y)) for (x, y), here in places.items())
        legend = [("frontier", t("deal.mark.frontier")), *((kind, name) for kind, name, _, _ in self._marked()),
                  ("worse", t("deal.mark.worse"))]
        told = [t("deal.at", name=mark.label, one=self.heads[0], x=words.figure(mark.x), two=self.heads[1],
                  y=words.figure(mark.y)) for mark in marks]
        title = t("deal.plot", basis=basis)
        across, along = (t("deal.axis", side=name) for name in self.names)
        return Plot(title, across, along,
                    tuple((float(point.values[0]), float(point.values[1])) for point in self.deal.frontier), marks,
                    (float(self.deal.none[0]), float(self.deal.none[1])), tuple(legend),
                    " ".join([title + t("deal.stop"), *told]))

    def _weights(self) -> Iterable[WeightText]:
        for side in self.both:
            for name, issue in self.bargain.issues.items():
                yield WeightText(side.id, name, self.language.words(issue.name), self.deal.weights[side.id][name],
                                 side.stakes[name].weight)

    def _side(self, side: Side) -> SideText:
        here = self.session.position
        stakes = []
        for name, issue in self.bargain.issues.items():
            why = self.paragraphs(side.stakes[name].why, here, self.notes)
            stakes.append(StakeFigures(self.language.words(issue.name), tuple(self._figures(side, name)), why))
        return SideText(side.id, words.upper(self.language.words(side.name)),
                        self.paragraphs(side.text, here, self.notes), tuple(stakes))

    def _figures(self, side: Side, name: str) -> Iterable[str]:
        """The figures of one side on one issue, as the scenario has them."""
        t, stake, bargain = self.language.t, side.stakes[name], self.bargain
        yield t("deal.weight", weight=stake.weight, total=side.total)
        rungs = [t("deal.worth", clause=self._clause(name, rung), worth=stake.worth[rung])
                 for rung in bargain.issues[name].rungs]
        yield t("deal.between").join([*rungs, t("deal.worth", clause=t("deal.open"), worth=stake.open)])
        for link in side.links:
            if link.issue == name:
                order = sorted(link.rungs, key=lambda rung: -1 if rung is None else rung)
                given = t("deal.or").join(self._clause(link.other, rung) for rung in order)
                changed = t("deal.between").join(t("deal.worth", clause=self._clause(name, rung), worth=worth)
                                                 for rung, worth in link.worth.items())
                yield t("deal.link", other=self.language.words(bargain.issues[link.other].name), given=given,
                        worths=changed)
        for line in stake.red_lines:
            clauses = t("deal.between").join(self._clause(name, rung) for rung in sorted(line.rungs))
            yield t("deal.red" if line.when is None else "deal.red_at_times", clauses=clauses)


def own_weights(bargain: Bargain) -> dict[str, dict[str, int]]:
    """Returns the scenario's weights, to be changed by a player."""
    return {side.id: {name: side.stakes[name].weight for name in bargain.issues} for side in bargain.sides.values()}
