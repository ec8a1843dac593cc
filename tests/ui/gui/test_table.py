"""Talks in the window: composed by keys, by mouse and by pad, answered in minutes, and nothing cut anywhere."""

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.library import Library
from game.play.session import Track
from game.play.storage import Storage
from game.ui.gui.audit import audit
from game.ui.gui.desk import Desk
from game.ui.gui.drawn import audit_drawn
from game.ui.gui.screens import flow
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.screens.ending import EndingScreen
from game.ui.gui.screens.history import HistoryScreen, MinutesAgain
from game.ui.gui.screens.minutes import MinutesScreen
from game.ui.gui.screens.news import NewsScreen
from game.ui.gui.screens.reveal import RevealScreen
from game.ui.gui.screens.table import TableScreen
from game.ui.gui.screens.title import TitleScreen
from game.ui.gui.start import make_app
from game.ui.language import read
from tests.ui.gui.pilot import Pilot as Seat

ROOT = Path(__file__).resolve().parents[3]
TALKS = str(Path(__file__).resolve().parent / "scenarios" / "talks.yaml")
HOUSE = str(ROOT / "tests" / "core" / "scenarios" / "table.yaml")
LANGUAGES = read(ROOT / "assets" / "lang")
RECORD = ("propose:water=1,mill=1,road=1,guard=1,fish=1", "propose:water=3,mill=2,road=2,guard=2,fish=1",
          "propose:water=3,mill=2,road=3,guard=3,fish=1")
ISSUES = ("water", "mill", "road", "guard", "fish")


class Pilot(Seat):
    """Presses keys and clicks widgets at a table, through posted events only."""

    def __init__(self, folder, scenario=TALKS, language="en", size=(1280, 720), track=Track.BRANCH):
        self.desk = Desk(Library(), LANGUAGES, Storage(folder), scenario)
        self.desk.settings.predict = True
        self.app = make_app(ROOT / "assets", self.desk, language, size)
        self.desk.begin(scenario, track, seed=1)
        self.app.open(flow.current(self.desk))

    @property
    def moves(self):
        return [step.move for _, step, _ in self.desk.play.decisions()]

    def post(self, *events):
        for kind, values in events:
            pygame.event.post(pygame.event.Event(kind, **values))
            self.app.step(pygame.event.get())

    def key(self, *keys):
        self.post(*((pygame.KEYDOWN, {"key": key, "mod": 0, "unicode": ""}) for key in keys))

    def pad(self, *buttons):
        self.post(*((pygame.CONTROLLERBUTTONDOWN, {"button": button, "instance_id": 0}) for button in buttons))

    def click(self, key):
        self.app._reveal(self.app.stack[-1], self.app.root.find(key))
        at = self.app.root.find(key).visible().center
        self.post(*((kind, {"button": 1, "pos": at}) for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)))

    def tab(self, key):
        """Walks to a widget with Tab and presses Enter."""
        for _ in range(120):
            if self.app.focused is not None and self.app.focused.key == key:
                return self.key(pygame.K_RETURN)
            self.key(pygame.K_TAB)
        raise AssertionError(f"Tab never reached {key}")

    def has(self, key):
        return any(widget.key == key for widget in self.app.root.walk())

    def write(self, **rungs):
        for issue, rung in rungs.items():
            self.click(f"rung.{issue}.{rung}")


@pytest.fixture
def pilot(tmp_path):
    return Pilot(tmp_path)


def test_whole_talks_by_keys(pilot):
    assert isinstance(pilot.top, TableScreen) and "closed its sluice" in pilot.said, "the brief comes first"
    pilot.key(pygame.K_RETURN)
    assert pilot.app.focused.key == "rung.water.1"
    pilot.key(pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RETURN)
    assert pilot.top.draft == {"water": 3}
    pilot.key(pygame.K_DOWN)
    assert pilot.app.focused.key.startswith("rung.mill."), "down leads to the next issue"
    pilot.key(pygame.K_UP)
    assert pilot.app.focused.key == "rung.water.3", "and up to the clause written"
    pilot.key(pygame.K_RETURN)
    assert pilot.app.focused.key.startswith("rung.mill."), "Enter on a clause already written leads on"
    for _ in ISSUES[1:]:
        pilot.key(pygame.K_RETURN, pygame.K_RETURN)
    assert pilot.top.draft == {"water": 3, "mill": 1, "road": 1, "guard": 1, "fish": 1}
    assert pilot.moves == [], "composing puts nothing forward"
    assert pilot.app.focused.key == "put"
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, MinutesScreen), "no forecast is asked at a table"
    assert pilot.moves == ["propose:water=3,mill=1,road=1,guard=1,fish=1"]
    assert "refuses over" in pilot.said and "Minutes of exchange 1 of 4" in pilot.said
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, TableScreen) and "Exchange 2 of 4" in pilot.said
    assert pilot.top.draft["water"] == 3, "the next meeting begins from the last text"


@pytest.mark.slow
def test_whole_talks_by_mouse_to_an_agreement_as_on_record(tmp_path):
    pilot = Pilot(tmp_path, track=Track.RECORD)
    pilot.click("to.table")
    for number, rungs in enumerate(((1, 1, 1, 1, 1), (3, 2, 2, 2, 1), (3, 2, 3, 3, 1)), 1):
        pilot.write(**dict(zip(ISSUES, rungs, strict=True)))
        pilot.click("put")
        assert isinstance(pilot.top, MinutesScreen) and f"exchange {number} of 4" in pilot.said
        assert ("What the record shows" in pilot.said) is (number == 3), "the record only when the talks are over"
        pilot.click("next")
    assert pilot.moves == list(RECORD)
    assert isinstance(pilot.top, EndingScreen) and "The mill turns." in pilot.said


@pytest.mark.slow
@pytest.mark.parametrize("way", [Pilot.tab, Pilot.click], ids=["keys", "mouse"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_from_the_title_through_talks_to_the_deal_beside_the_record(tmp_path, way, language):
    pilot = Pilot(tmp_path, language=language, size=(1024, 640))
    pilot.app.open(TitleScreen(pilot.desk))
    for key in ("title.new", "pick.go", "to.table"):
        way(pilot, key)
    for rungs in ((1, 1, 1, 1, 1), (3, 2, 2, 2, 1), (3, 2, 3, 3, 1)):
        for issue, rung in zip(ISSUES, rungs, strict=True):
            if pilot.top.draft.get(issue) != rung:
                way(pilot, f"rung.{issue}.{rung}")
        way(pilot, "put")
        assert isinstance(pilot.top, MinutesScreen)
        way(pilot, "next")
    assert pilot.moves == list(RECORD) and isinstance(pilot.top, EndingScreen)
    way(pilot, "compare")
    way(pilot, "tab.deal")
    assert isinstance(pilot.top, ComparisonScreen) and pilot.top.tab == "deal"
    way(pilot, "export")
    (report,) = (tmp_path / "reports").glob("*.html")
    words = LANGUAGES[language].t
    assert words("deal.title", basis=words("deal.basis")) in report.read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_was_left_open_is_marked_as_the_last_text(pilot):
    pilot.desk.decide("propose:water=3,mill=2,fish=1")
    pilot.desk.go_on()
    pilot.app.open(flow.current(pilot.desk))
    assert "your last text" in pilot.app.root.find("rung.road.open").value
    assert "your last text" not in pilot.app.root.find("rung.fish.open").value


@pytest.mark.slow
def test_minutes_mark_what_changed_by_word(pilot):
    for move in RECORD[:2]:
        pilot.desk.decide(move)
    pilot.app.open(flow.current(pilot.desk))
    assert pilot.said.count("changed since the last exchange") == 4 and pilot.said.count("as before") == 1
    assert "Their text" in pilot.said and pilot.said.count("not as you put it") == 1


@pytest.mark.slow
def test_their_text_is_taken_as_far_as_the_instructions_go(pilot):
    for move in RECORD[:2]:
        pilot.desk.decide(move)
        pilot.desk.go_on()
    pilot.app.open(flow.current(pilot.desk))
    pilot.write(road=1)
    pilot.click("take")
    assert pilot.top.draft == {"water": 3, "mill": 2, "road": 2, "guard": 2, "fish": 1}
    assert "your instructions do not allow it: The watch on the bank" in pilot.said
    assert "their text" in pilot.app.root.find("rung.guard.4").value
    assert "your last text" in pilot.app.root.find("rung.mill.2").value
    assert "The old pact" in pilot.app.root.find("rung.mill.2").value


def test_a_rung_outside_the_instructions_says_why_and_is_not_written(pilot):
    pilot.key(pygame.K_RETURN)
    pilot.click("rung.water.5")
    pilot.key(pygame.K_RETURN)
    rung = pilot.app.root.find("rung.water.5")
    assert not rung.enabled and "instructions of 30 April" in rung.value
    assert pilot.top.draft == {}


def test_nothing_goes_out_while_an_issue_is_blank(pilot):
    pilot.key(pygame.K_RETURN)
    pilot.write(water=3, mill=2, road="open", guard="open")
    assert pilot.app.root.find("put").value == "Still blank: 1 point"
    pilot.click("put")
    assert pilot.moves == []
    pilot.write(fish="open")
    pilot.click("put")
    assert pilot.moves == ["propose:water=3,mill=2"]
    assert "left open" in pilot.said


@pytest.mark.slow
def test_leaving_everything_open_is_no_proposal(tmp_path):
    pilot = Pilot(tmp_path, HOUSE)
    pilot.click("to.table")
    pilot.write(date="open")
    assert "blank" in pilot.app.root.find("put").value
    pilot.write(price=2)
    assert pilot.app.root.find("put").enabled
    pilot.top.draft["price"] = None  # no scenario lets every issue of a table stay open and still be talked about
    pilot.app._stale()
    assert "at least one point" in pilot.app.root.find("put").value


@pytest.mark.slow
def test_authority_is_asked_by_an_order_that_takes_two_presses(pilot):
    pilot.key(pygame.K_1)
    assert isinstance(pilot.top, TableScreen) and pilot.moves == []
    pilot.key(pygame.K_2)
    assert pilot.top.chosen == "ask", "to go home is closed before anything was proposed"
    pilot.click("issue")
    assert pilot.moves == ["ask"] and isinstance(pilot.top, RevealScreen)
    pilot.key(pygame.K_RETURN)
    assert "Fishing" in pilot.said and isinstance(pilot.top, TableScreen), "and other talks follow"


def test_undo_opens_the_meeting_before_with_its_text(pilot):
    for move in RECORD[:2]:
        pilot.desk.decide(move)
        pilot.desk.go_on()
    pilot.app.open(flow.current(pilot.desk))
    pilot.key(pygame.K_u)
    assert isinstance(pilot.top, TableScreen) and "Exchange 2 of 4" in pilot.said
    assert pilot.top.draft["water"] == 1
    pilot.key(pygame.K_r)
    assert "Exchange 3 of 4" in pilot.said
    assert pilot.desk.branch(pilot.desk.play.given) and pilot.desk.at_table and pilot.moves == []


@pytest.mark.slow
def test_a_language_switch_keeps_draft_and_focus(pilot):
    pilot.key(pygame.K_RETURN, pygame.K_RIGHT, pygame.K_RETURN, pygame.K_l)
    assert pilot.app.focused.key == "rung.water.2" and "共派闸官" in pilot.said and "已列入草案" in pilot.said
    pilot.key(pygame.K_l)
    assert pilot.top.draft == {"water": 2} and "Common sluice master" in pilot.said


@pytest.mark.slow
def test_the_pad_composes_too(pilot):
    pilot.pad(pygame.CONTROLLER_BUTTON_A, pygame.CONTROLLER_BUTTON_DPAD_RIGHT, pygame.CONTROLLER_BUTTON_A,
              pygame.CONTROLLER_BUTTON_DPAD_DOWN, pygame.CONTROLLER_BUTTON_A)
    assert pilot.top.draft["water"] == 2 and "mill" in pilot.top.draft


@pytest.mark.slow
def test_history_tells_the_meetings_and_shows_them_again(pilot):
    pilot.desk.decide(RECORD[0])
    pilot.desk.go_on()
    pilot.app.open(flow.current(pilot.desk))
    pilot.key(pygame.K_b)
    assert isinstance(pilot.top, HistoryScreen)
    for text in ("closed its sluice", "You put forward", "his town is dry by July", "Exchange 1 of 4"):
        assert text in pilot.said
    assert "channel for watch" not in pilot.said, "the record waits for the end of the talks"
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, MinutesAgain)
    pilot.key(pygame.K_RETURN)
    assert isinstance(pilot.top, HistoryScreen)


@pytest.mark.slow
def test_minutes_read_in_an_earlier_play_can_be_passed_over(tmp_path):
    first = Pilot(tmp_path)
    first.desk.decide(RECORD[0])
    first.desk.go_on()
    again = Pilot(tmp_path)
    again.desk.settings.skip_read = True
    again.desk.decide(RECORD[0])
    assert again.desk.here.kind == "minutes" and again.desk.can_skip()
    assert again.desk.skip().kind == "decision" and again.desk.at_table


@pytest.mark.slow
def test_on_the_record_track_the_story_returns_when_the_talks_end(tmp_path):
    pilot = Pilot(tmp_path, track=Track.RECORD)
    pilot.key(pygame.K_RETURN)
    for _ in range(4):
        pilot.write(water=1, mill=1, road=1, guard=1, fish=1)
        pilot.click("put")
        last = pilot.said
        if pilot.app.root.find("next").label == "Next":
            break
        pilot.click("next")
    assert "The talks are broken off" in last and "The story now returns to the record." in last
    assert "The mayor takes his hat." in last and "bread for nine days" in last


@pytest.mark.slow
def test_talks_end_across_two_tables(tmp_path):
    """The bundled example of the rules: chance, two tables, a guard on a rung, endings."""
    pilot = Pilot(tmp_path, HOUSE)
    for _ in range(12):
        screen = pilot.top
        if isinstance(screen, EndingScreen):
            break
        if isinstance(screen, TableScreen):
            if pilot.has("to.table"):
                pilot.click("to.table")
            rung = {"price": 3, "date": "open", "goods": 1}
            pilot.write(**{issue.id: rung[issue.id] for issue in pilot.top._table("en").issues})
            pilot.click("put")
        else:
            assert isinstance(screen, MinutesScreen | NewsScreen)
            pilot.click("next")
    assert isinstance(pilot.top, EndingScreen)
    assert pilot.moves[-1] == "propose:goods=1"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.slow
def test_every_rung_says_issue_clause_and_standing_aloud(tmp_path, language):
    from game.ui.voice import Voice

    pilot = Pilot(tmp_path, language=language)
    pilot.click("to.table")
    voice = Voice(LANGUAGES[language].t)
    rung = pilot.app.root.find("rung.mill.2")
    heard = " ".join(voice.focus(rung, pilot.app.root))
    issue = pilot.top._table(language).issue("mill")
    for part in (issue.name, issue.rung(2).name, issue.rung(2).text.rstrip("。."), issue.rung(2).marks[0], "2", "5"):
        assert part in heard, part


SIZES = [((1024, 640), 1.0), ((1280, 720), 1.0), ((1280, 720), 2.0)]
ALL = [(size, scale) for size in ((1024, 640), (1280, 720), (1920, 1080)) for scale in (0.9, 1.0, 1.25, 1.6, 2.0)]


def stages(desk):
    """Yields makers of the screens of whole talks, in order."""
    for move in (*RECORD[:2], "propose:water=3,mill=2"):
        for tab in ("brief", "table", "slip", "situation", *(["minutes"] if desk.play.ply else [])):
            def table(tab=tab):
                screen = TableScreen(desk)
                screen.tab, screen.first_focus = tab, "rung.water.4"
                return screen
            yield tab, table
        desk.decide(move)
        yield "minutes", lambda: MinutesScreen(desk)
        desk.go_on()
    desk.decide(RECORD[2])
    for tab in ("meeting", "ended", "record"):
        def minutes(tab=tab):
            screen = MinutesScreen(desk)
            screen.tab = tab
            return screen
        yield tab, minutes
    yield "history", lambda: HistoryScreen(desk)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_or_hidden_at_any_size(tmp_path, language, request):
    pilot = Pilot(tmp_path, language=language)
    app, faults = pilot.app, []
    for name, make in stages(pilot.desk):
        for size, scale in ALL if request.config.getoption("--thorough") else SIZES:
            app.stack, app.ctx.ui_scale = [], scale
            app.resize(size)
            app.open(make())
            faults += [f"{name} {size} {scale}: {fault}"
                       for fault in (*audit(app.ctx, app.root), *audit_drawn(app, 4.5))]
    assert faults == []
