"""The text engine: measures, breaks, justifies and draws text of both languages. Nothing is ever cut off.

Not a widget and not a parser of markup (linebreak.py is). Called by the widgets and the drawing kit. All
lengths are
physical pixels. Layouts, widths and glyph pictures are cached.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pygame

from game.ui.gui.fonts import BODY, BOLD, FontKey, Fonts
from game.ui.gui.linebreak import HALF_LEFT, HALF_RIGHT, PRIVATE, Atom, is_han, split

SPREAD = 2.2  # em a Chinese line may be stretched by
MIXED_GAP = 0.16  # em between Han and Latin
PARAGRAPH_GAP = 0.4  # em between paragraphs
NOTE_SIZE, NOTE_RISE = 0.68, 0.34
_KEPT_BYTES = 32 * 2**20  # pictures of words: at 1280x720 all of a play, at 3840x2160 some pages


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. role: see fonts.ROLES; pixels: em size; align: left, centre or right."""

    role: str
    pixels: int
    language: str
    align: str = "left"
    justify: bool = True
    leading: float | None = None


@dataclass(slots=True)
class _Box:
    """A measured atom. shift: where the ink starts, left of x when negative."""

    kind: str
    text: str
    key: FontKey
    width: float
    tight: bool
    shift: float = 0.0
    gap: float = 0.0
    heavy: bool = False
    link: int = 0


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A run placed on a line: x from the left edge of the layout, drawn with one font; heavy: struck
    twice."""

    x: float
    text: str
    key: FontKey
    kind: str
    width: float
    heavy: bool = False
    link: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    glyphs: tuple[Glyphs, ...]
    baseline: int
    width: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A set text. width: of the longest line; notes: (mark, its box) in reading order; links: (number from 1, box of
    what one line holds of it, baseline)."""

    lines: tuple[Line, ...]
    width: int
    height: int
    pixels: int
    notes: tuple[tuple[str, pygame.Rect], ...] = field(default=())
    links: tuple[tuple[int, pygame.Rect, int], ...] = field(default=())


class TextEngine:
    """Lays out and draws text with the fonts given. leading: line height in em per language."""

    def __init__(self, fonts: Fonts, leading: Mapping[str, float]) -> None:
        self.fonts = fonts
        self._leading = leading
        self._widths: dict[tuple[FontKey, str, bool], tuple[float, float]] = {}
        self._layouts: OrderedDict[tuple[str, Style, int], Layout] = OrderedDict()
        self._pictures: OrderedDict[tuple[FontKey, str, tuple[int, int, int]], pygame.Surface] = OrderedDict()
        self._bytes = 0

    def forget(self) -> None:
        """Set every text anew: the faces have changed."""
        self._layouts.clear()

    def leading(self, style: Style) -> int:
        """Line height in pixels."""
        factor = style.leading or self._leading.get(style.language[:2], 1.4)
        return max(1, round(style.pixels * factor))

    def width(self, text: str, style: Style) -> int:
        """Width of the longest line of `text` set without wrapping."""
        return self.layout(text, style, 1_000_000).width

    def layout(self, text: str, style: Style, width: int) -> Layout:
        """Set `text` in a column `width` pixels wide; as many lines as it needs."""
        key = (text, style, width)
        found = self._layouts.get(key)
        if found is None:
            found = self._layouts[key] = self._set(text, style, max(width, style.pixels))
            if len(self._layouts) > 2000:
                self._layouts.popitem(last=False)
        return found

    def draw(
        self,
        surface: pygame.Surface,
        layout: Layout,
        x: int,
        y: int,
        colour: tuple[int, int, int],
        note_colour: tuple[int, int, int] | None = None,
    ) -> None:
        """Draw a layout with its top left corner at (x, y)."""
        for line in layout.lines:
            for run in line.glyphs:
                left, base = round(x + run.x), y + line.baseline
                if run.kind == "dash":
                    thick = max(1, round(layout.pixels * 0.05))
                    pygame.draw.rect(
                        surface,
                        colour,
                        (
                            left,
                            base - round(layout.pixels * 0.38),
                            round(x + run.x + run.width) - left,
                            thick,
                        ),
                    )
                    continue
                if run.kind == "note":
                    base -= round(layout.pixels * NOTE_RISE)
                tint = note_colour if run.kind == "note" and note_colour else colour
                picture = self._picture(run.key, run.text, tint)
                top = base - self.fonts.font(run.key).get_ascent()
                surface.blit(picture, (left, top))
                if run.heavy:
                    surface.blit(picture, (left + max(1, round(layout.pixels * 0.05)), top))

    # -- measuring --

    def _picture(self, key: FontKey, text: str, colour: tuple[int, int, int]) -> pygame.Surface:
        found = self._pictures.get((key, text, colour))
        if found is None:
            found = self.fonts.font(key).render(text, True, colour)
            self._pictures[key, text, colour] = found
            self._bytes += found.get_pitch() * found.get_height()
            while self._bytes > _KEPT_BYTES or len(self._pictures) > 6000:
                gone = self._pictures.popitem(last=False)[1]
                self._bytes -= gone.get_pitch() * gone.get_height()
        return found

    def _measure(self, key: FontKey, text: str, square: bool) -> tuple[float, float]:
        """(advance, shift): for a square character the metric advance, since `size` counts overhanging
        ink."""
        found = self._widths.get((key, text, square))
        if found is None:
            font = self.fonts.font(key)
            metrics = font.metrics(text)
            first = metrics[0] if metrics else None
            shift = float(min(0, first[0])) if first else 0.0
            if square:
                found = (float(first[4]) if first else float(key[1]), shift)
            else:
                found = (font.size(text)[0] + shift, shift)
            self._widths[key, text, square] = found
        return found

    def _boxes(self, atoms: list[Atom], style: Style) -> list[_Box]:
        boxes: list[_Box] = []
        for atom in atoms:
            # A typewriter has no bold: Latin is struck twice, Han comes from the bold serif.
            strike = atom.bold and style.role == "typewriter" and atom.kind == "word"
            role = (
                "bold"
                if atom.bold and not strike and style.role in ("body", "typewriter")
                else "hand"
                if atom.hand
                else style.role
            )
            if atom.kind == "note":
                key = self.fonts.key("body", style.language, "1", round(style.pixels * NOTE_SIZE))
                width, shift = self._measure(key, atom.text, False)
                if boxes and boxes[-1].kind == "note":  # marks 2 and 3 must not read as 23
                    boxes[-1].gap = 0.3 * style.pixels
                boxes.append(_Box("note", atom.text, key, width + 1, atom.tight, shift))
            elif atom.kind in ("newline", "space"):
                key = self.fonts.key(role, style.language, "n", style.pixels)
                width = self._measure(key, " ", True)[0] if atom.kind == "space" else 0.0
                boxes.append(_Box(atom.kind, " ", key, width, atom.tight))
            else:
                runs = self._runs(atom, role, style)
                for box in runs:
                    box.heavy, box.link = strike, atom.link
                boxes += runs
        return boxes

    def _runs(self, atom: Atom, role: str, style: Style) -> list[_Box]:
        """One box per stretch of the atom that one font draws."""
        boxes: list[_Box] = []
        square = atom.kind != "word"
        tight, text, last = atom.tight, "", None
        for character in atom.text:
            key = self.fonts.key(role, style.language, character, style.pixels)
            if not square and character in PRIVATE and key[0] in (BODY, BOLD):
                character = PRIVATE[character]
            if last is not None and key != last:
                boxes.append(self._box(atom.kind, text, last, square, tight))
                tight, text = True, ""
            text, last = text + character, key
        assert last is not None
        boxes.append(self._box(atom.kind, text, last, square, tight))
        return boxes

    def _box(self, kind: str, text: str, key: FontKey, square: bool, tight: bool) -> _Box:
        width, shift = self._measure(key, text, square)
        if kind == "dash":
            width = float(key[1])
        return _Box(kind, text, key, width, tight, shift)

    @staticmethod
    def _half(box: _Box) -> float:
        """The empty half of a full-width mark, 0 for anything else."""
        full = box.width >= 0.9 * box.key[1]
        return box.key[1] * 0.5 if full and box.text in HALF_LEFT + HALF_RIGHT else 0.0

    def _spacing(self, boxes: list[_Box], em: int) -> None:
        """Close up adjacent full-width marks; open a little between Han and Latin."""
        halves = [self._half(box) for box in boxes]
        for index in range(len(boxes) - 1):
            a, b = boxes[index], boxes[index + 1]
            if a.kind == "close" and b.kind in ("close", "open") and a.text in HALF_RIGHT:
                a.width -= halves[index]
            elif a.kind == b.kind == "open":
                b.width -= halves[index + 1]
                b.shift -= halves[index + 1]
            elif {a.kind, b.kind} == {"han", "word"} and a.text[-1].isalnum() and b.text[0].isalnum():
                a.gap = MIXED_GAP * em
            elif (
                b.kind == "space"
                and index + 2 < len(boxes)
                and {a.kind, boxes[index + 2].kind} == {"han", "word"}
            ):
                b.width = MIXED_GAP * em

    # -- breaking --

    def _set(self, text: str, style: Style, width: int) -> Layout:
        boxes = self._boxes(split(text, style.language), style)
        self._spacing(boxes, style.pixels)
        leading, top, widest = self.leading(style), 0, 0.0
        placed, notes, links = [], [], []
        for number, paragraph in enumerate(_paragraphs(boxes)):
            top += round(PARAGRAPH_GAP * style.pixels) if number else 0
            for content, last in self._fill(paragraph, width):
                baseline = round(top + leading / 2 + 0.37 * style.pixels)
                line = self._place(content, style, width, last, baseline)
                placed.append(line)
                widest = max(widest, line.width)
                notes += [
                    (run.text, pygame.Rect(round(run.x) - 1, top, round(run.width) + 3, leading))
                    for run in line.glyphs
                    if run.kind == "note"
                ]
                links += _linked(line, top, leading)
                top += leading
        return Layout(tuple(placed), round(widest + 0.499), top, style.pixels, tuple(notes), tuple(links))

    def _fill(self, boxes: list[_Box], width: int) -> list[tuple[list[_Box], bool]]:
        """Greedy filling: [(boxes of a line, is it the last of its paragraph)]."""
        lines: list[tuple[list[_Box], bool]] = []
        start = 0
        while start < len(boxes):
            while start < len(boxes) and boxes[start].kind == "space" and lines:
                start += 1
            used, index, chance = 0.0, start, None
            while index < len(boxes):
                box = boxes[index]
                if index > start and not box.tight and box.kind != "space":
                    chance = index
                lead = self._half(box) if index == start and box.kind == "open" else 0.0
                tail = self._half(box) if box.kind == "close" and box.text in HALF_RIGHT else 0.0
                if box.kind != "space" and used + box.width - lead - tail > width and index > start:
                    break
                if box.kind == "word" and box.width > width and len(box.text) > 1:
                    boxes[index : index + 1] = self._shatter(box, width)
                    continue
                used += box.width + box.gap - lead
                index += 1
            if index >= len(boxes):
                if start < len(boxes):
                    lines.append((boxes[start:], True))
                break
            end = chance if chance is not None else index
            lines.append((boxes[start:end], False))
            start = end
        return lines or [([], True)]

    def _shatter(self, box: _Box, width: int) -> list[_Box]:
        """A word wider than the column, cut where it must be rather than overflow."""
        parts: list[_Box] = []
        text = ""
        for character in box.text:
            if text and self._measure(box.key, text + character, False)[0] > width:
                parts.append(self._box("word", text, box.key, False, box.tight and not parts))
                text = ""
            text += character
        parts.append(self._box("word", text, box.key, False, False))
        parts[-1].gap = box.gap
        for part in parts:
            part.link = box.link
        return parts

    # -- placing --

    def _place(self, boxes: list[_Box], style: Style, width: int, last: bool, baseline: int) -> Line:
        while boxes and boxes[-1].kind == "space":
            boxes = boxes[:-1]
        lead = self._half(boxes[0]) if boxes and boxes[0].kind == "open" else 0.0
        tail = (
            self._half(boxes[-1])
            if boxes and boxes[-1].kind == "close" and boxes[-1].text in HALF_RIGHT
            else 0.0
        )
        natural = sum(box.width + box.gap for box in boxes) - lead - tail - (boxes[-1].gap if boxes else 0.0)
        extra = self._stretch(boxes, style, width - natural, last)
        total = natural + extra * sum(_open_up(a, b) for a, b in pairwise(boxes))
        x = {"left": 0.0, "centre": (width - total) / 2, "right": width - total}[style.align] - lead
        glyphs = []
        for index, box in enumerate(boxes):
            if box.kind != "space":
                glyphs.append(Glyphs(x + box.shift, box.text, box.key, box.kind, box.width, box.heavy, box.link))
            x += box.width + box.gap
            if index + 1 < len(boxes) and _open_up(box, boxes[index + 1]):
                x += extra
        return Line(tuple(glyphs), baseline, total)

    @staticmethod
    def _stretch(boxes: list[_Box], style: Style, spare: float, last: bool) -> float:
        """Pixels to add between neighbouring Han so that a Chinese line fills its column."""
        if last or not style.justify or style.align != "left" or not style.language.startswith("zh"):
            return 0.0
        places = sum(_open_up(a, b) for a, b in pairwise(boxes))
        return spare / places if places and 0 < spare < SPREAD * style.pixels else 0.0


def _linked(line: Line, top: int, leading: int) -> list[tuple[int, pygame.Rect, int]]:
    """The part of each link that stands on a line: (number, box, baseline)."""
    ends: dict[int, tuple[float, float]] = {}
    for run in line.glyphs:
        if run.link:
            first, last = ends.get(run.link, (run.x, run.x))
            ends[run.link] = (first, max(last, run.x + run.width))
    return [(link, pygame.Rect(round(a), top, round(b - a), leading), line.baseline) for link, (a, b) in ends.items()]


def _open_up(a: _Box, b: _Box) -> bool:
    if b.kind in ("note", "dash") or a.kind == "open" or (a.kind == "dash" and b.kind == "dash"):
        return False
    return is_han(a.text[-1]) or is_han(b.text[0]) or a.kind == "close"


def _paragraphs(boxes: list[_Box]) -> list[list[_Box]]:
    found: list[list[_Box]] = [[]]
    for box in boxes:
        if box.kind == "newline":
            found.append([])
        else:
            found[-1].append(box)
    return found
