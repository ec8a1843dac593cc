"""A process that speaks one text: writes ``ready``, reads a line of JSON, speaks it and ends.

Started as a script by ``gui.speaker``, which ends it to interrupt it: a speech engine that hangs or breaks then
disturbs nobody, and none has to speak twice, which some do not survive.  Imports nothing of the game.  The library
it uses, pyttsx3, is optional; it speaks through the system's own voices (SAPI, NSSpeechSynthesizer, eSpeak) and needs
no network.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

LIBRARY = "pyttsx3"
READY = "ready"
NAMES = {"zh": ("zh", "cmn", "chinese", "mandarin"), "en": ("en", "english")}
"""Language -> what its voices have in their names, ids or language tags."""


def fitting(voices: list[Any], language: str) -> str | None:
    """Returns the id of the first voice of a language; None if there is none, then the engine's own is kept."""
    for wanted in NAMES.get(language, (language,)):
        for voice in voices:
            tags = [tag.decode("utf-8", "ignore") if isinstance(tag, bytes) else str(tag)
                    for tag in getattr(voice, "languages", None) or []]
            tags = [tag.strip("\x05\x02").lower() for tag in tags]
            named = f"{getattr(voice, 'id', '')} {getattr(voice, 'name', '')}".lower()
            if any(tag.startswith(wanted) for tag in tags) or (len(wanted) > 3 and wanted in named):
                return str(voice.id)
    return None


def serve(engine: Any) -> None:
    """Speaks the one text that comes in; none, if the input ends before."""
    print(READY, flush=True)
    line = sys.stdin.readline()
    if not line:
        return
    told = json.loads(line)
    voice = fitting(list(engine.getProperty("voices") or []), str(told["language"]))
    if voice is not None:
        engine.setProperty("voice", voice)
    engine.say(str(told["text"]))
    engine.runAndWait()


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    serve(importlib.import_module(LIBRARY).init())
