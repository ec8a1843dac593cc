"""Which screen shows what lies on the desk, and how screens reach each other.

Not a screen.  Screens import this module; it imports them only when one is needed, so no circle arises.
"""

from __future__ import annotations

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Push, Replace, Screen, Show


def current(desk: Desk) -> Screen:
    """Returns the screen of the page the desk is turned to."""
    from game.ui.gui.screens.decision import DecisionScreen
    from game.ui.gui.screens.ending import EndingScreen
    from game.ui.gui.screens.news import NewsScreen
    from game.ui.gui.screens.reveal import RevealScreen

    kinds: dict[str, type[Screen]] = {"decision": DecisionScreen, "reveal": RevealScreen, "news": NewsScreen,
                                      "ending": EndingScreen}
    return kinds[desk.here.kind](desk)  # type: ignore[call-arg]


def turn(desk: Desk) -> Command:
    """Shows the page the desk is turned to, in place of the one on top."""
    return Replace(current(desk))


def opened(desk: Desk) -> Command:
    """Shows the page the desk is turned to above the title, and nothing else."""
    return Show((title(desk), current(desk)))


def title(desk: Desk) -> Screen:
    """Returns the title screen."""
    from game.ui.gui.screens.title import TitleScreen

    return TitleScreen(desk)


def sources(desk: Desk) -> Command:
    """Shows the sources; while a play goes on, nothing later than the present decision."""
    from game.ui.gui.screens.sources import SourcesScreen

    scenario = desk.cover()
    if scenario is None:
        return Push(title(desk))
    if desk.session is None:
        start = scenario.nodes[scenario.start].date
        return Push(SourcesScreen(scenario, visible=set(), not_after=start.first if start else None))
    return Push(SourcesScreen.during(desk.session))


def leave(desk: Desk) -> Command:
    """Closes the play, which is saved already, and returns to the title."""
    desk.session = None
    return Show((title(desk),))
