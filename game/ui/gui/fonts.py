"""Font files by role, language and pixel size, opened when first needed.

Not a layout engine (see text.py). A role is what the text is for; which file draws a character follows from the
role, the language of the text and the files' coverage, so a Chinese name inside an English heading is never a box.
Where a file is missing or damaged the others stand in for it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path

import pygame

from game.ui.gui.display import NoDisplay

BODY, BOLD, KAI = "typ-body.otf", "typ-bold.otf", "typ-kai.ttf"
HEADING, HAND, TYPEWRITER, LATIN = "typ-heading.ttf", "typ-hand.ttf", "typ-typewriter.ttf", "typ-latin.ttf"
FILES = (BODY, BOLD, KAI, HEADING, HAND, TYPEWRITER, LATIN)

# The serif lacks some Latin letters with carons and the like; the old faces, last in each chain, have them.
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "body": {"zh": (BODY, LATIN), "en": (BODY, LATIN)},
    "bold": {"zh": (BOLD, BODY, HEADING), "en": (BOLD, BODY, HEADING)},
    "heading": {"zh": (BOLD, BODY, HEADING), "en": (HEADING, BOLD, BODY)},
    "typewriter": {"zh": (BODY, LATIN), "en": (TYPEWRITER, BODY, LATIN)},
    "hand": {"zh": (KAI, BODY, HAND), "en": (HAND, KAI, BODY)},
}
# In plain type the old and the typewritten faces step back; they stay last in the chain for letters they alone have.
PLAIN: dict[str, tuple[str, ...]] = {
    "body": (BODY, LATIN),
    "bold": (BOLD, BODY, HEADING),
    "heading": (BOLD, BODY, HEADING),
    "typewriter": (BODY, LATIN),
    "hand": (BODY, KAI, HAND),
}
# Old faces are drawn small on their body; this brings their x-height level with the serif.
OPTICAL = {HEADING: 1.06, HAND: 1.08, LATIN: 1.06}
_MAX_OPEN = 160

FontKey = tuple[str, int]


class Coverage:
    """Which characters each font file has, from the table written when the files were built."""

    def __init__(self, table: dict[str, list[list[int]]]) -> None:
        self._starts = {name: [pair[0] for pair in pairs] for name, pairs in table.items()}
        self._ends = {name: [pair[1] for pair in pairs] for name, pairs in table.items()}

    def has(self, name: str, character: str) -> bool:
        """Whether file `name` draws `character`."""
        point = ord(character)
        index = bisect_right(self._starts[name], point) - 1
        return index >= 0 and point <= self._ends[name][index]

    def ends(self, name: str) -> str:
        """The first and the last character that file `name` draws."""
        return chr(self._starts[name][0]) + chr(self._ends[name][-1])


class NoFonts(NoDisplay):
    """There is nothing to write with: no font file in `folder`, or no table of what they cover."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"the fonts are missing in {folder}")
        self.folder = folder


class Fonts:
    """Opens the files of one folder. Call `pygame.font.init()` first.

    folder: holds the font files and coverage.json; NoFonts if it does not. lost: the files that are missing or cannot
    be opened.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.plain = folder, False
        try:
            self.coverage = Coverage(json.loads((folder / "coverage.json").read_text(encoding="utf-8")))
        except (OSError, ValueError):
            raise NoFonts(folder) from None
        self.lost = [name for name in FILES if not (folder / name).is_file()]
        if len(self.lost) == len(FILES):
            raise NoFonts(folder)
        self._open: OrderedDict[FontKey, pygame.font.Font] = OrderedDict()
        self.file_for = lru_cache(maxsize=20_000)(self._file_for)

    def _file_for(self, role: str, language: str, character: str) -> str | None:
        chain = PLAIN[role] if self.plain else ROLES[role].get(language[:2], ROLES[role]["en"])
        if self.lost:
            chain = tuple(name for name in (*chain, *FILES) if name not in self.lost)
        return next((name for name in chain if self.coverage.has(name, character)), None)

    def set_plain(self, plain: bool) -> None:
        """Use one plain face for every role, or the faces of the roles."""
        self.plain = plain
        self.file_for.cache_clear()

    def key(self, role: str, language: str, character: str, pixels: int) -> FontKey:
        """The font that draws one character in a role; the last of the chain if none has it."""
        name = self.file_for(role, language, character) or self._any()
        return name, round(pixels * OPTICAL.get(name, 1.0))

    def font(self, key: FontKey) -> pygame.font.Font:
        """An open font of (file name, size in pixels)."""
        found = self._open.get(key)
        if found is None:
            found = self._opened(key[0], max(key[1], 4))
            self._open[key] = found
            if len(self._open) > _MAX_OPEN:
                self._open.popitem(last=False)
        else:
            self._open.move_to_end(key)
        return found

    def _any(self) -> str:
        return next((name for name in FILES if name not in self.lost), BODY)

    def _opened(self, name: str, pixels: int) -> pygame.font.Font:
        try:
            font = pygame.font.Font(self.folder / name, pixels)
            if all(font.metrics(self.coverage.ends(name))):  # a damaged file may open, and draw nothing
                return font
        except (pygame.error, OSError):
            pass
        if name not in self.lost:
            self.lost.append(name)
            self.file_for.cache_clear()
        stand_in = self._any()
        return pygame.font.Font(None, pixels) if stand_in in self.lost else self._opened(stand_in, pixels)

    def missing(self, text: str, role: str, language: str) -> list[str]:
        """The characters of `text` no font of the role draws, in order of appearance, once each."""
        return [c for c in dict.fromkeys(text) if c > " " and self.file_for(role, language, c) is None]
