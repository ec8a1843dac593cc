"""What a front end shows of talks: the table as it stands, and the minutes of each meeting, in one language.

Not drawing, and never a number of the other side's: scales are clauses, answers are words.  Called by ``pages``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.core.bargain import Answer, Package, Reply, Rung
from game.core.model import AGREED, Table, is_proposal
from game.core.rules import Position, Step
from game.ui.notes import Footnote, Notes

if TYPE_CHECKING:
    from game.ui.pages import DecisionPage, Pages, Paragraph


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung of an issue's scale.

    ``enabled`` says whether it may be proposed now; ``closed`` why not.  ``marks`` are the names of those who stood
    here (documents, people), ``mine`` whether it was in the last proposal, ``theirs`` in the last counter-offer.
    """

    rung: int
    name: str
    text: str
    enabled: bool
    closed: str
    marks: tuple[str, ...] = ()
    mine: bool = False
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class IssueView:
    """One issue on the table, its rungs from the best for nobody in particular to the last, as the scale has them.

    ``settled`` is the rung of an issue agreed before (its other rungs cannot be chosen).
    """

    id: str
    name: str
    rungs: tuple[RungView, ...]
    may_be_open: bool
    settled: int | None = None

    def rung(self, rung: Rung) -> RungView | None:
        """Returns the view of a rung; None for an issue left open."""
        return next((view for view in self.rungs if view.rung == rung), None)


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause of a package; ``rung`` is None if it is left open, ``changed`` says it is not what it was before."""

    issue: str
    name: str
    rung: int | None
    clause: str
    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """The minutes of one meeting: what was proposed, what was answered, and, if it was the last, what came of it.

    ``reply`` is accept, counter, refuse or break; ``counter`` the other side's counter-offer, clause by clause (empty
    if there is none); ``changed`` whether this proposal differs from the one before.  ``ends`` is empty while the
    talks go on; then ``same`` says whether the record ended them so, and ``record`` and ``hidden`` tell of it.
    """

    node: str
    date: str
    title: str
    meeting: int
    meetings: int
    side: str
    other: str
    proposed: tuple[ClauseView, ...]
    changed: bool
    reply: str
    answer: str
    reasons: tuple[Paragraph, ...]
    counter: tuple[ClauseView, ...]
    ends: str
    outcome: str
    follows: tuple[Paragraph, ...]
    recorded: str
    same: bool
    record: tuple[Paragraph, ...]
    hidden: tuple[Paragraph, ...]
    returns: str
    footnotes: tuple[Footnote, ...]
    badge: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """The table as it stands: what a decision page holds (``page``), the scales, and the meetings so far.

    ``meeting`` counts from 1; ``draft`` is the package to begin from: the last one proposed, else nothing.
    """

    page: DecisionPage
    side: str
    other: str
    issues: tuple[IssueView, ...]
    settled: tuple[ClauseView, ...]
    meeting: int
    meetings: int
    minutes: tuple[MinutesPage, ...]
    draft: tuple[tuple[str, int | None], ...]

    @property
    def badge(self) -> str:
        """The badge of the track."""
        return self.page.badge

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """The footnotes of brief and counsel."""
        return self.page.footnotes

    def issue(self, name: str) -> IssueView:
        """Returns the view of an issue; raises ``KeyError``."""
        for issue in self.issues:
            if issue.id == name:
                return issue
        raise KeyError(name)


class TablePages:
    """Makes the pages of tables for one ``Pages``."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.rules = pages.rules
        self.session = pages.session
        self.language = pages.language

    def table(self) -> TablePage:
        """Returns the page of the table the play stands at; raises ``TypeError`` if it stands at none."""
        node = self.session.node
        if not isinstance(node, Table):
            raise TypeError(f"{node.id} is no table")
        position = self.session.position
        plies = self._meetings(self.session.ply)
        minutes = tuple(self.minutes(ply) for ply in plies)
        last = self._package(self.session.steps[plies[-1]]) if plies else None
        theirs = self._answer(self.session.steps[plies[-1]]).counter if plies else None
        terms = self.rules.talks[node.id].terms(position.values)
        open_rungs = dict(zip(node.bargain.issues, terms.choices, strict=True))
        issues = tuple(self._issue(node, name, open_rungs[name], position, last, theirs) for name in node.offers)
        settled = tuple(self._clause(node, name, open_rungs[name][0], False) for name in node.given
                        if open_rungs[name][0] is not None)
        draft = tuple((name, last[node.bargain.place(name)] if last else None) for name in node.offers)
        page = self.pages.present()
        return TablePage(page, self.language.words(node.bargain.sides[node.side].name),  # type: ignore[arg-type]
                         self.language.words(node.bargain.other(node.side).name), issues, settled,
                         len(plies) + 1, node.rounds, minutes, draft)

    def move(self, package: tuple[tuple[str, int | None], ...]) -> str:
        """Returns the move that proposes ``package`` ((issue, rung or None) in any order) at the present table."""
        node = self.session.node
        assert isinstance(node, Table)
        named = dict(package)
        return self.rules.talks[node.id].write(tuple(named.get(name) for name in node.bargain.issues))

    def minutes(self, ply: int) -> MinutesPage:
        """Returns the minutes of the meeting at ``ply``."""
        step = self.session.steps[ply]
        node = self.session.scenario.nodes[step.before.node]
        assert isinstance(node, Table) and is_proposal(step.move)
        earlier = self._meetings(ply)
        before = self._package(self.session.steps[earlier[-1]]) if earlier else None
        package, answer = self._package(step), self._answer(step)
        notes = Notes(self.language, self.pages.reference)
        ends = self.rules.exit(step.before, step.move)
        outcome = node.outcome(ends) if ends else None
        slots = self.pages.paragraphs
        final = node.record_moves[-1] if node.record_moves else None
        same = bool(ends) and not self.rules.departs(step.before, step.move)
        other = self.language.words(node.bargain.other(node.side).name)
        return MinutesPage(
            node.id, self.pages.date(node, step.before), self.pages.phrase(node.title, step.before), len(earlier) + 1,
            node.rounds, self.language.words(node.bargain.sides[node.side].name), other,
            tuple(self._clause(node, name, package[node.bargain.place(name)],
                               before is not None and before[node.bargain.place(name)]
                               != package[node.bargain.place(name)]) for name in node.offers),
            before is not None and before != package, answer.reply.name.lower(),
            self._told(node, answer, other), self._reasons(node, answer, step, notes),
            tuple(self._clause(node, name, answer.counter[node.bargain.place(name)], name in answer.issues)
                  for name in node.offers) if answer.counter else (),
            ends, self.language.t(f"table.ends.{ends}") if ends else "",
            slots(outcome.text, step.before, notes) if outcome else (),
            self.pages.phrase(node.option(final).text, step.before) if final and ends else "", same,
            slots(node.record, step.before, notes) if ends else (),
            slots(node.hidden, step.before, notes) if ends else (),
            self.pages.returns(ply) if ends else "", notes.footnotes(), self.pages.badge(ply + 1),
        )

    def _meetings(self, ply: int) -> list[int]:
        """The plies of the proposals made at the present table before ``ply``, oldest first."""
        found: list[int] = []
        node = (self.session.steps[ply].before if ply < self.session.ply else self.session.position).node
        for at in range(ply - 1, self.session.given - 1, -1):
            step = self.session.steps[at]
            if step.before.node != node or not is_proposal(step.move):
                break
            found.append(at)
        return found[::-1]

    def _package(self, step: Step) -> Package:
        node = self.session.scenario.nodes[step.before.node]
        assert isinstance(node, Table)
        package = node.package(step.move)
        assert package is not None
        return package

    def _answer(self, step: Step) -> Answer:
        return self.rules.answer(step.before, step.move)

    def _told(self, node: Table, answer: Answer, other: str) -> str:
        names = [self.language.words(node.bargain.issues[name].name) for name in answer.issues]
        key = f"table.answer.{answer.reply.name.lower()}"
        told = self.language.t(key, side=other, issues=self.language.t("table.between").join(names))
        return told[:1].upper() + told[1:]

    def _reasons(self, node: Table, answer: Answer, step: Step, notes: Notes) -> tuple[Paragraph, ...]:
        stakes = node.bargain.other(node.side).stakes
        slot = {Reply.ACCEPT: "grants", Reply.COUNTER: "counters"}.get(answer.reply, "refuses")
        return tuple(paragraph for name in answer.issues
                     for paragraph in self.pages.paragraphs(getattr(stakes[name], slot), step.before, notes))

    def _issue(self, node: Table, name: str, choices: tuple[Rung, ...], position: Position, last: Package | None,
               theirs: Package | None) -> IssueView:
        issue, place = node.bargain.issues[name], node.bargain.place(name)
        scale = self.pages.reference.scales.get(name)
        rungs = []
        for number in issue.rungs:
            rung = scale.rung(number) if scale else None
            enabled = number in choices
            rungs.append(RungView(
                number, self.language.words(issue.clause(number)), self.language.words(rung.text) if rung else "",
                enabled, "" if enabled else self.pages.phrase(node.offers[name].closed, position),
                tuple(self._mark(mark) for mark in (rung.marks if rung else ()) if mark in node.marks),
                last is not None and last[place] == number, theirs is not None and theirs[place] == number))
        return IssueView(name, self.language.words(issue.name), tuple(rungs), None in choices)

    def _clause(self, node: Table, name: str, rung: Rung, changed: bool) -> ClauseView:
        issue = node.bargain.issues[name]
        title = self.language.words(issue.name)
        if rung is None:
            return ClauseView(name, title, None, self.language.t("table.open"), "", changed)
        scale = self.pages.reference.scales.get(name)
        found = scale.rung(rung) if scale else None
        return ClauseView(name, title, rung, self.language.words(issue.clause(rung)),
                          self.language.words(found.text) if found else "", changed)

    def _mark(self, mark: str) -> str:
        reference = self.pages.reference
        if mark in reference.documents:
            return self.language.words(reference.documents[mark].title)
        return self.language.words(reference.people[mark].name)


__all__ = ["AGREED", "ClauseView", "IssueView", "MinutesPage", "RungView", "TablePage", "TablePages"]
