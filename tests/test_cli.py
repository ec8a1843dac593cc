"""The command line as a person meets it: exit codes, sentences instead of tracebacks, a play by lines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from game import __version__, resources
from game.cli import main

ROOT = Path(__file__).resolve().parent.parent
WALKTHROUGH = resources.scenarios() / "mongolia-1945" / "walkthroughs" / "historical.txt"
TINY = """\
format: 1
id: tiny
title: {en: The ferry, zh: 渡口}
languages: [en, zh]
parties:
  you: {name: {en: Headman, zh: 村长}}
variables:
  trust: {start: 1, min: 0, max: 3, seen_by: all}
start: first
acts:
  - {id: opening, title: {en: Opening, zh: 开场}, start: first}
nodes:
  first:
    as: first
    title: {en: The landing, zh: 码头}
    question: {en: What do you say?, zh: 如何答复？}
    options:
      lend: {text: {en: Lend it., zh: 借给他。}, effects: [{add: {trust: 1}}], goto: second}
      keep: {text: {en: Keep it., zh: 不借。}, goto: second}
  second:
    as: second
    title: {en: The steps, zh: 石阶}
    question: {en: Who repairs them?, zh: 由谁修？}
    options:
      he: {text: {en: He does., zh: 他修。}, goto: done}
      we: {text: {en: We do., zh: 我们修。}, when: trust > 0, goto: done}
  done:
    ending: done
    text:
      - {text: {en: It is settled., zh: 事情定了。}, grade: invention, invented: {en: all of it, zh: 全文}}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(TINY, encoding="utf-8")
    return folder


def command(*arguments: str, stdin: str = "", **environment: str | None) -> subprocess.CompletedProcess[str]:
    """Runs the program as a person would; ``None`` takes a variable out of the environment."""
    variables = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run([sys.executable, "-m", "game", *arguments], cwd=ROOT, input=stdin, capture_output=True,
                          text=True, encoding="utf-8", timeout=30,
                          env={key: value for key, value in variables.items() if value is not None})


def refusal(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> str:
    """Runs a call that must be refused; returns the one line it says."""
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


def test_a_walkthrough_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = refusal(capsys, 2, "replay", str(tmp_path / "none.txt"))
    assert "none.txt cannot be read: No such file" in said


def test_a_walkthrough_of_strange_bytes_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00>")
    assert "not UTF-8" in refusal(capsys, 2, "replay", str(tmp_path / "bytes.txt"))


@pytest.mark.slow
@pytest.mark.parametrize(("text", "reason"), [
    ("scenario: mongolia-1945\n\n> no-such-move\n", "line 3: 'no-such-move' cannot be played"),
    ("scenario: mongolia-1945\nhello\n", "line 2: neither"),
    ("scenario: mongolia-1945\nseed: many\n> postpone\n", "seed 'many' is not a whole number"),
    ("scenario: mongolia-1945\n> DP22-recognition recognise\n", "line 2: the play stands at"),
    ("scenario: mongolia-1945\nact: nowhere\n", "there is no act 'nowhere'"),
])
def test_a_bad_walkthrough_says_where_and_why(text: str, reason: str, tmp_path: Path,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.txt").write_text(text, encoding="utf-8")
    assert reason in refusal(capsys, 1, "replay", str(tmp_path / "bad.txt"))


@pytest.mark.parametrize("arguments", [("play", "nowhere"), ("play", "nowhere", "--terminal")])
def test_an_unknown_scenario_is_named(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "no scenario 'nowhere'" in refusal(capsys, 2, *arguments)


def test_an_unknown_act_lists_the_acts(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, 2, "play", str(tiny), "--terminal", "--act", "third")
    assert "no act 'third'" in said
    assert "opening" in said


def test_a_faulty_scenario_is_not_played(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tiny / "scenario.yaml"
    file.write_text(TINY.replace("goto: done", "goto: dome", 1), encoding="utf-8")
    assert main(["play", str(tiny), "--terminal"]) == 1
    said = capsys.readouterr().err
    assert "E012" in said
    assert "did you mean 'done'?" in said


@pytest.mark.parametrize("size", ["wide", "12x12", "1280", "1280x", "-1x5"])
def test_a_bad_size_is_refused(size: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["screenshot", str(tmp_path), f"--size={size}"])
    assert left.value.code == 2
    assert "is not a size such as 1280x720" in capsys.readouterr().err


def test_validate_says_no_faults(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(tiny)]) == 0
    assert capsys.readouterr().out == "no faults\n"


def test_validate_tells_editors_the_place(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tiny / "scenario.yaml").write_text(TINY.replace("goto: done", "goto: dome", 1), encoding="utf-8")
    assert main(["validate", str(tiny), "--format", "json"]) == 1
    faults = json.loads(capsys.readouterr().out)
    line = next(number for number, text in enumerate(TINY.splitlines(), 1) if "goto: done" in text)
    column = TINY.splitlines()[line - 1].index("goto: done") + len("goto: ") + 1
    assert {"code": "E012", "line": line, "column": column, "severity": "error"}.items() <= faults[0].items()


def test_validate_of_a_missing_file_is_a_fault_not_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "no/such/place"]) == 1
    said = capsys.readouterr()
    assert "E001" in said.out
    assert "Traceback" not in said.err


@pytest.mark.slow
@pytest.mark.parametrize(("variables", "title"), [
    ({"LANG": "zh_CN.UTF-8"}, "二十年和平"),
    ({"LANG": "en_GB.UTF-8"}, "Twenty Years"),
    ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "Twenty Years"),
])
def test_the_language_follows_the_system(variables: dict[str, str], title: str, monkeypatch: pytest.MonkeyPatch,
                                         capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["list"]) == 0
    assert f"mongolia-1945  {title}" in capsys.readouterr().out


def test_the_recorded_choices_end_at_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(WALKTHROUGH), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["distance"] == 0
    assert data["ending"] == data["record_ending"] is not None
    assert data["clauses"]
    assert all(clause["as_recorded"] for clause in data["clauses"].values())


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_replay_is_the_same_every_time(lang: str) -> None:
    first, second = (command("replay", str(WALKTHROUGH), "--lang", lang, PYTHONHASHSEED=seed) for seed in "12")
    assert first.returncode == 0, first.stderr
    assert len(first.stdout.splitlines()) > 500
    assert first.stdout == second.stdout


def the_play(home: Path) -> dict[str, Any]:
    """Returns the data of the one play kept."""
    (file,) = home.glob("play-*.json")
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_end_of_input_saves_and_continue_goes_on(tiny: Path, home: Path) -> None:
    begun = command("play", str(tiny), "--terminal", "--lang", "en", stdin="1\n\n")
    assert begun.returncode == 0
    assert begun.stderr == ""
    assert "--continue" in begun.stdout
    saved = the_play(home)
    assert saved["moves"] == ["lend"]


@pytest.mark.slow
def test_continue_takes_up_the_saved_play(home: Path) -> None:
    begun = command("play", "--terminal", "--lang", "en", "--seed", "7", stdin="1\n\n\n\n")
    assert begun.returncode == 0, begun.stderr
    before = the_play(home)
    assert before["moves"]
    resumed = command("play", "--terminal", "--continue", "--lang", "zh", stdin="1\n\n\n\n")
    assert resumed.returncode == 0, resumed.stderr
    after = the_play(home)
    assert after["moves"][:len(before["moves"])] == before["moves"]
    assert len(after["moves"]) > len(before["moves"])
    assert after["seed"] == 7


@pytest.mark.slow
def test_a_play_to_the_end_leaves_with_zero(tiny: Path) -> None:
    played = command("play", str(tiny), "--terminal", "--lang", "zh", stdin="1\n\n2\n\n")
    assert played.returncode == 0, played.stderr
    assert "事情定了" in played.stdout


def test_without_a_save_continue_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no play to continue" in refusal(capsys, 2, "play", "--terminal", "--continue")


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"format": 99}', b'{"format": 1, "moves": 3}'])
def test_a_damaged_save_is_refused_and_left_untouched(damage: bytes, home: Path,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "autosave.json"
    file.write_bytes(damage)
    said = refusal(capsys, 2, "play", "--terminal", "--continue")
    assert str(file) in said
    assert "left as it is" in said or "left as it was" in said
    assert file.read_bytes() == damage
    assert list(home.iterdir()) == [file]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux can the display be taken away")
@pytest.mark.parametrize("arguments", [(), ("play",), ("play", "mongolia-1945")])
def test_without_a_display_one_sentence_names_the_terminal(arguments: tuple[str, ...]) -> None:
    tried = command(*arguments, SDL_VIDEODRIVER=None, DISPLAY=None, WAYLAND_DISPLAY=None, XDG_RUNTIME_DIR=None,
                    PYGAME_HIDE_SUPPORT_PROMPT=None)
    assert tried.returncode == 2
    assert tried.stdout == ""
    assert tried.stderr.count("\n") == 1
    assert "Traceback" not in tried.stderr
    assert "python -m game play mongolia-1945 --terminal" in tried.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux can the display be taken away")
def test_a_display_that_does_not_answer_is_no_display() -> None:
    tried = command(SDL_VIDEODRIVER=None, DISPLAY=":9999", WAYLAND_DISPLAY=None)
    assert tried.returncode == 2
    assert "--terminal" in tried.stderr.splitlines()[-1]
    assert "Traceback" not in tried.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no head on Windows")
def test_a_closed_pipe_is_no_traceback() -> None:
    assert shutil.which("head")
    piped = subprocess.run(f'"{sys.executable}" -m game replay "{WALKTHROUGH}" | head -n 1', shell=True, cwd=ROOT,
                           capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert piped.stdout.count("\n") == 1
    assert "Traceback" not in piped.stderr
    assert "Exception ignored" not in piped.stderr
