"""Beginning a scenario of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from game import resources
from game.commands.common import PROGRAM, Commands, Refused, languages, library, system_language

if TYPE_CHECKING:
    from game.ui.language import Language


def add(commands: Commands) -> None:
    """Adds ``new``."""
    new = commands.add_parser("new", help="begin a scenario of your own: a small one that plays at once, with remarks")
    new.add_argument("folder", metavar="FOLDER", help="the folder to make; its name is the scenario's")
    new.add_argument("--lang", choices=("en", "zh", "both"), help="language of its texts and remarks")
    new.add_argument("--title", default="", help="its title")
    new.add_argument("--decisions", type=int, default=3, metavar="N", help="how many decisions it has (3)")
    new.set_defaults(run=_new)


def _new(arguments: argparse.Namespace) -> int:
    from game.authoring.scaffold import LANGUAGES, MOST, SCHEMA, Wish, scaffold
    from game.authoring.schema_files import schema_name
    lang = arguments.lang or system_language()
    spoken = system_language() if lang == "both" else lang
    language = languages()[spoken]
    target = _target(arguments.folder, language)
    if not 1 <= arguments.decisions <= MOST:
        raise Refused(language.t("new.decisions", most=MOST))
    title = " ".join(arguments.title.split())
    if "{" in title or "}" in title:
        raise Refused(language.t("new.braces"))
    wish = Wish(LANGUAGES if lang == "both" else (lang,), arguments.decisions, title)
    schema = resources.assets() / schema_name(spoken, False)
    files = {**scaffold(_template(), wish), SCHEMA: schema.read_text(encoding="utf-8")}
    try:
        _write(target, files)
    except OSError as fault:
        raise Refused(language.t("new.unwritten", path=target, why=fault.strerror or str(fault))) from None
    shown = _as_typed(target)
    print(language.t("new.made", path=target, n=arguments.decisions))
    for key in ("play", "change", "check"):
        print(language.t(f"new.{key}", program=PROGRAM, folder=shown, file=_as_typed(target / "scenario.yaml")))
    return 0


def _target(given: str, language: Language) -> Path:
    """The folder to make; refuses a name that would not do and a place that is taken."""
    from game.authoring.quoting import comment
    from game.authoring.scaffold import name_fault
    target = Path(given)
    name = given.replace("\\", "/").rstrip("/").rpartition("/")[2] if given.strip() else ""
    fault = "dots" if name in (".", "..") else name_fault(name)
    if fault:
        raise Refused(language.t(f"new.name.{fault}", name=comment(name)))
    try:
        taken = any(target.iterdir()) if target.is_dir() else target.exists()
    except OSError as refusal:
        raise Refused(language.t("new.unwritten", path=target, why=refusal.strerror or str(refusal))) from None
    if taken:
        raise Refused(language.t("new.taken", path=target))
    if name in library().names():
        raise Refused(language.t("new.shelved", name=name))
    return target


def _template() -> dict[str, str]:
    folder = resources.scenarios() / "_template"
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")}


def _write(target: Path, files: dict[str, str]) -> None:
    """Makes the folder beside its place and moves it there: it is never half made."""
    import shutil
    import tempfile
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-"))
    try:
        made.chmod(0o755)
        for name, text in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        if target.is_dir():
            target.rmdir()
        made.rename(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _as_typed(path: Path) -> str:
    """The path as one argument of a command line."""
    text = str(path)
    return f'"{text}"' if any(not (char.isalnum() or char in "-_./\\:") for char in text) else text
