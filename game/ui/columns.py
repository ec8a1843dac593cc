"""Rows of cells as lines of text in columns, Chinese and Latin alike.

Not a table with rules and wrapping: a cell is one line.  Called by the commands that print figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from game.ui.wrap import cells


def columns(rows: Sequence[Sequence[str]], right: Collection[int] = (), indent: str = "",
            chinese: bool = False) -> list[str]:
    """Returns one line for each row; columns in ``right`` are set flush right; a row may be shorter than the others.

    >>> columns([("a", "10"), ("bcd", "9")], right={1})
    ['a    10', 'bcd   9']
    """
    widths = [max(cells(row[place], chinese) for row in rows if place < len(row))
              for place in range(max((len(row) for row in rows), default=0))]
    lines = []
    for row in rows:
        padded = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=False)):
            room = " " * (width - cells(cell, chinese))
            padded.append(room + cell if place in right else cell + room)
        lines.append(indent + "  ".join(padded).rstrip())
    return lines
