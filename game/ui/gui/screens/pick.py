"""A new play: scenario, track, where to begin, forecast, language."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.core.model import Scenario
from game.play.session import Track
from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Refresh, Screen, SetLanguage
from game.ui.gui.screens import flow
from game.ui.gui.widgets import (
    Button,
    Column,
    Control,
    Heading,
    Label,
    OptionCard,
    Paper,
    Paragraph,
    Row,
    Scroll,
    Selector,
    Toggle,
    Widget,
)


class Choice(Control):
    """One of several, with a round mark that is filled when it is the one."""

    role = "choice"

    def __init__(self, label: str, chosen: bool, on_press: Callable[[], Command | None], *, key: str) -> None:
        super().__init__(label, on_press, key=key)
        self.chosen, self.value = chosen, "chosen" if chosen else ""

    def measure(self, ctx: Context, width: int) -> int:
        style = ctx.style("body", "body", justify=False, leading=1.3)
        return max(ctx.gap("target"), ctx.text.layout(self.title, style, width - ctx.px(56)).height + ctx.px(14))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        if self.chosen or ctx.focused is self:
            self._frame(ctx, surface, "card_lit", "red" if self.chosen else "line")
        centre = (self.rect.x + ctx.px(22), self.rect.centery)
        pygame.draw.circle(surface, ctx.colour("soft"), centre, ctx.px(9), max(1, ctx.px(1.6)))
        if self.chosen:
            pygame.draw.circle(surface, ctx.colour("red"), centre, ctx.px(5))
        role = "bold" if self.chosen else "body"
        layout = ctx.text.layout(self.title, ctx.style(role, "body", justify=False, leading=1.3),
                                 self.rect.w - ctx.px(56))
        ctx.text.draw(surface, layout, self.rect.x + ctx.px(42), self.rect.centery - layout.height // 2,
                      ctx.colour("ink"))


class PickScreen(Screen):
    """Everything a play needs before it begins; sensible answers are set already."""

    first_focus = "pick.go"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.names = desk.names()
        self.name = self.names[0] if self.names else ""
        self.track, self.act = Track.BRANCH, ""

    def title(self, ctx: Context) -> str:
        return ctx.t("title.new")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Tab", ctx.t("gui.hint.choose")), ("Enter", ctx.t("gui.hint.ok")), ("Esc", ctx.t("pick.back")),
                ("L", ctx.t("gui.hint.language"))]

    def compose(self, ctx: Context) -> Widget:
        rules = self.desk.rules(self.name)
        if rules is None:
            return Paper(Paragraph(ctx.t("title.nothing")))
        left, right = self._story(ctx, rules.scenario), self._rules(ctx)
        if ctx.size[0] / ctx.scale < 900:
            return Scroll(Column([left, right], gap=12))
        return Row([left, right], widths=[1.05, 1])

    def _story(self, ctx: Context, scenario: Scenario) -> Widget:
        words = self.desk.languages[ctx.language].words
        seat = next(iter(scenario.parties.values()))
        inside: list[Widget] = []
        if scenario.summary:
            inside.append(Paragraph(words(scenario.summary)))
        inside.append(Label(ctx.t("pick.seat", name=words(seat)), role="bold"))
        if len(self.names) > 1:
            inside.append(Label(ctx.t("pick.scenario"), role="bold", colour="soft"))
            for name in self.names:
                rules = self.desk.rules(name)
                if rules is not None:
                    inside.append(Choice(words(rules.scenario.title), name == self.name, self._choose("name", name),
                                         key=f"pick.scenario.{name}"))
        if len(scenario.acts) > 1:
            inside.append(Label(ctx.t("pick.act"), role="bold", colour="soft"))
            for place, act in enumerate(scenario.acts):
                value = "" if place == 0 else act.id
                inside.append(Choice(words(act.title), value == self.act, self._choose("act", value),
                                     key=f"pick.act.{act.id}"))
            inside.append(Label(ctx.t("pick.act_note"), colour="soft", size="caption"))
        parts: list[Widget] = [Heading(words(scenario.title), size=34, underline=None)]
        if scenario.subtitle:
            parts.append(Label(words(scenario.subtitle), role="hand", size="lead", colour="soft"))
        return Paper(Column([*parts, Scroll(Column(inside, gap=8), key="story")], gap=8), kind="telegram", torn=True,
                     pad=24, grow=1)

    def _rules(self, ctx: Context) -> Widget:
        cards = [OptionCard(number, ctx.t(f"pick.{track.value}"), self._choose("track", track),
                            sub=ctx.t(f"pick.{track.value}_note"), selected=track is self.track,
                            key=f"pick.track.{track.value}")
                 for number, track in enumerate((Track.BRANCH, Track.RECORD), 1)]

        def predict(on: bool) -> Command:
            self.desk.settings.predict = on
            self.desk.keep_settings()
            return Refresh()

        choices = [(code, language.name) for code, language in self.desk.languages.items()]
        inside = [Label(ctx.t("pick.track"), role="bold", colour="soft"), *cards,
                  Toggle(ctx.t("settings.predict"), self.desk.settings.predict, predict,
                         words=(ctx.t("settings.is_off"), ctx.t("settings.is_on")), key="pick.predict"),
                  Label(ctx.t("settings.predict_note"), colour="soft", size="caption"),
                  Selector(ctx.t("settings.language"), choices, ctx.language, SetLanguage, key="pick.language")]
        go = Button(ctx.t("pick.go"), self._go, kind="primary", key="pick.go")
        head = Heading(ctx.t("pick.how"), underline="red")
        return Paper(Column([head, Scroll(Column(inside, gap=10), key="how"), go], gap=12), pad=22, grow=1)

    def _choose(self, what: str, value: object) -> Callable[[], Command]:
        def press() -> Command:
            setattr(self, what, value)
            if what == "name":
                self.act = ""
            return Refresh()
        return press

    def _go(self) -> Command:
        self.desk.begin(self.name, self.track, self.act)
        return flow.opened(self.desk)
