"""A screen: what one page of the window shows and how it answers. Base class, not a framework.

A screen keeps its own data; `compose` is called again whenever language, size or scale change or a command
Refresh asks
for it, and builds the whole widget tree anew. Give controls a `key`, so focus and scrolling survive. A
complete one:

    from game.ui.gui.screen import Command, Context, Dialog, Input, Pop, Push, Refresh, Screen
    from game.ui.gui.widgets import Button, Column, Heading, OptionCard, Paper, Paragraph, Row, Scroll, Widget

    class Choice(Screen):
        first_focus = "option.1"

        def __init__(self, texts: list[str]) -> None:
            self.texts, self.chosen = texts, 0

        def title(self, ctx: Context) -> str:
            return ctx.t("choice.title")

        def hints(self, ctx: Context) -> list[tuple[str, str]]:
            return [("↑↓", ctx.t("hint.choose")), ("Enter", ctx.t("hint.decide"))]

        def compose(self, ctx: Context) -> Widget:
            options = [OptionCard(n, text, self.chooser(n), selected=n == self.chosen, key=f"option.{n}")
                       for n, text in enumerate(self.texts, 1)]
            brief = Paper(Column([Heading(ctx.t("choice.brief")), Scroll(Paragraph(ctx.t("choice.text"),
                          grade="fact", grade_word=ctx.t("grade.fact"), on_note=self.note))]),
                          kind="telegram", torn=True)
            done = Button(ctx.t("choice.go"), lambda: Pop(), kind="primary", key="go", enabled=self.chosen >
            0,
                          reason=ctx.t("choice.none_yet"))
            side = Paper(Column([Heading(ctx.t("choice.options")), Scroll(Column(options)), done]))
            return Column([brief, side]) if ctx.compact else Row([brief, side], widths=[1, 1])

        def chooser(self, number: int):
            def press() -> Command:
                self.chosen = number
                return Refresh(focus="go")
            return press

        def note(self, mark: str) -> Command:
            return Push(Dialog(lambda ctx: f"[{mark}]", lambda ctx: ctx.t(f"note.{mark}")))

        def handle(self, ctx: Context, given: Input) -> Command | None:
            return Push(Choice(self.texts)) if given.kind == "sources" else None

    App(theme_path, fonts_folder, translate, language="zh").run(Choice(["Sign", "Refuse"]))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui.gui.commands import (
    Command,
    Input,
    Pop,
    Push,
    Quit,
    Refresh,
    Replace,
    SetLanguage,
    SetScale,
    Show,
)
from game.ui.gui.context import Context
from game.ui.gui.motion import Cue, Move
from game.ui.gui.widgets import Button, Column, Flow, Heading, Paper, Paragraph, Scroll, Widget

__all__ = [
    "Command",
    "Context",
    "Dialog",
    "Input",
    "Pop",
    "Push",
    "Quit",
    "Refresh",
    "Replace",
    "Screen",
    "SetLanguage",
    "SetScale",
    "Show",
]


class Screen:
    """Override what is needed; only `compose` must be.

    overlay: drawn over the screen below, which is dimmed. first_focus: key of the widget focused at first.
    bare: the content takes the window without the margin around it.
    moves, cues: what moves and sounds when the page first comes, see ``motion``; the page must not need either.
    """

    overlay = False
    bare = False
    first_focus: str | None = None
    moves: tuple[Move, ...] = ()
    cues: tuple[Cue, ...] = ()

    def title(self, ctx: Context) -> str:
        """Left of the top bar."""
        return ""

    def subtitle(self, ctx: Context) -> str:
        """Right of the top bar: date and place."""
        return ""

    def badge(self, ctx: Context) -> str:
        """A short standing notice, framed in the top bar; none if empty."""
        return ""

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        """(key name, what it does), the most important first; those that do not fit are left out."""
        return []

    def compose(self, ctx: Context) -> Widget:
        """The widget tree for the present language, size and scale."""
        raise NotImplementedError

    def handle(self, ctx: Context, given: Input) -> Command | None:
        """An input no widget used, before the app's own meaning of it (back, lang, arrows ...)."""
        return None


class Modal(Widget):
    """A paper in the middle of the window, as tall as its content needs and the window allows."""

    role = "dialog"

    def __init__(self, child: Widget, *, width: float = 560, label: str = "") -> None:
        super().__init__([Paper(child, kind="card")])
        self.width, self.label = width, label

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        wide = min(ctx.px(self.width), rect.w)
        tall = min(self.children[0].measure(ctx, wide), rect.h)
        self.rect = pygame.Rect(rect.centerx - wide // 2, rect.centery - tall // 2, wide, tall)
        self.children[0].layout(ctx, self.rect)


class Dialog(Screen):
    """A card over the screen: footnotes, glossary entries, questions. Texts are functions of the context.

    buttons: (text, command or None to just close); without any, one that closes (interface string
    `dialog.close`).
    """

    overlay = True

    def __init__(
        self,
        title: Callable[[Context], str],
        body: Callable[[Context], str],
        buttons: Sequence[tuple[Callable[[Context], str], Callable[[], Command | None]]] = (),
        *,
        width: float = 560,
    ) -> None:
        self._title, self._body, self._buttons, self._width = title, body, buttons, width

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        def press(make: Callable[[], Command | None]) -> Callable[[], Command]:
            return lambda: make() or Pop()

        buttons = [
            Button(text(ctx), press(make), key=f"dialog.{index}", kind="primary" if index == 0 else "plain")
            for index, (text, make) in enumerate(self._buttons)
        ]
        if not buttons:
            buttons = [Button(ctx.t("dialog.close"), Pop, key="dialog.close")]
        title = self._title(ctx)
        column = Column([Heading(title), Scroll(Paragraph(self._body(ctx))), Flow(buttons)], gap=12)
        return Modal(column, width=self._width, label=title)
