"""The window: screen stack, focus, scaling, language switch, drawing only when something changed.

Knows no screen by name and no game rules. Made by the composition root, which passes paths, strings and
services.
The sound mixer is never opened here; what moves is drawn by ``stage``, which stands still unless ``start`` sets
another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pygame

from game.ui.gui import edges
from game.ui.gui.bars import Frame, HintBar, LanguageButton, Languages, MenuButton, TopBar
from game.ui.gui.commands import Command, Input, Pop, Push, Quit, Refresh, Replace, SetLanguage, SetScale, Show
from game.ui.gui.context import Context
from game.ui.gui.display import NoDisplay, open_window
from game.ui.gui.fonts import Fonts
from game.ui.gui.narrator import Narrator
from game.ui.gui.opened import Opened
from game.ui.gui.padglyph import pad_hints
from game.ui.gui.pads import Pads
from game.ui.gui.paint import Paint
from game.ui.gui.pointer import Pointer
from game.ui.gui.screen import Screen
from game.ui.gui.stage import PASSING, Stage
from game.ui.gui.text import TextEngine
from game.ui.gui.textinput import Typing
from game.ui.gui.theme import load_theme
from game.ui.gui.widgets.base import Widget, focusables, nearest, place
from game.ui.gui.widgets.controls import OptionCard

__all__ = ["WAKE", "App", "NoDisplay"]

SCALES = (0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0)
LEAST_SCALE, COMPACT_BELOW = 0.9, 1180


WAKE = pygame.USEREVENT + 7


class App:
    """Opens the window at once. Raises NoDisplay where there is none.

    translate: (language, key, **values) -> interface string; services: passed through to the screens as
    ctx.services;
    menu: makes the screen the menu button and the menu key show; on_setting: told (name, value) of
    `language`, `scale`.
    """

    def __init__(
        self,
        theme: Path,
        fonts: Path,
        translate: Callable[..., str],
        *,
        language: str = "en",
        languages: Languages = (("en", "EN"), ("zh", "中文")),
        services: Any = None,
        size: tuple[int, int] = (1280, 720),
        ui_scale: float = 1.0,
        grain: bool = True,
        seal: str = "",
        caption: str = "",
        menu: Callable[[Context], Screen] | None = None,
        on_setting: Callable[[str, object], None] | None = None,
    ) -> None:
        self.surface = open_window(size)
        pygame.font.init()
        pygame.display.set_caption(caption)
        pygame.key.set_repeat(350, 60)
        self.narrator: Narrator | None = None
        self.pads, self.typing = Pads(), Typing()
        self.pads.open_all()
        look = load_theme(theme)
        files = Fonts(fonts)
        engine = TextEngine(files, look.leading)
        self.ctx = Context(look, files, engine, Paint(look, engine, grain), language, translate, services)
        self.ctx.ui_scale = ui_scale
        self.languages, self.seal, self.menu, self.on_setting = languages, seal, menu, on_setting
        self.stack: list[Opened] = []
        self.running, self.dirty, self.frames = True, True, 0
        self.stage = Stage()
        self._pointer = Pointer(self.ctx, self._answer, self._touched)
        self._resize(size)

    # -- the loop --

    def run(self, screen: Screen) -> None:
        """Show `screen` and go on until it is left."""
        self.open(screen)
        quiet = time.monotonic()
        while self.running:
            events = pygame.event.get()
            if events or self.stage.moving:
                quiet = time.monotonic()
            self.step(events)
            # Sleeping longer the longer nothing happens: waiting inside SDL would poll every millisecond.
            idle = time.monotonic() - quiet
            time.sleep(0.008 if idle < 1 else 0.02 if idle < 3 else 0.04)
        pygame.display.quit()

    def open(self, screen: Screen) -> None:
        """Put a first screen on the stack and draw it."""
        self.stack = [Opened(screen)]
        self.dirty = True
        self._draw()

    def step(self, events: Iterable[pygame.event.Event]) -> None:
        """Carry out the events given and draw if anything changed. Tests call this instead of run()."""
        for event in events:
            if event.type == pygame.QUIT:
                self.running = False
            elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
                self._resized()
            elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
                self.dirty = True
            elif event.type == WAKE:
                self._stale()
            else:
                by_pad, focused = self.pads.active, self.stack[-1].focused if self.stack else None
                given = self.pads.read(event, self.ctx.keys)
                given = self.typing.read(event, focused, self.ctx.keys) or given
                if self.pads.active is not by_pad:
                    self.rehint()
                if given is not None and self.stack:
                    if given.kind not in PASSING:
                        self.finish()
                    self.give(given)
        held = self.pads.due()
        if held is not None and self.stack:
            self.give(held)
        self._draw()
        if self.narrator is not None:
            self.narrator.look(self)

    def finish(self) -> None:
        """End all movement: the page is drawn as it is."""
        self.dirty |= self.stage.skip()

    def wake(self) -> None:
        """Ask for every page to be made anew; may be called from another thread."""
        if pygame.display.get_init():
            pygame.event.post(pygame.event.Event(WAKE))

    def screenshot(self, path: Path | str) -> None:
        """Save what the window shows, as it is when nothing moves any more."""
        self.finish()
        self._draw()
        pygame.image.save(self.surface, str(path))

    @property
    def root(self) -> Widget:
        """The tree of the top screen, bars included, laid out."""
        top = self.stack[-1]
        if top.root is None:
            self._compose(top)
        assert top.root is not None
        return top.root

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""
        self.root  # noqa: B018  composing decides the focus
        return self.stack[-1].focused

    def _resized(self) -> None:
        surface = pygame.display.get_surface()
        if surface is not None and surface.get_size() != (self.ctx.size[0], self._height):
            self.surface = surface
            self._resize(surface.get_size())

    def resize(self, size: tuple[int, int]) -> None:
        """Change the window's size."""
        self.surface = pygame.display.set_mode(size, pygame.RESIZABLE)
        self._resize(size)

    def _resize(self, size: tuple[int, int]) -> None:
        ctx = self.ctx
        ctx.scale = max(LEAST_SCALE, min(size[0] / 1280, size[1] / 720) * ctx.ui_scale)
        ctx.compact = size[0] / ctx.scale < COMPACT_BELOW
        self._height = size[1]
        ctx.size = (size[0], size[1] - ctx.gap("bar") - ctx.gap("hints"))
        self._stale()

    def _stale(self) -> None:
        for opened in self.stack:
            self._compose(opened)
        self.dirty = True

    def _compose(self, opened: Opened) -> None:
        """Build the tree anew, keeping focus and scrolling."""
        ctx, screen = self.ctx, opened.screen
        order = focusables(opened.root) if opened.root else []
        index = order.index(opened.focused) if opened.focused in order else -1
        key = opened.wanted or (opened.focused.key if opened.focused else None)
        offsets = {
            scroll.key or number: scroll.offset / max(1, scroll.limit())
            for number, scroll in enumerate(opened.scrolls())
        }
        switches: list[Widget] = [
            LanguageButton(code, name, code == ctx.language) for code, name in self.languages
        ]
        if self.menu is not None:
            switches.append(MenuButton(ctx.t("bar.menu"), self._menu))
        bar = TopBar(screen.title(ctx), screen.subtitle(ctx), [] if screen.overlay else switches, self.seal,
                     screen.badge(ctx))
        opened.root = Frame(bar, screen.compose(ctx), self._hints(screen), screen.bare)
        place(ctx, opened.root, self.surface.get_rect())
        for number, scroll in enumerate(opened.scrolls()):
            scroll.offset = round(offsets.get(scroll.key or number, 0) * scroll.limit())
        place(ctx, opened.root, self.surface.get_rect())
        stops = focusables(opened.root)
        by_key = [widget for widget in stops if key and widget.key == key]
        if by_key or not stops:
            opened.focused = by_key[0] if by_key else None
        else:
            opened.focused = stops[min(max(index, 0), len(stops) - 1)]
        if opened.wanted and opened.focused:
            self._reveal(opened, opened.focused)
        opened.wanted = None

    def _hints(self, screen: Screen) -> HintBar:
        hints = screen.hints(self.ctx) if self.narrator is None else self.narrator.hints(self.ctx, screen)
        return HintBar(pad_hints(self.ctx, hints) if self.pads.active else self.ctx.keys.hints(hints))

    def rehint(self) -> None:
        """Make the hint bars anew."""
        for opened in self.stack:
            if opened.root is not None:
                bar = self._hints(opened.screen)
                bar.rect, opened.root.children[2] = opened.root.children[2].rect, bar
        self.dirty = True

    def _menu(self) -> Command | None:
        return Push(self.menu(self.ctx)) if self.menu else None

    def _draw(self) -> None:
        if not self.stack or not (self.dirty or self.stage.moving):
            return
        if self.dirty:
            self._paint(self.surface)
            if self.stage.enter(self.stack[-1]):
                self.stage.prepare(self.ctx, self.surface, self._paint)
        self.stage.show(self.surface)
        pygame.display.flip()
        self.dirty = False
        self.frames += 1

    def _paint(self, surface: pygame.Surface) -> None:
        base = max(i for i, opened in enumerate(self.stack) if i == 0 or not opened.screen.overlay)
        surface.blit(self.ctx.paint.desk(surface.get_size()), (0, 0))
        for number, opened in enumerate(self.stack[base:]):
            if opened.root is None:
                self._compose(opened)
            assert opened.root is not None
            top = opened is self.stack[-1]
            self.ctx.focused = opened.focused if top else None
            if number:
                edges.veil(surface)
                opened.root.children[0].draw(self.ctx, surface)
                opened.root.children[2].draw(self.ctx, surface)
            else:
                opened.root.draw(self.ctx, surface)

    def give(self, given: Input) -> None:
        """Carry out one input: pointer, focused widget, enclosing scrolls, the screen, then the app's own
        meaning."""
        top, root = self.stack[-1], self.root
        self.ctx.focused = top.focused
        if given.kind in ("move", "press", "drag", "release", "wheel"):
            self._pointer.take(top, root, given)
            return
        answer: Command | bool | None = top.focused.on_input(self.ctx, given) if top.focused else None
        if answer is None and given.kind in ("page_up", "page_down"):
            answer = self._page(top, given)
        if answer is None:
            answer = top.screen.handle(self.ctx, given)
        if answer is None:
            answer = self._own(top, root, given)
        self._answer(answer)

    def _touched(self) -> None:
        self.dirty = True

    def _answer(self, answer: Command | bool | None) -> None:
        if answer is True:
            place(self.ctx, self.root, self.surface.get_rect())
            self.dirty = True
        elif answer:
            self.do(answer)

    def _page(self, top: Opened, given: Input) -> bool | None:
        scrolls = top.scrolls()
        around = [s for s in scrolls if top.focused and any(w is top.focused for w in s.walk())]
        for scroll in [*reversed(around), *scrolls]:
            if scroll.on_input(self.ctx, given):
                return True
        return None

    def _own(self, top: Opened, root: Widget, given: Input) -> Command | bool | None:
        kind = given.kind
        if kind in ("up", "down", "left", "right", "next", "prev"):
            self._move(top, root, kind)
        elif kind == "ok":
            return top.focused.activate() if top.focused else None
        elif kind == "back":
            return Pop() if len(self.stack) > 1 else self._menu()
        elif kind == "menu":
            return self._menu()
        elif kind in ("voice", "hush") and self.narrator is not None:
            self.narrator.answer(self, kind)
        elif kind == "lang":
            codes = [code for code, _ in self.languages]
            return SetLanguage(codes[(codes.index(self.ctx.language) + 1) % len(codes)])
        elif kind in ("bigger", "smaller"):
            step = 1 if kind == "bigger" else -1
            near = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - self.ctx.ui_scale))
            return SetScale(SCALES[min(max(near + step, 0), len(SCALES) - 1)])
        elif kind == "digit":
            for widget in root.walk():
                if isinstance(widget, OptionCard) and widget.number == given.digit:
                    self._focus(top, widget)
                    return widget.activate()
        elif kind == "fullscreen":
            pygame.display.toggle_fullscreen()
        elif kind == "quit":
            return Quit()
        return None

    def _move(self, top: Opened, root: Widget, kind: str) -> None:
        stops = focusables(root)
        if not stops:
            return
        if top.focused not in stops:
            self._focus(top, stops[0])
        elif kind in ("next", "prev"):
            self._focus(top, stops[(stops.index(top.focused) + (1 if kind == "next" else -1)) % len(stops)])
        else:
            target = nearest(root, top.focused.rect, kind)
            if target is not None:
                self._focus(top, target)

    def _focus(self, top: Opened, widget: Widget) -> None:
        if top.focused is not widget:
            top.focused = widget
            self.dirty = True
        self._reveal(top, widget)

    def _reveal(self, top: Opened, widget: Widget) -> None:
        for scroll in reversed(top.scrolls()):
            if (
                scroll is not widget
                and any(w is widget for w in scroll.walk())
                and scroll.scroll_to(widget.rect)
            ):
                assert top.root is not None
                place(self.ctx, top.root, self.surface.get_rect())
                self.dirty = True

    def do(self, command: Command) -> None:
        """Carry out a command."""
        self.dirty = True
        if isinstance(command, Push):
            self.stack.append(Opened(command.screen))
        elif isinstance(command, Replace):
            self.stack[-1] = Opened(command.screen)
        elif isinstance(command, Show):
            self.stack = [Opened(screen) for screen in command.screens]
        elif isinstance(command, Pop):
            self.stack.pop()
            if not self.stack:
                self.running = False
                return
            self._compose(self.stack[-1])
        elif isinstance(command, Quit):
            self.running = False
        elif isinstance(command, Refresh):
            self.stack[-1].wanted = command.focus
            self._compose(self.stack[-1])
        elif isinstance(command, SetLanguage):
            self._set("language", command.language)
        elif isinstance(command, SetScale):
            self._set("scale", command.factor)
        self._pointer.held = None

    def _set(self, name: str, value: Any) -> None:
        if name == "language":
            self.ctx.language = value
            self._stale()
        else:
            self.ctx.ui_scale = value
            self._resize(self.surface.get_size())
        if self.on_setting:
            self.on_setting(name, value)
