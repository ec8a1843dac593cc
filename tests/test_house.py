"""The house: style, types, layout, the README's commands and examples.  What a newcomer reads must be true."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from game import __version__
from game.cli import main
from game.inspection import inspect

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOP = {"game", "scenarios", "assets", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
LEAVINGS = {"dist", "build", "mutants"}


def section(heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"the README has no section '{heading}'"
    return found[1]


def block(heading: str, language: str) -> list[str]:
    """Returns the code blocks in ``language`` of the README's section ``heading``."""
    return re.findall(rf"^```{language}\n(.*?)^```$", section(heading), re.MULTILINE | re.DOTALL)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=280)


def test_ruff_finds_nothing() -> None:
    checked = run("ruff", "check", ".")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
def test_mypy_finds_nothing() -> None:
    checked = run("mypy")
    assert checked.returncode == 0, checked.stdout


def test_mypy_is_strict_below_the_front_ends() -> None:
    settings = PROJECT["tool"]["mypy"]
    assert settings["strict"] is True
    assert {override["module"] for override in settings["overrides"]} == {"game.ui.*"}


def test_examples_in_docstrings_are_true() -> None:
    tried = 0
    for path in sorted((ROOT / "game").rglob("*.py")):
        if ">>>" in path.read_text(encoding="utf-8"):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            found = doctest.testmod(module)
            assert found.failed == 0, path
            tried += found.attempted
    assert tried > 0


def test_the_top_level_holds_only_what_is_agreed() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__pycache__"))}
    assert found - LEAVINGS - {name for name in found if name.endswith(".egg-info")} == TOP


def test_ci_runs_exactly_the_readmes_test_command() -> None:
    commands = [line for line in block("Tests", "sh")[0].splitlines() if line]
    assert len(commands) == 1
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in script if "pytest" in line] == commands
    assert script[-1] == commands[0]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111 or sys.platform == "win32"


def test_each_task_is_one_command_on_every_system() -> None:
    for heading in ("Play", "Tests"):
        unix, windows = block(heading, "sh")[0], block(heading, "bat")[0]
        assert unix.count("\n") == windows.count("\n") == 1
        assert unix.startswith("python3 -m venv .venv && .venv/bin/python -m pip install ")
        spelled = unix.replace("python3 -m venv", "py -m venv").replace(".venv/bin/python", r".venv\Scripts\python")
        assert windows == f'cmd /c "{spelled.strip().replace(chr(34), "")}"\n'


def test_every_path_named_in_the_readme_exists() -> None:
    named = set(re.findall(r"`((?:game|scenarios|assets|tests|\.ci)/[\w./*<>-]*)`", README))
    named |= set(re.findall(r"\]\((?!http)([^)#]+)\)", README))
    assert len(named) > 10
    missing = [name for name in sorted(named) if "<" not in name and not list(ROOT.glob(name.rstrip("/")))]
    assert not missing


def test_the_readme_names_every_room_and_every_dependency() -> None:
    rooms = {path.name for path in (ROOT / "game").iterdir() if (path / "__init__.py").is_file()}
    assert not {name for name in rooms if f"`{name}`" not in README}
    needed = {re.split(r"[<>=]", line)[0] for line in PROJECT["project"]["dependencies"]}
    assert not {name for name in needed if f"`{name}`" not in README}


def test_the_readme_names_every_command_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    offered = set(re.findall(r"^    ([a-z-]+)(?=\s)", capsys.readouterr().out, re.MULTILINE))
    assert set(re.findall(r"^\| `([a-z-]+)[ `]", section("Commands"), re.MULTILINE)) == offered


@pytest.mark.parametrize("number", range(len(block("Writing a scenario", "yaml"))))
def test_the_readmes_scenario_has_no_fault(number: int, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(block("Writing a scenario", "yaml")[number], encoding="utf-8")
    assert inspect(file).faults == ()


def test_the_change_log_knows_this_version() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.index("## [Unreleased]") < log.index(f"## [{__version__}] - ")


def test_the_repository_names_no_machine() -> None:
    """Paths of one machine and hosts of one registry help nobody else."""
    pattern = re.compile(r"/(?:work|home|root|Users)/\w|files\.pythonhosted|index-url|find-links")
    faults = []
    for path in [*ROOT.glob("*.*"), *ROOT.glob(".ci/*"), *(ROOT / "game").rglob("*.py"),
                 *(ROOT / "tests").rglob("*.py"), *(ROOT / "scenarios").rglob("*.yaml")]:
        if path.is_file() and path != Path(__file__).resolve():
            text = path.read_text(encoding="utf-8", errors="replace")
            faults += [f"{path.relative_to(ROOT)}: {found[0]}" for found in pattern.finditer(text)]
    assert not faults
