"""What a screen or a widget asks of the app, and what the player did, as plain values.

No behaviour: app.py carries commands out and makes inputs from pygame events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.ui.gui.screen import Screen


@dataclass(frozen=True, slots=True)
class Input:
    """One thing the player did. kind: up down left right ok back next prev lang sources bigger smaller undo
    redo
    menu help page_up page_down home end zoom_in zoom_out fullscreen quit digit letter move press drag release wheel;
    lift (the key that presses is let go), find, and in a
    text field text compose erase erase_next typed (a key whose letter comes as text), the text in `letter`.

    digit: 1-9; letter: any other letter key, lower case; at: pixels, for the mouse; amount: wheel notches,
    up positive.
    """

    kind: str
    digit: int = 0
    letter: str = ""
    at: tuple[int, int] = (0, 0)
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Push:
    """Show a screen on top of this one."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Replace:
    """Show a screen in place of this one."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Pop:
    """Return to the screen below; from the last one, quit."""


@dataclass(frozen=True, slots=True)
class Show:
    """Make these screens, the lowest first, the whole stack: overlays and pages below them are left."""

    screens: tuple[Screen, ...]


@dataclass(frozen=True, slots=True)
class Quit:
    """End the program."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Compose the screen again: what it shows has changed. focus: key of the widget to focus, if it should
    move."""

    focus: str | None = None


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Switch every text to another language; focus and scrolling stay."""

    language: str


@dataclass(frozen=True, slots=True)
class SetScale:
    """Set the user's interface scale (1.0 is normal, 1.25 the projector preset)."""

    factor: float


Command = Push | Replace | Show | Pop | Quit | Refresh | SetLanguage | SetScale
