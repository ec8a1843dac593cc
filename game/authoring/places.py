"""Where a path of a scenario stands in its files: file, line, column, and how much to underline.

Not a reader: ``loader`` fills it while it reads, and keeps it only where faults are to be placed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.authoring.diagnostics import Mark
    from game.authoring.source import Path_, Source


@dataclass(slots=True)
class Places:
    """The places of every value and every key, by path, over all files of one scenario.

    ``main`` is how the main file is called: what stands nowhere stands at its top.  ``data`` is the plain data the
    paths lead through.
    """

    main: str = ""
    sources: list[Source] = field(default_factory=list)
    data: Any = None

    def take(self, source: Source) -> None:
        """Adds one file; what an earlier file said stands."""
        self.sources.append(source)

    def mark(self, path: Path_, offset: int = 0) -> Mark:
        """Returns the place of the value at ``path``, or of the nearest key above that exists.

        ``offset`` counts characters into the value; a last part of "" asks for the key itself.
        """
        from game.authoring.diagnostics import Mark  # not before a fault is told
        path = self._written(path)
        found = self._value(path)
        if found is not None:
            return Mark(found.file, found.line, found.column + offset)
        for length in range(len(path) - 1, -1, -1):
            found = self.key_at(path[:length]) or self._value(path[:length])
            if found is not None:
                return found
        return Mark(self.sources[0].file if self.sources else self.main)

    def key(self, path: Path_) -> Mark:
        """Returns the place of the key at ``path``, or as ``mark`` does if there is none."""
        return self.key_at(path) or self.mark(path)

    def key_at(self, path: Path_) -> Mark | None:
        """Returns the place of the key at ``path``, None if there is none."""
        return next((mark for source in self.sources if (mark := source.key(path)) is not None), None)

    def _written(self, path: Path_) -> Path_:
        """The path as the author wrote it: one text stands without a list, and words alone without ``text``."""
        if 0 not in path and "text" not in path:
            return path
        value: Any = self.data
        found: list[str | int] = []
        for part in path:
            alone = part == 0 and not isinstance(value, list)
            if alone or (part == "text" and not (isinstance(value, dict) and "text" in value)):
                continue
            found.append(part)
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                value = None
        return tuple(found)

    def length(self, path: Path_, offset: int = 0) -> int:
        """Returns how many characters to underline at ``path``: a text of one line, a key asked for, else 1."""
        if path and path[-1] == "" and self.key_at(path[:-1]) is not None:
            return len(str(path[-2]))
        value: Any = self.data
        for part in self._written(path):
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return 1
        known = min(len(value), 60) if isinstance(value, str) and "\n" not in value else 1
        return max(1, known - offset)

    def _value(self, path: Path_) -> Mark | None:
        return next((mark for source in self.sources if (mark := source.mark(path)) is not None), None)
