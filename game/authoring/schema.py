"""The shapes as a JSON Schema: what lets an editor complete keys, explain them and underline what is wrong.

Made for yaml-language-server, which reads draft 7: ways to write one thing are told apart by type, kinds of node by
``if``, so that a fault is told once.  Not the check itself (``shaping``).  Called by ``python -m game schema``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from game.authoring.structure import MERGED, NODE_SHAPES, ScenarioIn
from game.core.expressions import MAX_LENGTH

DRAFT: Final = "http://json-schema.org/draft-07/schema#"

Json = dict[str, Any]

_EXPRESSION: Final = r"""^(?:[^'"&|/%^;$`?@{}=!<>]|[=!<>]=|[<>]|'[^']*'|"[^"]*")*$"""
"""What can be said of an expression by its letters: the signs the language lacks, and a single ``=``."""

FORMS: Final = {
    r"^\d{4}-\d{2}-\d{2}$": "day", r"^\d{4}(-\d{2}){0,2}$": "date", r"^[A-Za-z][A-Za-z0-9_]*$": "identifier",
    r"^(0|[1-9]\d{0,2}|1000)$": "rung", _EXPRESSION: "expression",
}
"""Pattern -> the message that says it to an author."""


@dataclass(frozen=True, slots=True)
class Help:
    """What the schema says in one language, beside what the shapes themselves say in English.

    shapes: shape -> key -> description, "" for the shape itself; values: shape -> word -> description; messages: name
    -> sentence; types: kind of value -> words.  Read by ``key_help``.
    """

    shapes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)


@cache
def definitions() -> dict[str, Json]:
    """Returns the schema of every shape by its name, in English and as ``pydantic`` makes it, titles left out.

    Made once: it is to be read, not changed.
    """
    made = models_json_schema([(ScenarioIn, "validation"), *((kind, "validation") for kind in NODE_SHAPES.values())],
                              by_alias=True, ref_template="{model}")[1]
    return {shape_name(name): _plain(definition) for name, definition in made["$defs"].items()}


def schema(told: Help, part: bool = False) -> Json:
    """Returns the schema of ``scenario.yaml``, or of a file it includes, with the help of one language."""
    made = {name: _Teller(told, name).tell(definition) for name, definition in definitions().items()
            if "enum" not in definition}
    made.update(_ways(told))
    head = made.pop("Scenario")
    properties = {**head["properties"], "nodes": {
        "type": "object", "description": told.messages["nodes"], "additionalProperties": {"$ref": _ref("Node")}}}
    made["Node"] = _node(made, told)
    top: Json = {"$schema": DRAFT, "description": told.messages["part" if part else "scenario"], "type": "object"}
    if part:
        top["properties"] = {key: value for key, value in properties.items() if key in MERGED}
    else:
        top |= {"properties": properties, "required": head["required"],
                "if": {"not": {"required": ["include"]}}, "then": {"required": ["nodes"]}}
    return {**top, "additionalProperties": False, "definitions": dict(sorted(made.items()))}


def shape_name(model: str) -> str:
    """Returns how authors meet a shape: without the ``In`` of the models."""
    return model.removesuffix("In")


def _ref(name: str) -> str:
    return f"#/definitions/{name}"


def _plain(made: Any) -> Any:
    """The schema without titles and null; a way of writing alone stands for itself."""
    if isinstance(made, list):
        return [_plain(item) for item in made]
    if not isinstance(made, dict):
        return made
    found = {key: {name: _plain(item) for name, item in value.items()} if key == "properties" else _plain(value)
             for key, value in made.items() if key not in ("title", "examples", "default")}
    found |= {key: made[key] for key in ("examples", "default") if key in made and made[key] not in (None, "", [], {})}
    for pattern, value in found.pop("patternProperties", {}).items():
        found |= {"propertyNames": {"pattern": pattern}, "additionalProperties": value}
    ways = [way for way in found.pop("anyOf", []) if way.get("type") != "null"]
    if "kind" in found or not ways:
        return found
    return {**(ways[0] if len(ways) == 1 else _joined(ways)), **found}


def _joined(ways: Iterable[Json]) -> Json:
    """Ways that differ in type, as one schema: a keyword speaks only of its own type."""
    joined: Json = {}
    for way in ways:
        joined |= {key: value for key, value in way.items() if key != "type"}
        joined["type"] = [*joined.get("type", []), way["type"]]
    if {"integer", "string"} <= set(joined["type"]):
        joined["type"].append("number")  # what is no whole number is a word to the reader
    return joined


class _Teller:
    """Puts help, messages and references into the schema of one shape."""

    def __init__(self, told: Help, shape: str) -> None:
        self.told = told
        self.shape = shape

    def tell(self, made: Json) -> Json:
        """Returns the definition of a shape."""
        help_ = self.told.shapes.get(self.shape, {})
        found: Json = self._value(made)
        if "" in help_:
            found["description"] = help_[""]
        for key, value in found.get("properties", {}).items():
            value["description"] = help_.get(key) or value.get("description", "")
            default = value.pop("default", None)
            if default is not None:
                shown = str(default).lower() if isinstance(default, bool) else default
                value["description"] += " " + self.told.messages["default"].format(value=shown)
        return found

    def _value(self, made: Any) -> Any:
        if isinstance(made, list):
            return [self._value(item) for item in made]
        if not isinstance(made, dict):
            return made
        if "kind" in made:
            return {"$ref": _ref(made["kind"]), **{key: made[key] for key in _KEPT if key in made}}
        found: Json = {key: {name: self._value(item) for name, item in value.items()} if key == "properties"
                       else value if key in _KEPT else self._value(value) for key, value in made.items()}
        if "$ref" in found:
            found |= self._named(found.pop("$ref"))
        if found.get("pattern") in FORMS:
            found["patternErrorMessage"] = self.told.messages[FORMS[found["pattern"]]]
        return found

    def _named(self, model: str) -> Json:
        name = shape_name(model)
        words = definitions().get(name, {}).get("enum")
        if words is None:
            return {"$ref": _ref(name)}
        means = self.told.values.get(name, {})
        told = {"markdownEnumDescriptions": [means[word] for word in words]} if means else {}
        return {"type": "string", "enum": words, **told}


_KEPT: Final = ("description", "default", "examples", "enum", "required")


def _ways(told: Help) -> dict[str, Json]:
    """The ways to write texts and expressions, each once."""
    text = {"type": "string"}
    codes = {code: {**text, "description": told.messages[code]} for code in ("en", "zh")}
    # An editor that sees properties or items begins a new line after the key: not for what is mostly a word or two.
    languages = {"if": {"type": "object"}, "then": {"properties": codes, "additionalProperties": text}}
    expression = {"type": ["string", "integer", "boolean"], "pattern": _EXPRESSION, "maxLength": MAX_LENGTH,
                  "patternErrorMessage": told.messages["expression"]}
    block = {"$ref": _ref("Block")}
    return {
        "words": {"type": ["string", "object"], **languages},
        "phrase": {"type": ["string", "array", "object"], **languages, "else": {
            "if": {"type": "array"}, "then": {"items": {"$ref": _ref("Variant")}}}},
        "paragraphs": {"type": ["array", "string", "object"], "items": block,
                       "if": {"type": "object", "required": ["text"]}, "then": block,
                       "else": {"properties": {"text": {}, **codes}, "additionalProperties": text}},
        "amount": {"type": ["string", "number", "boolean"]},
        "expression": expression,
    }


def _node(made: Mapping[str, Json], told: Help) -> Json:
    """A node is of the kind its key tells; while it has none of them, all keys of all kinds are offered."""
    kinds = {key: shape_name(model.__name__) for key, model in NODE_SHAPES.items()}
    every = {key: made[kind]["properties"][key] for key, kind in kinds.items()}
    for kind in kinds.values():
        every |= {key: value for key, value in made[kind]["properties"].items() if key not in every}
    found: Json = {"properties": every, "additionalProperties": False,
                   "allOf": [{"required": ["options"], "errorMessage": told.messages["kind"]}]}
    for key in ("ending", "chance", "options", "table"):  # the last is asked first: a table may have options beside
        found = {"if": {"type": "object", "required": [key]}, "then": {"$ref": _ref(kinds[key])}, "else": found}
    return {"type": "object", "errorMessage": told.messages["kind"], **found}
