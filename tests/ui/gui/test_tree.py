"""The tree of paths in the window: reached by keys and mouse, walked, read again, played on from."""

import pygame
import pytest

from game import resources
from game.core.rules import Rules
from game.library import Library
from game.play.session import Session, Track
from game.play.storage import Storage
from game.ui.gui.audit import audit
from game.ui.gui.commands import Input
from game.ui.gui.desk import Desk, Place
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.screens.decision import DecisionScreen
from game.ui.gui.screens.menu import MenuScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.tree import AgainScreen, TreeScreen
from game.ui.gui.start import make_app
from game.ui.gui.widgets.marks import LINES
from game.ui.gui.widgets.stopcard import ZOOMS, StopCard
from tests.ui.gui.test_playing import LANGUAGES, ROOT, Pilot

pytestmark = pytest.mark.slow


@pytest.fixture
def pilot(tmp_path):
    """A play of three decisions, the second of them another than the record's, at its ending."""
    pilot = Pilot(tmp_path)
    pilot.desk.settings.predict = False
    pilot.desk.begin(pilot.desk.names()[0], Track.BRANCH, seed=1)
    return pilot


def play(pilot, *moves):
    for move in moves:
        pilot.desk.decide(move)
        while pilot.desk.here.kind not in ("decision", "ending"):
            pilot.desk.go_on()


def cards(pilot):
    return [widget for widget in pilot.app.root.walk() if isinstance(widget, StopCard)]


def show(pilot):
    pilot.app.open(DecisionScreen(pilot.desk) if pilot.desk.here.kind == "decision" else TreeScreen(pilot.desk))
    if not isinstance(pilot.top, TreeScreen):
        pilot.key(pygame.K_t)
    assert isinstance(pilot.top, TreeScreen)


def test_the_key_opens_and_closes_it_and_the_menu_has_it(pilot):
    play(pilot, "cross")
    show(pilot)
    assert pilot.app.focused.key == "stop.fare", "where the play stands"
    pilot.key(pygame.K_t)
    assert isinstance(pilot.top, DecisionScreen)
    pilot.key(pygame.K_ESCAPE)
    assert isinstance(pilot.top, MenuScreen)
    pilot.click("menu.tree")
    assert isinstance(pilot.top, TreeScreen)


def test_while_a_play_goes_on_nothing_unseen_is_said(pilot):
    play(pilot, "wait")
    show(pilot)
    assert "Wait for the sun." in pilot.said and "Cross at once." in pilot.said and "The fare" in pilot.said
    for unseen in ("He rides free.", "Take his cap", "far shore", "Go home", "At home", "On the far side", "%"):
        assert unseen not in pilot.said


def test_on_a_page_that_tells_of_a_step_the_next_decision_is_not_named(pilot):
    pilot.desk.decide("cross")
    assert pilot.desk.here.kind == "reveal"
    pilot.app.open(RevealScreen(pilot.desk))
    pilot.key(pygame.K_t)
    assert [card.said.title for card in cards(pilot)] == ["Fog on the river"] and "The fare" not in pilot.said


def test_keys_lead_to_every_card(pilot):
    play(pilot, "cross", "pledge", "stay")
    show(pilot)
    pilot.key(pygame.K_HOME)
    assert pilot.app.focused.key == "stop.dawn"
    reached = {pilot.app.focused.key}
    for key in (pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RIGHT):
        pilot.key(key)
        reached.add(pilot.app.focused.key)
    assert reached == {card.key for card in cards(pilot)} and "stop.rested" in reached


def test_arrows_reach_every_card_of_a_long_play(tmp_path, flagship_rules: Rules, monkeypatch):
    """Each arrow once what is out of sight of the card itself has been shown; panning is tested apart."""
    app = long_tree(tmp_path, flagship_rules)
    chart = app.root.find("chart")
    monkeypatch.setattr(chart, "pan", lambda dx, dy: False)
    cards = {card.key: card for card in chart.cards}
    reached, waiting = {chart.cards[0].key}, [chart.cards[0]]
    while waiting:
        card = waiting.pop()
        for kind in ("up", "down", "left", "right"):
            answer = chart.step(app.ctx, card, kind)
            if answer is not None and answer.focus not in reached:
                reached.add(answer.focus)
                waiting.append(cards[answer.focus])
    assert reached == set(cards) and len(cards) > 25


def test_arrows_first_show_the_rest_of_a_tall_card_then_leave_it(tmp_path, flagship_rules: Rules):
    app = long_tree(tmp_path, flagship_rules, zoom=3)
    app.give(Input("home"))
    while app.focused.rect.h < app.root.find("chart").rect.h:
        app.give(Input("right"))
    first, chart = app.focused.key, app.root.find("chart")
    assert app.focused.rect.bottom > chart.rect.bottom
    for _ in range(12):
        app.give(Input("down"))
        if app.root.find(first).rect.bottom <= chart.rect.bottom:
            break
    assert app.focused.key == first
    app.give(Input("right"))
    assert app.focused.key != first and app.focused.visible().top > chart.rect.top


def long_tree(folder, rules, zoom=2, size=(1024, 640)):
    """A whole play off the record in the window."""
    desk = Desk(Library(resources.scenarios()), LANGUAGES, Storage(folder))
    session = Session(rules, seed=3)
    while not session.ended:
        session.play(session.moves()[-1])
    desk.session, desk.here = session, Place("ending", session.ply)
    app = make_app(ROOT / "assets", desk, "en", size)
    screen = TreeScreen(desk)
    screen.look.zoom = zoom
    app.open(screen)
    return app


def test_the_card_in_focus_is_always_in_sight(pilot):
    play(pilot, "cross", "pledge", "stay")
    show(pilot)
    pilot.key(pygame.K_EQUALS)
    for key in (pygame.K_HOME, pygame.K_RIGHT, pygame.K_END, pygame.K_MINUS, pygame.K_MINUS, pygame.K_LEFT):
        pilot.key(key)
        shown = pilot.app.focused.visible()
        assert shown.w > 40 and shown.h > 40


def test_a_play_read_again_and_back(pilot):
    play(pilot, "cross", "pledge", "stay")
    show(pilot)
    pilot.key(pygame.K_HOME, pygame.K_RETURN)
    assert "Cross at once." in pilot.said and "33" not in pilot.said and "50.0 %" in pilot.said
    pilot.click("dialog.0")
    assert isinstance(pilot.top, AgainScreen) and "The ferryman did so." in pilot.said
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, TreeScreen) and pilot.desk.play.ended


def test_playing_on_from_a_past_decision_keeps_the_old_play(pilot):
    play(pilot, "cross", "pledge", "stay")
    old = pilot.desk.play
    steps = list(old.steps)
    show(pilot)
    pilot.key(pygame.K_HOME, pygame.K_RIGHT, pygame.K_RETURN)
    pilot.click("dialog.1")
    assert isinstance(pilot.top, DecisionScreen) and "The fare" in pilot.said
    assert pilot.desk.play is not old and old.steps == steps
    play(pilot, "free", "home")
    kept = {saved.record.moves[-1] for saved in pilot.desk.kept.plays()}
    assert kept == {"stay", "home"}, "both plays are on the disk"
    show(pilot)
    assert {card.said.id: card.said.note for card in cards(pilot)}["stranded"].startswith(
        "An ending seen in another play")


def test_a_disk_that_refuses_begins_no_new_play(pilot, monkeypatch):
    play(pilot, "cross", "pledge")
    show(pilot)
    old = pilot.desk.play

    def refuse(*_args, **_named):
        from game.play.storage import StorageFailure
        raise StorageFailure("The disk is full.")
    monkeypatch.setattr(pilot.desk.kept, "save", refuse)
    pilot.key(pygame.K_HOME, pygame.K_RETURN)
    pilot.click("dialog.1")
    assert pilot.desk.play is old and "The disk is full." in pilot.said


def test_mouse_drags_and_wheel_enlarges(pilot):
    play(pilot, "cross", "pledge", "stay")
    show(pilot)
    pilot.key(pygame.K_EQUALS, pygame.K_HOME)
    chart = pilot.app.root.find("chart")
    free = next((x, chart.rect.y + 2) for x in range(chart.rect.x + 300, chart.rect.right)
                if not any(card.rect.collidepoint(x, chart.rect.y + 2) for card in chart.cards))
    post(pilot, pygame.MOUSEBUTTONDOWN, button=1, pos=free)
    post(pilot, pygame.MOUSEMOTION, pos=(free[0] - 200, free[1]), buttons=(1, 0, 0), rel=(-200, 0))
    post(pilot, pygame.MOUSEBUTTONUP, button=1, pos=(free[0] - 200, free[1]))
    assert chart.x == 200
    post(pilot, pygame.MOUSEMOTION, pos=free, buttons=(0, 0, 0), rel=(0, 0))
    before = pilot.top.look.zoom
    post(pilot, pygame.MOUSEWHEEL, y=-1, x=0)
    assert pilot.top.look.zoom == before - 1


def post(pilot, kind, **values):
    pygame.event.post(pygame.event.Event(kind, **values))
    pilot.app.step(pygame.event.get())


def test_a_card_opens_by_mouse_and_a_language_switch_keeps_the_place(pilot):
    play(pilot, "cross", "pledge", "stay")
    show(pilot)
    pilot.key(pygame.K_HOME)
    pilot.click("stop.dawn")
    assert "Per cent in brackets" in pilot.said
    pilot.key(pygame.K_ESCAPE, pygame.K_l)
    assert pilot.app.focused.key == "stop.dawn" and "立即过河。" in pilot.said and "史实" in pilot.said


def test_the_comparison_leads_to_the_tree(pilot):
    play(pilot, "cross", "pledge", "stay")
    pilot.app.open(ComparisonScreen(pilot.desk.play))
    pilot.key(pygame.K_t)
    assert isinstance(pilot.top, TreeScreen) and "At home" in pilot.said
    pilot.key(pygame.K_ESCAPE)
    pilot.click("tree")
    assert isinstance(pilot.top, TreeScreen)


def test_places_are_worked_out_once(pilot, monkeypatch):
    play(pilot, "cross", "pledge", "stay")
    show(pilot)
    pilot.key(pygame.K_HOME)
    monkeypatch.setattr("game.ui.gui.widgets.chart.plan", None)
    pilot.key(pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT)
    assert pilot.app.focused.key == "stop.fare"


def test_no_two_kinds_of_line_differ_by_colour_alone():
    assert len({pattern for _, _, pattern in LINES.values()}) == len(LINES)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1024, 640), (1280, 720), (3840, 2160)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_hidden_or_overlaps(tmp_path, flagship_rules: Rules, language, size):
    desk = Desk(Library(resources.scenarios()), LANGUAGES, Storage(tmp_path))
    app, faults = make_app(ROOT / "assets", desk, language, size), []
    for count in (0, 9, 99):
        session = Session(flagship_rules, seed=2)
        while not session.ended and len(session.decisions()) < count:
            session.play(session.moves()[len(session.steps) % len(session.moves())])
        desk.session, desk.here = session, Place("ending" if session.ended else "decision", session.ply)
        for zoom in range(len(ZOOMS)):
            screen = TreeScreen(desk)
            screen.look.zoom = zoom
            app.open(screen)
            for given in ("home", "end"):
                app.give(Input(given))
                faults += [f"{count} {zoom} {given}: {fault}" for fault in audit(app.ctx, app.root)]
    assert faults == []
