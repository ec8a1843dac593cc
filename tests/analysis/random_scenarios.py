"""Random small scenarios without tables: decisions of two parties, chance, endings with payoffs; maybe a loop.

A spec is plain data, written out as YAML and read like any other file.  Nodes lead only to later nodes, so plays end;
with a loop, one node may lead back as long as a counter allows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from game.core.rules import Rules
from tests.core.making import read

HEAD = "format: 1\nid: random\ntitle: Random\nlanguages: [en]\nparties: {you: {name: You}, they: {name: They}}\n"
VARIABLES: Mapping[str, Any] = {
    "gold": {"start": 1, "min": -2, "max": 3, "seen_by": "all"},
    "mood": {"start": 0, "min": 0, "max": 2, "seen_by": ["you"]},
    "side": {"start": "none", "one_of": ["none", "left", "right"], "seen_by": "all"},
    "turn": {"start": 0, "min": 0, "max": 2, "seen_by": "all"},
}
GUARDS = ("gold > 0", "gold != 2", "mood == 1 or gold < 1", "side == 'left'", "side != 'none'", "mood + gold > 1",
          "left_record == 0", "not (gold == 1)", "1", "gold < 9", "mood > 5 and side == 'left'", "turn >= 0")
WEIGHTS = ("1", "2", "1 + mood", "gold", "3 - mood", "2 * (side == 'left')", "max(0, gold) + 1", "1 + 0 * mood")
EFFECTS = ({"add": {"gold": 1}}, {"add": {"gold": -2}}, {"set": {"gold": 0}}, {"add": {"mood": 1}},
           {"set": {"mood": "gold"}}, {"set": {"side": "left"}}, {"set": {"side": "right"}},
           {"add": {"gold": "mood - 1"}}, {"add": {"mood": "0 * gold"}}, {"set": {"gold": "min(9, 7 + mood)"}})
PAYOFFS = ("gold", "2 * gold - mood", "3", "mood * mood", "(side == 'left') - gold", "0 * gold + 2")


@st.composite
def specs(draw: st.DrawFn, largest: int = 6, looped: bool = False) -> dict[str, Any]:
    """The nodes of a scenario, in order; the last two are endings."""
    size = draw(st.integers(2, largest))
    names = [f"n{place}" for place in range(size)]
    nodes: dict[str, Any] = {}
    for place, name in enumerate(names):
        later = [*names[place + 1:place + 4], "won", "lost"]
        nodes[name] = draw(st.sampled_from((decisions, decisions, chances)))(draw, name, later)
    if looped:
        back = draw(st.sampled_from(names))
        nodes[names[-1]] = {"question": "Again?", "options": {
            "again": {"text": "Again.", "when": "turn < 2", "effects": [{"add": {"turn": 1}}], "goto": back},
            "enough": {"text": "Enough.", "goto": "won"}}}
    for name in ("won", "lost"):
        nodes[name] = {"ending": name, "text": "Over.",
                       "payoff": {party: draw(st.sampled_from(PAYOFFS)) for party in ("you", "they")}}
    return nodes


def decisions(draw: st.DrawFn, name: str, later: list[str]) -> dict[str, Any]:
    options = {f"{name}-{number}": {"text": "So.", **guarded(draw), **moved(draw, later)}
               for number in range(draw(st.integers(2, 3)))}
    node: dict[str, Any] = {"who": draw(st.sampled_from(("you", "they"))), "question": "Which?", "options": options}
    if draw(st.booleans()):
        node["policy"] = {option: draw(st.sampled_from(WEIGHTS)) for option in options}
    if draw(st.booleans()):
        node["as"] = f"was_{name}"
    if draw(st.booleans()):
        node["record"] = {"move": draw(st.sampled_from(sorted(options)))}
    return node


def chances(draw: st.DrawFn, name: str, later: list[str]) -> dict[str, Any]:
    branches = {f"{name}-{number}": {"weight": draw(st.sampled_from(WEIGHTS)), **moved(draw, later)}
                for number in range(draw(st.integers(1, 3)))}
    return {"chance": branches}


def guarded(draw: st.DrawFn) -> dict[str, Any]:
    return {"when": draw(st.sampled_from(GUARDS))} if draw(st.booleans()) else {}


def moved(draw: st.DrawFn, later: list[str]) -> dict[str, Any]:
    return {"goto": draw(st.sampled_from(later)),
            "effects": draw(st.lists(st.sampled_from(EFFECTS), max_size=2))}


def text_of(nodes: Mapping[str, Any]) -> str:
    """The scenario as a file."""
    data = {"variables": dict(VARIABLES), "start": "n0", "nodes": dict(nodes)}
    return HEAD + "".join(f"{key}: {json.dumps(value)}\n" for key, value in data.items())


def rules_of(nodes: Mapping[str, Any]) -> Rules:
    """The rules of a spec."""
    loaded = read(text_of(nodes))
    assert loaded.scenario is not None, loaded.diagnostics
    return Rules(loaded.scenario)
