"""Which screen shows what lies on the desk, and how screens reach each other.

Not a screen.  Screens import this module; it imports them only when one is needed, so no circle arises.
"""

from __future__ import annotations

from game.ui.gui.desk import Desk
from game.ui.gui.screen import Command, Context, Dialog, Push, Replace, Screen, Show
from game.ui.gui.widgets.base import Widget


def current(desk: Desk) -> Screen:
    """Returns the screen of the page the desk is turned to."""
    from game.ui.gui.screens.decision import DecisionScreen
    from game.ui.gui.screens.ending import EndingScreen
    from game.ui.gui.screens.minutes import MinutesScreen
    from game.ui.gui.screens.news import NewsScreen
    from game.ui.gui.screens.reveal import RevealScreen
    from game.ui.gui.screens.table import TableScreen

    if desk.at_table:
        return TableScreen(desk)
    kinds: dict[str, type[Screen]] = {"decision": DecisionScreen, "reveal": RevealScreen, "minutes": MinutesScreen,
                                      "news": NewsScreen, "ending": EndingScreen}
    return kinds[desk.here.kind](desk)  # type: ignore[call-arg]


def turn(desk: Desk) -> Command:
    """Shows the page the desk is turned to, in place of the one on top."""
    return Replace(current(desk))


def opened(desk: Desk) -> Command:
    """Shows the page the desk is turned to above the title, and nothing else."""
    return Show((title(desk), current(desk)))


def continued(desk: Desk, slot: str = "") -> Command | None:
    """Goes on with a saved play, the newest if none is named; one its scenario has outgrown only when asked first."""
    told = desk.parting(slot)

    def go_on() -> Command | None:
        return opened(desk) if desk.continue_saved(slot) else None

    if told is None:
        return go_on()
    return Push(Dialog(lambda ctx: ctx.t("trouble.offer_title"), lambda ctx: told(desk.languages[ctx.language]),
                       [(lambda ctx: ctx.t("trouble.go_on"), go_on),
                        (lambda ctx: ctx.t("trouble.leave"), lambda: None)]))


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


def history(desk: Desk) -> Command:
    """Shows the open play so far as text."""
    from game.ui.gui.screens.history import HistoryScreen

    return Push(HistoryScreen(desk))


def plays(desk: Desk) -> Command:
    """Shows the plays on the disk."""
    from game.ui.gui.screens.load import LoadScreen

    return Push(LoadScreen(desk))


def tree(desk: Desk) -> Command:
    """Shows the tree of paths of the open play."""
    from game.ui.gui.screens.tree import TreeScreen

    return Push(TreeScreen(desk))


def leave(desk: Desk) -> Command:
    """Closes the play, which is saved already, and returns to the title."""
    desk.session = None
    return Show((title(desk),))


def chart(desk: Desk) -> Command | None:
    """Shows the map of the play; nothing if its scenario has none."""
    from game.ui.gui.screens.map import MapScreen, has_map

    return Push(MapScreen(desk)) if has_map(desk) else None


def chart_button(ctx: Context, desk: Desk) -> list[Widget]:
    """Returns the button that opens the map, where there is one."""
    from game.ui.gui.screens.map import has_map
    from game.ui.gui.widgets import Button

    return [Button(ctx.t("map.menu"), lambda: chart(desk), key="menu.map")] if has_map(desk) else []
