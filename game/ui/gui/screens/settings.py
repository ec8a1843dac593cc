"""Settings: preset, language, text size, colours, faces, movement, sound, forecast, keys.  Everything works at once
and is kept at once."""

from __future__ import annotations

from game.ui.gui.comfort import OWN, preset_of, take_preset
from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Modal, Pop, Push, Refresh, Screen, SetLanguage, SetScale
from game.ui.gui.screens.aloud import voice_rows
from game.ui.gui.widgets import (
    Button,
    Column,
    Flow,
    Heading,
    Label,
    Scroll,
    Selector,
    Slider,
    Spacer,
    Toggle,
    Widget,
)

SIZES = (90, 100, 110, 125, 140, 160, 180, 200)


class SettingsScreen(Screen):
    """A card over the title or the play."""

    overlay = True
    first_focus = "set.preset"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("↑↓", ctx.t("gui.hint.choose")), ("←→", ctx.t("settings.change")), ("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        rows = [*self._look(ctx), *self._movement(ctx), *self._play(ctx)]
        buttons = [Button(ctx.t("dialog.close"), Pop, key="set.close"),
                   Button(ctx.t("comfort.keys"), self._keys, key="set.keys")]
        parts: list[Widget] = [Heading(ctx.t("gui.settings")), Scroll(Column(rows, gap=10), key="settings")]
        if self.desk.trouble:
            parts.append(Label(self.desk.trouble, colour="red"))
        if ctx.fonts.lost:
            parts.append(Label(ctx.t("trouble.fonts", names=", ".join(ctx.fonts.lost)), colour="red"))
        return Modal(Column([*parts, Flow(buttons)], gap=12), width=600, label=ctx.t("gui.settings"))

    @staticmethod
    def _part(ctx: Context, name: str) -> list[Widget]:
        return [Spacer(2), Label(ctx.t(f"comfort.part.{name}"), role="bold", colour="red")]

    def _toggle(self, ctx: Context, name: str, text: str, note: str = "", *, deep: bool = False) -> list[Widget]:
        """A setting that is on or off.  deep: it changes colours or faces, so every page is set anew."""
        def change(on: bool) -> Command:
            setattr(self.desk.settings, name, on)
            return self._changed(ctx, deep)

        words = (ctx.t("settings.is_off"), ctx.t("settings.is_on"))
        made: list[Widget] = [Toggle(ctx.t(text), bool(getattr(self.desk.settings, name)), change, words=words,
                                     key=f"set.{name}")]
        return [*made, Label(ctx.t(note), colour="soft", size="caption")] if note else made

    def _changed(self, ctx: Context, deep: bool) -> Command:
        settings = self.desk.settings
        settings.preset = preset_of(settings, ctx.theme)
        self.desk.look()
        self.desk.keep_settings()
        return SetScale(ctx.ui_scale) if deep else Refresh()

    def _look(self, ctx: Context) -> list[Widget]:
        settings = self.desk.settings
        near = min(SIZES, key=lambda size: abs(size - ctx.ui_scale * 100))
        preset = preset_of(settings, ctx.theme)
        names = [*ctx.theme.presets, *([OWN] if preset == OWN else [])]

        def take(name: str) -> Command:
            if name != OWN:
                take_preset(settings, ctx.theme, name)
            self.desk.look()
            self.desk.keep_settings()
            return SetScale(settings.scale)

        choices = [(code, language.name) for code, language in self.desk.languages.items()]
        return [
            Selector(ctx.t("comfort.preset"), [(name, ctx.t(f"comfort.presets.{name}")) for name in names], preset,
                     take, key="set.preset"),
            Label(ctx.t(f"comfort.preset_note.{preset}"), colour="soft", size="caption"),
            Selector(ctx.t("settings.language"), choices, ctx.language, SetLanguage, key="set.language"),
            *self._part(ctx, "look"),
            Selector(ctx.t("settings.size"), [(str(size), f"{size}%") for size in SIZES], str(near),
                     lambda size: SetScale(int(size) / 100), key="set.size"),
            *self._toggle(ctx, "contrast", "comfort.contrast", deep=True),
            *self._toggle(ctx, "plain", "settings.plain", "settings.plain_note"),
            *self._toggle(ctx, "plain_type", "comfort.plain_type", deep=True),
        ]

    def _movement(self, ctx: Context) -> list[Widget]:
        settings = self.desk.settings

        def volume(number: int) -> Command | None:
            settings.volume = number
            self.desk.keep_settings()
            return None

        def voice(mode: str) -> Command:
            settings.voice = mode
            return self._changed(ctx, False)

        return [
            *self._part(ctx, "move"),
            *self._toggle(ctx, "reduced_motion", "comfort.motion"),
            *self._toggle(ctx, "typewriter", "comfort.typewriter"),
            *self._toggle(ctx, "sound", "comfort.sound", "trouble.silent" if ctx.silent() else ""),
            Slider(ctx.t("comfort.volume"), settings.volume, volume, step=10, key="set.volume"),
            *voice_rows(ctx, settings.voice, voice),
        ]

    def _play(self, ctx: Context) -> list[Widget]:
        return [
            *self._part(ctx, "play"),
            *self._toggle(ctx, "predict", "settings.predict", "settings.predict_note"),
            *self._toggle(ctx, "skip_read", "comfort.skip", "comfort.skip_note"),
            *self._toggle(ctx, "terms", "codex.terms", "codex.terms_note"),
        ]

    def _keys(self) -> Command:
        from game.ui.gui.screens.keys import KeysScreen
        return Push(KeysScreen(self.desk))
