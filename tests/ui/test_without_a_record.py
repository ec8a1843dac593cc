"""A scenario that tells no record: looking back on a play says nothing of one, in the terminal, on paper, in the window."""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import re
from fractions import Fraction
from types import SimpleNamespace

import pytest

from game import resources
from game.analysis.odds import Tally
from game.core.rules import Rules
from game.debrief.compare import compare
from game.play.session import Session, Track
from game.ui.compare_page import comparison_page
from game.ui.compare_text import comparison_lines
from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.card import card
from game.ui.gui.screens.comparison import ComparisonScreen
from game.ui.gui.widgets import text_tree
from game.ui.pages import Pages
from game.ui.report import html_report
from game.ui.transcript import Transcript
from tests.core.making import HEAD, read

STORY = HEAD + """start: ask
variables: {trust: {start: 1, min: 0, max: 2, seen_by: all}}
scales:
  trust: {better: high, rungs: {0: {name: low, text: L.}, 1: {name: fair, text: F.}, 2: {name: firm, text: G.}}}
dimensions: {town: {name: The town, level: trust}}
nodes:
  ask:
    title: The letter
    options:
      five: {text: Five years., effects: [{add: {trust: 1}}], goto: again}
      none: {text: None at all., goto: again}
  again:
    title: The reply
    options: {sign: {text: Sign it., goto: done}, burn: {text: Burn it., goto: done}}
  done: {ending: e, title: Quiet, text: [{text: It is quiet., grade: invention, invented: all of it}]}
"""
ODDS = Tally({"done": Fraction(1)}, {"trust": {1: Fraction(1, 2), 2: Fraction(1, 2)}}, 4)
RECORD = {"en": r"\brecord|\bdiffers", "zh": "史实"}
"""What speaks of a record."""


def played(track=Track.BRANCH):
    session = Session(Rules(read(STORY).scenario), seed=1, track=track)
    session.play("five")
    session.play("sign")
    return session


def words_of_a_record(text, code):
    return re.findall(RECORD[code], text, re.IGNORECASE)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_terminal_says_nothing_of_a_record(languages, code):
    session = played()
    told = "\n".join(comparison_lines(session, compare(session), languages[code], 76, odds=ODDS))
    assert words_of_a_record(told, code) == []
    assert "Five years." in told and "firm" in told and "50.0 %" in told


@pytest.mark.parametrize("code", ["en", "zh"])
def test_nor_do_the_report_and_the_pages_while_playing(languages, code):
    session, language = played(), languages[code]
    html = re.sub(r"<style>.*?</style>", "", html_report(session, compare(session), language, (), odds=ODDS), flags=re.DOTALL)
    legend = html.index(f'id="{code}-legend"')
    assert words_of_a_record(re.sub("<[^>]*>", " ", html[:legend]), code) == [] and "Five years." in html
    assert Pages(session, language).badge() == ""
    assert "[" not in "".join(Transcript(language).head("Title", "1911", Pages(session, language).badge()))


def test_with_a_record_the_badge_and_the_words_are_there(languages):
    session = Session(Rules(read(STORY.replace("title: The letter", "record: {move: none}")).scenario), seed=1)
    assert "0" in Pages(session, languages["en"]).badge(), "before the first move already"
    session.play("five")
    session.play("sign")
    page = comparison_page(session, compare(session), languages["en"])
    assert page.recorded and "2" in page.distance and [row.relation for row in page.path] == ["differs", "beyond"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1024, 640), (1280, 720)])
def test_the_window_shows_the_tabs_that_have_something_to_show(languages, language, size):
    assets = resources.assets()
    app = App(assets / "theme.yaml", assets / "fonts", lambda code, key, **values: languages[code].t(key, **values),
              language=language, size=size, services=SimpleNamespace(languages=languages))
    screen, faults, said = ComparisonScreen(played(), odds=lambda _: ODDS), [], ""
    assert screen.tabs() == ("path", "stakes", "odds")
    for tab in screen.tabs():
        screen.tab, screen.opened = tab, {"town.level"}
        app.open(screen)
        assert app.focused is not None and app.focused.key == "tab.path"
        faults += [f"{tab}: {fault}" for fault in audit(app.ctx, app.root)]
        said += text_tree(app.root)
    assert faults == [] and words_of_a_record(said, language) == [], said
    assert all(word in said for word in ("Five years.", "firm", "50.0 %"))
    card(app.ctx, screen.session, screen.comparison)
