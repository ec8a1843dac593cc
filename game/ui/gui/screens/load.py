"""The plays on the disk: what each came to, going on with one, deleting one after a question."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.play.storage import Saved, StorageFailure
from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Dialog, Pop, Push, Screen
from game.ui.gui.screens import flow
from game.ui.gui.text import Layout
from game.ui.gui.widgets import Button, Column, Control, Flow, Heading, Label, Paper, Paragraph, Row, Scroll, Widget
from game.ui.gui.widgets.pathbar import draw_path, path_height
from game.ui.plays import COMING, OTHER, SAME, PlayLine, play_line


class PlayCard(Control):
    """One play: its lines of text and its path."""

    role = "play"

    def __init__(self, title: str, lines: list[tuple[str, str]], marks: tuple[str, ...],
                 on_press: Callable[[], Command | None], *, key: str) -> None:
        super().__init__(title, on_press, key=key)
        self.lines, self.marks = lines, marks
        self.value = " — ".join(text for text, _ in lines)

    def _set(self, ctx: Context, width: int) -> list[tuple[Layout, str]]:
        inner = width - ctx.px(32)
        head = ctx.text.layout(self.title, ctx.style("bold", "body", justify=False, leading=1.3), inner)
        style = ctx.style("body", "label", justify=False, leading=1.3)
        return [(head, "ink"), *((ctx.text.layout(text, style, inner), tone) for text, tone in self.lines)]

    def measure(self, ctx: Context, width: int) -> int:
        text = sum(layout.height for layout, _ in self._set(ctx, width))
        return max(ctx.gap("target"), text + path_height(ctx, self.marks, width - ctx.px(32)) + ctx.px(22))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        self._frame(ctx, surface, "card_lit" if ctx.focused is self else "card")
        x, y = self.rect.x + ctx.px(16), self.rect.y + ctx.px(8)
        for layout, tone in self._set(ctx, self.rect.w):
            ctx.text.draw(surface, layout, x, y, ctx.colour(tone))
            y += layout.height
        draw_path(ctx, surface, self.marks, pygame.Rect(x, y + ctx.px(4), self.rect.w - ctx.px(32), 0))


class LoadScreen(Screen):
    """Opened from the title and from the menu of a play."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._lines: dict[tuple[str, float, str], PlayLine] = {}
        newest = next(iter(desk.kept.plays()), None)
        self.first_focus = f"play.{newest.slot}" if newest else "load.back"

    def title(self, ctx: Context) -> str:
        return ctx.t("plays.title")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("↑↓", ctx.t("gui.hint.choose")), ("Enter", ctx.t("plays.hint.open")),
                ("PgUp PgDn", ctx.t("gui.hint.read")), ("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        rows: list[Widget] = []
        for saved in self.desk.kept.plays():
            line = self._line(ctx, saved)
            if line is not None:
                rows.append(self._row(ctx, line))
        if not rows:
            rows.append(Paragraph(ctx.t("plays.none")))
        unreadable = self.desk.kept.unreadable()
        if unreadable:
            names = ", ".join(path.name for path in unreadable)
            rows.append(Label(ctx.t("plays.unreadable", n=len(unreadable), names=names), colour="red"))
        if self.desk.trouble:
            rows.append(Label(self.desk.trouble, colour="red"))
        back = Button(ctx.t("dialog.close"), Pop, key="load.back")
        return Paper(Column([Heading(ctx.t("plays.title"), underline="red"),
                             Scroll(Column(rows, gap=10), key="plays"), Flow([back])], gap=12), pad=22, grow=1)

    def _line(self, ctx: Context, saved: Saved) -> PlayLine | None:
        rules = self.desk.home(saved.record)
        if rules is None:
            return None
        key = (saved.slot, saved.time, ctx.language)
        if key not in self._lines:
            self._lines[key] = play_line(saved, rules, self.desk.languages[ctx.language])
        return self._lines[key]

    def _row(self, ctx: Context, line: PlayLine) -> Widget:
        card = PlayCard(line.title, self._texts(ctx, line), line.marks, self._opener(line.slot),
                        key=f"play.{line.slot}")
        delete = Button(ctx.t("plays.delete"), lambda: self._ask(line), key=f"delete.{line.slot}")
        return Row([card, delete], widths=[1, "auto"], stretch=False, gap=12)

    @staticmethod
    def _texts(ctx: Context, line: PlayLine) -> list[tuple[str, str]]:
        where = ctx.t("plays.ended", title=line.where) if line.ended else line.where
        away = ctx.t("plays.away", n=line.away) if line.away else ctx.t("plays.away.zero")
        track = ctx.t(f"title.track_{line.track}") if line.track in ("record", "branch") else line.track
        count = ctx.t("plays.count", same=line.marks.count(SAME), other=line.marks.count(OTHER),
                      coming=line.marks.count(COMING))
        stop = "　" if ctx.language == "zh" else " · "
        facts = stop.join(part for part in (where, line.date) if part)
        texts = [(facts, "ink"), (f"{track}{stop}{away}{stop}{ctx.t('plays.saved', when=line.saved)}", "soft"),
                 (count, "soft")]
        return [*texts, (ctx.t("plays.stale"), "red")] if line.stale else texts

    def _opener(self, slot: str) -> Callable[[], Command | None]:
        return lambda: flow.continued(self.desk, slot)

    def _ask(self, line: PlayLine) -> Command:
        def delete() -> Command | None:
            try:
                self.desk.kept.delete(line.slot)
            except StorageFailure as fault:
                self.desk.trouble = str(fault)
            return None

        def told(ctx: Context) -> PlayLine:
            saved = next((saved for saved in self.desk.kept.plays() if saved.slot == line.slot), None)
            return (self._line(ctx, saved) if saved else None) or line

        def body(ctx: Context) -> str:
            now = told(ctx)
            return ctx.t("plays.delete_body", title=now.title, where=now.where,
                         saved=ctx.t("plays.saved", when=now.saved))

        return Push(Dialog(lambda ctx: ctx.t("plays.delete_title"), body,
                           [(lambda ctx: ctx.t("plays.keep"), lambda: None),
                            (lambda ctx: ctx.t("plays.delete"), delete)]))
