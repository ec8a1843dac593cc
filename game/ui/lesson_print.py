"""The paper pack of a lesson: handouts without a spoiler, and a sealed file for the teacher alone.

Each is one HTML page with its style inside, to be printed by the system: A4 or Letter, ordinary or large print,
black on white.  Called by the command ``classroom print``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from game.classroom.lesson import Lesson
from game.classroom.model import Kind, MapSheet, Phase, Seating
from game.classroom.planning import planned
from game.classroom.room import Room, Seat
from game.classroom.seating import seats_for
from game.core.model import Decision
from game.ui.language import Language
from game.ui.lesson_chart import chart, chart_html, experts
from game.ui.lesson_maps import map_figure
from game.ui.lesson_page import CardPage, Case, LessonPages
from game.ui.mapshapes import Geometry
from game.ui.pages import Paragraph
from game.ui.report_style import POLICY

_LOCALES = {"zh": "zh-Hans"}
LINES = 4
"""Lines to write on where a sentence or two are asked for."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How the pack is printed.

    ``students``: how large the class is; ``single``: a seat for each of them even where two would share one; ``plain``:
    role cards in simple words; ``maps``: the geometry of each map the pack names.
    """

    style: str
    letter: bool = False
    large: bool = False
    students: int = 30
    single: bool = False
    plain: bool = False
    maps: Mapping[str, Geometry] = field(default_factory=dict)

    @property
    def seats(self) -> int:
        """How many seats the class takes."""
        return seats_for(self.students, single=self.single)


def handouts(lesson: Lesson, language: Language, paper: Paper) -> str:
    """Returns everything students may hold before the reveal, with the teacher's run-sheet and the privacy sheet."""
    pack = _Pack(lesson, language, paper)
    sheets: list[str] = [pack.seating(), pack.slips(), pack.names()]
    for decision in range(len(lesson.decisions)):
        sheets += pack.decision(decision)
    sheets += [pack.timeline(), pack.debrief(), pack.ticket(), pack.run_sheet(), pack.privacy()]
    return pack.page(sheets, "handouts", sealed=False)


def sealed(lesson: Lesson, language: Language, paper: Paper) -> str:
    """Returns what belongs to the reveal: record, what was hidden, conflicting accounts, estimates, questions."""
    pack = _Pack(lesson, language, paper)
    return pack.page([*(pack.reveal(number) for number in range(len(lesson.decisions))), pack.questions()], "sealed",
                     sealed=True)


class _Pack:
    def __init__(self, lesson: Lesson, language: Language, paper: Paper) -> None:
        self.lesson, self.language, self.paper, self.t = lesson, language, paper, language.t
        self.room = Room()
        self.rooms = planned(lesson, paper.seats)
        self.pages = LessonPages(lesson, self.room, language)
        self.title = language.words(lesson.rules.scenario.title)

    def page(self, sheets: Iterable[str], kind: str, *, sealed: bool) -> str:
        """Returns the whole file."""
        classes = " ".join(name for name, on in (("letter", self.paper.letter), ("large", self.paper.large),
                                                 ("sealed", sealed)) if on)
        locale = _e(_LOCALES.get(self.language.code, self.language.code))
        title = self.t(f"lesson_print.{kind}", title=self.title)
        return (f'<!DOCTYPE html>\n<html lang="{locale}">\n<head>\n<meta charset="utf-8">\n{POLICY}'
                f"<title>{_e(title)}</title>\n<style>\n{self.paper.style}</style>\n</head>\n"
                f"<body class=\"{classes}\">\n{''.join(sheets)}</body>\n"
                "</html>\n")

    def slips(self) -> str:
        """Seat slips to cut: number and plant, a line for the key."""
        key = _e(self.t("lesson_print.key"))
        slips = "".join(f'<div class="slip"><b>{_e(self.pages.seat_name(number))}</b>{key} ______</div>'
                        for number in range(1, self.paper.seats + 1))
        return self._sheet("slips", f'<div class="slips">{slips}</div>')

    def seating(self) -> str:
        """The seating chart, with how the class begins where it is not at once in its councils."""
        titles = tuple(self.pages.case(1, number).title for number in range(len(self.lesson.decisions)))
        seating = self.lesson.format.seating
        said = self.t(f"lesson_print.chart_{seating.value}", students=self.paper.students, seats=self.paper.seats)
        shared = self.t("lesson_print.shared") if self.paper.seats < self.paper.students else ""
        return self._sheet("seating", f"<p>{_e(said)} {_e(shared)}</p>"
                           + chart_html(chart(self.pages, self.rooms, self.paper.students), titles))

    def names(self) -> str:
        """The teacher's own list of who sits where: blank, and nowhere but on this sheet."""
        rows = "".join(f'<tr><th>{_e(self.pages.seat_name(number))}</th><td class="wide"></td></tr>'
                       for number in range(1, self.paper.seats + 1))
        return self._sheet("list", f'<p>{_e(self.t("lesson_print.list"))}</p><table class="names"><tbody>{rows}</tbody>'
                           "</table>")

    def decision(self, number: int) -> Iterator[str]:
        """The papers of one decision: maps, case, role cards, evidence, bargaining cards, ballots, checklist."""
        yield from (self._map(sheet) for sheet in self._maps(number))
        if self.lesson.format.seating is Seating.JIGSAW:
            groups = chart_html(experts(self.pages, self.rooms[number], number), (self.t("lesson_print.back_to"),))
            yield self._sheet("experts", f'<p>{_e(self.t("lesson_print.experts"))}</p>{groups}',
                              self.pages.case(1, number).title)
        case = self.pages.case(1, number)
        node = self.lesson.rules.scenario.decision(self.lesson.decisions[number])
        sitting = self.lesson.sitting(node.id)
        yield self._sheet("case", self._case(case), case.title)
        roles = [role for role in sitting.roles.values() if role.kind is not Kind.OBSERVER]
        cards = "".join(f'<div class="card">{self._role(number, role.id)}</div>' for role in roles)
        yield self._sheet("roles", f'<div class="cards">{cards}</div>', case.title)
        table = self._cards(number)
        if table:
            yield self._sheet("evidence", f'<div class="cards">{"".join(table)}</div>', case.title)
        zone = "".join(f"<h3>{_e(self.t(f'lesson.ask.{key}'))}</h3>{_lines(2)}" for key in ("batna", "zone"))
        yield self._sheet("zone", f'<p>{_e(self.t("lesson_print.zone"))}</p>'
                          f'<div class="cards">{f"<div class=card>{zone}</div>" * 4}</div>', case.title)
        label = self.language.words(sitting.ballot) or self.t("lesson.ballot_device")
        ballot = (f'<div class="ballot"><h3>{_e(case.question)}</h3>{self._letters(case)}'
                  f'<p class="note">{_e(label)}</p></div>')
        yield self._sheet("ballots", f'<div class="cards">{ballot * 4}</div>', case.title)
        asked = "".join(f"<h3>{_e(self.t(f'lesson.ask.{key}'))}</h3>{_lines()}" for key in ("note", "missing"))
        yield self._sheet("checklist", f'<p>{_e(self.t("lesson.task.observer"))}</p>{asked}{self._letters(case)}',
                          case.title)

    def timeline(self) -> str:
        """The lesson's decisions with a column for our path and a blank one for the record."""
        blank = '<td class="blank"></td>' * 2
        rows = "".join(f"<tr><td>{_e(case.date)}</td><td>{_e(case.title)}</td>{blank}</tr>"
                       for case in (self.pages.case(1, number) for number in range(len(self.lesson.decisions))))
        head = "".join(f"<th>{_e(self.t(f'lesson_print.{key}'))}</th>" for key in ("day", "what", "ours", "record"))
        return self._sheet("timeline", f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")

    def debrief(self) -> str:
        """The debrief's four steps with room to write."""
        steps = dict.fromkeys(stage.key for stage in self.lesson.course.stages if stage.phase is Phase.DEBRIEF)
        body = "".join(f"<h3>{_e(self.t(f'lesson.phase.{key}'))}</h3><p>{_e(self.t(f'lesson.guide.{key}'))}</p>"
                       f"{_lines()}" for key in steps)
        return self._sheet("debrief", body)

    def ticket(self) -> str:
        """Exit tickets, four to a sheet."""
        one = "".join(f"<h3>{_e(self.t(f'lesson.ask.{key}'))}</h3>{_lines(2)}" for key in ("claim", "card", "open"))
        return self._sheet("ticket", f'<div class="cards">{f"<div class=card>{one}</div>" * 4}</div>')

    def run_sheet(self) -> str:
        """The teacher's plan on one page, with the keys."""
        rows = "".join(f"<tr><td>{_e(self.t('classroom.minutes', n=stage.minutes))}</td>"
                       f"<td>{_e(self.t(f'lesson.phase.{stage.key}'))}</td>"
                       f"<td>{_e(self.t(f'lesson.note.{stage.key}'))}</td></tr>"
                       for stage in self.lesson.course.stages)
        keys = " · ".join(f"{key}: {self.t(f'lesson.control.{name}')}" for key, name in (
            ("→", "next"), ("P", "pause"), ("+", "minute"), ("K", "lock"), ("V", "votes"), ("R", "record"),
            ("←", "back"), ("S", "skip"), ("B", "blank"), ("T", "timer_off"), ("O", "lock_lobby"),
            ("N", "reopen"), ("E", "end")))
        title = _e(self.t("lesson_print.keys"))
        return self._sheet("run", f"<table><tbody>{rows}</tbody></table><h3>{title}</h3><p>{_e(keys)}</p>")

    def privacy(self) -> str:
        """What the program keeps of a class, in plain words."""
        return self._sheet("privacy", "".join(f"<p>{_e(self.t(f'lesson_print.privacy.p{number}'))}</p>"
                                              for number in range(1, 6)))

    def reveal(self, number: int) -> str:
        """What is told at the reveal of one decision."""
        own = self.pages.pages(1, number)
        node, position, notes = own.session.node, own.session.position, own.fresh_notes()
        assert isinstance(node, Decision)
        parts = []
        for heading, slot in (("lesson.panel.record", node.record), ("reveal.hidden", node.hidden)):
            parts += [f"<h2>{_e(self.t(heading))}</h2>", *map(_graded, own.paragraphs(slot, position, notes))]
        sitting = self.lesson.sitting(node.id)
        accounts = [card for name in sitting.accounts if (card := self.lesson.card(name)) is not None]
        parts += [self._card(self.pages.card(card, position, notes, own)) for card in accounts]
        parts.append(f"<h2>{_e(self.t('lesson.panel.follows'))}</h2>")
        for option in node.options:
            parts += [f"<h3>{_e(own.phrase(option.text, position))}</h3>",
                      *map(_graded, own.paragraphs(option.follows, position, notes))]
        parts += [f'<p class="source">[{note.number}] {_e(note.text)}</p>' for note in notes.footnotes()]
        return self._sheet("reveal", "".join(parts), self.pages.case(1, number).title)

    def questions(self) -> str:
        """The bank of debrief questions."""
        return self._sheet("questions", "<ul>" + "".join(
            f"<li>{_e(self.language.words(question.text))}</li>" for question in self.lesson.pack.questions) + "</ul>")

    def _maps(self, number: int) -> Iterator[MapSheet]:
        """The maps handed out with a decision: of its day or earlier, and later than the decision before it."""
        days = ["", *(self._day(decision) for decision in range(number + 1))]
        for sheet in self.lesson.pack.maps:
            if max(days[:-1]) < sheet.day <= days[-1] and sheet.geometry in self.paper.maps:
                yield sheet

    def _day(self, number: int) -> str:
        date = self.lesson.rules.scenario.decision(self.lesson.decisions[number]).date
        return date.last.isoformat() if date else ""

    def _map(self, sheet: MapSheet) -> str:
        own = self.pages.pages(1, 0)
        notes = own.fresh_notes()
        said = "".join(map(_graded, own.paragraphs(sheet.text, own.session.position, notes)))
        cited = "".join(f'<p class="source">[{note.number}] {_e(note.text)}</p>' for note in notes.footnotes())
        return self._sheet("map", map_figure(sheet, self.paper.maps[sheet.geometry], self.language) + said + cited
                           + f'<p class="source">{_e(self.language.words(sheet.source))}</p>',
                           self.language.words(sheet.title))

    def _role(self, number: int, name: str) -> str:
        node = self.lesson.decisions[number]
        role = self.lesson.sitting(node).roles[name]
        words, brief = self.language.words, role.brief
        title = words(role.name) or self.t(f"lesson.kind.{role.kind.value}")
        parts = [f"<h2>{_e(title)}</h2>", f'<p class="opening">{_e(self.t("lesson.brief.opening"))}</p>']
        if role.person is None and role.kind in (Kind.ADVISER, Kind.OTHER):
            parts.append(f'<p class="note">{_e(self.t("lesson.brief.composite"))}</p>')
        speaks = brief.plain if self.paper.plain and brief.plain else brief.speaks_for
        parts += [f"<p>{_e(words(text))}</p>" for text in (speaks, brief.task) if text]
        if brief.interests:
            parts.append("<ol>" + "".join(f"<li>{_e(words(text))}</li>" for text in brief.interests) + "</ol>")
        lines = (("red_line", brief.red_line), ("batna", brief.batna), ("unknown", brief.unknown))
        parts += [f"<h3>{_e(self.t(f'lesson.brief.{key}'))}</h3><p>{_e(words(text))}</p>"
                  for key, text in lines if text]
        if role.kind in (Kind.DECIDER, Kind.RECORDER) and not brief.task:
            parts.append(f"<p>{_e(self.t(f'lesson.task.{role.kind.value}'))}</p>")
        return "".join(parts)

    def _cards(self, number: int) -> list[str]:
        """Every card that lies on somebody's table at a decision, once."""
        own = self.pages.pages(1, number)
        found: dict[str, str] = {}
        for role in self.lesson.sitting(self.lesson.decisions[number]).roles.values():
            seat = Seat(number=0, council=1, kind=role.kind, role=role.id)
            for name, card in self.lesson.cards(self.room, seat, number).items():
                if name not in found:
                    shown = self.pages.card(card, own.session.position, own.fresh_notes(), own)
                    found[name] = f'<div class="card">{self._card(shown)}</div>'
        return list(found.values())

    def _card(self, card: CardPage) -> str:
        return (f"<h3>{_e(card.title)}</h3>" + "".join(map(_graded, card.text))
                + (f'<p class="source">{_e(card.source)}</p>' if card.source else ""))

    def _case(self, case: Case) -> str:
        notes = "".join(f'<p class="source">[{note.number}] {_e(note.text)}</p>' for note in case.footnotes)
        return (f'<p class="note">{_e(case.date)} {_e(case.place)}</p>{"".join(map(_graded, case.brief))}'
                f"<h3>{_e(case.question)}</h3>{self._letters(case)}{notes}")

    def _letters(self, case: Case) -> str:
        return '<ul class="letters">' + "".join(
            f'<li><span class="box">{choice.letter}</span>{_e(choice.text)}</li>' for choice in case.choices) + "</ul>"

    def _sheet(self, name: str, body: str, of: str = "") -> str:
        heading = self.t(f"lesson_print.sheet.{name}")
        said = f"{heading} · {of}" if of else heading
        origin = self.t("lesson_print.origin", title=self.title, digest=self.lesson.rules.scenario.digest[:12])
        return f'<section class="sheet"><h1>{_e(said)}</h1>\n{body}<p class="origin">{_e(origin)}</p></section>\n'


def _graded(item: Paragraph) -> str:
    marks = "".join(f"[{mark}]" for mark in item.marks)
    note = f" · {item.note}" if item.note else ""
    return f'<p><span class="grade">{_e(item.label)}{_e(note)}.</span> {_e(item.text)} {_e(marks)}</p>'


def _lines(number: int = LINES) -> str:
    return '<div class="write"></div>' * number


def _e(text: str) -> str:
    return escape(text, quote=True)


