"""What every test may ask for: the shipped scenario, languages, golden files, a data folder of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

from game import resources
from game.authoring.diagnostics import render
from game.core.model import Scenario
from game.core.rules import Rules
from game.library import Library
from game.ui.language import Language, read
from tests import amounts
from tests.browser import FLAGS, Visit, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGSHIP = "mongolia-1945"


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--thorough"):
        amounts.be_thorough()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that nobody waits for them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption("--thorough", action="store_true", help="try many more examples of every law, and look at every screen in every language, size and look")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of this test; nobody's own saves are read or written."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWENTY_YEARS_PEACE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(resources.scenarios())


@pytest.fixture(scope="session")
def languages() -> Mapping[str, Language]:
    return read(resources.assets() / "lang")


@pytest.fixture(scope="session")
def flagship(library: Library) -> Scenario:
    loaded = library.load(FLAGSHIP)
    assert loaded is not None
    assert loaded.scenario is not None, "\n".join(render(fault) for fault in loaded.diagnostics[:5])
    return loaded.scenario


@pytest.fixture(scope="session")
def flagship_rules(flagship: Scenario) -> Rules:
    return Rules(flagship)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file ``golden/NAME`` beside the test; ``--update-golden`` writes the file."""
    folder = request.path.parent / "golden"

    def check(name: str, text: str) -> None:
        file = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.is_file(), f"{file.name} does not exist; --update-golden writes it"
        assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; --update-golden writes it anew"

    return check


@pytest.fixture(scope="session")
def lacking() -> Callable[[str], None]:
    """Leaves a test out for a reason; in CI, where everything must be there, fails it."""

    def leave(reason: str) -> None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}; in CI nothing is left out")
        pytest.skip(reason)

    return leave


@pytest.fixture(scope="session")
def programs(lacking: Callable[[str], None]) -> Callable[..., None]:
    """Asks for programs on the search path."""

    def need(*names: str) -> None:
        absent = [name for name in names if shutil.which(name) is None]
        if absent:
            lacking(f"needs {', '.join(absent)}")

    return need


@pytest.fixture(scope="session")
def browser(lacking: Callable[[str], None]) -> Iterator[Browser]:
    """A running Chromium without a window."""
    path = chromium()
    if path is None:
        lacking("needs Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("needs the package playwright")
    with sync_playwright() as player:
        running = player.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens windows of the browser; at the end none of them may have had anything to complain of."""
    visits: list[Visit] = []

    def begin(size: tuple[int, int] = (1280, 800), **settings: object) -> Visit:
        visits.append(Visit(browser, size, **settings))
        return visits[-1]

    yield begin
    complaints = [complaint for one in visits for complaint in one.complaints]
    for one in visits:
        one.context.close()
    assert not complaints
