"""The terminal front end: the whole game as lines of text; also the worked example of a front end.

Knows sessions and pages, nothing of rules or files.  Reading and writing are passed in, so tests can drive it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from game.core.model import Decision, Table
from game.core.rules import IllegalMove
from game.play.session import Session
from game.ui.forecast import format_forecast
from game.ui.language import Language
from game.ui.pages import DecisionPage, EndingPage, Page, Pages
from game.ui.table_desk import DRAFT, Draft, TableDesk
from game.ui.table_page import MinutesPage, TablePage
from game.ui.table_text import TableText, continued
from game.ui.transcript import Transcript


class Terminal:
    """Plays one session by lines.

    ``ask(prompt)`` returns what the player typed and raises ``EOFError`` at the end of input; ``tell(line)`` shows
    a line; ``save(session)`` keeps the play and returns nothing or a sentence why it could not; ``finish(session,
    language)`` returns the closing lines.
    """

    def __init__(self, session: Session, languages: Mapping[str, Language], language: str, *,
                 ask: Callable[[str], str], tell: Callable[[str], None],
                 save: Callable[[Session], str | None] = lambda session: None,
                 finish: Callable[[Session, Language], Iterable[str]] = lambda session, language: (),
                 command: str = "", width: int = 88) -> None:
        self.session = session
        self.languages = languages
        self.code = language
        self.ask, self.tell, self.save, self.finish = ask, tell, save, finish
        self.command = command
        self.width = width
        self._typed: list[str] = []
        self._sat = ""

    @property
    def language(self) -> Language:
        """The language spoken now."""
        return self.languages[self.code]

    @property
    def pages(self) -> Pages:
        """Pages in the present language."""
        return Pages(self.session, self.language)

    @property
    def printer(self) -> Transcript:
        """Prints in the present language."""
        return Transcript(self.language, self.width)

    def run(self) -> None:
        """Plays until the ending, or until the player leaves or the input ends; the play is saved either way."""
        try:
            self._show_opening()
            while not self.session.ended:
                self._show_present()
                if not self._turn():
                    return
            page = self.pages.present()
            assert isinstance(page, EndingPage)
            self.show(self.printer.ending(page))
            self.show(self.finish(self.session, self.language))
        except EOFError:
            self.tell("")
            self._save(aloud=True)

    def _show_opening(self) -> None:
        """Tells what chance did before the first decision; in a play gone on with, what the last decision led to."""
        made = [ply for ply, _, _ in self.session.decisions() if ply >= self.session.given]
        first = made[-1] if made else self.session.given
        minutes = None
        if made and isinstance(self.session.scenario.nodes[self.session.steps[first].before.node], Table):
            earlier = Pages(self.session.branch_at(first), self.language).table().minutes
            minutes = earlier[-1] if earlier else None
        for page in self.pages.after(self.session.steps[first:], first):
            self._show_page(page, minutes)

    def _show_page(self, page: Page, before: MinutesPage | None) -> None:
        self.show(TableText(self.printer).minutes(page, before) if isinstance(page, MinutesPage)
                  else self.printer.page(page))

    def _show_present(self) -> None:
        """Shows where the play stands; at a table, what was read at the last meeting is not told again."""
        node, page = self.session.node, self.pages.shown()
        if not isinstance(page, TablePage):
            self._sat = ""
            self.show(self.printer.page(page))
            return
        draft = Draft(page, self.language, self.session.noted(self.session.ply, DRAFT))
        short = continued(self.pages, page) if self._sat == node.id else page
        self.show(TableText(self.printer).table(short, draft.rungs))
        if short.page.brief != page.page.brief or short.page.counsel != page.page.counsel:
            self.show(["", *self.printer.wrapped(self.language.t("terminal.table_again"))])
        self._sat = node.id

    def put_back(self, said: str) -> None:
        """Keeps a line already typed, to be read as the next order."""
        self._typed.append(said)

    def _read(self, prompt: str) -> str:
        return self._typed.pop() if self._typed else self.ask(f"{prompt} > ").strip()

    def _turn(self) -> bool:
        """Reads commands until a decision is made; returns whether the play goes on."""
        while True:
            if isinstance(self.session.node, Table):
                done = self._table_turn()
                if done is not None:
                    return done
                continue
            said = self._read(self.language.t("terminal.prompt"))
            moves = [option.move for option in self._decision().options]
            if said.isascii() and said.isdigit() and len(said) < 6 and 1 <= int(said) <= len(moves):
                if self.decide(moves[int(said) - 1]):
                    return True
            elif said in moves:
                if self.decide(said):
                    return True
            elif said.lower() in ("q", "quit"):
                self._save(aloud=True)
                return False
            elif not self._command(said.lower(), len(moves)):
                self.tell(self.language.t("terminal.unknown", text=said[:40]))

    def _table_turn(self) -> bool | None:
        """Reads one order at a table; returns whether the play goes on, None if nothing was put forward yet."""
        said = self._read(self.language.t("terminal.table_prompt"))
        if said.lower() in ("q", "quit"):
            self._save(aloud=True)
            return False
        done = TableDesk(self).order(said) if said else False
        if done is None and not self._command(said.lower(), 0):
            self.show(self.printer.wrapped(self.language.t("terminal.table_unknown", text=said[:40])))
        return True if done else None

    def _command(self, said: str, options: int) -> bool:
        t = self.language.t
        match said:
            case "":
                pass
            case "?" | "h" | "help":
                self.show(t("terminal.help", n=options).split("\n"))
            case "i":
                self.show(self.printer.situation(self._decision().situation))
            case "s":
                self.show(f"[{note.number}] {note.id}: {note.text}" for note in self._decision().footnotes)
            case "f":
                self._forecast()
            case "l":
                codes = list(self.languages)
                self.code = codes[(codes.index(self.code) + 1) % len(codes)]
                self._sat = ""
                self._show_present()
            case "u":
                self._back(self.session.undo(), "terminal.undone", "terminal.nothing_to_undo")
            case "r":
                self._back(self.session.redo(), None, "terminal.nothing_to_redo")
            case _:
                return False
        return True

    def _back(self, done: bool, said: str | None, refused: str) -> None:
        if not done:
            self.tell(self.language.t(refused))
            return
        self._save()
        if said:
            self.tell(self.language.t(said))
        self._show_present()

    def decide(self, move: str) -> bool:
        """Takes an option if it is open; returns whether the play goes on from it."""
        option = next(option for option in self._decision().options if option.move == move)
        if not option.enabled:
            self.tell(self.language.t("terminal.closed_option", reason=option.closed))
            return False
        return self.play(move)

    def play(self, move: str) -> bool:
        """Makes a move and shows what it did; returns whether the rules allowed it."""
        ply, shown = self.session.ply, self.pages.shown()
        before = shown.minutes[-1] if isinstance(shown, TablePage) and shown.minutes else None
        try:
            steps = self.session.play(move, expected_ply=ply)
        except IllegalMove as fault:
            self.tell(str(fault))
            return False
        self._save()
        for page in self.pages.after(steps, ply):
            self._show_page(page, before)
            self.ask(f"{self.language.t('terminal.more')} > ")
        return True

    def _forecast(self) -> None:
        node = self.session.node
        if not isinstance(node, Decision) or node.record_move is None:
            return
        moves = [option.id for option in node.options]
        said = self.ask(f"{self.language.t('terminal.forecast', n=len(moves))} > ").split()
        if not said:
            return
        try:
            shares = dict(zip(moves, [int(part) for part in said], strict=True))
            self.session.note("forecast", format_forecast(shares))
        except ValueError:
            self.tell(self.language.t("terminal.forecast_bad", n=len(moves)))

    def _decision(self) -> DecisionPage:
        page = self.pages.present()
        assert isinstance(page, DecisionPage)
        return page

    def _save(self, aloud: bool = False) -> None:
        fault = self.save(self.session)
        if fault:
            self.tell(self.language.t("terminal.not_saved", reason=fault))
        elif aloud and self.command:
            self.tell(self.language.t("terminal.saved", command=self.command))

    def show(self, lines: Iterable[str]) -> None:
        """Tells lines one by one."""
        for line in lines:
            self.tell(line)
