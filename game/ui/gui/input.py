"""pygame events to inputs: keyboard, mouse and game pads all become the same few words.

No meaning beyond the word: the app and the screens decide what `ok` does.
"""

from __future__ import annotations

import pygame

from game.ui.gui.commands import Input
from game.ui.gui.keymap import Keymap

KEYS = {
    pygame.K_UP: "up",
    pygame.K_DOWN: "down",
    pygame.K_LEFT: "left",
    pygame.K_RIGHT: "right",
    pygame.K_RETURN: "ok",
    pygame.K_KP_ENTER: "ok",
    pygame.K_SPACE: "ok",
    pygame.K_ESCAPE: "back",
    pygame.K_BACKSPACE: "back",
    pygame.K_PAGEUP: "page_up",
    pygame.K_PAGEDOWN: "page_down",
    pygame.K_HOME: "home",
    pygame.K_END: "end",
    pygame.K_F1: "help",
    pygame.K_F10: "menu",
    pygame.K_F11: "fullscreen",
    pygame.K_l: "lang",
    pygame.K_s: "sources",
    pygame.K_h: "help",
    pygame.K_u: "undo",
    pygame.K_r: "redo",
    pygame.K_PLUS: "zoom_in",
    pygame.K_EQUALS: "zoom_in",
    pygame.K_KP_PLUS: "zoom_in",
    pygame.K_MINUS: "zoom_out",
    pygame.K_KP_MINUS: "zoom_out",
    pygame.K_v: "voice",
    pygame.K_LCTRL: "hush",
    pygame.K_RCTRL: "hush",
}
WITH_CONTROL = {
    pygame.K_EQUALS: "bigger",
    pygame.K_PLUS: "bigger",
    pygame.K_KP_PLUS: "bigger",
    pygame.K_MINUS: "smaller",
    pygame.K_KP_MINUS: "smaller",
    pygame.K_z: "undo",
    pygame.K_y: "redo",
    pygame.K_q: "quit",
    pygame.K_LCTRL: "hush",
    pygame.K_RCTRL: "hush",
}
PAD = {
    pygame.CONTROLLER_BUTTON_DPAD_UP: "up",
    pygame.CONTROLLER_BUTTON_DPAD_DOWN: "down",
    pygame.CONTROLLER_BUTTON_DPAD_LEFT: "left",
    pygame.CONTROLLER_BUTTON_DPAD_RIGHT: "right",
    pygame.CONTROLLER_BUTTON_A: "ok",
    pygame.CONTROLLER_BUTTON_B: "back",
    pygame.CONTROLLER_BUTTON_X: "sources",
    pygame.CONTROLLER_BUTTON_Y: "lang",
    pygame.CONTROLLER_BUTTON_LEFTSHOULDER: "prev",
    pygame.CONTROLLER_BUTTON_RIGHTSHOULDER: "next",
    pygame.CONTROLLER_BUTTON_START: "menu",
    pygame.CONTROLLER_BUTTON_BACK: "undo",
}


def _key(event: pygame.event.Event, key: int) -> Input | None:
    """key: the pressed key as the game's own one."""
    control = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
    if control:
        kind = WITH_CONTROL.get(event.key)
        return Input("redo" if kind == "undo" and event.mod & pygame.KMOD_SHIFT else kind) if kind else None
    if event.key == pygame.K_TAB:
        return Input("prev" if event.mod & pygame.KMOD_SHIFT else "next")
    if pygame.K_1 <= key <= pygame.K_9:
        return Input("digit", digit=key - pygame.K_0)
    if pygame.K_KP_1 <= key <= pygame.K_KP_9:
        return Input("digit", digit=key - pygame.K_KP_1 + 1)
    if key in KEYS:
        return Input(KEYS[key])
    if pygame.K_a <= key <= pygame.K_z:
        return Input("letter", letter=chr(key))
    return None


def translate(event: pygame.event.Event, keys: Keymap | None = None) -> Input | None:
    """The input an event stands for, or None if it means nothing here.  keys: the keys the player has chosen."""
    if event.type == pygame.KEYDOWN:
        if keys is not None and keys.listening is not None:
            return Input("raw", digit=event.key)
        return _key(event, keys.canonical(event.key) if keys is not None else event.key)
    if event.type == pygame.KEYUP:
        return Input("lift") if event.key in (pygame.K_SPACE, pygame.K_RETURN, pygame.K_KP_ENTER) else None
    if event.type == pygame.MOUSEMOTION:
        return Input("drag" if event.buttons[0] else "move", at=tuple(event.pos))
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
        return Input("press", at=tuple(event.pos))
    if event.type == pygame.MOUSEBUTTONDOWN and event.button == 3:
        return Input("back")
    if event.type == pygame.MOUSEBUTTONUP and event.button == 1:
        return Input("release", at=tuple(event.pos))
    if event.type == pygame.MOUSEWHEEL:
        return Input("wheel", amount=event.y)
    if event.type == pygame.CONTROLLERBUTTONDOWN:
        kind = PAD.get(event.button)
        return Input(kind) if kind else None
    return None
