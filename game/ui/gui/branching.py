"""What the tree of paths asks of the desk: how far the player has been told, and what earlier plays saw."""

from __future__ import annotations

from game.play.seen import Edge, edges, recall
from game.play.session import Session
from game.ui.gui.desk import TOLD, Desk


def told(desk: Desk) -> int | None:
    """Returns how many steps the pages turned so far have told; None if no page lies ahead."""
    return desk.here.ply + 1 if desk.here.kind in TOLD else None


def seen(desk: Desk, session: Session) -> frozenset[Edge]:
    """Returns the ways all plays of this scenario took, this one's included."""
    known = recall(desk.storage.folder, session.scenario.id) if desk.storage is not None else frozenset()
    return known | edges(session)
