"""The map of a play: who holds what at a decision, yours or the record's, with sources and layers.

Pushed by M or the menu.  What it says is ``map_page``'s; how it looks is ``mapview``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from game.ui.gui.desk import Desk
from game.ui.gui.mapink import Drawing, Ink
from game.ui.gui.mapview import LegendKey, MapView
from game.ui.gui.screen import Command, Context, Input, Pop, Refresh, Screen
from game.ui.gui.widgets import (
    Button,
    Column,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Selector,
    Tabs,
    Toggle,
    Widget,
)
from game.ui.map_page import Entry, MapPage, Moment, map_page, moments
from game.ui.mapshapes import load_geometry

FOLDER = "map"
BESIDE = 900
"""Logical width below which map and card take turns."""


@lru_cache(maxsize=2)
def _ink(path: Path) -> Ink:
    return Ink(load_geometry(path))


def has_map(desk: Desk) -> bool:
    """Says whether a play lies open whose scenario has a map that can be drawn."""
    return desk.session is not None and _file(desk) is not None


def _file(desk: Desk) -> Path | None:
    atlas = desk.play.scenario.reference.atlas
    if atlas is None or desk.assets is None or not atlas.geometry.replace("-", "").isalnum():
        return None
    path = desk.assets / FOLDER / f"{atlas.geometry}.json"
    return path if path.is_file() else None


class MapScreen(Screen):
    """The moment shown first is the page the desk is turned to."""

    first_focus = "map"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        path = _file(desk)
        atlas = desk.play.scenario.reference.atlas
        if path is None or atlas is None:
            raise LookupError("this play has no map")
        self.ink = _ink(path)
        self.chosen, self.tab, self.record = next(iter(atlas.regions), ""), "place", False
        self.layers = frozenset(name for name, layer in atlas.layers.items() if layer.shown)
        self.ply = -1

    def _moments(self, ctx: Context) -> tuple[Moment, ...]:
        return moments(self.desk.play, self.desk.languages[ctx.language], self.desk.here.ply)

    def _moment(self, ctx: Context) -> Moment:
        found = self._moments(ctx)
        return next((moment for moment in found if moment.ply == self.ply), found[-1])

    def _page(self, ctx: Context) -> MapPage:
        page = map_page(self.desk.play, self.desk.languages[ctx.language], self._moment(ctx), record=self.record)
        assert page is not None
        return page

    def title(self, ctx: Context) -> str:
        return ctx.t("map.title")

    def subtitle(self, ctx: Context) -> str:
        whose = ctx.t("map.record" if self.record else "map.yours")
        return f"{whose} · {self._page(ctx).when}"

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("←→↑↓", ctx.t("map.hint.region")), ("Tab", ctx.t("map.hint.panel")), ("C", ctx.t("map.hint.compare")),
                ("Esc", ctx.t("map.close"))]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind == "map":
            return Pop()
        if given.kind == "letter" and given.letter == "m":
            return Pop()
        if given.kind == "letter" and given.letter == "c":
            return self._whose("yours" if self.record else "record")
        return None

    def compose(self, ctx: Context) -> Widget:
        page = self._page(ctx)
        narrow = ctx.size[0] / ctx.scale < BESIDE
        inside = not ctx.compact and not narrow
        chart = Paper(self._chart(ctx, page, inside), pad=10)
        tabs = [("place", ctx.t("map.tab.place")), ("layers", ctx.t("map.tab.layers"))]
        if not narrow and self.tab == "map":
            self.tab = "place"
        if narrow:
            tabs = [("map", ctx.t("map.tab.map")), *tabs]
        close = Button(ctx.t("map.close"), Pop, key="close")
        last = [close] if narrow else []  # where height is scarce it scrolls with the rest
        made = {"map": lambda: Column([chart], grow=1), "place": lambda: self._place(ctx, page, last),
                "layers": lambda: self._layers(ctx, page, last, legend=not inside)}
        leaves = Tabs(tabs, self.tab, made[self.tab](), self._turn, key="tab")
        if narrow:
            return Paper(leaves, pad=14)
        panel = Paper(Column([leaves, close], gap=8), pad=14)
        return Row([chart, panel], widths=[1, "350px"])

    def _chart(self, ctx: Context, page: MapPage, legend: bool) -> MapView:
        layers = [layer for layer in page.layers if layer.id in self.layers]
        shapes, lines = self.ink.geometry.areas, self.ink.geometry.lines
        over = [(entry.id, entry.kind) for layer in layers for entry in layer.entries]
        drawing = Drawing(
            regions=tuple((name, entry.kind) for name, entry in page.regions.items()),
            areas=tuple(item for item in over if item[0] in shapes),
            lines=tuple(item for item in over if item[0] in lines),
            towns=tuple(page.towns),
        )
        entry = page.regions[self.chosen]
        said = " — ".join(part for part in (entry.name, entry.word, entry.text) if part)
        return MapView(self.ink, drawing, {name: item.name for name, item in page.regions.items()}, page.towns,
                       self.chosen, self._pick, on_open=self._open, title=ctx.t("map.title"), said=said,
                       legend=page.legend(self.layers) if legend else ())

    def _place(self, ctx: Context, page: MapPage, last: list[Button]) -> Widget:
        entry = page.regions[self.chosen]
        parts = [Heading(entry.name, underline="red"), *self._entry(entry)]
        shape = self.ink.geometry.regions.get(self.chosen)
        if shape is not None and shape.approximate:
            parts.append(Label(f"≈ {ctx.t('map.rough')}", colour="soft"))
        parts += [*self._off_map(ctx, page), Rule("single", "rule"), Label(page.note, size="caption", colour="soft"),
                  Label(ctx.t("map.credit"), size="caption", colour="soft"), *last]
        return Scroll(Column(parts, gap=7), key=f"card.{entry.id}")

    def _entry(self, entry: Entry) -> list[Widget]:
        if not entry.kind:
            return [Paragraph(entry.text)]
        key = LegendKey(entry.kind, entry.word)
        return [key, Paragraph(entry.text, grade=entry.grade, grade_word=entry.grade_word),
                *(Label(source, size="caption", colour="soft") for source in entry.sources)]

    def _off_map(self, ctx: Context, page: MapPage) -> list[Widget]:
        """What the scenario wants shown and the geometry does not know, by name."""
        shapes = self.ink.geometry
        lost = [entry.name for name, entry in page.regions.items() if name not in shapes.regions]
        lost += [entry.name for layer in page.layers if layer.id in self.layers for entry in layer.entries
                 if entry.id not in shapes.areas and entry.id not in shapes.lines]
        lost += [word for name, word in page.towns.items() if name not in shapes.towns]
        names = ctx.t("compare.list").join(dict.fromkeys(lost))
        return [Label(ctx.t("trouble.off_map", names=names), colour="red")] if lost else []

    def _layers(self, ctx: Context, page: MapPage, last: list[Button], *, legend: bool) -> Widget:
        found = self._moments(ctx)
        language = self.desk.languages[ctx.language]
        dates = [(str(moment.ply), f"{language.value(moment.day)} · {moment.title}") for moment in found]
        words = (ctx.t("settings.is_off"), ctx.t("settings.is_on"))
        parts: list[Widget] = [
            Selector(ctx.t("map.moment"), dates, str(self._moment(ctx).ply), self._when, key="moment"),
            Selector(ctx.t("map.whose"), [("yours", ctx.t("map.yours")), ("record", ctx.t("map.record"))],
                     "record" if self.record else "yours", self._whose, key="whose")]
        for layer in page.layers:
            parts.append(Toggle(layer.name, layer.id in self.layers, self._shower(layer.id), words=words,
                                key=f"layer.{layer.id}"))
        if legend:
            parts += [Rule("single", "rule"), *(LegendKey(kind, word) for kind, word in page.legend(self.layers))]
        for layer in page.layers:
            told: set[tuple[str, str]] = set()
            for entry in layer.entries if layer.id in self.layers else ():
                if (layer.id, entry.text) not in told:
                    told.add((layer.id, entry.text))
                    parts += [Rule("single", "rule"), Label(entry.name, role="bold"), *self._entry(entry)]
        return Scroll(Column([*parts, *self._off_map(ctx, page), *last], gap=8), key="layers")

    def _turn(self, name: str) -> Command:
        self.tab = name
        return Refresh()

    def _pick(self, name: str) -> Command:
        self.chosen = name
        if self.tab == "layers":
            self.tab = "place"
        return Refresh()

    def _open(self) -> Command:
        self.tab = "place"
        return Refresh(focus="tab.place")

    def _when(self, ply: str) -> Command:
        self.ply = int(ply)
        return Refresh()

    def _whose(self, whose: str) -> Command:
        self.record = whose == "record"
        return Refresh()

    def _shower(self, name: str) -> Callable[[bool], Command]:
        def show(on: bool) -> Command:
            self.layers = self.layers | {name} if on else self.layers - {name}
            return Refresh()
        return show
