"""One generated story in the forms that several engines read: ours, XState's, ink's and plain Python's.

Every decision has a few options that move bounded numbers; some options ask for a number to be high enough; the last
number of all decides between three endings.  The same arguments always make the same story.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

LOW, HIGH, START = 0, 4, 2
ENDINGS = ("poor", "fair", "good")


@dataclass(frozen=True)
class Option:
    """``moves`` adds to numbers by their places; ``needs`` is (place, least value), if anything."""

    id: str
    moves: tuple[tuple[int, int], ...]
    needs: tuple[int, int] | None = None


@dataclass(frozen=True)
class Story:
    """Decisions one after the other, each a row of options; number 0 decides how it ends."""

    decisions: tuple[tuple[Option, ...], ...]
    numbers: int

    @property
    def start(self) -> tuple[int, ...]:
        return (START,) * self.numbers

    def open(self, at: int, values: tuple[int, ...]) -> list[Option]:
        return [option for option in self.decisions[at] if option.needs is None or values[option.needs[0]] >= option.needs[1]]

    def moved(self, values: tuple[int, ...], option: Option) -> tuple[int, ...]:
        changed = list(values)
        for place, step in option.moves:
            changed[place] = max(LOW, min(HIGH, changed[place] + step))
        return tuple(changed)

    def ending(self, values: tuple[int, ...]) -> str:
        return ENDINGS[(values[0] > 1) + (values[0] > 3)]


def story(decisions: int, options: int = 3, numbers: int = 4, guarded: int = 2, seed: int = 1945) -> Story:
    """Makes a story; only the first ``guarded`` numbers are asked for by options."""
    draw = random.Random(f"{seed}/{decisions}/{options}/{numbers}/{guarded}")
    made = []
    for _ in range(decisions):
        row = []
        for place in range(options):
            moves = tuple((number, draw.choice((-2, -1, 1, 2))) for number in sorted(draw.sample(range(numbers), 2)))
            needs = (draw.randrange(guarded), draw.randint(1, 3)) if place == options - 1 and draw.random() < 0.6 else None
            row.append(Option(f"o{place}", moves, needs))
        made.append(tuple(row))
    return Story(tuple(made), numbers)


def as_yaml(told: Story, title: str = "Story") -> str:
    """The story as one of our scenario files (JSON is YAML)."""
    nodes: dict[str, Any] = {}
    for at, row in enumerate(told.decisions):
        goto = f"d{at + 1}" if at + 1 < len(told.decisions) else "settled"
        nodes[f"d{at}"] = {"question": "Which?", "options": {
            option.id: {"text": "So.", "goto": goto, "effects": [{"add": {f"v{place}": step}} for place, step in option.moves],
                        **({"when": f"v{option.needs[0]} >= {option.needs[1]}", "closed": "No."} if option.needs else {})}
            for option in row}}
    nodes["settled"] = {"chance": {"poor": {"weight": "v0 <= 1", "goto": "poor"},
                                   "fair": {"weight": "2 <= v0 <= 3", "goto": "fair"},
                                   "good": {"weight": "v0 >= 4", "goto": "good"}}}
    nodes |= {name: {"ending": name, "text": "Over."} for name in ENDINGS}
    scale = {"better": "high", "rungs": {str(value): {"name": str(value), "text": "So."} for value in range(LOW, HIGH + 1)}}
    data = {"format": 1, "id": "story", "title": title, "languages": ["en"], "parties": {"you": {"name": "You"}},
            "variables": {f"v{place}": {"start": START, "min": LOW, "max": HIGH, "seen_by": "all"}
                          for place in range(told.numbers)},
            "scales": {f"v{place}": scale for place in range(told.numbers)},
            "dimensions": {f"n{place}": {"name": f"Number {place}", "level": f"v{place}"} for place in range(told.numbers)},
            "start": "d0", "nodes": nodes}
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in data.items())


def as_xstate(told: Story) -> str:
    """The story as a machine configuration for XState 5; guards and actions are named and take parameters."""
    states: dict[str, Any] = {}
    for at, row in enumerate(told.decisions):
        goto = f"d{at + 1}" if at + 1 < len(told.decisions) else "settled"
        states[f"d{at}"] = {"on": {option.id: {
            "target": goto,
            "actions": [{"type": "add", "params": {"name": f"v{place}", "step": step}} for place, step in option.moves],
            **({"guard": {"type": "least", "params": {"name": f"v{option.needs[0]}", "value": option.needs[1]}}}
               if option.needs else {})} for option in row}}
    states["settled"] = {"always": [{"target": "good", "guard": {"type": "least", "params": {"name": "v0", "value": 4}}},
                                    {"target": "fair", "guard": {"type": "least", "params": {"name": "v0", "value": 2}}},
                                    {"target": "poor"}]}
    states |= {name: {"type": "final"} for name in ENDINGS}
    return json.dumps({"id": "story", "initial": "d0", "states": states,
                       "context": {f"v{place}": START for place in range(told.numbers)}})


def as_ink(told: Story) -> str:
    """The story as ink source; its choices are named after our options."""
    lines = [f"VAR v{place} = {START}" for place in range(told.numbers)]
    lines += ["-> d0"]
    for at, row in enumerate(told.decisions):
        goto = f"d{at + 1}" if at + 1 < len(told.decisions) else "settled"
        lines += [f"=== d{at} ==="]
        for option in row:
            guard = f"{{v{option.needs[0]} >= {option.needs[1]}}} " if option.needs else ""
            lines += [f"+ {guard}[{option.id}]"]
            lines += [f"  ~ v{place} = MAX({LOW}, MIN({HIGH}, v{place} + {step}))" for place, step in option.moves]
            lines += [f"  -> {goto}"]
    lines += ["=== settled ===", "{", "- v0 >= 4: -> good", "- v0 >= 2: -> fair", "- else: -> poor", "}"]
    for name in ENDINGS:
        lines += [f"=== {name} ===", name, "-> END"]
    return "\n".join(lines) + "\n"


Found = dict[str, tuple[int, Fraction]]
"""Ending -> (number of plays, odds if every open option is alike)."""


def walked(told: Story) -> Found:
    """Plain Python, every path: what any engine without merging has to do."""
    found: dict[str, list[Any]] = {name: [0, Fraction(0)] for name in ENDINGS}
    todo = [(0, told.start, 1)]
    while todo:
        at, values, ways = todo.pop()
        if at == len(told.decisions):
            kept = found[told.ending(values)]
            kept[0] += 1
            kept[1] += Fraction(1, ways)
            continue
        choices = told.open(at, values)
        todo += [(at + 1, told.moved(values, option), ways * len(choices)) for option in choices]
    return {name: (plays, odds) for name, (plays, odds) in found.items() if plays}


def merged(told: Story) -> tuple[Found, int]:
    """Plain Python, positions with equal numbers merged: (what it comes to, number of positions)."""
    here: dict[tuple[int, ...], tuple[int, Fraction]] = {told.start: (1, Fraction(1))}
    positions = 1
    for at in range(len(told.decisions)):
        after: dict[tuple[int, ...], tuple[int, Fraction]] = {}
        for values, (plays, odds) in here.items():
            choices = told.open(at, values)
            for option in choices:
                key = told.moved(values, option)
                old = after.get(key, (0, Fraction(0)))
                after[key] = old[0] + plays, old[1] + odds / len(choices)
        here = after
        positions += len(here)
    found: Found = {}
    for values, (plays, odds) in here.items():
        name = told.ending(values)
        old = found.get(name, (0, Fraction(0)))
        found[name] = old[0] + plays, old[1] + odds
    return found, positions


def as_plain(told: Story) -> str:
    """The story as plain JSON, for Python's state machines."""
    return json.dumps({"start": told.start, "decisions": [[{"id": option.id, "moves": option.moves, "needs": option.needs}
                                                           for option in row] for row in told.decisions]})


def narrowed(told: Story, numbers: int) -> Story:
    """The same story with its first numbers only: it comes to the same if guards and endings read no others."""
    rows = tuple(tuple(Option(option.id, tuple(move for move in option.moves if move[0] < numbers), option.needs) for option in row)
                 for row in told.decisions)
    return Story(rows, numbers)
