"""Names a scenario can use for what a story calls as it likes: node ids, variables, words.

Pure.  Called by ``kinds`` and ``lower``.
"""

from __future__ import annotations

import itertools
import keyword
import re
from collections.abc import Collection, Container
from typing import Final

from game.core.model import LEFT_RECORD, NOT_CHOSEN
from game.core.talks import ROUND

LONGEST: Final = 40
_TAKEN: Final = frozenset({*keyword.kwlist, "min", "max", LEFT_RECORD, ROUND})
_QUOTES: Final = str.maketrans({"'": "’", '"': "”", "\\": "/", "{": "(", "}": ")"})


def slug(text: str, taken: Container[str], otherwise: str) -> str:
    """Returns an id made of ``text``: letters of any script, digits and hyphens, not in ``taken``.

    >>> slug("The Iron Gate!", {"the-iron-gate"}, "node")
    'the-iron-gate-2'
    """
    words = re.sub(r"[\W_]+", "-", text.lower()).strip("-")
    if len(words) > LONGEST:
        words = words[:LONGEST].rpartition("-")[0] or words[:LONGEST]
    return free(words or otherwise, taken, "-")


def identifier(text: str, taken: Container[str], otherwise: str) -> str:
    """Returns a variable's name made of ``text``: ASCII letters, digits and underscores, not in ``taken``.

    >>> identifier("$class", set(), "v")
    'class_1'
    """
    plain = re.sub(r"\W", "_", text, flags=re.ASCII).strip("_")[:LONGEST]
    if not re.match(r"[A-Za-z]", plain):
        if not plain:
            return next(name for number in itertools.count(1) if (name := f"{otherwise}_{number}") not in taken)
        plain = f"{otherwise}_{plain}"
    return f"{plain}_1" if plain in _TAKEN and f"{plain}_1" not in taken else free(plain, taken, "_")


def word(text: str) -> str:
    """Returns a word a choice may hold: one line, without quotes that a guard could not quote."""
    return " ".join(text.translate(_QUOTES).split())[:60]


def unset(words: Collection[str]) -> str:
    """Returns the word for a choice that was never made."""
    return free(NOT_CHOSEN, words, "-")


def free(name: str, taken: Container[str], joint: str) -> str:
    """Returns ``name``, numbered if it is taken."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}{joint}{number}"
    return found
