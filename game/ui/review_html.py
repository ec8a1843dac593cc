"""The page for review as one HTML file to print or to read: inline style, no script, nothing fetched.

Every text passes through ``_e`` and is escaped there.  The same scenario always gives the same bytes.  Called by the
command ``print``.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from game.ui.language import Language
from game.ui.report_style import POLICY, STYLE
from game.ui.review_style import REVIEW_STYLE, page_rules
from game.ui.review_values import Chapter, Group, Line, Note, ReviewPage, Section, Told

_LOCALES = {"zh": "zh-Hans"}


def review_html(page: ReviewPage, languages: Sequence[Language], paper: str = "a4", remarks: bool = False) -> str:
    """Returns the page as a file.

    paper: ``a4`` or ``letter``; remarks: whether there is an empty column to write in.
    """
    return _Writer(page, languages, paper, remarks).file()


def _e(text: str) -> str:
    return escape(text, quote=True)


class _Writer:
    def __init__(self, page: ReviewPage, languages: Sequence[Language], paper: str, remarks: bool) -> None:
        self.page, self.languages, self.paper = page, languages, paper
        self.t = languages[0].t
        self.locales = [_e(_LOCALES.get(language.code, language.code)) for language in languages]
        self.kind = " ".join(["review", *["two"] * (len(languages) > 1), *["remarks"] * remarks])

    def file(self) -> str:
        title = _e(self._joined(self.page.title))
        rules = page_rules(self.paper, self._joined(self.page.title),
                           [self._joined(chapter.title) for chapter in self.page.chapters])
        chapters = "".join(self._chapter(number, chapter) for number, chapter in enumerate(self.page.chapters))
        return (f'<!DOCTYPE html>\n<html lang="{self.locales[0]}">\n<head>\n<meta charset="utf-8">\n{POLICY}'
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
                f"<title>{title}</title>\n<style>\n{STYLE}{REVIEW_STYLE}{rules}</style>\n</head>\n<body>\n"
                f'<article class="{self.kind}">\n{self._cover()}{self._contents()}{chapters}</article>\n'
                "</body>\n</html>\n")

    def _joined(self, told: Told) -> str:
        return " · ".join(dict.fromkeys(text for text in told if text))

    def _each(self, told: Told, tag: str, kind: str = "") -> str:
        """The text in every language, one element each."""
        name = f' class="{kind}"' if kind else ""
        return "".join(f'<{tag}{name} lang="{locale}">{_e(text)}</{tag}>'
                       for text, locale in zip(told, self.locales, strict=True) if text)

    def _told(self, key: str, **values: object) -> Told:
        return tuple(language.t(key, **values) for language in self.languages)

    def _cover(self) -> str:
        facts = "".join(self._each(fact, "li") for fact in self.page.facts)
        warning = "".join(f'<p lang="{locale}"><strong>{_e(language.t("review.warning"))}</strong> '
                          f"{_e(language.t('review.reveals'))}</p>"
                          for language, locale in zip(self.languages, self.locales, strict=True))
        legend = "".join(f'<div class="grade {kind}"><p class="word"><b>{_e(self._joined(word))}</b></p>'
                         f"{self._each(meaning, 'p')}</div>" for kind, word, meaning in self.page.grades)
        return (f'<header class="cover"><p class="kicker">{_e(self._joined(self._told("review.kicker")))}</p>'
                f"{self._each(self.page.title, 'h1')}{self._each(self.page.subtitle, 'p', 'subtitle')}"
                f'<div class="warning">{warning}</div>{self._each(self.page.summary, "p")}'
                f'<ul class="facts">{facts}</ul>{self._each(self._told("review.how"), "p", "note")}'
                f'<h2>{_e(self._joined(self._told("report.legend")))}</h2>'
                f'<div class="legend">{legend}</div></header>\n')

    def _contents(self) -> str:
        parts = []
        for chapter in self.page.chapters:
            rows = "".join(f'<li><b>{_e(section.number)}</b><a href="#{_e(section.anchor)}">'
                           f"{_e(self._joined(section.title))}</a></li>" for section in chapter.sections)
            parts.append(f"<h3>{_e(self._joined(chapter.title))}</h3><ol>{rows}</ol>")
        return f'<nav><h2>{_e(self._joined(self._told("report.contents")))}</h2>{"".join(parts)}</nav>\n'

    def _chapter(self, number: int, chapter: Chapter) -> str:
        sections = "".join(self._section(section) for section in chapter.sections)
        return (f'<section class="chapter" id="c{number}"><h2>{_e(self._joined(chapter.title))}</h2>\n'
                f"{sections}</section>\n")

    def _section(self, section: Section) -> str:
        name = "" if section.anchor.startswith("appendix-") else f'<span class="id">{_e(section.anchor)}</span>'
        below = self._each(section.below, "p", "below") if section.below else ""
        groups = "".join(self._group(group) for group in section.groups)
        notes = "".join(self._note(section, note) for note in section.notes)
        return (f'<section class="node" id="{_e(section.anchor)}"><h3><span class="no">{_e(section.number)}</span>'
                f"<span>{_e(self._joined(section.title))}</span>{name}</h3>{below}\n{groups}"
                + (f'<ul class="under">{notes}</ul>' if notes else "") + "</section>\n")

    def _group(self, group: Group) -> str:
        title = f"<h4>{_e(self._joined(group.title))}</h4>" if group.title else ""
        return f'<div class="group">{title}{"".join(self._row(line, group) for line in group.lines)}</div>\n'

    def _row(self, line: Line, group: Group) -> str:
        name = _e(line.pin.id).replace(".", ".<wbr>")
        pin = f'<b>{_e(line.pin.number)}</b><span class="id">{name}</span>' if line.pin.number else ""
        cells = "".join(self._cell(line, place) for place in range(len(self.languages)))
        return f'<div class="row d{line.depth}"><div class="pin">{pin}</div>{cells}</div>\n'

    def _cell(self, line: Line, place: int) -> str:
        text = _e(line.text[place])
        if line.leads:
            text = f'<a href="#{_e(line.leads)}">{text}</a>'
        marks = "".join(f"<sup>{mark}</sup>" for mark in line.marks)
        label = f'<p class="label">{_e(line.label[place])}</p>' if line.label and line.label[place] else ""
        kind = " ".join(["goes"] * bool(line.leads) + ["strong"] * line.strong)
        said = f'<p{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{text}{marks}</p>'
        code = f"<p><code>{_e(line.code)}</code></p>" if line.code and line.code != line.text[place] else ""
        if line.grade:
            word = f'<p class="word">{_e(line.note[place])}</p>'
            said = f'<div class="grade {_e(line.grade)}">{word}{said}</div>'
        when = ""
        if line.when.code:
            told = line.when.told[place]
            written = "" if told == line.when.code else f" <code>{_e(line.when.code)}</code>"
            when = (f'<p class="when"><b>{_e(self.languages[place].t("review.when"))}</b> {_e(told)}{written}</p>')
        return f'<div class="cell" lang="{self.locales[place]}">{label}{said}{code}{when}</div>'

    def _note(self, section: Section, note: Note) -> str:
        external = f' <em class="tag">{_e(self.t("sources.external"))}</em>' if note.external else ""
        same = len(set(note.text)) == 1
        said = _e(note.text[0]) if same else self._each(note.text, "span", "both")
        return f"<li><b>{note.number}</b>{said}{external} <code>{_e(note.id)}</code></li>"
