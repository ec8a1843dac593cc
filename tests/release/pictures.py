"""The pictures of the README: draws them as the program draws today, and says which of them are stale.

Run ``python tests/release/pictures.py`` to compare, with ``--write`` to draw them anew into ``assets/pictures``.  The
window is drawn without a display; the page of the tree needs Chromium and is left out where there is none.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageChops

from game import resources
from game.library import Library
from game.ui.gui.desk import Desk
from game.ui.gui.pictures import screens_for_pictures
from game.ui.gui.start import make_app
from game.ui.language import read
from tests.browser import FLAGS, chromium

SCENARIO = "mongolia-1945"
SIZE = (1280, 720)
WINDOW = {"decision": ("decision-first", "en"), "reveal": ("reveal-other", "zh"), "table": ("table-countered-table", "en"),
          "comparison": ("comparison-treaty", "en"), "deal": ("comparison-deal", "en")}
"""Picture -> the screen of ``screenshot`` it shows, and its language."""
PAGE = ("graph", "DP14-price")
"""The picture of the tree's page: its name, and the node whose card lies open."""
TOLERANCE = 0.002
"""This share of a window's points may differ (another version of the drawing library); more is another picture."""
PAGE_TOLERANCE = 0.02
"""The same for the browser, whose letters differ a little from one version to the next."""
VISIBLE = 24
"""A point differs where a colour is this far off, of 255."""


def difference(first: Image.Image, second: Image.Image) -> float:
    """Returns the share of points that differ visibly, 0 to 1; pictures of two sizes differ wholly."""
    if first.size != second.size:
        return 1.0
    bands = ImageChops.difference(first.convert("RGB"), second.convert("RGB")).split()
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(worst.histogram()[VISIBLE:]) / (first.size[0] * first.size[1])


def draw_window(out: Path) -> list[str]:
    """Draws the pictures of the window into ``out``; returns their names.  Raises ``KeyError`` for a screen that is gone."""
    languages = read(resources.assets() / "lang")
    drawn = []
    for language in ("en", "zh"):
        wanted = {screen: name for name, (screen, spoken) in WINDOW.items() if spoken == language}
        desk = Desk(Library(resources.scenarios()), languages, None, SCENARIO)
        app = make_app(resources.assets(), desk, language, SIZE)
        for screen, show in screens_for_pictures(desk):
            if screen in wanted:
                show(app)
                name = wanted.pop(screen)
                app.screenshot(out / f"{name}.png")
                drawn.append(name)
            if not wanted:
                break
        if wanted:
            raise KeyError(f"no screen is called {', '.join(wanted)}")
    return drawn


def draw_page(out: Path) -> list[str]:
    """Draws the page of the tree in Chromium; nothing where there is none."""
    path = chromium()
    if path is None:
        return []
    from playwright.sync_api import sync_playwright

    name, node = PAGE
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        file = Path(folder) / "tree.html"
        subprocess.run([sys.executable, "-m", "game", "graph", SCENARIO, "--format", "html", "--out", str(file),
                        "--lang", "en"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        browser = player.chromium.launch(executable_path=path, args=list(FLAGS))
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(file.as_uri())
        page.select_option("#path", index=1)
        page.fill("#find", node)
        page.press("#find", "Enter")
        page.wait_for_selector("#card:not([hidden])")
        page.fill("#find", "")
        page.screenshot(path=out / f"{name}.png")
        browser.close()
    return [name]


def stale(drawn: Path, kept: Path, names: list[str]) -> dict[str, float]:
    """Returns the pictures that differ from what was drawn: name -> share of points."""
    found = {}
    for name in names:
        old = kept / f"{name}.png"
        share = difference(Image.open(drawn / f"{name}.png"), Image.open(old)) if old.is_file() else 1.0
        if share > (PAGE_TOLERANCE if name == PAGE[0] else TOLERANCE):
            found[name] = share
    return found


def main() -> int:
    """Compares, or writes; returns 1 if a picture is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="draw the pictures anew")
    kept = resources.assets() / "pictures"
    with tempfile.TemporaryDirectory() as folder:
        out = kept if parser.parse_args().write else Path(folder)
        names = [*draw_window(out), *draw_page(out)]
        found = stale(out, kept, names)
    for name in sorted({path.stem for path in kept.glob("*.png")} - set(names)):
        print(f"{name}.png was not looked at: {'Chromium is missing' if name == PAGE[0] else 'nothing draws it'}")
    for name, share in found.items():
        print(f"{name}.png is stale: {share:.1%} of its points differ")
    print(f"{len(names) - len(found)} of {len(names)} pictures are what the program draws")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
