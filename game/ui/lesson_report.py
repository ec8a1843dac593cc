"""The report of a lesson as one HTML file: opens offline, nothing fetched, no script, no name.

The same log gives the same bytes.  Tells differences in words, never ranks.  Called by the command and the desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from game.classroom.answers import RULES, Asked, Form, shares
from game.classroom.findings import findings, propose
from game.classroom.lesson import Lesson
from game.classroom.log import Head
from game.classroom.room import Room, Shown
from game.ui.language import Language
from game.ui.lesson_page import LessonPages
from game.ui.lesson_public import paths
from game.ui.lesson_report_model import issues_html, model_html
from game.ui.pages import Paragraph
from game.ui.report_deal import DEAL_STYLE
from game.ui.report_style import POLICY, STYLE

WRITTEN = (Asked.NOTE, Asked.MISSING, Asked.REASON, Asked.MIND, Asked.REFLECT, Asked.WORD)
"""What is written of a decision besides the debrief's answers, in the order it is asked."""

_LOCALES = {"zh": "zh-Hans"}


def lesson_report(head: Head, lesson: Lesson, room: Room, language: Language, *, words: bool = True) -> str:
    """Returns the report; without ``words`` free texts are left out and only counts stand."""
    return _Report(head, lesson, room, language, words).page()


def _e(text: str) -> str:
    return escape(text, quote=True)


class _Report:
    def __init__(self, head: Head, lesson: Lesson, room: Room, language: Language, words: bool) -> None:
        self.head, self.lesson, self.room, self.language, self.words = head, lesson, room, language, words
        self.pages = LessonPages(lesson, room, language)
        self.t = language.t

    def page(self) -> str:
        """Returns the whole file."""
        title = self.language.words(self.lesson.rules.scenario.title)
        body = "".join((self._head(title), self._timing(), self._paths(), *(self._decision(number) for number in
                        range(len(self.lesson.decisions)) if Shown.RECORD in self.lesson.revealed(self.room, number)),
                        self._debrief(), self._tickets(), self._branches()))
        locale = _e(_LOCALES.get(self.language.code, self.language.code))
        return (f'<!DOCTYPE html>\n<html lang="{locale}">\n<head>\n<meta charset="utf-8">\n{POLICY}'
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
                f'<title>{_e(self.t("lesson_report.title", title=title))}</title>\n'
                f'<style>\n{STYLE}{DEAL_STYLE}</style>\n</head>\n'
                f'<body>\n<article lang="{locale}">\n{body}<footer>{_e(self.t("lesson_report.footer"))}</footer>\n'
                '</article>\n</body>\n</html>\n')

    def _head(self, title: str) -> str:
        format_title = self.language.words(self.lesson.format.title)
        facts = [self.t("lesson_report.opened", when=self.head.opened), format_title,
                 self.t("lesson_report.class", seats=len(self.room.active), councils=len(self.room.councils)),
                 self.t("lesson_report.version", scenario=self.head.scenario, digest=self.head.digest[:12],
                        version=self.head.version)]
        return (f'<header><p class="kicker">{_e(self.t("lesson_report.kicker"))}</p><h1>{_e(title)}</h1>'
                + "".join(f"<p>{_e(fact)}</p>" for fact in facts) + "</header>\n")

    def _timing(self) -> str:
        rows = [(self.t(f"lesson.phase.{stage.key}"), self.t("classroom.minutes", n=stage.minutes),
                 f"{int(self.room.spent[place]) // 60}:{int(self.room.spent[place]) % 60:02d}"
                 if place in self.room.spent else "–") for place, stage in enumerate(self.lesson.course.stages)]
        return self._section("plan", _table((self.t("lesson_report.stage"), self.t("lesson_report.planned"),
                                             self.t("lesson_report.taken")), rows))

    def _paths(self) -> str:
        lines = paths(self.pages)
        if not lines:
            return ""
        head = (self.t("projector.decision"), *(name for name, _ in lines[0].ours), self.t("lesson.panel.record"))
        return self._section("paths", _table(head, [(line.title, *(text for _, text in line.ours), line.record)
                                                    for line in lines]))

    def _decision(self, number: int) -> str:
        case = self.pages.case(self.pages.decided_on, number)
        parts = [self._movement(number), self._forecasts(number), self._reasons(number), self._written(number),
                 self._opened(number), issues_html(self.pages, number), self._estimates(number),
                 model_html(self.pages, number, self._said)]
        return f"<section><h2>{_e(case.title)}</h2>\n{''.join(parts)}</section>\n"

    def _movement(self, number: int) -> str:
        """First choice against ballot: who moved where."""
        choices = self.pages.case(self.pages.decided_on, number).choices
        letters = {choice.move: choice.letter for choice in choices}
        table = {(first, second): 0 for first in letters for second in letters}
        for seat in self.room.active:
            first = self.room.answer(number, Asked.CHOICE, seat.number)
            second = self.room.answer(number, Asked.BALLOT, seat.number)
            if first is not None and second is not None and (first.value, second.value) in table:
                table[first.value, second.value] += 1
        rows = [(f"{choice.letter} {choice.text}", *(str(table[choice.move, other]) for other in letters))
                for choice in choices]
        hands = [self.pages.votes(asked, None, number) for asked in (Asked.CHOICE, Asked.GUESS, Asked.BALLOT)]
        counts = [(spread.title, *(str(bar.count) for bar in spread.bars)) for spread in hands if spread.total]
        head = ("", *letters.values())
        told = _table(head, counts) if counts else ""
        moved = f"<h3>{_e(self.t('lesson_report.movement'))}</h3>{_table(head, rows)}" if sum(table.values()) else ""
        return told + moved

    def _forecasts(self, number: int) -> str:
        choices = self.pages.case(self.pages.decided_on, number).choices
        given = [shares(answer.value) for seat in self.room.active
                 if (answer := self.room.answer(number, Asked.FORECAST, seat.number)) is not None]
        if not given:
            return ""
        rows = []
        for choice in choices:
            own = [each.get(choice.move, 0) for each in given]
            rows.append((f"{choice.letter} {choice.text}", f"{sum(own) / len(own):.1f}", f"{min(own)}–{max(own)}"))
        recalled = [int(answer.value) for seat in self.room.active
                    if (answer := self.room.answer(number, Asked.RECALL, seat.number)) is not None]
        node = self.lesson.node(self.room, self.pages.decided_on, number)
        note = ""
        if recalled and node.record_move:
            mean = sum(each.get(node.record_move, 0) for each in given) / len(given)
            later = sum(recalled) / len(recalled)
            told = self.t("lesson_report.recalled", given=f"{mean:.1f}", recalled=f"{later:.1f}")
            note = f'<p class="note">{_e(told)}</p>'
        return (f"<h3>{_e(self.t('lesson_report.forecasts'))}</h3>"
                + _table(("", self.t("lesson_report.mean"), self.t("lesson_report.span")), rows) + note)

    def _reasons(self, number: int) -> str:
        found = []
        for council in self.room.councils:
            made = self.room.decided.get((number, council))
            if made is None:
                continue
            card = self.lesson.card(made.card)
            cited = self.language.words(card.title) if card else self.t("lesson_report.waived")
            said = made.reason if self.words else ""
            over = self.t("lesson_report.overruled") if self.pages.overruled(council, number) else ""
            found.append(f"<p><strong>{_e(self.pages.council_name(council))}</strong> {_e(over)}</p>"
                         f"<p>{_e(said)}</p><p class=\"note\">{_e(cited)}</p>")
        return f"<h3>{_e(self.t('lesson_report.reasons'))}</h3>{''.join(found)}" if found else ""

    def _written(self, number: int) -> str:
        """What observers noted, seats gave as reasons and were surprised by, and the cards all of it rests on."""
        parts = [f"<h4>{_e(self.t(f'lesson.ask.{asked.value}'))}</h4>{found}" for asked in WRITTEN
                 if (found := self._said(asked, number))]
        relied = Counter(answer.value for (decision, asked, _, _), answer in self.room.answers.items()
                         if decision == number and asked is Asked.EVIDENCE)
        relied.update(made.card for (decision, _), made in self.room.decided.items()
                      if decision == number and made.card)
        cards = [f"{self.language.words(card.title)} {count}" for name, count in sorted(relied.items())
                 if (card := self.lesson.card(name)) is not None]
        if cards:
            parts.append(f"<p>{_e(self.t('lesson_report.relied', cards=self.t('lesson_print.join').join(cards)))}</p>")
        return f"<h3>{_e(self.t('lesson_report.written'))}</h3>{''.join(parts)}" if parts else ""

    def _opened(self, number: int) -> str:
        """How many seats opened each card on their own device."""
        rows = [(self.language.words(card.title), str(len(seats))) for (decision, name), seats in
                sorted(self.room.opened.items()) if decision == number and (card := self.lesson.card(name)) is not None]
        head = (self.t("lesson_report.card"), self.t("lesson_report.seats"))
        return f"<h3>{_e(self.t('lesson_report.looked'))}</h3>{_table(head, rows)}" if rows else ""

    def _said(self, asked: Asked, number: int) -> str:
        """The texts of one kind at one decision, or how many there are."""
        return self._texts(asked, "", number)

    def _estimates(self, number: int) -> str:
        """Every counterfactual sentence that was shown, with its grade."""
        own = self.pages.pages(self.pages.decided_on, number)
        node, position, notes = own.session.node, own.session.position, own.fresh_notes()
        moves = dict.fromkeys(verdict.choice.move for verdict in self.pages.verdicts(number))
        found: list[Paragraph] = []
        for move in moves:
            found += own.paragraphs(node.option(move).follows, position, notes)  # type: ignore[union-attr]
        if not found:
            return ""
        return f"<h3>{_e(self.t('lesson_report.estimates'))}</h3>{''.join(_graded(item) for item in found)}"

    def _debrief(self) -> str:
        stage = self.lesson.stage(self.room)
        asked = propose(self.lesson.pack.questions, findings(self.lesson, self.room, stage.decision),
                        self.lesson.format.questions)
        parts = []
        for question in asked:
            answers = self._texts(Asked.ANSWER, question.id)
            parts.append(f"<h3>{_e(self.language.words(question.text))}</h3>{answers}")
        return self._section("debrief", "".join(parts)) if parts else ""

    def _tickets(self) -> str:
        rows = []
        for seat in self.room.active:
            for (decision, what, _, number), answer in self.room.answers.items():
                if number != seat.number or what is not Asked.CLAIM:
                    continue
                card = self.room.answers.get((decision, Asked.CARD, "", number))
                left = self.room.answers.get((decision, Asked.OPEN, "", number))
                found = self.lesson.card(card.value) if card else None
                rows.append((self.pages.seat_name(number), answer.value if self.words else "–",
                             self.language.words(found.title) if found else "",
                             left.value if left and self.words else "–"))
        head = (self.t("classroom.seat_short"), self.t("lesson.ask.claim"), self.t("lesson.ask.card"),
                self.t("lesson.ask.open"))
        return self._section("tickets", _table(head, rows)) if rows else ""

    def _branches(self) -> str:
        if not self.room.trails:
            return ""
        def named(branch: int, reopened: bool) -> str:
            return self.t("lesson_report.reopened", way=branch + 1) if reopened else str(branch + 1)

        stages = self.lesson.course.stages
        rows = [(named(trail.branch, trail.reopened), self.t(f"lesson.phase.{stages[trail.left_at].key}"),
                 str(len(trail.answers)), str(len(trail.decided))) for trail in self.room.trails]
        rows.append((named(self.room.branch, self.room.reopened),
                     self.t(f"lesson.phase.{self.lesson.stage(self.room).key}"),
                     str(len(self.room.answers)), str(len(self.room.decided))))
        head = (self.t("lesson_report.way"), self.t("lesson_report.left_at"), self.t("lesson_report.answers"),
                self.t("lesson_report.decisions"))
        return self._section("ways", _table(head, rows))

    def _texts(self, asked: Asked, question: str, number: int | None = None) -> str:
        assert RULES[asked].form is Form.TEXT
        found = [answer.value for (decision, what, which, _), answer in self.room.answers.items()
                 if what is asked and which == question and number in (None, decision)]
        if not self.words and found:
            return f"<p>{_e(self.t('lesson_report.counted', n=len(found)))}</p>"
        return "<ul>" + "".join(f"<li>{_e(text)}</li>" for text in found) + "</ul>" if found else ""

    def _section(self, name: str, body: str) -> str:
        return f"<section><h2>{_e(self.t(f'lesson_report.section.{name}'))}</h2>\n{body}</section>\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = "".join(f'<th scope="col">{_e(title)}</th>' for title in head)
    body = "".join(f'<tr><th scope="row">{_e(row[0])}</th>{"".join(f"<td>{_e(cell)}</td>" for cell in row[1:])}</tr>'
                   for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>\n"


def _graded(item: Paragraph) -> str:
    note = f' <span class="word">{_e(item.note)}</span>' if item.note else ""
    return (f'<div class="grade {_e(item.grade.value)}"><p class="word">{_e(item.label)}{note}</p>'
            f"<p>{_e(item.text)}</p></div>")


