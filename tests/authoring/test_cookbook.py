"""The cookbook is true: every recipe is whole and without fault in both languages, and does what its page says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from game.analysis.explore import EndlessPlays, explore
from game.authoring.loader import load
from game.core.bargain import Reply
from game.core.model import Decision, Scenario
from game.core.rules import Position, Rules
from game.play.session import Session, Track
from tests.authoring.guide_pages import LANGUAGES, Author, author, sections

__all__ = ["author"]

NAMES = ("courier", "lodger", "roof", "barge", "strike", "bell", "capital", "demands", "siege", "reform", "errands", "chairs",
         "border")
Cook = Callable[..., Rules]


def name_of(recipe: str) -> str:
    found = re.search(r"^id: (\w+)$", recipe, re.MULTILINE)
    assert found, recipe
    return found[1]


def recipes(language: str) -> Mapping[str, str]:
    """Returns the scenarios of the page by their ids."""
    found = [block.text for section in sections("cookbook", language) for block in section.blocks if block.kind == "yaml"]
    return {name_of(text): text for text in found}


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).mkdir()
    (folder / name / "scenario.yaml").write_text(text, encoding="utf-8")
    return folder / name


@pytest.fixture(params=LANGUAGES)
def cook(request: pytest.FixtureRequest, tmp_path: Path) -> Cook:
    """Returns a function from the name of a recipe, and a replacement in its text, to its rules."""
    known = recipes(request.param)

    def made(name: str, old: str = "", new: str = "") -> Rules:
        assert old in known[name]
        loaded = load(written(tmp_path, name, known[name].replace(old, new) if old else known[name]))
        assert loaded.scenario is not None
        return Rules(loaded.scenario)

    return made


def at(rules: Rules, *moves: str) -> Position:
    position = rules.start()
    for move in moves:
        position = rules.step(position, move).after
    return position


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_has_no_fault(name: str, language: str, author: Author) -> None:
    assert set(recipes(language)) == set(NAMES)
    written(author.folder, name, recipes(language)[name])
    code, printed = author.types(f"python -m game validate {name}")
    assert code == 0 and printed.count("\n") == 1, printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_of_the_cookbook_run(language: str, author: Author) -> None:
    for section in sections("cookbook", language):
        for block in section.blocks:
            if block.kind == "yaml":
                written(author.folder, name_of(block.text), block.text)
            elif block.kind == "sh":
                for command in block.text.splitlines():
                    code, printed = author.types(command)
                    assert code == 0, f"{command}\n{printed}"


def test_frost_turns_one_in_two_into_three_in_four(cook: Cook) -> None:
    rules = cook("courier")
    assert rules.odds(at(rules, "now"))["in-time"] == Fraction(1, 2)
    assert rules.odds(at(rules, "wait"))["in-time"] == Fraction(3, 4)


def test_the_secret_is_hidden_and_no_option_is_safe_or_lost(cook: Cook) -> None:
    rules = cook("lodger")
    for past in ("debts", "none"):
        here = at(rules, past)
        assert "debts" not in dict(rules.view(here, "you").values)
        for option in rules.moves(here):
            assert set(explore(rules, start=rules.step(here, option).after).endings) == {"stays", "leaves"}


def test_a_promise_is_kept_broken_or_never_made_without_luck(cook: Cook) -> None:
    rules = cook("roof")
    outcome = {(word, deed): tuple(rules.odds(at(rules, word, deed)))
               for word in ("promise", "silent") for deed in ("build", "patch")}
    assert outcome == {("promise", "build"): ("kept",), ("promise", "patch"): ("broken",),
                       ("silent", "build"): ("kept",), ("silent", "patch"): ("never-promised",)}


def test_the_skipper_answers_as_the_page_reckons(cook: Cook) -> None:
    rules = cook("barge")
    fast, slow = "propose:fare=1,days=0", "propose:fare=1,days=1"
    first, second = rules.start(), at(rules, fast)
    talks = rules.talks["quay"]
    assert talks.bench.value(talks.read(fast, first.values)) == 42 * talks.side.total
    assert [rules.answer(here, fast).reply for here in (first, second)] == [Reply.REFUSE, Reply.REFUSE]
    assert rules.answer(second, slow).reply is Reply.ACCEPT
    assert talks.bench.value(talks.read(slow, first.values)) == (42 + 30) * talks.side.total


def test_every_option_has_one_voice_for_it(cook: Cook) -> None:
    node = cook("strike").scenario.nodes["gate"]
    assert isinstance(node, Decision)
    assert sorted(move for voice in node.counsel for move in voice.favours) == sorted(option.id for option in node.options)


def test_the_record_of_the_bell_is_certain_and_only_departures_burn(cook: Cook) -> None:
    rules = cook("bell")
    assert rules.odds(at(rules, "ring")) == {"false-alarm": 1}
    assert rules.odds(at(rules, "look")) == {"false-alarm": Fraction(1, 2), "fire": Fraction(1, 2)}
    session = Session(rules, track=Track.RECORD)
    session.play("look")
    assert session.node.id == "slept", "the record track returns"


def test_the_capital_decides_by_its_policy_while_the_governor_plays(cook: Cook) -> None:
    rules = cook("capital")
    assert rules.odds(at(rules, "nothing")) == {"troops": Fraction(1, 3), "words": Fraction(2, 3)}
    assert rules.odds(at(rules, "gift")) == {"troops": Fraction(3, 5), "words": Fraction(2, 5)}
    session = Session(rules)
    session.play("gift")
    assert session.ended


def test_the_list_of_demands_keeps_to_its_budget_and_ends(cook: Cook) -> None:
    rules = cook("demands")
    assert set(rules.moves(at(rules, "port", "more"))) == {"school", "hand-over"}
    for picked in (("port", "more", "school", "full"), ("school", "more", "rail", "full"), ("rail", "more", "hand-over"),
                   ("school", "more", "hand-over"), ("hand-over",)):
        sorted_out = at(rules, *picked)
        assert sorted_out.node == "sorted" and len(rules.odds(sorted_out)) == 1, "just one way leads on"
    assert sum(explore(rules).endings.values()) == 1


def test_the_siege_lasts_four_days_and_without_the_guard_for_ever(cook: Cook, tmp_path: Path) -> None:
    rules = cook("siege")
    third = at(rules, *("hold", "quiet") * 3)
    assert rules.value(third, "day") == 4 and "hold" not in rules.moves(third)
    assert sum(explore(rules).endings.values()) == 1
    shutil.rmtree(tmp_path / "siege")
    with pytest.raises(EndlessPlays):
        explore(cook("siege", "day < 4", "day <= 4"))


def test_the_reform_stands_in_four_of_eight_plays(cook: Cook) -> None:
    rules = cook("reform")
    found = explore(rules)
    assert found.plays == 8 and found.endings == {"stands": Fraction(1, 2), "falls": Fraction(1, 2)}
    assert rules.odds(at(rules, "clerks", "crown", "fast")) == {"stands": 1}


def test_an_errand_leaves_no_haste_behind(cook: Cook) -> None:
    rules = cook("errands")
    for way in ("walk", "ride", "coach"):
        for end in ("open", "closed"):
            assert rules.value(at(rules, way, end), "haste") == 0


def test_neither_chair_leaves_the_record(cook: Cook) -> None:
    rules = cook("chairs")
    for chair in ("buyer", "seller"):
        assert rules.value(at(rules, chair), "left_record") == 0


def test_the_figure_is_reached_and_the_map_follows_the_play(cook: Cook) -> None:
    scenario: Scenario = cook("border").scenario
    node, atlas = scenario.nodes["sheet"], scenario.reference.atlas
    assert isinstance(node, Decision) and node.option("dotted").yields == ("sheets",)
    assert atlas is not None and [status.kind for status in atlas.regions["korea-north"].status] == ["own", "claimed"]
