"""Councils, record and no agreement on two axes a class chooses, and what a change of weights would turn round.

An axis is somebody's weights, or one thing at stake alone.  All of it holds under assumed weights; nobody is put before
anybody.  Called by the projector and by the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from game.ui.language import Language
from game.ui.lesson_model import OpenModel
from game.ui.lesson_page import LessonPages
from game.ui.plot import Mark, Plot


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its name, and the weights that measure along it."""

    id: str
    name: str
    weights: Mapping[str, int]


def axes(pages: LessonPages, model: OpenModel) -> tuple[Axis, ...]:
    """Returns what may be chosen for an axis: every perspective, then every dimension by itself."""
    reference, words = pages.lesson.rules.scenario.reference, pages.language.words
    seen = [Axis(name, words(reference.perspectives[name].name), weights) for name, weights in model.weights.items()]
    return (*seen, *(Axis(f"only.{name}", words(reference.dimensions[name].name), {name: 100})
                     for name in model.dimensions))


def scatter(pages: LessonPages, decision: int, model: OpenModel, across: Axis, along: Axis) -> Plot:
    """Returns the picture of a decision that has been revealed; those that share a place share a mark."""
    t = pages.t
    letters = {move: letter for letter, move in model.letters}
    named: dict[str, list[str]] = {}
    kinds: dict[str, list[str]] = {}
    for verdict in pages.verdicts(decision):
        named.setdefault(letters.get(verdict.choice.move, ""), []).append(verdict.name)
        kinds.setdefault(letters.get(verdict.choice.move, ""), ["yours"])
    recorded = letters.get(pages.lesson.node(pages.room, pages.decided_on, decision).record_move or "")
    if recorded is not None:
        named.setdefault(recorded, []).append(t("lesson.panel.record"))
        kinds.setdefault(recorded, []).append("record")
    places: dict[tuple[float, float], tuple[list[str], list[str]]] = {}
    for letter in ("", *(letter for letter, _ in model.letters)):
        if letter and letter not in named:
            continue
        spot = float(model.worth(letter, across.weights)), float(model.worth(letter, along.weights))
        marks, labels = places.setdefault(spot, ([], []))
        marks += [kind for kind in (kinds[letter] if letter else ["none"]) if kind not in marks]
        labels.append(f"{letter} {t('lesson_print.join').join(_short(named[letter]))}" if letter else t("model.none"))
    marked = tuple(Mark(tuple(kinds_), t("lesson_print.join").join(labels), *spot)
                   for spot, (kinds_, labels) in places.items())
    legend = tuple((kind, t(f"model.mark_{kind}")) for kind in ("yours", "record", "none")
                   if any(kind in mark.kinds for mark in marked))
    told = " ".join(t("model.at", name=mark.label, one=across.name, x=round(mark.x), two=along.name, y=round(mark.y))
                    for mark in marked)
    none = next((mark.x, mark.y) for mark in marked if "none" in mark.kinds)
    return Plot(t("model.plot"), across.name, along.name, (), marked, none, legend, told)


def _short(names: Sequence[str]) -> Sequence[str]:
    """Many councils that chose alike are told by the first and how many more."""
    return names if len(names) <= 3 else (*names[:2], f"+{len(names) - 2}")


def weights_told(axis: Axis, model: OpenModel, names: Mapping[str, str], language: Language) -> str:
    """Returns the weights along an axis in words, so that no picture stands without them."""
    parts = [f"{names[name]} {axis.weights[name]}" for name in model.dimensions if axis.weights.get(name)]
    return language.t("model.weights", name=axis.name, weights=language.t("lesson_print.join").join(parts))


def turns_told(model: OpenModel, weights: Mapping[str, int], names: Mapping[str, str],
               language: Language) -> tuple[str, ...]:
    """Returns a sentence for every weight that, changed alone, changes the order of the options."""
    found = []
    for name in model.dimensions:
        below, above = model.turns_at(weights, name)
        if below is not None:
            found.append(language.t("model.turns_below", name=names[name], weight=below + 1, now=weights.get(name, 0)))
        if above is not None:
            found.append(language.t("model.turns_above", name=names[name], weight=above - 1, now=weights.get(name, 0)))
    return tuple(found) or (language.t("model.stays_order"),)
