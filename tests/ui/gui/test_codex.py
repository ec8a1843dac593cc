"""The codex in the window: search by keyboard, links both ways, cards behind terms, nothing hidden or overlapping."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import pygame
import pytest

from game import resources
from game.core.rules import Rules
from game.play.session import Session
from game.play.settings import Settings
from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.commands import Input
from game.ui.gui.screen import Command, Context, Push, Screen
from game.ui.gui.screens.passage import PassageScreen
from game.ui.gui.screens.sources import SourcesScreen
from game.ui.gui.screens.terms import CardScreen, rich
from game.ui.gui.widgets import Button, Column, Heading, Paper, Paragraph, TextField, Widget, text_tree
from game.ui.language import Language
from game.ui.source_page import KINDS

pytestmark = pytest.mark.slow

SIZES = [(1024, 640), (1280, 720), (3840, 2160)]
PERSON = "soong"


class Page(Screen):
    """One paragraph with a term, a person and a note, between two other stops."""

    text = "Soong speaks of Outer Mongolia; Soong is heard.[[1]]"

    def note(self, mark: str) -> Command | None:
        return None

    def compose(self, ctx: Context) -> Widget:
        return Paper(Column([Button("before", key="before"), Heading("Outer Mongolia"),
                             Paragraph(**rich(ctx, self.text), on_note=self.note, key="text"),
                             Button("after", key="after")]))


def played(rules: Rules, moves: int) -> Session:
    session = Session(rules, seed=3)
    while len(session.decisions()) < moves and not session.ended:
        session.play(session.moves()[0])
    return session


@pytest.fixture
def window(languages: Mapping[str, Language], flagship_rules: Rules):
    def make(moves: int = 6, language: str = "en", size: tuple[int, int] = (1280, 720)) -> App:
        services = SimpleNamespace(languages=languages, session=played(flagship_rules, moves), settings=Settings())
        assets = resources.assets()
        return App(assets / "theme.yaml", assets / "fonts", lambda code, key, **values: languages[code].t(key, **values),
                   language=language, size=size, services=services)
    return make


def key(app: App, code: int, text: str = "", mod: int = 0) -> None:
    events = [pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text)]
    if text and isinstance(app.focused, TextField):
        events.append(pygame.event.Event(pygame.TEXTINPUT, text=text))
    app.step(events)


def write(app: App, text: str) -> None:
    for letter in text:
        key(app, ord(letter) if letter.isascii() else pygame.K_UNKNOWN, letter)


def codex(app: App, name: str | None = PERSON) -> SourcesScreen:
    screen = SourcesScreen.during(app.ctx.services.session, name)
    app.open(screen)
    return screen


# -- search --

@pytest.mark.parametrize("query", ["蒋", "jiang", "Chiang", "蔣"])
def test_search_by_keyboard_finds_a_person_in_either_language(window, query: str) -> None:
    app = window()
    codex(app, None)
    key(app, pygame.K_SLASH, "/")
    assert app.focused.key == "search"
    write(app, query)
    assert app.stack[-1].screen.query == query and app.focused.key == "search"
    said = text_tree(app.root)
    assert "Chiang Kai-shek" in said and "entries found" in said
    key(app, pygame.K_RETURN)
    assert app.focused.key == "entry.chiang-kai-shek"


def test_letters_typed_into_the_field_are_no_commands(window) -> None:
    app = window()
    screen = codex(app)
    key(app, pygame.K_f, mod=pygame.KMOD_CTRL)
    write(app, "sl u1")
    assert app.stack[-1].screen is screen and screen.query == "sl u1" and app.ctx.language == "en"
    key(app, pygame.K_BACKSPACE)
    assert screen.query == "sl u"
    key(app, pygame.K_ESCAPE)
    assert screen.query == "" and len(app.stack) == 1, "Esc empties the field before it leaves"


def test_words_under_composition_are_shown_and_keys_belong_to_the_input_method(window) -> None:
    app = window(language="zh")
    screen = codex(app)
    key(app, pygame.K_f, mod=pygame.KMOD_CTRL)
    app.step([pygame.event.Event(pygame.TEXTEDITING, text="jiang", start=5, length=0)])
    assert app.focused.composing == "jiang" and screen.query == ""
    key(app, pygame.K_RETURN)
    key(app, pygame.K_BACKSPACE)
    assert app.focused.composing == "jiang" and app.focused.key == "search"
    app.step([pygame.event.Event(pygame.TEXTINPUT, text="蒋")])
    assert screen.query == "蒋" and app.focused.composing == ""
    assert "蒋介石" in text_tree(app.root)


def test_a_name_can_be_found_without_a_keyboard(window) -> None:
    app = window()
    screen = codex(app)
    while app.focused.key != "letters":
        app.give(Input("next"))
    app.give(Input("ok"))
    for letter in "jia":
        while app.focused.key != f"letter.{letter}":
            app.give(Input("next"))
        app.give(Input("ok"))
    assert screen.query == "jia" and "Chiang Kai-shek" in text_tree(app.root)


def test_a_search_without_a_find_says_so(window) -> None:
    app = window()
    codex(app)
    app.give(Input("find"))
    write(app, "qqq")
    assert app.ctx.t("codex.nothing", text="qqq") in text_tree(app.root)


# -- links both ways --

def test_an_entry_leads_to_its_page_and_back_to_the_same_place(window) -> None:
    app = window()
    codex(app)
    stop = next(w for w in app.root.walk() if (w.key or "").startswith("used."))
    while app.focused.key != stop.key:
        app.give(Input("next"))
    offset = [scroll.offset for scroll in app.stack[-1].scrolls()]
    app.give(Input("ok"))
    assert isinstance(app.stack[-1].screen, PassageScreen)
    app.give(Input("back"))
    assert app.focused.key == stop.key
    assert [scroll.offset for scroll in app.stack[-1].scrolls()] == offset


def test_a_link_inside_the_codex_and_back_returns_to_the_same_word(window) -> None:
    app = window()
    screen = codex(app)
    linked = next(w for w in app.root.walk() if isinstance(w, Paragraph) and w.key and len(w.links) > 1)
    while app.focused.key != linked.key:
        app.give(Input("next"))
    app.give(Input("right"))
    mark, chosen = app.focused.mark, screen.chosen
    assert mark == 1
    app.give(Input("ok"))
    assert screen.chosen != chosen and app.focused.key == f"entry.{screen.chosen}"
    app.give(Input("back"))
    assert (screen.chosen, app.focused.key, app.focused.mark) == (chosen, linked.key, mark)


def test_only_nodes_of_this_play_open_before_the_ending(window) -> None:
    app = window(3)
    session = app.ctx.services.session
    passed = {step.before.node for step in session.steps} | {session.node.id}
    screen = codex(app)
    book = screen.book("en", app.ctx)
    for kind in KINDS:
        for entry in book.entries(kind):
            assert {use.node for use in book.places(entry)} <= passed
    later = next(node for node in session.scenario.nodes if node not in passed)
    with pytest.raises(LookupError):
        PassageScreen(session, later, app.ctx.services.languages["en"])


def test_the_present_decision_shows_no_record(window) -> None:
    app = window(2)
    session = app.ctx.services.session
    app.open(PassageScreen(session, session.node.id, app.ctx.services.languages["en"]))
    said = text_tree(app.root)
    assert app.ctx.t("reveal.record") not in said
    record = [block.words["en"][:30] for block in session.node.record]
    assert record and not [text for text in record if text in said]


def test_after_the_ending_every_node_can_be_read(window, languages) -> None:
    app = window(200)
    session = app.ctx.services.session
    assert session.ended
    for code in ("en", "zh"):
        for node in session.scenario.nodes:
            assert PassageScreen(session, node, languages[code]).first_focus


# -- terms --

def test_a_term_opens_its_card_by_keyboard_and_back_returns_to_it(window) -> None:
    app = window()
    app.open(Page())
    app.give(Input("next"))
    assert app.focused.key == "text" and app.focused.activate() is None, "the note comes first, as it always did"
    app.give(Input("left"))
    app.give(Input("ok"))
    assert isinstance(app.stack[-1].screen, CardScreen)
    said = text_tree(app.root)
    assert "Wài Měnggǔ" in said and "外蒙古" in said
    app.give(Input("lang"))
    assert "中国文献" in text_tree(app.root)
    app.give(Input("lang"))
    app.give(Input("back"))
    assert app.focused.key == "text" and app.focused.mark == 1
    app.give(Input("left"))
    app.give(Input("ok"))
    assert "T. V. Soong" in text_tree(app.root)


def test_a_term_opens_by_mouse_and_leads_into_the_codex(window) -> None:
    app = window()
    app.open(Page())
    paragraph = app.root.find("text")
    box = paragraph._boxes(paragraph.set(app.ctx, paragraph.rect.w))[1][0].move(paragraph.rect.topleft)
    app.step([pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=box.center)])
    app.step([pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=box.center)])
    assert isinstance(app.stack[-1].screen, CardScreen)
    while app.focused.key != "card.codex":
        app.give(Input("next"))
    app.give(Input("ok"))
    assert isinstance(app.stack[-1].screen, SourcesScreen) and app.focused.key == "entry.outer-mongolia"
    app.give(Input("back"))
    assert isinstance(app.stack[-1].screen, Page) and app.focused.key == "text"


def test_headings_have_no_terms_and_the_setting_takes_them_away(window) -> None:
    app = window()
    app.open(Page())
    assert [w.key for w in app.root.walk() if getattr(w, "links", ())] == ["text"]
    assert len(app.root.find("text").links) == 2, "once each"
    app.ctx.services.settings.terms = False
    app.open(Page())
    assert not [w for w in app.root.walk() if getattr(w, "links", ())]


def test_marked_words_change_no_line_break(window) -> None:
    app = window()
    plain = rich(SimpleNamespace(services=None), Page.text)["text"]
    marked = rich(app.ctx, Page.text)["text"]
    assert plain != marked
    style = app.ctx.style("body", "body")
    for width in range(60, 500, 23):
        one, two = (app.ctx.text.layout(text, style, width) for text in (plain, marked))
        assert ["".join(run.text for run in line.glyphs) for line in one.lines] == [
            "".join(run.text for run in line.glyphs) for line in two.lines]


# -- looks --

@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_hidden_or_overlaps(window, language: str, size: tuple[int, int], languages) -> None:
    faults: list[str] = []
    for moves in (9, 200):
        app = window(moves, language, size)
        session = app.ctx.services.session

        def look(app: App, name: str) -> None:
            app._draw()
            faults.extend(f"{name}: {fault}" for fault in audit(app.ctx, app.root))

        for kind in KINDS:
            for entry in SourcesScreen.during(session).book(language, app.ctx).entries(kind)[::60]:
                codex(app, entry.id)
                look(app, entry.id)
        screen = codex(app)
        app.give(Input("find"))
        app.give(Input("text", letter="ch"))
        look(app, "search")
        screen.letters = True
        app.give(Input("text", letter="i"))
        look(app, "letters")
        app.do(Push(CardScreen(session, PERSON)))
        look(app, "card")
        app.open(PassageScreen(session, session.node.id, languages[language], PERSON))
        look(app, "passage")
    assert faults == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_large_type_in_a_small_window_turns_the_sheets(window, language: str) -> None:
    app = window(9, language, (1024, 640))
    app.ctx.ui_scale = 2.0
    app._resize((1024, 640))
    screen = codex(app, None)
    assert audit(app.ctx, app.root) == []
    while not (app.focused.key or "").startswith("entry."):
        app.give(Input("next"))
    here = app.focused.key
    app.give(Input("ok"))
    assert screen.reading and audit(app.ctx, app.root) == []
    app.give(Input("back"))
    assert not screen.reading and app.focused.key == here
