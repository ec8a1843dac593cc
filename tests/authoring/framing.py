"""The examples of the catalogue as whole scenarios: each piece laid over a small one that lints clean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from game.authoring.catalogue import Example, catalogue
from game.authoring.code_page import localised
from game.authoring.source import parse
from game.inspection import Inspection, inspect

FRAMES = Path(__file__).resolve().parent / "framed"
HEAD = "format: 1\ntitle: Example\nparties: {you: {name: You}}\nstart: a\n"
TAIL = ("nodes:\n  a: {options: {x: {text: X., goto: b}, y: {text: Y., goto: b}}}\n"
        "  b: {ending: e, text: [{text: End., grade: invention, invented: all}]}\n")


def tried(folder: Path, files: Mapping[str, str], example: Example, language: str) -> Inspection:
    """Writes one half of an example out as a scenario folder and inspects it."""
    folder.mkdir()
    main = files.get("scenario.yaml", "")
    for name, text in {**files, "scenario.yaml": framed(localised(main, catalogue(language)), example.on, language)}.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return inspect(folder, quick=example.quick and files is example.wrong)


def framed(piece: str, on: str, language: str) -> str:
    """Returns a piece as a whole scenario file whose texts, where they name no language, are in ``language``."""
    if not on:
        return HEAD + piece + TAIL
    base, over = (parse(text.encode("utf-8"), on).data for text in (
        (FRAMES / f"{on}.yaml").read_text(encoding="utf-8"), piece))
    whole = laid({**base, "languages": base.get("languages", [language])}, over or {})
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)


def laid(base: Any, piece: Any) -> Any:
    """Lays one mapping over another, key by key; what is null is taken out."""
    if not (isinstance(base, dict) and isinstance(piece, dict)):
        return piece
    found = {key: laid(base[key], piece[key]) if key in base and key in piece else base.get(key, piece.get(key))
             for key in (*base, *(key for key in piece if key not in base))}
    return {key: value for key, value in found.items() if value is not None}
