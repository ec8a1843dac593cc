"""What the player has set, kept in ``settings.json`` beside the saves.

Not the settings page and not what a setting does: the front end reads the fields.  A file that cannot be read is
kept under another name and the defaults are used; fields this version does not know are kept as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from game.core import limits
from game.play.storage import StorageFailure, free_name, write_atomically

FILE: Final = "settings.json"
FORMAT: Final = 1
MAX_BYTES: Final = limits.SETTINGS_BYTES

SCALE: Final = (0.9, 2.0)
"""Smallest and largest text size; 1.0 is normal."""


VOICES: Final = ("off", "speech", "clipboard")


@dataclass(slots=True)
class Settings:
    """Everything the player can set; the defaults are those of a first start.

    language: empty as long as none was chosen (the system's is used then).  scale: text size, 1.0 is normal.
    predict: ask for a forecast before a reveal.  plain: paper without texture.  contrast: the high-contrast colours.
    plain_type: one plain face for headings and typewriting.  typewriter: telegrams appear as they are typed.
    reduced_motion: nothing moves or fades.  sound, volume (0-100): effects.  voice: how texts are read aloud (VOICES).
    terms: words with an entry in the codex are marked.  skip_read: offer to skip pages read in an earlier play.
    preset: name of the preset chosen last, "own" after a change.  keys: key chosen for each remapped command, by name.
    lesson: what the teacher chose last, by name (scenario, format, medium).
    rest: fields of other versions, kept unread.
    """

    language: str = ""
    scale: float = 1.0
    preset: str = "usual"
    predict: bool = True
    plain: bool = False
    contrast: bool = False
    plain_type: bool = False
    typewriter: bool = True
    reduced_motion: bool = False
    sound: bool = True
    volume: int = 60
    voice: str = "off"
    skip_read: bool = True
    terms: bool = True
    keys: dict[str, str] = field(default_factory=dict)
    lesson: dict[str, str] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Returns JSON-ready data."""
        own = {name: getattr(self, name) for name in NAMES}
        return {**self.rest, "format": FORMAT, **own}


NAMES: Final = tuple(item.name for item in fields(Settings) if item.name != "rest")


def from_data(data: Mapping[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Returns the settings in ``data`` and the names of the fields that had to be left at their default."""
    settings, refused = Settings(), []
    for name in NAMES:
        if name not in data:
            continue
        if _fits(name, data[name], getattr(settings, name)):
            given = data[name]
            setattr(settings, name, float(given) if name == "scale" else given)
        else:
            refused.append(name)
    settings.rest = {name: value for name, value in data.items() if name not in NAMES and name != "format"}
    return settings, tuple(refused)


def _fits(name: str, given: object, default: object) -> bool:
    if name == "scale":
        number = isinstance(given, int | float) and not isinstance(given, bool)
        return number and SCALE[0] <= float(str(given)) <= SCALE[1]
    if name == "voice":
        return given in VOICES
    if name == "volume":
        return type(given) is int and 0 <= given <= 100
    if name in ("keys", "lesson"):
        return isinstance(given, dict) and all(isinstance(one, str) for one in given.values())
    return type(given) is type(default)


def load(folder: Path) -> tuple[Settings, Path | None]:
    """Reads the settings; never raises.

    Returns them and, where the file or a part of it was not usable, the path under which it was kept.
    """
    path = folder / FILE
    try:
        if not path.exists():
            return Settings(), None
        data = json.loads(path.read_bytes().decode("utf-8")) if path.stat().st_size <= MAX_BYTES else None
    except (ValueError, RecursionError):
        data = None
    except OSError:
        return Settings(), None
    known = isinstance(data, dict) and data.get("format") == FORMAT
    settings, refused = from_data(data) if known and data is not None else (Settings(), ())
    return settings, (_put_aside(path) if not known or refused else None)


def _put_aside(path: Path) -> Path:
    try:
        return path.rename(free_name(path))
    except OSError:
        return path


def save(folder: Path, settings: Settings) -> None:
    """Writes the settings atomically; raises ``StorageFailure`` with a sentence for the player."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / FILE, json.dumps(settings.to_data(), ensure_ascii=False, indent=1))
    except OSError as fault:
        reason = fault.strerror or "unknown reason"
        raise StorageFailure(f"The settings could not be saved in {folder}: {reason}.") from fault
