"""A table as lines of text: its scales, a draft in words, the minutes of a meeting.

Not interactive (that is ``table_desk``) and never a worth or a weight: clauses and words only.  Called by
``transcript`` and ``terminal``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from game.ui.pages import DecisionPage, OptionView, Pages
from game.ui.table_page import ClauseView, IssueView, MinutesPage, RungView, TablePage

if TYPE_CHECKING:
    from game.ui.transcript import Transcript

Draft = Mapping[str, int | None]
"""Issue -> rung; None is an issue left open, or not yet written."""


class TableText:
    """Prints tables and minutes with the means of one ``Transcript``."""

    def __init__(self, printer: Transcript) -> None:
        self.printer = printer
        self.t = printer.language.t

    def table(self, page: TablePage, draft: Draft | None = None) -> list[str]:
        """Returns the whole page: brief, counsel, what was settled, every scale, the other ways on, the sources."""
        printer, decision = self.printer, page.page
        options = options_of(page)
        lines = printer.opening(decision)
        if decision.counsel:
            lines += ["", printer.rule(self.t("terminal.counsel"))]
            for view in decision.counsel:
                lines += printer.voice(view, options)
        return [*lines, *self.scales(page, draft), *printer.footnotes(page.footnotes)]

    def scales(self, page: TablePage, draft: Draft | None = None) -> list[str]:
        """Returns the meeting, what was settled before, the scales, the table's own options, and the draft."""
        printer = self.printer
        lines = ["", printer.rule(self.t("terminal.table_on")), *printer.wrapped(self.meeting(page))]
        lines += printer.wrapped(page.page.question)
        if page.settled:
            lines += ["", *printer.wrapped(self.t("terminal.table_settled"))]
            for clause in page.settled:
                lines += printer.hung("    ", self._clause(clause))
        for number, issue in enumerate(page.issues, 1):
            lines += ["", *self.scale(number, issue, draft)]
        if options := options_of(page):
            lines += ["", printer.rule(self.t("terminal.table_instead"))]
            for option in options:
                lines += printer.option(option)
        if draft is not None:
            lines += ["", printer.rule(self.t("terminal.table_draft")), *self.draft(page, draft)]
        return lines

    def meeting(self, page: TablePage) -> str:
        """Returns which meeting this is; the last is said to be the last."""
        key = "table_last" if page.meeting == page.meetings else "table_meeting"
        return self.t(f"terminal.{key}", meeting=page.meeting, meetings=page.meetings)

    def scale(self, number: int, issue: IssueView, draft: Draft | None = None, full: bool = False) -> list[str]:
        """Returns one issue with every rung; ``full`` adds the whole text of each clause."""
        printer = self.printer
        lines = printer.hung(f"{number}. ", issue.name)
        width = max(len(str(rung.rung)) for rung in issue.rungs) + 2
        drafted = draft.get(issue.id) if draft is not None else None
        for rung in issue.rungs:
            chosen = draft is not None and drafted == rung.rung
            lead = self._lead(str(rung.rung) if rung.enabled else f"({rung.rung})", width, chosen)
            lines += printer.hung(lead, rung.name + self._tags(rung, chosen))
            if full and rung.text:
                lines += printer.wrapped(rung.text, " " * (len(lead) + 2))
        if issue.may_be_open:
            chosen = draft is not None and drafted is None
            lines += printer.hung(self._lead("-", width, chosen), self.t("table.open") + self._bracketed(
                [self.t("terminal.table_in_draft")] if chosen else []))
        closed = [rung for rung in issue.rungs if not rung.enabled]
        if closed:
            reason = next((rung.closed for rung in closed if rung.closed), "")
            lines += printer.hung(" " * (width - 1), self.t("terminal.table_closed", reason=reason) if reason
                                  else self.t("terminal.table_closed_bare"))
        return lines

    def draft(self, page: TablePage, draft: Draft) -> list[str]:
        """Returns a draft clause by clause; what differs from the last proposal is marked."""
        lines: list[str] = []
        last = dict(page.draft) if page.minutes else None
        for number, issue in enumerate(page.issues, 1):
            rung = draft.get(issue.id)
            told = self._rung(issue, rung)
            changed = last is not None and last.get(issue.id) != rung
            before = self._rung(issue, last.get(issue.id)) if last is not None else ""
            note = self._bracketed([self.t("terminal.table_offered", clause=before)] if changed else [])
            lines += self.printer.hung(f"  {'*' if changed else ' '} {number}. ", self._named(issue.name, told) + note)
        return lines

    def minutes(self, page: MinutesPage, before: MinutesPage | None = None) -> list[str]:
        """Returns the minutes of a meeting; with the meeting ``before``, what both sides have changed since."""
        printer = self.printer
        title = self.t("terminal.table_minutes", meeting=page.meeting, meetings=page.meetings)
        lines = ["", printer.rule(title), *printer.wrapped(page.date)]
        lines += ["", *printer.wrapped(self.t("terminal.table_proposed"))]
        lines += self._clauses(page.proposed, {clause.issue: clause for clause in before.proposed} if before else {},
                               "terminal.table_before")
        if page.meeting > 1 and not page.changed:
            lines += printer.wrapped(self.t("terminal.table_same"))
        lines += ["", *printer.wrapped(page.answer), *printer.paragraphs(page.reasons)]
        if page.counter:
            lines += ["", *printer.wrapped(self.t("terminal.table_countered"))]
            lines += self._clauses(page.counter, {clause.issue: clause for clause in page.proposed},
                                   "terminal.table_yours")
        if before and before.counter and page.counter:
            lines += self._moved(before.counter, page.counter)
        return [*lines, *self._end(page), *printer.footnotes(page.footnotes)]

    def _end(self, page: MinutesPage) -> list[str]:
        printer = self.printer
        if not page.ends:
            return []
        lines = ["", printer.rule(page.outcome), *printer.paragraphs(page.follows)]
        if page.record or page.recorded:
            lines += ["", printer.rule(self.t("reveal.record"))]
            lines += printer.wrapped(self.t("terminal.table_same_end") if page.same
                                     else self.t("reveal.recorded", text=page.recorded))
            lines += printer.paragraphs(page.record)
        if page.hidden:
            lines += ["", printer.rule(self.t("reveal.hidden")), *printer.paragraphs(page.hidden)]
        return lines + (["", *printer.wrapped(page.returns)] if page.returns else [])

    def _clauses(self, clauses: Sequence[ClauseView], old: Mapping[str, ClauseView], key: str) -> list[str]:
        lines: list[str] = []
        for clause in clauses:
            note = ""
            if clause.changed:
                known = old.get(clause.issue)
                told = self.t(key, clause=known.clause) if known else self.t("terminal.table_changed")
                note = self._bracketed([told])
            lines += self.printer.hung("  * " if clause.changed else "    ",
                                       self._named(clause.name, clause.clause) + note)
        return lines

    def _moved(self, earlier: Sequence[ClauseView], later: Sequence[ClauseView]) -> list[str]:
        """What the other side asks now that it did not ask in its counter-offer before."""
        asked = {clause.issue: clause for clause in earlier}
        if {(clause.issue, clause.rung) for clause in earlier if clause.changed} == {
                (clause.issue, clause.rung) for clause in later if clause.changed}:
            return ["", *self.printer.wrapped(self.t("terminal.table_unmoved"))]
        moved = [clause for clause in later if clause.rung != asked[clause.issue].rung
                 and (clause.changed or asked[clause.issue].changed)]
        if not moved:
            return []
        lines = ["", *self.printer.wrapped(self.t("terminal.table_moved"))]
        for clause in moved:
            note = self._bracketed([self.t("terminal.table_before", clause=asked[clause.issue].clause)])
            lines += self.printer.hung("    ", self._named(clause.name, clause.clause) + note)
        return lines

    def _lead(self, number: str, width: int, chosen: bool) -> str:
        shown = number if number.startswith("(") else f"{number} "
        return f" {'>' if chosen else ' '} {shown:>{width}} "

    def _tags(self, rung: RungView, chosen: bool) -> str:
        told = (("terminal.table_in_draft", chosen), ("terminal.table_mine", rung.mine),
                ("terminal.table_theirs", rung.theirs))
        return self._bracketed([*(self.t(key) for key, holds in told if holds), *rung.marks])

    def _bracketed(self, parts: Sequence[str]) -> str:
        if not parts:
            return ""
        return f"（{'；'.join(parts)}）" if self.printer.chinese else f" [{'; '.join(parts)}]"

    def _rung(self, issue: IssueView, rung: int | None) -> str:
        found = issue.rung(rung)
        if found is not None:
            return found.name
        return self.t("table.open" if issue.may_be_open else "terminal.table_unwritten")

    def _clause(self, clause: ClauseView) -> str:
        told = self._named(clause.name, clause.clause)
        if not clause.text:
            return told
        return f"{told}。{clause.text}" if self.printer.chinese else f"{told}. {clause.text}"

    def _named(self, name: str, told: str) -> str:
        return f"{name}：{told}" if self.printer.chinese else f"{name}: {told}"


def options_of(page: TablePage) -> tuple[OptionView, ...]:
    """Returns the table's own options, numbered after the issues."""
    return tuple(replace(option, number=option.number + len(page.issues)) for option in page.page.options)


def continued(pages: Pages, page: TablePage) -> TablePage:
    """Returns a table as one reads it again: brief and counsel that stood at the last meeting are left out."""
    if not page.minutes:
        return page
    session = pages.session.branch_at(pages.session.ply - 1)
    earlier, now = Pages(session, pages.language).present(), page.page
    assert isinstance(earlier, DecisionPage)
    told = {paragraph.text for paragraph in earlier.brief}
    heard = {(view.name, view.text.text) for view in earlier.counsel}
    brief = tuple(paragraph for paragraph in now.brief if paragraph.text not in told)
    counsel = tuple(view for view in now.counsel if (view.name, view.text.text) not in heard)
    used = {mark for paragraph in (*brief, *(view.text for view in counsel)) for mark in paragraph.marks}
    return replace(page, page=replace(now, act="", brief=brief, counsel=counsel, footnotes=tuple(
        note for note in now.footnotes if note.number in used)))
