"""Opens the window, and takes pictures of every screen.  Called by ``cli``; draws nothing itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from game.debrief.compare import compare
from game.play.session import Session, Track
from game.play.storage import Storage
from game.ui.gui import gallery
from game.ui.gui.animation import Film, play_through
from game.ui.gui.app import App
from game.ui.gui.card import save_card
from game.ui.gui.comfort import Comfort
from game.ui.gui.context import Context
from game.ui.gui.counting import Counting
from game.ui.gui.desk import Desk, Place, Shelf
from game.ui.gui.narrator import Narrator
from game.ui.gui.screen import Screen
from game.ui.gui.screens import flow
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.sound import Sounds
from game.ui.gui.speaker import Speaker
from game.ui.gui.stage import Player, Stage
from game.ui.language import Language

SIZE = (1280, 720)


def make_app(assets: Path, desk: Desk, language: str, size: tuple[int, int] = SIZE) -> App:
    """Opens the window for a desk; raises ``NoDisplay`` where there is none."""
    languages = desk.languages

    def translate(code: str, key: str, **values: object) -> str:
        return languages[code].t(key, **values)

    def menu(ctx: Context) -> Screen:
        return MenuScreen(desk) if desk.session is not None else SettingsScreen(desk)

    def setting(name: str, value: object) -> None:
        setattr(desk.settings, name, value)
        desk.keep_settings()

    code = language if language in languages else next(iter(languages))
    app = App(assets / "theme.yaml", assets / "fonts", translate, language=code, services=desk, size=size, menu=menu,
              languages=[(name, each.t("gui.short")) for name, each in languages.items()],
              seal=languages[code].t("gui.chop"), caption=languages[code].t("app.title"),
              ui_scale=desk.settings.scale, on_setting=setting)
    desk.assets = assets
    desk.look = Comfort(app.ctx, desk.settings).apply
    desk.look()
    return app


def run(assets: Path, languages: Mapping[str, Language], language: str, library: Shelf, storage: Storage,
        scenario: str = "", size: tuple[int, int] | None = None, session: Session | None = None, *,
        slot: str = "", otherwise: str = "en") -> int:
    """Plays in a window until it is closed; returns the exit code.

    language: if empty, the one set last, and ``otherwise`` if none ever was.  scenario: the one on the cover;
    session: a play to open at once instead of the title; slot: the file it was read from.
    Raises ``NoDisplay`` where no window can be opened.
    """
    desk = Desk(library, languages, storage, scenario)
    app = make_app(assets, desk, language or desk.settings.language or otherwise, size or SIZE)
    desk.odds, desk.counts_ahead = Counting(app.wake, storage.folder, library.where), True
    sounds = Sounds(assets / "sounds", lambda: desk.settings)
    enliven(app, desk, sounds)
    give_voice(app, desk, Speaker())
    if session is None:
        app.run(TitleScreen(desk))
    else:
        desk.open(session, slot)
        app.run(flow.current(desk))
    desk.save()
    sounds.close()
    if app.narrator is not None:
        app.narrator.speaker.close()
    return 0


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


def take_screenshots(out: Path, assets: Path, languages: Mapping[str, Language], library: Shelf, language: str,
                     size: tuple[int, int], scenario: str = "", sheet: bool = False) -> list[Path]:
    """Writes one PNG per screen into ``out`` and returns their paths.  Opens no window on a screen.

    sheet: also writes all of them, small and with their names, to one PNG.
    """
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    desk = Desk(library, languages, None, scenario or next(iter(library.names()), ""))
    app = make_app(assets, desk, language, size)
    written, names = [], []
    for number, (name, show) in enumerate(screens_for_pictures(desk), 1):
        show(app)
        path = out / f"{number:02d}-{name}-{language}.png"
        app.screenshot(path)
        written.append(path)
        names.append(name)
    if sheet:
        pictures = list(zip(names, written, strict=True))
        written.append(gallery.contact_sheet(app.ctx, pictures, out / f"sheet-{language}.png"))
    return written


def take_animation(path: Path, assets: Path, languages: Mapping[str, Language], library: Shelf, language: str,
                   size: tuple[int, int], scenario: str = "") -> Path:
    """Writes a short play as a moving picture; raises ``NoPillow`` where nothing can write one."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    desk = Desk(library, languages, None, scenario or next(iter(library.names()), ""))
    film = Film(make_app(assets, desk, language, size))
    enliven(film.app, desk, clock=lambda: film.now)
    play_through(film, desk, desk.names()[0])
    film.save(path)
    return path


def take_card(out: Path, assets: Path, languages: Mapping[str, Language], library: Shelf, language: str,
              scenario: str = "") -> Path:
    """Writes the card of a play that leaves the record at its first decision; returns its path."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    desk = Desk(library, languages, None, scenario or next(iter(library.names()), ""))
    app = make_app(assets, desk, language)
    desk.begin(desk.names()[0], Track.BRANCH, seed=7)
    while not desk.play.ended:
        _decided(desk, same=bool(desk.play.decisions()))
    return save_card(app.ctx, desk.play, compare(desk.play), out)


def screens_for_pictures(desk: Desk) -> Iterator[tuple[str, Callable[[App], None]]]:
    """Yields (name, a function that brings the app to that screen), in the order of a play."""

    def showing(*screens: Screen) -> Callable[[App], None]:
        def show(app: App) -> None:
            app.open(screens[0])
            for screen in screens[1:]:
                from game.ui.gui.screen import Push
                app.do(Push(screen))
        return show

    yield "title", showing(TitleScreen(desk))
    yield "pick", showing(PickScreen(desk))
    yield "settings", showing(TitleScreen(desk), SettingsScreen(desk))
    name = desk.names()[0]
    desk.begin(name, Track.BRANCH, seed=7)
    _to_page(desk)
    yield "decision-first", showing(flow.current(desk))
    yield "predict", showing(PredictScreen(desk, ""))
    yield "menu", showing(flow.current(desk), MenuScreen(desk))
    for label, screens in gallery.during(desk):
        yield label, showing(*screens)
    yield "reveal-record", showing(_decided(desk, same=True))
    _to_page(desk)
    yield "reveal-other", showing(_decided(desk, same=False))
    seen: set[str] = set()
    for _ in range(160):
        if desk.here.kind == "ending":
            break
        for label, screen in gallery.passing(desk, seen):
            yield label, showing(screen)
        if desk.here.kind == "decision":
            _decided(desk, same=True)
        else:
            desk.go_on()
    while desk.here.kind != "ending" and desk.play.ended:
        desk.go_on()
    if desk.here.kind == "ending":
        from game.ui.gui.screens.comparison import ComparisonScreen
        from game.ui.gui.screens.sources import SourcesScreen

        yield "ending", showing(flow.current(desk))
        yield "comparison", showing(ComparisonScreen(desk.play))
        yield "sources", showing(SourcesScreen(desk.play.scenario))
        for label, screens in gallery.afterwards(desk):
            yield label, showing(*screens)


def _to_page(desk: Desk) -> Place:
    while desk.here.kind not in ("decision", "ending"):
        desk.go_on()
    return desk.here


def _decided(desk: Desk, *, same: bool) -> Screen:
    """Decides as the record did, or otherwise; returns the screen that tells of it."""
    recorded, moves = desk.play.rules.record_move(desk.play.position), desk.play.moves()
    wanted = [move for move in moves if (move == recorded) is same]
    desk.decide((wanted or list(moves))[0])
    return flow.current(desk)
