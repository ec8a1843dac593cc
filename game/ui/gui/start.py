"""Opens the window, and takes pictures of every screen.  Called by ``cli``; draws nothing itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from game.core.model import Decision
from game.play.session import Session, Track
from game.play.storage import Storage
from game.ui.gui.app import App
from game.ui.gui.context import Context
from game.ui.gui.counting import Counting
from game.ui.gui.desk import Desk, Place, Shelf
from game.ui.gui.screen import Screen
from game.ui.gui.screens import flow
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.settings import SettingsScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.language import Language

SIZE = (1280, 720)


def make_app(assets: Path, desk: Desk, language: str, size: tuple[int, int] = SIZE) -> App:
    """Opens the window for a desk; raises ``NoDisplay`` where there is none."""
    languages = desk.languages

    def translate(code: str, key: str, **values: object) -> str:
        return languages[code].t(key, **values)

    def menu(ctx: Context) -> Screen:
        return MenuScreen(desk) if desk.session is not None else SettingsScreen(desk)

    code = language if language in languages else next(iter(languages))
    return App(assets / "theme.yaml", assets / "fonts", translate, language=code, services=desk, size=size, menu=menu,
               languages=[(name, each.t("gui.short")) for name, each in languages.items()],
               seal=languages[code].t("gui.chop"), caption=languages[code].t("app.title"))


def run(assets: Path, languages: Mapping[str, Language], language: str, library: Shelf, storage: Storage,
        scenario: str = "", size: tuple[int, int] | None = None, session: Session | None = None) -> int:
    """Plays in a window until it is closed; returns the exit code.

    scenario: the one on the cover; session: a play to open at once instead of the title.
    Raises ``NoDisplay`` where no window can be opened.
    """
    desk = Desk(library, languages, storage, scenario)
    app = make_app(assets, desk, language, size or SIZE)
    desk.odds, desk.counts_ahead = Counting(app.wake), True
    if session is None:
        app.run(TitleScreen(desk))
    else:
        desk.open(session)
        app.run(flow.current(desk))
    desk.save()
    return 0


def take_screenshots(out: Path, assets: Path, languages: Mapping[str, Language], library: Shelf, language: str,
                     size: tuple[int, int], scenario: str = "") -> list[Path]:
    """Writes one PNG per screen into ``out`` and returns their paths.  Opens no window on a screen."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    desk = Desk(library, languages, None, scenario or next(iter(library.names()), ""))
    app = make_app(assets, desk, language, size)
    written = []
    for number, (name, show) in enumerate(screens_for_pictures(desk), 1):
        show(app)
        path = out / f"{number:02d}-{name}-{language}.png"
        app.screenshot(path)
        written.append(path)
    return written


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
    yield "reveal-record", showing(_decided(desk, same=True))
    _to_page(desk)
    yield "reveal-other", showing(_decided(desk, same=False))
    news = None
    for _ in range(60):
        if desk.here.kind == "ending":
            break
        if desk.here.kind == "news" and news is None:
            news = desk.here
            yield "news", showing(flow.current(desk))
        if desk.here.kind == "decision" and len(desk.play.decisions()) == 10:
            yield "decision-later", showing(flow.current(desk))
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


def _to_page(desk: Desk) -> Place:
    while desk.here.kind not in ("decision", "ending"):
        desk.go_on()
    return desk.here


def _decided(desk: Desk, *, same: bool) -> Screen:
    """Decides as the record did, or otherwise; returns the screen that tells of it."""
    node = desk.play.node
    assert isinstance(node, Decision)
    moves = desk.play.moves()
    wanted = [move for move in moves if (move == node.record_move) is same]
    desk.decide((wanted or list(moves))[0])
    return flow.current(desk)
