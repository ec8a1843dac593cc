"""One entry of the codex: names, positions, sources, and the places where the play uses it.

Part of the codex screen; every term, name, source and place in it leads on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from game.core.model import Scenario
from game.ui.gui.linebreak import LINK_CLOSE, LINK_OPEN
from game.ui.gui.screen import Command, Context
from game.ui.gui.screens.terms import Opener, chop, finder, link
from game.ui.gui.widgets import Column, Heading, Label, Paragraph, Row, Rule, Scroll, Widget
from game.ui.source_page import Entry, Line, Shown, SourceBook, Use
from game.ui.terms import linked


class Codex(Protocol):
    """What the sheet asks of the screen it stands on."""

    scenario: Scenario
    shown: Shown

    def go(self, ctx: Context, name: str) -> Command | None: ...

    def opener(self, ctx: Context, entry: Entry) -> Opener | None: ...


class EntrySheet:
    """Makes the sheet of an entry."""

    def __init__(self, codex: Codex, ctx: Context, book: SourceBook) -> None:
        self.codex, self.ctx, self.book = codex, ctx, book

    def compose(self, entry: Entry | None) -> Widget:
        """Returns the sheet; a word that there is none where there is no entry."""
        ctx = self.ctx
        if entry is None:
            return Paragraph(ctx.t("sources.none"))
        title: Widget = Heading(entry.title, underline="red")
        if entry.seal:
            title = Row([chop(entry.seal, entry.title, 60), Heading(entry.title, underline="red")],
                        widths=["auto", 1], stretch=False)
        parts: list[Widget] = []
        if entry.external:
            parts.append(Label(f"◆ {ctx.t('sources.external')}", role="bold", colour="red"))
        parts += self._person(entry) if entry.kind == "people" else self._lines(entry, entry.lines)
        parts += self._linked(entry)
        parts += self._places(entry)
        return Column([title, Scroll(Column(parts, gap=6), key=f"sheet.{entry.id}")], gap=8)

    def _go(self, name: str) -> Command | None:
        return self.codex.go(self.ctx, name)

    def _lines(self, entry: Entry, lines: Sequence[Line], first: int = 0) -> list[Widget]:
        parts: list[Widget] = []
        last = entry.title
        marks: list[str] = [cite for line in entry.lines for cite in line.cites]
        for number, line in enumerate(lines, first):
            if line.head and line.head != last:
                parts.append(Label(line.head, role="bold", colour="soft"))
            last = line.head
            parts.append(self._text(entry, line, marks, f"line.{number}"))
        return parts

    def _text(self, entry: Entry, line: Line, marks: Sequence[str], key: str) -> Widget:
        """A paragraph of an entry: its terms lead to their entries, its marks to the events it rests on."""
        ctx, book = self.ctx, self.book
        if not line.head:
            return Paragraph(line.text, colour="soft", size="label")
        if len(line.cites) == 1 and line.cites[0] in book.reference.works and entry.kind != "works":
            return link(line.text, line.cites[0], self._go, key=key)
        terms = finder(self.codex.scenario, ctx.language, self.codex.shown.not_after)
        found = terms.find(line.text, entry.id)
        text, targets = linked(line.text, found, LINK_OPEN, LINK_CLOSE)
        known = [cite for cite in line.cites if book.kind_of(cite)]
        text += "".join(f"[[{list(marks).index(cite) + 1}]]" for cite in known)
        return Paragraph(text, links=targets, on_link=self._go, on_note=lambda mark: self._go(marks[int(mark) - 1]),
                         key=key)

    def _person(self, entry: Entry) -> list[Widget]:
        role = [line for line in entry.lines if line.head == entry.title]
        names = [line for line in entry.lines if not line.head]
        stances = [line for line in entry.lines if line.head and line.head != entry.title]
        parts = self._lines(entry, [*role, *names])
        if stances:
            parts += [Rule("single", "rule"), Heading(self.ctx.t("codex.stances"), size="lead", underline=None)]
            parts += self._lines(entry, stances, len(parts))
        return parts

    def _linked(self, entry: Entry) -> list[Widget]:
        """The entries this one leads to, with what they say first."""
        ctx = self.ctx
        parts: list[Widget] = []
        found = [other for name in dict.fromkeys(entry.linked) if (other := self.book.entry(name)) is not None]
        for kind in dict.fromkeys(other.kind for other in found):
            if not parts:
                parts.append(Rule("single", "rule"))
            parts.append(Label(ctx.t(f"codex.linked.{kind}"), role="bold", colour="soft"))
            parts += [link(" · ".join(part for part in (other.title, other.place) if part), other.id, self._go,
                           key=f"link.{other.id}", size="label") for other in found if other.kind == kind]
        return parts

    def _places(self, entry: Entry) -> list[Widget]:
        ctx = self.ctx
        parts: list[Widget] = []
        heard = self.book.counsel(entry.id) if entry.kind == "people" else ()
        if heard:
            parts += [Rule("single", "rule"), Label(ctx.t("codex.heard"), role="bold", colour="soft"),
                      *self._uses(entry, heard, "heard")]
        used = self.book.places(entry)
        if used or entry.citable:
            head = ctx.t("sources.used" if entry.citable else "codex.named")
            parts += [Rule("single", "rule"), Label(head, role="bold", colour="soft"),
                      *(self._uses(entry, used, "used") or [Paragraph(ctx.t("sources.unused"), size="label")])]
        return parts

    def _uses(self, entry: Entry, uses: Sequence[Use], name: str) -> list[Widget]:
        opener = self.codex.opener(self.ctx, entry)
        return [link(use.title, use.node, opener, key=f"{name}.{use.node}", size="label") for use in uses]
