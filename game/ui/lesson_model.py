"""The model laid open for a debrief: what each option moves at once, and how the options stand under assumed weights.

Only the step itself is weighed, not what the story makes of it later: small enough for a class to see through.  Weights
belong to a perspective of the scenario and may be changed; nothing here is called best.  Called by the projector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from game.analysis.values import counted
from game.classroom.lesson import Lesson
from game.classroom.room import Room
from game.core.rules import Position, Rules
from game.ui.lesson_page import LETTERS


@dataclass(frozen=True, slots=True)
class OpenModel:
    """One decision's options against the dimensions they move.

    ``moved``: (option's letter, dimension) -> change of the dimension's worth, in points of 100.  ``weights``: those of
    each perspective, by dimension.  ``stood``: what each dimension was worth before anything was decided.
    """

    letters: tuple[tuple[str, str], ...]
    dimensions: tuple[str, ...]
    moved: Mapping[tuple[str, str], Fraction]
    weights: Mapping[str, Mapping[str, int]]
    stood: Mapping[str, Fraction]

    def weighed(self, weights: Mapping[str, int]) -> dict[str, Fraction]:
        """Returns what each option's step comes to under ``weights``, in points of 100, by letter in authored order."""
        total = sum(weights.get(name, 0) for name in self.dimensions) or 1
        return {letter: sum((weights.get(name, 0) * self.moved[letter, name] for name in self.dimensions),
                            Fraction(0)) / total for letter, _ in self.letters}

    def worth(self, letter: str, weights: Mapping[str, int]) -> Fraction:
        """Returns what things are worth under ``weights`` after an option, 0 to 100; before anything for no letter."""
        total = sum(weights.get(name, 0) for name in self.dimensions) or 1
        return sum((weights.get(name, 0) * (self.stood[name] + (self.moved[letter, name] if letter else 0))
                    for name in self.dimensions), Fraction(0)) / total

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


    def turns_at(self, weights: Mapping[str, int], dimension: str) -> tuple[int | None, int | None]:
        """Returns the weights (0 to 100) of ``dimension`` nearest below and above at which the options' order differs.

        None where no weight on that side changes it.  Two options stand as far apart as a + b·w, so each pair changes
        at one weight, which is reckoned instead of tried.
        """
        now = weights.get(dimension, 0)
        below, above = [], []
        for (one, _), (two, _) in combinations(self.letters, 2):
            b = self.moved[one, dimension] - self.moved[two, dimension]
            a = sum((weights.get(name, 0) * (self.moved[one, name] - self.moved[two, name])
                     for name in self.dimensions if name != dimension), Fraction(0))
            if b == 0:
                continue
            at, first = -a / b, a + b * now >= 0
            if first is (b > 0):
                below.append(ceil(at) - 1 if first else floor(at))
            else:
                above.append(floor(at) + 1 if first else ceil(at))
        return (max((weight for weight in below if 0 <= weight < now), default=None),
                min((weight for weight in above if now < weight <= 100), default=None))


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
    stood = {name: _worth(rules, name, before) for name in touched}
    return OpenModel(letters, touched, moved, weights, stood) if touched and weights else None


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
