"""What a page of a lesson may hold: nothing of the record, of another's paper, or of a count before its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pytest

from game.classroom.answers import Asked, Refused
from game.classroom.deeds import Entry, apply
from game.classroom.lesson import Lesson
from game.classroom.model import NO_PACK, Format, Kind, Phase, Seating
from game.core.rules import Rules
from game.ui.language import Language
from game.ui.lesson_page import LessonPages
from game.ui.lesson_public import public_page
from game.ui.lesson_seat import seat_page
from game.ui.lesson_teacher import teacher_page
from tests.classroom.lessons import Class, stages, words

NODE = "DP12-council"


@pytest.fixture
def going(flagship_rules: Rules) -> Class:
    plan = Format(id="test", title=words("Test"), minutes=45, seating=Seating.COUNCILS, track="record",
                  stages=stages(), decisions=(NODE,))
    return Class(Lesson(flagship_rules, plan, NO_PACK), 9)


def told(page: Any) -> str:
    return str(asdict(page))


def secrets(going: Class, code: str) -> list[str]:
    """Sentences that belong to the reveal, of the record and of what was hidden then."""
    node = going.lesson.rules.scenario.decision(NODE)
    slots = [*node.record, *node.hidden, *(block for option in node.options for block in option.follows)]
    return [block.words[code] for block in slots]


def shown(going: Class, language: Language) -> list[str]:
    pages = LessonPages(going.lesson, going.room, language, going.at)
    return [told(public_page(pages)), told(teacher_page(pages)),
            *(told(seat_page(pages, number)) for number in going.room.seats)]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_no_page_before_the_reveal_holds_a_sentence_of_it(going: Class, languages: Mapping[str, Language], code: str) -> None:
    hidden = secrets(going, code)
    seen = 0
    while going.stage.phase is not Phase.REVEAL:
        for text in shown(going, languages[code]):
            assert not [secret for secret in hidden if secret in text]
        seen += 1
        if going.stage.phase is Phase.PREDICT:
            going.forecasts()
        if going.stage.phase is Phase.DECIDE:
            going.decides()
        going.next()
    assert seen == 6
    for text in shown(going, languages[code]):
        assert not [secret for secret in hidden if secret in text], "not before the teacher shows it"
    going.do("show", what="votes")
    going.do("show", what="record")
    pages = LessonPages(going.lesson, going.room, languages[code], going.at)
    assert any(secret in told(public_page(pages)) for secret in hidden)


def test_no_page_tells_how_the_votes_are_spread_before_they_are_shown(going: Class, languages: Mapping[str, Language]) -> None:
    going.skip_to(Phase.COUNCIL)
    one, two, *_ = going.moves()
    for seat in going.room.active:
        if seat.kind is not Kind.DECIDER:
            going.do("answer", seat=seat.number, asked="ballot", value=one if seat.number % 2 else two)
    pages = LessonPages(going.lesson, going.room, languages["en"], going.at)
    assert public_page(pages).answered == (7, 7)
    for text in shown(going, languages["en"]):
        assert "'count'" not in text
    going.skip_to(Phase.REVEAL)
    panels = public_page(LessonPages(going.lesson, going.room, languages["en"], going.at)).panels
    assert panels is not None and panels.votes == () and panels.verdicts == ()
    going.do("show", what="votes")
    panels = public_page(LessonPages(going.lesson, going.room, languages["en"], going.at)).panels
    assert panels is not None
    ballots = next(votes for votes in panels.votes if votes.asked is Asked.BALLOT)
    assert ballots.total == 7 and [bar.count for bar in ballots.bars][:2] == [
        sum(seat.kind is not Kind.DECIDER and seat.number % 2 == odd for seat in going.room.active) for odd in (1, 0)]


def test_the_decider_alone_sees_the_count_of_the_own_council(going: Class, languages: Mapping[str, Language]) -> None:
    going.skip_to(Phase.COUNCIL)
    for seat in going.room.active:
        if seat.kind is not Kind.DECIDER:
            going.do("answer", seat=seat.number, asked="ballot", value=going.moves()[0])
    going.next()
    pages = LessonPages(going.lesson, going.room, languages["en"], going.at)
    for seat in going.room.active:
        sheet = seat_page(pages, seat.number).decide
        assert (sheet is not None) == (seat.kind is Kind.DECIDER)
        if sheet is not None:
            assert sheet.ballot.total == len(going.room.council(seat.council)) - 1


def test_no_seat_sees_the_brief_of_another(going: Class, languages: Mapping[str, Language]) -> None:
    going.next()
    pages = LessonPages(going.lesson, going.room, languages["en"], going.at)
    briefs = {role.id: role.brief.speaks_for["en"] for role in going.lesson.sitting(NODE).roles.values()
              if role.kind is Kind.ADVISER}
    assert len(briefs) >= 3
    for seat in going.room.active:
        text = told(seat_page(pages, seat.number))
        assert [name for name, speaks in briefs.items() if speaks in text] == ([seat.role] if seat.role in briefs else [])
    public = told(public_page(pages))
    assert not [speaks for speaks in briefs.values() if speaks in public]


def test_a_text_reaches_the_projector_only_when_the_teacher_approves(going: Class, languages: Mapping[str, Language]) -> None:
    going.skip_to(Phase.REFLECT)
    going.do("answer", seat=1, asked="reflect", value="Surprised by the form.")
    page = public_page(LessonPages(going.lesson, going.room, languages["en"], going.at))
    assert "Surprised" not in told(page)
    going.do("approve", decision=0, asked="reflect", question="", seat=1, approved=True)
    page = public_page(LessonPages(going.lesson, going.room, languages["en"], going.at))
    assert page.texts == ("Surprised by the form.",)


def test_a_seat_is_told_what_it_gave_only_after_it_said_what_it_recalls(going: Class, languages: Mapping[str, Language]) -> None:
    going.skip_to(Phase.PREDICT)
    record = going.lesson.rules.scenario.decision(NODE).record_move
    other = next(move for move in going.moves() if move != record)
    going.do("answer", seat=1, asked="forecast", value=f"{record}=25,{other}=75")
    going.skip_to(Phase.REVEAL)
    going.do("show", what="votes")
    going.do("show", what="record")
    assert seat_page(LessonPages(going.lesson, going.room, languages["en"]), 1).recalled is None
    going.do("answer", seat=1, asked="recall", value="60")
    assert seat_page(LessonPages(going.lesson, going.room, languages["en"]), 1).recalled == (60, 25)


def test_the_strip_offers_what_the_lesson_would_accept(going: Class, languages: Mapping[str, Language]) -> None:
    while True:
        for control in teacher_page(LessonPages(going.lesson, going.room, languages["en"], going.at)).controls:
            try:
                apply(going.lesson, going.room, Entry(control.deed, going.at, dict(control.data)))
            except Refused:
                assert not control.enabled, control.id
            else:
                assert control.enabled or control.id in ("minute", "votes"), "harmless, but without use here"
        if going.stage.phase is Phase.REPORT:
            break
        going.do("turn", turn="skip")


def test_the_bar_warns_when_play_eats_into_the_debrief(going: Class, languages: Mapping[str, Language]) -> None:
    late = LessonPages(going.lesson, going.room, languages["en"], 17 * 60.0)
    assert late.slack() == pytest.approx(-14 * 60.0), "fourteen minutes of the cycle are still to come"
