"""Opens the window.  Called by ``cli`` and ``pictures``; draws nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from game.play.session import Session
from game.play.storage import Storage
from game.ui.gui.app import App
from game.ui.gui.comfort import Comfort
from game.ui.gui.context import Context
from game.ui.gui.counting import Counting
from game.ui.gui.desk import Desk, Shelf
from game.ui.gui.narrator import Narrator
from game.ui.gui.screen import Screen, SetScale
from game.ui.gui.screens import flow
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.sound import Sounds
from game.ui.gui.speaker import Speaker
from game.ui.gui.stage import Player, Stage
from game.ui.gui.teaching import School, Teaching
from game.ui.language import Language

SIZE = (1280, 720)


def make_app(assets: Path, desk: Desk, language: str, size: tuple[int, int] = SIZE, kind: type[App] = App) -> App:
    """Opens the window for a desk, of the kind given; raises ``NoDisplay`` where there is none."""
    languages = desk.languages

    def translate(code: str, key: str, **values: object) -> str:
        return languages[code].t(key, **values)

    def menu(ctx: Context) -> Screen:
        if desk.teaching is not None and desk.teaching.lesson is not None:
            from game.ui.gui.screens.shared import LeaveScreen
            return LeaveScreen(desk.teaching.lesson)
        return MenuScreen(desk) if desk.session is not None else SettingsScreen(desk)

    def setting(name: str, value: object) -> None:
        if name == "scale" and desk.teaching is not None and desk.teaching.lesson is not None:
            return  # the projector's size, not the player's
        setattr(desk.settings, name, value)
        desk.keep_settings()

    code = language if language in languages else next(iter(languages))
    app = kind(assets / "theme.yaml", assets / "fonts", translate, language=code, services=desk, size=size, menu=menu,
               languages=[(name, each.t("gui.short")) for name, each in languages.items()],
               seal=languages[code].t("gui.chop"), caption=languages[code].t("app.title"),
               ui_scale=desk.settings.scale, on_setting=setting)
    desk.assets = assets
    desk.speaks = lambda: app.ctx.language
    desk.look = Comfort(app.ctx, desk.settings).apply
    desk.look()
    return app


def run(assets: Path, languages: Mapping[str, Language], language: str, library: Shelf, storage: Storage,
        scenario: str = "", size: tuple[int, int] | None = None, session: Session | None = None, *,
        slot: str = "", otherwise: str = "en", school: School | None = None) -> int:
    """Plays in a window until it is closed; returns the exit code.

    language: if empty, the one set last, and ``otherwise`` if none ever was.  scenario: the one on the cover;
    session: a play to open at once instead of the title; slot: the file it was read from.  school: what can be taught.
    Raises ``NoDisplay`` where no window can be opened.
    """
    desk = Desk(library, languages, storage, scenario)
    app = make_app(assets, desk, language or desk.settings.language or otherwise, size or SIZE)
    desk.odds, desk.counts_ahead = Counting(app.wake, storage.folder, library.where), True
    if school is not None:
        teach(app, desk, school)
    sounds = Sounds(assets / "sounds", lambda: desk.settings)
    enliven(app, desk, sounds)
    app.ctx.silent = sounds.deviceless
    give_voice(app, desk, Speaker())
    if session is None:
        app.run(TitleScreen(desk))
    else:
        desk.open(session, slot)
        app.run(flow.current(desk))
    desk.save()
    if desk.teaching is not None:
        desk.teaching.close()
    sounds.close()
    if app.narrator is not None:
        app.narrator.speaker.close()
    return 0


def teach(app: App, desk: Desk, school: School) -> Teaching:
    """Lets lessons be opened in the window; returns what they are opened with."""

    def scaled(factor: float | None) -> None:
        app.do(SetScale(max(factor, desk.settings.scale) if factor is not None else desk.settings.scale))

    desk.teaching = Teaching(school, desk.languages, app.wake, scaled)
    return desk.teaching


def enliven(app: App, desk: Desk, sounds: Player | None = None, clock: Callable[[], float] = time.monotonic) -> None:
    """Lets pages move and sound as the settings say.  A window has neither unless this was called."""
    app.stage = Stage(clock, lambda: not desk.settings.reduced_motion, lambda: desk.settings.typewriter, sounds)
    if sounds is not None:
        app.ctx.play = sounds.play


def give_voice(app: App, desk: Desk, speaker: Speaker) -> None:
    """Lets the window be read aloud as the setting says, and be switched by its key."""

    def choose(mode: str) -> None:
        desk.settings.voice = mode
        if app.on_setting is not None:
            app.on_setting("voice", mode)

    app.narrator = Narrator(speaker, app.ctx.translate, lambda: desk.settings.voice, choose)
