"""Every key of a scenario file as a list for people: what it holds, whether it is needed, what it means.

Made from the same definitions as the schema.  Called by the author's guide and the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from game import resources
from game.authoring.schema import FORMS, Help, Json, definitions, shape_name
from game.authoring.source import read

FOLDER = "keys"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name in the file, what it holds in words, what it is without it (empty: nothing), its help."""

    name: str
    holds: str
    needed: bool
    default: str
    description: str
    examples: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The keys of one shape; ``place`` is where it stands in the file, names that an author chooses in capitals."""

    shape: str
    place: tuple[str, ...]
    description: str
    keys: tuple[Key, ...]


@cache
def key_help(language: str) -> Help:
    """Returns what the data files say of keys in one language; raises ``KeyError`` for a language there is none of."""
    file = resources.assets() / FOLDER / f"{language}.yaml"
    if not file.is_file():
        raise KeyError(language)
    source = read(file, file.name)
    assert not source.faults, source.faults
    return Help(**source.data)


def reference_of_keys(language: str) -> tuple[Section, ...]:
    """Returns all shapes that authors write, the scenario first, in the order in which they are met in a file."""
    told, made = key_help(language), definitions()
    places: dict[str, tuple[str, ...]] = {}
    for place, shape in _met("Scenario", (), made, ()):
        places.setdefault(shape, place)
    return tuple(_section(shape, place, made[shape], told) for shape, place in places.items())


def _met(shape: str, place: tuple[str, ...], made: Mapping[str, Json],
         above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields every place of every shape, depth first; ``above`` holds the shapes it stands in."""
    yield place, shape
    properties = made[shape]["properties"]
    inside = [((*place, key, *("NAME" for _ in range(depth))), name)
              for key, value in properties.items() for name, depth in _named(value)]
    if shape == "Scenario":
        inside += [(("nodes", "NAME"), name) for name in ("Decision", "Table", "Chance", "Terminal")]
    for where, name in inside:
        if name in made and name not in above and "enum" not in made[name]:
            yield from _met(name, where, made, (*above, shape))


def _named(value: Json, depth: int = 0) -> Iterator[tuple[str, int]]:
    """Yields the shapes that a value may hold, each with how many chosen names stand before it."""
    kinds = {"phrase": "Variant", "paragraphs": "Block"}
    if value.get("kind") in kinds:
        yield kinds[value["kind"]], depth
    elif "$ref" in value:
        yield shape_name(value["$ref"]), depth
    if isinstance(value.get("items"), dict):
        yield from _named(value["items"], depth)
    if isinstance(value.get("additionalProperties"), dict):
        yield from _named(value["additionalProperties"], depth + 1)


def _section(shape: str, place: tuple[str, ...], made: Json, told: Help) -> Section:
    help_ = told.shapes.get(shape, {})
    keys = tuple(Key(name, _holds(value, told), name in made.get("required", ()), _shown(value.get("default")),
                     help_.get(name) or value["description"], tuple(value.get("examples", ())))
                 for name, value in made["properties"].items())
    return Section(shape, place, help_.get("") or made["description"], keys)


def _shown(default: object) -> str:
    if default is None:
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def _holds(value: Json, told: Help) -> str:
    """What a key holds, in words."""
    types = told.types
    if "kind" in value:
        return types[value["kind"]]
    if "$ref" in value:
        name = shape_name(value["$ref"])
        words = definitions()[name].get("enum")
        return ", ".join(words) if words else types["shape"].format(name=name)
    if "enum" in value or "const" in value:
        return ", ".join(map(str, value.get("enum", [value.get("const")])))
    if value.get("pattern") in FORMS:
        return types[FORMS[value["pattern"]]]
    found = value["type"]
    kinds: list[str] = [kind for kind in (found if isinstance(found, list) else [found]) if kind != "number"]
    spoken = [_typed(kind, value, told) for kind in kinds]
    return spoken[0] if len(spoken) == 1 else types["or"].format(one=spoken[0], other=spoken[1])


def _typed(kind: str, value: Json, told: Help) -> str:
    types = told.types
    if kind == "array":
        return types["array"].format(kind=_holds(value["items"], told))
    if kind == "object":
        return types["object"].format(kind=_holds(value["additionalProperties"], told))
    if kind == "integer" and "minimum" in value:
        low, high = value["minimum"], value.get("maximum")
        form = types["least"] if high is None else types["range"]
        return form.format(kind=types["integer"], low=low, high=high)
    return types[kind]
