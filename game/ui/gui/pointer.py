"""The mouse: what is under it, what it holds, what turns with the wheel.

No meaning beyond that: what a widget answers goes to the app.  Made and asked by the app alone.
"""

from __future__ import annotations

from collections.abc import Callable

from game.ui.gui.commands import Command, Input
from game.ui.gui.context import Context
from game.ui.gui.opened import Opened
from game.ui.gui.widgets.base import Widget, focusables

Answer = Command | bool | None
"""What a widget says to an input: a command, True if used up, None if it has no use for it."""


class Pointer:
    """Follows the mouse over the screen on top.

    answer: takes what a widget said; touched: told that the focus has moved.
    """

    def __init__(self, ctx: Context, answer: Callable[[Answer], None], touched: Callable[[], None]) -> None:
        self.held: Widget | None = None
        self._ctx, self._answer, self._touched = ctx, answer, touched
        self._at = (-1, -1)

    def take(self, top: Opened, root: Widget, given: Input) -> None:
        """Carry out one input of the mouse; the wheel turns what the mouse was last seen over."""
        at = given.at if given.kind != "wheel" else self._at
        self._at = at
        if given.kind in ("drag", "release"):
            if self.held is not None:
                self._answer(self.held.on_input(self._ctx, given))
            if given.kind == "release":
                self.held = None
            return
        if given.kind in ("wheel", "press") and self._scrolled(top, given, at):
            return
        under = [w for w in focusables(root) if w.visible().collidepoint(at)]
        if not under or given.kind == "wheel":
            return
        target = under[-1]
        if top.focused is not target:
            top.focused = self._ctx.focused = target
            self._touched()
        answer = target.on_input(self._ctx, given)
        if given.kind == "press":
            self.held = target
            self._answer(answer if answer is not None else target.press_at(at))

    def _scrolled(self, top: Opened, given: Input, at: tuple[int, int]) -> bool:
        for scroll in reversed(top.scrolls()):
            answer = scroll.on_input(self._ctx, given) if scroll.visible().collidepoint(at) else None
            if answer:
                self.held = scroll
                self._answer(answer)
                return True
        return False
