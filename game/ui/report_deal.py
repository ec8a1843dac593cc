"""The debrief of a deal in the printed report: a section of HTML with the scatter as inline SVG.

Every text is escaped here; nothing is fetched and no script runs.  Shapes tell the marks apart, colour is only added.
The words come from ``deal_page``.  Called by ``report``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Final

from game.ui.deal_page import DealPage, SideText
from game.ui.language import Language
from game.ui.pages import Paragraph
from game.ui.plot import Box, Plot, beside

WIDE, TALL = 680, 470
FIELD: Final = Box(56, 30, 604, 370)
SIZE: Final = 7.0
INK, SOFT, BACK = "#211b15", "#544736", "#fffdf6"
TONES: Final = {"yours": "#2c42a0", "record": "#a02218", "none": INK, "nash": "#4a275a", "ks": "#066258",
                "frontier": SOFT}
ORDER: Final = ("record", "ks", "nash", "none", "yours")
GLYPH: Final = 14

DEAL_STYLE: Final = """\
.deal svg { display: block; width: 100%; max-width: 680px; height: auto; margin: .6rem 0; }
.deal svg text { font-size: 14px; fill: #211b15; }
.deal .key { display: inline-block; margin-right: 1.4em; white-space: nowrap; }
.deal .key svg { display: inline-block; width: 34px; height: 22px; margin: 0 .3em 0 0; vertical-align: middle; }
.deal td.number { width: 22%; }
.deal details { margin-top: 1.2rem; }
.deal summary { font-weight: bold; cursor: pointer; }
.deal figure { margin: 1rem 0; }
.deal figcaption { font-weight: bold; }
"""

Graded = Callable[[Iterable[Paragraph]], str]


def deal_body(page: DealPage, language: Language, graded: Graded, key: str) -> str:
    """Returns what stands below the heading of the section; ``graded`` prints graded paragraphs, ``key`` makes ids."""
    t = language.t
    heads = "".join(f'<th scope="col" class="number">{_e(side.name)}</th>' for side in page.sides)
    rows = "".join(f'<tr><th scope="row">{_e(row.name)}</th>'
                   f'<td class="number">{_e(row.values[0])}</td><td class="number">{_e(row.values[1])}</td></tr>'
                   for row in page.values)
    parts = [*(f"<p>{_e(line)}</p>" for line in page.words), figure(page.plot, f"{key}-plot"),
             f"<h3>{_e(page.values_title)}</h3><table><thead><tr><th scope=\"col\">{_e(t('deal.thing'))}</th>{heads}"
             f"</tr></thead><tbody>{rows}</tbody></table>", *(f"<p>{_e(line)}</p>" for line in page.left),
             f"<h3>{_e(page.points_title)}</h3>", *(f"<p>{_e(text)}</p>" for _, text in page.points), _swaps(page, t),
             f"<h3>{_e(page.clauses_title)}</h3>", _texts(page), f"<h3>{_e(page.zones_title)}</h3>",
             f'<p class="note">{_e(page.zones_note)}</p>',
             _table((t("compare.issue"), t("deal.zone_head")), page.zones),
             f"<details><summary>{_e(page.sources_title)}</summary><p class=\"note\">{_e(t('deal.sources_note'))}</p>",
             *(_side(side, graded) for side in page.sides), "</details>"]
    return f'<div class="deal">{"".join(parts)}</div>'


def _e(text: str) -> str:
    return escape(text, quote=True)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(heads)
    top = "".join(f'<th scope="col">{_e(head)}</th>' for head in names)
    body = []
    for row in rows:
        first, *others = row
        cells = "".join(f'<td data-of="{_e(head)}">{_e(cell)}</td>'
                        for head, cell in zip(names[1:], others, strict=True))
        body.append(f'<tr><th scope="row">{_e(first)}</th>{cells}</tr>')
    return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _texts(page: DealPage) -> str:
    return _table(page.heads, page.clauses)


def _swaps(page: DealPage, t: Callable[..., str]) -> str:
    if not page.swaps and not page.swaps_note:
        return ""
    note = f"<p>{_e(page.swaps_note)}</p>" if page.swaps_note else ""
    told = []
    for number, swap in enumerate(page.swaps, 1):
        clauses = "".join(f"<li>{_e(clause)}</li>" for clause in swap.clauses)
        head = f"<p><b>{_e(t('deal.swap_n', number=number))}</b> ({_e(swap.gains)})</p>"
        told.append(f"{head}<ul>{clauses}</ul>")
    return f"<h3>{_e(page.swaps_title)}</h3>{note}{''.join(told)}"


def _side(side: SideText, graded: Graded) -> str:
    stakes = []
    for stake in side.stakes:
        figures = "".join(f"<p>{_e(line)}</p>" for line in stake.figures)
        stakes.append(f"<h4>{_e(stake.name)}</h4>{figures}{graded(stake.why)}")
    return f"<h3>{_e(side.name)}</h3>{graded(side.text)}{''.join(stakes)}"


def figure(plot: Plot, key: str) -> str:
    """Returns a picture with its title and its key; ``key`` begins the ids within it."""
    keys = "".join(f'<span class="key"><svg viewBox="0 0 34 22" aria-hidden="true">{_sample(kind)}</svg>'
                   f"{_e(text)}</span>" for kind, text in plot.legend)
    return f"<figure><figcaption>{_e(plot.title)}</figcaption>{svg(plot, key)}<p>{keys}</p></figure>"


def svg(plot: Plot, key: str) -> str:
    """Returns the picture as an SVG element; ``key`` begins the ids within it."""
    def at(point: tuple[float, float]) -> tuple[float, float]:
        x, y = (min(max(value, 0.0), 100.0) / 100 for value in point)
        return round(FIELD.x + FIELD.w * x, 1), round(FIELD.y + FIELD.h * (1 - y), 1)

    none, dots = at(plot.none), [at(point) for point in plot.frontier]
    spots = [at((mark.x, mark.y)) for mark in plot.marks]
    line = " ".join(f"{x},{y}" for x, y in dots)
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="2.4" fill="{SOFT}"/>' for x, y in dots)
    shapes = "".join(_shape(kind, spot) for mark, spot in zip(plot.marks, spots, strict=True)
                     for kind in sorted(mark.kinds, key=ORDER.index))
    return (f'<svg viewBox="0 0 {WIDE} {TALL}" role="img" aria-labelledby="{key}-title {key}-desc">'
            f'<title id="{key}-title">{_e(plot.title)}</title><desc id="{key}-desc">{_e(plot.told)}</desc>'
            f'{_ground(none, f"{key}-worse")}{_axes(plot)}'
            f'<polyline points="{line}" fill="none" stroke="{SOFT}" stroke-width="1"/>{circles}'
            f"{_labels(plot, spots, dots, none)}{shapes}</svg>")


def _ground(none: tuple[float, float], pattern: str) -> str:
    x, y = none
    right, low = FIELD.x + FIELD.w, FIELD.y + FIELD.h
    shaded = (f"M{FIELD.x} {FIELD.y}H{x}V{y}H{right}V{low}H{FIELD.x}Z")
    return (f'<defs><pattern id="{pattern}" width="8" height="8" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><path d="M0 0V8" stroke="#b09c74" stroke-width="1.4"/></pattern></defs>'
            f'<rect x="{FIELD.x}" y="{FIELD.y}" width="{FIELD.w}" height="{FIELD.h}" fill="{BACK}"/>'
            f'<path d="{shaded}" fill="url(#{pattern})"/>'
            f'<path d="M{x} {FIELD.y}V{low}M{FIELD.x} {y}H{right}" stroke="{INK}" stroke-width="1.6" '
            f'stroke-dasharray="7 4"/>')


def _axes(plot: Plot) -> str:
    right, low = FIELD.x + FIELD.w, FIELD.y + FIELD.h
    parts = [f'<rect x="{FIELD.x}" y="{FIELD.y}" width="{FIELD.w}" height="{FIELD.h}" fill="none" stroke="{SOFT}"/>']
    for value in (0, 25, 50, 75, 100):
        x, y = FIELD.x + FIELD.w * value / 100, low - FIELD.h * value / 100
        parts.append(f'<path d="M{x} {low}v5M{FIELD.x} {y}h-5" stroke="{SOFT}"/>'
                     f'<text x="{x}" y="{low + 20}" text-anchor="middle">{value}</text>'
                     f'<text x="{FIELD.x - 9}" y="{y + 5}" text-anchor="end">{value}</text>')
    parts.append(f'<text x="4" y="16" font-weight="bold">↑ {_e(plot.along)}</text>'
                 f'<text x="{right}" y="{low + 44}" text-anchor="end" font-weight="bold">{_e(plot.across)} →</text>')
    return "".join(parts)


def _labels(plot: Plot, spots: list[tuple[float, float]], dots: list[tuple[float, float]],
            none: tuple[float, float]) -> str:
    sizes = [(sum(GLYPH if char > "\u2e7f" else GLYPH * 0.58 for char in mark.label) + 8, 19.0) for mark in plot.marks]
    inner = Box(FIELD.x + 3, FIELD.y + 3, FIELD.w - 6, FIELD.h - 6)
    guides = ([(none[0], FIELD.y), (none[0], FIELD.y + FIELD.h)], [(FIELD.x, none[1]), (FIELD.x + FIELD.w, none[1])])
    boxes = beside(spots, sizes, inner, SIZE * 2, (dots, *guides))
    parts = []
    for spot, box in zip(spots, boxes, strict=True):
        near = box.nearest(spot)
        if abs(near[0] - spot[0]) + abs(near[1] - spot[1]) > SIZE * 3:
            parts.append(f'<path d="M{spot[0]} {spot[1]}L{near[0]:.1f} {near[1]:.1f}" stroke="{INK}"/>')
    for mark, box in zip(plot.marks, boxes, strict=True):
        parts.append(f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.w:.1f}" height="{box.h}" fill="{BACK}"/>'
                     f'<text x="{box.x + box.w / 2:.1f}" y="{box.y + 14.5:.1f}" text-anchor="middle" '
                     f'font-weight="bold">{_e(mark.label)}</text>')
    return "".join(parts)


def _sample(kind: str) -> str:
    if kind == "frontier":
        dots = "".join(f'<circle cx="{x}" cy="11" r="2.6" fill="{SOFT}"/>' for x in (5, 17, 29))
        return f'<path d="M5 11H29" stroke="{SOFT}"/>{dots}'
    if kind == "worse":
        lines = "".join(f"M{x} 20L{x + 14} 4" for x in range(0, 20, 6))
        return (f'<path d="{lines}" stroke="#b09c74" stroke-width="1.4"/>'
                f'<path d="M2 3H32V20" fill="none" stroke="{INK}" stroke-width="1.6" stroke-dasharray="5 3"/>')
    return _shape(kind, (17, 11), 6)


def _shape(kind: str, spot: tuple[float, float], size: float = SIZE) -> str:
    x, y = spot
    tone = TONES[kind]
    line = f'fill="none" stroke="{tone}" stroke-width="2.4"'
    if kind == "yours":
        side = round(size * 0.8, 1)
        return (f'<rect x="{x - side:.1f}" y="{y - side:.1f}" width="{2 * side}" height="{2 * side}" fill="{tone}" '
                f'stroke="{BACK}" stroke-width="2" paint-order="stroke"/>')
    if kind == "record":
        return f'<circle cx="{x}" cy="{y}" r="{size * 1.4:.1f}" {line}/>'
    if kind == "none":
        return f'<path d="M{x - size} {y - size}l{2 * size} {2 * size}m0 {-2 * size}l{-2 * size} {2 * size}" {line}/>'
    if kind == "nash":
        half = size * 1.2
        return f'<path d="M{x} {y - half:.1f}L{x + half:.1f} {y + size:.1f}H{x - half:.1f}Z" {line}/>'
    reach = size * 1.6
    return f'<path d="M{x} {y - reach:.1f}L{x + reach:.1f} {y}L{x} {y + reach:.1f}L{x - reach:.1f} {y}Z" {line}/>'
