"""What the screens of a play share: bar, badge, keys, graded paragraphs, footnotes and their dialogs.

Not a screen of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Dialog, Input, Push, Screen
from game.ui.gui.screens import flow
from game.ui.gui.screens.terms import codex_button, rich
from game.ui.gui.widgets import Button, Column, Flow, Label, Paper, Paragraph, Rule, Scroll, Tab, Widget
from game.ui.notes import Footnote
from game.ui.pages import Paragraph as Graded

Note = Callable[[str], Command | None]

ONE_SCROLL_BELOW = 400
"""Logical height under which tabs and paper scroll as one above the button."""


class Playing(Screen):
    """A page of the open play.  Keeps the place, never the words."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.place = desk, desk.here

    def title(self, ctx: Context) -> str:
        scenario, node = self.desk.play.scenario, self.desk.play.node
        if self.place.ply < self.desk.play.ply:
            node = scenario.nodes[self.desk.play.steps[self.place.ply].before.node]
        language = self.desk.languages[ctx.language]
        return next((language.words(act.title) for act in scenario.acts if act.id == node.act),
                    language.words(scenario.title))

    def badge(self, ctx: Context) -> str:
        return self.desk.page(ctx.language, self.place).badge

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("Enter", ctx.t("gui.next")), *self.common_hints(ctx)]

    def common_hints(self, ctx: Context) -> list[tuple[str, str]]:
        """The keys that work on every page of a play."""
        names = (("U", "undo"), ("I", "situation"), ("B", "history"), ("T", "tree"), ("M", "map"), ("S", "sources"),
                 ("L", "language"), ("Esc", "menu"), ("Ctrl +", "larger"))
        return [(key, ctx.t(f"{name}.hint.open" if name in ("tree", "map") else f"gui.hint.{name}"))
                for key, name in names]

    def handle(self, ctx: Context, given: Input) -> Command | None:
        if given.kind in ("back", "menu"):
            from game.ui.gui.screens.menu import MenuScreen
            return Push(MenuScreen(self.desk))
        if given.kind == "undo":
            return flow.opened(self.desk) if self.desk.undo() else None
        if given.kind == "redo":
            return flow.opened(self.desk) if self.desk.redo() else None
        if given.kind == "sources":
            return flow.sources(self.desk)
        if given.kind == "letter" and given.letter == "i":
            from game.ui.gui.screens.situation import SituationScreen
            return Push(SituationScreen(self.desk))
        if given.kind == "letter" and given.letter == "b":
            return flow.history(self.desk)
        if given.kind == "letter" and given.letter == "t":
            return flow.tree(self.desk)
        if given.kind == "letter" and given.letter == "m":
            return flow.chart(self.desk)
        return None

    turn_text = "gui.next"

    def next_buttons(self, ctx: Context) -> list[Widget]:
        """The button that turns the page; before it one that passes over pages read in an earlier play."""
        skip = [Button(ctx.t("comfort.skip_all"), self.skip, key="skip")] if self._skips() else []
        return [*skip, Button(ctx.t(self.turn_text), self.next_page, kind="primary", key="next")]

    def _skips(self) -> bool:
        return self.place == self.desk.here and self.turn_text == "gui.next" and self.desk.can_skip()

    def skip(self) -> Command:
        """Turns to the first page not read before."""
        self.desk.skip()
        return flow.turn(self.desk)

    def next_page(self) -> Command:
        """Turns the page."""
        self.desk.go_on()
        return flow.turn(self.desk)

    def note(self, mark: str) -> Command:
        """Opens the source behind a footnote mark of this page."""
        return Push(source_dialog(self.desk, lambda code: self.desk.page(code, self.place).footnotes, mark,
                                  told=self.place.kind != "decision"))


def source_dialog(desk: Desk, notes: Callable[[str], Sequence[Footnote]], mark: str, *, told: bool) -> Dialog:
    """Returns a card with one source.  told: the event itself may be shown, since it can give nothing away."""

    def body(ctx: Context) -> str:
        found = next((note for note in notes(ctx.language) if str(note.number) == mark), None)
        if found is None:
            return mark
        parts = [found.text]
        reference, language = desk.play.scenario.reference, desk.languages[ctx.language]
        event = reference.events.get(found.id)
        if told and event is not None:
            parts.insert(0, f"**{language.words(event.when)}**　{language.words(event.text)}")
        if found.external:
            parts.append(ctx.t("gui.external"))
        return "\n".join(parts)

    entry = next((note.id for note in notes(next(iter(desk.languages))) if str(note.number) == mark), "")
    return Dialog(lambda ctx: ctx.t("gui.source", mark=mark), body, codex_button(desk.play, entry))


def graded(ctx: Context, items: Sequence[Graded], key: str, on_note: Note, *, always: bool = True,
           role: str = "body", size: str | int = "body") -> list[Widget]:
    """Returns paragraphs with grade rule, grade word and footnote marks.

    always: the grade stands over plain facts too, as it must once a choice is made.
    """
    made: list[Widget] = []
    for number, item in enumerate(items):
        text = item.text + "".join(f"[[{mark}]]" for mark in item.marks)
        shown = always or item.grade.value != "fact"
        grade, word, source = (item.grade.value, item.label, item.note) if shown else (None, "", "")
        made.append(Paragraph(**rich(ctx, text), grade=grade, grade_word=word, source=source, on_note=on_note,
                              role=role, size=size, key=f"{key}.{number}"))
    return made


def footnote_list(notes: Sequence[Footnote]) -> list[Widget]:
    """Returns the footnotes of a page under a rule; nothing if there are none."""
    if not notes:
        return []
    return [Rule("single", "line"),
            *(Label(f"[{note.number}] {note.text}", size="caption", colour="soft") for note in notes)]


def tab_strip(ctx: Context, tabs: Sequence[tuple[str, str]], current: str,
              on_select: Callable[[str], Command]) -> Widget:
    """Returns a slip of tabs for pages that cannot show all their papers at once.  tabs: (name, string key)."""

    def press(name: str) -> Callable[[], Command]:
        return lambda: on_select(name)

    return Paper(Flow([Tab(ctx.t(text), name == current, press(name), key=f"tabs.{name}") for name, text in tabs],
                      gap=6), pad=4)


def under_tabs(ctx: Context, papers: Mapping[str, Widget], current: str, words: str,
               on_select: Callable[[str], Command]) -> Widget:
    """Returns one paper of several with a slip of tabs for all; ``words`` is the string key before each name."""
    strip = tab_strip(ctx, [(name, f"{words}.{name}") for name in papers], current, on_select)
    if ctx.size[1] / ctx.scale < ONE_SCROLL_BELOW:
        return Scroll(Column([strip, papers[current]], gap=6), key="page")
    return Column([strip, papers[current]], gap=6, grow=1)
