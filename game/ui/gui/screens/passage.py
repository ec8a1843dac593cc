"""A node of the play opened from the codex: to be read, not played; back leads to the very entry left."""

from __future__ import annotations

from collections.abc import Callable

from game.play.session import Session
from game.ui.gui.screen import Command, Context, Pop, Push, Screen
from game.ui.gui.screens.playing import footnote_list, graded
from game.ui.gui.screens.terms import CardScreen, finder
from game.ui.gui.widgets import Button, Column, Heading, Label, Paper, Paragraph, Row, Rule, Scroll, Spacer, Widget
from game.ui.language import Language
from game.ui.passage import Passage, passage
from game.ui.source_page import present_day

NARROW = 1000
"""Logical pixels of width under which the sheet takes the whole desk."""


class PassageScreen(Screen):
    """One node.  entry: id of the codex entry the reader comes from, whose place on the page is looked for."""

    back_text = "codex.back"

    def __init__(self, session: Session, node: str, language: Language, entry: str = "") -> None:
        self.session, self.node, self.entry = session, node, entry
        page = passage(session, node, language)
        found = (self._match(page, number, language.code) for number in range(len(page.sections)))
        self.first_focus = next((key for key in found if key), "passage.back")

    def present(self, ctx: Context) -> Passage:
        """The node in the present language."""
        return passage(self.session, self.node, ctx.services.languages[ctx.language])

    def title(self, ctx: Context) -> str:
        return ctx.t("codex.title")

    def subtitle(self, ctx: Context) -> str:
        page = self.present(ctx)
        return " · ".join(part for part in (page.date, page.place) if part)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("PgUp PgDn", ctx.t("gui.hint.read")), ("Esc", ctx.t(self.back_text))]

    def compose(self, ctx: Context) -> Widget:
        page = self.present(ctx)
        parts: list[Widget] = []
        for number, section in enumerate(page.sections):
            if section.head:
                parts.append(Heading(section.head, size="lead", underline="line"))
            parts += [Paragraph(line, key=f"passage.{number}.lead.{place}") for place, line in enumerate(section.lead)]
            parts += graded(ctx, section.text, f"passage.{number}", self._note(page))
        parts += footnote_list(page.footnotes)
        head: list[Widget] = [Heading(page.title, size=26, align="centre", underline=None)]
        where = " · ".join(part for part in (page.place, page.date) if part)
        head += [Label(where, colour="red", align="centre")] if where else []
        back = Button(ctx.t(self.back_text), Pop, key="passage.back")
        paper = Paper(Column([*head, Rule("double"), Scroll(Column(parts, gap=12), key="passage"), back], gap=8),
                      kind="telegram", pad=22)
        if ctx.size[0] / ctx.scale < NARROW:
            return paper
        return Row([Spacer(1), paper, Spacer(1)], widths=[0.14, 1, 0.14])

    def _match(self, page: Passage, number: int, code: str) -> str:
        """The key of the paragraph of a section that cites or names the entry, or lets the person speak."""
        events = self.session.scenario.reference.events
        through = {name for name, item in events.items() if any(cite.work == self.entry for cite in item.cites)}
        marks = {note.number for note in page.footnotes if note.id == self.entry or note.id in through}
        section = page.sections[number]
        words = finder(self.session.scenario, code, present_day(self.session))
        for place, item in enumerate(section.text):
            spoken = bool(section.person) and section.person == self.entry
            if spoken or marks & set(item.marks) or any(one.target == self.entry for one in words.find(item.text)):
                return f"passage.{number}.{place}"
        return ""

    def _note(self, page: Passage) -> Callable[[str], Command]:
        told = {str(note.number): note.id for note in page.footnotes}
        return lambda mark: Push(CardScreen(self.session, told[mark]))
