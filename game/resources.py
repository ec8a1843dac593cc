"""Where scenarios and assets are: beside the package in a checkout, inside it in a wheel.

Not a loader.  Called by ``cli`` and handed on as paths.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root(name: str) -> Path:
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def scenarios() -> Path:
    """Returns the folder of the shipped scenarios."""
    return _root("scenarios")


def assets() -> Path:
    """Returns the folder of fonts, theme and interface texts."""
    return _root("assets")
