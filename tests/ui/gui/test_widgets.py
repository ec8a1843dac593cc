"""The kit as a player meets it: keys, mouse, focus, languages and sizes, without a display."""

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.screen import Dialog, Pop, Push, Refresh, Screen
from game.ui.gui.widgets import (
    Button,
    Column,
    Flow,
    Heading,
    OptionCard,
    Paper,
    Paragraph,
    Row,
    Scroll,
    Seal,
    Selector,
    Slider,
    Table,
    Tabs,
    Text,
    Toggle,
    Widget,
    text_tree,
)

ASSETS = Path(__file__).resolve().parents[3] / "assets"
WORDS = {
    "title": ("The council of the sixth", "六日会议"),
    "one": ("Refuse outright", "坚拒到底"),
    "two": ("Accept, for three written guarantees", "换取三项书面保证"),
    "go": ("Send the telegram", "拍发电报"),
    "why": ("Choose an option first", "请先选定一项"),
    "fact": ("Record", "史实"),
    "dialog.close": ("Close", "关闭"),
    "text": (
        "The **council** met at Chungking.[[1]] It sat long.[[2]] ",
        "会议在**重庆**举行，[[1]]历时甚久。[[2]]",
    ),
    "bar.menu": ("Menu", "选单"),
    "for": ("agrees", "赞成"),
    "odds": ("Break", "破裂"),
    "on": ("on", "开"),
    "off": ("off", "关"),
}


def translate(language, key, **values):
    return WORDS[key][language == "zh"]


class Page(Screen):
    first_focus = "option.1"

    def __init__(self):
        self.chosen, self.sent, self.notes, self.odds, self.sound, self.tab = 0, False, [], 50, True, "a"

    def title(self, ctx):
        return ctx.t("title")

    def compose(self, ctx):
        def choose(number):
            def press():
                self.chosen = number
                return Refresh()

            return press

        def note(mark):
            self.notes.append(mark)
            return Push(Dialog(lambda c: mark, lambda c: c.t("text")))

        def send():
            self.sent = True

        def keep(name):
            return lambda value: setattr(self, name, value)

        left = Paper(
            Column(
                [
                    Heading(ctx.t("title")),
                    Scroll(
                        Column(
                            [
                                Paragraph(
                                    ctx.t("text") * 40,
                                    grade="fact",
                                    grade_word=ctx.t("fact"),
                                    on_note=note,
                                    key="text",
                                )
                            ]
                        ),
                        key="brief",
                    ),
                ]
            )
        )
        tabs = Tabs(
            [("a", ctx.t("one")), ("b", ctx.t("odds"))],
            self.tab,
            Table([(ctx.t("one"), 1, "left"), (ctx.t("two"), 2, "left")], [[ctx.t("fact"), ctx.t("text")]]),
            keep("tab"),
        )
        right = Paper(
            Column(
                [
                    Scroll(
                        Column(
                            [
                                OptionCard(
                                    1, ctx.t("one"), choose(1), selected=self.chosen == 1, key="option.1"
                                ),
                                OptionCard(
                                    2, ctx.t("two"), choose(2), selected=self.chosen == 2, key="option.2"
                                ),
                                Slider(ctx.t("odds"), self.odds, keep("odds"), key="odds"),
                                Toggle(
                                    ctx.t("two"),
                                    self.sound,
                                    keep("sound"),
                                    words=(ctx.t("off"), ctx.t("on")),
                                    key="sound",
                                ),
                                Selector(
                                    ctx.t("odds"), [("x", ctx.t("one")), ("y", ctx.t("two"))], "x", key="pick"
                                ),
                                Flow(
                                    [Seal("宋", "Soong", stance="for", stance_word=ctx.t("for"), key="seal")]
                                ),
                                tabs,
                            ]
                        ),
                        key="side",
                    ),
                    Button(
                        ctx.t("go"),
                        send,
                        kind="primary",
                        enabled=self.chosen > 0,
                        reason=ctx.t("why"),
                        key="go",
                    ),
                ]
            )
        )
        return Column([left, right]) if ctx.compact else Row([left, right])


@pytest.fixture
def app():
    made = App(ASSETS / "theme.yaml", ASSETS / "fonts", translate, language="en", menu=lambda ctx: Page())
    made.open(Page())
    return made


def key(app, *keys, mod=0):
    for code in keys:
        app.step([pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode="")])


def click(app, at):
    app.step(
        [
            pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at),
            pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=at),
        ]
    )


def page(app):
    return app.stack[0].screen


def test_choosing_with_the_keyboard(app):
    assert app.focused.key == "option.1"
    key(app, pygame.K_DOWN)
    assert app.focused.key == "option.2"
    key(app, pygame.K_RETURN)
    assert page(app).chosen == 2 and app.focused.key == "option.2"


def test_digits_choose_options(app):
    key(app, pygame.K_2)
    assert page(app).chosen == 2


def test_a_disabled_button_says_why_and_does_nothing(app):
    button = app.root.find("go")
    assert not button.enabled and button.value == "Choose an option first"
    click(app, button.rect.center)
    assert not page(app).sent
    key(app, pygame.K_1)
    click(app, app.root.find("go").rect.center)
    assert page(app).sent


def test_tab_reaches_everything_and_comes_round(app):
    seen = []
    for _ in range(60):
        seen.append(app.focused.key)
        key(app, pygame.K_TAB)
    assert {
        "text",
        "option.1",
        "option.2",
        "odds",
        "sound",
        "pick",
        "seal",
        "go",
        "bar.zh",
        "bar.menu",
    } <= set(seen)
    assert seen.count("option.1") > 1


def test_slider_and_toggle_take_arrows(app):
    app.do(Refresh(focus="odds"))
    key(app, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT)
    assert page(app).odds == 55 and app.root.find("odds").value == "55%"
    app.do(Refresh(focus="sound"))
    key(app, pygame.K_RIGHT)
    assert page(app).sound is False and app.root.find("sound").value == "off"


def test_hover_moves_the_one_focus(app):
    app.step(
        [
            pygame.event.Event(
                pygame.MOUSEMOTION, pos=app.root.find("option.2").rect.center, buttons=(0, 0, 0), rel=(0, 0)
            )
        ]
    )
    assert app.focused.key == "option.2"


def test_footnotes_open_and_close_by_keyboard(app):
    app.do(Refresh(focus="text"))
    key(app, pygame.K_RIGHT, pygame.K_RETURN)
    assert page(app).notes == ["2"] and len(app.stack) == 2
    assert "Close" in text_tree(app.root)
    key(app, pygame.K_ESCAPE)
    assert len(app.stack) == 1 and app.focused.key == "text"


def test_language_switch_keeps_focus_and_scrolling(app):
    key(app, pygame.K_DOWN)
    side = app.root.find("brief")
    assert side.limit() > 0
    app.step(
        [
            pygame.event.Event(
                pygame.MOUSEMOTION, pos=(side.rect.x + 5, side.rect.y + 5), buttons=(0, 0, 0), rel=(0, 0)
            ),
            pygame.event.Event(pygame.MOUSEWHEEL, y=-30, x=0),
        ]
    )
    assert app.root.find("brief").offset == app.root.find("brief").limit()
    app.do(Refresh(focus="option.2"))
    key(app, pygame.K_l)
    assert (
        app.ctx.language == "zh" and app.focused.key == "option.2" and app.focused.label == "换取三项书面保证"
    )
    assert app.root.find("brief").offset == app.root.find("brief").limit()


def test_focus_is_scrolled_into_sight(app):
    app.resize((1024, 640))
    for _ in range(40):
        widget = app.focused
        assert widget.visible().h >= min(widget.rect.h, 40), widget.key
        key(app, pygame.K_TAB)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(1024, 640), (1024, 768), (1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("scale", [0.9, 1.0, 1.25])
def test_nothing_overflows(language, size, scale):
    app = App(
        ASSETS / "theme.yaml",
        ASSETS / "fonts",
        translate,
        language=language,
        size=size,
        ui_scale=scale,
        grain=False,
        menu=lambda ctx: Page(),
    )
    app.open(Page())
    assert audit(app.ctx, app.root) == []


def test_audit_finds_what_is_wrong(app):
    class Crush(Widget):
        def layout(self, ctx, rect):
            self.rect = rect.copy()
            self.children[0].layout(ctx, pygame.Rect(rect.x, rect.y, rect.w, 10))

    class Bad(Screen):
        def compose(self, ctx):
            return Column([Crush([Text("many words " * 80, key="crushed")]), Text("no glyph \U0001f600")])

    app.open(Bad())
    found = "\n".join(audit(app.ctx, app.root))
    assert "crushed" in found and "no glyph for \U0001f600" in found


def test_a_quiet_window_draws_nothing(app):
    app.step([])
    before = app.frames
    for _ in range(20):
        app.step([])
    assert app.frames == before


def test_leaving_the_last_screen_ends_the_program(app):
    app.do(Pop())
    assert app.running is False


def test_pictures_are_the_same_every_time(app, tmp_path):
    app.screenshot(tmp_path / "a.png")
    again = App(ASSETS / "theme.yaml", ASSETS / "fonts", translate, language="en", menu=lambda ctx: Page())
    again.open(Page())
    again.screenshot(tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
