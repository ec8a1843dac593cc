"""The open model on the projector: what each option moves, whose weights, and how the options stand under them.

Called by ``projector``.
"""

from __future__ import annotations

from collections.abc import Callable

from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screen import Command, Context, Refresh
from game.ui.gui.widgets import (
    Button,
    Flow,
    Label,
    LegendMark,
    Paragraph,
    Scatter,
    Selector,
    Slider,
    Table,
    Widget,
)
from game.ui.lesson_issues import issue_table
from game.ui.lesson_model import OpenModel, open_model
from game.ui.lesson_page import LessonPages
from game.ui.lesson_public import bargaining_cards
from game.ui.lesson_scatter import Axis, axes, scatter, turns_told, weights_told


def model_parts(ctx: Context, desk: LessonDesk) -> list[Widget]:
    """Returns the table of effects, the weights to change, and the order they give; nothing without a model."""
    lesson, room = desk.keeper.lesson, desk.keeper.room
    model = open_model(lesson, room, lesson.stage(room).decision)
    if model is None:
        return []
    if not desk.figures:
        return _cards(ctx, desk)
    reference, language = lesson.rules.scenario.reference, desk.languages[ctx.language]
    names = {name: language.words(reference.dimensions[name].name) for name in model.dimensions}
    if desk.whose not in model.weights:
        desk.weigh_as(next(iter(model.weights)), model.weights)
    choices = [(name, language.words(reference.perspectives[name].name)) for name in model.weights]
    head = [("", 0.5, "left"), *((letter, 0.5, "centre") for letter, _ in model.letters)]
    rows = [[names[name], *(_arrow(model, letter, name) for letter, _ in model.letters)] for name in model.dimensions]
    made: list[Widget] = [
        Paragraph(ctx.t("model.assumed"), colour="soft"), Table(head, rows, size="lead"),
        Selector(ctx.t("model.whose"), choices, desk.whose, _taker(desk, model), key="model.whose")]
    made += [Slider(names[name], desk.weights.get(name, 0), _changer(desk, name), show=str, key=f"model.{name}")
             for name in model.dimensions]
    order = model.order(desk.weights)
    points = model.weighed(desk.weights)
    told = "  ".join(f"{letter} ({_signed(float(points[letter]))})" for letter in order)
    made.append(Label(ctx.t("model.order", order=told), role="bold", size="card"))
    made += [Paragraph(text) for text in turns_told(model, desk.weights, names, language)]
    flips = [(abs(found - desk.weights.get(name, 0)), name, found) for name in model.dimensions
             if (found := model.flips_at(desk.weights, name)) is not None]
    if flips:
        _, name, weight = min(flips)
        made.append(Paragraph(ctx.t("model.flips", name=names[name], weight=weight, now=desk.weights.get(name, 0))))
    else:
        made.append(Paragraph(ctx.t("model.stays")))
    made.append(Flow([Button(ctx.t("model.reset"), _resetter(desk, model), key="model.reset")]))
    return [*made, *_scatter(ctx, desk, model, names)]


def issue_parts(ctx: Context, pages: LessonPages) -> list[Widget]:
    """Returns the councils beside each other, issue by issue in words; nothing before anybody has decided."""
    table = issue_table(pages, pages.decision)
    if table is None:
        return []
    return [Table([("", 0.8, "left"), *((name, 1.0, "left") for name in table.head)],
                  [[name, *words] for name, words in table.rows], size="lead")]


def _cards(ctx: Context, desk: LessonDesk) -> list[Widget]:
    """What the class wrote of its limits, before any figure is there."""
    written, approved = bargaining_cards(desk.pages(ctx.language))

    def show() -> Command:
        desk.figures = True
        return Refresh()
    return [Paragraph(ctx.t("model.first_cards", n=written)),
            *(Paragraph(f"**{role}**  “{text}”", size="card") for role, text in approved),
            Flow([Button(ctx.t("model.show"), show, key="model.show")])]


def _scatter(ctx: Context, desk: LessonDesk, model: OpenModel, names: dict[str, str]) -> list[Widget]:
    """Councils, record and no agreement on two axes; the weights that are being changed count at once."""
    pages = desk.pages(ctx.language)
    known = [axis if axis.id != desk.whose else Axis(axis.id, axis.name, dict(desk.weights))
             for axis in axes(pages, model)]
    ids = [axis.id for axis in known]
    chosen = [known[ids.index(name)] if name in ids else known[min(place, len(known) - 1)]
              for place, name in enumerate(desk.axes)]
    choices = [(axis.id, axis.name) for axis in known]
    plot = scatter(pages, pages.decision, model, *chosen)
    made: list[Widget] = [Label(plot.title, role="bold", size="card"), Scatter(plot, tall=300, key="model.plot"),
                          Flow([LegendMark(kind, text) for kind, text in plot.legend], gap=6)]
    made += [Selector(ctx.t(key), choices, chosen[place].id, _axis_taker(desk, place), key=key)
             for place, key in enumerate(("model.across", "model.along"))]
    return [*made, *(Paragraph(weights_told(axis, model, names, pages.language), colour="soft") for axis in chosen)]


def _axis_taker(desk: LessonDesk, place: int) -> Callable[[str], Command]:
    def take(name: str) -> Command:
        desk.axes[place] = name
        return Refresh(focus=("model.across", "model.along")[place])
    return take


def _arrow(model: OpenModel, letter: str, name: str) -> str:
    moved = model.moved[letter, name]
    return "▲" if moved > 0 else "▼" if moved < 0 else "·"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _taker(desk: LessonDesk, model: OpenModel) -> Callable[[str], Command]:
    def take(name: str) -> Command:
        desk.weigh_as(name, model.weights)
        return Refresh(focus="model.whose")
    return take


def _changer(desk: LessonDesk, name: str) -> Callable[[int], Command]:
    def change(value: int) -> Command:
        desk.weights[name] = value
        return Refresh(focus=f"model.{name}")
    return change


def _resetter(desk: LessonDesk, model: OpenModel) -> Callable[[], Command]:
    def reset() -> Command:
        desk.weigh_as(desk.whose, model.weights)
        return Refresh(focus="model.reset")
    return reset
