"""A screen on the app's stack with what is on the glass: its present tree, focus and scroll offsets."""

from __future__ import annotations

from game.ui.gui.screen import Screen
from game.ui.gui.widgets.base import Widget
from game.ui.gui.widgets.containers import Scroll


class Opened:
    """A screen on the stack with its present tree, focus and scroll offsets."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.root: Widget | None = None
        self._focused: Widget | None = None
        self.wanted: str | None = screen.first_focus
        self.entered = False

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""
        return self._focused

    @focused.setter
    def focused(self, widget: Widget | None) -> None:
        old = self._focused
        if widget is not None and old is not None and widget is not old and widget.key and widget.key == old.key:
            widget.resume(old)
        self._focused = widget

    def scrolls(self) -> list[Scroll]:
        return [w for w in self.root.walk() if isinstance(w, Scroll)] if self.root else []
