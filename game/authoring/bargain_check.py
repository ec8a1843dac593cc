"""What a well-shaped bargain or table may still have wrong.

The rule behind most of it: a side must know what every package is worth, a better clause must never make a package
worse, and the talks must be finite.  Called by ``check``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping

from game.authoring.bounds import bounds
from game.authoring.checking import Checker
from game.authoring.diagnostics import Argument, Term
from game.authoring.source import Path_
from game.core.bargain import MAX_COUNTERS, MAX_PACKAGES, PROPOSE, Bargain, Rung, Side, Stake, parse_package, worth
from game.core.expressions import Expression
from game.core.model import OUTCOMES, Table, is_proposal


def key(*path: str | int) -> Path_:
    """The path of a key itself: the reader tells what is not found below a key at the key."""
    return (*path, "")


def check_bargain(bargain: Bargain, checker: Checker) -> None:
    """Reports what is wrong with a bargain and its sides."""
    path: Path_ = ("bargains", bargain.id)
    if len(bargain.sides) != 2:
        checker.report("E050", key(*path, "sides"), bargain=bargain.id, n=len(bargain.sides))
    for name, issue in bargain.issues.items():
        here: Path_ = (*path, "issues", name)
        checker.words(issue.name, (*here, "name"))
        scale = checker.scenario.reference.scales.get(name)
        if scale is None:
            checker.known(name, checker.scenario.reference.scales, "E016", key(*here), "scale")
            continue
        known = {item.value for item in scale.rungs}
        strange = [rung for rung in issue.rungs if rung not in known]
        if strange:
            checker.report("E051", (*here, "rungs"), "scale", name=name, strange=tuple(strange),
                           rungs=tuple(item.value for item in scale.rungs))
        elif not issue.rungs:
            checker.report("E051", key(*here), "below", name=name)
        _variable(name, known.intersection(issue.rungs), here, checker)
    for name, side in bargain.sides.items():
        _check_side(bargain, side, (*path, "sides", name), checker)


def _variable(name: str, rungs: Iterable[int], path: Path_, checker: Checker) -> None:
    """An agreement writes its rungs into the variable of the issue: it must be able to hold them."""
    variable = checker.scenario.variables.get(name)
    strange = sorted(rung for rung in rungs if variable and not variable.holds(rung))
    if variable and strange:
        checker.report("E051", key(*path), "variable-words" if variable.words else "variable", name=name,
                       low=variable.low, high=variable.high, strange=tuple(strange))


def _check_side(bargain: Bargain, side: Side, path: Path_, checker: Checker) -> None:
    checker.words(side.name, (*path, "name"))
    checker.slot(side.text, (*path, "text"))
    _points(side.reservation, (*path, "reservation"), "reservation", checker)
    lacking = [name for name in bargain.issues if name not in side.stakes]
    if lacking:
        checker.report("E052", key(*path, "issues"), "weight", side=side.id, issues=tuple(lacking))
    for name, stake in side.stakes.items():
        here: Path_ = (*path, "issues", name)
        missing = [rung for rung in bargain.issues[name].rungs if rung not in stake.worth]
        scale = checker.scenario.reference.scales.get(name)
        if missing and scale and {rung.value for rung in scale.rungs}.issuperset(missing):
            checker.report("E052", key(*here, "worth"), "worth", issue=name, rungs=tuple(missing))
        for place, line in enumerate(stake.red_lines):
            checker.expression(line.when, (*here, "never", place, "when"))
            strange = sorted(line.rungs - set(bargain.issues[name].rungs))
            if strange:
                checker.report("E051", (*here, "never", place, "rungs"), "issue", name=name, strange=tuple(strange),
                               rungs=bargain.issues[name].rungs)
        if missing:
            lacking.append(name)
        else:
            _red_lines(name, stake, bargain.issues[name].rungs, here, checker)
        for told in ("why", "refuses", "counters", "grants"):
            checker.slot(getattr(stake, told), (*here, told))
        if not stake.why and checker.scenario.reference.works:
            checker.report("E031", key(*here), "figures", issue=name)
    if not sum(stake.weight for stake in side.stakes.values()):
        checker.report("E052", key(*path, "issues"), "nothing")
    if side.conduct is not None:
        for place, part in enumerate(side.conduct.aspiration):
            _points(part, (*path, "conduct", "aspiration", place), "aspiration", checker)
        checker.expression(side.conduct.walks_out, (*path, "conduct", "walks_out"))
        for place, name in enumerate(side.conduct.at_once):
            checker.known(name, bargain.issues, "E056", (*path, "conduct", "at_once", place), "issue")
    named = [_check_link(bargain, side, place, path, checker) for place in range(len(side.links))]
    if not lacking and all(named):
        _monotone(bargain, side, path, checker)


def _red_lines(name: str, stake: Stake, rungs: Iterable[int], path: Path_, checker: Checker) -> None:
    """Who will not have a rung will not have a worse one either, or a better offer would get a worse answer."""
    for place, line in enumerate(stake.red_lines):
        also = {rung for other in stake.red_lines if other.when in (None, line.when) for rung in other.rungs}
        best = max((stake.worth[rung] for rung in line.rungs if rung in stake.worth), default=0)
        worse = [rung for rung in rungs if stake.worth[rung] < best and rung not in also]
        if worse:
            checker.report("E054", (*path, "never", place, "rungs"), "red-line", issue=name,
                           rungs=tuple(sorted(line.rungs)), worse=tuple(worse))


def _check_link(bargain: Bargain, side: Side, place: int, path: Path_, checker: Checker) -> bool:
    """Says whether a link names what exists."""
    link, here = side.links[place], (*path, "links", place)
    for part, name in (("issue", link.issue), ("given", link.other)):
        checker.known(name, bargain.issues, "E056", (*here, part), "issue")
    if link.issue not in bargain.issues or link.other not in bargain.issues:
        return False
    if link.issue == link.other:
        checker.report("E056", (*here, "given"), "itself", name=link.issue)
        return False
    strange = [rung for rung in link.rungs if rung is not None and rung not in bargain.issues[link.other].rungs]
    strange += [rung for rung in link.worth if rung not in bargain.issues[link.issue].rungs]
    if strange:
        checker.report("E051", here, "link", strange=tuple(sorted(strange)))
    return not strange


def _monotone(bargain: Bargain, side: Side, path: Path_, checker: Checker) -> None:
    """A rung that is better for a side by itself must not make any package worse: tried over every linked cluster."""
    done: set[str] = set()
    for place, link in enumerate(side.links):
        if link.issue in done:
            continue
        cluster = _cluster(side, link.issue)
        done.update(cluster)
        choices = [_ranked(bargain, side, name) for name in cluster]
        size = math.prod(map(len, choices))
        if size > MAX_PACKAGES:
            checker.report("E055", (*path, "links", place), "links", issues=tuple(cluster), ways=size,
                           limit=MAX_PACKAGES)
            continue
        fault = _worse(bargain, side, cluster, choices)
        if fault:
            checker.report("E054", key(*path, "links", fault[0], "worth"), "link", **fault[1])


def _ranked(bargain: Bargain, side: Side, name: str) -> list[Rung]:
    """All ways to settle an issue, the worst for ``side`` first."""
    return sorted([*bargain.issues[name].rungs, None], key=lambda rung: _own(side, name, rung))


def _own(side: Side, name: str, rung: Rung) -> int:
    stake = side.stakes[name]
    return stake.open if rung is None else stake.worth[rung]


def _worse(bargain: Bargain, side: Side, cluster: list[str],
           choices: list[list[Rung]]) -> tuple[int, dict[str, Argument]] | None:
    """The link to blame and what it does, if one step up on one issue lowers the whole.

    Every change for the better is a chain of such steps, each to the next rung in order of worth.
    """
    rest: dict[str, Rung] = dict.fromkeys(bargain.issues)

    def total(rungs: tuple[Rung, ...]) -> int:
        named = {**rest, **dict(zip(cluster, rungs, strict=True))}
        package = tuple(named.values())
        return sum(side.stakes[name].weight * worth(bargain, side, package, name) for name in cluster)

    totals = {rungs: total(rungs) for rungs in itertools.product(*choices)}
    for rungs, base in totals.items():
        for at, name in enumerate(cluster):
            ranked = choices[at]
            place = ranked.index(rungs[at])
            for other in ranked[max(0, place - 1):place + 2]:
                if _own(side, name, other) < _own(side, name, rungs[at]):
                    continue
                if totals[*rungs[:at], other, *rungs[at + 1:]] < base:
                    link = _blamed(side, name, rungs[at], other)
                    others = dict(item for item in zip(cluster, rungs, strict=True) if item[0] != name)
                    return link, {"others": _clauses(others), "issue": name, "new": _clause(other), "side": side.id,
                                  "old": _clause(rungs[at])}
    return None


def _blamed(side: Side, name: str, old: Rung, new: Rung) -> int:
    """The link that comes or goes when ``name`` changes from ``old`` to ``new``; else one that replaces its worths."""
    for place, link in enumerate(side.links):
        if link.other == name and (old in link.rungs) != (new in link.rungs):
            return place
    return next((place for place, link in enumerate(side.links) if link.issue == name), 0)


def _cluster(side: Side, issue: str) -> list[str]:
    found = {issue}
    for _ in side.links:
        for link in side.links:
            if {link.issue, link.other} & found:
                found |= {link.issue, link.other}
    return [name for name in side.stakes if name in found]


def check_table(node: Table, path: Path_, checker: Checker) -> None:
    """Reports what is wrong with a table, beside what any decision may have wrong."""
    bargain = node.bargain
    checker.known(node.side, bargain.sides, "E056", (*path, "side"), "side")
    for place, name in enumerate(node.given):
        checker.known(name, bargain.issues, "E056", (*path, "given", place), "issue")
    if node.side in bargain.sides and len(bargain.sides) == 2:
        _answering(node, path, checker)
    known = (*checker.scenario.reference.documents, *checker.scenario.reference.people)
    for place, mark in enumerate(node.marks):
        checker.known(mark, known, "E019", (*path, "marks", place), "mark")
    if not node.offers:
        checker.report("E011", key(*path, "offers"), "offers")
    for name, offer in node.offers.items():
        here: Path_ = (*path, "offers", name)
        checker.known(name, bargain.issues, "E056", key(*here), "issue")
        with checker.read_by(node.who):
            checker.phrase(offer.closed, (*here, "closed"))
        for rung, when in offer.rungs.items():
            checker.expression(when, (*here, "rungs", str(rung)))
        if name in bargain.issues:
            strange = [rung for rung in offer.rungs if rung not in bargain.issues[name].rungs]
            if strange or not offer.rungs:
                checker.report("E051", key(*here, "rungs"), "issue" if strange else "nothing", name=name,
                               strange=tuple(strange), rungs=bargain.issues[name].rungs)
    packages = math.prod(len(offer.rungs) + offer.open for offer in node.offers.values())
    if packages > MAX_PACKAGES:
        checker.report("E055", key(*path, "offers"), "packages", packages=packages, limit=MAX_PACKAGES)
    for option in node.options:
        if option.id in (PROPOSE, *OUTCOMES):
            checker.report("E013", key(*path, "options", option.id), "own", name=option.id)
    for name, outcome in node.outcomes.items():
        where: Path_ = (*path, "outcomes", name)
        checker.target(outcome.goto, (*where, "goto"))
        checker.slot(outcome.text, (*where, "text"))
        checker.effects(outcome.effects, (*where, "effects"))
        checker.figures(outcome.yields, (*where, "yields"))
    _proceedings(node, path, checker)


def _answering(node: Table, path: Path_, checker: Checker) -> None:
    """The side that answers must know how, and must not have to weigh more counter-offers than can be looked at."""
    side = node.bargain.other(node.side)
    if side.conduct is None:
        checker.report("E011", (*path, "side"), "conduct", side=side.id)
        return
    counters = math.prod(len(issue.rungs) + 1 for name, issue in node.bargain.issues.items()
                         if name in node.offers and name not in side.conduct.at_once)
    if side.conduct.margin and node.rounds > 1 and counters > MAX_COUNTERS:
        checker.report("E055", key(*path, "offers"), "counters", side=side.id, counters=counters, limit=MAX_COUNTERS)


def _proceedings(node: Table, path: Path_, checker: Checker) -> None:
    options = [option.id for option in node.options]
    for place, move in enumerate(node.record_moves):
        where: Path_ = (*path, "record", "moves", place)
        if not is_proposal(move):
            checker.known(move, options, "E021", where)
            continue
        named = parse_package(node.bargain, move)
        if named is None:
            checker.report("E057", where, "form", move=move[:60], issues=tuple(node.bargain.issues)[:8])
            continue
        for name, rung in named.items():
            if name not in node.offers:
                checker.report("E057", where, "offers", issue=name)
            elif rung not in node.offers[name].rungs and name not in node.given:
                checker.report("E057", where, "rung", rung=rung, issue=name, rungs=tuple(node.offers[name].rungs))
        for name, offer in node.offers.items():
            if name not in named and not offer.open:
                checker.report("E057", where, "open", issue=name)
    ends = next((place for place, move in enumerate(node.record_moves) if not is_proposal(move)), node.rounds - 1)
    if len(node.record_moves) > ends + 1:
        checker.report("E057", (*path, "record", "moves", ends + 1), "rounds" if ends + 1 >= node.rounds else "ended",
                       move=node.record_moves[ends])


def _points(expression: Expression, path: Path_, what: str, checker: Checker) -> None:
    checker.expression(expression, path)
    low, high = bounds(expression, checker.variables)
    if low < 0 or high > 100:
        checker.report("E053", path, what, low=low, high=high)


def _clauses(named: Mapping[str, Rung]) -> tuple[str, ...]:
    return tuple(f"{name}={'-' if rung is None else rung}" for name, rung in named.items())


def _clause(rung: Rung) -> int | str:
    return Term("left-open") if rung is None else rung
