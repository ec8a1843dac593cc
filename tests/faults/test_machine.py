"""The machine on bad days: no fonts, no sound, a display that goes away, odd locales and folders, a port that is taken."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from game import cli, resources
from game.play.slots import plays
from game.play.storage import Storage

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "scenarios" / "tiny"
pytestmark = pytest.mark.slow


def game(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the game as a process of its own; variables that are empty are taken away."""
    environment = {key: value for key, value in {**os.environ, **variables}.items() if value or key not in variables}
    return subprocess.run([sys.executable, "-m", "game", *arguments], cwd=ROOT, env=environment, input=stdin,
                          capture_output=True, text=True, encoding="utf-8", timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locales")
@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_a_plain_locale_and_a_home_with_chinese_and_spaces_are_no_trouble(tmp_path: Path, locale: dict[str, str]) -> None:
    home = tmp_path / "家 目录" / "存 盘"
    named = {**locale, "TWENTY_YEARS_PEACE_HOME": str(home), "LANG": "", "LC_CTYPE": ""}
    done = game("play", str(TINY), "--terminal", "--lang", "zh", stdin="1\n\n\nq\n", **named)
    assert (done.returncode, done.stderr) == (0, "") and "已存盘" in done.stdout
    (saved,) = plays(Storage(home))
    assert saved.record.moves
    done = game("print", str(TINY), "--lang", "zh", "--out", str(home / "审 阅.html"), **named)
    assert done.returncode == 0 and "</html>" in (home / "审 阅.html").read_text(encoding="utf-8")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize(("lang", "said"), [("en", "another program uses it already."), ("zh", "已被别的程序占用。")])
def test_a_port_that_is_taken_is_told_and_the_lesson_can_be_taken_up(taken: int, lang: str, said: str,
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--phones", "127.0.0.1", "--port", str(taken), "--no-window", "--lang", lang]
    assert cli.main(["classroom", "open", str(TINY), "--format", "45-councils", *place]) == 2
    told = capsys.readouterr().err
    assert told.strip().endswith(said) and f"127.0.0.1:{taken}" in told


@pytest.mark.parametrize(("lang", "said"), [("en", "open in another window"), ("zh", "已在另一个窗口中打开")])
def test_a_second_teacher_is_told_that_the_lesson_is_open(home: Path, lang: str, said: str,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    from game.classroom.log import SUFFIX, Head, Log
    (home / "lessons").mkdir()
    from game.authoring.loader import load
    scenario = load(TINY).scenario
    assert scenario is not None
    log = Log(home / "lessons" / f"a{SUFFIX}", Head(scenario=str(TINY), digest=scenario.digest, format="45-councils",
                                                    language="en", seed=1, opened="2030-01-01 10", version="0"))
    assert cli.main(["classroom", "resume", "--no-window", "--lang", lang]) == 2
    assert said in capsys.readouterr().err
    assert cli.main(["classroom", "delete", "a"]) == 2 and log.path.is_file()
    log.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux can the display be taken away")
@pytest.mark.parametrize(("lang", "said"), [("en", "No display was found"), ("zh", "没有找到显示器")])
def test_a_lesson_without_a_display_names_the_command_that_needs_none(lang: str, said: str) -> None:
    done = game("classroom", "open", str(TINY), "--format", "45-councils", "--lang", lang, DISPLAY="", WAYLAND_DISPLAY="",
                SDL_VIDEODRIVER="")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert said in done.stderr and "classroom resume --no-window" in done.stderr


@pytest.mark.parametrize(("lang", "said"), [("en", "The fonts of the game are missing in"), ("zh", "缺少游戏的字体")])
def test_without_fonts_the_terminal_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str, said: str,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    for path in resources.assets().iterdir():
        if path.name != "fonts":
            (assets / path.name).symlink_to(path)
    monkeypatch.setattr(resources, "assets", lambda: assets)
    assert cli.main(["play", str(TINY), "--lang", lang]) == 2
    told = capsys.readouterr().err
    assert said in told and str(assets / "fonts") in told and "--terminal" in told


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_a_display_that_goes_away_loses_nothing_and_the_play_can_be_gone_on_with(home: Path) -> None:
    game("play", "council-1945", "--terminal", "--lang", "en", stdin="1\n\n\n\n1\n\n\nq\n")
    before = plays(Storage(home))[0].record
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
                              pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as said:
        display = f":{said.readline().strip()}"
    window = subprocess.Popen([sys.executable, "-m", "game", "play", "--continue"], cwd=ROOT, text=True,
                              env={**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "none"},
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 30
        while window.poll() is None and time.monotonic() < until:
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(window.pid)],
                                   env={**os.environ, "DISPLAY": display}, capture_output=True, text=True)
            if found.stdout.split():
                break
            time.sleep(0.1)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait(10)
    _, told = window.communicate(timeout=30)
    print(window.returncode, told)
    assert "Traceback" not in told
    assert plays(Storage(home))[0].record == before
