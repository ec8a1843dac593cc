"""Plain data against a shape: the shape's value, or every misfit as a fault with its place.

The one place that knows how ``pydantic`` tells a misfit.  Called by ``loader`` and by the reader of lesson files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from game.authoring.diagnostics import Argument, Diagnostic, near
from game.authoring.fields import meant
from game.authoring.misfit import misfit
from game.authoring.places import Places
from game.authoring.source import MAX_DEPTH, Path_


class Shaper:
    """Checks data whose places are known; faults go to ``faults``."""

    def __init__(self, places: Places, faults: list[Diagnostic]) -> None:
        self.places: Final = places
        self.faults: Final = faults

    def shape(self, model: Any, data: object, path: Path_) -> Any:
        """Returns ``data`` as the shape ``model``, or None if it does not fit."""
        try:
            return model.model_validate(data)
        except ValidationError as fault:
            found = fault.errors(include_url=False, include_context=True, include_input=True)
            for place, error in meant(found, data):
                self._misfit(error, place, path, model)
        except RecursionError:
            self.report("E005", path, "deep", limit=MAX_DEPTH)
        return None

    def report(self, code: str, path: Path_, variant: str = "", offset: int = 0, /, **arguments: Argument) -> None:
        """Sets down a fault at a path."""
        self.faults.append(Diagnostic(code, self.places.mark(path, offset), variant, tuple(arguments.items()),
                                      self.places.length(path, offset), path))

    def _misfit(self, error: Mapping[str, Any], place: Path_, path: Path_, model: Any) -> None:
        where: Path_ = (*path, *place)
        last = str(where[-1]) if where else ""
        if error["type"] == "extra_forbidden":
            known = _fields(model, place[:-1])
            self.faults.append(Diagnostic("E010", self.places.key(where), "",
                                          (("name", last), ("near", near(last, known))), len(last), where))
        elif error["type"] == "missing":
            self.report("E011", where[:-1], name=last)
        else:
            variant, arguments = misfit(error)
            self.report("E013", where, variant, **arguments)


def _fields(model: Any, loc: tuple[str | int, ...]) -> list[str]:
    """Returns the keys known at ``loc`` below ``model``."""
    for part in loc:
        fields = getattr(model, "model_fields", {})
        by_key = {info.alias or name: info for name, info in fields.items()}
        if part in by_key:
            model = _inner(by_key[str(part)].annotation)
    fields = getattr(model, "model_fields", {})
    return [info.alias or name for name, info in fields.items()]


def _inner(annotation: Any) -> Any:
    """Returns the model inside list[Model], dict[str, Model], Model | None, Annotated[…]."""
    if hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found is not None:
            return found
    return None
