"""The tutorial is true: every step loads, shows what is new in it, runs its commands and tells the faults it names."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from game.analysis.odds import census
from game.authoring.loader import load
from game.core.model import Decision, Scenario, Terminal
from game.core.rules import Rules
from game.play.session import Session, Track
from tests.authoring.guide_pages import (
    LANGUAGES,
    TUTORIAL,
    Author,
    Block,
    author,
    is_piece,
    path,
    sections,
    slipped,
    told,
)

__all__ = ["author"]

COUNT = 10
FOLDERS = {"en": "dry-summer", "zh": "旱年"}


def step_file(number: int, language: str) -> Path:
    """Returns the file of a step; the last step is in both languages."""
    folder = TUTORIAL / "steps" / ("zh" if language == "zh" and number < COUNT else "")
    (found,) = folder.glob(f"{number:02d}-*.yaml")
    return found


def steps() -> list[tuple[int, str]]:
    return [(number, language) for language in LANGUAGES for number in range(1, COUNT + 1)]


def scenario_of(file: Path) -> Scenario:
    loaded = load(file)
    assert loaded.scenario is not None and not loaded.diagnostics, loaded.diagnostics
    return loaded.scenario


def step_blocks(number: int, language: str) -> list[Block]:
    """Returns the blocks of the section that tells a step."""
    told_steps = [section for section in sections("tutorial", language) if re.match(r"Step \d+|第.+?步", section.title)]
    assert len(told_steps) == COUNT
    return list(told_steps[number - 1].blocks)


@pytest.mark.parametrize(("number", "language"), steps())
def test_a_step_has_no_fault(number: int, language: str) -> None:
    scenario = scenario_of(step_file(number, language))
    assert scenario.languages == ((language,) if number < COUNT else ("en", "zh"))


def test_the_last_step_is_the_scenario_that_is_shipped() -> None:
    last = step_file(COUNT, "en").read_text(encoding="utf-8").splitlines()
    shipped = (TUTORIAL / "scenario.yaml").read_text(encoding="utf-8").splitlines()
    assert last[1:] == shipped[1:], "they differ beyond the first line, which names the schema"
    assert last[0].replace("../../../", "../../") == shipped[0]


@pytest.mark.parametrize("number", range(1, COUNT))
def test_a_step_is_the_same_in_both_languages_but_for_its_words(number: int) -> None:
    def bones(language: str) -> object:
        scenario = scenario_of(step_file(number, language))
        nodes = {name: (type(node), node.date, [(option.id, option.goto, option.when, option.status,
                                                 [(effect.operation, effect.variable, effect.amount, effect.sure)
                                                  for effect in option.effects], len(option.follows))
                                                for option in node.options] if isinstance(node, Decision) else None)
                 for name, node in scenario.nodes.items()}
        return nodes, scenario.variables, scenario.start, list(scenario.reference.events), list(scenario.reference.people)

    assert bones("en") == bones("zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_keeps_the_nodes_and_options_of_the_one_before(language: str) -> None:
    before: dict[str, set[str]] = {}
    for number in range(1, COUNT + 1):
        nodes = scenario_of(step_file(number, language)).nodes
        here = {name: {option.id for option in node.options} if isinstance(node, Decision) else set()
                for name, node in nodes.items()}
        assert all(options <= here.get(name, set()) and name in here for name, options in before.items())
        before = here


@pytest.mark.parametrize(("number", "language"), steps())
def test_what_a_step_shows_stands_in_its_file(number: int, language: str) -> None:
    whole = step_file(number, language).read_text(encoding="utf-8")
    pieces = [block.text for block in step_blocks(number, language) if block.kind == "yaml"]
    assert pieces
    for piece in pieces:
        assert is_piece(piece, whole), f"step {number} shows what its file does not hold:\n{piece}"


@pytest.mark.parametrize(("number", "language"), steps())
def test_the_commands_of_a_step_do_what_it_says(number: int, language: str, author: Author,
                                                request: pytest.FixtureRequest) -> None:
    own = author.folder / FOLDERS[language]
    (own / "walkthroughs").mkdir(parents=True)
    (own / "scenario.yaml").write_text(step_file(number, language).read_text(encoding="utf-8"), encoding="utf-8")
    found = step_blocks(number, language)
    for block, after in zip(found, [*found[1:], None], strict=True):
        if block.kind == "text" and block.text.startswith("seed:"):
            (own / "walkthroughs" / "record.txt").write_text(block.text, encoding="utf-8")
        if block.kind != "sh":
            continue
        printed = ""
        for command in block.text.splitlines():
            code, said = author.types(command)
            assert code == 0, f"{command}\n{said}"
            printed = said
        if after is not None and after.kind == "text" and not after.text.startswith("seed:"):
            told(request, path("tutorial", language), after, printed)


@pytest.mark.parametrize(("number", "language"), steps())
def test_the_slip_of_a_step_is_told_as_it_shows(number: int, language: str, author: Author,
                                                request: pytest.FixtureRequest) -> None:
    found = step_blocks(number, language)
    ((change, shown),) = [(block, after) for block, after in pairwise(found) if block.kind == "diff"]
    assert shown.kind == "text"
    own = author.folder / FOLDERS[language]
    own.mkdir()
    whole = step_file(number, language).read_text(encoding="utf-8")
    (own / "scenario.yaml").write_text(slipped(change.text, whole), encoding="utf-8")
    code, printed = author.types(f"python -m game validate {FOLDERS[language]}")
    assert code == 1
    told(request, path("tutorial", language), shown, printed, whole=True)


def test_whoever_chooses_as_the_record_did_arrives_where_it_arrived() -> None:
    rules = Rules(scenario_of(TUTORIAL))
    for track in Track:
        for seed in range(50):
            session = Session(rules, seed=seed, track=track)
            while not session.ended:
                session.play(rules.record_move(session.position) or "")
            assert session.node.id == "neighbours" and not session.departures()


def test_every_ending_can_be_reached() -> None:
    scenario = scenario_of(TUTORIAL)
    endings = {name for name, node in scenario.nodes.items() if isinstance(node, Terminal)}
    assert {node for node, _ in census(Rules(scenario)).endings} == endings


def test_what_is_invented_says_so() -> None:
    scenario = scenario_of(TUTORIAL)
    for work in scenario.reference.works.values():
        assert "nvented" in work.full["en"] and "虚构" in work.full["zh"]
        assert "nvented" in work.short["en"] and "虚构" in work.short["zh"]
    assert "invented" in scenario.summary["en"] and "虚构" in scenario.summary["zh"]
