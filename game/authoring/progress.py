"""How far a scenario is translated: per language and file, which texts have words, which lack them, which are stale.

The author's own languages are kept in step by the lock (``translation``), those of translation files by the source
they remember (``overlay``).  Called by the command ``translate``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from game.authoring.exchange import words_in
from game.authoring.overlay import Overlay
from game.authoring.translation import Digests, Stale, digests, stale
from game.core.inventory import Text, texts
from game.core.model import Scenario


@dataclass(frozen=True, slots=True)
class Share:
    """Texts of one file (or of all): how many there are, how many have words, how many of these are stale."""

    total: int = 0
    translated: int = 0
    stale: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.total + other.total, self.translated + other.translated, self.stale + other.stale)

    @property
    def missing(self) -> int:
        """How many texts have no words."""
        return self.total - self.translated

    @property
    def percent(self) -> int:
        """The share that has words; 100 only if none is missing."""
        return 100 * self.translated // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Progress:
    """One language.  ``overlay`` is None for a language of the author's own files."""

    language: str
    overlay: Overlay | None
    files: Mapping[str, Share]

    @property
    def whole(self) -> Share:
        """All files together."""
        return sum(self.files.values(), Share())


def locked_stale(own: Scenario, lock: Digests) -> tuple[Stale, ...]:
    """Returns the texts of the author's own files that changed in one language and not in another."""
    return stale(lock, digests(own))


def stale_in(language: str, found: Iterable[Stale]) -> frozenset[str]:
    """Returns the ids of those that did not change in ``language`` though another did."""
    return frozenset(item.id for item in found if language in item.unchanged)


def progress(own: Scenario, overlays: Iterable[Overlay], lock: Digests,
             file_of: Callable[[Text], str]) -> tuple[Progress, ...]:
    """Returns how far every language is, the author's own first, in the order of the scenario.

    file_of: the file a text stands in, as it is to be shown.
    """
    found, by_language = locked_stale(own, lock), {overlay.language: overlay for overlay in overlays}
    languages = dict.fromkeys((*own.languages, *by_language))
    return tuple(_progress(own, language, by_language.get(language), stale_in(language, found), file_of)
                 for language in languages)


def _progress(own: Scenario, language: str, overlay: Overlay | None, known: frozenset[str],
              file_of: Callable[[Text], str]) -> Progress:
    files: dict[str, Share] = {}
    for text in texts(own):
        entry = overlay.entries.get(text.id) if overlay else None
        if overlay is not None and entry is not None and entry.words:
            share = Share(1, 1, int(overlay.stale(text)))
        else:
            common = language in own.languages and bool(words_in(text, ""))
            share = Share(1, int(bool(words_in(text, language)) or common), int(text.id in known))
        file = file_of(text)
        files[file] = files.get(file, Share()) + share
    return Progress(language, overlay, files)


def overlay_stale(own: Scenario, overlays: Iterable[Overlay]) -> tuple[Stale, ...]:
    """Returns the texts whose source changed since a translation file took it."""
    return tuple(Stale(text.id, (overlay.source,), (overlay.language,))
                 for overlay in overlays for text in texts(own) if overlay.stale(text))
