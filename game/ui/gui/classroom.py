"""Opens the projector's window for a lesson.  Called by the command ``classroom`` and by ``teaching``."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.classroom.keeper import Keeper
from game.ui.gui.app import App
from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screens.projector import ProjectorScreen
from game.ui.language import Language

if TYPE_CHECKING:
    from game.ui.gui.context import Context
    from game.ui.gui.screen import Screen

SIZE = (1280, 720)
SCALE = 1.25
"""The projector's own interface scale: what must be read from the last row."""


def make_window(assets: Path, desk: LessonDesk, language: str, size: tuple[int, int] = SIZE,
                scale: float = SCALE) -> App:
    """Returns the window of a lesson with its first page open; raises ``NoDisplay`` where there is none."""
    def translate(code: str, key: str, **values: object) -> str:
        return desk.languages[code].t(key, **values)

    def menu(ctx: Context) -> Screen:
        from game.ui.gui.screens.shared import LeaveScreen
        return LeaveScreen(desk)

    app = App(assets / "theme.yaml", assets / "fonts", translate, language=language, services=desk, size=size,
              languages=[(name, each.t("gui.short")) for name, each in desk.languages.items()], menu=menu,
              seal=desk.languages[language].t("gui.chop"), caption=desk.languages[language].t("app.title"),
              ui_scale=scale)
    app.open(ProjectorScreen(desk))
    return app


def run(assets: Path, languages: Mapping[str, Language], language: str, keeper: Keeper, host: Any = None) -> int:
    """Shows a lesson until its window is closed; returns the exit code.  ``host``: where phones join, if they do."""
    desk = lesson_desk(keeper, languages, host)
    app = make_window(assets, desk, language)
    keeper.watch(app.wake)
    over = threading.Event()
    threading.Thread(target=tick, args=(app.wake, desk, language, over), daemon=True, name="lesson-time").start()
    try:
        app.run(ProjectorScreen(desk))
    finally:
        over.set()
    return 0


def lesson_desk(keeper: Keeper, languages: Mapping[str, Language], host: Any = None) -> LessonDesk:
    """Returns what the projector works with; ``host`` serves the desk, and phones if it has an address for them."""
    phones = host is not None and bool(host.url)
    desk = LessonDesk(keeper, languages, *((host.url, host.doors.code, host.square()) if phones else ()))
    if host is not None:
        desk.show_desk = lambda: bool(webbrowser.open(host.desk_url))
    return desk


def tick(wake: Callable[[], None], desk: LessonDesk, language: str, over: threading.Event) -> None:
    """Lets the page be drawn once a second while time is shown, until ``over``; nothing is drawn for its own sake."""
    shown = ""
    while not over.wait(0.25):
        now = desk.time_left(language)
        if now != shown:
            shown = now
            wake()
