"""Game pads: opened as they are plugged in, their sticks and triggers turned into inputs, held ones repeated.

Not what a button means on a page (the screens decide) and not how a button looks (``padglyph``).  The app owns one.
A machine without pads, or a pygame without the part that reads them, simply has none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pygame

from game.ui.gui import input as inputs
from game.ui.gui.commands import Input
from game.ui.gui.keymap import Keymap

LEAN, REST = 0.5, 0.35
"""How far a stick or trigger must go to count, and how far it must come back to count as let go (shares of 1)."""
FIRM = 1.3
"""How much further the other way a stick must lean before it changes direction: a shaky diagonal stays one way."""
DELAY, EVERY = 0.40, 0.13
"""Seconds until something held repeats, and between repeats."""
FULL = 32767

STICK = {pygame.CONTROLLER_AXIS_LEFTX: ("left", "right"), pygame.CONTROLLER_AXIS_LEFTY: ("up", "down")}
TRIGGERS = {pygame.CONTROLLER_AXIS_TRIGGERLEFT: "page_up", pygame.CONTROLLER_AXIS_TRIGGERRIGHT: "page_down"}
LETTERS = {pygame.CONTROLLER_BUTTON_LEFTSTICK: "i", pygame.CONTROLLER_BUTTON_RIGHTSTICK: "f"}
REPEATED = ("up", "down", "left", "right", "page_up", "page_down")
HANDS = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.MOUSEMOTION)


class Pads:
    """Reads events; says whether the pad was used last (``active``) and what is due from something held.

    clock: seconds, ever rising.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.active = clock, False
        self._open: dict[int, Any] = {}
        self._lean: dict[tuple[int, int], float] = {}
        self._held: tuple[tuple[int, str, int], str] | None = None
        self._next = 0.0

    # -- plugging in --

    def open_all(self) -> None:
        """Lets every pad plugged in now send events; those plugged in later are opened as they come."""
        try:
            from pygame._sdl2 import controller

            controller.init()
            count = controller.get_count()
        except (ImportError, AttributeError, pygame.error):
            return
        for number in range(count):
            self._plugged(number)

    def _plugged(self, number: int) -> None:
        try:
            from pygame._sdl2 import controller

            if controller.is_controller(number):
                pad = controller.Controller(number)
                self._open[pad.id] = pad  # kept: a pad nobody holds is closed again
        except (ImportError, AttributeError, pygame.error):
            return

    def _unplugged(self, pad: int) -> None:
        self._open.pop(pad, None)
        self._lean = {at: lean for at, lean in self._lean.items() if at[0] != pad}
        if self._held and self._held[0][0] == pad:
            self._held = None

    # -- events --

    def read(self, event: pygame.event.Event, keys: Keymap | None = None) -> Input | None:
        """Returns the input an event stands for, of whatever device; None if it means nothing.  keys: those chosen."""
        pad = getattr(event, "instance_id", 0)
        given: Input | None = None
        if event.type == pygame.CONTROLLERDEVICEADDED:
            self._plugged(getattr(event, "device_index", 0))
        elif event.type == pygame.CONTROLLERDEVICEREMOVED:
            self._unplugged(pad)
        elif event.type == pygame.CONTROLLERAXISMOTION:
            given = self._axis(pad, event.axis, event.value / FULL)
        elif event.type == pygame.CONTROLLERBUTTONUP:
            self._let_go((pad, "button", event.button))
        else:
            given = self._plain(pad, event, keys)
        if given is not None and event.type in (pygame.CONTROLLERAXISMOTION, pygame.CONTROLLERBUTTONDOWN):
            self.active = True
        elif event.type in HANDS and getattr(event, "rel", None) != (0, 0):
            self.active, self._held = False, None
        return given

    def _plain(self, pad: int, event: pygame.event.Event, keys: Keymap | None) -> Input | None:
        if event.type != pygame.CONTROLLERBUTTONDOWN:
            return inputs.translate(event, keys)
        if event.button in LETTERS:
            return Input("letter", letter=LETTERS[event.button])
        given = inputs.translate(event)
        if given is not None and given.kind in REPEATED:
            self._hold((pad, "button", event.button), given.kind)
        return given

    def _axis(self, pad: int, axis: int, lean: float) -> Input | None:
        if axis in TRIGGERS:
            return self._pull((pad, "trigger", axis), TRIGGERS[axis], lean)
        if axis not in STICK:
            return None
        self._lean[pad, axis] = lean
        source = (pad, "stick", 0)
        way = self._way(pad, self._held[1] if self._held and self._held[0] == source else "")
        if not way:
            self._let_go(source)
        elif not self._held or self._held != (source, way):
            return self._hold(source, way)
        return None

    def _way(self, pad: int, now: str) -> str:
        """Which way the stick points: the way it did (``now``) unless it clearly points another; empty at rest."""
        lean = {way: sign * self._lean.get((pad, axis), 0.0)
                for axis, pair in STICK.items() for way, sign in zip(pair, (-1, 1), strict=True)}
        most = max(lean, key=lambda way: lean[way])
        if now and lean[now] >= REST and lean[most] < FIRM * lean[now]:
            return now
        return most if lean[most] >= LEAN else ""

    def _pull(self, source: tuple[int, str, int], kind: str, lean: float) -> Input | None:
        pulled = self._held is not None and self._held[0] == source
        if pulled and lean < REST:
            self._let_go(source)
        elif not pulled and lean >= LEAN:
            return self._hold(source, kind)
        return None

    # -- what is held --

    def _hold(self, source: tuple[int, str, int], kind: str) -> Input:
        self._held, self._next = (source, kind), self.clock() + DELAY
        return Input(kind)

    def _let_go(self, source: tuple[int, str, int]) -> None:
        if self._held and self._held[0] == source:
            self._held = None

    def due(self) -> Input | None:
        """Returns the input that something held gives again now, or None.  Never more than one at a time."""
        now = self.clock()
        if self._held is None or now < self._next:
            return None
        self._next = now + EVERY
        return Input(self._held[1])
