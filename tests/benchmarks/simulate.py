"""How many random plays a second of processor time gives, beside the rulebook played step by step in the same run.

Not a test, since the figures depend on the machine: run ``python tests/benchmarks/simulate.py``.  The story has 20
decisions in every play, 4 options, 8 variables, guards and 6 endings; once on one line, once with three nodes abreast.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from game.analysis.simulate import simulate, wilson
from game.authoring.loader import load
from game.core.chance import draw
from game.core.rules import Rules

DECISIONS, OPTIONS, VARIABLES = 20, 4, 8
PLAYS, SLOW = 1 << 20, 300


def story(abreast: int) -> Rules:
    """The story, always the same one."""
    luck, names = random.Random(1), [f"v{place}" for place in range(VARIABLES)]
    nodes: dict[str, Any] = {}
    for stage in range(DECISIONS):
        for lane in range(abreast if stage else 1):
            options: dict[str, Any] = {}
            for number in range(OPTIONS):
                goto = f"d{stage + 1}-{luck.randrange(abreast)}" if stage + 1 < DECISIONS else "r0"
                effects = [{"add": {luck.choice(names): luck.choice((-1, 1))}} for _ in range(2)]
                options[f"o{number}"] = {"text": "x", "goto": goto, "effects": effects}
                if number and luck.random() < 0.3:
                    options[f"o{number}"]["when"] = f"{luck.choice(names)} >= {luck.randrange(1, 4)}"
            nodes[f"d{stage}-{lane}"] = {"question": "?", "free": True, "options": options}
    for place in range(5):
        rest = f"r{place + 1}" if place < 4 else "e5"
        nodes[f"r{place}"] = {"chance": {"a": {"weight": names[place], "goto": f"e{place}"},
                                         "b": {"weight": f"5 - {names[place]}", "goto": rest}}}
    nodes |= {f"e{place}": {"ending": f"e{place}", "text": "x"} for place in range(6)}
    data = {"format": 1, "id": "story", "title": "Story", "languages": ["en"], "parties": {"you": {"name": "You"}},
            "variables": {name: {"start": 2, "min": 0, "max": 4, "seen_by": "all"} for name in names},
            "start": "d0-0", "nodes": nodes}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(json.dumps(data), encoding="utf-8")
        scenario = load(file).scenario
    assert scenario is not None
    return Rules(scenario)


def stepped(rules: Rules, plays: int) -> dict[str, int]:
    """The same plays one by one, with the rulebook."""
    found: dict[str, int] = {}
    for seed in range(plays):
        position, ply = rules.start(), 0
        while rules.actor(position) is not None:
            position = rules.step(position, draw(seed, ply, rules.odds(position))).after
            ply += 1
        found[position.node] = found.get(position.node, 0) + 1
    return found


def main() -> None:
    for abreast in (1, 3):
        rules = story(abreast)
        begun = time.process_time()
        found = simulate(rules, PLAYS, 1)
        fast = PLAYS / (time.process_time() - begun)
        begun = time.process_time()
        one_by_one = stepped(rules, SLOW)
        slow = SLOW / (time.process_time() - begun)
        for node, count in one_by_one.items():
            near = wilson(count, SLOW)
            assert near.low - 0.05 <= found.endings[node] / PLAYS <= near.high + 0.05, node
        print(f"{abreast} abreast: {fast:,.0f} plays/s in columns, {slow:,.0f} step by step: {fast / slow:,.0f} times")


if __name__ == "__main__":
    main()
