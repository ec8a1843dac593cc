"""Which key does what: the keys the player has chosen, laid over the ones the game comes with.

A chosen key is turned into the command's own key before anything else looks at it, so the screens know only one
set of keys.  Arrows, Enter and Esc keep their meaning beside a chosen key: nobody can lock himself out.
Not an input reader (``input``) and not the page on which keys are chosen (``screens.keys``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pygame

COMMANDS: dict[str, int] = {
    "up": pygame.K_UP,
    "down": pygame.K_DOWN,
    "left": pygame.K_LEFT,
    "right": pygame.K_RIGHT,
    "ok": pygame.K_RETURN,
    "back": pygame.K_ESCAPE,
    "menu": pygame.K_F10,
    "page_up": pygame.K_PAGEUP,
    "page_down": pygame.K_PAGEDOWN,
    "undo": pygame.K_u,
    "redo": pygame.K_r,
    "situation": pygame.K_i,
    "history": pygame.K_b,
    "tree": pygame.K_t,
    "map": pygame.K_m,
    "forecast": pygame.K_f,
    "sources": pygame.K_s,
    "export": pygame.K_e,
    "picture": pygame.K_p,
    "compare": pygame.K_c,
    "lang": pygame.K_l,
    "help": pygame.K_h,
    "fullscreen": pygame.K_F11,
    "voice": pygame.K_v,
}
"""Command -> its own key.  The page of keys lists them in this order."""

LASTING = frozenset({"up", "down", "left", "right", "ok", "back"})
"""Commands whose own key goes on working beside the one chosen."""

_FIXED = frozenset({pygame.K_TAB, pygame.K_KP_ENTER, *range(pygame.K_0, pygame.K_9 + 1),
                    *range(pygame.K_KP_1, pygame.K_KP_0 + 1)})
MODIFIERS = frozenset({pygame.K_LSHIFT, pygame.K_RSHIFT, pygame.K_LCTRL, pygame.K_RCTRL, pygame.K_LALT,
                        pygame.K_RALT, pygame.K_LMETA, pygame.K_RMETA, pygame.K_CAPSLOCK, pygame.K_NUMLOCKCLEAR,
                        pygame.K_MODE, pygame.K_UNKNOWN})
"""Keys that are held with others and so can stand for nothing alone."""
_CAPS = {"return": "Enter", "escape": "Esc", "page up": "PgUp", "page down": "PgDn", "up": "↑", "down": "↓",
         "left": "←", "right": "→", "backspace": "Bksp", "delete": "Del", "insert": "Ins"}
_SETS = {"↑↓": ("up", "down"), "←→": ("left", "right"), "PgUp PgDn": ("page_up", "page_down")}
_ALSO = {pygame.K_SPACE: "ok", pygame.K_BACKSPACE: "back", pygame.K_F1: "help"}


def cap(key: int) -> str:
    """Returns what a key is called on its cap."""
    name = pygame.key.name(key)
    return _CAPS.get(name, name.capitalize() if len(name) > 1 else name.upper())


class Keymap:
    """The player's keys.

    listening: the command for which the next key pressed is meant, whatever key it is; inputs are then ``raw``.
    """

    def __init__(self) -> None:
        self.chosen: dict[str, int] = {}
        self.listening: str | None = None
        self._into: dict[int, int] = {}

    def load(self, names: Mapping[str, str]) -> None:
        """Takes stored keys; commands, keys and clashes that make no sense are left out."""
        self.chosen = {}
        for command, name in names.items():
            try:
                key = pygame.key.key_code(name)
            except (ValueError, pygame.error):
                continue
            if command in COMMANDS and key != COMMANDS[command]:
                self.chosen[command] = key
        for command in [name for name, key in self.chosen.items() if self.refusal(name, key) is not None]:
            del self.chosen[command]
        self._compile()

    def stored(self) -> dict[str, str]:
        """Returns the chosen keys by name, for the settings."""
        return {command: pygame.key.name(key) for command, key in self.chosen.items()}

    def key(self, command: str) -> int:
        """Returns the key shown for a command."""
        return self.chosen.get(command, COMMANDS[command])

    def refusal(self, command: str, key: int) -> str | None:
        """Why a command cannot have a key: the name of the command it belongs to, ``fixed``, or None if it can."""
        if key == COMMANDS[command]:
            taken = [other for other, chosen in self.chosen.items() if chosen == key and other != command]
            return taken[0] if taken else None
        if key in _FIXED or key in MODIFIERS:
            return "fixed"
        for other, own in COMMANDS.items():
            held = {self.chosen.get(other, own)} | ({own} if other in LASTING else set())
            if other != command and key in held:
                return other
        return _ALSO.get(key) if _ALSO.get(key) != command else None

    def choose(self, command: str, key: int) -> str | None:
        """Gives a command a key; returns the refusal instead, if there is one."""
        refused = self.refusal(command, key)
        if refused is None:
            if key == COMMANDS[command]:
                self.chosen.pop(command, None)
            else:
                self.chosen[command] = key
            self._compile()
        return refused

    def reset(self) -> None:
        """Returns to the keys the game comes with."""
        self.chosen = {}
        self._compile()

    def _compile(self) -> None:
        self._into = {COMMANDS[command]: pygame.K_UNKNOWN for command in self.chosen if command not in LASTING}
        self._into |= {key: COMMANDS[command] for command, key in self.chosen.items()}

    def canonical(self, key: int) -> int:
        """Returns the game's own key for a key pressed; ``K_UNKNOWN`` for one that was given up."""
        return self._into.get(key, key)

    def shown(self, text: str) -> str:
        """Returns the cap of a hint with the keys chosen; what is no key of a command is left as it is."""
        if text in _SETS:
            return " ".join(cap(self.key(command)) for command in _SETS[text]) if any(
                command in self.chosen for command in _SETS[text]) else text
        return next((cap(self.key(command)) for command, own in COMMANDS.items() if cap(own) == text), text)

    def hints(self, hints: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Returns hints with the keys the player has chosen."""
        return [(self.shown(key), text) for key, text in hints]
