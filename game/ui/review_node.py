"""One node on a page for review: all there is in it, guarded or not, in the order in which a player meets it.

Called by ``review_page``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.core.bargain import parse_package
from game.core.model import AnyNode, Chance, Counsel, Decision, Effect, NodeId, Option, Table, Terminal
from game.core.texts import NO_WORDS
from game.ui.language import Language
from game.ui.review_values import Group, Line, Section, Told
from game.ui.reviewer import Grouped, Pinner, Reviewer
from game.ui.text_label import node_title


class NodeSection:
    """Makes the section of one node."""

    def __init__(self, of: Reviewer, node: AnyNode) -> None:
        self.of, self.node = of, node
        self.pins = Pinner(of, of.numbers[node.id], node.id)

    def section(self) -> Section:
        """Returns the section."""
        of = self.of
        groups = [(of.t("review.titles"), self.pins.phrase(self.node.title)
                   + self.pins.line(self.node.place, of.t("review.place"))), *self._groups()]
        made = tuple(Group(title, tuple(lines)) for title, lines in groups if lines)
        return Section(self.node.id, of.numbers[self.node.id],
                       of.each(lambda language: node_title(self.node, language)), of.each(self._below), made,
                       of.notes(self.pins.cites))

    def _below(self, language: Language) -> str:
        node = self.node
        parts = [language.span(node.date), language.words(node.place)]
        if isinstance(node, Decision):
            who = self.of.scenario.parties.get(node.who)
            parts.append(language.t("review.who", who=language.words(who) if who else node.who))
            parts += [language.t("review.named", name=node.name)] if node.name else []
            parts += [language.t("review.free")] if node.free else []
        return " · ".join(part for part in parts if part)

    def _groups(self) -> Iterator[Grouped]:
        match self.node:
            case Decision() as node:
                yield self.of.t("terminal.brief"), self.pins.slot(node.brief)
                yield (self.of.t("terminal.counsel"),
                       [line for item in node.counsel for line in self._counsel(node, item)])
                yield self.of.t("texts.question"), self.pins.phrase(node.question, strong=True)
                if isinstance(node, Table):
                    yield from self._talks(node)
                for place, option in enumerate(node.options, 1):
                    yield self.of.t("review.option", n=place, id=option.id), self._option(option)
                yield self.of.t("texts.record"), [*self._recorded(node), *self.pins.slot(node.record)]
                yield self.of.t("texts.hidden"), self.pins.slot(node.hidden)
            case Chance() as node:
                yield self.of.t("review.branches"), self._branches(node)
            case Terminal() as node:
                yield (self.of.t("review.ending", ending=node.ending),
                       [*self.pins.slot(node.text), *self._payoff(node)])

    def _counsel(self, node: Decision, item: Counsel) -> list[Line]:
        numbers = {option.id: str(place) for place, option in enumerate(node.options, 1)}
        person = self.of.reference.people.get(item.who or "")

        def label(language: Language) -> str:
            name = language.words(person.name if person else item.voice or NO_WORDS)
            parts = [name if person else f"{name} ({language.t('counsel.composed')})"]
            for key, moves in (("for", item.favours), ("against", item.opposes)):
                said = language.t("cite.comma").join(numbers.get(move, move) for move in moves)
                parts += [language.t(f"terminal.{key}", numbers=said)] if said else []
            return " · ".join(parts)
        return [*self.pins.slot(item.text, self.of.each(label)),
                *self.pins.line(item.voice or NO_WORDS, self.of.t("review.voice"), depth=1)]

    def _talks(self, node: Table) -> Iterator[Grouped]:
        side = node.bargain.sides[node.side].name
        yield self.of.each(lambda language: language.t("review.table", side=language.words(side) or node.side,
                                                       n=node.rounds)), self._offers(node)
        for name, outcome in node.outcomes.items():
            yield self.of.t(f"table.ends.{name}"), [
                *self.pins.slot(outcome.text), *self._effects(outcome.effects), *self._figures(outcome.yields),
                self._leads(outcome.goto)]

    def _offers(self, node: Table) -> list[Line]:
        lines = []
        for name, offer in node.offers.items():
            issue = node.bargain.issues[name]
            for rung, guard in offer.rungs.items():
                label = tuple(f"{said} {rung}" for said in self.of.words(issue.name))
                lines.append(Line(text=self.of.words(issue.clause(rung)), label=label, when=self.of.when(guard)))
            if offer.open:
                lines.append(Line(text=self.of.t("table.open"), label=self.of.words(issue.name)))
            lines += self.pins.phrase(offer.closed, self.of.t("texts.closed"))
        return lines

    def _option(self, option: Option) -> list[Line]:
        of, pins = self.of, self.pins
        lines = [*pins.phrase(option.text, strong=True), *pins.phrase(option.reason, of.t("texts.reason")),
                 Line(text=of.t(f"status.{option.status.value}"), label=of.t("review.status"))]
        if option.when is not None:
            lines.append(Line(text=of.told(option.when), label=of.t("review.open_if"), code=str(option.when)))
        return [*lines, *pins.phrase(option.closed, of.t("texts.closed")),
                *pins.slot(option.held, of.t("texts.held")), *self._effects(option.effects),
                *pins.slot(option.follows, of.t("texts.follows")), *self._figures(option.yields),
                self._leads(option.goto)]

    def _branches(self, node: Chance) -> list[Line]:
        lines = []
        for branch in node.branches:
            weight = self.of.told(branch.weight)
            lines.append(Line(strong=True, text=tuple(
                language.t("review.branch_on_record" if branch.record else "review.branch", id=branch.id, weight=said)
                for language, said in zip(self.of.languages, weight, strict=True))))
            lines += [*self.pins.slot(branch.text, depth=1), *self._effects(branch.effects, 1),
                      *self._figures(branch.yields, 1), self._leads(branch.goto, 1)]
        return lines

    def _payoff(self, node: Terminal) -> list[Line]:
        parties = self.of.scenario.parties
        return [Line(text=self.of.told(amount), code=str(amount), label=tuple(
            language.t("review.payoff", who=language.words(parties[party])) for language in self.of.languages))
            for party, amount in node.payoff.items()]

    def _leads(self, node: NodeId, depth: int = 0) -> Line:
        return Line(text=self.of.goes(node), depth=depth, leads=node)

    def _figures(self, names: Iterable[str], depth: int = 0) -> list[Line]:
        figures = self.of.reference.figures
        return [Line(text=tuple(f"{language.words(figures[name].name)}{language.t('deal.colon')}"
                                f"{language.value(figures[name].value)}" for language in self.of.languages),
                     label=self.of.t("review.yields"), depth=depth) for name in names if name in figures]

    def _effects(self, effects: Iterable[Effect], depth: int = 0) -> list[Line]:
        """What changes and why; the reason is the text that can be pointed at."""
        return [Line(text=tuple(self._effect(effect, place) for place in range(len(self.of.languages))),
                     label=self.of.t("review.effect.label"), depth=depth, pin=self.pins.pin(effect.why),
                     code=f"{effect.operation} {effect.variable}: {effect.amount}") for effect in effects]

    def _effect(self, effect: Effect, place: int) -> str:
        guard, language = self.of.guards[place], self.of.languages[place]
        amount = guard.told(effect.amount)
        if effect.operation == "set" and not effect.amount.names:
            amount = guard.value(effect.variable, effect.amount.evaluate({}))
        key = effect.operation
        if key == "add" and re.fullmatch(r"-?[0-9]+", amount):
            key, amount = ("less", amount[1:]) if amount.startswith("-") else ("more", amount)
        change = language.t(f"review.effect.{key}", name=guard.name(effect.variable), amount=amount)
        sure = language.t(f"compare.sure.{effect.sure.value}")
        why = language.t("review.effect.why", why=language.words(effect.why)) if effect.why else ""
        return language.t("review.effect.whole", change=change + why, sure=sure)

    def _recorded(self, node: Decision) -> list[Line]:
        moves = node.record_moves if isinstance(node, Table) else (node.record_move,) if node.record_move else ()
        return [Line(text=self._move(node, move), label=self.of.t("review.on_record"), strong=True, code=move)
                for move in moves]

    def _move(self, node: Decision, move: str) -> Told:
        known = any(option.id == move for option in node.options) or (
            isinstance(node, Table) and parse_package(node.bargain, move) is not None)
        if not known or not node.option(move).text:
            return (move,) * len(self.of.languages)
        return self.of.words(node.option(move).text[0].words)
