"""Between a scenario and its translators: what goes out as messages, what of the answers enters a translation file.

Nothing is lost on the way: what goes out and comes back unchanged changes nothing.  Not a file format (``po``,
``overlay_text``).  Called by the command ``translate``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from game.authoring.diagnostics import near
from game.authoring.overlay import Entry, Overlay, placeholders
from game.authoring.po import Message
from game.core.inventory import Text, texts
from game.core.model import Scenario

Describe = Callable[[Text], tuple[str, ...]]
"""What a translator should know of a text: speaker, place, grade."""


class Reason(StrEnum):
    """Why an answer was not taken."""

    UNKNOWN = "unknown"
    NAMELESS = "nameless"
    TWICE = "twice"
    PLACEHOLDERS = "placeholders"


@dataclass(frozen=True, slots=True)
class Left:
    """An answer that was not taken; ``said`` completes the reason: the nearest id, or the placeholders wanted."""

    id: str
    reason: Reason
    said: str = ""


@dataclass(slots=True)
class Taken:
    """What came of an import: the entries of the translation file, and what was done with each answer."""

    entries: dict[str, Entry]
    fresh: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    same: int = 0
    empty: int = 0
    left: list[Left] = field(default_factory=list)


def source_language(own: Scenario, overlay: Overlay | None, into: str) -> str:
    """Returns the language to translate from where none is asked for: the overlay's, else the author's first other."""
    if overlay is not None and overlay.source in own.languages:
        return overlay.source
    return next((language for language in own.languages if language != into), own.languages[0])


def words_in(text: Text, language: str) -> str:
    """Returns the words of the author's own files in exactly ``language``; empty if there are none."""
    return dict(text.words.forms).get(language, "")


def outgoing(own: Scenario, overlay: Overlay, stale: Iterable[str] = (), describe: Describe = lambda text: (),
             place: Callable[[Text], tuple[str, int]] | None = None) -> tuple[Message, ...]:
    """Returns every text as a message with the translation there is.

    own: the scenario as its author's files have it; stale: ids whose words in the author's own files are so.
    """
    known, found = frozenset(stale), []
    for text in texts(own):
        source, entry = text.words[overlay.source], overlay.entries.get(text.id)
        if not source:
            continue
        if entry is not None and entry.words:
            old = overlay.stale(text)
            message = Message(text.id, source, entry.words, old, entry.source if old else None)
        else:
            target = words_in(text, overlay.language)
            message = Message(text.id, source, target, bool(target) and text.id in known)
        found.append(Message(message.id, source, message.target, message.fuzzy, message.previous, describe(text),
                             (place(text),) if place else ()))
    return tuple(found)


def incoming(own: Scenario, overlay: Overlay, messages: Iterable[Message], stale: Iterable[str] = ()) -> Taken:
    """Returns the entries of ``overlay`` with the answers in ``messages`` taken in, and what became of each.

    stale: as in ``outgoing``; such words, sent back without the mark, are thereby confirmed.
    """
    here, known = {text.id: text for text in texts(own)}, frozenset(stale)
    taken, seen = Taken(dict(overlay.entries)), set[str]()
    for message in messages:
        text = here.get(message.id)
        if not message.id:
            taken.left.append(Left(message.source[:60], Reason.NAMELESS))
        elif text is None:
            if message.target:
                taken.left.append(Left(message.id, Reason.UNKNOWN, near(message.id, here)))
        elif message.id in seen:
            taken.left.append(Left(message.id, Reason.TWICE))
        else:
            _take(text, message, overlay, taken, text.id in known)
        seen.add(message.id)
    return taken


def _take(text: Text, message: Message, overlay: Overlay, taken: Taken, doubted: bool) -> None:
    words, present = message.target.strip(), text.words[overlay.source]
    made_from = (message.previous or "") if message.fuzzy else message.source
    old = overlay.entries.get(text.id)
    if not words:
        taken.empty += 1
        return
    if old is not None and old.words:
        standing, unmoved = old.words, made_from == (present if old.source is None else old.source)
    else:
        standing, unmoved = words_in(text, overlay.language), message.fuzzy or not doubted
    if words == standing and unmoved:
        taken.same += 1
        return
    wanted = placeholders(present if made_from == present or message.fuzzy else message.source)
    if placeholders(words) != wanted and not (message.fuzzy and words == standing):
        said = ", ".join(f"{{{name}}}" for name in sorted(wanted))
        taken.left.append(Left(text.id, Reason.PLACEHOLDERS, said))
        return
    taken.entries[text.id] = Entry(words, made_from)
    (taken.changed if standing else taken.fresh).append(text.id)
    if made_from != present:
        taken.stale.append(text.id)


def accepted(own: Scenario, overlay: Overlay) -> tuple[Overlay, tuple[str, ...], tuple[str, ...]]:
    """Returns the overlay with every stale entry taken as right for its present source, those ids, and those refused.

    Refused are translations that do not mention the placeholders of the present source.
    """
    entries, done, refused = dict(overlay.entries), [], []
    for text in texts(own):
        if overlay.stale(text):
            source, entry = text.words[overlay.source], entries[text.id]
            if placeholders(entry.words) == placeholders(source):
                entries[text.id] = Entry(entry.words, source)
                done.append(text.id)
            else:
                refused.append(text.id)
    return Overlay(overlay.language, overlay.source, entries, overlay.unused, overlay.file), tuple(done), tuple(refused)


def sorted_out(own: Scenario, overlay: Overlay) -> tuple[Mapping[str, Entry], Mapping[str, Entry]]:
    """Returns the entries of texts that are there, and the translations to keep of those that are gone.

    A text that has come back takes its kept translation again.
    """
    here = {text.id for text in texts(own)}
    every = {**overlay.unused, **{name: entry for name, entry in overlay.entries.items()
                                  if entry.words or name not in overlay.unused}}
    return ({name: entry for name, entry in every.items() if name in here},
            {name: entry for name, entry in every.items() if name not in here and entry.words})
