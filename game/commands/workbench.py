"""A scenario on the translator's desk: read with its translation files, reported on, written back.

Called by the command ``translate``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import Refused, languages, library, system_language

if TYPE_CHECKING:
    from game.authoring.overlay import Overlay
    from game.authoring.progress import Progress
    from game.core.inventory import Text


class Work:
    """One scenario; refuses one that is not there or has faults of its own.  Sentences are in ``language``."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from game.authoring.loader import load
        from game.authoring.translation import read_lock
        self.language = languages()[arguments.lang or system_language()]
        path = library().find(arguments.path)
        loaded = load(path) if path is not None else None
        if path is None or loaded is None or loaded.own is None or not path.is_dir():
            raise self.refused("translate.no_scenario", code=1, path=arguments.path)
        self.folder, self.loaded, self.own, self.overlays = path, loaded, loaded.own, loaded.overlays
        self.lock = read_lock(path)

    def refused(self, key: str, code: int = 2, **values: object) -> Refused:
        return Refused(self.language.t(key, **values), code)

    def texts(self) -> list[Text]:
        """Returns the texts of the author's own files."""
        from game.core.inventory import texts
        return list(texts(self.own))

    def overlay(self, into: str, source: str | None) -> Overlay:
        """Returns the translation file of a language, an empty one if there is none yet."""
        from game.authoring.exchange import source_language
        from game.authoring.overlay import LANGUAGE, Overlay
        if not LANGUAGE.fullmatch(into):
            raise self.refused("translate.no_code", language=into)
        found = next((overlay for overlay in self.overlays if overlay.language == into), None)
        file = self.folder / f"{into}.yaml"
        if found is None and file.exists():
            raise self.refused("translate.no_overlay", code=1, path=file)
        given = source or source_language(self.own, found, into)
        if given == into or given not in self.own.languages:
            raise self.refused("translate.no_source", language=given, into=into,
                               known=self.language.t("cite.comma").join(self.own.languages))
        if found is not None and found.source and given != found.source:
            raise self.refused("translate.other_source", path=file, language=found.source)
        return self.usable(found or Overlay(into, given, file=str(file)))

    def usable(self, overlay: Overlay) -> Overlay:
        """Returns a translation file that can be written anew without losing what could not be read."""
        if any(fault.mark.file == overlay.file and fault.code == "E060" for fault in self.loaded.diagnostics):
            raise self.refused("translate.no_overlay", code=1, path=overlay.file)
        return overlay

    def save(self, overlay: Overlay) -> Path:
        """Writes a translation file, in the order of the scenario; returns its path."""
        from game.authoring.exchange import sorted_out
        from game.authoring.overlay import Entry
        from game.authoring.overlay_text import Row, overlay_text
        entries, unused = sorted_out(self.own, overlay)
        partial = overlay.language in self.own.languages
        rows = [Row(text.id, text.words[overlay.source], entries.get(text.id, Entry("")), self.described(text))
                for text in self.texts() if text.id in entries or not partial]
        head = self.language.t("translate.head", title=self.language.words(self.own.title),
                               language=overlay.language, source=overlay.source).splitlines()
        path = self.folder / f"{overlay.language}.yaml"
        self.write(path, overlay_text(overlay.language, overlay.source, rows, unused, head,
                                      self.language.t("translate.now", text="{text}")))
        return path

    def write(self, path: Path, text: str) -> None:
        from game.play.storage import write_atomically
        try:
            write_atomically(path, text)
        except OSError as fault:
            raise self.refused("translate.unwritten", path=path, why=fault.strerror or str(fault)) from None

    def locked_in(self, language: str) -> frozenset[str]:
        from game.authoring.progress import locked_stale, stale_in
        return stale_in(language, locked_stale(self.own, self.lock))

    def described(self, text: Text) -> tuple[str, ...]:
        from game.ui.text_label import described
        return described(text, self.own, self.language)

    def place(self, text: Text) -> tuple[str, int]:
        mark = self.loaded.place(text.path)
        return self._shown(mark.file), mark.line

    def file_of(self, text: Text) -> str:
        return self._shown(self.loaded.place(text.path).file)

    def _shown(self, file: str) -> str:
        base = self.folder.as_posix()
        return file.removeprefix(f"{base}/")

    def named(self, item: Progress) -> str:
        if item.overlay is None:
            return self.language.t("translate.authors", language=item.language)
        return self.language.t("translate.overlay", language=item.language, file=f"{item.language}.yaml",
                               source=item.overlay.source)
