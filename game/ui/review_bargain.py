"""A bargain on a page for review: what is to be settled, what each side makes of it and how it bargains.

Called by ``review_appendix``.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.core.bargain import Bargain, Conduct, Issue, Side
from game.ui.language import Language
from game.ui.review_values import Line, Told
from game.ui.reviewer import Grouped, Pinner


def bargain_groups(bargain: Bargain, pins: Pinner) -> Iterator[Grouped]:
    """Yields the issues of a bargain, then each side."""
    of = pins.of
    same = (bargain.id,) * len(of.languages)
    issues = []
    for issue in bargain.issues.values():
        issues += pins.line(issue.name, strong=True)
        issues.append(Line(text=of.each(lambda language, issue=issue: _rungs(issue, language)), depth=1))  # type: ignore[misc]
    yield tuple(f"{name} · {said}" for name, said in zip(same, of.t("review.issues"), strict=True)), issues
    for side in bargain.sides.values():
        yield tuple(f"{name} · {said}" for name, said in zip(same, of.words(side.name), strict=True)), _side(
            bargain, side, pins)


def _rungs(issue: Issue, language: Language) -> str:
    return "; ".join(f"{rung} {language.words(issue.clause(rung))}" for rung in issue.rungs)


def _side(bargain: Bargain, side: Side, pins: Pinner) -> list[Line]:
    of, t = pins.of, pins.of.t
    lines = [*pins.line(side.name, strong=True), *pins.slot(side.text),
             Line(text=of.told(side.reservation), label=t("review.reservation"), code=str(side.reservation))]
    for name, stake in side.stakes.items():
        issue = bargain.issues[name]
        worths = "; ".join(f"{rung}: {stake.worth[rung]}" for rung in issue.rungs if rung in stake.worth)
        lines.append(Line(text=t("review.stake", weight=stake.weight, open=stake.open, worths=worths),
                          label=of.words(issue.name)))
        lines += [Line(text=(", ".join(map(str, sorted(line.rungs))),) * len(of.languages), depth=1,
                       label=t("review.never"), when=of.when(line.when)) for line in stake.red_lines]
        for key in ("why", "refuses", "counters", "grants"):
            lines += pins.slot(getattr(stake, key), t(f"review.minutes.{key}"), 1)
    for link in side.links:
        given = ", ".join("–" if rung is None else str(rung) for rung in sorted(
            link.rungs, key=lambda rung: -1 if rung is None else rung))
        worths = "; ".join(f"{rung}: {worth}" for rung, worth in sorted(link.worth.items()))
        lines.append(Line(text=t("review.link", issue=link.issue, other=link.other, given=given, worths=worths)))
    return [*lines, *(_conduct(side.conduct, pins) if side.conduct else [])]


def _conduct(conduct: Conduct, pins: Pinner) -> list[Line]:
    of, t = pins.of, pins.of.t
    told = tuple("; ".join(guard.told(part) for part in conduct.aspiration) for guard in of.guards)
    lines = [Line(text=told, label=t("review.aspiration"), code="; ".join(map(str, conduct.aspiration))),
             Line(text=_same(str(conduct.margin), of.languages), label=t("review.margin"))]
    if conduct.at_once:
        lines.append(Line(text=_same(", ".join(conduct.at_once), of.languages), label=t("review.at_once")))
    if conduct.walks_out is not None:
        lines.append(Line(text=of.told(conduct.walks_out), label=t("review.walks_out"), code=str(conduct.walks_out)))
    return lines


def _same(text: str, languages: tuple[Language, ...]) -> Told:
    return (text,) * len(languages)
