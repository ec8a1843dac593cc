"""Terms and names in running text: the marked words of a paragraph, and the card they open.

Used by every page of a play and by the codex.  Which words are terms is decided in ``game.ui.terms``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Any

import pygame

from game.core.model import Scenario
from game.play.session import Session
from game.ui.gui.linebreak import LINK_CLOSE, LINK_OPEN
from game.ui.gui.screen import Command, Context, Modal, Pop, Push, Replace, Screen
from game.ui.gui.widgets import Button, Column, Flow, Heading, Label, Paragraph, Picture, Row, Scroll, Widget
from game.ui.source_page import Entry, SourceBook, known, present_day, shown_in, terms_of
from game.ui.terms import Terms, linked

_KEPT: OrderedDict[tuple[int, str, date | None], tuple[Scenario, Terms]] = OrderedDict()
"""Finders by scenario, language and day: making one takes longer than a page may."""


def finder(scenario: Scenario, code: str, day: date | None) -> Terms:
    """Returns the finder of terms that may be explained on ``day``."""
    key = (id(scenario), code, day)
    if key not in _KEPT:
        _KEPT[key] = (scenario, terms_of(scenario, code, day))
        if len(_KEPT) > 12:
            _KEPT.popitem(last=False)
    return _KEPT[key][1]


def rich(ctx: Context, text: str, *, leave: str = "") -> dict[str, Any]:
    """Returns the text of a paragraph of the open play with its terms marked, and what they do, as its arguments."""
    session = getattr(ctx.services, "session", None)
    settings = getattr(ctx.services, "settings", None)
    if session is None or not getattr(settings, "terms", True):
        return {"text": text}
    terms = finder(session.scenario, ctx.language, present_day(session))
    marked, targets = linked(text, terms.find(text, leave), LINK_OPEN, LINK_CLOSE)
    return {"text": marked, "links": targets, "on_link": lambda name: Push(CardScreen(session, name))} if targets else {
        "text": text}


def chop(seal: str, label: str, pixels: int) -> Widget:
    """Returns a seal that is only looked at."""
    def paint(ctx: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
        picture = ctx.paint.seal(seal, ctx.px(pixels))
        surface.blit(picture, picture.get_rect(center=rect.center))
    return Picture(paint, pixels + 8, label, width=pixels + 8)


class CardScreen(Screen):
    """One term, body or person as a card over the page."""

    overlay = True
    first_focus = "card.close"

    def __init__(self, session: Session, name: str) -> None:
        self.session, self.name = session, name

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Enter", ctx.t("codex.hint.open")), ("Esc", ctx.t("dialog.close"))]

    def entry(self, ctx: Context) -> Entry | None:
        """The entry shown, in the present language."""
        language = ctx.services.languages[ctx.language]
        return SourceBook(self.session.scenario, language, shown_in(self.session)).entry(self.name)

    def compose(self, ctx: Context) -> Widget:
        entry = self.entry(ctx)
        title = entry.title if entry else self.name
        head: Widget = Heading(title, underline="red")
        if entry and entry.seal:
            head = Row([chop(entry.seal, entry.title, 60), Heading(title, underline=None)], widths=["auto", 1],
                       stretch=False)
        body = card_lines(entry) if entry else []
        buttons = Flow([Button(ctx.t("dialog.close"), Pop, kind="primary", key="card.close"),
                        Button(ctx.t("codex.open"), self._codex, key="card.codex")])
        return Modal(Column([head, Scroll(Column(body, gap=8), key="card"), buttons], gap=12), width=560, label=title)

    def _codex(self) -> Command:
        return codex_at(self.session, self.name)


def card_lines(entry: Entry) -> list[Widget]:
    """Returns what a card says: names first, then the explanation; of a person the last position known."""
    names = [line.text for line in entry.lines if not line.head]
    told = [line for line in entry.lines if line.head]
    parts: list[Widget] = []
    if told:
        parts.append(Paragraph(told[0].text))
    parts += [Label(text, colour="soft") for text in names]
    if entry.kind == "people" and len(told) > 1:
        parts += [Label(told[-1].head, role="bold", colour="soft"), Paragraph(told[-1].text)]
    return parts


def codex_at(session: Session, name: str) -> Command:
    """Shows the entry ``name`` in the codex, in place of the card that asked for it."""
    from game.ui.gui.screens.sources import SourcesScreen

    return Replace(SourcesScreen.during(session, name))


def codex_button(session: Session, name: str) -> list[tuple[Callable[[Context], str], Callable[[], Command | None]]]:
    """Returns the buttons of a source's card: close, and its entry in the codex if that may be opened yet."""
    made: list[tuple[Callable[[Context], str], Callable[[], Command | None]]] = [
        (lambda ctx: ctx.t("dialog.close"), lambda: None)]
    if known(session, name):
        made.append((lambda ctx: ctx.t("codex.open"), lambda: codex_at(session, name)))
    return made


Opener = Callable[[str], Command | None]


def link(text: str, target: str, on_link: Opener | None, *, key: str | None = None, size: str = "body") -> Paragraph:
    """Returns a line that leads somewhere; plain text where it cannot."""
    if on_link is None:
        return Paragraph(text, size=size)
    return Paragraph(f"{LINK_OPEN}{text}{LINK_CLOSE}", size=size, links=[target], on_link=on_link, key=key)
