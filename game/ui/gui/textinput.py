"""What a keyboard event means while a text field has the focus, and when the system's input method is on.

Letters arrive as text (TEXTINPUT), words under composition as TEXTEDITING; the key presses behind them must not be
taken for commands.  Not the field itself (``widgets.field``).  Made and asked by the app.
"""

from __future__ import annotations

import pygame

from game.ui.gui.commands import Input
from game.ui.gui.keymap import Keymap
from game.ui.gui.widgets.base import Widget
from game.ui.gui.widgets.field import TextField

_EDITING = {
    pygame.K_BACKSPACE: "erase", pygame.K_DELETE: "erase_next", pygame.K_HOME: "home", pygame.K_END: "end",
    pygame.K_LEFT: "left", pygame.K_RIGHT: "right", pygame.K_UP: "up", pygame.K_DOWN: "down",
    pygame.K_RETURN: "ok", pygame.K_KP_ENTER: "ok", pygame.K_ESCAPE: "back",
}
_SPECIAL = 0x4000_0000
"""Bit of the key codes that print nothing: F keys, arrows and the like."""


class Typing:
    """Stands before the other readers of events: what it does not take, they get."""

    def __init__(self) -> None:
        self._method_on = True

    def read(self, event: pygame.event.Event, focused: Widget | None, keys: Keymap) -> Input | None:
        """Returns the input of an event that belongs to typing, or None."""
        if not isinstance(focused, TextField):
            if self._method_on:
                pygame.key.stop_text_input()  # an input method would swallow the letters that are commands
                self._method_on = False
            return self._find(event) if keys.listening is None else None
        self._method_on = True
        if event.type == pygame.TEXTINPUT:
            return Input("text", letter=event.text)
        if event.type == pygame.TEXTEDITING:
            return Input("compose", letter=event.text)
        return self._key(event, focused) if event.type == pygame.KEYDOWN else None

    @staticmethod
    def _find(event: pygame.event.Event) -> Input | None:
        if event.type != pygame.KEYDOWN:
            return None
        control = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
        wanted = event.key == pygame.K_f if control else "/" in (getattr(event, "unicode", ""), chr(event.key & 0x7F))
        return Input("find") if wanted and not event.key & _SPECIAL else None

    def _key(self, event: pygame.event.Event, field: TextField) -> Input | None:
        if field.composing:
            return Input("typed")  # the input method is asked first
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            return self._find(event)
        if event.key in _EDITING:
            return Input(_EDITING[event.key])
        printed = event.key >= pygame.K_SPACE and not event.key & _SPECIAL
        return Input("typed") if printed or (getattr(event, "unicode", "") or "\0").isprintable() else None
