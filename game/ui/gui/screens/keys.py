"""Which key does what, and choosing others.  A line waits for the next key pressed; a clash is named."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.ui.gui.desk import Desk
from game.ui.gui.keymap import COMMANDS, LASTING, MODIFIERS, cap
from game.ui.gui.screen import Command, Context, Input, Modal, Pop, Refresh, Screen, SetScale
from game.ui.gui.text import Layout
from game.ui.gui.widgets import Button, Column, Control, Flow, Heading, Label, Row, Scroll, Spacer, Widget


class KeyLine(Control):
    """A command with the key it has, drawn as a cap, or the request to press one."""

    role = "key"

    def __init__(self, label: str, key_name: str, also: str, waiting: str, on_press: Callable[[], Command | None], *,
                 key: str) -> None:
        super().__init__(label, on_press, key=key)
        self.key_name, self.also, self.waiting = key_name, also, waiting
        self.value = waiting or " ".join(part for part in (key_name, also) if part)

    def _parts(self, ctx: Context, width: int) -> tuple[Layout, Layout]:
        right = ctx.text.layout(self.waiting or self.also, ctx.style("body", "label", justify=False, leading=1.25),
                                width // 2)
        taken = right.width + (0 if self.waiting else self._cap(ctx) + ctx.px(8))
        style = ctx.style("bold" if self.waiting else "body", "label", justify=False, leading=1.25)
        return ctx.text.layout(self.title, style, max(ctx.px(60), width - taken - ctx.px(36))), right

    def _cap(self, ctx: Context) -> int:
        return max(ctx.px(26), ctx.text.width(self.key_name, ctx.style("bold", 14)) + ctx.px(14))

    def measure(self, ctx: Context, width: int) -> int:
        title, right = self._parts(ctx, width)
        return max(ctx.gap("target"), max(title.height, right.height) + ctx.px(14))

    def draw(self, ctx: Context, surface: pygame.Surface) -> None:
        title, right = self._parts(ctx, self.rect.w)
        lit = ctx.focused is self or self.waiting
        self._frame(ctx, surface, "card_lit" if lit else "card", "red" if self.waiting else "line")
        ctx.text.draw(surface, title, self.rect.x + ctx.px(12), self.rect.centery - title.height // 2,
                      ctx.colour("ink"))
        x = self.rect.right - ctx.px(12) - right.width
        ctx.text.draw(surface, right, x, self.rect.centery - right.height // 2,
                      ctx.colour("red" if self.waiting else "soft"))
        if not self.waiting:
            x -= self._cap(ctx) + (ctx.px(8) if right.width else 0)
            ctx.paint.key_cap(surface, self.key_name, x, self.rect.centery, ctx.scale)


class KeysScreen(Screen):
    """A card over the settings."""

    overlay = True
    first_focus = "key.up"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.waiting = ""
        self._said: Callable[[Context], str] = lambda ctx: ctx.t("keymap.about")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        if self.waiting:
            return [("Esc", ctx.t("keymap.cancel"))]
        return [("↑↓", ctx.t("keymap.hint.choose")), ("Enter", ctx.t("keymap.hint.set")),
                ("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        lines = [self._line(ctx, command) for command in COMMANDS]
        half = (len(lines) + 1) // 2
        wide = ctx.size[0] / ctx.scale >= 860
        rows: Widget = Row([Column(lines[:half]), Column([*lines[half:], Spacer(grow=1)])]) if wide else Column(lines)
        buttons = [Button(ctx.t("dialog.close"), self._leave(ctx), key="keys.close"),
                   Button(ctx.t("keymap.reset"), lambda: self._reset(ctx), key="keys.reset")]
        said = Label(self._said(ctx), colour="red" if self._said(ctx) != ctx.t("keymap.about") else "soft")
        column = Column([Heading(ctx.t("keymap.title")), said, Scroll(rows, key="keys"), Flow(buttons)], gap=10)
        return Modal(column, width=860 if wide else 560, label=ctx.t("keymap.title"))

    def _line(self, ctx: Context, command: str) -> KeyLine:
        own, key = COMMANDS[command], ctx.keys.key(command)
        also = ctx.t("keymap.own", cap=cap(own)) if key != own and command in LASTING else ""

        def press() -> Command:
            self.waiting = ctx.keys.listening = command
            self._said = lambda given: given.t("keymap.cancel")
            return Refresh()

        waiting = ctx.t("keymap.press") if command == self.waiting else ""
        return KeyLine(ctx.t(f"keymap.command.{command}"), cap(key), also, waiting, press, key=f"key.{command}")

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if self.waiting and given.kind == "raw" and given.digit in MODIFIERS:
            return None
        if self.waiting:
            command, self.waiting, ctx.keys.listening = self.waiting, "", None
            if given.kind == "raw" and given.digit != pygame.K_ESCAPE:
                return self._give(ctx, command, given.digit)
            self._said = lambda context: context.t("keymap.about")
            return Refresh()
        return None

    def _give(self, ctx: Context, command: str, key: int) -> Command:
        refused = ctx.keys.choose(command, key)
        if refused is None:
            self._said = lambda given: given.t("keymap.given", command=given.t(f"keymap.command.{command}"),
                                               cap=cap(key))
            return self._kept(ctx)
        if refused == "fixed":
            self._said = lambda given: given.t("keymap.fixed", cap=cap(key))
        else:
            self._said = lambda given: given.t("keymap.taken", cap=cap(key),
                                               command=given.t(f"keymap.command.{refused}"))
        return Refresh()

    def _reset(self, ctx: Context) -> Command:
        ctx.keys.reset()
        self._said = lambda given: given.t("keymap.reset_done")
        return self._kept(ctx)

    def _kept(self, ctx: Context) -> Command:
        self.desk.settings.keys = ctx.keys.stored()
        self.desk.keep_settings()
        return SetScale(ctx.ui_scale)

    def _leave(self, ctx: Context) -> Callable[[], Command]:
        def leave() -> Command:
            ctx.keys.listening = None
            return Pop()
        return leave
