"""The schema as the files that are shipped: their names, their text, and the line that names one in a scenario.

Called by ``python -m game schema`` and by whoever writes a scenario file for an author.
"""

from __future__ import annotations

import json
from typing import Final

from game.authoring.key_reference import key_help
from game.authoring.schema import schema

LANGUAGES: Final = ("en", "zh")


def schema_name(language: str, part: bool = False) -> str:
    """Returns the name of a schema file in the folder of assets."""
    suffix = "" if language == LANGUAGES[0] else f".{language}"
    return f"{'part' if part else 'scenario'}.schema{suffix}.json"


def schema_text(language: str, part: bool = False) -> str:
    """Returns the text of a schema file; raises ``KeyError`` for a language there is none in."""
    return json.dumps(schema(key_help(language), part), ensure_ascii=False, indent=1) + "\n"


def schema_line(place: str) -> str:
    """Returns the first line of a scenario file whose schema is at ``place``, a path relative to the file."""
    return f"# yaml-language-server: $schema={place}"
