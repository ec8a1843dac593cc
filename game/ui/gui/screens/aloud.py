"""The setting for reading aloud, as the settings page shows it: off, by the system's voice, through the clipboard."""

from __future__ import annotations

from collections.abc import Callable

from game.play.settings import VOICES
from game.ui.gui.screen import Command, Context
from game.ui.gui.speaker import can_speak
from game.ui.gui.widgets import Label, Selector, Widget


def voice_rows(ctx: Context, mode: str, choose: Callable[[str], Command | None]) -> list[Widget]:
    """Returns the selector and what its present choice means on this machine."""
    note = "fallback" if mode == "speech" and not can_speak() else mode
    return [Selector(ctx.t("voice.setting"), [(name, ctx.t(f"voice.{name}")) for name in VOICES], mode, choose,
                     key="set.voice"),
            Label(ctx.t(f"voice.note_{note}"), colour="soft", size="caption")]
