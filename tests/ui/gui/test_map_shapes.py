"""Every place a shipped scenario puts on its map has a shape; one that has none is named on the map's panel."""

import os
from dataclasses import replace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from game import resources
from game.core.atlas import Atlas
from game.core.rules import Rules
from game.library import Library
from game.play.session import Session, Track
from game.ui.gui.audit import audit
from game.ui.gui.commands import SetLanguage
from game.ui.gui.desk import Desk
from game.ui.gui.screens.map import MapScreen
from game.ui.gui.start import make_app
from game.ui.gui.widgets import text_tree
from game.ui.mapshapes import Geometry, load_geometry

SHIPPED = Library(resources.scenarios()).names()
MAPPED = "mongolia-1945"


def unknown(atlas: Atlas, shapes: Geometry) -> list[str]:
    """Returns every id of the map that the geometry does not know, with what it should be."""
    lost = [f"region {name}" for name in atlas.regions if name not in shapes.regions]
    for layer in atlas.layers.values():
        lost += [f"layer {layer.id}: {name}" for name in layer.grounds
                 if name not in shapes.areas and name not in shapes.lines]
    return lost + [f"town {name}" for name in atlas.towns if name not in shapes.towns]


def geometry(atlas: Atlas) -> Geometry:
    return load_geometry(resources.assets() / "map" / f"{atlas.geometry}.json")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_place_of_a_shipped_map_has_a_shape(name, library):
    loaded = library.load(name)
    assert loaded is not None and loaded.scenario is not None
    atlas = loaded.scenario.reference.atlas
    assert atlas is None or unknown(atlas, geometry(atlas)) == []


def test_some_shipped_scenario_has_a_map_and_a_wrong_id_would_be_found(flagship):
    atlas = flagship.reference.atlas
    assert MAPPED in SHIPPED and atlas is not None and atlas.regions and atlas.layers and atlas.towns
    shapes = geometry(atlas)
    region, town = next(iter(atlas.regions)), next(iter(atlas.towns))
    layer = next(layer for layer in atlas.layers.values() if layer.grounds)
    ground = next(iter(layer.grounds))
    less = replace(shapes, **{part: {name: shape for name, shape in getattr(shapes, part).items()
                                     if name not in (region, town, ground)}
                              for part in ("regions", "areas", "lines", "towns")})
    assert {f"region {region}", f"town {town}", f"layer {layer.id}: {ground}"} <= {*unknown(atlas, less)}


@pytest.fixture
def lost(flagship, languages):
    """A window on a map whose first region, one town and all places of the layers shown are unknown to the geometry."""
    atlas = flagship.reference.atlas
    first, town = next(iter(atlas.regions)), next(iter(atlas.towns))
    regions = {f"no-{name}" if name == first else name: replace(ground, id=f"no-{name}") if name == first else ground
               for name, ground in atlas.regions.items()}
    towns = {f"no-{name}" if name == town else name: words for name, words in atlas.towns.items()}
    scenario = replace(flagship, reference=replace(flagship.reference, atlas=replace(atlas, regions=regions, towns=towns)))
    desk = Desk(Library(resources.scenarios()), languages, None, MAPPED)
    app = make_app(resources.assets(), desk, "en", (1280, 720))
    desk.open(Session(Rules(scenario), seed=0, track=Track.BRANCH))
    return app, desk, atlas.regions[first].name, atlas.towns[town]


@pytest.mark.slow
@pytest.mark.parametrize(("code", "words"), [("en", "Not drawn, because the map has no such place: "),
                                             ("zh", "地图上没有下列各处，因而未画：")])
def test_a_place_without_a_shape_is_named_on_the_panel(lost, code, words):
    app, desk, region, town = lost
    app.do(SetLanguage(code))
    app.open(MapScreen(desk))
    for tab in ("place", "layers"):
        app.stack[-1].screen.tab = tab
        app._stale()
        app._draw()
        said = text_tree(app.root)
        assert f"{words}{region[code]}" in said and town[code] in said.split(words)[1].splitlines()[0]
        assert audit(app.ctx, app.root) == []


@pytest.mark.slow
def test_a_map_without_such_places_says_nothing_of_it(languages):
    desk = Desk(Library(resources.scenarios()), languages, None, MAPPED)
    app = make_app(resources.assets(), desk, "en", (1280, 720))
    desk.begin(MAPPED, Track.BRANCH, seed=0)
    app.open(MapScreen(desk))
    assert "Not drawn" not in text_tree(app.root)
