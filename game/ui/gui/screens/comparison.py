"""The play beside the record: the last screen of a play, tab by tab.

Words come from ``compare_page``, the file from ``report``.  Pushed by the ending screen as
``ComparisonScreen(session)``; reads ``languages`` and ``storage`` of ``ctx.services``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from game.analysis.odds import Tally
from game.debrief.compare import compare
from game.play.session import Session
from game.play.storage import default_folder, write_atomically
from game.ui.compare_page import ComparisonPage, comparison_page
from game.ui.deal_page import DealPage, bargains
from game.ui.gui.card import save_card
from game.ui.gui.desk import Desk
from game.ui.gui.motion import Cue
from game.ui.gui.screen import Command, Context, Dialog, Input, Pop, Push, Refresh, Screen
from game.ui.gui.screens import compare_tabs as tabs
from game.ui.gui.screens import flow
from game.ui.gui.screens.deal_tab import DealDesk, deal_tab
from game.ui.gui.screens.sources import SourcesScreen
from game.ui.gui.screens.terms import codex_button
from game.ui.gui.widgets import Button, Column, Flow, Label, Paper, Row, Scroll, Tabs, Widget
from game.ui.notes import Footnote
from game.ui.report import html_report
from game.ui.trouble import cause_text

ONE_SCROLL_BELOW = 1000
"""Logical width under which head, tabs and page scroll as one: nothing would be left of the page otherwise."""
TABS = ("treaty", "path", "stakes", "figures", "odds", "readings", "perspectives", "sources")
DEAL = "deal"
"""Stands after the treaties, in scenarios that have a bargain."""


OddsSource = Callable[[Session], Tally | None]
"""Gives the exact odds for a session's scenario, or None while they are being counted."""


class ComparisonScreen(Screen):
    """A play beside the record.

    odds: gives the exact odds, or None while they are being counted; by default ``ctx.services.odds`` if there is one.
    Counting is never done here: it can take minutes.
    to_title: what "Back to title" does; by default the screen closes.
    """

    cues = (Cue("page"),)

    def __init__(self, session: Session, *, odds: OddsSource | None = None,
                 to_title: Callable[[], Command] | None = None) -> None:
        self.session, self.comparison = session, compare(session)
        self.tab, self.opened, self.deal = self.tabs()[0], set[str](), DealDesk(session)
        self.first_focus = f"tab.{self.tab}"
        self.to_title = to_title or Pop
        self._odds = odds

    def tabs(self) -> tuple[str, ...]:
        """Returns the tabs that have something to show in this scenario, in order."""
        found, reference = self.comparison, self.session.scenario.reference
        empty = {name for name, told in (
            ("treaty", found.clauses), (DEAL, self.session.ended and bargains(self.session)), ("stakes", found.layers),
            ("figures", found.figures), ("readings", reference.readings), ("perspectives", reference.perspectives),
            ("sources", reference.works)) if not told}
        return tuple(name for name in (TABS[0], DEAL, *TABS[1:]) if name not in empty)

    def title(self, ctx: Context) -> str:
        return ctx.t("compare.title" if self.comparison.recorded else "compare.title_alone")

    def subtitle(self, ctx: Context) -> str:
        return ctx.services.languages[ctx.language].words(self.session.scenario.title)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("←→↑↓", ctx.t("compare.hint.tab")), ("Enter", ctx.t("compare.hint.open")),
                ("E", ctx.t("compare.hint.export")), ("P", ctx.t("card.hint")), ("S", ctx.t("compare.all_sources")),
                *([("T", ctx.t("tree.hint.open"))] if self._desk(ctx) is not None else [])]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "sources":
            return self._book()
        if given.kind == "letter" and given.letter == "t" and self._desk(ctx) is not None:
            return self._tree(ctx)
        if given.kind == "letter" and given.letter == "p":
            return self.picture(ctx)
        return self.export(ctx) if given.kind == "letter" and given.letter == "e" else None

    def _desk(self, ctx: Context) -> Desk | None:
        """The desk this play lies on; None where the comparison is shown by itself."""
        found = ctx.services
        return found if isinstance(found, Desk) and found.session is self.session else None

    def _tree(self, ctx: Context) -> Command | None:
        found = self._desk(ctx)
        return flow.tree(found) if found is not None else None

    def page(self, ctx: Context) -> ComparisonPage:
        """Returns the comparison in the language shown."""
        return comparison_page(self.session, self.comparison, ctx.services.languages[ctx.language], self.odds(ctx))

    def deals(self, ctx: Context, page: ComparisonPage) -> tuple[DealPage, ...]:
        """Returns the deal of each bargain, for the weights set; none in a scenario without one."""
        return self.deal.pages(ctx, page.footnotes)

    def footnotes(self, ctx: Context, page: ComparisonPage) -> tuple[Footnote, ...]:
        """Returns every footnote, those of the deal included."""
        deals = self.deals(ctx, page)
        return deals[-1].footnotes if deals else page.footnotes

    def odds(self, ctx: Context) -> Tally | None:
        """Returns what has been counted so far, or None."""
        source = self._source(ctx)
        return source(self.session) if source is not None else None

    def _source(self, ctx: Context) -> OddsSource | None:
        return self._odds or getattr(ctx.services, "odds", None)

    def compose(self, ctx: Context) -> Widget:
        page = self.page(ctx)
        facts = [ctx.t("compare.ending", title=page.ending)]
        if page.record_ending:
            facts.append(ctx.t("compare.record_ending", title=page.record_ending))
        heads: list[Widget] = [Label(text, role="bold") for text in facts]
        if page.badge:
            heads.append(Label(f"◆ {page.badge}", role="bold", colour="red"))
        doors = [Button(ctx.t("compare.export"), lambda: self.export(ctx), kind="primary", key="export"),
                 Button(ctx.t("card.save"), lambda: self.picture(ctx), key="picture"),
                 Button(ctx.t("compare.to_title"), self.to_title, key="title")]
        if self._desk(ctx) is not None:
            doors.insert(1, Button(ctx.t("tree.menu"), lambda: self._tree(ctx), key="tree"))
        buttons = Flow([*doors])
        names = [(name, ctx.t("deal.tab" if name == DEAL else f"compare.tab.{name}")) for name in self.tabs()]
        table = Tabs(names, self.tab, self._content(ctx, page), self._turn, key="tab")
        if ctx.size[0] / ctx.scale < ONE_SCROLL_BELOW:
            return Paper(Scroll(Column([*heads, buttons, table], gap=8), key="scroll.page"))
        head = Row([Column(heads, gap=0), buttons], widths=[1, "auto"], stretch=False)
        return Paper(Column([head, table], gap=8))

    def _turn(self, name: str) -> Command:
        self.tab = name
        return Refresh()

    def _content(self, ctx: Context, page: ComparisonPage) -> Widget:
        note = self._noter(ctx, page)
        if self.tab == DEAL:
            return deal_tab(ctx, self.deal, self.deals(ctx, page), note)
        if self.tab == "treaty":
            return tabs.treaties(ctx, page, lambda place: self._clause(ctx, page, place))
        if self.tab == "path":
            return tabs.paths(ctx, page)
        if self.tab == "stakes":
            return tabs.stakes(ctx, page, self.opened, self._toggle)
        if self.tab == "figures":
            return tabs.figures(ctx, page, lambda place: self._notes(
                ctx, page, page.figures[place].name, page.figures[place].marks))
        if self.tab == "odds":
            return tabs.odds(ctx, page, self._source(ctx) is None)
        if self.tab == "readings":
            return tabs.voices(ctx, "reading", ctx.t("compare.readings_note"), page.readings, note, graded=True)
        if self.tab == "perspectives":
            return tabs.voices(ctx, "side", ctx.t("compare.perspectives_note"), page.perspectives, note, graded=False)
        return tabs.sources(ctx, self.footnotes(ctx, page), self._book)

    def _toggle(self, name: str) -> Command:
        self.opened ^= {name}
        return Refresh()

    def _book(self) -> Command:
        return Push(SourcesScreen.during(self.session))

    def _noter(self, ctx: Context, page: ComparisonPage) -> Callable[[str], Command]:
        return lambda mark: self._notes(ctx, page, "", (int(mark),))

    def _clause(self, ctx: Context, page: ComparisonPage, place: int) -> Command:
        row = page.clauses[place]
        found = dict.fromkeys(mark for cell in (*row.cells, row.yours) for mark in cell.marks)
        return self._notes(ctx, page, row.name, tuple(found), row.note)

    def _notes(self, ctx: Context, page: ComparisonPage, title: str, numbers: tuple[int, ...],
               extra: str = "") -> Command:
        """Opens the sources behind some marks, in the language shown when the card is drawn."""
        def head(ctx: Context) -> str:
            return title or ctx.t("compare.source", n=numbers[0])

        def body(ctx: Context) -> str:
            told = {note.number: note for note in self.footnotes(ctx, self.page(ctx))}
            lines = [extra] if extra else []
            for number in numbers:
                external = f" ({ctx.t('sources.external')})" if told[number].external else ""
                lines.append(f"{number}. {told[number].text}{external}")
            return "\n".join(lines)
        entry = next((note.id for note in self.footnotes(ctx, page) if numbers == (note.number,)), "")
        return Push(Dialog(head, body, codex_button(self.session, entry)))

    def _folder(self, ctx: Context) -> Path:
        storage = getattr(ctx.services, "storage", None)
        folder: Path = storage.folder if storage is not None else default_folder()
        return folder

    def picture(self, ctx: Context) -> Command:
        """Saves a picture of the ending beside the saves, in the language shown; tells where, or why not."""
        try:
            path = save_card(ctx, self.session, self.comparison, self._folder(ctx) / "pictures")
        except OSError as fault:
            return self._unwritten("card.not_saved", fault)
        return Push(Dialog(lambda c: c.t("card.saved"), lambda c: c.t("card.saved_where", path=path)))

    @staticmethod
    def _unwritten(title: str, fault: OSError) -> Command:
        def why(ctx: Context) -> str:
            return ctx.t("compare.not_exported_why", reason=cause_text(fault, ctx.services.languages[ctx.language]))
        return Push(Dialog(lambda c: c.t(title), why))

    def export(self, ctx: Context) -> Command:
        """Writes the report beside the saves, in the language shown; tells where, or why not."""
        language = ctx.services.languages[ctx.language]
        text = html_report(self.session, self.comparison, language, odds=self.odds(ctx))
        folder = self._folder(ctx) / "reports"
        target = folder / f"{self.session.scenario.id}-{self.session.seed}-{ctx.language}.html"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(target, text)
        except OSError as fault:
            return self._unwritten("compare.not_exported", fault)
        return Push(Dialog(lambda c: c.t("compare.exported"), lambda c: c.t("compare.exported_where", path=target)))
