"""Pictures of what an inquiry has found: endings, rungs, pivotal decisions, values of options with their regret.

The only module that draws with matplotlib, which the extra ``plots`` brings.  Every mark is told by a word, a number or
a hatching as well as by its colour.  Called by the command ``explore``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from game.analysis.answers import Answers
from game.analysis.valuations import Valuation
from game.core.model import OUTCOMES, Decision, Move, NodeId, Table
from game.ui.figures import amount, share
from game.ui.language import CJK, Language
from game.ui.text_label import node_title
from game.ui.wrap import cells

WIDTH: Final = 12.0
"""Inches."""
ROW: Final = 0.3
"""Inches for one bar."""
HEAD: Final = 0.75
"""Inches for the title and the axis of a panel."""
COLUMNS: Final = 2
"""How many panels of rungs stand side by side."""
LEFT: Final = 0.33
LEFT_HALF: Final = 0.27
"""The part of the width that the labels of a panel take."""
LABEL: Final = 46
"""How many cells a label may take."""
PIVOTS: Final = 15
NEAR: Final = 0.022
"""Marks nearer than this part of the axis would cover one another."""

_WESTERN: Final = str.maketrans("‘’“”—…", "\ue018\ue019\ue01c\ue01d\ue014\ue026")
"""The proportional marks of the house's font, where its own are of full width."""


@dataclass(frozen=True, slots=True)
class Look:
    """The house's colours by name (``#rrggbb``), and the folder of its fonts."""

    palette: Mapping[str, str]
    fonts: Path


@dataclass(frozen=True, slots=True)
class _Panel:
    """One part of the picture: how many rows high, how it is drawn, and whether half the width will do."""

    rows: float
    draw: Callable[[Axes], None]
    half: bool = False


def draw(answers: Answers, language: Language, suffix: str, look: Look) -> bytes:
    """Returns a picture of everything that is known, as SVG or PNG; the same answers give the same bytes."""
    return _Charts(answers, language, look).picture(suffix)


class _Charts:
    def __init__(self, answers: Answers, language: Language, look: Look) -> None:
        self.answers, self.language, self.look, self.t = answers, language, look, language.t
        self.scenario = answers.rules.scenario
        self.chinese = language.code in CJK
        for name in ("typ-body.otf", "typ-bold.otf"):
            fontManager.addfont(str(look.fonts / name))
        self.body = FontProperties(fname=str(look.fonts / "typ-body.otf"))
        self.bold = FontProperties(fname=str(look.fonts / "typ-bold.otf"))

    def picture(self, suffix: str) -> bytes:
        """Lays all panels out, one under another, rungs side by side."""
        rows = self._rows(self._panels())
        heights = [HEAD + ROW * max(panel.rows for panel in row) for row in rows]
        total = sum(heights) + 0.9
        figure = Figure(figsize=(WIDTH, total), facecolor=self.look.palette["card_lit"])
        title = self._said(self.language.words(self.scenario.title))
        figure.text(0.02, 1 - 0.3 / total, title, fontproperties=self.bold, size=17, color=self.look.palette["ink"],
                    va="center")
        policy = self.t("explore.policy", name=self.answers.behaviour.name, text="").rstrip(" .。")
        figure.text(0.02, 1 - 0.62 / total, self._said(policy), fontproperties=self.body, size=10,
                    color=self.look.palette["soft"], va="center")
        top = total - 0.9
        for row, height in zip(rows, heights, strict=True):
            for place, panel in enumerate(row):
                width = 1 / COLUMNS if panel.half else 1.0
                left, size = place * width, ROW * panel.rows
                margin = LEFT_HALF if panel.half else LEFT
                low, wide = (top - 0.45 - size) / total, width - margin - 0.04
                axes = figure.add_axes((left + margin, low, wide, size / total))
                self._plain(axes)
                panel.draw(axes)
            top -= height
        written = io.BytesIO()
        with mpl.rc_context({"svg.hashsalt": "explore", "hatch.linewidth": 0.7}):
            figure.savefig(written, format=suffix, dpi=110, metadata={"Date": None} if suffix == "svg" else None)
        return written.getvalue()

    def _rows(self, panels: Sequence[_Panel]) -> list[list[_Panel]]:
        rows: list[list[_Panel]] = []
        for panel in panels:
            if panel.half and rows and rows[-1][-1].half and len(rows[-1]) < COLUMNS:
                rows[-1].append(panel)
            else:
                rows.append([panel])
        return rows

    def _panels(self) -> list[_Panel]:
        answers = self.answers
        panels: list[_Panel] = []
        if answers.exploration is not None:
            ends = sorted(answers.exploration.endings.items(), key=lambda item: -item[1])
            named = [(node_title(self.scenario.nodes[node], self.language), odds) for node, odds in ends]
            title = self.t("explore.chart.endings") if answers.whole else self.t("explore.endings_least")
            panels.append(self._bars(title, named, "data_blue"))
        if any(pivot.weight for pivot in answers.pivots or ()):
            panels.append(self._pivots())
        panels += self._rungs()
        panels += [self._values(valuation) for valuation in answers.valuations if valuation.id in answers.values]
        return panels

    def _bars(self, title: str, rows: Sequence[tuple[str, Fraction]], colour: str, half: bool = False) -> _Panel:
        def drawn(axes: Axes) -> None:
            self._titled(axes, title, [name for name, _ in rows], 30 if half else LABEL)
            axes.barh(range(len(rows)), [float(odds) for _, odds in rows], height=0.72,
                      color=self.look.palette[colour], edgecolor=self.look.palette["ink"], linewidth=0.6)
            for place, (_, odds) in enumerate(rows):
                self._beside(axes, float(odds), place, share(odds))
            self._percent(axes)
        return _Panel(max(1, len(rows)), drawn, half)

    def _rungs(self) -> list[_Panel]:
        reference, panels = self.scenario.reference, []
        for dimension in reference.dimensions.values():
            for layer, variable in dimension.layers:
                odds, scale = self.answers.rungs.get(variable), reference.scales.get(variable)
                if odds is not None and scale is not None:
                    names = {rung.value: self.language.words(rung.name) for rung in scale.rungs}
                    rows = [(f"{amount(Fraction(value))} {names.get(value, '')}", part)
                            for value, part in odds.items() if isinstance(value, int)]
                    title = self.t("compare.layer", name=self.language.words(dimension.name),
                                   layer=self.t(f"layer.{layer}"))
                    panels.append(self._bars(title, rows, "data_teal", half=True))
        return panels

    def _pivots(self) -> _Panel:
        pivots = [pivot for pivot in self.answers.pivots or () if pivot.weight][:PIVOTS]
        palette = self.look.palette

        def drawn(axes: Axes) -> None:
            self._titled(axes, self.t("explore.chart.pivots"), [self._title(pivot.node) for pivot in pivots])
            axes.barh(range(len(pivots)), [float(pivot.met) for pivot in pivots], height=0.72, hatch="////",
                      facecolor=palette["card"], edgecolor=palette["line"], linewidth=0.6,
                      label=self._said(self.t("explore.met")))
            axes.barh(range(len(pivots)), [float(pivot.weight) for pivot in pivots], height=0.4,
                      color=palette["vermilion"], edgecolor=palette["ink"], linewidth=0.6,
                      label=self._said(self.t("explore.chart.weight")))
            for place, pivot in enumerate(pivots):
                self._beside(axes, float(pivot.met), place, share(pivot.weight))
            self._percent(axes)
            self._legend(axes)
        return _Panel(len(pivots), drawn)

    def _values(self, valuation: Valuation) -> _Panel:
        """Each decision is a line: its options stand, by number, where they are worth; a bar is the record's regret."""
        values = self.answers.values[valuation.id]
        nodes = [node for node in self.scenario.nodes.values() if isinstance(node, Decision)
                 and any((node.id, move) in values for move in _moves(node))]
        palette = self.look.palette

        def drawn(axes: Axes) -> None:
            title = self.t("explore.chart.values", name=self.language.words(valuation.name))
            self._titled(axes, title, [self._title(node.id) for node in nodes])
            told = {"regret": False, "recorded": False}
            ends = [float(value) for value in values.values()]
            near = NEAR * ((max(ends) - min(ends)) or 1)
            for place, node in enumerate(nodes):
                known = {number: move for number, move in enumerate(_moves(node), 1) if (node.id, move) in values}
                worths = {number: float(values[node.id, move]) for number, move in known.items()}
                heights = _apart(worths, place, near)
                axes.plot([min(worths.values()), max(worths.values())], [place, place], color=palette["rule"],
                          linewidth=1, zorder=1)
                for number, move in known.items():
                    record = move == _recorded(node)
                    regret = self.answers.regret(valuation.id, (node.id, move)) if record else None
                    if regret:
                        axes.barh(place, float(regret), left=worths[number], height=0.34, facecolor=palette["gold"],
                                  edgecolor=palette["ink"], hatch="...", linewidth=0.5, zorder=2,
                                  label=None if told["regret"] else self._said(self.t("explore.chart.regret")))
                        told["regret"] = True
                    axes.plot(worths[number], heights[number], marker="s" if record else "o", markersize=10, zorder=3,
                              markerfacecolor=palette["data_blue" if record else "card_lit"],
                              markeredgecolor=palette["data_blue"], linestyle="none",
                              label=self._said(self.t("explore.chart.recorded"))
                              if record and not told["recorded"] else None)
                    told["recorded"] |= record
                    axes.text(worths[number], heights[number], str(number), ha="center", va="center_baseline", zorder=4,
                              fontproperties=self._sized(self.bold, 7.5),
                              color=palette["card_lit" if record else "ink"])
            self._ticks(axes)
            self._legend(axes)
        return _Panel(max(2, len(nodes)), drawn)

    def _title(self, node: NodeId) -> str:
        return node_title(self.scenario.nodes[node], self.language)

    def _said(self, text: str) -> str:
        return text if self.chinese else text.translate(_WESTERN)

    def _sized(self, font: FontProperties, size: float) -> FontProperties:
        sized = font.copy()
        sized.set_size(size)
        return sized

    def _plain(self, axes: Axes) -> None:
        axes.set_facecolor(self.look.palette["card_lit"])
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(self.look.palette["rule"])
        axes.tick_params(length=0, colors=self.look.palette["soft"])
        axes.grid(axis="x", color=self.look.palette["telegram"], linewidth=0.7)
        axes.set_axisbelow(True)

    def _titled(self, axes: Axes, title: str, names: Sequence[str], room: int = LABEL) -> None:
        box = axes.get_position()
        figure = axes.get_figure()
        assert figure is not None
        left = box.x0 - (LEFT_HALF if room < LABEL else LEFT) + 0.02
        axes.annotate(self._said(title), (left, box.y1), xycoords="figure fraction", xytext=(0, 9),
                      textcoords="offset points", fontproperties=self._sized(self.bold, 11.5),
                      color=self.look.palette["ink"], annotation_clip=False)
        axes.set_yticks(range(len(names)), [self._said(self._cut(name, room)) for name in names],
                        fontproperties=self._sized(self.body, 9.5), color=self.look.palette["ink"])
        axes.set_ylim(len(names) - 0.4, -0.6)

    def _cut(self, text: str, room: int) -> str:
        while cells(text, self.chinese) > room:
            text = f"{text[:-2].rstrip()}…"
        return text

    def _beside(self, axes: Axes, x: float, y: float, text: str) -> None:
        axes.annotate(text, (x, y), xytext=(4, 0), textcoords="offset points", va="center_baseline",
                      fontproperties=self._sized(self.body, 8.5), color=self.look.palette["soft"])

    def _percent(self, axes: Axes) -> None:
        axes.set_xlim(0, 1.12)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"],
                        fontproperties=self._sized(self.body, 8.5))

    def _ticks(self, axes: Axes) -> None:
        for label in axes.get_xticklabels():
            label.set_fontproperties(self._sized(self.body, 8.5))

    def _legend(self, axes: Axes) -> None:
        if axes.get_legend_handles_labels()[0]:
            axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False, borderaxespad=0.1,
                        prop=self._sized(self.body, 8.5), markerscale=0.6)


def _apart(worths: Mapping[int, float], place: int, near: float) -> dict[int, float]:
    """At which height each mark stands: marks that would cover one another step aside."""
    heights: dict[int, float] = {}
    run: list[int] = []
    for number in sorted(worths, key=worths.__getitem__):
        run = [*run, number] if run and worths[number] - worths[run[-1]] < near else [number]
        heights[number] = place + (0.0, 0.36, -0.36)[(len(run) - 1) % 3]
    return heights


def _moves(node: Decision) -> tuple[Move, ...]:
    options = tuple(option.id for option in node.options)
    return (*OUTCOMES, *options) if isinstance(node, Table) else options


def _recorded(node: Decision) -> Move | None:
    return None if isinstance(node, Table) else node.record_move
