"""Scenarios broken by chance that still load: exploring them never raises but what it promises, and tells all of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from game.analysis.answers import Inquiry, Section
from game.analysis.answers_data import answers_data
from game.analysis.explore import EndlessPlays, TooLarge
from game.analysis.policies import Name, named
from game.analysis.positions import graph
from game.analysis.simulate import simulate
from game.authoring.loader import load
from game.core.rules import Rules
from game.ui.explore_text import ExploreText
from game.ui.language import Language
from game.ui.simulate_text import simulation_data, simulation_lines
from tests.authoring.test_fuzz import mutated
from tests.core.making import EMBASSY, SCENARIOS, TESTS

GAMES = TESTS / "analysis" / "games"
MOST = 3000


@cache
def stock() -> tuple[bytes, ...]:
    files = [EMBASSY, *sorted(SCENARIOS.glob("*.yaml")), *sorted(TESTS.glob("scenarios/*/scenario.yaml")),
             *(GAMES / f"{name}.yaml" for name in ("kuhn", "tree", "rounds", "circle", "monty-hall"))]
    return tuple(path.read_bytes() for path in files)


def loaded(seed: int, folder: Path, wanted: int) -> Iterator[Rules]:
    """Mutated files that still make a scenario."""
    luck, found = random.Random(seed), 0
    file = folder / "scenario.yaml"
    for _ in range(40 * wanted):
        file.write_bytes(mutated(luck.choice(stock()), luck))
        scenario = load(file).scenario
        if scenario is not None:
            found += 1
            yield Rules(scenario)
        if found == wanted:
            return


def explored(rules: Rules, policy: str, languages: Mapping[str, Language]) -> None:
    behaviour = named(rules, policy)
    inquiry = Inquiry(rules, behaviour, most=MOST)
    try:
        inquiry.run()
    except EndlessPlays as fault:
        assert fault.cycle
        return
    except TooLarge as fault:
        assert fault.found <= fault.estimate
        return
    answers = inquiry.answers
    found = answers.exploration
    assert found is not None and answers.whole
    assert sum(found.endings.values()) + sum(found.stuck.values()) == 1
    assert all(0 <= share <= 1 for share in (*found.nodes.values(), *found.edges.values()))
    for language in languages.values():
        assert ExploreText(answers, language, list(Section)).lines()
    assert answers_data(answers)


def simulated(rules: Rules, languages: Mapping[str, Language]) -> None:
    found = simulate(rules, 50, 1)
    assert sum(found.endings.values()) + sum(found.stuck.values()) + found.endless == 50
    assert simulation_lines(rules, found, languages["zh"], "uniform", 1, 50, 0.1)
    assert simulation_data(rules, found, "uniform", 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_mutated_scenarios_are_explored_or_refused(seed: int, tmp_path: Path, languages: Mapping[str, Language],
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.analysis.simulate.PATIENCE", 20)
    tried = 0
    for tried, rules in enumerate(loaded(seed, tmp_path, 40), 1):
        explored(rules, random.Random(tried).choice([*Name]), languages)
        simulated(rules, languages)
        try:
            graph(rules, most=MOST)
        except TooLarge as fault:
            assert fault.found <= fault.estimate
    assert tried == 40
