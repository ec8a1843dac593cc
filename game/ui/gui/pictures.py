"""Takes pictures of every screen, a moving picture of a play, the card of an ending; needs no display.

Called by ``cli`` and the tests; nothing of this is loaded when the window opens.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from game.debrief.compare import compare
from game.play.session import Track
from game.ui.gui import gallery
from game.ui.gui.animation import Film, play_through
from game.ui.gui.app import App
from game.ui.gui.card import save_card
from game.ui.gui.desk import Desk, Place, Shelf
from game.ui.gui.lesson_gallery import PictureSchool, lesson_screens, teaching_screens
from game.ui.gui.screen import Push, Screen
from game.ui.gui.screens import flow
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.screens.sources import SourcesScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.start import enliven, make_app
from game.ui.gui.teaching import Teaching
from game.ui.language import Language


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
                app.do(Push(screen))
        return show

    if desk.teaching is None:
        desk.teaching = Teaching(PictureSchool(desk), desk.languages)
    yield "title", showing(TitleScreen(desk))
    for label, screens in teaching_screens(desk):
        yield label, showing(*screens)
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
    for label, screens in gallery.writing(desk):
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
        yield "ending", showing(flow.current(desk))
        yield "comparison", showing(ComparisonScreen(desk.play))
        yield "sources", showing(SourcesScreen(desk.play.scenario))
        for label, screens in gallery.afterwards(desk):
            yield label, showing(*screens)
    for label, screens in lesson_screens(desk):
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
