"""The map: its data, what it says on a day and in a play, how it is drawn, and the screen by keys and mouse."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game import resources
from game.authoring.loader import load
from game.core.atlas import HATCHES, Atlas
from game.core.model import Decision, Scenario
from game.core.rules import Rules
from game.library import Library
from game.play.session import Session, Track
from game.ui.gui.animation import as_recorded
from game.ui.gui.audit import audit
from game.ui.gui.commands import Input, Push
from game.ui.gui.desk import TOLD, Desk
from game.ui.gui.mapink import hatching
from game.ui.gui.screens import flow
from game.ui.gui.screens.map import MapScreen
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.start import make_app
from game.ui.gui.theme import load_theme
from game.ui.language import read
from game.ui.map_page import map_page, moments, record_position, status_of, statuses
from game.ui.mapshapes import Geometry, load_geometry

pytestmark = pytest.mark.slow

LANGUAGES = read(resources.assets() / "lang")
SCENARIO = "mongolia-1945"


@pytest.fixture(scope="module")
def atlas(flagship: Scenario) -> Atlas:
    assert flagship.reference.atlas is not None
    return flagship.reference.atlas


@pytest.fixture(scope="module")
def shapes(atlas: Atlas) -> Geometry:
    return load_geometry(resources.assets() / "map" / f"{atlas.geometry}.json")


@pytest.fixture(scope="module")
def finished(flagship_rules: Rules) -> Session:
    session = Session(flagship_rules, seed=7)
    while not session.ended:
        session.play(as_recorded(session))
    return session


def kind(rules: Rules, atlas: Atlas, place: str, day: str, **values: int | str) -> str:
    """Returns how a place stands when variables have the values given."""
    start = rules.start()
    changed = list(start.values)
    for name, value in values.items():
        changed[rules.index[name]] = value
    position = type(start)(start.node, tuple(changed))
    found = status_of(atlas.regions[place], lambda guard: rules.holds(guard, position), day)
    return found.kind if found else ""


def test_every_place_of_the_data_has_a_shape(atlas: Atlas, shapes: Geometry) -> None:
    drawn = {*shapes.areas, *shapes.lines}
    assert set(atlas.regions) == set(shapes.regions)
    assert {name for layer in atlas.layers.values() for name in layer.grounds} <= drawn
    assert set(atlas.towns) <= set(shapes.towns)


def test_regions_do_not_overlap_and_hold_their_labels(shapes: Geometry) -> None:
    for name, shape in shapes.regions.items():
        assert [other for other in shapes.regions if shapes.regions[other].holds(shape.at)] == [name]
    assert not shapes.regions["china"].holds(shapes.regions["outer-mongolia"].at)


def test_the_map_is_small() -> None:
    assert (resources.assets() / "map" / "east-asia.json").stat().st_size <= 200_000


def test_every_region_has_a_status_at_every_moment_of_the_record(atlas: Atlas, finished: Session) -> None:
    rules = finished.rules
    for moment in moments(finished, LANGUAGES["en"], finished.ply):
        position = record_position(rules, moment.day, ended=False)
        found = statuses(atlas, lambda guard, here=position: rules.holds(guard, here), moment.day)
        assert not [name for name in atlas.regions if found[name] is None], moment


@pytest.mark.parametrize(("place", "before", "after"), [
    ("northeast", ("1945-08-08", "occupied"), ("1945-08-09", "garrison")),
    ("northeast", ("1946-05-03", "garrison"), ("1946-05-04", "contested")),
    ("taiwan", ("1945-10-24", "occupied"), ("1945-10-25", "own")),
    ("china", ("1949-09-30", "contested"), ("1949-10-01", "rival")),
])
def test_a_status_changes_with_the_date(flagship_rules: Rules, atlas: Atlas, place: str, before: tuple[str, str],
                                        after: tuple[str, str]) -> None:
    for day, wanted in (before, after):
        assert kind(flagship_rules, atlas, place, day) == wanted


def test_a_status_changes_with_what_was_agreed(flagship_rules: Rules, atlas: Atlas) -> None:
    def on(place: str, day: str, **values: int | str) -> str:
        return kind(flagship_rules, atlas, place, day, **values)

    assert on("outer-mongolia", "1946-02-13", recognition="given") == "free"
    assert on("outer-mongolia", "1946-02-13", recognition="withheld", left_record=1) == "claimed"
    assert on("lushun-dalian", "1945-09-01", treaty="signed", lsh=3) == "joint"
    assert on("lushun-dalian", "1945-09-01", treaty="signed", lsh=4, left_record=1) == "foreign"
    assert on("lushun-dalian", "1945-09-01", treaty="none", left_record=1) == "garrison"
    assert on("ili", "1947-01-01", xj_delivery=4, left_record=1) == "own"
    assert on("ili", "1947-01-01", xj_delivery=2) == "revolt"
    assert on("northeast", "1946-12-01", nes_delivery=4, left_record=1) == "own"


def test_nothing_later_than_the_moment_is_told_before_the_ending(flagship_rules: Rules) -> None:
    session = Session(flagship_rules, seed=7)
    for _ in range(12):
        session.play(as_recorded(session))
    found = moments(session, LANGUAGES["en"], session.ply)
    assert [moment.day for moment in found] == sorted(moment.day for moment in found)
    assert found[-1].ply == session.ply
    assert found[-1].day <= session.node.date.first.isoformat()  # type: ignore[union-attr]
    assert moments(session, LANGUAGES["en"], 3)[-1].ply <= 3
    reached = record_position(flagship_rules, "1945-06-26", ended=False)
    assert reached.node == "DP10-petrov-signal", "the record must not show what is decided on the day itself"


def test_yours_and_the_record_differ_where_the_play_did(flagship_rules: Rules) -> None:
    session = Session(flagship_rules, seed=7)
    for _ in range(200):
        node = session.node
        if session.ended or not isinstance(node, Decision):
            break
        refuse = "withhold" if node.id == "DP22-recognition" else as_recorded(session)
        moves = session.moves()
        session.play(refuse if refuse in moves else moves[0])
    english = LANGUAGES["en"]
    last = moments(session, english, session.ply)[-2]
    yours, theirs = (map_page(session, english, last, record=flag) for flag in (False, True))
    assert yours is not None and theirs is not None
    assert yours.regions["outer-mongolia"].kind == "claimed"
    assert theirs.regions["outer-mongolia"].kind == "free"
    assert "Our estimate" in yours.regions["outer-mongolia"].grade_word
    assert theirs.regions["outer-mongolia"].sources


def test_hatches_differ_between_any_two_kinds_without_their_colour() -> None:
    look = load_theme(resources.assets() / "theme.yaml")
    assert set(look.hatches) == set(HATCHES)
    box = pygame.Rect(3, 5, 64, 64)
    pictures = {name: pygame.image.tobytes(hatching(box, hatch.pattern, (0, 0, 0), 1.0), "RGBA")
                for name, hatch in look.hatches.items()}
    assert not [pair for pair in combinations(pictures, 2) if pictures[pair[0]] == pictures[pair[1]]]


def test_hatches_of_neighbouring_boxes_join() -> None:
    whole = hatching(pygame.Rect(0, 0, 80, 40), "cross", (0, 0, 0), 1.0)
    right = hatching(pygame.Rect(37, 0, 43, 40), "cross", (0, 0, 0), 1.0)
    cut = whole.subsurface((37, 0, 43, 40))
    assert pygame.image.tobytes(cut, "RGBA") == pygame.image.tobytes(right, "RGBA")


GOOD = """\
map:
  geometry: east-asia
  kinds: {own: {en: Ours, zh: 我方控制}}
  regions:
    china:
      name: {en: China, zh: 中国}
      status:
        - {kind: own, when: KNOWN, from: "1945-01-01", text: {en: Held., zh: 控制。}, grade: model}
"""


@pytest.mark.parametrize(("change", "code", "line", "column"), [
    (("kind: own, when", "kind: purple, when"), "E013", 8, 18),
    (("KNOWN", "nothing == 1"), "E016", 8, 29),
    (("KNOWN", "1 +"), "E015", 8, 29),
    (("grade: model", "cites: [nowhere]"), "E019", 8, None),
    (("\"1945-01-01\"", "\"1945-02-30\""), "E013", 8, None),
    (("geometry: east-asia", "geometri: east-asia"), "E010", 2, 3),
    (("zh: 中国", "fr: Chine"), "E030", 6, None),
])
def test_a_fault_in_the_map_has_its_line_and_column(tmp_path: Path, change: tuple[str, str], code: str, line: int,
                                                    column: int | None) -> None:
    (tmp_path / "scenario.yaml").write_text(
        "format: 1\ntitle: {en: Test, zh: 试}\nlanguages: [en, zh]\nstart: A\ninclude: [map.yaml]\n"
        "parties: {you: {name: {en: You, zh: 你}}}\n"
        "nodes:\n  A: {options: {x: {goto: B, text: {en: One, zh: 一}}, y: {goto: B, text: {en: Two, zh: 二}}}}\n"
        "  B: {ending: end}\n", encoding="utf-8")
    text = GOOD.replace(*change).replace("KNOWN", "left_record == 0")
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
    faults = [fault for fault in load(tmp_path).diagnostics if fault.code == code]
    assert faults, load(tmp_path).diagnostics
    assert faults[0].mark.file.endswith("map.yaml")
    assert faults[0].mark.line == line
    assert column is None or faults[0].mark.column == column


def opened(code: str, size: tuple[int, int], decided: int = 0):
    desk = Desk(Library(resources.scenarios()), LANGUAGES, None, SCENARIO)
    app = make_app(resources.assets(), desk, code, size)
    desk.begin(SCENARIO, Track.BRANCH, seed=0)
    while len(desk.play.decisions()) < decided or desk.here.kind in TOLD:
        if desk.here.kind in TOLD:
            desk.go_on()
        else:
            desk.decide(as_recorded(desk.play))
    app.open(flow.current(desk))
    return app, desk


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_screen_hides_and_overlaps_nothing(code: str, size: tuple[int, int]) -> None:
    app, desk = opened(code, size, 18)
    app.give(Input("letter", letter="m"))
    screen = app.stack[-1].screen
    assert isinstance(screen, MapScreen)
    atlas = desk.play.scenario.reference.atlas
    assert atlas is not None
    for screen.tab, chosen in (("place", tuple(atlas.regions)), ("layers", ("ili",))):
        for screen.chosen in chosen:
            app._stale()
            assert audit(app.ctx, app.root) == []


@pytest.mark.parametrize("code", ["en", "zh"])
def test_at_a_large_text_size_map_and_card_take_turns(code: str) -> None:
    app, _ = opened(code, (1280, 720))
    app.ctx.ui_scale = 1.8
    app._resize((1280, 720))
    app.give(Input("letter", letter="m"))
    for tab in ("map", "place", "layers"):
        app._answer(app.root.find(f"tab.{tab}").activate())
        assert audit(app.ctx, app.root) == []
    assert not any(widget.role == "map" for widget in app.root.walk())


def test_arrows_go_from_region_to_region_and_then_to_the_panel() -> None:
    app, _ = opened("en", (1280, 720))
    app.give(Input("letter", letter="m"))
    app.give(Input("down"))
    assert app.stack[-1].screen.chosen in ("xinjiang", "china", "inner-mongolia")
    said = app.root.find("map").value
    assert "Outer Mongolia" not in said.split(" — ")[0]
    for _ in range(12):
        app.give(Input("right"))
    assert app.focused is not None and app.focused.key != "map"


def test_a_click_picks_the_region_under_it() -> None:
    app, _ = opened("zh", (1280, 720))
    app.give(Input("letter", letter="m"))
    view = app.root.find("map")
    x, y = view.view.to(view.ink.geometry.regions["xinjiang"].at)
    app.give(Input("press", at=(round(x) + view.rect.x, round(y) + view.rect.y)))
    assert app.stack[-1].screen.chosen == "xinjiang"
    assert "新疆" in app.root.find("map").value


def test_a_layer_can_be_hidden_and_the_picture_changes() -> None:
    app, _ = opened("en", (1280, 720))
    app.give(Input("letter", letter="m"))
    app._draw()
    before = pygame.image.tobytes(app.surface, "RGB")
    legend = app.root.find("map").walk
    assert any(widget.label.startswith("Communist") for widget in legend())
    app._answer(app.root.find("tab.layers").activate())
    app._answer(app.root.find("layer.bases").activate())
    app._answer(app.root.find("tab.place").activate())
    app._draw()
    assert pygame.image.tobytes(app.surface, "RGB") != before
    assert not any(widget.label.startswith("Communist") for widget in app.root.find("map").walk())


def test_the_same_map_is_not_drawn_twice() -> None:
    app, _ = opened("en", (1280, 720))
    app.give(Input("letter", letter="m"))
    app._draw()
    view = app.root.find("map")
    first = view.ink.picture(app.ctx, view.rect.size, view.drawing)
    app.give(Input("down"))
    app._draw()
    again = app.root.find("map")
    assert again.ink.picture(app.ctx, again.rect.size, again.drawing) is first


def test_the_menu_opens_the_map_and_c_compares() -> None:
    app, desk = opened("en", (1280, 720), 3)
    app.do(Push(MenuScreen(desk)))
    app._answer(app.root.find("menu.map").activate())
    screen = app.stack[-1].screen
    assert isinstance(screen, MapScreen)
    app.give(Input("letter", letter="c"))
    assert screen.record
    assert "The record" in screen.subtitle(app.ctx)
    app.give(Input("letter", letter="m"))
    assert not isinstance(app.stack[-1].screen, MapScreen)
