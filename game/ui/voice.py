"""What is read aloud: for a page and for the control in focus, from the tree of widgets alone.

Pure words: no window, no sound (``gui.speaker`` speaks, ``gui.narrator`` says when).  Only what stands on the page is
said, plus the few words that name a control; footnote marks and the list of footnotes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

ROLES = ("button", "option", "person", "tab", "slider", "selector", "toggle", "choice", "row", "scroll", "entry",
         "play", "key", "field", "map")
"""Roles a listener is told; any other widget is only what it says."""
STATES = ("current", "chosen", "open", "closed")
"""Values of widgets that are words of the program, not of the page."""
ARROWS = {"←→↑↓": "arrows", "↑↓": "vertical", "←→": "horizontal"}
LINK = "\ue100"
"""Stands before words that open a card (``gui.linebreak.LINK_OPEN``)."""
_FOOTNOTE = re.compile(r"^\[\d+\] ")
_MARK = re.compile(r"\[(\d+)\]")
_SIGNS = re.compile(r"[●○◆◇■□▲▼△✓✗→≠=]+\s*")
_ENDS = ".!?…:;。！？：；"
_CLOSERS = "”’」』）)》"


class Node(Protocol):
    """What a widget tells of itself.

    Read too where it has them: ``number``, ``selected``, ``sub``, ``text``, ``mark``, ``grade_word``, ``source``,
    ``rect``.
    """

    role: str
    key: str | None
    label: str
    value: str
    enabled: bool
    focusable: bool

    @property
    def children(self) -> Sequence[Node]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """Something said of a page.  control: it belongs to a control, not to the text."""

    text: str
    control: bool = False


class Voice:
    """Words for the ear in one language.  t: gives an interface string of it: ``t(key, **values)``."""

    def __init__(self, t: Callable[..., str]) -> None:
        self.t = t

    # -- whole pages --

    def page(self, root: Node, *, overlay: bool = False) -> list[Line]:
        """Returns the page in reading order.  overlay: a card over another page, so the bar above is not its own."""
        lines = [] if overlay else [Line(text) for text in self.banner(root)]
        pictures: list[str] = []
        for node in root.children:
            if node.role not in ("banner", "hints"):
                lines += self._read(node, pictures)
        said = " ".join(line.text for line in lines)
        return lines + [Line(self.sentence(text)) for text in dict.fromkeys(pictures) if self.clean(text) not in said]

    def banner(self, root: Node) -> list[str]:
        """Returns the title above the page with its notice and its date."""
        return [self.sentence(node.label) for node in root.children if node.role == "banner" and node.label]

    def keys(self, root: Node) -> list[str]:
        """Returns the hint bar: what the keys do here."""
        found = []
        for node in root.children:
            for key, text in getattr(node, "hints", []) if node.role == "hints" else []:
                named = self.t(f"voice.keys.{ARROWS[key]}") if key in ARROWS else str(key)
                found.append(self.t("voice.key", name=named, text=text))
        return [self.sentence(self.t("voice.between").join(found))] if found else []

    def _read(self, node: Node, pictures: list[str]) -> Iterator[Line]:
        if not _shown(node):
            return
        if node.role == "image":
            pictures += [node.label] if node.label else []
        elif node.role == "table":
            yield from self._table(node, pictures)
        elif node.focusable and (node.label or node.value) and not any(child.focusable for child in _below(node)):
            told = self._text(node) if node.role == "paragraph" else self._item(node)
            yield Line(" ".join(told), node.role != "paragraph")
        else:
            if node.role in ("text", "heading", "paragraph") and not _FOOTNOTE.match(node.label):
                yield from (Line(text) for text in self._text(node))
            for child in node.children:
                yield from self._read(child, pictures)

    def _table(self, table: Node, pictures: list[str]) -> Iterator[Line]:
        rows = [row for row in table.children if row.role == "row"]
        heads = [cell.label for cell in rows[0].children] if rows else []
        for row in rows[1:]:
            yield Line(self._cells(row, heads))
        for other in table.children:
            if other.role != "row":
                yield from self._read(other, pictures)

    def _cells(self, row: Node, heads: Sequence[str]) -> str:
        told = []
        for place, cell in enumerate(row.children):
            if cell.label:
                head = heads[place] if place < len(heads) else ""
                told.append(self.sentence(self.t("voice.cell", head=self.clean(head), text=self.clean(cell.label))
                                          if head else cell.label))
        return " ".join(told)

    # -- one widget --

    def focus(self, node: Node, root: Node) -> list[str]:
        """Returns what is said of the widget in focus: its text, its value, what it is, its place among its like."""
        return self._item(node, *_place(node, root), heads=_heads(node, root))

    def _item(self, node: Node, place: int = 0, total: int = 0, heads: Sequence[str] = ()) -> list[str]:
        if node.role == "paragraph":
            return [*self._text(node), *self._sources(node)]
        cells = self._cells(node, heads) if heads else ""
        parts = [cells] if cells else [self.sentence(node.label)] if node.label else []
        sub = self.clean(getattr(node, "sub", ""))
        if sub and sub not in self.clean(node.value) and node.enabled:
            parts.append(self.sentence(sub))
        words, _, last = node.value.rpartition(", ")
        state = last if last in STATES else ""
        told = self.clean(words if state else node.value)
        if told:
            parts.append(self.sentence(told if node.enabled else self.t("voice.unavailable", reason=told)))
        if getattr(node, "selected", False):
            state = "chosen"
        if state:
            parts.append(self.sentence(self.t(f"voice.state.{state}")))
        return parts + self._role(node, place, total)

    def _role(self, node: Node, place: int, total: int) -> list[str]:
        if node.role not in ROLES:
            return []
        word = self.t(f"voice.role.{node.role}")
        number = getattr(node, "number", 0)
        if total > 1:
            word = self.t("voice.place", role=word, n=place, total=total)
        elif node.role == "option" and number:
            word = self.t("voice.numbered", role=word, n=number)
        return [self.sentence(word)]

    def _text(self, node: Node) -> list[str]:
        grade = [getattr(node, "grade_word", ""), getattr(node, "source", "")] if node.role == "paragraph" else []
        return [self.sentence(part) for part in (*grade, node.label) if self.clean(part)]

    def _sources(self, node: Node) -> list[str]:
        text = getattr(node, "text", "")
        total = text.count("[[") + (text.count(LINK) if getattr(node, "on_link", None) is not None else 0)
        if not node.focusable or not total:
            return []
        return [self.sentence(self.t("voice.source", n=getattr(node, "mark", 0) + 1, total=total))]

    # -- words --

    def clean(self, text: str) -> str:
        """Returns a text as it is said: signs that only the eye needs are gone, a lone dash has its word."""
        text = _SIGNS.sub("", _MARK.sub(r"\1", text)).replace("\u3000", " ").replace("\u00a0", " ")
        text = text.replace(" | ", self.t("voice.between")).replace(" · ", self.t("voice.between"))
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        told = " ".join(line if line[-1] in _ENDS or at == len(lines) - 1 else line + self.t("voice.stop")
                        for at, line in enumerate(lines))
        return self.t("voice.nothing") if told in ("–", "—") else told

    def sentence(self, text: str) -> str:
        """Returns a text as a sentence, so that a voice pauses after it."""
        told = self.clean(text)
        bare = told.rstrip(_CLOSERS)
        return told if not bare or bare[-1] in _ENDS else told + self.t("voice.stop")


def _shown(node: Node) -> bool:
    rect = getattr(node, "rect", None)
    return rect is None or (rect.w > 0 and rect.h > 0) or bool(node.children)


def _below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _below(child)


def _place(node: Node, root: Node) -> tuple[int, int]:
    """Place of a control among its like: same role, same beginning of the key (``option.1``, ``option.2``)."""
    stem = (node.key or "").rpartition(".")[0]
    if not stem:
        return 0, 0
    like: Iterable[Node] = (other for other in _below(root) if other.focusable and other.role == node.role
                            and (other.key or "").rpartition(".")[0] == stem)
    found = list(like)
    return next((place for place, other in enumerate(found, 1) if other is node), 0), len(found)


def _heads(node: Node, root: Node) -> list[str]:
    """The titles of the columns, if the widget is a row of a table."""
    for table in _below(root):
        if table.role == "table" and any(row is node for row in table.children):
            return [cell.label for cell in table.children[0].children]
    return []
