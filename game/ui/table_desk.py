"""Sitting at a table by typed lines: a draft, and the few words with which a package is composed and put forward.

Not printing (``table_text``) and not the turn of an ordinary decision (``terminal``, which calls this).  The draft is
a note of the session at its ply, so that it outlives a change of language, an undo and a save.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from game.core.bargain import PROPOSE
from game.ui.language import Language
from game.ui.table_page import IssueView, TablePage, TablePages
from game.ui.table_text import TableText, options_of
from game.ui.wrap import cells

if TYPE_CHECKING:
    from game.ui.terminal import Terminal

DRAFT: Final = "draft"
"""The kind of note that keeps a draft: ``om=6,nes=-``."""
OPEN: Final = ("-", "–", "—", "open")
LONGEST: Final = 400
"""Characters of an order; more is no order, whatever it is."""
YES: Final = ("y", "yes", "p", "是", "好", "提出")
NO: Final = ("", "n", "no", "否", "不")
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PARTS: Final = re.compile(r"\s*[,;、]\s*|\s+(?=[0-9]+\s*[=:])")
_ASSIGNED: Final = re.compile(r"(.+?)\s*(?:=|:|->|→)\s*(.+)")


class OrderFault(ValueError):
    """An order cannot be carried out; the message is a sentence for the player."""


class Draft:
    """A package in the making.

    ``kept`` is the note it was kept in; rungs that are out of reach by now are left out of it.
    """

    def __init__(self, page: TablePage, language: Language, kept: str | None = None) -> None:
        self.page = page
        self.t = language.t
        self.between = language.t("table.between")
        begun = dict(page.draft) if kept is None else _read(kept)
        self.rungs: dict[str, int | None] = {issue.id: self._begin(issue, begun.get(issue.id))
                                             for issue in page.issues}

    def note(self) -> str:
        """Returns the draft as it is kept."""
        return ",".join(f"{name}={'-' if rung is None else rung}" for name, rung in self.rungs.items())

    def write(self, said: str) -> bool:
        """Carries out ``2 = 3``, ``om 6``, ``2 -``, several with commas between; says whether it was such an order.

        Raises ``OrderFault`` if a part of it cannot be done, after the other parts were.
        """
        wanted: dict[str, int | None] = {}
        faults: list[str] = []
        for part in filter(None, _PARTS.split(said)):
            found = _ASSIGNED.fullmatch(part)
            name, told = found.groups() if found else [*part.rsplit(None, 1), ""][:2]
            issue = self.issue(name)
            if not found and (issue is None or not told):
                return False
            try:
                if issue is None:
                    raise self.unknown(name)
                wanted[issue.id] = self._rung(issue, told)
            except OrderFault as fault:
                faults.append(str(fault))
        self.rungs.update(wanted)
        if faults:
            raise OrderFault("\n".join(faults))
        return bool(wanted)

    def unknown(self, name: str) -> OrderFault:
        """Returns the fault that an issue is not on the table."""
        return OrderFault(self.t("terminal.table_no_issue", text=name[:40], issues=self.between.join(
            f"{number} {issue.name}" for number, issue in enumerate(self.page.issues, 1))))

    def take(self) -> list[str]:
        """Takes over the other side's counter-offer; returns its clauses out of reach, which are left as they were."""
        counter = self.page.minutes[-1].counter if self.page.minutes else ()
        if not counter:
            raise OrderFault(self.t("terminal.table_no_counter"))
        beyond = []
        for clause in counter:
            issue = self.page.issue(clause.issue)
            view = issue.rung(clause.rung)
            if issue.may_be_open if clause.rung is None else view is not None and view.enabled:
                self.rungs[clause.issue] = clause.rung
            else:
                beyond.append(f"{clause.name}{self.t('terminal.table_colon')}{clause.clause}")
        return beyond

    def back(self) -> None:
        """Goes back to the last proposal."""
        if not self.page.minutes:
            raise OrderFault(self.t("terminal.table_no_offer"))
        begun = dict(self.page.draft)
        self.rungs = {issue.id: self._begin(issue, begun.get(issue.id)) for issue in self.page.issues}

    def check(self) -> None:
        """Raises ``OrderFault`` unless the draft may be put forward."""
        unset = [f"{number} {issue.name}" for number, issue in enumerate(self.page.issues, 1)
                 if self.rungs[issue.id] is None and not issue.may_be_open]
        if unset:
            raise OrderFault(self.t("terminal.table_unset", issues=self.between.join(unset)))
        if all(rung is None for rung in self.rungs.values()):
            raise OrderFault(self.t("terminal.table_empty"))

    def issue(self, said: str) -> IssueView | None:
        """Returns the issue meant by a number, an id, a name or the beginning of one; None if that is unclear."""
        said, issues = said.strip().casefold(), self.page.issues
        if said.isascii() and said.isdigit() and len(said) < 4:
            return issues[int(said) - 1] if 1 <= int(said) <= len(issues) else None
        for issue in issues:
            if said in (issue.id.casefold(), issue.name.casefold()):
                return issue
        begun = [issue for issue in issues if said and issue.name.casefold().startswith(said)]
        return begun[0] if len(begun) == 1 else None

    def _rung(self, issue: IssueView, said: str) -> int | None:
        said = said.strip().casefold()
        if said in OPEN or said == self.t("table.open").casefold():
            if not issue.may_be_open:
                raise OrderFault(self.t("terminal.table_must", issue=issue.name))
            return None
        named = [rung for rung in issue.rungs if said in (str(rung.rung), rung.name.casefold())]
        found = named or [rung for rung in issue.rungs if not said.isdigit() and said in rung.name.casefold()]
        if len(found) != 1:
            raise OrderFault(self.t("terminal.table_no_rung", text=said[:40], issue=issue.name,
                                    rungs=self.between.join(str(rung.rung) for rung in issue.rungs if rung.enabled)))
        if not found[0].enabled:
            raise OrderFault(self.t("terminal.table_shut", issue=issue.name, clause=found[0].name,
                                    reason=found[0].closed).rstrip())
        return found[0].rung

    def _begin(self, issue: IssueView, rung: int | None) -> int | None:
        """The rung if it is in reach; where only one can be written, that one."""
        open_rungs = [view.rung for view in issue.rungs if view.enabled]
        if rung in open_rungs:
            return rung
        return open_rungs[0] if len(open_rungs) == 1 and not issue.may_be_open else None


class TableDesk:
    """Reads what the player types at a table, for one ``Terminal``."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.session = terminal.session
        self.language = terminal.language
        self.t = terminal.language.t
        self.page = terminal.pages.table()
        self.text = TableText(terminal.printer)
        self.draft = Draft(self.page, terminal.language, self.session.noted(self.session.ply, DRAFT))

    def order(self, said: str) -> bool | None:
        """Carries out what was typed: True if the play goes on from it, None if it is no order of a table."""
        said = said.translate(_FULL_WIDTH).strip()
        if len(said) > LONGEST:
            return None
        try:
            if said.casefold().startswith(PROPOSE) and ":" in said:
                return self._raw(said)
            option = next((option for option in options_of(self.page) if said == option.move), None)
            if option is not None:
                return self.terminal.decide(option.move)
            if said.isascii() and said.isdigit() and len(said) < 4:
                return self._number(int(said))
            return self._word(said.casefold(), said)
        except OrderFault as fault:
            self.terminal.show(self.terminal.printer.wrapped(str(fault)))
            return False

    def _word(self, word: str, said: str) -> bool | None:
        head, _, rest = re.sub("^x(?=[0-9])", "x ", word).partition(" ")
        match head:
            case "p" if not rest:
                return self._put_forward()
            case "t" if not rest:
                beyond = self.draft.take()
                if beyond:
                    self._say("terminal.table_beyond", clauses="; ".join(beyond))
                self._keep()
            case "o" if not rest:
                self.draft.back()
                self._keep()
            case "d" if not rest:
                self.terminal.show(self.text.scales(self.page, self.draft.rungs))
            case "m" if not rest:
                self._minutes()
            case "b" if not rest:
                self.terminal.show(self.text.table(self.page, self.draft.rungs))
            case "x":
                self._explain(rest)
            case "f" if not rest:
                self._say("terminal.table_no_forecast")
            case "?" | "h" | "help" if not rest:
                self._help()
            case _:
                return self._write(said)
        return False

    def _write(self, said: str) -> bool | None:
        before = dict(self.draft.rungs)
        try:
            if not self.draft.write(said):
                return None
        except OrderFault:
            if self.draft.rungs != before:
                self._keep()
            raise
        self._keep()
        return False

    def _raw(self, said: str) -> bool:
        """A proposal in the written form of the rules: put forward at once; what it does not name is left open."""
        self.draft.rungs = dict.fromkeys(self.draft.rungs)
        self.draft.write(said.partition(":")[2])
        self.draft.check()
        return self.terminal.play(self._move())

    def _number(self, number: int) -> bool | None:
        if 1 <= number <= len(self.page.issues):
            self._explain(str(number))
            return False
        for option in options_of(self.page):
            if option.number == number:
                if option.enabled and not self._sure(self.t("terminal.table_instead_sure", text=option.text)):
                    return False
                return self.terminal.decide(option.move)
        return None

    def _put_forward(self) -> bool:
        self.draft.check()
        self.terminal.show(["", *self.terminal.printer.wrapped(self.t("terminal.table_proposing")),
                            *self.text.draft(self.page, self.draft.rungs)])
        if not self._sure(""):
            return False
        return self.terminal.play(self._move())

    def _sure(self, text: str) -> bool:
        """Asks once more; what is neither yes nor no is read as the next order, so that nothing typed is lost."""
        self.terminal.show(self.terminal.printer.wrapped(text))
        said = self.terminal.ask(f"{self.t('terminal.table_sure')} > ").translate(_FULL_WIDTH).strip()
        if said.casefold() in YES:
            return True
        self._say("terminal.table_stands")
        if said.casefold() not in NO:
            self.terminal.put_back(said)
        return False

    def _move(self) -> str:
        return TablePages(self.terminal.pages).move(tuple(self.draft.rungs.items()))

    def _keep(self) -> None:
        self.session.note(DRAFT, self.draft.note())
        self.terminal.show(["", self.terminal.printer.rule(self.t("terminal.table_draft")),
                            *self.text.draft(self.page, self.draft.rungs)])

    def _minutes(self) -> None:
        if not self.page.minutes:
            self._say("terminal.table_no_minutes")
        before = None
        for minutes in self.page.minutes:
            self.terminal.show(self.text.minutes(minutes, before))
            before = minutes

    def _explain(self, said: str) -> None:
        issues = list(enumerate(self.page.issues, 1))
        if said:
            found = self.draft.issue(said)
            if found is None:
                raise self.draft.unknown(said)
            issues = [(number, issue) for number, issue in issues if issue is found]
        for number, issue in issues:
            self.terminal.show(["", *self.text.scale(number, issue, self.draft.rungs, full=True)])

    def _help(self) -> None:
        lines = self.t("terminal.table_help").split("\n")
        if self.page.page.options:
            numbers = [str(option.number) for option in options_of(self.page)]
            lines.append(self.t("terminal.table_help_options", numbers=self.draft.between.join(numbers)))
        for line in [*lines, *self.t("terminal.table_help_more").split("\n")]:
            key, bar, told = line.partition("|")
            pad = " " * (10 - cells(key.strip(), self.terminal.printer.chinese))
            self.terminal.show(self.terminal.printer.hung(f"  {key.strip()}{pad} ", told.strip()) if bar
                               else self.terminal.printer.wrapped(line))

    def _say(self, key: str, **values: object) -> None:
        self.terminal.show(self.terminal.printer.wrapped(self.t(key, **values)))


def _read(kept: str) -> dict[str, int | None]:
    """Reads the note of a draft, or the clauses of a proposal; what is not of that form is left out."""
    found: dict[str, int | None] = {}
    for part in kept.split(","):
        name, _, rung = part.partition("=")
        if rung == "-" or (rung.isascii() and rung.isdigit() and len(rung) < 5):
            found[name] = None if rung == "-" else int(rung)
    return found


__all__ = ["DRAFT", "Draft", "OrderFault", "TableDesk"]
