"""Every page of the flagship, in both languages and at the least and a large size: nothing cut, nothing overlapping.

One play follows the record, one leaves it; between them they show every decision of the record and the story
without a treaty.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from game import resources
from game.core.model import Decision
from game.library import Library
from game.play.session import Track
from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.desk import Desk
from game.ui.gui.screens import flow
from game.ui.gui.start import make_app
from game.ui.language import read

pytestmark = pytest.mark.slow
LANGUAGES = read(resources.assets() / "lang")
SIZES = [(1024, 640), (1920, 1080)]
LEAVING = {"DP06-ccp-bargains": "petrov-terms", "DP11-july-shock": "break-off"}


def pages(desk: Desk, app: App) -> list[str]:
    faults = []
    for _ in range(200):
        app.open(flow.current(desk))
        faults += [f"{desk.here}: {fault}" for fault in audit(app.ctx, app.root)]
        if desk.here.kind == "ending":
            return faults
        if desk.here.kind != "decision":
            desk.go_on()
            continue
        node = desk.play.node
        assert isinstance(node, Decision)
        moves = desk.play.moves()
        wanted = [LEAVING.get(node.id), node.record_move] if desk.play.seed else [node.record_move]
        desk.decide(next((move for move in wanted if move in moves), moves[0]))
    raise AssertionError("the play does not end")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("seed", [0, 5])
def test_no_page_hides_or_overlaps_anything(code: str, size: tuple[int, int], seed: int, tmp_path: Path) -> None:
    desk = Desk(Library(resources.scenarios()), LANGUAGES, None, "mongolia-1945")
    app = make_app(resources.assets(), desk, code, size)
    desk.begin("mongolia-1945", Track.BRANCH, seed=seed)
    assert pages(desk, app) == []
