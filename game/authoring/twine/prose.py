"""Paragraphs of a passage: what is said where, under which guards, as whole paragraphs.

A story may choose its words in the middle of a sentence; a scenario guards whole paragraphs.  So a sentence with
alternatives becomes one paragraph for each.  Called by ``lower``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from game.authoring.twine.draft import Paragraph
from game.authoring.twine.guards import joined
from game.core.expressions import MAX_LENGTH

MAX_FORMS: Final = 8
"""Forms of one paragraph; one with more is cut up at its alternatives instead."""
_ONLY_MARKS: Final = re.compile(r"[\W_]*(?:or|and|或|或者|和)?[\W_]*", re.IGNORECASE)
_STOPS: Final = ".!?:…。！？：”’\"'»"
_SPACE: Final = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Chain:
    """Alternatives that exclude each other: a guard for each; one of them always holds."""

    number: int
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words under guards, outermost first: which chain, which of its guards.  ``link``: the words of a way on."""

    text: str
    under: tuple[tuple[Chain, int], ...] = ()
    link: bool = False


def paragraphs(pieces: list[Piece], too_long: list[str]) -> list[Paragraph]:
    """Returns the paragraphs of a passage; lines that hold nothing but links are left out.

    Guards that would be too long are put into ``too_long``; their paragraphs stand without them.
    """
    found: list[Paragraph] = []
    for row in _rows(pieces):
        if not _tells(row):
            continue
        forms = _forms(row, too_long)
        if forms is None:
            forms = [one for piece in row for one in _forms([piece], too_long) or []]
        found += forms
    return found


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Cuts the pieces at line breaks."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        lines = piece.text.split("\n") if not piece.link else [piece.text.replace("\n", " ")]
        rows[-1].append(replace(piece, text=lines[0]))
        rows += [[replace(piece, text=line)] for line in lines[1:]]
    return [row for row in rows if any(piece.text.strip() for piece in row)]


def _forms(row: list[Piece], too_long: list[str]) -> list[Paragraph] | None:
    """Returns the forms of one paragraph; None if there would be too many."""
    open_: list[tuple[str, list[Piece]]] = [("", row)]
    done: list[Paragraph] = []
    while open_:
        when, pieces = open_.pop(0)
        pieces = [piece for piece in pieces if piece.text]
        guarded = next((piece for piece in pieces if piece.under), None)
        if guarded is None:
            if _tells(pieces):
                done.append(Paragraph(_closed_up(_said(pieces)), when))
        else:
            chain = guarded.under[0][0]
            coming: list[tuple[str, list[Piece]]] = []
            for number, guard in enumerate(chain.guards):
                rest = [kept for piece in pieces if (kept := _under(piece, chain, number)) is not None]
                both = joined(when, guard)
                if _tells(rest):
                    if len(both) >= MAX_LENGTH:
                        both = when
                        too_long.append(guard)
                    coming.append((both, rest))
            open_ = coming + open_
        if len(open_) + len(done) > MAX_FORMS:
            return None
    return done


def _tells(pieces: list[Piece]) -> bool:
    """Whether more is said than the words of links."""
    return not _ONLY_MARKS.fullmatch("".join(piece.text for piece in pieces if not piece.link))


def _said(pieces: list[Piece]) -> str:
    """Returns the words of a paragraph; links that stand by themselves behind the last sentence are left out."""
    said = ""
    for place, piece in enumerate(pieces):
        if piece.link and (not said.strip() or said.rstrip()[-1] in _STOPS) and not _tells(pieces[place:]):
            break
        said += piece.text
    return said


def _under(piece: Piece, chain: Chain, number: int) -> Piece | None:
    """The piece once the chain has fallen on ``number``; None if it is then not said."""
    if not piece.under or piece.under[0][0] is not chain:
        return piece
    return replace(piece, under=piece.under[1:]) if piece.under[0][1] == number else None


def _closed_up(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
