"""The model laid open for a debrief: what each option moves at once, and how the options stand under assumed weights.

Only the step itself is weighed, not what the story makes of it later: small enough for a class to see through.  Weights
belong to a perspective of the scenario and may be changed; nothing here is called best.  Called by the projector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.values import counted
from game.classroom.lesson import Lesson
from game.classroom.room import Room
from game.core.rules import Position, Rules
from game.ui.lesson_page import LETTERS


@dataclass(frozen=True, slots=True)
class OpenModel:
    """One decision's options against the dimensions they move.

    ``moved``: (option's letter, dimension) -> change of the dimension's worth, in points of 100.  ``weights``: those of
    each perspective, by dimension.
    """

    letters: tuple[tuple[str, str], ...]
    dimensions: tuple[str, ...]
    moved: Mapping[tuple[str, str], Fraction]
    weights: Mapping[str, Mapping[str, int]]

    def weighed(self, weights: Mapping[str, int]) -> dict[str, Fraction]:
        """Returns what each option's step comes to under ``weights``, in points of 100, by letter in authored order."""
        total = sum(weights.get(name, 0) for name in self.dimensions) or 1
        return {letter: sum((weights.get(name, 0) * self.moved[letter, name] for name in self.dimensions),
                            Fraction(0)) / total for letter, _ in self.letters}

    def order(self, weights: Mapping[str, int]) -> tuple[str, ...]:
        """Returns the letters by what their step comes to, most first; equal ones in authored order."""
        points = self.weighed(weights)
        return tuple(sorted(points, key=lambda letter: -points[letter]))

    def flips_at(self, weights: Mapping[str, int], dimension: str) -> int | None:
        """Returns the weight (0–100) of ``dimension``, nearest to the present, at which another option comes first.

        None if the first stays first whatever this weight is.
        """
        first, present = self.order(weights)[0], weights.get(dimension, 0)
        found = [weight for weight in range(101) if self.order({**weights, dimension: weight})[0] != first]
        return min(found, key=lambda weight: abs(weight - present), default=None)


def open_model(lesson: Lesson, room: Room, decision: int) -> OpenModel | None:
    """Returns the model of a decision; None where the scenario has no dimensions or nobody's weights."""
    rules = lesson.rules
    reference = rules.scenario.reference
    if not reference.dimensions or not reference.perspectives:
        return None
    council = room.councils[0] if room.councils else 1
    before = lesson.session(room, council, decision, decided=False).position
    moves = lesson.moves(room, council, decision)
    after = {move: rules.step(before, move).after for move in moves}
    letters = tuple(zip(LETTERS, moves, strict=False))
    moved = {(letter, name): _worth(rules, name, after[move]) - _worth(rules, name, before)
             for letter, move in letters for name in reference.dimensions}
    touched = tuple(name for name in reference.dimensions if any(moved[letter, name] for letter, _ in letters))
    weights = {name: {key: perspective.weights.get(key, 0) for key in touched}
               for name, perspective in reference.perspectives.items()
               if any(perspective.weights.get(key) for key in touched)}
    return OpenModel(letters, touched, moved, weights) if touched and weights else None


def _worth(rules: Rules, dimension: str, position: Position) -> Fraction:
    """The mean worth of a dimension's layers at a position, 0 to 100; layers without a rung do not count."""
    reference = rules.scenario.reference
    found = []
    for variable in counted(reference.dimensions[dimension]):
        scale, value = reference.scales.get(variable), rules.value(position, variable)
        rung = scale.rung(value) if scale is not None and isinstance(value, int) else None
        if rung is not None:
            found.append(Fraction(rung.worth))
    return sum(found, Fraction(0)) / len(found) if found else Fraction(0)
