"""What a class makes of the model: its own cards first, two axes, turning weights as found by trying, talks reopened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from game import resources
from game.classroom.answers import Asked, Fault, Refused
from game.classroom.bots import Bots
from game.classroom.keeper import Keeper
from game.classroom.ledger import from_csv, rows, to_csv
from game.classroom.lesson import Lesson
from game.classroom.log import NoLog
from game.classroom.model import Kind, Phase, Seating, Step
from game.classroom.reading import read_format, read_pack, read_questions
from game.classroom.room import Room
from game.core.rules import Rules
from game.library import Library
from game.ui.language import Language
from game.ui.lesson_issues import issue_table
from game.ui.lesson_model import OpenModel, open_model
from game.ui.lesson_page import LessonPages
from game.ui.lesson_public import bargaining_cards, public_page
from game.ui.lesson_report import lesson_report
from game.ui.lesson_scatter import axes, scatter, turns_told, weights_told
from game.ui.lesson_seat import seat_page
from tests.classroom.lessons import Class
from tests.classroom.lessons import lesson as tiny
from tests.classroom.test_deeds import HEAD

ASSETS = resources.assets()
NODE = "DP12-council"


@pytest.fixture(scope="module")
def lesson(flagship_rules: Rules, library: Library) -> Lesson:
    format = replace(read_format(ASSETS / "lessons" / "45-jigsaw.yaml").value, decisions=(NODE,))
    pack = read_pack(library.find("mongolia-1945"), flagship_rules.scenario).value
    return Lesson(flagship_rules, format, replace(pack, questions=read_questions(ASSETS / "questions.yaml").value))


@pytest.fixture(scope="module")
def model(lesson: Lesson) -> OpenModel:
    found = open_model(lesson, Room(), 0)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def keeper(lesson: Lesson) -> Keeper:
    """A class that has come to the model and then talked again."""
    kept = Keeper(lesson, NoLog(), lambda: 0.0)
    bots = Bots(kept, seed=7, texts=("Hold the name.",))
    bots.join(18)
    for room in bots.run():
        if kept.lesson.stage(room).step is Step.MODEL and not room.reopened:
            kept.do("reopen")
            bots.answer_all()
    return kept


def test_the_turning_weights_are_those_found_by_trying_every_weight(model: OpenModel) -> None:
    turned = 0
    for weights in model.weights.values():
        for name in model.dimensions:
            order, now = model.order(weights), weights.get(name, 0)
            others = [weight for weight in range(101) if model.order({**weights, name: weight}) != order]
            below = max((weight for weight in others if weight < now), default=None)
            above = min((weight for weight in others if weight > now), default=None)
            assert model.turns_at(weights, name) == (below, above), (name, weights)
            turned += below is not None or above is not None
    assert turned > 3


def test_a_sentence_names_the_weight_at_which_the_order_still_stands(
        model: OpenModel, lesson: Lesson, languages: Mapping[str, Language]) -> None:
    weights = next(iter(model.weights.values()))
    names = {name: name for name in model.dimensions}
    said = " ".join(turns_told(model, weights, names, languages["en"]))
    for name, way, weight in re.findall(r"weight of (\w+) (drops below|rises above) (\d+)", said):
        step = -1 if way == "drops below" else 1
        assert model.order({**weights, name: int(weight)}) == model.order(weights)
        assert model.order({**weights, name: int(weight) + step}) != model.order(weights)
    assert "weight of" in said


@pytest.mark.parametrize("code", ["en", "zh"])
def test_councils_record_and_no_agreement_stand_on_axes_whose_weights_are_told(
        keeper: Keeper, model: OpenModel, languages: Mapping[str, Language], code: str) -> None:
    pages = LessonPages(keeper.lesson, keeper.room, languages[code])
    across, along, *rest = axes(pages, model)
    plot = scatter(pages, 0, model, across, along)
    kinds = [kind for mark in plot.marks for kind in mark.kinds]
    assert kinds.count("record") == kinds.count("none") == 1 and "yours" in kinds
    assert all(0 <= mark.x <= 100 and 0 <= mark.y <= 100 for mark in plot.marks)
    assert all(f"{verdict.choice.letter} " in plot.told for verdict in pages.verdicts(0))
    names = {name: name for name in model.dimensions}
    told = weights_told(across, model, names, languages[code])
    assert all(f"{name} {weight}" in told for name, weight in across.weights.items() if weight)
    assert scatter(pages, 0, model, rest[-1], along).marks != plot.marks, "another axis draws another picture"


def test_councils_are_compared_issue_by_issue_in_words(keeper: Keeper, languages: Mapping[str, Language]) -> None:
    table = issue_table(LessonPages(keeper.lesson, keeper.room, languages["en"]), 0)
    assert table is not None and len(table.rows) == len(keeper.lesson.pack.issues)
    assert all(len(words) == len(table.head) for _, words in table.rows)
    assert not re.search(r"\d", " ".join(text for _, words in table.rows for text in words))


def test_limits_are_written_before_any_figure_and_can_no_longer_be_written_beside_them() -> None:
    going = Class(tiny(), 6)
    going.next()
    going.do("answer", seat=1, asked="zone", value="Half of it.")
    observer = next(seat for seat in going.room.active if seat.kind is Kind.OBSERVER)
    with pytest.raises(Refused) as refused:
        going.do("answer", seat=observer.number, asked="zone", value="None.")
    assert refused.value.fault is Fault.NOT_YOURS
    going.skip_to(Phase.DEBRIEF)
    with pytest.raises(Refused):
        going.do("answer", seat=1, asked="zone", value="More, now that I see.")
    assert going.room.answer(0, Asked.ZONE, 1).value == "Half of it."  # type: ignore[union-attr]


def test_a_card_on_limits_is_projected_only_when_it_is_approved(languages: Mapping[str, Language]) -> None:
    going = Class(tiny(), 6)
    going.next()
    going.do("answer", seat=1, asked="zone", value="Half of it.")
    assert bargaining_cards(LessonPages(going.lesson, going.room, languages["en"])) == (1, ())
    going.do("approve", decision=0, asked="zone", question="", seat=1, approved=True)
    assert [text for _, text in bargaining_cards(LessonPages(going.lesson, going.room, languages["en"]))[1]] == ["Half of it."]


def test_talks_are_reopened_as_a_labelled_branch_and_the_way_before_is_kept(keeper: Keeper) -> None:
    room = keeper.room
    assert room.reopened and room.branch == 1
    assert [trail.reopened for trail in room.trails] == [False]
    assert room.trails[0].decided and room.decided
    assert room.answer(0, Asked.FORECAST, 1) == room.trails[0].answers[0, Asked.FORECAST, "", 1]


def test_talks_are_reopened_only_from_the_debrief_and_only_then_interests_lie_open(
        lesson: Lesson, languages: Mapping[str, Language]) -> None:
    going = Class(lesson, 12)
    seen = []
    while (going.stage.phase, going.stage.step) != (Phase.DEBRIEF, Step.MODEL):
        seen.append(public_page(LessonPages(lesson, going.room, languages["en"])).interests)
        if going.stage.phase is not Phase.DEBRIEF:
            with pytest.raises(Refused):
                going.do("reopen")
        going.do("turn", turn="skip")
    assert not any(seen)
    going.do("reopen")
    page = public_page(LessonPages(lesson, going.room, languages["en"]))
    assert going.stage.phase is Phase.DISCUSS and len(page.interests) > 3
    assert not page.panels, "nothing of the record on the new branch"


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_report_holds_every_part_and_comes_of_the_log_again_byte_for_byte(
        keeper: Keeper, languages: Mapping[str, Language], code: str) -> None:
    page = lesson_report(HEAD, keeper.lesson, keeper.room, languages[code])
    t = languages[code].t
    for key in ("section.issues", "section.model", "limits", "written"):
        assert t(f"lesson_report.{key}") in page, key
    assert t("lesson.ask.note") in page and t("lesson.ask.missing") in page, "what observers noted"
    assert t("lesson_report.reopened", way=2) in page and t("model.plot") in page
    assert page.index(t("lesson_report.limits")) < page.index(t("model.plot")), "their cards before the figures"
    assert lesson_report(HEAD, keeper.lesson, keeper.room, languages[code]) == page
    ranks = r"\b(correct|best|win|winner|score|rank)\b" if code == "en" else "正确|最佳|胜利|得分|名次|排名"
    own = [text for key, text in languages[code].strings.items() if key.startswith(("lesson", "model"))]
    assert not [text for text in own if re.search(ranks, text, re.I)]


def test_a_jigsaw_says_who_meets_first_and_only_those_of_the_same_role(
        lesson: Lesson, languages: Mapping[str, Language]) -> None:
    going = Class(lesson, 18)
    going.next()
    assert lesson.format.seating is Seating.JIGSAW and going.room.councils == (1, 2, 3)
    pages = LessonPages(lesson, going.room, languages["en"])
    deciders = [seat.number for seat in going.room.active if seat.kind is Kind.DECIDER]
    said = seat_page(pages, deciders[0]).guide
    assert all(pages.seat_name(number) in said for number in deciders[1:])
    others = [seat.number for seat in going.room.active if seat.kind is Kind.RECORDER]
    assert not any(pages.seat_name(number) in said for number in others)


def lines(raw: bytes) -> Iterator[str]:
    yield from raw.decode("utf-8-sig").splitlines()


def test_reopened_talks_are_in_the_table_and_come_back_from_it() -> None:
    going = Class(tiny(), 6)
    going.skip_to(Phase.DEBRIEF)
    going.do("reopen")
    table = rows("x", going.lesson, going.entries)
    assert from_csv(to_csv(table)) == table and any(",reopen," in line for line in lines(to_csv(table)))
    assert [one.branch for one, two in pairwise(table)][-1] == 0
