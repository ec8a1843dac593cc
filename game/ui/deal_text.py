"""The debrief of a deal as plain lines for the terminal and for golden files, with a scatter of characters.

Plain ASCII in the picture: signs that some terminals draw two cells wide would break it.  The words come from
``deal_page``.  Called by ``compare_text``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.ui.deal_page import DealPage
from game.ui.language import Language
from game.ui.pages import Paragraph
from game.ui.plot import Plot

SIGNS = {"yours": "#", "record": "O", "none": "X", "nash": "N", "ks": "K", "frontier": "."}
SEVERAL = "*"
LINES = (":", "-")
"""The upright and the level line through the value of no agreement."""
WIDE, TALL = 60, 20
"""The most cells and lines the picture takes, axes and their names included."""

Wrap = Callable[[str, str], list[str]]
Section = Callable[[str, list[list[str]], str], list[str]]


def deal_lines(page: DealPage, language: Language, wrap: Wrap, section: Section,
               paragraph: Callable[[Paragraph], list[str]], width: int) -> list[str]:
    """Returns the deal, words first.

    wrap: breaks a text into lines with an indent; section: sets a title and a note above parts; paragraph: prints a
    graded paragraph, as the comparison does.
    """
    colon = language.t("deal.colon")
    return [
        *section(page.title, [["", *wrap(line, "")] for line in page.words], page.note),
        *section(page.values_title, _values(page, wrap, colon), ""),
        *section(page.plot.title, [_picture(page, language, wrap, width)], ""),
        *section(page.points_title, [wrap(text, "") for _, text in page.points], ""),
        *(section(page.swaps_title, _swaps(page, language, wrap), page.swaps_note)
          if page.swaps or page.swaps_note else []),
        *section(page.clauses_title, _clauses(page, wrap, colon), ""),
        *section(page.zones_title, [wrap(f"{name}{colon}{text}", "") for name, text in page.zones], page.zones_note),
        *section(page.sources_title, _sources(page, language, wrap, paragraph), language.t("deal.sources_note")),
    ]


def _values(page: DealPage, wrap: Wrap, colon: str) -> list[list[str]]:
    rows = []
    for row in page.values:
        pairs = " · ".join(f"{side.name} {value}" for side, value in zip(page.sides, row.values, strict=True))
        rows.append(wrap(f"{row.name}{colon}{pairs}", ""))
    return [*rows, *(wrap(line, "") for line in page.left)]


def _swaps(page: DealPage, language: Language, wrap: Wrap) -> list[list[str]]:
    parts = []
    for number, swap in enumerate(page.swaps, 1):
        lines = ["", *wrap(f"{language.t('deal.swap_n', number=number)} ({swap.gains})", "")]
        told = swap.clauses
        parts.append(lines + [line for clause in told for line in wrap(clause, "    ")])
    return parts


def _clauses(page: DealPage, wrap: Wrap, colon: str) -> list[list[str]]:
    parts = []
    for row in page.clauses:
        lines = ["", *wrap(f"◆ {row[0]}", "")]
        for head, cell in zip(page.heads[1:], row[1:], strict=True):
            lines += wrap(f"{head}{colon}{cell}", "  ")
        parts.append(lines)
    return parts


def _picture(page: DealPage, language: Language, wrap: Wrap, width: int) -> list[str]:
    plot = page.plot
    lines = ["", *wrap(f"^ {plot.along}", ""), *scatter(plot, min(width, WIDE), TALL - 2),
             *wrap(f"{plot.across} >", "      "), ""]
    for kind, text in plot.legend:
        if kind in SIGNS:
            lines += wrap(f"{SIGNS[kind]}  {text}", "  ")
    if _crowded(plot, min(width, WIDE), TALL - 2):
        lines += wrap(f"{SEVERAL}  {language.t('deal.several')}", "  ")
    return lines + wrap(f"{' '.join(LINES)}  {language.t('deal.axis_note')}", "  ")


def scatter(plot: Plot, wide: int, tall: int) -> list[str]:
    """Returns the picture, axes included, at most ``wide`` cells by ``tall`` lines; no names."""
    columns, rows = _size(wide, tall)
    grid = [[" "] * columns for _ in range(rows)]
    x, y = _cell(plot.none, columns, rows)
    for cells in grid:
        cells[x] = LINES[0]
    grid[y] = [LINES[1]] * columns
    for point in plot.frontier:
        column, row = _cell(point, columns, rows)
        grid[row][column] = SIGNS["frontier"]
    for (column, row), kinds in _places(plot, columns, rows).items():
        grid[row][column] = SIGNS[kinds[0]] if len(kinds) == 1 else SEVERAL
    lines = []
    for number, cells in enumerate(grid):
        value = {0: "100", rows - 1: "0", (rows - 1) // 2: "50"}.get(number, "")
        lines.append(f"{value:>4} |{''.join(cells)}".rstrip())
    middle = "50".rjust(columns // 2 + 1)
    return [*lines, f"     +{'-' * columns}", "      0" + f"{middle[1:]}{'100'.rjust(columns - len(middle))}"]


def _size(wide: int, tall: int) -> tuple[int, int]:
    return max(20, wide - 6), max(7, tall - 2)


def _cell(point: tuple[float, float], columns: int, rows: int) -> tuple[int, int]:
    x, y = (min(max(value, 0.0), 100.0) / 100 for value in point)
    return round(x * (columns - 1)), round((1 - y) * (rows - 1))


def _places(plot: Plot, columns: int, rows: int) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for mark in plot.marks:
        found.setdefault(_cell((mark.x, mark.y), columns, rows), []).extend(mark.kinds)
    return found


def _crowded(plot: Plot, wide: int, tall: int) -> bool:
    return any(len(kinds) > 1 for kinds in _places(plot, *_size(wide, tall)).values())


def _sources(page: DealPage, language: Language, wrap: Wrap,
             paragraph: Callable[[Paragraph], list[str]]) -> list[list[str]]:
    parts: list[list[str]] = []
    for side in page.sides:
        parts.append(["", *wrap(side.name, ""), *(line for item in side.text for line in paragraph(item))])
        for stake in side.stakes:
            lines = ["", *wrap(f"◆ {stake.name}", "")]
            lines += [line for figure in stake.figures for line in wrap(figure, "  ")]
            parts.append(lines + [line for item in stake.why for line in paragraph(item)])
    return parts


__all__: Sequence[str] = ["SIGNS", "TALL", "WIDE", "deal_lines", "scatter"]
