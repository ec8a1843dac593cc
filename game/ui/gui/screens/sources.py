"""The codex: people, dated events, terms, bodies, works and interpretations, and where the play uses them.

Shows what ``source_page`` allows; before the ending nothing dated later than the present decision is listed.
Pushed by the menu, by footnotes, by cards and by the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from game.core.model import Scenario
from game.play.session import Session
from game.ui.gui.screen import Command, Context, Input, Pop, Push, Refresh, Screen
from game.ui.gui.screens.codex_entry import EntrySheet
from game.ui.gui.screens.codex_parts import Slip, letter_board
from game.ui.gui.screens.passage import PassageScreen
from game.ui.gui.widgets import (
    Button,
    Card,
    Column,
    Flow,
    Label,
    Paper,
    Paragraph,
    Row,
    Scroll,
    Tab,
    TextField,
    Widget,
)
from game.ui.search import Card as Found
from game.ui.search import Search
from game.ui.source_page import KINDS, Entry, Shown, SourceBook, shown_in

ONE_SHEET_BELOW = 760
"""Logical pixels of width under which list and entry take turns."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader was: the tab, the entry, the search, the key of the focus and the word picked there."""

    kind: str
    chosen: str | None
    query: str
    focus: str | None
    mark: int = 0


class SourcesScreen(Screen):
    """All entries of a scenario by kind, the chosen one beside the list.

    focus: id of the entry to open first.  visible: nodes whose use of a source may be told; not_after: last day an
    entry may bear; None for both lists everything.  ``during(session)`` works both out.  session: makes the places
    where an entry is used open.
    """

    def __init__(self, scenario: Scenario, focus: str | None = None, visible: set[str] | None = None,
                 not_after: date | None = None, *, shown: Shown | None = None, session: Session | None = None) -> None:
        nodes = frozenset(visible) if visible is not None else None
        self.scenario, self.session = scenario, session
        self.shown = shown or Shown(nodes, not_after)
        self.kind, self.chosen = "", focus
        self.query, self.letters, self.reading = "", False, focus is not None
        self.trail: list[Spot] = []
        self._returned: Spot | None = None
        self.first_focus = f"entry.{focus}" if focus else f"kind.{KINDS[0]}"
        self._books: dict[str, SourceBook] = {}
        self._index: Search | None = None

    @classmethod
    def during(cls, session: Session, focus: str | None = None) -> SourcesScreen:
        """Returns the source book as far as this play has come."""
        return cls(session.scenario, focus, shown=shown_in(session), session=session)

    def title(self, ctx: Context) -> str:
        return ctx.t("codex.title")

    def subtitle(self, ctx: Context) -> str:
        return ctx.services.languages[ctx.language].words(self.scenario.title)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("←→↑↓", ctx.t("sources.hint.choose")), ("Enter", ctx.t("sources.hint.read")),
                ("/", ctx.t("codex.hint.search")), ("Esc", ctx.t("sources.hint.close"))]

    # -- what is listed --

    def book(self, code: str, ctx: Context) -> SourceBook:
        """The entries in one language; made once."""
        if code not in self._books:
            self._books[code] = SourceBook(self.scenario, ctx.services.languages[code], self.shown)
        return self._books[code]

    def results(self, ctx: Context) -> list[Entry]:
        """The entries that fit the search, the best first within each kind."""
        books = [self.book(code, ctx) for code in ctx.services.languages]
        if self._index is None:
            self._index = Search(Found(entry.id, tuple(name for one in (entry, *others) for name in one.names),
                                       " ".join(text for one in (entry, *others) for text in _said(one)))
                                 for kind in KINDS for entry, *others in zip(*(book.entries(kind) for book in books),
                                                                             strict=True))
        listed = {entry.id: entry for kind in KINDS for entry in self.book(ctx.language, ctx).entries(kind)}
        found = [listed[name] for name in self._index.find(self.query)]
        return sorted(found, key=lambda entry: KINDS.index(entry.kind))

    # -- moving about --

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "find":
            self.reading = False
            return Refresh(focus="search")
        if given.kind == "back" and self.trail:
            spot = self._returned = self.trail.pop()
            self.kind, self.chosen, self.query, self.reading = spot.kind, spot.chosen, spot.query, True
            return Refresh(focus=spot.focus)
        if given.kind == "back" and self.reading and self._narrow(ctx):
            return self._listed()
        if given.kind == "back" and self.query:
            return self._sought("", focus="search")
        if given.kind == "down" and self.query and ctx.focused is not None and ctx.focused.key == "search":
            return self._first(ctx)
        return Pop() if given.kind == "sources" else None

    def _first(self, ctx: Context) -> Command | None:
        found = self.results(ctx) if self.query else []
        return Refresh(focus=f"entry.{found[0].id}") if found else None

    def go(self, ctx: Context, name: str) -> Command | None:
        """Opens another entry; back returns to this one, at the same words."""
        kind = self.book(ctx.language, ctx).kind_of(name)
        if kind is None:
            return None
        focus = ctx.focused.key if ctx.focused is not None else None
        mark = ctx.focused.mark if isinstance(ctx.focused, Paragraph) else 0
        self.trail.append(Spot(self.kind, self.chosen, self.query, focus, mark))
        self.kind, self.chosen, self.query, self.reading = kind, name, "", True
        return Refresh(focus="codex.list" if self._narrow(ctx) else f"entry.{name}")

    def _narrow(self, ctx: Context) -> bool:
        return ctx.size[0] / ctx.scale < ONE_SHEET_BELOW

    def _turn(self, kind: str) -> Command:
        self.kind, self.chosen, self.query, self.reading = kind, None, "", False
        self.trail.clear()
        return Refresh(focus=f"kind.{kind}")

    def _sought(self, text: str, focus: str | None = None) -> Command:
        self.query, self.reading = text.lstrip("/"), False
        if text:
            self.chosen = None
        return Refresh(focus=focus)

    def _listed(self) -> Command:
        self.reading = False
        return Refresh(focus=f"entry.{self.chosen}")

    # -- the sheet --

    def compose(self, ctx: Context) -> Widget:
        root, spot = self._compose(ctx), self._returned
        self._returned = None
        for widget in root.walk() if spot is not None and spot.focus else ():
            if isinstance(widget, Paragraph) and spot is not None and widget.key == spot.focus:
                widget.pick(spot.mark)
        return root

    def _compose(self, ctx: Context) -> Widget:
        book = self.book(ctx.language, ctx)
        if not self.kind:
            self.kind = (book.kind_of(self.chosen) if self.chosen else None) or KINDS[0]
        entries = self.results(ctx) if self.query else book.entries(self.kind)
        current = next((entry for entry in entries if entry.id == self.chosen), entries[0] if entries else None)
        sheet = EntrySheet(self, ctx, book)
        if self._narrow(ctx) and self.reading:
            back = Button(ctx.t("codex.back_to_list"), self._listed, key="codex.list")
            return Paper(Column([Card(sheet.compose(current), pad=10, grow=1), back], gap=8), pad=8)
        listing = self._listing(ctx, entries, current)
        head = self._head(ctx)
        if self._narrow(ctx):
            return Paper(Column([head, listing], gap=8), pad=8)
        pages = Row([listing, Card(sheet.compose(current), pad=16)], widths=["340px" if ctx.compact else "390px", 1],
                    grow=1)
        return Paper(Column([head, pages], gap=10))

    def _head(self, ctx: Context) -> Widget:
        def press(kind: str) -> Callable[[], Command]:
            return lambda: self._turn(kind)

        def board() -> Command:
            self.letters = not self.letters
            return Refresh(focus="letter.a" if self.letters else "letters")
        tabs = Flow([Tab(ctx.t(f"sources.kind.{kind}"), kind == self.kind and not self.query, press(kind),
                         key=f"kind.{kind}") for kind in KINDS], gap=6)
        field = TextField(ctx.t("codex.search"), self.query, self._sought, on_enter=lambda: self._first(ctx),
                          key="search")
        letters = Button(ctx.t("codex.letters"), board, key="letters")
        search = Row([field, letters], widths=[1, "auto"], gap=8, stretch=False)
        if self._narrow(ctx):
            head: Widget = Column([tabs, search], gap=6)
        else:
            head = Row([tabs, search], widths=[1, "300px" if ctx.compact else "340px"], stretch=False)
        if not self.letters:
            return head
        keys = letter_board(ctx, lambda letter: self._sought(self.query + letter),
                            lambda: self._sought(self.query[:-1]), lambda: self._sought(""))
        return Column([head, keys], gap=6)

    def _listing(self, ctx: Context, entries: list[Entry], current: Entry | None) -> Widget:
        slips: list[Widget] = []
        last = ""
        for entry in entries:
            if self.query and entry.kind != last:
                slips.append(Label(ctx.t(f"sources.kind.{entry.kind}"), role="bold", colour="red"))
                last = entry.kind
            slips.append(self._slip(entry, entry is current))
        if not slips:
            said = ctx.t("codex.nothing", text=self.query) if self.query else ctx.t("sources.none")
            slips = [Paragraph(said)]
        name = "found" if self.query else self.kind
        listing: list[Widget] = [Label(ctx.t("codex.found", n=len(entries)), colour="soft")] if self.query else []
        listing.append(Scroll(Column(slips, gap=6), key=f"list.{name}"))
        if self.shown.not_after is not None:
            listing.append(Label(ctx.t("sources.withheld"), colour="soft"))
        listing.append(Button(ctx.t("sources.hint.close"), Pop, key="close"))
        return Column(listing, gap=8, grow=1)

    def _slip(self, entry: Entry, current: bool) -> Widget:
        def press() -> Command:
            self.chosen, self.reading = entry.id, True
            return Refresh()
        sub = {"people": entry.sub, "events": entry.place}.get(entry.kind, "")
        return Slip(entry.title, press, sub=sub, seal=entry.seal, current=current, key=f"entry.{entry.id}",
                    rail=entry.kind == "events")

    def opener(self, ctx: Context, entry: Entry) -> Callable[[str], Command | None] | None:
        """What opens a node where an entry is used; None where there is no play to look into."""
        session = self.session
        if session is None:
            return None
        language = ctx.services.languages[ctx.language]
        return lambda node: Push(PassageScreen(session, node, language, entry.id))


def _said(entry: Entry) -> list[str]:
    return [entry.title, entry.sub, entry.place, *(text for line in entry.lines for text in line[:2])]
