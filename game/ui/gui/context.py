"""What a screen and its widgets are given to measure and draw with.

Passive: the app makes one and keeps `language`, `size`, `scale`, `compact` and `focused` up to date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from game.ui.gui.fonts import Fonts
from game.ui.gui.keymap import Keymap
from game.ui.gui.paint import Paint
from game.ui.gui.text import Style, TextEngine
from game.ui.gui.theme import Colour, Theme

if TYPE_CHECKING:
    from game.ui.gui.widgets.base import Widget


def _silent(name: str) -> object:
    return None


@dataclass(slots=True)
class Context:
    """The kit and the present circumstances.

    size: of the content area in pixels; scale: physical pixels per logical pixel; compact: less than 1180
    logical pixels wide, so use two columns; play: an effect by name, see ``sound``; silent: whether there is no
    sound device; services: whatever the owner of the app passed in, opaque to the kit.
    """

    theme: Theme
    fonts: Fonts
    text: TextEngine
    paint: Paint
    language: str
    translate: Callable[..., str]
    services: Any = None
    size: tuple[int, int] = (1280, 632)
    scale: float = 1.0
    ui_scale: float = 1.0
    compact: bool = False
    focused: Widget | None = None
    play: Callable[[str], object] = _silent
    silent: Callable[[], bool] = bool
    keys: Keymap = field(default_factory=Keymap)

    def t(self, key: str, **values: object) -> str:
        """The interface string `key` in the present language."""
        return self.translate(self.language, key, **values)

    def px(self, logical: float) -> int:
        """Logical to physical pixels."""
        return round(logical * self.scale)

    def gap(self, name: str) -> int:
        """A spacing of the theme in physical pixels."""
        return self.px(self.theme.space[name])

    def colour(self, name: str) -> Colour:
        return self.theme.colour(name)

    def style(
        self,
        role: str,
        size: str | int,
        align: str = "left",
        justify: bool = True,
        leading: float | None = None,
    ) -> Style:
        """A text style: size is a name of the theme's type scale or logical pixels."""
        logical = self.theme.type[size] if isinstance(size, str) else size
        return Style(role, max(8, self.px(logical)), self.language, align, justify, leading)
