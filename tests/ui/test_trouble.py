"""Failed and outgrown saves in words: the same in both languages, on the terminal and on the command line."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from game import cli
from game.commands import play
from game.core.rules import Rules
from game.play import storage as module
from game.play.session import Divergence, Parting, Session, resume
from game.play.slots import new_slot
from game.play.storage import CAUSES, Storage, StorageFailure, Task
from game.ui.language import Language
from game.ui.trouble import divergence_text, failure_text
from tests.core.making import EMBASSY, read, rules_of

RULES = rules_of(EMBASSY)
TINY = Path(__file__).resolve().parents[1] / "scenarios" / "tiny"


def full(*_arguments: Any, **_named: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_failure_is_one_sentence_with_its_place_and_cause(languages: Mapping[str, Language], code: str) -> None:
    said = {failure_text(StorageFailure.of(task, Path("here"), OSError(number, "SYSTEM")), languages[code])
            for task in Task for number in CAUSES}
    assert len(said) == len(Task) * len(set(CAUSES.values())), "no two of them read alike"
    for text in said:
        assert "here" in text and "SYSTEM" not in text and "{" not in text
        assert text.endswith("。" if code == "zh" else ".") and chinese(text) is (code == "zh")


@pytest.mark.parametrize(("code", "quoted", "silent"), [
    ("en", "the system says “Quota exceeded”", "the system gives no reason"),
    ("zh", "系统提示“Quota exceeded”", "系统未说明原因")])
def test_an_unknown_cause_is_quoted_from_the_system(languages: Mapping[str, Language], code: str, quoted: str,
                                                   silent: str) -> None:
    for fault, words in ((OSError(12345, "Quota exceeded"), quoted), (OSError(), silent)):
        assert words in failure_text(StorageFailure.of(Task.SAVE, Path("here"), fault), languages[code])
    assert failure_text(StorageFailure("Only this."), languages[code]) == "Only this."


def test_too_many_damaged_saves_have_words(languages: Mapping[str, Language]) -> None:
    crowded = StorageFailure("English.", Task.ASIDE, "here", "crowded")
    assert "too many damaged saves" in failure_text(crowded, languages["en"])
    assert "过多" in failure_text(crowded, languages["zh"])


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_parting_has_words_and_names_the_place_by_its_title(languages: Mapping[str, Language], code: str) -> None:
    node = next(node for node in RULES.scenario.nodes.values() if node.title)
    title = languages[code].words(node.title[0].words)
    said = {divergence_text(Divergence(0, "move", node.id, why), RULES, languages[code]) for why in Parting}
    assert len(said) == len(Parting)
    assert all(title in text and chinese(text) is (code == "zh") for text in said)


def test_a_place_without_a_title_is_named_by_its_id(languages: Mapping[str, Language]) -> None:
    bare = next(node for node in RULES.scenario.nodes.values() if not node.title)
    assert f"“{bare.id}”" in divergence_text(Divergence(0, "", bare.id, Parting.VALUES), RULES, languages["en"])


def test_a_real_change_of_a_scenario_is_told(languages: Mapping[str, Language]) -> None:
    session = Session(RULES)
    session.play("march")
    scenario = read(EMBASSY.read_text(encoding="utf-8").replace("march", "walk-in")).scenario
    assert scenario is not None
    again, divergence = resume(Rules(scenario), session.record())
    assert divergence is not None
    assert "can no longer be chosen. The play goes on from there." in divergence_text(
        divergence, again.rules, languages["en"])
    assert "当时所选方案已经取消。本局由此处继续。" in divergence_text(divergence, again.rules, languages["zh"])


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    left = iter(lines)

    def ask(_prompt: str) -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None
    monkeypatch.setattr("builtins.input", ask)


def test_the_terminal_says_a_failed_save_in_the_language_it_speaks_at_that_moment(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(module.os, "replace", full)
    typed(monkeypatch, "1", "", "", "l", "1", "", "")
    assert cli.main(["play", str(TINY), "--terminal", "--lang", "en"]) == 0
    english, _, after = capsys.readouterr().out.partition("未能存盘于")
    assert "The play could not be saved in" in english and "the disk is full." in english
    assert "磁盘已满。" in after and "could not be saved" not in after and "No space" not in english + after


def outgrown(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The save of a play whose first move is gone from the scenario."""
    session = Session(RULES)
    session.play("march")
    storage = Storage()
    path = storage.save(session.record(), new_slot(storage))
    changed = read(EMBASSY.read_text(encoding="utf-8").replace("march", "walk-in")).scenario
    monkeypatch.setattr(play, "scenario_of", lambda _library, _name: changed)
    return path


@pytest.mark.parametrize(("answer", "goes_on"), [(("",), True), (("q",), False), ((), False)])
def test_the_terminal_asks_before_it_goes_on_with_an_outgrown_play(answer: tuple[str, ...], goes_on: bool, monkeypatch: pytest.MonkeyPatch,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    """It stands at the decision that differs; whatever is answered, the saved file stays as it is."""
    path = outgrown(monkeypatch)
    before = path.read_bytes()
    typed(monkeypatch, *answer, *(("walk-in", "", "") if goes_on else ()))
    assert cli.main(["play", "--terminal", "--continue", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "It is the first decision of the play. Nothing is chosen for you" in said.err
    assert ("How do you come in?" in said.out) is goes_on and path.read_bytes() == before
    others = [Storage().load(other.stem).moves for other in path.parent.glob("play-*.json") if other != path]
    assert [("walk-in" in moves, "march" in moves) for moves in others] == [(True, False)] * goes_on


@pytest.mark.parametrize(("code", "words"), [
    ("en", ("The scenario has changed since this play was saved: at “", "can no longer be chosen")),
    ("zh", ("存盘之后剧本有改动：到“", "当时所选方案已经取消"))])
def test_continue_says_that_the_scenario_has_changed(code: str, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch,
                                                     capsys: pytest.CaptureFixture[str]) -> None:
    outgrown(monkeypatch)
    typed(monkeypatch)
    assert cli.main(["play", "--terminal", "--continue", "--lang", code]) == 0
    said = capsys.readouterr().err
    assert all(word in said for word in words) and said.count("\n") == 1


@pytest.mark.parametrize(("code", "words"), [("en", "There is no play to continue. The save "),
                                             ("zh", "没有可以继续的存盘。无法读取存盘")])
def test_nothing_to_continue_is_said_in_the_language_asked_for(code: str, words: str,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["play", "--terminal", "--continue", "--lang", code]) == 2
    assert words in capsys.readouterr().err
