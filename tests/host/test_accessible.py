"""The pages of a lesson pass axe-core at WCAG 2.2 AA in both languages, and a seat needs no mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from game.classroom.answers import RULES as ANSWERS
from game.classroom.answers import Asked, Form
from game.classroom.model import Kind, Phase
from game.host.serve import Host
from tests.browser import PHONE, Visit
from tests.classroom.lessons import lesson
from tests.host.serving import Phone, served

pytestmark = pytest.mark.slow
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    running = served(lesson(), tmp_path)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def axe(lacking: Callable[[str], None]) -> str:
    try:
        import axe_playwright_python
    except ImportError:
        lacking("needs the package axe-playwright-python")
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    assert found["passes"], "axe looked at something"
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def small(page: Any) -> list[str]:
    """Targets under 44 CSS pixels, those inside running text left out."""
    return page.evaluate("""() => Array.from(document.querySelectorAll('button, .pick, summary, input[type=text], textarea'))
        .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)
        .map(each => each.outerHTML.slice(0, 80))""")


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_seats_page_is_accessible_in_every_phase(host: Host, visit: Callable[..., Visit], axe: str, locale: str) -> None:
    keeper = host.hub.keeper
    others = [Phone(host.url) for _ in range(3)]
    page = visit(PHONE, locale=locale, bypass_csp=True).open(f"{host.url}#{host.doors.code}")
    page.wait_for_selector("#code")
    found = [*faults(page, axe), *small(page)]
    page.click("form button")
    page.wait_for_selector("#name:not(:empty)")
    for phone in others:
        phone.join(host.doors.code)
    assert page.evaluate("document.documentElement.lang") == ("zh-Hans" if locale == "zh-CN" else "en")
    language = host.hub.languages["zh" if locale == "zh-CN" else "en"]
    while True:
        stage = keeper.lesson.stage(keeper.room)
        if stage.phase is Phase.REVEAL:
            keeper.do("show", what="votes")
            keeper.do("show", what="record")
            page.wait_for_selector("[data-part=record]")
        page.wait_for_selector(f"#heading:text-is('{language.t(f'lesson.phase.{stage.key}')}')")
        for summary in page.query_selector_all("summary"):
            summary.click()
        found += [f"{stage.key} {fault}" for fault in [*faults(page, axe), *small(page)]]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing runs out at the side"
        if keeper.room.stage + 1 == len(keeper.lesson.course.stages):
            break
        keeper.do("turn", turn="skip")
    assert found == []
    assert {1} in keeper.room.opened.values(), "the cards this seat has opened are known"


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_the_desk_is_accessible(host: Host, visit: Callable[..., Visit], axe: str, locale: str) -> None:
    phones = [Phone(host.url) for _ in range(4)]
    for phone in phones:
        phone.join(host.doors.code)
    page = visit(locale=locale, bypass_csp=True).open(host.desk_url)
    found = []
    for phase in (Phase.LOBBY, Phase.PREDICT, Phase.DECIDE, Phase.REFLECT):
        while host.hub.keeper.lesson.stage(host.hub.keeper.room).phase is not phase:
            page.keyboard.press("s")
            page.wait_for_timeout(150)
        if phase is Phase.REFLECT:
            phones[1].ask("POST", "/api/answer", {"asked": "reflect", "value": "A thought.", "decision": 0})
            page.wait_for_selector(".graded")
        found += [f"{phase} {fault}" for fault in faults(page, axe)]
    assert found == []


class Keys:
    """A student without a mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab never reached {selector}")

    def answer(self, section: str, form: Form) -> None:
        """Gives one answer, whatever its form, and sees that it was kept."""
        match form:
            case Form.MOVE | Form.CARD:
                self.to(f"{section} input[type=radio]")
                self.page.keyboard.press("Space")
            case Form.SHARES:
                self.to(f"{section} input[type=number]")
                self.page.keyboard.type("100")
                self.to(f"{section} .total + button")
                self.page.keyboard.press("Enter")
            case Form.SHARE:
                self.to(f"{section} input[type=number]")
                self.page.keyboard.type("40")
                self.page.keyboard.press("Enter")
            case Form.TEXT:
                self.to(f"{section} textarea")
                self.page.keyboard.type("The card says so.")
                self.to(f"{section} button[type=submit]")
                self.page.keyboard.press("Enter")
        self.page.wait_for_selector(f"{section} p.saved")

    def decide(self) -> None:
        self.to("input[name=decide-move]")
        self.page.keyboard.press("Space")
        self.to("input[name=decide-card]")
        self.page.keyboard.press("Space")
        self.to("#decide-reason")
        self.page.keyboard.type("The card says so.")
        self.to("#decide button[type=submit]")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#decide-state.saved")


def test_a_decider_and_an_adviser_go_through_the_whole_lesson_by_keyboard_alone(
        host: Host, visit: Callable[..., Visit]) -> None:
    keeper, students = host.hub.keeper, {}
    for number in (1, 2):
        page = visit(PHONE, locale="en-GB").open(host.url)
        page.wait_for_selector("#code")
        page.keyboard.type(host.doors.code)
        page.keyboard.press("Enter")
        page.wait_for_selector("#name:not(:empty)")
        students[number] = Keys(page)
    for phone in (Phone(host.url) for _ in range(3)):
        phone.join(host.doors.code)
    asked: set[Asked] = set()
    while keeper.room.stage + 1 < len(keeper.lesson.course.stages):
        keeper.do("turn", turn="skip")
        stage = keeper.lesson.stage(keeper.room)
        if stage.phase is Phase.REVEAL:
            keeper.do("show", what="votes")
            keeper.do("show", what="record")
        for number, student in students.items():
            page = student.page
            page.wait_for_selector(f"#heading:text-is('{host.hub.languages['en'].t(f'lesson.phase.{stage.key}')}')")
            if stage.phase is Phase.REVEAL:
                page.wait_for_selector("[data-part=record]")
            for section in page.query_selector_all("section[data-asked]:not(:has(p.saved))"):
                what = Asked(section.get_attribute("data-asked"))
                student.answer(f"[id='{section.get_attribute('id')}']", ANSWERS[what].form)
                asked.add(what)
            if stage.phase is Phase.DECIDE and keeper.room.seats[number].kind is Kind.DECIDER:
                student.decide()
    assert keeper.room.decided[0, 1].reason == "The card says so."
    assert {Asked.CHOICE, Asked.FORECAST, Asked.BALLOT, Asked.RECALL, Asked.REFLECT, Asked.CLAIM} <= asked
