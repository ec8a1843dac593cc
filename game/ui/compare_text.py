"""The comparison as plain lines for the terminal and for golden files.

Not interactive; the words come from ``compare_page``.  Called by ``cli`` at the end of a play and by ``replay``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.analysis.odds import Tally
from game.debrief.compare import Comparison
from game.play.session import Session
from game.ui.compare_page import (
    ClauseText,
    ComparisonPage,
    OddsText,
    PathText,
    StakeText,
    VoiceText,
    comparison_page,
)
from game.ui.deal_page import DealPage, deal_pages
from game.ui.deal_text import deal_lines
from game.ui.language import CJK, Language
from game.ui.notes import Footnote
from game.ui.pages import Paragraph
from game.ui.wrap import cells, wrap

SAME, DIFFERS, UNREACHED, BEYOND, ALONE = "=", "≠", "·", "+", "◆"
_SIGNS = {"same": SAME, "differs": DIFFERS, "unreached": UNREACHED, "beyond": BEYOND, "alone": ALONE}


def comparison_lines(session: Session, comparison: Comparison, language: Language, width: int = 88,
                     odds: Tally | None = None) -> list[str]:
    """Returns the whole comparison, section by section, at most ``width`` cells wide."""
    page = comparison_page(session, comparison, language, odds)
    return _Printer(language, width).page(page, deal_pages(session, language, page.footnotes))


class _Printer:
    def __init__(self, language: Language, width: int) -> None:
        self.language, self.width = language, width
        self.chinese = language.code in CJK
        self.colon = "：" if self.chinese else ": "

    def page(self, page: ComparisonPage, deals: Sequence[DealPage] = ()) -> list[str]:
        t = self.language.t
        rule = "═" * min(self.width, 88)
        badge = [f"[{page.badge}]"] if page.badge else []
        lines = ["", rule, page.title, *badge, rule, *self._wrap(page.distance),
                 *self._wrap(t("compare.ending", title=page.ending))]
        if page.record_ending:
            lines += self._wrap(t("compare.record_ending", title=page.record_ending))
        lines += self._section(t("compare.treaty"), (self._clause(page, row) for row in page.clauses))
        path = t("compare.path" if page.recorded else "compare.path_alone")
        lines += self._section(path, (self._step(row) for row in page.path))
        lines += self._section(t("compare.dimensions"), (self._stake(row) for row in page.stakes))
        figures = [self._wrap(f"{SAME if row.reached else UNREACHED} {row.name}{self.colon}{row.value}"
                              f"{_marks(row.marks)} ({row.verdict})") for row in page.figures]
        lines += self._section(t("compare.figures"), figures)
        if page.odds:
            lines += self._section(t("compare.odds_title"), (self._odds(row) for row in page.odds),
                                   t("compare.odds_note"))
        lines += self._section(t("compare.readings"), (self._voice(row, True) for row in page.readings),
                               t("compare.readings_note"))
        lines += self._section(t("compare.perspectives"), (self._voice(row, False) for row in page.perspectives),
                               t("compare.perspectives_note"))
        for deal in deals:
            lines += deal_lines(deal, self.language, self._wrap, self._section,
                                lambda item: self._paragraph(item, True), self.width)
        footnotes = deals[-1].footnotes if deals else page.footnotes
        return lines + self._section(t("compare.sources"), (self._note(note) for note in footnotes))

    def _section(self, title: str, parts: Iterable[list[str]], note: str = "") -> list[str]:
        body = [line for part in parts for line in part]
        if not body:
            return []
        *first, last = wrap(title, min(self.width, 88) - 8, "", self.chinese)
        rule = f"── {last} " + "─" * max(4, min(self.width, 88) - cells(last, self.chinese) - 4)
        return ["", *(f"── {line}" for line in first), rule, *(self._wrap(note) if note else []), *body]

    def _clause(self, page: ComparisonPage, row: ClauseText) -> list[str]:
        lines = ["", *self._wrap(f"◆ {row.name}")]
        for (title, _), cell in zip(page.documents, row.cells, strict=True):
            lines += self._wrap(f"{title}{self.colon}{cell.text}{_marks(cell.marks)}", "  ")
        head = f"{page.mine}{self.colon}" + (f"{SAME if row.same else DIFFERS} {row.verdict}" if row.verdict else "")
        lines += self._wrap(head, "  ")
        grade = f" ({row.yours.grade})" if row.yours.grade else ""
        rung = f"{row.rung} – " if row.rung else ""
        lines += self._wrap(f"{rung}{row.yours.text}{_marks(row.yours.marks)}{grade}", "    ")
        return lines + (self._wrap(row.note, "  ") if row.note else [])

    def _step(self, row: PathText) -> list[str]:
        head = "  ".join(part for part in (row.date, row.title) if part)
        lines = ["", *self._wrap(f"{_SIGNS[row.relation]} {head}")]
        t = self.language.t
        if row.relation == "same":
            lines += self._wrap(f"{row.yours} ({row.verdict})", "    ")
        elif row.relation == "alone":
            lines += self._wrap(row.yours, "    ")
        else:
            lines += self._wrap(f"{t('compare.your_choice')}{self.colon}{row.yours}", "    ")
            lines += self._wrap(f"{t('compare.record_choice')}{self.colon}{row.record}", "    ")
        for text in (row.turn, row.opened, row.closed):
            lines += self._wrap(f"→ {text}", "    ") if text else []
        return lines

    def _stake(self, row: StakeText) -> list[str]:
        t = self.language.t
        head = f"{SAME if row.same else DIFFERS} {row.name} ({row.verdict})" if row.verdict else f"{ALONE} {row.name}"
        lines = ["", *self._wrap(head)]
        lines += self._wrap(f"{t('compare.your_choice')}{self.colon}{row.yours}", "    ")
        if not row.same:
            lines += self._wrap(f"{t('compare.record_choice')}{self.colon}{row.record}", "    ")
        for cause in row.causes:
            lines += self._wrap(f"← {cause.told}", "    ")
            lines += self._wrap(f"{cause.effect} ({cause.sure})", "      ")
        return lines

    def _odds(self, row: OddsText) -> list[str]:
        lines = ["", *self._wrap(row.name), *self._wrap(row.sentence, "  ")]
        for rung in row.rungs:
            t = self.language.t
            who = "  ".join(word for word, holds in ((t("compare.mark_yours"), rung.yours),
                                                     (t("compare.mark_record"), rung.record)) if holds)
            lines += self._wrap(f"{rung.words:>8}  {rung.name}  {who}".rstrip(), "    ")
        return lines

    def _voice(self, row: VoiceText, graded: bool) -> list[str]:
        lines = ["", *self._wrap(f"◆ {row.title}")]
        for paragraph in row.text:
            lines += self._paragraph(paragraph, graded)
        for text in (row.cares, row.basis):
            lines += self._wrap(f"({text})", "    ") if text else []
        return lines + (self._wrap(_marks(row.marks), "    ") if row.marks else [])

    def _paragraph(self, paragraph: Paragraph, graded: bool) -> list[str]:
        lines = self._wrap(paragraph.text + _marks(paragraph.marks), "  ")
        if graded or paragraph.grade.value != "fact":
            note = f" – {paragraph.note}" if paragraph.note else ""
            lines += self._wrap(f"({paragraph.label}{note})", "    ")
        return lines

    def _note(self, note: Footnote) -> list[str]:
        external = f" ({self.language.t('sources.external')})" if note.external else ""
        return self._wrap(f"[{note.number}] {note.text}{external}")

    def _wrap(self, text: str, indent: str = "") -> list[str]:
        return wrap(text, self.width, indent, self.chinese) if text else []


def _marks(marks: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in marks)
