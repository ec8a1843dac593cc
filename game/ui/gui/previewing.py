"""The window that follows a scenario while it is written: a saved file changes the page in place.

The pages are those of a play; a strip at the foot says which file was read and when, and sheets of the author's come
over them.  Reading is done by ``watching``; what is kept and what gives way is decided by ``ui.preview``.
Called by ``commands.preview``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pygame

from game.core.model import Scenario
from game.core.rules import Rules
from game.ui.gui.app import App
from game.ui.gui.commands import Command, Pop, Push, Show
from game.ui.gui.context import Context
from game.ui.gui.desk import TOLD, Desk, Place
from game.ui.gui.screen import Screen
from game.ui.gui.screens import flow
from game.ui.gui.screens.authoring import EmptyScreen, FaultsScreen, FindScreen, InsideScreen
from game.ui.gui.screens.history import HistoryScreen
from game.ui.gui.screens.map import MapScreen
from game.ui.gui.screens.playing import Playing
from game.ui.gui.screens.sources import SourcesScreen
from game.ui.gui.screens.table import TableScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.screens.tree import TreeScreen
from game.ui.gui.start import SIZE, make_app
from game.ui.gui.text import Style
from game.ui.gui.watching import Watch
from game.ui.language import Language
from game.ui.preview import Advice, Preview, Reading

STRIP = 30
"""Logical pixels of the strip at the foot."""
KEPT = ("tab", "kind", "chosen", "looked", "query", "letters", "reading", "layers", "record", "opened", "at")
"""What a page made anew takes over from the old one, where both have it."""
KEYS = ("find", "record", "inside", "faults")
"""The strip's keys, the most needed first."""


class PreviewDesk(Desk):
    """A desk with one scenario, which changes; nothing is saved."""

    def __init__(self, preview: Preview, name: str, languages: Mapping[str, Language]) -> None:
        self.preview = preview
        super().__init__(_NoShelf(), languages, None, name)
        self.settings.predict = False
        self.follow()

    def rules(self, name: str) -> Rules | None:
        return self.preview.rules

    def cover(self) -> Scenario | None:
        return self.preview.rules.scenario if self.preview.rules is not None else None

    def follow(self) -> None:
        """Turns to where the preview's play stands, its page of news first if chance led there."""
        if self.preview.session is not None:
            self.open(self.preview.session)

    def stay(self) -> None:
        """Takes the play as it stands after a reading, and stays on the page shown if there still is one."""
        session, old = self.preview.session, self.session
        if session is None or old is None:
            self.session = None
            self.follow()
            return
        here = self.here
        same = (here.kind in TOLD and here.ply < min(session.ply, old.ply)
                and session.steps[here.ply].before.node == old.steps[here.ply].before.node
                and session.steps[here.ply].move == old.steps[here.ply].move)
        self.session = session
        if same:
            self._ahead = [place for place in self._ahead if place.ply < session.ply]
        else:
            self._ahead, self.here = [], Place("ending" if session.ended else "decision", session.ply)


class _NoShelf:
    """There is only the one scenario."""

    def names(self) -> list[str]:
        return []

    def load(self, name: str) -> None:
        return None

    def where(self, scenario: Scenario) -> Path | None:
        return None


class PreviewApp(App):
    """A window with a strip at the foot and keys of the author's; ``attach`` gives it what it follows."""

    def attach(self, desk: PreviewDesk, watch: Watch) -> None:
        """Says what to follow; must come before the window is run."""
        self.desk, self.preview, self.watch = desk, desk.preview, watch

    def open(self, screen: Screen) -> None:
        super().open(screen)
        if self.preview.broken:
            self.do(Push(self._faults()))

    # -- what was read --

    def step(self, events: Iterable[pygame.event.Event]) -> None:
        for came in self.watch.taken():
            if isinstance(came, Advice):
                self.preview.advise(came)
                self._again()
            else:
                self._take(came)
        super().step(list(self._others(events)))
        if self.desk.session is not None and self.desk.session is not self.preview.session:
            self.preview.session = self.desk.session  # a page undid, branched or began anew

    def _take(self, reading: Reading) -> None:
        if self.preview.take(reading):
            self.stack = [one for one in self.stack if not _of_faults(one.screen)]
            self.desk.stay()
            self._renew()
        elif not any(_of_faults(one.screen) for one in self.stack):
            self.do(Push(self._faults()))
        self._again()

    def _again(self) -> None:
        """Makes every page anew; a sheet that no longer finds what it shows is closed."""
        for opened in list(self.stack):
            try:
                opened.screen.compose(self.ctx)
            except (LookupError, AssertionError, ValueError, TypeError, AttributeError):
                if opened.screen.overlay or len(self.stack) > 1:
                    self.stack.remove(opened)
        if not self.stack:
            self.open(self.page())
        self._stale()

    def _renew(self) -> None:
        """Gives every page on the stack the new scenario, with tab, choice and scrolling as they were."""
        for opened in self.stack:
            opened.screen = self._renewed(opened.screen)

    def _renewed(self, screen: Screen) -> Screen:
        if screen.overlay:
            return screen
        session = self.desk.session
        if isinstance(screen, TitleScreen):
            return screen
        fresh = self.page()
        if session is not None and isinstance(screen, SourcesScreen):
            fresh = SourcesScreen.during(session, screen.chosen)
        elif session is not None and isinstance(screen, TreeScreen | HistoryScreen | MapScreen):
            with contextlib.suppress(LookupError):  # the map may be gone
                fresh = type(screen)(self.desk)
        if type(fresh) is type(screen):
            _carry_over(screen, fresh, self.desk)
        return fresh

    def page(self) -> Screen:
        """The page the play is turned to."""
        return flow.current(self.desk) if self.desk.session is not None else EmptyScreen()

    # -- the author's keys --

    def _others(self, events: Iterable[pygame.event.Event]) -> Iterator[pygame.event.Event]:
        """Yields the events that are not the author's own keys, having carried those out."""
        for event in events:
            name = _author_key(event)
            if name and not self.ctx.keys.listening:
                self.press(name)
            elif event.type == pygame.MOUSEBUTTONDOWN and event.pos[1] >= self.surface.get_height():
                self._pressed(event.pos)
            else:
                yield event

    def press(self, name: str) -> None:
        """Carries out one of the author's keys: find, inside, faults, back or on (along the record)."""
        command: Command | None = None
        if name == "faults":
            command = self._toggle(FaultsScreen, self._faults)
        elif self.desk.session is None:
            return
        elif name == "find":
            command = self._toggle(FindScreen, lambda: FindScreen(self.desk, self.go))
        elif name == "inside":
            command = self._toggle(InsideScreen, lambda: InsideScreen(self.desk))
        else:
            node = self.preview.along(-1 if name == "back" else 1)
            command = self.go(node) if node else None
        if command is not None:
            self.do(command)

    def _toggle(self, kind: type[Screen], make: Callable[[], Screen]) -> Command:
        return Pop() if isinstance(self.stack[-1].screen, kind) else Push(make())

    def go(self, node: str) -> Command:
        """Leads the play to a node and shows it."""
        if self.preview.go(node):
            self.desk.follow()
        return Show((self.page(),))

    def _faults(self) -> FaultsScreen:
        if self.preview.broken:
            return FaultsScreen(lambda: self.preview.faults)
        return FaultsScreen(lambda: self.preview.findings, findings=True, notice=self.notice)

    # -- the strip --

    def _resize(self, size: tuple[int, int]) -> None:
        window = pygame.display.get_surface()
        assert window is not None
        scale = max(0.9, min(size[0] / 1280, size[1] / 720) * self.ctx.ui_scale)
        tall = round(STRIP * min(scale, 1.5))
        self._window, self._size = window, size
        self.surface = window.subsurface((0, 0, size[0], size[1] - tall))
        self._foot = pygame.Rect(0, size[1] - tall, size[0], tall)
        super()._resize((size[0], size[1] - tall))

    def _resized(self) -> None:
        window = pygame.display.get_surface()
        if window is not None and window.get_size() != self._size:
            self._resize(window.get_size())

    def resize(self, size: tuple[int, int]) -> None:
        pygame.display.set_mode(size, pygame.RESIZABLE)
        self._resize(size)

    def _set(self, name: str, value: Any) -> None:
        super()._set(name, value)
        if name == "scale":
            self._resize(self._size)

    def _paint(self, surface: pygame.Surface) -> None:
        super()._paint(surface)
        if surface is self.surface:
            self._strip(self._window)

    @property
    def told(self) -> str:
        """What the strip says."""
        return " · ".join(self._parts())

    def _parts(self) -> list[str]:
        ctx, preview = self.ctx, self.preview
        parts = [ctx.t("preview.name"), preview.changed,
                 ctx.t("preview.saved", time=preview.saved) if preview.saved else "", self.notice(ctx)]
        if preview.broken:
            parts[3] = ctx.t("preview.count.faults", n=len(preview.faults))
        elif preview.findings and not parts[3]:
            parts[3] = ctx.t("preview.count.findings", n=len(preview.findings))
        return [part for part in parts if part]

    def notice(self, ctx: Context) -> str:
        """What the author should know of the last change; may be empty."""
        said = self.preview.notice
        return said(self.desk.languages[ctx.language]) if said is not None else ""

    def _fitted(self, style: Style, room: int) -> str:
        """What the strip says in the room there is: less about the file first, at last a shortened sentence."""
        parts = self._parts()
        while len(parts) > 2 and self.ctx.text.width(" · ".join(parts), style) > room:
            del parts[0]
        said = " · ".join(parts)
        while len(said) > 1 and self.ctx.text.width(said, style) > room:
            said = said[:-max(2, len(said) // 20)].rstrip() + "…"
        return said

    def _strip(self, window: pygame.Surface) -> None:
        ctx, foot = self.ctx, self._foot
        bad = self.preview.broken
        pygame.draw.rect(window, ctx.colour("red" if bad else "desk"), foot)
        pygame.draw.rect(window, ctx.colour("brass"), (foot.x, foot.y, foot.w, max(1, ctx.px(1))))
        style = ctx.style("body", "caption", justify=False, leading=1.2)
        right = foot.right - ctx.px(14)
        self.spots: list[tuple[pygame.Rect, str]] = []
        needed = min(ctx.text.width(_plain(self.told), style), foot.w * 3 // 5)
        for name in reversed(KEYS):
            text = ctx.t(f"preview.key.{name}")
            wide = ctx.text.width(text, style)
            if right - wide < foot.x + needed + ctx.px(40):
                continue
            right -= wide
            box = pygame.Rect(right, foot.y, wide, foot.h)
            layout = ctx.text.layout(text, style, 100_000)
            ctx.text.draw(window, layout, right, foot.centery - layout.height // 2, ctx.colour("cream"))
            self.spots.append((box, name))
            right -= ctx.px(18)
        said = ctx.text.layout(_plain(self._fitted(style, right - foot.x - ctx.px(24))), style, 100_000)
        ctx.text.draw(window, said, foot.x + ctx.px(14), foot.centery - said.height // 2,
                      ctx.colour("cream" if bad else "brass"))

    def _pressed(self, at: tuple[int, int]) -> None:
        for box, name in self.spots:
            if box.collidepoint(at):
                self.press("on" if name == "record" else name)


def _plain(text: str) -> str:
    return text.replace("*", "∗").replace("[[", "[\u200b[")


def _of_faults(screen: Screen) -> bool:
    return isinstance(screen, FaultsScreen) and not screen.findings


def _carry_over(old: Screen, new: Screen, desk: Desk) -> None:
    for name in KEPT:
        if hasattr(old, name) and hasattr(new, name):
            setattr(new, name, getattr(old, name))
    if hasattr(new, "place") and hasattr(old, "place"):
        new.first_focus = None
    moves = desk.session.moves() if desk.session is not None else ()
    for name in ("chosen", "looked"):
        if isinstance(new, Playing) and getattr(new, name, "") not in moves:
            setattr(new, name, "")
    if isinstance(old, TableScreen) and isinstance(new, TableScreen) and old.place == new.place:
        new.draft = dict(old.draft) if _same_table(old, new) else new.draft


def _same_table(old: TableScreen, new: TableScreen) -> bool:
    code = next(iter(new.desk.languages))
    before, after = old._table(code), new._table(code)
    return [(one.id, one.rungs) for one in before.issues] == [(one.id, one.rungs) for one in after.issues]


def _author_key(event: pygame.event.Event) -> str:
    if event.type != pygame.KEYDOWN:
        return ""
    if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
        return {pygame.K_p: "find", pygame.K_LEFT: "back", pygame.K_RIGHT: "on"}.get(event.key, "")
    return {pygame.K_F4: "inside", pygame.K_F8: "faults"}.get(event.key, "")


def open_preview(assets: Path, languages: Mapping[str, Language], language: str, name: str, preview: Preview,
                 watch: Watch, size: tuple[int, int] = SIZE) -> PreviewApp:
    """Opens the window on a scenario that was read once; raises ``NoDisplay`` where there is none."""
    desk = PreviewDesk(preview, name, languages)
    app = make_app(assets, desk, language, size, PreviewApp)
    assert isinstance(app, PreviewApp)
    app.attach(desk, watch)
    return app


def run(assets: Path, languages: Mapping[str, Language], language: str, name: str, preview: Preview,
        watch: Watch) -> int:
    """Follows a scenario in a window until it is closed; returns the exit code."""
    app = open_preview(assets, languages, language, name, preview, watch)
    watch.start()
    try:
        app.run(app.page())
    finally:
        watch.stop()
    return 0

