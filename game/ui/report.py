"""The comparison as one HTML file to print, project or hand in: inline style, no script, nothing fetched.

Not a template engine: every text passes through ``_e`` and is escaped there.  Addresses of works are printed as
plain text.  The same play always gives the same bytes.  Called by the comparison screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from game.analysis.odds import Tally
from game.debrief.compare import Comparison
from game.play.session import Session
from game.ui.compare_page import (
    CellText,
    ClauseText,
    ComparisonPage,
    OddsText,
    PathText,
    StakeText,
    VoiceText,
    comparison_page,
)
from game.ui.deal_page import DealPage, deal_pages
from game.ui.language import Language
from game.ui.notes import Footnote
from game.ui.pages import Paragraph
from game.ui.report_deal import DEAL_STYLE, deal_body
from game.ui.report_style import POLICY, STYLE

_LOCALES = {"zh": "zh-Hans"}
_SIGNS = {"same": "=", "differs": "≠", "unreached": "·", "beyond": "+"}


def html_report(session: Session, comparison: Comparison, language: Language, others: Sequence[Language] = (),
                odds: Tally | None = None) -> str:
    """Returns the report in ``language``, followed by the same report in each of ``others``, as one HTML file."""
    languages = (language, *others)
    parts = [_report(session, comparison, one, odds).article() for one in languages]
    heading = "report.heading" if comparison.recorded else "report.heading_alone"
    title = _e(language.t(heading, title=language.words(session.scenario.title)))
    switch = ""
    if others:
        links = " · ".join(f'<a href="#{_e(one.code)}" lang="{_locale(one)}">{_e(one.name)}</a>' for one in languages)
        switch = f'<p class="switch">{links}</p>'
    return (f'<!DOCTYPE html>\n<html lang="{_locale(language)}">\n<head>\n<meta charset="utf-8">\n{POLICY}'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>\n{STYLE}{DEAL_STYLE}</style>\n</head>\n<body>\n{switch}{''.join(parts)}</body>\n</html>\n")


def _report(session: Session, comparison: Comparison, language: Language, odds: Tally | None) -> _Report:
    page = comparison_page(session, comparison, language, odds)
    return _Report(page, language, deal_pages(session, language, page.footnotes))


def _e(text: str) -> str:
    return escape(text, quote=True)


def _locale(language: Language) -> str:
    return _e(_LOCALES.get(language.code, language.code))


class _Report:
    def __init__(self, page: ComparisonPage, language: Language, deals: Sequence[DealPage] = ()) -> None:
        self.page, self.t, self.language, self.deals = page, language.t, language, deals

    def article(self) -> str:
        page, t = self.page, self.t
        sections = [
            ("ending", t("report.your_ending"), "", self._paragraphs(page.ending_text)),
            ("treaty", t("compare.treaty"), "", self._treaty()),
            ("path", t("compare.path" if page.recorded else "compare.path_alone"), "", self._path()),
            ("stakes", t("compare.dimensions"), "", self._stakes()),
            ("figures", t("compare.figures"), "", self._figures()),
            ("odds", t("compare.odds_title"), t("compare.odds_note") if page.odds else "", self._odds()),
            ("readings", t("compare.readings"), t("compare.readings_note"), self._voices(page.readings, True)),
            ("perspectives", t("compare.perspectives"), t("compare.perspectives_note"),
             self._voices(page.perspectives, False)),
            *((f"deal-{deal.id}", deal.title, deal.note, deal_body(
                deal, self.language, self._paragraphs, self._id(f"deal-{deal.id}"))) for deal in self.deals),
            ("legend", t("report.legend"), "", self._legend()),
            ("sources", t("compare.sources"), "", self._sources()),
        ]
        told = [section for section in sections if section[3]]
        contents = "".join(f'<li><a href="#{self._id(name)}">{_e(title)}</a></li>' for name, title, _, _ in told)
        body = "".join(self._section(*section) for section in told)
        return (f'<article id="{_e(self.language.code)}" lang="{_locale(self.language)}">\n{self._head()}'
                f'<nav><h2>{_e(t("report.contents"))}</h2><ol>{contents}</ol></nav>\n{body}'
                f'<footer>{_e(t("report.footer"))}</footer>\n</article>\n')

    def _id(self, name: str | int) -> str:
        return f"{_e(self.language.code)}-{name}"

    def _section(self, name: str, title: str, note: str, body: str) -> str:
        said = f'<p class="note">{_e(note)}</p>' if note else ""
        return f'<section id="{self._id(name)}"><h2>{_e(title)}</h2>\n{said}{body}</section>\n'

    def _head(self) -> str:
        page, t = self.page, self.t
        recorded = f'<p class="theirs">{_e(t("compare.record_ending", title=page.record_ending))}</p>' \
            if page.record_ending else ""
        badge = f'<p class="badge">{_e(page.badge)}</p>' if page.badge else ""
        distance = f"<p>{_e(page.distance)}</p>" if page.distance else ""
        return (f'<header><p class="kicker">{_e(page.title)}</p><h1>{_e(page.scenario)}</h1>'
                f'{badge}<p class="mine">{_e(t("compare.ending", title=page.ending))}</p>'
                f'{recorded}{distance}</header>\n')

    def _marks(self, marks: Iterable[int]) -> str:
        return "".join(f'<sup><a href="#{self._id(f"n{n}")}">{n}</a></sup>' for n in marks)

    def _verdict(self, relation: str, verdict: str) -> str:
        """A sign and its word; nothing where there is no record to differ from."""
        if not verdict:
            return ""
        return f'<span class="verdict {relation}"><b aria-hidden="true">{_SIGNS[relation]}</b> {_e(verdict)}</span>'

    def _paragraphs(self, paragraphs: Iterable[Paragraph], graded: bool = True) -> str:
        return "".join(self._paragraph(item, graded) for item in paragraphs)

    def _paragraph(self, item: Paragraph, graded: bool) -> str:
        text = f"<p>{_e(item.text)}{self._marks(item.marks)}</p>"
        if not graded and item.grade.value == "fact":
            return text
        note = f" – {_e(item.note)}" if item.note else ""
        return f'<div class="grade {item.grade.value}"><p class="word"><b>{_e(item.label)}</b>{note}</p>{text}</div>'

    def _treaty(self) -> str:
        if not self.page.clauses:
            return ""
        heads = "".join(f"<th scope=\"col\">{_e(title)}<small>{_e(date)}</small></th>"
                        for title, date in self.page.documents)
        rows = "".join(self._clause(row) for row in self.page.clauses)
        t = self.t
        return (f'<table class="treaty"><thead><tr><th scope="col">{_e(t("compare.issue"))}</th>{heads}'
                f'<th scope="col" class="mine">{_e(self.page.mine)}</th></tr></thead><tbody>{rows}</tbody></table>')

    def _clause(self, row: ClauseText) -> str:
        cells = "".join(f'<td data-of="{_e(title)}">{self._cell(cell)}</td>'
                        for (title, _), cell in zip(self.page.documents, row.cells, strict=True))
        note = f"<small>{_e(row.note)}</small>" if row.note else ""
        rung = f"<b>{_e(row.rung)}</b><br>" if row.rung else ""
        verdict = f'{self._verdict("same" if row.same else "differs", row.verdict)}<br>' if row.verdict else ""
        return (f'<tr><th scope="row">{_e(row.name)}{note}</th>{cells}'
                f'<td class="mine" data-of="{_e(self.page.mine)}">'
                f"{verdict}{rung}{self._cell(row.yours)}</td></tr>")

    def _cell(self, cell: CellText) -> str:
        grade = f' <em class="tag">{_e(cell.grade)}</em>' if cell.grade else ""
        return f"{_e(cell.text)}{self._marks(cell.marks)}{grade}"

    def _path(self) -> str:
        parts = []
        for act, rows in groupby(self.page.path, key=lambda row: row.act):
            head = f"<h3>{_e(act)}</h3>" if act else ""
            parts.append(f'{head}<ol class="path">{"".join(self._step(row) for row in rows)}</ol>')
        return "".join(parts)

    def _step(self, row: PathText) -> str:
        t = self.t
        if row.relation in ("same", "alone"):
            body = f'<p class="both">{_e(row.yours)}</p>'
        else:
            body = (f'<p class="mine"><b>{_e(t("compare.your_choice"))}</b> {_e(row.yours)}</p>'
                    f'<p class="theirs"><b>{_e(t("compare.record_choice"))}</b> {_e(row.record)}</p>')
        extra = "".join(f'<p class="turn">{_e(text)}</p>' for text in (row.turn, row.opened, row.closed) if text)
        date = f"<time>{_e(row.date)}</time> " if row.date else ""
        return (f'<li class="{row.relation}"><h4>{date}{_e(row.title)}</h4>'
                f"{self._verdict(row.relation, row.verdict)}{body}{extra}</li>")

    def _stakes(self) -> str:
        if not self.page.stakes:
            return ""
        t = self.t
        rows = "".join(self._stake(row) for row in self.page.stakes)
        record = ((t("compare.record_choice"), ""),) if self.page.recorded else ()
        heads = "".join(f'<th scope="col"{kind}>{_e(word)}</th>' for word, kind in (
            (t("compare.issue"), ""), (t("compare.your_choice"), ' class="mine"'), *record, (t("compare.why"), "")))
        return f'<table class="stakes"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'

    def _stake(self, row: StakeText) -> str:
        t = self.t
        why = f'<p class="note">{_e(t("compare.unchanged"))}</p>'
        if row.causes:
            links = "".join(
                f'<li>{_e(cause.told)}<br>{_e(cause.effect)} <em class="tag">{_e(cause.sure)}</em></li>'
                for cause in row.causes)
            why = f'<ul class="trace">{links}</ul>'
        relation = "same" if row.same else "differs"
        verdict = f"{self._verdict(relation, row.verdict)}<br>" if row.verdict else ""
        record = (f'<td data-of="{_e(t("compare.record_choice"))}"><b>{_e(row.record)}</b>'
                  f'<br>{_e(row.record_text)}</td>') if self.page.recorded else ""
        return (f'<tr><th scope="row">{_e(row.dimension)}<small>{_e(row.layer)}</small></th>'
                f'<td class="mine" data-of="{_e(t("compare.your_choice"))}">{verdict}'
                f'<b>{_e(row.yours)}</b><br>{_e(row.yours_text)}</td>'
                f'{record}<td data-of="{_e(t("compare.why"))}">{why}</td></tr>')

    def _figures(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{_e(row.name)}{self._marks(row.marks)}</th><td class="number">{_e(row.value)}</td>'
            f'<td>{self._verdict("same" if row.reached else "unreached", row.verdict)}</td></tr>'
            for row in self.page.figures)
        return f'<table class="figures"><tbody>{rows}</tbody></table>' if rows else ""

    def _odds(self) -> str:
        if self.page.odds is None:
            return f'<p class="note">{_e(self.t("compare.uncounted"))}</p>'
        return "".join(self._chances(row) for row in self.page.odds)

    def _chances(self, row: OddsText) -> str:
        rows = []
        for rung in row.rungs:
            who = " ".join(_e(word) for word, holds in ((self.t("compare.mark_yours"), rung.yours),
                                                        (self.t("compare.mark_record"), rung.record)) if holds)
            bar = f'<i class="bar" style="width:{float(rung.share) * 100:.1f}%"></i>'
            rows.append(f'<tr><th scope="row">{_e(rung.name)}</th><td class="number">{_e(rung.words)}</td>'
                        f'<td class="bars">{bar}</td><td>{who}</td></tr>')
        return (f'<h3>{_e(row.name)}</h3><p>{_e(row.sentence)}</p>'
                f'<table class="odds"><tbody>{"".join(rows)}</tbody></table>')

    def _voices(self, voices: Iterable[VoiceText], graded: bool) -> str:
        parts = []
        for voice in voices:
            cares = ""
            if voice.cares:
                basis = f"<br>{_e(voice.basis)}" if voice.basis else ""
                cares = (f'<div class="grade model"><p class="word"><b>{_e(self.t("grade.model"))}</b></p>'
                         f"<p>{_e(voice.cares)}{basis}{self._marks(voice.marks)}</p></div>")
            text = self._paragraphs(voice.text, graded)
            parts.append(f'<div class="voice"><h3>{_e(voice.title)}</h3>{text}{cares}</div>')
        return f'<div class="voices">{"".join(parts)}</div>' if parts else ""

    def _legend(self) -> str:
        return "".join(f'<div class="grade {name}"><p class="word"><b>{_e(word)}</b></p><p>{_e(text)}</p></div>'
                       for name, word, text in self.page.grades)

    def _sources(self) -> str:
        notes = "".join(self._note(note) for note in self._footnotes())
        return f'<ol class="notes">{notes}</ol>' if notes else ""

    def _footnotes(self) -> Sequence[Footnote]:
        return self.deals[-1].footnotes if self.deals else self.page.footnotes

    def _note(self, note: Footnote) -> str:
        external = f' <em class="tag">{_e(self.t("sources.external"))}</em>' if note.external else ""
        return f'<li id="{self._id(f"n{note.number}")}" value="{note.number}">{_e(note.text)}{external}</li>'
