"""What every scenario comes to, pinned: nodes by kind, number of plays, exact odds of every ending.

A change of a rule, a guard or an effect shows here as a change of figures; look at it, then write the golden file anew
with ``--update-golden``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from game import resources
from game.analysis.odds import census
from game.authoring.loader import load
from game.core.rules import Rules
from tests.core.making import TESTS

PATHS = [*sorted(path.parent for path in resources.scenarios().glob("*/scenario.yaml")),
         *sorted(path.parent for path in (TESTS / "scenarios").glob("*/scenario.yaml")),
         *sorted((TESTS / "core" / "scenarios").glob("*.yaml")), *sorted((TESTS / "play" / "scenarios").glob("*.yaml"))]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_scenario_comes_to_what_it_came_to(path: Path, golden: Callable[[str, str], None]) -> None:
    scenario = load(path).scenario
    assert scenario is not None
    found = census(Rules(scenario))
    kinds = Counter(type(node).__name__.lower() for node in scenario.nodes.values())
    lines = [f"{kind} {number}" for kind, number in sorted(kinds.items())]
    lines += [f"plays {found.plays:,}", f"positions {found.positions:,}"]
    for (node, _), share in sorted(found.endings.items()):
        lines.append(f"{node} {float(share):.10f} = {share}")
    assert sum(found.endings.values()) == 1
    golden(f"counts-{path.stem}.txt", "\n".join(lines) + "\n")
