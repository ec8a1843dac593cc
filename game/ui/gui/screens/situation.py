"""The situation as a sheet over the page: every thing at stake and where it stands, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Context, Input, Modal, Pop, Screen
from game.ui.gui.widgets import Button, Column, Flow, Heading, Label, Paragraph, Row, Rule, Scroll, Spacer, Widget
from game.ui.pages import Gauge


def grouped(gauges: Sequence[Gauge]) -> list[tuple[str, list[Gauge]]]:
    """Returns the gauges by what they measure, in order."""
    return [(name, list(found)) for name, found in groupby(gauges, key=lambda gauge: gauge.name)]


def gauge_list(ctx: Context, gauges: Sequence[Gauge]) -> list[Widget]:
    """Returns the situation as a narrow list: the name small, the rung bold, further layers under it."""
    made: list[Widget] = []
    for name, layers in grouped(gauges):
        made.append(Label(name, size="caption", colour="soft"))
        for gauge in layers:
            if len(layers) > 1:
                layer = ctx.t("gui.layer", layer=gauge.layer, rung=f"**{gauge.rung}**")
                made.append(Label(layer))
            else:
                made.append(Label(gauge.rung, role="bold"))
        made.append(Rule("dotted", "rule"))
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
        for name, layers in grouped(pages.situation(self.desk.play.position)):
            lines: list[Widget] = []
            for gauge in layers:
                head = f"**{gauge.rung}**" if len(layers) == 1 else ctx.t(
                    "gui.layer", layer=gauge.layer, rung=f"**{gauge.rung}**")
                lines.append(Paragraph(head, size="label"))
                lines.append(Paragraph(gauge.text, size="label", colour="soft"))
            rows += [Row([Label(name, role="bold"), Column(lines, gap=1)], widths=["170px", 1], stretch=True),
                     Rule("dotted", "rule")]
        if not rows:
            rows = [Paragraph(ctx.t("gui.no_situation")), Spacer(4)]
        close = Button(ctx.t("dialog.close"), Pop, key="situation.close")
        column = Column([Heading(ctx.t("terminal.situation")), Scroll(Column(rows, gap=6)), Flow([close])], gap=12)
        return Modal(column, width=780, label=ctx.t("terminal.situation"))
