"""A whole lesson in real browsers: thirty seats in two languages, late ones, lost ones, a teacher at the desk.

Everything the host ever tells a seat is kept and read through for what may not be known yet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from game import resources
from game.classroom.answers import Asked
from game.classroom.lesson import Lesson
from game.classroom.model import NO_PACK, Kind, Phase
from game.classroom.reading import read_format, read_questions
from game.core.rules import Rules
from game.host.serve import Host
from game.ui.gui.classroom import make_window
from game.ui.gui.lesson_desk import LessonDesk
from game.ui.gui.screens.projector import ProjectorScreen
from game.ui.gui.widgets import text_tree
from tests.browser import Visit
from tests.host.serving import served

pytestmark = [pytest.mark.slow, pytest.mark.longest]
ASSETS = resources.assets()
NODE = "DP12-council"
SEATS, LATE = 30, 6


@pytest.fixture
def host(tmp_path: Path, flagship_rules: Rules) -> Iterator[Host]:
    format = read_format(ASSETS / "lessons" / "45-councils.yaml").value
    pack = replace(NO_PACK, questions=read_questions(ASSETS / "questions.yaml").value)
    running = served(Lesson(flagship_rules, replace(format, decisions=(NODE,)), pack), tmp_path, places=40)
    yield running
    running.stop()


class Listener:
    """Hears every page the host makes for a seat, whichever way it is sent; ``told`` by phase and seat."""

    def __init__(self, host: Host) -> None:
        self.told: dict[str, list[tuple[int, str]]] = defaultdict(list)
        keeper, make = host.hub.keeper, host.hub.seat

        def seat(number: int, language: str) -> str:
            text = make(number, language)
            stage = keeper.lesson.stage(keeper.room)
            shown = "" if stage.phase is not Phase.REVEAL else "+".join(sorted(keeper.room.shown))
            self.told[f"{stage.key}{shown}"].append((number, text))
            return text
        host.hub.seat = seat  # type: ignore[method-assign]

    def before_the_reveal(self) -> list[tuple[int, str]]:
        """All that was told before the teacher showed anything."""
        early = ("lobby", "brief", "predict", "discuss", "council", "decide", "reveal")
        return [heard for phase in early for heard in self.told[phase]]


class Projected:
    """The projector in front of the class, in each language: all the words of its frames before the reveal."""

    def __init__(self, host: Host) -> None:
        self.windows = []
        for code in ("en", "zh"):
            window = make_window(ASSETS, LessonDesk(host.hub.keeper, host.hub.languages, host.url, host.doors.code), code)
            window.open(ProjectorScreen(window.ctx.services))
            self.windows.append(window)
        self.frames: list[str] = []

    def look(self) -> None:
        """Draws both windows as they stand."""
        for window in self.windows:
            window.wake()
            window.step(pygame.event.get())
            self.frames.append(text_tree(window.root))


class Student:
    """One phone."""

    def __init__(self, browser: Any, host: Host, zh: bool, state: Any = None) -> None:
        self.browser, self.host, self.zh = browser, host, zh
        self.open(state)

    def open(self, state: Any = None) -> None:
        self.visit = Visit(self.browser, (390, 844), locale="zh-CN" if self.zh else "en-GB", storage_state=state)
        self.page = self.visit.page
        self.page.goto(f"{self.host.url}#{self.host.doors.code}")

    def join(self) -> None:
        self.page.wait_for_selector("#code")
        self.page.click("form button")
        self.page.wait_for_selector("#name:not(:empty)")

    @property
    def seat(self) -> int:
        return int("".join(sign for sign in self.page.inner_text("#name") if sign.isdigit()))

    def see(self, heading: str) -> None:
        self.page.wait_for_selector(f"#heading:text-is('{heading}')")

    def forecast(self, shares: list[int]) -> None:
        boxes = self.page.query_selector_all("section[data-asked=forecast] input[type=number]")
        for box, share in zip(boxes, shares, strict=False):
            box.fill(str(share))
        self.page.click("section[data-asked=forecast] .total + button")
        self.page.wait_for_selector("section[data-asked=forecast] p.saved")

    def choose(self, asked: str, place: int) -> None:
        self.page.click(f"section[data-asked={asked}] label.pick >> nth={place}")
        self.page.wait_for_selector(f"section[data-asked={asked}] p.saved")

    def write(self, asked: str, text: str) -> None:
        self.page.fill(f"section[data-asked={asked}] textarea", text)
        self.page.click(f"section[data-asked={asked}] button[type=submit]")
        self.page.wait_for_selector(f"section[data-asked={asked}] p.saved")


def test_a_class_of_thirty_goes_through_the_45_minutes(browser: Any, host: Host, visit: Callable[..., Visit]) -> None:
    keeper, listener, projected = host.hub.keeper, Listener(host), Projected(host)
    desk = visit(locale="en-GB").open(host.desk_url)
    desk.wait_for_selector("#control-next")

    def heading(student: Student, key: str) -> str:
        return host.hub.languages["zh" if student.zh else "en"].t(f"lesson.phase.{key}")

    students = [Student(browser, host, bool(number % 2)) for number in range(SEATS - LATE)]
    for student in students:
        student.join()

    def go(key: str, every: int = 1) -> None:
        desk.keyboard.press("s")
        for student in students[::every]:
            student.see(heading(student, key))
        if not keeper.room.shown:
            projected.look()

    projected.look()
    go("brief")
    for student in students[:4]:
        student.write("batna", "What is left to us.")
    go("predict")
    students += [Student(browser, host, bool(number % 2)) for number in range(LATE // 2)]
    for student in students[-LATE // 2:]:
        student.join()
    for number, student in enumerate(students):
        student.choose("choice", number % 4)
        student.forecast([40, 30, 20, 10])
    go("discuss")
    students += [Student(browser, host, bool(number % 2)) for number in range(LATE // 2)]
    for student in students[-LATE // 2:]:
        student.join()
    assert len(keeper.room.active) == SEATS
    go("council")

    voters = [student for student in students if keeper.room.seats[student.seat].kind is not Kind.DECIDER]
    lost = voters[::3]
    for student in lost:  # a third of the class goes dark in the middle of the vote
        state = student.visit.context.storage_state()
        student.choose("ballot", 0)
        student.visit.context.close()
        student.open(state)
    for number, student in enumerate(voters):
        student.see(heading(student, "council"))
        student.choose("ballot", number % 3)
    ballots = {key[3]: answer.value for key, answer in keeper.room.answers.items() if key[1] is Asked.BALLOT}
    assert set(ballots) == {student.seat for student in voters}, "every vote once, none lost"
    moves = keeper.lesson.moves(keeper.room, 1, 0)
    assert Counter(ballots.values()) == Counter(moves[number % 3] for number in range(len(voters)))

    go("decide")
    for student in students:
        if keeper.room.seats[student.seat].kind is Kind.DECIDER:
            student.page.click("#decide fieldset >> nth=0 >> label.pick >> nth=3")
            student.page.click("#decide fieldset >> nth=1 >> label.pick >> nth=0")
            student.page.fill("#decide-reason", "理由。" if student.zh else "A reason.")
            student.page.click("#decide button[type=submit]")
            student.page.wait_for_selector("#decide-state.saved")
    assert len(keeper.room.decided) == len(keeper.room.councils) == 4
    projected.look()
    go("reveal")
    projected.look()
    desk.keyboard.press("v")
    for student in students:
        student.page.wait_for_selector("[data-part=own]")
    desk.keyboard.press("r")
    for student in students:
        student.page.wait_for_selector("[data-part=record]")
    students[0].page.fill("section[data-asked=recall] input", "60")
    students[0].page.click("section[data-asked=recall] button")
    students[0].page.wait_for_selector("[data-part=recalled]")
    for key in ("debrief-cool-down", "debrief-happened", "debrief-why", "debrief-model", "debrief-exit"):
        go(key, 7)
    students[7].write("claim", "<img src=x onerror=alert(1)> 一个论断")
    assert keeper.lesson.stage(keeper.room).phase is Phase.DEBRIEF

    node = keeper.lesson.rules.scenario.decision(NODE)
    slots = [*node.record, *node.hidden, *(block for option in node.options for block in option.follows)]
    secrets = [block.words[code] for block in slots for code in ("en", "zh")]
    told = listener.before_the_reveal()
    assert len(told) > 6 * SEATS and {number for number, _ in told} == set(range(1, SEATS + 1))
    assert not [secret for secret in secrets for _, text in told if secret[:60] in text]
    deciders = {seat.number for seat in keeper.room.active if seat.kind is Kind.DECIDER}
    assert not [number for number, text in told if '"count":' in text and number not in deciders]
    briefs = {(role.id, code): role.brief.speaks_for[code] for role in keeper.lesson.sitting(NODE).roles.values()
              if role.kind is Kind.ADVISER for code in ("en", "zh")}
    assert len(set(briefs.values())) > 4
    for number, text in told:
        own = [speaks for (role, _), speaks in briefs.items() if role == keeper.room.seats[number].role]
        assert not [speaks for speaks in briefs.values() if speaks not in own and speaks in text]
    seen = "\n".join(projected.frames)
    assert all(host.hub.languages[code].t("lesson.phase.decide") in seen for code in ("en", "zh"))
    assert not [text for text in (*secrets, *briefs.values(), "What is left to us.") if text[:60] in seen]
    assert host.hub.languages["en"].t("lesson.votes.choice") not in seen, "nothing of how the votes are spread"
    assert any(secret in text for secret in secrets for _, text in listener.told["reveal" + "record+votes"])
    complaints = [one for student in students for one in student.visit.complaints if "ERR_" not in one]
    foreign = [url for student in students for url in student.visit.requests if not url.startswith((host.url, "data:"))]
    for student in students:
        student.visit.context.close()
    assert not complaints and not foreign
