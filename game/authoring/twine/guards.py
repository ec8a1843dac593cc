"""Guards put together as text: all of them, none of them, the first that holds.

Pure.  Called by ``kinds``, ``passages``, ``prose`` and ``shaping``.
"""

from __future__ import annotations

import re
from typing import Final

_COMPARISON: Final = re.compile(r"(\w+) (==|!=|<=|>=|<|>) (-?\w+|'[^']*')")
_OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def joined(*guards: str) -> str:
    """Returns a guard that holds where all do."""
    parts = list(dict.fromkeys(guard for guard in guards if guard))
    if len(parts) < 2:
        return "".join(parts)
    return " and ".join(f"({part})" if _is_choice(part) else part for part in parts)


def none_of(guards: list[str]) -> str:
    """Returns a guard that holds where none does.

    >>> none_of(["trust > 2"]), none_of(["met"]), none_of(["a", "b and c"])
    ('trust <= 2', 'not met', 'not (a or (b and c))')
    """
    if len(guards) > 1:
        return f"not ({' or '.join(f'({guard})' if ' and ' in guard else guard for guard in guards)})"
    guard = guards[0]
    if found := _COMPARISON.fullmatch(guard):
        return f"{found[1]} {_OPPOSITE[found[2]]} {found[3]}"
    if re.fullmatch(r"not (?:\w+|\([^()]*\))", guard):
        return guard.removeprefix("not ").removeprefix("(").removesuffix(")")
    return f"not {guard}" if re.fullmatch(r"\w+", guard) else f"not ({guard})"


def _is_choice(guard: str) -> bool:
    """Whether an ``or`` stands outside all brackets."""
    depth = 0
    for place, char in enumerate(guard):
        depth += (char == "(") - (char == ")")
        if depth == 0 and guard.startswith(" or ", place):
            return True
    return False


def in_turn(tests: list[str]) -> list[str]:
    """Returns guards of which one alone holds: each test where none before it does, and at last none of them.

    >>> in_turn(["a == 1", "a == 2", "b"])
    ['a == 1', 'a == 2', 'not (a == 1 or a == 2) and b', 'not (a == 1 or a == 2 or b)']
    """
    found = []
    for place, test in enumerate(tests):
        before = [one for one in tests[:place] if not _exclude(one, test)]
        found.append(joined(none_of(before), test) if before else test)
    return [*found, none_of(tests)]


def _exclude(one: str, other: str) -> bool:
    """Whether two tests ask the same variable for different values."""
    first, second = _COMPARISON.fullmatch(one), _COMPARISON.fullmatch(other)
    return bool(first and second and first[2] == second[2] == "==" and first[1] == second[1] and first[3] != second[3]
                and all(re.fullmatch(r"-?\d+|'.*'", found[3]) for found in (first, second)))
