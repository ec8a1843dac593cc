"""The cover sheet and the first menu."""

from __future__ import annotations

import pygame

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Input, Push, Quit, Screen
from game.ui.gui.screens import flow
from game.ui.gui.widgets import Button, Column, Heading, Label, Paragraph, Picture, Row, Rule, Scroll, Spacer, Widget


class Cover(Widget):
    """A file folder with its tab and a double frame around one child."""

    def __init__(self, child: Widget, *, grow: float = 1) -> None:
        super().__init__([child], grow=grow)

    def measure(self, ctx: Context, width: int) -> int:
        return self.children[0].measure(ctx, width - ctx.px(110)) + ctx.px(100)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        self.rect = rect.copy()
        inner = rect.inflate(-ctx.px(110), -ctx.px(74))
        self.children[0].layout(ctx, inner.move(0, ctx.px(8)))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        tab = pygame.Rect(self.rect.x + ctx.px(40), self.rect.y, ctx.px(190), ctx.px(40))
        ctx.paint.sheet(surface, tab, "folder", False, ctx.scale)
        body = pygame.Rect(self.rect.x, self.rect.y + ctx.px(18), self.rect.w, self.rect.h - ctx.px(18))
        ctx.paint.sheet(surface, body, "folder", False, ctx.scale)
        line = max(1, ctx.px(1.4))
        for inset in (18, 23):
            pygame.draw.rect(surface, ctx.colour("line"), body.inflate(-ctx.px(2 * inset), -ctx.px(2 * inset)), line)
        super().draw(ctx, surface)


class TitleScreen(Screen):
    """What the window opens with."""

    first_focus = "title.continue"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        if desk.saved() is None:
            self.first_focus = "title.new"

    def title(self, ctx: Context) -> str:
        return ctx.t("app.title")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("↑↓", ctx.t("gui.hint.choose")), ("Enter", ctx.t("gui.hint.ok")), ("L", ctx.t("gui.hint.language")),
                ("F11", ctx.t("gui.hint.full")), ("Ctrl +", ctx.t("gui.hint.larger"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return flow.sources(self.desk) if given.kind == "sources" and self.desk.cover() else None

    def compose(self, ctx: Context) -> Widget:
        cover, menu = self._cover(ctx), self._menu(ctx)
        if ctx.size[0] / ctx.scale < 900:
            return Scroll(Column([cover, menu], gap=16))
        return Row([cover, menu], widths=[1, "372px"], gap=44)

    def _cover(self, ctx: Context) -> Widget:
        scenario, language = self.desk.cover(), self.desk.languages[ctx.language]
        name = language.words(scenario.title) if scenario else ctx.t("app.title")
        under = language.words(scenario.subtitle) if scenario else ""
        about = language.words(scenario.summary) if scenario else ""
        roomy = ctx.size[0] / ctx.scale >= 1180

        def chop(given: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
            seal = given.paint.seal(given.t("title.chop"), given.px(116))
            surface.blit(seal, seal.get_rect(midright=rect.midright))

        stamp_role = "body" if ctx.language == "zh" else "typewriter"
        size = (84 if roomy else 66) if ctx.language == "zh" else (66 if roomy else 54)
        words = Column([Paragraph(about or ctx.t("title.about"), size="body"),
                        Label(ctx.t("title.minutes", n=scenario.minutes) if scenario and scenario.minutes else "")],
                       gap=6)
        foot = Row([words, Picture(chop, 124, ctx.t("app.title"), width=124)], widths=[1, "124px"], gap=24,
                   stretch=False)
        return Cover(Column([
            Label(ctx.t("title.file"), role=stamp_role, align="centre", size="lead"),
            Rule("single", "line"), Spacer(grow=1),
            Heading(name, size=size, align="centre", underline=None),
            Label(under, role="hand", size=26, align="centre"), Spacer(grow=1),
            Rule("single", "line"), Scroll(foot, grow=0)], gap=10))

    def _menu(self, ctx: Context) -> Widget:
        saved = self.desk.saved()
        parts: list[Widget] = [Label(ctx.t("title.menu"), role="bold", size="lead", colour="brass")]
        if saved is not None:
            parts.append(Button(ctx.t("title.continue"), self._continue, kind="menu", key="title.continue",
                                sub=ctx.t(f"title.track_{saved.track}") if saved.track in ("record", "branch") else ""))
        known = self.desk.cover() is not None
        parts += [
            Button(ctx.t("title.new"), self._new, kind="menu", key="title.new"),
            *self._teach(ctx),
            Button(ctx.t("plays.title"), lambda: flow.plays(self.desk), kind="menu", key="title.plays",
                   enabled=saved is not None, reason=ctx.t("plays.none_short")),
            Button(ctx.t("terminal.sources"), lambda: flow.sources(self.desk), kind="menu", key="title.sources",
                   enabled=known, reason=ctx.t("title.nothing")),
            Button(ctx.t("gui.settings"), self._settings, kind="menu", key="title.settings"),
            Button(ctx.t("gui.quit"), Quit, kind="menu", key="title.quit"), Spacer(grow=1)]
        aside = self.desk.kept.aside
        said = self.desk.trouble or (ctx.t("comfort.aside", name=aside.name) if aside else "")
        if said:
            parts.append(Label(said, colour="cream"))
        return Column([Spacer(14), *parts], gap=14)

    def _continue(self) -> Command | None:
        return flow.continued(self.desk)

    def _new(self) -> Command:
        from game.ui.gui.screens.pick import PickScreen
        return Push(PickScreen(self.desk))

    def _teach(self, ctx: Context) -> list[Widget]:
        teaching = self.desk.teaching
        if teaching is None:
            return []

        def press() -> Command:
            from game.ui.gui.screens.teach import TeachScreen
            return Push(TeachScreen(self.desk, teaching))

        return [Button(ctx.t("teach.title"), press, kind="menu", key="title.teach")]

    def _settings(self) -> Command:
        from game.ui.gui.screens.settings import SettingsScreen
        return Push(SettingsScreen(self.desk))
