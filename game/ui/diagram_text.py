"""What is written at the parts of a diagram, in one language: ids, or titles and options in words; odds where counted.

Not a picture: ``game.analysis`` draws Mermaid and DOT with these, ``graph_page`` the page.  Called by ``graph``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from game.analysis.diagram import Diagram, DiagramEdge, DiagramNode
from game.core.texts import Words
from game.ui.language import Language
from game.ui.wrap import cells, wrap

WIDEST: Final = 48
"""Columns of an edge's text, a Chinese character counted as two."""


class DiagramText:
    """The captions.  ids: names instead of texts; odds: how many plays go there; columns: of a line, if wrapped."""

    def __init__(self, language: Language, *, ids: bool = True, odds: bool = False, columns: int = 0) -> None:
        self.language, self.ids, self.odds, self.columns = language, ids, odds, columns

    def title(self, drawn: Diagram) -> str:
        """Returns the scenario's title."""
        return self.language.words(drawn.title)

    def act(self, act: str, title: Words) -> str:
        """Returns the act's title, or its id."""
        return act if self.ids else self.language.words(title) or act

    def node(self, node: DiagramNode) -> str:
        """Returns the node's title and date, or its id; under it the odds."""
        title = self.language.words(node.title)
        lines = [node.id] if self.ids or not title else self._lines(title)
        if not self.ids and node.date and not node.outside:
            lines.append(self.language.span(node.date))
        return "\n".join([*lines, *self._odds(node.odds)])

    def edge(self, edge: DiagramEdge) -> str:
        """Returns the option's text, shortened, or its id; behind it the odds."""
        said = edge.move if self.ids else way_text(self.language, edge)
        return "\n".join(self._lines(" ".join([said, *(f"({share})" for share in self._odds(edge.odds))])))

    def _lines(self, text: str) -> list[str]:
        return wrap(text, self.columns, chinese=self.language.code == "zh") if self.columns and not self.ids else [text]

    def _odds(self, share: Fraction | None) -> list[str]:
        return [self.language.percent(share)] if self.odds and share is not None else []


def way_text(language: Language, edge: DiagramEdge) -> str:
    """Returns an edge in words: how talks end, or the beginning of the option's or branch's text."""
    return clipped(language.words(edge.text), WIDEST) or edge.move


def clipped(text: str, columns: int) -> str:
    """Returns a text of at most ``columns`` columns, cut with an ellipsis.

    >>> clipped("Cross the river at once.", 12)
    'Cross the…'
    """
    if cells(text) <= columns:
        return text
    kept = text
    while cells(kept) > columns - 1:
        kept = kept[:-1]
    if " " in kept[len(kept) // 2:]:
        kept = kept[:kept.rindex(" ")]
    return kept.rstrip(" ,;:，；：、。.") + "…"
