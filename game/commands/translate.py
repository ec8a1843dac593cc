"""Keeping the languages of a scenario in step, and sending its texts to translators and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import Commands
from game.commands.workbench import Work

if TYPE_CHECKING:
    from game.authoring.exchange import Taken
    from game.authoring.progress import Share
    from game.ui.language import Language


def add(commands: Commands) -> None:
    """Adds ``translate``."""
    translate = commands.add_parser(
        "translate", help="how far a scenario is translated; send its texts to translators and take them back",
        description="Without a further word: how far each language is.")
    translate.add_argument("path", metavar="SCENARIO", help="name or folder")
    translate.add_argument("--accept", action="store_true", help=argparse.SUPPRESS)
    translate.set_defaults(run=_status, lang=None)
    steps = translate.add_subparsers(dest="step", metavar="STEP")
    for name, run, told in (
            ("status", _status, "how far each language is, file by file"),
            ("list", _list, "the texts that changed in one language and not in the other"),
            ("accept", _accept, "record that all languages now agree")):
        step = steps.add_parser(name, help=told)
        step.add_argument("--lang", choices=("en", "zh"), help="language of the report")
        step.set_defaults(run=run)
    extract = steps.add_parser("extract", help="write a translation file for a language the scenario does not have")
    export = steps.add_parser("export", help="write all texts to a file for translators' tools")
    for step, run in ((extract, _extract), (export, _export)):
        step.add_argument("--lang", dest="into", required=True, metavar="XX", help="the language to translate into")
        step.add_argument("--from", dest="source", metavar="XX", help="the language to translate from")
        step.set_defaults(run=run)
    export.add_argument("--format", choices=("po",), default="po", help="po: GNU gettext")
    export.add_argument("out", type=Path, metavar="OUT.po")
    export.add_argument("--force", action="store_true", help="write over a file that is there")
    back = steps.add_parser("import", help="take translations from a PO file into the translation file")
    back.add_argument("file", type=Path, metavar="FILE.po")
    back.add_argument("--into", metavar="XX", help="the language, if the file does not name it")
    back.add_argument("--lang", choices=("en", "zh"), help="language of the report")
    back.set_defaults(run=_import)


def _status(arguments: argparse.Namespace) -> int:
    if arguments.accept:
        return _accept(arguments)
    from game.authoring.progress import progress
    from game.ui.columns import columns
    work = Work(arguments)
    t, number, chinese = work.language.t, work.language.number, work.language.code == "zh"
    found = progress(work.own, work.overlays, work.lock, work.file_of)
    heads = [t(f"translate.{key}") for key in ("languages", "texts", "translated", "missing", "stale")]
    rows = [(work.named(item), *(number(count) for count in (
        item.whole.total, item.whole.translated, item.whole.missing, item.whole.stale)), f"{item.whole.percent} %")
        for item in found]
    print(*columns([heads, *rows], range(1, 6), chinese=chinese), sep="\n")
    files = [(file, number(share.total), *(_share(item.files[file], work.language) for item in found))
             for file, share in found[0].files.items()]
    print("", *columns([(t("translate.files"), heads[1], *(item.language for item in found)), *files], {1},
                       chinese=chinese), sep="\n")
    return 1 if any(item.whole.stale for item in found) else 0


def _share(share: Share, language: Language) -> str:
    parts = [f"{share.percent} %"]
    parts += [language.t("translate.n_missing", n=share.missing)] if share.missing else []
    parts += [language.t("translate.n_stale", n=share.stale)] if share.stale else []
    return " · ".join(parts)


def _list(arguments: argparse.Namespace) -> int:
    from game.authoring.progress import locked_stale, overlay_stale
    from game.core.inventory import texts
    work = Work(arguments)
    found = (*locked_stale(work.own, work.lock), *overlay_stale(work.own, work.overlays))
    comma = work.language.t("cite.comma")
    for item in found:
        print(work.language.t("translate.changed", id=item.id, changed=comma.join(item.changed),
                              unchanged=comma.join(item.unchanged)))
    print(work.language.t("translate.are_stale", n=len(found), total=sum(1 for _ in texts(work.own))))
    return 1 if found else 0


def _accept(arguments: argparse.Namespace) -> int:
    from game.authoring import translation
    from game.authoring.exchange import accepted
    work = Work(arguments)
    present, refused = translation.digests(work.own), list[str]()
    if present:
        work.write(work.folder / translation.LOCK, translation.lock_text(present))
    taken = len(present)
    for overlay in work.overlays:
        mended, done, left = accepted(work.own, overlay)
        refused += left
        taken += len(mended.entries)
        if done:
            work.save(work.usable(mended))
    print(work.language.t("translate.accepted", n=taken))
    for name in refused:
        print(work.language.t("translate.refused", id=name, why=work.language.t("translate.why.braces")))
    return 1 if refused else 0


def _extract(arguments: argparse.Namespace) -> int:
    work = Work(arguments)
    overlay = work.overlay(arguments.into, arguments.source)
    if arguments.into in work.own.languages:
        raise work.refused("translate.own_language", language=arguments.into, n=2)
    path = work.save(overlay)
    missing = sum(1 for text in work.texts() if not (
        text.id in overlay.entries and overlay.entries[text.id].words))
    print(work.language.t("translate.extracted", path=path, n=missing, total=len(work.texts())))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    import time

    from game.authoring.exchange import outgoing
    from game.authoring.po import Po, po_text
    work = Work(arguments)
    overlay = work.overlay(arguments.into, arguments.source)
    if arguments.out.exists() and not arguments.force:
        raise work.refused("translate.exists", path=arguments.out)
    messages = outgoing(work.own, overlay, work.locked_in(overlay.language), work.described, work.place)
    title = f"{work.own.id} {work.own.title[overlay.source]}"
    work.write(arguments.out, po_text(Po(overlay.language, messages, overlay.source), title,
                                      time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime())))
    print(work.language.t("translate.exported", path=arguments.out, total=len(messages),
                          n=sum(not message.target for message in messages),
                          fuzzy=sum(message.fuzzy for message in messages)))
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from game.authoring.exchange import incoming
    from game.authoring.overlay import Overlay
    from game.authoring.po import PoFault, read_po
    work = Work(arguments)
    try:
        po = read_po(arguments.file)
    except PoFault as fault:
        place = f"{arguments.file}:{fault.line}" if fault.line else str(arguments.file)
        raise work.refused("translate.not_po", code=1 if fault.why == "form" else 2, path=place,
                           why=work.language.t(f"translate.po.{fault.why}")) from None
    if arguments.into and po.language and arguments.into != po.language:
        raise work.refused("translate.other_language", path=arguments.file, language=po.language, into=arguments.into)
    into = arguments.into or po.language
    if not into:
        raise work.refused("translate.no_language", path=arguments.file)
    overlay = work.overlay(into, po.source or None)
    taken = incoming(work.own, overlay, po.messages, work.locked_in(into))
    if taken.fresh or taken.changed:
        work.save(Overlay(overlay.language, overlay.source, taken.entries, overlay.unused, overlay.file))
    _tell(taken, work.language)
    return 1 if taken.left else 0


def _tell(taken: Taken, language: Language) -> None:
    t = language.t
    print(t("translate.imported", fresh=len(taken.fresh), changed=len(taken.changed), same=taken.same,
            empty=taken.empty))
    if taken.stale:
        print(t("translate.imported_stale", n=len(taken.stale)))
    for left in taken.left:
        match left.reason.value, left.said:
            case "unknown", str(near) if near:
                why = t("translate.why.near", id=near)
            case "placeholders", str(names):
                why = t("translate.why.wanted", names=names) if names else t("translate.why.braces")
            case reason, _:
                why = t(f"translate.why.{reason}")
        print(t("translate.refused", id=left.id, why=why))
