"""The open model on the projector: what each option moves, whose weights, and how the options stand under them.

Called by ``projector``.
"""

from __future__ import annotations

from collections.abc import Callable

from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screen import Command, Context, Refresh
from game.ui.gui.widgets import Button, Flow, Label, Paragraph, Selector, Slider, Table, Widget
from game.ui.lesson_model import OpenModel, open_model


def model_parts(ctx: Context, desk: LessonDesk) -> list[Widget]:
    """Returns the table of effects, the weights to change, and the order they give; nothing without a model."""
    lesson, room = desk.keeper.lesson, desk.keeper.room
    model = open_model(lesson, room, lesson.stage(room).decision)
    if model is None:
        return []
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
    flips = [(abs(found - desk.weights.get(name, 0)), name, found) for name in model.dimensions
             if (found := model.flips_at(desk.weights, name)) is not None]
    if flips:
        _, name, weight = min(flips)
        made.append(Paragraph(ctx.t("model.flips", name=names[name], weight=weight, now=desk.weights.get(name, 0))))
    else:
        made.append(Paragraph(ctx.t("model.stays")))
    return [*made, Flow([Button(ctx.t("model.reset"), _resetter(desk, model), key="model.reset")])]


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
