"""When something is read aloud: a new page whole, then what changes, then each control the focus comes to.

Looks at the app after each frame and never touches it.  Words come from ``game.ui.voice``, sound from ``speaker``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.ui.gui.context import Context
from game.ui.gui.opened import Opened
from game.ui.gui.screen import Screen
from game.ui.gui.speaker import Speaker
from game.ui.voice import Line, Voice

if TYPE_CHECKING:
    from game.ui.gui.app import App


class Narrator:
    """Reads a window aloud.

    translate: (language, key, **values) -> interface string; mode, set_mode: the setting ``voice``.
    """

    def __init__(self, speaker: Speaker, translate: Callable[..., str], mode: Callable[[], str],
                 set_mode: Callable[[str], None]) -> None:
        self.speaker, self._translate, self._mode, self._set_mode = speaker, translate, mode, set_mode
        self._frames = -1
        self._stack: list[Opened] = []
        self._language = ""
        self._lines: list[Line] = []
        self._focus: list[str] = []
        self._key: str | None = None

    def voice(self, language: str) -> Voice:
        """Returns the words of a language."""
        return Voice(lambda key, **values: self._translate(language, key, **values))

    def answer(self, app: App, kind: str) -> None:
        """Does what the keys of reading aloud ask: ``voice`` or ``hush``."""
        if kind == "hush":
            self.hush()
        else:
            self.toggle(app)
            app.rehint()

    def toggle(self, app: App) -> None:
        """Switches reading aloud on, or off and silent."""
        on = self._mode() == "off"
        self._set_mode(self.speaker.best() if on else "off")
        self.look(app)

    def hints(self, ctx: Context, screen: Screen) -> list[tuple[str, str]]:
        """Returns the hints of a page with those for reading aloud: first while it is on, else last."""
        hints = screen.hints(ctx)
        if self._mode() == "off":
            return [*hints, ("V", ctx.t("voice.hint_on"))]
        return [("V", ctx.t("voice.hint_off")), ("Ctrl", ctx.t("voice.hint_stop")), *hints]

    def hush(self) -> None:
        """Stops the reading; reading aloud stays on."""
        if self.speaker.mode != "off":
            self.speaker.stop()

    def look(self, app: App) -> None:
        """Says what is new in the window since the last look."""
        language, mode = app.ctx.language, self._mode()
        if mode != self.speaker.mode:
            self._switch(mode, language)
        if mode == "off" or not app.stack:
            return
        self.speaker.tend()
        if app.frames == self._frames:
            return
        self._frames = app.frames
        told = self._news(app, self.voice(language))
        if told:
            self.speaker.say(" ".join(told), language)

    def _switch(self, mode: str, language: str) -> None:
        if mode == "off":
            self.speaker.say(self._translate(language, "voice.now_off"), language)
            self.speaker.mode = mode  # without stopping: these words have interrupted the reading already
        self.speaker.use(mode)
        self._stack, self._frames = [], -1

    def _news(self, app: App, voice: Voice) -> list[str]:
        """What has not been said yet of the page shown; remembers it as said."""
        top, root, focused = app.stack[-1], app.root, app.focused
        overlay = top.screen.overlay
        lines = voice.page(root, overlay=overlay)
        focus = voice.focus(focused, root) if focused is not None else []
        before, known = self._stack, set(self._lines)
        fresh = not before or before[-1] is not top or self._language != app.ctx.language
        returned = fresh and any(opened is top for opened in before[:-1]) and self._language == app.ctx.language
        if returned:
            told = [*(voice.banner(root) if not overlay else [lines[0].text] if lines else []), *focus]
        elif fresh:
            first = [] if before else [voice.t("voice.now_on")]
            told = [*first, *(line.text for line in lines), *focus, *voice.keys(root)]
        else:
            told = [line.text for line in lines if not line.control and line not in known]
            same = focused is not None and focused.key is not None and focused.key == self._key
            told += [text for text in focus if text not in self._focus] if same or focus == self._focus else focus
        self._stack, self._language, self._lines = list(app.stack), app.ctx.language, lines
        self._focus, self._key = focus, focused.key if focused is not None else None
        return told
