"""Bargains and tables of a scenario file: from their shapes to values.

Called by ``build``; what they may have wrong beyond their shape is ``bargain_check``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from game.authoring import structure as shape
from game.authoring.bargain_shape import BargainIn, ConductIn, OfferIn, SideIn, StakeIn
from game.authoring.diagnostics import near
from game.authoring.parts import Parts, words
from game.authoring.source import Path_
from game.core import bargain, model
from game.core.reference import Scale


def bargains(given: Mapping[str, BargainIn], scales: Mapping[str, Scale],
             parts: Parts) -> dict[str, bargain.Bargain]:
    """Returns the bargains; rungs, their words and their worths come from the scales where the file gives none."""
    return {name: _bargain(name, item, scales, parts) for name, item in given.items()}


def _bargain(name: str, given: BargainIn, scales: Mapping[str, Scale], parts: Parts) -> bargain.Bargain:
    issues = {}
    for key, issue in given.issues.items():
        rungs = {rung.value: rung for rung in scales[key].rungs} if key in scales else {}
        kept = tuple(issue.rungs) or tuple(value for value in rungs if value >= 0)
        issues[key] = bargain.Issue(id=key, rungs=kept, name=words(issue.name),
                                    clauses={value: rungs[value].name for value in kept if value in rungs})
    sides = {key: _side(key, side, issues, scales, parts, ("bargains", name, "sides", key))
             for key, side in given.sides.items()}
    return bargain.Bargain(id=name, issues=issues, sides=sides)


def _side(name: str, given: SideIn, issues: Mapping[str, bargain.Issue], scales: Mapping[str, Scale],
          parts: Parts, path: Path_) -> bargain.Side:
    for key in given.issues:
        if key not in issues:
            parts.report("E056", (*path, "issues", key, ""), "issue", name=key, near=near(key, issues))
    return bargain.Side(
        id=name, name=words(given.name),
        stakes={key: _stake(key, stake, scales, parts, (*path, "issues", key))
                for key, stake in given.issues.items() if key in issues},
        reservation=parts.expression(given.reservation, (*path, "reservation")),
        links=tuple(bargain.Link(issue=link.issue, other=link.given, worth=_numbers(link.worth),
                                 rungs=frozenset([*link.rungs, None] if link.open else link.rungs))
                    for link in given.links),
        conduct=_conduct(given.conduct, parts, (*path, "conduct")) if given.conduct else None,
        text=parts.slot(given.text, (*path, "text")),
    )


def _stake(issue: str, given: StakeIn, scales: Mapping[str, Scale], parts: Parts, path: Path_) -> bargain.Stake:
    worth = _numbers(given.worth or {})
    if given.worth is None and issue in scales:
        worth = {rung.value: rung.worth for rung in scales[issue].rungs}
    return bargain.Stake(
        weight=given.weight, open=given.open, worth=worth,
        red_lines=tuple(bargain.RedLine(rungs=frozenset(line.rungs),
                                        when=parts.guard(line.when, (*path, "never", place, "when")))
                        for place, line in enumerate(given.never)),
        why=parts.slot(given.why, (*path, "why")), refuses=parts.slot(given.refuses, (*path, "refuses")),
        counters=parts.slot(given.counters, (*path, "counters")),
        grants=parts.slot(given.grants, (*path, "grants")),
    )


def _conduct(given: ConductIn, parts: Parts, path: Path_) -> bargain.Conduct:
    return bargain.Conduct(
        aspiration=tuple(parts.expression(item, (*path, "aspiration", place))
                         for place, item in enumerate(given.aspiration)),
        margin=given.margin, at_once=tuple(given.at_once),
        walks_out=parts.guard(given.walks_out, (*path, "walks_out")),
    )


def table(given: shape.TableIn, found: bargain.Bargain, parts: Parts, path: Path_,
          common: Mapping[str, Any]) -> model.Table:
    """Returns a table over the bargain ``found``; ``common`` holds what every decision has."""
    outcomes = {name: _outcome(item, parts, (*path, "outcomes", name))
                for name in model.OUTCOMES if (item := getattr(given.outcomes, name)) is not None}
    return model.Table(
        **common, bargain=found, side=given.side, rounds=given.rounds, outcomes=outcomes,
        offers={key: _offer(item, parts, (*path, "offers", key)) for key, item in given.offers.items()},
        given=tuple(given.given), marks=tuple(given.marks),
        record_moves=tuple(given.record.moves) if given.record else (),
        record=parts.slot(given.record.text, (*path, "record", "text")) if given.record else (),
    )


def _offer(given: OfferIn, parts: Parts, path: Path_) -> model.Offer:
    rungs = {rung: None if guard in ("1", 1) else parts.guard(guard, (*path, "rungs", str(rung)))
             for rung, guard in ((int(key), value) for key, value in given.rungs.items() if key.isdigit())}
    return model.Offer(rungs=rungs, open=given.open, closed=parts.phrase(given.closed, (*path, "closed")))


def _outcome(given: shape.OutcomeIn, parts: Parts, path: Path_) -> model.Outcome:
    return model.Outcome(goto=given.goto, text=parts.slot(given.text, (*path, "text")),
                         effects=parts.effects(given.effects, (*path, "effects")), yields=tuple(given.yields))


def _numbers(given: Mapping[str, int]) -> dict[int, int]:
    return {int(key): value for key, value in given.items() if key.isdigit()}
