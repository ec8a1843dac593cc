"""Playing: the window, the terminal, and printing the play that a walkthrough describes."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import resources
from game.commands.common import (
    FLAGSHIP,
    PROGRAM,
    Commands,
    Refused,
    clock_seed,
    languages,
    library,
    scenario_of,
    system_language,
    without_window,
)

if TYPE_CHECKING:
    from game.library import Library
    from game.play.session import Session
    from game.ui.language import Language


def add(commands: Commands) -> None:
    """Adds ``play`` and ``replay``."""
    play = commands.add_parser("play", help="play a scenario, in the window or in the terminal")
    play.add_argument("scenario", nargs="?", default=None, help=f"name or path (default {FLAGSHIP})")
    play.add_argument("--terminal", action="store_true", help="play in the terminal")
    play.add_argument("--track", choices=("record", "branch"), default=None,
                      help="return to the record after each reveal, or follow your own story (default)")
    play.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the texts")
    play.add_argument("--seed", type=int, default=None, help="luck of the play (default: chosen by the clock)")
    play.add_argument("--act", default="", help="begin at this act, with the record up to then")
    play.add_argument("--continue", dest="resume", action="store_true", help="go on with the newest play")
    play.set_defaults(run=_play)

    replay = commands.add_parser("replay", help="print the play that a walkthrough file describes")
    replay.add_argument("walkthrough", type=Path)
    replay.add_argument("--json", action="store_true", help="print the comparison with the record as data")
    replay.add_argument("--lang", choices=("en", "zh"), default=None, help="language of the texts")
    replay.set_defaults(run=_replay)


def open_window(arguments: argparse.Namespace, session: Session | None = None, slot: str = "") -> int:
    from game.commands.teaching import Staffroom
    from game.play.storage import Storage
    from game.ui.gui.app import NoDisplay
    from game.ui.gui.start import run
    name = arguments.scenario or FLAGSHIP
    shelf = library(kept=True)
    if shelf.find(name) is None:
        raise Refused(f"There is no scenario '{name}' (looked in {resources.scenarios()} and as a path).")
    try:
        return run(resources.assets(), languages(), arguments.lang or "", shelf, Storage(), name,
                   session=session, slot=slot, otherwise=system_language(), school=Staffroom(shelf))
    except NoDisplay as fault:
        raise without_window(fault, f"play {name} --terminal", arguments.lang) from None


def _play(arguments: argparse.Namespace) -> int:
    from game.play.storage import Storage, StorageFailure
    storage = Storage()
    if not arguments.terminal:
        chosen = arguments.resume or arguments.act or arguments.seed is not None or arguments.track
        opened, slot = (_resumed(storage, arguments.lang, lambda prompt: "q") if arguments.resume
                        else (_begun(arguments) if chosen else None, ""))
        return open_window(arguments, opened, slot)  # a play to be asked about is continued from the title, which asks
    from game.play.slots import new_slot
    from game.play.slots import save as save_play
    from game.ui.terminal import Terminal
    from game.ui.trouble import failure_text
    session, slot = _resumed(storage, arguments.lang, input) if arguments.resume else (_begun(arguments), "")
    if session is None:
        return 0
    slot = slot or new_slot(storage)

    def move(other: str) -> None:
        nonlocal slot
        slot = other

    def save(session: Session) -> str | None:
        try:
            save_play(storage, session.record(), slot, move)
        except StorageFailure as fault:
            return failure_text(fault, terminal.language)
        return None

    command = f"{PROGRAM} play {arguments.scenario or FLAGSHIP} --terminal --continue"
    width = max(40, min(100, shutil.get_terminal_size().columns))
    terminal = Terminal(session, languages(), arguments.lang or system_language(), ask=input, tell=print, save=save,
                        finish=lambda played, language: closing(played, language, width), command=command, width=width)
    terminal.run()
    return 0


def _begun(arguments: argparse.Namespace) -> Session:
    from game.core.rules import Rules
    from game.play.session import Session, Track
    scenario = scenario_of(library(kept=True), arguments.scenario or FLAGSHIP)
    acts = [act.id for act in scenario.acts]
    if arguments.act and arguments.act not in acts:
        raise Refused(f"There is no act '{arguments.act}'; the acts are {', '.join(acts) or 'none'}.")
    seed = arguments.seed if arguments.seed is not None else clock_seed()
    return Session(Rules(scenario), seed=seed, track=Track(arguments.track or "branch"), act=arguments.act)


def _resumed(storage: Any, lang: str | None, ask: Callable[[str], str]) -> tuple[Session | None, str]:
    """Returns the newest play and the slot it goes on in; an empty one if its file must stay as it is.

    lang: the language in which to say that the scenario has changed since; None for the system's.  ask: asks whether to
    go on all the same; where the answer is no, there is no play.
    """
    from game.core.rules import Rules
    from game.play.record import DamagedRecord
    from game.play.session import resume
    from game.play.slots import plays, unreadable
    from game.play.storage import AUTOSAVE, StorageFailure
    from game.ui.trouble import failure_text, offer_text
    language = languages()[lang or system_language()]
    newest = next((saved.slot for saved in plays(storage)), None)
    slot = newest or next((path.stem for path in unreadable(storage)), AUTOSAVE)
    try:
        record = storage.load(slot)
    except DamagedRecord as fault:
        raise Refused(f"The save {storage.path(slot)} cannot be used: {fault}. It was left as it is.") from None
    except StorageFailure as fault:
        raise Refused(language.t("trouble.nothing", why=failure_text(fault, language))) from None
    session, divergence = resume(Rules(scenario_of(library(kept=True), record.scenario)), record)
    if divergence is not None:
        print(offer_text(divergence, session, language), file=sys.stderr)
        try:
            said = ask(f"{language.t('trouble.asked')} > ")
        except EOFError:
            said = "q"
        if said.strip().lower() in ("q", "quit"):
            return None, ""
    return session, slot if divergence is None else ""


def closing(session: Session, language: Language, width: int) -> list[str]:
    from game.debrief.compare import compare
    from game.ui.compare_text import comparison_lines
    return comparison_lines(session, compare(session), language, width)


def _replay(arguments: argparse.Namespace) -> int:
    from game.authoring.ordinary import read_text
    from game.core import limits
    from game.core.rules import Rules
    from game.debrief.compare import compare
    from game.play.walkthrough import WalkthroughFault, follow, parse
    try:
        walkthrough = parse(read_text(arguments.walkthrough, limits.WALKTHROUGH_BYTES))
        name = walkthrough.scenario or arguments.walkthrough.resolve().parent.parent.name
        session = follow(Rules(scenario_of(_walked(arguments.walkthrough, name), name)), walkthrough)
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "not UTF-8 text"
        raise Refused(f"{arguments.walkthrough} cannot be read: {reason}.") from None
    except WalkthroughFault as fault:
        raise Refused(f"{arguments.walkthrough}: {fault}.", 1) from None
    if arguments.json:
        import json

        from game.debrief.data import comparison_data
        print(json.dumps(comparison_data(session, compare(session)), ensure_ascii=False, indent=1))
        return 0
    from game.ui.transcript import play_lines
    language = languages()[arguments.lang or system_language()]
    for line in [*play_lines(session, language), *closing(session, language, 88)]:
        print(line)
    return 0


def _walked(walkthrough: Path, name: str) -> Library:
    """The shelf on which a walkthrough's scenario is looked for: beside the file first, then the shipped ones."""
    from game.library import Library
    return Library(walkthrough.resolve().parent.parent.parent, resources.scenarios())
