"""The source book: what is known, from where, and where the play uses it.

Shows what ``source_page`` allows; before the ending nothing dated later than the present decision is listed.
Pushed by the menu, by footnotes and by the comparison.
"""

from __future__ import annotations

from datetime import date

from game.core.model import Scenario
from game.play.session import Session
from game.ui.gui.screen import Command, Context, Input, Pop, Refresh, Screen
from game.ui.gui.widgets import (
    Button,
    Card,
    Column,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Seal,
    Tabs,
    Widget,
)
from game.ui.source_page import KINDS, Entry, Shown, SourceBook, shown_in


class SourcesScreen(Screen):
    """All entries of a scenario by kind, the chosen one beside the list.

    focus: id of the entry to open first.  visible: nodes whose use of a source may be told; not_after: last day an
    entry may bear; None for both lists everything.  ``during(session)`` works both out.
    """

    def __init__(self, scenario: Scenario, focus: str | None = None, visible: set[str] | None = None,
                 not_after: date | None = None, *, shown: Shown | None = None) -> None:
        nodes = frozenset(visible) if visible is not None else None
        self.scenario = scenario
        self.shown = shown or Shown(nodes, not_after)
        self.kind, self.chosen = "", focus
        self.first_focus = f"entry.{focus}" if focus else f"kind.{KINDS[0]}"

    @classmethod
    def during(cls, session: Session, focus: str | None = None) -> SourcesScreen:
        """Returns the source book as far as this play has come."""
        return cls(session.scenario, focus, shown=shown_in(session))

    def title(self, ctx: Context) -> str:
        return ctx.t("sources.title")

    def subtitle(self, ctx: Context) -> str:
        return ctx.services.languages[ctx.language].words(self.scenario.title)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("←→↑↓", ctx.t("sources.hint.choose")), ("Enter", ctx.t("sources.hint.read")),
                ("Esc", ctx.t("sources.hint.close"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return Pop() if given.kind == "sources" else None

    def compose(self, ctx: Context) -> Widget:
        book = SourceBook(self.scenario, ctx.services.languages[ctx.language], self.shown)
        if not self.kind:
            self.kind = (book.kind_of(self.chosen) if self.chosen else None) or KINDS[0]
        entries = book.entries(self.kind)
        current = next((entry for entry in entries if entry.id == self.chosen), entries[0] if entries else None)
        slips: list[Widget] = [self._slip(entry, entry is current) for entry in entries]
        if not slips:
            slips = [Paragraph(ctx.t("sources.none"))]
        listing: list[Widget] = [Scroll(Column(slips, gap=6), key=f"list.{self.kind}")]
        if self.shown.not_after is not None:
            listing.append(Label(ctx.t("sources.withheld"), colour="soft"))
        listing.append(Button(ctx.t("sources.hint.close"), Pop, key="close"))
        pages = Row([Column(listing, gap=8), Card(self._entry(ctx, current), pad=16)],
                    widths=["340px" if ctx.compact else "390px", 1])
        return Paper(Tabs([(kind, ctx.t(f"sources.kind.{kind}")) for kind in KINDS], self.kind, pages, self._turn,
                          key="kind"))

    def _turn(self, kind: str) -> Command:
        self.kind, self.chosen = kind, None
        return Refresh()

    def _slip(self, entry: Entry, current: bool) -> Widget:
        def press() -> Command:
            self.chosen = entry.id
            return Refresh()
        slip = Button(entry.title, press, sub=entry.place, kind="primary" if current else "plain",
                      key=f"entry.{entry.id}")
        slip.value = "current" if current else ""
        return slip

    def _entry(self, ctx: Context, entry: Entry | None) -> Widget:
        if entry is None:
            return Paragraph(ctx.t("sources.none"))
        title: Widget = Heading(entry.title, underline="red")
        if entry.seal:
            chop = Seal(entry.seal, "", pixels=52)
            chop.focusable = False
            title = Row([chop, title], widths=["70px", 1], stretch=False)
        parts: list[Widget] = []
        if entry.external:
            parts.append(Label(f"◆ {ctx.t('sources.external')}", role="bold", colour="red"))
        last = entry.title
        for head, text in entry.lines:
            if head and head != last:
                parts.append(Label(head, role="bold", colour="soft"))
            last = head
            parts.append(Paragraph(text))
        if entry.citable:
            parts += [Rule("single", "rule"), Label(ctx.t("sources.used"), role="bold", colour="soft")]
            parts += [Paragraph(f"· {title}", size="label") for title in entry.used] or [
                Paragraph(ctx.t("sources.unused"), size="label")]
        return Column([title, Scroll(Column(parts, gap=6), key="entry")], gap=8)
