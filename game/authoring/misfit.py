"""Why a value does not fit its place: a fault of ``pydantic`` as a sentence of the catalogue and its arguments.

Called by ``loader``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from game.authoring.diagnostics import Argument, Term

LONGEST: Final = 60
"""How much of a wrong value is quoted."""

_TYPES: Final = {
    "dict_type": "mapping", "model_type": "mapping", "model_attributes_type": "mapping", "list_type": "list",
    "string_type": "text", "int_type": "whole", "int_parsing": "whole", "int_parsing_size": "whole",
    "int_from_float": "whole", "bool_type": "truth", "bool_parsing": "truth",
}
_LIMITS: Final = {
    "greater_than_equal": ("least", "ge"), "less_than_equal": ("most", "le"), "too_short": ("few", "min_length"),
    "too_long": ("many", "max_length"), "string_too_short": ("short", "min_length"),
    "string_too_long": ("long", "max_length"),
}
_FORMS: Final = {
    r"^\d{4}-\d{2}-\d{2}$": "form-day", r"^\d{4}(-\d{2}){0,2}$": "form-date",
    r"^[A-Za-z][A-Za-z0-9_]*$": "form-identifier",
}


class Misfit(ValueError):
    """Raised by a validator of a shape: ``variant`` names the sentence of E013, ``value`` fills it."""

    def __init__(self, variant: str, value: str) -> None:
        super().__init__(f"{variant}: {value}")
        self.variant = variant
        self.value = value


def misfit(error: Mapping[str, Any]) -> tuple[str, dict[str, Argument]]:
    """Returns the variant of E013 and its arguments for one fault of ``pydantic``."""
    kind, context, given = error["type"], error.get("ctx", {}), _shown(error.get("input"))
    own = context.get("error")
    if isinstance(own, Misfit):
        return own.variant, {"value": own.value[:LONGEST]}
    if kind in ("literal_error", "enum"):
        choices = re.findall(r"'([^']*)'|(-?\d+)", str(context.get("expected", "")))
        return "choice", {"choices": tuple(word or number for word, number in choices), "given": given}
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        return "form", {"form": Term(_FORMS[pattern]) if pattern in _FORMS else pattern, "given": given}
    if kind in _LIMITS:
        variant, name = _LIMITS[kind]
        return variant, {"limit": int(context[name]), "given": given}
    if kind == "string_type" and isinstance(error.get("input"), int):
        return "unquoted", {"given": given}
    if kind in _TYPES:
        return "type", {"expected": Term(f"type-{_TYPES[kind]}"), "given": given}
    return "other", {"reason": str(error["msg"])}


def _shown(value: Any) -> Argument:
    """A value as it is quoted: what is no scalar by its kind."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return Term("type-nothing")
    if isinstance(value, str):
        return f"'{value[:LONGEST]}'"
    if isinstance(value, int):
        return str(value)[:LONGEST]
    return Term("type-mapping" if isinstance(value, dict) else "type-list")
