"""A map of the paper pack as a picture in a page: shapes filled with hatches that a photocopier keeps, numbered.

The words are those of the pack, the geometry is given; nothing is read or fetched.  Called by ``lesson_print``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from game.classroom.model import MapSheet
from game.ui.language import Language
from game.ui.mapshapes import Geometry, Polygon, Shape

GRID: Final = 70
"""The side of a hatch's tile, in kilometres."""

HATCHES: Final[Mapping[str, str]] = {
    "claimed": "M0 70L70 0", "free": "M35 15a20 20 0 1 0 .1 0", "foreign": "M0 35H70", "garrison": "M35 0V70",
    "joint": "M35 15V55M15 35H55", "revolt": "M0 0L70 70M0 70L70 0", "occupied": "M0 0L70 70",
    "rival": "M30 35h10M0 0h10M60 70h10", "contested": "M0 20H40M30 55H70", "other": "M0 35H70M35 0V70",
}
"""Hatch -> what is drawn in each tile; a hatch that is not here stays white."""

INK: Final = "#211b15"


def map_figure(sheet: MapSheet, geometry: Geometry, language: Language) -> str:
    """Returns the picture with its key: every hatch with its words and the places it fills, by number."""
    shapes = {name: geometry.regions.get(name) or geometry.areas.get(name) for name in sheet.regions}
    known = {name: shape for name, shape in shapes.items() if shape is not None}
    numbers = {name: number for number, name in enumerate(known, 1)}
    left, top, right, bottom = geometry.frame
    areas = [name for name in known if name not in geometry.regions]
    drawn = "".join(_filled(known[name], sheet.regions[name], sheet.id, name in areas)
                    for name in (*(name for name in known if name not in areas), *areas))
    lakes = "".join(f'<path d="{_path(lake)}" fill="#fff" stroke="{INK}" stroke-width="4"/>' for lake in geometry.lakes)
    marks = "".join(_mark(shape, numbers[name]) for name, shape in known.items())
    title = escape(language.words(sheet.title))
    picture = (f'<svg class="map" viewBox="{left} {top} {right - left} {bottom - top}" role="img" aria-label="{title}">'
               f"<defs>{_patterns(sheet)}</defs>{drawn}{lakes}{marks}"
               f'<rect x="{left + 4}" y="{top + 4}" width="{right - left - 8}" height="{bottom - top - 8}" fill="none" '
               f'stroke="{INK}" stroke-width="8"/></svg>')
    return f'<figure>{picture}<ul class="key">{_key(sheet, numbers, language)}</ul></figure>'


def _patterns(sheet: MapSheet) -> str:
    size = f'width="{GRID}" height="{GRID}" patternUnits="userSpaceOnUse"'
    return "".join(f'<pattern id="{_name(sheet.id, kind)}" {size}>'
                   f'<path d="{HATCHES[kind]}" fill="none" stroke="{INK}" stroke-width="7"/></pattern>'
                   for kind in dict.fromkeys(sheet.regions.values()) if kind in HATCHES)


def _name(sheet: str, kind: str) -> str:
    return escape(f"map-{sheet}-{kind}", quote=True)


def _filled(shape: Shape, kind: str, sheet: str, laid_over: bool) -> str:
    fill = f"url(#{_name(sheet, kind)})" if kind in HATCHES else "none"
    dashes = ' stroke-dasharray="24 16"' if laid_over or shape.approximate else ""
    path = "".join(map(_path, shape.polygons))
    ground = "" if laid_over else f'<path d="{path}" fill="#fff"/>'
    return (f'{ground}<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{INK}" stroke-width="7"{dashes}/>')


def _path(polygon: Polygon) -> str:
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in polygon)


def _mark(shape: Shape, number: int) -> str:
    x, y = shape.at
    return (f'<circle cx="{x:g}" cy="{y:g}" r="58" fill="#fff" stroke="{INK}" stroke-width="8"/>'
            f'<text x="{x:g}" y="{y + 27:g}" text-anchor="middle" font-size="78" font-weight="bold">{number}</text>')


def _key(sheet: MapSheet, numbers: Mapping[str, int], language: Language) -> str:
    return "".join(_entry(sheet, kind, ((number, language.words(sheet.names[name])) for name, number in numbers.items()
                                        if sheet.regions[name] == kind), language) for kind in sheet.kinds)


def _entry(sheet: MapSheet, kind: str, places: Iterable[tuple[int, str]], language: Language) -> str:
    fill = f"url(#{_name(sheet.id, kind)})" if kind in HATCHES else "none"
    told = language.t("lesson_print.join").join(f"{number} {name}" for number, name in places)
    sample = ('<svg class="sample" viewBox="0 0 210 140" aria-hidden="true"><rect x="5" y="5" width="200" height="130" '
              f'fill="{fill}" stroke="{INK}" stroke-width="10"/></svg>')
    return f"<li>{sample}<span><b>{escape(language.words(sheet.kinds[kind]))}</b> {escape(told)}</span></li>"
