"""The comparison in one language, as plain values: what the window, the terminal and the printed report all show.

Not drawing and not counting: ``debrief.compare`` finds what differs, this module only puts it into words, so that
no front end can leave out a grade, a source or a difference.  Called by ``compare_text``, ``report`` and the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from game.analysis.odds import Tally
from game.core.model import OUTCOMES, Option, Terminal
from game.core.reference import Perspective, Rung
from game.core.rules import Position
from game.core.texts import Block, Grade
from game.debrief.compare import Cause, Comparison, LayerRow, PathRow
from game.play.session import Session, Track, record_line
from game.ui.language import Language
from game.ui.notes import Footnote, Notes
from game.ui.pages import Pages, Paragraph
from game.ui.talks_text import choice_text


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell of the treaty table with the numbers of its footnotes; ``grade`` is empty where it is the record."""

    text: str
    marks: tuple[int, ...] = ()
    grade: str = ""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One issue: a cell per document, then the player's.

    ``verdict`` says in words whether it differs from the record, and is empty where there is none.
    """

    name: str
    cells: tuple[CellText, ...]
    rung: str
    yours: CellText
    same: bool
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class PathText:
    """One decision, or one round of talks with how they ended and the clauses agreed.

    ``relation`` is same, differs, unreached or beyond (talks still going on are unreached), ``verdict`` the same in
    words; in a scenario without a record it is alone, without a word.
    """

    act: str
    date: str
    title: str
    yours: str
    record: str
    relation: str
    verdict: str
    turn: str
    opened: str
    closed: str


@dataclass(frozen=True, slots=True)
class CauseText:
    """One link of a "why" trace: what was done where, what it moved and why, and how well that is founded."""

    told: str
    effect: str
    sure: str


@dataclass(frozen=True, slots=True)
class StakeText:
    """One layer of one dimension, yours beside the record's."""

    id: str
    dimension: str
    layer: str
    name: str
    yours: str
    yours_text: str
    record: str
    record_text: str
    same: bool
    verdict: str
    causes: tuple[CauseText, ...]


@dataclass(frozen=True, slots=True)
class FigureText:
    """A number or date of the record."""

    name: str
    value: str
    reached: bool
    verdict: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RungShare:
    """One rung of a scale and the share of all plays that end there."""

    name: str
    share: Fraction
    words: str
    yours: bool
    record: bool


@dataclass(frozen=True, slots=True)
class OddsText:
    """Where the play stands among all plays, for one layer of one dimension."""

    name: str
    sentence: str
    rungs: tuple[RungShare, ...]


@dataclass(frozen=True, slots=True)
class VoiceText:
    """A reading or a perspective: its title, graded paragraphs, and (perspectives) what it cares for most."""

    title: str
    text: tuple[Paragraph, ...]
    cares: str = ""
    basis: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Everything, section by section.

    ``odds`` is None while nobody has counted the plays.  Where the scenario tells no record, ``recorded`` is false;
    badge, distance and verdicts are then empty.
    """

    scenario: str
    title: str
    badge: str
    distance: str
    ending: str
    record_ending: str
    same_ending: bool
    ending_text: tuple[Paragraph, ...]
    documents: tuple[tuple[str, str], ...]
    mine: str
    clauses: tuple[ClauseText, ...]
    path: tuple[PathText, ...]
    stakes: tuple[StakeText, ...]
    figures: tuple[FigureText, ...]
    odds: tuple[OddsText, ...] | None
    readings: tuple[VoiceText, ...]
    perspectives: tuple[VoiceText, ...]
    footnotes: tuple[Footnote, ...]
    grades: tuple[tuple[str, str, str], ...]
    recorded: bool = True


def comparison_page(session: Session, comparison: Comparison, language: Language,
                    odds: Tally | None = None) -> ComparisonPage:
    """Returns the comparison of ``session`` in ``language``; footnotes are numbered through all sections."""
    return _Writer(session, comparison, language).page(odds)


class _Writer(Pages):
    def __init__(self, session: Session, comparison: Comparison, language: Language) -> None:
        super().__init__(session, language)
        self.comparison = comparison
        self.notes = Notes(language, session.scenario.reference)
        line = record_line(session.rules)
        self.record_end: Position = line[-1].after if line else session.rules.start()

    def page(self, odds: Tally | None) -> ComparisonPage:
        found, t, words = self.comparison, self.language.t, self.language.words
        here = self.session.position
        ending = self._phrase(found.ending.title, here) if found.ending else t("compare.unfinished")
        recorded = self._phrase(found.record_ending.title, self.record_end) if found.record_ending else ""
        text = self._slot(found.ending.text, here, self.notes) if found.ending else ()
        documents = tuple((words(item.title), words(item.date)) for item in self.reference.documents.values())
        clauses = self._clauses()
        path = tuple(self._step(row) for row in found.path)
        stakes = tuple(self._stake(row) for row in found.layers)
        figures = tuple(FigureText(words(row.figure.name), self.language.value(row.figure.value), row.reached,
                                   t("compare.reached" if row.reached else "compare.unreached"),
                                   self.notes.marks(row.figure.cites)) for row in found.figures)
        readings = tuple(VoiceText(words(item.title), self._said(item.text)) for item in
                         self.reference.readings.values())
        sides = tuple(self._side(item) for item in self.reference.perspectives.values())
        self.notes.marks(found.cites)
        return ComparisonPage(
            words(self.session.scenario.title), t("compare.title" if found.recorded else "compare.title_alone"),
            self.badge(), t("compare.distance", n=found.departures, total=found.total) if found.recorded else "",
            ending, recorded,
            bool(found.ending and found.record_ending and found.ending.id == found.record_ending.id), text,
            documents, t("compare.yours" if self.in_force(here) else "compare.stands"), clauses, path, stakes,
            figures, None if odds is None else self._odds(odds), readings, sides,
            self.notes.footnotes(),
            tuple((grade.value, t(f"grade.{grade.value}"), t(f"report.grade.{grade.value}")) for grade in Grade),
            found.recorded)

    def _clauses(self) -> tuple[ClauseText, ...]:
        rows, t, words = [], self.language.t, self.language.words
        for row in self.comparison.clauses:
            cells = []
            for name in self.reference.documents:
                cell = row.row.cells.get(name)
                cells.append(CellText(words(cell.text), self.notes.marks(cell.cites)) if cell
                             else CellText(t("compare.silent")))
            rung = row.yours
            mine = CellText(t("compare.silent"))
            if rung is not None:
                grade = "" if rung.grade == Grade.FACT.value else t(f"grade.{rung.grade}")
                mine = CellText(words(rung.text), self.notes.marks(rung.cites), grade)
            rows.append(ClauseText(words(row.row.name), tuple(cells), words(rung.name) if rung else "", mine, row.same,
                                   self._verdict(row.same), words(row.row.note)))
        return tuple(rows)

    def _verdict(self, same: bool) -> str:
        if not self.comparison.recorded:
            return ""
        return self.language.t("compare.same" if same else "compare.differs")

    def _step(self, row: PathRow) -> PathText:
        t, node = self.language.t, row.node
        act = next((self.language.words(act.title) for act in self.session.scenario.acts if act.id == node.act), "")
        if not self.comparison.recorded:
            return PathText(act, self.language.span(node.date), self._phrase(node.title, row.position),
                            choice_text(self, row.choice), "", "alone", "", "", "", "")
        relation = "same"
        if row.choice is None or not row.choice.end:
            relation = "unreached"
        elif row.recorded is None:
            relation = "beyond"
        elif row.differs:
            relation = "differs"
        verdict = t({"same": "compare.same", "differs": "compare.differs", "unreached": "compare.not_reached",
                     "beyond": "compare.beyond_record"}[relation])
        turn = ""
        if self.session.track is Track.RECORD:
            turn = t("compare.returned") if relation == "differs" else ""
        elif row.left_here:
            turn = t("compare.opened")
        doors = {}
        for kind, nodes in (("opens", row.opened), ("closes", row.closed)):
            titles = [self._phrase(item.title, row.position) for item in nodes]
            doors[kind] = t(f"compare.{kind}", titles=t("compare.list").join(titles)) if titles else ""
        return PathText(act, self.language.span(node.date), self._phrase(node.title, row.position),
                        choice_text(self, row.choice) or t("compare.not_reached"),
                        choice_text(self, row.recorded) or t("compare.beyond_record"),
                        relation, verdict, turn, doors["opens"], doors["closes"])

    def _stake(self, row: LayerRow) -> StakeText:
        words = self.language.words
        same = row.yours == row.record or not self.comparison.recorded
        key = "stand" if row.layer == "clause" and not self.in_force(self.session.position) else row.layer
        layer, name = self.language.t(f"layer.{key}"), words(row.dimension.name)
        return StakeText(f"{row.dimension.id}.{row.layer}", name, layer,
                         self.language.t("compare.layer", name=name, layer=layer),
                         self._rung(row.yours), words(row.yours.text) if row.yours else "",
                         self._rung(row.record), words(row.record.text) if row.record else "",
                         same, self._verdict(same), tuple(self._cause(cause) for cause in row.trace))

    def _rung(self, rung: Rung | None) -> str:
        return self.language.words(rung.name) if rung else self.language.t("compare.no_rung")

    def _cause(self, cause: Cause) -> CauseText:
        t, node = self.language.t, cause.node
        before = cause.position
        chosen = self._phrase(cause.option.text, before) if isinstance(cause.option, Option) else t("compare.came")
        if cause.end in OUTCOMES:
            chosen = t(f"talks.cause.{cause.end}")
        day = self.date(node, before)
        where = t("compare.list").join(part for part in (day, self._phrase(node.title, before)) if part)
        change = t("compare.moved", old=self._rung(cause.old), new=self._rung(cause.new))
        why = self.language.words(cause.why)
        return CauseText(t("compare.told", where=where, option=chosen) if where else chosen,
                         t("compare.effect", change=change, why=why) if why else change,
                         t(f"compare.sure.{cause.sure.value}") if cause.sure else t("talks.as_agreed"))

    def _said(self, slot: tuple[Block, ...]) -> tuple[Paragraph, ...]:
        return self._slot(slot, self.session.position, self.notes)

    def _side(self, side: Perspective) -> VoiceText:
        t, words = self.language.t, self.language.words
        text = self._said(side.text)
        most = sorted(side.weights.items(), key=lambda item: -item[1])
        names = [words(self.reference.dimensions[name].name) for name, weight in most
                 if name in self.reference.dimensions and weight > 0 and weight >= most[0][1] * 0.7]
        cares = t("compare.cares", names=t("compare.list").join(names)) if names else ""
        basis = t("grade.basis", basis=words(side.basis)) if side.basis else ""
        return VoiceText(words(side.name), text, cares, basis, self.notes.marks(side.cites))

    def _odds(self, odds: Tally) -> tuple[OddsText, ...]:
        shown = [self._ending_odds(odds)] if odds.endings else []
        for row in self.comparison.layers:
            shares, scale = odds.rungs.get(row.variable), self.reference.scales.get(row.variable)
            if shares is None or scale is None:
                continue
            rungs = tuple(RungShare(self.language.words(rung.name), shares.get(rung.value, Fraction(0)),
                                    self.language.percent(shares.get(rung.value, Fraction(0))), rung == row.yours,
                                    rung == row.record and self.comparison.recorded) for rung in scale.rungs)
            mine = next((rung.words for rung in rungs if rung.yours), "")
            sentence = self.language.t("compare.odds", share=mine) if mine else ""
            name = self.language.t("compare.layer", name=self.language.words(row.dimension.name),
                                   layer=self.language.t(f"layer.{row.layer}"))
            shown.append(OddsText(name, sentence, rungs))
        return tuple(shown)

    def _ending_odds(self, odds: Tally) -> OddsText:
        found, t = self.comparison, self.language.t
        rungs = []
        for node in self.session.scenario.nodes.values():
            if isinstance(node, Terminal):
                share = odds.endings.get(node.id, Fraction(0))
                rungs.append(RungShare(self._phrase(node.title, self.session.position), share,
                                       self.language.percent(share), node == found.ending,
                                       node == found.record_ending))
        return OddsText(t("compare.endings"), t("compare.plays", plays=self.language.number(odds.plays)),
                        tuple(rungs))
