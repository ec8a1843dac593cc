"""The play so far, page by page as text: what was known, what was decided, what the record shows, what came of it.

Not the comparison and not undo: nothing changes here.  Only pages the player has turned already are told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui.gui.desk import Desk, Place
from game.ui.gui.motion import Cue, Move
from game.ui.gui.screen import Command, Context, Input, Pop, Push, Refresh, Screen
from game.ui.gui.screens.minutes import MinutesScreen, ended, meeting, recorded
from game.ui.gui.screens.news import NewsScreen
from game.ui.gui.screens.playing import footnote_list, graded, source_dialog
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.text import Layout
from game.ui.gui.widgets import (
    Button,
    Column,
    Control,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Tab,
    Widget,
)
from game.ui.notes import Footnote
from game.ui.pages import NewsPage, RevealPage
from game.ui.table_page import MinutesPage

LIST_FROM = 1000
"""Logical pixels of width from which the list of pages stands beside the page."""


class _Again:
    """A page of the play shown once more; going on returns to the history."""

    place: Place
    turn_text = "history.back"

    def next_page(self) -> Command:
        return Pop()

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return Pop() if given.kind == "back" else None

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Enter", ctx.t("history.back")), ("PgUp PgDn", ctx.t("gui.hint.read")),
                ("L", ctx.t("gui.hint.language"))]


class RevealAgain(_Again, RevealScreen):
    """A reveal page shown once more."""

    moves: tuple[Move, ...] = ()
    cues: tuple[Cue, ...] = ()

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk)
        self.place = place


class MinutesAgain(_Again, MinutesScreen):
    """The minutes of a meeting shown once more."""

    moves: tuple[Move, ...] = ()
    cues: tuple[Cue, ...] = ()

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk)
        self.place = place


class NewsAgain(_Again, NewsScreen):
    """A news page shown once more."""

    cues: tuple[Cue, ...] = ()

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__(desk)
        self.place = place


class Entry(Control):
    """A page in the list: title, and the day below it."""

    role = "entry"

    def __init__(self, title: str, day: str, current: bool, on_press: Callable[[], Command], *, key: str) -> None:
        super().__init__(title, on_press, key=key)
        self.day, self.current = day, current
        self.value = ", ".join(part for part in (day, "current" if current else "") if part)

    def _set(self, ctx: Context, width: int) -> list[tuple[Layout, str]]:
        inner = width - ctx.px(26)
        face = "bold" if self.current else "body"
        made = [(ctx.text.layout(self.title, ctx.style(face, "label", justify=False, leading=1.25), inner), "ink")]
        if self.day:
            made.append((ctx.text.layout(self.day, ctx.style("body", "caption", justify=False, leading=1.25), inner),
                         "soft"))
        return made

    def measure(self, ctx: Context, width: int) -> int:
        return max(ctx.gap("target"), sum(layout.height for layout, _ in self._set(ctx, width)) + ctx.px(10))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        if self.current or ctx.focused is self:
            self._frame(ctx, surface, "card_lit", "red" if self.current else "line")
        if self.current:
            pygame.draw.rect(surface, ctx.colour("red"), (self.rect.x, self.rect.y, ctx.px(6), self.rect.h))
        parts = self._set(ctx, self.rect.w)
        y = self.rect.centery - sum(layout.height for layout, _ in parts) // 2
        for layout, tone in parts:
            ctx.text.draw(surface, layout, self.rect.x + ctx.px(15), y, ctx.colour(tone))
            y += layout.height


class Following(Scroll):
    """A scroll view that keeps one entry in sight until somebody scrolls it."""

    def __init__(self, child: Widget, entry: str, *, key: str) -> None:
        super().__init__(child, key=key)
        self.entry, self.follows = entry, True

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        super().layout(ctx, rect)
        if self.follows and self.scroll_to(self.find(self.entry).rect):
            super().layout(ctx, rect)

    def on_input(self, ctx: Context, given: Input) -> Command | bool | None:
        answer = super().on_input(ctx, given)
        self.follows = self.follows and not answer
        return answer


class HistoryScreen(Screen):
    """Opened with B or from the menu."""

    first_focus = "history.show"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.places = desk.told()
        self.at = len(self.places) - 1

    def title(self, ctx: Context) -> str:
        return ctx.t("history.title")

    def badge(self, ctx: Context) -> str:
        return self.desk.badge(ctx.language)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("←→", ctx.t("history.hint.turn")), ("PgUp PgDn", ctx.t("gui.hint.read")),
                ("Enter", ctx.t("gui.hint.ok")), ("L", ctx.t("gui.hint.language")), ("Esc", ctx.t("gui.resume"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind in ("left", "right"):
            return self._turn(self.at + (1 if given.kind == "right" else -1))()
        if given.kind in ("home", "end") and self.places:
            return self._turn(0 if given.kind == "home" else len(self.places) - 1)()
        return Pop() if given.kind == "letter" and given.letter == "b" else None

    def _turn(self, at: int, focus: str = "") -> Callable[[], Command]:
        def press() -> Command:
            self.at = min(max(at, 0), max(0, len(self.places) - 1))
            return Refresh(focus=focus or None)
        return press

    def _act(self, place: Place) -> str:
        scenario = self.desk.play.scenario
        return scenario.nodes[self.desk.play.steps[place.ply].before.node].act

    def _page(self, ctx: Context, place: Place) -> RevealPage | MinutesPage | NewsPage:
        page = self.desk.page(ctx.language, place)
        assert isinstance(page, RevealPage | MinutesPage | NewsPage)
        return page

    def compose(self, ctx: Context) -> Widget:
        close = Button(ctx.t("gui.resume"), Pop, key="history.close")
        if not self.places:
            self.first_focus = "history.close"
            return Paper(Column([Paragraph(ctx.t("history.none")), close], gap=14), pad=24)
        page, place = self._page(ctx, self.places[self.at]), self.places[self.at]
        text = Scroll(Column(self._text(ctx, place, page), gap=12), key=f"history.text.{self.at}")
        wide = ctx.size[0] / ctx.scale >= LIST_FROM
        last = len(self.places) - 1
        turn = [Button(ctx.t("history.previous"), self._turn(self.at - 1, "history.previous"), key="history.previous",
                       enabled=self.at > 0, reason=ctx.t("history.page", n=1, total=last + 1)),
                Button(ctx.t("history.next"), self._turn(self.at + 1, "history.next"), key="history.next",
                       enabled=self.at < last, reason=ctx.t("history.page", n=last + 1, total=last + 1))]
        show = Button(ctx.t("history.show"), self._show, kind="primary", key="history.show")
        number = Label(ctx.t("history.page", n=self.at + 1, total=last + 1), colour="soft", align="centre")
        if wide:
            foot: Widget = Row([turn[0], number, turn[1], show, close], widths=[1, "64px", 1, 1.3, 1.1], gap=10,
                               stretch=False)
            sheet = Paper(Column([text, foot], gap=12), kind="telegram", torn=True, pad=24, grow=1)
            pages = Following(Column(self._list(ctx), gap=4), f"history.{self.at}", key="history.list")
            side = Paper(pages, pad=10, grow=1)
            return Row([side, sheet], widths=["300px", 1])
        foot = Column([Row([turn[0], number, turn[1]], widths=[1, "64px", 1], gap=8, stretch=False),
                       Row([show, close], gap=8)], gap=8)
        sheet = Paper(Column([text, foot], gap=10), kind="telegram", torn=True, grow=1)
        acts = self._acts(ctx)
        if len(acts) < 2:
            return sheet
        strip = Paper(Row([Tab(name, self._act(place) == act, self._turn(at, f"history.act.{act}"),
                               key=f"history.act.{act}") for act, name, at in acts], gap=6), pad=4)
        return Column([strip, sheet], gap=8, grow=1)

    def _acts(self, ctx: Context) -> list[tuple[str, str, int]]:
        """The acts played so far: id, name, number of the first page."""
        words = self.desk.languages[ctx.language].words
        firsts: dict[str, int] = {}
        for at, place in enumerate(self.places):
            firsts.setdefault(self._act(place), at)
        names = {act.id: words(act.title) for act in self.desk.play.scenario.acts}
        return [(act, names[act], at) for act, at in firsts.items() if act in names]

    def _list(self, ctx: Context) -> list[Widget]:
        made: list[Widget] = []
        heads = {at: name for _, name, at in self._acts(ctx)}
        for at, place in enumerate(self.places):
            if at in heads:
                made.append(Label(heads[at], role="bold", colour="red"))
            page = self._page(ctx, place)
            day = page.date
            if isinstance(page, MinutesPage):
                meeting_of = ctx.t("gui_table.meeting", n=page.meeting, total=page.meetings)
                day = " · ".join(part for part in (day, meeting_of) if part)
            line: Control = Entry(page.title or ctx.t("history.news"), day, at == self.at,
                                  self._turn(at, f"history.{at}"), key=f"history.{at}")
            made.append(line)
        return made

    def _text(self, ctx: Context, place: Place, page: RevealPage | MinutesPage | NewsPage) -> list[Widget]:
        pages = self.desk.pages(ctx.language)
        head: list[Widget] = [Heading(page.title or ctx.t("history.news"), size=26, underline="red")]
        if page.date:
            head.append(Label(page.date, colour="soft"))
        if isinstance(page, NewsPage):
            news = graded(ctx, page.text, "news", self._note(place, 1))
            said = [Label(page.likelihood, role="hand", size="body", colour="soft")] if page.likelihood else []
            return [*head, *news, *said, *footnote_list(page.footnotes)]
        brief, notes = pages.briefing(place.ply)
        made = [*head]
        if brief and not (isinstance(page, MinutesPage) and page.meeting > 1):
            made += [Heading(ctx.t("history.brief"), size="lead", underline="line"),
                     *graded(ctx, brief, "brief", self._note(place, 0), always=False), *footnote_list(notes)]
        if isinstance(page, MinutesPage):
            return made + self._minutes(ctx, place, page)
        made += [Heading(ctx.t("reveal.yours"), size="lead", underline="line"), Paragraph(f"**{page.yours}**"),
                 Label(page.status, colour="red"), *graded(ctx, page.held, "held", self._note(place, 1))]
        if page.forecast:
            made.append(Paragraph(page.forecast, size="label"))
        if page.record or page.recorded:
            line = ctx.t("reveal.same") if page.same else ctx.t("reveal.recorded", text=page.recorded)
            made += [Heading(ctx.t("reveal.record"), size="lead", underline="line"), Paragraph(f"**{line}**"),
                     *graded(ctx, page.record, "record", self._note(place, 1))]
        if page.hidden:
            made += [Heading(ctx.t("reveal.hidden"), size="lead", underline="line"),
                     *graded(ctx, page.hidden, "hidden", self._note(place, 1))]
        if page.follows:
            made += [Heading(ctx.t("reveal.follows"), size="lead", underline="line"),
                     *graded(ctx, page.follows, "follows", self._note(place, 1))]
        if page.returns:
            made += [Rule("dotted", "rule"), Paragraph(page.returns, size="label")]
        return made + footnote_list(page.footnotes)

    def _minutes(self, ctx: Context, place: Place, page: MinutesPage) -> list[Widget]:
        note = self._note(place, 1)
        made: list[Widget] = [Label(ctx.t("gui_table.minutes", n=page.meeting, total=page.meetings), colour="red"),
                              *meeting(ctx, page, note)]
        if page.ends:
            made += [*ended(ctx, page, note), *recorded(ctx, page, note)]
        if page.returns:
            made += [Rule("dotted", "rule"), Paragraph(page.returns, size="label")]
        return made + footnote_list(page.footnotes)

    def _note(self, place: Place, part: int) -> Callable[[str], Command]:
        """Opens a source.  part: 0 for the notes of the brief, 1 for those of the page that tells of the step."""
        def press(mark: str) -> Command:
            page = self.desk.page(next(iter(self.desk.languages)), place)
            told = not isinstance(page, MinutesPage) or bool(page.ends) or not self.desk.at_table
            return Push(source_dialog(
                self.desk, lambda code: self._page_notes(code, place, part), mark, told=told))
        return press

    def _page_notes(self, code: str, place: Place, part: int) -> Sequence[Footnote]:
        if part == 0:
            return self.desk.pages(code).briefing(place.ply)[1]
        page = self.desk.page(code, place)
        return page.footnotes

    def _show(self) -> Command:
        place = self.places[self.at]
        again = {"reveal": RevealAgain, "minutes": MinutesAgain, "news": NewsAgain}
        return Push(again[place.kind](self.desk, place))
