"""What commands share: refusing, finding scenarios and languages.

Called by the other modules of this room and by ``cli``.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from game import resources

if TYPE_CHECKING:
    from game.core.model import Scenario
    from game.library import Library
    from game.ui.gui.display import NoDisplay
    from game.ui.language import Language

PROGRAM = "python -m game"
FLAGSHIP = "mongolia-1945"

Commands = Any
"""What ``ArgumentParser.add_subparsers`` returns; argparse keeps the type private."""


class Refused(Exception):
    """The call cannot be carried out; the message is a sentence for the person, ``code`` the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def library(kept: bool = False) -> Library:
    """The shelf of shipped scenarios; ``kept`` lets it keep checked ones in the data folder, for a faster start."""
    from game.library import Library
    if not kept:
        return Library(resources.scenarios())
    from game.play.storage import default_folder
    return Library(resources.scenarios(), kept=default_folder() / "scenarios")


def languages() -> dict[str, Language]:
    from game.ui.language import read
    return read(resources.assets() / "lang")


def without_window(fault: NoDisplay, instead: str, lang: str | None) -> Refused:
    """Returns what to say where no window can be opened: why, and the command that needs none."""
    from game.ui.gui.fonts import NoFonts
    language, command = languages()[lang or system_language()], f"{PROGRAM} {instead}"
    if isinstance(fault, NoFonts):
        return Refused(language.t("trouble.no_fonts", folder=fault.folder, command=command))
    return Refused(language.t("trouble.no_display", command=command))


def system_language() -> str:
    import locale
    named = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), None)
    return "zh" if (named or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def clock_seed() -> int:
    """Returns the luck of a play for which none was asked: a number below a million, from the clock."""
    import time
    return time.time_ns() % 1_000_000


def scenario_of(shelf: Library, name: str) -> Scenario:
    loaded = shelf.load(name)
    if loaded is None:
        raise Refused(f"There is no scenario '{name}' (looked in {resources.scenarios()} and as a path).")
    if loaded.scenario is None:
        from game.authoring.diagnostics import render
        for fault in loaded.diagnostics:
            print(render(fault, loaded.lines.get(fault.mark.file), system_language()), file=sys.stderr)
        raise Refused(f"The scenario '{name}' has faults and cannot be played.", 1)
    return loaded.scenario
