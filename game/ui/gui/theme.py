"""Palette, type scale and spacings of the window, read from a data file.

Not a style engine: names and numbers only. The app reads it once; widgets look colours and sizes up by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Grade:
    """How one grade of evidence is ruled: `rule` is double, split, single, dashed or dotted."""

    rule: str
    colour: str


@dataclass(frozen=True, slots=True)
class Hatch:
    """How a shape of the map is filled; pattern: see ``mapink.hatching``."""

    pattern: str
    colour: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Looks by name. Lengths are logical pixels at 1280x720.

    variants: colours that replace those of the palette, by name of the variant; presets: settings that are set
    together, by name of the preset.
    """

    palette: Mapping[str, Colour]
    type: Mapping[str, int]
    space: Mapping[str, int]
    leading: Mapping[str, float]
    grades: Mapping[str, Grade]
    variants: Mapping[str, Mapping[str, Colour]] = field(default_factory=dict)
    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hatches: Mapping[str, Hatch] = field(default_factory=dict)

    def varied(self, variant: str) -> Theme:
        """The look with the colours of a variant in place of its own; KeyError if there is no such variant."""
        return replace(self, palette={**self.palette, **self.variants[variant]})

    def colour(self, name: str) -> Colour:
        """The colour called `name`; KeyError names the missing entry."""
        return self.palette[name]


def _colour(text: str) -> Colour:
    digits = text.lstrip("#")
    if len(digits) != 6:
        raise ValueError(f"theme: {text!r} is not a colour like '#A02218'")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def load_theme(path: Path) -> Theme:
    """Read a theme file. Raises ValueError naming what is missing or malformed."""
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, RecursionError) as fault:
        raise ValueError(f"{path.name} is not YAML: {fault}") from fault
    try:
        return Theme(
            palette={name: _colour(text) for name, text in data["palette"].items()},
            type={name: int(size) for name, size in data["type"].items()},
            space={name: int(size) for name, size in data["space"].items()},
            leading={name: float(factor) for name, factor in data["leading"].items()},
            grades={name: Grade(entry["rule"], entry["colour"]) for name, entry in data["grades"].items()},
            variants={name: {tone: _colour(text) for tone, text in tones.items()}
                      for name, tones in data.get("variants", {}).items()},
            presets={name: dict(values) for name, values in data.get("presets", {}).items()},
            hatches={name: Hatch(entry["pattern"], entry["colour"])
                     for name, entry in data.get("hatches", {}).items()},
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as fault:
        raise ValueError(f"{path.name}: the theme lacks or misshapes {fault}") from fault
