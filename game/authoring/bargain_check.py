"""What a well-shaped bargain or table may still have wrong.

The rule behind most of it: a side must know what every package is worth, a better clause must never make a package
worse, and the talks must be finite.  Called by ``check``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from game.authoring.bounds import bounds
from game.authoring.source import Path_
from game.core.bargain import MAX_PACKAGES, PROPOSE, Bargain, Rung, Side, parse_package, worth
from game.core.expressions import Expression
from game.core.model import OUTCOMES, Table, is_proposal

if TYPE_CHECKING:
    from game.authoring.check import Checker


def check_bargain(bargain: Bargain, checker: Checker) -> None:
    """Reports what is wrong with a bargain and its sides."""
    path: Path_ = ("bargains", bargain.id)
    if len(bargain.sides) != 2:
        checker.report("E050", (*path, "sides"), f"'{bargain.id}' has {len(bargain.sides)}", 0)
    for name, issue in bargain.issues.items():
        here: Path_ = (*path, "issues", name)
        checker.words(issue.name, (*here, "name"))
        scale = checker.scenario.reference.scales.get(name)
        if scale is None:
            checker.known(name, checker.scenario.reference.scales, "E016", here, "scale")
            continue
        strange = [rung for rung in issue.rungs if rung not in {item.value for item in scale.rungs}]
        if strange:
            checker.report("E051", (*here, "rungs"), f"the scale of '{name}' has no rung {_listed(strange)}", 0)
    for name, side in bargain.sides.items():
        _check_side(bargain, side, (*path, "sides", name), checker)


def _check_side(bargain: Bargain, side: Side, path: Path_, checker: Checker) -> None:
    checker.words(side.name, (*path, "name"))
    checker.slot(side.text, (*path, "text"))
    _points(side.reservation, (*path, "reservation"), "the reservation value", checker)
    lacking = [name for name in bargain.issues if name not in side.stakes]
    if lacking:
        checker.report("E052", (*path, "issues"), f"no weight for {_listed(lacking)}", 0)
    for name, stake in side.stakes.items():
        here: Path_ = (*path, "issues", name)
        missing = [rung for rung in bargain.issues[name].rungs if rung not in stake.worth]
        if missing:
            checker.report("E052", (*here, "worth"), f"no worth for rung {_listed(missing)}", 0)
            lacking.append(name)
        for place, line in enumerate(stake.red_lines):
            checker.expression(line.when, (*here, "never", place, "when"))
            strange = sorted(line.rungs - set(bargain.issues[name].rungs))
            if strange:
                checker.report("E051", (*here, "never", place, "rungs"), f"'{name}' has no rung {_listed(strange)}", 0)
        for key in ("why", "refuses", "counters", "grants"):
            checker.slot(getattr(stake, key), (*here, key))
        if not stake.why and checker.scenario.reference.works:
            checker.report("E031", here, f"the figures of '{name}' need a reason (why:), graded and cited", 0)
    if not sum(stake.weight for stake in side.stakes.values()):
        checker.report("E052", (*path, "issues"), "all weights are 0", 0)
    if side.conduct is not None:
        for place, part in enumerate(side.conduct.aspiration):
            _points(part, (*path, "conduct", "aspiration", place), "the aspiration", checker)
        checker.expression(side.conduct.walks_out, (*path, "conduct", "walks_out"))
        for place, name in enumerate(side.conduct.at_once):
            checker.known(name, bargain.issues, "E056", (*path, "conduct", "at_once", place), "issue")
    named = [_check_link(bargain, side, place, path, checker) for place in range(len(side.links))]
    if not lacking and all(named):
        _monotone(bargain, side, path, checker)


def _check_link(bargain: Bargain, side: Side, place: int, path: Path_, checker: Checker) -> bool:
    """Says whether a link names what exists."""
    link, here = side.links[place], (*path, "links", place)
    for key, name in (("issue", link.issue), ("given", link.other)):
        checker.known(name, bargain.issues, "E056", (*here, key), "issue")
    if link.issue not in bargain.issues or link.other not in bargain.issues:
        return False
    if link.issue == link.other:
        checker.report("E056", (*here, "given"), f"'{link.issue}' is linked with itself", 0)
        return False
    strange = [rung for rung in link.rungs if rung is not None and rung not in bargain.issues[link.other].rungs]
    strange += [rung for rung in link.worth if rung not in bargain.issues[link.issue].rungs]
    if strange:
        checker.report("E051", here, f"no rung {_listed(sorted(strange))}", 0)
    return not strange


def _monotone(bargain: Bargain, side: Side, path: Path_, checker: Checker) -> None:
    """A rung that is better for a side by itself must not make any package worse: tried over every linked cluster."""
    for place, link in enumerate(side.links):
        cluster = _cluster(side, link.issue)
        choices: list[list[Rung]] = [[*bargain.issues[name].rungs, None] for name in cluster]
        if math.prod(map(len, choices)) > MAX_PACKAGES:
            checker.report("E055", (*path, "links", place), f"{', '.join(cluster)} are too many rungs to link", 0)
            return
        for rungs in itertools.product(*choices):
            fault = _worse(bargain, side, dict(zip(cluster, rungs, strict=True)))
            if fault:
                checker.report("E054", (*path, "links", place), fault, 0)
                return


def _worse(bargain: Bargain, side: Side, named: Mapping[str, Rung]) -> str:
    def total(rungs: Mapping[str, Rung]) -> int:
        package = tuple(rungs.get(name, next(iter(bargain.issues[name].rungs), None)) for name in bargain.issues)
        return sum(side.stakes[name].weight * worth(bargain, side, package, name) for name in named)

    base = total(named)
    for name, rung in named.items():
        stake = side.stakes[name]
        own = stake.open if rung is None else stake.worth[rung]
        for other in bargain.issues[name].rungs:
            if stake.worth[other] >= own and total({**named, name: other}) < base:
                return f"with {_clauses(named)}, '{name}' at {other} is worth no less by itself, but the package is"
    return ""


def _cluster(side: Side, issue: str) -> list[str]:
    found = {issue}
    for _ in side.links:
        for link in side.links:
            if {link.issue, link.other} & found:
                found |= {link.issue, link.other}
    return sorted(found)


def check_table(node: Table, path: Path_, checker: Checker) -> None:
    """Reports what is wrong with a table, beside what any decision may have wrong."""
    bargain = node.bargain
    checker.known(node.side, bargain.sides, "E056", (*path, "side"), "side")
    for place, name in enumerate(node.given):
        checker.known(name, bargain.issues, "E056", (*path, "given", place), "issue")
    if node.side in bargain.sides and len(bargain.sides) == 2 and bargain.other(node.side).conduct is None:
        checker.report("E011", (*path, "side"), f"'{bargain.other(node.side).id}' answers here and has no conduct", 0)
    if not node.offers:
        checker.report("E011", (*path, "offers"), "no issue is on the table", 0)
    for name, offer in node.offers.items():
        here: Path_ = (*path, "offers", name)
        checker.known(name, bargain.issues, "E056", here, "issue")
        checker.phrase(offer.closed, (*here, "closed"))
        for rung, when in offer.rungs.items():
            checker.expression(when, (*here, "rungs", str(rung)))
        if name in bargain.issues:
            strange = [rung for rung in offer.rungs if rung not in bargain.issues[name].rungs]
            if strange or not offer.rungs:
                told = f"'{name}' has no rung {_listed(strange)}" if strange else f"'{name}' has no rung to propose"
                checker.report("E051", (*here, "rungs"), told, 0)
    packages = math.prod(len(offer.rungs) + offer.open for offer in node.offers.values())
    if packages > MAX_PACKAGES:
        checker.report("E055", (*path, "offers"), f"{packages:,} packages; the limit is {MAX_PACKAGES:,}", 0)
    for option in node.options:
        if option.id in (PROPOSE, *OUTCOMES):
            checker.report("E013", (*path, "options", option.id), f"'{option.id}' is the program's own word here", 0)
    for name, outcome in node.outcomes.items():
        where: Path_ = (*path, "outcomes", name)
        checker.target(outcome.goto, (*where, "goto"))
        checker.slot(outcome.text, (*where, "text"))
        checker.effects(outcome.effects, (*where, "effects"))
        checker.figures(outcome.yields, (*where, "yields"))
    _proceedings(node, path, checker)


def _proceedings(node: Table, path: Path_, checker: Checker) -> None:
    options = [option.id for option in node.options]
    for place, move in enumerate(node.record_moves):
        where: Path_ = (*path, "record", "moves", place)
        if not is_proposal(move):
            checker.known(move, options, "E021", where, "option")
            continue
        named = parse_package(node.bargain, move)
        if named is None:
            checker.report("E057", where, f"write 'propose:issue=rung,…' in the order of the issues: {move[:60]}", 0)
            continue
        strange = [name for name, rung in named.items()
                   if name not in node.offers or rung not in node.offers[name].rungs]
        strange += [name for name, offer in node.offers.items() if name not in named and not offer.open]
        if strange:
            checker.report("E057", where, f"{_listed(strange)} cannot be so at this table", 0)
    if len(node.record_moves) > node.rounds + 1:
        checker.report("E057", (*path, "record", "moves"), f"more moves than the {node.rounds} rounds", 0)


def _points(expression: Expression, path: Path_, what: str, checker: Checker) -> None:
    checker.expression(expression, path)
    low, high = bounds(expression, checker.variables)
    if low < 0 or high > 100:
        checker.report("E053", path, f"{what} runs from {low} to {high}; bound it with min and max", 0)


def _listed(names: Iterable[object]) -> str:
    return ", ".join(map(str, names))


def _clauses(named: Mapping[str, Rung]) -> str:
    return ", ".join(f"{name} {'open' if rung is None else rung}" for name, rung in named.items())
