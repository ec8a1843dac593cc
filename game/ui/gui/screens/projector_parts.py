"""What the projector's pages are made of: the code to join by, bars of votes, councils' decisions, paths, cards.

Called by ``projector``.
"""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screen import Context
from game.ui.gui.widgets import (
    Column,
    Heading,
    Label,
    Paper,
    Paragraph,
    Picture,
    Row,
    Rule,
    Spacer,
    Table,
    Widget,
)
from game.ui.lesson_page import CardPage, Choice, Verdict, Votes
from game.ui.lesson_public import PathLine, PublicPage

QR_SIDE, QR_LOW = 240, 130
"""Logical pixels of the square code: a phone reads it from the last row; and beside all the controls for the mouse."""

BAR = 22


def large(text: str) -> Widget:
    """Returns one sentence in the middle of a sheet."""
    said = Heading(text, size="question", align="centre", underline=None)
    return Column([Spacer(grow=1), said, Spacer(grow=1)], grow=1)


def night(ctx: Context) -> Widget:
    """Returns an empty dark page: everybody looks at the teacher."""
    def paint(given: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
        surface.fill((0, 0, 0), rect)
    return Picture(paint, 100, ctx.t("projector.dark"), key="stage", grow=1)


def join(ctx: Context, desk: LessonDesk, page: PublicPage, *, low: bool = False) -> Widget:
    """Returns the lobby: how to take a seat, and how many have; ``low`` leaves room for rows of controls."""
    language = desk.languages[ctx.language]
    scenario = desk.keeper.lesson.rules.scenario
    left = Column([Heading(language.words(scenario.title), size=40, underline=None), Paragraph(page.guide, size="card"),
                   Spacer(grow=1), Heading(ctx.t("projector.seats", n=page.seats), size="question", underline=None)],
                  gap=16, grow=1)
    if not desk.url or (page.seats and desk.keeper.room.lobby_locked):
        return Paper(left, key="stage", grow=1)
    right = Column([Paragraph(desk.url, size="card", role="bold", align="centre"),
                    Heading(desk.code, size=56, align="centre", underline=None),
                    *([_square(desk, QR_LOW if low else QR_SIDE)] if desk.square else [])], gap=12)
    return Paper(Row([left, right], widths=[1, 1], gap=30), key="stage", grow=1)


def _square(desk: LessonDesk, least: int) -> Widget:
    """The address as a square code, drawn in whole pixels so that no camera sees a seam."""
    def paint(given: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
        rows = desk.square
        if not rows:
            return
        side = max(1, min(rect.w, rect.h) // (len(rows) + 8))
        whole = side * (len(rows) + 8)
        place = pygame.Rect(0, 0, whole, whole)
        place.center = rect.center
        surface.fill((255, 255, 255), place)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    surface.fill((0, 0, 0), (place.x + (x + 4) * side, place.y + (y + 4) * side, side, side))
    return Picture(paint, least, desk.url, grow=1)


def options(choices: Sequence[Choice], size: int) -> Widget:
    """Returns the options with their letters, their texts in a logical size."""
    return Column([Row([Heading(choice.letter, size=size * 5 // 4, underline=None), Paragraph(choice.text, size=size)],
                       widths=["48px", 1], stretch=False) for choice in choices], gap=size // 2)


def verdict_rows(verdicts: Sequence[Verdict]) -> list[Widget]:
    """Returns what each council decided, in words; in the councils' order, never ranked."""
    made: list[Widget] = []
    for verdict in verdicts:
        made += [Label(f"{verdict.name} · {verdict.choice.letter}", role="bold", size="lead", colour="red"),
                 Paragraph(verdict.choice.text)]
        if verdict.reason:
            made.append(Paragraph(f"“{verdict.reason}”", role="hand"))
    return [*made, Rule("dotted", "rule")] if made else []


def bars(ctx: Context, votes: Sequence[Votes]) -> list[Widget]:
    """Returns votes as hatched bars with their counts."""
    made: list[Widget] = []
    for spread in votes:
        made.append(Label(spread.title, role="bold", size="lead"))
        most = max(1, *(bar.count for bar in spread.bars))
        for bar in spread.bars:
            count = Label(str(bar.count), role="bold", size="card")
            line = _bar(bar.count / most, bar.choice.text)
            made.append(Row([Heading(bar.choice.letter, underline=None), line, count],
                            widths=["34px", 1, "54px"], stretch=False))
    return made


def _bar(share: float, label: str) -> Widget:
    def paint(given: Context, surface: pygame.Surface, rect: pygame.Rect) -> None:
        whole = pygame.Rect(rect.x, rect.y + given.px(3), rect.w, given.px(BAR))
        pygame.draw.rect(surface, given.colour("rule"), whole, 1)
        filled = pygame.Rect(whole.x, whole.y, round(whole.w * share), whole.h)
        if filled.w:
            surface.fill(given.colour("data_blue"), filled)
            for x in range(filled.x - filled.h, filled.right, given.px(10)):
                first, last = max(x, filled.x), min(x + filled.h, filled.right - 1)
                if last > first:
                    pygame.draw.line(surface, given.colour("card"), (first, filled.bottom - 1 - (first - x)),
                                     (last, filled.bottom - 1 - (last - x)), 1)
    return Picture(paint, BAR + 6, label)


def paths(ctx: Context, lines: Sequence[PathLine]) -> Widget:
    """Returns every decision as each council took it, beside the record."""
    if not lines:
        return Spacer(1)
    head = [ctx.t("projector.decision"), *(name for name, _ in lines[0].ours), ctx.t("lesson.panel.record")]
    rows = [[line.title, *(text for _, text in line.ours), line.record] for line in lines]
    return Table([(title, 1.0, "left") for title in head], rows, size="lead")


def interests(sides: Sequence[tuple[str, tuple[str, ...]]]) -> list[Widget]:
    """Returns what each role wants, once interests lie open."""
    made: list[Widget] = []
    for name, wants in sides:
        made += [Label(name, role="bold", size="lead"),
                 *(Paragraph(f"{place}.  {text}") for place, text in enumerate(wants, 1))]
    return made


def reading(ctx: Context, cards: Sequence[CardPage]) -> list[Widget]:
    """Returns cards with their source line."""
    from game.ui.gui.screens.playing import graded
    made: list[Widget] = []
    for card in cards:
        source = [Label(card.source, size="label", colour="soft")] if card.source else []
        made += [Label(card.title, role="bold", size="lead"),
                 *graded(ctx, card.text, f"card.{card.id}", lambda mark: None), *source, Rule("dotted", "rule")]
    return made
