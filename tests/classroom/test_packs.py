"""The shipped classroom packs and their lesson formats: fair to every seat, silent about what comes later, playable."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from game import resources
from game.authoring.loader import load
from game.classroom.bots import Bots
from game.classroom.check import CHARACTERS, WORDS, length
from game.classroom.keeper import Keeper
from game.classroom.lesson import Lesson
from game.classroom.log import Log
from game.classroom.model import Kind, Pack, Phase, Role, Seating, Sitting
from game.classroom.reading import LESSONS, read_format, read_pack
from game.core.model import Decision, Scenario
from game.core.rules import Rules
from game.core.texts import Words
from tests.classroom.lessons import Class
from tests.classroom.test_deeds import HEAD

TAUGHT = [path.parent.name for path in sorted(resources.scenarios().glob("*/scenario.yaml")) if (path.parent / "classroom").is_dir()]
FORMATS = [(name, path.stem) for name in TAUGHT for path in sorted((resources.scenarios() / name / LESSONS).glob("*.yaml"))]
SIDES = {"soviet", "mongolian", "american", "communist", "xinjiang"}
SHINGLE = {"en": 6, "zh": 12}
"""So many words, or characters, in a row that stand in a text of the record are no coincidence."""


@cache
def scenario(name: str) -> Scenario:
    found = load(resources.scenarios() / name).scenario
    assert found is not None
    return found


@cache
def pack(name: str) -> Pack:
    read = read_pack(resources.scenarios() / name, scenario(name))
    assert read.diagnostics == ()
    assert isinstance(read.value, Pack)
    return read.value


def sittings(name: str) -> Iterator[tuple[Sitting, Decision, str]]:
    """The sittings of a pack, with the decision and its last day."""
    for sitting in pack(name).sittings.values():
        decision = scenario(name).decision(sitting.node)
        assert decision.date is not None
        yield sitting, decision, decision.date.last.isoformat()


def positions(sitting: Sitting) -> list[Role]:
    return [role for role in sitting.roles.values() if role.kind in (Kind.ADVISER, Kind.OTHER)]


def words_in(value: Any) -> Iterator[Words]:
    """Every text anywhere in a value."""
    if isinstance(value, Words):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from words_in(getattr(value, field.name))
    elif isinstance(value, dict):
        for part in value.values():
            yield from words_in(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from words_in(part)


def shingles(text: str, language: str) -> set[str]:
    """All runs of ``SHINGLE`` words or characters."""
    parts = re.findall(r"[\u3400-\u9fff]", text) if language == "zh" else re.findall(r"[\w’]+", text.lower())
    size = SHINGLE[language]
    return {" ".join(parts[at:at + size]) for at in range(len(parts) - size + 1)}


@pytest.mark.parametrize("name", TAUGHT)
def test_a_pack_speaks_every_language_of_its_scenario(name: str) -> None:
    lacking = [words for words in words_in(pack(name)) if words and set(scenario(name).languages) - set(words)]
    assert not lacking


@pytest.mark.parametrize(("name", "format"), FORMATS)
def test_a_shipped_format_reads_and_gives_the_debrief_its_share(name: str, format: str) -> None:
    read = read_format(resources.scenarios() / name / LESSONS / f"{format}.yaml")
    assert read.diagnostics == () and read.value is not None
    assert read.value.debrief >= read.value.debrief_needed
    assert all({"en", "zh"} <= set(words) for words in words_in(read.value) if words)


@pytest.mark.parametrize("name", TAUGHT)
def test_nobody_gets_the_rich_brief_and_nobody_the_poor_one(name: str) -> None:
    for sitting, _, _ in sittings(name):
        for language, most in (("en", WORDS), ("zh", CHARACTERS)):
            sizes = {role.id: length(role.brief, language) for role in positions(sitting)}
            mean = sum(sizes.values()) / len(sizes)
            assert max(sizes.values()) <= most
            assert all(abs(size - mean) <= 0.15 * mean for size in sizes.values()), (sitting.node, language, sizes)


@pytest.mark.parametrize("name", TAUGHT)
def test_every_position_says_what_it_costs_others_and_can_be_read_in_plain_words(name: str) -> None:
    for sitting, _, _ in sittings(name):
        for role in positions(sitting):
            assert role.brief.costs_others and role.brief.plain, (sitting.node, role.id)
            for language in ("en", "zh"):
                plain = re.split(r"[.?!:;。？！：；]", role.brief.plain[language])
                assert max(len(part.split()) for part in plain) <= 20 if language == "en" else True


@pytest.mark.parametrize("name", TAUGHT)
def test_four_advisers_of_different_opinion_sit_in_every_council(name: str) -> None:
    for sitting, _, _ in sittings(name):
        advisers = [role for role in sitting.roles.values() if role.kind is Kind.ADVISER]
        assert len(advisers) >= 4, sitting.node
        assert len({role.brief.red_line["en"] for role in advisers}) == len(advisers)


@pytest.mark.parametrize("name", TAUGHT)
def test_every_other_side_can_be_played_at_some_decision(name: str) -> None:
    found = {role.side for sitting, _, _ in sittings(name) for role in sitting.roles.values() if role.kind is Kind.OTHER}
    assert found >= SIDES


@pytest.mark.parametrize("name", TAUGHT)
def test_a_name_is_lent_to_a_role_only_with_a_statement_of_that_person_before_that_day(name: str) -> None:
    for sitting, _, last in sittings(name):
        for role in sitting.roles.values():
            if role.person is None or role.kind is Kind.DECIDER:
                continue
            events = scenario(name).reference.events
            assert role.brief.cites and all(events[cite].sort_as <= last for cite in role.brief.cites), role.id
            person = scenario(name).reference.people[role.person]
            assert {cite for stance in person.stances for cite in stance.cites} & set(role.brief.cites), role.id


@pytest.mark.parametrize("name", TAUGHT)
def test_what_lies_on_the_table_could_be_known_on_that_day(name: str) -> None:
    events = scenario(name).reference.events
    for sitting, _, last in sittings(name):
        for role in sitting.roles.values():
            for card_name in (*sitting.cards, *role.brief.evidence):
                card = pack(name).cards[card_name]
                assert not card.after and card.known_from <= last, (sitting.node, card_name)
    for card in pack(name).cards.values():
        cited = {cite for block in card.text for cite in block.cites if cite in events}
        assert card.after or all(events[cite].sort_as <= card.known_from for cite in cited), card.id


@pytest.mark.parametrize("name", TAUGHT)
def test_every_card_says_who_wrote_it_and_is_used(name: str) -> None:
    used = {card for sitting, _, _ in sittings(name) for role in sitting.roles.values()
            for card in (*sitting.cards, *sitting.accounts, *role.brief.evidence)}
    used |= {inject.card for owner, format in FORMATS if owner == name
             for stage in read_format(resources.scenarios() / name / LESSONS / f"{format}.yaml").value.stages
             for inject in stage.injects}
    assert used == set(pack(name).cards)
    assert all(card.source and card.text for card in pack(name).cards.values())


@pytest.mark.parametrize("name", TAUGHT)
def test_a_card_is_kept_from_roles_that_could_not_know_it(name: str) -> None:
    roles = {role.id: role.kind for sitting, _, _ in sittings(name) for role in sitting.roles.values()}
    for card in pack(name).cards.values():
        assert set(card.known_to) <= set(roles), card.id
    for sitting, _, _ in sittings(name):
        for role in sitting.roles.values():
            for evidence in role.brief.evidence:
                known_to = pack(name).cards[evidence].known_to
                assert role.kind is not Kind.OTHER or not known_to or role.id in known_to, (sitting.node, role.id, evidence)


def test_what_washington_told_chongqing_alone_never_reaches_moscow() -> None:
    path = resources.scenarios() / "council-1945" / LESSONS / "45-council.yaml"
    lesson = Lesson(Rules(scenario("council-1945")), read_format(path).value, pack("council-1945"))
    going = Class(lesson, 30)
    going.skip_to(Phase.DISCUSS)
    going.do("release", card="no-interpretation")
    holders = {seat.role for seat in going.room.active if "no-interpretation" in lesson.cards(going.room, seat, 0)}
    assert {"decider", "refuse", "washington"} <= holders
    assert not {"moscow", "mongolia", "yanan", "xinjiang"} & holders


@pytest.mark.parametrize("name", TAUGHT)
def test_the_reveal_tells_the_same_in_two_accounts_at_least(name: str) -> None:
    for sitting, _, _ in sittings(name):
        told = [pack(name).cards[card] for card in sitting.accounts]
        assert len(told) >= 2 and len({card.source["en"] for card in told}) == len(told), sitting.node
        assert sitting.ask and sitting.ballot, sitting.node


@pytest.mark.parametrize("name", TAUGHT)
def test_no_brief_repeats_what_the_record_or_the_hidden_texts_tell(name: str) -> None:
    for sitting, decision, _ in sittings(name):
        later = (*decision.hidden, *decision.record)
        for language in ("en", "zh"):
            open_texts = {run for block in decision.brief for run in shingles(block.words[language], language)}
            told = {run for block in later for run in shingles(block.words[language], language)} - open_texts
            for role in sitting.roles.values():
                for words in words_in(role.brief):
                    assert not words or not told & shingles(words[language], language), (sitting.node, role.id)


@pytest.mark.parametrize("name", TAUGHT)
def test_no_brief_names_a_later_day(name: str) -> None:
    months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
              "December"]
    for sitting, decision, last in sittings(name):
        assert decision.date is not None
        year = decision.date.last.year
        for role in sitting.roles.values():
            text = " ".join(words["en"] for words in words_in(role.brief) if words)
            for day, month in re.findall(rf"\b(\d{{1,2}}) ({'|'.join(months)})\b", text):
                assert f"{year}-{months.index(month) + 1:02}-{int(day):02}" <= last, (sitting.node, role.id, day, month)
            assert all(int(found) <= year for found in re.findall(r"\b(19\d\d)\b", text)), (sitting.node, role.id)


@pytest.mark.parametrize("name", TAUGHT)
def test_councils_are_compared_by_what_the_scenario_counts(name: str) -> None:
    assert len(pack(name).issues) >= 5
    assert {question.skill for question in pack(name).questions} >= {"sourcing", "perspective", "ethics", "model"}
    assert len(pack(name).teacher) >= 4


def test_the_ballot_of_the_council_of_july_is_called_a_classroom_device() -> None:
    ballots = [pack("council-1945").sittings["council"].ballot, pack("mongolia-1945").sittings["DP12-council"].ballot]
    for ballot in ballots:
        assert "no record of a vote" in ballot["en"] and "未见表决" in ballot["zh"]


@pytest.mark.parametrize(("name", "format"), FORMATS)
def test_a_class_of_bots_plays_a_shipped_lesson_to_its_end(name: str, format: str, tmp_path: Path) -> None:
    found = read_format(resources.scenarios() / name / LESSONS / f"{format}.yaml").value
    lesson = Lesson(Rules(scenario(name)), found, pack(name), seed=1)
    keeper = Keeper(lesson, Log(tmp_path / "a.lesson.jsonl", HEAD), lambda: 0.0)
    bots = Bots(keeper, seed=5, texts=("A sentence.", "一句话。"))
    bots.join(30)
    assert [room.stage for room in bots.run()] == list(range(len(lesson.course.stages)))
    injects = {inject.card for stage in lesson.course.stages for inject in stage.injects}
    assert injects <= set(keeper.room.released) and injects <= set(pack(name).cards)
    if found.seating is not Seating.PAIRS:
        assert {number for number, _ in keeper.room.decided} == {stage.decision for stage in lesson.course.stages
                                                                 if stage.phase is Phase.DECIDE}


def test_a_class_of_thirty_hears_every_position_and_every_side_of_the_council() -> None:
    path = resources.scenarios() / "council-1945" / LESSONS / "45-council.yaml"
    going = Class(Lesson(Rules(scenario("council-1945")), read_format(path).value, pack("council-1945")), 30)
    going.skip_to(Phase.BRIEF)
    seated = {seat.role for seat in going.room.active}
    assert seated == set(pack("council-1945").sittings["council"].roles) - {"observer"}, "observers speak for other sides"
