"""The desk at a decision: situation, brief, question with its options, and the advisers' seals.

Nothing is decided by one press: a chosen option shows the button that issues the order.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.ui.gui.desk import Desk
from game.ui.gui.motion import Cue, Move
from game.ui.gui.paint import STANCE_TONES
from game.ui.gui.screen import Command, Context, Input, Modal, Pop, Push, Refresh, Screen
from game.ui.gui.screens import flow
from game.ui.gui.screens.playing import Playing, footnote_list, graded, source_dialog, tab_strip
from game.ui.gui.screens.situation import gauge_list
from game.ui.gui.text import Layout
from game.ui.gui.widgets import (
    Button,
    Column,
    Flow,
    Heading,
    Label,
    OptionCard,
    Paper,
    Picture,
    Row,
    Rule,
    Scroll,
    Seal,
    Widget,
)
from game.ui.pages import CounselView, DecisionPage
from game.ui.table_page import TablePage

ONE_COLUMN_BELOW = 900
"""Logical pixels of width under which one paper is shown at a time."""
COMPOSED = "議"
"""The neutral mark of a voice that is nobody on record: 'counsel'."""


class CounselSeal(Seal):
    """An adviser's seal; its badge follows the option that is looked at."""

    def __init__(self, view: CounselView, stance: Callable[[], tuple[str, str]], on_press: Callable[[], Command],
                 cap: float, key: str) -> None:
        super().__init__(view.seal or COMPOSED, view.name, on_press, pixels=46, key=key)
        self._stance, self._cap = stance, cap

    def _name(self, ctx: Context, width: int) -> Layout:
        return ctx.text.layout(self.title, ctx.style("body", "caption", "centre", False, 1.15), width)

    def natural_width(self, ctx: Context) -> int:
        return max(ctx.px(self.pixels + 10), min(self._name(ctx, 100_000).width, ctx.px(self._cap)) + ctx.px(4))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        stance, self.value = self._stance()
        self.stance = stance if stance in STANCE_TONES else None
        super().draw(ctx, surface)


class DecisionScreen(Playing):
    """One decision of the play."""

    first_focus = "option.1"
    moves: tuple[Move, ...] = (Move("type", "brief", 0.1, 0.6),)
    cues: tuple[Cue, ...] = (Cue("paper"),)
    counsel_text = "gui.counsel"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen = ""
        self.looked = ""
        self.tab = "brief"

    def present(self, ctx: Context) -> DecisionPage:
        """The page in the present language."""
        page = self.desk.page(ctx.language, self.place)
        assert isinstance(page, DecisionPage)
        return page

    def subtitle(self, ctx: Context) -> str:
        if ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW:
            return ""  # the brief says it; the bar has no room for it
        page = self.present(ctx)
        return " · ".join(part for part in (page.date, page.place) if part)

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        first = [("1–9", ctx.t("gui.hint.choose")), ("Enter", ctx.t("gui.issue" if self.chosen else "gui.hint.take"))]
        if self.desk.settings.predict:
            first.append(("F", ctx.t("gui.hint.forecast")))
        return first + self.common_hints(ctx)

    def compose(self, ctx: Context) -> Widget:
        page = self.present(ctx)
        wide = ctx.size[0] / ctx.scale
        if not ctx.compact:
            right = "452px" if wide < 1400 else "34%"
            widths: list[float | str] = ["236px", 1.0, right] if wide < 1400 else [0.55, 1.15, 1.0]
            return Row([self._situation(ctx, page), self._brief(ctx, page), self._order(ctx, page)], widths=widths)
        if wide >= ONE_COLUMN_BELOW:
            tab = "brief" if self.tab == "order" else self.tab
            return Row([self._tabbed(ctx, page, ("brief", "situation"), tab), self._order(ctx, page)],
                       widths=[1, 0.92])
        return self._tabbed(ctx, page, ("brief", "order", "situation"), self.tab)

    def _tabbed(self, ctx: Context, page: DecisionPage, names: tuple[str, ...], current: str) -> Widget:
        make = {"brief": self._brief, "order": self._order, "situation": self._situation}

        content = make[current](ctx, page)
        return Column([tab_strip(ctx, [(name, f"gui.tab.{name}") for name in names], current, self._select), content],
                      gap=6, grow=1)

    def _select(self, name: str) -> Command:
        self.tab = name
        return Refresh(focus=f"tabs.{name}")

    def _situation(self, ctx: Context, page: DecisionPage) -> Widget:
        return Paper(Column([Heading(ctx.t("terminal.situation")),
                             Scroll(Column(gauge_list(ctx, page.situation), gap=3), key="situation")]), pad=16,
                     grow=1)

    def _brief(self, ctx: Context, page: DecisionPage) -> Widget:
        english = ctx.language != "zh"
        where = " · ".join(part for part in (page.place, page.date) if part)
        paragraphs = graded(ctx, page.brief, "brief", self.note, always=False,
                            size="body")
        head: list[Widget] = [
            Heading(page.title, size=26, align="centre", underline=None, face="heading"),
            Label(where, role="typewriter" if english else "body", colour="red", align="centre"), Rule("double")]
        rest = [*paragraphs, *footnote_list(page.footnotes)]
        if ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW:
            return Paper(Scroll(Column([*head, *rest], gap=10), key="brief"), kind="telegram", pad=12, grow=1)
        return Paper(Column([*head, Scroll(Column(rest, gap=12), key="brief")], gap=6), kind="telegram", torn=True,
                     pad=22, grow=1)

    def _order(self, ctx: Context, page: DecisionPage) -> Widget:
        cards = self._cards(ctx, page)
        parts: list[Widget] = [Heading(page.question, size="lead", underline="red"),
                               Scroll(Column(cards, gap=8), key="options"), *self._counsel(ctx, page)]
        if ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW:
            parts[1:2] = cards
            return Paper(Scroll(Column(parts, gap=8), key="order"), pad=12, grow=1)
        return Paper(Column(parts, gap=7), pad=16, grow=1)

    def _cards(self, ctx: Context, page: DecisionPage) -> list[Widget]:
        """The options; under the chosen one the button that issues it."""
        cards: list[Widget] = []
        for option in page.options:
            chosen = option.move == self.chosen
            cards.append(OptionCard(option.number, option.text, self._chooser(option.move, option.number),
                                    sub=option.reason if option.enabled else "", selected=chosen,
                                    enabled=option.enabled, reason=option.closed or ctx.t("gui.closed"),
                                    key=f"option.{option.number}"))
            if chosen:
                cards.append(Button(ctx.t("gui.issue"), self._issue, kind="primary", key="issue"))
        return cards

    def _counsel(self, ctx: Context, page: DecisionPage) -> list[Widget]:
        """The advisers' seals; nothing where nobody advises."""
        if not page.counsel:
            return []
        cap = 118 if len(page.counsel) <= 3 else 92 if len(page.counsel) == 4 else 76
        seals = [CounselSeal(view, self._stance(ctx, view), self._memo(number), cap, f"seal.{number}")
                 for number, view in enumerate(page.counsel)]
        return [Label(ctx.t(self.counsel_text), role="bold", colour="soft"), Flow(seals, gap=8, spread=len(seals) > 2)]

    def _chooser(self, move: str, number: int) -> Callable[[], Command]:
        def press() -> Command:
            if self.chosen == move:
                return self._issue()
            self.chosen = self.looked = move
            return Refresh(focus="issue")
        return press

    def _stance(self, ctx: Context, view: CounselView) -> Callable[[], tuple[str, str]]:
        page = self.present(ctx)
        moves = {f"option.{option.number}": option.move for option in page.options}

        def stance() -> tuple[str, str]:
            key = ctx.focused.key if ctx.focused and ctx.focused.key else ""
            self.looked = moves.get(key, self.looked)
            name = "for" if self.looked in view.favours else "against" if self.looked in view.opposes else "neutral"
            return name, ctx.t(f"gui.stance.{name}")
        return stance

    def _memo(self, number: int) -> Callable[[], Command]:
        return lambda: Push(MemoScreen(self.desk, number))

    def _issue(self) -> Command:
        if self.desk.asks_forecast():
            from game.ui.gui.screens.predict import PredictScreen
            return Push(PredictScreen(self.desk, self.chosen))
        self.desk.decide(self.chosen)
        return flow.turn(self.desk)

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "letter" and given.letter == "f" and self.desk.settings.predict:
            from game.ui.gui.screens.predict import PredictScreen
            return Push(PredictScreen(self.desk, ""))
        if given.kind == "digit" and ctx.compact and ctx.size[0] / ctx.scale < ONE_COLUMN_BELOW:
            options = self.present(ctx).options
            found = next((o for o in options if o.number == given.digit and o.enabled), None)
            if found is not None and self.tab != "order":
                self.tab, self.chosen = "order", found.move
                return Refresh(focus="issue")
        return super().handle(ctx, given)


class MemoScreen(Screen):
    """What one adviser says, as a sheet over the page."""

    overlay = True
    first_focus = "memo.close"

    def __init__(self, desk: Desk, number: int) -> None:
        self.desk, self.number = desk, number

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Esc", ctx.t("dialog.close"))]

    def note(self, mark: str) -> Command:
        def notes(code: str) -> tuple[object, ...]:
            return self.desk.page(code).footnotes
        return Push(source_dialog(self.desk, notes, mark, told=False))  # type: ignore[arg-type]

    def compose(self, ctx: Context) -> Widget:
        page = self.desk.page(ctx.language)
        page = page.page if isinstance(page, TablePage) else page
        assert isinstance(page, DecisionPage)
        view = page.counsel[self.number]
        words = {option.move: f"**{option.number}**　{option.text}" for option in page.options}

        def seal(given: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
            chop = given.paint.seal(view.seal or COMPOSED, given.px(64), "soft" if view.composed else "red")
            surface.blit(chop, chop.get_rect(center=rect.center))

        stances: list[Widget] = []
        for name, moves in (("for", view.favours), ("against", view.opposes)):
            stances += [Label(f"**{ctx.t(f'gui.stance.{name}')}**　{words[move]}", colour="ink")
                        for move in moves if move in words]
        head = Row([Picture(seal, 74, view.name, width=74),
                    Column([Heading(view.name, underline=None), Label(view.role, colour="soft")], gap=2)],
                   widths=["auto", 1], stretch=False)
        used = [note for note in page.footnotes if note.number in view.text.marks]
        body = Column([*stances, Rule("single", "rule"), *graded(ctx, [view.text], "memo", self.note),
                       *footnote_list(used)], gap=10)
        close = Button(ctx.t("dialog.close"), Pop, key="memo.close")
        return Modal(Column([head, Scroll(body), Flow([close])], gap=12), width=640, label=view.name)
