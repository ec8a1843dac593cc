"""Which cards were opened is told in table and report, card by card, and says nothing of who read what."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from game.classroom.answers import Fault, Refused
from game.classroom.bots import Bots
from game.classroom.deeds import Entry
from game.classroom.keeper import Keeper
from game.classroom.ledger import rows
from game.classroom.log import NoLog
from game.classroom.model import Phase
from game.commands.common import library, scenario_of
from game.commands.lessons import lesson_of
from game.ui.language import Language
from game.ui.lesson_report import lesson_report
from tests.classroom.test_deeds import HEAD


@pytest.fixture
def keeper() -> Keeper:
    shelf = library()
    kept = Keeper(lesson_of(shelf, "council-1945", scenario_of(shelf, "council-1945"), "45-council"), NoLog(),
                  lambda: 0.0)
    Bots(kept).join(6)
    kept.do("turn", turn="skip")
    return kept


def refused(keeper: Keeper, **data: object) -> Fault:
    with pytest.raises(Refused) as found:
        keeper.do("look", **data)
    return found.value.fault


def test_a_card_is_noted_once_for_each_seat(keeper: Keeper) -> None:
    room = keeper.room
    mine, other = (keeper.lesson.cards(room, room.seats[number], 0) for number in (1, 2))
    name = next(iter(mine))
    keeper.do("look", seat=1, card=name)
    assert refused(keeper, seat=1, card=name) is Fault.GIVEN
    assert refused(keeper, seat=1, card="nothing") is Fault.UNKNOWN
    for foreign in other.keys() - mine.keys():
        assert refused(keeper, seat=1, card=foreign) is Fault.UNKNOWN, "another's card does not lie there"
    keeper.do("look", seat=2, card=name)
    assert keeper.room.opened == {(0, name): {1, 2}}


def test_table_and_report_tell_of_it(keeper: Keeper, languages: Mapping[str, Language]) -> None:
    entries = []
    keeper.log.add = entries.append  # type: ignore[method-assign]
    name, card = next(iter(keeper.lesson.cards(keeper.room, keeper.room.seats[3], 0).items()))
    keeper.do("look", seat=3, card=name)
    while keeper.lesson.stage(keeper.room).phase is not Phase.DEBRIEF:
        keeper.do("turn", turn="skip")
    for code, language in languages.items():
        page = lesson_report(HEAD, keeper.lesson, keeper.room, language)
        told = page[page.index(language.t("lesson_report.looked")):]
        assert language.words(card.title) in told[:900], code
    before = [Entry("join", 0.0, {"seat": number, "medium": "bot"}) for number in keeper.room.seats]
    before.append(Entry("turn", 0.0, {"turn": "skip"}))
    row = next(row for row in rows("a", keeper.lesson, [*before, *entries]) if row.event == "look")
    assert (row.seat, row.evidence_ids) == (3, name)
