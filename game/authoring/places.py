"""Where a path of a scenario stands in its files: file, line, column, and how much to underline.

Not a reader: ``loader`` fills it while it reads, and keeps it only where faults are to be placed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from game.authoring.diagnostics import Mark
from game.authoring.source import Path_, Source


@dataclass(slots=True)
class Places:
    """The marks of every value and every key, by path, over all files of one scenario.

    ``main`` is how the main file is called: what stands nowhere stands at its top.  ``data`` is the plain data the
    paths lead through.
    """

    main: str = ""
    marks: dict[Path_, Mark] = field(default_factory=dict)
    keys: dict[Path_, Mark] = field(default_factory=dict)
    data: Any = None

    def take(self, source: Source) -> None:
        """Adds the marks of one file; what an earlier file said stands."""
        for known, found in ((self.marks, source.marks), (self.keys, source.keys)):
            for path, mark in found.items():
                known.setdefault(path, mark)
        self.marks.setdefault((), Mark(source.file))

    def mark(self, path: Path_, offset: int = 0) -> Mark:
        """Returns the place of the value at ``path``, or of the nearest key above that exists.

        ``offset`` counts characters into the value; a last part of "" asks for the key itself.
        """
        for length in range(len(path), -1, -1):
            start = path[:length]
            table = self.marks if length == len(path) or start not in self.keys else self.keys
            if start in table:
                mark = table[start]
                return Mark(mark.file, mark.line, mark.column + (offset if length == len(path) else 0))
        return Mark(self.main)

    def key(self, path: Path_) -> Mark:
        """Returns the place of the key at ``path``, or as ``mark`` does if there is none."""
        return self.keys[path] if path in self.keys else self.mark(path)

    def length(self, path: Path_, offset: int = 0) -> int:
        """Returns how many characters to underline at ``path``: a text of one line, a key asked for, else 1."""
        if path and path[-1] == "" and path[:-1] in self.keys:
            return len(str(path[-2]))
        value: Any = self.data
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return 1
        known = min(len(value), 60) if isinstance(value, str) and "\n" not in value else 1
        return max(1, known - offset)
