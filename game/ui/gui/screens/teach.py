"""Teaching: which lesson, with what, in which language; the dry run; the teacher's guide.

Everything is set already as it was the last time, so that a lesson is two clicks from the title.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.classroom.model import Format
from game.core.rules import Rules
from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Modal, Pop, Push, Refresh, Screen, SetLanguage, Show
from game.ui.gui.screens import flow
from game.ui.gui.screens.pick import Choice
from game.ui.gui.screens.projector import ProjectorScreen
from game.ui.gui.teaching import NotTaught, Rehearsed, Served, Teaching
from game.ui.gui.widgets import (
    Button,
    Column,
    Flow,
    Heading,
    Label,
    Paper,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Selector,
    Widget,
)
from game.ui.guide import blocks

LENGTH = 45
"""Minutes of the lesson that is put forward where none was chosen yet."""

ALONE, PHONES = "projector", "phones"
"""What a class answers with: hands, paper and this machine; or phones as well."""


class TeachScreen(Screen):
    """The page a lesson is opened from."""

    first_focus = "teach.open"

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self.desk, self.teaching, self.school = desk, teaching, teaching.school
        self.names = desk.names()
        self.trouble: NotTaught | None = None
        kept = desk.settings.lesson
        self.name = next((name for name in (kept.get("scenario", ""), self.school.first()) if name in self.names),
                         self.names[0] if self.names else "")
        self.format = kept.get("format", "")
        self.medium = kept.get("medium", ALONE) if self.school.phones() else ALONE
        self.kept = self.school.last()

    def title(self, ctx: Context) -> str:
        return ctx.t("teach.title")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Tab", ctx.t("gui.hint.choose")), ("Enter", ctx.t("gui.hint.ok")), ("Esc", ctx.t("pick.back")),
                ("L", ctx.t("gui.hint.language"))]

    def compose(self, ctx: Context) -> Widget:
        rules = self.desk.rules(self.name)
        if rules is None:
            return Paper(Paragraph(ctx.t("title.nothing")))
        formats = self._formats(rules)
        left, right = self._lessons(ctx, formats), self._how(ctx, formats)
        if ctx.size[0] / ctx.scale < 900:
            return Scroll(Column([left, right], gap=12))
        return Row([left, right], widths=[1.05, 1])

    def _formats(self, rules: Rules) -> Mapping[str, Format]:
        """The formats of the scenario chosen; sees to it that one of them is chosen."""
        found = self.school.formats(self.name, rules)
        if found and self.format not in found:
            self.format = min(found, key=lambda name: abs(found[name].minutes - LENGTH))
        return found

    def _lessons(self, ctx: Context, formats: Mapping[str, Format]) -> Widget:
        words = self.desk.languages[ctx.language].words
        inside: list[Widget] = [Label(ctx.t("pick.scenario"), role="bold", colour="soft")]
        for name in self.names:
            rules = self.desk.rules(name)
            if rules is not None:
                inside.append(Choice(words(rules.scenario.title), name == self.name, self._choose("name", name),
                                     key=f"teach.scenario.{name}"))
        inside.append(Label(ctx.t("teach.format"), role="bold", colour="soft"))
        inside += [Choice(words(format.title), name == self.format, self._choose("format", name),
                          key=f"teach.format.{name}") for name, format in formats.items()]
        if not formats:
            inside.append(Paragraph(ctx.t("teach.fault.format")))
        return Paper(Column([Heading(ctx.t("teach.which")), Scroll(Column(inside, gap=8), key="lessons")], gap=8),
                     kind="telegram", torn=True, pad=24, grow=1)

    def _how(self, ctx: Context, formats: Mapping[str, Format]) -> Widget:
        language = self.desk.languages[ctx.language]
        inside: list[Widget] = []
        if self.format in formats:
            format = formats[self.format]
            inside.append(Label(language.words(format.title), role="bold", size="lead"))
            if format.about:
                inside.append(Paragraph(language.words(format.about)))
        inside.append(Label(ctx.t("teach.with"), role="bold", colour="soft"))
        for medium in (ALONE, PHONES) if self.school.phones() else (ALONE,):
            inside += [Choice(ctx.t(f"teach.{medium}"), medium == self.medium, self._choose("medium", medium),
                              key=f"teach.medium.{medium}"),
                       Label(ctx.t(f"teach.{medium}_note"), colour="soft", size="caption")]
        if not self.school.phones():
            inside.append(Paragraph(ctx.t("teach.fault.phones"), colour="soft"))
        choices = [(code, each.name) for code, each in self.desk.languages.items()]
        inside.append(Selector(ctx.t("settings.language"), choices, ctx.language, SetLanguage, key="teach.language"))
        foot: list[Widget] = []
        if self.trouble is not None:
            foot.append(Label(self.trouble.said(language), role="bold", colour="red"))
        foot.append(Button(ctx.t("teach.open"), self._opener(ctx), kind="primary", key="teach.open",
                           enabled=bool(formats), reason=ctx.t("teach.fault.format")))
        more = [Button(ctx.t("teach.dry_run"), self._rehearse(ctx), key="teach.dry_run", enabled=bool(formats),
                       reason=ctx.t("teach.fault.format")),
                Button(ctx.t("teach.guide"), lambda: Push(GuideScreen(self.teaching)), key="teach.guide")]
        if self.kept is not None and self.desk.rules(self.kept.scenario) is not None:
            more.append(Button(ctx.t("teach.resume"), self._resume(ctx), key="teach.resume"))
        return Paper(Column([Heading(ctx.t("teach.how"), underline="red"), Scroll(Column(inside, gap=10), key="how"),
                             *foot, Flow(more)], gap=12), pad=22, grow=1)

    def _choose(self, what: str, value: str) -> Callable[[], Command]:
        def press() -> Command:
            setattr(self, what, value)
            self.trouble = None
            return Refresh()
        return press

    def _remember(self) -> None:
        chosen = {"scenario": self.name, "format": self.format, "medium": self.medium}
        if chosen != self.desk.settings.lesson:
            self.desk.settings.lesson = chosen
            self.desk.keep_settings()

    def _opener(self, ctx: Context) -> Callable[[], Command]:
        return lambda: self._teach(ctx, self.name, lambda rules: self.school.open(
            self.name, rules, self.format, ctx.language, phones=self.medium == PHONES))

    def _resume(self, ctx: Context) -> Callable[[], Command]:
        def press() -> Command:
            kept = self.kept
            if kept is None:
                return Refresh()
            return self._teach(ctx, kept.scenario, lambda rules: self.school.resume(
                kept.name, rules, phones=self.medium == PHONES))
        return press

    def _teach(self, ctx: Context, scenario: str, begin: Callable[[Rules], Served]) -> Command:
        self._remember()
        rules = self.desk.rules(scenario)
        if rules is None:
            return Refresh()
        try:
            served = begin(rules)
        except NotTaught as fault:
            self.trouble = fault
            return Refresh()
        lesson = self.teaching.begin(served, ctx.language, lambda: Show((flow.title(self.desk),)))
        return Show((ProjectorScreen(lesson, strip=True),))

    def _rehearse(self, ctx: Context) -> Callable[[], Command]:
        def press() -> Command:
            self._remember()
            rules = self.desk.rules(self.name)
            if rules is None:
                return Refresh()
            self.teaching.rehearse(self.name, rules, self.format, ctx.language)
            return Push(RehearsalScreen(self.desk, self.teaching))
        return press


class RehearsalScreen(Screen):
    """What the bots' lesson came to, stage by stage, and the way to its report."""

    overlay = True
    first_focus = "dry_run.close"

    def __init__(self, desk: Desk, teaching: Teaching) -> None:
        self.desk, self.teaching = desk, teaching

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Enter", ctx.t("gui.hint.ok")), ("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        made = self.teaching.rehearsal
        buttons = [Button(ctx.t("dialog.close"), Pop, key="dry_run.close")]
        if isinstance(made, Rehearsed):
            inside = self._stages(ctx, made)
            buttons.insert(0, Button(ctx.t("teach.report"), self._report, kind="primary", key="dry_run.report"))
        elif made is not None:
            inside = [Paragraph(made.said(self.desk.languages[ctx.language]))]
        else:
            inside = [Paragraph(ctx.t("teach.rehearsing"))]
        title = ctx.t("teach.dry_run")
        return Modal(Column([Heading(title), Scroll(Column(inside, gap=6), key="dry_run"), Flow(buttons)], gap=12),
                     width=640, label=title)

    def _stages(self, ctx: Context, made: Rehearsed) -> list[Widget]:
        rows: list[Widget] = [Row([Label(ctx.t("classroom.minutes", n=minutes), align="right"),
                                   Label(ctx.t(f"lesson.phase.{key}"))], widths=["90px", 1], gap=16, stretch=False)
                              for minutes, key in made.stages]
        said = ctx.t("lesson.dry_run", seats=made.seats, councils=made.councils, answers=made.answers)
        return [Paragraph(said), Rule("single", "rule"), *rows]

    def _report(self) -> Command | None:
        self.teaching.show_report()
        return None


class GuideScreen(Screen):
    """The teacher's guide, the same words as in the README."""

    first_focus = "guide"

    def __init__(self, teaching: Teaching) -> None:
        self.teaching = teaching

    def title(self, ctx: Context) -> str:
        return ctx.t("teach.guide")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("PgUp PgDn", ctx.t("gui.hint.read")), ("Esc", ctx.t("dialog.close"))]

    def compose(self, ctx: Context) -> Widget:
        made: list[Widget] = []
        for mark, text in blocks(self.teaching.school.guide(ctx.language)):
            made.append(Paragraph(f"{mark} {text}" if mark else text, size="lead"))
        close = Button(ctx.t("dialog.close"), Pop, key="guide.close")
        return Paper(Column([Scroll(Column(made, gap=12), key="guide"), Flow([close])], gap=12), pad=28, grow=1)
