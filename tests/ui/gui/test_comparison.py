"""The comparison and the source book as a player meets them in the window."""

import os
from types import SimpleNamespace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from game import resources
from game.play.storage import Storage
from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.commands import Input
from game.ui.gui.screens.comparison import TABS, ComparisonScreen
from game.ui.gui.screens.sources import SourcesScreen
from game.ui.gui.widgets import text_tree
from game.ui.source_page import KINDS

SIZES = [(1024, 640), (1280, 720), (1920, 1080)]


def translate(languages):
    spare = {"bar.menu": "☰", "dialog.close": "OK"}

    def say(code, key, **values):
        return languages[code].t(key, **values) if key in languages[code].strings else spare[key]
    return say


@pytest.fixture
def window(languages, tmp_path):
    def make(language="en", size=(1280, 720)):
        assets = resources.assets()
        services = SimpleNamespace(languages=languages, storage=Storage(tmp_path))
        return App(assets / "theme.yaml", assets / "fonts", translate(languages), language=language, size=size,
                   services=services)
    return make


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_tab_hides_or_overlaps_anything(window, language, size, played):
    app, faults = window(language, size), []
    for tab in TABS:
        screen = ComparisonScreen(played("keep", "wait"))
        screen.tab, screen.opened = tab, {"trust.level"}
        app.open(screen)
        faults += [f"{tab}: {fault}" for fault in audit(app.ctx, app.root)]
    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_of_the_source_book_hides_or_overlaps_anything(window, language, size, played):
    app, faults = window(language, size), []
    for session in (played(), played("share", "hold")):
        for kind in KINDS:
            screen = SourcesScreen.during(session)
            screen.kind = kind
            app.open(screen)
            faults += [f"{kind}: {fault}" for fault in audit(app.ctx, app.root)]
    assert faults == []


def test_tabs_and_traces_open_by_keyboard(window, played):
    app = window()
    app.open(ComparisonScreen(played("keep", "wait")))
    app.give(Input("right"))
    app.give(Input("right"))
    app.give(Input("ok"))
    assert app.focused.key == "tab.stakes"
    while app.focused.key != "stake.trust.level":
        app.give(Input("next"))
    app.give(Input("ok"))
    assert "a refusal offends" in text_tree(app.root)
    app.give(Input("ok"))
    assert "a refusal offends" not in text_tree(app.root)


def test_switching_the_language_keeps_tab_and_focus(window, played):
    app = window()
    app.open(ComparisonScreen(played("keep", "wait")))
    app.give(Input("right"))
    app.give(Input("ok"))
    app.give(Input("lang"))
    assert app.focused.key == "tab.path"
    assert "保留渡口。" in text_tree(app.root)


def test_a_treaty_row_opens_its_sources(window, played):
    app = window()
    app.open(ComparisonScreen(played("keep", "wait")))
    while app.focused.key != "clause.0":
        app.give(Input("next"))
    app.give(Input("ok"))
    assert "Chronicle, p. 4" in text_tree(app.root)


def test_export_writes_the_report_and_says_where(window, tmp_path, played):
    app = window("zh")
    app.open(ComparisonScreen(played("keep", "wait")))
    app.give(Input("letter", letter="e"))
    files = list((tmp_path / "reports").glob("*.html"))
    assert len(files) == 1 and "封锁之河" in files[0].read_text(encoding="utf-8")
    assert files[0].name in text_tree(app.root)


def test_export_to_a_place_that_refuses_is_told_and_loses_nothing(window, tmp_path, played):
    (tmp_path / "reports").write_text("a file where the folder should be")
    app = window()
    app.open(ComparisonScreen(played("keep", "wait")))
    app.give(Input("letter", letter="e"))
    assert app.ctx.t("compare.not_exported") in text_tree(app.root)
    app.give(Input("back"))
    assert app.ctx.t("compare.export") in text_tree(app.root)


def test_a_footnote_leads_to_its_entry(window, played):
    app = window()
    app.open(SourcesScreen(played("share", "hold").scenario, "voted"))
    assert app.focused.key == "entry.voted"
    told = text_tree(app.root)
    assert "The town votes 41 to 9." in told and app.ctx.t("sources.external") in told and "The vote" in told
