"""Makes the window look as the settings say, and keeps them.  Called at the start and by the settings page.

Not the settings themselves (``play.settings``) and not their page (``screens.settings``).
"""

from __future__ import annotations

from typing import Any

from game.play.settings import Settings
from game.ui.gui.context import Context
from game.ui.gui.theme import Theme

OWN = "own"
"""Name shown for settings that are no preset."""


class Comfort:
    """Applies settings to a context.  Remembers the look the theme file gives, so that a variant can be left again."""

    def __init__(self, ctx: Context, settings: Settings) -> None:
        self.ctx, self.settings, self.theme = ctx, settings, ctx.theme

    def apply(self) -> None:
        """Sets colours, faces, texture and keys; the trees must then be composed anew."""
        ctx, settings = self.ctx, self.settings
        ctx.theme = self.theme.varied("contrast") if settings.contrast else self.theme
        ctx.paint.set_theme(ctx.theme)
        ctx.paint.set_grain(not settings.plain)
        if ctx.fonts.plain != settings.plain_type:
            ctx.fonts.set_plain(settings.plain_type)
            ctx.text.forget()
        ctx.keys.load(settings.keys)


def take_preset(settings: Settings, theme: Theme, name: str) -> None:
    """Sets what a preset names; whatever it does not name returns to what it is usually."""
    for field, value in {**theme.presets["usual"], "typewriter": True, **theme.presets[name]}.items():
        setattr(settings, field, value)
    settings.preset = name


def preset_of(settings: Settings, theme: Theme) -> str:
    """Returns the preset the settings amount to, the one chosen last first; ``own`` if they are none."""
    def holds(name: str) -> bool:
        wanted: dict[str, Any] = {**theme.presets["usual"], "typewriter": True, **theme.presets[name]}
        return all(getattr(settings, field) == value for field, value in wanted.items())

    names = [settings.preset] if settings.preset in theme.presets else []
    return next((name for name in [*names, *theme.presets] if holds(name)), OWN)
