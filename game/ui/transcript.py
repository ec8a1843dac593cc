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
            case RevealPage():
                return self.reveal(page)
            case NewsPage():
                return self.news(page)
            case EndingPage():
                return self.ending(page)

    def decision(self, page: DecisionPage) -> list[str]:
        """Returns brief, counsel and options."""
        lines = self._head(page.title, " · ".join(part for part in (page.date, page.place) if part), page.badge)
        if page.act:
            lines.insert(0, self.language.t("terminal.act", title=page.act))
        lines += self._paragraphs(page.brief)
        if page.counsel:
            lines += ["", self._rule(self.language.t("terminal.counsel"))]
            for view in page.counsel:
                lines += self._counsel(view, page.options)
        lines += ["", self._rule(self.language.t("terminal.options")), *self._wrap(page.question)]
        for option in page.options:
            lines += self._option(option)
        return lines + self._footnotes(page.footnotes)

    def reveal(self, page: RevealPage) -> list[str]:
        """Returns the three panels."""
        t = self.language.t
        lines = ["", self._rule(t("reveal.yours")), *self._wrap(page.yours), *self._wrap(page.status, "  ")]
        lines += self._paragraphs(page.held)
        if page.forecast:
            lines += self._wrap(page.forecast, "  ")
        if page.record or page.recorded:
            lines += ["", self._rule(t("reveal.record"))]
            lines += self._wrap(t("reveal.same") if page.same else t("reveal.recorded", text=page.recorded))
            lines += self._paragraphs(page.record)
        if page.hidden:
            lines += ["", self._rule(t("reveal.hidden")), *self._paragraphs(page.hidden)]
        if page.follows:
            lines += ["", self._rule(t("reveal.follows")), *self._paragraphs(page.follows)]
        if page.returns:
            lines += ["", *self._wrap(page.returns)]
        return lines + self._footnotes(page.footnotes)

    def news(self, page: NewsPage) -> list[str]:
        """Returns what happened in between."""
        lines = self._head(page.title, page.date, page.badge)
        lines += self._paragraphs(page.text)
        if page.likelihood:
            lines += self._wrap(page.likelihood, "  ")
        return lines + self._footnotes(page.footnotes)

    def ending(self, page: EndingPage) -> list[str]:
        """Returns the ending."""
        lines = self._head(page.title, self.language.t("terminal.end"), page.badge)
        return lines + self._paragraphs(page.text) + self._footnotes(page.footnotes)

    def situation(self, gauges: Sequence[Gauge]) -> list[str]:
        """Returns where every dimension stands."""
        lines = ["", self._rule(self.language.t("terminal.situation"))]
        for gauge in gauges:
            name = self.language.t("compare.layer", name=gauge.name, layer=gauge.layer)
            lines += self._wrap(f"{name}: {gauge.rung}" if not self.chinese else f"{name}：{gauge.rung}")
        return lines

    def _head(self, title: str, line: str, badge: str) -> list[str]:
        rule = "═" * min(self.width, 88)
        return ["", rule, title, "  ".join(part for part in (line, f"[{badge}]") if part), rule]

    def _rule(self, title: str) -> str:
        return f"── {title} " + "─" * max(4, min(self.width, 88) - cells(title, self.chinese) - 4)

    def _wrap(self, text: str, indent: str = "") -> list[str]:
        return wrap(text, self.width, indent, self.chinese) if text else []

    def _paragraphs(self, paragraphs: Iterable[Paragraph]) -> list[str]:
        lines: list[str] = []
        for paragraph in paragraphs:
            marks = "".join(f"[{number}]" for number in paragraph.marks)
            lines += ["", *self._wrap(paragraph.text + marks)]
            if paragraph.grade.value != "fact":
                note = f" – {paragraph.note}" if paragraph.note else ""
                lines += self._wrap(f"({paragraph.label}{note})", "    ")
        return lines

    def _counsel(self, view: CounselView, options: Sequence[OptionView]) -> list[str]:
        numbers = {option.move: str(option.number) for option in options}
        stance = [self.language.t(key, numbers="、".join(found) if self.chinese else ", ".join(found))
                  for key, moves in (("terminal.for", view.favours), ("terminal.against", view.opposes))
                  if (found := [numbers[move] for move in moves if move in numbers])]
        marks = "".join(f"[{number}]" for number in view.text.marks)
        who = f"{view.name} ({view.role})" if view.composed and not self.chinese else view.name
        if view.composed and self.chinese:
            who = f"{view.name}（{view.role}）"
        head = "; ".join(stance) if not self.chinese else "；".join(stance)
        lines = ["", *self._wrap(f"◆ {who}" + (f" – {head}" if head else ""))]
        return lines + self._wrap(view.text.text + marks, "  ")

    def _option(self, option: OptionView) -> list[str]:
        lines = ["", *self._wrap(f"{option.number}. {option.text}")]
        if not option.enabled:
            return lines + self._wrap(self.language.t("terminal.closed", reason=option.closed), "   ")
        return lines + self._wrap(option.reason, "   ")

    def _footnotes(self, footnotes: Sequence[Footnote]) -> list[str]:
        if not footnotes:
            return []
        lines = ["", self._rule(self.language.t("terminal.sources"))]
        for note in footnotes:
            lines += self._wrap(f"[{note.number}] {note.text}")
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
        lines += printer.page(pages.present())
        for page in pages.after(replayed.play(step.move), ply):
            lines += printer.page(page)
    return [*lines, *printer.page(pages.present())]
