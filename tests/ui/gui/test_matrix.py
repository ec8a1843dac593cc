"""Every screen in both languages, at every size, text size and look: nothing cut, hidden, overlapping or too faint.

The screens are those that ``start`` takes pictures of; a screen that is not among them fails the first test, so that
a new one cannot be forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import game.ui.gui.screens
from game import resources
from game.library import Library
from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.desk import Desk
from game.ui.gui.drawn import audit_drawn
from game.ui.gui.pictures import screens_for_pictures
from game.ui.gui.screen import Screen
from game.ui.gui.start import make_app
from game.ui.language import read

pytestmark = [pytest.mark.slow, pytest.mark.longest]
LANGUAGES = read(resources.assets() / "lang")
Setting = tuple[str, tuple[int, int], float]  # language, window, text size
LAPTOPS = [(1024, 640), (1280, 720), (1366, 768), (1600, 1200), (1920, 1080)]
ALL_SIZES = [(code, size, 1.0) for code in ("en", "zh") for size in [*LAPTOPS, (3840, 2160)]]
ALL_LARGE = [(code, size, scale) for code in ("en", "zh") for size in ((1280, 720), (1920, 1080))
         for scale in (0.9, 1.25, 2.0)]
ALL_LOOKS = [(code, size, 1.25) for code in ("en", "zh") for size in ((1280, 720), (1024, 640))]
# What every run looks at; `--thorough` looks at everything above, which takes some ten minutes.
SIZES = [("en", (1024, 640), 1.0), ("zh", (1280, 720), 1.0), ("zh", (1920, 1080), 1.0)]
LARGE = [("en", (1280, 720), 2.0), ("zh", (1280, 720), 1.25)]
LOOKS = [("en", (1280, 720), 1.25)]
SHARED = {"Playing"}  # what the pages of a play have in common; not itself a screen


def faults(settings: list[Setting], least: float, variant: str = "") -> Iterator[str]:
    """Faults of every screen under the settings given, one line each."""
    app, desk = opened(variant)
    for name, show in screens_for_pictures(desk):
        for code, size, scale in settings:
            app.stack = []
            app.ctx.language, app.ctx.ui_scale = code, scale
            app.resize(size)
            show(app)
            for fault in [*audit(app.ctx, app.root), *audit_drawn(app, least)]:
                yield f"{name} {code} {size[0]}x{size[1]} {scale:.0%}: {fault}"


def opened(variant: str = "") -> tuple[App, Desk]:
    desk = Desk(Library(resources.scenarios()), LANGUAGES, None, "mongolia-1945")
    app = make_app(resources.assets(), desk, "en", (1280, 720))
    if variant:
        app.ctx.theme = app.ctx.paint.theme = app.ctx.theme.varied(variant)
        app.ctx.paint.set_grain(False)
    return app, desk


def kinds() -> set[str]:
    """The names of all screens in the package of screens."""
    found = set()
    for module in pkgutil.iter_modules(game.ui.gui.screens.__path__, f"{game.ui.gui.screens.__name__}."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Screen) and thing.__module__ == module.name:
                found.add(thing.__name__)
    return found - SHARED


def test_every_screen_has_a_picture() -> None:
    app, desk = opened()
    shown = set()
    for _, show in screens_for_pictures(desk):
        show(app)
        shown |= {type(each.screen).__name__ for each in app.stack}
    assert kinds() - shown == set(), "add it to screens_for_pictures in start.py, or to what that collects from"


@pytest.fixture
def thorough(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--thorough"))


def test_every_screen_at_every_size(thorough: bool) -> None:
    assert list(faults(ALL_SIZES if thorough else SIZES, 4.5)) == []


def test_every_screen_at_every_text_size(thorough: bool) -> None:
    assert list(faults(ALL_LARGE if thorough else LARGE, 4.5)) == []


def test_every_screen_in_the_strong_look_of_the_projector(thorough: bool) -> None:
    assert list(faults(ALL_LOOKS if thorough else LOOKS, 7.0, "contrast")) == []


def test_the_watch_sees_what_it_is_for(tmp_path: Path) -> None:
    """Faint, overlapping, cut and straddling text is found, so that its absence above means something."""
    import pygame

    from game.ui.gui.widgets import Button, Column, Label, Paper, Picture, Widget

    def scrawl(ctx, surface, rect):
        ctx.text.draw(surface, ctx.text.layout("over the button", ctx.style("body", 30), 900), rect.x, rect.y, (0, 0, 0))

    def boxed(ctx, surface, rect):
        surface.set_clip(pygame.Rect(rect.x, rect.y, rect.w, 8))
        ctx.text.draw(surface, ctx.text.layout("cut in half", ctx.style("body", 30), 900), rect.x, rect.y, (0, 0, 0))
        surface.set_clip(None)

    class Bad(Screen):
        def compose(self, ctx) -> Widget:
            return Paper(Column([Label("too faint", colour="gold"), Picture(scrawl, 20, "scrawl"), Button("One"),
                                 Picture(boxed, 40, "boxed")]))

    app, _ = opened()
    app.open(Bad())
    said = "\n".join(audit_drawn(app))
    assert "'too faint': contrast" in said
    assert "crosses the edge of button 'One'" in said
    assert "'cut in half': cut by a box that does not scroll" in said
