"""The real window: a display server, a hand on keyboard and mouse, and the save file as witness."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from game import resources
from game.library import Library
from game.play.storage import Storage
from game.ui.gui.desk import Desk
from game.ui.gui.screen import Screen
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.pick import PickScreen
from game.ui.gui.screens.predict import PredictScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.start import make_app
from game.ui.language import read

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 720)
PATIENCE = 20.0
Found = TypeVar("Found")
LIBRARY = Library(resources.scenarios())
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the display server is X on Linux")]


class CloseMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent, padded to the size of XEvent."""

    _fields_ = (("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("padding", ctypes.c_long * 24))


class Display:
    """A display of its own, whose picture can be read."""

    def __init__(self, folder: Path) -> None:
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-fbdir", str(folder),
             "-nolisten", "tcp", "-noreset"], pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as said:
            self.name = f":{said.readline().strip()}"
        self.picture_file = folder / "Xvfb_screen0"

    def picture(self) -> str:
        """Returns a mark of what is on the glass."""
        return hashlib.sha256(self.picture_file.read_bytes()).hexdigest()

    def close(self) -> None:
        self.server.terminate()
        self.server.wait(10)


def middle(key: str, screen: Callable[[Desk], Screen], size: tuple[int, int], home: Path) -> tuple[int, int]:
    """Returns where the middle of a widget lies in a window of ``size`` that shows ``screen``."""
    desk = Desk(LIBRARY, read(resources.assets() / "lang"), Storage(home), "mongolia-1945")
    desk.continue_saved()
    app = make_app(resources.assets(), desk, "en", size)
    app.open(screen(desk))
    (widget,) = (widget for widget in app.root.walk() if widget.key == key)
    return widget.rect.center


class Player:
    """Somebody before the open window."""

    def __init__(self, display: Display, home: Path, *command: str) -> None:
        self.display, self.home = display, home
        self.environment = {**os.environ, "DISPLAY": display.name, "SDL_VIDEODRIVER": "x11", "LC_ALL": "en_GB.UTF-8",
                            "TWENTY_YEARS_PEACE_HOME": str(home), "SDL_AUDIODRIVER": "dummy"}
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.game = subprocess.Popen([sys.executable, "-m", "game", *command], cwd=ROOT, env=self.environment,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.window = self.wait(self._window, "a window opens")
        self.hand("windowfocus", "--sync", self.window)
        self.still()

    def _window(self) -> str:
        assert self.game.poll() is None, self.game.communicate()[1]
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.game.pid)],
                               env=self.environment, capture_output=True, text=True)
        return found.stdout.split()[0] if found.stdout.split() else ""

    def hand(self, *what: str) -> None:
        subprocess.run(["xdotool", *what], env=self.environment, check=True, capture_output=True, timeout=PATIENCE)

    def press(self, *keys: str) -> None:
        """Presses keys one after another, each when the picture has come to rest."""
        for key in keys:
            self.hand("key", key)
            self.still()

    def click(self, key: str, screen: Callable[[Desk], Screen]) -> None:
        """Clicks the middle of the widget ``key``; where it lies is read off the same screen drawn without a display."""
        told = subprocess.run(["xdotool", "getwindowgeometry", "--shell", self.window], env=self.environment,
                              capture_output=True, text=True, check=True).stdout
        at = {name: int(value) for name, _, value in (line.partition("=") for line in told.splitlines())}
        x, y = middle(key, screen, (at["WIDTH"], at["HEIGHT"]), self.home)
        self.hand("mousemove", str(at["X"] + x), str(at["Y"] + y), "sleep", "0.1", "click", "1")
        self.still()

    def close(self) -> None:
        """Presses the window's close button: the message a window manager sends for it."""
        x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self.display.name.encode()))
        message = CloseMessage(
            type=33, window=int(self.window), format=32,
            message_type=x11.XInternAtom(display, b"WM_PROTOCOLS", 0),
            data=(ctypes.c_long * 5)(x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)))
        assert x11.XSendEvent(display, ctypes.c_ulong(message.window), 0, ctypes.c_long(0), ctypes.byref(message))
        x11.XCloseDisplay(display)

    def still(self) -> str:
        """Waits until the picture no longer changes; returns its mark."""
        last, since = self.display.picture(), time.monotonic()
        while time.monotonic() - since < 0.35:
            time.sleep(0.05)
            now = self.display.picture()
            if now != last:
                last, since = now, time.monotonic()
        return last

    def wait(self, look: Callable[[], Found], for_what: str) -> Found:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if found := look():
                return found
            time.sleep(0.05)
        raise AssertionError(f"waited {PATIENCE:.0f} s in vain until {for_what}")

    def moves(self) -> list[str] | None:
        """Returns the moves in the save, or None while there is no save."""
        kept = list(self.home.glob("play-*.json"))
        assert len(kept) < 2, "one play has one file"
        return list(json.loads(kept[0].read_text(encoding="utf-8"))["moves"]) if kept else None

    def leaves(self) -> tuple[int, str]:
        """Returns exit code and complaints once the program has ended."""
        _, complaints = self.game.communicate(timeout=PATIENCE)
        return self.game.returncode, complaints


@pytest.fixture
def player(tmp_path: Path, home: Path, programs: Callable[..., None]) -> Iterator[Player]:
    programs("Xvfb", "xdotool")
    display = Display(tmp_path)
    person = None
    try:
        person = Player(display, home)
        yield person
    finally:
        if person is not None and person.game.poll() is None:
            person.game.kill()
            person.game.communicate()
        display.close()


def chosen(desk: Desk) -> Screen:
    """The decision with its first option chosen and not yet issued."""
    screen = DecisionScreen(desk)
    screen.chosen = desk.play.moves()[0]
    return screen


def test_a_play_by_mouse_from_the_title_to_the_first_reveal(player: Player) -> None:
    assert player.moves() is None
    player.click("title.new", TitleScreen)
    player.click("pick.go", PickScreen)
    assert player.wait(lambda: player.moves() == [], "the new play is saved")
    decision = player.still()
    player.click("option.1", DecisionScreen)
    waiting = player.still()
    assert waiting != decision
    assert player.moves() == [], "nothing is decided by one click"
    player.click("issue", chosen)
    forecast = player.still()
    assert forecast != waiting
    player.click("predict.skip", lambda desk: PredictScreen(desk, desk.play.moves()[0]))
    assert player.wait(player.moves, "the decision is saved")
    assert player.still() != forecast, "the reveal is shown"


def test_a_play_by_keys_with_undo_and_the_other_language(player: Player) -> None:
    player.press("Return", "Return")
    assert player.wait(lambda: player.moves() == [], "the new play is saved")
    english = player.still()
    player.press("l")
    assert player.still() != english
    player.press("2", "Return")
    for _ in range(12):
        if player.moves():
            break
        player.press("Tab", "Return")
    assert player.moves(), "Tab and Enter reach the button that skips the forecast"
    player.press("l", "u")
    assert player.wait(lambda: player.moves() == [], "the decision is taken back")
    player.close()
    code, complaints = player.leaves()
    assert code == 0
    assert "Traceback" not in complaints


def test_the_window_leaves_quietly_when_the_system_asks(player: Player) -> None:
    player.game.send_signal(signal.SIGTERM)
    code, complaints = player.leaves()
    assert code in (0, 143, -signal.SIGTERM)
    assert "Traceback" not in complaints


def test_a_preview_follows_the_file(tmp_path: Path, home: Path, programs: Callable[..., None]) -> None:
    """An editor saves, and the picture on the glass changes; a fault comes over it and goes."""
    programs("Xvfb", "xdotool")
    file = tmp_path / "ferry.yaml"
    text = (ROOT / "tests" / "play" / "scenarios" / "embassy.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    display = Display(tmp_path)
    author = None
    try:
        author = Player(display, home, "preview", str(file), "--lang", "en")
        first = author.still()
        file.write_text(text.replace("title:", "titel:", 1), encoding="utf-8")
        assert author.wait(lambda: display.picture() != first, "the fault is shown")
        faulty = author.still()
        file.write_text(text, encoding="utf-8")
        assert author.wait(lambda: display.picture() != faulty, "the fault is gone")
        assert author.still() != faulty
        author.close()
        code, complaints = author.leaves()
        assert code == 0 and "Traceback" not in complaints
    finally:
        if author is not None and author.game.poll() is None:
            author.game.kill()
            author.game.communicate()
        display.close()
