"""Plays of the small scenario that the comparison, the report and the source book are tested with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from game.authoring.loader import load
from game.core.rules import Rules
from game.play.session import Session, Track

FOLDER = Path(__file__).resolve().parents[1] / "scenarios" / "compare"


@pytest.fixture(scope="session")
def played() -> Callable[..., Session]:
    """Makes a new play of it with the moves given."""
    scenario = load(FOLDER).scenario
    assert scenario is not None

    def play(*moves: str, track: Track = Track.BRANCH) -> Session:
        session = Session(Rules(scenario), seed=1, track=track)
        for move in moves:
            session.play(move)
        return session

    return play
