"""The built packages: complete, and playable from an empty environment in another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("scenarios", "assets")
UNSHIPPED = ("assets/pictures/", "assets/fonts/build.py", "assets/sounds/build.py", "assets/map/build.py",
             "assets/web/build.py")
pytestmark = [pytest.mark.slow, pytest.mark.longest]


def sources(*folders: str) -> set[str]:
    """Returns the files of the checkout below ``folders``, as paths with slashes."""
    return {path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, each built from the checkout."""
    out = tmp_path_factory.mktemp("dist")
    made = subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", str(out),
                           str(ROOT)], capture_output=True, text=True, timeout=200)
    assert made.returncode == 0, made.stdout + made.stderr
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory, lacking: Callable[[str], None]) -> Path:
    """The folder of programs of an empty environment into which the wheel went."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if sys.platform == "win32" else "bin")
    (wheel,) = built.glob("*.whl")
    done = subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel)],
                          capture_output=True, text=True, timeout=280, env=clean())
    if done.returncode != 0 and ("Connection" in done.stderr or "No matching distribution" in done.stderr):
        lacking("the package index cannot be reached")
    assert done.returncode == 0, done.stderr
    return programs


def clean(**variables: str) -> dict[str, str]:
    """Returns an environment that knows nothing of the checkout."""
    kept = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"}}
    return {**kept, "PYTHONIOENCODING": "utf-8", **variables}


def call(command: Sequence[str | Path], folder: Path, stdin: str = "", **variables: str) -> str:
    """Runs ``command`` in ``folder``; returns what it printed."""
    done = subprocess.run([str(part) for part in command], cwd=folder, input=stdin, capture_output=True, text=True,
                          encoding="utf-8", timeout=180, env=clean(**variables))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_code_scenarios_and_assets(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    shipped = {f"game/data/{name}" for name in sources(*SHIPPED) if not name.startswith(UNSHIPPED)}
    assert names == shipped | sources("game")


def test_the_sdist_holds_everything_the_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    alone = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".ci/run"}
    assert not (sources("game", "tests", *SHIPPED) | alone) - names


def test_the_wheel_lists_its_scenario_in_another_folder(installed: Path, tmp_path: Path) -> None:
    listed = call([installed / "twenty-years-peace", "list"], tmp_path, LC_ALL="en_GB.UTF-8")
    assert any(line.startswith("mongolia-1945  Twenty Years") for line in listed.splitlines())


def test_the_wheel_replays_the_record(installed: Path, tmp_path: Path) -> None:
    where = "import game.resources; print(game.resources.scenarios())"
    scenarios = Path(call([installed / "python", "-c", where], tmp_path).strip())
    assert ROOT not in scenarios.parents
    walkthrough = scenarios / "mongolia-1945" / "walkthroughs" / "historical.txt"
    data = json.loads(call([installed / "twenty-years-peace", "replay", walkthrough, "--json"], tmp_path))
    assert data["distance"] == 0


def test_the_wheel_plays_in_the_terminal(installed: Path, tmp_path: Path, home: Path) -> None:
    call([installed / "python", "-m", "game", "play", "--terminal", "--lang", "zh"], tmp_path, stdin="1\n\n\n\n1\n\n\n")
    (kept,) = home.glob("play-*.json")
    assert json.loads(kept.read_text(encoding="utf-8"))["moves"]


def test_the_wheel_draws_its_window(installed: Path, tmp_path: Path) -> None:
    call([installed / "twenty-years-peace", "screenshot", "pictures", "--lang", "zh"], tmp_path)
    pictures = list((tmp_path / "pictures").glob("*.png"))
    assert len(pictures) >= 5
    assert all(picture.stat().st_size > 10_000 for picture in pictures)
