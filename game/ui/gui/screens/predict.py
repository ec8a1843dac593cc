"""The forecast: which of the options was chosen on the record?  Shares of 100, locked once sealed."""

from __future__ import annotations

from game.ui.forecast import parse_forecast
from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Input, Pop
from game.ui.gui.screens import flow
from game.ui.gui.screens.news import NARROW
from game.ui.gui.screens.playing import Playing
from game.ui.gui.widgets import (
    Button,
    Column,
    Flow,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Slider,
    Spacer,
    Widget,
)
from game.ui.pages import DecisionPage

STEP = 5


class PredictScreen(Playing):
    """Asked once per decision, before the reveal.  move: the order that waits for it, or empty."""

    first_focus = "share.1"

    def __init__(self, desk: Desk, move: str) -> None:
        super().__init__(desk)
        self.move = move
        self.locked = desk.forecast() is not None
        self.shares = parse_forecast(desk.forecast() or "")
        self._left: Label | None = None
        self._done: Button | None = None
        if self.locked:
            self.first_focus = "predict.go"

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("↑↓", ctx.t("gui.hint.choose")), ("←→", ctx.t("gui.hint.share")), ("Esc", ctx.t("predict.back")),
                ("L", ctx.t("gui.hint.language"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return Pop() if given.kind in ("back", "undo") else super().handle(ctx, given)

    @property
    def left(self) -> int:
        """How much of the hundred is not yet given."""
        return 100 - sum(self.shares.values())

    def compose(self, ctx: Context) -> Widget:
        page = self.desk.page(ctx.language)
        assert isinstance(page, DecisionPage)
        rows = [self._slider(ctx, option.move, option.number, option.text) for option in page.options]
        self._left = Label(self._say(ctx), role="bold", size="lead", colour="red", align="right", key="left")

        def sealed() -> Command:
            ctx.play("seal")
            return self._seal()

        self._done = Button(ctx.t("predict.seal"), sealed, kind="primary", enabled=self.left == 0,
                            reason=ctx.t("predict.must"), key="predict.go")
        buttons: list[Widget] = [self._done, Button(ctx.t("predict.skip"), self._skip, key="predict.skip")]
        if self.locked:
            buttons = [Button(ctx.t("gui.next"), self._on, kind="primary", key="predict.go")]
        text = ctx.t("predict.locked" if self.locked else "predict.explain")
        column: list[Widget] = [
            Heading(ctx.t("predict.title"), size=28, align="centre", underline=None),
            Label(page.title, colour="red", align="centre"), Rule("double"),
            Paragraph(text, size="label"), Scroll(Column(rows, gap=12), grow=0),
            Row([Flow(buttons), self._left], widths=[1, "260px"], stretch=False)]
        if ctx.size[0] / ctx.scale < NARROW:
            column[-1:] = [self._left, Column(buttons)]
            return Paper(Scroll(Column(column, gap=12)), kind="telegram", pad=18)
        paper = Paper(Column(column, gap=12), kind="telegram", torn=True, pad=30)
        middle = Column([Spacer(grow=1), paper, Spacer(grow=1)])
        return Row([Spacer(), middle, Spacer()], widths=[0.12, 1, 0.12])

    def _slider(self, ctx: Context, move: str, number: int, text: str) -> Widget:
        shown = f"{number}. {text}"
        if self.locked:
            return Paragraph(f"{shown}　**{self.shares.get(move, 0)}%**")
        slider = Slider(shown, self.shares.get(move, 0), step=STEP, key=f"share.{number}")

        def change(value: int) -> None:
            room = 100 - sum(share for other, share in self.shares.items() if other != move)
            slider.number = min(value, room)
            slider.value = slider.show(slider.number)
            self.shares[move] = slider.number
            self._tell(ctx)

        slider.on_change = change
        return slider

    def _say(self, ctx: Context) -> str:
        return "" if self.locked else ctx.t("predict.left", left=self.left)

    def _tell(self, ctx: Context) -> None:
        if self._left is not None and self._done is not None:
            self._left.text = self._left.label = self._say(ctx)
            self._done.enabled = self.left == 0
            self._done.sub = self._done.value = "" if self._done.enabled else self._done.reason

    def _seal(self) -> Command:
        self.desk.set_forecast(self.shares)
        return self._on()

    def _skip(self) -> Command:
        self.desk.set_forecast(None)
        return self._on()

    def _on(self) -> Command:
        """Back to the decision, or on with the order that waited."""
        if not self.move:
            self.desk.save()
            return Pop()
        self.desk.decide(self.move)
        return flow.opened(self.desk)
