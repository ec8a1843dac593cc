"""The command line: reads arguments, puts the parts together, returns an exit code.

The composition root: the only module that knows every other.  Nothing heavy is imported before a command needs it.
Exit codes: 0 done, 1 the input has faults, 2 the call or the machine is at fault.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game import __version__, resources

if TYPE_CHECKING:
    from game.core.model import Scenario
    from game.library import Library
    from game.play.session import Session
    from game.ui.language import Language

PROGRAM = "python -m game"
FLAGSHIP = "mongolia-1945"


class Refused(Exception):
    """The call cannot be carried out; the message is a sentence for the person, ``code`` the exit code."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="A historical negotiation game: play, teach, write scenarios.",
        epilog="Without a command the game opens its window.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(run=_window, scenario=None, lang=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

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
    replay.add_argument("--lang", choices=("en", "zh"), default="en")
    replay.set_defaults(run=_replay)

    validate = commands.add_parser("validate", help="check scenario files; report every fault with its place")
    validate.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a scenario folder or file")
    validate.add_argument("--format", choices=("text", "json"), default="text")
    validate.set_defaults(run=_validate)

    odds = commands.add_parser("odds", help="the exact odds of every ending and every rung, over all plays")
    odds.add_argument("path", metavar="SCENARIO", help="name or path")
    odds.add_argument("--json", action="store_true", help="print them as data, odds as fractions")
    odds.add_argument("--lang", choices=("en", "zh"), default="en")
    odds.add_argument("--gently", action="store_true", help="leave the processor to other programs first")
    odds.set_defaults(run=_odds)

    pictures = commands.add_parser("screenshot", help="draw every screen to PNG files; needs no display")
    pictures.add_argument("out", type=Path, metavar="OUT_DIR")
    pictures.add_argument("--lang", choices=("en", "zh"), default="en")
    pictures.add_argument("--size", type=_size, default=(1280, 720), metavar="WxH")
    pictures.add_argument("--animation", action="store_true", help="write a short play as a GIF instead; needs Pillow")
    pictures.add_argument("--card", action="store_true", help="write the card of one ending instead, to show to others")
    pictures.add_argument("--sheet", action="store_true", help="also write all screens, labelled, to one PNG")
    pictures.set_defaults(run=_screenshot)

    translate = commands.add_parser("translate", help="which texts changed in one language and not in the other")
    translate.add_argument("path", type=Path, metavar="SCENARIO", help="a scenario folder")
    translate.add_argument("--accept", action="store_true", help="record that all languages now agree")
    translate.set_defaults(run=_translate)

    shelf = commands.add_parser("list", help="list the scenarios")
    shelf.set_defaults(run=_list)
    return parser


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 1280x720")
    return int(found[1]), int(found[2])


def _library() -> Library:
    from game.library import Library
    return Library(resources.scenarios())


def _languages() -> dict[str, Language]:
    from game.ui.language import read
    return read(resources.assets() / "lang")


def _system_language() -> str:
    import locale
    named = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), None)
    return "zh" if (named or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def _scenario(library: Library, name: str) -> Scenario:
    loaded = library.load(name)
    if loaded is None:
        raise Refused(f"There is no scenario '{name}' (looked in {resources.scenarios()} and as a path).")
    if loaded.scenario is None:
        from game.authoring.diagnostics import render
        for fault in loaded.diagnostics:
            print(render(fault, loaded.lines.get(fault.mark.file)), file=sys.stderr)
        raise Refused(f"The scenario '{name}' has faults and cannot be played.", 1)
    return loaded.scenario


def _window(arguments: argparse.Namespace, session: Session | None = None, slot: str = "") -> int:
    from game.play.storage import Storage
    from game.ui.gui.app import NoDisplay
    from game.ui.gui.start import run
    name = arguments.scenario or FLAGSHIP
    library = _library()
    if library.find(name) is None:
        raise Refused(f"There is no scenario '{name}' (looked in {resources.scenarios()} and as a path).")
    try:
        return run(resources.assets(), _languages(), arguments.lang or "", library, Storage(), name,
                   session=session, slot=slot, otherwise=_system_language())
    except NoDisplay:
        raise Refused("No display was found; play in the terminal instead: "
                      f"{PROGRAM} play {name} --terminal") from None


def _play(arguments: argparse.Namespace) -> int:
    from game.play.storage import Storage, StorageFailure
    storage = Storage()
    if not arguments.terminal:
        chosen = arguments.resume or arguments.act or arguments.seed is not None or arguments.track
        opened, slot = (_resumed(storage, arguments.lang) if arguments.resume
                        else (_begun(arguments) if chosen else None, ""))
        return _window(arguments, opened, slot)
    from game.play.slots import new_slot
    from game.ui.terminal import Terminal
    from game.ui.trouble import failure_text
    session, slot = _resumed(storage, arguments.lang) if arguments.resume else (_begun(arguments), "")
    slot = slot or new_slot(storage)

    def save(session: Session) -> str | None:
        try:
            storage.save(session.record(), slot)
        except StorageFailure as fault:
            return failure_text(fault, terminal.language)
        return None

    command = f"{PROGRAM} play {arguments.scenario or FLAGSHIP} --terminal --continue"
    width = max(40, min(100, shutil.get_terminal_size().columns))
    terminal = Terminal(session, _languages(), arguments.lang or _system_language(), ask=input, tell=print, save=save,
                        finish=lambda played, language: _closing(played, language, width), command=command, width=width)
    terminal.run()
    return 0


def _begun(arguments: argparse.Namespace) -> Session:
    import time

    from game.core.rules import Rules
    from game.play.session import Session, Track
    scenario = _scenario(_library(), arguments.scenario or FLAGSHIP)
    acts = [act.id for act in scenario.acts]
    if arguments.act and arguments.act not in acts:
        raise Refused(f"There is no act '{arguments.act}'; the acts are {', '.join(acts) or 'none'}.")
    seed = arguments.seed if arguments.seed is not None else time.time_ns() % 1_000_000
    return Session(Rules(scenario), seed=seed, track=Track(arguments.track or "branch"), act=arguments.act)


def _resumed(storage: Any, lang: str | None) -> tuple[Session, str]:
    """Returns the newest play and the slot it goes on in; an empty one if its file must stay as it is.

    lang: the language in which to say that the scenario has changed since; None for the system's.
    """
    from game.core.rules import Rules
    from game.play.record import DamagedRecord
    from game.play.session import resume
    from game.play.slots import plays, unreadable
    from game.play.storage import AUTOSAVE, StorageFailure
    from game.ui.trouble import divergence_text, failure_text
    language = _languages()[lang or _system_language()]
    newest = next((saved.slot for saved in plays(storage)), None)
    slot = newest or next((path.stem for path in unreadable(storage)), AUTOSAVE)
    try:
        record = storage.load(slot)
    except DamagedRecord as fault:
        raise Refused(f"The save {storage.path(slot)} cannot be used: {fault}. It was left as it is.") from None
    except StorageFailure as fault:
        raise Refused(language.t("trouble.nothing", why=failure_text(fault, language))) from None
    session, divergence = resume(Rules(_scenario(_library(), record.scenario)), record)
    if divergence is not None:
        print(divergence_text(divergence, session.rules, language), file=sys.stderr)
    return session, slot if divergence is None else ""


def _closing(session: Session, language: Language, width: int) -> list[str]:
    from game.debrief.compare import compare
    from game.ui.compare_text import comparison_lines
    return comparison_lines(session, compare(session), language, width)


def _replay(arguments: argparse.Namespace) -> int:
    from game.core.rules import Rules
    from game.debrief.compare import compare
    from game.play.walkthrough import WalkthroughFault, follow, parse
    try:
        walkthrough = parse(arguments.walkthrough.read_text(encoding="utf-8"))
        name = walkthrough.scenario or arguments.walkthrough.resolve().parent.parent.name
        session = follow(Rules(_scenario(_walked(arguments.walkthrough, name), name)), walkthrough)
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
    language = _languages()[arguments.lang]
    for line in [*play_lines(session, language), *_closing(session, language, 88)]:
        print(line)
    return 0


def _walked(walkthrough: Path, name: str) -> Library:
    """The shelf on which a walkthrough's scenario is looked for: beside the file first, then the shipped ones."""
    from game.library import Library
    return Library(walkthrough.resolve().parent.parent.parent, resources.scenarios())


def _validate(arguments: argparse.Namespace) -> int:
    from game.authoring.diagnostics import Severity, as_data, render
    from game.authoring.loader import load
    faults, errors = [], 0
    for path in arguments.paths:
        loaded = load(path)
        errors += sum(fault.severity is Severity.ERROR for fault in loaded.diagnostics)
        faults += [(fault, loaded.lines.get(fault.mark.file)) for fault in loaded.diagnostics]
    if arguments.format == "json":
        import json
        print(json.dumps([as_data(fault) for fault, _ in faults], ensure_ascii=False, indent=1))
    else:
        for fault, lines in faults:
            print(render(fault, lines))
        warnings = len(faults) - errors
        print(f"{errors} errors, {warnings} warnings" if faults else "no faults")
    return 1 if errors else 0


def _odds(arguments: argparse.Namespace) -> int:
    from game.analysis.odds import LoopedScenario, tally
    from game.core.rules import Rules
    if arguments.gently and hasattr(os, "nice"):
        os.nice(10)
    scenario = _scenario(_library(), arguments.path)
    try:
        counted = tally(Rules(scenario))
    except LoopedScenario as fault:
        raise Refused(f"{arguments.path}: {fault}; odds are counted for scenarios without loops.", 1) from None
    if arguments.json:
        import json

        from game.analysis.tallied import to_data
        print(json.dumps({"digest": scenario.digest, **to_data(counted)}, indent=1))
        return 0
    from game.ui.odds_text import odds_lines
    for line in odds_lines(scenario, counted, _languages()[arguments.lang]):
        print(line)
    return 0


def _screenshot(arguments: argparse.Namespace) -> int:
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    from game.ui.gui.animation import NoPillow
    from game.ui.gui.pictures import take_animation, take_card, take_screenshots
    parts = (resources.assets(), _languages(), _library(), arguments.lang)
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        written = []
        if arguments.animation:
            written.append(take_animation(arguments.out / f"play-{arguments.lang}.gif", *parts, arguments.size))
        if arguments.card:
            written.append(take_card(arguments.out, *parts))
        for path in written or take_screenshots(arguments.out, *parts, arguments.size,
                                                    sheet=arguments.sheet):
            print(path)
    except NoPillow:
        raise Refused("The moving picture needs the library Pillow: python -m pip install pillow") from None
    except OSError as fault:
        raise Refused(f"{arguments.out} cannot be written: {fault.strerror or fault}.") from None
    return 0


def _translate(arguments: argparse.Namespace) -> int:
    from game.authoring import translation
    from game.authoring.loader import load
    from game.play.storage import write_atomically
    scenario = load(arguments.path).scenario
    if scenario is None or not arguments.path.is_dir():
        raise Refused(f"{arguments.path} is not a scenario folder without faults; run validate first.", 1)
    present = translation.digests(scenario)
    if arguments.accept:
        try:
            write_atomically(arguments.path / translation.LOCK, translation.lock_text(present))
        except OSError as fault:
            raise Refused(f"{arguments.path} cannot be written: {fault.strerror or fault}.") from None
        print(f"{len(present)} texts accepted")
        return 0
    found = translation.stale(translation.read_lock(arguments.path), present)
    for item in found:
        print(f"{item.id}: changed in {', '.join(item.changed)}, not in {', '.join(item.unchanged)}")
    print(f"{len(found)} of {len(present)} texts are stale")
    return 1 if found else 0


def _list(arguments: argparse.Namespace) -> int:
    library, lang = _library(), _system_language()
    for name in library.names():
        loaded = library.load(name)
        title = loaded.scenario.title[lang] if loaded and loaded.scenario else "has faults; run validate"
        print(f"{name}  {title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
