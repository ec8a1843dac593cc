"""Random small scenarios with two tables over one bargain, for laws that must hold whatever an author writes.

A spec is plain data, written out as YAML and read like any other file, so that the reader is tried as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from hypothesis import strategies as st

from game.core.bargain import Bargain, Package, Side, value
from game.core.model import NodeId
from game.core.rules import Position, Rules
from game.core.talks import ROUND, Talks
from tests.core.making import HEAD, codes, read

ISSUES = ("ape", "bee", "cow")
WORDS = ("low", "middle", "high", "top")
RESERVATIONS = ("0", "30", "45", "60 - 20 * mood", "min(100, 20 + 15 * round)", "min(100, 50 + 40 * mood)")
ASPIRATIONS = ("100", "80", "65", "50", "35", "70 - 20 * mood", "min(90, 40 + 15 * round)", "max(10, 90 - 25 * round)")
WHEN = (None, None, "mood == 1", "round >= 1", "round == 0")
POINTS = st.integers(0, 100)


@st.composite
def stakes(draw: st.DrawFn, rungs: int) -> dict[str, Any]:
    """What a side makes of an issue; its red lines take in every rung that is worse."""
    worth = {rung: draw(POINTS) for rung in range(rungs)}
    never = []
    for when in draw(st.lists(st.sampled_from(WHEN), max_size=2)):
        best = worth[draw(st.sampled_from(range(rungs)))]
        never.append({"rungs": [rung for rung in worth if worth[rung] <= best], **({"when": when} if when else {})})
    return {"weight": draw(st.integers(1, 100)), "worth": worth, "open": draw(POINTS), "never": never}


@st.composite
def sides(draw: st.DrawFn, sizes: Mapping[str, int]) -> dict[str, Any]:
    """A side with conduct and up to two links, which may be any."""
    links = []
    if len(sizes) > 1:
        for _ in range(draw(st.integers(0, 2))):
            issue, other = draw(st.permutations(list(sizes)))[:2]
            rungs = draw(st.sets(st.sampled_from(range(sizes[other])), min_size=1))
            worth = {rung: draw(POINTS) for rung in draw(st.sets(st.sampled_from(range(sizes[issue])), min_size=1))}
            links.append({"issue": issue, "given": other, "rungs": sorted(rungs), "open": draw(st.booleans()),
                          "worth": worth})
    conduct = {"aspiration": draw(st.lists(st.sampled_from(ASPIRATIONS), min_size=1, max_size=3)),
               "margin": draw(st.integers(0, 60)),
               "at_once": sorted(draw(st.sets(st.sampled_from(list(sizes)), max_size=2)))}
    walks_out = draw(st.sampled_from((*WHEN, "0")))
    return {"name": "somebody", "reservation": draw(st.sampled_from(RESERVATIONS)), "links": links,
            "issues": {name: draw(stakes(size)) for name, size in sizes.items()},
            "conduct": {**conduct, **({"walks_out": walks_out} if walks_out else {})}}


@st.composite
def tables(draw: st.DrawFn, sizes: Mapping[str, int], side: str, goto: str) -> dict[str, Any]:
    """A table over some of the issues, the others settled before or open."""
    tabled = draw(st.sets(st.sampled_from(list(sizes)), min_size=1))
    offers = {}
    for name in sizes:
        if name in tabled:
            rungs = sorted(draw(st.sets(st.sampled_from(range(sizes[name])), min_size=1)))
            guards = {rung: draw(st.sampled_from(("1", "1", "mood == 0", "round >= 1"))) for rung in rungs}
            offers[name] = {"rungs": {**guards, rungs[0]: "1"}, "open": draw(st.booleans())}
    rounds = draw(st.integers(1, 3))
    moves = []
    for _ in range(draw(st.integers(0, rounds))):
        clauses = [f"{name}={min(offer['rungs'])}" for name, offer in offers.items()]
        moves.append(f"propose:{','.join(clauses)}")
    return {"table": "deal", "side": side, "rounds": rounds, "offers": offers,
            "given": sorted(set(sizes) - tabled), "record": {"moves": moves},
            "outcomes": {"agreed": {"goto": goto}, "lapsed": {"goto": "over"}, "broken": {"goto": "over"}}}


@st.composite
def specs(draw: st.DrawFn, largest: int = 3) -> dict[str, Any]:
    """The bargain and the two tables."""
    sizes = {name: draw(st.integers(2, largest)) for name in ISSUES[:draw(st.integers(1, 3))]}
    return {"sizes": sizes, "us": draw(sides(sizes)), "them": draw(sides(sizes)),
            "first": draw(tables(sizes, "us", "second")), "second": draw(tables(sizes, "them", "over"))}


def text_of(spec: Mapping[str, Any]) -> str:
    """The scenario as a file."""
    sizes = spec["sizes"]
    branches = {"calm": {"goto": "first"}, "angry": {"goto": "first", "effects": [{"set": {"mood": 1}}]}}
    data = {
        "start": "wait",
        "variables": {**{name: {"start": 0, "min": 0, "max": size - 1, "seen_by": "all"} for name, size in sizes.items()},
                      "mood": {"start": 0, "min": 0, "max": 1, "seen_by": "none"}},
        "scales": {name: {"better": "high", "rungs": {rung: {"name": WORDS[rung], "text": f"It is {WORDS[rung]}."}
                                                     for rung in range(size)}} for name, size in sizes.items()},
        "bargains": {"deal": {"issues": {name: {"name": name.title()} for name in sizes},
                              "sides": {"us": spec["us"], "them": spec["them"]}}},
        "nodes": {"wait": {"chance": branches},
                  "first": {**spec["first"], "question": "What do you propose?"},
                  "second": {**spec["second"], "question": "And now?"}, "over": {"ending": "over", "text": "Over."}},
    }
    return HEAD + yaml.safe_dump(data, sort_keys=False)


def rules_of(spec: Mapping[str, Any]) -> Rules:
    """The rules of a spec; links that may not stand are left out first."""
    loaded = read(text_of(spec))
    if loaded.scenario is None:
        assert set(codes(loaded)) == {"E054"}, loaded.diagnostics
        loaded = read(text_of({**spec, **{name: {**spec[name], "links": []} for name in ("us", "them")}}))
    assert loaded.scenario is not None, loaded.diagnostics
    return Rules(loaded.scenario)


def seats(rules: Rules, most: int = 6) -> Iterator[tuple[Talks, Position]]:
    """Every table in every round, mood, and with the settled issues at their first and last rungs."""
    for node, talks in rules.talks.items():
        ends = [(name, (0, rules.variables[name].high)) for name in talks.table.given]
        settled = [dict(zip((name for name, _ in ends), rungs, strict=True))
                   for rungs in itertools.product(*(rungs for _, rungs in ends))]
        for made, mood, given in itertools.product(range(talks.table.rounds), (0, 1), settled[:most]):
            yield talks, at(rules, node, {ROUND: made, "mood": mood, **given})


def at(rules: Rules, node: NodeId, values: Mapping[str, int]) -> Position:
    """A position at ``node`` with some values changed from the start's."""
    start = dict(zip(rules.names, rules.start().values, strict=True))
    return Position(node, tuple({**start, **values}.values()))


def all_packages(bargain: Bargain, tabled: Mapping[str, object], settled: Package) -> list[Package]:
    """Every package over the tabled issues; the others as they stand."""
    choices = [(*issue.rungs, None) if name in tabled else (settled[place],)
               for place, (name, issue) in enumerate(bargain.issues.items())]
    return list(itertools.product(*choices))


def is_monotone(bargain: Bargain, side: Side) -> bool:
    """Whether no package gets worse for ``side`` when one issue is settled at least as well: by trying all."""
    packages = all_packages(bargain, bargain.issues, ())
    for package in packages:
        for place, name in enumerate(bargain.issues):
            stake = side.stakes[name]
            own = {**stake.worth, None: stake.open}
            for rung in (*bargain.issues[name].rungs, None):
                changed = (*package[:place], rung, *package[place + 1:])
                if own[rung] >= own[package[place]] and value(bargain, side, changed) < value(bargain, side, package):
                    return False
    return True
