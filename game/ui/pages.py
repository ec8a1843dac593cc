"""What a front end shows, resolved into one language: pages of a play as plain values.

Not drawing and not flow.  Every paragraph arrives with its grade, its label and the numbers of its footnotes, so
that no front end can show a sentence without them.  Called by the terminal, the window and the transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from game.core.model import LEFT_RECORD, AnyNode, Chance, Decision, Option, Table, Terminal, is_proposal
from game.core.reference import Rung
from game.core.rules import Position, Rules, Step
from game.core.texts import Block, Grade, Words
from game.play.session import REJOIN, Session, Track
from game.ui.forecast import parse_forecast
from game.ui.language import Language, likelihood_of
from game.ui.notes import Footnote, Notes
from game.ui.table_page import MinutesPage, TablePage, TablePages

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_]+)\}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One graded paragraph.  ``label`` is the grade in words, ``note`` what the grade must carry."""

    text: str
    grade: Grade
    label: str
    note: str = ""
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gauge:
    """One line of the situation: a dimension, a layer of it, and the rung it stands on, in words.

    ``kind`` is the layer's id, or ``stand`` for a clause that is not yet one of an agreement in force.
    """

    id: str
    kind: str
    name: str
    layer: str
    rung: str
    text: str


@dataclass(frozen=True, slots=True)
class CounselView:
    """An adviser (or a composed voice): who, the seal character, what he favours and opposes, and why."""

    name: str
    role: str
    seal: str
    composed: bool
    favours: tuple[str, ...]
    opposes: tuple[str, ...]
    text: Paragraph
    person: str = ""


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option as it stands on the order sheet; ``closed`` says why it cannot be taken."""

    move: str
    number: int
    text: str
    reason: str
    enabled: bool
    closed: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything a player may know before deciding."""

    node: str
    act: str
    date: str
    place: str
    title: str
    brief: tuple[Paragraph, ...]
    question: str
    situation: tuple[Gauge, ...]
    counsel: tuple[CounselView, ...]
    options: tuple[OptionView, ...]
    footnotes: tuple[Footnote, ...]
    badge: str


@dataclass(frozen=True, slots=True)
class RevealPage:
    """The three panels after a decision.  They are separate fields on purpose: no text block is shared."""

    node: str
    date: str
    title: str
    yours: str
    status: str
    held: tuple[Paragraph, ...]
    forecast: str
    recorded: str
    same: bool
    record: tuple[Paragraph, ...]
    hidden: tuple[Paragraph, ...]
    follows: tuple[Paragraph, ...]
    returns: str
    footnotes: tuple[Footnote, ...]
    badge: str


@dataclass(frozen=True, slots=True)
class NewsPage:
    """What chance or the world did between two decisions."""

    node: str
    date: str
    title: str
    likelihood: str
    text: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    badge: str


@dataclass(frozen=True, slots=True)
class EndingPage:
    """The ending reached."""

    node: str
    title: str
    text: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    badge: str


Page = DecisionPage | TablePage | RevealPage | MinutesPage | NewsPage | EndingPage


class Pages:
    """Makes pages of one session in one language."""

    def __init__(self, session: Session, language: Language) -> None:
        self.session = session
        self.language = language
        self.rules: Rules = session.rules
        self.reference = session.scenario.reference

    def present(self) -> DecisionPage | EndingPage:
        """Returns the page of the present position."""
        node = self.session.node
        if isinstance(node, Terminal):
            return self._ending(node)
        if isinstance(node, Decision):
            return self._decision(node)
        raise TypeError(f"nothing to show at {node.id}")

    def table(self) -> TablePage:
        """Returns the page of the table where the play stands; raises ``TypeError`` if it stands at none."""
        return TablePages(self).table()

    def shown(self) -> DecisionPage | TablePage | EndingPage:
        """Returns the page of the present position, a table with its scales."""
        return self.table() if isinstance(self.session.node, Table) else self.present()

    def after(self, steps: Iterable[Step], first_ply: int) -> list[RevealPage | MinutesPage | NewsPage]:
        """Returns the pages that tell what ``steps`` did; ``first_ply`` is the ply of the first."""
        pages: list[RevealPage | MinutesPage | NewsPage] = []
        for ply, step in enumerate(steps, first_ply):
            node = self.session.scenario.nodes[step.before.node]
            if step.move == REJOIN:
                continue
            if isinstance(node, Table) and is_proposal(step.move):
                pages.append(self.minutes(ply))
            elif isinstance(node, Decision):
                pages.append(self.reveal(ply))
            elif isinstance(node, Chance):
                news = self.news(ply)
                if news is not None:
                    pages.append(news)
        return pages

    def news(self, ply: int) -> NewsPage | None:
        """Returns the page of the chance step at ``ply``; None where the scenario has nothing to tell."""
        step = self.session.steps[ply]
        node = self.session.scenario.nodes[step.before.node]
        if not isinstance(node, Chance):
            return None
        branch = node.branch(step.move)
        notes = self.fresh_notes()
        text = self._slot(branch.text, step.before, notes)
        if not text:
            return None
        odds = self.rules.odds(step.before)
        word = ""
        if len(odds) > 1:
            word = self.language.t("news.odds", word=self.language.likelihood(likelihood_of(odds[step.move])))
        return NewsPage(node.id, self.date(node, step.before), self._phrase(node.title, step.before), word, text,
                        notes.footnotes(), self.badge(ply + 1))

    def minutes(self, ply: int) -> MinutesPage:
        """Returns the minutes of the meeting at ``ply``."""
        return TablePages(self).minutes(ply)

    def reveal(self, ply: int) -> RevealPage:
        """Returns the three panels for the decision at ``ply``."""
        step = self.session.steps[ply]
        node = self.session.scenario.decision(step.before.node)
        option = node.option(step.move)
        final = node.record_moves[-1] if isinstance(node, Table) and node.record_moves else node.record_move
        recorded = node.option(final) if final else None
        notes = self.fresh_notes()
        before = step.before
        same = recorded is not None and option.id == recorded.id
        return RevealPage(
            node.id, self.date(node, before), self._phrase(node.title, before),
            self._phrase(option.text, before), self.language.t(f"status.{option.status.value}"),
            self._slot(option.held, before, notes), self._forecast(ply, node, recorded, before),
            self._phrase(recorded.text, before) if recorded else "", same,
            self._slot(node.record, before, notes), self._slot(node.hidden, before, notes),
            self._slot(option.follows, before, notes), self.returns(ply), notes.footnotes(), self.badge(ply + 1),
        )

    def returns(self, ply: int) -> str:
        """Returns the sentence that the story goes back to the record after the step at ``ply``, if it does."""
        back = ply + 1 < self.session.ply and self.session.steps[ply + 1].move == REJOIN
        return self.language.t("reveal.returns") if back else ""

    def briefing(self, ply: int) -> tuple[tuple[Paragraph, ...], tuple[Footnote, ...]]:
        """Returns the brief that stood before the decision at ``ply``, and its footnotes."""
        step, notes = self.session.steps[ply], self.fresh_notes()
        return self._slot(self.session.scenario.decision(step.before.node).brief, step.before, notes), notes.footnotes()

    def badge(self, ply: int | None = None) -> str:
        """Returns the badge of the track: on the branch track, the distance from the record at ``ply``.

        Empty where the scenario tells no record.
        """
        if not self.session.has_record():
            return ""
        if self.session.track is Track.RECORD:
            return self.language.t("badge.record")
        limit = self.session.ply if ply is None else ply
        away = sum(self.rules.departs(step.before, step.move) for at, step, _ in self.session.decisions() if at < limit)
        return self.language.t("badge.branch", n=away)

    def situation(self, position: Position) -> tuple[Gauge, ...]:
        """Returns where every dimension stands, in words; layers not yet in play are left out."""
        gauges = []
        for dimension in self.reference.dimensions.values():
            name = self.language.words(dimension.name)
            for layer, variable in dimension.layers:
                rung = self.rung(variable, position)
                if rung is None or (layer in ("promise", "delivery") and rung.value == 0):
                    continue
                key = "stand" if layer == "clause" and not self.in_force(position) else layer
                gauges.append(Gauge(f"{dimension.id}.{layer}", key, name, self.language.t(f"layer.{key}"),
                                    self.language.words(rung.name), self.language.words(rung.text)))
        return tuple(gauges)

    def in_force(self, position: Position) -> bool:
        """Says whether the clauses are those of an agreement in force (always, where the scenario does not say)."""
        return self.rules.holds(self.session.scenario.in_force, position)

    def rung(self, variable: str, position: Position) -> Rung | None:
        """Returns the rung a variable stands on, or None where it has no scale or may not be seen."""
        scale = self.reference.scales.get(variable)
        if scale is None or not self.rules.variables[variable].is_seen_by(self.session.seat):
            return None
        value = self.rules.value(position, variable)
        return scale.rung(value) if isinstance(value, int) else None

    def _decision(self, node: Decision) -> DecisionPage:
        position = self.session.position
        notes = self.fresh_notes()
        brief = self._slot(node.brief, position, notes)
        counsel = tuple(view for view in (self._counsel(node, place, notes) for place in range(len(node.counsel)))
                        if view is not None)
        act = next((self.language.words(act.title) for act in self.session.scenario.acts if act.id == node.act), "")
        return DecisionPage(node.id, act, self.date(node, position), self.language.words(node.place),
                            self._phrase(node.title, position), brief, self._phrase(node.question, position),
                            self.situation(position), counsel, self._options(node), notes.footnotes(), self.badge())

    def _options(self, node: Decision) -> tuple[OptionView, ...]:
        position = self.session.position
        open_moves = self.session.moves()
        return tuple(
            OptionView(option.id, number, self._phrase(option.text, position), self._phrase(option.reason, position),
                       option.id in open_moves,
                       "" if option.id in open_moves else self._phrase(option.closed, position))
            for number, option in enumerate(node.options, 1))

    def _counsel(self, node: Decision, place: int, notes: Notes) -> CounselView | None:
        counsel = node.counsel[place]
        position = self.session.position
        shown = self._slot(counsel.text, position, notes)
        if not shown:
            return None
        person = self.reference.people.get(counsel.who or "")
        if person is not None:
            name, role, seal = self.language.words(person.name), self.language.words(person.role), person.seal
        else:
            name, role, seal = self.language.words(counsel.voice or Words(())), self.language.t("counsel.composed"), ""
        return CounselView(name, role, seal, person is None, counsel.favours, counsel.opposes, shown[0],
                           counsel.who or "")

    def _ending(self, node: Terminal) -> EndingPage:
        notes = self.fresh_notes()
        position = self.session.position
        text = self._slot(node.text, position, notes)
        return EndingPage(node.id, self._phrase(node.title, position), text, notes.footnotes(), self.badge())

    def _forecast(self, ply: int, node: Decision, recorded: Option | None, position: Position) -> str:
        told = self.session.noted(ply, "forecast")
        if not told or recorded is None:
            return ""
        shares = parse_forecast(told)
        return self.language.t("reveal.forecast", share=shares.get(recorded.id, 0))

    def date(self, node: AnyNode, position: Position) -> str:
        """Returns when a node stands, in words.

        The record's days belong to the record: off it a decision shows its months, a chance node nothing.
        """
        if not self.rules.value(position, LEFT_RECORD):
            return self.language.span(node.date)
        return self.language.months(node.date) if isinstance(node, Decision) else ""

    def fresh_notes(self) -> Notes:
        """Returns an empty list of footnotes, to be filled while paragraphs are made."""
        return Notes(self.language, self.reference)

    def _phrase(self, phrase: tuple[object, ...], position: Position) -> str:
        return self._fill(self.language.words(self.rules.phrase(phrase, position)), position)  # type: ignore[arg-type]

    def _slot(self, slot: tuple[Block, ...], position: Position, notes: Notes) -> tuple[Paragraph, ...]:
        return tuple(self.paragraph(block, position, notes) for block in self.rules.slot(slot, position))

    def paragraphs(self, slot: tuple[Block, ...], position: Position, notes: Notes) -> tuple[Paragraph, ...]:
        """Returns the paragraphs that hold at ``position``."""
        return self._slot(slot, position, notes)

    def phrase(self, phrase: tuple[object, ...], position: Position) -> str:
        """Returns a short text as it reads at ``position``."""
        return self._phrase(phrase, position)

    def paragraph(self, block: Block, position: Position, notes: Notes) -> Paragraph:
        """Returns a block as a paragraph with its grade in words and its footnote marks."""
        return Paragraph(self._fill(self.language.words(block.words), position), block.grade,
                         grade_label(block, self.language), grade_note(block, self.language),
                         notes.marks(block.cites))

    def _fill(self, text: str, position: Position) -> str:
        def value(found: re.Match[str]) -> str:
            rung = self.rung(found[1], position)
            if rung is not None:
                return self.language.words(rung.name)
            return self.language.value(self.rules.value(position, found[1]))
        return _PLACEHOLDER.sub(value, text)


def grade_label(block: Block, language: Language) -> str:
    """Returns the grade in words, with likelihood and confidence where it has them."""
    parts = [language.t(f"grade.{block.grade.value}")]
    if block.likelihood is not None:
        parts.append(language.likelihood(block.likelihood))
    if block.confidence is not None:
        parts.append(language.t("grade.confidence", word=language.confidence(block.confidence)))
    return " · ".join(parts)


def grade_note(block: Block, language: Language) -> str:
    """Returns what the grade must carry, as a short line: the historian, the basis, or what is invented."""
    if block.who:
        return language.words(block.who)
    if block.basis:
        return language.t("grade.basis", basis=language.words(block.basis))
    if block.invented:
        return language.words(block.invented)
    return ""
