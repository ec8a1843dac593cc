"""GNU gettext PO files, the form in which translators and their tools exchange texts: writing and reading them.

``msgctxt`` is the text id, ``msgid`` the source, ``msgstr`` the translation; a stale one is marked ``fuzzy`` and keeps
the source it was made from as ``#| msgid``.  What a file may change is ``exchange``'s business.  Called by the command
``translate``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polib

from game.authoring.quoting import comment
from game.core import limits

MAX_BYTES: Final = limits.PO_BYTES
_SOURCE: Final = "X-Source-Language"
_FORMAT: Final = "python-brace-format"
_BRACED: Final = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")


class PoFault(ValueError):
    """A PO file cannot be read: ``why`` is ``missing``, ``large``, ``bytes`` or ``form``; ``line`` 0 if unknown."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(f"{why} {line}")
        self.why, self.line = why, line


@dataclass(frozen=True, slots=True)
class Message:
    """One text on its way to a translator and back.

    ``fuzzy`` marks a translation that needs another look; ``previous`` is the source it was made from, where known.
    ``notes`` and ``places`` (file, line) are for the translator and are not read back.
    """

    id: str
    source: str
    target: str = ""
    fuzzy: bool = False
    previous: str | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)
    places: tuple[tuple[str, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Po:
    """A whole file; ``language`` (translated into) and ``source`` (translated from) may be empty."""

    language: str
    messages: tuple[Message, ...]
    source: str = ""


def po_text(po: Po, project: str, when: str) -> str:
    """Returns the text of a PO file.

    project: the name and version of what is translated; when: the time as the head has it, ``2026-11-30 12:00+0000``.
    """
    made = polib.POFile(wrapwidth=-1)
    made.metadata = _head(po, project, when)
    for message in po.messages:
        made.append(polib.POEntry(
            msgctxt=message.id, msgid=message.source, msgstr=message.target,
            comment="\n".join(comment(note) for note in message.notes),
            occurrences=[(_name(file), str(line)) for file, line in message.places],
            flags=["fuzzy"] * message.fuzzy + [_FORMAT] * _is_format(message.source),
            previous_msgid=message.previous))
    return str(made)


def read_po(path: Path) -> Po:
    """Reads a PO file; raises ``PoFault``.  Entries that a tool marked obsolete are left out."""
    if not path.is_file():
        raise PoFault("missing")
    if path.stat().st_size > MAX_BYTES:
        raise PoFault("large")
    try:
        found = polib.pofile(str(path.resolve()), wrapwidth=-1)
    except UnicodeDecodeError:
        raise PoFault("bytes") from None
    except OSError as fault:  # polib raises its faults of form as such, with no number
        line = re.search(r"line (\d+)", str(fault)) if fault.errno is None else None
        raise PoFault("missing" if fault.errno is not None else "form", int(line[1]) if line else 0) from None
    except (ValueError, LookupError, AttributeError, TypeError):
        raise PoFault("form") from None
    messages = tuple(Message(entry.msgctxt or "", entry.msgid, entry.msgstr, "fuzzy" in entry.flags,
                             entry.previous_msgid) for entry in found if not entry.obsolete)
    into = found.metadata.get("Language", "").strip().replace("_", "-")
    return Po(into, messages, found.metadata.get(_SOURCE, "").strip())


def _head(po: Po, project: str, when: str) -> dict[str, str]:
    return {
        "Project-Id-Version": " ".join(project.split()), "Report-Msgid-Bugs-To": "", "POT-Creation-Date": when,
        "PO-Revision-Date": when, "Last-Translator": "", "Language-Team": po.language,
        "Language": po.language.replace("-", "_"), _SOURCE: " ".join(po.source.split()), "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
    }


def _is_format(source: str) -> bool:
    """Says whether gettext's own check of ``{name}`` can be asked for: every brace belongs to a placeholder."""
    return bool(_BRACED.search(source)) and not set("{}") & set(_BRACED.sub("", source))


def _name(file: str) -> str:
    """A file name with spaces stands between isolates, as GNU gettext writes it."""
    return f"\u2068{file}\u2069" if any(char.isspace() for char in file) else file
