"""A play as plain text: what the terminal prints and what golden files hold.

Not interactive and not coloured.  Each function returns lines; the caller prints or compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.play.session import Session
from game.ui.language import CJK, Language
from game.ui.notes import Footnote
from game.ui.pages import (
    CounselView,
    DecisionPage,
    EndingPage,
    Gauge,
    NewsPage,
    OptionView,
    Page,
    Pages,
    Paragraph,
    RevealPage,
)
from game.ui.table_page import MinutesPage, TablePage
from game.ui.table_text import TableText, continued
from game.ui.wrap import cells, wrap


class Transcript:
    """Prints pages in one language at one width."""

    def __init__(self, language: Language, width: int = 88) -> None:
        self.language = language
        self.width = width
        self.chinese = language.code in CJK

    def page(self, page: Page) -> list[str]:
        """Returns any page as lines."""
        match page:
            case DecisionPage():
                return self.decision(page)
            case TablePage():
                return TableText(self).table(page)
            case MinutesPage():
                return TableText(self).minutes(page)
            case RevealPage():
                return self.reveal(page)
            case NewsPage():
                return self.news(page)
            case EndingPage():
                return self.ending(page)

    def decision(self, page: DecisionPage) -> list[str]:
        """Returns brief, counsel and options."""
        lines = self.opening(page)
        if page.counsel:
            lines += ["", self.rule(self.language.t("terminal.counsel"))]
            for view in page.counsel:
                lines += self.voice(view, page.options)
        lines += ["", self.rule(self.language.t("terminal.options")), *self.wrapped(page.question)]
        for option in page.options:
            lines += self.option(option)
        return lines + self.footnotes(page.footnotes)

    def reveal(self, page: RevealPage) -> list[str]:
        """Returns the three panels."""
        t = self.language.t
        lines = ["", self.rule(t("reveal.yours")), *self.wrapped(page.yours), *self.wrapped(page.status, "  ")]
        lines += self.paragraphs(page.held)
        if page.forecast:
            lines += self.wrapped(page.forecast, "  ")
        if page.record or page.recorded:
            lines += ["", self.rule(t("reveal.record"))]
            lines += self.wrapped(t("reveal.same") if page.same else t("reveal.recorded", text=page.recorded))
            lines += self.paragraphs(page.record)
        if page.hidden:
            lines += ["", self.rule(t("reveal.hidden")), *self.paragraphs(page.hidden)]
        if page.follows:
            lines += ["", self.rule(t("reveal.follows")), *self.paragraphs(page.follows)]
        if page.returns:
            lines += ["", *self.wrapped(page.returns)]
        return lines + self.footnotes(page.footnotes)

    def news(self, page: NewsPage) -> list[str]:
        """Returns what happened in between."""
        lines = self.head(page.title, page.date, page.badge)
        lines += self.paragraphs(page.text)
        if page.likelihood:
            lines += self.wrapped(page.likelihood, "  ")
        return lines + self.footnotes(page.footnotes)

    def ending(self, page: EndingPage) -> list[str]:
        """Returns the ending."""
        lines = self.head(page.title, self.language.t("terminal.end"), page.badge)
        return lines + self.paragraphs(page.text) + self.footnotes(page.footnotes)

    def situation(self, gauges: Sequence[Gauge]) -> list[str]:
        """Returns where every dimension stands."""
        lines = ["", self.rule(self.language.t("terminal.situation"))]
        for gauge in gauges:
            name = self.language.t("compare.layer", name=gauge.name, layer=gauge.layer)
            lines += self.wrapped(f"{name}: {gauge.rung}" if not self.chinese else f"{name}：{gauge.rung}")
        return lines

    def opening(self, page: DecisionPage) -> list[str]:
        """Returns what a decision or a table begins with: act, title, date and place, brief."""
        lines = self.head(page.title, " · ".join(part for part in (page.date, page.place) if part), page.badge)
        if page.act:
            lines.insert(0, self.language.t("terminal.act", title=page.act))
        return lines + self.paragraphs(page.brief)

    def head(self, title: str, line: str, badge: str) -> list[str]:
        """Returns the head of a page between two rules."""
        rule = "═" * min(self.width, 88)
        below = "  ".join(part for part in (line, badge and f"[{badge}]") if part)
        return ["", rule, title, *([below] if below else []), rule]

    def rule(self, title: str) -> str:
        """Returns a rule across the page with a title in it."""
        return f"── {title} " + "─" * max(4, min(self.width, 88) - cells(title, self.chinese) - 4)

    def wrapped(self, text: str, indent: str = "") -> list[str]:
        """Returns ``text`` broken into lines, each begun with ``indent``; no lines for no text."""
        return wrap(text, self.width, indent, self.chinese) if text else []

    def hung(self, lead: str, text: str) -> list[str]:
        """Returns ``text`` broken into lines, the first begun with ``lead``, the others under its end."""
        indent = " " * cells(lead, self.chinese)
        first, *rest = wrap(text, self.width, indent, self.chinese)
        return [(lead + first[len(indent):]).rstrip(), *rest]

    def paragraphs(self, paragraphs: Iterable[Paragraph]) -> list[str]:
        """Returns graded paragraphs, each after an empty line; what is not the record says what it is."""
        lines: list[str] = []
        for paragraph in paragraphs:
            marks = "".join(f"[{number}]" for number in paragraph.marks)
            lines += ["", *self.wrapped(paragraph.text + marks)]
            if paragraph.grade.value != "fact":
                note = f" – {paragraph.note}" if paragraph.note else ""
                lines += self.wrapped(f"({paragraph.label}{note})", "    ")
        return lines

    def voice(self, view: CounselView, options: Sequence[OptionView]) -> list[str]:
        """Returns what one adviser says, with the numbers of the options he favours and opposes."""
        numbers = {option.move: str(option.number) for option in options}
        stance = [self.language.t(key, numbers="、".join(found) if self.chinese else ", ".join(found))
                  for key, moves in (("terminal.for", view.favours), ("terminal.against", view.opposes))
                  if (found := [numbers[move] for move in moves if move in numbers])]
        marks = "".join(f"[{number}]" for number in view.text.marks)
        who = f"{view.name} ({view.role})" if view.composed and not self.chinese else view.name
        if view.composed and self.chinese:
            who = f"{view.name}（{view.role}）"
        head = "; ".join(stance) if not self.chinese else "；".join(stance)
        lines = ["", *self.wrapped(f"◆ {who}" + (f" – {head}" if head else ""))]
        return lines + self.wrapped(view.text.text + marks, "  ")

    def option(self, option: OptionView) -> list[str]:
        """Returns one option with its reason, or with why it is closed."""
        lines = ["", *self.wrapped(f"{option.number}. {option.text}")]
        if not option.enabled:
            return lines + self.wrapped(self.language.t("terminal.closed", reason=option.closed), "   ")
        return lines + self.wrapped(option.reason, "   ")

    def footnotes(self, footnotes: Sequence[Footnote]) -> list[str]:
        """Returns the sources under a rule; no lines for none."""
        if not footnotes:
            return []
        lines = ["", self.rule(self.language.t("terminal.sources"))]
        for note in footnotes:
            lines += self.wrapped(f"[{note.number}] {note.text}")
        return lines


def play_lines(session: Session, language: Language, width: int = 88) -> list[str]:
    """Returns a whole play as lines: every decision as it stood, its reveal, and the news between.

    The session is replayed move by move, so each page is made from what was known at that moment.
    """
    replayed = Session(session.rules, seed=session.seed, track=session.track, act=session.act, seat=session.seat)
    for note in session.notes:
        replayed.notes.append(note)
    printer, pages = Transcript(language, width), Pages(replayed, language)
    lines: list[str] = []
    for page in pages.after(replayed.steps[replayed.given:], replayed.given):
        lines += printer.page(page)
    for ply, step, node in session.decisions():
        if ply < session.given or node.who != session.seat:
            continue
        shown = _shown(pages)
        lines += printer.page(shown)
        before = shown.minutes[-1] if isinstance(shown, TablePage) and shown.minutes else None
        for page in pages.after(replayed.play(step.move), ply):
            lines += TableText(printer).minutes(page, before) if isinstance(page, MinutesPage) else printer.page(page)
    return [*lines, *printer.page(_shown(pages))]


def _shown(pages: Pages) -> Page:
    shown = pages.shown()
    return continued(pages, shown) if isinstance(shown, TablePage) else shown
