"""The release check: run ``python tests/release/check.py`` before a version goes out.

Builds sdist and wheel, installs each into an empty environment of every Python that is found (3.11 and later), and
there replays the record, plays in the window by keys, rehearses a lesson with bots and validates what is shipped.  Looks
at version, change log, README, licences and pictures.  Writes the packages and a CycloneDX bill of materials into
``dist``.  Needs the extra ``release`` and a package index.  Exits with 1 if anything failed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.release import materials, shipped

DIST = ROOT / "dist"
OLDEST = (3, 11)
PATIENCE = 900
"""Seconds that one command may take."""
SHIPPED = ("mongolia-1945", "moscow-table", "council-1945", "tutorial")


class Failed(Exception):
    """A step found a fault; the message is for the table."""


class Absent(Exception):
    """A step could not be tried here; the message says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step: ``state`` is ok, FAILED or left out; ``seconds`` of wall clock."""

    name: str
    state: str
    remark: str
    seconds: float


Step = tuple[str, Callable[[], str]]


def tried(name: str, step: Callable[[], str]) -> Outcome:
    """Runs a step, which returns a remark; whatever it raises becomes an outcome, so that the rest is still tried."""
    begun = time.monotonic()
    try:
        state, remark = "ok", step()
    except Absent as reason:
        state, remark = "left out", str(reason)
    except Exception as fault:
        state, remark = "FAILED", str(fault) if isinstance(fault, Failed) else f"{type(fault).__name__}: {fault}"
    return Outcome(name, state, remark, time.monotonic() - begun)


def table(outcomes: Sequence[Outcome]) -> str:
    """Lays the outcomes out, one to a line, the remark of a fault below it."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = []
    for outcome in outcomes:
        first, *more = outcome.remark.splitlines() or [""]
        lines.append(f"{outcome.name:<{width}}  {outcome.state:<8}  {outcome.seconds:6.1f} s  {first}".rstrip())
        lines += [f"{'':<{width}}  {line}" for line in more[-12:]]
    failed = sum(outcome.state == "FAILED" for outcome in outcomes)
    return "\n".join([*lines, "", f"{len(outcomes)} steps, {failed} failed"])


def versions_agree(version: str, log: str, built: Sequence[str]) -> list[str]:
    """Returns what is wrong with the version in the change log (its text) and in the names of the built files."""
    found = []
    heading = re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", log, re.MULTILINE)
    if not heading:
        found.append(f"CHANGELOG.md has no dated section for {version}")
    elif "### " not in (open_part := log[:heading.start()].partition("## [Unreleased]")[2]) and open_part.strip():
        found.append("CHANGELOG.md has unsorted lines under [Unreleased]")
    found += [f"{name} is not of version {version}" for name in built if f"-{version}" not in name]
    return found


def readme_commands(readme: str) -> list[str]:
    """Returns the commands of the README's table, in its order."""
    part = readme.partition("\n## Commands\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([a-z-]+)[ `]", part, re.MULTILINE)


def interpreters(found: Sequence[tuple[tuple[int, int], str]]) -> dict[str, str]:
    """Returns "3.N" -> program, the first named for each version that is new enough, oldest first."""
    chosen: dict[tuple[int, int], str] = {}
    for version, program in found:
        if version >= OLDEST:
            chosen.setdefault(version, program)
    return {f"{major}.{minor}": chosen[major, minor] for major, minor in sorted(chosen)}


def installed_pythons() -> Iterator[tuple[tuple[int, int], str]]:
    """Yields (version, program) of every Python that runs here and can make environments, this one first."""
    names = [sys.executable, *(f"python3.{minor}" for minor in range(OLDEST[1], 20))]
    manager = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for name in (*names, *map(str, sorted(manager.glob("3.*/bin/python"), reverse=True))):
        program = shutil.which(name)
        if program:
            asked = subprocess.run([program, "-c", "import sys, venv, ensurepip; print(*sys.version_info[:2])"],
                                   capture_output=True, text=True)
            if asked.returncode == 0:
                major, minor = asked.stdout.split()
                yield (int(major), int(minor)), program


def call(*command: str | Path, folder: Path | None = None) -> str:
    """Runs a command that knows nothing of the checkout; returns what it printed; raises ``Failed`` with its end."""
    kept = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"}}
    own = {"PYTHONIOENCODING": "utf-8", "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy",
           "PYGAME_HIDE_SUPPORT_PROMPT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
           **({"TWENTY_YEARS_PEACE_HOME": str(folder / "home")} if folder else {})}
    done = subprocess.run([str(part) for part in command], cwd=folder or ROOT, env=kept | own, capture_output=True, text=True,
                          encoding="utf-8", timeout=PATIENCE, stdin=subprocess.DEVNULL)
    if done.returncode:
        end = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise Failed(f"exit code {done.returncode} of {' '.join(str(part) for part in command[:6])}\n{end}")
    return done.stdout


class Environment:
    """One Python with one of the packages installed, in a folder of its own."""

    def __init__(self, label: str, program: str, package: str, folder: Path) -> None:
        self.label, self.program, self.package, self.folder = label, program, package, folder
        self.bin = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
        self.python = self.bin / ("python.exe" if sys.platform == "win32" else "python")

    def steps(self) -> list[Step]:
        """What is tried here, in order; all but the first need the first."""
        return [(f"{self.label}: {name}", step) for name, step in (
            ("install", self.install), ("record", self.replay), ("window", self.window), ("lesson", self.lesson),
            ("validate", self.validate), ("commands", self.commands))]

    def install(self) -> str:
        self.folder.mkdir()
        call(self.program, "-m", "venv", self.folder / "env")
        (package,) = DIST.glob(self.package)
        call(self.python, "-m", "pip", "install", "--quiet", package, folder=self.folder)
        where = call(self.python, "-c", "import game; print(game.__version__, game.__file__)", folder=self.folder).split()
        if str(ROOT) in where[1]:
            raise Failed(f"the installed game is the checkout: {where[1]}")
        return where[0]

    def scenario(self, name: str) -> Path:
        where = "import game.resources; print(game.resources.scenarios())"
        return Path(call(self.python, "-c", where, folder=self.folder).strip()) / name

    def game(self, *arguments: str | Path) -> str:
        if not self.bin.is_dir():
            raise Absent("nothing is installed")
        return call(self.bin / "twenty-years-peace", *arguments, folder=self.folder)

    def replay(self) -> str:
        said = self.game("replay", self.scenario("mongolia-1945") / "walkthroughs" / "historical.txt", "--json")
        found = re.search(r'"distance": *(\d+)', said)
        if found is None or found[1] != "0":
            raise Failed("the replayed record is not at distance 0 from the record")
        return "distance 0"

    def window(self) -> str:
        script = shutil.copy(Path(__file__).with_name("gui_play.py"), self.folder)
        return call(self.python, script, self.folder / "played", folder=self.folder).splitlines()[-1]

    def lesson(self) -> str:
        return self.game("classroom", "dry-run", "council-1945", "--lang", "en").splitlines()[-1]

    def validate(self) -> str:
        self.game("validate", *(self.scenario(name) for name in SHIPPED), "--lang", "en")
        return f"{len(SHIPPED)} scenarios"

    def commands(self) -> str:
        names = readme_commands((ROOT / "README.md").read_text(encoding="utf-8"))
        for name in names:
            self.game(name, "--help")
        self.game("screenshot", "pictures", "--lang", "zh")
        return f"{len(names)} of the README, and screenshots"


def build() -> str:
    """Builds both packages into ``dist``, from nothing."""
    shutil.rmtree(DIST, ignore_errors=True)
    call(sys.executable, "-m", "build", "--outdir", DIST, ROOT)
    return ", ".join(sorted(path.name for path in DIST.iterdir()))


def version() -> str:
    """Holds version, change log and packages against each other."""
    from game import __version__

    found = versions_agree(__version__, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
                           [path.name for path in DIST.glob("twenty*")])
    if found:
        raise Failed("\n".join(found))
    return __version__


def licences() -> str:
    """Holds what is shipped against the lists of origins."""
    found = shipped.faults(ROOT / "assets")
    if found:
        raise Failed("\n".join(found))
    return f"{len(shipped.origins(ROOT / 'assets'))} files of others, each with origin, licence and hash"


def readme() -> str:
    """Runs the command of the README's section Play in the unpacked sdist, up to the window, and the tests of its words."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.findall(r"^```sh\n(.*?)\n```$", text.partition("\n## Play\n")[2], re.MULTILINE | re.DOTALL)[0]
    if sys.platform != "win32":
        with tempfile.TemporaryDirectory() as folder:
            (package,) = DIST.glob("*.tar.gz")
            shutil.unpack_archive(package, folder, filter="data")
            (unpacked,) = Path(folder).iterdir()
            call("sh", "-c", f"{command} list", folder=unpacked)
    call(sys.executable, "-m", "pytest", "-n0", "-q", "tests/test_house.py", "-k", "readme or change_log or task")
    return "the command of Play, and what the tests ask of the README"


def pictures() -> str:
    """Draws the README's pictures again and compares."""
    return call(sys.executable, Path(__file__).with_name("pictures.py")).splitlines()[-1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs all steps; returns the exit code."""
    parser = argparse.ArgumentParser(description="Checks whether a version can go out.")
    parser.add_argument("--python", action="append", default=[], metavar="PROGRAM",
                        help="use only this Python (may be given several times) instead of all that are found")
    chosen = parser.parse_args(arguments).python
    pythons = interpreters(list(installed_pythons())) if not chosen else {name: name for name in chosen}
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        places = [Environment(f"{label} {kind}", program, pattern, Path(folder) / f"{number}-{kind}")
                  for number, (label, program) in enumerate(pythons.items())
                  for kind, pattern in (("wheel", "*.whl"), ("sdist", "*.tar.gz"))]
        steps: list[Step] = [("build", build), ("version", version), ("licences", licences), ("README", readme),
                             ("pictures", pictures), *(step for place in places for step in place.steps()),
                             ("bill of materials", lambda: bill(places[0]))]
        outcomes = []
        for number, (name, step) in enumerate(steps, 1):
            print(f"[{number}/{len(steps)}] {name} … ", end="", flush=True)
            outcomes.append(tried(name, step))
            told = "" if outcomes[-1].state == "ok" else f": {outcomes[-1].remark}"
            print(f"{outcomes[-1].state}, {outcomes[-1].seconds:.1f} s{told}", flush=True)
    print(f"\n{table(outcomes)}")
    return 1 if any(outcome.state == "FAILED" for outcome in outcomes) else 0


def bill(place: Environment) -> str:
    """Writes the bill of materials of what ``place`` installed, and of the files of others among the assets."""
    if not place.python.exists():
        raise Absent("nothing is installed")
    call(place.python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools", "pip")
    name = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    out = DIST / "bill-of-materials.cdx.json"
    call(sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--of", "JSON", "-o", out, place.python)
    count = materials.complete(out, name, shipped.origins(ROOT / "assets"))
    return f"{count} components in {out.relative_to(ROOT)}"


if __name__ == "__main__":
    sys.exit(main())
