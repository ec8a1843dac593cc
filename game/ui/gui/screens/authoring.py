"""What the preview lays over the picture: faults of the files, any node by search, what is inside a node.

Sheets of the author, not of the play; opened and closed by ``previewing``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Input, Modal, Pop, Refresh, Screen
from game.ui.gui.text import Layout
from game.ui.gui.widgets import Button, Column, Heading, Label, Paper, Paragraph, Row, Rule, Scroll, TextField, Widget
from game.ui.gui.widgets.controls import Control
from game.ui.inside_text import inside, node_rows
from game.ui.preview import Fault
from game.ui.search import Card, Search

A_PAGE = 4
"""Faults on one page of the sheet."""
FOUND = 40
"""Nodes listed at most."""


class Snippet(Widget):
    """A line of a file with its number; what is at fault is underlined."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        self.label = f"{fault.line}: {fault.text.strip()}"

    def _fit(self, ctx: Context, width: int) -> tuple[str, str, str]:
        """What stands before, under and after the mark, as far as there is room: the mark is always in sight."""
        style = ctx.style("body", "label", justify=False, leading=1.3)
        text = self.fault.text.replace("\t", " ").replace(" ", "\u00a0")  # a space at an end would be left out
        left = len(text) - len(text.lstrip())
        before, under = text[left:self.fault.start], text[self.fault.start:self.fault.start + self.fault.length]
        after = text[self.fault.start + self.fault.length:].rstrip()
        under = under or " "
        while before and ctx.text.width(f"…{before}{under}", style) > width:
            before = before[max(1, len(before) // 8):]
        cut = "…" if len(before) < len(text[left:self.fault.start]) else ""
        while after and ctx.text.width(f"{cut}{before}{under}{after}", style) > width:
            after = after[:-max(1, len(after) // 8)]
        while len(under) > 1 and ctx.text.width(f"{cut}{before}{under}", style) > width:
            under = under[:-max(1, len(under) // 8)]
        return cut + before, under, after

    def measure(self, ctx: Context, width: int) -> int:
        return ctx.text.leading(ctx.style("body", "label", justify=False, leading=1.3)) + ctx.px(14)

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        pygame.draw.rect(surface, ctx.colour("card_lit"), self.rect, border_radius=ctx.gap("radius"))
        style = ctx.style("body", "label", justify=False, leading=1.3)
        number, gutter = str(self.fault.line), ctx.px(46)
        edge, top = self.rect.x + ctx.px(6), self.rect.y + ctx.px(4)
        ctx.text.draw(surface, ctx.text.layout(number, style, gutter), edge, top, ctx.colour("soft"))
        before, under, after = self._fit(ctx, self.rect.w - gutter - ctx.px(14))
        x = self.rect.x + gutter
        for text, tone in ((before, "ink"), (under, "red"), (after, "ink")):
            if text:
                layout = ctx.text.layout(_plain(text), style, 100_000)
                ctx.text.draw(surface, layout, x, top, ctx.colour(tone))
                wide = ctx.text.width(_plain(text), style)
                if tone == "red":
                    line = pygame.Rect(x, top + layout.height + ctx.px(1), max(wide, ctx.px(8)), max(2, ctx.px(2)))
                    pygame.draw.rect(surface, ctx.colour("red"), line)
                x += wide


def _plain(text: str) -> str:
    """Keeps the words of a file from being read as markup."""
    return text.replace("*", "∗").replace("__", "_\u200b_").replace("[[", "[\u200b[")


class FaultsScreen(Screen):
    """All faults of the files, some to a page; gone by itself when the files are good again.

    of: the faults to show, asked anew whenever the sheet is made; findings: they stop nothing; notice: told above them.
    """

    overlay = True
    first_focus = "faults.close"

    def __init__(self, of: Callable[[], Sequence[Fault]], *, findings: bool = False,
                 notice: Callable[[Context], str] = lambda ctx: "") -> None:
        self.of, self.findings, self.notice = of, findings, notice
        self.page = 0

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("←→", ctx.t("preview.faults.turn")), ("PgUp PgDn", ctx.t("gui.hint.read")),
                ("Esc", ctx.t("dialog.close" if self.findings else "preview.faults.picture"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        step = {"left": -1, "right": 1}.get(given.kind, 0)
        return self._turn(step) if step else None

    def _pages(self) -> int:
        return max(1, -(-len(self.of()) // A_PAGE))

    def _turn(self, step: int) -> Command:
        self.page = max(0, min(self.page + step, self._pages() - 1))
        return Refresh(focus="faults.close")

    def compose(self, ctx: Context) -> Widget:
        faults, pages = list(self.of()), self._pages()
        self.page = min(self.page, pages - 1)
        key = "preview.findings.title" if self.findings else "preview.faults.title"
        notice = self.notice(ctx)
        parts: list[Widget] = [Paragraph(_plain(notice)), Rule("single", "rule")] if notice else []
        for fault in faults[self.page * A_PAGE:(self.page + 1) * A_PAGE]:
            parts += [*self._fault(ctx, fault), Rule("single", "rule")]
        if not faults:
            parts.append(Paragraph(ctx.t("preview.findings.none")))
        away = "dialog.close" if self.findings else "preview.faults.picture"
        foot: list[Widget] = [Button(ctx.t(away), Pop, kind="primary", key="faults.close")]
        if pages > 1:
            foot = [Button("←", lambda: self._turn(-1), key="faults.back"),
                    Label(ctx.t("preview.faults.page", page=self.page + 1, pages=pages), align="centre"),
                    Button("→", lambda: self._turn(1), key="faults.on"), *foot]
        row = Row(foot, widths=["auto"] * (len(foot) - 1) + [1] if pages > 1 else [1], gap=8, stretch=False)
        title = ctx.t(key, n=len(faults))
        body = Column([Heading(title, underline=None if self.findings else "red"),
                       Scroll(Column(parts[:-1] if faults else parts, gap=8), key=f"faults.{self.page}"), row], gap=10)
        return Modal(body, width=860, label=title)

    def _fault(self, ctx: Context, fault: Fault) -> list[Widget]:
        said = fault.said.get(ctx.language) or next(iter(fault.said.values()), "")
        advice = fault.advice.get(ctx.language, "")
        found: list[Widget] = [Label(f"{_plain(fault.place)} · {fault.code}", role="bold", colour="red"),
                               Paragraph(_plain(said))]
        if fault.text.strip():
            found.append(Snippet(fault))
        if advice:
            found.append(Label(_plain(advice), colour="soft"))
        return found


class NodeSlip(Control):
    """A node in the list: its title, then its id and kind."""

    role = "entry"

    def __init__(self, node: str, title: str, kind: str, on_press: Callable[[], Command | None]) -> None:
        super().__init__(title or node, on_press, key=f"node.{node}")
        self.sub = " · ".join(part for part in (node if title else "", kind) if part)
        self.value = self.sub

    def measure(self, ctx: Context, width: int) -> int:
        title, sub = self._set(ctx, width)
        return max(ctx.gap("target"), title.height + sub.height + ctx.px(10))

    def _set(self, ctx: Context, width: int) -> tuple[Layout, Layout]:
        inner = width - ctx.px(24)
        return (ctx.text.layout(self.title, ctx.style("bold", "body", justify=False, leading=1.2), inner),
                ctx.text.layout(self.sub, ctx.style("body", "caption", justify=False, leading=1.2), inner))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        self._frame(ctx, surface, "card_lit" if ctx.focused is self else "card")
        title, sub = self._set(ctx, self.rect.w)
        x, y = self.rect.x + ctx.px(12), self.rect.y + ctx.px(5)
        ctx.text.draw(surface, title, x, y, ctx.colour("ink"))
        ctx.text.draw(surface, sub, x, y + title.height, ctx.colour("soft"))


class FindScreen(Screen):
    """Any node by id or title, in every language."""

    overlay = True
    first_focus = "find"

    def __init__(self, desk: Desk, go: Callable[[str], Command | None]) -> None:
        self.desk, self.go = desk, go
        self.query = ""

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Enter", ctx.t("preview.find.go")), ("↓", ctx.t("gui.hint.choose")), ("Esc", ctx.t("dialog.close"))]

    def _nodes(self, ctx: Context) -> list[tuple[str, str, str]]:
        rules = self.desk.play.rules
        rows = node_rows(rules, self.desk.languages[ctx.language])
        if not self.query:
            return rows[:FOUND]
        every = [node_rows(rules, language) for language in self.desk.languages.values()]
        cards = [Card(row[0][0], tuple(name for one in row for name in one[:2])) for row in zip(*every, strict=True)]
        ranked = Search(cards).find(self.query)
        listed = {row[0]: row for row in rows}
        return [listed[name] for name in ranked][:FOUND]

    def compose(self, ctx: Context) -> Widget:
        found = self._nodes(ctx)
        field = TextField(ctx.t("preview.find.field"), self.query, self._sought, on_enter=lambda: self._first(ctx),
                          key="find")
        slips: list[Widget] = [NodeSlip(*row, self._goer(row[0])) for row in found]
        if not slips:
            slips = [Paragraph(ctx.t("codex.nothing", text=self.query))]
        title = ctx.t("preview.find.title")
        return Modal(Column([Heading(title), field, Scroll(Column(slips, gap=6), key="found")], gap=10), width=620,
                     label=title)

    def _sought(self, text: str) -> Command:
        self.query = text
        return Refresh()

    def _first(self, ctx: Context) -> Command | None:
        found = self._nodes(ctx)
        return self.go(found[0][0]) if found else None

    def _goer(self, node: str) -> Callable[[], Command | None]:
        return lambda: self.go(node)

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "down" and ctx.focused is not None and ctx.focused.key == "find":
            found = self._nodes(ctx)
            return Refresh(focus=f"node.{found[0][0]}") if found else None
        return Pop() if given.kind == "back" else None


class InsideScreen(Screen):
    """Ids, guards and effects of the node shown, and every value as it stands."""

    overlay = True

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("PgUp PgDn", ctx.t("gui.hint.read")), ("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        parts: list[Widget] = []
        for item in inside(self.desk.play, self.desk.languages[ctx.language]):
            state = "open" if item.open else "closed"
            mark = "" if item.open is None else f"　{ctx.t(f'preview.inside.{state}')}"
            parts.append(Label(f"**{_plain(item.name)}**{mark}", size="body"))
            parts += [Label(_plain(line), colour="soft" if item.open is False else "ink") for line in item.lines]
            parts.append(Rule("single", "rule"))
        title = ctx.t("preview.inside.title")
        body = Column([Heading(title), Scroll(Column(parts[:-1], gap=4), key="inside"),
                       Button(ctx.t("dialog.close"), Pop, key="inside.close")], gap=10)
        return Modal(body, width=720, label=title)


class EmptyScreen(Screen):
    """Nothing could be read yet."""

    def title(self, ctx: Context) -> str:
        return ctx.t("preview.name")

    def compose(self, ctx: Context) -> Widget:
        return Paper(Column([Heading(ctx.t("preview.empty.title")), Paragraph(ctx.t("preview.empty.text"))]), pad=24)
