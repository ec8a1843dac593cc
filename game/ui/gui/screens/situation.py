"""The situation as a sheet over the page: every thing at stake and where it stands, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Context, Input, Modal, Pop, Screen
from game.ui.gui.widgets import Button, Column, Flow, Heading, Label, Paragraph, Row, Rule, Scroll, Spacer, Widget
from game.ui.pages import Gauge

KINDS = ("stand", "clause", "level", "promise", "delivery")


def grouped(gauges: Sequence[Gauge]) -> list[tuple[str, list[Gauge]]]:
    """Returns the gauges by kind: what you stand for or have agreed, how things stand, what is promised, delivered."""
    ordered = sorted(gauges, key=lambda gauge: KINDS.index(gauge.kind))
    return [(kind, list(found)) for kind, found in groupby(ordered, key=lambda gauge: gauge.kind)]


def gauge_list(ctx: Context, gauges: Sequence[Gauge]) -> list[Widget]:
    """Returns the situation as a narrow list: by kind, the name small, the rung bold."""
    made: list[Widget] = []
    for kind, found in grouped(gauges):
        made.append(Label(ctx.t(f"gui.kind.{kind}"), role="bold", colour="red"))
        for gauge in found:
            made += [Label(gauge.name, size="caption", colour="soft"), Label(gauge.rung, role="bold"),
                     Rule("dotted", "rule")]
        made[-1] = Spacer(6)
    return made[:-1]


class SituationScreen(Screen):
    """Opened with I; the rungs with what each of them means."""

    overlay = True
    first_focus = "situation.close"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("PgUp PgDn", ctx.t("gui.hint.read")), ("Esc", ctx.t("dialog.close"))]

    def handle(self, ctx: Context, given: Input) -> Pop | None:
        return Pop() if given.kind == "letter" and given.letter == "i" else None

    def compose(self, ctx: Context) -> Widget:
        pages = self.desk.pages(ctx.language)
        rows: list[Widget] = []
        for kind, found in grouped(pages.situation(self.desk.play.position)):
            rows.append(Heading(ctx.t(f"gui.kind.{kind}"), size="lead", underline="red"))
            for gauge in found:
                lines: list[Widget] = [Paragraph(f"**{gauge.rung}**", size="label"),
                                       Paragraph(gauge.text, size="label", colour="soft")]
                rows += [Row([Label(gauge.name, role="bold"), Column(lines, gap=1)], widths=["170px", 1], stretch=True),
                         Rule("dotted", "rule")]
        if not rows:
            rows = [Paragraph(ctx.t("gui.no_situation")), Spacer(4)]
        close = Button(ctx.t("dialog.close"), Pop, key="situation.close")
        column = Column([Heading(ctx.t("terminal.situation")), Scroll(Column(rows, gap=6)), Flow([close])], gap=12)
        return Modal(column, width=780, label=ctx.t("terminal.situation"))
