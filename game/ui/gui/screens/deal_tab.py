"""The page of a deal within the comparison: the picture, the words, the figures, weights to move, where all comes from.

No counting of its own: every page is ``deal_pages`` for the weights in force.  Called by the comparison screen, which
keeps one ``DealDesk`` while it is open; weights set there are never written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from game.play.session import Session
from game.ui.deal_page import DealPage, SideText, WeightText, deal_pages
from game.ui.gui.screen import Command, Context, Refresh
from game.ui.gui.screens.compare_parts import Fold
from game.ui.gui.screens.compare_tabs import Note, said
from game.ui.gui.widgets import (
    Button,
    Card,
    Column,
    Figure,
    Flow,
    Heading,
    Label,
    LegendMark,
    Paragraph,
    Row,
    Scatter,
    Scroll,
    Slider,
    Spacer,
    Table,
    Widget,
)
from game.ui.notes import Footnote

WEIGHTS, SOURCES = "weights", "sources"
BESIDE_FROM = 1000
"""Logical width from which the picture stands beside the words and stays in sight while they scroll."""
STEP = 5


@dataclass(slots=True)
class DealDesk:
    """What the reader of the page has set: weights by bargain, side and issue, and what is folded open."""

    session: Session
    weights: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    _kept: dict[tuple[object, ...], tuple[DealPage, ...]] = field(default_factory=dict)

    def pages(self, ctx: Context, footnotes: tuple[Footnote, ...]) -> tuple[DealPage, ...]:
        """Returns the pages in the language shown, for the weights set; reckoned once for each."""
        key = (ctx.language, self.session.ply, footnotes, repr(self.weights))
        if key not in self._kept:
            self._kept = {key: deal_pages(self.session, ctx.services.languages[ctx.language], footnotes, self.weights)}
        return self._kept[key]

    def set(self, page: DealPage, given: WeightText, weight: int) -> Command:
        """Gives an issue another weight for this side; the scenario's own weights are not kept as changed ones."""
        sides = self.weights.setdefault(page.id, {})
        sides.setdefault(given.side, {})[given.issue] = weight
        if weight == given.own:
            del sides[given.side][given.issue]
        self.weights[page.id] = {side: issues for side, issues in sides.items() if issues}
        return Refresh()

    def reset(self, page: DealPage) -> Command:
        """Puts the scenario's weights back."""
        self.weights.pop(page.id, None)
        return Refresh()

    def toggle(self, name: str) -> Command:
        """Opens or closes a part of the page."""
        self.opened ^= {name}
        return Refresh(focus=f"deal.{name}")


def deal_tab(ctx: Context, desk: DealDesk, pages: tuple[DealPage, ...], on_note: Note) -> Widget:
    """Returns the content of the tab: one bargain under another."""
    beside = ctx.size[0] / ctx.scale >= BESIDE_FROM
    if beside and len(pages) == 1:
        page = pages[0]
        right = Scroll(Column(_words(page) + _rest(ctx, desk, page, on_note), gap=10), key="scroll.deal")
        return Row([_picture(page), right], widths=[1, 1.1])
    parts: list[Widget] = []
    for page in pages:
        if beside:
            parts.append(Row([_picture(page), Column(_words(page), gap=10)], widths=[1, 1.1]))
        else:
            parts += [*_words(page), _picture(page)]
        parts += _rest(ctx, desk, page, on_note)
    return Scroll(Column(parts, gap=10), key="scroll.deal")


def _picture(page: DealPage) -> Widget:
    legend = [LegendMark(kind, text) for kind, text in page.plot.legend]
    return Figure(Label(page.plot.title, role="bold"), Scatter(page.plot, key=f"deal.{page.id}.plot"),
                  Flow([*legend], gap=6))


def _words(page: DealPage) -> list[Widget]:
    note = Paragraph(f"**◆ {page.note}**" if page.edited else page.note, size="label",
                     colour="red" if page.edited else "soft")
    return [Heading(page.title, size="lead", underline="red"), note, *(Paragraph(line) for line in page.words)]


def _rest(ctx: Context, desk: DealDesk, page: DealPage, on_note: Note) -> list[Widget]:
    t, heads = ctx.t, [side.name for side in page.sides]
    columns = [(t("deal.thing"), 1.5, "left"), *((head, 1.0, "right") for head in heads)]
    parts: list[Widget] = [
        *_fold(ctx, desk, page, WEIGHTS, lambda: _weights(ctx, desk, page)), Spacer(6),
        Heading(page.values_title, size="lead", underline="rule"),
        Table(columns, [[f"**{row.name}**", *row.values] for row in page.values]),
        *(Paragraph(line, size="label") for line in page.left)]
    if page.swaps or page.swaps_note:
        parts += [Spacer(6), Heading(page.swaps_title, size="lead", underline="rule")]
        parts += [Label(page.swaps_note)] if page.swaps_note else []
        for number, swap in enumerate(page.swaps, 1):
            lines: list[Widget] = [Label(t("deal.swap_n", number=number), role="bold"),
                                   *(Paragraph(clause, size="label") for clause in swap.clauses),
                                   Label(swap.gains, role="bold", colour="soft")]
            parts.append(Card(Column(lines, gap=3), pad=10))
    parts += [Spacer(6), Heading(page.clauses_title, size="lead", underline="rule"), _texts(page), Spacer(6),
              Heading(page.points_title, size="lead", underline="rule")]
    for kind, text in page.points:
        parts.append(Row([LegendMark(kind, ""), Paragraph(text, size="label")], widths=["40px", 1], gap=4)
                     if kind else Paragraph(text, size="label", colour="soft"))
    columns = [(t("compare.issue"), 1.0, "left"), (t("deal.zone_head"), 1.6, "left")]
    parts += [Spacer(6), Heading(page.zones_title, size="lead", underline="rule"),
              Paragraph(page.zones_note, size="label", colour="soft"),
              Table(columns, [[f"**{name}**", text] for name, text in page.zones]), Spacer(6)]
    return [*parts, *_fold(ctx, desk, page, SOURCES, lambda: _sources(ctx, page, on_note)), Spacer(16)]


def _texts(page: DealPage) -> Widget:
    columns = [(head, 0.9 if place == 0 else 1.0, "left") for place, head in enumerate(page.heads)]
    return Table(columns, [[f"**{row[0]}**", *row[1:]] for row in page.clauses])


def _fold(ctx: Context, desk: DealDesk, page: DealPage, name: str, inside: Callable[[], list[Widget]]) -> list[Widget]:
    """A line that opens and closes a part, and the part while it is open."""
    key = f"{page.id}.{name}"
    opened = key in desk.opened
    asked = "deal.weights_close" if opened else "deal.weights_open"
    title = ctx.t(asked) if name == WEIGHTS else page.sources_title
    head = Fold([f"**{title}**"], [1.0], lambda: desk.toggle(key), opened=opened, key=f"deal.{key}")
    return [head, *(inside() if opened else ())]


def _weights(ctx: Context, desk: DealDesk, page: DealPage) -> list[Widget]:
    columns = []
    for side in page.sides:
        rows: list[Widget] = [Label(side.name, role="bold")]
        rows += [_slider(ctx, desk, page, side, weight) for weight in page.weights if weight.side == side.id]
        columns.append(Column(rows, gap=2))
    back = Button(ctx.t("deal.reset"), lambda: desk.reset(page), enabled=page.edited, reason=ctx.t("deal.reset_none"),
                  key=f"deal.{page.id}.reset")
    found: list[Widget] = [Label(page.weights_title, role="bold"),
                           Paragraph(ctx.t("deal.weights_note"), size="label", colour="soft"),
                           Row([*columns], gap=20), Row([back, Spacer()], widths=["auto", 1])]
    return [Card(Column(found, gap=8), pad=10)]


def _slider(ctx: Context, desk: DealDesk, page: DealPage, side: SideText, weight: WeightText) -> Slider:
    def show(number: int) -> str:
        return str(number) if number == weight.own else ctx.t("deal.changed", weight=number, own=weight.own)

    # Every weight can be reached again: steps are counted from a multiple of the step below the scenario's own.
    step = STEP if weight.own % STEP == 0 else 1
    slider = Slider(weight.name, weight.weight, lambda number: desk.set(page, weight, number), high=100, step=step,
                    show=show, key=f"deal.{page.id}.{side.id}.{weight.issue}")
    slider.label = f"{side.name}: {weight.name}"
    return slider


def _sources(ctx: Context, page: DealPage, on_note: Note) -> list[Widget]:
    parts: list[Widget] = [Paragraph(ctx.t("deal.sources_note"), size="label", colour="soft")]
    for side in page.sides:
        parts.append(Heading(side.name, size="lead", underline="red"))
        parts += [said(item, on_note, graded=True, key=f"deal.{page.id}.{side.id}.text.{number}")
                  for number, item in enumerate(side.text)]
        for place, stake in enumerate(side.stakes):
            lines: list[Widget] = [Label(stake.name, role="bold"),
                                   *(Paragraph(line, size="label") for line in stake.figures)]
            lines += [said(item, on_note, graded=True, key=f"deal.{page.id}.{side.id}.{place}.{number}")
                      for number, item in enumerate(stake.why)]
            parts.append(Card(Column(lines, gap=6), pad=10))
    return parts
