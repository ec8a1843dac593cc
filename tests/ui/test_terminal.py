"""The terminal front end driven by typed lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from game.play.session import Session
from game.ui.language import Language
from game.ui.terminal import Terminal
from tests.core.making import EMBASSY, rules_of
from tests.play.test_session import scripted

RULES = rules_of(EMBASSY)


class Desk:
    """Types the given lines, then ends the input; keeps what was shown and how often the play was saved."""

    def __init__(self, languages: Mapping[str, Language], *typed: str, code: str = "en", fault: str | None = None) -> None:
        self.lines: list[str] = []
        self.saves = 0
        self.left: Iterator[str] = iter(typed)
        self.fault = fault
        self.session = Session(RULES, luck=scripted("wet", "nod"))
        Terminal(self.session, languages, code, ask=self._ask, tell=self.lines.append, save=self._save,
                 finish=lambda session, language: ["THE CLOSING"], command="go on").run()
        self.text = "\n".join(self.lines)

    def _ask(self, prompt: str) -> str:
        try:
            return next(self.left)
        except StopIteration:
            raise EOFError from None

    def _save(self, session: Session) -> str | None:
        self.saves += 1
        return self.fault


def test_a_whole_play(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "1", "", "", "little", "")
    assert desk.session.ended and desk.lines[-1] == "THE CLOSING" and desk.saves == 2
    for text in ("You arrive on 1 March 1900.", "The road is wet.", "What the record shows", "You agree."):
        assert text in desk.text


@pytest.mark.parametrize("typed", ["0", "9", "²", "９", "-1", "1.5", "fly", "9" * 5000, "@record", "\x00", "{n}", "一"])
def test_a_wrong_word_is_told_and_changes_nothing(languages: Mapping[str, Language], typed: str) -> None:
    desk = Desk(languages, typed)
    assert desk.session.node.id == "arrive" and languages["en"].t("terminal.unknown", text=typed[:40]) in desk.lines


@pytest.mark.parametrize("typed", ["?", "h", "help", "HELP"])
def test_help(languages: Mapping[str, Language], typed: str) -> None:
    assert languages["en"].t("terminal.help", n=3).split("\n")[0] in Desk(languages, typed).lines


def test_a_closed_option_is_told_with_its_reason(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "3")
    assert desk.session.node.id == "arrive" and desk.text.count("Nobody would call you.") >= 2


def test_undo_and_redo(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "u", "r", "2", "", "", "u")
    assert desk.session.node.id == "arrive"
    for key in ("nothing_to_undo", "undone"):
        assert languages["en"].t(f"terminal.{key}") in desk.lines
    again = Desk(languages, "2", "", "", "u", "r")
    assert again.session.node.id == "speak"


def test_the_language_changes_in_the_middle_and_the_play_does_not(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "l")
    assert "1900年3月1日，你到了。" in desk.text and "You arrive on 1 March 1900." in desk.text and desk.session.ply == 1
    assert "You arrive" not in Desk(languages, "?", code="zh").text


@pytest.mark.parametrize(("typed", "kept"), [("50 30 20", "bow=50,march=30,wait=20"), ("50 30", None), ("50 30 19", None), ("a b c", None),
                                             ("-50 150 0", None), ("", None), ("100 0 0 0", None), ("² 98 0", None)])
def test_a_forecast_is_kept_only_if_it_totals_100(languages: Mapping[str, Language], typed: str, kept: str | None) -> None:
    desk = Desk(languages, "f", typed)
    assert desk.session.noted(1, "forecast") == kept
    assert (languages["en"].t("terminal.forecast_bad", n=3) in desk.lines) is (kept is None and bool(typed))


def test_situation_and_sources(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "i", "s")
    assert any("Trust" in line and "little" in line for line in desk.lines) and any(line.startswith("[1] E1:") for line in desk.lines)


def test_the_end_of_the_input_saves_and_says_how_to_go_on(languages: Mapping[str, Language]) -> None:
    for desk in (Desk(languages), Desk(languages, "1"), Desk(languages, "q")):
        assert desk.saves >= 1 and not desk.session.ended and "go on" in desk.lines[-1]


def test_a_disk_that_refuses_is_told_and_the_play_goes_on(languages: Mapping[str, Language]) -> None:
    desk = Desk(languages, "1", "", "", "2", "", fault="The disk is full.")
    assert desk.session.ended and "The disk is full." in desk.text
