"""Settings: language, text size, forecast, plain paper.  Everything works at once."""

from __future__ import annotations

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Modal, Pop, Refresh, Screen, SetLanguage, SetScale
from game.ui.gui.widgets import Button, Column, Flow, Heading, Label, Scroll, Selector, Toggle, Widget

SIZES = (90, 100, 110, 125, 140, 160, 180, 200)


class SettingsScreen(Screen):
    """A card over the title or the play."""

    overlay = True
    first_focus = "set.language"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("↑↓", ctx.t("gui.hint.choose")), ("←→", ctx.t("settings.change")), ("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        words = (ctx.t("settings.is_off"), ctx.t("settings.is_on"))
        near = min(SIZES, key=lambda size: abs(size - ctx.ui_scale * 100))

        def plain(on: bool) -> Command:
            self.desk.settings.plain = on
            ctx.paint.set_grain(not on)
            return Refresh()

        def predict(on: bool) -> Command:
            self.desk.settings.predict = on
            return Refresh()

        choices = [(code, language.name) for code, language in self.desk.languages.items()]
        rows: list[Widget] = [
            Selector(ctx.t("settings.language"), choices, ctx.language, SetLanguage, key="set.language"),
            Selector(ctx.t("settings.size"), [(str(size), f"{size}%") for size in SIZES], str(near),
                     lambda size: SetScale(int(size) / 100), key="set.size"),
            Toggle(ctx.t("settings.predict"), self.desk.settings.predict, predict, words=words, key="set.predict"),
            Label(ctx.t("settings.predict_note"), colour="soft", size="caption"),
            Toggle(ctx.t("settings.plain"), self.desk.settings.plain, plain, words=words, key="set.plain"),
            Label(ctx.t("settings.plain_note"), colour="soft", size="caption"),
        ]
        close = Button(ctx.t("dialog.close"), Pop, key="set.close")
        return Modal(Column([Heading(ctx.t("gui.settings")), Scroll(Column(rows, gap=10)), Flow([close])], gap=12),
                     width=560, label=ctx.t("gui.settings"))
