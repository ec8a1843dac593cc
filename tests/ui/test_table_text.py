"""Tables as text: composed by typed lines, printed as scales and minutes, golden in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from game.core.rules import Rules
from game.play.session import Session, Track, resume
from game.ui.language import Language
from game.ui.terminal import Terminal
from game.ui.transcript import play_lines
from game.ui.wrap import cells
from tests.core.making import rules_of, tiny
from tests.play.test_session import scripted

HOUSE = rules_of(Path(__file__).parent / "scenarios" / "house.yaml")


class Desk:
    """Types the given lines at the house's table, then ends the input; keeps what was shown, line by line."""

    def __init__(self, languages: Mapping[str, Language], *typed: str, code: str = "en", track: Track = Track.BRANCH,
                 session: Session | None = None, width: int = 88) -> None:
        self.lines: list[str] = []
        self.left: Iterator[str] = iter(typed)
        self.session = session or Session(HOUSE, luck=scripted("calm"), track=track)
        Terminal(self.session, languages, code, ask=self._ask, tell=self.lines.append, width=width).run()
        self.text = "\n".join(self.lines)

    def _ask(self, prompt: str) -> str:
        self.lines.append(prompt)
        try:
            return next(self.left)
        except StopIteration:
            raise EOFError from None

    @property
    def moves(self) -> tuple[str, ...]:
        return tuple(step.move for _, step, _ in self.session.decisions())

    @property
    def draft(self) -> str | None:
        return self.session.noted(self.session.ply, "draft")


@pytest.mark.parametrize(("typed", "draft"), [
    ("1 = 3", "price=3,date=-"), ("1=3,2=1", "price=3,date=1"), ("1=3 2=1", "price=3,date=1"), ("1 3; 2 -", "price=3,date=-"),
    ("price 3", "price=3,date=-"), ("PRICE: Fair", "price=3,date=-"), ("1 fair", "price=3,date=-"), ("1 -> 2", "price=2,date=-"),
    ("１＝３，２＝０", "price=3,date=0"), ("Day of entry = in spring", "price=-,date=1"), ("day of entry 2", "price=-,date=2"),
    ("day = spring", "price=-,date=1"), ("1=3, 1=2", "price=2,date=-"), ("date = left open", "price=-,date=-"),
])
def test_a_clause_may_be_written_in_many_ways(languages: Mapping[str, Language], typed: str, draft: str) -> None:
    desk = Desk(languages, typed)
    assert desk.draft == draft and not desk.moves


@pytest.mark.parametrize(("typed", "told"), [
    ("9 = 1", "“9” is not an issue on the table. The issues are: 1 Price, 2 Day of entry."),
    ("1 = 9", "“9” is not a clause of “Price”. In reach are: 1, 2, 3."),
    ("1 = 0", "“0” is not a clause of “Price”. In reach are: 1, 2, 3."),
    ("1 = 4", "to you. Your family has not allowed so much."), ("1 = -", "“Price” cannot be left open at this table."),
    ("2=1, 1=9", "“9” is not a clause of “Price”."), ("1 = ²", "“²” is not a clause"), ("1 = " + "9" * 300, "is not a clause of"), ("1 =", "“=” is not a clause of “Price”."), ("1 =" + " " * 90000 + "x", "is not understood"),
    ("p", "These issues still lack a clause: 1 Price."), ("t", "The last exchange brought no counter-offer."),
    ("o", "You have not put anything forward yet."), ("m", "No exchange has been held yet."), ("x 9", "“9” is not an issue"),
    ("propose:price=4", "is closed to you"), ("propose:date=1", "still lack a clause"), ("propose:", "still lack a clause"),
    ("propose:rent=1", "“rent” is not an issue"), ("f", "No forecast is asked for at a table."),
    ("fly", "“fly” is not understood."), ("0", "“0” is not understood."), ("99", "“99” is not understood."), ("{n}", "is not understood"),
    ("=", "is not understood"), ("\x00", "is not understood"), ("²", "is not understood"), ("@record", "is not understood"),
])
def test_what_cannot_be_done_is_told_and_nothing_is_lost(languages: Mapping[str, Language], typed: str, told: str) -> None:
    desk = Desk(languages, "2 = 1", typed, width=400) if typed not in ("o", "m") else Desk(languages, typed, width=400)
    assert any(told in line for line in desk.lines) and not desk.moves
    assert desk.draft == (None if typed in ("o", "m") else "price=-,date=1")


def test_of_several_clauses_those_in_reach_are_written_and_the_others_told(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "1=4, 2=0, 3=1", width=400)
    assert desk.draft == "price=-,date=0" and "is closed to you. Your family" in desk.text and "“3” is not an issue" in desk.text


def test_a_proposal_is_asked_once_more_and_no_leaves_the_draft(languages: Mapping[str, Language]) -> None:
    for answer in ("", "no", "否", "perhaps"):
        desk = Desk(languages, "1=2", "p", answer)
        assert desk.draft == "price=2,date=-" and not desk.moves and "Nothing was done; the draft stands." in desk.lines
    for answer in ("y", "YES", "p", "是"):
        assert Desk(languages, "1=2", "p", answer).moves == ("propose:price=2",)


def test_an_order_typed_in_place_of_yes_is_carried_out(languages: Mapping[str, Language]) -> None:
    assert Desk(languages, "1=2", "p", "2 = 1").draft == "price=2,date=1"


def test_the_counter_offer_is_told_and_taken_as_far_as_it_is_in_reach(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "propose:price=3,date=1", "", "1=1", "t", width=400)
    assert "  * Price: dear, with the arrears of the former tenant taken over in full [you: fair]" in desk.lines
    assert desk.draft == "price=1,date=1" and "Closed to you and therefore not taken over: Price: dear" in desk.text
    assert "not taken over" in Desk(languages, "propose:price=3,date=1", "", "t").text
    later = Desk(languages, "propose:price=3,date=1", "", "propose:price=2,date=2", "", "t")
    assert later.draft == "price=3,date=2"
    assert Desk(languages, "propose:price=3,date=1", "", "1=1", "2=0", "o").draft == "price=3,date=1"


def test_the_minutes_say_what_either_side_has_changed(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "propose:price=3,date=1", "", "propose:price=2,date=2", "", "m", width=400)
    assert "  * Day of entry: one day [before: in spring]" in desk.lines
    moved = desk.lines.index("Since the last exchange they have changed:")
    assert desk.lines[moved + 1].startswith("    Price: fair [before: dear") and not desk.lines[moved + 2].startswith("    ")
    assert desk.text.count("Minutes of exchange 1 of 3") == 2
    again = Desk(languages, "propose:price=2,date=1", "", "propose:price=2,date=1", "")
    assert "The same text as in the exchange before." in again.lines


def test_the_scales_say_who_stood_where_and_what_is_closed(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "propose:price=3,date=1", "", width=400)
    at = [line for line in desk.lines if line.startswith(("    2  cheap", " >  3  fair", "   (4) dear"))][-3:]
    assert at == ["    2  cheap [Li]", " >  3  fair [your draft; your last offer]", "   (4) dear, with the arrears of the former tenant taken "
                  "over in full [their counter-offer; the seller’s letter]"]
    assert desk.text.count("Your family has not allowed so much.") == 2  # once for the issue, at each of the two meetings


def test_the_last_meeting_is_said_to_be_the_last(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "propose:price=2", "", "propose:price=2", "")
    assert desk.text.count("Exchange 3 of 3: the last.") == 1 and "Exchange 2 of 3." in desk.lines


def test_brief_and_counsel_are_told_once_and_again_when_asked_for(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "propose:price=2", "")
    assert desk.text.count("has written what he wants") == 1 == desk.text.count("He has looked at his watch.")
    assert desk.text.count("Ask at home before you pay.") == 1
    assert Desk(languages, "propose:price=2", "", "b").text.count("has written what he wants") == 2
    resumed, fault = resume(HOUSE, desk.session.record(), luck=scripted("calm"))
    assert fault is None and "has written what he wants" in Desk(languages, session=resumed).text


def test_a_play_gone_on_with_begins_with_the_minutes_of_the_last_meeting(languages: Mapping[str, Language]) -> None:
    session = play(HOUSE, "propose:price=2", "propose:price=3,date=0", luck=("calm",))
    text = Desk(languages, session=session).text
    assert "Minutes of exchange 2 of 3" in text and "Minutes of exchange 1 of 3" not in text
    assert "  * Price: fair [before: cheap]" in text and "Exchange 3 of 3: the last." in text


def test_a_draft_outlives_a_save_an_undo_and_a_change_of_language(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "1=3", "l", "2=0", "q")
    assert desk.draft == "price=3,date=0" and "    1. 价款：平价" in desk.lines
    resumed, _ = resume(HOUSE, desk.session.record(), luck=scripted("calm"))
    assert "    2. Day of entry: at once" in Desk(languages, session=resumed).lines
    assert Desk(languages, "1=3", "p", "y", "", "1=2", "u").draft == "price=3,date=-"


def test_the_tables_own_options_come_after_the_issues_and_are_asked_once_more(languages: Mapping[str, Language]) -> None:
    assert Desk(languages, "4", "n").moves == () and Desk(languages, "4", "y", "").session.ended
    assert Desk(languages, "leave", "").moves == ("leave",)
    desk = Desk(languages, "3", "y", "", "3", "1=4", "p", "y", width=400)
    assert desk.moves == ("ask", "propose:price=4") and "They have given all they have." in desk.text
    assert "◆ Wang – for 3; against 4" in desk.lines


@pytest.mark.parametrize(("typed", "told"), [
    (("propose:price=3,date=2",) * 2, "── Agreed "), (("propose:price=2",) * 2 + ("propose:price=1",), "── The talks are broken off "),
    (("propose:price=2",) * 3, "── The time is up without agreement "),
])
def test_how_talks_end_is_told_with_the_record_and_what_was_hidden(languages: Mapping[str, Language], typed: tuple[str, ...],
                                                                   told: str) -> None:
    lines = [part for move in typed for part in (move, "")]
    for track in Track:
        desk = Desk(languages, *lines, track=track)
        assert told in desk.text and desk.text.index(told) < desk.text.index("The seller had debts.")
        assert desk.text.count("The seller had debts.") == 1 and "the buyer paid three hundred" in desk.text
        assert (languages["en"].t("reveal.returns") in desk.lines) is (track is Track.RECORD)


def test_help_names_every_order(languages: Mapping[str, Language]) -> None:
    for code in ("en", "zh"):
        lines = Desk(languages, "?", code=code, width=60).lines
        for key in ("t", "o", "d", "p", "m", "b", "2 = 3", "2 -", "3"):
            assert any(line.startswith(f"  {key}") for line in lines), key


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 60, 88])
def test_nothing_is_wider_than_the_terminal(languages: Mapping[str, Language], code: str, width: int) -> None:
    desk = Desk(languages, "?", "x", "1=3,2=1", "p", "y", "", "t", "m", "propose:price=3,date=2", "", code=code, width=width)
    prompts = tuple(languages[code].t(f"terminal.{key}") for key in ("table_prompt", "table_sure", "more"))
    badge = [line for line in desk.lines if line.endswith("]") and "[1" not in line and line.startswith(("1 March", "1900年", "["))]
    wide = [line for line in desk.lines if cells(line, code == "zh") > width and not line.startswith(prompts) and line not in badge]
    assert not wide


def test_no_figure_of_the_other_side_is_shown(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "?", "x", "i", "propose:price=3,date=1", "", "m", "b")
    assert "A guess." not in desk.text and not any(figure in desk.text for figure in ("weight", "worth", "80", "65"))


def play(rules: Rules, *moves: str, luck: tuple[str, ...]) -> Session:
    session = Session(rules, luck=scripted(*luck))
    for move in moves:
        session.play(move)
    return session


def test_a_transcript_of_the_small_table(languages: Mapping[str, Language], golden: Callable[[str, str], None]) -> None:
    session = play(tiny("table"), "propose:price=2,date=1", "propose:price=3,date=1", "propose:goods=1", luck=("calm", "dear"))
    golden("table.en.txt", "\n".join([*play_lines(session, languages["en"]), ""]))


@pytest.mark.parametrize(("code", "width"), [("en", 60), ("zh", 60)])
def test_a_transcript_of_the_house(languages: Mapping[str, Language], golden: Callable[[str, str], None], code: str, width: int) -> None:
    session = play(HOUSE, "propose:price=3,date=1", "propose:price=2,date=2", "propose:price=3,date=2", "propose:goods=2",
                   "propose:goods=1", luck=("calm",))
    golden(f"house.{code}.txt", "\n".join([*play_lines(session, languages[code], width), ""]))
